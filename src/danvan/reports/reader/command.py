"""`danvan read-report FILE [--json] [--compare FILE]`: the figures of a typed report, and the identities they break."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from danvan.reports.reader import Check, Fact, Reading, read
from danvan.reports.reader.comparing import Comparison, Kind, compare
from danvan.reports.reader.labels import label_of

HELP = (
    "đọc số liệu từ báo cáo hoặc bài báo (.txt, .html, .docx, .pdf, .xlsx, bản quét) và kiểm tra tổng, tỷ lệ"
)
NEEDS_DJANGO = False
EPILOG = (
    "Mã thoát: 0 đọc được; 1 đọc được, có --strict và có tổng hoặc tỷ lệ sai (✗); 2 không đọc được tệp. "
    "Dấu ✓ là khớp, ✗ là sai, ⓘ là lưu ý cần người xem, không phải sai phạm."
)
HEADS = ("Chỉ tiêu", "Giá trị", "Đơn vị", "Kỳ", "Nơi")
WIDTHS = (60, 18, 14, 18, 30)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --json, --compare and --strict."""
    parser.description = HELP[0].upper() + HELP[1:] + "."
    parser.epilog = EPILOG
    parser.add_argument("file", metavar="FILE", help="tệp báo cáo, tối đa 20 MB")
    parser.add_argument("--json", action="store_true", help="in JSON: text, facts, checks, notes")
    parser.add_argument(
        "--compare",
        metavar="FILE",
        help="đối chiếu với một văn bản thứ hai: trùng, sửa đổi, mâu thuẫn, khác kỳ",
    )
    parser.add_argument("--strict", action="store_true", help="thoát với mã 1 khi có tổng hoặc tỷ lệ sai (✗)")


def run(args: argparse.Namespace) -> int:
    """Prints the reading and returns 0; with --strict 1 if an identity fails hard. A Refusal leaves nothing printed."""
    reading = read(Path(args.file))
    if args.compare:
        return _compare(reading, read(Path(args.compare)), args)
    output = as_json(reading) if args.json else "\n".join(report_lines(reading))
    _print(output)
    wrong = any(check.ok is False and check.severity == "hard" for check in reading.checks)
    return 1 if args.strict and wrong else 0


def _compare(first: Reading, second: Reading, args: argparse.Namespace) -> int:
    """Prints what the second document is to the first; with --strict 1 where they contradict each other."""
    found = compare(first, second)
    told = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
    _print(told if args.json else "\n".join(compared_lines(found)))
    return 1 if args.strict and found.kind == Kind.CONFLICTING else 0


def compared_lines(found: Comparison) -> Iterator[str]:
    """The comparison for a person: the kind in a sentence, the figures that differ, the sentences that differ."""
    yield found.text
    if found.shared:
        yield f"{found.shared} số liệu cùng chỉ tiêu, cùng kỳ; {len(found.figures)} số khác nhau."
    for pair in found.figures:
        yield f"  ✗ {pair.text}"
    for old, new in found.sentences:
        yield f"  - {old or '(không có)'}"
        yield f"  + {new or '(không có)'}"


def _print(output: str) -> None:
    sys.stdout.buffer.write((output + "\n").encode("utf-8"))
    sys.stdout.flush()


def as_json(reading: Reading) -> str:
    """The documented JSON object, letters unescaped."""
    return json.dumps(reading.as_json(), ensure_ascii=False, indent=2)


def report_lines(reading: Reading) -> Iterator[str]:
    """The reading for a person: figures as a table, then checks, then notes."""
    if not reading.facts:
        yield "Không thấy số liệu nào thuộc danh mục chỉ tiêu trong văn bản này."
    else:
        yield f"{len(reading.facts)} số liệu"
        yield from _table([HEADS, *map(_row, reading.facts)])
    if reading.checks:
        yield ""
        yield f"{len(reading.checks)} phép kiểm tra"
        for check in reading.checks:
            yield from _check_lines(check)
    for note in reading.notes:
        yield f"Ghi chú: {note}"


def _row(fact: Fact) -> tuple[str, ...]:
    value = f"{fact.qualifier} {fact.raw}" if fact.qualifier else fact.raw
    return (label_of(fact.indicator), value, fact.unit, fact.period or "", fact.org or "")


def _check_lines(check: Check) -> Iterator[str]:
    # only a hard failure is an accusation; a soft one asks a person to look
    mark = "✓" if check.ok else "✗" if check.ok is False and check.severity == "hard" else "ⓘ"
    yield f"  {mark} {check.label}"
    if check.hint:
        yield f"      {check.hint}"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = [tuple(_cut(cell, limit) for cell, limit in zip(row, WIDTHS, strict=True)) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield ("  " + "  ".join(cells)).rstrip()


def _cut(cell: str, limit: int) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= limit else cell[: limit - 1] + "…"


def _width(cell: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in cell)
