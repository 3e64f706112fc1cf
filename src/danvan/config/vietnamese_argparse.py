"""argparse speaks Vietnamese: its own sentences, translated where it looks them up."""

import argparse

_SENTENCES = {
    "usage: ": "Cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "show this help message and exit": "in hướng dẫn này rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s; xem cách dùng bằng --help\n",
    "the following arguments are required: %s": "thiếu tham số: %s",
    "unrecognized arguments: %s": "không hiểu tham số: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "không nhận giá trị %(value)r; chỉ nhận: "
    "%(choices)s",
    "invalid %(type)s value: %(value)r": "giá trị %(value)r sai dạng",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "cần đúng một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "expected at most one argument": "nhận nhiều nhất một giá trị",
    "not allowed with argument %s": "không dùng cùng %s",
    "one of the arguments %s is required": "cần một trong các tham số: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s có thể là %(matches)s; hãy viết đủ",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "default: %(default)s": "mặc định: %(default)s",
}


def install() -> None:
    """Replace the look-up argparse makes of its own words; unknown ones stay as they are.

    Catalogues of gettext would need a compiled file found by the system's locale; this works on every
    machine.
    """
    argparse._ = lambda sentence: _SENTENCES.get(sentence, sentence)  # type: ignore[attr-defined]
    argparse.ngettext = _plural  # type: ignore[attr-defined]


def _plural(one: str, many: str, number: int) -> str:
    if one == "expected %s argument":
        return "cần đúng %s giá trị"
    return one if number == 1 else many
