"""A published quarter for the portal's tests: 296 letters counted, 258 stated, everything invented."""

import html
import re
from datetime import date

from danvan.reports.models import Report
from danvan.reports.signing import approve_public_edition, prepare, sign
from danvan.reports.tests.factories import (
    Place,
    make_place,
    matter,
    quarter_of_296,
    session,
    typed_report,
    visits,
)

QUARTER = "2023-Q1"
INTERIM = "số liệu đến tháng 2/2023, chưa trọn kỳ"
STATED = {
    "TCD.luot": 97,
    "DON.tiep_nhan": 258,
    "DON.khieu_nai": 38,
    "DON.to_cao": 94,
    "DON.kien_nghi_phan_anh": 164,
    "TT.cuoc": 85,
    "TT.sai_pham": 3_100_000_000,
    "MOTCUA.ty_le_co_quan": 100,
    "TTHC.ty_le_3_cap": 100,
    "TTHC.ty_le_niem_yet": 100,
}
UNITS = {"TCD.luot": "lượt", "TT.cuoc": "cuộc", "TT.sai_pham": "đồng"}
WORDS = {"TT.sai_pham": {"qualifier": "trên", "raw": "3,1 tỷ đồng"}, "DON.tiep_nhan": {"raw": "258 đơn"}}


def records(place: Place) -> None:
    """97 visits, 296 letters, a matter and the sessions of heads."""
    quarter_of_296(place)
    for turn, unit in enumerate(place.units):
        share = 97 // len(place.units) + (turn < 97 % len(place.units))
        visits(unit, [1] * share)
    matter(place.communes[1], date(2023, 1, 5))
    for unit in (place.province, *place.districts):
        session(unit)


def stated(place: Place) -> None:
    """The typed report with its interim notes."""
    report = typed_report(place.province, STATED, issued_on=date(2023, 3, 16), is_illustrative=True)
    for figure in report.figures.all():
        figure.unit = "%" if figure.code.startswith(("MOTCUA", "TTHC")) else UNITS.get(figure.code, "đơn")
        figure.note = "" if figure.unit == "%" else INTERIM
        for name, value in WORDS.get(figure.code, {}).items():
            setattr(figure, name, value)
        figure.save()


def signed(place: Place, form: str = "dvcq") -> Report:
    """The province's report of the quarter, signed and not yet public."""
    draft = prepare(place.province, QUARTER, form, by=place.head)
    return sign(draft, by=place.head, reason="Ký theo số đếm từ hồ sơ")


def published(place: Place, form: str = "dvcq") -> Report:
    """The same with its public edition approved."""
    return approve_public_edition(signed(place, form), by=place.head)


def quarter() -> tuple[Place, Report]:
    """The whole of it."""
    place = make_place()
    records(place)
    stated(place)
    return place, published(place)


def words(page: str) -> str:
    """What stands on a page, without its markup and pictures."""
    bare = re.sub(r"<svg.*?</svg>|<head>.*?</head>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())
