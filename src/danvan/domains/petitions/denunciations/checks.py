"""What the moves of a tố cáo refuse, in the law's words (Luật Tố cáo 2018, Điều 29 đến 40; Nghị định 31/2019/NĐ-CP)."""

from collections.abc import Sequence
from datetime import date

from danvan import law
from danvan.domains.petitions.kinds import in_force
from danvan.domains.petitions.matters import publishing
from danvan.domains.petitions.matters.beside_checks import check_paper
from danvan.domains.petitions.matters.ordering import after_decision, in_order
from danvan.domains.petitions.models import (
    AfterConclusion,
    Coercion,
    DenunciationEnd,
    Kind,
    Letter,
    Matter,
    Result,
    WithdrawalFinding,
)
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

ONLY_HERE = "Bước này chỉ có với vụ việc tố cáo."


def check_team(matter: Matter, on: date) -> None:
    """A team has two members at least, one of them leading (TC.TEAM)."""
    in_order(matter, on)
    least = law.rulebook().wording("TC.TEAM", on).value if in_force("TC.TEAM", on) else 1
    if (matter.team_size or 0) < least:
        raise Refusal(
            f"Tổ xác minh có ít nhất {least} người (Nghị định 31/2019/NĐ-CP, Điều 10); hãy ghi lại số thành viên."
        )


def extend_by_criteria(matter: Matter, duties: Sequence[Duty], on: date) -> None:
    """One criterion allows one extension, two or more allow two (TC.EXT.C, TC.EXT.X, TC.COMPLEX); never a run-out limit."""
    running = next((duty for duty in duties if duty.clock == "giai_quyet" and not duty.met_on), None)
    if running is None:
        return
    if on > running.latest_on:
        raise Refusal(f"Thời hạn giải quyết đã hết ngày {day(running.latest_on)} nên không gia hạn được nữa.")
    key = "TC.EXT.X" if (matter.criteria or 0) > 1 else "TC.EXT.C"
    times = law.rulebook().wording(key, running.begins_on).times
    if len(running.terms.get("extensions", ())) >= times:
        kind = "đặc biệt phức tạp" if times > 1 else "phức tạp (một tiêu chí)"
        raise Refusal(
            f"Tố cáo {kind} chỉ được gia hạn {times} lần (Luật Tố cáo 2018, Điều 30); không gia hạn thêm."
        )
    matter.is_complex = True


def is_examined(matter: Matter) -> bool:
    """Whether an expert was asked and has not answered."""
    return bool(matter.expert_asked_on and not matter.expert_back_on)


def not_examined(matter: Matter, on: date) -> str:
    """The time of an expert's examination does not count since 28/5/2019 (TC.EXPERT)."""
    if matter.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    if not in_force("TC.EXPERT", on):
        return f"Ngày {day(on)} chưa có quy định trừ thời gian giám định (Nghị định 31/2019/NĐ-CP, Điều 15)."
    return "Đang chờ kết quả giám định; hãy ghi kết quả trước." if is_examined(matter) else ""


def not_suspended(matter: Matter, on: date) -> str:
    """Suspension exists since the law of 2018 (TC.SUSP), and not while an examination already stops the time."""
    if matter.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    if not in_force("TC.SUSP", on):
        return f"Ngày {day(on)} chưa có quy định tạm đình chỉ giải quyết tố cáo (Luật Tố cáo 2018, Điều 34)."
    return (
        "Đang chờ kết quả giám định nên thời hạn đã dừng; hãy ghi kết quả trước."
        if is_examined(matter)
        else ""
    )


def not_discontinued(matter: Matter, on: date) -> str:
    """Grounds and withdrawal are those of the law of 2018 (TC.DISC, TC.WD)."""
    if matter.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    if not in_force("TC.DISC", on):
        return f"Ngày {day(on)} chưa có quy định đình chỉ giải quyết tố cáo (Luật Tố cáo 2018, Điều 34)."
    return ""


def check_ended(matter: Matter, on: date) -> None:
    """Withdrawal has a step of its own, with its paper."""
    in_order(matter, on)
    if matter.ended_because == DenunciationEnd.WITHDRAWN:
        raise Refusal("Rút tố cáo ghi bằng bước “Ghi nhận rút tố cáo”, kèm giấy có chữ ký.")


