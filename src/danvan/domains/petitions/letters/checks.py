"""What a letter's moves refuse, in the law's words."""

from collections.abc import Sequence
from datetime import date

from danvan import law
from danvan.domains.petitions.denunciations.letters import further_rule
from danvan.domains.petitions.denunciations.online import check_class
from danvan.domains.petitions.forwarded.forwarding import check_forwarding
from danvan.domains.petitions.kinds import in_force
from danvan.domains.petitions.letters.ordering import check_handling
from danvan.domains.petitions.matters.beside_checks import check_paper
from danvan.domains.petitions.models import (
    FREE_TEXTS,
    Channel,
    Coercion,
    Contested,
    Forwarder,
    Handling,
    Kind,
    Letter,
    RefusalGround,
    Unfit,
)
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

UNSIGNED_WAYS = (Channel.MAIL, Channel.PORTAL)  # what comes by them bears no signature
TO_BE_TOLD = (Forwarder.DEPUTY, Forwarder.COUNCIL, Forwarder.FRONT, Forwarder.PRESS)


def check_classification(letter: Letter, on: date) -> None:
    """A class that fits together (Thông tư 05/2021/TT-TTCP, Điều 6): anonymity, eligibility, disputes, free texts."""
    if letter.is_dispute and letter.kind != Kind.PROPOSAL:
        raise Refusal(
            "Tranh chấp giữa hai bên dân sự không phải khiếu nại, không phải tố cáo; hãy chọn loại kiến nghị, phản ánh."
        )
    if letter.unfit and letter.is_eligible:
        raise Refusal("Đã ghi lý do không đủ điều kiện thì bỏ chọn “đủ điều kiện xử lý”.")
    if letter.is_anonymous and letter.kind == Kind.COMPLAINT:
        raise Refusal("Khiếu nại phải có tên, địa chỉ, chữ ký; đơn nặc danh không xếp là khiếu nại.")
    if letter.kind == Kind.DENUNCIATION and any(getattr(letter, name) for name in FREE_TEXTS):
        raise Refusal(
            "Đơn tố cáo không ghi nơi xảy ra, cơ quan bị khiếu nại hay tên, số văn bản nơi chuyển; hãy xóa các ô đó."
        )
    check_class(letter)


def check_handed_up(letter: Letter) -> None:
    """Of an envelope handed up unopened only number, day and that way: from where it came would name the lead."""
    if letter.channel != Channel.HANDED_UP:
        return
    told = (
        "forwarder",
        "forwarder_unit_id",
        "forwarder_sent_on",
        "incoming_number",
        "incoming_on",
        "postmarked_on",
    )
    if (
        letter.has_originals
        or letter.is_repeated
        or letter.signatories != 1
        or any(getattr(letter, one) for one in told)
    ):
        raise Refusal(
            "Phong bì cấp dưới chuyển nguyên lên chỉ ghi số, ngày và “chuyển lên”; hãy để trống nơi chuyển, số đến và các ô "
            "khác."
        )


def is_unsigned(letter: Letter) -> bool:
    """Came over a wire and is a complaint or a tố cáo: no letter of the law until its signed paper is there."""
    return bool(letter.preregistered_on) and not letter.signed_on


def hold_unsigned(letter: Letter, duties: Sequence[Duty], on: date) -> None:
    """An e-mail or a form found to be a complaint or a tố cáo counts as registered beforehand from the day it came in.

    Its limits begin with the signed paper (Luật Khiếu nại 2011, Điều 8; Luật Tố cáo 2018, Điều 22); sorting it was
    what there was to do until then. Old registers stay as they were kept. Only a complaint is against something: a
    decision, unless the class said otherwise.
    """
    letter.contested = (letter.contested or Contested.DECISION) if letter.kind == Kind.COMPLAINT else None
    wants_paper = letter.kind in (Kind.COMPLAINT, Kind.DENUNCIATION) and letter.channel in UNSIGNED_WAYS
    nobody_signs = letter.is_anonymous and letter.kind == Kind.DENUNCIATION
    if not wants_paper or letter.signed_on or letter.is_back_entered or nobody_signs:
        return
    letter.preregistered_on = letter.preregistered_on or letter.received_on
    for duty in duties:
        if duty.clock == "xu_ly" and not duty.met_on:
            duty.met_on = on


def why_not_accepted(letter: Letter, on: date) -> str:
    """Why a letter is not accepted (Luật Khiếu nại, Điều 11 và 27; Luật Tố cáo, Điều 25 và 29); nothing where it may be."""
    if is_unsigned(letter):
        return (
            "Đơn gửi qua mạng chưa có bản ký nên chưa thụ lý; hãy yêu cầu người gửi nộp bản có chữ ký, rồi ghi bước "
            "“Nhận bản có chữ ký sau khi phân loại”."
        )
    if not letter.is_competent:
        return "Đơn không thuộc thẩm quyền nên không thụ lý; hãy chuyển đơn hoặc hướng dẫn người gửi."
    if not letter.is_eligible:
        return "Đơn không đủ điều kiện xử lý nên không thụ lý; hãy xếp lưu."
    if letter.kind == Kind.DENUNCIATION and letter.is_anonymous:
        return (
            "Tố cáo nặc danh, mạo danh không được thụ lý (Luật Tố cáo 2018, Điều 25): hãy chuyển thông tin "
            "đến thanh tra, kiểm tra hoặc xếp lưu."
        )
    return ""


