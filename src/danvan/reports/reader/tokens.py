"""The text as words, numbers and signs, each with its place. Linear in the length of the text."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; `start` and `end` are code points into the text."""

    kind: Kind
    text: str
    low: str
    start: int
    end: int


# A word begins with a letter, so that "m2" is one word and "22,2ha" is a number and a word. Every branch
# takes at least one character and none can be split in two ways: no backtracking on long input.
TOKEN = re.compile(
    r"(?P<line>\n)|(?P<word>[^\W\d_]\w*)|(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<sign>[^\s\w]|\w)"
)


def tokens_of(text: str) -> list[Token]:
    """All tokens; spaces are left out, line breaks kept."""
    found = []
    for match in TOKEN.finditer(text):
        kind = Kind(match.lastgroup or "sign")
        word = match.group()
        found.append(Token(kind, word, word.lower(), match.start(), match.end()))
    return found


# A run of words without a full stop, such as a table in one line, is cut so that reading stays linear.
LONGEST_SENTENCE = 600

# A full stop after these is part of an abbreviation.
ABBREVIATIONS = frozenset({"tp", "tx", "tt", "ths", "ts", "pgs", "gs", "q", "p", "h", "st", "vv"})
ENDS = frozenset(".!?…")


def sentences_of(tokens: list[Token]) -> list[list[Token]]:
    """Tokens by sentence: a line break ends one, and a full stop that is not an abbreviation's."""
    found: list[list[Token]] = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind is Kind.LINE:
            found.append(current)
            current = []
            continue
        current.append(token)
        if (token.low in ENDS and _ends(tokens, index)) or len(current) >= LONGEST_SENTENCE:
            found.append(current)
            current = []
    found.append(current)
    return [sentence for sentence in found if sentence]


def _ends(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.low != ".":
        return True
    glued = after is not None and after.start == token.end and after.kind is not Kind.LINE
    return not glued and not (before is not None and before.low in ABBREVIATIONS)
