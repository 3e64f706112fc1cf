"""TCVN3 (ABC) and VNI text to Unicode.

Both predate Unicode: a font draws Vietnamese letters on the code points of Western Europe, so such
text arrives as Windows-1252 characters. TCVN3 is one character a letter; VNI writes a mark after its vowel.
The tables are the public ones of TCVN 5712:1993 (VN3) and of the VNI Windows fonts.
"""

import re
import unicodedata
from itertools import product

_TCVN3_LETTERS = (
    "¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ "
    "Ìè Îẻ Ïẽ Ðé Ñẹ "
    "Òề Óể Ôễ Õế Öệ ×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ "
    "ùự úỳ ûỷ üỹ ýý þỵ"
)
TCVN3: dict[str, str] = {pair[0]: pair[1] for pair in _TCVN3_LETTERS.split(" ")}
_TCVN3_TABLE = str.maketrans(TCVN3)

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    """Every VNI spelling, both cases; ô and ö are the letters ơ and ư and take the tones again."""
    pairs = dict(_VNI_SINGLE)
    for base, (mark, tone) in product("aeouyôö", _TONES.items()):
        pairs[base + mark] = _VNI_SINGLE.get(base, base) + tone
    for mark, tone in _BREVES.items():
        pairs["a" + mark] = "ă" + tone
    for base, (mark, tone) in product("aeo", _HATS.items()):
        pairs[base + mark] = base + "\u0302" + tone
    del pairs["yï"]
    whole = {}
    for spelled, letter in pairs.items():
        letter = unicodedata.normalize("NFC", letter)
        whole[spelled] = letter
        whole[spelled.upper()] = letter.upper()
        whole[spelled[0].upper() + spelled[1:]] = letter.upper()
    return whole


VNI: dict[str, str] = _vni_table()
_VNI_SPELLINGS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_tcvn3(text: str, capitals: bool = False) -> str:
    """Unicode of TCVN3 text in Windows-1252 characters; `capitals` for the fonts .Vn…H, which draw such."""
    converted = text.translate(_TCVN3_TABLE)
    return converted.upper() if capitals else converted


def from_vni(text: str) -> str:
    """Unicode of VNI text given as Windows-1252 characters."""
    return _VNI_SPELLINGS.sub(lambda match: VNI[match.group()], text)


def by_font(text: str, font: str | None) -> tuple[str, str | None]:
    """The text of a run and the name of the legacy encoding that its font implies, if any."""
    if font and font.startswith(".Vn"):
        return from_tcvn3(text, capitals=font.endswith("H")), "TCVN3"
    if font and font.upper().startswith("VNI-"):
        return from_vni(text), "VNI"
    return text, None
