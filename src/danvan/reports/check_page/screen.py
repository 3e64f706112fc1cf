"""What the check page shows: every trial with its place, parts and cause, what changed in the period, both trees."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.records.declare import identities
from danvan.records.desk.access import Reach
from danvan.reports import live, regimes, trees
from danvan.reports.broken_rows import FROM_BELOW
from danvan.reports.form_files import FormRow
from danvan.reports.freezing import plain_check
from danvan.reports.models import Report
from danvan.reports.trials import MISSING

CAUSES = {
    "left_out": _("bỏ sót một phần"),
    "counted_twice": _("tính hai lần một phần"),
    "carried_left_out": _("bỏ sót số kỳ trước chuyển sang"),
    "carried_counted_twice": _("tính hai lần số kỳ trước chuyển sang"),
    "period_slip": _("chép nhầm kỳ"),
    "line_slip": _("chép nhầm dòng"),
    "unit_slip": _("nhầm đơn vị tính"),
    "transposed": _("đảo chữ số"),
    "mistyped": _("gõ sai một chữ số"),
    "digit_off": _("gõ thiếu hoặc thừa một chữ số"),
    "one_figure": _("một ô sai"),
    "swapped_base": _("nhầm mẫu số"),
    "truncated": _("cắt số thay vì làm tròn"),
    "complement": _("lấy nhầm phần còn lại"),
    FROM_BELOW: _("số của đơn vị cấp dưới"),
    "changed_since": _("hồ sơ thay đổi sau khi ký"),
    "units_changed": _("đơn vị trực thuộc thay đổi"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One summand; `code` is that of the figure whose records it opens to, "" where it opens to none."""

    label: str
    value: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial as it is shown. `whole` are the figures that state the sum, as (label, code).

    `is_carried` says that a unit below is off by as much: mended there, it holds here.
    """

    label: str
    place: str
    text: str
    cause: str
    is_carried: bool
    blocks: bool
    stated: int | None
    computed: int | None
    parts: list[Part]
    whole: list[tuple[str, str]]
    cite: str

    @property
    def gap(self) -> int | None:
        """Stated less computed."""
        return None if self.stated is None or self.computed is None else self.stated - self.computed


class CheckScreen:
    """The trials of a stored report: those frozen with a signed one, today's of any other."""

    def __init__(self, reach: Reach, report: Report) -> None:
        self.reach, self.report = reach, report

    @cached_property
    def live(self) -> live.Live:
        """The report as it would be made now."""
        return live.of_report(self.report)

    @cached_property
    def checks(self) -> list[dict[str, Any]]:
        """All trials, failures first, as a package keeps them."""
        if self.report.package is not None:
            return list(self.report.package["checks"])
        return [plain_check(check) for check in self.live.checks]

    @property
    def override(self) -> str:
        """What the head wrote who signed in spite of failures."""
        return (self.report.package or {}).get("override", "")

    @cached_property
    def failed(self) -> list[Trial]:
        """What does not hold, that which blocks the signature first; rows that only carry it upwards come last."""
        found = [self._trial(check) for check in self.checks if not check["ok"]]
        return sorted(found, key=lambda trial: (trial.is_carried, not trial.blocks))

    @cached_property
    def undecided(self) -> list[Trial]:
        """What cannot be tried, since somebody has not stated a figure of it."""
        return [self._trial(check) for check in self.checks if check["ok"] and check["cause"] == MISSING]

    @cached_property
    def passed(self) -> list[dict[str, Any]]:
        """What holds."""
        return [check for check in self.checks if check["ok"] and check["cause"] != MISSING]

    @property
    def blocking(self) -> int:
        """How many failures the head must answer for."""
        return sum(trial.blocks for trial in self.failed)

    @cached_property
    def turns(self) -> list[regimes.Turn]:
        """What changes within the period."""
        return regimes.turns(self.live.figures, self.live.form)

    @cached_property
    def split(self) -> regimes.Split | None:
        """The figures of each part, where form or rule changes."""
        return regimes.split(self.live.figures, self.turns)

    @property
    def without_counterpart(self) -> tuple[list[FormRow], list[FormRow]]:
        """Columns that only the earlier, and only the later version of the form has."""
        return regimes.without_counterpart(self.live.form, self.live.figures.period)

    @cached_property
    def both(self) -> trees.Both | None:
        """The figures over the units of the time and over those of today, where that makes two."""
        return trees.both(self.live.figures, self.live.form.codes)

    @property
    def tree_choice(self) -> str:
        """Which of the two the report stands on."""
        return trees.choice_of(self.report)

    @property
    def may_choose(self) -> bool:
        """The account may count this draft over the other tree."""
        is_draft = self.report.state == Report.State.DRAFT
        return is_draft and self.report.unit_id in self.reach.units("reports.type")

    def _trial(self, check: dict[str, Any]) -> Trial:
        tied = next((item for item in identities() if item.key == check["key"]), None)
        is_own = check["unit_name"] == self.live.unit_name and check["kind"] == "dang_thuc"
        opens = set(self.live.figures.items) if is_own else set()
        codes = tied.parts if tied else ()
        whole = (
            [(self.live.figures.cell(code).label, code) for code in tied.whole if code in opens]
            if tied
            else []
        )
        return Trial(
            *(check["label"], check["unit_name"], check["text"], str(CAUSES.get(check["cause"], ""))),
            check["cause"] == FROM_BELOW,
            *(not check["ok"] and check["severity"] == "error", check["stated"], check["computed"]),
            *(_parts(check["parts"], codes, opens), whole, check["cite"]),
        )


def _parts(parts: list[dict[str, Any]], codes: Iterable[str], opens: set[str]) -> list[Part]:
    """The summands in their order, each with the figure that it is."""
    named = chain(codes, repeat(""))
    return [
        Part(part["label"], part["value"], code if code in opens else "")
        for part, code in zip(parts, named, strict=False)
    ]
