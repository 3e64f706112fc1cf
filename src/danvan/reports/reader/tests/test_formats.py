"""DOCX, PDF and HTML to text."""

import io
import time
from contextlib import suppress

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter

from danvan.reports.reader.find import find_facts
from danvan.reports.reader.intake import pdf as pdf_intake
from danvan.reports.reader.intake import take_in, worker
from danvan.reports.reader.intake.pdf import text_of_pdf, unwrap
from danvan.reports.reader.tests.samples import docx_bytes, docx_with_part, pdf, simple_docx
from danvan.ui.errors import Refusal

SENTENCE = "Toàn tỉnh tiếp nhận 258 đơn, trong đó 38 khiếu nại, 94 đơn tố cáo, 164 đơn kiến nghị, phản ánh."


def test_paragraphs_and_tables_of_a_docx_stand_in_order():
    document = docx.Document()
    document.add_heading("Báo cáo quý I/2023", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Đơn khiếu nại", "38", "Đơn\ntố cáo", "94"], strict=True):
        cell.text = text
    document.add_paragraph("Hết")
    text = take_in(docx_bytes(document), "a.docx").text
    assert text == "Báo cáo quý I/2023\nĐơn khiếu nại | 38\nĐơn tố cáo | 94\nHết"


def test_a_merged_cell_is_read_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Tổng số 258"
    table.cell(0, 2).text = "đơn"
    assert take_in(docx_bytes(document), "a.docx").text == "Tổng số 258 | đơn"


def test_a_table_inside_a_cell_is_read_once():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Ngoài"
    cell.add_table(rows=1, cols=2).cell(0, 1).text = "94"
    assert take_in(docx_bytes(document), "a.docx").text.count("94") == 1


def test_inserted_text_counts_and_deleted_text_does_not():
    document = docx.Document()
    paragraph = document.add_paragraph("Tiếp ")
    for tag, text_tag, text in (("w:ins", "w:t", "97"), ("w:del", "w:delText", "79")):
        change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        piece.text = text
        run.append(piece)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" lượt")
    assert take_in(docx_bytes(document), "a.docx").text == "Tiếp 97 lượt"


def test_old_fonts_are_converted_run_by_run():
    document = docx.Document()
    paragraph = document.add_paragraph("Nhận 94 ")
    for text, font in (("®¬n tè c¸o", ".VnTime"), (" vaø ", "VNI-Times"), ("ubnd tØnh", ".VnTimeH")):
        paragraph.add_run(text).font.name = font
    read = take_in(docx_bytes(document), "a.docx")
    assert read.text == "Nhận 94 đơn tố cáo và UBND TỈNH"
    assert read.notes == [
        "Tệp dùng bảng mã TCVN3, đã chuyển sang Unicode.",
        "Tệp dùng bảng mã VNI, đã chuyển sang Unicode.",
    ]


def test_an_old_font_set_by_the_style_counts_for_its_runs():
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph("khiÕu n¹i").add_run(" tố cáo").font.name = "Times New Roman"
    assert take_in(docx_bytes(document), "a.docx").text == "khiếu nại tố cáo"


def test_an_old_font_over_plain_digits_is_not_worth_a_note():
    document = docx.Document()
    document.add_paragraph().add_run("258").font.name = ".VnTime"
    assert take_in(docx_bytes(document), "a.docx").notes == []


def test_unicode_in_an_unknown_font_with_tcvn3_characters_is_still_found():
    words = "Nhận 94 ®¬n tè c¸o, khiÕu n¹i, kiÕn nghÞ, ph¶n ¸nh".replace("Nhận", "NhËn")
    assert "đơn tố cáo, khiếu nại, kiến nghị, phản ánh" in take_in(simple_docx(words), "a.docx").text


def test_entities_of_a_docx_are_not_expanded():
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    data = docx_with_part(
        "word/document.xml", f"{bomb}]>{body}&i;</w:t></w:r></w:p></w:body></w:document>".encode()
    )
    begin = time.perf_counter()
    with pytest.raises(Refusal):
        take_in(data, "a.docx")
    assert time.perf_counter() - begin < 30


def test_a_docx_without_words_is_empty():
    with pytest.raises(Refusal, match="rỗng"):
        take_in(simple_docx("", " "), "a.docx")


