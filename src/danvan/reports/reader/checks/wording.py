"""How a check is named and what it says."""

from collections.abc import Sequence
from decimal import Decimal

from danvan.reports.reader.checks.mentions import Mention
from danvan.reports.reader.facts import Fact
from danvan.reports.reader.labels import label_of, phrase_of
from danvan.ui.numbers import number


def written(fact: Fact) -> str:
    """The figure as a reader knows it: "hơn 843 triệu đồng"."""
    qualifier = f"{fact.qualifier} " if fact.qualifier else ""
    unit = "%" if fact.unit == "%" else f" {fact.unit}"
    return f"{qualifier}{fact.raw}{unit}"


def sum_label(whole: Mention, parts: Sequence[Mention]) -> str:
    """“Đơn tiếp nhận = đơn khiếu nại + đơn tố cáo”;
    parts of one code are told apart by their organisation.
    """
    if len({part.code for part in parts}) == 1 and len(parts) > 1:
        return f"{label_of(whole.code)}: tổng = {len(parts)} đơn vị"
    return f"{label_of(whole.code)} = " + " + ".join(phrase_of(part.code) for part in parts)


def part_names(parts: Sequence[Mention]) -> dict[str, int]:
    """Label → value for the cause finder; every label once."""
    names: dict[str, int] = {}
    for part in parts:
        name = phrase_of(part.code)
        if part.fact.org and sum(other.code == part.code for other in parts) > 1:
            name = f"{name} của {part.fact.org}"
        while name in names:
            name += " (nữa)"
        names[name] = int(part.amount.value)
    return names


def sum_sentence(whole: Mention, parts: Sequence[Mention], computed: Decimal) -> str:
    """The addition against the text: "38 + 94 + 164 = 296, bài ghi 258"."""
    adding = " + ".join(written(part.fact) if not part.amount.exact else part.fact.raw for part in parts)
    return f"{adding} = {number(computed)}, văn bản ghi {written(whole.fact)}."
