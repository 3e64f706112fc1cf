"""The words of letters. They say how many, by when and where to look: no name, no class, no number, nothing of a record."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from danvan.records.models import Channel, Duty
from danvan.records.notices.stages import ABOVE, BEFORE, LATE
from danvan.ui.dates import day_long
from danvan.ui.numbers import number

LONGEST_SUBJECT = 160


def reminder_lines(told: Mapping[str, Collection[Duty]]) -> list[str]:
    """One sentence for each of `truoc_`, `qua_han` and `cap_tren` that has duties."""
    lines = []
    if late := told.get(LATE):
        lines.append(_("Có %(count)s việc đã quá hạn, cần đôn đốc.") % {"count": number(len(late))})
    if long_late := told.get(ABOVE):
        units = len({duty.unit_id for duty in long_late})
        lines.append(
            _("Có %(count)s việc quá hạn lâu ở %(units)s đơn vị cấp dưới, cần chỉ đạo.")
            % {"count": number(len(long_late)), "units": number(units)}
        )
    if near := told.get(BEFORE):
        lines.append(
            _("Có %(count)s việc sắp đến hạn, sớm nhất là %(day)s.")
            % {"count": number(len(near)), "day": day_long(min(duty.due_on for duty in near))}
        )
    return lines


def digest_lines(late: int, near: int, until: date) -> list[str]:
    """What stands open in all; nothing when nothing is due up to `until` and nothing is late."""
    lines = []
    if near:
        lines.append(
            _("Từ nay đến hết %(day)s: %(count)s việc đến hạn.")
            % {"day": day_long(until), "count": number(near)}
        )
    if late:
        lines.append(_("Đang quá hạn: %(count)s việc.") % {"count": number(late)})
    return lines


def subject(lines: Collection[str]) -> str:
    """The first sentence without its full stop."""
    return next(iter(lines)).rstrip(".")[:LONGEST_SUBJECT]


def body(lines: Collection[str], channel: str) -> str:
    """A letter; for messages the sentences alone."""
    if channel != Channel.EMAIL:
        return " ".join(lines)
    listed = "\n".join(f"- {line}" for line in lines)
    close = _(
        "Nội dung hồ sơ chỉ xem được sau khi đăng nhập. Bà/Ông đổi cách nhận tin hoặc thôi nhận bản tin ở trang "
        "“Thư và nhắc việc” của bàn làm việc."
    )
    return f"{_('Kính gửi Bà/Ông,')}\n\n{listed}\n\n{close}"
