"""`danvan snapshot`: bring a folder of Parquet files up to what the database holds."""

import argparse
from pathlib import Path

HELP = "chụp số liệu ra tệp Parquet để đếm ngoài cơ sở dữ liệu; lần sau chỉ ghi phần đã đổi"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FOLDER."""
    parser.add_argument("folder", metavar="THƯ_MỤC", help="thư mục của bản chụp; chưa có thì tạo")


def run(args: argparse.Namespace) -> int:
    """Take the snapshot and say what was written; Refusal while another writes, or without the packages."""
    from danvan.ui.errors import Refusal
    from danvan.ui.numbers import number

    try:
        from danvan.reports.engines.snapshot import take
    except ImportError:
        raise Refusal("Máy này chưa cài bộ ghi Parquet; hãy cài danvan[snapshot].") from None
    try:
        taken = take(Path(args.folder))
    except OSError:
        raise Refusal(f"Không ghi được vào thư mục {args.folder}; hãy xem quyền và chỗ trống.") from None
    rows = sum(part.rows for part in taken.parts)
    print(
        f"Bản chụp có {number(len(taken.parts))} tệp, {number(rows)} dòng; ghi mới {number(taken.written)} tệp."
    )
    return 0
