"""Whether a word is a possible Vietnamese syllable: the measure by which a legacy encoding is recognised."""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_INITIAL = r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    r"(?:iêu|yêu|ươi|ươu|uôi|oai|oay|oeo|uây|uyê|uya|uyu|oao|iê|yê|ươ|uô|uâ|uê|uơ|uy|oa|oă|oe|oo|ai|ao|au|ay|âu|ây|eo|êu|"
    r"ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|[aăâeêioôơuưy])"
)
_FINAL = r"(?:ch|ng|nh|[cmnptk])?"
_SYLLABLE = re.compile(_INITIAL + _NUCLEUS + _FINAL)
_WORD = re.compile(r"[^\s!-@\[-`{-~“”‘’–—…•]+")


def is_syllable(word: str) -> bool:
    """One tone at most, and initial + nucleus + final as the language allows; case does not matter."""
    if not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
        return False
    plain, tones = [], 0
    for letter in unicodedata.normalize("NFD", word.lower()):
        tones += letter in _TONES
        if letter not in _TONES:
            plain.append(letter)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(plain))))


def marked_words(text: str) -> list[str]:
    """The words that hold anything beyond ASCII: the only ones that tell encodings apart."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def share_valid(words: list[str]) -> float:
    """Share of the words that are possible syllables; 0 of none."""
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
