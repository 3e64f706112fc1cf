"""What people type as a reason or a note, before it is kept."""

from danvan.ui.vietnamese import nfc


def cleaned(text: str) -> str:
    """One line in the usual form of Unicode, without signs that no keyboard has."""
    return " ".join(nfc("".join(sign if sign.isprintable() else " " for sign in text)).split())
