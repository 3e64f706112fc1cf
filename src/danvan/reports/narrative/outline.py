"""The outline of a narrative report with the sentences that are proposed at once, read from `outlines/*.toml`.

A form without a file of its own, unless it is a statistical table, gets a paragraph per section that tells its lines.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from danvan.reports.form_files import Form, FormRow
from danvan.ui.errors import Refusal

FOLDER = Path(__file__).parent / "outlines"
KEYS = {"key", "title", "hint", "text"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the outline. `hint` says what belongs there, `texts` are proposed paragraphs in the syntax of figures."""

    key: str
    title: str
    hint: str = ""
    texts: tuple[str, ...] = ()


def outline(form: Form) -> tuple[Heading, ...]:
    """The headings of the form; () for a statistical table, which has no words of its own."""
    if form.family in _files():
        return _files()[form.family]
    return () if form.is_table else tuple(_told(form))


@cache
def _files() -> dict[str, tuple[Heading, ...]]:
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}


def read(path: Path) -> tuple[Heading, ...]:
    """The headings in a file; Refusal naming it for a key that is not known or stands twice."""
    found = []
    for part in tomllib.loads(path.read_text(encoding="utf-8"))["section"]:
        if unknown := set(part) - KEYS:
            raise Refusal(
                f"Đề cương {path.name}: không có mục “{min(unknown)}”; các mục có là {sorted(KEYS)}."
            )
        texts = tuple(" ".join(text.split()) for text in part.get("text", ()))
        found.append(Heading(part["key"], part["title"], part.get("hint", ""), texts))
    keys = [heading.key for heading in found]
    if len(set(keys)) < len(keys):
        raise Refusal(f"Đề cương {path.name} có hai phần cùng khóa; hãy đặt khóa riêng.")
    return tuple(found)


def _told(form: Form) -> list[Heading]:
    return [
        Heading(
            f"phan_{n}", section.title, "", tuple(_line(row) for row in section.rows if row.code or row.typed)
        )
        for n, section in enumerate(form.sections, start=1)
    ]


def _line(row: FormRow) -> str:
    if not row.code:
        return f"{row.label}: {{{row.typed}}}."
    measure = "" if row.unit == "%" else f" {row.unit}"
    return f"{row.label}: {{{row.code}}}{measure}, {{{row.code}|so sánh}}."
