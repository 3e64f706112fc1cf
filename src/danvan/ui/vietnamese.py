"""Vietnamese text: one Unicode form, mark-less search text, and dictionary order in plain ASCII.

No database wheel we ship carries ICU, and SQL functions do not fold đ, so both the folded text and
the sort key are computed here when a row is written and stored in their own columns (collation "C").
"""

import re
import unicodedata

# The 29 letters of the alphabet with f, j, w, z of borrowed words in their usual places.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = dict(zip(ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_SHAPED = {
    ("a", _BREVE): "ă",
    ("a", _CIRCUMFLEX): "â",
    ("e", _CIRCUMFLEX): "ê",
    ("o", _CIRCUMFLEX): "ô",
    ("o", _HORN): "ơ",
    ("u", _HORN): "ư",
}

# Six ASCII signs below "0", in the order ngang, huyền, hỏi, ngã, sắc, nặng. The tone closes its syllable,
# and being below every letter it puts "an" before "anh" without a separator.
_LEVEL = "*"
_TONES = {"\u0300": "+", "\u0309": ",", "\u0303": "-", "\u0301": ".", "\u0323": "/"}

_TOKEN = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_FOREIGN = "z"  # above every letter code: signs of other scripts come last, by code point
_LONGEST_NUMBER = 99


def nfc(text: str) -> str:
    """The text in Unicode form NFC: the one form that is stored, compared and counted in."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower-case text without marks, đ as d, single spaces: "Đơn  khiếu nại" → "don khieu nai".

    Takes any Unicode form; applying it twice changes nothing. The letter ð (U+00F0), which old
    fonts show as đ, is taken for đ.
    """
    return " ".join(_bare(text).replace("đ", "d").split())


def sort_key(text: str) -> str:
    """An ASCII string whose byte order is the order of a Vietnamese dictionary.

    Syllable by syllable: first the letters (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi ngã sắc
    nặng), then the next syllable; so "ba", "ba ba", "bà", "bả". Numbers count by value ("Thôn 2"
    before "Thôn 10"). Case, punctuation, the form of Unicode and the place of the tone ("hoà", "hòa")
    make no difference.
    """
    return "".join(_syllable(token) for token in _TOKEN.findall(nfc(text)))


def _bare(text: str) -> str:
    lowered = unicodedata.normalize("NFD", nfc(text).lower()).replace("ð", "đ")
    return nfc("".join(sign for sign in lowered if unicodedata.category(sign) != "Mn"))


def _syllable(token: str) -> str:
    """Codes of the letters and numbers of one word, closed by its tone."""
    letters, tone = _letters_and_tone(token)
    return "".join(_code(run) for run in _RUN.findall(letters)) + tone


def _letters_and_tone(token: str) -> tuple[str, str]:
    letters: list[str] = []
    tone = _LEVEL
    for sign in unicodedata.normalize("NFD", token.lower()).replace("ð", "đ"):
        if sign in _TONES:
            tone = _TONES[sign]
        elif unicodedata.category(sign) != "Mn":
            letters.append(sign)
        elif letters:
            letters[-1] = _SHAPED.get((letters[-1], sign), letters[-1])
    return "".join(letters), tone


def _code(run: str) -> str:
    if run.isascii() and run.isdigit():
        digits = run.lstrip("0") or "0"
        return f"{min(len(digits), _LONGEST_NUMBER):02d}{digits}"
    return "".join(_CODES.get(sign) or f"{_FOREIGN}{ord(sign):06x}" for sign in run)
