"""Shares and wholes: "8/9 vụ việc (đạt 88,9%)", "tăng 12% so với cùng kỳ"."""

from typing import TYPE_CHECKING

from danvan.reports.reader.clauses import Gap
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.rules import grammar, meaning_of
from danvan.reports.reader.verbs import CHANGES

if TYPE_CHECKING:
    from danvan.reports.reader.reading import SentenceReading

NO_SHARE = frozenset({"BANG", "n:tthc", "n:co_quan"})


def whole_of(figures: list[Figure], index: int) -> tuple[str, str] | None:
    """Code and unit of the denominator of "8/9 vụ việc"; None where the figure is no denominator."""
    if index == 0 or not figures[index - 1].over:
        return None
    part = figures[index - 1]
    code = grammar().whole.get(part.code, "")
    return code, "người" if code.endswith("nguoi") else part.unit


def read_share(sentence: "SentenceReading", index: int, figure: Figure, gap: Gap) -> None:
    """The code of a percentage, from what it is said of."""
    before = sentence.figures[index - 1] if index else None
    base = sentence.base.code if sentence.base else ""
    figure.unit = "%"
    if before is not None and before.verbs & CHANGES and "DAT" in figure.tags and not gap.nearest.verbs:
        figure.verbs = set(before.verbs)  # "giảm 708 đơn, tỷ lệ 24%"
    if figure.verbs & CHANGES:
        last_share = before.code if before and before.noun == "percent" else ""
        figure.code = grammar().change.get(last_share) or grammar().change.get(base, "")
        return
    rule = meaning_of("percent", figure.tags)
    said = figure.tags & {"DAT", "CHIEM"} or (gap.opener == "(" and gap.bare)
    if rule is not None:
        figure.code = rule.code
    elif said and not figure.tags & NO_SHARE and not gap.nearest.unknown:
        figure.code = grammar().share.get(base, "")
