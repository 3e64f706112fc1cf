"""What a bare number counts: the noun stands before it, behind its neighbour, or in its list."""

from typing import TYPE_CHECKING

from danvan.reports.reader.clauses import Gap, Segment
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.verbs import OUTCOMES

if TYPE_CHECKING:
    from danvan.reports.reader.reading import SentenceReading

COUNTED = frozenset({"luot", "luot_tiep", "luot_nguoi", "luot_doan", "vu_viec", "don", "ho_so", "cuoc"})
# "Số đoàn đông người: 3": a label that begins with "số" may count these as well.
IN_LABELS = COUNTED | {"nguoi", "doan_dong", "luot_doan_dong", "quyet_dinh", "don_vi"}
PERSONS = frozenset({"nguoi", "luot_nguoi"})
WAYS = frozenset({"TRUC_TUYEN", "TRUC_TIEP"})


def lend(figures: list[Figure], gaps: list[Gap], text: str) -> None:
    """In "Sở A 3,8 ngàn, Sở B 803 hồ sơ" and "8/9 vụ việc" the noun stands at the end."""
    for index in range(len(figures) - 2, -1, -1):
        figure, following, gap = figures[index], figures[index + 1], gaps[index + 1]
        if figure.noun:
            continue
        if (gap.slash and gap.bare and not gap.after.items) or _out_of(gap):
            figure.over = True
            figure.scale = figure.scale or following.scale  # "1,5/2,2 tỷ đồng"
            figure.noun = "" if following.noun == "percent" else following.noun
            if following.noun in PERSONS:
                figure.noun = "luot"  # "tiếp 161/201 người": visits and persons
        elif following.noun in COUNTED and not gap.after.items and gap.org(text):
            figure.noun = following.noun if gaps[index].org(text) else ""


def _out_of(gap: Gap) -> bool:
    """ "giải quyết 123 trong tổng số 161 vụ việc": as 123/161."""
    items = [*gap.after.items, *(item for part in gap.before for item in part.items)]
    return bool(items) and all(item.tag == "WITHIN" for item in items)


def noun_of(sentence: "SentenceReading", index: int, gap: Gap, after: Segment, beside: Figure | None) -> str:
    """The noun of a bare number, "" where it cannot be told."""
    figure = sentence.figures[index]
    return (
        _before(gap, figure.value == 0)
        or _of_kind(figure, after, beside)
        or _of_list(sentence.text, gap, beside)
        or _of_outcome(figure)
        or _of_whole(sentence, index)
    )


def _before(gap: Gap, is_zero: bool) -> str:
    """ "Đơn thuộc thẩm quyền 33", "đoàn đông người: không phát sinh": the noun stands before, in the same segment."""
    if gap.nearest.unknown:
        return ""
    labelled = gap.nearest.items[:1] and gap.nearest.items[0].tag == "IS"
    known = IN_LABELS if labelled or is_zero else COUNTED
    for item in reversed(gap.nearest.items):
        if item.group == "noun" and item.tag in known:
            return item.tag.removesuffix("_tiep")
    return ""


def _of_kind(figure: Figure, after: Segment, beside: Figure | None) -> str:
    """ "38 khiếu nại": the kind stands for the noun of the list."""
    first = after.items[0] if after.items else None
    if first is None or first.group != "kind":
        return ""
    if beside is not None and beside.noun in COUNTED:
        return beside.noun
    return "don" if figure.verbs & {"NHAN", "DU_DK"} else ""


def _of_list(text: str, gap: Gap, beside: Figure | None) -> str:
    """ "thụ lý 194, hướng dẫn 385": a verb, kind or name right before a bare number, in a list of nouns."""
    last = gap.nearest.items[-1] if gap.nearest.items else None
    if beside is None or beside.noun not in COUNTED or last is None:
        return ""
    said = last.group in ("starter", "quality", "kind") or last.tag in WAYS
    if gap.org(text) is not None or (said and not gap.nearest.unknown):
        return beside.noun
    return ""


def _of_outcome(figure: Figure) -> str:
    """ "Khiếu nại đúng 4": outcomes are counted in matters."""
    return "vu_viec" if figure.verbs & OUTCOMES and figure.tags & {"KN", "TC"} else ""


def _of_whole(sentence: "SentenceReading", index: int) -> str:
    """ "Giải quyết 22/56" after "56 đơn thuộc thẩm quyền": the whole tells what is counted."""
    figure = sentence.figures[index]
    if not figure.over or "GQ" not in figure.verbs:
        return ""
    following = sentence.figures[index + 1]
    return sentence.context.wholes.get(following.value, "")
