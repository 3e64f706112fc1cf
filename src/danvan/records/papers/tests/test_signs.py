"""Words as people paste and phones send them: signs that no DOCX takes, marks apart, names without end."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records import papers
from danvan.records.papers import layout
from danvan.records.papers.declare import AGENCY, CHOICE, DAY, LINES, NUMBER, WORDS, Blank
from danvan.records.papers.tests.paper_world import NEXT, clerk_of, docx_words, issued, pdf_words, refused
from danvan.records.papers.text import Filling, blocks, fill, places, printable
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

ON = date(2023, 3, 2)
HARMFUL = ("\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\ufffe", "\uffff", "\ud800")
XML = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture
def officer(db):
    return handler()


class TestSigns:
    @pytest.mark.parametrize("sign", HARMFUL)
    def test_a_sign_that_no_file_takes_becomes_a_space(self, sign):
        assert printable(f"a{sign}b") == "a b"

    @pytest.mark.parametrize("text", ["ế", "e\u0302\u0301", "a\tb", "a\nb", "😀", "\u200b", "٣", "\u202e"])
    def test_all_others_stay(self, text):
        assert printable(text) == text

    @given(st.text(max_size=80))
    def test_what_is_left_fits_into_xml_and_stays_so(self, text):
        from xml.etree import ElementTree

        left = printable(text)
        assert len(left) == len(text)
        assert printable(left) == left
        made = ElementTree.Element("x")
        made.text = left
        ElementTree.fromstring(ElementTree.tostring(made, encoding="unicode").replace("\x85", ""))

    @pytest.mark.parametrize("sign", [sign for sign in HARMFUL if sign not in "\x00\ud800"])
    def test_a_reason_pasted_with_one_still_becomes_both_files(self, officer, sign):
        paper = refused(officer, reason=f"Vì hết{sign}thời hiệu")
        assert "Vì hết thời hiệu" in docx_words(papers.docx(paper))[0]
        assert "Vì hết thời hiệu" in pdf_words(papers.pdf(paper))[0]

    def test_a_signer_typed_with_one_too(self, officer):
        paper = issued(officer, signer="Trần\x02 Thị\x0b  Ký")
        assert paper.signer == "Trần Thị Ký"
        assert "Trần Thị Ký" in docx_words(papers.docx(paper))[0]

    @pytest.mark.parametrize("signer", ["\x01", " \x02\t", "\x7f"])
    def test_a_signer_of_nothing_else_is_none(self, officer, signer):
        with pytest.raises(Refusal, match="họ tên người ký"):
            issued(officer, signer=signer)

    @pytest.mark.parametrize(
        "words",
        [
            "#set page(fill: red)",
            "$ x^2 $",
            "*đậm* _nghiêng_",
            "<script>alert(1)</script>",
            "{full_name}",
            "\\u{41}",
            '"); panic("x',
            "&lt;w:br/&gt;",
        ],
    )
    def test_words_that_are_code_elsewhere_stay_words(self, officer, words):
        paper = refused(officer, reason=words)
        assert words in docx_words(papers.docx(paper))[0]
        assert words.replace(" ", "") in pdf_words(papers.pdf(paper))[0].replace(" ", "")

    def test_a_reason_as_long_as_may_be_fills_pages_and_loses_nothing(self, officer):
        paper = refused(officer, reason="đơn " * 999 + "cuối")
        assert docx_words(papers.docx(paper))[0].count("đơn") >= 999
        assert "cuối" in pdf_words(papers.pdf(paper))[0]

    def test_a_word_without_an_end_runs_over_no_edge(self, officer):
        assert papers.pdf(refused(officer, reason="đ" * 300)).startswith(b"%PDF")


class TestBlanks:
    """One value typed into one place of a template."""

    def fitting(self, kind, value, *, names=True, options=(), required=False):
        return layout._fitting(Blank("x", "Mục thử", kind, "", options, required), value, names)

    @pytest.mark.parametrize(
        ("kind", "value", "kept"),
        [
            (WORDS, "Ông A", "Ông A"),
            (LINES, "một\nhai", "một\nhai"),
            (DAY, "3/2/2023", "3/2/2023"),
            (DAY, "2023-02-03", "3/2/2023"),
            (DAY, "ngày 3 tháng 2 năm 2023", "3/2/2023"),
            (NUMBER, "0", "0"),
            (NUMBER, "12", "12"),
            (WORDS, "", ""),
        ],
    )
    def test_what_is_taken(self, kind, value, kept):
        assert self.fitting(kind, value) == kept

    @pytest.mark.parametrize(
        ("kind", "value", "why"),
        [
            (NUMBER, "-1", "một số"),
            (NUMBER, "1,5", "một số"),
            (NUMBER, "một", "một số"),
            (NUMBER, "٣", "một số"),
            (NUMBER, "²", "một số"),
            (NUMBER, "1" * 301, "dài quá 300"),
            (DAY, "31/2/2023", "không có trong lịch"),
            (DAY, "3/2", "thiếu năm"),
            (DAY, "x", "Không đọc được"),
            (WORDS, "x" * 301, "dài quá 300"),
            (LINES, "x" * 4001, "dài quá 4000"),
        ],
    )
    def test_what_is_not(self, kind, value, why):
        with pytest.raises(Refusal, match=why):
            self.fitting(kind, value)

    @pytest.mark.parametrize("longest", [(WORDS, 300), (LINES, 4000)])
    def test_just_as_long_as_may_be(self, longest):
        kind, length = longest
        assert len(self.fitting(kind, "ế" * length)) == length

    @pytest.mark.parametrize("kind", [WORDS, LINES])
    def test_of_a_sealed_record_no_word_of_ones_own(self, kind):
        with pytest.raises(Refusal, match="không được ghi tên người"):
            self.fitting(kind, "Ông A", names=False)
        assert self.fitting(kind, "", names=False) == ""

    @pytest.mark.parametrize(("kind", "value"), [(DAY, "3/2/2023"), (NUMBER, "3")])
    def test_of_a_sealed_record_what_names_nobody_is_taken(self, kind, value):
        assert self.fitting(kind, value, names=False) == value

    @pytest.mark.parametrize("value", ["có", "Không", " không", "x"])
    def test_a_choice_is_one_of_its_own(self, value):
        with pytest.raises(Refusal, match="chọn một trong các mục: không; đủ"):
            self.fitting(CHOICE, value, options=("không", "đủ"))
        assert self.fitting(CHOICE, "đủ", options=("không", "đủ")) == "đủ"

    def test_what_must_be_filled(self):
        with pytest.raises(Refusal, match="Còn thiếu “Mục thử”"):
            self.fitting(WORDS, "", required=True)

    @pytest.mark.django_db
    def test_an_agency_of_a_sealed_record_is_one_of_the_directory(self, officer):
        from danvan.org.models import UnitName

        name = UnitName.objects.filter(unit=officer.at).first().name
        assert self.fitting(AGENCY, name, names=False) == name
        for other in ("Ông Trần Thử", name.upper() + " x", name + ", gửi ông A"):
            with pytest.raises(Refusal, match="tên một đơn vị trong danh mục"):
                self.fitting(AGENCY, other, names=False)
        assert self.fitting(AGENCY, "Công ty Thử", names=True) == "Công ty Thử"


class TestFilling:
    @given(st.dictionaries(st.sampled_from("abc"), XML), XML)
    def test_a_template_without_places_is_never_changed_by_what_was_typed(self, values, text):
        plain = text.replace("{", "").replace("*", "").replace("[", "")
        assert fill(plain, Filling(values, ON, True)) == plain

    @given(XML)
    def test_what_was_typed_stands_there_in_one_line(self, typed):
        made = fill("Vì: {x}.", Filling({"x": typed}, ON, True))
        words = " ".join(typed.split())
        assert made == f"Vì: {words}." if words else made.startswith("Vì: …")

    @given(XML)
    def test_no_typed_word_opens_a_condition_a_mark_or_a_place(self, typed):
        filling = Filling({"x": typed, "y": "LỘ"}, ON, False)
        said = "".join(words for block in blocks("{x}", filling) for words, _bold in block["runs"])
        assert "LỘ" not in said or "LỘ" in typed
        assert {bold for block in blocks("{x}", filling) for _words, bold in block["runs"]} <= {False}

    @given(XML)
    def test_every_place_that_is_read_is_told(self, text):
        assert all(name.isidentifier() or name[:1].isdecimal() for name in places(text))

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_marks_apart_or_together_are_words_all_the_same(self, form):
        typed = unicodedata.normalize(form, "Đơn của bà Ễnh")
        assert fill("{x}", Filling({"x": typed}, ON, True)) == typed


class TestSheets:
    def test_a_sheet_says_the_same_whatever_the_order_of_its_keys(self, officer):
        sheet = papers.sheet(refused(officer))
        turned = dict(reversed(sheet.items()))
        assert list(turned) != list(sheet)
        assert layout.digest(turned) == layout.digest(sheet)

    @pytest.mark.parametrize("name", ["heading", "number", "dated", "subject", "mark", "place"])
    def test_one_changed_word_is_another_hash(self, officer, name):
        sheet = papers.sheet(refused(officer))
        assert layout.digest(sheet | {name: sheet[name] + "."}) != layout.digest(sheet)

    def test_issued_it_differs_only_where_number_day_and_signature_stand(self, officer):
        before = papers.sheet(refused(officer))
        after = layout.issued(before, number="07/TB-UBND", on=NEXT, signer="Người Ký", capacity=["CHỦ TỊCH"])
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"number", "dated", "signatures", "made"}
        assert after["signatures"][0]["capacity"] == ["CHỦ TỊCH"]

    def test_a_citizens_own_paper_keeps_its_day_open(self, officer):
        sheet = papers.sheet(refused(officer))
        own = layout.issued(sheet, number="", on=NEXT, signer="", capacity=[], is_own=True)
        assert "……" in own["dated"]
        assert own["number"] == sheet["number"]

    def test_the_same_paper_is_the_same_bytes(self, officer):
        from danvan.records.papers.pdf_file import pdf

        sheet = papers.sheet(refused(officer))
        assert pdf(sheet) == pdf(dict(reversed(sheet.items())))

    def test_words_are_all_that_can_be_read(self, officer):
        sheet = papers.sheet(issued(officer))
        told = layout.words(sheet)
        for part in (sheet["heading"], sheet["number"], sheet["dated"], "Người Ký Thử", *sheet["issuer"]):
            assert part in told


class TestNames:
    @pytest.mark.parametrize("ending", ["pdf", "docx"])
    def test_a_file_is_called_by_its_number_and_by_nothing_else(self, officer, ending):
        waiting, done = refused(officer), issued(officer)
        assert papers.file_name(waiting, ending) == f"van-ban-ma-{waiting.pk}.{ending}"
        assert papers.file_name(done, ending) == f"van-ban-12-TB-UBND.{ending}"

    def test_one_number_however_many_zeros_stand_before_it(self, officer):
        clerk = clerk_of(officer)
        assert issued(officer, clerk, number="7/TB-UBND").number == "07/TB-UBND"
        for same in ("07/TB-UBND", "007/tb-ubnd", " 7 / TB-UBND"):
            with pytest.raises(Refusal, match="đã dùng"):
                issued(officer, clerk, number=same)
        assert issued(officer, clerk, number="7/QĐ-UBND").number == "07/QĐ-UBND"
        assert issued(officer, clerk, number="70/TB-UBND").number == "70/TB-UBND"


class TestCancelling:
    @pytest.mark.parametrize(
        ("on", "fits"),
        [(date(2023, 3, 1), False), (date(2023, 3, 2), False), (NEXT, True), (date(2199, 1, 1), False)],
    )
    def test_not_before_the_paper_bears_its_day(self, officer, on, fits):
        paper = issued(officer)
        if fits:
            assert papers.cancel(paper, by=clerk_of(officer), on=on, reason="sai_so").cancelled_on == on
            return
        with pytest.raises(Refusal, match="Ngày hủy phải từ"):
            papers.cancel(paper, by=clerk_of(officer), on=on, reason="sai_so")

    def test_one_that_waits_from_the_day_it_was_written(self, officer):
        paper = refused(officer)
        assert papers.cancel(paper, by=officer, on=ON, reason="khong_ban_hanh").state == "da_huy"

    @pytest.mark.parametrize("reason", ["", "khac", "Bà A xin lại", "sai_so "])
    def test_only_for_a_reason_of_the_list(self, officer, reason):
        with pytest.raises(Refusal, match="lý do hủy trong danh sách"):
            papers.cancel(refused(officer), by=officer, on=ON, reason=reason)
