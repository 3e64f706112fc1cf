"""Which fields a law file may hold, of which shape; the loader refuses everything else."""

from datetime import date
from typing import Any

from danvan.law.words import ASPECTS, DENOUNCED_AS, DENOUNCED_AT, DOMAINS, EVENTS, SETTLERS

UNITS = ("ngày", "ngày làm việc", "tháng", "năm")
SPANS = ("tuần", "tháng", "quý", "6 tháng", "năm")
BOUNDS = ("ít nhất", "nhiều nhất", "đúng", "trên")
STATUSES = ("V", "S", "M")
PERIODS = ("M", "Q1", "Q2", "Q3", "Q4", "6M", "6M2", "9M", "Y", "NA")

_COMMON = {
    "label": str,
    "kind": str,
    "from": date,
    "to": date,
    "cite": dict,
    "checked": dict,
    "note": str,
    "successor": str,
    "gap_before": str,
    "overridden_by_domain": dict,
}
_LENGTH = {"value": int, "unit": str}
_FIELDS: dict[str, dict[str, type]] = {
    "duration": {
        **_LENGTH,
        "starts": str,
        "cases": dict,
        "roll": bool,
        "direction": str,
        "minimum": bool,
        "suspended_by": list,
        "extended_by": list,
        "conflicts_with": str,
    },
    "addition": {**_LENGTH, "times": int},
    "frequency": {**_LENGTH, "per": str},
    "window": {"window": dict},
    "deadline": {"month": int, "day": int, "working": bool, "year_shift": int},
    "count": {"value": int, "ratio": list, "unit": str, "bound": str, "text": str},
    "list": {"items": list},
    "fact": {"text": str, "settles": dict},
}
_NEEDED = {
    "duration": ("value", "unit", "starts"),
    "addition": ("value", "unit"),
    "frequency": ("value", "unit", "per"),
    "window": ("window",),
    "deadline": ("month", "day"),
    "count": (),
    "list": ("items",),
    "fact": ("text",),
}
_WINDOW_FIELDS = {"periods": list, "first": list, "last": list, "opens": int, "closes": int, "absent": bool}
DOCUMENT_FIELDS = {
    "title": str,
    "rank": int,
    "issued": date,
    "from": date,
    "to": date,
    "amended_by": list,
    "replaced_by": str,
    "status": str,
    "note": str,
}
DAY_FIELDS = {
    "date": date,
    "kind": str,
    "name": str,
    "swaps": date,
    "source": str,
    "status": str,
    "computed": bool,
    "confirmed": bool,
}
_NAMES = {
    str: "chữ",
    int: "số nguyên",
    bool: "true hoặc false",
    date: "ngày dạng 2026-07-01",
    dict: "bảng",
    list: "danh sách",
}


