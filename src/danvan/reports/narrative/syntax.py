"""How an officer writes a figure into a sentence: `{Số đơn tiếp nhận trong kỳ}`, `{don.tiep_nhan|kỳ trước}`. Pure.

Before the bar stands a figure by its code or by its title on the form; after it, what of the figure is wanted. `{kỳ này}`,
`{kỳ trước}`, `{cùng kỳ}` and `{đơn vị}` are words. A sentence is kept with codes and shown with titles.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from danvan.ui.vietnamese import nfc

NOW, PREVIOUS, LAST_YEAR = "nay", "ky_truoc", "cung_ky"
AGAINST_PREVIOUS, AGAINST_LAST_YEAR = "so_ky_truoc", "so_cung_ky"
FORMS = {
    "": NOW,
    "kỳ này": NOW,
    "kỳ trước": PREVIOUS,
    "cùng kỳ": LAST_YEAR,
    "năm trước": LAST_YEAR,
    "so sánh": AGAINST_PREVIOUS,
    "so kỳ trước": AGAINST_PREVIOUS,
    "so cùng kỳ": AGAINST_LAST_YEAR,
    "so năm trước": AGAINST_LAST_YEAR,
}
WRITTEN = {
    NOW: "",
    PREVIOUS: "kỳ trước",
    LAST_YEAR: "cùng kỳ",
    AGAINST_PREVIOUS: "so sánh",
    AGAINST_LAST_YEAR: "so cùng kỳ",
}
WORDS = {"kỳ này": NOW, "kỳ trước": PREVIOUS, "cùng kỳ": LAST_YEAR, "đơn vị": "don_vi"}
WANTS = {AGAINST_PREVIOUS: PREVIOUS, PREVIOUS: PREVIOUS, AGAINST_LAST_YEAR: LAST_YEAR, LAST_YEAR: LAST_YEAR}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure, or one of WORDS when `code` is empty. `form` is one of FORMS' values; "" for one that is not known."""

    name: str
    code: str
    form: str
    written: str

    @property
    def wants(self) -> str:
        """The other period that it is about: PREVIOUS, LAST_YEAR or ""."""
        return WANTS.get(self.form, "")


type Piece = Plain | Bound


def pieces(text: str) -> list[Piece]:
    """The words and the figures of a text in order. A brace that is not closed is words."""
    found: list[Piece] = []
    at = 0
    for match in _BRACED.finditer(text):
        if match.start() > at:
            found.append(Plain(text[at : match.start()]))
        found.append(_bound(match.group(1), match.group(0)))
        at = match.end()
    if at < len(text):
        found.append(Plain(text[at:]))
    return found


def _bound(inside: str, written: str) -> Bound:
    name, _, form = (_tidy(part) for part in inside.partition("|"))
    if not form and name.lower() in WORDS:
        return Bound(name, "", WORDS[name.lower()], written)
    return Bound(name, name, FORMS.get(form.lower(), ""), written)


def _tidy(text: str) -> str:
    return " ".join(nfc(text).split())


def bound(text: str) -> Iterator[Bound]:
    """The figures of a text, its words left out."""
    return (piece for piece in pieces(text) if isinstance(piece, Bound) and piece.code)


def kept(text: str, titles: Mapping[str, str]) -> str:
    """The text with codes in place of titles; `titles` is code → title. What is no title of the form stays.

    Control signs are left out: no paper shows them, and PostgreSQL keeps no NUL.
    """
    by_title = _by_title(titles)
    lowered = {code.lower(): code for code in titles}

    def write(piece: Piece) -> str:
        if isinstance(piece, Plain):
            return piece.text
        code = lowered.get(piece.code.lower()) or by_title.get(piece.code.lower())
        return piece.written if not code or not piece.form else braces(code, piece.form)

    return "".join(map(write, pieces(_CONTROL.sub("", nfc(text).replace("\r\n", "\n")).strip())))


def shown(text: str, titles: Mapping[str, str]) -> str:
    """The text as an officer edits it, titles in place of codes where a title names one figure only."""
    names = {code: title for title, code in _by_title(titles).items()}

    def write(piece: Piece) -> str:
        if isinstance(piece, Plain):
            return piece.text
        title = titles[piece.code] if piece.code in names else ""
        return braces(title, piece.form) if title and piece.form else piece.written

    return "".join(map(write, pieces(text)))


def braces(name: str, form: str) -> str:
    """{name} or {name|form} as it is written."""
    return f"{{{name}|{WRITTEN[form]}}}" if WRITTEN[form] else f"{{{name}}}"


def _by_title(titles: Mapping[str, str]) -> dict[str, str]:
    """Title in small letters → code; titles of two figures, and those that would not be read back, are left out."""
    counted: dict[str, list[str]] = {}
    for code, title in titles.items():
        counted.setdefault(_tidy(title).lower(), []).append(code)
    return {
        title: codes[0]
        for title, codes in counted.items()
        if len(codes) == 1 and title and title not in WORDS and not set(title) & set("{}|")
    }


def codes(texts: Iterable[str]) -> set[str]:
    """The codes that the texts bind."""
    return {piece.code for text in texts for piece in bound(text)}
