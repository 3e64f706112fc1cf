"""Matters for the register, and the values with which one is entered."""

from datetime import date
from typing import Any

from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.models import HardMatter, Kind, Matter
from danvan.domains.petitions.tests.factories import matter_of
from danvan.org.models import Account

BEGAN, ENTERED, TODAY, AHEAD = date(2023, 2, 1), date(2023, 3, 1), date(2023, 6, 1), date(2023, 6, 15)
SAID = "Lời riêng của sổ theo dõi"
WHOLE: dict[str, Any] = {
    "is_complicated": True,
    "complicated_why": f"{SAID} một",
    "leader_post": "Phó Chủ tịch UBND",
    "plan": f"{SAID} hai",
    "next_step": f"{SAID} ba",
    "next_on": AHEAD,
}


def entered(officer: Account, matter: Matter | None = None, on: date = ENTERED, **values: Any) -> HardMatter:
    """A matter of the officer's unit in the register; a complaint unless one is given."""
    matter = matter or matter_of(officer, BEGAN)
    return keeping.enter(matter, by=officer, on=on, **(WHOLE | values))


def denounced(officer: Account, on: date = ENTERED) -> HardMatter:
    """A tố cáo in the register: a ground and days, no word."""
    matter = matter_of(officer, BEGAN, kind=Kind.DENUNCIATION)
    return keeping.enter(matter, by=officer, on=on, is_long=True, next_on=AHEAD)
