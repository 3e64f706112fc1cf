"""`danvan packages-out`: on a machine apart, the signed package of a unit's tố cáo, without anything of a person."""

import argparse
from pathlib import Path

HELP = "máy độc lập: xuất gói tố cáo có ký, chỉ gồm số, ngày, loại, hướng xử lý, kết quả"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE --unit CODE."""
    parser.add_argument("file", metavar="TỆP", help="tệp gói sẽ ghi, chưa có ở đó")
    parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị ở chế độ “Máy độc lập”")


def run(args: argparse.Namespace) -> int:
    """Write the file and print the public key that its receiver has to know; Refusal where it may not be."""
    from danvan.org.today import today
    from danvan.org.tree import unit_by_code
    from danvan.reports.apart.exporting import package_of
    from danvan.reports.apart.keys import fingerprint
    from danvan.reports.keys import public_key
    from danvan.ui.errors import Refusal

    content = package_of(unit_by_code(args.unit, today()))
    try:
        with Path(args.file).open("xb") as file:
            file.write(content)
    except OSError:
        raise Refusal(f"Không ghi được tệp {args.file}; hãy chọn tên chưa có, ở nơi được ghi.") from None
    print(f"Đã ghi gói vào {args.file}.")
    print(f"Dấu khóa của máy này, để so khi nhận gói: {fingerprint(public_key())}")
    print(f"Khóa công khai của máy này: {public_key()}")
    return 0