def why_not_guided(letter: Letter, on: date) -> str:
    """Guidance on one content is given once (Thông tư 05/2021/TT-TTCP, Điều 6)."""
    if letter.unfit == Unfit.GUIDED and in_force("XLD.GUIDE", on):
        return "Nội dung này đã được hướng dẫn một lần nên không hướng dẫn lại; hãy xếp lưu."
    return ""


def why_not_forwarded(letter: Letter, on: date) -> str:
    """A tố cáo is forwarded once, and not where the right body has it already (Luật Tố cáo 2018, Điều 24)."""
    if letter.kind == Kind.DENUNCIATION and letter.unfit in (Unfit.ELSEWHERE, Unfit.GUIDED):
        return "Tố cáo đã gửi đến nơi có thẩm quyền hoặc đã được hướng dẫn thì không chuyển nữa; hãy xếp lưu."
    return ""


def why_not_returned(letter: Letter, on: date) -> str:
    """Only what deputies, councils, the Front or the press sent to the wrong place goes back to them."""
    if letter.forwarder not in TO_BE_TOLD:
        return "Chỉ trả lại đơn do đại biểu, Hội đồng nhân dân, Mặt trận hoặc báo chí chuyển đến."
    return (
        "Đơn thuộc thẩm quyền nên được xử lý, không trả lại nơi chuyển."
        if letter.is_competent and letter.is_eligible
        else ""
    )


def why_not_urged(letter: Letter, on: date) -> str:
    """Urging is for what a lower level is competent for and has not settled."""
    if letter.is_competent and further_rule(letter) != "TC.LATE.ASK":
        return "Đơn thuộc thẩm quyền của cơ quan mình nên không đôn đốc nơi khác."
    return ""


def check_refusal(letter: Letter, on: date) -> None:
    """A complaint is refused on one of nine grounds, in writing (Luật Khiếu nại 2011, Điều 11)."""
    check_handling(letter, on)
    if letter.kind == Kind.COMPLAINT and not letter.refusal_ground:
        raise Refusal(
            "Còn thiếu “căn cứ không thụ lý”: hãy chọn một trong chín căn cứ của Điều 11 Luật Khiếu nại."
        )
    if letter.kind == Kind.COMPLAINT and letter.refusal_ground == RefusalGround.LATE:
        check_limitation(letter)


def limitation(letter: Letter, known: date) -> law.Due:
    """The last day to complain (KN.LIM, KN.NEXT; of a disciplinary decision KN.LIM.KL1, KN.LIM.KL2), obstacles aside."""
    if letter.contested != Contested.DISCIPLINE:
        if letter.instance == 1:
            return law.due("KN.LIM", known)
        return law.due("KN.NEXT", known, case="vung_xa" if letter.unit.is_remote_on(known) else None)
    if letter.instance == 1:
        return law.due("KN.LIM.KL1", known)
    return law.due("KN.LIM.KL2", known, case="buoc_thoi_viec" if letter.is_dismissal else None)


def check_limitation(letter: Letter) -> None:
    """A complaint is out of time only after the day that the law gives; time of an obstacle does not count against it."""
    known = letter.known_on
    if known is None:
        raise Refusal(
            "Không thụ lý vì hết thời hiệu thì phải ghi ngày người khiếu nại nhận quyết định hoặc biết hành vi (Luật "
            "Khiếu nại 2011, Điều 9)."
        )
    last = limitation(letter, known)
    if letter.received_on <= last.latest_on:
        raise Refusal(
            f"Đơn nhận ngày {day(letter.received_on)} còn trong thời hiệu, đến hết ngày {day(last.latest_on)} "
            f"({last.citation}); không từ chối vì hết thời hiệu được."
        )


def check_supplement(letter: Letter, on: date) -> None:
    """What was asked for comes on the day of asking or later."""
    asked = letter.supplement_asked_on
    if asked and on < asked:
        raise Refusal(f"Ngày nhận bổ sung {day(on)} trước ngày yêu cầu {day(asked)}; hãy sửa lại.")


def check_urging(letter: Letter, on: date) -> None:
    """The place urged is named as a place to forward to."""
    check_forwarding(letter, on)


def check_withdrawal(record: Letter, on: date) -> None:
    """A signed paper, and the question whether anybody forced it (Luật Khiếu nại, Điều 10; Luật Tố cáo 2018, Điều 33)."""
    check_paper(record, on)
    if record.coercion == Coercion.SIGNS:
        raise Refusal(
            "Có dấu hiệu bị đe dọa, ép buộc, mua chuộc thì không ghi rút đơn: hồ sơ tiếp tục được giải quyết, "
            "hãy báo cáo người có thẩm quyền."
        )


def file_withdrawn(letter: Letter, duties: Sequence[Duty], on: date) -> None:
    """A withdrawn letter has been handled that day and is filed: no period carries it over."""
    letter.handled_on, letter.handling = on, Handling.FILED


def check_signed(letter: Letter, on: date) -> None:
    """The signed paper comes after the pre-registration."""
    before = letter.preregistered_on
    if before and on < before:
        raise Refusal(f"Ngày nhận bản ký {day(on)} trước ngày đăng ký qua mạng {day(before)}; hãy sửa lại.")


def check_reply(letter: Letter, on: date) -> None:
    """A tố cáo keeps no reference in words of one's own."""
    if letter.kind == Kind.DENUNCIATION and letter.reply_reference:
        raise Refusal("Đơn tố cáo không ghi số văn bản phúc đáp ở đây; hãy để trống ô đó.")
    check_handling(letter, on)
