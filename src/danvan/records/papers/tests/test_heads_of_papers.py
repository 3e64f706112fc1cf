"""The head of a paper: names of agencies, the place of the date line, whose name stands above whose."""

import unicodedata
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Kind, UnitName
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.records import papers
from danvan.records.papers import facts, layout
from danvan.records.papers.declare import LawForm, PaperTemplate, register, template, templates
from danvan.records.papers.numbers import set_own
from danvan.records.papers.source import read
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)


class TestPlaces:
    @pytest.mark.parametrize(
        ("name", "place"),
        [
            ("Tỉnh Quảng Bình", "Quảng Bình"),
            ("Thành phố Đồng Hới", "Đồng Hới"),
            ("Thị xã Ba Đồn", "Ba Đồn"),
            ("Thị trấn Nông trường Lệ Ninh", "Nông trường Lệ Ninh"),
            ("Huyện Lệ Thủy", "Lệ Thủy"),
            ("Quận 1", "1"),
            ("Xã Trường Sơn", "Trường Sơn"),
            ("XÃ TRƯỜNG SƠN", "TRƯỜNG SƠN"),
            ("Phường Xã Đàn", "Xã Đàn"),
            ("Đặc khu Phú Quý", "Phú Quý"),
            ("Sở Nội vụ", "Sở Nội vụ"),
            ("Xãnh", "Xãnh"),
            ("Xã", "Xã"),
            ("", ""),
        ],
    )
    def test_a_place_is_the_name_without_its_kind(self, name, place):
        assert facts.place_of(name) == place

    @pytest.mark.parametrize(
        ("name", "inside"),
        [("Xã Thử", "xã Thử"), ("Đặc khu A", "đặc khu A"), ("", ""), ("x", "x"), ("Ấp 3", "ấp 3")],
    )
    def test_within_a_sentence_it_begins_small(self, name, inside):
        assert facts.lowered(name) == inside

    @pytest.mark.parametrize(
        ("code", "said"),
        [("", ""), ("1", "1"), ("1234", "1234"), ("12345", "1234 5"), ("1" * 16, "1111 1111 1111 1111")],
    )
    def test_a_code_is_said_in_fours(self, code, said):
        assert facts.grouped(code) == said

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            (date(2023, 3, 6), "Thử, ngày 06 tháng 3 năm 2023"),
            (date(2023, 2, 16), "Thử, ngày 16 tháng 02 năm 2023"),
            (date(2023, 12, 31), "Thử, ngày 31 tháng 12 năm 2023"),
            (None, "Thử, ngày …… tháng …… năm ……"),
        ],
    )
    def test_the_date_line(self, on, said):
        assert layout.dated("Thử", on) == said


@pytest.mark.django_db
class TestIssuers:
    def test_an_agency_of_a_commune_bears_the_communes_name_above(self):
        commune = make_unit("Xã Thử", Kind.COMMUNE)
        office = make_unit("Trung tâm Phục vụ hành chính công", Kind.DEPARTMENT)
        put_under(office, commune)
        who = facts.issuer(office, DAY)
        assert (who.above, who.place, who.suffix) == ("Ủy ban nhân dân xã Thử", "Thử", "")

    def test_one_without_anybody_above(self):
        who = facts.issuer(make_unit("Ban Thử", Kind.DEPARTMENT), DAY)
        assert (who.name, who.above, who.place) == ("Ban Thử", "", "Ban Thử")

    def test_one_below_another_agency_bears_that_name_as_it_is(self):
        upper, lower = make_unit("Sở Thử", Kind.DEPARTMENT), make_unit("Chi cục Thử", Kind.DEPARTMENT)
        put_under(lower, upper)
        assert facts.issuer(lower, DAY).above == "Sở Thử"

    def test_by_the_name_of_the_day(self):
        unit = make_unit("Xã Cũ", valid=DateRange(date(2000, 1, 1), date(2023, 7, 1)))
        UnitName.objects.create(
            unit=unit, name="Xã Mới", kind=Kind.COMMUNE, valid=DateRange(date(2023, 7, 1), None)
        )
        assert facts.issuer(unit, date(2023, 6, 30)).name == "Ủy ban nhân dân xã Cũ"
        assert facts.issuer(unit, date(2023, 7, 1)).name == "Ủy ban nhân dân xã Mới"

    def test_a_day_before_it_had_a_name_takes_one_it_has(self):
        unit = make_unit("Xã Sau", valid=DateRange(date(2023, 7, 1), None))
        assert facts.issuer(unit, DAY).name == "Ủy ban nhân dân xã Sau"

    @pytest.mark.parametrize("sign", ["UBND", "VP-TCD", "ỦYBAN"])
    def test_the_sign_of_the_agency_is_the_one_it_set(self, sign):
        unit = make_unit()
        manager = make_account("quan_tri", unit)
        if sign == "ỦYBAN":
            with pytest.raises(Refusal, match="Ký hiệu cơ quan"):
                set_own(unit, is_on=True, suffix=sign, by=manager)
            return
        set_own(unit, is_on=False, suffix=f" {sign.lower()} ", by=manager)
        assert facts.issuer(unit, DAY).suffix == sign

    def test_three_or_four_questions(self, django_assert_max_num_queries):
        province, office = make_unit("Tỉnh Thử", Kind.PROVINCE), make_unit("Sở Thử", Kind.DEPARTMENT)
        put_under(office, province)
        with django_assert_max_num_queries(4):
            facts.issuer(office, DAY)


