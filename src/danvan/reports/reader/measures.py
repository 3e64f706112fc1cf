"""What follows a number: its scale and what is counted."""

from decimal import Decimal

from danvan.reports.reader.figures import Figure
from danvan.reports.reader.grammar.lexicon import phrase_at
from danvan.reports.reader.numerals import SCALE_NAMES, SCALES, number_of
from danvan.reports.reader.tokens import Kind, Token

NOUN_GROUPS = frozenset({"noun", "unit"})
# "100% các thủ tục": only these may stand behind a small word.
BEHIND_SMALL_WORDS = frozenset({"tthc", "co_quan", "percent"})
SMALL_WORDS = ("các", "số")


def measure(figure: Figure, tokens: list[Token], index: int) -> int:
    """Reads scale and noun from the tokens behind the number; returns the index after them."""
    index = _scale(figure, tokens, index)
    index = _noun(figure, tokens, index)
    return _per_month(figure, tokens, index) if figure.noun == "ngay" else index


def noun_at(tokens: list[Token], index: int) -> tuple[str, int] | None:
    """The noun or unit that begins at `index`, and the index after it."""
    found = phrase_at(tokens, index) if index < len(tokens) else None
    if found is None:
        return None
    meaning, after = found
    if meaning.group in NOUN_GROUPS:
        return meaning.tag, after
    if meaning.tag == "KET_LUAN" and tokens[index].low == "kết" and after - index in (2, 4):
        return "ket_luan", after  # "11 kết luận", "11 kết luận thanh tra"
    return None


def _scale(figure: Figure, tokens: list[Token], index: int) -> int:
    words = []
    while index < len(tokens) and tokens[index].low in SCALES:
        words.append(SCALE_NAMES.get(tokens[index].low, tokens[index].low))
        figure.stop = tokens[index].end
        index += 1
    figure.scale = " ".join(words)
    return _smaller_part(figure, tokens, index) if figure.scale == "tỷ" else index


def _smaller_part(figure: Figure, tokens: list[Token], index: int) -> int:
    """ "2 tỷ 300 triệu": one amount in tỷ; the number as written then runs over both."""
    if index + 1 >= len(tokens):
        return index
    number, scale = tokens[index], tokens[index + 1]
    part = number_of(number.text) if number.kind is Kind.NUMBER else None
    if not isinstance(part, int) or part >= 1000 or scale.low != "triệu":
        return index
    figure.value = Decimal(figure.value) + Decimal(part) / 1000
    figure.end = figure.stop = scale.end
    return index + 2


def _noun(figure: Figure, tokens: list[Token], index: int) -> int:
    place = index
    while place < len(tokens) and tokens[place].low in SMALL_WORDS:
        place += 1
    found = noun_at(tokens, place)
    if found is not None and (place == index or found[0] in BEHIND_SMALL_WORDS):
        figure.noun, index = found
        figure.stop = tokens[index - 1].end
    elif figure.scale in ("tỷ", "nghìn tỷ"):
        figure.noun = "dong"
    return index


def _per_month(figure: Figure, tokens: list[Token], index: int) -> int:
    after = tokens[index : index + 2]
    if [token.low for token in after] != ["/", "tháng"]:
        return index
    figure.per_month = True
    figure.stop = after[-1].end
    return index + 2
