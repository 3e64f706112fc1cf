"""`danvan packages-key`: which key a unit's packages are believed under; another one by the head's document."""

import argparse

HELP = "khóa của máy độc lập mà một đơn vị nhận gói: xem, hoặc đổi theo văn bản của người đứng đầu"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--unit CODE [--key HEX --by USERNAME --decision NUMBER --dated DAY]."""
    parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị ở chế độ “Máy độc lập”")
    parser.add_argument("--key", default="", metavar="KHÓA", help="khóa công khai mới, 64 chữ số")
    parser.add_argument("--by", default="", metavar="TÊN", help="tên đăng nhập của người đứng đầu đơn vị")
    parser.add_argument("--decision", default="", metavar="SỐ", help="số văn bản quyết định đổi khóa")
    parser.add_argument("--dated", default="", metavar="NGÀY", help="ngày văn bản (14/3/2023)")


def run(args: argparse.Namespace) -> int:
    """Print the fingerprint that counts, after the change where one was asked for; Refusal where it may not be."""
    from danvan.org.models import Account
    from danvan.org.today import today
    from danvan.org.tree import unit_by_code
    from danvan.reports.apart import keys
    from danvan.ui.dates import day, parse_day
    from danvan.ui.errors import Refusal

    unit = unit_by_code(args.unit, today())
    asked = (args.key, args.by, args.decision, args.dated)
    if any(asked):
        if not all(asked):
            raise Refusal("Đổi khóa phải ghi đủ --key, --by, --decision và --dated.")
        by = Account.objects.filter(username=args.by, is_active=True).first()
        if by is None:
            raise Refusal(f"Không có tài khoản đang dùng tên «{args.by}».")
        keys.change(unit, args.key, by=by, document=args.decision, document_on=parse_day(args.dated))
    known = keys.pinned(unit)
    if known is None:
        raise Refusal("Hệ thống chưa nhận khóa nào của máy độc lập của đơn vị này.")
    paper = f", theo văn bản {known.document} ngày {day(known.document_on)}" if known.document_on else ""
    print(f"Dấu khóa: {keys.fingerprint(known.public_key)}")
    print(f"Nhận ngày {day(known.accepted_at)}, do tài khoản {known.accepted_by.username} ghi{paper}.")
    return 0
