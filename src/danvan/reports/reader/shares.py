"""Shares and wholes: "8/9 vụ việc (đạt 88,9%)", "tăng 12% so với cùng kỳ"."""

from typing import TYPE_CHECKING

from danvan.reports.reader.clauses import Gap, Segment
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.rules import grammar, meaning_of
from danvan.reports.reader.verbs import CHANGES

if TYPE_CHECKING:
    from danvan.reports.reader.reading import SentenceReading

GENERAL = "TCD.ty_le_thay_doi"
NO_SHARE = frozenset({"BANG", "n:tthc", "n:co_quan"})


def whole_of(figures: list[Figure], index: int) -> tuple[str, str] | None:
    """Code and unit of the denominator of "8/9 vụ việc"; None where the figure is no denominator."""
    if index == 0 or not figures[index - 1].over:
        return None
    part = figures[index - 1]
    code = grammar().whole.get(part.code, "")
    return code, "người" if code.endswith("nguoi") else part.unit


def whole_behind_bracket(base: Figure | None, gap: Gap) -> tuple[str, str] | None:
    """The same for "176 đơn (160 khiếu nại, 16 tố cáo)/221 đơn"."""
    if base is None or not (gap.closed and gap.slash and gap.bare):
        return None
    return grammar().whole.get(base.code, ""), base.unit


def _restates(figure: Figure, gap: Gap) -> bool:
    """The change once more as a share: "giảm 708 đơn, tỷ lệ 24%", "giảm 240 = 25,16%", "giảm 12 lượt (5%)"."""
    if gap.nearest.verbs or gap.closed:
        return False
    measured = "DAT" in figure.tags or figure.tags >= {"CHIEM", "CUNG_KY"}
    return measured or gap.equal or (gap.opener == "(" and gap.bare)


def read_share(sentence: "SentenceReading", index: int, figure: Figure, gap: Gap) -> None:
    """The code of a percentage, from what it is said of."""
    before = sentence.figures[index - 1] if index else None
    base = sentence.base.code if sentence.base else ""
    figure.unit = "%"
    if before is not None and before.verbs & CHANGES and before.noun != "percent" and _restates(figure, gap):
        figure.verbs, base = set(before.verbs), before.code
    if figure.verbs & CHANGES:
        named = _what_changed(gap, sentence.after(index))
        if named is not None:
            figure.code = named
            return
        last_share = before.code if before and before.noun == "percent" else ""
        figure.of = last_share if last_share in grammar().change else base
        figure.code = grammar().change.get(figure.of, "")
        return
    rule = meaning_of("percent", figure.tags)
    said = figure.tags & {"DAT", "CHIEM"} or (gap.opener == "(" and gap.bare)
    if rule is not None:
        figure.code = rule.code
    elif said and not figure.tags & NO_SHARE and not gap.nearest.unknown:
        figure.code = grammar().share.get(base) or _share_of_whole(sentence, base)


def _share_of_whole(sentence: "SentenceReading", whole: str) -> str:
    """ "xong 377 vụ trong tổng số 423 vụ thuộc thẩm quyền, đạt 89,1%": the whole stands nearest, its part is meant."""
    parts = [part for part, of in grammar().whole.items() if of == whole and part in sentence.said]
    return grammar().share.get(parts[0], "") if len(parts) == 1 else ""


def _what_changed(gap: Gap, after: Segment) -> str | None:
    """The code of the noun said before the change ("số đơn giảm 5%") or right behind ("giảm 5% số đơn")."""
    for items in (after.items, list(reversed(gap.nearest.items))):
        for item in items:
            if item.group == "noun" and item.tag in grammar().changed:
                kinds = [kind.tag for kind in items if kind.group == "kind"]
                table = grammar().changed
                return table.get(" ".join([item.tag, *kinds[:1]]), table.get(item.tag, ""))
    return None


def tell_apart(figures: list[Figure]) -> None:
    """Where visits and persons have each their own change, "TCD.ty_le_thay_doi" would be said of both."""
    changes = [figure for figure in figures if figure.code == GENERAL]
    if {figure.of for figure in changes} >= {"TCD.luot", "TCD.nguoi"}:
        for figure in changes:
            figure.code = f"{figure.of}.ty_le_thay_doi"
