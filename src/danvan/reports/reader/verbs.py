"""What is said of a figure: the verbs before and behind it, its kinds and marks."""

from danvan.reports.reader.clauses import NAMED_BY_VERB, Gap, Segment
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.items import SESSIONS

# Verbs that say little alone: "đã xử phạt, nộp ngân sách 5 triệu đồng" is a fine.
WEAK = frozenset({"LAM", "BAN_HANH", "NOP_NS", "CON"})
CHANGES = frozenset({"TANG", "GIAM"})
OUTCOMES = frozenset({"DUNG", "SAI", "DUNG_MOT_PHAN"})
# "Qua xử lý đơn, có 33 đơn…" tells how it came about, not what was done with the 33.
BY_THE_WAY = frozenset({"XU_LY", "TIEP", "GQ", "NHAN", "KET_LUAN"})
STICKY = frozenset({"THU_TRUONG"})
LEFT = frozenset({"CON"})  # "14 vụ còn lại đang giải quyết"
RETURNED = frozenset({"TRA_DAN"})
RECOVERED = frozenset({"KN_THU_HOI", "THU_HOI", "DA_THU"})
KIND_WITHIN = ("DON.khieu_nai.tham_quyen", "DON.to_cao.tham_quyen", "VV.khieu_nai.", "VV.to_cao.")


def said_before(gap: Gap) -> set[str]:
    """The verbs of the nearest segment that has one; a weak verb lets the segment before it speak too."""
    found: set[str] = set()
    for segment in reversed(gap.before):
        said = segment.spoken - BY_THE_WAY if segment.by_the_way else segment.spoken
        if segment is not gap.nearest:
            said -= CHANGES  # "số lượt tăng, với tổng số 25 lượt" tells the level
        if found - WEAK:
            # "thu hồi cho Nhà nước, trả lại cho công dân 16 tỷ đồng": both are said of the sum
            if found & RETURNED:
                found |= segment.verbs & RECOVERED
            break
        found |= said
    return found


def said_behind(after: Segment, before: set[str], noun: str) -> set[str]:
    """Qualities said behind the figure; verbs only where none but weak ones stand before it, or where the
    verb names the paper that is counted."""
    behind = after.tags("quality")
    if noun in NAMED_BY_VERB or not (before | behind) - WEAK:
        behind |= after.tags("starter")
    return behind | after.tags("starter") & LEFT


def kinds_of(gap: Gap, after: Segment) -> set[str]:
    """The kinds behind the figure, else those right before it; several kinds in a row are no one kind."""
    behind = after.tags("kind")
    if behind:
        return behind
    kinds: set[str] = set()
    for segment in reversed(gap.before):
        kinds |= segment.tags("kind")
        goes_on = segment.items and (
            segment.items[0].group == "kind" or (segment.verbs & OUTCOMES and not kinds)
        )
        if not goes_on:
            break
    return {"KNTCPA"} if len(kinds) > 1 else kinds


def marks_of(gap: Gap, after: Segment) -> set[str]:
    """Marks and small words around the figure, as far back as its verb; the nouns behind it as n:noun."""
    tags = after.tags("mark", "filler")
    if any(item.group == "time" for item in gap.nearest.items):
        tags.add("TIMED")
    for segment in reversed(gap.before):
        tags |= segment.tags("mark", "filler")
        if segment.verbs:
            break
    tags |= {f"n:{tag}" for tag in after.tags("noun")}
    tags |= {f"p:{tag}" for tag in gap.nearest.tags("noun")}
    if after.items and after.items[0].group == "word":
        tags.add("UNSURE")
    if gap.slash:
        tags.add("SLASH")
    if gap.nearest.by_the_way:
        tags.add("BY_THE_WAY")
    if not gap.nearest.unknown:
        tags.add("PLAIN")
    return tags


def inherited_tags(gap: Gap, beside: Figure | None) -> set[str]:
    """What a figure takes from the one whose verb it shares."""
    if beside is None:
        return set()
    pair = gap.bare and not gap.hard and beside.noun in ("luot", "luot_tiep")  # "177 lượt, 194 người"
    closely = gap.joined or gap.slash or gap.opener == "(" or pair
    return {"INH"} | beside.tags & (STICKY | SESSIONS if closely else STICKY)
