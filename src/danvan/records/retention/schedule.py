"""How long what is kept: which rule of the law gives a type of record and a way it ended its time.

`schedule.toml` names rules and no number. What it does not name, and what only a rule known from memory would end, is kept.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from danvan import law
from danvan.records.declare import RecordType, State, record_types

UNKNOWN = "Chưa có quy tắc đã kiểm chứng về thời hạn lưu loại hồ sơ này."
NO_EVENT = "Không có ngày của sự kiện mà thời hạn lưu tính từ đó."
NO_WORDING = "Vào ngày đó chưa có quy tắc đã kiểm chứng về thời hạn lưu."


@dataclass(frozen=True, slots=True)
class Row:
    """Records of `type` that ended as `ended` are kept for the time of the rule in force on the day in `dated_by`."""

    type: str
    ended: str
    dated_by: str
    rules: tuple[str, ...]

    def time(self, day: date) -> law.Due | None:
        """The end of the time for an event on that day; None without a rule that was read (V) or has a source (S)."""
        book = law.rulebook()
        for rule in self.rules:
            if book.in_force(rule, day):
                due = law.due(rule, day)
                return due if due.verdict_possible else None
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """What the page says of a type of record and a way it ended: under a rule, or kept and why."""

    kind: RecordType
    state: State
    row: Row | None
    why: str


@cache
def _read() -> tuple[tuple[Row, ...], dict[str, str]]:
    entries = tomllib.loads((Path(__file__).parent / "schedule.toml").read_text(encoding="utf-8"))
    rows = tuple(Row(**entry | {"rules": tuple(entry["rules"])}) for entry in entries["row"])
    return rows, {entry["type"]: entry["why"] for entry in entries["kept"]}


def rows() -> tuple[Row, ...]:
    """The rows of the schedule."""
    return _read()[0]


def row_of(type_key: str, state: str) -> Row | None:
    """The row for a type and a way it ended; None where records of that kind are kept."""
    return next((row for row in rows() if (row.type, row.ended) == (type_key, state)), None)


def why_kept(type_key: str) -> str:
    """Why records of a type that no row ends are kept, as a sentence."""
    return _read()[1].get(type_key, UNKNOWN)


def lines(kinds: Iterable[RecordType] | None = None) -> list[Line]:
    """Every type of record and every way it ends, with its row or the reason why it is kept."""
    return [
        Line(kind, state, row := row_of(kind.key, state.key), "" if row else why_kept(kind.key))
        for kind in (record_types() if kinds is None else kinds)
        for state in kind.states
        if state.is_final
    ]


def groups() -> list[tuple[Line, list[str]]]:
    """As `lines`, ways of one type that are treated alike put together: the first of them, and the words of all."""
    found: dict[tuple[str, Row | None, str], tuple[Line, list[str]]] = {}
    for line in lines():
        same = found.setdefault((line.kind.key, line.row, line.why), (line, []))
        same[1].append(str(line.state.label))
    return list(found.values())


def wordings(row: Row) -> list[law.Wording]:
    """The wordings of a row's rules, the newest first: what the page cites."""
    found = [wording for rule in row.rules for wording in law.rulebook().wordings(rule)]
    return sorted(found, key=lambda wording: wording.valid_from, reverse=True)
