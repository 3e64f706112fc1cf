"""Identities between the figures of a text, tried without any source but the text itself."""

from collections.abc import Iterable

from danvan.reports.reader.checks.changes import change_checks
from danvan.reports.reader.checks.enumerations import enumeration_checks
from danvan.reports.reader.checks.lists import sentence_checks, unit_list_checks
from danvan.reports.reader.checks.mentions import Layout
from danvan.reports.reader.checks.numerals import numeral_checks
from danvan.reports.reader.checks.ratios import bound_checks, ratio_checks
from danvan.reports.reader.checks.rounding import rounding_checks
from danvan.reports.reader.checks.sums import sum_checks
from danvan.reports.reader.checks.windows import window_checks
from danvan.reports.reader.facts import Check, Fact, plain_number

KINDS = (
    sum_checks,
    unit_list_checks,
    sentence_checks,
    ratio_checks,
    bound_checks,
    change_checks,
    enumeration_checks,
)
WARNINGS = (rounding_checks, window_checks, numeral_checks)


def check_facts(text: str, facts: Iterable[Fact]) -> list[Check]:
    """Every identity that the facts allow, in reading order of its total; the same identity once.

    `ok` False with severity "hard" accuses; "soft" and "truncation" ask; None warns.
    """
    layout = Layout(text, facts)
    found = [check for kind in (*KINDS, *WARNINGS) for check in kind(layout)]
    return sorted(_once(found), key=lambda check: check.places[:1])


def _once(checks: list[Check]) -> list[Check]:
    """Checks of the same numbers are one check; a later kind never repeats what an earlier one judged."""
    kept: dict[tuple[object, ...], Check] = {}
    for check in checks:
        numbers = sorted(map(str, map(plain_number, check.parts)))
        key = (
            (check.type, *numbers, str(plain_number(check.stated)))
            if check.parts
            else (check.type, check.label, check.hint)
        )
        kept.setdefault(key, check)
    return list(kept.values())
