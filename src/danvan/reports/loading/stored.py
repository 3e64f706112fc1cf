"""Loaded forms as the rest of the reports' room knows forms: one query, no workbook in it."""

from datetime import date
from itertools import groupby
from typing import Any

from danvan.records.declare import Indicator, figures
from danvan.reports.form_equations import read_equation
from danvan.reports.form_files import Form, FormRow, Section
from danvan.reports.loading.models import LoadedForm
from danvan.ui.errors import Refusal

UNVERIFIED = "Biểu mẫu chưa đối chiếu: cán bộ nạp từ tệp trống, chưa có người thứ hai đối chiếu với {cite}."


def stored_forms() -> dict[str, Form]:
    """All loaded forms that are or were in use, by key. One query."""
    rows = (
        LoadedForm.objects.exclude(state=LoadedForm.State.DRAFT).defer("blank").order_by("family", "version")
    )
    return {row.key: as_form(row) for row in rows}


def as_form(row: LoadedForm) -> Form:
    """The form that a row stands for; a draft's too, so that it can be tried. Heads above columns are its sections."""
    labels = {item.code: item.unit if isinstance(item, Indicator) else "%" for item in figures()}
    columns = [(_section(column), _row(row, column, labels)) for column in row.shape.get("columns", [])]
    sections = tuple(
        Section(title, tuple(made for _title, made in group))
        for title, group in groupby(columns, key=lambda pair: pair[0])
    )
    is_ended = row.state == LoadedForm.State.ENDED  # known to the reports that have it, in force on no day
    return Form(
        row.key,
        row.title,
        row.subject,
        row.cite,
        row.note,
        is_table=True,
        sections=sections,
        family=row.family,
        valid_from=date.max if is_ended else row.valid_from or date.min,
        valid_to=date.min if is_ended else row.valid_to or date.max,
        unverified="" if row.verified_by_id else UNVERIFIED.format(cite=row.cite or "văn bản ban hành"),
        equations=tuple(read_equation(line) for line in row.equations.splitlines() if line.strip()),
        workbook=row.pk or 0,
    )


def _section(column: dict[str, Any]) -> str:
    """The outermost head; a column under none of them stands in a section that no form prints."""
    return column["path"][0] if len(column["path"]) > 1 else "Số liệu chung"


def _row(row: LoadedForm, column: dict[str, Any], known: dict[str, str]) -> FormRow:
    bound = row.bindings.get(str(column["no"]), {})
    code = bound.get("code", "")
    if code and code not in known:  # a later edition of the program may declare it no more
        code, bound = "", {"why": f"Chỉ tiêu {code} không còn được khai báo; hãy lập bản mới của biểu."}
    under, leaf = tuple(column["path"][1:-1]), column["path"][-1]
    return FormRow(
        ", ".join((*under, leaf)),
        known[code] if code else column.get("unit", ""),
        code,
        "" if code else typed_code(row.family, column["no"]),
        column["no"],
        bound.get("why", ""),
        under,
    )


def typed_code(family: str, column: int) -> str:
    """BIEU.01-xld-moi.3: under which a typed column's value is kept, the same in all versions of a form."""
    return f"BIEU.{family}.{column}"


def by_pk(pk: int) -> LoadedForm:
    """The row without its workbook; Refusal when there is none."""
    found = LoadedForm.objects.defer("blank").select_related("loaded_by", "verified_by").filter(pk=pk).first()
    if found is None:
        raise Refusal("Không có biểu mẫu này; có thể bản nháp đã bị bỏ.")
    return found
