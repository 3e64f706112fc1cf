"""Each field of the counter's form with what it cannot mean, and each sentence that refuses, at the field that mends it."""

from datetime import date

import pytest

from danvan.domains.reception.counter.fields import FIRST, FOLDS, TEXTS, WHO
from danvan.domains.reception.counter.form import visit_form
from danvan.domains.reception.counter.tests.counter_world import COUNTER, NAME, PLACE, WORDS, filled, letters
from danvan.domains.reception.models import Visit
from danvan.records.models import Submission
from danvan.records.tests.desk_world import desk_of, reach_of

pytestmark = pytest.mark.django_db
OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
LETTER = {"outcome": "nhan_don", "field": "dat_dai", "content_kind": "khieu_nai"}
ORAL = {"is_oral": "on"}
GROUP = {"is_group": "on", "persons": "12", "representatives": "3", "has_delegation_paper": "on"}


def form_of(officer, **values):
    form = visit_form(reach_of(officer), filled(officer, **values))
    form.is_valid()
    return form


def said(form, name):
    return " ".join(form.errors.get(name, []))


class TestEachField:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("unit", "0"),
            ("unit", "x"),
            ("content_kind", "khac_han"),
            ("content_kind", ""),
            ("outcome", "bo_qua"),
            ("outcome", ""),
            ("field", "khong_co"),
            ("full_name", "a" * 201),
            ("full_name", "a\x00b"),
            ("address", "a" * 301),
            ("identity_paper", "the_thu_vien"),
            ("identity_number", "1" * 21),
            ("born_year", "1899"),
            ("born_year", "2101"),
            ("born_year", "năm 85"),
            ("phone", "0" * 21),
            ("content", "a" * 5001),
            ("persons", "0"),
            ("persons", "10000"),
            ("persons", "1,5"),
            ("persons", ""),
            ("on", "31/2/2023"),
            ("on", ""),
            ("on", "hôm qua"),
            ("refused_for", "vi_ban"),
            ("joins", "1" * 25),
            ("representatives", "6"),
            ("representatives", "-1"),
            ("others", "a" * 1001),
            ("channel", "dien_thoai"),
            ("session", "0"),
            ("ticket", "0"),
            ("read_back_on", "32/1/2023"),
            ("signed_as", "gat_dau"),
            ("kind_2", "khac"),
            ("field_2", "x"),
            ("content_2", "a" * 5001),
            ("kind_3", "khac"),
            ("capacity", "ho"),
            ("authority", "loi_noi"),
            ("on_behalf_of", "a" * 201),
            ("interpreter", "a" * 201),
            ("helped_by", "hang_xom"),
            ("papers", "a" * 501),
            ("originals_kept", "-1"),
            ("originals_kept", "10000"),
            ("booking", "9" * 19),
            ("key", "x"),
            ("key", ""),
        ],
    )
    def test_what_it_cannot_mean_is_refused_there(self, officer, name, value):
        assert name in form_of(officer, **{name: value}).errors
        if name != "booking":
            assert desk_of(officer).post(COUNTER, filled(officer, **{name: value})).status_code == 400
        assert not Visit.objects.exists()
        assert not Submission.objects.exists()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("full_name", "ữ" * 200),
            ("address", "a" * 300),
            ("identity_number", "1" * 20),
            ("born_year", "1900"),
            ("born_year", "2100"),
            ("born_year", ""),
            ("phone", "0" * 20),
            ("content", "a" * 5000),
            ("content", ""),
            ("persons", "9999"),
            ("ticket", "1"),
            ("originals_kept", "9999"),
            ("papers", "a" * 500),
        ],
    )
    def test_its_last_value_is_taken(self, officer, name, value):
        assert not form_of(officer, **{name: value}).errors

    @pytest.mark.parametrize("day", ["1/3/2023", "01/03/2023", "2023-03-01"])
    def test_a_day_as_people_write_it(self, officer, day):
        assert form_of(officer, on=day).cleaned_data["on"] == date(2023, 3, 1)


