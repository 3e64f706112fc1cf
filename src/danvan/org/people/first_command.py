"""`danvan first-admin`: the first account of a new installation, which no administrator is there to open."""

import argparse

HELP = "mở tài khoản quản trị hệ thống đầu tiên"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--name, --username, --unit CODE, --email."""
    parser.add_argument("--name", required=True, metavar="HỌ-TÊN", help="họ và tên người quản trị hệ thống")
    parser.add_argument("--username", required=True, metavar="TÊN", help="tên đăng nhập, ví dụ quantri.nv")
    parser.add_argument(
        "--unit", required=True, metavar="MÃ", help="mã đơn vị cao nhất dùng hệ thống, ví dụ 44"
    )
    parser.add_argument("--email", default="", metavar="THƯ", help="thư điện tử công vụ")


def run(args: argparse.Namespace) -> int:
    """Print the link by which the administrator sets a password; Refusal once somebody runs the system already."""
    from danvan.org.people.first import open_first
    from danvan.org.today import today
    from danvan.org.tree import unit_by_code

    unit = unit_by_code(args.unit, today())
    account, path = open_first(unit=unit, full_name=args.name, username=args.username, email=args.email)
    print(f"Đã mở tài khoản {account.username} với vai trò quản trị hệ thống tại {unit.name_on(today())}.")
    print(f"Đặt mật khẩu tại địa chỉ sau, sau tên miền của hệ thống; dùng một lần:\n  {path}")
    return 0