class TestForms:
    def test_a_form_of_the_law_is_the_one_of_its_days(self):
        form = LawForm("Mẫu số 04", "124/2020/NĐ-CP", date(2020, 12, 10), date(2026, 6, 30))
        days = [date(2020, 12, 9), date(2020, 12, 10), date(2026, 6, 30), date(2026, 7, 1)]
        assert [form.is_valid_on(on) for on in days] == [False, True, True, False]
        assert str(form) == "Mẫu số 04 (124/2020/NĐ-CP)"

    @pytest.mark.parametrize(("since", "until"), [(None, None), (DAY, None), (None, DAY), (DAY, DAY)])
    def test_without_a_bound_it_has_none(self, since, until):
        form = LawForm("1", "x", since, until)
        assert form.is_valid_on(DAY)
        assert form.is_valid_on(date(1990, 1, 1)) == (since is None)
        assert form.is_valid_on(date(2190, 1, 1)) == (until is None)

    def test_no_two_forms_of_one_paper_are_valid_on_one_day(self):
        for one in templates():
            days = {form.since for form in one.forms if form.since} | {DAY, date(2026, 7, 1)}
            for on in days:
                assert sum(form.is_valid_on(on) for form in one.forms) <= 1, (one.key, on)

    def test_an_unknown_paper_is_said(self):
        with pytest.raises(Refusal, match="Không có mẫu văn bản “zqx”"):
            template("zqx")


class TestDeclaring:
    def made(self, **other):
        told = {
            "key": "zqx_thu",
            "title": "Thử",
            "heading": "THỬ",
            "text": "x",
            "audience": "noi_bo",
            "record_types": ("don",),
        }
        return PaperTemplate(**(told | other))

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"key": "khong_thu_ly"}, "declared twice"),
            ({"layout": "a4"}, "unknown layout"),
            ({"audience": "ai_do"}, "unknown layout or audience"),
            ({"audience": ""}, "unknown layout or audience"),
        ],
    )
    def test_a_mistake_is_said_at_start_up(self, other, why):
        before = templates()
        with pytest.raises(ValueError, match=why):
            register(self.made(**other))
        assert templates() == before

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ('title = "x"\n[[blanks]]\nname = "a"\nlabel = "A"\nkind = "la"\n', "no known kind"),
            ('title = "x"\n[[blanks]]\nname = "a"\nlabel = "A"\nkind = "chon"\n', "no known kind"),
            ('title = "x"\n[[blanks]]\nname = "a"\nlabel = "A"\noptions = ["b"]\n', "no known kind"),
            ('title = "x"\nla = 1\nrecord_types = ["don"]\n', "la"),
            ('title = "x"\nrecord_types = ["don"]\n', "heading"),
        ],
    )
    def test_a_file_with_a_mistake_is_none(self, tmp_path, text, error):
        file = tmp_path / "thu.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=error):
            read(file, {}, {})

    def test_a_file_is_read_whole(self, tmp_path):
        file = tmp_path / "giay-thu.toml"
        file.write_text(
            'title = "Giấy thử"\nheading = "GIẤY"\ntext = "{a}"\naudience = "noi_bo"\nrecord_types = ["don"]\n'
            'fits = "moi"\n[[blanks]]\nname = "a"\nlabel = "A"\nkind = "chon"\noptions = ["b", "c"]\n'
            '[[forms]]\nnumber = "Mẫu 1"\ndocument = "X"\nsince = 2020-01-01\n',
            encoding="utf-8",
        )
        made = read(file, {"don": lambda record, on: {"a": "b"}}, {"moi": lambda record: False})
        assert (made.key, made.blanks[0].options) == ("giay_thu", ("b", "c"))
        assert made.form_on(DAY).number == "Mẫu 1"
        assert made.form_on(date(2019, 12, 31)) is None

        class Record:
            type = "don"

        assert made.facts(Record, DAY) == {"a": "b"}
        assert not made.serves(Record, DAY), "its own condition says no"
        Record.type = "vu_viec"
        assert made.facts(Record, DAY) == {}


class TestEveryTemplate:
    """What holds for each kind of paper that the domains declare."""

    @pytest.mark.parametrize("key", [one.key for one in templates()])
    def test_its_text_is_in_one_form_and_ends_where_it_ends(self, key):
        one = template(key)
        for text in (one.title, one.heading, one.subject, one.text, *one.recipients):
            assert unicodedata.is_normalized("NFC", text)
        assert one.heading == one.heading.upper()
        assert not one.text.rstrip().endswith(("{", "[", "**"))
        assert one.text.count("**") % 2 == 0, "a bold mark is left open"

    @pytest.mark.parametrize("key", [one.key for one in templates()])
    def test_a_blank_is_used_and_told_once(self, key):
        from danvan.records.papers.text import places

        one = template(key)
        used = places("\n".join([one.text, one.subject, one.addressee, *one.recipients]))
        names = [blank.name for blank in one.blanks]
        assert len(names) == len(set(names))
        assert set(names) <= used, "a blank that stands nowhere"

    @pytest.mark.parametrize("key", [one.key for one in templates() if one.is_numbered])
    def test_a_numbered_one_has_a_sign_and_is_an_agencys_own(self, key):
        one = template(key)
        assert one.layout == "van_ban"
        assert one.symbol == one.symbol.upper()
        assert one.symbol

    @pytest.mark.parametrize("key", [one.key for one in templates() if one.audience == "cong_khai"])
    def test_what_everybody_reads_names_nobody(self, key):
        assert not template(key).needs_identity
        assert papers is not None
