"""What only the letter of a tố cáo has: a longer first check, one that comes again, and where its paper envelope lies.

Days and words of a list alone, so that it serves the unit that keeps everything else on paper (Luật Tố cáo 2018, Điều 8).
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import Kind, Letter, Standing
from danvan.records.declare import Move
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"
ONLY_HERE = "Bước này chỉ có với tố cáo."
CONCLUDED = (Standing.FIRST, Standing.AGAIN)
UNFINISHED = (Standing.RUNNING, Standing.UNSETTLED)


def further_rule(letter: Letter) -> str:
    """The rule for a tố cáo that comes again to whom it belongs: after a conclusion, or since the limit ran out; else ""."""
    if letter.kind != Kind.DENUNCIATION or letter.instance != 2 or not letter.is_competent:
        return ""
    if letter.standing in CONCLUDED:
        return "TC.AGAIN"
    return "TC.LATE.ASK" if letter.standing in UNFINISHED else ""


def may_take_longer(letter: Letter, on: date) -> bool:
    """Whether the first check of this letter may still be given ten working days (TC.INIT)."""
    return letter.kind == Kind.DENUNCIATION and letter.is_competent and not letter.initial_extended_on


def lengthen_in_time(letter: Letter, duties: Sequence[Duty], on: date) -> None:
    """A first check whose limit has run out takes no longer by saying so."""
    for duty in duties:
        if duty.clock == "xu_ly_ban_dau_to_cao" and not duty.met_on and on > duty.latest_on:
            raise Refusal(
                f"Thời hạn xử lý ban đầu đã hết ngày {day(duty.latest_on)} nên không kéo dài được nữa."
            )


def check_report(letter: Letter, on: date) -> None:
    """A report follows what asked for it."""
    asked = letter.report_asked_on
    if asked and on < asked:
        raise Refusal(f"Ngày nhận báo cáo {day(on)} trước ngày yêu cầu {day(asked)}; hãy sửa lại.")


def sealed_moves(opened: tuple[str, ...], known: tuple[str, ...]) -> tuple[Move, ...]:
    """The moves, for a letter waiting to be handled (`opened`) and for any whose class is known (`known`)."""
    return (
        Move(
            "keo_dai_xu_ly",
            _("Kéo dài xử lý ban đầu tố cáo"),
            opened,
            "",
            HANDLE,
            needs=("initial_case",),
            dated_by="initial_extended_on",
            reckons=lengthen_in_time,
            extends=("xu_ly_ban_dau_to_cao",),
            why=_("Kiểm tra ở nhiều nơi hoặc ủy quyền kiểm tra: tổng cộng không quá 10 ngày làm việc."),
            cite="Luật Tố cáo 2018, Điều 24 khoản 1",
            applies=may_take_longer,
            otherwise="Chỉ tố cáo thuộc thẩm quyền, chưa kéo dài lần nào.",
        ),
        Move(
            "yeu_cau_bao_cao",
            _("Yêu cầu cấp dưới báo cáo"),
            opened,
            "",
            HANDLE,
            dated_by="report_asked_on",
            sets={"report_came_on": None},
            why=_("Tố cáo tiếp vì quá hạn mà chưa giải quyết: yêu cầu người giải quyết báo cáo."),
            cite="Luật Tố cáo 2018, Điều 38 khoản 2",
            applies=lambda letter, on: further_rule(letter) == "TC.LATE.ASK",
            otherwise="Bước này chỉ có với tố cáo tiếp vì cấp dưới quá hạn chưa giải quyết.",
        ),
        Move(
            "nhan_bao_cao",
            _("Nhận báo cáo của cấp dưới"),
            known,
            "",
            HANDLE,
            dated_by="report_came_on",
            check=check_report,
            cite="Luật Tố cáo 2018, Điều 38 khoản 3",
            applies=lambda letter, on: bool(letter.report_asked_on) and not letter.report_came_on,
            otherwise="Chưa yêu cầu báo cáo, hoặc đã nhận báo cáo.",
        ),
        Move(
            "de_phong_bi",
            _("Ghi nơi để phong bì"),
            known,
            "",
            HANDLE,
            needs=("envelope_at",),
            dated_by="envelope_moved_on",
            why=_("Chỉ ghi nơi để; không ghi tên người, không ghi nội dung."),
            cite="Luật Tố cáo 2018, Điều 8 và 56",
            applies=lambda letter, on: letter.kind == Kind.DENUNCIATION,
            otherwise=ONLY_HERE,
        ),
    )
