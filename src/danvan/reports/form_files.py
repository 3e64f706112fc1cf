"""Forms: which figures a report shows, in which order, under which column; read from `forms/*.toml`.

A row names a counted figure (`code`), a figure as typed reports state it (`typed`), or both. A column that nothing
counts has neither, and its `note` says why. `under` are the heads between section and column. Unknown keys are refused.

A file with `copies` holds no columns: it takes over those of other files for another circular whose text nobody here has
read. Forms that an officer loaded from a workbook (`reports.loading`) stand beside those of the files.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from danvan.records.declare import Indicator, Ratio, figures
from danvan.reports.form_equations import Equation, read_equation
from danvan.reports.form_heads import Head, tree
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

FOLDER = Path(__file__).parent / "forms"
FORM_KEYS = {
    "key",
    "family",
    "title",
    "subject",
    "cite",
    "note",
    "valid_from",
    "valid_to",
    "table",
    "unverified",
    "equations",
    "section",
}
COPY_KEYS = {"copies", "suffix", "cite", "note", "valid_from", "valid_to", "unverified"}
SECTION_KEYS = {"title", "row"}
ROW_KEYS = {"code", "typed", "label", "under", "unit", "column", "note"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of a report or column of a form. `code` is "" where no record type counts it; `note` then says why.

    `label` is the whole title below the section's; `under` are the heads that its last part stands under, outermost first.
    """

    label: str
    unit: str = ""
    code: str = ""
    typed: str = ""
    column: int = 0
    note: str = ""
    under: tuple[str, ...] = ()

    @property
    def leaf(self) -> str:
        """The title without the heads that it stands under."""
        return self.label.removeprefix("".join(f"{head}, " for head in self.under))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `is_table` says that it is a statistical form with a row per unit, not a narrative report.

    The versions of a form in different circulars are of one `family`; the last day of a period chooses between them.
    `unverified` is the sentence that says what nobody has compared it with; "" for a form that was read. `equations` are
    those of its own columns, beside what is declared between figures. `workbook` is the key of the stored form whose
    blank file is filled, 0 where the form has no file of its own.
    """

    key: str
    title: str
    subject: str
    cite: str
    note: str
    is_table: bool
    sections: tuple[Section, ...]
    family: str = ""
    valid_from: date = date.min
    valid_to: date = date.max
    unverified: str = ""
    equations: tuple[Equation, ...] = ()
    workbook: int = 0

    @property
    def is_verified(self) -> bool:
        """Whether somebody compared it with the text of its circular; every print of one that is not says so."""
        return not self.unverified

    @property
    def columns(self) -> list[Head]:
        """The printed heads as a tree, outermost first; leaves are the columns."""
        return tree(self)

    @property
    def rows(self) -> list[FormRow]:
        """All rows in order."""
        return [row for section in self.sections for row in section.rows]

    @property
    def codes(self) -> list[str]:
        """The counted figures it shows, each once."""
        return list(dict.fromkeys(row.code for row in self.rows if row.code))


def forms() -> dict[str, Form]:
    """All forms by key, those of files first. One query. Refusal naming the file and the mend when one cannot be read."""
    from danvan.reports.loading.stored import stored_forms

    return {**files(), **stored_forms()}


@cache
def files() -> dict[str, Form]:
    """The forms of `forms/*.toml` by key; Refusal naming the file and the mend when one cannot be read."""
    found: dict[str, Form] = {}
    copies = []
    for path in sorted(FOLDER.glob("*.toml")):
        content = _content(path)
        if "copies" in content:
            copies.append((path, content))
            continue
        _put(found, read(path), path)
    for path, content in copies:
        for item in _copied(found, content, path):
            _put(found, item, path)
    return found


def _put(found: dict[str, Form], item: Form, path: Path) -> None:
    if item.key in found:
        raise Refusal(f"Biểu mẫu {path.name} có “key” trùng với tệp khác: “{item.key}”; hãy đặt khóa riêng.")
    found[item.key] = item


def form(key: str) -> Form:
    """The form of that key; Refusal with the keys that exist. One query for a form that is in no file."""
    if key in files():
        return files()[key]
    known = forms()
    try:
        return known[key]
    except KeyError:
        raise Refusal(f"Không có biểu mẫu “{key}”; các biểu mẫu có là: {', '.join(known)}.") from None


def named(keys: Iterable[str]) -> dict[str, Form]:
    """The forms of those keys. One query, none where all are of files."""
    wanted = set(keys)
    known = files() if wanted <= files().keys() else forms()
    return {key: known[key] for key in wanted}


def version_on(key: str, last: date) -> Form:
    """The version in force on the last day of a period; Refusal when the form has none, or is not known.

    Where several are, the one that begins last: what an officer loaded takes the place of a copy of older columns.
    """
    known = forms()
    asked = known.get(key) or form(key)
    fit = [
        item
        for item in known.values()
        if item.family == asked.family and item.valid_from <= last <= item.valid_to
    ]
    if fit:
        return max(fit, key=lambda item: (item.workbook > 0, item.valid_from, item.workbook))
    raise Refusal(f"{asked.title} không có mẫu áp dụng cho kỳ kết thúc ngày {day(last)}; hãy chọn kỳ khác.")


def families() -> list[Form]:
    """The newest version of each form, in the order of their keys: what an officer chooses from. One query."""
    newest: dict[str, Form] = {}
    for item in forms().values():
        if item.family not in newest or newest[item.family].valid_from < item.valid_from:
            newest[item.family] = item
    return [newest[family] for family in sorted(newest)]


def _content(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"Biểu mẫu {path.name} không đọc được: {error}; hãy sửa tệp.") from error


def _copied(found: dict[str, Form], content: dict, path: Path) -> Iterator[Form]:
    """The named forms with the columns they have, under another circular, and not verified."""
    _only(content, COPY_KEYS, path, "đầu tệp")
    if missing := {"suffix", "cite", "valid_from", "unverified"} - set(content):
        raise Refusal(f"Biểu mẫu {path.name} thiếu mục “{min(missing)}”; hãy bổ sung.")
    for key in content["copies"]:
        if key not in found:
            raise Refusal(f"Biểu mẫu {path.name} chép biểu “{key}” mà không có tệp nào của biểu ấy.")
        item = found[key]
        yield replace(
            item,
            key=f"{item.family}-{content['suffix']}",
            cite=content["cite"].format(title=item.title.removeprefix("Biểu số ")),
            valid_from=content["valid_from"],
            valid_to=content.get("valid_to", date.max),
            unverified=content["unverified"],
        )


def read(path: Path) -> Form:
    """One form from its file; Refusal for broken TOML, an unknown key, or a code that nothing declares."""
    content = _content(path)
    _only(content, FORM_KEYS, path, "đầu tệp")
    try:
        return Form(
            content["key"],
            content["title"],
            content.get("subject", content["title"]),
            content.get("cite", ""),
            content.get("note", ""),
            content.get("table", False),
            tuple(_sections(content, path)),
            content.get("family", content["key"]),
            content.get("valid_from", date.min),
            content.get("valid_to", date.max),
            content.get("unverified", ""),
            tuple(read_equation(text) for text in content.get("equations", ())),
        )
    except KeyError as missing:
        raise Refusal(f"Biểu mẫu {path.name} thiếu mục {missing}; hãy bổ sung.") from missing
    except (TypeError, AttributeError) as error:  # a list where a word belongs, or the other way round
        raise Refusal(
            f"Biểu mẫu {path.name} sai cấu trúc; hãy viết mỗi phần là [[section]] có “title” và “row”."
        ) from error


def _sections(content: dict, path: Path) -> Iterator[Section]:
    declared = {item.code: item for item in figures()}
    for part in content["section"]:
        _only(part, SECTION_KEYS, path, f"phần “{part.get('title', '')}”")
        yield Section(part["title"], tuple(_row(row, declared, path) for row in part["row"]))


def _row(row: dict, declared: dict[str, Indicator | Ratio], path: Path) -> FormRow:
    code = row.get("code", "")
    _only(row, ROW_KEYS, path, f"dòng “{row.get('label', code)}”")
    item = declared.get(code)
    if code and item is None:
        raise Refusal(f"Biểu mẫu {path.name} nêu chỉ tiêu “{code}” mà không có chỉ tiêu nào khai báo.")
    label = row.get("label") or (str(item.label) if item else "")
    if not label:
        raise Refusal(f"Biểu mẫu {path.name} có dòng không có “code” và “label”; hãy ghi một trong hai.")
    unit = row.get("unit", item.unit if isinstance(item, Indicator) else "%" if item else "")
    typed = row.get("typed", item.typed_as if isinstance(item, Indicator) else "")
    under = tuple(row.get("under", ()))
    return FormRow(
        ", ".join((*under, label)), unit, code, typed, row.get("column", 0), row.get("note", ""), under
    )


def _only(found: dict, known: set[str], path: Path, place: str) -> None:
    if unknown := set(found) - known:
        raise Refusal(
            f"Biểu mẫu {path.name}, {place}: không có mục “{min(unknown)}”; các mục có là {', '.join(sorted(known))}."
        )