class TestEachSentence:
    @pytest.mark.parametrize(
        ("values", "at", "words"),
        [
            ({"outcome": "tu_choi"}, "refused_for", "Hãy chọn lý do từ chối tiếp"),
            ({"outcome": "nhap"}, "joins", "Hãy ghi mã của đơn"),
            (LETTER | {"content_kind": "khac"}, "content_kind", "hãy xét theo nội dung"),
            (LETTER | {"field": ""}, "field", "Hãy chọn lĩnh vực của đơn"),
            (LETTER | {"outcome": "nhan_de_chuyen"}, "outcome", "Điều 26 khoản 1"),
            ({"representatives": "2"}, "is_group", "hãy đánh dấu đoàn"),
            (GROUP | {"persons": "2"}, "representatives", "phải là người trong đoàn"),
            (GROUP | {"persons": "8"}, "representatives", "nhiều nhất 2 người đại diện"),
            (GROUP | {"has_delegation_paper": ""}, "representatives", "chữ ký của tất cả"),
            (ORAL | {"read_back_on": "1/3/2023"}, "signed_as", "đã ký hay điểm chỉ"),
            (ORAL | {"signed_as": "ky"}, "read_back_on", "Hãy ghi ngày đã đọc lại"),
            ({"signed_as": "ky", "read_back_on": "1/3/2023"}, "is_oral", "hãy đánh dấu"),
            (LETTER | {"content_2": "Ý thứ hai"}, "kind_2", "Hãy chọn loại"),
            (LETTER | {"field_3": "khac"}, "kind_3", "Hãy chọn loại"),
            (LETTER | {"kind_2": "khieu_nai"}, "field_2", "Hãy chọn lĩnh vực"),
            ({"kind_2": "khieu_nai", "field_2": "khac"}, "outcome", "Tách nội dung là tách đơn"),
            (LETTER | ORAL | {"kind_2": "khieu_nai", "field_2": "khac"}, "read_back_on", "trước khi ghi"),
            ({"full_name": ""}, "full_name", "Hãy ghi họ và tên"),
            ({"address": "", "identity_number": ""}, "address", "địa chỉ hoặc số giấy tờ"),
        ],
    )
    def test_stands_at_its_field(self, officer, values, at, words):
        form = form_of(officer, **values)
        assert words in said(form, at)
        assert desk_of(officer).post(COUNTER, filled(officer, **values)).status_code == 400
        assert not Visit.objects.exists()

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"persons": "4", "is_group": "on"}, "Đoàn đông người có từ 5 người"),
            ({"channel": "thu_truong"}, "phải thuộc một kỳ tiếp"),
            ({"helped_by": "nguoi_than"}, "phải có sự đồng ý"),
            ({"capacity": "uy_quyen"}, "phải có giấy ủy quyền"),
            ({"outcome": "nhap", "joins": "1234567890123456"}, "Không có đơn, vụ việc mang mã này"),
            ({"outcome": "nhap", "joins": "mã"}, "Hãy ghi mã của đơn, vụ việc đã có"),
            ({"on": "15/3/2023"}, "15/3/2023"),
        ],
    )
    def test_those_of_the_whole_stand_at_the_top(self, officer, values, words):
        answer = desk_of(officer).post(COUNTER, filled(officer, **values))
        assert answer.status_code == 400
        assert words in " ".join(answer.context["form"].errors["__all__"])
        assert not Visit.objects.exists()

    def test_what_was_typed_stands_again_in_the_form(self, officer):
        page = desk_of(officer).post(COUNTER, filled(officer, persons="0")).content.decode()
        for text in (NAME, PLACE, WORDS):
            assert text in page

    def test_the_fold_with_the_mistake_stands_open(self, officer):
        form = form_of(officer, outcome="tu_choi")
        assert [str(heading) for heading, _fields, is_open in form.folds if is_open] == [
            "Từ chối tiếp, nhập vào hồ sơ đã có"
        ]
        assert not [heading for heading, _fields, is_open in form_of(officer).folds if is_open]


class TestBothSidesOfTheNewLaw:
    @pytest.mark.parametrize(("on", "fits"), [(OLD, True), (NEW, False)])
    def test_an_address_alone(self, officer, settings, on, fits):
        settings.DEMONSTRATION_DAY = on
        form = form_of(officer, on=f"{on:%d/%m/%Y}", identity_number="", identity_paper="can_cuoc")
        assert (not form.errors) is fits
        assert fits or "Không xuất trình" in said(form, "identity_number")

    @pytest.mark.parametrize(("on", "fits"), [(OLD, True), (NEW, False)])
    def test_a_number_alone(self, officer, settings, on, fits):
        settings.DEMONSTRATION_DAY = on
        form = form_of(officer, on=f"{on:%d/%m/%Y}", address="")
        assert (not form.errors) is fits
        assert fits or "sửa đổi từ 1/7/2026" in " ".join(map(str, form.errors.values()))

    @pytest.mark.parametrize(("on", "offered"), [(OLD, 4), (NEW, 14)])
    def test_grounds_offered(self, officer, settings, on, offered):
        settings.DEMONSTRATION_DAY = NEW
        form = form_of(officer, on=f"{on:%d/%m/%Y}")
        assert len([key for key, _words in form.fields["refused_for"].choices if key]) == offered

    @pytest.mark.parametrize(("on", "paper", "fits"), [(OLD, "khac", True), (NEW, "khac", False)])
    def test_papers_taken(self, officer, settings, on, paper, fits):
        settings.DEMONSTRATION_DAY = NEW
        form = form_of(officer, on=f"{on:%d/%m/%Y}", identity_paper=paper)
        assert ("identity_paper" not in form.errors) is fits

    @pytest.mark.parametrize(("on", "status"), [(OLD, 400), (NEW, 302)])
    @pytest.mark.parametrize("kind", ["khieu_nai", "to_cao"])
    def test_taking_what_is_foreign_to_forward_it(self, officer, settings, on, status, kind):
        settings.DEMONSTRATION_DAY = on
        told = LETTER | {"outcome": "nhan_de_chuyen", "content_kind": kind, "on": f"{on:%d/%m/%Y}"}
        assert desk_of(officer).post(COUNTER, filled(officer, **told)).status_code == status
        assert letters().count() == (status == 302)

    @pytest.mark.parametrize(("on", "status"), [(OLD, 302), (NEW, 400)])
    def test_a_plain_authority_for_a_complaint(self, officer, settings, on, status):
        settings.DEMONSTRATION_DAY = on
        told = {"capacity": "uy_quyen", "authority": "giay_tay", "content_kind": "khieu_nai"}
        answer = desk_of(officer).post(COUNTER, filled(officer, on=f"{on:%d/%m/%Y}", **told))
        assert answer.status_code == status

    def test_a_visit_of_the_last_old_day_entered_later_keeps_the_old_law(self, officer, settings):
        settings.DEMONSTRATION_DAY = NEW
        form = form_of(officer, on="30/6/2026", identity_number="", identity_paper="")
        assert not form.errors


