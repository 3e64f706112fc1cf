"""A whole report as plain data: what stands where on its paper. The PDF and the DOCX are made of nothing else.

A report with words has them before the signature and its tables after it, as annexes; one without has its tables in their
place. A statistical form is always an annex of its own, laid across.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from danvan.org.models import TERRITORIAL
from danvan.records.papers.facts import place_of
from danvan.reports.documents import compared
from danvan.reports.documents.charts import charts_of
from danvan.reports.documents.content import Content, counted
from danvan.reports.documents.grid import Grid, GridRow, Place, grid_of
from danvan.reports.narrative import paragraphs
from danvan.ui.dates import day, day_full
from danvan.ui.numbers import number, percent

type Sheet = dict[str, Any]
HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính")
COUNTED, TYPED, GAP = "Đếm từ hồ sơ", "Theo báo cáo", "Chênh lệch"
MARK = "Số liệu minh họa"
MARK_TEXT = "hồ sơ đứng sau các con số này do hệ thống đặt ra để trình bày, không phải hồ sơ có thật."
UNVERIFIED = "Biểu mẫu chưa đối chiếu"
COMMITTEE, NOBODY = "TM. ỦY BAN NHÂN DÂN", "THỦ TRƯỞNG ĐƠN VỊ"
ROMAN = ("I", "II", "III", "IV", "V", "VI")
RECIPIENTS = ("Cơ quan cấp trên (để báo cáo)", "Lưu: VT")


def sheet_of(content: Content) -> Sheet:
    """Everything on the paper, from the body alone."""
    body = content.body
    parts = list(_annexes(content))
    return {
        "title": f"{body['form']['title']}, {body['period']['label']}, {body['unit']['name']}",
        "subject": body["form"]["subject"],
        "form": body["form"]["title"] if body["form"]["table"] else "",
        "period": body["period"]["label"],
        "party": content.is_party,
        "made": list(made_on(content).timetuple()[:3]),
        **heading(content),
        **_marks(content),
        "opening": _opening(content),
        "sections": [*_sections(content), *_failures(content)],
        "annexes": [
            part | {"name": "Phụ lục" if len(parts) == 1 else f"Phụ lục {ROMAN[n]}"}
            for n, part in enumerate(parts)
        ],
    }


def made_on(content: Content) -> date:
    """Never the clock's day: the same report gives the same bytes."""
    return content.signed_on or date.fromisoformat(content.body["period"]["last"])


def heading(content: Content) -> Sheet:
    """What stands above and below a paper: issuer, place and day, in whose name it is signed, by whom, who receives it.

    `lines` are those over the signature, `capacity` the last of them, below which one signs. Packages from before their
    head was kept (`documents.authority`) say it from the unit's kind.
    """
    body, kept = content.body, content.body.get("head", {})
    issuer, name = body.get("issuer", body["unit"]["name"]), body["unit"]["name"]
    is_committee = issuer == name and body["unit"]["kind"] in TERRITORIAL and not content.is_party
    lines = kept.get("capacity") or [_capacity(issuer, content.is_party, is_committee)]
    place = kept.get("place") or place_of(name)
    return {
        "issuer": f"Ủy ban nhân dân {name}" if is_committee else issuer,
        "issuer-lines": ["Ủy ban nhân dân", name] if is_committee else [issuer],
        "above": "Đảng bộ " + name if content.is_party else kept.get("above", ""),
        "sign": kept.get("sign") or "…",
        "dated": f"{place}, {day_full(content.signed_on) if content.signed_on else 'ngày … tháng … năm …'}",
        "lines": lines,
        "capacity": lines[-1],
        "signer": body.get("signed", {}).get("by", ""),
        "recipients": list(RECIPIENTS),
    }


def _capacity(issuer: str, is_party: bool, is_committee: bool) -> str:
    """In whose name the signer signs: a collective body's, or as the head of an agency."""
    if is_party:
        return "T/M " + issuer.upper()
    return COMMITTEE if is_committee else NOBODY


def _marks(content: Content) -> Sheet:
    body = content.body
    words = ["DỰ THẢO"] * content.is_draft + [MARK.upper()] * content.is_illustrative
    foot = f"{body['unit']['name']}, {body['period']['label']}, bản số {body['version']}"
    unverified = body["form"].get("unverified", "")
    return {
        "mark": MARK if content.is_illustrative else "",
        "mark-text": MARK_TEXT,
        "unverified": unverified,
        "watermark": " – ".join(words),
        "foot": f"{foot} · {UNVERIFIED}" if unverified else foot,
    }


def _opening(content: Content) -> list[str]:
    body, period = content.body, content.body["period"]
    first, last = (day(date.fromisoformat(period[key])) for key in ("first", "last"))
    sentences = [
        f"Số liệu lấy từ ngày {first} đến hết ngày {last} ({period['citation']}); các đơn vị tính theo danh mục "
        f"ngày {day(date.fromisoformat(body['tree_on']))}, gồm {number(len(body['units']))} đơn vị.",
    ]
    if told := body.get("coverage", {}).get("text"):
        sentences.append(told)
    if names := body.get("coverage", {}).get("not_sent"):
        sentences.append(f"Đơn vị phải gửi mà chưa gửi báo cáo: {', '.join(names)}.")
    if body["form"]["table"]:
        sentences.append("Số liệu của các đơn vị ở biểu kèm theo.")
    elif note := body["form"].get("note"):
        sentences.append(f"Cách ghi biểu: {note}")
    if content.has_typed:
        sentences.append(f"Cột “{TYPED}” là số đã phát hành; cột “{COUNTED}” là số hệ thống đếm được.")
    sentences += body.get("beside_of", {}).get("notes", [])
    if body.get("reason"):
        sentences.append(f"Bản này sửa đổi bản đã ký trước. Lý do: {body['reason']}")
    if body.get("override"):
        sentences.append(f"Ý kiến của người ký về các kiểm tra không đạt: {body['override']}")
    return sentences


