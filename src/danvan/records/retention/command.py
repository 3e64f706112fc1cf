"""`danvan retention`: what is due to be destroyed and what is kept; with --apply the run of a list that was shown."""

import argparse
import json
from typing import TYPE_CHECKING

from danvan.law import parse_date
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.models import Account, Unit
    from danvan.records.retention.planning import Item, Plan

HELP = "Liệt kê hồ sơ hết thời hạn lưu; hủy theo quyết định với --apply"
NEEDS_DJANGO = True
NEEDED = ("by", "decision", "dated", "digest")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The unit, and for the run who decided by which paper on which list."""
    parser.add_argument("unit", metavar="ĐƠN_VỊ", help="mã đơn vị")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.add_argument("--apply", action="store_true", help="hủy đúng danh sách đã xem")
    parser.add_argument("--by", metavar="TÊN-ĐĂNG-NHẬP", help="người đứng đầu đã quyết định")
    parser.add_argument("--decision", metavar="SỐ", help="số quyết định hủy, ví dụ 12/QĐ-UBND")
    parser.add_argument("--dated", metavar="NGÀY", help="ngày quyết định")
    parser.add_argument("--digest", metavar="MÃ", help="mã danh sách in ra khi xem trước")


def run(args: argparse.Namespace) -> int:
    """Print the list, or destroy it; 0 when done. Bad input, no right and a changed list are a Refusal.

    Numbers, rules and days only: no person, and nothing of what a record is about.
    """
    from danvan.org.tree import unit_by_code
    from danvan.records.retention import planning
    from danvan.records.today import today

    unit = unit_by_code(args.unit, today())
    if args.apply:
        return _apply(args, unit)
    given = [f"--{name}" for name in NEEDED if getattr(args, name)]
    if given:
        raise Refusal(f"{', '.join(given)} chỉ dùng cùng --apply; xem trước thì bỏ đi.")
    listed = planning.plan({unit.pk}, today())
    print(json.dumps(_as_json(listed), ensure_ascii=False, indent=2) if args.json else _as_text(listed))
    return 0


def _apply(args: argparse.Namespace, unit: "Unit") -> int:
    from danvan.records.retention import erasing
    from danvan.records.today import today

    missing = [f"--{name}" for name in NEEDED if not getattr(args, name)]
    if missing:
        raise Refusal(f"Muốn hủy phải ghi thêm {', '.join(missing)}.")
    stones = erasing.erase(
        unit,
        by=_account(args.by),
        on=today(),
        digest=args.digest,
        decision=args.decision,
        decision_on=parse_date(args.dated),
    )
    print(f"Đã hủy {len(stones)} hồ sơ theo {args.decision}.")
    return 0


def _account(username: str) -> "Account":
    from danvan.org.models import Account

    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refusal(f"Không có tài khoản «{username}»; hãy xem lại tên đăng nhập.")
    return account


def _as_text(listed: "Plan") -> str:
    lines = [f"Đến hạn hủy ngày {day(listed.on)}: {len(listed.due)} hồ sơ"]
    for item in listed.due:
        going = "; ".join(f"{label} {count}" for label, count in item.parts.words) or "chỉ dòng trong sổ"
        lines.append(f"  {_head(item)}  {item.due.citation}  {going}")
    lines.append(f"Được giữ lại: {len(listed.held)} hồ sơ")
    for item in listed.held:
        lines.append(f"  {_head(item)}  " + " ".join(holding.why for holding in item.held))
    if listed.has_more:
        lines.append("Còn hồ sơ nữa; chạy lại sau khi hủy danh sách này.")
    lines.append(f"Mã danh sách: {listed.digest}")
    lines.append("Chưa có gì bị hủy.")
    return "\n".join(lines)


def _head(item: "Item") -> str:
    return f"{item.record.type} {item.record.number}  {item.due.rule}  {day(item.due.latest_on)}"


def _as_json(listed: "Plan") -> dict:
    return {
        "on": listed.on.isoformat(),
        "digest": listed.digest,
        "has_more": listed.has_more,
        "due": [_row(item) | {"contents": item.parts.counts} for item in listed.due],
        "held": [_row(item) | {"why": [holding.why for holding in item.held]} for item in listed.held],
    }


def _row(item: "Item") -> dict:
    return {
        "type": item.record.type,
        "number": item.record.number,
        "rule": item.due.rule,
        "from": item.event_on.isoformat(),
        "due": item.due.latest_on.isoformat(),
        "citation": item.due.citation,
    }
