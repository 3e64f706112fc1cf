"""A whole paper as plain data: what stands where. Both the DOCX and the PDF are made of nothing else."""

import hashlib
import json
from datetime import date
from typing import Any

from danvan.records.papers import facts
from danvan.records.papers.declare import DAY, LINES, NAMING, PaperTemplate
from danvan.records.papers.text import DOTS, Filling, blocks, fill, printable
from danvan.ui.dates import day, day_full, parse_day
from danvan.ui.errors import Refusal

type Sheet = dict[str, Any]
MARK = "Số liệu minh họa"
SIGN_HERE = "(Ký, ghi rõ họ tên)"
SIGN_OR_PRESS = "(Ký tên hoặc điểm chỉ)"
WAY = "Tra cứu kết quả tại {address} bằng mã này, hoặc quét mã QR. Xin giữ kín mã: ai có mã đều xem được tình trạng hồ sơ."
WAY_WITHOUT = "Dùng mã này để tra cứu kết quả. Xin giữ kín mã: ai có mã đều xem được tình trạng hồ sơ."
LONGEST = {LINES: 4000}


def sheet(
    template: PaperTemplate,
    record: Any,
    on: date,
    values: dict[str, str],
    *,
    address: str = "",
    is_bare: bool = False,
) -> Sheet:
    """Everything on the paper, numbers and signature still open. `values` are what was typed, by the blanks' names.

    `is_bare` leaves a dotted line wherever a person or his own words would stand.
    Raises Refusal for a value that a blank does not take. Six queries at most.
    """
    who = facts.issuer(record.unit, on)
    names_persons = facts.may_name_persons(record, template)
    tells = names_persons and not is_bare
    known = facts.plain(record, who, on) | (facts.personal(record) if tells else {})
    known |= template.facts(record, on)
    if is_bare or template.identity_free:
        known = {name: value for name, value in known.items() if name not in NAMING}
    known |= {
        name: value for name, value in typed(template, values, names_persons=names_persons).items() if value
    }
    long = frozenset({"content", *(blank.name for blank in template.blanks if blank.kind == LINES)})
    filling = Filling({name: printable(value) for name, value in known.items()}, on, names_persons, long)
    form = template.form_on(on)
    return {
        **_head(template, who, filling),
        "title": template.title,
        "author": who.name,
        "form": str(form or ""),
        "made": [on.year, on.month, on.day],
        "place": who.place,
        "body": blocks(template.text, filling),
        "recipients": [fill(line, filling) for line in template.recipients],
        "signatures": _signatures(template, who),
        **_tracking(template, record, address),
        "mark": MARK if record.is_illustrative else "",
    }


def _head(template: PaperTemplate, who: facts.Issuer, filling: Filling) -> Sheet:
    kind = f"{template.symbol}-{who.suffix or '……'}" if template.symbol else who.suffix or "……"
    return {
        "layout": template.layout,
        "above": who.above,
        "issuer": _lines(who.name),
        "number": f"Số: ……/{kind}" if template.is_numbered else "",
        "dated": dated(who.place, None) if template.layout != "phieu" else "",
        "heading": template.heading,
        "subject": fill(template.subject, filling),
        "addressee": fill(template.addressee, filling),
    }


def _lines(name: str) -> list[str]:
    """A committee's name in two lines, as it stands at the head of its papers."""
    rest = name.removeprefix(f"{facts.COMMITTEE} ")
    return [name] if rest == name else [facts.COMMITTEE, rest]


def dated(place: str, on: date | None) -> str:
    """Đồng Hới, ngày 06 tháng 02 năm 2023; open where there is no day yet."""
    return f"{place}, {day_full(on) if on else 'ngày …… tháng …… năm ……'}"


def _signatures(template: PaperTemplate, who: facts.Issuer) -> list[Sheet]:
    own = template.layout == "don"
    labels = template.signs or (who.head,)
    hint = SIGN_OR_PRESS if own else SIGN_HERE if template.signs else ""
    return [{"capacity": [label], "name": "", "hint": hint, "dated": ""} for label in labels]


def _tracking(template: PaperTemplate, record: Any, address: str) -> Sheet:
    if template.layout != "phieu":
        return {"code": "", "tracking": "", "way": ""}
    return {
        "code": facts.grouped(record.public_id),
        # The code stands behind the #: a browser never sends that part, so that no log learns it.
        "tracking": f"{address}#{record.public_id}" if address else record.public_id,
        "way": WAY.format(address=address) if address else WAY_WITHOUT,
    }


def typed(template: PaperTemplate, values: dict[str, str], *, names_persons: bool) -> dict[str, str]:
    """The typed values, each checked against its blank; Refusal for one that has no blank or does not fit it."""
    known = {blank.name: blank for blank in template.blanks}
    for name in values:
        if name not in known:
            raise Refusal(f"Mẫu “{template.title}” không có mục “{name}”.")
    return {
        name: _fitting(blank, str(values.get(name) or "").strip(), names_persons)
        for name, blank in known.items()
    }


def _fitting(blank: Any, value: str, names_persons: bool) -> str:
    if not value:
        if blank.is_required:
            raise Refusal(f"Còn thiếu “{blank.label}”; hãy điền rồi soạn lại.")
        return ""
    if blank.kind in ("chu", "doan") and not names_persons:
        raise Refusal(
            f"{blank.label}: văn bản này không được ghi tên người hay lời riêng, nên để trống và điền tay trên bản in."
        )
    if len(value) > LONGEST.get(blank.kind, 300):
        raise Refusal(f"{blank.label} dài quá {LONGEST.get(blank.kind, 300)} ký tự; hãy viết gọn lại.")
    return _of_kind(blank, value, names_persons)


def _of_kind(blank: Any, value: str, names_persons: bool) -> str:
    if blank.kind == DAY:
        return day(parse_day(value))
    if blank.kind == "so" and not (value.isascii() and value.isdecimal()):
        raise Refusal(f"{blank.label}: hãy nhập một số, ví dụ 2.")
    if blank.kind == "chon" and value not in blank.options:
        raise Refusal(f"{blank.label}: hãy chọn một trong các mục: {'; '.join(blank.options)}.")
    facts.check_agency(blank, value, names_persons=names_persons)
    return value


def issued(
    sheet: Sheet, *, number: str, on: date, signer: str, capacity: list[str], is_own: bool = False
) -> Sheet:
    """The sheet with number, day and signature as it goes out."""
    first = sheet["signatures"][0] | {"name": signer} | ({"capacity": capacity} if capacity else {})
    return sheet | {
        "number": f"Số: {number}" if number else sheet["number"],
        "dated": dated(sheet["place"], None if is_own else on) if sheet["dated"] else "",
        "signatures": [first, *sheet["signatures"][1:]],
        "made": [on.year, on.month, on.day],
    }


def canonical(sheet: Sheet) -> bytes:
    """The same bytes for the same sheet, whatever the order of its keys."""
    return json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(sheet: Sheet) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal digits."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def words(sheet: Sheet) -> str:
    """Everything that can be read on the paper, as one text."""
    lines = [sheet[name] for name in ("form", "above", "number", "dated", "heading", "subject", "addressee")]
    lines += ["".join(run[0] for run in block["runs"]) for block in sheet["body"]]
    lines += [*sheet["issuer"], *sheet["recipients"]]
    lines += [part for one in sheet["signatures"] for part in (*one["capacity"], one["name"])]
    return "\n".join(filter(None, [*lines, sheet["code"], sheet["way"], sheet["mark"]]))


__all__ = ["DOTS", "Sheet", "canonical", "dated", "digest", "issued", "sheet", "typed", "words"]