class TestForgetting:
    @pytest.mark.parametrize("name", [name for name in TEXTS if name != "born_year"])
    def test_of_a_denunciation_each_word_is_gone(self, officer, name):
        form = form_of(officer, content_kind="to_cao", **{name: "zqx lời riêng"})
        assert form.cleaned_data[name] == ""
        assert "zqx" not in str(form[name])

    def test_a_year_of_birth_as_well(self, officer):
        form = form_of(officer, content_kind="to_cao", born_year="1985")
        assert form.cleaned_data["born_year"] is None
        assert "1985" not in str(form["born_year"])

    def test_mistakes_in_what_is_forgotten_are_forgotten_too(self, officer):
        told = {"full_name": "a" * 201, "born_year": "x", "content": "b" * 5001, "phone": "0" * 30}
        assert not form_of(officer, content_kind="to_cao", **told).errors

    def test_words_of_the_part_that_denounces_go_and_the_others_stay(self, officer):
        told = LETTER | {"kind_2": "to_cao", "field_2": "khac", "content_2": "zqx tố cáo"}
        form = form_of(officer, **told)
        assert (form.cleaned_data["content"], form.cleaned_data["content_2"]) == (WORDS, "")
        assert "zqx" not in str(form["content_2"])

    def test_two_denunciations_leave_nobody(self, officer):
        form = form_of(officer, **LETTER | {"content_kind": "to_cao", "kind_2": "to_cao", "field_2": "khac"})
        assert form.forgets_person
        assert form.cleaned_data["full_name"] == ""

    @pytest.mark.parametrize(
        ("kinds", "forgets"),
        [
            (("", "", ""), True),
            (("to_cao", "", ""), True),
            (("khac", "", ""), False),
            (("to_cao", "khieu_nai", ""), False),
            (("khieu_nai", "to_cao", "to_cao"), False),
        ],
    )
    def test_when_a_person_is_forgotten(self, officer, kinds, forgets):
        names = ("content_kind", "kind_2", "kind_3")
        assert form_of(officer, **dict(zip(names, kinds, strict=True))).forgets_person is forgets

    def test_whether_anything_was_told_of_a_person(self, officer):
        empty = dict.fromkeys(TEXTS, "")
        assert not form_of(officer, **empty).told_of_person
        assert not form_of(officer, **empty | {"phone": "   "}).told_of_person
        assert form_of(officer, **empty | {"phone": "0900000001"}).told_of_person


class TestTheScreen:
    def test_every_field_stands_once(self, officer):
        form = visit_form(reach_of(officer))
        folded = [name for _heading, names in FOLDS for name in names]
        shown = [*FIRST, *WHO, "persons", "is_repeated", "on", *folded]
        hidden = {field.name for field in form.hidden_fields()}
        assert len(shown) == len(set(shown))
        assert set(shown) | hidden | {"unit"} == set(form.fields)

    def test_what_a_person_types_is_not_completed_by_the_browser(self, officer):
        form = visit_form(reach_of(officer))
        for name in ("full_name", "address", "phone", "content", "born_year"):
            assert form.fields[name].widget.attrs["autocomplete"] == "off"

    def test_the_entry_names_up_to_four_others(self, officer):
        form = form_of(officer, **GROUP, others="\n".join(["  Người Hai ", "", *"CDEFG"]))
        assert form.entry(None).others == ("Người Hai", "C", "D", "E")

    def test_a_ground_left_over_is_not_kept_with_another_outcome(self, officer):
        assert form_of(officer, refused_for="r3").entry(None).columns["refused_for"] is None

    def test_empty_numbers_are_nought(self, officer):
        columns = form_of(officer, representatives="", originals_kept="").entry(None).columns
        assert (columns["representatives"], columns["originals_kept"]) == (0, 0)
