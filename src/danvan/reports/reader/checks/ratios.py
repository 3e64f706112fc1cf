"""Printed percentages against the numbers they are shares of, and parts against wholes."""

from collections.abc import Iterator
from decimal import Decimal

from danvan.reports.causes import cuts_to, explain_ratio, percent, rounds_to
from danvan.reports.reader.checks.amounts import Amount, base_unit, printed_decimals, scale_of
from danvan.reports.reader.checks.identities import RatioIdentity, declared
from danvan.reports.reader.checks.mentions import Layout, Mention, agree
from danvan.reports.reader.checks.sums import plain
from danvan.reports.reader.checks.wording import written
from danvan.reports.reader.facts import Check
from danvan.reports.reader.labels import label_of, phrase_of
from danvan.ui.numbers import number

REACH = 300


def ratio_checks(layout: Layout) -> list[Check]:
    """Every printed share whose two numbers stand near it, and shares whose base can only be guessed."""
    checks: list[Check] = []
    for identity in declared().ratios:
        for share in [m for m in layout.mentions if m.code in identity.ratio]:
            checks.extend(_judge(layout, identity, share))
    return checks


def stated_percent(share: Mention) -> Decimal:
    """The percentage with the digits it is printed with."""
    return Decimal(share.fact.value).quantize(Decimal(1).scaleb(-printed_decimals(share.fact)))


def _judge(layout: Layout, identity: RatioIdentity, share: Mention) -> Iterator[Check]:
    parts = _near(layout, identity.part, share)
    wholes = _near(layout, identity.whole, share)
    pairs = [(p, w) for p in parts for w in wholes if p.place != w.place and w.amount.high > 0]
    if not pairs:
        if parts and not wholes and (check := _guessed(parts[0], share)):
            yield check
        return
    part, whole = pairs[0]
    fitting = next((pair for pair in pairs if _fits(share, pair[0].amount, pair[1].amount)), None)
    if fitting and (fitting == pairs[0] or fitting[1].code == whole.code):
        yield _check(share, *fitting, ok=True, severity="info")
        return
    yield _false(layout, share, part, whole, [w for _, w in pairs])
    if fitting:
        yield _check(share, *fitting, ok=True, severity="info")


def _near(layout: Layout, codes: tuple[str, ...], share: Mention) -> list[Mention]:
    """Candidates in the order of the declared codes, then by distance;
    before the share, or in its sentence.
    """
    end = layout.rest(share.start)
    near = [
        m for m in layout.between(share.start - REACH, end) if m.code in codes and agree(m.fact, share.fact)
    ]
    return sorted(
        near, key=lambda m: (codes.index(m.code), m.start > share.start, abs(share.start - m.start))
    )


def _fits(share: Mention, part: Amount, whole: Amount) -> bool:
    """Rounded numbers on either side leave a range of shares; a qualified share has a range of its own."""
    low, high = percent(part.low, whole.high), percent(part.high, whole.low or whole.high)
    stated = stated_percent(share)
    if share.fact.qualifier or share.fact.qualifier_norm or low != high:
        return low <= share.amount.high and share.amount.low <= high
    return rounds_to(low, stated)


def _false(layout: Layout, share: Mention, part: Mention, whole: Mention, bases: list[Mention]) -> Check:
    stated, value = stated_percent(share), percent(part.amount.value, whole.amount.value)
    cause = explain_ratio(
        plain(part.amount.value),
        plain(whole.amount.value),
        stated,
        {phrase_of(base.code): plain(base.amount.value) for base in bases},
    )
    exact = part.amount.exact and whole.amount.exact and not share.fact.qualifier
    sentence = layout.sentence(share.start)
    together = all(layout.sentence(m.start) == sentence for m in (part, whole))
    alone = len({base.place for base in bases}) == 1
    plain_words = not _crossed(layout, share, part, whole)
    severity = "hard" if exact and together and alone and plain_words else "soft"
    if cause and cause.kind == "truncated":
        severity = "truncation"
    shown = number(value, max(printed_decimals(share.fact), 1))
    hint = f"{written(part.fact)} / {written(whole.fact)} = {shown}%, văn bản ghi {written(share.fact)}."
    return _check(
        share, part, whole, ok=False, severity=severity, hint=f"{hint} {cause.text}" if cause else hint
    )


