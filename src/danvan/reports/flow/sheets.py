"""The XLSX form that a unit without the system fills in: written in the form's shape, read back by its number row."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from danvan import law
from danvan.org.models import Account, Unit
from danvan.records.declare import figure, identities
from danvan.reports.checks import Check, sum_check, told
from danvan.reports.flow import tables
from danvan.reports.flow.models import UnitTable
from danvan.reports.flow.naming import names_period, names_unit
from danvan.reports.form_files import Form, forms
from danvan.reports.loading.book import sheets
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

MARK = re.compile(r"danvan:([a-z0-9-]+):([0-9A-Za-z.-]+):([a-z0-9-]+)")
TITLE = re.compile(r"bi[eể]u\s+(?:m[aẫ]u\s+)?s[oố]\s*:?\s*([0-9]{2}\s*/\s*[\wĐđ-]+)", re.IGNORECASE)
NUMBERED = re.compile(r"\(?\s*([0-9]{1,3})\s*\)?")
WHOLE = re.compile(r"[0-9]{1,19}")
NEGATIVE = re.compile(r"[-−–]\s*[0-9][0-9.,]*")
MOST_FAULTS = 20
HEAD_ROWS = 12


class Rejected(Refusal):
    """A file that was not taken; `faults` are sentences, each with its cell, and nothing of the file was kept."""

    def __init__(self, faults: list[str]) -> None:
        more = f" (và {len(faults) - 1} lỗi khác)" if len(faults) > 1 else ""
        super().__init__(f"Chưa nhận tệp: {faults[0]}{more}")
        self.faults = faults[:MOST_FAULTS]


@dataclass(slots=True)
class Sheet:
    """One sheet as rows of (column, text, formula), and where its form's columns stand."""

    rows: dict[int, dict[int, tuple[str, str]]] = field(default_factory=dict)
    number_row: int = 0
    places: list[int] = field(default_factory=list)


def mark(form_key: str, period: str, unit: Unit) -> str:
    """The line by which a filled file is known again: form, period, unit."""
    return f"danvan:{form_key}:{period}:{unit.slug}"


def numbers(shape: Form) -> list[int]:
    """The number under each column as the form prints it; counted through where it prints none."""
    return [row.column or place for place, row in enumerate(shape.rows, 1)]


