"""`danvan packages-in`: take the signed package of a machine apart into this register."""

import argparse
from pathlib import Path

HELP = "nhận gói tố cáo có ký của máy độc lập; cùng một gói nhận lại không đổi gì"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE --by USERNAME [--key HEX]."""
    parser.add_argument("file", metavar="TỆP", help="tệp gói của máy độc lập")
    parser.add_argument(
        "--key",
        default="",
        metavar="DẤU",
        help="lần đầu: dấu khóa (hoặc cả khóa) đọc trên màn hình máy độc lập; các lần sau không cần",
    )
    parser.add_argument(
        "--by", required=True, metavar="TÊN", help="tên đăng nhập của cán bộ xử lý đơn nhận gói"
    )


def run(args: argparse.Namespace) -> int:
    """Print how many were new, changed and known, and which letters a person goes on with."""
    from danvan.org.models import Account
    from danvan.reports.apart.package import LIMIT_BYTES
    from danvan.reports.apart.taking import take
    from danvan.ui.errors import Refusal

    try:
        with Path(args.file).open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except OSError:
        raise Refusal(f"Không đọc được tệp {args.file}; hãy kiểm tra đường dẫn.") from None
    by = Account.objects.filter(username=args.by, is_active=True).first()
    if by is None:
        raise Refusal(f"Không có tài khoản đang dùng tên «{args.by}».")
    found = take(content, key=args.key, by=by)
    print(f"Dấu khóa đã ký gói, để so với máy độc lập: {found.fingerprint}")
    print(f"Mới: {found.new}; thay đổi: {found.changed}; đã có: {found.known}.")
    if found.by_hand:
        print(f"Cần cán bộ ghi tiếp ở hồ sơ số: {', '.join(found.by_hand)}.")
    return 0
