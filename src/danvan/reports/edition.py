"""The public edition of a signed package: the same root hash, with what could point at a person closed."""

from collections.abc import Iterable
from typing import Any

from danvan.records.declare import Indicator, Ratio, figure
from danvan.reports.canonical import closed_leaf
from danvan.reports.narrative import frozen
from danvan.reports.opening import LEAST, PROVINCES
from danvan.reports.suppression import close
from danvan.ui.errors import Refusal

PUBLIC = "cong_khai"
BETWEEN = ("giua_bieu", "giua_ky")


def public_body(body: dict[str, Any]) -> dict[str, Any]:
    """The body with closed leaves replaced by their hashes. Rows of the units below stay closed altogether.

    The issuing unit's own row is open for a province; for any other unit counts below five, and those that would give
    them away, are closed.
    """
    closed = _closed_codes(body)
    own = body["unit"]
    told = "narrative" in body
    is_province = own["kind"] in PROVINCES
    words = {"narrative": frozen.public(body, closed, is_province=is_province)} if told else {}
    if "beside" in body and not is_province:  # the period beside may have closed there what it tells here
        words["beside"] = [closed_leaf(one) for one in body["beside"]]
    return (
        body
        | words
        | {
            "edition": PUBLIC,
            "cells": [
                cell if _is_open(cell, own["slug"], closed) else closed_leaf(cell) for cell in body["cells"]
            ],
            "checks": [
                check if _says_nothing_small(check, own, closed) else closed_leaf(check)
                for check in body["checks"]
            ],
            "lines": [closed_leaf(line) if line["code"] in closed else line for line in body["lines"]],
        }
    )


def _is_open(cell: dict[str, Any], slug: str, closed: set[str]) -> bool:
    if cell["unit"] == slug:
        return cell["code"] not in closed
    return _opens(cell["code"]) == "records"


def _says_nothing_small(check: dict[str, Any], own: dict[str, Any], closed: set[str]) -> bool:
    """A passed trial has a sentence without counts; a typed one repeats what is printed; others only of the whole.

    What another report states may be closed there, so that only a province, which closes nothing, shows it.
    """
    if check["kind"] == "nhap_tay" or (check["ok"] and not check["parts"]):
        return True
    if check["kind"] in BETWEEN and own["kind"] not in PROVINCES:
        return False
    return check["unit_name"] == own["name"] and not closed


def _closed_codes(body: dict[str, Any]) -> set[str]:
    if body["unit"]["kind"] in PROVINCES:
        return set()
    own = [cell for cell in body["cells"] if cell["unit"] == body["unit"]["slug"]]
    values = {cell["code"]: cell["value"] for cell in own if isinstance(cell["value"], int)}
    small = {cell["code"] for cell in own if cell["code"] in values and _is_small(cell)}
    lacking = {cell["code"] for cell in own if cell.get("lacks")}  # of these no equation holds
    whole = values.keys() - lacking
    equations = [
        dict.fromkeys(item["whole"], 1) | dict.fromkeys(item["parts"], -1)
        for item in body["identities"]
        if {*item["whole"], *item["parts"]} <= whole
    ]
    closed = close(values, small, equations)
    codes = set(values) if closed is None else {str(code) for code in closed}
    return codes | _ratios_of(codes, (cell["code"] for cell in own))


def _is_small(cell: dict[str, Any]) -> bool:
    """Few stand behind it: few records, a small count, or a small part that came by tables beside the records.

    How many stand behind a sum that came by tables alone nobody said.
    """
    item, value, records = _declared(cell["code"]), cell["value"], cell["records"] or 0
    if _opens(cell["code"]) != "totals":
        return False
    if isinstance(item, Indicator) and item.measure.startswith("sum:"):
        return 0 < records < LEAST or (value > 0 and not records)
    return any(0 < count < LEAST for count in (value, records, value - records))


def _ratios_of(closed: set[str], codes: Iterable[str]) -> set[str]:
    found = set()
    for code in codes:
        item = _declared(code)
        if isinstance(item, Ratio) and {item.numerator, item.denominator} & closed:
            found.add(code)
    return found


def _opens(code: str) -> str:
    item = _declared(code)
    return item.opens if isinstance(item, Indicator) else "totals"


def _declared(code: str) -> Indicator | Ratio | None:
    """None for a figure that is no longer declared: it stays closed."""
    try:
        return figure(code)
    except Refusal:
        return None
