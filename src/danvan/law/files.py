"""Opens the TOML files of the law and knows on which line a key stands, so that a refusal can say where."""

import re
import tomllib
from pathlib import Path
from typing import Any

from danvan.law.refusals import BrokenLaw

HERE = Path(__file__).parent


class LawFile:
    """One TOML file with its text."""

    def __init__(self, path: Path) -> None:
        """Read and parse; BrokenLaw for a missing file, text that is not UTF-8, or a slip of TOML."""
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BrokenLaw(f"Thiếu tệp {self.name}; hãy cài lại hoặc chép lại tệp.") from None
        except UnicodeDecodeError:
            raise BrokenLaw(f"Tệp {self.name} không phải UTF-8; hãy lưu lại bằng UTF-8.") from None
        try:
            self.tables: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as slip:
            raise BrokenLaw(f"Tệp {self.name} sai cú pháp TOML: {_in_vietnamese(str(slip))}.") from None

    @property
    def name(self) -> str:
        """The file as a person would look for it: rules/complaints.toml."""
        parent = self.path.parent.name
        return f"{parent}/{self.path.name}" if parent in ("rules", "days", "cases") else self.path.name

    def line_of(self, header: str, turn: int = 0, field: str = "") -> int | None:
        """The line of the `turn`-th table with this header, or of a field within that table; None if not found."""
        lines = self.text.splitlines()
        starts = [number for number, line in enumerate(lines, 1) if _header(line) == header]
        if turn >= len(starts):
            return None
        start = starts[turn]
        for number in range(start, len(lines)):
            if _header(lines[number]) is not None:
                break
            if field and re.match(rf"\s*{re.escape(field)}\s*=", lines[number]):
                return number + 1
        return start

    def refuse(self, sentence: str, header: str = "", turn: int = 0, field: str = "") -> BrokenLaw:
        """A BrokenLaw that names file, line and key before the sentence."""
        line = self.line_of(header, turn, field) if header else None
        place = (
            f"Tệp {self.name}" + (f", dòng {line}" if line else "") + (f", mục {header}" if header else "")
        )
        return BrokenLaw(f"{place}: {sentence}.")


def _header(line: str) -> str | None:
    match = re.match(r'\s*\[\[?\s*"?([^"\]]+)"?\s*\]\]?\s*(#.*)?$', line)
    return match[1].strip() if match else None


def _in_vietnamese(slip: str) -> str:
    return (
        slip.replace("(at line ", "(dòng ")
        .replace(", column ", ", cột ")
        .replace("(at end of document)", "(cuối tệp)")
    )