def test_a_pdf_is_read_and_its_wrapped_lines_joined(tmp_path):
    long = f"{SENTENCE[:-1]}, còn lại là đơn không đủ điều kiện xử lý theo quy định của pháp luật hiện hành."
    text = take_in(pdf(tmp_path, f"= Báo cáo\n{long} {SENTENCE}\n"), "a.pdf").text
    assert text.startswith("Báo cáo\n")
    assert f"{long} {SENTENCE}" in text.replace("hành.\n", "hành. ")


def test_a_table_in_a_pdf_keeps_its_rows(tmp_path):
    markup = "#table(columns: 2, [Đơn khiếu nại], [38], [Đơn tố cáo], [94])"
    text = take_in(pdf(tmp_path, markup), "a.pdf").text
    assert text.split("\n") == ["Đơn khiếu nại 38", "Đơn tố cáo 94"]


def test_a_pdf_under_a_text_name(tmp_path):
    assert "97 lượt" in take_in(pdf(tmp_path, "Tiếp 97 lượt"), "bao-cao.txt").text


def test_a_scan_of_no_word_says_so(tmp_path):
    data = pdf(tmp_path, "#rect(width: 5cm, height: 5cm, fill: gray)")
    with pytest.raises(Refusal, match=r"không nhận ra chữ nào trong tệp quet\.pdf"):
        take_in(data, "quet.pdf")


def test_a_scan_is_read_by_the_machine_and_the_note_says_so(tmp_path):
    from danvan.reports.reader.intake import apart

    picture = apart.run(
        "page", pdf(tmp_path, "#set text(size: 16pt)\nToàn tỉnh đã tiếp 97 lượt công dân."), "0"
    )
    document = take_in(picture, "quet.png")
    assert "tiếp 97 lượt công dân" in document.text
    assert "Bà/Ông cần soát từng số" in document.notes[0]


def test_without_tesseract_a_scan_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("danvan.reports.reader.intake.scans.shutil.which", lambda name: None)
    with pytest.raises(Refusal, match=r"quet\.pdf là bản quét"):
        take_in(pdf(tmp_path, "#rect(width: 5cm, height: 5cm, fill: gray)"), "quet.pdf")


def test_a_scan_of_too_many_pages_is_refused_before_it_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr("danvan.reports.reader.intake.scans.MAX_SCANNED", 1)
    data = pdf(tmp_path, "#rect(width: 1cm, height: 1cm)\n#pagebreak()\n#rect(width: 1cm, height: 1cm)")
    with pytest.raises(Refusal, match="bản quét 2 trang, vượt giới hạn 1 trang"):
        take_in(data, "quet.pdf")


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_rows_of_a_workbook_are_read_as_those_of_a_table():
    data = workbook(
        ("TT", "Chỉ tiêu", "ĐVT", "Kỳ này", "Cùng kỳ"),
        (1, "Số lượt tiếp công dân", "lượt", 188, 201),
        (2, "Tổng số tiền sai phạm phát hiện", "triệu đồng", 1280.5, 3),
    )
    text = take_in(data, "bieu.xlsx").text
    assert "1 | Số lượt tiếp công dân | lượt | 188 | 201" in text
    assert "1280,5" in text
    assert ("TCD.luot", 188) in [(fact.indicator, fact.value) for fact in find_facts(text)]


def test_a_sheet_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("danvan.reports.reader.intake.workbooks.MAX_ROWS", 2)
    with pytest.raises(Refusal, match="quá 2 dòng"):
        take_in(workbook((1,), (2,), (3,)), "bieu.xlsx")


def test_an_encrypted_pdf(tmp_path):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(tmp_path, "Tiếp 97 lượt"))))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(Refusal, match=r"kin\.pdf đặt mật khẩu"):
        take_in(file.getvalue(), "kin.pdf")


@pytest.mark.parametrize("cut", [20, 300, 1500])
def test_a_torn_pdf(tmp_path, cut):
    with pytest.raises(Refusal, match=r"hong\.pdf"):
        take_in(pdf(tmp_path, "Tiếp 97 lượt")[:cut], "hong.pdf")


def test_a_pdf_of_too_many_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_intake, "MAX_PAGES", 2)
    data = pdf(tmp_path, "Một #pagebreak() Hai #pagebreak() Ba")
    with pytest.raises(Refusal, match="có 3 trang, vượt giới hạn 2 trang"):
        text_of_pdf(data, "dai.pdf")


