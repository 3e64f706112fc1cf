"""`danvan files-move`: files go from the place where they were kept to the one where they are kept now."""

import argparse

HELP = "chuyển tệp từ nơi lưu cũ sang nơi lưu hiện tại (thư mục dữ liệu, kho S3); dừng lúc nào cũng chạy tiếp được"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where to go on after a stop."""
    parser.add_argument("--after", type=int, default=0, metavar="MÃ", help="chạy tiếp từ sau mã tệp này")


def run(args: argparse.Namespace) -> int:
    """Print keys and counts, no name of a file; 1 when a file lies whole in no place."""
    from danvan.records.files import moving, store
    from danvan.ui.errors import Refusal

    told, after = moving.Moved(), args.after
    try:
        for last, counted in moving.move(args.after):
            after, told = last, counted
            print(
                f"đến mã {after}: đã chuyển {told.gone_over}, đã ở nơi mới {told.were_there},"
                f" hỏng {told.damaged}, không thấy {told.missing}"
            )
    except (OSError, store.Silent):
        raise Refusal(
            f"Nơi lưu tệp không trả lời; không tệp nào mất, hãy chạy lại với --after {after}."
        ) from None
    print(
        f"Xong: {told.gone_over} tệp đã chuyển, {told.were_there} đã ở nơi mới,"
        f" {told.damaged} hỏng ở mọi nơi nên để nguyên, {told.missing} không thấy ở đâu."
    )
    return 1 if told.damaged or told.missing else 0