def check_withdrawn(matter: Matter, on: date) -> None:
    """Who was forced, and what shows a violation or a slander, is settled all the same (Điều 33 khoản 3)."""
    in_order(matter, on)
    check_paper(matter, on)
    if matter.coercion == Coercion.SIGNS or matter.withdrawal_finding == WithdrawalFinding.SIGNS:
        raise Refusal(
            "Có dấu hiệu ép buộc, mua chuộc, vi phạm pháp luật hoặc vu khống thì vẫn giải quyết tố cáo đã rút (Luật Tố "
            "cáo 2018, Điều 33 khoản 3); vụ việc tiếp tục."
        )


def check_taken(matter: Matter, on: date) -> None:
    """The authority above takes over what it has asked about."""
    in_order(matter, on)
    check_told(matter, on)


def not_a_crime(matter: Matter, on: date) -> str:
    """Handed on once, since the law of 2018 knows it (TC.CRIME)."""
    if matter.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    if not in_force("TC.CRIME", on):
        return f"Ngày {day(on)} chưa có quy định này (Luật Tố cáo 2018, Điều 27, có từ 1/1/2019)."
    return f"Hồ sơ đã chuyển ngày {day(matter.crime_on)}." if matter.crime_on else ""


def not_protected(record: Letter | Matter, on: date) -> str:
    """Protection is asked for with a tố cáo, since the law of 2018 (BV.REQ)."""
    if record.kind != Kind.DENUNCIATION:
        return ONLY_HERE
    if not in_force("BV.REQ", on):
        return f"Ngày {day(on)} chưa có quy định này (Luật Tố cáo 2018, Điều 50, có từ 1/1/2019)."
    return ""


def check_told(matter: Matter, on: date) -> None:
    """A report follows what asked for it."""
    asked = matter.superior_asked_on
    if asked and on < asked:
        raise Refusal(f"Ngày báo cáo {day(on)} trước ngày cấp trên yêu cầu {day(asked)}; hãy sửa lại.")


def actions_for(matter: Matter) -> tuple[AfterConclusion, ...]:
    """What may follow the conclusion: who did no wrong is cleared, and only he (Điều 36 khoản 1)."""
    if matter.result == Result.WRONG:
        return (AfterConclusion.CLEARED,)
    return (AfterConclusion.OWN, AfterConclusion.PROPOSED, AfterConclusion.POLICE)


def check_action(matter: Matter, on: date) -> None:
    """What is done fits the conclusion; whatever it asks of anybody must then be carried out (04/KQGQ)."""
    after_decision(matter, on)
    matter.must_be_executed = matter.action != AfterConclusion.CLEARED
    if matter.action not in actions_for(matter):
        raise Refusal(
            "Kết luận tố cáo sai thì thông báo không vi phạm và khôi phục quyền lợi; đúng hoặc đúng một phần thì xử lý, "
            "kiến nghị hoặc chuyển cơ quan điều tra (Luật Tố cáo 2018, Điều 36)."
        )


def check_reported(matter: Matter, on: date) -> None:
    """A report on what was done follows the doing."""
    if matter.acted_on and on < matter.acted_on:
        raise Refusal(
            f"Ngày báo cáo {day(on)} trước ngày xử lý kết luận {day(matter.acted_on)}; hãy sửa lại."
        )


def check_publication(matter: Matter, on: date) -> None:
    """In a form of Điều 40, for its days, after the names were taken out."""
    after_decision(matter, on)
    publishing.check(matter, on)


def check_finished(matter: Matter, on: date) -> None:
    """A file ends once what the law asks after a conclusion was done."""
    in_order(matter, on)
    waiting = [
        words
        for name, words in (
            ("sent_on", "gửi kết luận"),
            ("acted_on", "xử lý kết luận"),
            ("publicised_on", "công khai kết luận"),
        )
        if getattr(matter, name) is None
    ]
    if matter.must_be_executed and not matter.executed_on:
        waiting.append("thực hiện xong kết luận")
    if waiting:
        raise Refusal(f"Hồ sơ tố cáo còn việc chưa làm: {', '.join(waiting)}; hãy ghi trước khi kết thúc.")
