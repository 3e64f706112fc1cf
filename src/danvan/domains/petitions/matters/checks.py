"""What a matter's moves refuse, and what they reckon, in the law's words."""

from collections.abc import Sequence
from datetime import date

from danvan import law
from danvan.domains.petitions.kinds import in_force
from danvan.domains.petitions.letters.received import decision_received_on
from danvan.domains.petitions.matters import publishing
from danvan.domains.petitions.matters.beside_checks import check_paper
from danvan.domains.petitions.matters.ordering import in_order
from danvan.domains.petitions.models import Contested, EndGround, Findings, Kind, Matter, Result
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

RECONCILING = (Result.RECONCILED, Result.UNRECONCILED)
SECOND_RESULTS = (Result.UPHELD, Result.CHANGED)
FOUND = (Result.RIGHT, Result.WRONG, Result.PARTLY)
WITHDRAWALS = (EndGround.WITHDRAWN, EndGround.PERSUADED)


def results_for(matter: Matter) -> tuple[Result, ...]:
    """What a decision, conclusion or answer on this matter may say (01/KQGQ, columns 20 to 24; 03/KQGQ, 24 to 29)."""
    if matter.kind == Kind.PROPOSAL:
        return (Result.ANSWERED,)
    return SECOND_RESULTS if matter.kind == Kind.COMPLAINT and matter.instance == 2 else FOUND


def is_remote(matter: Matter) -> bool:
    """Whether the unit lay in a remote area when the matter was accepted."""
    return matter.unit.is_remote_on(matter.received_on)


def where(matter: Matter) -> str | None:
    """The case of limits that are longer in remote areas."""
    return "vung_xa" if is_remote(matter) else None


def settlement_rule(matter: Matter) -> str:
    """The rule that limits settlement, by kind, object, instance and whether the unit lies in a remote area."""
    if matter.kind == Kind.DENUNCIATION:
        return "TC.S"
    if matter.is_dispute:
        return "HG.LAND"
    if matter.contested == Contested.DISCIPLINE:
        return "KN.SKL"
    return f"KN.S{matter.instance}{'.REMOTE' if is_remote(matter) else ''}"


def not_suspended_by_law(matter: Matter, on: date) -> str:
    """Settlement of a complaint is suspended only from 1/7/2026, also of one accepted before (TR.KN)."""
    if matter.kind != Kind.COMPLAINT:
        return "Bước này chỉ có với vụ việc khiếu nại."
    if in_force("KN.SUSP", on):
        return ""
    return (
        f"Không tạm đình chỉ giải quyết khiếu nại ngày {day(on)}: Luật Khiếu nại chỉ có quy định này từ 1/7/2026 "
        "(Điều 11a); trước đó chỉ đình chỉ khi người khiếu nại rút đơn (Điều 10)."
    )


def not_discontinued_by_law(matter: Matter, on: date) -> str:
    """Grounds beside withdrawal exist only from 1/7/2026."""
    if matter.kind != Kind.COMPLAINT:
        return "Bước này chỉ có với vụ việc khiếu nại."
    grounds = law.rulebook().in_force("KN.DISC", on)
    if grounds is not None and len(grounds.items) > 1:
        return ""
    return (
        f"Ngày {day(on)} luật chỉ cho đình chỉ giải quyết khiếu nại khi người khiếu nại rút đơn (Luật 02/2011/QH13, "
        "Điều 10); các căn cứ khác có từ 1/7/2026 (Điều 11a khoản 2). Hãy dùng bước ghi nhận rút khiếu nại."
    )


def not_extended_by_law(matter: Matter, on: date) -> str:
    """The longer total is given once, to a complaint."""
    if matter.kind != Kind.COMPLAINT:
        return "Bước này chỉ có với vụ việc khiếu nại."
    if matter.is_complex:
        return "Vụ việc đã được xác định là phức tạp; luật cho một tổng thời hạn, không gia hạn thêm lần nữa."
    return ""


def check_extension(matter: Matter, on: date) -> None:
    """From 1/7/2026 one of seven criteria is named, in writing (Nghị định 155/2026/NĐ-CP, Điều 2)."""
    in_order(matter, on)
    if in_force("KN.COMPLEX", on) and not matter.complexity:
        raise Refusal(
            "Còn thiếu “tiêu chí phức tạp”: từ 1/7/2026 phải nêu một trong bảy tiêu chí bằng văn bản."
        )


