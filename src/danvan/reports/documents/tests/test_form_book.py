"""The workbook of a statistical form, opened with another program: every head, number and mark where it belongs."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from danvan.org.tests.factories import make_account
from danvan.reports import live
from danvan.reports.documents.content import Content, of_live
from danvan.reports.documents.form_book import form_book
from danvan.reports.documents.grid import CLOSED_SIGN, NOT_COUNTED_SIGN, grid_of
from danvan.reports.documents.tests.test_grid import body_of
from danvan.reports.edition import public_body
from danvan.reports.form_files import files
from danvan.reports.loading import heads
from danvan.reports.loading.book import sheets
from danvan.reports.loading.models import LoadedForm
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=1", "1234")
TABLES = [shape.key for shape in files().values() if shape.is_table]


class Body:
    """What the workbook asks of a content, around a body that no database made."""

    is_draft, is_party, is_illustrative, has_typed, signed_on, envelope = True, False, True, False, None, None

    def __init__(self, body):
        period = {
            "label": "Quý I/2023",
            "first": "2022-12-15",
            "last": "2023-03-14",
            "citation": "TT",
            "code": QUARTER,
        }
        self.body = body | {"period": period, "tree_on": "2023-03-14", "version": 1, "checks": []}

    def section_lines(self):
        return []

    def failed_checks(self):
        return []


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 2)
    letters(place.communes[0], "khieu_nai", 7)
    letters(place.communes[1], "khieu_nai", 1234)
    return place


def opened(content):
    return load_workbook(io.BytesIO(form_book(content)))


def number_row(sheet):
    return next(row[0].row for row in sheet.iter_rows() if row[2].value == "(1)")


def rows_of(sheet):
    """Name → the cells of its row, below the row of numbers."""
    return {row[1].value: row for row in sheet.iter_rows(min_row=number_row(sheet) + 1) if row[1].value}


@pytest.mark.parametrize("key", TABLES)
def test_every_head_stands_where_the_form_has_it(key):
    content = Body(body_of(files()[key]))
    grid, sheet = grid_of(content.body), opened(content).active
    top = number_row(sheet) - grid.depth
    merged = {str(one) for one in sheet.merged_cells.ranges}
    for head in grid.heads:
        cell = sheet.cell(top + head.row, head.column + 1)
        assert cell.value == head.text
        if head.rows > 1 or head.columns > 1:
            end = sheet.cell(top + head.row + head.rows - 1, head.column + head.columns)
            assert f"{cell.coordinate}:{end.coordinate}" in merged
    assert [sheet.cell(top + grid.depth, n).value for n in range(1, grid.width + 1)] == grid.labels


@pytest.mark.parametrize("key", TABLES)
def test_a_reader_of_forms_reads_its_own_heads_back(key):
    """The program that takes any office's blank form in (`loading`) finds in ours just the columns that we drew."""
    shape = files()[key]
    found = heads.read(sheets(form_book(Body(body_of(shape))))[0])
    assert [column.no for column in found.columns] == [row.column for row in shape.rows if row.column]
    assert [column.path[-1] for column in found.columns] == [row.leaf for row in shape.rows if row.column]


def test_rows_hold_numbers_and_add_up_to_the_total(place):
    sheet = opened(of_live(live.read(place.province, QUARTER, "02-xld"))).active
    rows = rows_of(sheet)
    assert [rows[name][2].value for name in ("Xã Số 1.1", "Xã Số 1.2", "Huyện Số 1", "Tổng số")] == [
        7,
        1234,
        1241,
        1241,
    ]
    assert all(cell.data_type == "n" for cell in rows["Tổng số"][2:32])
    assert rows["Xã Số 1.2"][2].number_format == "#,##0"
    assert rows["Xã Số 1.1"][3].value == 0


