"""The body of a package: everything a signature covers, written so that it can be checked without the database."""

from decimal import Decimal
from typing import Any

from django.db.models import Q

from danvan import law
from danvan.records.declare import Identity, Indicator, Ratio, figures, identities
from danvan.reports.canonical import digest, sealed_leaf
from danvan.reports.checks import Check
from danvan.reports.comparison import Line, shown
from danvan.reports.compute import Cell, Figures
from danvan.reports.evidence import Evidence, cell_hash, salted
from danvan.reports.flow.coverage import frozen
from danvan.reports.form_files import Form
from danvan.reports.live import Live
from danvan.reports.models import TypedFigure
from danvan.reports.verification import FORMAT
from danvan.ui.numbers import signed


def body_of(live: Live, evidence: Evidence) -> dict[str, Any]:
    """The part of the body that the figures decide; who signs and why is added by the signer."""
    figures_ = live.figures
    return {
        "format": FORMAT,
        "edition": "",
        "unit": _unit(figures_),
        "form": _form(live.form),
        "period": _period(figures_.period),
        "tree_on": figures_.tree_on.isoformat(),
        "illustrative": live.is_illustrative,
        "units": _units(figures_),
        "cells": _cells(figures_, evidence),
        "checks": [_check(check, evidence.salt, n) for n, check in enumerate(live.checks)],
        "lines": [_line(line, evidence.salt, n) for n, line in enumerate(live.lines)],
        "typed": [_typed(figure) for figure in live.typed],
        "coverage": frozen(figures_),
        "identities": [
            _identity(item) for item in identities(figures_.items, figures_.period.last) if not item.at_most
        ],
        "declarations": declarations_hash(),
        "sources": [
            {"source": source, "manifest": evidence.digest(source), "records": len(entries)}
            for source, entries in sorted(evidence.entries.items())
        ],
    }


def _unit(figures_: Figures) -> dict[str, str]:
    node = figures_.tree.nodes[figures_.unit.pk]
    return {"slug": figures_.unit.slug, "code": node.code, "name": node.name, "kind": node.kind}


def _period(period: law.Period) -> dict[str, str]:
    return {
        "code": period.code,
        "label": period.label,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "rule": period.rule,
        "wording_from": period.wording.valid_from.isoformat(),
        "citation": period.citation,
        "status": period.status,
    }


def _form(form: Form) -> dict[str, Any]:
    sections = [
        {
            "title": section.title,
            "rows": [
                {
                    "label": row.label,
                    "unit": row.unit,
                    "code": row.code,
                    "typed": row.typed,
                    "column": row.column,
                    "note": row.note,
                    "under": list(row.under),
                }
                for row in section.rows
            ],
        }
        for section in form.sections
    ]
    return {
        "key": form.key,
        "title": form.title,
        "subject": form.subject,
        "cite": form.cite,
        "note": form.note,
        "unverified": form.unverified,
        "table": form.is_table,
        "sections": sections,
    }


def _units(figures_: Figures) -> list[dict[str, str]]:
    nodes = figures_.tree.nodes
    found = []
    for pk in figures_.unit_ids:
        parent = nodes.get(nodes[pk].parent_id) if pk != figures_.unit.pk else None  # type: ignore[arg-type]
        found.append(
            {
                "slug": nodes[pk].unit.slug,
                "name": nodes[pk].name,
                "parent": parent.unit.slug if parent else "",
            }
        )
    return found


def _cells(figures_: Figures, evidence: Evidence) -> list[dict[str, Any]]:
    behind = evidence.by_cell(figures_)
    found = []
    for unit_id, name, row in figures_.rows():
        slug = figures_.tree.nodes[unit_id].unit.slug
        for code, cell in row.items():
            proof = cell_hash(evidence.salt, unit_id, code, behind.get((unit_id, code), []))
            found.append(sealed_leaf({"unit": slug, "unit_name": name, **_cell(cell), "nonce": proof}))
    return found


def _cell(cell: Cell) -> dict[str, Any]:
    # The mark says that no equation holds of its row; without a table packages are as they always were.
    mark = {"lacks": True} if cell.lacks else {}
    return mark | {
        "code": cell.code,
        "label": str(cell.label),
        "measure": cell.unit,
        "value": exact(cell.value),
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "records": cell.records,
        "cite": cell.cite,
    }


def exact(value: int | Decimal | None) -> int | str | None:
    """An integer as it is, any other number as text with at most six decimals."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else f"{value:.6f}"


def _check(check: Check, salt: str, n: int) -> dict[str, Any]:
    return sealed_leaf({**plain_check(check), "nonce": salted(salt, f"check|{n}")})


def plain_check(check: Check) -> dict[str, Any]:
    """A trial as a package keeps it."""
    return {
        "key": check.key,
        "kind": check.kind,
        "label": check.label,
        "ok": check.ok,
        "severity": check.severity,
        "unit_name": check.unit,
        "text": check.text,
        "stated": check.stated,
        "computed": check.computed,
        "cause": check.cause,
        "cite": check.cite,
        "parts": [{"label": label, "value": value} for label, value in check.parts],
    }


def _line(line: Line, salt: str, n: int) -> dict[str, Any]:
    return sealed_leaf(
        {
            "section": line.section,
            "label": line.row.label,
            "measure": line.row.unit,
            "column": line.row.column,
            "code": line.row.code,
            "typed": line.typed_shown,
            "counted": line.cell.shown,
            "value": exact(line.cell.value),
            "difference": exact(line.difference),
            "gap": signed(line.difference.normalize()) if line.difference and line.standing != "khop" else "",
            "standing": line.standing,
            "text": line.text,
            "nonce": salted(salt, f"line|{n}"),
        }
    )


def _typed(figure: TypedFigure) -> dict[str, Any]:
    issued = figure.report.issued_on
    return {
        "code": figure.code,
        "label": figure.label,
        "value": exact(figure.value),
        "unit": figure.unit,
        "shown": shown(figure),
        "raw": figure.raw,
        "qualifier": figure.qualifier,
        "note": figure.note,
        "report": figure.report.title,
        "issued_on": issued.isoformat() if issued else "",
    }


def _identity(item: Identity) -> dict[str, Any]:
    return {
        "key": item.key,
        "label": str(item.label),
        "whole": list(item.whole),
        "parts": list(item.parts),
        "cite": item.cite,
    }


def declarations_hash() -> str:
    """The hash of every declared figure and equation: two reports with the same one counted by the same definitions."""
    equations = [{**_identity(item), "at_most": item.at_most} for item in identities()]
    return digest([*map(_declared, figures()), *equations])


def _declared(item: Indicator | Ratio) -> dict[str, Any]:
    if isinstance(item, Ratio):
        return {"code": item.code, "numerator": item.numerator, "denominator": item.denominator}
    return {
        "code": item.code,
        "source": item.source._meta.label_lower,
        "placed_by": item.placed_by,
        "kind": item.kind,
        "ends_by": "" if item.kind == "flow" else item.ends_by,
        "dated": [list(pair) for pair in item.dated],
        "limits": [list(limit) for limit in item.limits],
        "measure": item.measure,
        "where": _condition(item.where),
    }


def _condition(node: Q) -> list[Any]:
    """["NOT"?, connector, conditions], sorted, so that the order of writing does not matter."""
    parts = [
        _condition(child) if isinstance(child, Q) else [child[0], _plain(child[1])]  # type: ignore[index]
        for child in node.children
    ]
    return [node.negated, node.connector, sorted(parts, key=digest)]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    return value if value is None or isinstance(value, bool | int) else str(value)
