"""Whose figures a text gives: the place it speaks of, and organisations named beside a figure."""

import re
from collections import Counter

from danvan.reports.reader.items import Item

HEADS = (
    "sở", "ban", "ubnd", "hđnd", "thanh tra", "công an", "chi cục", "cục", "trung tâm", "phòng", "bộ", "huyện",
    "xã", "phường", "thị xã", "thị trấn", "thành phố", "tp", "tỉnh", "quận", "trụ sở", "tòa án", "viện",
    "kho bạc", "văn phòng", "ngành", "toàn", "cấp", "khối", "đặc khu", "các sở", "các huyện", "các xã",
)  # fmt: skip
HEAD = re.compile(rf"(?:{'|'.join(HEADS)})(?!\w)", re.IGNORECASE)
LONGEST = 9
# Said of the whole that the text is about: no name of its own.
GENERAL = re.compile(
    r"(?:trên địa bàn\s+)?(?:toàn|cả|các|trong)\b|(?:các\s+)?cấp,|ngành(?:$|\s+(?:thanh tra$|trong|của))|cơ quan\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?<!\w)(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)"
    r"[^\S\n]+[A-ZĐÂÁẤẢĂÊẾÔỐƠÍÝÚỨ]\w*(?:[^\S\n][A-ZĐÂÁẤẢĂÊẾÔỐƠÍÝÚỨ]\w*){0,3}"
)
WHOLE = re.compile(r"(?<!\w)(?:toàn (?:tỉnh|thành phố|huyện|quốc|ngành)|cả nước)(?!\w)", re.IGNORECASE)


def place_of(text: str) -> str | None:
    """The province, district or commune that the text names most often, the first of equals;
    without a name "toàn tỉnh" as written.
    """
    counted = Counter(" ".join(match.group().split()) for match in PLACE.finditer(text))
    if not counted:
        whole = WHOLE.search(text)
        return whole.group().lower() if whole else None
    name = counted.most_common(1)[0][0]
    return name if name[:2].isupper() else name[0].lower() + name[1:]


JUDGES = re.compile(r"(?:tòa án|toà án|viện kiểm sát|thi hành án|cục thi hành án)(?!\w)", re.IGNORECASE)


def of_judges(org: str | None, code: str) -> bool:
    """Whether the matters are cases of a court or prosecutor: no khiếu nại, tố cáo that an office settles."""
    return org is not None and code.startswith(("VV.", "KQ.")) and JUDGES.match(org) is not None


def name_in(items: list[Item], text: str) -> str | None:
    """The organisation that a run of items names: "Lệ Thủy", "Sở Công Thương"; None where it names none."""
    kept = [item for item in items if item.group != "filler" or item.tag == "PLACE"]
    while kept and kept[-1].group in ("kind", "mark", "sign"):
        kept.pop()
    if not kept or any(item.group in ("time", "topic", "starter", "quality") for item in kept):
        return None
    written = text[kept[0].start : kept[-1].end]
    if len(written.split()) > LONGEST:
        return None
    headed = HEAD.match(written) is not None
    return written if kept[0].group == "name" or headed else None


def subject_in(items: list[Item], text: str) -> str | None:
    """The organisation that does what the first verb says: "Thanh tra tỉnh tiếp…"; "" for "toàn tỉnh tiếp…"."""
    verb = next((index for index, item in enumerate(items) if item.group == "starter"), None)
    found = name_in(items[:verb], text) if verb else None
    return "" if found and GENERAL.match(found) else found
