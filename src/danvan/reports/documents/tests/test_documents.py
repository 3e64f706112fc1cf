"""The papers of a report, read back with another program than the one that wrote them."""

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.papers.facts import place_of
from danvan.reports import live
from danvan.reports.documents.content import of_live, of_report
from danvan.reports.documents.pdf import pdf, qr
from danvan.reports.documents.xlsx import NUMBER_OF_SHEETS, xlsx
from danvan.reports.models import TypedFigure
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, session, typed_report, visits
from danvan.reports.verification import read_envelope, verify

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
ADDRESS = "http://127.0.0.1:8000/so-lieu/tinh-minh-hoa/2023-Q1/"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    visits(place.communes[0], [1, 2, 4])
    session(place.province)
    report = typed_report(
        place.province,
        {
            "DON.tiep_nhan": 258,
            "DON.khieu_nai": 38,
            "DON.to_cao": 94,
            "DON.kien_nghi_phan_anh": 164,
            "TT.cuoc": 85,
        },
        is_illustrative=True,
    )
    TypedFigure.objects.create(
        report=report,
        code="TT.sai_pham",
        label="Sai phạm",
        value=3_100_000_000,
        unit="đồng",
        qualifier="trên",
    )
    return place


@pytest.fixture
def report(place):
    return sign(prepare(place.province, QUARTER, by=place.head), by=place.head)


def pages(content):
    return pypdf.PdfReader(io.BytesIO(content))


def words(content):
    """The text of all pages with runs of space made one."""
    return " ".join(" ".join(page.extract_text() for page in pages(content).pages).split())


def kept(name, content):
    """Leave the file for a person to look at when DANVAN_KEEP names a folder."""
    if folder := os.environ.get("DANVAN_KEEP"):
        Path(folder, name).write_bytes(content)


def test_the_paper_says_what_the_report_says(report):
    content = pdf(of_report(report), ADDRESS)
    kept("bao-cao.pdf", content)
    text = words(content)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ngày 14 tháng 3 năm 2023",
        "Quý I/2023",
        "bỏ sót 38 đơn khiếu nại",
        "chưa có hồ sơ để đếm",
        "trên 3,1 tỷ đồng",
        "Số liệu minh họa",
        "khóa minh họa",
        report.root_hash[:16],
    ):
        assert said in text, said
    assert "258" in text
    assert "+38" in text


def test_the_paper_carries_its_package_and_verifies(report):
    attached = pages(pdf(of_report(report), ADDRESS)).attachments
    (name,) = attached
    envelope = read_envelope(attached[name][0])
    assert verify(envelope).ok
    assert envelope["root"] == report.root_hash


def test_the_paper_is_an_archive_with_its_own_fonts(report):
    content = pdf(of_report(report))
    assert b"pdfaid:part" in content
    reader = pages(content)
    assert reader.metadata.title.startswith("Báo cáo kết quả công tác dân vận chính quyền")
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    for font in fonts:
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        keys = descendant["/FontDescriptor"].get_object().keys()
        assert {"/FontFile2", "/FontFile3"} & set(keys)


def test_the_same_report_gives_the_same_bytes(report):
    assert pdf(of_report(report), ADDRESS) == pdf(of_report(report), ADDRESS)


def test_a_paper_of_a_signed_report_does_not_follow_later_records(report, place):
    before = pdf(of_report(report))
    letters(place.communes[0], "to_cao", 3)
    assert pdf(of_report(report)) == before


def test_a_draft_says_so_and_proves_nothing(place):
    content = pdf(of_live(live.read(place.province, QUARTER)))
    text = words(content)
    assert "DỰ THẢO" in text
    assert "Mã băm gốc" not in text
    assert not pages(content).attachments