def extend_in_time(matter: Matter, duties: Sequence[Duty], on: date) -> None:
    """A limit that has run out is lengthened no more."""
    for duty in duties:
        if duty.clock == "giai_quyet" and not duty.met_on and on > duty.latest_on:
            raise Refusal(
                f"Thời hạn giải quyết đã hết ngày {day(duty.latest_on)} nên không gia hạn được nữa."
            )
    matter.is_complex = True


def check_notice(matter: Matter, on: date) -> None:
    """The notice goes out five days before the dialogue, from 1/7/2026 (KN.DLG.NOTICE)."""
    in_order(matter, on)
    planned = matter.dialogue_planned_on
    assert planned is not None
    if planned < on:
        raise Refusal(f"Ngày đối thoại {day(planned)} trước ngày thông báo {day(on)}; hãy sửa lại.")
    wording = law.rulebook().in_force("KN.DLG.NOTICE", planned)
    if wording is None or wording.kind != "duration":
        return
    latest = law.due("KN.DLG.NOTICE", planned).due_on
    if on > latest:
        raise Refusal(
            f"Phải báo trước ít nhất {wording.value} ngày: đối thoại ngày {day(planned)} thì báo chậm nhất {day(latest)}; "
            "hãy chọn ngày đối thoại muộn hơn."
        )


def check_decision(matter: Matter, on: date) -> None:
    """A decision fits its matter and the columns of 01/KQGQ; a verified second one is talked over first (KN.DLG2)."""
    in_order(matter, on)
    if matter.is_dispute or matter.result in RECONCILING:
        if not (matter.is_dispute and matter.result in RECONCILING):
            raise Refusal("Kết quả hòa giải chỉ ghi cho tranh chấp, và tranh chấp chỉ có kết quả hòa giải.")
        return
    if matter.result in SECOND_RESULTS and (matter.instance != 2 or matter.kind != Kind.COMPLAINT):
        raise Refusal(
            "Công nhận hay hủy, sửa quyết định lần đầu chỉ là kết quả của khiếu nại ở lần giải quyết thứ hai."
        )
    if matter.kind == Kind.COMPLAINT and matter.instance == 2 and matter.result not in SECOND_RESULTS:
        raise Refusal(
            "Khiếu nại lần hai có kết quả công nhận hoặc hủy, sửa quyết định lần đầu (biểu 01/KQGQ, cột 23, 24); hãy chọn "
            "một trong hai."
        )
    if matter.result == Result.ANSWERED and matter.kind != Kind.PROPOSAL:
        raise Refusal(
            "Khiếu nại, tố cáo có kết quả đúng, sai hoặc đúng một phần; “đã trả lời” chỉ là kết quả của kiến nghị, phản ánh."
        )
    if matter.expert_asked_on and not matter.expert_back_on:
        raise Refusal("Đang chờ kết quả giám định; hãy ghi việc nhận kết quả trước khi kết luận.")
    if matter.kind == Kind.COMPLAINT and not matter.dialogue_on:
        _check_dialogue(matter)


def _check_dialogue(matter: Matter) -> None:
    """Always at second instance (KN.DLG2); at the first where both sides still differ after verification (KN.DLG1)."""
    if matter.instance == 2 and matter.verifying_on:
        raise Refusal(
            "Giải quyết lần hai phải đối thoại (Luật Khiếu nại 2011, Điều 39); hãy ghi việc đối thoại trước."
        )
    if matter.findings == Findings.DIFFERENT:
        raise Refusal(
            "Yêu cầu của người khiếu nại và kết quả xác minh còn khác nhau nên phải đối thoại (Luật Khiếu nại 2011, Điều "
            "30); hãy ghi việc đối thoại trước."
        )


def check_report(matter: Matter, on: date) -> None:
    """Whether both sides still differ is asked of a complaint alone."""
    in_order(matter, on)
    if matter.findings and matter.kind != Kind.COMPLAINT:
        raise Refusal("Việc đối thoại chỉ có với khiếu nại; hãy bỏ chọn ô đó.")


