"""Whether the law allows this limit to be suspended or extended; nothing is shifted on a mere wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan.law.refusals import NotYetLaw
from danvan.law.rules import RuleBook
from danvan.law.walking import Suspension
from danvan.law.wordings import Wording
from danvan.law.words import day
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Extension:
    """Days granted on top of the running limit; `paper` names the decision."""

    days: int
    paper: str = ""


def checked_suspensions(wording: Wording, pauses: Sequence[Suspension], book: RuleBook) -> None:
    """Refusal when the rule knows no suspension, or none was law on the day a suspension begins."""
    if not pauses:
        return
    if not wording.suspended_by:
        raise Refusal(
            f"Quy tắc {wording.key} ({wording.label}) không có quy định tạm đình chỉ; hãy bỏ khoảng tạm đình chỉ."
        )
    for pause in pauses:
        _one_in_force(wording, pause.first, book)


def _one_in_force(wording: Wording, on: date, book: RuleBook) -> None:
    for key in wording.suspended_by:
        if any(basis.is_in_force(on) for basis in book.wordings(key)):
            return
    first = book.wordings(wording.suspended_by[0])[0]
    raise NotYetLaw(
        f"Không tạm đình chỉ được thời hạn {wording.key} ngày {day(on)}: quy tắc {first.key} ({first.label}) "
        f"chỉ có từ {day(first.valid_from)}, trước đó không có quy định."
    )


def checked_extensions(wording: Wording, grants: Sequence[Extension], begins: date, book: RuleBook) -> None:
    """Refusal when the rule is extended by a total (a case) and not by an addition, or past what the law adds."""
    if not grants:
        return
    if not wording.extended_by:
        cases = ", ".join(wording.cases)
        mend = f"hãy chọn trường hợp có tổng số dài hơn ({cases})" if cases else "hãy bỏ phần gia hạn"
        raise Refusal(f"Quy tắc {wording.key} ({wording.label}) không được cộng thêm ngày gia hạn; {mend}.")
    additions = [
        addition
        for key in wording.extended_by
        for addition in book.wordings(key)
        if addition.is_in_force(begins)
    ]
    times = max((addition.times for addition in additions), default=0)
    longest = max((addition.value for addition in additions), default=0)
    if len(grants) > times:
        raise Refusal(
            f"Quy tắc {wording.key} chỉ được gia hạn nhiều nhất {times} lần; đã ghi {len(grants)} lần."
        )
    for grant in grants:
        if not 1 <= grant.days <= longest:
            raise Refusal(
                f"Mỗi lần gia hạn của quy tắc {wording.key} từ 1 đến {longest} ngày; đã ghi {grant.days} ngày."
            )
