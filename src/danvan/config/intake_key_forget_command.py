"""`danvan intake-key forget ID`: an old intake key is taken out once nothing is sealed to it."""

import argparse

from danvan.records import keys

HELP = "bỏ một khóa tiếp nhận cũ khi không còn phong bì, giấy biên nhận chờ gửi, bản gốc nào dùng khóa ấy"
NEEDS_DJANGO = True
SAID = "{} phong bì, {} giấy biên nhận chờ gửi, {} bản gốc của tệp"
FIRST = "hãy phân loại các đơn ấy và chờ hệ thống gửi xong các giấy biên nhận; khóa của bản gốc thì phải giữ."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The id that `danvan intake-key` shows; without one, how many envelopes and waiting receipts each key holds."""
    parser.add_argument("id", nargs="?", default="", help="mã khóa, xem bằng: danvan intake-key")


def run(args: argparse.Namespace) -> int:
    """1 when something is still sealed to the key: nobody could open it any more."""
    from django.conf import settings

    from danvan.records import envelopes
    from danvan.records.seal import witness

    held = envelopes.held_by_key()
    if not args.id:
        for key_id in keys.read(settings.INTAKE_KEY_FILE):
            print(f"{key_id}  {SAID.format(*held.get(key_id, (0, 0, 0)))}")
        return 0
    if waiting := held.get(args.id):
        print(f"Còn {SAID.format(*waiting)} niêm phong bằng khóa {args.id}; {FIRST}")
        return 1
    if args.id in witness.held_by_key():
        print(
            f"Dấu xác thực của phần niêm phong còn dùng khóa {args.id}; hãy chạy trước: danvan seal-adopt --renew; nếu "
            "vẫn còn thì có dòng đã bị sửa: danvan verify nêu tên."
        )
        return 1
    keys.forget(settings.INTAKE_KEY_FILE, args.id)
    print(f"Đã bỏ khóa {args.id}.")
    return 0