def test_missing_is_no_nought_and_what_nobody_counts_is_a_dash():
    shape = files()["02-xld"]
    body = body_of(shape)
    body["cells"][0]["value"] = None
    body["form"]["sections"][1]["rows"][0]["code"] = ""
    body["cells"] = [cell for cell in body["cells"] if cell["code"] != shape.rows[1].code]
    total = rows_of(opened(Body(body)).active)["Tổng số"]
    assert total[2].value in (None, NOT_COUNTED_SIGN)
    assert [cell.value for cell in total[3:5]] == [NOT_COUNTED_SIGN, 0]


def test_a_share_is_a_number_with_its_decimals():
    body = body_of(files()["02-xld"])
    body["cells"][0]["value"] = "87.512345"
    cell = rows_of(opened(Body(body)).active)["Tổng số"][2]
    assert float(cell.value) == pytest.approx(87.512345)
    assert cell.number_format == "#,##0.0"


@pytest.mark.parametrize("evil", EVIL)
def test_no_name_acts_as_a_formula(evil):
    units = [("xa", evil)]
    sheet = opened(Body(body_of(files()["02-xld"], units))).active
    (cell,) = [row[1] for row in sheet.iter_rows() if row[1].value == evil]
    assert cell.data_type == "s"
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_it_prints_across_with_its_heads_on_every_page(place):
    sheet = opened(of_live(live.read(place.province, QUARTER, "02-xld"))).active
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    first, last = (int(part.strip("$")) for part in sheet.print_title_rows.split(":"))
    assert last == number_row(sheet)
    assert sheet.cell(first, 1).value == "TT"
    assert sheet.freeze_panes == f"C{last + 1}"
    assert sheet.page_setup.paperSize == 8  # 30 columns: A3
    assert sheet.oddHeader.center.text == "&P"


