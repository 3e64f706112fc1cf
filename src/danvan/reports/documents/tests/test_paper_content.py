"""What stands in the papers, read back: text, pages and marks of the PDF; kinds of cells of the workbook."""

import io
from datetime import date

import pypdf
import pytest
from openpyxl import load_workbook

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.reports import live
from danvan.reports.documents.content import CLOSED, of_live, of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.documents.sheet import MARK
from danvan.reports.documents.xlsx import FIRST_ROW, xlsx
from danvan.reports.models import TypedFigure
from danvan.reports.signing import amend, prepare, sign
from danvan.reports.tests.factories import letters, make_place, typed_report, unbalanced, visits

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=cmd|"/c calc"!A1', "{=1}", "http://x", "1234", "1E5")


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    letters(place.communes[0], "khieu_nai", 7)
    return place


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def words(page):
    return " ".join(page.extract_text().split())


def book(content, **more):
    return load_workbook(io.BytesIO(content), **more)


def row_of(sheet, label, column=1):
    (found,) = [row for row in sheet.iter_rows() if str(row[column].value).strip() == label]
    return found


# -- PDF ---------------------------------------------------------------------------------------------------
def test_every_page_says_what_it_is_of_how_many_and_that_it_is_illustrative(place):
    report = sign(prepare(place.province, QUARTER, by=place.head), by=place.head)
    pages = read(pdf(of_report(report))).pages
    assert len(pages) in range(4, 8)
    for number, page in enumerate(pages, 1):
        text = words(page)
        assert f"{number}/{len(pages)}" in text
        assert "Tỉnh Minh Họa, Quý I/2023, bản số 1" in text
        assert MARK in text
        assert "SỐ LIỆU MINH HỌA" in text
        assert "DỰ THẢO" not in text


def test_a_paper_of_real_records_bears_no_mark(place):
    visits(place.department, [1, 2])
    text = " ".join(words(page) for page in read(pdf(of_live(live.read(place.department, QUARTER)))).pages)
    assert MARK not in text
    assert "SỐ LIỆU MINH HỌA" not in text
    assert "DỰ THẢO" in text


