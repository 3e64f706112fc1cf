"""What a due day costs with its ledger, beside the bare addition of days that it replaces."""

from collections.abc import Callable
from datetime import date, timedelta

from bench.harness import Bench
from danvan import law

BEGINS = date(2023, 1, 3)
MANY = 1000
# Days that roll, working days, months, working days back, and a limit that stood suspended and was extended.
_RULES = (
    "KN.S1",
    "TC.INIT",
    "TC.FWD",
    "TCD.REPLY",
    "KN.ACC",
    "TC.S",
    "TCD.POST",
    "XLD.KEEP",
    "KN.S1",
    "TC.S",
)
_SUSPENDED = {9}
_EXTENDED = {9}


def _mixed() -> list[tuple[str, date, dict]]:
    asked = []
    for turn in range(MANY):
        begins, kind = BEGINS + timedelta(days=turn % 300), turn % len(_RULES)
        terms: dict = {}
        if kind in _SUSPENDED:
            terms["suspensions"] = [(begins + timedelta(days=5), begins + timedelta(days=12))]
        if kind in _EXTENDED:
            terms["extensions"] = [20]
        asked.append((_RULES[kind], begins, terms))
    return asked


_asked = _mixed()
_lengths = [law.rulebook().wording(rule, begins).value for rule, begins, _ in _asked]


def _dues() -> None:
    for rule, begins, terms in _asked:
        law.due(rule, begins, **terms)


def _told() -> None:
    for rule, begins, terms in _asked:
        law.due(rule, begins, **terms).ledger_json()


def _additions() -> None:
    for (_, begins, _), length in zip(_asked, _lengths, strict=True):
        begins + timedelta(days=length)


def _bench(name: str, size: str, work: Callable[[], None]) -> Bench:
    return Bench(name, size, work, "timedelta arithmetic", _additions, handled=MANY)


BENCHES = [
    _bench("due_dates", f"{MANY} due days with the steps of their ledgers, mixed rules", _dues),
    _bench("due_dates_told", f"{MANY} due days with every sentence of their ledgers as JSON", _told),
]
