"""`danvan law changes`: open records whose due day a newer wording would change, with both days."""

import argparse
import json

from danvan.law import parse_date
from danvan.ui.dates import day

HELP = "Liệt kê hồ sơ đang mở có hạn khác đi theo lời văn mới của luật"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The day by which a wording must be in force, and JSON."""
    parser.add_argument(
        "--on", metavar="NGÀY", help="chỉ xét lời văn có hiệu lực đến ngày này; mặc định hôm nay"
    )
    parser.add_argument("--json", action="store_true", help="in dạng JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line a duty; 0 whether or not anything would change. Bad input is a Refusal.

    Numbers, rules and days only: what a record is about is not printed.
    """
    from danvan.records.law_changes import changes
    from danvan.records.models import Duty
    from danvan.records.today import today

    on = parse_date(args.on) if args.on else today()
    found = list(changes(Duty.objects.all(), on))
    if args.json:
        print(json.dumps([_row(item) for item in found], ensure_ascii=False, indent=2))
        return 0
    for item in found:
        becomes = (
            f"{day(item.after.due_on)} ({item.after.citation})"
            if item.after
            else f"chưa tính được: {item.why}"
        )
        number = item.duty.record.number if item.duty.record else ""
        print(f"{number}  {item.duty.rule}  {day(item.duty.due_on)} → {becomes}")
    print(
        f"Có {len(found)} thời hạn đang chạy khác đi theo lời văn có hiệu lực đến {day(on)}; chưa có gì thay đổi."
    )
    return 0


def _row(item) -> dict:
    after = item.after
    return {
        "record": item.duty.record.public_id,
        "number": item.duty.record.number,
        "rule": item.duty.rule,
        "wording_from": item.duty.wording_from.isoformat(),
        "due": item.duty.due_on.isoformat(),
        "newest_rule": item.wording.key,
        "newest_from": item.wording.valid_from.isoformat(),
        "newest_due": after.due_on.isoformat() if after else None,
        "why": item.why,
    }
