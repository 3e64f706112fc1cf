"""What only the letter of a tố cáo has: a longer first check, one that comes again, and where its paper envelope lies.

Days and words of a list alone, so that it serves the unit that keeps everything else on paper (Luật Tố cáo 2018, Điều 8).
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.domains.petitions.denunciations.checks import not_protected
from danvan.domains.petitions.denunciations.protecting import request_move
from danvan.domains.petitions.kinds import in_force, unless
from danvan.domains.petitions.letters.ordering import check_handling
from danvan.domains.petitions.models import Handling, Kind, Letter, PassedTo, Standing
from danvan.records.declare import Move
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HANDLE = "records.handle"
ONLY_HERE = "Bước này chỉ có với tố cáo."
CONCLUDED = (Standing.FIRST, Standing.AGAIN)
OPEN = ("da_phan_loai",)
CRIME = (PassedTo.POLICE, PassedTo.PROSECUTION)
UNFINISHED = (Standing.RUNNING, Standing.UNSETTLED)


def further_rule(letter: Letter) -> str:
    """The rule for a tố cáo that comes again to whom it belongs: after a conclusion, or since the limit ran out; else ""."""
    if letter.kind != Kind.DENUNCIATION or letter.instance != 2 or not letter.is_competent:
        return ""
    if letter.standing in CONCLUDED:
        return "TC.AGAIN"
    return "TC.LATE.ASK" if letter.standing in UNFINISHED else ""


def why_not_first(letter: Letter, on: date) -> str:
    """What comes again is looked into by steps of its own, with their grounds (Luật Tố cáo 2018, Điều 37 và 38)."""
    rule = further_rule(letter)
    if rule == "TC.AGAIN":
        return "Tố cáo tiếp sau kết luận: dùng bước “Giải quyết lại tố cáo” kèm căn cứ, hoặc “Không thụ lý, trả lời”."
    if rule == "TC.LATE.ASK":
        return "Tố cáo tiếp vì quá hạn: yêu cầu cấp dưới báo cáo, rồi đôn đốc hoặc lấy lên giải quyết."
    return ""


def why_not_again(letter: Letter, on: date) -> str:
    """Settled again only where there is a conclusion to look into (TC.AGAIN)."""
    if further_rule(letter) != "TC.AGAIN":
        return "Bước này chỉ có với tố cáo tiếp sau khi đã có kết luận."
    return "" if in_force("TC.AGAIN", on) else _not_yet(on, "Điều 37")


def why_not_taken(letter: Letter, on: date) -> str:
    """Taken up from below only after a report was asked for (TC.LATE.ASK), and once it came or its days are over."""
    if further_rule(letter) != "TC.LATE.ASK":
        return "Bước này chỉ có với tố cáo tiếp vì cấp dưới quá hạn chưa giải quyết."
    if not letter.report_asked_on:
        return "Chưa yêu cầu cấp dưới báo cáo (Luật Tố cáo 2018, Điều 38 khoản 2); hãy yêu cầu trước."
    if not in_force("TC.LATE.REP", letter.report_asked_on):
        return _not_yet(letter.report_asked_on, "Điều 38")
    until = law.due("TC.LATE.REP", letter.report_asked_on).latest_on
    if not letter.report_came_on and on <= until:
        return f"Cấp dưới còn hạn báo cáo đến hết ngày {day(until)}; hãy chờ hoặc ghi việc đã nhận báo cáo."
    return ""


def why_not_crime(letter: Letter, on: date) -> str:
    """Signs of a crime go to the investigators, since the law of 2018 knows it (TC.CRIME)."""
    if letter.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    return "" if in_force("TC.CRIME", on) else _not_yet(on, "Điều 27")


def why_not_inspected(letter: Letter, on: date) -> str:
    """Without a name, or in no form of the law, no denunciation, but a lead where it is clear and proven (TC.ANON)."""
    is_unsigned = letter.preregistered_on and not letter.signed_on
    if letter.kind != Kind.DENUNCIATION or not (letter.is_anonymous or is_unsigned):
        return (
            "Bước này chỉ có với tố cáo nặc danh, mạo danh, hoặc gửi qua mạng chưa có bản ký; tố cáo khác thì thụ lý, hướng "
            "dẫn hoặc chuyển đơn."
        )
    if not in_force("TC.ANON", on):
        return _not_yet(on, "Điều 25")
    return "" if letter.is_eligible else "Đơn không rõ người, không có chứng cứ thì xếp lưu."


def _not_yet(on: date, article: str) -> str:
    return f"Ngày {day(on)} chưa có quy định này (Luật Tố cáo 2018, {article}, có từ 1/1/2019)."


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


def check_crime(letter: Letter, on: date) -> None:
    """To those whom Điều 27 names."""
    check_handling(letter, on)
    if letter.passed_to not in CRIME:
        raise Refusal(
            "Hồ sơ có dấu hiệu tội phạm chỉ chuyển cơ quan điều tra hoặc viện kiểm sát (Luật Tố cáo 2018, Điều 27)."
        )


HANDED_ON = (
    Move(
        "chuyen_dieu_tra",
        _("Chuyển cơ quan điều tra, viện kiểm sát"),
        OPEN,
        "chuyen",
        HANDLE,
        needs=("passed_to",),
        papers=("to_cao_chuyen_dieu_tra", "to_cao_bao_da_chuyen"),
        dated_by="handled_on",
        sets={"handling": Handling.FORWARDED},
        closes=True,
        check=check_crime,
        offers=lambda letter, on: {"passed_to": CRIME},
        why=_("Có dấu hiệu tội phạm thì chuyển ngay; luật không ấn định số ngày."),
        cite="Luật Tố cáo 2018, Điều 27",
        **unless(why_not_crime),
    ),
    Move(
        "chuyen_thanh_tra",
        _("Chuyển thanh tra, kiểm tra"),
        OPEN,
        "chuyen",
        HANDLE,
        papers=("to_cao_chuyen_thanh_tra",),
        dated_by="handled_on",
        sets={"handling": Handling.FORWARDED, "passed_to": PassedTo.INSPECTION},
        closes=True,
        check=check_handling,
        why=_(
            "Nặc danh hoặc chưa có bản ký mà rõ người, có chứng cứ, có cơ sở: thanh tra, kiểm tra; không thụ lý."
        ),
        cite="Luật Tố cáo 2018, Điều 25 khoản 2",
        **unless(why_not_inspected),
    ),
)


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
            papers=("to_cao_yeu_cau_bao_cao",),
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
        *HANDED_ON,
        request_move(known, **unless(not_protected)),
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
