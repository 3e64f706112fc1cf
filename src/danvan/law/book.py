"""The rule book and the calendar that come with the program, read once."""

from functools import cache

from danvan.law.loading import load_book
from danvan.law.rules import RuleBook
from danvan.law.working_days import Calendar, load_calendar


@cache
def rulebook() -> RuleBook:
    """Every rule shipped here; BrokenLaw when a file has been damaged."""
    return load_book()


@cache
def calendar() -> Calendar:
    """The working days of the files; lay an administrator's rows over it with `with_rows`."""
    return load_calendar()
