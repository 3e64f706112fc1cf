"""Reads the figures of one sentence after another: the verb, the subject and the list each stands in."""

from dataclasses import dataclass, field

from danvan.reports.reader import neighbours, nouns, shares, verbs
from danvan.reports.reader.clauses import NAMED_BY_VERB, Gap, Segment, gap_of
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.rules import meaning_of
from danvan.reports.reader.items import SESSIONS, Item
from danvan.reports.reader.setting import chapter_kind, heading_kind, settled_by
from danvan.reports.reader.subjects import Context
from danvan.reports.reader.verbs import CHANGES

# What the kind of a chapter narrows: "1. Giải quyết khiếu nại" and below it "Đã giải quyết 83 vụ việc".
OF_CHAPTER = verbs.OUTCOMES | {"GQ", "TQ", "THU_LY", "CON", "DANG_GQ"}
# Nouns that bring their subject with them.
ALIASES = {"ho_so_tthc": ("ho_so", "TTHC"), "luot_tiep": ("luot", "TCD")}


@dataclass(slots=True)
class SentenceReading:
    """The figures of one sentence and what has been understood so far."""

    text: str
    items: list[Item]
    context: Context
    figures: list[Figure] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    base: Figure | None = None  # the last figure that is no change and no share
    whole: Figure | None = None  # what the list under way gives the parts of
    brackets: list[Figure | None] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # codes of the sentence so far
    kind: str = ""
    heading: str = ""  # the kind that the sentence begins with: "Về giải quyết tố cáo, …"
    settled: set[str] = field(default_factory=set)  # tags of all its figures
    org: str | None = None

    def read(self) -> list[Figure]:
        """The figures with their codes; those not understood have the code ""."""
        self._lay_out()
        chapter = chapter_kind(self.items, self.text)
        self.context.chapter = self.context.chapter if chapter is None else chapter
        nouns.lend(self.figures, self.gaps, self.text)
        for index, figure in enumerate(self.figures):
            self._read(index, figure)
        shares.tell_apart(self.figures)
        self.context.take(self.gaps[-1].after.items if self.figures else self.items)
        return self.figures

    def _lay_out(self) -> None:
        self.settled = settled_by(self.items)
        self.heading = heading_kind(self.items, self.text)
        places = [index for index, item in enumerate(self.items) if item.figure is not None]
        self.figures = [figure for item in self.items if (figure := item.figure) is not None]
        edges = [-1, *places, len(self.items)]
        for number in range(len(edges) - 1):
            between = self.items[edges[number] + 1 : edges[number + 1]]
            left = self.figures[number - 1].noun if number else None
            self.gaps.append(gap_of(between, left, has_right=number < len(places)))

    def _read(self, index: int, figure: Figure) -> None:
        gap = self.gaps[index]
        after = self.after(index)
        self.context.take([item for part in (gap.after, *gap.before) for item in part.items])
        self._brackets(gap)
        beside = neighbours.beside_of(self, index, gap)
        own = verbs.said_before(gap) or neighbours.blocked(gap, self.text)
        lender = None if own else beside
        self._speak(figure, gap, after, lender, first=beside is None)
        neighbours.join_list(self, figure, gap, beside)
        if neighbours.has_both_parts(self, index):
            figure.tags.add("BOTH")
        if index and not gap.hard:
            figure.tags.add(f"b:{self.figures[index - 1].code}")
        figure.org = self._org(gap, beside)
        neighbours.compare(self, figure, gap, lender)
        figure.noun = figure.noun or nouns.noun_of(self, index, gap, after, beside)
        self._settle(index, figure, gap, lender)

    def after(self, index: int) -> Segment:
        """What is said behind the figure; for one over another behind both, for one before a bracket behind that."""
        after = self.gaps[index + 2 if self.figures[index].over else index + 1].after
        if not self.gaps[index + 1].opened:
            return after
        behind = self._behind_bracket(index + 1)
        return Segment([*after.items, *behind])

    def _behind_bracket(self, first: int) -> list[Item]:
        """The qualities right behind the bracket that opens in the gap `first`."""
        depth = 0
        for number in range(first, len(self.gaps)):
            gap = self.gaps[number]
            depth += gap.opened - gap.closed
            if depth <= 0:
                items = gap.behind_bracket.items
                leads = bool(items) and items[0].group == "quality"
                return [item for item in items if (leads and item.group == "quality") or item.tag in SESSIONS]
        return []

    # the verb

    def _speak(self, figure: Figure, gap: Gap, after: Segment, beside: Figure | None, first: bool) -> None:
        """The verbs and tags of the figure; `beside` is the figure whose verb it shares, if any."""
        figure.lead = verbs.said_before(gap)
        behind = verbs.said_behind(after, figure.lead, figure.noun)
        figure.verbs = figure.lead | behind
        if beside is not None:
            shared = beside.verbs if gap.opener else beside.lead
            figure.lead = set(shared)
            if shared:
                behind -= verbs.WEAK
            if figure.over or not behind:
                figure.verbs = behind | shared
        if figure.noun in NAMED_BY_VERB:
            figure.lead |= behind
        full = figure.noun in ALIASES
        if full:
            figure.noun, self.context.subject = ALIASES[figure.noun]
        figure.tags = self._tags(figure, gap, after) | ({"FULL"} if full else set())
        if full and self.text[figure.end : figure.stop].endswith("đến"):
            figure.tags.add("DEN")  # "14 lượt công dân đến kiến nghị": why they came, not which of them
        figure.tags |= verbs.inherited_tags(gap, beside) | self._session_named(figure)
        if not figure.verbs and (first or beside is not None):
            figure.tags.add("NOVERB")
        self._stand_beside(figure, beside)

    def _session_named(self, figure: Figure) -> set[str]:
        """ "tiếp định kỳ 02 buổi, tiếp 15 lượt": the visits are those of the sessions counted right before."""
        index = next(place for place, one in enumerate(self.figures) if one is figure)
        before = self.figures[index - 1] if index else None
        return before.tags & SESSIONS if before is not None and before.noun == "other" else set()

    def _tags(self, figure: Figure, gap: Gap, after: Segment) -> set[str]:
        kinds = verbs.kinds_of(gap, after)
        tags = figure.verbs | kinds | verbs.marks_of(gap, after)
        self._remember_kind(tags, kinds)
        if self.heading and not kinds and figure.noun in ("don", "vu_viec"):
            tags.add(self.heading)
        elif self.context.chapter and not kinds and figure.noun in ("don", "vu_viec") and tags & OF_CHAPTER:
            tags.add(self.context.chapter)
        if figure.noun in ("tthc", "co_quan"):
            tags.add(f"n:{figure.noun}")
        if figure.per_month:
            tags.add("PERMONTH")
        if figure.in_words:
            tags.add("WORDED")
        if gap.org(self.text):
            tags.add("NAMED")
        said = {f"s:{code}" for code in self.said} | {f"d:{code}" for code in self.context.said}
        met = {f"k:{subject}" for subject in self.context.met}
        return tags | {f"t:{self.context.subject}"} | met | said | self.settled

    def _remember_kind(self, tags: set[str], kinds: set[str]) -> None:
        """ "Khiếu nại: đúng 4, sai 17": the kind holds for what is said next of its settlement."""
        single = kinds & {"KN", "TC"}
        if len(single) == 1:
            self.kind = next(iter(single))
        elif not kinds and tags & verbs.OUTCOMES and self.kind:
            tags.add(self.kind)
        elif not kinds and "GQ" in tags and self.base and self.base.code.startswith(verbs.KIND_WITHIN):
            tags.add("KN" if "khieu_nai" in self.base.code else "TC")

    # the figure it stands beside

    def _brackets(self, gap: Gap) -> None:
        for _ in range(min(gap.closed, len(self.brackets))):
            self.base = self.brackets.pop() or self.base
        self.brackets.extend([self.base] * max(gap.opened, 0))

    def _stand_beside(self, figure: Figure, beside: Figure | None) -> None:
        other = beside or (self.base if figure.verbs & CHANGES or figure.noun == "percent" else None)
        if other is not None:
            figure.tags |= {f"a:{other.noun}", f"c:{other.code}", f"u:{other.code.split('.')[0]}"}

    def _org(self, gap: Gap, beside: Figure | None) -> str | None:
        """The name before the figure, the whole's for a bracket, else the subject of the sentence so far."""
        subject = gap.subject(self.text)
        self.org = (
            self.org if subject is None else subject or None
        )  # "các sở, ngành tiếp…" ends the one before
        if gap is self.gaps[0]:  # "Cấp tỉnh 197 lượt: khiếu nại 52…": all of the sentence is of that level
            self.org = gap.org(self.text) or self.org
        within = beside.org if beside is not None and (gap.opener == "(" or gap.slash or gap.joined) else None
        return gap.org(self.text) or within or self.org

    # the meaning

    def _settle(self, index: int, figure: Figure, gap: Gap, beside: Figure | None) -> None:
        whole = shares.whole_of(self.figures, index) or shares.whole_behind_bracket(self.base, gap)
        if whole is not None:
            figure.code, figure.unit = whole
        elif figure.noun == "percent":
            shares.read_share(self, index, figure, gap)
        elif figure.noun and not neighbours.aside(self, index):
            self._apply_rules(index, figure, beside)
        if figure.code.endswith(("thay_doi", "thay_doi_tuyet_doi")) and figure.verbs & CHANGES:
            figure.direction = "tăng" if "TANG" in figure.verbs else "giảm"
        self._remember(figure, is_base=whole is None)

    def _apply_rules(self, index: int, figure: Figure, beside: Figure | None) -> None:
        """First with what is said of the figure itself, then with the verb it shares."""
        neighbours.share_outcome(self, index)
        rule = meaning_of(figure.noun, figure.tags)
        if rule is None and beside is not None and figure.lead - figure.verbs:
            figure.verbs |= figure.lead
            rule = meaning_of(figure.noun, figure.tags | figure.verbs)
        if rule is not None and not neighbours.repeats(self, figure, rule.code, beside):
            figure.code, figure.unit = rule.code, rule.unit

    def _remember(self, figure: Figure, is_base: bool) -> None:
        if figure.code.endswith(".tham_quyen"):
            self.context.wholes[figure.value] = figure.noun
        if figure.code:
            self.said.add(figure.code)
            self.context.said.add(figure.code)
            self.context.turn_to_code(figure.code)
        if is_base and figure.noun != "percent" and not figure.verbs & CHANGES:
            self.base = figure
