"""The layout that NĐ 30/2020 asks for, measured from the papers themselves: PDF by pdfplumber, DOCX by its own parts."""

import io
from datetime import date

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.reports import live
from danvan.reports.documents.content import of_live, of_report
from danvan.reports.documents.docx import docx
from danvan.reports.documents.pdf import pdf
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place, quarter_of_296, typed_report, visits

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
MM = 72 / 25.4


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 2)
    quarter_of_296(place)
    letters(place.communes[0], "khieu_nai", 30, on=date(2022, 11, 1))
    visits(place.communes[0], [1, 2])
    typed_report(place.province, {"DON.tiep_nhan": 258}, is_illustrative=True)
    return place


@pytest.fixture
def signed(place):
    return of_report(sign(prepare(place.province, QUARTER, by=place.head), by=place.head))


@pytest.fixture
def form(place):
    place.communes[0].names.update(
        name="Xã Trường Sơn, Kim Thủy và các thôn, bản thuộc khu vực biên giới phía Tây của huyện Quảng Ninh cũ"
    )
    return of_live(live.read(place.province, QUARTER, "02-xld"))


def pages(content):
    """Each page's size, characters that stand upright (the mark behind them is turned), words and lines."""
    with pdfplumber.open(io.BytesIO(pdf(content))) as document:
        found = []
        for page in document.pages:
            upright = page.filter(is_upright)
            words = upright.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=True)
            found.append((page.width, page.height, upright.chars, words, [*page.lines, *page.rects]))
        return found


def is_upright(one):
    return one["object_type"] != "char" or abs(one["matrix"][1]) < 0.01


def word(words, start):
    return next(one for one in words if one["text"].strip().startswith(start))


def middle(one):
    return (one["x0"] + one["x1"]) / 2


# -- PDF ---------------------------------------------------------------------------------------------------
def test_pages_are_a4_and_keep_the_margins(signed):
    for width, height, every, *_rest in pages(signed):
        assert (round(width / MM), round(height / MM)) == (210, 297)
        chars = [c for c in every if c["text"].strip()]  # a blank at the end of a line hangs over
        body = [c for c in chars if c["top"] >= 20 * MM - 1 and c["bottom"] <= height - 20 * MM + 1]
        assert min(c["x0"] for c in body) >= 30 * MM - 0.5
        assert max(c["x1"] for c in body) <= width - 15 * MM + 0.5
        outside = [c for c in chars if c not in body]  # the number at the top, the line at the foot
        assert all(c["top"] < 20 * MM or c["bottom"] > height - 20 * MM for c in outside)


def test_words_are_set_in_the_font_of_the_widths_of_times_in_the_sizes_of_the_decree(signed):
    _w, _h, chars, words, _lines = pages(signed)[0]
    assert {c["fontname"].split("+")[1].split("-")[0] for c in chars if c["text"].strip()} == {"Tinos"}
    sizes = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ((12, 13), True, False),
        "Độc lập - Tự do - Hạnh phúc": ((13, 14), True, False),
        "ỦY BAN NHÂN DÂN": ((12, 13), True, False),
        "Số:": ((13, 13), False, False),
        "Minh Họa, ngày 14 tháng 3 năm 2023": ((13, 14), False, True),
        "BÁO CÁO": ((13, 14), True, False),
        "Số liệu lấy từ ngày": ((13, 14), False, False),
    }
    for start, ((low, high), bold, italic) in sizes.items():
        found = word(words, start)
        assert low <= round(found["size"], 1) <= high, start
        assert ("Bold" in found["fontname"], "Italic" in found["fontname"]) == (bold, italic), start


def test_the_head_has_two_columns_with_lines_below_agency_and_motto(signed):
    width, _h, _chars, words, lines = pages(signed)[0]
    agency, nation = word(words, "ỦY BAN NHÂN DÂN"), word(words, "CỘNG HÒA XÃ HỘI")
    motto, number = word(words, "Độc lập"), word(words, "Số:")
    assert abs(agency["top"] - nation["top"]) < 3
    assert agency["x1"] < nation["x0"]
    assert abs(middle(nation) - middle(motto)) < 2
    assert nation["top"] < motto["top"] < word(words, "Minh Họa, ngày")["top"]
    assert number["top"] > agency["top"]
    below = [one for one in lines if one["width"] > 20 and one["height"] < 1.5]
    assert any(abs(middle(one) - middle(motto)) < 3 and 0 < one["top"] - motto["bottom"] < 8 for one in below)
    assert any(middle(one) < width / 2 and 0 < one["top"] - agency["bottom"] < 40 for one in below)


def test_pages_are_numbered_in_the_middle_of_the_top_from_the_second_on(signed):
    for number, (width, _h, _chars, words, _lines) in enumerate(pages(signed), 1):
        top = [one for one in words if one["bottom"] < 20 * MM]
        if number == 1:
            assert not top
            continue
        (found,) = top
        assert found["text"].strip() == str(number)
        assert 13 <= round(found["size"]) <= 14
        # half a millimetre of the middle between the margins, or of the sheet
        assert min(abs(middle(found) - width / 2), abs(middle(found) - (30 * MM + width - 15 * MM) / 2)) < 2


def test_paragraphs_are_set_in_and_recipients_stand_left_of_the_signature(signed):
    read = pages(signed)
    first = word(read[0][3], "Số liệu lấy từ ngày")
    assert 10 * MM - 1 <= first["x0"] - 30 * MM <= 12.7 * MM + 1
    (words,) = [page[3] for page in read if any(one["text"].startswith("Nơi nhận") for one in page[3])]
    to, sign_ = word(words, "Nơi nhận"), word(words, "TM. ỦY BAN NHÂN DÂN")
    assert (round(to["size"]), "BoldItalic" in to["fontname"]) == (12, True)
    assert round(word(words, "- Lưu: VT.")["size"]) == 11
    assert to["x0"] < 31 * MM
    assert sign_["x0"] > 105 * MM
    assert abs(to["top"] - sign_["top"]) < 3
    assert word(words, "Cán bộ minh họa")["top"] - sign_["bottom"] > 14 * MM