def _crossed(layout: Layout, share: Mention, part: Mention, whole: Mention) -> bool:
    """Whether another figure in the part's unit stands before the share and may be what it is a share of."""
    unit = base_unit(part.fact.unit)
    places = {part.place, whole.place}
    between = layout.between(max(part.end, whole.end), share.start)
    return any(base_unit(m.fact.unit) == unit and m.place not in places for m in between)


def _check(
    share: Mention, part: Mention, whole: Mention, *, ok: bool, severity: str, hint: str = ""
) -> Check:
    scale = Decimal(scale_of(whole.fact.unit))
    return Check(
        type="ratio",
        label=f"{label_of(share.code)} = {phrase_of(part.code)} / {phrase_of(whole.code)}",
        parts=(plain(part.amount.value / scale), plain(whole.amount.value / scale)),
        stated=share.fact.value,
        computed=percent(part.amount.value, whole.amount.value).quantize(Decimal("0.001")),
        ok=ok,
        severity=severity,
        hint=hint,
        places=(share.place, part.place, whole.place),
    )


def _guessed(part: Mention, share: Mention) -> Check | None:
    """A share without its base: no whole number gives it by rounding, but one gives it by cutting (8/9 →
    88,88).
    """
    stated, count = stated_percent(share), part.amount.value
    if (
        not part.amount.exact
        or share.fact.qualifier
        or printed_decimals(share.fact) < 2
        or not 0 < stated < 100
    ):
        return None
    middle = int(100 * count / stated)
    bases = [Decimal(base) for base in range(max(int(count), middle - 1), middle + 3)]
    if any(rounds_to(percent(count, base), stated) for base in bases):
        return None
    base = next((base for base in bases if cuts_to(percent(count, base), stated)), None)
    if base is None:
        return None
    cause = explain_ratio(int(count), int(base), stated)
    return Check(
        type="ratio",
        label=f"{label_of(share.code)}: mẫu số suy ra là {number(base)}",
        parts=(int(count), int(base)),
        stated=share.fact.value,
        computed=percent(count, base).quantize(Decimal("0.001")),
        ok=False,
        severity="truncation",
        hint=cause.text if cause else "",
        places=(share.place, part.place),
    )


def bound_checks(layout: Layout) -> list[Check]:
    """A part is not more than its whole, both in one sentence."""
    checks = []
    for part_code, whole_code in declared().bounds:
        for part in [m for m in layout.mentions if m.code == part_code]:
            start = max(layout.sentence(part.start)[0], part.start - REACH)
            end = layout.rest(part.start)
            wholes = [
                m for m in layout.between(start, end) if m.code == whole_code and agree(m.fact, part.fact)
            ]
            if len(wholes) == 1 and wholes[0].place != part.place:
                checks.append(_bound(part, wholes[0]))
    return checks


def _bound(part: Mention, whole: Mention) -> Check:
    ok = part.amount.low <= whole.amount.high
    scale = Decimal(scale_of(whole.fact.unit))
    hint = (
        ""
        if ok
        else f"{written(part.fact)} nhiều hơn {written(whole.fact)}; có thể gồm cả số kỳ trước chuyển sang."
    )
    return Check(
        type="subset",
        label=f"{label_of(part.code)} không quá {phrase_of(whole.code)}",
        parts=(plain(part.amount.value / scale),),
        stated=plain(whole.amount.value / scale),
        computed=plain(part.amount.value / scale),
        ok=ok,
        severity="info" if ok else "soft",
        hint=hint,
        places=(whole.place, part.place),
    )
