"""The way back, to type samples as offices did: Unicode to TCVN3 and to VNI."""

from danvan.records.tables.fonts import TCVN3_LETTERS, VNI_LETTERS
from danvan.ui.vietnamese import nfc


def to_tcvn3(text: str) -> str:
    """Capitals with a tone have no place in TCVN3 and become small."""
    back = {value: key for key, value in TCVN3_LETTERS.items()}
    return "".join(back.get(sign, back.get(sign.lower(), sign)) for sign in nfc(text))


def to_vni(text: str) -> str:
    """A letter and its mark, capitals too."""
    back = {value: key for key, value in VNI_LETTERS.items() if key.islower() or not value.islower()}
    return "".join(back.get(sign, sign) for sign in nfc(text))
