"""Totals against their parts, by the declared identities.

An accusation (ok false, hard) needs: every part found in one run of the text, the nearest total standing
before it in the same sentence or joined by "gồm", "trong đó", a colon or a bracket, exact numbers in one
unit, and no number in between that no fact explains. Anything less is soft or silent.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from danvan.reports.causes import explain_sum
from danvan.reports.reader.checks.amounts import Amount, base_unit, scale_of, total
from danvan.reports.reader.checks.identities import SumIdentity, declared
from danvan.reports.reader.checks.mentions import Layout, Mention, agree
from danvan.reports.reader.checks.wording import part_names, sum_label, sum_sentence
from danvan.reports.reader.facts import Check

REACH = 400
GAP = 250
ALL_OF = re.compile(r"gồm|chia ra|cụ thể|[:(\[]", re.IGNORECASE)
SOME_OF = re.compile(r"trong đó", re.IGNORECASE)
JOIN = re.compile(r"trong đó|gồm|cụ thể|chia ra|bao gồm|[:(\[]", re.IGNORECASE)

Parts = tuple[Mention, ...]


def sum_checks(layout: Layout) -> list[Check]:
    """All sums of the declared identities that the text lets us try, true ones included."""
    checks: list[Check] = []
    judged: set[tuple[int, int]] = set()
    for identity in declared().sums:
        for parts in runs(layout, identity):
            check = judge(layout, identity, parts, judged)
            if check:
                checks.append(check)
                judged.update(part.place for part in parts)
    return checks


def runs(layout: Layout, identity: SumIdentity) -> Iterator[Parts]:
    """Runs of the text that hold every part once: a repeated code, a gap or another organisation begins a
    new run.
    """
    known = set(identity.parts) | set(identity.optional)
    run: list[Mention] = []
    for mention in [m for m in layout.mentions if m.code in known]:
        if run and not _continues(run, mention):
            if _complete(run, identity):
                yield tuple(run)
            run = []
        run.append(mention)
    if _complete(run, identity):
        yield tuple(run)


def _continues(run: Sequence[Mention], mention: Mention) -> bool:
    return (
        mention.start - run[-1].end <= GAP
        and all(m.code != mention.code and m.place != mention.place for m in run)
        and all(agree(m.fact, mention.fact) for m in run)
    )


def _complete(run: Sequence[Mention], identity: SumIdentity) -> bool:
    return len(run) > 1 and {m.code for m in run} >= set(identity.parts)


def judge(layout: Layout, identity: SumIdentity, parts: Parts, judged: set[tuple[int, int]]) -> Check | None:
    """One run against its total: the total that fits, else an accusation of the nearest one where that is
    fair.
    """
    totals = _totals(layout, identity.wholes, parts)
    for whole in totals:
        for chosen in _choices(identity, parts):
            # rounded money "adds up" within its rounding only for the totals of this identity
            if _fits(whole, chosen):
                return sum_check(whole, chosen, ok=True, severity="info")
    if identity.rule == "when_equal" or any(part.place in judged for part in parts):
        return None
    accused = _accused(layout, identity, totals, parts)
    return _accuse(layout, identity, accused, parts) if accused else None


def _accuse(layout: Layout, identity: SumIdentity, whole: Mention, parts: Parts) -> Check | None:
    """The failed sum with as much severity as the text bears; None where fewer parts than the total are no error."""
    computed = total(part.amount for part in parts)
    if identity.rule == "at_most" and computed.low <= whole.amount.high:
        return None
    if extra := _filling_number(layout, whole, parts, computed):
        return sum_check(whole, parts, ok=True, severity="info", extra=extra)
    severity = (
        "hard" if _is_fair(layout, whole, parts) and _is_all(layout, identity, whole, parts) else "soft"
    )
    return sum_check(whole, parts, ok=False, severity=severity)


def _totals(layout: Layout, wholes: Sequence[str], parts: Parts) -> list[Mention]:
    """Totals within reach, the nearest before the run first, then those after it in its sentence."""
    first, last = parts[0], parts[-1]
    end = layout.rest(last.start)
    near = [
        m
        for m in layout.between(first.start - REACH, end)
        if m.code in wholes
        and m.place not in {p.place for p in parts}
        and all(agree(m.fact, p.fact) for p in parts)
    ]
    before = [m for m in near if m.start < first.start][::-1]
    if before and _joined(layout, before[0], parts):
        return before  # "71 đơn (6 khiếu nại…), đã xử lý 71": what follows excuses no bracket
    return before + [m for m in near if m.start > first.start]


def _choices(identity: SumIdentity, parts: Parts) -> list[Parts]:
    """The whole run, then only the parts that must be there."""
    needed = tuple(part for part in parts if part.code in identity.parts)
    return [parts] if needed == parts else [parts, needed]


def _fits(whole: Mention, parts: Parts) -> bool:
    computed = total(part.amount for part in parts)
    if whole.amount.exact and computed.low == computed.high:
        return computed.value == whole.amount.value
    return computed.meets(whole.amount)


def _accused(layout: Layout, identity: SumIdentity, totals: list[Mention], parts: Parts) -> Mention | None:
    """The nearest total before the run, unless a total of a rival identity stands between."""
    before = [m for m in totals if m.start < parts[0].start]
    if not before:
        return None
    nearest = before[0]
    rivals = {
        code
        for other in declared().sums
        if set(other.parts) & set(identity.parts) and other.rule != "when_equal"
        for code in other.wholes
    } - set(identity.wholes)
    between = layout.between(nearest.end, parts[0].start)
    part_codes = {part.code for part in parts}
    crossed = any(m.code in rivals | part_codes for m in between)
    apart = layout.sentence(nearest.start) != layout.sentence(parts[0].start)
    linked = _joined(layout, nearest, parts) or (
        identity.rule == "partition" and _next_row(layout, nearest, parts)
    )
    far = apart and not linked
    return None if crossed or far else nearest


def _joined(layout: Layout, whole: Mention, parts: Parts) -> bool:
    """Whether words or marks say that the parts are the total's: nothing but they between, no other
    figure.
    """
    stretch = layout.text[whole.end : parts[0].start]
    return bool(JOIN.search(stretch)) and len(stretch) <= 120


def _next_row(layout: Layout, whole: Mention, parts: Parts) -> bool:
    """Whether the parts begin on the very next line of a table or list."""
    stretch = layout.text[whole.end : parts[0].start]
    return len(stretch) <= 60 and stretch.count("\n") == 1 and not re.search(r"[.;!?]", stretch)


def _is_all(layout: Layout, identity: SumIdentity, whole: Mention, parts: Parts) -> bool:
    """Whether the text lets the parts be held against the total, this way round."""
    if identity.rule == "partition":
        return True
    if sum(part.amount.value for part in parts) > whole.amount.value:
        return _joined(layout, whole, parts)
    stretch = layout.text[whole.end : parts[0].start]
    return bool(ALL_OF.search(stretch)) and not SOME_OF.search(stretch)


def _is_fair(layout: Layout, whole: Mention, parts: Parts) -> bool:
    """Exact numbers of one unit, and none in the list that no fact explains."""
    units = {base_unit(m.fact.unit) for m in (whole, *parts)}
    end = layout.rest(parts[-1].start)
    loose = layout.loose_numbers(whole.end, end)
    exact = all(m.amount.exact for m in (whole, *parts))
    return exact and len(units) == 1 and not loose


def _filling_number(layout: Layout, whole: Mention, parts: Parts, computed: Amount) -> Decimal | None:
    """A number of the list that fills the gap exactly: a part for which there is no code ("4 đơn khác")."""
    gap = whole.amount.value - computed.value
    end = layout.rest(parts[-1].start)
    others = [m.amount.value for m in layout.between(whole.end, end) if m not in parts]
    loose = [Decimal(value) for value in layout.loose_numbers(whole.end, end)]
    return gap if gap > 0 and gap in others + loose else None


def sum_check(
    whole: Mention, parts: Parts, *, ok: bool, severity: str, extra: Decimal | None = None
) -> Check:
    """The numbers of the check are in the total's unit, as the text writes them."""
    computed = total(part.amount for part in parts)
    values = [part.amount.value for part in parts] + ([extra] if extra is not None else [])
    scale = scale_of(whole.fact.unit)
    hint = ""
    if not ok:
        cause = explain_sum(part_names(parts), int(whole.amount.value))
        hint = sum_sentence(whole, parts, computed.value) + (f" {cause.text}" if cause else "")
    return Check(
        type="sum",
        label=sum_label(whole, parts),
        parts=tuple(plain(value / scale) for value in values),
        stated=plain(whole.amount.value / scale),
        computed=plain((computed.value + (extra or 0)) / scale),
        ok=ok,
        severity=severity,
        hint=hint,
        places=(whole.place, *(part.place for part in parts)),
    )


def plain(value: Decimal) -> int | Decimal:
    """A whole Decimal as int."""
    return int(value) if value == value.to_integral_value() else value
