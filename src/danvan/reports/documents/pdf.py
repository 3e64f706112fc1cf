"""The PDF of a report: PDF/A-3, fonts of the typesetter itself, the signed package attached."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from danvan.org.models import TERRITORIAL
from danvan.records.papers.facts import place_of
from danvan.records.papers.pdf_file import typeset
from danvan.reports.canonical import canonical
from danvan.reports.documents.content import Content, counted
from danvan.ui.dates import day, day_full
from danvan.ui.numbers import number
from danvan.ui.qr import svg as qr

TEMPLATE = Path(__file__).with_name("report.typ")
HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính", "Đếm từ hồ sơ")
TYPED_HEADS = (*HEADS[:3], "Theo báo cáo", "Đếm từ hồ sơ", "Chênh lệch")
MARK = "Số liệu minh họa"
MARK_TEXT = "hồ sơ đứng sau các con số này do hệ thống đặt ra để trình bày, không phải hồ sơ có thật."


def pdf(content: Content, address: str = "") -> bytes:
    """The paper; `address` is the public page that its QR code leads to, none when empty.

    The attachment is the canonical package: `danvan verify` reads it from the PDF itself.
    """
    return typeset(TEMPLATE, _content(content, address), _made_on(content))


def _made_on(content: Content) -> date:
    """Never the clock's day: the same report gives the same bytes."""
    return content.signed_on or date.fromisoformat(content.body["period"]["last"])


def _content(content: Content, address: str) -> dict[str, Any]:
    body = content.body
    has_typed = content.has_typed
    return {
        "title": f"{body['form']['title']}, {body['period']['label']}, {body['unit']['name']}",
        "subject": body["form"]["subject"],
        "form": body["form"]["title"] if body["form"]["table"] else "",
        "period": body["period"]["label"],
        "party": content.is_party,
        "made": list(_made_on(content).timetuple()[:3]),
        **heading(content),
        **_marks(content),
        "opening": _opening(content),
        "typed": has_typed,
        "heads": list(TYPED_HEADS if has_typed else HEADS),
        "sections": [
            {
                "title": title,
                "rows": [row for n, line in enumerate(lines, 1) for row in _rows(n, line, has_typed)],
                "notes": _notes(lines),
            }
            for title, lines in content.section_lines()
        ],
        "checks": [
            {"ok": check["ok"], "label": check_label(check), "text": check["text"]}
            for check in body["checks"]
            if not check.get("closed")
        ],
        **_proof(content, address),
    }


def check_label(check: dict[str, Any]) -> str:
    """What was tried, and whose numbers: a typed report's own slip is not one of the counted figures."""
    return (
        f"{check['label']} (số theo báo cáo đã phát hành)" if check["kind"] == "nhap_tay" else check["label"]
    )


def heading(content: Content) -> dict[str, Any]:
    """What stands above and below a paper: issuer, place and day, in whose name it is signed, by whom, who receives it."""
    issuer = content.body.get("issuer", content.body["unit"]["name"])
    name = content.body["unit"]["name"]
    is_committee = issuer == name and content.body["unit"]["kind"] in TERRITORIAL and not content.is_party
    return {
        "issuer": f"Ủy ban nhân dân {name}" if is_committee else issuer,
        "above": "Đảng bộ " + name if content.is_party else "",
        "sign": "…",
        "dated": f"{place_of(name)}, {day_full(content.signed_on)}"
        if content.signed_on
        else f"{place_of(name)}, ngày … tháng … năm …",
        "capacity": _capacity(issuer, content.is_party, is_committee),
        "signer": content.body.get("signed", {}).get("by", ""),
        "recipients": ["Như trên", "Lưu: VT"],
    }


def _capacity(issuer: str, is_party: bool, is_committee: bool) -> str:
    """In whose name the signer signs: a collective body's, or as the head of an agency."""
    if is_party:
        return "T/M " + issuer.upper()
    return "TM. ỦY BAN NHÂN DÂN" if is_committee else "THỦ TRƯỞNG ĐƠN VỊ"


def _marks(content: Content) -> dict[str, Any]:
    words = [MARK] if content.is_illustrative else []
    return {
        "mark": MARK if content.is_illustrative else "",
        "mark-text": MARK_TEXT,
        "watermark": " – ".join(["DỰ THẢO"] * content.is_draft + [word.upper() for word in words]),
        "foot": f"{content.body['unit']['name']}, {content.body['period']['label']}, bản số {content.body['version']}",
    }


def _opening(content: Content) -> list[str]:
    body, period = content.body, content.body["period"]
    first, last = (day(date.fromisoformat(period[key])) for key in ("first", "last"))
    sentences = [
        f"Số liệu lấy từ ngày {first} đến hết ngày {last} ({period['citation']}); các đơn vị tính theo danh mục "
        f"ngày {day(date.fromisoformat(body['tree_on']))}, gồm {number(len(body['units']))} đơn vị.",
    ]
    if note := body["form"].get("note"):
        sentences.append(f"Cách ghi biểu: {note}")
    if content.has_typed:
        sentences.append("Cột “Theo báo cáo” là số đã phát hành; cột “Đếm từ hồ sơ” là số hệ thống đếm được.")
    if body.get("reason"):
        sentences.append(f"Bản này sửa đổi bản đã ký trước. Lý do: {body['reason']}")
    if body.get("override"):
        sentences.append(f"Ý kiến của người ký về các kiểm tra không đạt: {body['override']}")
    return sentences


def _rows(n: int, line: dict[str, Any], has_typed: bool) -> Iterator[dict[str, Any]]:
    """The heads that begin at a line, each across the table, then the line: {"depth", "cells"}."""
    for depth, head in line["heads"]:
        yield {"depth": depth, "head": True, "cells": [head]}
    place = f"({line['column']})" if line.get("column") else str(n)
    value = [line.get("typed", ""), counted(line), line.get("gap", "")] if has_typed else [counted(line)]
    cells = [place, line["leaf"], line.get("measure", ""), *value]
    yield {"depth": line["depth"], "head": False, "cells": cells}


def _notes(lines: list[dict[str, Any]]) -> list[str]:
    """Each sentence once, with the lines it speaks of."""
    speaking: dict[str, list[str]] = {}
    for n, line in enumerate(lines, 1):
        if text := line.get("text"):
            speaking.setdefault(text[:1].upper() + text[1:], []).append(
                f"({line['column']})" if line["column"] else str(n)
            )
    return [f"Dòng {', '.join(places)}: {text}" for text, places in speaking.items()]


def _proof(content: Content, address: str) -> dict[str, Any]:
    sealed = content.envelope or {}
    name = f"danvan-{content.body['unit']['slug']}-{content.body['period']['code']}"
    return {
        "root": sealed.get("root", ""),
        "key": sealed.get("public_key", ""),
        "demonstration-key": getattr(settings, "SIGNING_KEY_IS_DEMONSTRATION", False),
        "attachment": canonical(sealed).decode() if sealed else "",
        "file": f"{name}.pdf",
        "file-json": f"{name}.json",
        "address": address,
        "qr": qr(address) if address else "",
    }