# -- before the signature ----------------------------------------------------------------------------------
def _sections(content: Content) -> Iterator[Sheet]:
    told = paragraphs(content)
    for title, group in groupby(told, key=lambda one: one.section):
        yield {"title": title, "paragraphs": [one.text for one in group], "table": None, "notes": []}
    if not told and not content.body["form"]["table"]:
        yield from _tables(content)


def _tables(content: Content) -> Iterator[Sheet]:
    """The lines of each section as a table; of a statistical form those that its grid does not show."""
    is_grid = content.body["form"]["table"] and not content.has_typed
    for title, lines in content.section_lines():
        numbered = [(n, line) for n, line in enumerate(lines, 1) if not (is_grid and line.get("column"))]
        if numbered:
            notes = _notes(numbered)
            yield {"title": title, "paragraphs": [], "table": _table(content, numbered), "notes": notes}


def _table(content: Content, lines: list[tuple[int, Sheet]]) -> Sheet:
    periods, typed = compared.columns(content.body), content.has_typed
    middle = [TYPED, COUNTED, GAP] if typed else [COUNTED]
    keys = [key for key, _label in periods]
    beside = compared.values(content.body)
    rows = [row for n, line in lines for row in _rows(n, line, typed, compared.told(line, beside, keys))]
    return {"heads": [*HEADS, *middle, *(label for _key, label in periods)], "rows": rows}


def _rows(n: int, line: Sheet, typed: bool, then: list[str]) -> Iterator[Sheet]:
    """The heads that begin at a line, each across the table, then the line: {"depth", "head", "cells"}."""
    for depth, head in line["heads"]:
        yield {"depth": depth, "head": True, "cells": [head]}
    place = f"({line['column']})" if line.get("column") else str(n)
    value = [line.get("typed", ""), counted(line), line.get("gap", "")] if typed else [counted(line)]
    cells = [place, line["leaf"], line.get("measure", ""), *value, *then]
    yield {"depth": line["depth"], "head": False, "cells": cells}


def _notes(lines: Iterable[tuple[int, Sheet]]) -> list[str]:
    """Each sentence once, with the lines it speaks of."""
    speaking: dict[str, list[str]] = {}
    for n, line in lines:
        if text := line.get("text"):
            place = f"({line['column']})" if line["column"] else str(n)
            speaking.setdefault(text[:1].upper() + text[1:], []).append(place)
    return [f"Dòng {', '.join(places)}: {text}" for text, places in speaking.items()]


def _failures(content: Content) -> Iterator[Sheet]:
    """What does not add up stands before the signature, whatever else goes to an annex."""
    if failed := content.failed_checks():
        texts = [
            f"Không đạt – {check_label(check)}{_where(check, content)}: {check['text'].removesuffix('.')}."
            for check in failed
        ]
        yield {"title": "Kiểm tra số liệu không đạt", "paragraphs": texts, "table": None, "notes": []}


def _where(check: Sheet, content: Content) -> str:
    """The unit whose line it is, unless it is the whole."""
    name = check.get("unit_name", "")
    return f" ({name})" if name and name != content.body["unit"]["name"] else ""


def check_label(check: Sheet) -> str:
    """What was tried, and whose numbers: a typed report's own slip is not one of the counted figures."""
    label = str(check["label"])
    return f"{label} (số theo báo cáo đã phát hành)" if check["kind"] == "nhap_tay" else label


# -- annexes -----------------------------------------------------------------------------------------------
def _annexes(content: Content) -> Iterator[Sheet]:
    body = content.body
    if body["form"]["table"]:
        form = body["form"]
        yield _annex(
            form["title"], grid=_grid(grid_of(body)), subtitle=f"{form['subject']}, {body['period']['label']}"
        )
        if lines := list(_tables(content)):
            yield _annex("Số liệu đối chiếu", tables=lines)
    elif paragraphs(content):
        yield _annex("Số liệu", tables=list(_tables(content)))
    if charts := charts_of(content):
        yield _annex("Biểu đồ", charts=[asdict(chart) for chart in charts])
    if checks := _checks(content):
        yield _annex("Kết quả kiểm tra số liệu", checks=checks)


def _annex(title: str, **parts: Any) -> Sheet:
    empty: Sheet = {"subtitle": "", "grid": None, "tables": [], "charts": [], "checks": []}
    return empty | {"title": title} | parts


def _checks(content: Content) -> list[Sheet]:
    return [
        {"ok": check["ok"], "label": check_label(check) + _where(check, content), "text": check["text"]}
        for check in content.body["checks"]
        if not check.get("closed")
    ]


def _grid(grid: Grid) -> Sheet:
    return {
        "heads": [asdict(head) for head in grid.heads],
        "depth": grid.depth,
        "width": grid.width,
        "paper": grid.paper,
        "labels": grid.labels,
        "rows": [_printed(row) for row in grid.rows],
        "notes": grid.notes,
    }


def _printed(row: GridRow) -> Sheet:
    cells = [shown(place) for place in row.places]
    return {"number": row.number, "name": row.name, "depth": row.depth, "total": row.is_total, "cells": cells}


def shown(place: Place) -> str:
    """A cell as it is printed: 1.234, a share with its sign, or what stands in place of a number."""
    if place.value is None:
        return place.text
    return number(place.value) if isinstance(place.value, int) else percent(compared.amount(place.value))