class Fault(Exception):
    """What is wrong (a sentence without its place) and in which field; the loader adds file and line."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_fields(entry: dict[str, Any], allowed: dict[str, type], needed: tuple[str, ...] = ()) -> None:
    """Fault for an unknown field, a value of another shape, or a needed field left out."""
    for name, value in entry.items():
        if name not in allowed:
            raise Fault(
                name, f"trường «{name}» không có trong mẫu; các trường được dùng: {', '.join(allowed)}"
            )
        # bool is an int and datetime is a date to Python, but not to a reader.
        if type(value) is not allowed[name]:
            raise Fault(name, f"trường «{name}» phải là {_NAMES[allowed[name]]}")
        if isinstance(value, str | list | dict) and not value:
            raise Fault(name, f"trường «{name}» để trống; hãy điền hoặc bỏ hẳn")
    for name in needed:
        if name not in entry:
            raise Fault("", f"thiếu trường «{name}»")


def check_rule(entry: dict[str, Any]) -> None:
    """Fault unless the entry is a whole wording of a known kind."""
    kind = entry.get("kind")
    if kind not in _FIELDS:
        raise Fault("kind", f"loại quy tắc «{kind}» không có; các loại: {', '.join(_FIELDS)}")
    check_fields(entry, {**_COMMON, **_FIELDS[kind]}, ("label", "from", "cite", "checked", *_NEEDED[kind]))
    check_fields(entry["cite"], {"document": str, "article": str, "also": list}, ("document", "article"))
    for further in entry["cite"].get("also", []):
        check_fields(further, {"document": str, "article": str}, ("document", "article"))
    _check_checked(entry["checked"])
    _check_override(entry.get("overridden_by_domain", {}))
    if kind in ("duration", "addition"):
        _one_of(entry, "unit", UNITS)
    _check_positive(entry)
    if check := _CHECKS.get(kind):
        check(entry)


def check_status(entry: dict[str, Any]) -> None:
    """Fault unless `status` is V, S or M."""
    _one_of(entry, "status", STATUSES)


def _check_checked(checked: dict[str, Any]) -> None:
    check_fields(checked, {"status": str, "on": date, "aspects": dict, "note": str}, ("status", "on"))
    check_status(checked)
    for aspect, status in checked.get("aspects", {}).items():
        if aspect not in ASPECTS or status not in STATUSES:
            raise Fault(
                "checked",
                f"«{aspect} = {status}» không hợp lệ; các khía cạnh: {', '.join(ASPECTS)}; V, S hoặc M",
            )


def _check_positive(entry: dict[str, Any]) -> None:
    for name in ("value", "times"):
        if entry.get(name, 1) < 1:
            raise Fault(name, f"trường «{name}» phải từ 1 trở lên")


def _check_duration(entry: dict[str, Any]) -> None:
    _one_of(entry, "starts", tuple(EVENTS))
    _one_of(entry, "direction", ("forwards", "backwards"))
    for case, total in entry.get("cases", {}).items():
        if type(total) is not int or total <= entry["value"]:
            raise Fault("cases", f"trường hợp «{case}» ghi tổng số, phải là số lớn hơn {entry['value']}")
    if entry.get("roll") and entry["unit"] == "ngày làm việc":
        raise Fault("roll", "thời hạn tính bằng ngày làm việc không bao giờ rơi vào ngày nghỉ, nên bỏ «roll»")
    if entry.get("roll") and "direction" in entry:
        raise Fault("roll", "hạn đếm lùi không chuyển sang ngày làm việc kế tiếp, nên bỏ «roll»")
    if "suspended_by" in entry and entry["unit"] in ("tháng", "năm"):
        raise Fault(
            "suspended_by", "thời hạn tính bằng tháng, năm không tạm đình chỉ được trong bộ quy tắc này"
        )


def _check_frequency(entry: dict[str, Any]) -> None:
    # Some duties are so many days in a span, others so many times.
    _one_of(entry, "unit", ("lần", *UNITS))
    _one_of(entry, "per", SPANS)


def _check_deadline(entry: dict[str, Any]) -> None:
    if not (1 <= entry["month"] <= 12 and 1 <= entry["day"] <= 31):
        raise Fault(
            "day", "hạn hằng năm ghi «month» từ 1 đến 12 và «day» từ 1 đến 31 (31 là ngày cuối tháng)"
        )
    if entry.get("year_shift", 0) not in (0, 1):
        raise Fault("year_shift", "«year_shift» là 0 (trong năm) hoặc 1 (năm sau)")


def _check_count(entry: dict[str, Any]) -> None:
    _one_of(entry, "bound", BOUNDS)
    if ("value" in entry) == ("ratio" in entry):
        raise Fault("value", "số lượng ghi một trong hai: «value» hoặc «ratio» (tử số, mẫu số)")
    ratio = entry.get("ratio", [1, 1])
    if len(ratio) != 2 or any(type(part) is not int or part < 1 for part in ratio):
        raise Fault("ratio", "«ratio» là [tử số, mẫu số], như [2, 3]")


def _check_override(domains: dict[str, Any]) -> None:
    for domain, key in domains.items():
        if domain not in DOMAINS or not isinstance(key, str):
            raise Fault(
                "overridden_by_domain",
                f"«{domain} = {key}» không hợp lệ; lĩnh vực: {', '.join(DOMAINS)}; giá trị là mã quy tắc hoặc để trống",
            )


def _check_window(entry: dict[str, Any]) -> None:
    window = entry["window"]
    check_fields(window, _WINDOW_FIELDS, ("periods",))
    for period in window["periods"]:
        if period not in PERIODS:
            raise Fault("window", f"kỳ «{period}» không có; các kỳ: {', '.join(PERIODS)}")
    shapes = [{"first", "last"}, {"opens", "closes"}, {"absent"}]
    if set(window) - {"periods"} not in shapes:
        raise Fault(
            "window", "cửa sổ số liệu ghi một trong ba cách: first và last, opens và closes, hoặc absent"
        )
    for edge in ("first", "last"):
        if edge in window and not _is_edge(window[edge]):
            raise Fault("window", f"«{edge}» phải là [năm so với năm báo cáo, tháng, ngày], như [-1, 12, 15]")


def _check_fact(entry: dict[str, Any]) -> None:
    for settler, whom in entry.get("settles", {}).items():
        if settler not in SETTLERS or not isinstance(whom, list) or not whom:
            raise Fault(
                "settles", f"«{settler}» ghi danh sách người bị tố cáo; chỉ nhận: {', '.join(SETTLERS)}"
            )
        for one in whom:
            at, _, post = str(one).partition(".")
            if at not in DENOUNCED_AT or post not in DENOUNCED_AS:
                raise Fault(
                    "settles",
                    f"«{one}» không hợp lệ; hãy ghi nơi.chức vụ: {', '.join(DENOUNCED_AT)}; {', '.join(DENOUNCED_AS)}",
                )


def _is_edge(edge: list[Any]) -> bool:
    if len(edge) != 3 or any(type(part) is not int for part in edge):
        return False
    year, month, day = edge
    return year in (-1, 0) and 1 <= month <= 12 and 1 <= day <= 31


def _one_of(entry: dict[str, Any], name: str, allowed: tuple[str, ...]) -> None:
    if name in entry and entry[name] not in allowed:
        raise Fault(name, f"«{name} = {entry[name]}» không hợp lệ; chỉ nhận: {', '.join(allowed)}")


_CHECKS = {
    "duration": _check_duration,
    "frequency": _check_frequency,
    "deadline": _check_deadline,
    "count": _check_count,
    "window": _check_window,
    "fact": _check_fact,
}
