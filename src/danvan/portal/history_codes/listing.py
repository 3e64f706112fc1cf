"""Codes of the history by day, newest first: for the page, for programs, and as a text to be kept or printed."""

from dataclasses import dataclass
from datetime import date, datetime
from textwrap import fill

from django.conf import settings
from django.utils.translation import gettext as _

from danvan.records.desk.keyset import Order, page
from danvan.records.desk.patience import limited
from danvan.records.models import HistoryRoot
from danvan.ui.dates import HANOI, day, moment

SIZE, JSON_SIZE, TEXT_SIZE = 31, 366, 366
NEWEST_FIRST = Order("day", newest_first=True)


@dataclass(frozen=True, slots=True)
class DayCode:
    """The code of one day and the instant at which it was made. How much it covers is told to nobody."""

    day: date
    code: str
    made_at: datetime

    @property
    def halves(self) -> tuple[str, str]:
        """Between which a narrow page may break the code."""
        return self.code[:32], self.code[32:]


@dataclass(frozen=True, slots=True)
class Codes:
    """A page of codes with the keys of the pages around it, empty where there is none."""

    rows: list[DayCode]
    before: str
    after: str


def codes(after: str = "", before: str = "", size: int = SIZE) -> Codes:
    """One query; Refusal for a key that no page wrote."""
    with limited():
        cut = page(HistoryRoot.objects.all(), NEWEST_FIRST, after=after, before=before, size=size)
    rows = [DayCode(row.day, row.code, row.at) for row in cut.rows]
    return Codes(rows, cut.before, cut.after)


def as_json(found: Codes) -> dict[str, object]:
    """What a program reads: days and codes, newest first, and the key to ask for older ones with."""
    rows = [
        {"ngay": f"{row.day:%Y-%m-%d}", "ma": row.code, "lap_luc": row.made_at.astimezone(HANOI).isoformat()}
        for row in found.rows
    ]
    return {"noi": settings.SITE_ORIGIN, "ngay": rows, "sau": found.after}


def as_text(found: Codes) -> str:
    """The codes for e-mail and print, in lines of 80 characters at most, with what they are and how to check them."""
    said = [
        _("MÃ LỊCH SỬ"),
        settings.SITE_ORIGIN,
        "",
        _(
            "Mỗi mã được tính từ toàn bộ lịch sử thay đổi của hồ sơ cho đến lúc lập mã. Giữ tệp hoặc tờ in này ở một "
            "nơi mà người quản trị hệ thống không sửa được; về sau nếu lịch sử bị sửa, bớt hay đổi chỗ thì hệ thống "
            "không còn cho ra đúng các mã này."
        ),
        _("Kiểm tra: so từng mã với trang Mã lịch sử, hoặc chạy lệnh:"),
        "  danvan verify --root TỆP",
        "",
    ]
    if not found.rows:
        said.append(_("Chưa có mã ngày nào."))
    lines = [fill(line, 78, break_long_words=False, break_on_hyphens=False) for line in said]
    lines += [f"{row.day:%Y-%m-%d}  {row.code}" for row in found.rows]
    if found.rows:
        newest, oldest = found.rows[0], found.rows[-1]
        first, last, at = day(oldest.day), day(newest.day), moment(newest.made_at)
        lines += [
            "",
            _("Từ %(first)s đến %(last)s; mã mới nhất lập lúc %(at)s.")
            % {"first": first, "last": last, "at": at},
        ]
    if found.after:
        lines += [_("Các ngày trước nữa có trên trang Mã lịch sử.")]
    return "\n".join(lines) + "\n"