def test_the_paper_names_its_signer_root_and_reason(place):
    unbalanced(place.communes[0])
    first = sign(prepare(place.province, QUARTER, by=place.head), by=place.head, reason="Chưa kịp phân loại.")
    again = sign(amend(first, by=place.head, reason="Bổ sung."), by=place.head, reason="Vẫn chưa.")
    text = " ".join(words(page) for page in read(pdf(of_report(again))).pages)
    for said in (
        "BÁO CÁO",
        "bản số 2",
        "Lý do: Bổ sung.",
        "không đạt: Vẫn chưa.",
        "Không đạt – Kỳ trước chuyển sang cộng thụ lý trong kỳ",
        again.root_hash,
        again.public_key,
        str(place.head),
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert said in text, said
    assert first.root_hash not in text


@pytest.mark.parametrize(
    ("kind", "name", "is_committee"),
    [
        (Kind.DEPARTMENT, "Sở Thử", False),
        (Kind.COMMUNE, "Xã Thử", True),
        (Kind.WARD, "Phường Thử", True),
        (Kind.DISTRICT, "Huyện Thử", True),
    ],
)
def test_only_an_administrative_unit_signs_as_its_people_s_committee(place, kind, name, is_committee):
    unit = make_unit(name, kind, place.province)
    draft = prepare(unit, QUARTER, by=make_account("lanh_dao", unit))
    text = words(read(pdf(of_report(draft))).pages[0])
    assert (f"ỦY BAN NHÂN DÂN {name.upper()}" in text) is is_committee
    assert name.upper() in text
    whole = " ".join(words(page) for page in read(pdf(of_report(draft))).pages)
    assert ("TM. ỦY BAN NHÂN DÂN" in whole) is is_committee


@pytest.mark.parametrize("name", ["#set page(fill: red)", "*đậm* _nghiêng_", "$x^2$ <a>", "\\ # @ /"])
def test_a_name_is_never_read_as_markup(place, name):
    place.communes[0].names.update(name=name)
    draft = prepare(place.communes[0], QUARTER, by=place.head)
    assert name in words(read(pdf(of_report(draft))).pages[-1])


# -- XLSX --------------------------------------------------------------------------------------------------
def test_counts_differences_and_trials_are_numbers(place):
    typed_report(place.province, {"DON.khieu_nai": 1_005})
    sheet = book(xlsx(of_live(live.read(place.province, QUARTER))))["Số liệu"]
    line = row_of(sheet, "Đơn khiếu nại")
    assert [(cell.data_type, cell.value) for cell in line[3:6]] == [("s", "1.005"), ("n", 7), ("n", -998)]
    assert line[4].number_format == "#,##0"
    nobody = row_of(sheet, "Số cuộc thanh tra, kiểm tra")
    assert (nobody[4].data_type, nobody[4].value) == ("s", "chưa có hồ sơ để đếm")
    assert nobody[5].value in (None, "")


def test_a_share_and_a_half_are_numbers_too(place):
    typed_report(place.province, {"DON.khieu_nai": 0})
    TypedFigure.objects.update(value="6.5")
    content = of_live(live.read(place.province, QUARTER))
    own = content.body["cells"][0]
    content.body["cells"][0] = own | {"value": "87.500000"}
    found = book(xlsx(content))
    assert row_of(found["Số liệu"], "Đơn khiếu nại")[5].value == 0.5
    assert found["Theo đơn vị"].cell(FIRST_ROW + 1, 2).value == 87.5


def test_the_equations_add_the_cells_above_them_up_to_what_is_printed(place):
    letters(place.communes[0], None, 2)
    content = xlsx(of_live(live.read(place.province, QUARTER)))
    formulas, values = book(content)["Số liệu"], book(content, data_only=True)["Số liệu"]
    label = "Tổng số đơn bằng khiếu nại cộng tố cáo cộng kiến nghị, phản ánh cộng đơn chưa phân loại"
    written, shown = row_of(formulas, label), row_of(values, label)
    assert (shown[4].value, shown[5].value, shown[6].value) == (9, 9, "Khớp")
    for column in (4, 5):
        places = written[column].value.removeprefix("=SUM(").removesuffix(")").split(",")
        assert sum(values[place].value for place in places) == shown[column].value
    assert len(places) == 4
    assert written[6].value.startswith(f"=IF({written[4].coordinate}={written[5].coordinate},")


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_of_a_person_acts_in_the_workbook(place, evil):
    """Names of units, titles of reports, qualifiers and notes come from people: none becomes formula, link or number."""
    place.communes[0].names.update(name=evil)
    typed_report(place.province, {"DON.khieu_nai": 7, "TT.cuoc": 1})
    TypedFigure.objects.update(note=evil[:300], qualifier=evil[:40])
    found = book(xlsx(of_live(live.read(place.province, QUARTER))))
    own = {"SUM", "IF"}
    for sheet in found:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.hyperlink is None
            if cell.data_type == "f":
                assert cell.value[1:].partition("(")[0] in own
    (cell,) = [
        row[0] for row in found["Theo đơn vị"].iter_rows() if str(row[0].value).strip() == evil.strip()
    ]
    assert cell.data_type == "s"


def test_a_draft_and_the_signed_book_say_which_they_are(place):
    draft = prepare(place.province, QUARTER, by=place.head)
    for sheet in book(xlsx(of_report(draft))):
        assert sheet["A2"].value.endswith("Dự thảo, chưa ký."), sheet.title
    signed = sign(draft, by=place.head)
    found = book(xlsx(of_report(signed)))
    assert all("Dự thảo" not in sheet["A2"].value and MARK in sheet["A2"].value for sheet in found)
    proof = {row[0].value: row[1].value for row in found["Gói số liệu"].iter_rows(min_row=FIRST_ROW + 1)}
    assert proof["Mã băm gốc"] == signed.root_hash
    assert proof["Chữ ký Ed25519"] == signed.signature
    assert proof["Khóa công khai"] == signed.public_key
    assert proof["Danh mục đơn vị tại ngày"] == "2023-03-14"


def test_a_book_of_real_records_bears_no_mark(place):
    visits(place.department, [1, 2])
    for sheet in book(xlsx(of_live(live.read(place.department, QUARTER)))):
        assert MARK not in str(sheet["A2"].value)
        assert MARK not in sheet.oddFooter.left.text if sheet.oddFooter.left.text else True


def test_the_public_book_of_a_commune_closes_small_counts_on_every_sheet(place):
    unit = place.communes[0]
    letters(unit, "to_cao", 2)
    report = sign(prepare(unit, QUARTER, by=place.head), by=place.head)
    found = book(xlsx(of_report(report, public=True)))
    assert row_of(found["Số liệu"], "Đơn tố cáo")[4].value == CLOSED
    heads = [cell.value for cell in found["Theo đơn vị"][FIRST_ROW]]
    below = found["Theo đơn vị"][FIRST_ROW + 1]
    assert below[heads.index("Đơn tố cáo")].value == CLOSED
    full = book(xlsx(of_report(report)))
    assert row_of(full["Số liệu"], "Đơn tố cáo")[4].value == 2


def test_units_stand_below_their_parents(place):
    sheet = book(xlsx(of_live(live.read(place.province, QUARTER))))["Theo đơn vị"]
    indents = {row[0].value: row[0].alignment.indent for row in sheet.iter_rows(min_row=FIRST_ROW + 1)}
    assert [indents[name] for name in ("Tỉnh Minh Họa", "Huyện Số 1", "Xã Số 1.1")] == [0, 1, 2]
