"""What stands between two figures: what is still said of the first, what is said of the second."""

from dataclasses import dataclass, field

from danvan.reports.reader.items import Item

VERB_GROUPS = frozenset({"starter", "quality"})
BREAKS = frozenset(",;:()/")
JOINS = frozenset({"AND", "WITH"})
ORG_HEADS = frozenset(
    "sở ban ubnd thanh công chi cục trung phòng bộ huyện xã phường thị thành tp tỉnh quận trụ tòa viện kho chủ văn ngành".split()
)


@dataclass(slots=True)
class Segment:
    """Items between two breaks."""

    items: list[Item] = field(default_factory=list)

    def tags(self, *groups: str) -> set[str]:
        """Tags of the items of these groups."""
        return {item.tag for item in self.items if item.group in groups}

    @property
    def verbs(self) -> set[str]:
        return self.tags(*VERB_GROUPS)

    @property
    def unknown(self) -> bool:
        """Whether a word stands here that the grammar does not know."""
        return any(item.group == "word" for item in self.items)

    @property
    def named(self) -> bool:
        return any(item.group == "name" for item in self.items)


@dataclass(slots=True)
class Gap:
    """The items between a figure and the next (or the head and the tail of the sentence).

    `after` is said of the figure before, `before` holds the segments said of the figure behind, nearest last.
    `opener` is the last sign that opened a list: "(" or ":" (also "trong đó"); `closed` tells that a bracket ended.
    """

    after: Segment
    before: list[Segment]
    opener: str = ""
    closed: int = 0
    opened: int = 0
    joined: bool = False
    slash: bool = False

    @property
    def nearest(self) -> Segment:
        return self.before[-1]

    @property
    def bare(self) -> bool:
        """Nothing but signs: "79 người, 119 vụ việc"."""
        return not any(
            item.group not in ("sign",) and item.tag not in JOINS
            for part in self.before
            for item in part.items
        )


def gap_of(items: list[Item], has_left: bool, has_right: bool) -> Gap:
    """Reads the items between two figures."""
    cut = _cut(items, has_right) if has_left else 0
    gap = Gap(after=Segment(items[:cut]), before=[Segment()])
    depth = 0
    for item in items[cut:]:
        if item.group == "sign" and item.tag in BREAKS:
            depth = _sign(gap, item, depth)
        elif item.group == "list":
            gap.opener = ":"
            gap.before.append(Segment())
        else:
            gap.joined |= item.tag in JOINS
            gap.nearest.items.append(item)
    return gap


def _sign(gap: Gap, item: Item, depth: int) -> int:
    """Opens a new segment; a bracket without a figure in it is dropped."""
    if item.tag == "(":
        gap.opener, depth = "(", depth + 1
        gap.opened += 1
    elif item.tag == ")":
        if depth:
            depth -= 1
            gap.opened -= 1
            gap.before.pop()
            gap.opener = ""
            return depth
        gap.closed += 1
        gap.opener = ""
    elif item.tag == ":":
        gap.opener = ":"
    elif item.tag == "/":
        gap.slash = True
    gap.before.append(Segment())
    return depth


def _cut(items: list[Item], has_right: bool) -> int:
    """Where the words stop being said of the figure on the left."""
    for index, item in enumerate(items):
        if (item.group == "sign" and item.tag in BREAKS) or item.group == "list":
            return index
        if item.group == "filler" and item.tag in JOINS:
            return index
    if not has_right:
        return len(items)
    for index, item in enumerate(items):
        if item.group == "starter":
            return index
    return len(items)


def org_of(segment: Segment, text: str) -> str | None:
    """The organisation that a segment without verb names: "Lệ Thủy", "Sở Công Thương"."""
    if segment.verbs or not segment.items:
        return None
    kept = [item for item in segment.items if item.group not in ("filler",) or item.tag == "PLACE"]
    while kept and kept[-1].group in ("kind", "mark", "sign"):
        kept.pop()
    if not kept or any(item.group in ("time", "topic") for item in kept):
        return None
    written = text[kept[0].start : kept[-1].end]
    head = written.split()[0].lower()
    if kept[0].group == "name" or head in ORG_HEADS or (written[:1].isupper() and kept[0].tag != ""):
        return written
    return None
