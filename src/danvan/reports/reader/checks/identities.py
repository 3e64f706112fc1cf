"""Reads identities.toml: which figures of a report belong together."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("identities.toml")
RULES = ("partition", "exact", "at_most", "when_equal")


@dataclass(frozen=True, slots=True)
class SumIdentity:
    """`wholes`: codes that may be the total; `parts`: codes that must be there, `optional`: that may;
    `rule`: see the data.
    """

    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    optional: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RatioIdentity:
    """`ratio` in percent = `part` ÷ `whole`; each a tuple of candidate codes, the preferred first."""

    ratio: tuple[str, ...]
    part: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeIdentity:
    """`base` against the period compared: `change` in its unit, `ratio` in percent."""

    base: tuple[str, ...]
    change: tuple[str, ...]
    ratio: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """The whole table; `bounds` are pairs (part, whole)."""

    sums: tuple[SumIdentity, ...]
    ratios: tuple[RatioIdentity, ...]
    bounds: tuple[tuple[str, str], ...]
    changes: tuple[ChangeIdentity, ...]


@cache
def declared() -> Identities:
    """The identities of identities.toml; longer sums first, so that a shorter one never accuses inside a
    longer.
    """
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    sums = [
        SumIdentity(tuple(row["wholes"]), tuple(row["parts"]), tuple(row.get("optional", ())), row["rule"])
        for row in table["sum"]
    ]
    if unknown := {row.rule for row in sums} - set(RULES):
        raise ValueError(f"identities.toml: unknown rule {sorted(unknown)}")
    return Identities(
        tuple(sorted(sums, key=lambda row: -len(row.parts))),
        tuple(RatioIdentity(tuple(r["ratio"]), tuple(r["part"]), tuple(r["whole"])) for r in table["ratio"]),
        tuple((row["part"], row["whole"]) for row in table["bound"]),
        tuple(
            ChangeIdentity(tuple(r["base"]), tuple(r["change"]), tuple(r["ratio"])) for r in table["change"]
        ),
    )
