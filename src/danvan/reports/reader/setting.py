"""What the head of a sentence settles for all its figures."""

from danvan.reports.reader.items import Item

CHAPTER_OPENERS = frozenset({"OF", "IS"})  # "Về…", "Công tác…"
HEADING_OPENERS = CHAPTER_OPENERS | {"AT"}  # "Đối với…"
CHAPTER_ENDS = frozenset(",:;")


def settled_by(items: list[Item]) -> set[str]:
    """Tags that hold in the whole sentence, from what stands before its first figure.

    CONTRAST     regular sessions are named beside the daily reception
    BY_FIELD     the visits are told by field of law: "về các lĩnh vực: đất đai 252 lượt…"
    CARRIED_OUT  it tells how conclusions were carried out, not what they recommend
    CHAPTER_HC   it opens the chapter of administrative inspections: "Về thanh tra hành chính, …"
    """
    head = items[: next((index for index, item in enumerate(items) if item.figure), len(items))]
    found = {"CONTRAST"} if any(item.tag == "DINH_KY" for item in items) else set()
    tags = [item.tag for item in head]
    if "LINH_VUC" in tags and "TIEP" not in tags[tags.index("LINH_VUC") :]:
        found.add("BY_FIELD")
    if "THEO_DOI_KL" in tags:
        found.add("CARRIED_OUT")
    if _opens_chapter(head):
        found.add("CHAPTER_HC")
    return found


def heading_kind(items: list[Item], text: str) -> str:
    """KN or TC where the heading is of one kind alone: "Về giải quyết đơn tố cáo, …"; else ""."""
    end = next((index for index, item in enumerate(items) if item.tag in CHAPTER_ENDS or item.figure), None)
    if not end or items[end].figure or items[0].tag not in HEADING_OPENERS:
        return ""
    words = text[items[0].start : items[end].start].lower()
    complaint, denunciation = "khiếu nại" in words, "tố cáo" in words
    return "" if complaint == denunciation else "KN" if complaint else "TC"


LONGEST_HEADING = 14


def chapter_kind(items: list[Item], text: str) -> str | None:
    """KN or TC for a heading of one kind of settlement, "" for any other heading; None where the sentence is none."""
    if not items or len(items) > LONGEST_HEADING or any(item.figure for item in items):
        return None
    words = text[items[0].start : items[-1].end].lower()
    if not any(letter.isalpha() for letter in words) or items[-1].tag in (",", ";"):
        return None
    complaint, denunciation = "khiếu nại" in words, "tố cáo" in words
    if "giải quyết" not in words or complaint == denunciation:
        return ""
    return "KN" if complaint else "TC"


def _opens_chapter(head: list[Item]) -> bool:
    """A heading before the first comma or colon that holds nothing else."""
    end = next((index for index, item in enumerate(head) if item.tag in CHAPTER_ENDS), None)
    if end is None:
        return False
    return "HC" in [item.tag for item in head[:end]] and all(
        item.tag == "HC" or item.tag in CHAPTER_OPENERS for item in head[:end]
    )
