"""`danvan units`: the units as they stood on a day."""

import argparse
import json

HELP = "liệt kê đơn vị theo một ngày"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--on DATE [--under CODE] [--agencies] [--json]."""
    parser.add_argument("--on", required=True, metavar="NGÀY", help="ngày cần xem: 2023-03-14 hoặc 14/3/2023")
    parser.add_argument("--under", metavar="MÃ", help="chỉ đơn vị mang mã này và các đơn vị bên dưới")
    parser.add_argument("--agencies", action="store_true", help="kể cả sở, ban, ngành và tổ chức")
    parser.add_argument("--json", action="store_true", help="in JSON: code, name, kind, parent (mã), slug")


def run(args: argparse.Namespace) -> int:
    """Print the units from the top down and return 0; Refusal for a wrong day or an unknown code."""
    from danvan.org.tree import units_on
    from danvan.ui.dates import parse_day

    nodes = units_on(parse_day(args.on), args.under, agencies=args.agencies)
    codes = {node.unit.pk: node.code for node in nodes}
    if args.json:
        rows = [
            {
                "code": node.code,
                "name": node.name,
                "kind": node.kind,
                "parent": codes.get(node.parent_id),
                "slug": node.unit.slug,
            }
            for node in nodes
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    depth: dict[int | None, int] = {}
    for node in nodes:
        depth[node.unit.pk] = depth.get(node.parent_id, -1) + 1
        print(f"{node.code:>7}  {'  ' * depth[node.unit.pk]}{node.name}")
    print(f"Tổng cộng {len(nodes)} đơn vị.")
    return 0