def test_tables_are_annexes_that_name_the_report(signed):
    texts = ["\n".join(one["text"] for one in page[3]) for page in pages(signed)]
    signature = next(n for n, text in enumerate(texts) if "TM. ỦY BAN NHÂN DÂN" in text)
    annex = next(n for n, text in enumerate(texts) if "Phụ lục I" in text)
    assert annex > signature
    assert (
        "(Kèm theo Báo cáo số …… ngày 14 tháng 3 năm 2023 của Ủy ban nhân dân Tỉnh Minh Họa)" in texts[annex]
    )
    assert "IV/2022" in texts[annex]


def test_a_wide_form_lies_across_a3_with_its_heads_on_every_page(form):
    across = [page for page in pages(form) if page[0] > page[1]]
    assert across
    for width, height, chars, words, _lines in across:
        assert (round(width / MM), round(height / MM)) == (420, 297)
        assert word(words, "Phân loại vụ việc theo nội dung")
        assert [one["text"] for one in words if one["text"].strip() == "(30)"]
        assert min(c["size"] for c in chars if c["text"].strip()) >= 7
        assert max(c["x1"] for c in chars) <= width - 15 * MM + 0.5


def test_a_long_name_breaks_inside_its_own_column(form):
    across = next(page for page in pages(form) if page[0] > page[1])
    first = word(across[3], "Xã Trường Sơn")
    (number,) = [one for one in across[3] if one["text"].strip() == "(1)"]
    lines = [
        one for one in across[3] if abs(one["x0"] - first["x0"]) < 3 and 0 <= one["top"] - first["top"] < 40
    ]
    assert len(lines) >= 2
    assert all(one["x1"] < number["x0"] for one in lines)


def test_the_party_s_paper_has_the_party_s_head_and_no_motto(place):
    organ = make_unit("Ban cán sự đảng Minh Họa", Kind.PARTY, place.province)
    width, _h, _chars, words, lines = pages(
        of_report(prepare(place.province, QUARTER, by=place.head, issuer=organ))
    )[0]
    title = word(words, "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert middle(title) > width / 2
    assert any(abs(middle(one) - middle(title)) < 3 and 0 < one["top"] - title["bottom"] < 8 for one in lines)
    assert "-BC/" in "".join(one["text"] for one in words)
    assert not [one for one in words if "Độc lập" in one["text"]]


# -- DOCX --------------------------------------------------------------------------------------------------
def written(content):
    return Document(io.BytesIO(docx(content)))


def texts(document):
    own = [one.text for one in document.paragraphs]
    return own + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_the_word_file_keeps_page_margins_font_and_number(signed):
    document = written(signed)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    assert section.different_first_page_header_footer
    header = section.header.paragraphs[0]
    assert "PAGE" in header._element.xml
    assert header.alignment == 1
    assert not section.first_page_header.paragraphs[0].text
    named = {font for run in document.element.body.iter(qn("w:rFonts")) for font in run.attrib.values()}
    assert named == {"Times New Roman"}


def test_the_word_file_says_what_the_pdf_says(signed):
    with pdfplumber.open(io.BytesIO(pdf(signed))) as document:
        printed = "".join("".join(page.filter(is_upright).extract_text().split()) for page in document.pages)
    told = [one.text for one in written(signed).paragraphs if len(one.text) > 5]
    assert len(told) > 20
    for text in told:
        start = "".join(text.removeprefix("- ").split())[:14]
        assert start in printed or text.startswith("Mã băm"), text


def test_annexes_of_the_word_file_begin_pages_and_charts_tell_their_numbers(signed):
    document = written(signed)
    assert [one.different_first_page_header_footer for one in document.sections] == [
        True,
        *[False] * (len(document.sections) - 1),
    ]
    assert "Phụ lục I" in texts(document)
    told = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert told
    assert any("Quý I/2023 296" in one and "Quý IV/2022 30" in one for one in told)


def test_the_form_in_the_word_file_lies_across_with_merged_repeated_heads(form):
    document = written(form)
    across = [one for one in document.sections if one.orientation == WD_ORIENT.LANDSCAPE]
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in across] == [(420, 297)]
    table = next(one for one in document.tables if len(one.columns) == 32)
    heads = [
        row
        for row in table.rows
        if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    assert len(heads) == 4
    assert [cell.text for cell in heads[-1].cells][:3] == ["A", "B", "(1)"]
    assert table.cell(0, 12).text == table.cell(0, 18).text == "Phân loại vụ việc theo nội dung"
    assert table.cell(0, 2).text == table.cell(2, 2).text == "Tổng số đơn"
    assert table.rows[-1].cells[1].text == "Tổng số"


def test_a_draft_says_that_it_is_one_and_properties_name_nobody(form):
    document = written(form)
    assert "Dự thảo, chưa ký." in texts(document)
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.language) == (
        "Ủy ban nhân dân Tỉnh Minh Họa",
        "",
        "vi-VN",
    )


@pytest.mark.parametrize("evil", ["<w:p/>", "a & b < c", 'Xã "Nguồn"', "Xã \x0b\x01A"])
def test_a_name_is_never_markup_of_the_word_file(place, evil):
    content = of_live(live.read(place.province, QUARTER, "02-xld"))
    content.body["units"][1]["name"] = evil
    found = texts(written(content))
    assert any(evil.replace("\x0b", " ").replace("\x01", " ") in text for text in found)