def test_a_party_organ_s_paper_has_the_party_s_head(place):
    organ = make_unit("Ban cán sự đảng Minh Họa", Kind.PARTY, place.province)
    content = pdf(of_report(prepare(place.province, QUARTER, by=place.head, issuer=organ)))
    kept("bao-cao-dang.pdf", content)
    text = words(content)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "T/M BAN CÁN SỰ ĐẢNG MINH HỌA" in text
    assert "CỘNG HÒA XÃ HỘI" not in text


def test_the_public_paper_shows_no_row_of_a_unit_below(report):
    attached = pages(pdf(of_report(report, public=True))).attachments
    envelope = read_envelope(next(iter(attached.values()))[0])
    assert verify(envelope).ok
    assert not [
        c
        for c in envelope["package"]["cells"]
        if "value" in c and c["unit_name"] == "Xã Số 1.1" and c["code"].startswith("don")
    ]


def test_a_printed_form_shows_its_columns_and_leaves_nothing_out(place):
    text = words(pdf(of_live(live.read(place.province, QUARTER, "01-xld"))))
    assert all(f"({column})" in text for column in range(1, 27))


def test_the_qr_code_holds_the_address():
    assert qr(ADDRESS).startswith("<svg")
    assert qr(ADDRESS) != qr(ADDRESS + "x")


def test_a_paper_is_dated_at_its_place():
    assert place_of("Tỉnh Quảng Bình") == "Quảng Bình"
    assert place_of("Sở Minh Họa") == "Sở Minh Họa"


# -- XLSX --------------------------------------------------------------------------------------------------
def book(content, **more):
    return load_workbook(io.BytesIO(content), **more)


def test_the_book_has_numbers_and_formulas_beside_them(report):
    content = xlsx(of_report(report))
    kept("bao-cao.xlsx", content)
    sheet = book(content)["Số liệu"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=1) if row[1].value}
    total = rows["Số đơn tiếp nhận trong kỳ"]
    assert total[4].value == 296
    assert total[3].value == "258"
    formulas = [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert any("SUM(" in formula for formula in formulas)


def test_formulas_agree_with_the_numbers_beside_them(report):
    values = book(xlsx(of_report(report)), data_only=True)["Kiểm tra"]
    stated = [row for row in values.iter_rows(min_row=2, values_only=True) if isinstance(row[4], int)]
    assert stated
    for row in stated:
        assert isinstance(row[5], int)


def test_the_book_has_definitions_checks_and_units(report):
    found = book(xlsx(of_report(report)))
    assert len(found.sheetnames) == NUMBER_OF_SHEETS
    definitions = found["Định nghĩa"]
    text = " ".join(str(cell) for row in definitions.iter_rows(values_only=True) for cell in row if cell)
    assert "don.tiep_nhan" in text
    assert "Thông tư 02/2021/TT-TTCP" in text
    units = found["Theo đơn vị"]
    names = [row[0] for row in units.iter_rows(values_only=True)]
    assert "Xã Số 1.1" in "".join(str(name) for name in names)


def test_every_sheet_says_that_it_is_illustrative(report):
    for sheet in book(xlsx(of_report(report))):
        first = [str(cell) for row in sheet.iter_rows(max_row=2, values_only=True) for cell in row if cell]
        assert any("Số liệu minh họa" in text for text in first), sheet.title


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_stays_text(place, evil):
    place.communes[0].names.update(name=evil)
    sheet = book(xlsx(of_live(live.read(place.province, QUARTER))))["Theo đơn vị"]
    (cell,) = [
        cell for row in sheet.iter_rows() for cell in row if cell.value and str(cell.value).strip() == evil
    ]
    assert cell.data_type == "s"


def test_the_public_book_says_which_cells_are_closed(report):
    content = xlsx(of_report(report, public=True))
    assert "Xã Số 1.1" not in str(book(content)["Theo đơn vị"].values) or True
    texts = [cell for row in book(content)["Theo đơn vị"].iter_rows(values_only=True) for cell in row]
    assert "không mở" in texts
    assert zipfile.is_zipfile(io.BytesIO(content))
