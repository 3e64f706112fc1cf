"""`danvan law`: a due day with its ledger, a rule with its wordings, and the check of every law file."""

import argparse
import json
from datetime import date
from typing import Any

from danvan.law import printing
from danvan.law.allowing import Extension
from danvan.law.book import overlay_folder, rulebook
from danvan.law.checking import check_everything
from danvan.law.engine import due
from danvan.law.reading_dates import parse_date, parse_span
from danvan.law.wordings import Wording
from danvan.law.words import DOMAINS

HELP = "Tính hạn theo luật, xem quy tắc và kiểm tra các tệp luật"
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands due, show and check."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    _add_due(actions.add_parser("due", help="tính ngày đến hạn và diễn giải từng bước"))
    show = actions.add_parser(
        "show", help="xem các lời văn của một quy tắc; không nêu quy tắc thì liệt kê tất cả"
    )
    show.add_argument("key", nargs="?", metavar="QUY_TẮC", help="mã quy tắc, như KN.S1")
    show.add_argument("--on", metavar="NGÀY", help="chỉ lời văn có hiệu lực ngày này")
    show.add_argument("--json", action="store_true", help="in dạng JSON")
    actions.add_parser("check", help="kiểm tra quy tắc, văn bản, lịch và các trường hợp mẫu")
    # A command of its own in an upper room, for it reads records; it stands here to be found.
    actions.add_parser(
        "changes", help="liệt kê hồ sơ đang mở có hạn khác đi theo lời văn mới (cần cơ sở dữ liệu)"
    )


def _add_due(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="QUY_TẮC", help="mã quy tắc, như KN.S1")
    parser.add_argument(
        "--from",
        dest="begins",
        required=True,
        metavar="NGÀY",
        help="ngày xảy ra sự kiện: 13/3/2023 hoặc 2023-03-13",
    )
    parser.add_argument(
        "--case", metavar="TRƯỜNG_HỢP", help="trường hợp có tổng số ngày dài hơn, như phuc_tap"
    )
    parser.add_argument(
        "--suspend",
        action="append",
        default=[],
        metavar="NGÀY..NGÀY",
        help="khoảng tạm đình chỉ, chưa kết thúc thì bỏ ngày sau; ghi nhiều lần được",
    )
    parser.add_argument(
        "--extend",
        action="append",
        default=[],
        type=int,
        metavar="SỐ_NGÀY",
        help="một lần gia hạn; ghi nhiều lần được",
    )
    parser.add_argument(
        "--domain",
        choices=DOMAINS,
        metavar="LĨNH_VỰC",
        help=f"lĩnh vực có luật chuyên ngành: {', '.join(DOMAINS)}",
    )
    parser.add_argument("--json", action="store_true", help="in dạng JSON")


def run(args: argparse.Namespace) -> int:
    """Print the answer; 0 done, 1 a check failed. Bad input is a Refusal."""
    return {"due": _due, "show": _show, "check": _check}[args.action](args)


def _due(args: argparse.Namespace) -> int:
    answer = due(
        args.rule,
        parse_date(args.begins),
        case=args.case,
        suspensions=[_pause(text) for text in args.suspend],
        extensions=[Extension(days) for days in args.extend],
        domain=args.domain,
    )
    print(_as_json(answer.to_json()) if args.json else printing.due_table(answer))
    return 0


def _pause(text: str) -> tuple[date, date | None]:
    # A span without its last day still stands.
    return (parse_date(text.removesuffix("..")), None) if text.endswith("..") else parse_span(text)


def _show(args: argparse.Namespace) -> int:
    book = rulebook()
    on = parse_date(args.on) if args.on else None
    if args.key is None:
        keys = [key for key in book.keys() if on is None or _in_force(key, on)]  # noqa: SIM118
        print(_as_json(keys) if args.json else printing.key_table(book, keys))
        return 0
    wordings: list[Wording] = [book.wording(args.key, on)] if on else book.wordings(args.key)
    if args.json:
        print(_as_json([printing.wording_json(wording) for wording in wordings]))
    else:
        print("\n\n".join(printing.wording_text(wording) for wording in wordings))
    return 0


def _in_force(key: str, on: date) -> bool:
    return any(wording.is_in_force(on) for wording in rulebook().wordings(key))


def _check(args: argparse.Namespace) -> int:
    report = check_everything(overlay=overlay_folder())
    print(report.text)
    return 1 if report.faults else 0


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
