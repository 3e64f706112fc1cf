"""A province's total against the list of its units, and the parts that a sentence itself calls exhaustive."""

import re
from collections.abc import Iterator
from itertools import groupby

from danvan.reports.reader.checks.amounts import base_unit, total
from danvan.reports.reader.checks.mentions import Layout, Mention, same
from danvan.reports.reader.checks.sums import sum_check
from danvan.reports.reader.facts import Check

REACH = 1500
LEVELS = ("cấp tỉnh", "sở", "cấp huyện", "cấp xã")
ALL_OF = re.compile(r"\b(bao gồm|gồm)\b", re.IGNORECASE)
OPENS = re.compile(r"\b(bao gồm|gồm|trong đó|cụ thể|chia ra)\b|[:(]", re.IGNORECASE)
NESTED = re.compile(r"[()\[\]]|trong đó|bao gồm|gồm", re.IGNORECASE)


def unit_list_checks(layout: Layout) -> list[Check]:
    """Same indicator, other organisations: the list adds up, or is proven complete and does not.

    A list is complete when it names all four levels, or when another indicator over the same organisations
    adds up.
    """
    lists = [found for code in {m.code for m in layout.mentions} for found in _lists(layout, code)]
    fitting = [(whole, parts) for whole, parts in lists if _adds_up(whole, parts)]
    proven = {_organisations(parts) for _, parts in fitting}
    checks = [sum_check(whole, parts, ok=True, severity="info") for whole, parts in fitting]
    for whole, parts in lists:
        exact = all(m.amount.exact for m in (whole, *parts))
        complete = _organisations(parts) in proven or _names_all_levels(parts)
        if exact and complete and not _adds_up(whole, parts):
            checks.append(sum_check(whole, parts, ok=False, severity="hard"))
    return sorted(checks, key=lambda check: check.places[0])


def _lists(layout: Layout, code: str) -> Iterator[tuple[Mention, tuple[Mention, ...]]]:
    """A total followed by figures of the same code for two or more other organisations; no part is a total."""
    listed: set[Mention] = set()
    mentions = [m for m in layout.mentions if m.code == code]
    for index, whole in enumerate(mentions):
        if whole.fact.org is None or whole in listed:
            continue
        parts: dict[str, Mention] = {}
        for part in mentions[index + 1 :]:
            org = part.fact.org
            if org is None or org == whole.fact.org or org in parts or part.start - whole.end > REACH:
                break
            if not same(part.fact.period, whole.fact.period) or part.fact.direction != whole.fact.direction:
                break
            parts[org] = part
        listed.update(parts.values())
        if len(parts) > 1:
            yield whole, tuple(parts.values())


def _organisations(parts: tuple[Mention, ...]) -> frozenset[str]:
    return frozenset(part.fact.org or "" for part in parts)


def _names_all_levels(parts: tuple[Mention, ...]) -> bool:
    names = " | ".join(part.fact.org or "" for part in parts).lower()
    return len(parts) == len(LEVELS) and all(level in names for level in LEVELS)


def _adds_up(whole: Mention, parts: tuple[Mention, ...]) -> bool:
    computed = total(part.amount for part in parts)
    if whole.amount.exact and computed.low == computed.high:
        return computed.value == whole.amount.value
    return len(parts) > 2 and computed.meets(whole.amount)


def sentence_checks(layout: Layout) -> list[Check]:
    """The form “N, gồm a, b, c” for codes without a declared identity: true sums, and false ones where
    "gồm" says "all".
    """
    checks: list[Check] = []
    for _, same_place in groupby(layout.mentions, key=lambda m: m.place):
        whole = next(same_place)
        if "thay_doi" in whole.code:
            continue  # in "356 đơn, tăng 21 đơn; gồm…" the list is of the 356
        end = layout.rest(whole.start)
        opening = OPENS.search(layout.text, whole.end, min(end, whole.end + 80))
        if not opening or layout.between(whole.end, opening.start()):
            continue
        parts = _one_each(layout.between(opening.end(), end), whole)
        if len(parts) > 1 and whole.amount.exact and all(part.amount.exact for part in parts):
            checks.extend(_judged(layout, whole, parts, opening))
    return checks


def _one_each(mentions: list[Mention], whole: Mention) -> tuple[Mention, ...]:
    """The figures of the list in the total's unit, one a place, of the total's own domain."""
    unit, domain = base_unit(whole.fact.unit), whole.code.split(".")[0]
    places: dict[tuple[int, int], Mention] = {}
    for m in mentions:
        if base_unit(m.fact.unit) == unit and m.code.split(".")[0] == domain and m.code != whole.code:
            places.setdefault(m.place, m)
    return tuple(places.values())


def _judged(
    layout: Layout, whole: Mention, parts: tuple[Mention, ...], opening: re.Match[str]
) -> Iterator[Check]:
    for count in range(len(parts), 1, -1):
        if sum(part.amount.value for part in parts[:count]) == whole.amount.value:
            yield sum_check(whole, parts[:count], ok=True, severity="info")
            return
    end = layout.rest(whole.start)
    stretch = layout.text[opening.end() : end]
    plain_list = not NESTED.search(stretch) and not layout.loose_numbers(opening.end(), end)
    every = plain_list and len(layout.between(opening.end(), end)) == len(parts)
    if ALL_OF.fullmatch(opening.group()) and every:
        yield sum_check(whole, parts, ok=False, severity="hard")
