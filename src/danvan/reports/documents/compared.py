"""Figures of the periods beside, frozen with a report so that its papers compare with what was known when it was signed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from danvan.reports.beside import Beside
from danvan.reports.canonical import sealed_leaf
from danvan.reports.evidence import salted
from danvan.reports.freezing import exact
from danvan.ui.numbers import number, percent

NOWHERE = "…"


def beside_of(near: Beside, salt: str) -> dict[str, Any]:
    """{"beside": leaves, "beside_of": labels of the two periods and what limits them}; {} where nothing can be compared.

    A leaf is {"code", "previous", "last_year", "nonce"}; a value is None where there is no such figure.
    """
    if near.previous is None and near.last_year is None:
        return {}
    leaves = [
        sealed_leaf(
            {
                "code": row.code,
                "previous": exact(row.previous),
                "last_year": exact(row.last_year),
                "nonce": salted(salt, f"beside|{row.code}"),
            }
        )
        for row in near.rows()
    ]
    labels = {
        "previous": near.previous.period.label if near.previous else "",
        "last_year": near.last_year.period.label if near.last_year else "",
        "notes": list(near.notes),
    }
    return {"beside": leaves, "beside_of": labels}


def columns(body: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, label) of the periods that a paper compares with; of six months and more both are the same one."""
    labels = body.get("beside_of", {})
    found = [(key, labels[key]) for key in ("previous", "last_year") if labels.get(key)]
    opened = [(key, label) for key, label in found if any(not one.get("closed") for one in body["beside"])]
    return opened[:1] if len({label for _key, label in opened}) == 1 else opened


def values(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Code → open leaf."""
    return {one["code"]: one for one in body.get("beside", []) if not one.get("closed")}


def told(line: dict[str, Any], beside: dict[str, dict[str, Any]], keys: Iterable[str]) -> list[str]:
    """What a line prints of each period: the figure then, shares with their sign; "…" where none is known."""
    then = beside.get(line.get("code", ""), {})
    return [NOWHERE if then.get(key) is None else _shown(then[key], line) for key in keys]


def _shown(value: int | str, line: dict[str, Any]) -> str:
    return percent(amount(value)) if line.get("measure") == "%" else number(amount(value))


def amount(value: int | str) -> int | Decimal:
    """A package's number, which is text where it has decimals."""
    return value if isinstance(value, int) else Decimal(value)
