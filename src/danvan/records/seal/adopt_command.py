"""`danvan seal-adopt`: rows of the seal from before marks were kept are listed, and with --apply marked."""

import argparse

HELP = "dấu xác thực của phần niêm phong: xem và tiếp nhận dòng có từ trước; đánh dấu lại bằng khóa mới"
NEEDS_DJANGO = True
LOOK = "Hãy đối chiếu từng dòng với sổ, biên bản; dòng nào không ai nhận thì không tiếp nhận. Sau đó chạy:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Without anything the list and its code; --apply CODE marks that very list; --renew after a new intake key."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--apply", metavar="MÃ", default="", help="tiếp nhận đúng danh sách đã xem, theo mã in ra"
    )
    one.add_argument("--renew", action="store_true", help="đánh dấu lại bằng khóa tiếp nhận mới nhất")


def run(args: argparse.Namespace) -> int:
    """0 when nothing waits or all was done, 1 when rows wait to be adopted. A changed list is a Refusal."""
    from danvan.records.seal import adopting, witness

    if args.renew:
        print(f"Đã đánh dấu lại {witness.renew()} dòng bằng khóa tiếp nhận mới nhất.")
        return 0
    if args.apply:
        print(f"Đã tiếp nhận {adopting.adopt(args.apply)} dòng; lịch sử ghi lại từng dòng.")
        return 0
    rows = adopting.waiting()
    for row in rows:
        print(adopting.told(row))
    if not rows:
        print("Không có dòng niêm phong nào chờ tiếp nhận.")
        return 0
    print(f"{len(rows)} dòng chưa có dấu. {LOOK}\n  danvan seal-adopt --apply {adopting.digest(rows)}")
    return 1
