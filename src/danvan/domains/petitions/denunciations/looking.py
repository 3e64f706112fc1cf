"""A text that reads like a tố cáo though it was filed as something else: the page asks before it is sent."""

import re

from danvan.ui.vietnamese import fold

_WORD = re.compile(r"[a-z0-9]+")
# Words of the law on denunciations, without marks; a plain list, so that anybody can read why the page asked.
WORDS = (
    "to cao",
    "to giac",
    "tham nhung",
    "tham o",
    "hoi lo",
    "nhan tien cua",
    "dua tien cho can bo",
    "vu khong",
    "bao che",
    "tru dap",
    "danh dap",
    "cuong doat",
    "bien thu",
    "lap khong chung tu",
    "lam gia ho so",
    "chay chuc",
    "cong quy",
    "loi dung chuc vu",
    "lam dung chuc vu",
    "de nghi xu ly ky luat",
    "de nghi khoi to",
)


def signs(text: str) -> list[str]:
    """Which of the words a text holds, as whole words, with or without marks."""
    spaced = f" {' '.join(_WORD.findall(fold(text)))} "
    return [word for word in WORDS if f" {word} " in spaced]
