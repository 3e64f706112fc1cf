"""Files that people open in a spreadsheet: the mark of the encoding, lines one by one, cells that are no formula."""

from typing import Any

MARK = "\ufeff"  # without it a spreadsheet reads the file as Latin-1
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Echo:
    """A file that gives back what is written to it, so that csv makes lines to send one by one."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a leading sign is kept behind an apostrophe."""
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else cell
