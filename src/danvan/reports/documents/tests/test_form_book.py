"""The workbook of a statistical form, opened with another program: every head, number and mark where it belongs."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

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
def loaded(rows_below=("Người lập biểu",)):
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


def test_a_loaded_form_says_below_itself_what_it_must(by_two):
    texts = [str(c.value) for row in by_two["Mau"].iter_rows() for c in row if c.value]
    assert "Dự thảo, chưa ký." in texts
    assert any(text.startswith("Biểu mẫu chưa đối chiếu") for text in texts)
    assert "Tỉnh Minh Họa, Quý I/2023" in texts
