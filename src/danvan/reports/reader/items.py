"""A sentence as the grammar sees it: figures, words with a meaning, names, periods, signs."""

from dataclasses import dataclass
from decimal import Decimal

from danvan.reports.reader.distractors import Masked, is_year
from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.lexicon import Meaning, phrase_at
from danvan.reports.reader.measures import measure, noun_at
from danvan.reports.reader.numerals import WORDS, number_of
from danvan.reports.reader.periods import Timeline
from danvan.reports.reader.tokens import Kind, Token

COUNTED_IN_WORDS = frozenset(
    {"cuoc", "vu_viec", "doi_tuong", "tap_the", "ca_nhan", "doan", "doan_dong", "luot_doan"}
)
GIVEN_BACK = frozenset({"TRA_DON", "TRA_DON_VI", "TRA_KQ"})
NOT = frozenset({"không", "chưa"})
NONE_BEHIND = frozenset({"có", "phát", "sinh", "nhận", "tiếp", "được"})
CLAUSE_ENDS = frozenset(".,;)]!?")
ZERO_NOUNS = frozenset({"don", "ho_so", "doan_dong"})
WHOLE_STILL = frozenset({("kind", "don"), ("quality", "ho_so")})
RECIPIENTS = frozenset({"dân", "nhân", "thể", "tập", "chức", "nghiệp", "hộ"})
GIVING = RECIPIENTS | frozenset(
    {"cho", "các", "tổ", "cá", "công", "người", "gia", "đình", "doanh", "và", ",", "quyền", "lợi"}
)
SESSIONS = frozenset({"THUONG_XUYEN", "DINH_KY", "TIEP_DOT_XUAT"})


@dataclass(frozen=True, slots=True)
class Item:
    """`group` is figure, a group of the lexicon, name, time, sign or word (unknown); `tag` its meaning."""

    group: str
    tag: str
    start: int
    end: int
    figure: Figure | None = None