def judge(matter: Matter, duties: Sequence[Duty], on: date) -> None:
    """Whether it was settled in time by the law's own day; not said where the law set none or it is known from memory."""
    running = [
        duty for duty in duties if duty.clock == "giai_quyet" and not duty.met_on and duty.can_be_judged
    ]
    matter.is_in_time = on <= running[-1].own_latest_on if running else None


def check_publication(matter: Matter, on: date) -> None:
    """In a form of the law, with its notice, its days and its number of times (KN.PUB.*); Refusal naming what is missing."""
    in_order(matter, on)
    publishing.check_meeting(matter, on)
    publishing.check(matter, on)


def next_until(matter: Matter) -> date:
    """The last day to complain again or sue: from the decision received, else sent or made, or a limit let pass."""
    begins = decision_received_on(matter) or matter.sent_on or matter.settled_on
    if begins is None:
        begins = law.due(settlement_rule(matter), matter.received_on, case=complexity(matter)).due_on
    return law.due("KN.NEXT", begins, case=where(matter)).latest_on


def complexity(matter: Matter) -> str | None:
    """The case of the settlement limit."""
    return "phuc_tap" if matter.is_complex and matter.kind == Kind.COMPLAINT else None


def not_complained_again(matter: Matter, on: date) -> str:
    """A second complaint: once, against a first decision, within its days (KN.NEXT)."""
    if matter.kind != Kind.COMPLAINT:
        return "Bước này chỉ có với vụ việc khiếu nại."
    if matter.instance != 1:
        return "Đã giải quyết lần hai: người khiếu nại còn quyền khởi kiện ra tòa án, không khiếu nại lần ba."
    if matter.appealed_on:
        return f"Khiếu nại lần hai đã ghi ngày {day(matter.appealed_on)}."
    if on > (until := next_until(matter)):
        return f"Thời hạn khiếu nại lần hai hết ngày {day(until)} (Luật Khiếu nại 2011, Điều 33)."
    return ""


def not_binding(matter: Matter, on: date) -> str:
    """A decision binds after thirty days, forty-five in remote areas; a first one only if nobody complained again."""
    if matter.kind != Kind.COMPLAINT:
        return "Bước này chỉ có với vụ việc khiếu nại."
    if matter.appealed_on:
        return "Đã có khiếu nại lần hai nên quyết định lần đầu không có hiệu lực; theo dõi ở vụ việc lần hai."
    if matter.settled_on is None:
        return ""
    last = law.due(f"KN.EFF{matter.instance}", matter.settled_on, case=where(matter)).due_on
    if on <= last:
        return f"Quyết định có hiệu lực sau ngày {day(last)} (Luật Khiếu nại 2011, Điều 44)."
    return ""


def check_grounds(matter: Matter, on: date) -> None:
    """Withdrawal has a step of its own, with its paper."""
    in_order(matter, on)
    if matter.end_ground in WITHDRAWALS:
        raise Refusal("Rút khiếu nại ghi bằng bước “Ghi nhận rút khiếu nại”, kèm giấy có chữ ký.")


def not_withdrawn_here(matter: Matter, on: date) -> str:
    """Each class is withdrawn by a step in its own words."""
    return {
        Kind.COMPLAINT.value: "",
        Kind.DENUNCIATION.value: (
            "Việc rút tố cáo ghi bằng bước “Ghi nhận rút tố cáo” (Luật Tố cáo 2018, Điều 33)."
        ),
    }.get(matter.kind, "Rút kiến nghị, phản ánh ghi bằng bước “Ghi nhận rút kiến nghị, phản ánh”.")


def check_withdrawn(matter: Matter, on: date) -> None:
    """The signed paper, the question of force, and a ground that is a withdrawal."""
    in_order(matter, on)
    check_paper(matter, on)
    if matter.coercion == "co":
        raise Refusal(
            "Có dấu hiệu bị ép buộc rút khiếu nại thì không đình chỉ: vụ việc tiếp tục được giải quyết."
        )
    if matter.end_ground not in WITHDRAWALS:
        raise Refusal("Hãy chọn căn cứ “rút toàn bộ” hoặc “rút qua giải thích, thuyết phục”.")
