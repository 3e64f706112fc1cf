"""A small province with invented records for tests; nothing here is real."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import HeadSession, Visit
from danvan.org.models import Account, Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.loading import Row, load
from danvan.records.models import Record
from danvan.reports.models import TypedFigure, TypedReport

FIRST, LAST = date(2022, 12, 15), date(2023, 3, 14)
MIDDLE = date(2023, 2, 1)
KINDS = ("khieu_nai", "to_cao", "kien_nghi_phan_anh")


@dataclass
class Place:
    """A province with a department and districts of communes, and the head who signs for it."""

    province: Unit
    department: Unit
    districts: list[Unit]
    communes: list[Unit] = field(default_factory=list)
    head: Account | None = None

    @property
    def units(self) -> list[Unit]:
        """All of them."""
        return [self.province, self.department, *self.districts, *self.communes]


def make_place(districts: int = 2, communes: int = 2) -> Place:
    """A province "Tỉnh Minh Họa" with so many districts of so many communes each."""
    province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE, code="99")
    place = Place(province, make_unit("Sở Minh Họa", Kind.DEPARTMENT, province), [])
    for number in range(1, districts + 1):
        district = make_unit(f"Huyện Số {number}", Kind.DISTRICT, province)
        place.districts.append(district)
        place.communes += [
            make_unit(f"Xã Số {number}.{n}", Kind.COMMUNE, district) for n in range(1, communes + 1)
        ]
    place.head = make_account("lanh_dao", province, covers_below=True)
    return place


def letters(unit: Unit, kind: str | None, count: int, on: date = MIDDLE, **columns: Any) -> list[Letter]:
    """So many letters received at a unit on a day, classified on it unless `kind` is None."""
    rows = []
    for _ in range(count):
        moves = [("phan_loai", on, {"kind": kind, "field": "khac", **columns})] if kind else []
        rows.append(Row(Letter(unit=unit, is_illustrative=True), on, moves))
    load("don", rows, reason="thử nghiệm")
    return [row.record for row in rows]


def unbalanced(unit: Unit) -> None:
    """A matter ended without a day of settlement, as no step leaves one: what came and what went are no longer equal."""
    row = Row(Matter(unit=unit, kind="khieu_nai"), MIDDLE)
    load("vu_viec", [row], reason="thử nghiệm")
    Record.objects.filter(pk=row.record.pk).update(closed_on=MIDDLE)


def handled(unit: Unit, count: int, move: str, on: date = MIDDLE, **columns: Any) -> None:
    """So many complaints received, classified and handled by a move on one day."""
    extra = {"forwarded_to": "Thanh tra tỉnh"} if move == "chuyen" else {}
    classified = {"kind": "khieu_nai", "field": "khac", **columns}
    load(
        "don",
        [
            Row(Letter(unit=unit), on, [("phan_loai", on, classified), (move, on, extra)])
            for _ in range(count)
        ],
        reason="thử nghiệm",
    )


def matter(unit: Unit, accepted: date, settled: date | None = None) -> Matter:
    """A matter accepted on a day, settled on another when given."""
    moves = [("giai_quyet", settled, {"result": "sai"})] if settled else []
    row = Row(Matter(unit=unit, kind="khieu_nai", field="khac"), accepted, moves)
    load("vu_viec", [row], reason="thử nghiệm")
    return row.record


def visits(unit: Unit, persons: Iterable[int], on: date = MIDDLE, **columns: Any) -> None:
    """A regular visit for each number of persons."""
    rows = [
        Row(Visit(unit=unit, persons=number, content_kind="kien_nghi_phan_anh", **columns), on)
        for number in persons
    ]
    load("luot_tiep", rows, reason="thử nghiệm")


def session(unit: Unit, on: date = MIDDLE, *, published: bool = True) -> HeadSession:
    """A head's session held in person on a day."""
    posted = on - timedelta(days=10)
    row = Row(
        HeadSession(unit=unit, planned_on=on),
        posted,
        [("to_chuc", on, {})],
        published_on=posted if published else None,
    )
    load("ky_tiep", [row], reason="thử nghiệm")
    return row.record


def typed_report(unit: Unit, figures: dict[str, int], period: str = "2023-Q1", **more: Any) -> TypedReport:
    """A typed report of the unit with figures by their code; labels as the reader names them."""
    report = TypedReport.objects.create(
        unit=more.pop("issuer", unit), scope=unit, period=period, title="Báo cáo minh họa", **more
    )
    labels = {
        "DON.tiep_nhan": "Đơn tiếp nhận",
        "DON.khieu_nai": "Đơn khiếu nại",
        "DON.to_cao": "Đơn tố cáo",
        "DON.kien_nghi_phan_anh": "Đơn kiến nghị, phản ánh",
    }
    for position, (code, value) in enumerate(figures.items()):
        TypedFigure.objects.create(
            report=report, position=position, code=code, label=labels.get(code, code), value=value, unit="đơn"
        )
    return report


def quarter_of_296(place: Place) -> None:
    """The parts of the quarter that the first report states: 38, 94 and 164 letters, spread over the units."""
    for kind, total in zip(KINDS, (38, 94, 164), strict=True):
        for turn, unit in enumerate(place.units):
            share = total // len(place.units) + (turn < total % len(place.units))
            letters(unit, kind, share)
