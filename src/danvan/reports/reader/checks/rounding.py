"""One figure rounded two ways: "hơn 1,6 tỷ" in the headline, "gần 1,6 tỷ" in the text."""

import re
from collections import defaultdict

from danvan.reports.reader.checks.mentions import Layout, Mention
from danvan.reports.reader.facts import Check
from danvan.reports.reader.labels import label_of

OVER = re.compile(r"\b(hơn|trên|quá)\s*$", re.IGNORECASE)
UNDER = re.compile(r"\b(gần|dưới|xấp xỉ|ngót)\s*$", re.IGNORECASE)


def rounding_checks(layout: Layout) -> list[Check]:
    """Mentions of one code, value and unit that claim both "more than" and "less than" the same round
    number.
    """
    groups: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in layout.mentions:
        groups[mention.code, str(mention.amount.value.normalize()), mention.fact.unit.split(" ")[-1]].append(
            mention
        )
    return [check for mentions in groups.values() if (check := _conflict(layout, mentions))]


def _conflict(layout: Layout, mentions: list[Mention]) -> Check | None:
    over = [m for m in mentions if OVER.search(_before(layout, m))]
    under = [m for m in mentions if UNDER.search(_before(layout, m))]
    if not over or not under:
        return None
    fact = over[0].fact
    words = [_word(layout, over[0], OVER), _word(layout, under[0], UNDER)]
    hint = (
        f"Cùng một số liệu mà một nơi ghi “{words[0]} {fact.raw} {fact.unit}”, nơi khác ghi "
        f"“{words[1]} {fact.raw} {fact.unit}”; hãy ghi số chính xác."
    )
    return Check(
        type="rounding",
        label=f"{label_of(fact.indicator)}: hai cách làm tròn",
        parts=(fact.value, under[0].fact.value),
        stated=fact.value,
        computed=None,
        ok=None,
        severity="info",
        hint=hint,
        places=(over[0].place, under[0].place),
    )


def _before(layout: Layout, mention: Mention) -> str:
    return layout.text[max(0, mention.start - 12) : mention.start]


def _word(layout: Layout, mention: Mention, pattern: re.Pattern[str]) -> str:
    found = pattern.search(_before(layout, mention))
    return found[1].lower() if found else ""
