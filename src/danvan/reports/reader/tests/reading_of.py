"""What the grammar finds in a sentence, in the short form that the tests compare."""

from decimal import Decimal

from danvan.reports.reader.facts import Fact
from danvan.reports.reader.find import find_facts

Short = tuple[str, int | Decimal, str]


def short(fact: Fact) -> Short:
    """Code, value, unit."""
    return fact.indicator, fact.value, fact.unit


def found(text: str) -> list[Short]:
    """All facts of a text in reading order."""
    return [short(fact) for fact in find_facts(text)]


def codes(text: str) -> dict[str, int | Decimal]:
    """Code → value; for texts that give every code once."""
    facts = find_facts(text)
    pairs = {fact.indicator: fact.value for fact in facts}
    assert len(pairs) == len(facts), f"a code twice: {found(text)}"
    return pairs


def only(text: str) -> Fact:
    """The one fact of a text."""
    [fact] = find_facts(text)
    return fact
