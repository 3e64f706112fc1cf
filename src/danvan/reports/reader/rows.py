"""Rows of a table as sentences: "Đơn khiếu nại | đơn | 48" reads as "Đơn khiếu nại: 48 đơn".

A table with one figure a row is told by its rows; one with a column for each figure by the heads of its columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from danvan.reports.reader.grammar.lexicon import phrase_at
from danvan.reports.reader.tokens import Kind, Token, sentences_of

BREAK = re.compile(r"\t|(?:^|(?<=\s))\|(?=\s|$)")
ORDINAL = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđ])\)?[.)]?\Z")
# A column of another period, a share or a plan: its numbers are not those of the row's own words.
OTHER_COLUMN = re.compile(
    r"cùng kỳ|so sánh|so với|tăng|giảm|chênh|kỳ trước|năm trước|kế hoạch|lũy kế|luỹ kế|tỷ lệ|tỉ lệ|%|ghi chú",
    re.IGNORECASE,
)
TOTAL = re.compile(r"(?:tổng|cộng|toàn|chung)(?!\w)", re.IGNORECASE)
COUNTED = frozenset({"noun", "unit"})
PLACES = frozenset({"other", "don_vi", "co_quan", "ngay", "thang"})  # "Xã An Phú", "Đơn vị"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and the tokens in it."""

    text: str
    tokens: list[Token]

    @property
    def is_number(self) -> bool:
        """A number alone, or with a sign of per cent."""
        kinds = [token.kind for token in self.tokens if token.low != "%"]
        return kinds == [Kind.NUMBER]

    @property
    def has_words(self) -> bool:
        """Words that are more than a mark of order."""
        return any(token.kind is Kind.WORD for token in self.tokens) and not ORDINAL.match(self.text)

    @property
    def is_unit(self) -> bool:
        """Nothing but what is counted: "lượt", "triệu đồng"."""
        rest = (
            self.tokens[1:] if self.tokens and self.tokens[0].low in ("triệu", "tỷ", "nghìn") else self.tokens
        )
        found = phrase_at(rest, 0) if rest else None
        return found is not None and found[0].group in COUNTED and found[1] == len(rest)


def sentences(text: str, tokens: list[Token]) -> Iterator[tuple[list[Token], str | None]]:
    """The sentences of a text, rows of tables as sentences of their own, each with the unit that its row names."""
    heads: list[Cell] = []
    for start, end, line in _lines(text, tokens):
        if not line:
            heads = []
            continue
        cells = _cells(text, start, end, line)
        if len([cell for cell in cells if cell.tokens]) < 2:
            heads = []
            yield from ((sentence, None) for sentence in sentences_of(line))
        elif not any(cell.is_number for cell in cells):
            heads = cells
            yield from ((sentence, None) for sentence in sentences_of(line))
        else:
            yield from _row(cells, heads) or ((sentence, None) for sentence in sentences_of(line))


def _lines(text: str, tokens: list[Token]) -> Iterator[tuple[int, int, list[Token]]]:
    start = 0
    line: list[Token] = []
    for token in tokens:
        if token.kind is Kind.LINE:
            yield start, token.start, line
            start, line = token.end, []
        else:
            line.append(token)
    yield start, len(text), line


def _cells(text: str, start: int, end: int, line: list[Token]) -> list[Cell]:
    """The cells of a line, empty ones too; one cell where nothing parts the line."""
    edges = [match.span() for match in BREAK.finditer(text, start, end)]
    starts, ends = [start, *(after for _, after in edges)], [*(before for before, _ in edges), end]
    cells, index = [], 0
    for first, last in zip(starts, ends, strict=True):
        while index < len(line) and line[index].start < first:
            index += 1
        begin = index
        while index < len(line) and line[index].start < last:
            index += 1
        cells.append(Cell(text[first:last].strip(), line[begin:index]))
    return cells


def _row(cells: list[Cell], heads: list[Cell]) -> list[tuple[list[Token], str | None]]:
    """The sentences of a row with figures; none where the row is no "words, number"."""
    place = next((index for index, cell in enumerate(cells) if cell.has_words), None)
    if place is None:
        return []
    label, numbers = cells[place], [i for i, cell in enumerate(cells) if cell.is_number and i > place]
    if not _says_what_is_counted(label) and (found := _by_columns(label, cells, heads, numbers)):
        return found
    own = [i for i in numbers if not (i < len(heads) and OTHER_COLUMN.search(heads[i].text))]
    if not own:
        return []
    unit = next((cell.tokens for cell in cells[place + 1 :] if cell.is_unit), [])
    return [(_said(label.tokens, cells[own[0]].tokens, unit), None)]


def _by_columns(
    label: Cell, cells: list[Cell], heads: list[Cell], numbers: list[int]
) -> list[tuple[list[Token], str | None]]:
    """One sentence for each number under a head that says what is counted."""
    unit = None if TOTAL.match(label.text) else label.text
    return [
        (_said(heads[index].tokens, cells[index].tokens, []), unit)
        for index in numbers
        if index < len(heads)
        and _says_what_is_counted(heads[index])
        and not OTHER_COLUMN.search(heads[index].text)
    ]


def _says_what_is_counted(cell: Cell) -> bool:
    found = [phrase_at(cell.tokens, index) for index in range(len(cell.tokens))]
    nouns = {meaning[0].tag for meaning in found if meaning and meaning[0].group in COUNTED}
    return bool(nouns - PLACES) or (bool(nouns) and cell.text.lower().startswith(("số ", "tổng ")))


def _said(label: list[Token], number: list[Token], unit: list[Token]) -> list[Token]:
    """The label, a colon and the number with its unit; a unit in a bracket behind the label stands behind the number."""
    opening = next((i for i, token in enumerate(label) if token.low == "("), None)
    if opening and not unit and label[-1].low == ")" and Cell("", label[opening + 1 : -1]).is_unit:
        label, unit = label[:opening], label[opening + 1 : -1]
    end = label[-1].end
    return [*label, Token(Kind.SIGN, ":", ":", end, end), *number, *unit]
