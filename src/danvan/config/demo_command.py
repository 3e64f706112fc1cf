"""`danvan load-demo`: the illustrative records of one quarter."""

import importlib

HELP = "nạp bộ số liệu minh họa"
NEEDS_DJANGO = True


def add_arguments(parser) -> None:
    """Takes none: the set is one and the same everywhere."""


def run(args) -> int:
    """Load the set, or say that it is there already. Refused in production."""
    is_new = importlib.import_module("danvan.config.demonstration").load()
    print("Đã nạp bộ số liệu minh họa." if is_new else "Bộ số liệu minh họa đã có từ trước; không nạp lại.")
    return 0
