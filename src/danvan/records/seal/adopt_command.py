"""`danvan seal-adopt`: rows of the seal that no mark vouches for are listed, and with --apply marked."""

import argparse

HELP = "dấu xác thực của phần niêm phong: xem và tiếp nhận dòng không tự xác thực được; đánh dấu lại bằng khóa mới"
NEEDS_DJANGO = True
LOOK = "Hãy đối chiếu từng dòng với sổ, biên bản; dòng nào không ai nhận thì không tiếp nhận. Sau đó chạy:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Without anything the list and its code; --apply CODE marks that very list; --renew after a new intake key."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--apply", metavar="MÃ", default="", help="tiếp nhận đúng danh sách đã xem, theo mã in ra"
    )
    one.add_argument("--renew", action="store_true", help="đánh dấu lại bằng khóa tiếp nhận mới nhất")
    parser.add_argument("--document", metavar="SỐ", default="", help="số văn bản đối chiếu, cùng --apply")
    parser.add_argument(
        "--on", metavar="NGÀY", default="", help="ngày của văn bản ấy, dạng ngày/tháng/năm, cùng --apply"
    )


def run(args: argparse.Namespace) -> int:
    """0 when nothing waits or all was done, 1 when rows wait to be adopted. A changed list is a Refusal."""
    from danvan.records.seal import adopting
    from danvan.ui.dates import parse_day

    if args.renew:
        print(f"Đã đánh dấu lại {adopting.renew()} dòng bằng khóa tiếp nhận mới nhất.")
        return 0
    if args.apply:
        on = parse_day(args.on) if args.on else None
        done = adopting.adopt(args.apply, document=args.document.strip(), on=on)
        print(f"Đã tiếp nhận {done} dòng; lịch sử ghi lại từng dòng.")
        return 0
    found = adopting.waiting()
    for one in found:
        print(adopting.told(one))
    if not found:
        print("Không có dòng niêm phong nào chờ tiếp nhận.")
        return 0
    paper = " --document SỐ --on NGÀY" if adopting.needs_paper(found) else ""
    print(
        f"{len(found)} dòng chờ tiếp nhận. {LOOK}\n  danvan seal-adopt --apply {adopting.digest(found)}{paper}"
    )
    return 1
