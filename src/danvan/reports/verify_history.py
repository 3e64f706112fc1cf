"""`danvan verify` without a report: the history of all records, of one, since a day, or beside roots kept elsewhere."""

import argparse
import os
from pathlib import Path

from danvan.ui.errors import Refusal

LIMIT_BYTES = 20_000_000
MOST_SHOWN = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """[--since DAY] [--record NUMBER] [--root FILE]."""
    parser.add_argument(
        "--since", metavar="NGÀY", default="", help="chỉ kiểm tra hồ sơ có thay đổi từ ngày này (14/3/2023)"
    )
    parser.add_argument(
        "--record",
        metavar="SỐ",
        default="",
        help="chỉ kiểm tra hồ sơ mang số sổ (12/2023), mã tra cứu hoặc mã nội bộ",
    )
    parser.add_argument(
        "--root",
        metavar="TỆP|MÃ",
        default="",
        help="so mã lịch sử đã lưu ở nơi khác (tệp .json, .txt, hoặc một mã) với hệ thống; tính lại mọi mã băm",
    )


def run(args: argparse.Namespace) -> int:
    """0 when everything holds, 1 when something does not, Refusal (2) when there is nothing to check."""
    from danvan.records import verifying

    if sum(map(bool, (args.since, args.record, args.root))) > 1:
        raise Refusal("Mỗi lần chỉ dùng một trong ba: --since, --record, --root.")
    with verifying.snapshot():
        return _compare(args.root) if args.root else _look(args)


def _look(args: argparse.Namespace) -> int:
    from danvan.records import verifying
    from danvan.ui.dates import parse_day

    scope = verifying.everything()
    if args.since:
        scope = verifying.since(parse_day(args.since))
    elif args.record:
        scope = verifying.chains_of_record(args.record)
    totals = verifying.totals(scope)
    wrong = 0
    for finding in verifying.findings(scope):
        wrong += 1
        if wrong <= MOST_SHOWN:
            print(f"  ✗ {finding.text}")
    if wrong > MOST_SHOWN:
        print(f"  … và {wrong - MOST_SHOWN} chỗ nữa.")
    if not wrong and not totals.rows:
        raise Refusal("Không có dòng lịch sử nào để kiểm tra trong phạm vi này.")
    print(f"Đã xem {totals.rows} dòng lịch sử và {totals.roots} mã ngày.")
    print("Kết luận: " + (f"lịch sử KHÔNG nguyên vẹn, {wrong} chỗ sai." if wrong else "lịch sử nguyên vẹn."))
    return 1 if wrong else 0


def _compare(said: str) -> int:
    from danvan.records.verifying import roots
    from danvan.ui.dates import day

    code = said.strip().lower()
    if roots.is_code(code) and not os.path.isfile(said):
        kept = roots.kept_as(code)
        if not kept:
            print("  ✗ Hệ thống không có ngày nào mang mã này.")
            print("Kết luận: lịch sử KHÔNG còn như mã đã lưu, hoặc mã ghi sai; hãy so lại từng chữ.")
            return 1
        print(f"Mã là mã ngày {day(kept[0].day)}.")
    else:
        kept = roots.kept_in(_content(Path(said)))
        print(f"Tệp có {len(kept)} mã ngày, từ {day(kept[0].day)} đến {day(kept[-1].day)}.")
    found = roots.compare(kept)
    if found.agreed_to:
        print(f"  ✓ Khớp với hệ thống đến hết mã ngày {day(found.agreed_to)}.")
    if found.parts_on:
        print(f"  ✗ Từ mã ngày {day(found.parts_on)} thì không khớp: {found.why}.")
    print(
        "Kết luận: "
        + ("lịch sử KHÔNG còn như mã đã lưu." if found.parts_on else "lịch sử còn như mã đã lưu.")
    )
    return 1 if found.parts_on else 0


def _content(path: Path) -> bytes:
    if not os.path.isfile(path):  # Path's own raises for a name longer than the system allows
        raise Refusal(f"Không có tệp “{str(path)[:200]}”; hãy kiểm tra đường dẫn.")
    if path.stat().st_size > LIMIT_BYTES:
        raise Refusal("Tệp mã lịch sử lớn quá 20 MB; hãy dùng tệp tải từ trang Mã lịch sử.")
    return path.read_bytes()
