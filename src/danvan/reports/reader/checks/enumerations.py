"""Lists and fractions that the text itself writes out, though their parts have no indicator code.

"42 cuộc thanh tra: 1 cuộc đã báo cáo, 13 cuộc đang dự thảo, 27 cuộc đang làm" and "192/375 vụ, đạt 51,2%".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from danvan.reports.causes import cuts_to, explain_ratio, explain_sum, percent, rounds_to
from danvan.reports.reader.checks.amounts import base_unit
from danvan.reports.reader.checks.mentions import Layout, Mention
from danvan.reports.reader.facts import Check
from danvan.reports.reader.labels import label_of
from danvan.ui.numbers import number

OPENING = re.compile(r"[^\d.;:(),\n]{0,40}?(?:,\s*)?(bao gồm|gồm|[:(])", re.IGNORECASE)
SOME_ONLY = re.compile(
    r"nhiều nhất|ít nhất|chủ yếu|điển hình|tiêu biểu|trong đó|riêng|như|hơn|gần|trên|khoảng"
)
COMPARED = re.compile(r"cùng kỳ|so với|so|năm trước|kỳ trước", re.IGNORECASE)
COUNT = re.compile(r"(?<![\d.,/])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d.,]*\d|\s*[%/])")
ITEM_END = re.compile(r"[,;]|\bvà\b|$")
FRACTION = re.compile(
    r"(?<![\d/.,])(?P<part>\d{1,3}(?:\.\d{3})+|\d+)\s*/\s*(?P<whole>\d{1,3}(?:\.\d{3})+|\d{2,})(?![\d/])"
    r"(?P<words>\s+[^\d.;\n%]{1,80}?)\b(?:đạt|chiếm)(?:\s+tỷ\s+lệ)?\s+(?P<loose>hơn|gần|trên|khoảng)?\s*"
    r"(?P<share>\d+(?:,\d+)?)\s*%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One number of a list with the words after it; `place` in the text."""

    value: int
    words: str
    place: tuple[int, int]


def enumeration_checks(layout: Layout) -> list[Check]:
    """Totals followed by ":", "gồm" or a bracket and a plain list of counts."""
    found = [check for whole in layout.mentions if whole.amount.exact for check in _tried(layout, whole)]
    return [*found, *map(_fraction, FRACTION.finditer(layout.text))]


def _tried(layout: Layout, whole: Mention) -> Iterator[Check]:
    opening = OPENING.match(layout.text, whole.end, layout.rest(whole.end))
    if not opening or "thay_doi" in whole.code or COMPARED.search(opening.group()):
        return  # what follows "so với cùng kỳ:" is another period's figure
    stretch = _list_after(layout, opening)
    items = _items(stretch, opening.end())
    stated = int(whole.amount.value)
    if len(items) < 2 or SOME_ONLY.search(stretch):
        return
    if sum(item.value for item in items) == stated:
        yield _sum(whole, items, ok=True)
    elif _is_complete(stretch, items, base_unit(whole.fact.unit)):
        # a bracket may hold only some of the kinds; a colon and "gồm" announce all
        short = opening[1] == "(" and sum(item.value for item in items) < stated
        yield _sum(whole, items, ok=False, severity="soft" if short else "hard")


def _list_after(layout: Layout, opening: re.Match[str]) -> str:
    """The rest of the sentence, or of the bracket; what stands in inner brackets is blanked, offsets kept."""
    stretch = layout.text[opening.end() : layout.rest(opening.end())]
    if opening[1] == "(":
        return stretch.split(")", 1)[0]
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", lambda inner: " " * len(inner.group()), stretch)


def _items(stretch: str, offset: int) -> list[Item]:
    counts = list(COUNT.finditer(stretch))
    items = []
    for count in counts:
        end = ITEM_END.search(stretch, count.end())
        words = stretch[count.end() : end.start() if end else None].strip(" .")
        place = (offset + count.start(), offset + count.end())
        items.append(Item(int(count[1].replace(".", "")), words[:60], place))
    return items


def _is_complete(stretch: str, items: list[Item], unit: str) -> bool:
    """Every item of the list is one count of the total's own unit, and there is no item without one."""
    pieces = [piece for piece in re.split(r"[,;]|\bvà\b", stretch) if piece.strip(" .\n")]
    noun = unit.split(" ")[0]
    return len(pieces) == len(items) and all(item.words.split(" ")[0] == noun for item in items)


def _sum(whole: Mention, items: list[Item], *, ok: bool, severity: str = "info") -> Check:
    stated, computed = int(whole.amount.value), sum(item.value for item in items)
    hint = ""
    if not ok:
        adding = " + ".join(number(item.value) for item in items)
        hint = f"{adding} = {number(computed)}, văn bản ghi {whole.fact.raw} {whole.fact.unit}."
        cause = explain_sum({f"{item.words or 'mục'}": item.value for item in items}, stated)
        hint += f" {cause.text}" if cause else ""
    return Check(
        type="sum",
        label=f"{label_of(whole.code)} = các mục liệt kê",
        parts=tuple(item.value for item in items),
        stated=stated,
        computed=computed,
        ok=ok,
        severity=severity,
        hint=hint,
        places=(whole.place, *(item.place for item in items)),
    )


def _fraction(match: re.Match[str]) -> Check:
    part, whole = (int(match[name].replace(".", "")) for name in ("part", "whole"))
    stated = Decimal(match["share"].replace(",", "."))
    value = percent(part, whole) if whole else Decimal(0)
    near = abs(value - stated) <= 1 if match["loose"] else rounds_to(value, stated)
    cause = None if near else explain_ratio(part, whole, stated)
    severity = (
        "info" if near else "truncation" if cuts_to(value, stated) else "soft" if match["loose"] else "hard"
    )
    hint = f"{match['part']}/{match['whole']} = {number(value, 2)}%, văn bản ghi {match['share']}%."
    return Check(
        type="ratio",
        label=f"Tỷ lệ {match['part']}/{match['whole']}",
        parts=(part, whole),
        stated=stated,
        computed=value.quantize(Decimal("0.001")),
        ok=near,
        severity=severity,
        hint="" if near else f"{hint} {cause.text}" if cause else hint,
        places=(match.span("share"), match.span("part"), match.span("whole")),
    )
