"""What a typed report states beside what the records count, line by line, with the reason of each difference."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from danvan import law
from danvan.org.models import Unit
from danvan.reports.checks import Check, typed_before, typed_checks
from danvan.reports.compute import Cell, Figures, nobody_counts
from danvan.reports.form_files import Form, FormRow
from danvan.reports.models import TypedFigure
from danvan.reports.reader.checks.amounts import reach
from danvan.reports.slips import slip
from danvan.ui.numbers import money_short, number
from danvan.ui.vietnamese import nfc

# How a number was rounded, and so how near the true one lies; the others are bounds and say nothing of nearness.
ROUNDED = ("trên", "hơn", "gần")
AT_LEAST = ("trên", "hơn", "ít nhất", "tối thiểu", "không dưới")
AT_MOST = ("gần", "dưới", "tối đa", "không quá")
ABOUT = ("khoảng", "ước", "xấp xỉ", "chừng")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison.

    `standing` is khop, khong_khop, chi_nhap_tay (typed, nothing counts it), chi_dem (counted, not typed) or trong.
    `difference` is counted − typed where both are there. `text` says why, or what limits the comparison.
    """

    section: str
    row: FormRow
    typed: TypedFigure | None
    cell: Cell
    standing: str
    difference: Decimal | None = None
    text: str = ""

    @property
    def typed_shown(self) -> str:
        """The typed value with its qualifier, as a person reads it; "" when nothing was typed."""
        return shown(self.typed) if self.typed else ""


def shown(typed: TypedFigure) -> str:
    """97, trên 3,1 tỷ đồng, 100 %."""
    if typed.unit == "đồng":
        text = money_short(int(typed.value))
    else:
        text = number(Decimal(typed.value).normalize() if typed.value else 0)
        text += " %" if typed.unit == "%" else ""
    return f"{typed.qualifier} {text}".strip()


def typed_figures(unit: Unit, period: law.Period) -> list[TypedFigure]:
    """What reports state of the unit in the period; of two reports on the same figure the later issued one. One query."""
    rows = (
        TypedFigure.objects.filter(report__scope=unit, report__period=period.code)
        .select_related("report")
        .order_by("report__issued_on", "report_id", "position", "id")
    )
    return list({row.code: row for row in rows}.values())


def compare(figures: Figures, form: Form, typed: Iterable[TypedFigure]) -> list[Line]:
    """Every line of the form, typed beside counted. One query more where a typed number is not the counted one."""
    stated = {figure.code: figure for figure in typed}
    failed = {code: check for check in typed_checks(stated.values()) if not check.ok for code in check.codes}
    lines = [
        _line(section.title, row, figures, stated.get(row.typed), failed.get(row.typed))
        for section in form.sections
        for row in section.rows
    ]
    if not any(line.standing == "khong_khop" for line in lines):
        return lines
    earlier = typed_before(next(iter(stated.values())).report)
    counts = {
        line.row.label: int(line.cell.value) for line in lines if line.cell.value and not line.cell.is_ratio
    }
    return [_with_slip(line, earlier, counts) for line in lines]


def _with_slip(line: Line, earlier: dict[str, int], counts: dict[str, int]) -> Line:
    """The line with the likeliest slip of the pen, where its difference is one."""
    if line.standing != "khong_khop" or line.typed is None or line.cell.is_ratio or line.typed.qualifier:
        return line
    stated, counted = line.typed.value, int(line.cell.value or 0)
    if stated != int(stated):
        return line
    then = {"kỳ trước": earlier[line.typed.code]} if line.typed.code in earlier else {}
    others = {label: value for label, value in counts.items() if label != line.row.label}
    _kind, words = slip(int(stated), counted, then, others)
    return replace(line, text=f"{line.text} {words}".strip()) if words else line


def _line(
    section: str, row: FormRow, figures: Figures, typed: TypedFigure | None, failed: Check | None
) -> Line:
    cell = figures.cell(row.code) if row.code else nobody_counts("", row.label, row.unit)
    if typed is None or cell.value is None:
        standing = ("trong" if typed is None else "chi_nhap_tay") if cell.value is None else "chi_dem"
        return Line(section, row, typed, cell, standing, text=typed.note if typed else row.note)
    difference = Decimal(cell.value) - typed.value
    if fits(typed, cell.value):
        return Line(section, row, typed, cell, "khop", difference, typed.note)
    return Line(section, row, typed, cell, "khong_khop", difference, _why(typed, difference, row, failed))


def fits(typed: TypedFigure, counted: int | Decimal) -> bool:
    """Whether the counted value agrees with the typed one as far as its qualifier says."""
    word = nfc(typed.qualifier).lower().strip()
    if word.startswith(ROUNDED) and abs(counted - typed.value) > reach(typed.value, _round_step(typed.value)):
        return False
    if word.startswith(AT_LEAST):
        return counted >= typed.value
    if word.startswith(AT_MOST):
        return counted <= typed.value
    if word.startswith(ABOUT):
        return abs(counted - typed.value) * 20 <= typed.value
    return counted == typed.value


def _round_step(value: Decimal | int) -> Decimal:
    """The unit in which a number is written: hundreds for 900, a tenth for 3,1."""
    plain = Decimal(value).normalize()
    exponent = plain.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _why(typed: TypedFigure, difference: Decimal, row: FormRow, failed: Check | None) -> str:
    if failed:
        text = f"{failed.text}."
    else:
        more = "nhiều hơn" if difference > 0 else "ít hơn"
        text = f"Đếm từ hồ sơ {more} báo cáo {number(abs(difference).normalize())} {row.unit}."
    return f"{text} {typed.note[:1].upper()}{typed.note[1:]}".strip()
