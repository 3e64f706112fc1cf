"""`danvan intake-key forget ID`: an old intake key is taken out once no envelope is sealed to it."""

import argparse

from danvan.records import keys

HELP = "bỏ một khóa tiếp nhận cũ khi không còn phong bì nào dùng khóa ấy"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The id that `danvan intake-key` shows; without one, how many envelopes each key holds."""
    parser.add_argument("id", nargs="?", default="", help="mã khóa, xem bằng: danvan intake-key")


def run(args: argparse.Namespace) -> int:
    """1 when envelopes are still sealed to the key: nobody could open them any more."""
    from django.conf import settings

    from danvan.records import envelopes

    held = envelopes.held_by_key()
    if not args.id:
        for key_id in keys.read(settings.INTAKE_KEY_FILE):
            print(f"{key_id}  {held.get(key_id, 0)} phong bì")
        return 0
    if waiting := held.get(args.id, 0):
        print(f"Còn {waiting} phong bì niêm phong bằng khóa {args.id}; hãy phân loại các đơn ấy trước.")
        return 1
    keys.forget(settings.INTAKE_KEY_FILE, args.id)
    print(f"Đã bỏ khóa {args.id}.")
    return 0
