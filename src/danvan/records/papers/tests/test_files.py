"""The DOCX and the PDF, read back with other programs than those that wrote them."""

import io
import zipfile
from datetime import date

import docx as reader
import pypdf
import pypdfium2
import pytest

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit, put_under
from danvan.records import papers
from danvan.records.papers import facts
from danvan.records.papers.layout import words
from danvan.records.papers.tests.paper_world import DAY, REASON, docx_words, issued, pdf_words, refused
from danvan.records.tests.desk_world import NAME, classified
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
ADDRESS = "https://danvan.example.vn/tra-cuu/"
MILLIMETRE = 72 / 25.4


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def notice(officer):
    return issued(officer)


@pytest.fixture
def receipt(officer):
    told = {"so_to": "3", "so_tai_lieu": "1", "ban_goc": "không có", "address": ADDRESS}
    return papers.prepare(classified(officer), "bien_nhan_don", by=officer, on=DAY, **told)


def size_of(content):
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    return round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE)


class TestBothSayTheSame:
    @pytest.mark.parametrize("kind", ["notice", "receipt"])
    def test_every_line_of_the_sheet_stands_in_both(self, kind, request):
        paper = request.getfixturevalue(kind)
        pdf, docx = pdf_words(papers.pdf(paper))[0], docx_words(papers.docx(paper))[0]
        for line in words(papers.sheet(paper)).replace("\u200b", "").splitlines():
            for text in (pdf, " ".join(docx.split())):
                assert (
                    line.lower() in text.lower()
                    or line.upper() in text
                    or "".join(line.split()).lower() in "".join(text.split()).lower()
                ), line

    def test_the_head_of_the_decree(self, notice):
        for text in (pdf_words(papers.pdf(notice))[0], docx_words(papers.docx(notice))[0]):
            for part in (
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "ỦY BAN NHÂN DÂN",
                "Số: 12/TB-UBND",
                "ngày 03 tháng 3 năm 2023",
                "THÔNG BÁO",
                "nhận:",  # the reader doubles a letter of the first word, which is kerned
                "KT. CHỦ TỊCH",
                "PHÓ CHỦ TỊCH",
                "Người Ký Thử",
                "Mẫu số 04 (124/2020/NĐ-CP)",
                NAME,
                REASON,
            ):
                assert "".join(part.split()) in "".join(text.split()), part


class TestPdf:
    def test_a4_and_a5(self, notice, receipt):
        assert size_of(papers.pdf(notice)) == (210, 297)
        assert size_of(papers.pdf(receipt)) == (148, 210)

    def test_one_page_each(self, notice, receipt):
        for paper in (notice, receipt):
            assert len(pypdf.PdfReader(io.BytesIO(papers.pdf(paper))).pages) == 1

    def test_the_same_bytes_each_time_and_those_kept(self, notice):
        assert papers.pdf(notice) == papers.pdf(notice)
        assert papers.pdf(notice) == bytes(notice.text.pdf)

    def test_its_metadata_name_the_kind_and_the_agency_only(self, notice):
        about = pdf_words(papers.pdf(notice))[1]
        assert "Thông báo không thụ lý khiếu nại" in about
        assert NAME not in about

    def test_fonts_are_inside(self, notice):
        (page,) = pypdf.PdfReader(io.BytesIO(papers.pdf(notice))).pages
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        kept = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
        assert kept
        assert all({"/FontFile2", "/FontFile3"} & set(one) for one in kept)

    def test_nothing_runs_over_the_edge(self, officer):
        """The right margin is white on a page full of dotted lines."""
        letter = classified(officer)
        for key in ("don_rut", "bien_nhan_don"):
            content = papers.pdf(papers.prepare(letter, key, by=officer, on=DAY))
            picture = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("L")
            width, height = picture.size
            edge = picture.crop((width - round(9 * MILLIMETRE), 0, width, height))
            assert edge.getextrema() == (255, 255), key

    def test_a_paper_that_waits_has_one_too(self, officer):
        assert "Số: ……/TB-UBND" in pdf_words(papers.pdf(refused(officer)))[0]


class TestDocx:
    def test_times_new_roman_everywhere(self, notice):
        found = reader.Document(io.BytesIO(papers.docx(notice)))
        runs = [run for one in found.paragraphs for run in one.runs]
        assert runs
        assert {run.font.name for run in runs} == {"Times New Roman"}

    def test_margins_of_the_decree(self, notice):
        (section,) = reader.Document(io.BytesIO(papers.docx(notice))).sections
        measured = [round(side.mm) for side in (section.top_margin, section.bottom_margin)]
        assert measured == [20, 20]
        assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)

    def test_its_properties_name_the_agency_only(self, notice):
        about = docx_words(papers.docx(notice))[1]
        assert "python-docx" not in about
        assert NAME not in about
        assert "Ủy ban nhân dân" in about

    def test_the_receipt_holds_the_code_as_a_picture(self, receipt):
        names = zipfile.ZipFile(io.BytesIO(papers.docx(receipt))).namelist()
        assert [name for name in names if name.startswith("word/media/") and name.endswith(".png")]


class TestReceipt:
    def test_it_says_code_and_address_and_leads_there_without_telling_the_server_the_code(self, receipt):
        sheet = papers.sheet(receipt)
        assert sheet["tracking"] == f"{ADDRESS}#{receipt.record.public_id}"
        text = pdf_words(papers.pdf(receipt))[0]
        assert facts.grouped(receipt.record.public_id) in text
        assert ADDRESS in text

    @pytest.mark.parametrize("kind", ["khieu_nai", "to_cao", "kien_nghi_phan_anh"])
    def test_its_words_do_not_betray_the_class(self, officer, kind):
        paper = papers.prepare(classified(officer, kind), "bien_nhan_don", by=officer, on=DAY)
        text = (words(papers.sheet(paper)) + papers.file_name(paper, "pdf")).lower()
        for word in ("tố cáo", "khiếu nại", "kiến nghị", "phản ánh", "niêm phong", "đất đai"):
            assert word not in text, word


class TestHead:
    def test_an_agency_stands_below_its_committee(self):
        province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        office = make_unit("Sở Minh Họa Thử", Kind.DEPARTMENT)
        put_under(office, province)
        who = facts.issuer(office, date(2023, 3, 1))
        assert (who.name, who.above, who.place) == (
            "Sở Minh Họa Thử",
            "Ủy ban nhân dân tỉnh Minh Họa",
            "Minh Họa",
        )
        assert who.head == "THỦ TRƯỞNG CƠ QUAN"

    def test_a_committee_stands_alone(self):
        who = facts.issuer(make_unit("Xã Thử"), date(2023, 3, 1))
        assert (who.name, who.above, who.place, who.suffix) == ("Ủy ban nhân dân xã Thử", "", "Thử", "UBND")
