"""What stands between two figures: what is still said of the first, what is said of the second."""

from dataclasses import dataclass, field

from danvan.reports.reader.items import Item
from danvan.reports.reader.organisations import name_in, subject_in

VERB_GROUPS = frozenset({"starter", "quality"})
BREAKS = frozenset(",;:()[]/=")
OPENING, CLOSING = frozenset("(["), frozenset(")]")
JOINS = frozenset({"AND", "WITH"})
# "79 quyết định xử phạt", "11 văn bản hướng dẫn": the verb behind names the paper.
NAMED_BY_VERB = frozenset({"quyet_dinh", "van_ban"})


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
    def spoken(self) -> set[str]:
        """The verbs behind a topic where one is named: in "xử lý đơn và giải quyết khiếu nại, tố cáo, đã tiếp
        90 lượt" the work's title says nothing of the visits."""
        topic = next((place for place, item in enumerate(reversed(self.items)) if item.group == "topic"), 0)
        return Segment(self.items[-topic:]).verbs or self.verbs

    @property
    def unknown(self) -> bool:
        """Whether a word stands here that the grammar does not know."""
        return any(item.group == "word" for item in self.items)

    @property
    def by_the_way(self) -> bool:
        """ "Qua xử lý đơn": how it came about."""
        return bool(self.items) and self.items[0].tag == "BY"


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
    bracket: int = 0
    closing: int = 0
    joined: bool = False
    slash: bool = False
    hard: bool = False
    equal: bool = False

    @property
    def nearest(self) -> Segment:
        return self.before[-1]

    @property
    def bare(self) -> bool:
        """Nothing but signs and "và": "79 người, 119 vụ việc"."""
        return all(item.group == "sign" or item.tag == "AND" for part in self.before for item in part.items)

    @property
    def all_tags(self) -> set[str]:
        """Tags of everything between the two figures."""
        return {item.tag for part in (self.after, *self.before) for item in part.items}

    @property
    def behind_bracket(self) -> Segment:
        """What follows a bracket that ends here: "221 đơn (196 khiếu nại) thuộc thẩm quyền"."""
        return self.before[self.closing] if self.closed else Segment()

    def subject(self, text: str) -> str | None:
        """The organisation whose doing the nearest verb tells."""
        spoken = next((segment for segment in reversed(self.before) if segment.verbs), None)
        return subject_in(spoken.items, text) if spoken else None

    def org(self, text: str) -> str | None:
        """The organisation named right before the figure: "Sở Công Thương 209", "Sở Công Thương (209 hồ sơ)"."""
        before_bracket = self.opener == "(" and not self.nearest.items and len(self.before) > 1
        return name_in((self.before[-2] if before_bracket else self.nearest).items, text)


def gap_of(items: list[Item], left: str | None, has_right: bool) -> Gap:
    """Reads the items between two figures; `left` is the noun of the one before, None at the head."""
    cut = 0 if left is None else _cut(items, left, has_right)
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
    _join_label(gap)
    return gap


def _join_label(gap: Gap) -> None:
    """ "Đơn khiếu nại: 20 đơn": the colon behind a label opens no list."""
    if gap.opener == ":" and not gap.nearest.items and len(gap.before) > 1 and gap.before[-2].items:
        gap.before.pop()
        gap.opener = ""


def _sign(gap: Gap, item: Item, depth: int) -> int:
    """Opens a new segment; a bracket without a figure in it is dropped."""
    if item.tag in OPENING:
        gap.opener, depth = "(", depth + 1
        gap.opened += 1
        gap.bracket = len(gap.before)
    elif item.tag in CLOSING:
        if depth:
            while len(gap.before) > gap.bracket:
                gap.before.pop()
            gap.opened -= 1
            gap.opener = ""
            return depth - 1
        gap.closed += 1
        gap.opener = ""
        gap.closing = len(gap.before)
    elif item.tag == ":":
        gap.opener = ":"
    elif item.tag == "/":
        gap.slash = True
    gap.hard |= item.tag == ";"
    gap.equal |= item.tag == "="
    gap.before.append(Segment())
    return depth


def _cut(items: list[Item], left: str, has_right: bool) -> int:
    """Where the words stop being said of the figure on the left.

    At the first break; but a verb that leads to the next figure opens what is said of that one: in "3 cuộc
    phát hiện sai phạm với số tiền 5 tỷ đồng" the verb is said of the money.
    """
    first = 1 if left in NAMED_BY_VERB else 0
    stop = next((index for index, item in enumerate(items) if _breaks(item)), len(items))
    if has_right and stop == len(items) and items and items[-1].tag == "AT":
        return stop - 1  # "5 cuộc thanh tra tại 9 đơn vị"
    leads_on = has_right and (stop == len(items) or items[stop].tag == "WITH")
    if not leads_on:
        return stop
    return next((index for index in range(first, stop) if items[index].group == "starter"), stop)


def _breaks(item: Item) -> bool:
    return (
        (item.group == "sign" and item.tag in BREAKS)
        or item.group == "list"
        or (item.group == "filler" and item.tag in JOINS)
    )
