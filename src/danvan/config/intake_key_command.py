"""`danvan intake-key`: the keys that unclassified letters are sealed to. Works before anything else is set up."""

import argparse
import os

from danvan.config import postgres
from danvan.records import keys

HELP = "khóa tiếp nhận (niêm phong đơn chưa phân loại): tạo mới, thay, xem mã"
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--new makes a key and uses it from now on; older ones go on opening what was sealed to them."""
    parser.add_argument("--new", action="store_true", help="tạo khóa mới và dùng từ bây giờ; giữ các khóa cũ")


def run(args: argparse.Namespace) -> int:
    """Print the ids, the newest first; never a key."""
    file = keys.key_file(os.environ, postgres.clone())
    if args.new:
        print(f"Đã tạo khóa {keys.make(file)} trong {file}.")
        print("Hãy cất một bản sao của tệp khóa ở nơi an toàn, tách khỏi bản sao lưu cơ sở dữ liệu.")
    for place, key_id in enumerate(keys.read(file)):
        print(f"{key_id}  {'đang dùng để niêm phong' if place == 0 else 'chỉ để mở phong bì cũ'}")
    return 0
