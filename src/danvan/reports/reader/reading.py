"""Reads the figures of one sentence after another: the verb, the subject and the list each stands in."""

from dataclasses import dataclass, field

from danvan.reports.reader.clauses import Gap, Segment, gap_of, org_of
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.rules import grammar, meaning_of
from danvan.reports.reader.items import Item

WEAK = frozenset({"LAM", "BAN_HANH", "NOP_NS", "DEN", "CON"})
CHANGES = frozenset({"TANG", "GIAM"})
OUTCOMES = frozenset({"DUNG", "SAI", "DUNG_MOT_PHAN"})
KINDS = frozenset({"KN", "TC", "KNPA", "KNTC", "KNTCPA", "KHAC"})
SESSIONS = frozenset({"THUONG_XUYEN", "DINH_KY", "TIEP_DOT_XUAT"})
COUNTED = frozenset({"luot", "luot_nguoi", "luot_doan", "vu_viec", "don", "ho_so", "cuoc"})
SUBJECT_OF_CODE = {
    "TCD": "TCD",
    "DON": "DON",
    "VV": "KQ",
    "KQ": "KQ",
    "TT": "TT",
    "TTHC": "TTHC",
    "PCTN": "PCTN",
}
NOUN_OF_TOPIC = {"TCD": "luot", "DON": "don", "TTHC": "ho_so"}


@dataclass(slots=True)
class Context:
    """What carries over from sentence to sentence: the subject."""

    subject: str = ""


