"""What a due day costs with its ledger, beside the bare addition of days that it replaces."""

from datetime import date, timedelta

from bench.harness import Bench
from danvan import law

BEGINS = date(2023, 1, 3)
MANY = 1000
_days = [BEGINS + timedelta(days=shift % 300) for shift in range(MANY)]


def _due_days() -> None:
    for begins in _days:
        law.due("KN.S1", begins)


def _additions() -> None:
    for begins in _days:
        begins + timedelta(days=30)


BENCHES = [
    Bench("law_due", f"{MANY} due days with their ledgers", _due_days, "timedelta arithmetic", _additions)
]
