"""A figure that the text gives twice is one fact with two places."""

from dataclasses import replace

from danvan.reports.reader.facts import Fact


def merged(facts: list[Fact]) -> list[Fact]:
    """Facts of one code, value, unit and direction whose periods and organisations do not contradict are one."""
    kept: dict[tuple[object, ...], list[int]] = {}
    found: list[Fact] = []
    for fact in facts:
        key = (fact.indicator, fact.value, fact.unit, fact.direction)
        same = next((index for index in kept.get(key, []) if _compatible(found[index], fact)), None)
        if same is None:
            kept.setdefault(key, []).append(len(found))
            found.append(fact)
        else:
            found[same] = _joined(found[same], fact)
    return found


def _compatible(first: Fact, second: Fact) -> bool:
    return _agree(first.org, second.org) and _agree(first.period, second.period)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one.lower() == other.lower()


def _joined(first: Fact, second: Fact) -> Fact:
    """The first mention with the second's place, and what only the second says."""
    return replace(
        first,
        period=first.period or second.period,
        org=first.org or second.org,
        qualifier=first.qualifier or second.qualifier,
        qualifier_norm=first.qualifier_norm or second.qualifier_norm,
        places=first.places + second.places,
    )