@dataclass(slots=True)
class SentenceReading:
    """The figures of one sentence and what has been understood so far."""

    text: str
    items: list[Item]
    context: Context
    figures: list[Figure] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    base: Figure | None = None  # the last figure that is no change and no share
    brackets: list[Figure | None] = field(default_factory=list)
    kind: str = ""

    def read(self) -> list[Figure]:
        """The figures with their codes; those not understood have the code ""."""
        self._lay_out()
        self._lend_nouns()
        for index, figure in enumerate(self.figures):
            self._read(index, figure)
        self._subjects(self.gaps[-1].after.items if self.figures else self.items)
        return self.figures

    def _lay_out(self) -> None:
        places = [index for index, item in enumerate(self.items) if item.figure is not None]
        self.figures = [figure for item in self.items if (figure := item.figure) is not None]
        edges = [-1, *places, len(self.items)]
        for number in range(len(edges) - 1):
            between = self.items[edges[number] + 1 : edges[number + 1]]
            self.gaps.append(gap_of(between, has_left=number > 0, has_right=number < len(places)))

    def _lend_nouns(self) -> None:
        """In "Sở A 3,8 ngàn, Sở B 803 hồ sơ" and "8/9 vụ việc" the noun stands at the end."""
        for index in range(len(self.figures) - 2, -1, -1):
            figure, following, gap = self.figures[index], self.figures[index + 1], self.gaps[index + 1]
            if figure.noun:
                continue
            only_slash = gap.slash and gap.bare and not gap.after.items
            if only_slash:
                figure.over = True
                figure.noun = following.noun
            elif following.noun in COUNTED and not gap.after.items and org_of(gap.nearest, self.text):
                figure.noun = following.noun if org_of(self.gaps[index].nearest, self.text) else ""

    # one figure

    def _read(self, index: int, figure: Figure) -> None:
        gap, after = self.gaps[index], self.gaps[index + 1].after
        self._subjects([item for part in (self.gaps[index].after, *gap.before) for item in part.items])
        self._brackets(gap, index)
        beside = self._beside(gap, index)
        own = self._own_verbs(gap, after)
        inherited = not own and beside is not None and not self._blocked(gap)
        verbs = own or (set(beside.verbs) if inherited and beside else set())
        figure.verbs = verbs
        figure.tags = self._tags(figure, gap, after, verbs)
        if inherited:
            figure.tags.add("INH")
            if (gap.joined or gap.slash or gap.opener == "(") and beside is not None:
                figure.tags |= beside.tags & SESSIONS
        if not verbs and beside is None:
            figure.tags.add("NOVERB")
        self._stand_beside(figure, beside if inherited else None, verbs)
        figure.org = self._org(gap)
        self._noun(figure, gap, after, beside, inherited)
        self._settle(index, figure, gap)

    def _own_verbs(self, gap: Gap, after: Segment) -> set[str]:
        """The verbs of the nearest segment that has one, with the qualities said behind the figure."""
        verbs: set[str] = set()
        for segment in reversed(gap.before):
            verbs |= segment.verbs
            if verbs - WEAK:
                break
        verbs |= after.tags("quality")
        if not verbs - WEAK:
            verbs |= after.tags("starter")
        return verbs

    def _tags(self, figure: Figure, gap: Gap, after: Segment, verbs: set[str]) -> set[str]:
        kinds = after.tags("kind") or self._nearest_kinds(gap)
        tags = set(verbs) | kinds | after.tags("mark", "filler")
        for segment in reversed(gap.before):
            tags |= segment.tags("mark", "filler")
            if segment.verbs:
                break
        tags |= {f"n:{tag}" for tag in after.tags("noun")}
        if figure.noun in ("tthc", "co_quan"):
            tags.add(f"n:{figure.noun}")
        if figure.per_month:
            tags.add("PERMONTH")
        if gap.nearest.named:
            tags.add("NAMED")
        self._remember_kind(tags, kinds)
        tags.add(f"t:{self.context.subject}")
        return tags

    def _nearest_kinds(self, gap: Gap) -> set[str]:
        for item in reversed(gap.nearest.items):
            if item.group == "kind":
                return {item.tag}
        return set()

    def _remember_kind(self, tags: set[str], kinds: set[str]) -> None:
        """ "Khiếu nại: đúng 4, sai 17": the kind holds for the outcomes that follow."""
        single = kinds & {"KN", "TC"}
        if len(single) == 1:
            self.kind = next(iter(single))
        elif tags & OUTCOMES and self.kind:
            tags.add(self.kind)

    # the figure it stands beside

    def _brackets(self, gap: Gap, index: int) -> None:
        for _ in range(min(gap.closed, len(self.brackets))):
            self.base = self.brackets.pop() or self.base
        if gap.opened > 0:
            self.brackets.extend([self.base] * gap.opened)

    def _beside(self, gap: Gap, index: int) -> Figure | None:
        """The figure whose verb this one may share."""
        if index == 0:
            return None
        before = self.figures[index - 1]
        if gap.bare and before.verbs & CHANGES and not gap.closed and not gap.opener:
            return before
        return self.base or before

    def _blocked(self, gap: Gap) -> bool:
        """An unknown word, or a comparison, before the figure: then no verb is carried over."""
        nearest = gap.nearest
        if "CUNG_KY" in nearest.tags("mark") or "PLAN" in nearest.tags("mark"):
            return True
        return nearest.unknown and org_of(nearest, self.text) is None

    def _stand_beside(self, figure: Figure, beside: Figure | None, verbs: set[str]) -> None:
        other = beside or (self.base if verbs & CHANGES or figure.noun == "percent" else None)
        if other is None:
            return
        figure.tags |= {f"a:{other.noun}", f"c:{other.code}"}

    def _org(self, gap: Gap) -> str | None:
        return org_of(gap.nearest, self.text)

    # what is counted

    def _noun(self, figure: Figure, gap: Gap, after: Segment, beside: Figure | None, inherited: bool) -> None:
        if figure.noun and not (figure.over and figure.noun == "percent"):
            return
        figure.noun = (
            self._noun_before(gap)
            or self._noun_of_kind(figure, after, beside)
            or self._noun_of_list(gap, beside)
        )

    def _noun_before(self, gap: Gap) -> str:
        """ "Đơn thuộc thẩm quyền 33": the noun stands before, in the same segment."""
        if gap.nearest.unknown:
            return ""
        for item in reversed(gap.nearest.items):
            if item.group == "noun" and item.tag in COUNTED:
                return item.tag
        return ""

    def _noun_of_kind(self, figure: Figure, after: Segment, beside: Figure | None) -> str:
        """ "38 khiếu nại": the kind stands for the noun of the list."""
        first = after.items[0] if after.items else None
        if first is None or first.group != "kind":
            return ""
        if beside is not None and beside.noun in COUNTED:
            return beside.noun
        return "don" if figure.verbs & {"NHAN", "DU_DK"} else ""

    def _noun_of_list(self, gap: Gap, beside: Figure | None) -> str:
        """ "thụ lý 194, hướng dẫn 385": a verb, kind or name right before a bare number, in a list of nouns."""
        last = gap.nearest.items[-1] if gap.nearest.items else None
        if beside is None or beside.noun not in COUNTED or last is None:
            return ""
        named = org_of(gap.nearest, self.text) is not None
        if named or (last.group in ("starter", "quality", "kind") and not gap.nearest.unknown):
            return beside.noun
        return ""

    # the meaning

    def _settle(self, index: int, figure: Figure, gap: Gap) -> None:
        whole = self._whole(index)
        if whole:
            figure.code, figure.unit = whole
        elif figure.noun == "percent":
            self._percent(figure, gap)
        elif figure.noun and not self._compared(figure, gap):
            rule = meaning_of(figure.noun, figure.tags)
            if rule is not None:
                figure.code, figure.unit = rule.code, rule.unit
        self._direction(figure)
        if figure.code:
            self.context.subject = SUBJECT_OF_CODE.get(figure.code.split(".")[0], self.context.subject)
        if figure.noun != "percent" and not figure.verbs & CHANGES and not whole:
            self.base = figure

    def _whole(self, index: int) -> tuple[str, str] | None:
        """The denominator of "8/9 vụ việc"."""
        if index == 0 or not self.figures[index - 1].over:
            return None
        part = self.figures[index - 1]
        code = grammar().whole.get(part.code, "")
        if not code and part.code == "TCD.luot" and self.figures[index].noun in ("nguoi", "luot_nguoi"):
            return "TCD.nguoi", "người"
        return (code, part.unit)

    def _percent(self, figure: Figure, gap: Gap) -> None:
        base = self.base.code if self.base else ""
        figure.unit = "%"
        if figure.verbs & CHANGES:
            figure.code = grammar().change.get(base, "")
            return
        rule = meaning_of("percent", figure.tags)
        said = figure.tags & {"DAT", "CHIEM"} or (gap.opener == "(" and gap.bare)
        if rule is not None:
            figure.code = rule.code
        elif said and not figure.tags & {"BANG", "n:tthc", "n:co_quan"} and not gap.nearest.unknown:
            figure.code = grammar().share.get(base, "")

    def _compared(self, figure: Figure, gap: Gap) -> bool:
        """ "cùng kỳ 1.012 lượt": the other period's figure, unless a change stands between."""
        for item in reversed(gap.nearest.items):
            if item.tag in CHANGES:
                return False
            if item.tag in ("CUNG_KY", "PLAN", "MOI_NOI", "LUY_KE"):
                return True
        return False

    def _direction(self, figure: Figure) -> None:
        if figure.code.endswith(("thay_doi", "thay_doi_tuyet_doi")):
            figure.direction = (
                "tăng" if "TANG" in figure.verbs else "giảm" if "GIAM" in figure.verbs else None
            )

    # the subject

    def _subjects(self, items: list[Item]) -> None:
        subjects = grammar().subject
        for index, item in enumerate(items):
            if item.tag in subjects:
                self.context.subject = subjects[item.tag]
            elif item.tag == "tthc" and item.group == "noun":
                self.context.subject = "TTHC"
            elif (
                item.tag == "don"
                and item.group == "noun"
                and index
                and items[index - 1].tag in ("NHAN", "XU_LY")
            ):
                self.context.subject = "DON"
