"""Steps of a matter follow one another by their days."""

from datetime import date
from typing import Any

from danvan.domains.petitions.models import Matter
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

DATES = (
    *("verifying_on", "reported_on", "dialogue_on", "extended_on", "suspended_on", "resumed_on"),
    *("settled_on", "publicised_on", "binding_on", "executing_on"),
)


def in_order(matter: Matter, on: date) -> None:
    """Steps are taken one after another; Refusal for a day before the latest one."""
    last, name = max(((value, name) for name in DATES if (value := getattr(matter, name))), default=(on, ""))
    if on < last:
        column: Any = matter._meta.get_field(name)
        label = column.verbose_name
        raise Refusal(f"Ngày {day(on)} trước {label} {day(last)}; hãy sửa lại ngày thực hiện.")


def after_decision(matter: Matter, on: date) -> None:
    """Not before the decision was made."""
    if matter.settled_on and on < matter.settled_on:
        raise Refusal(f"Ngày {day(on)} trước ngày ban hành {day(matter.settled_on)}; hãy sửa lại.")