def test_title_period_marks_notes_and_signature_stand_around(place):
    sheet = opened(of_live(live.read(place.province, QUARTER, "02-xld"))).active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for said in (
        "ỦY BAN NHÂN DÂN TỈNH MINH HỌA",
        "Biểu số 02/XLD",
        "KẾT QUẢ XỬ LÝ ĐƠN KHIẾU NẠI",
        "Kỳ báo cáo: Quý I/2023 (từ ngày 15/12/2022 đến hết ngày 14/3/2023)",
        "Dự thảo, chưa ký.",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert said in texts, said
    assert any(text.startswith("Số liệu minh họa") for text in texts)
    assert any(text.startswith("Cách ghi biểu: ") for text in texts)


def test_an_unverified_form_says_so():
    body = body_of(files()["02-xld"])
    body["form"]["unverified"] = "Chưa ai đối chiếu biểu này."
    texts = [cell.value for row in opened(Body(body)).active.iter_rows() for cell in row]
    assert "Chưa ai đối chiếu biểu này." in texts


def test_closed_cells_stay_closed(place):
    letters(place.department, "khieu_nai", 3)
    body = of_live(live.read(place.department, QUARTER, "02-xld")).body
    total = rows_of(opened(Content(public_body(body))).active)["Tổng số"]
    assert total[2].value == CLOSED_SIGN


def test_a_report_that_is_no_form_has_no_such_workbook(place):
    with pytest.raises(Refusal, match="không theo biểu thống kê"):
        form_book(of_live(live.read(place.province, QUARTER)))


# -- forms that an officer loaded --------------------------------------------------------------------------
def loaded(rows_below=("Người lập biểu",), change=lambda book, sheet: None):
    """A form of two columns in a workbook of somebody else's drawing: a logo's row, odd places, a line below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Mau"
    sheet["C1"] = "BIỂU CỦA TỈNH"
    sheet["B3"], sheet["C3"], sheet["D3"], sheet["E3"] = "Stt", "Đơn vị", "Đơn", None
    sheet.merge_cells("D3:E3")
    sheet["D4"], sheet["E4"] = "Tổng số", "Khiếu nại"
    sheet["D5"], sheet["E5"] = 1, 2
    for row, text in enumerate(rows_below, 7):
        sheet.cell(row, 4, text)
        sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=5)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    columns = [
        {"no": 1, "path": ["Đơn", "Tổng số"], "unit": "đơn", "place": "D"},
        {"no": 2, "path": ["Đơn", "Khiếu nại"], "unit": "đơn", "place": "E"},
    ]
    shape = {
        "sheet": "Mau",
        "columns": columns,
        "number_row": 5,
        "first_row": 6,
        "order_place": "B",
        "name_place": "C",
    }
    return LoadedForm.objects.create(
        key="thu-nap",
        family="thu-nap",
        state=LoadedForm.State.USED,
        title="Biểu của tỉnh",
        subject="Đơn của tỉnh",
        shape=shape,
        sheet="Mau",
        bindings={"1": {"code": "don.tiep_nhan"}, "2": {"code": "don.khieu_nai"}},
        blank=out.getvalue(),
        sha256="0" * 64,
        loaded_by=make_account("quan_tri"),
        valid_from=date(2020, 1, 1),
    )


@pytest.fixture
def by_two(place):
    loaded()
    letters(place.communes[0], "to_cao", 2)
    return load_workbook(io.BytesIO(form_book(of_live(live.read(place.province, QUARTER, "thu-nap")))))


def test_a_loaded_form_is_filled_into_its_own_workbook(by_two):
    sheet = by_two["Mau"]
    assert (sheet["C1"].value, sheet["D3"].value, sheet["E5"].value) == ("BIỂU CỦA TỈNH", "Đơn", 2)
    rows = {
        row[2].value: [row[1].value, row[3].value, row[4].value]
        for row in sheet.iter_rows(min_row=6, max_col=5)
    }
    assert rows["Xã Số 1.1"] == ["1.1", 9, 7]
    assert rows["Tổng số"] == [None, 1243, 1241]


def test_what_stood_below_a_loaded_form_goes_down_with_its_merged_cells(by_two):
    sheet = by_two["Mau"]
    (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == "Người lập biểu"]
    total = next(row[0].row for row in sheet.iter_rows() if row[2].value == "Tổng số")
    assert cell.row > total
    assert f"D{cell.row}:E{cell.row}" in {str(one) for one in sheet.merged_cells.ranges}
    assert "D7:E7" not in {str(one) for one in sheet.merged_cells.ranges}


def filled(place, *form, **more):
    loaded(*form, **more)
    return form_book(of_live(live.read(place.province, QUARTER, "thu-nap")))


def below(data, text):
    """The cells of the row of the loaded form in which the text stands."""
    sheet = load_workbook(io.BytesIO(data))["Mau"]
    return next(row for row in sheet.iter_rows(max_col=8) if text in [cell.value for cell in row])


SECRET = "Nguyễn Thị Riêng"


def with_secrets(book, sheet):
    """All that a workbook carries besides its form, each with the same name in it."""
    about = book.properties
    for name in ("creator", "lastModifiedBy", "description", "subject", "keywords", "category", "identifier"):
        setattr(about, name, SECRET)
    book.custom_doc_props.append(StringProperty(name=SECRET, value=SECRET))
    book.create_sheet(SECRET)["A1"] = SECRET
    hidden = book.create_sheet("An")
    hidden.sheet_state, hidden["B2"] = "veryHidden", SECRET
    book.defined_names["nguoi"] = DefinedName("nguoi", attr_text=f'"{SECRET}"')
    sheet.defined_names["noi"] = DefinedName("noi", attr_text=f'"{SECRET}"')
    sheet["C3"].comment = Comment(SECRET, SECRET)
    sheet["C1"].hyperlink = f"file:///C:/{SECRET}/bieu.xlsx"
    rule = DataValidation(type="list", formula1=f'"{SECRET},B"', promptTitle=SECRET, prompt=SECRET)
    rule.add("D6")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("D6:D9", FormulaRule(formula=[f'$D6="{SECRET}"']))
    sheet.oddHeader.center.text = sheet.oddFooter.left.text = SECRET
    sheet["H1"] = SECRET
    sheet.column_dimensions["H"].hidden = True
    sheet["C900"] = SECRET
    sheet["F1"] = f"='[1]{SECRET}'!A1"


def test_of_a_blank_workbook_nothing_but_its_form_is_given_out(place):
    data = filled(place, change=with_secrets)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {part: packed.read(part).decode() for part in packed.namelist()}
    told = [part for part, text in parts.items() if SECRET in text or "Riêng" in text]
    assert told == []
    strange = ("comment", "external", "custom", "vml", "drawing", "sheet2")
    assert [part for part in parts if any(word in part.lower() for word in strange)] == []
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Mau"]
    assert not book.defined_names
    about = book.properties
    assert (about.creator or "", about.lastModifiedBy, about.description) == ("", None, None)
    assert book["Mau"]["C3"].value == "Đơn vị"


def test_a_loaded_form_keeps_its_looks(place):
    def dressed(_book, sheet):
        sheet["C3"].font = Font(name="Arial", bold=True, color="FF0000")
        sheet.column_dimensions["C"].width, sheet.row_dimensions[7].height = 41, 33
        sheet.page_setup.orientation, sheet.print_title_rows = "landscape", "3:5"
        sheet.page_margins.left = 0.25

    data = filled(place, change=dressed)
    sheet = load_workbook(io.BytesIO(data))["Mau"]
    assert (sheet["C3"].font.name, sheet["C3"].font.bold) == ("Arial", True)
    assert sheet.column_dimensions["C"].width == 41
    assert sheet.row_dimensions[below(data, "Người lập biểu")[0].row].height == 33
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$5")
    assert sheet.page_margins.left == 0.25


@pytest.mark.parametrize(
    "formula", ["=SUM(D6:D6)", "=SUM($D$6:$D$6)", "=D6", "=SUBTOTAL(9,D6:D6)", "=SUBTOTAL(109;D6:D6)"]
)
def test_a_total_below_a_loaded_form_adds_all_unit_rows(place, formula):
    def written(_book, sheet):
        sheet.unmerge_cells("D7:E7")
        sheet["C7"], sheet["D7"], sheet["E7"] = "Cộng", formula, "=SUM(E6:E6)"

    row = below(filled(place, change=written), "Cộng")
    assert [cell.value for cell in row[3:5]] == [1241, 1241]
    assert [cell.data_type for cell in row[3:5]] == ["n", "n"]


@pytest.mark.parametrize(
    "formula",
    [
        "=E6+E7",  # another column's rows
        "=SUM(D2:D6)",  # heads too
        "=SUM(D9:D12)",  # not from the first row on
        "=D6*2",
        "=D6-D6",
        "=AVERAGE(D6:D6)",
        "=SUM(Khac!D6:D6)",
        "=SUM(D6:D7)",  # itself
        '=HYPERLINK("http://x")',
        "=NOW()",
    ],
)
def test_any_other_formula_that_moves_is_left_out(place, formula):
    def written(_book, sheet):
        sheet.unmerge_cells("D7:E7")
        sheet["C7"], sheet["D7"] = "Cộng", formula

    data = filled(place, change=written)
    assert below(data, "Cộng")[3].value is None
    assert not [
        c for row in load_workbook(io.BytesIO(data))["Mau"].iter_rows() for c in row if c.data_type == "f"
    ]


def test_sums_of_parts_are_left_out_for_neither_is_the_whole(place):
    def written(_book, sheet):
        sheet.unmerge_cells("D7:E7")
        sheet["C7"], sheet["D7"] = "Cộng phần I", "=SUM(D6:D6)"
        sheet["C9"], sheet["D9"] = "Cộng phần II", "=SUM(D8:D8)"

    data = filled(place, change=written)
    assert [below(data, text)[3].value for text in ("Cộng phần I", "Cộng phần II")] == [None, None]


def test_a_loaded_form_says_below_itself_what_it_must(by_two):
    texts = [str(c.value) for row in by_two["Mau"].iter_rows() for c in row if c.value]
    assert "Dự thảo, chưa ký." in texts
    assert any(text.startswith("Biểu mẫu chưa đối chiếu") for text in texts)
    assert "Tỉnh Minh Họa, Quý I/2023" in texts