def written(
    unit: Unit, name: str, period: law.Period, shape: Form, values: dict[str, int] | None = None
) -> bytes:
    """The form to be filled in, with what is known already in its cells; text is text, so that nothing can run."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Biểu")
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
        figure_ = book.add_format({"num_format": "#,##0", "border": 1})
        sheet.write_string(0, 0, f"{shape.title}: {shape.subject}", book.add_format({"bold": True}))
        sheet.write_string(1, 0, f"{name}, {period.label}")
        sheet.write_string(2, 0, "Ghi số nguyên. Ô chưa có số thì để trống; không phát sinh thì ghi 0.")
        sheet.write_string(3, 0, mark(shape.key, period.code, unit))
        sheet.write_string(7, 0, "Đơn vị", head)
        sheet.write_string(8, 0, name, head)
        place = 1
        for section in shape.sections:
            for row in section.rows:
                sheet.write_string(4, place, section.title, head)
                sheet.write_string(5, place, row.label, head)
                sheet.write_string(6, place, row.unit, head)
                sheet.write_number(7, place, numbers(shape)[place - 1], head)
                place += 1
        for place, key in enumerate(tables.columns(shape), 1):
            value = (values or {}).get(key)
            if value is None:
                sheet.write_blank(8, place, None, figure_)
            else:
                sheet.write_number(8, place, value, figure_)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, place, 12)
        sheet.freeze_panes(8, 1)
    return out.getvalue()


def take(
    content: bytes, unit: Unit, period: str, form_key: str, *, by: Account, name: str, anyway: bool = False
) -> UnitTable:
    """Take a filled form as the unit's table. Rejected with every fault and its cell, or with each equation that fails.

    `anyway` takes it although an equation fails; a fault of a cell is never passed over. The same file again is the table
    it made; another file becomes the next version and both are kept.
    """
    tables.require_speaking(by, unit)
    shape, code = tables.shape_of(form_key, period)
    values = read(content, unit, name, period_of(period), shape)
    failed = (
        [] if anyway else [check.text for check in tried(values, name, period_of(period)) if not check.ok]
    )
    if failed:
        raise Rejected(failed)
    return tables.take(
        unit, code, form_key, values, UnitTable.Origin.XLSX, by=by, source_hash=sha256(content).hexdigest()
    )


def read(content: bytes, unit: Unit, name: str, period: law.Period, shape: Form) -> dict[str, int]:
    """Column key → number of the unit's row; empty cells are left out. Rejected names each fault by its cell."""
    sheet = _the_sheet([_grid(raw) for raw in sheets(content)], shape)
    is_marked = _refuse_other(sheet, unit, period, shape)
    row = _row_of(sheet, name)
    if not is_marked:
        _refuse_unnamed(sheet, row, name, period)
    faults: list[str] = []
    values: dict[str, int] = {}
    for key, label, column in zip(
        tables.columns(shape), tables.columns(shape).values(), sheet.places, strict=True
    ):
        text, formula = sheet.rows[row].get(column, ("", ""))
        fault = _fault(text.strip(), formula)
        if fault:
            faults.append(f"ô {xl_rowcol_to_cell(row - 1, column - 1)} (“{label}”) {fault}")
        elif text.strip():
            values[key] = int(text)
    if faults:
        raise Rejected(faults)
    if not values:
        raise Rejected(
            ["biểu chưa có số nào; nếu không phát sinh hãy ghi 0, hoặc dùng nút “Không phát sinh”"]
        )
    return values


def tried(values: dict[str, int], name: str, period: law.Period) -> list[Check]:
    """Each declared equation whose every figure the table states, with the cause of a failure."""
    found = []
    for identity in identities(values, period.last):
        if identity.is_derived:
            continue
        stated = sum(values[code] for code in identity.whole)
        found.append(
            sum_check(
                identity, "nhap_tay", "error", name, told(identity.parts, values), stated, identity.whole
            )
        )
    return found


def label_of(key: str, shape: Form) -> str:
    """The words of a column by its key."""
    return tables.columns(shape).get(key) or str(figure(key).label)


def _grid(raw: dict[str, Any]) -> Sheet:
    found = Sheet()
    for row, column, text, formula in raw["cells"]:
        found.rows.setdefault(row, {})[column] = (text, formula)
    return found


def _the_sheet(found: list[Sheet], shape: Form) -> Sheet:
    wanted = numbers(shape)
    nearest = ""
    fitting = []
    for sheet in found:
        for row, cells in sorted(sheet.rows.items()):
            told_numbers = [
                (column, int(match[1]))
                for column, (text, _f) in sorted(cells.items())
                if (match := NUMBERED.fullmatch(text.strip()))
            ]
            if [number for _column, number in told_numbers] == wanted:
                sheet.number_row, sheet.places = row, [column for column, _number in told_numbers]
                fitting.append(sheet)
                break
            nearest = nearest or _unlike([number for _column, number in told_numbers], wanted)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Rejected(["sổ có nhiều trang cùng biểu này; hãy để một trang"])
    raise Rejected([nearest or "không thấy hàng số thứ tự cột của biểu; hãy dùng tệp tải từ hệ thống"])


def _unlike(found: list[int], wanted: list[int]) -> str:
    """What is wrong with a row that looks like the number row and is not it."""
    if len(found) < 3 or found[0] != wanted[0]:
        return ""
    if rising := sorted(set(found)) == found:
        missing = [number for number in wanted if number not in found]
        if missing:
            return f"hàng số thứ tự cột thiếu cột ({missing[0]}); cột đã bị xóa hoặc xê dịch"
    extra = "thừa cột" if rising else "không theo thứ tự"
    return f"hàng số thứ tự cột {extra}; hãy dùng đúng tệp tải từ hệ thống"


