"""`danvan report`: a unit's report as a table in the terminal, or as JSON."""

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danvan.reports.checks import Check
    from danvan.reports.comparison import Line
    from danvan.reports.compute import Cell
    from danvan.reports.live import Live

HELP = "đếm và in báo cáo của một đơn vị trong một kỳ"
NEEDS_DJANGO = True

WIDE = 52
HEADS = ("Chỉ tiêu", "Đơn vị", "Theo báo cáo", "Đếm từ hồ sơ", "Chênh lệch")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """UNIT PERIOD [--form F] [--json]."""
    parser.add_argument("unit", metavar="ĐƠN_VỊ", help="mã, mã địa chỉ hoặc tên đơn vị: 44, “Quảng Bình”")
    parser.add_argument("period", metavar="KỲ", help="kỳ báo cáo: 2023-Q1, 2023-6M, 2023-02, 2023")
    parser.add_argument(
        "--form",
        default="dvcq",
        metavar="BIỂU",
        help="biểu mẫu: dvcq (mặc định), qcdc, pctn, motcua, nhanh, 01-tcd, 01-xld, 01-kqgq, 01-ttr…; bản in theo kỳ",
    )
    parser.add_argument(
        "--engine",
        choices=("pg", "duckdb", "spark"),
        default="pg",
        help="đếm trong cơ sở dữ liệu (pg) hay trên bản chụp",
    )
    parser.add_argument(
        "--snapshot", metavar="THƯ_MỤC", help="thư mục của bản chụp số liệu (danvan snapshot)"
    )
    parser.add_argument("--master", metavar="CỤM", default="local[2]", help="cụm Spark: spark://máy:7077")
    parser.add_argument("--json", action="store_true", help="in JSON: ô số liệu, kiểm tra, so sánh")


def run(args: argparse.Namespace) -> int:
    """Print the report; 0, or 1 when a trial of the counted figures failed. Refusal for bad input."""
    from danvan.reports import live
    from danvan.reports.engines.choosing import engine_of
    from danvan.reports.finding import find_unit
    from danvan.reports.form_files import version_on
    from danvan.reports.windows import period_of

    period = period_of(args.period)
    shape = version_on(args.form, period.last)
    unit = find_unit(args.unit, period.last)
    content = live.read(unit, period, shape.key, engine=engine_of(args.engine, args.snapshot, args.master))
    if args.json:
        print(json.dumps(as_json(content), ensure_ascii=False, indent=1))
    else:
        print(as_table(content))
    return 1 if content.blocking else 0


def as_json(content: "Live") -> dict[str, Any]:
    """Everything the table shows and more: cells with numerator, denominator and count of records; no record itself."""
    figures, period = content.figures, content.figures.period
    return {
        "unit": {"slug": figures.unit.slug, "name": content.unit_name},
        "form": content.form.key,
        "period": {
            "code": period.code,
            "label": period.label,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "citation": period.citation,
        },
        "tree_on": figures.tree_on.isoformat(),
        "units": len(figures.unit_ids),
        "illustrative": content.is_illustrative,
        "cells": [_cell(cell) for cell in figures.row().values()],
        "checks": [_check(check) for check in content.checks],
        "comparison": [_line(line) for line in content.lines],
    }


def _cell(cell: "Cell") -> dict[str, Any]:
    from danvan.reports.freezing import exact

    return {
        "code": cell.code,
        "label": str(cell.label),
        "unit": cell.unit,
        "value": exact(cell.value),
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "records": cell.records,
        "cite": cell.cite,
    }


def _check(check: "Check") -> dict[str, Any]:
    return {
        "key": check.key,
        "kind": check.kind,
        "label": check.label,
        "ok": check.ok,
        "severity": check.severity,
        "unit": check.unit,
        "parts": [{"label": label, "value": value} for label, value in check.parts],
        "stated": check.stated,
        "computed": check.computed,
        "cause": check.cause,
        "text": check.text,
    }


def _line(line: "Line") -> dict[str, Any]:
    from danvan.reports.freezing import exact

    return {
        "section": line.section,
        "label": line.row.label,
        "unit": line.row.unit,
        "column": line.row.column,
        "code": line.row.code,
        "typed": exact(line.typed.value) if line.typed else None,
        "typed_as_written": line.typed_shown,
        "counted": exact(line.cell.value),
        "difference": exact(line.difference),
        "standing": line.standing,
        "text": line.text,
    }


def as_table(content: "Live") -> str:
    """The report as lines of text: a head, a table for each section, the reasons of differences, the trials."""
    parts = [*_title(content)]
    section = ""
    rows: list[tuple[str, ...]] = []
    for line in content.lines:
        if line.section != section:
            section = line.section
            rows.append((section.upper(),))
        rows.append(_row(line))
    parts += _ruled(rows)
    parts += [
        "",
        *(f"  ≠ {line.row.label}: {line.text}" for line in content.lines if line.standing == "khong_khop"),
    ]
    parts += ["", "Kiểm tra số liệu:", *(_check_text(check) for check in content.checks)]
    return "\n".join(parts)


def _title(content: "Live") -> list[str]:
    from danvan.ui.dates import day

    period = content.figures.period
    lines = [
        f"{content.form.title.upper()}, {period.label.upper()}",
        f"{content.unit_name} · số liệu từ {day(period.first)} đến {day(period.last)} ({period.citation})",
        f"Đơn vị tính theo danh mục ngày {day(content.figures.tree_on)}: {len(content.figures.unit_ids)} đơn vị",
    ]
    if content.is_illustrative:
        lines.append("Số liệu minh họa: hồ sơ do hệ thống đặt ra để trình bày, không phải hồ sơ có thật.")
    return [*lines, ""]


def _row(line: "Line") -> tuple[str, ...]:
    from danvan.ui.numbers import signed

    gap = signed(line.difference.normalize()) if line.difference and line.standing == "khong_khop" else ""
    column = f"({line.row.column}) " if line.row.column else ""
    return (column + line.row.label, line.row.unit, line.typed_shown, line.cell.shown, gap)


def _ruled(rows: list[tuple[str, ...]]) -> list[str]:
    full = [row for row in rows if len(row) > 1]
    widths = [max(len(row[n]) for row in (HEADS, *full)) for n in range(len(HEADS))]
    widths[0] = min(widths[0], WIDE)
    rule = "─" * (sum(widths) + 2 * len(widths))
    out = [_aligned(HEADS, widths), rule]
    for row in rows:
        out += [row[0]] if len(row) == 1 else _folded(row, widths)
    return [*out, rule]


def _folded(row: tuple[str, ...], widths: list[int]) -> list[str]:
    """One row; a label wider than its column goes on in the lines below."""
    words, lines = row[0].split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if len(longer) <= widths[0] else [*lines, word]
    return [_aligned((lines[0], *row[1:]), widths), *(f"  {line}" for line in lines[1:])]


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    label, unit, *numbers = row
    cells = [f"{value:>{width}}" for value, width in zip(numbers, widths[2:], strict=True)]
    return "  ".join([f"  {label:<{widths[0]}}", f"{unit:<{widths[1]}}", *cells]).rstrip()


def _check_text(check: "Check") -> str:
    whose = " (số theo báo cáo)" if check.kind == "nhap_tay" else ""
    mark = "✓" if check.ok else "✗" if check.blocks else "!"
    return f"  {mark} {check.label}{whose}: {check.text}"
