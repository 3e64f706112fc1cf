"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime), one byte a letter, and VNI, a letter and its mark.

Tables: TCVN 5712:1993 (third form) and the VNI Windows layout.
"""

import re
from collections.abc import Iterable

from danvan.ui.vietnamese import nfc

TCVN3_LETTERS = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = {"ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323"}
_BREVE = {"ê": "ă", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "é": "ắ", "ë": "ặ"}
_HAT = {"â": "", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "á": "\u0301", "ä": "\u0323"}
_HATTED = {"a": "â", "e": "ê", "o": "ô"}
_ALONE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í"}


def _vni() -> dict[str, str]:
    """A letter with its mark → the letter; the longer ones are tried first."""
    made: dict[str, str] = dict(_ALONE)
    for letter in "aeouy":
        made |= {letter + mark: nfc(letter + tone) for mark, tone in _TONES.items()}
    made |= {"a" + mark: whole for mark, whole in _BREVE.items()}
    for letter, hatted in _HATTED.items():
        made |= {letter + mark: nfc(hatted + tone) for mark, tone in _HAT.items()}
    for typed, letter in (("ô", "ơ"), ("ö", "ư")):
        made |= {typed + mark: nfc(letter + tone) for mark, tone in _TONES.items()}
    upper = {key.upper(): value.upper() for key, value in made.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in made.items() if len(key) == 2}
    return made | mixed | upper


VNI_LETTERS = _vni()
_PAIRS = re.compile("|".join(sorted(map(re.escape, VNI_LETTERS), key=len, reverse=True)))
_MODERN = re.compile("[\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323ăđơưĂĐƠƯ]")
_IN_TCVN3 = re.compile("[µ¶·¸¹¨»¼½¾©®ª«¬§¦¥¤]|(?<=[a-zA-Z])[ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞß](?=[a-z\\s,.;]|$)")
_IN_VNI = re.compile(
    "[aeouyôöAEOUYÔÖ][øûõùïØÛÕÙÏ]|[aA][êèúüéëâàåãáäÊÈÚÜÉËÂÀÅÃÁÄ]|[eoEO][âàåãáäÂÀÅÃÁÄ]|[ñÑöÖ]"
)

UNICODE, TCVN3, VNI = "unicode", "tcvn3", "vni"


def font_of(texts: Iterable[str]) -> str:
    """unicode | tcvn3 | vni: how a whole sheet was typed. A sheet with letters that only Unicode has is Unicode."""
    whole = "\n".join(texts)
    if _MODERN.search(whole):
        return UNICODE
    old, pairs = len(_IN_TCVN3.findall(whole)), len(_IN_VNI.findall(whole))
    if max(old, pairs) == 0:
        return UNICODE
    return TCVN3 if old >= pairs else VNI


def to_unicode(text: str, font: str) -> str:
    """The text in Unicode, NFC."""
    if font == TCVN3:
        return " ".join(map(_from_tcvn3, text.split(" ")))
    if font == VNI:
        return nfc(_PAIRS.sub(lambda found: VNI_LETTERS[found[0]], text))
    return nfc(text)


def _from_tcvn3(word: str) -> str:
    """TCVN3 has no capitals with a tone: a word whose other letters are capitals was written in them."""
    made = nfc("".join(TCVN3_LETTERS.get(sign, sign) for sign in word))
    plain = [sign for sign in word if sign.isascii() and sign.isalpha()]
    return made.upper() if len(plain) > 1 and all(sign.isupper() for sign in plain) else made