def _texts(sheet: Sheet) -> Iterator[str]:
    for row in sorted(sheet.rows):
        if row <= min(HEAD_ROWS, sheet.number_row):
            yield from (text for text, _formula in sheet.rows[row].values())


def _refuse_other(sheet: Sheet, unit: Unit, period: law.Period, shape: Form) -> bool:
    """A file of another form, period or unit is told so; one without our mark must print the form's own number.

    Whether it bears the mark.
    """
    if found := next((match for text in _texts(sheet) if (match := MARK.search(text))), None):
        if found[1] != shape.key:
            known = forms().get(found[1])
            raise Rejected([f"tệp là của {known.title if known else 'biểu khác'}, không phải {shape.title}"])
        if found[2] != period.code:
            raise Rejected([f"tệp là của kỳ {found[2]}, không phải {period.code}"])
        if found[3] != unit.slug:
            raise Rejected(["tệp là của đơn vị khác; hãy chọn đúng đơn vị hoặc đúng tệp"])
        return True
    printed = {fold(match[1]).replace(" ", "") for text in _texts(sheet) for match in TITLE.finditer(text)}
    own = {fold(match[1]).replace(" ", "") for match in TITLE.finditer(shape.title)}
    if not printed:
        raise Rejected(
            [f"không thấy tên biểu ở đầu trang; tệp phải ghi “{shape.title}” hoặc dùng tệp tải từ hệ thống"]
        )
    if not printed & own:
        raise Rejected([f"tệp ghi biểu số {min(printed).upper()}, không phải {shape.title}"])
    return False


def _refuse_unnamed(sheet: Sheet, row: int, name: str, period: law.Period) -> None:
    """Without our mark the file must name the unit, in its row where that is labelled, else in the head, and the period."""
    cells = sheet.rows[row].items()
    labels = [
        text
        for column, (text, _formula) in cells
        if column not in sheet.places and any(map(str.isalpha, text))
    ]
    if not names_unit(labels or _texts(sheet), name):
        raise Rejected(
            [f"tệp không ghi tên {name} ở dòng số hay ở đầu trang; hãy ghi tên đơn vị hoặc chọn đúng tệp"]
        )
    if not names_period(_texts(sheet), period):
        raise Rejected(
            [f"tệp không ghi kỳ {period.label} ở đầu trang; hãy ghi kỳ báo cáo hoặc chọn đúng tệp"]
        )


def _row_of(sheet: Sheet, name: str) -> int:
    """The one row below the number row that holds figures; of several, the one that bears the unit's name."""
    filled = [
        row
        for row in sorted(sheet.rows)
        if row > sheet.number_row
        and any(
            sheet.rows[row].get(column, ("", ""))[0].strip() or sheet.rows[row].get(column, ("", ""))[1]
            for column in sheet.places
        )
    ]
    if not filled:
        raise Rejected(
            ["biểu chưa có số nào; nếu không phát sinh hãy ghi 0, hoặc dùng nút “Không phát sinh”"]
        )
    if len(filled) == 1:
        return filled[0]
    named = [
        row for row in filled if any(fold(text) == fold(name) for text, _formula in sheet.rows[row].values())
    ]
    if len(named) != 1:
        raise Rejected([f"dưới hàng số thứ tự có {len(filled)} dòng số; hãy để một dòng của {name}"])
    return named[0]


def _fault(text: str, formula: str) -> str:
    if formula:
        return "là công thức; hãy dán giá trị"
    if not text or (WHOLE.fullmatch(text) and int(text) <= tables.LARGEST):
        return ""
    if WHOLE.fullmatch(text) or (len(text) > 19 and text.isdigit()):
        return "lớn quá mức một số liệu có thể có; hãy xem lại đơn vị tính"
    if NEGATIVE.fullmatch(text):
        return f"là số âm {text[:20]}; số liệu báo cáo từ 0 trở lên"
    return f"ghi “{text[:30]}”, không phải số nguyên; hãy ghi số, để trống nếu chưa có"
