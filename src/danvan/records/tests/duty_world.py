"""A small province whose heads owe sessions: who held them, who had them held, who did not."""

from datetime import date
from types import SimpleNamespace

from danvan.domains.reception.models import HeadSession
from danvan.org.models import Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.loading import Row, load
from danvan.records.standing import reschedule

SINCE, UNTIL = date(2023, 1, 1), date(2023, 6, 30)


def hold(unit: Unit, *days: date, **fields: str) -> list[HeadSession]:
    """Sessions of a unit's head held on those days, posted three weeks before by no one's hand."""
    rows = [
        Row(HeadSession(unit=unit, planned_on=day, **fields), day, [("to_chuc", day, {})]) for day in days
    ]
    load("ky_tiep", rows, reason="Lịch")
    return [row.record for row in rows]


def province() -> SimpleNamespace:
    """A province, a department, a district and two communes, with duties of the first half of 2023.

    The province's head held January and had February held by a deputy; the department held nothing; the district held
    one of two days in January; commune A held the first week, commune B none. Today is 14/3/2023.
    """
    root = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
    place = SimpleNamespace(
        root=root,
        department=make_unit("Sở Minh Họa", Kind.DEPARTMENT, root),
        district=make_unit("Huyện Minh Họa", Kind.DISTRICT, root),
    )
    place.a = make_unit("Xã Ất", Kind.COMMUNE, place.district)
    place.b = make_unit("Xã Bính", Kind.COMMUNE, place.district)
    hold(root, date(2023, 1, 16))
    hold(root, date(2023, 2, 15), attendance="uy_quyen")
    hold(place.district, date(2023, 1, 5))
    hold(place.a, date(2023, 1, 3))
    reschedule(root, SINCE, UNTIL)
    place.overseer = make_account("giam_sat", root, covers_below=True)
    place.chief = make_account("lanh_dao", root, covers_below=True)
    return place
