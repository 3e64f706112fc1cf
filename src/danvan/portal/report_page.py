"""What the page of a published report shows, all of it drawn from the package that was signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.portal.published import PublicReport, lower_first
from danvan.portal.table import interim_notes, lines
from danvan.reports.trials import MISSING
from danvan.ui.dates import day
from danvan.ui.numbers import number

# What a quarter is told by, in this order, where the package holds it; else the first counted lines of the form.
HEADLINES = ("tcd.luot", "don.tiep_nhan", "don.da_xu_ly", "vu_viec.da_giai_quyet", "tcd.ky.truc_tiep")
MOST_CARDS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One figure at the top of the page; the arguments of figure_card."""

    label: str
    value: Any
    unit: str
    href: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that does not add up, or that a reader must know to read the figures right."""

    kind: str
    text: str
    detail: str = ""
    href: str = ""


def sentence(report: PublicReport) -> str:
    """The quarter in one sentence, as far as the package counts it."""
    told = []
    if (visits := report.count("tcd.luot")) is not None:
        told.append(_("tiếp %(n)s lượt công dân") % {"n": number(visits)})
    if (letters := report.count("don.tiep_nhan")) is not None:
        told.append(_("nhận %(n)s đơn") % {"n": number(letters)} + _by_kind(report))
    if (settled := report.count("vu_viec.da_giai_quyet")) is not None and not told:
        told.append(_("giải quyết %(n)s vụ việc") % {"n": number(settled)})
    if not told:
        return f"{report.title}, {report.unit_name}."
    what = _(" và ").join(told)
    return f"{report.period_label}, {place(report.unit_name)} {what}."


def _by_kind(report: PublicReport) -> str:
    kinds = {
        "don.khieu_nai": _("khiếu nại"),
        "don.to_cao": _("tố cáo"),
        "don.kien_nghi_phan_anh": _("kiến nghị, phản ánh"),
    }
    counts = [(report.count(code), word) for code, word in kinds.items()]
    if any(count is None for count, _word in counts):
        return ""
    return ": " + ", ".join(f"{number(count)} {word}" for count, word in counts)


def place(name: str) -> str:
    """A unit's name inside a sentence."""
    territorial = (
        "Tỉnh ",
        "Thành phố ",
        "Huyện ",
        "Quận ",
        "Thị xã ",
        "Xã ",
        "Phường ",
        "Thị trấn ",
        "Đặc khu ",
    )
    return lower_first(name) if name.startswith(territorial) else name


def cards(report: PublicReport, most: int = MOST_CARDS) -> list[Card]:
    """Three to five counted figures, each the link to what it counts; the typed total stands below where it differs."""
    rows = {row.code: row for row in lines(report)}
    codes = [code for code in HEADLINES if report.count(code) is not None]
    codes += [code for code in rows if code not in codes and report.count(code) is not None][: 3 - len(codes)]
    found = []
    for code in codes[:most]:
        row, cell = rows.get(code), report.own[code]
        differs = row is not None and row.standing == "khong_khop"
        note = _("báo cáo ghi %(typed)s") % {"typed": row.typed} if row and differs else ""
        tone = "late" if differs else ""
        found.append(
            Card(cell["label"], cell["value"], cell["measure"], report.address("figure", code), note, tone)
        )
    return found


def flags(report: PublicReport) -> list[Flag]:
    """What does not add up first, then what limits the reading of the typed figures (information, no fault)."""
    return [*_failures(report), *_interim(report)]


def failures_of(report: PublicReport, code: str) -> list[Flag]:
    """What does not add up among the equations that a figure stands in, as whole or as part."""
    keys = {item["key"] for item in report.body["identities"] if code in (*item["whole"], *item["parts"])}
    return list(_failures(report, keys))


def _failures(report: PublicReport, keys: set[str] | None = None) -> Iterator[Flag]:
    wholes = {item["key"]: item["whole"][0] for item in report.body["identities"]}
    for check in report.body["checks"]:
        if check.get("closed") or check["ok"] or (keys is not None and check["key"] not in keys):
            continue
        code = wholes.get(check["key"], "")
        counted = report.count(code)
        detail = ""
        if check["kind"] == "nhap_tay" and counted is not None:
            detail = _("%(report)s ghi %(typed)s; đếm từ hồ sơ được %(counted)s.") % {
                "report": check["unit_name"],
                "typed": number(check["stated"]),
                "counted": number(counted),
            }
        yield Flag(
            "khong_khop", check["text"], detail, report.address("figure", code) if code in report.own else ""
        )


def _interim(report: PublicReport) -> Iterator[Flag]:
    for note, count in interim_notes(report).items():
        detail = _(
            "Áp dụng cho %(n)s số liệu của báo cáo. Đây là thông tin để đọc đúng con số, không phải vi phạm: "
            "kỳ số liệu chính thức của %(period)s là %(first)s–%(last)s."
        ) % {
            "n": number(count),
            "period": report.period_words,
            "first": day(report.first),
            "last": day(report.last),
        }
        yield Flag("tam_tinh", note[:1].upper() + note[1:], detail)


def passed(report: PublicReport) -> list[str]:
    """The trials that hold, one sentence each; one that lacked a figure neither holds nor fails."""
    return [
        f"{check['label']}: {lower_first(check['text'])}"
        for check in report.body["checks"]
        if not check.get("closed") and check["ok"] and check["cause"] != MISSING
    ]


def typed_source(report: PublicReport) -> str:
    """What the typed figures were taken from: title and day of each typed report, oldest first."""
    found = {}
    for figure in report.body["typed"]:
        issued = figure["issued_on"]
        found[figure["report"]] = (
            f"{figure['report']} ({day(date.fromisoformat(issued))})" if issued else figure["report"]
        )
    return "; ".join(found.values())
