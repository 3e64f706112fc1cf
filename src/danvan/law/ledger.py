"""The ledger of a due date: dated steps in plain Vietnamese, and the proof that they add up to the stored day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from danvan.law.words import day
from danvan.ui.errors import Refusal

_ONE = timedelta(days=1)
COUNTED = ("count", "extended")
MOVING = (*COUNTED, "skipped", "suspended", "rolled")
KINDS = ("begins", *MOVING, "result", "cite")


class Step:
    """One step of a ledger; not to be changed.

    Moving steps (count, extended, skipped, suspended, rolled) cover every calendar day from `first` to `last`, `days`
    of them. `begins` and `result` are single days; `begins` has `days` 1 only where that day itself counts (a week or
    month owed as a whole); the result's `days` is how many calendar days the limit itself took. The sentence is made
    when it is first read, since most ledgers are only reckoned with: `told` is the sentence or what tells it of a step.
    """

    __slots__ = ("_told", "days", "first", "kind", "last")

    def __init__(
        self, kind: str, first: date, last: date, days: int, told: "str | Callable[[Step], str]"
    ) -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.days = days
        self._told = told

    @property
    def text(self) -> str:
        """The step as a sentence."""
        if not isinstance(self._told, str):
            self._told = self._told(self)
        return self._told

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Step) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((self.kind, self.first, self.last))

    def __repr__(self) -> str:
        return f"Step({self.kind!r}, {self.first}, {self.last}, {self.days}, {self.text!r})"

    def to_json(self) -> dict[str, Any]:
        """{"step", "from", "to", "days", "text"} with ISO days."""
        return {
            "step": self.kind,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "days": self.days,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Step":
        """The step of one JSON row; Refusal names the row that is not a step."""
        try:
            step = cls(
                row["step"],
                date.fromisoformat(row["from"]),
                date.fromisoformat(row["to"]),
                int(row["days"]),
                row["text"],
            )
        except (KeyError, TypeError, ValueError) as slip:
            raise Refusal(
                f"Bước tính hạn {row!r} thiếu hoặc sai trường ({slip}); hãy tính lại hạn."
            ) from None
        if step.kind not in KINDS:
            raise Refusal(f"Bước tính hạn có loại «{step.kind}» không biết; hãy tính lại hạn.")
        return step


def recompute(ledger: Iterable[dict[str, Any] | Step]) -> date:
    """The due day that the steps give when walked from the beginning, without rules or calendar.

    Refusal when a step is missing, changed or out of order, or when they do not end on the stored result.
    """
    steps = [row if isinstance(row, Step) else Step.from_json(row) for row in ledger]
    if not steps or steps[0].kind != "begins":
        raise Refusal("Diễn giải hạn không có bước bắt đầu; hãy tính lại hạn.")
    results = [step for step in steps if step.kind == "result"]
    if len(results) != 1:
        raise Refusal("Diễn giải hạn phải có đúng một bước kết quả; hãy tính lại hạn.")
    moves = [step for step in steps if step.kind in MOVING]
    reached = _walk(steps[0].first - steps[0].days * _ONE, moves)
    result = results[0]
    if reached != result.last:
        raise Refusal(
            f"Các bước dẫn đến {day(reached)} nhưng hạn đã lưu là {day(result.last)}; hãy tính lại hạn."
        )
    counted = sum(step.days for step in moves if step.kind in COUNTED)
    if counted != result.days:
        raise Refusal(
            f"Các bước đếm {counted} ngày nhưng hạn đã lưu ghi {result.days} ngày; hãy tính lại hạn."
        )
    return reached


def _walk(begins: date, moves: Sequence[Step]) -> date:
    backwards = bool(moves) and moves[0].last < begins
    position = begins
    for step in moves:
        if step.days != (step.last - step.first).days + 1:
            raise Refusal(
                f"Bước {day(step.first)}–{day(step.last)} ghi sai số ngày ({step.days}); hãy tính lại hạn."
            )
        near, far = (step.last, step.first) if backwards else (step.first, step.last)
        if near != position + (-_ONE if backwards else _ONE):
            raise Refusal(
                f"Bước {day(step.first)}–{day(step.last)} không nối liền bước trước; hãy tính lại hạn."
            )
        position = far
    return position
