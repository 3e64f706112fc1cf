"""The figure that another stands beside: whose verb it may share, of which whole it is a part."""

from typing import TYPE_CHECKING

from danvan.reports.reader.clauses import Gap
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.items import Item
from danvan.reports.reader.verbs import CHANGES, OUTCOMES

if TYPE_CHECKING:
    from danvan.reports.reader.reading import SentenceReading

ASIDE = frozenset({"PLAN", "MOI_NOI", "TO", "IN_TURN"})
SHARED_BEHIND = OUTCOMES | {"TQ"}


def beside_of(sentence: "SentenceReading", index: int, gap: Gap) -> Figure | None:
    """The figure before, whose verb this one may share; a change only with a change right behind it."""
    if index == 0:
        return None
    before = sentence.figures[index - 1]
    if not before.verbs & CHANGES:
        return sentence.base or before
    goes_on = gap.bare and not gap.hard and not gap.closed and not gap.opener
    same_measure = before.noun != "percent" or sentence.figures[index].noun == "percent"
    return before if goes_on and same_measure else sentence.base


def blocked(gap: Gap, text: str) -> bool:
    """A plan or an unknown word before the figure: then no verb is carried over."""
    if "PLAN" in gap.nearest.tags("mark"):
        return True
    return gap.nearest.unknown and gap.org(text) is None


def aside(sentence: "SentenceReading", index: int) -> bool:
    """A plan, an average, a level from or to which something rose: no figure of the period."""
    gap = sentence.gaps[index]
    if gap.nearest.tags("mark", "filler") & ASIDE or "TO" in gap.all_tags:
        return True
    return bool(sentence.figures[index].verbs & CHANGES) and "TO" in sentence.gaps[index + 1].all_tags


def join_list(sentence: "SentenceReading", figure: Figure, gap: Gap, beside: Figure | None) -> None:
    """Notes whether the figure is one of the parts that "trong đó", a colon or a bracket opens."""
    starts_with_list = gap.opener == ":" and sentence.items[0].group == "list"
    opened = gap.opener != "" and (beside is not None or starts_with_list)
    goes_on = beside is not None and (beside.part or beside.opens) and not gap.closed
    figure.part = opened or goes_on
    figure.opens = bool(gap.nearest.items) and gap.nearest.items[-1].tag == "WITHIN"
    if gap.opener:
        sentence.whole = sentence.base
    if figure.part:
        figure.tags.add("PART")
        if sentence.whole is not None:
            figure.tags.add(f"w:{sentence.whole.code}")
    else:
        sentence.whole = None


def has_both_parts(sentence: "SentenceReading", index: int) -> bool:
    """ "Tổng số đơn: 655 đơn (kỳ trước chuyển sang 38, tiếp nhận 617)": what was left over and what came, together."""
    gaps = sentence.gaps[index + 1 : index + 4]
    opened = bool(gaps) and (gaps[0].opener != "" or gaps[0].opened > 0)
    return (
        opened
        and any("KY_TRUOC" in gap.all_tags for gap in gaps[:2])
        and any("NHAN" in gap.all_tags for gap in gaps)
    )


def repeats(sentence: "SentenceReading", figure: Figure, code: str, beside: Figure | None) -> bool:
    """A part that would say the same as its whole, and of nobody else, is no second figure of it.

    In "85 cuộc thanh tra, trong đó 20 cuộc về đất đai" the 20 are not TT.cuoc.
    """
    if not figure.part or figure.compared or "NAMED" in figure.tags:
        return False
    if beside is not None:
        return code == beside.code
    whole = sentence.whole
    elsewhere = code.startswith("TCD.")  # "trong đó trụ sở tỉnh tiếp 50 lượt": visits at another place
    return whole is not None and code == whole.code and figure.org == whole.org and not elsewhere


def compare(sentence: "SentenceReading", figure: Figure, gap: Gap, beside: Figure | None) -> None:
    """Notes a figure of the period compared with: "cùng kỳ 1.012 lượt", "(6 tháng đầu năm 2019: 1.012 lượt)"."""
    segments = gap.before if gap.opened > 0 else gap.before[-1:]
    items = [item for segment in segments for item in segment.items]
    for item in reversed(items):
        if item.tag in CHANGES:
            return
        if item.tag == "CUNG_KY" or (gap.opened > 0 and _earlier(item, sentence.context.year)):
            figure.compared, figure.since = True, items[0].start
            return
    if beside is not None and beside.compared and not gap.closed:
        figure.compared, figure.since = True, beside.since


def _earlier(item: Item, year: int | None) -> bool:
    return item.group == "time" and item.tag.isdigit() and year is not None and int(item.tag) < year


def share_outcome(sentence: "SentenceReading", index: int) -> None:
    """ "7 vụ khiếu nại, 12 vụ tố cáo đúng": what stands behind the pair is said of both."""
    figure, following = sentence.figures[index], sentence.gaps[index + 1]
    alone = len(figure.tags & {"KN", "TC"}) == 1 and not figure.tags & OUTCOMES
    if not alone or index + 1 >= len(sentence.figures) or following.after.tags("starter", "quality"):
        return
    after = sentence.gaps[index + 2].after
    if following.bare and not following.opener and after.tags("kind"):
        figure.tags |= after.tags("quality") & SHARED_BEHIND
