"""`danvan files-renew`: files that were kept before as they came get a clean copy beside their original."""

import argparse

HELP = "làm sạch tệp nhận từ trước, giữ bản gốc, vẽ hình thu nhỏ; dừng lúc nào cũng chạy tiếp được"
NEEDS_DJANGO = True
EVERY = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where to go on after a stop."""
    parser.add_argument("--after", type=int, default=0, metavar="MÃ", help="chạy tiếp từ sau mã tệp này")


def run(args: argparse.Namespace) -> int:
    """Print keys and counts, no name of a file; 1 when some could not be made clean and stay as they were."""
    from danvan.records.files import renewing, store
    from danvan.ui.errors import Refusal

    told, after = renewing.Renewed(), args.after
    try:
        for turn, (last, counted) in enumerate(renewing.renew(args.after), 1):
            after, told = last, counted
            if turn % EVERY == 0:
                print(
                    f"đến mã {after}: đã làm lại {told.renewed}, vốn sạch {told.clean}, để nguyên {told.left}"
                )
    except (OSError, store.Silent):
        raise Refusal(f"Nơi lưu tệp không trả lời; hãy chạy lại với --after {after}.") from None
    print(
        f"Xong: {told.renewed} tệp đã làm lại, {told.clean} vốn sạch, {told.left} không làm sạch được nên để nguyên."
    )
    return 1 if told.left else 0
