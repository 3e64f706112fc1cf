"""Rises and falls against the period compared: now − then, and the change as a share of then."""

from collections.abc import Iterator
from decimal import Decimal

from danvan.reports.causes import cuts_to, explain_difference, percent, rounds_to
from danvan.reports.reader.checks.amounts import printed_decimals
from danvan.reports.reader.checks.identities import ChangeIdentity, declared
from danvan.reports.reader.checks.mentions import Layout, Mention, agree, same
from danvan.reports.reader.checks.ratios import stated_percent
from danvan.reports.reader.checks.sums import plain
from danvan.reports.reader.facts import Check
from danvan.reports.reader.labels import label_of
from danvan.ui.numbers import number

REACH = 250


def change_checks(layout: Layout) -> list[Check]:
    """Differences between two periods and percentages of change, where the numbers stand together."""
    checks: list[Check] = []
    for identity in declared().changes:
        for change in [m for m in layout.mentions if m.code in identity.change]:
            checks.extend(_differences(layout, identity, change))
        for ratio in [m for m in layout.mentions if m.code in identity.ratio]:
            checks.extend(_shares(layout, identity, ratio))
    return checks


def _differences(layout: Layout, identity: ChangeIdentity, change: Mention) -> Iterator[Check]:
    """The base before the change, the other period's base within reach: |now − then| is the change."""
    now = _base_before(layout, identity, change)
    if now is None or not (now.amount.exact and change.amount.exact):
        return
    thens = [
        m
        for m in layout.between(change.end, change.end + REACH)
        if m.code == now.code and same(m.fact.org, now.fact.org) and _other_period(m, now) and m.amount.exact
    ]
    if thens and _points(change, now, thens[0]):
        yield _difference(layout, change, now, thens[0], alone=len(thens) == 1)


def _points(change: Mention, now: Mention, then: Mention) -> bool:
    """Whether the two figures lie the way the words say; if not, they are not the pair that was compared."""
    rise = now.amount.value - then.amount.value
    return {"tăng": rise >= 0, "giảm": rise <= 0}.get(change.fact.direction or "", True)


def _other_period(a: Mention, b: Mention) -> bool:
    return a.fact.period is not None and b.fact.period is not None and a.fact.period != b.fact.period


def _difference(layout: Layout, change: Mention, now: Mention, then: Mention, *, alone: bool) -> Check:
    values = [int(m.amount.value) for m in (now, then, change)]
    meant = abs(values[0] - values[1])
    ok = meant == values[2]
    sure = alone and change.fact.direction is not None
    together = sure and layout.sentence(now.start) == layout.sentence(then.start)
    hint = ""
    if not ok:
        cause = explain_difference(*values)
        hint = f"{number(values[0])} so với {number(values[1])} lệch {number(meant)}, "
        hint += f"văn bản ghi {change.fact.raw}."
        hint += f" {cause.text}" if cause else ""
    return Check(
        type="difference",
        label=f"{label_of(now.code)}: chênh lệch so với kỳ so sánh",
        parts=(values[1], values[0]) if values[1] > values[0] else (values[0], values[1]),
        stated=values[2],
        computed=meant,
        ok=ok,
        severity="info" if ok else "hard" if together else "soft",
        hint=hint,
        places=(change.place, now.place, then.place),
    )


def _base_before(layout: Layout, identity: ChangeIdentity, change: Mention) -> Mention | None:
    before = layout.between(change.start - REACH, change.start)
    found = [m for m in before if m.code in identity.base and agree(m.fact, change.fact)]
    return found[-1] if found else None


def _shares(layout: Layout, identity: ChangeIdentity, ratio: Mention) -> Iterator[Check]:
    """Change ÷ then, where then is now + fall or now − rise."""
    now = _base_before(layout, identity, ratio)
    if now is None or not now.amount.exact:
        return
    start = max(layout.sentence(ratio.start)[0], ratio.start - REACH)
    end = layout.rest(ratio.start)
    changes = [
        m
        for m in layout.between(start, end)
        if m.code in identity.change and agree(m.fact, ratio.fact) and m.amount.exact
    ]
    change = min(changes, key=lambda m: abs(m.start - ratio.start), default=None)
    if change is None or not now.start < change.start:
        return
    thens = [
        then for then in _thens(int(now.amount.value), int(change.amount.value), ratio, change) if then > 0
    ]
    if not thens:
        return
    fitting = next((then for then in thens if _fits(ratio, change, then)), None)
    yield _share(ratio, change, fitting or thens[0], fits=fitting is not None, sure=len(thens) == 1)


def _thens(now: int, change: int, ratio: Mention, other: Mention) -> list[int]:
    direction = (ratio.fact.direction or other.fact.direction or "").lower()
    if direction in ("giảm", "down", "decrease"):
        return [now + change]
    if direction in ("tăng", "up", "increase"):
        return [now - change]
    return [now + change, now - change]


def _fits(ratio: Mention, change: Mention, then: int) -> bool:
    value = percent(change.amount.value, then)
    if ratio.fact.qualifier or ratio.fact.qualifier_norm:
        return ratio.amount.low <= value <= ratio.amount.high
    return rounds_to(value, stated_percent(ratio))


def _share(ratio: Mention, change: Mention, then: int, *, fits: bool, sure: bool) -> Check:
    value = percent(change.amount.value, then)
    cut = not ratio.fact.qualifier and cuts_to(value, stated_percent(ratio))
    severity = (
        "info" if fits else "truncation" if cut else "hard" if sure and not ratio.fact.qualifier else "soft"
    )
    shown = number(value, max(printed_decimals(ratio.fact), 1))
    hint = f"{change.fact.raw} / {number(then)} = {shown}%, văn bản ghi {ratio.fact.raw}%."
    if cut:
        hint += " Tỷ lệ bị cắt số chứ không làm tròn."
    return Check(
        type="ratio",
        label=f"{label_of(ratio.code)} = mức thay đổi / kỳ so sánh",
        parts=(plain(change.amount.value), then),
        stated=ratio.fact.value,
        computed=value.quantize(Decimal("0.001")),
        ok=fits,
        severity=severity,
        hint="" if fits else hint,
        places=(ratio.place, change.place),
    )
