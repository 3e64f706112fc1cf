"""`danvan load-demo`: the illustrative records of one quarter."""

import importlib

from danvan.ui.errors import Refusal

HELP = "nạp bộ số liệu minh họa"
NEEDS_DJANGO = True


def add_arguments(parser) -> None:
    """Takes none: the set is one and the same everywhere."""


def run(args) -> int:
    """Load the set, or say that it is there already. Refused in production."""
    from django.conf import settings

    if settings.IS_PRODUCTION:
        raise Refusal("Không nạp số liệu minh họa vào hệ thống đang vận hành (DANVAN_ENV=production).")
    importlib.import_module("danvan.config.demonstration").load()
    print("Đã nạp bộ số liệu minh họa.")
    return 0
