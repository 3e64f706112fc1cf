"""Whether a Vietnamese text was damaged between scanner and screen. It says so and proposes nothing."""

import re
import unicodedata
from itertools import pairwise

from danvan.ui.vietnamese import nfc

_LOST = re.compile("[?\ufffd\u00a1-\u00af\u00b0-\u00bf\u00d7\u00f7]")
# Telex left in the open: a tone's letter that closes a syllable no Vietnamese syllable ends with, vowels typed twice.
_TELEX_TONE = re.compile(r"[aeiouyăâêôơư](?:ng|nh|ch|[cmnpt])?[sfrxj]\b")
_TELEX_SHAPE = re.compile(r"aa|ee|\bdd|[aou]w|w\b")
_VNI = re.compile(r"[^\W\d_]\d")


def looks_broken(text: str, *, may_have_digits: bool = False) -> bool:
    """Whether signs of Telex, VNI, a lost encoding or a stray mark stand in a name or an address.

    A name of the peoples of the highlands may hold w, j or f; it is then asked about once too often, which costs a look
    at the card.
    """
    told = nfc(text)
    lowered = told.lower()
    if _LOST.search(told) or _is_mixed(told) or _has_stray_mark(told):
        return True
    if _TELEX_TONE.search(lowered) or _TELEX_SHAPE.search(lowered):
        return True
    return bool(_VNI.search(told)) and not may_have_digits


def _is_mixed(told: str) -> bool:
    """A capital letter right behind a small one: an old encoding shown in a new one, or a key held down."""
    return any(one.islower() and other.isupper() for one, other in pairwise(told))


def _has_stray_mark(told: str) -> bool:
    """A combining mark that joined with no letter even in NFC stands where a keyboard's dead key put it."""
    return any(unicodedata.category(sign) == "Mn" for sign in told)
