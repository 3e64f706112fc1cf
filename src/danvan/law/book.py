"""The rule book and the calendar that come with the program, read once."""

import os
from functools import cache
from pathlib import Path

from danvan.law.loading import load_book
from danvan.law.rules import RuleBook
from danvan.law.working_days import Calendar, load_calendar


@cache
def rulebook() -> RuleBook:
    """Every rule shipped here and the province's own norms; BrokenLaw when a file has been damaged."""
    return load_book(overlay=overlay_folder())


def overlay_folder() -> Path | None:
    """The folder of a province's own norms that the environment names, if any."""
    named = os.environ.get("DANVAN_LAW_OVERLAY", "").strip()
    return Path(named) if named else None


@cache
def calendar() -> Calendar:
    """The working days of the files; lay an administrator's rows over it with `with_rows`."""
    return load_calendar()
