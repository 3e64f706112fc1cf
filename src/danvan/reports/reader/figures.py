"""A figure of the text before it has a meaning: number, scale, what is counted, qualifier."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Figure:
    """`start`..`end` enclose the number as written; `stop` is the end of its noun or unit."""

    value: int | Decimal
    raw: str
    start: int
    end: int
    stop: int
    scale: str = ""
    noun: str = ""
    qualifier: str | None = None
    qualifier_norm: str | None = None
    over: bool = False  # the next figure is its whole: 8/9
    in_words: bool = False
    per_month: bool = False
    # filled in by the reading of the clause
    tags: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    lead: set[str] = field(default_factory=set)  # the verbs said before it: what its neighbours share
    code: str = ""
    unit: str = ""
    of: str = ""  # the code that a share is said of
    part: bool = False  # one of the parts that "trong đó", a colon or a bracket opens
    opens: bool = False  # "trong 85 vụ việc…": the figures behind are its parts
    compared: bool = False  # of the period compared with
    since: int = 0  # where the words begin that name that period
    org: str | None = None
    direction: str | None = None
