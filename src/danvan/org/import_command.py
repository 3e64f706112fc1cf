"""`danvan units-import`: bring a CSV file of units in, after a trial that writes nothing."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from danvan.ui.errors import Refusal

if TYPE_CHECKING:
    from danvan.org.exchange.bringing import Outcome

HELP = "nhập danh mục đơn vị từ tệp CSV"
NEEDS_DJANGO = True
MOST_SHOWN = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE [--apply]."""
    parser.add_argument("file", metavar="TỆP", help="tệp CSV như danvan units --export ghi ra")
    parser.add_argument("--apply", action="store_true", help="ghi vào cơ sở dữ liệu; không có thì chỉ thử")


def run(args: argparse.Namespace) -> int:
    """Print what the file changes and return 0, or its faults by line and return 1; Refusal for an unreadable file."""
    from danvan.org.exchange.bringing import bring

    path = Path(args.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Không mở được tệp “{args.file}” ({error.strerror}); hãy xem lại đường dẫn.") from None
    outcome = bring(content, path.name, apply=args.apply)
    if not outcome.is_sound:
        _print_faults(outcome)
        return 1
    _print_changes(outcome)
    if not args.apply and (outcome.added or outcome.changed):
        print("Chưa ghi gì; để ghi, hãy chạy lại với --apply.")
    return 0


def _print_faults(outcome: "Outcome") -> None:
    for fault in outcome.faults[:MOST_SHOWN]:
        print(fault, file=sys.stderr)
    if len(outcome.faults) > MOST_SHOWN:
        print(f"… và {len(outcome.faults) - MOST_SHOWN} lỗi nữa.", file=sys.stderr)
    print(f"danvan: tệp có {len(outcome.faults)} lỗi; chưa ghi gì.", file=sys.stderr)


def _print_changes(outcome: "Outcome") -> None:
    from danvan.ui.numbers import number

    for label, slugs in (("Thêm", outcome.added), ("Sửa", outcome.changed)):
        for slug in slugs[:MOST_SHOWN]:
            print(f"{label:>5}  {slug}")
    print(
        f"Thêm {number(len(outcome.added))}, sửa {number(len(outcome.changed))}, "
        f"giữ nguyên {number(outcome.unchanged)} đơn vị."
    )
