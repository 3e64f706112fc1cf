"""The XLSX of a report: real numbers, sums as formulas beside the counted ones, trials, rows of units, definitions."""

import io
import re
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from danvan.reports.documents.content import CLOSED, Content, counted
from danvan.reports.documents.sheet import MARK, MARK_TEXT

NUMBER_OF_SHEETS = 5
FIRST_ROW = 3
FRACTION = re.compile(r"-?[0-9]{1,12}\.[0-9]{6}")  # how a package writes what is no whole number


def xlsx(content: Content) -> bytes:
    """The workbook. Text is always written as text, so that no name can act as a formula."""
    out = io.BytesIO()
    with Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        sheets = Sheets(workbook, content)
        sheets.lines()
        sheets.checks()
        sheets.units()
        sheets.definitions()
        sheets.proof()
    return out.getvalue()


class Sheets:
    """The sheets of one workbook, each written by its own method."""

    def __init__(self, workbook: Workbook, content: Content) -> None:
        self.workbook, self.content, self.body = workbook, content, content.body
        self.bold: Format = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.plain: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.figure: Format = workbook.add_format({"num_format": "#,##0", "valign": "top"})
        self.fraction: Format = workbook.add_format({"num_format": "#,##0.0#####", "valign": "top"})
        self.late: Format = workbook.add_format({"font_color": "#9A2A1F", "text_wrap": True, "valign": "top"})

    def _sheet(self, name: str, heads: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        """A sheet with the report's name, its mark and a header row that stays in view."""
        sheet = self.workbook.add_worksheet(name)
        title = f"{self.body['form']['title']}, {self.body['period']['label']}, {self.body['unit']['name']}"
        self._text(sheet, 0, 0, title, self.bold)
        marks = [f"{MARK}: {MARK_TEXT}"] * self.content.is_illustrative + [
            "Dự thảo, chưa ký."
        ] * self.content.is_draft
        marks += [unread] if (unread := self.body["form"].get("unverified")) else []
        self._text(sheet, 1, 0, " ".join(marks), self.late)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self._text(sheet, FIRST_ROW - 1, column, head, self.bold)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L" + (MARK if self.content.is_illustrative else "") + "&R&P/&N")
        return sheet

    def _text(self, sheet: Worksheet, row: int, column: int, value: Any, form: Format | None = None) -> None:
        sheet.write_string(row, column, "" if value is None else str(value), form or self.plain)

    def _value(self, sheet: Worksheet, row: int, column: int, value: Any, otherwise: str = "") -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.figure)
        elif isinstance(value, str) and FRACTION.fullmatch(value):
            sheet.write_number(row, column, float(value), self.fraction)
        else:
            self._text(sheet, row, column, otherwise if value is None else value)

    def lines(self) -> None:
        """The report line by line, typed beside counted; below it each equation as a formula over the counted cells."""
        heads = (
            "Phần",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Theo báo cáo",
            "Đếm từ hồ sơ",
            "Chênh lệch",
            "Giải thích",
        )
        sheet = self._sheet("Số liệu", heads, (24, 46, 12, 18, 16, 12, 60))
        row, places = FIRST_ROW, {}
        for title, lines in self.content.section_lines():
            for line in lines:
                self._text(sheet, row, 0, title)
                self._text(sheet, row, 1, line["label"])
                self._text(sheet, row, 2, line.get("measure", ""))
                self._text(sheet, row, 3, line.get("typed", ""))
                self._value(sheet, row, 4, line.get("value"), counted(line))
                self._value(sheet, row, 5, line.get("difference"))
                self._text(sheet, row, 6, line.get("text", ""))
                if line.get("code") and isinstance(line.get("value"), int):
                    places[line["code"]] = xl_rowcol_to_cell(row, 4)
                row += 1
        self._equations(sheet, row + 1, places)

    def _equations(self, sheet: Worksheet, row: int, places: dict[str, str]) -> None:
        values = {line["code"]: line["value"] for line in self.body["lines"] if not line.get("closed")}
        for identity in self.body["identities"]:
            if not {*identity["whole"], *identity["parts"]} <= places.keys():
                continue
            self._text(sheet, row, 1, identity["label"])
            for column, side in ((4, "whole"), (5, "parts")):
                cells = ",".join(places[code] for code in identity[side])
                total = sum(values[code] for code in identity[side])
                sheet.write_formula(row, column, f"=SUM({cells})", self.figure, total)
            same = sum(values[c] for c in identity["whole"]) == sum(values[c] for c in identity["parts"])
            left, right = xl_rowcol_to_cell(row, 4), xl_rowcol_to_cell(row, 5)
            words = "Khớp" if same else "Không khớp"
            sheet.write_formula(row, 6, f'=IF({left}={right},"Khớp","Không khớp")', self.plain, words)
            row += 1

    def checks(self) -> None:
        """Every trial with its numbers."""
        heads = ("Kết quả", "Kiểm tra", "Nơi", "Nội dung", "Số nêu", "Số cộng", "Căn cứ")
        sheet = self._sheet("Kiểm tra", heads, (14, 46, 24, 70, 12, 12, 40))
        for row, check in enumerate(self.body["checks"], FIRST_ROW):
            closed = check.get("closed")
            result = CLOSED if closed else "Đạt" if check["ok"] else "Không đạt"
            self._text(sheet, row, 0, result, None if closed or check["ok"] else self.late)
            for column, key in ((1, "label"), (2, "unit_name"), (3, "text"), (6, "cite")):
                self._text(sheet, row, column, check.get(key, ""))
            self._value(sheet, row, 4, check.get("stated"))
            self._value(sheet, row, 5, check.get("computed"))

    def units(self) -> None:
        """A row for each unit, a column for each counted figure."""
        codes = list(dict.fromkeys(cell["code"] for cell in self.body["cells"]))
        labels = {cell["code"]: cell["label"] for cell in self.body["cells"]}
        heads = ("Đơn vị", *(labels[code] for code in codes))
        sheet = self._sheet("Theo đơn vị", heads, (34, *(14 for _ in codes)))
        cells = {(cell["unit"], cell["code"]): cell for cell in self.body["cells"]}
        depth = {"": -1}
        for row, unit in enumerate(self.body["units"], FIRST_ROW):
            depth[unit["slug"]] = depth.get(unit["parent"], -1) + 1
            indent = self.workbook.add_format({"indent": depth[unit["slug"]], "valign": "top"})
            self._text(sheet, row, 0, unit["name"], indent)
            for column, code in enumerate(codes, 1):
                cell = cells[unit["slug"], code]
                self._value(sheet, row, column, cell.get("value"), CLOSED if cell.get("closed") else "–")

    def definitions(self) -> None:
        """What each figure counts and where the law asks for it."""
        heads = ("Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Căn cứ")
        sheet = self._sheet("Định nghĩa", heads, (28, 56, 14, 60))
        own = [cell for cell in self.body["cells"] if cell["unit"] == self.body["unit"]["slug"]]
        for row, cell in enumerate(own, FIRST_ROW):
            for column, key in enumerate(("code", "label", "measure", "cite")):
                self._text(sheet, row, column, cell.get(key, ""))
        after = FIRST_ROW + len(own) + 1
        for row, identity in enumerate(self.body["identities"], after):
            self._text(sheet, row, 0, identity["key"])
            self._text(sheet, row, 1, identity["label"])
            self._text(sheet, row, 3, identity["cite"])

    def proof(self) -> None:
        """Window, tree, hashes and the way to check them."""
        sheet = self._sheet("Gói số liệu", ("Mục", "Giá trị"), (34, 90))
        period, sealed = self.body["period"], self.content.envelope or {}
        rows = (
            ("Kỳ báo cáo", f"{period['label']}: {period['first']} đến {period['last']}"),
            ("Căn cứ thời kỳ lấy số liệu", period["citation"]),
            ("Danh mục đơn vị tại ngày", self.body["tree_on"]),
            ("Cách ghi biểu", self.body["form"].get("note", "")),
            ("Ý kiến của người ký về kiểm tra không đạt", self.body.get("override", "")),
            ("Mã băm các định nghĩa", self.body["declarations"]),
            ("Mã băm gốc", sealed.get("root", "chưa ký")),
            ("Chữ ký Ed25519", sealed.get("signature", "chưa ký")),
            ("Khóa công khai", sealed.get("public_key", "chưa ký")),
        )
        for row, (name, value) in enumerate(rows, FIRST_ROW):
            self._text(sheet, row, 0, name)
            self._text(sheet, row, 1, value)
