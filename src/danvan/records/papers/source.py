"""Templates read from files: one TOML file holds one kind of paper and its text.

The files are data of the domains; a mistake in one is a programmer's error and raises ValueError at start-up.
"""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from danvan.records.papers.declare import BOUND, CHOICE, LINES, WORDS, Blank, LawForm, PaperTemplate, register

type Facts = Callable[[Any, date], dict[str, str]]
type Fits = Callable[[Any], bool]
_TUPLES = ("record_types", "recipients", "signs")


def register_folder(folder: Path, facts: dict[str, Facts], fits: dict[str, Fits] | None = None) -> None:
    """Register every *.toml file of a folder, in the order of their names.

    `facts` are by record type, `fits` by a name that a file gives under `fits`.
    """
    for file in sorted(folder.glob("*.toml")):
        register(read(file, facts, fits or {}))


def read(file: Path, facts: dict[str, Facts], fits: dict[str, Fits]) -> PaperTemplate:
    """The template in one file; its key is the file's name."""
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    data["key"] = file.stem.replace("-", "_")
    data["forms"] = tuple(LawForm(**form) for form in data.get("forms", ()))
    data["blanks"] = tuple(_blank(file, blank) for blank in data.get("blanks", ()))
    data |= {name: tuple(data[name]) for name in _TUPLES if name in data}
    if "fits" in data:
        data["fits"] = fits[data["fits"]]
    data["facts"] = _facts(data["record_types"], facts)
    try:
        return PaperTemplate(**data)
    except TypeError as error:
        raise ValueError(f"{file}: {error}") from error


def _blank(file: Path, data: dict[str, Any]) -> Blank:
    blank = Blank(**data | {"options": tuple(data.get("options", ()))})
    if blank.kind not in {*BOUND, WORDS, LINES} or (blank.kind == CHOICE) != bool(blank.options):
        raise ValueError(f"{file}: {blank.name} is of no known kind")
    return blank


def _facts(types: tuple[str, ...], facts: dict[str, Facts]) -> Facts:
    known = {key: facts[key] for key in types if key in facts}

    def found(record: Any, on: date) -> dict[str, str]:
        return known[record.type](record, on) if record.type in known else {}

    return found