def test_reading_stops_when_a_pdf_holds_too_many_letters(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_intake, "MAX_CHARACTERS", 2)
    text, _ = text_of_pdf(pdf(tmp_path, "Một #pagebreak() Hai #pagebreak() Ba"), "dai.pdf")
    assert "Ba" not in text


def test_unwrapping_spares_headings_bullets_and_rows():
    full = "x" * 60
    page = f"I. TIẾP DÂN\n{full}\ntiếp theo của câu.\n- gạch đầu dòng {full}\n1. Mục một\nĐơn khiếu nại 38\nĐơn tố cáo 94"
    assert unwrap(page).split("\n") == [
        "I. TIẾP DÂN",
        f"{full} tiếp theo của câu.",
        f"- gạch đầu dòng {full}",
        "1. Mục một",
        "Đơn khiếu nại 38",
        "Đơn tố cáo 94",
    ]


ARTICLE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Tiếp 97 lượt công dân - Báo</title>
<meta property="article:published_time" content="2023-03-16T18:51:00+07:00"></head>
<body><nav><a href="/">Trang chủ 12</a></nav><article><h1>Tiếp 97 lượt công dân</h1>
<p>{SENTENCE} {SENTENCE}</p><p>{SENTENCE.replace("Toàn tỉnh", "Riêng cấp huyện")}</p>
<table><tr><td>Đơn khiếu nại</td><td>38</td></tr><tr><td>Đơn tố cáo</td><td>94</td></tr></table>
<figure><img src="http://127.0.0.1:9/a.png"><figcaption>Lãnh đạo tỉnh tiếp công dân tháng 3/2023</figcaption></figure>
</article><script>document.write("999 đơn")</script><form>Ý kiến bình luận 77</form></body></html>"""


def test_an_article_keeps_title_date_body_rows_and_captions():
    text = take_in(ARTICLE.encode(), "bai.html").text
    lines = text.split("\n")
    assert "Tiếp 97 lượt công dân" in text
    assert "16/03/2023" in lines
    assert SENTENCE in text
    assert "Đơn khiếu nại | 38" in lines
    assert "Lãnh đạo tỉnh tiếp công dân tháng 3/2023" in text
    for left_out in ("999", "Trang chủ", "77"):
        assert left_out not in text


def test_a_short_page_is_read_whole():
    text = take_in(
        b"<html><body><div>Ti\xe1\xba\xbfp 97 l\xc6\xb0\xe1\xbb\xa3t</div><div>258 \xc4\x91\xc6\xa1n</div></body></html>",
        "a.htm",
    ).text
    assert text == "Tiếp 97 lượt\n258 đơn"


def test_a_page_without_words_is_empty():
    with pytest.raises(Refusal, match="rỗng"):
        take_in(b"<html><body><script>1</script></body></html>", "a.html")


def test_html_in_utf16():
    assert (
        "258 đơn" in take_in("<html><body><p>Nhận 258 đơn</p></body></html>".encode("utf-16"), "a.html").text
    )


def test_deeply_nested_markup_comes_back_or_is_refused():
    begin = time.perf_counter()
    with suppress(Refusal):
        assert take_in(b"<html><body>" + b"<div>" * 50_000 + b"Tiep 97 luot", "sau.html").text
    assert time.perf_counter() - begin < 90


def test_a_parser_that_hangs_is_stopped(monkeypatch):
    monkeypatch.setattr(worker, "WORKER_SECONDS", 0.05)
    with pytest.raises(Refusal, match=r"a\.docx quá .* giây nên đã dừng"):
        worker.parse_apart("docx", simple_docx("Tiếp 97 lượt"), "a.docx")


def test_a_parser_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(worker.sys, "executable", "/bin/false")
    with pytest.raises(Refusal, match=r"Không đọc được tệp a\.docx"):
        worker.parse_apart("docx", b"", "a.docx")


def test_the_run_fonts_of_word_are_read_from_hansi_too():
    document = docx.Document()
    run = document.add_paragraph().add_run("tè c¸o")
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hAnsi"), ".VnTime")
    assert take_in(docx_bytes(document), "a.docx").text == "tố cáo"
