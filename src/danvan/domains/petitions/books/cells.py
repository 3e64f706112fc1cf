"""Understands one row of a register: values of our columns, and for each cell that does not fit how to mend it.

No sentence repeats what stands in the cell: sentences are kept in the clear, cells are not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danvan.domains.petitions.books import columns
from danvan.domains.petitions.letters.arrivals import in_one_form
from danvan.domains.petitions.models import Handling, Kind
from danvan.ui.dates import parse_day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

_NO_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_NAME_ENDS = re.compile(
    r"\s*(?:[;\n–]|\s-\s|,\s*(?=(?:thôn|xã|phường|tổ|bản|ấp|khóm|số|đường|thị trấn|trú|địa chỉ|đ/c)\b))", re.I
)
_WHERE = re.compile(r"^(?:trú tại|địa chỉ|đ/c|trú)\s*:?\s*", re.I)
_COUNT = re.compile(r"[0-9]{1,3}(?:[.\s][0-9]{3})+(?![0-9])|[0-9]+")
MOST_SIGNATORIES = 9_999
DATES = ("received_on", "written_on", "handled_on", "settled_on")
CHOICES: dict[str, tuple[Mapping[Any, tuple[str, ...]], str]] = {
    "kind": (columns.KINDS, "Loại đơn phải là khiếu nại, tố cáo hoặc kiến nghị, phản ánh."),
    "field": (columns.FIELDS, "Lĩnh vực không có trong danh mục; hãy chọn một lĩnh vực."),
    "channel": (columns.CHANNELS, "Nguồn đơn không có trong danh mục; hãy chọn một nguồn."),
    "handling": (columns.HANDLINGS, "Hướng xử lý không có trong danh mục; hãy chọn một hướng."),
    "result": (columns.RESULTS, "Kết quả không có trong danh mục; hãy chọn một kết quả."),
}
LIMITS = {"full_name": 200, "address": 300, "phone": 20, "forwarded_to": 200}


@dataclass(slots=True)
class Reading:
    """What a row says: `values` of our columns and `faults`, a sentence for each of our columns that could not be read."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def understand(cells: Mapping[str, str], year: int, today: date) -> Reading:
    """Read cells by target key. `year` completes days written without one; days after `today` are faults."""
    read = Reading()
    for name in DATES:
        _day(read, name, cells.get(name, ""), year, today)
    for name, (words, sentence) in CHOICES.items():
        _choice(read, name, cells, words, sentence)
    _number(read, cells.get("signatories", ""))
    if "is_repeated" in cells:
        read.values["is_repeated"] = fold(cells["is_repeated"]) not in columns.ONCE
    _person(read, cells)
    _texts(read, cells)
    _whole(read)
    return read


def _day(read: Reading, name: str, text: str, year: int, today: date) -> None:
    if not text:
        return
    short = _NO_YEAR.fullmatch(text)
    try:
        found = parse_day(f"{short[1]}/{short[2]}/{year}" if short else text)
    except Refusal:
        read.faults[name] = "Không đọc được ngày; hãy viết ngày/tháng/năm, ví dụ 16/3/2023."
        return
    if found > today:
        read.faults[name] = "Ngày chưa tới; hãy xem lại năm."
    else:
        read.values[name] = found


def _choice(
    read: Reading, name: str, cells: Mapping[str, str], words: Mapping[Any, tuple[str, ...]], sentence: str
) -> None:
    crossed = [
        key.partition(":")[2]
        for key, text in cells.items()
        if key.startswith(f"{name}:") and fold(text) not in columns.NO
    ]
    if len(crossed) > 1:
        read.faults[name] = "Dòng này đánh dấu nhiều ô cho một mục; hãy chọn một."
    elif crossed:
        read.values[name] = crossed[0]
    elif text := fold(cells.get(name, "")).strip(" .:"):
        found = [str(value) for value, said in words.items() if text in said or text == str(value)]
        if found:
            read.values[name] = found[0]
        else:
            read.faults[name] = sentence


def _number(read: Reading, text: str) -> None:
    if not text:
        return
    digits = _COUNT.search(text)
    count = int(re.sub(r"\D", "", digits[0])) if digits else 0
    if 1 <= count <= MOST_SIGNATORIES:
        read.values["signatories"] = count
    else:
        read.faults["signatories"] = "Số người đứng tên phải là số từ 1 đến 9.999."


def _person(read: Reading, cells: Mapping[str, str]) -> None:
    name, address = cells.get("full_name", ""), cells.get("address", "")
    if both := cells.get("name_address", ""):
        first, _sign, rest = _cut(both)
        name, address = name or first, address or rest
    for key, text in (
        ("full_name", name),
        ("address", _WHERE.sub("", address)),
        ("phone", cells.get("phone", "")),
    ):
        if text:
            read.values[key] = text


def _cut(both: str) -> tuple[str, str, str]:
    """Name and address of one cell, cut at the first sign that ends a name."""
    found = _NAME_ENDS.search(both)
    if found is None:
        return both, "", ""
    return both[: found.start()].strip(" ,"), found[0], both[found.end() :].strip(" ,")


def _texts(read: Reading, cells: Mapping[str, str]) -> None:
    for key in ("content", "forwarded_to"):
        if cells.get(key):
            read.values[key] = cells[key]
    try:
        if number := in_one_form(cells.get("incoming_number", "")):
            read.values["incoming_number"] = number
    except Refusal as refusal:
        read.faults["incoming_number"] = str(refusal)
    for key, longest in LIMITS.items():
        if len(str(read.values.get(key, ""))) > longest:
            read.faults[key] = f"Ô này dài quá {longest} ký tự; hãy rút gọn."


def _whole(read: Reading) -> None:
    """What the row lacks as a whole, and what contradicts itself."""
    values, faults = read.values, read.faults
    if "received_on" not in values:
        faults.setdefault("received_on", "Thiếu ngày nhận đơn; hãy ghi ngày/tháng/năm.")
    if "kind" not in values:
        faults.setdefault("kind", "Chưa rõ loại đơn; hãy chọn khiếu nại, tố cáo hoặc kiến nghị, phản ánh.")
    handled, settled = values.get("handled_on"), values.get("settled_on")
    received = values.get("received_on")
    if handled and received and handled < received:
        faults["handled_on"] = "Ngày xử lý đứng trước ngày nhận đơn; hãy xem lại."
    if settled and (handled or received) and settled < (handled or received):
        faults["settled_on"] = "Ngày giải quyết đứng trước ngày xử lý; hãy xem lại."
    if handled and "handling" not in values:
        faults.setdefault("handling", "Có ngày xử lý nhưng chưa rõ hướng xử lý; hãy chọn một hướng.")
    if values.get("handling") in (Handling.FORWARDED, Handling.URGED) and not values.get("forwarded_to"):
        faults.setdefault("forwarded_to", "Thiếu nơi chuyển đơn đến; hãy ghi tên cơ quan.")
    if settled and "result" not in values and values.get("kind") != Kind.DENUNCIATION:
        faults.setdefault("result", "Có ngày giải quyết nhưng chưa rõ kết quả; hãy chọn một kết quả.")
    if values.get("result") and not settled:
        faults.setdefault("settled_on", "Có kết quả nhưng thiếu ngày giải quyết; hãy ghi ngày.")
