"""`danvan units`: the units as they stood on a day, or their whole history as a CSV file."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.tree import Node

HELP = "liệt kê đơn vị theo một ngày, xuất danh mục ra tệp CSV"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--on DATE [--under CODE] [--agencies] [--json], or --export FILE [--on DATE [--under CODE]]."""
    parser.add_argument("--on", metavar="NGÀY", help="ngày cần xem: 2023-03-14 hoặc 14/3/2023")
    parser.add_argument(
        "--under", metavar="MÃ", help="chỉ đơn vị mang mã này (đứng đầu danh sách) và các đơn vị bên dưới"
    )
    parser.add_argument("--agencies", action="store_true", help="kể cả sở, ban, ngành và tổ chức")
    parser.add_argument(
        "--export",
        metavar="TỆP",
        help="ghi tên, mã, cấp trên qua các thời kỳ ra tệp CSV (của mọi đơn vị nếu không có --on)",
    )
    parser.add_argument("--json", action="store_true", help="in JSON: code, name, kind, parent (mã), slug")


def run(args: argparse.Namespace) -> int:
    """Print the units from the top down, or write the file, and return 0; Refusal for a wrong day or an unknown code."""
    from danvan.org.tree import units_on
    from danvan.ui.dates import parse_day

    if args.export:
        return _export(args)
    if not args.on:
        raise Refusal("Thiếu ngày cần xem; hãy thêm --on, ví dụ: danvan units --on 2023-03-14")
    on = parse_day(args.on)
    nodes = units_on(on, args.under, agencies=args.agencies)
    _print_json(nodes, on) if args.json else _print_table(nodes)
    for caution in _cautions(on):
        print(caution, file=sys.stderr)
    return 0


def _export(args: argparse.Namespace) -> int:
    from danvan.org.exchange.writing import lines
    from danvan.org.tree import units_on
    from danvan.ui.dates import parse_day

    if args.under and not args.on:
        raise Refusal("Mã ở --under cần một ngày; hãy thêm --on, ví dụ: --on 2023-03-14")
    chosen = None
    if args.on:
        chosen = [node.unit.pk for node in units_on(parse_day(args.on), args.under, agencies=True)]
    written = 0
    try:
        with Path(args.export).open("w", encoding="utf-8", newline="") as file:
            for written, line in enumerate(lines(chosen)):  # noqa: B007
                file.write(line)
    except OSError as error:
        raise Refusal(f"Không ghi được tệp “{args.export}” ({error.strerror}); hãy chọn chỗ khác.") from None
    print(f"Đã ghi {written} dòng vào {args.export}.")
    return 0


def _print_json(nodes: "list[Node]", on: date) -> None:
    """One object a line within one list; `parent` is null for a province."""
    from danvan.org.models import UnitCode

    codes = {node.unit.pk: node.code for node in nodes}
    plain = UnitCode.objects.on(on).exclude(system=UnitCode.System.ELECTRONIC)
    above = plain.filter(unit_id=nodes[0].parent_id) if nodes else []
    codes |= {row.unit_id: row.code for row in above}
    rows = (
        {
            "code": node.code,
            "name": node.name,
            "kind": node.kind,
            "parent": codes.get(node.parent_id or 0),
            "slug": node.unit.slug,
        }
        for node in nodes
    )
    print("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]")


def _print_table(nodes: "Iterable[Node]") -> None:
    from danvan.ui.numbers import number

    depth: dict[int | None, int] = {}
    for node in nodes:
        depth[node.unit.pk] = depth.get(node.parent_id, -1) + 1
        print(f"{node.code:>8}  {'  ' * depth[node.unit.pk]}{node.name}")
    print(f"Tổng cộng {number(len(depth))} đơn vị.")


def _cautions(on: date) -> list[str]:
    """What the lists cannot tell of that day; kept apart from the list itself."""
    from danvan.org.lists import STAGES, UNDATED
    from danvan.ui.dates import day

    last, (first, end) = STAGES[-1].since, UNDATED
    if on > last:
        return [f"Danh mục ghi các thay đổi đến ngày {day(last)}; thay đổi sau đó, nếu có, chưa được nhập."]
    if first <= on < end:
        return [
            f"Ngoài tỉnh Quảng Bình, việc sắp xếp cấp xã từ {day(first)} đến {day(end)} được ghi chung vào "
            f"ngày {day(end)}; hãy đối chiếu nghị quyết của từng tỉnh."
        ]
    return []
