"""What the engine answers: a due day with everything that explains it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.law.ledger import Step, recompute
from danvan.law.rules import RuleBook
from danvan.law.wordings import Wording
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Due:
    """A due day under one wording.

    `due_on` follows the wording; `own_latest_on` is its most generous reading; `latest_on` also waits for the conflicting
    rule (`conflict`) where law and decree differ. Only after `latest_on` may anything be called late without a word more.
    `verdict_possible` is False when length or start of the limit is known from memory alone, or the special law of the
    matter's field is not in the book. While the clock stands suspended without an end (`is_suspended`) `due_on` is the
    earliest day there can be and the latest days are the calendar's last: nothing can be late meanwhile.
    """

    rule: str
    wording: Wording
    case: str | None
    begins_on: date
    due_on: date
    own_latest_on: date
    latest_on: date
    provisional: bool
    verdict_possible: bool
    ledger: tuple[Step, ...]
    conflict: "Due | None" = None

    @property
    def is_suspended(self) -> bool:
        """Whether the clock still stands: a suspension has begun and not ended."""
        return self.own_latest_on == date.max

    @property
    def label(self) -> str:
        """The duty in words."""
        return self.wording.label

    @property
    def citation(self) -> str:
        """Article and text on one line."""
        return self.wording.citation

    @property
    def status(self) -> str:
        """V, S or M: how the wording was checked."""
        return self.wording.checked.status

    @property
    def by_law(self) -> "Due":
        """This due or the conflicting one, whichever stands in the higher-ranking text: its day is the citizen's."""
        other = self.conflict
        if other and other.wording.cite.document.rank < self.wording.cite.document.rank:
            return other
        return self

    def ledger_json(self) -> list[dict[str, Any]]:
        """The steps as rows that `recompute` takes back."""
        return [step.to_json() for step in self.ledger]

    def to_json(self) -> dict[str, Any]:
        """Everything as plain JSON values, days in ISO form."""
        document = self.wording.cite.document
        return {
            "rule": self.rule,
            "label": self.label,
            "from": self.begins_on.isoformat(),
            "case": self.case,
            "due": self.due_on.isoformat(),
            "latest": self.latest_on.isoformat(),
            "own_latest": self.own_latest_on.isoformat(),
            "provisional": self.provisional,
            "verdict": self.verdict_possible,
            "wording_from": self.wording.valid_from.isoformat(),
            "cite": {
                "document": document.number,
                "article": self.wording.cite.article,
                "title": document.title,
            },
            "status": self.status,
            "conflict": self.conflict.to_json() if self.conflict else None,
            "ledger": self.ledger_json(),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any], book: RuleBook) -> "Due":
        """The answer as it was stored, under the wording it was given; Refusal when its ledger does not add up."""
        try:
            due_on = date.fromisoformat(row["due"])
            if recompute(row["ledger"]) != due_on:
                raise Refusal(f"Hạn đã lưu {row['due']} khác với diễn giải của nó; hãy tính lại hạn.")
            return cls(
                rule=row["rule"],
                wording=book.wording(row["rule"], date.fromisoformat(row["wording_from"])),
                case=row["case"],
                begins_on=date.fromisoformat(row["from"]),
                due_on=due_on,
                own_latest_on=date.fromisoformat(row["own_latest"]),
                latest_on=date.fromisoformat(row["latest"]),
                provisional=row["provisional"],
                verdict_possible=row["verdict"],
                ledger=tuple(Step.from_json(step) for step in row["ledger"]),
                conflict=cls.from_json(row["conflict"], book) if row["conflict"] else None,
            )
        except (KeyError, TypeError, ValueError) as slip:
            raise Refusal(f"Hạn đã lưu thiếu hoặc sai trường ({slip}); hãy tính lại hạn.") from None
