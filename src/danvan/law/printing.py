"""How the law commands print: aligned columns in Vietnamese, or plain values for JSON."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from danvan.law.dues import Due
from danvan.law.rules import RuleBook
from danvan.law.wordings import Wording
from danvan.law.words import ASPECTS, CHECKED, DOMAINS, EVENTS, KINDS, case_named, day, day_named

_STEPS = {
    "begins": "Bắt đầu",
    "count": "Tính",
    "skipped": "Không tính",
    "suspended": "Tạm đình chỉ",
    "extended": "Gia hạn",
    "rolled": "Chuyển ngày",
    "result": "Đến hạn",
    "cite": "Căn cứ",
}
# Fields that print as they are.
_PLAIN = (
    "value", "bound", "unit", "per", "month", "day", "working", "year_shift", "starts", "roll", "minimum",
    "conflicts_with", "successor", "text", "note",
)  # fmt: skip


def due_table(answer: Due) -> str:
    """The due day, what it rests on and the ledger as a table."""
    case = f" ({case_named(answer.case)})" if answer.case else ""
    due_word = "Đủ thời gian vào" if answer.wording.minimum else "Hạn"
    head = [
        f"{answer.rule} · {answer.label}{case}",
        f"{due_word}: {day_named(answer.due_on)}" + _marks(answer),
    ]
    if answer.latest_on not in (answer.due_on, date.max):
        head.append(f"Theo cách hiểu rộng nhất: {day_named(answer.latest_on)}")
    rows = [
        (_STEPS[step.kind], day(step.first), day(step.last), str(step.days or ""), step.text)
        for step in answer.ledger
    ]
    return "\n".join([*head, "", table(("Bước", "Từ ngày", "Đến ngày", "Số ngày", "Diễn giải"), rows)])


def _marks(answer: Due) -> str:
    marks = ["đang tạm đình chỉ"] if answer.is_suspended else []
    marks += ["tạm tính"] if answer.provisional else []
    if not answer.verdict_possible:
        dues = (answer, answer.conflict) if answer.conflict else (answer,)
        checked = all(due.wording.checked.allows_verdict for due in dues)
        why = "lĩnh vực này theo luật chuyên ngành" if checked else "quy định chưa kiểm chứng"
        marks.append(f"không dùng để kết luận quá hạn vì {why}")
    return f" [{'; '.join(marks)}]" if marks else ""


def key_table(book: RuleBook, keys: Iterable[str]) -> str:
    """Every rule with its newest label."""
    newest = [book.wordings(key)[-1] for key in keys]
    rows = [(wording.key, KINDS[wording.kind], wording.label) for wording in newest]
    return table(("Quy tắc", "Loại", "Nội dung"), rows)


def wording_text(wording: Wording) -> str:
    """One wording with dates, content, citation and check, a line each."""
    until = f"đến {day(wording.valid_to)}" if wording.valid_to else "chưa thấy ngày kết thúc"
    lines = [f"{wording.key} · {wording.label}", f"  Hiệu lực: từ {day(wording.valid_from)}, {until}"]
    lines += [f"  {line}" for line in content(wording)]
    lines.append(f"  Căn cứ: {wording.citation}")
    for further in wording.cite.also:
        since = further.document.valid_from
        later = f" (từ {day(since)})" if since > wording.valid_from else ""
        lines.append(f"          {further}{later}")
    checked = wording.checked
    weaker = "".join(
        f"; riêng {ASPECTS[part]}: {CHECKED[status]}" for part, status in checked.aspects.items()
    )
    lines.append(f"  Kiểm chứng: {checked.status}, {CHECKED[checked.status]}, ngày {day(checked.on)}{weaker}")
    notes = [note for note in (checked.note, wording.note) if note]
    return "\n".join([*lines, *(f"  Ghi chú: {note}" for note in notes)])


def content(wording: Wording) -> list[str]:
    """What the wording asks, in words, a line each."""
    lines = []
    if amount := _amount(wording):
        lines.append(f"Mức: {amount}")
    if wording.month:
        lines.append(f"Hạn: {_yearly(wording)}")
    if wording.starts:
        way = "đếm lùi từ" if wording.direction == "backwards" else "tính từ"
        lines.append(f"Mốc: {way} «{EVENTS[wording.starts]}»")
    lines += [
        f"Tổng số khi {case_named(case)}: {total} {wording.unit}" for case, total in wording.cases.items()
    ]
    lines += [f"- {item}" for item in wording.items]
    if wording.window:
        lines.append(_window_text(wording))
    if wording.text:
        lines.append(wording.text)
    return lines + [_special(domain, key) for domain, key in wording.overridden_by_domain.items()]


def _amount(wording: Wording) -> str:
    count = "/".join(map(str, wording.ratio)) or str(wording.value or "")
    if not count:
        return ""
    bound = wording.bound or ("ít nhất" if wording.per or wording.minimum else "")
    per = f"mỗi {wording.per}" if wording.per else ""
    return " ".join(part for part in (bound, count, wording.unit, per) if part)


def _yearly(wording: Wording) -> str:
    month = f"tháng {wording.month}" + (" năm sau" if wording.year_shift else " hằng năm")
    if wording.day == 31:
        return f"{'ngày làm việc cuối cùng của' if wording.working else 'ngày cuối'} {month}"
    return f"{'ngày làm việc cuối cùng đến hết ' if wording.working else ''}ngày {wording.day} {month}"


def _special(domain: str, key: str) -> str:
    if key:
        return f"Trong lĩnh vực {DOMAINS[domain]}: theo {key}"
    return f"Trong lĩnh vực {DOMAINS[domain]}: theo luật chuyên ngành, chưa có trong bộ quy tắc"


def _window_text(wording: Wording) -> str:
    window = wording.window
    periods = f"Kỳ {', '.join(window['periods'])}: "
    if "absent" in window:
        return periods + "văn bản không có kỳ này"
    if "opens" in window:
        return periods + f"từ ngày {window['opens']} tháng trước kỳ đến ngày {window['closes']} tháng cuối kỳ"
    first, last = (
        f"{edge[2]}/{edge[1]}" + (" năm trước" if edge[0] else "")
        for edge in (window["first"], window["last"])
    )
    return periods + f"từ {first} đến {last}"


def wording_json(wording: Wording) -> dict[str, Any]:
    """One wording as plain values; empty fields are left out."""
    row: dict[str, Any] = {
        "key": wording.key,
        "label": wording.label,
        "kind": wording.kind,
        "from": wording.valid_from.isoformat(),
        "to": wording.valid_to.isoformat() if wording.valid_to else None,
        "cite": {
            "document": wording.cite.document.number,
            "article": wording.cite.article,
            "title": wording.cite.document.title,
            "also": [
                {"document": cite.document.number, "article": cite.article} for cite in wording.cite.also
            ],
        },
        "checked": {
            "status": wording.checked.status,
            "on": wording.checked.on.isoformat(),
            "aspects": dict(wording.checked.aspects),
            "note": wording.checked.note,
        },
    }
    for name in _PLAIN:
        if value := getattr(wording, name):
            row[name] = value
    for name in ("cases", "window", "overridden_by_domain"):
        if value := getattr(wording, name):
            row[name] = dict(value)
    for name in ("items", "ratio", "suspended_by", "extended_by"):
        if value := getattr(wording, name):
            row[name] = list(value)
    if wording.direction == "backwards":
        row["direction"] = wording.direction
    if wording.kind == "addition":
        row["times"] = wording.times
    return row


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns padded to the widest cell, the last one free; marks above letters take no width."""
    widths = [max(_width(row[column]) for row in (heads, *rows)) for column in range(len(heads) - 1)]

    def line(cells: Sequence[str]) -> str:
        padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=False)]
        return "  ".join([*padded, cells[-1]]).rstrip()

    return "\n".join([line(heads), line(["─" * width for width in (*widths, 9)]), *map(line, rows)])


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)
