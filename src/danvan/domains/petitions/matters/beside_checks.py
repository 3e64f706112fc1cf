"""What the steps beside a settlement refuse: explanation (KN.EXPL), a stay (KN.STAY), part withdrawn (KN.WD, TC.WD)."""

from collections.abc import Sequence
from datetime import date

from danvan import law
from danvan.domains.petitions.kinds import in_force
from danvan.domains.petitions.models import Coercion, Kind, Letter, Matter, WithdrawalPaper
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def check_asked(matter: Matter, on: date) -> None:
    """A second request waits for the answer to the first, or for its day to pass."""
    asked = matter.explanation_asked_on
    if asked and not matter.explained_on and in_force("KN.EXPL", asked):
        due = law.due("KN.EXPL", asked)
        if on <= due.latest_on:
            raise Refusal(
                f"Yêu cầu ngày {day(asked)} còn hạn đến {day(due.latest_on)} ({due.citation}); hãy chờ hoặc ghi việc đã "
                "nhận giải trình."
            )


def check_explained(matter: Matter, on: date) -> None:
    """An explanation follows its request."""
    asked = matter.explanation_asked_on
    if asked and on < asked:
        raise Refusal(f"Ngày nhận giải trình {day(on)} trước ngày yêu cầu {day(asked)}; hãy sửa lại.")


def is_stayed(matter: Matter, on: date) -> bool:
    """Whether a stay has begun, was not lifted, and has not run out by a day."""
    return bool(
        matter.stayed_on and not matter.stay_ended_on and matter.stayed_until and on <= matter.stayed_until
    )


def check_stay(matter: Matter, duties: Sequence[Duty], on: date) -> None:
    """A stay lasts no longer than what is left of the time to settle (KN.STAY); the time itself runs on.

    The limit as it stands on that day counts: after an extension another stay may be ordered, to a later day.
    """
    until = matter.stayed_until
    assert until is not None
    if until < on:
        raise Refusal(
            f"Tạm đình chỉ thi hành đến ngày {day(until)}, trước ngày ra quyết định {day(on)}; hãy sửa lại."
        )
    for duty in duties:
        if duty.clock == "giai_quyet" and not duty.met_on and until > duty.latest_on:
            raise Refusal(
                f"Thời hạn tạm đình chỉ thi hành không quá thời gian giải quyết còn lại: hết ngày {day(duty.latest_on)} "
                "(Luật Khiếu nại 2011, Điều 35); hãy chọn ngày ấy hoặc sớm hơn."
            )


def check_stay_ended(matter: Matter, on: date) -> None:
    """A stay is lifted after it began."""
    if matter.stayed_on and on < matter.stayed_on:
        raise Refusal(
            f"Ngày hủy {day(on)} trước ngày tạm đình chỉ thi hành {day(matter.stayed_on)}; hãy sửa lại."
        )


def not_partly_withdrawn(matter: Matter, on: date) -> str:
    """Of a complaint a part can be withdrawn from 1/7/2026 (KN.WD), of a tố cáo since 2019 (TC.WD)."""
    if matter.kind == Kind.COMPLAINT:
        wording = law.rulebook().in_force("KN.WD", on)
        if wording is None or "một phần" not in wording.text:
            return (
                f"Ngày {day(on)} luật chưa có việc rút một phần khiếu nại (Luật Khiếu nại 2011, Điều 10; rút một phần có "
                "từ 1/7/2026); rút toàn bộ thì dùng bước “Ghi nhận rút khiếu nại”."
            )
        return ""
    if matter.kind == Kind.DENUNCIATION and in_force("TC.WD", on):
        return ""
    return "Bước này chỉ có với khiếu nại, tố cáo."


def check_part(matter: Matter, on: date) -> None:
    """By a signed paper or minutes, and of free will."""
    check_paper(matter, on)
    if matter.coercion == Coercion.SIGNS:
        raise Refusal("Có dấu hiệu bị ép buộc thì phần xin rút vẫn được giải quyết: không ghi việc rút.")


def check_paper(record: Letter | Matter, on: date) -> None:
    """A complaint was withdrawn by a signed letter alone until minutes were let in on 1/7/2026 (KN.WD)."""
    if record.kind != Kind.COMPLAINT or record.withdrawal_paper != WithdrawalPaper.MINUTES:
        return
    wording = law.rulebook().in_force("KN.WD", on)
    if wording is not None and "biên bản" not in wording.text:
        raise Refusal(
            f"Ngày {day(on)} rút khiếu nại phải bằng đơn có chữ ký hoặc điểm chỉ (Luật Khiếu nại 2011, Điều 10); rút bằng "
            "biên bản có từ 1/7/2026."
        )