class ItemReader:
    """Turns the tokens of one sentence into items."""

    def __init__(self, tokens: list[Token], masked: Masked, timeline: Timeline) -> None:
        self.tokens = tokens
        self.masked = masked
        self.timeline = timeline
        self.index = 0
        self.items: list[Item] = []
        self._qualifier: tuple[str, str] | None = None

    def read(self) -> list[Item]:
        """All items in reading order."""
        while self.index < len(self.tokens):
            item = self._next()
            if item is not None:
                self.items.append(item)
        return self.items

    def _next(self) -> Item | None:
        token = self.tokens[self.index]
        found = phrase_at(self.tokens, self.index)
        if token.start in self.masked and not self._numbered(found):
            return self._time()
        name_end = self._name_end()
        if token.low in NOT and (zero := self._zero(token)):
            return zero
        longer = name_end - self.index > (found[1] - self.index if found else 0)
        if longer and (found is None or found[1] == self.index + 1):
            return self._name(name_end)
        if found is not None and not self._is_spelled_number(token, found):
            return self._known(*found)
        if token.kind is Kind.NUMBER:
            return self._figure(number_of(token.text))
        if token.low in WORDS:
            return self._figure(WORDS[token.low], in_words=True)
        self.index += 1
        if token.kind is Kind.SIGN:
            return Item("sign", token.text, token.start, token.end)
        return Item("word", token.low, token.start, token.end)

    def _numbered(self, found: tuple[Meaning, int] | None) -> bool:
        """A phrase with a number in it is known as a whole: "lần 2", "3 cấp"."""
        if found is None:
            return False
        return any(token.kind is Kind.NUMBER for token in self.tokens[self.index : found[1]])

    def _time(self) -> Item:
        first = self.tokens[self.index]
        last = first
        while self.index < len(self.tokens) and self.tokens[self.index].start in self.masked:
            last = self.tokens[self.index]
            self.index += 1
        return Item("time", str(self.timeline.year_at(first.start) or ""), first.start, last.end)

    def _known(self, meaning: Meaning, after: int) -> Item | None:
        phrase = self.tokens[self.index : after]
        start, end = phrase[0].start, phrase[-1].end
        self.index = after
        if meaning.tag == "IS" and self.tokens[after - 1].low == "sang" and self._after_time():
            return Item("quality", "KY_TRUOC", start, end)
        if meaning.group == "qualifier":
            if self.index < len(self.tokens) and self.tokens[self.index].kind is Kind.NUMBER:
                self._qualifier = (" ".join(token.low for token in phrase), meaning.tag)
                return None
            return Item("filler", "IS", start, end)
        if meaning.tag == "CON" and self._leads_to_verb():
            return Item("filler", "IS", start, end)
        if meaning.group == "none":
            zero = Figure(0, phrase[0].text, start, phrase[0].end, end, noun=meaning.tag)
            return Item("figure", meaning.tag, start, end, zero)
        if meaning.group == "nothing":
            return Item("word", "", start, end)
        if meaning.tag in GIVEN_BACK and (given := self._recipients()):
            return Item("starter", "TRA_DAN", start, given)
        if meaning.tag == "KQ" and (kind := self._settled_kind(phrase)):
            self.items += [Item("topic", "KQ", start, start), Item("starter", "GQ", start, phrase[0].end)]
            return Item("kind", kind, start, end)
        if meaning.tag in SESSIONS and len(phrase) > 1 and phrase[0].low == "tiếp":
            self.items.append(Item("starter", "TIEP", start, end))
        return Item(meaning.group, meaning.tag, start, end)

    def _zero(self, token: Token) -> Item | None:
        """ "Đơn tố cáo: không phát sinh", "không có đơn tố cáo": a figure of 0; "không có đơn nặc danh" is narrower."""
        place = self.index + 1
        while place < len(self.tokens) and self.tokens[place].low in NONE_BEHIND:
            place += 1
        said = self.tokens[place - 1]
        figure = Figure(0, token.text, token.start, said.end, said.end)
        if self._ends_at(place) and self.items and self.items[-1].tag == ":":
            self.index = place
            return Item("figure", "", figure.start, figure.stop, figure)
        found = noun_at(self.tokens, place)
        if place == self.index + 1 or found is None or not self._nothing_narrower(*found):
            return None
        figure.noun, self.index = found
        figure.stop = self.tokens[self.index - 1].end
        return Item("figure", figure.noun, figure.start, figure.stop, figure)

    def _ends_at(self, place: int) -> bool:
        return place >= len(self.tokens) or self.tokens[place].low in CLAUSE_ENDS

    def _nothing_narrower(self, noun: str, place: int) -> bool:
        """Whether the clause ends with the noun and words that leave it whole: its kind, its lateness, "nào"."""
        while not self._ends_at(place):
            found = phrase_at(self.tokens, place)
            known = found is not None and (found[0].group, noun) in WHOLE_STILL
            if not known and self.tokens[place].low not in ("nào", "phát", "sinh"):
                return False
            place = found[1] if known and found else place + 1
        return noun in ZERO_NOUNS

    def _recipients(self) -> int | None:
        """ "trả lại cho tập thể, cá nhân 2,3 tỷ": the end of those to whom a sum of money or land was given back."""
        place, found = self.index, False
        while place < len(self.tokens) and self.tokens[place].low in GIVING:
            found |= self.tokens[place].low in RECIPIENTS
            place += 1
        if not found or place >= len(self.tokens):
            return None
        end, self.index = self.tokens[place - 1].end, place
        return end

    def _settled_kind(self, phrase: list[Token]) -> str:
        """ "giải quyết khiếu nại 120 đơn": right before its number the name of the work is what was done."""
        if phrase[0].low != "giải" or not self._before_number():
            return ""
        words = {token.low for token in phrase}
        return "" if words >= {"khiếu", "tố"} else "KN" if "khiếu" in words else "TC" if "tố" in words else ""

    def _before_number(self) -> bool:
        place = self.index
        while place < len(self.tokens) and self.tokens[place].low in ("được", "xong", ":"):
            place += 1
        return place < len(self.tokens) and self.tokens[place].kind is Kind.NUMBER

    def _leads_to_verb(self) -> bool:
        """ "còn kiến nghị", "còn tiến hành": "còn" is then "also", not "left"."""
        found = phrase_at(self.tokens, self.index)
        return found is not None and found[0].group == "starter"

    def _after_time(self) -> bool:
        """ "từ quý III sang": carried over."""
        return bool(self.items) and self.items[-1].group == "time"

    def _is_spelled_number(self, token: Token, found: tuple[Meaning, int]) -> bool:
        """ "năm" may be five before a noun; everywhere else it is a year or a filler."""
        return (
            token.low in WORDS
            and found[1] == self.index + 1
            and noun_at(self.tokens, self.index + 1) is not None
        )

    def _name_end(self) -> int:
        """The index after a run of capitalised words; one capital at the head of a sentence is no name."""
        end = self.index
        while end < len(self.tokens) and self._capital(end):
            end += 1
        if end - self.index >= 2 or (end > self.index and self.index > 0):
            return end
        return self.index

    def _capital(self, index: int) -> bool:
        token = self.tokens[index]
        if token.kind is not Kind.WORD or not token.text[:1].isupper() or token.start in self.masked:
            return False
        all_capitals = len(token.text) > 1 and token.text.isupper()
        found = phrase_at(self.tokens, index)
        return not all_capitals or found is None

    def _name(self, end: int) -> Item:
        first, last = self.tokens[self.index], self.tokens[end - 1]
        self.index = end
        return Item("name", "", first.start, last.end)

    def _figure(self, value: int | Decimal | None, in_words: bool = False) -> Item:
        token = self.tokens[self.index]
        self.index += 1
        if value is None:
            return Item("word", token.low, token.start, token.end)
        figure = Figure(value, token.text, token.start, token.end, token.end, in_words=in_words)
        if self._qualifier is not None:
            figure.qualifier, figure.qualifier_norm = self._qualifier
            self._qualifier = None
        self.index = measure(figure, self.tokens, self.index)
        if self._counts_nothing(figure):
            return Item("word", "", token.start, figure.stop)
        return Item("figure", figure.noun, figure.start, figure.stop, figure)

    def _counts_nothing(self, figure: Figure) -> bool:
        if figure.in_words:
            return figure.noun not in COUNTED_IN_WORDS
        return not figure.noun and not figure.scale and is_year(figure.raw)
