"""What is found while an officer types: beside the form, by a button or by the script; never of a tố cáo."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from danvan.domains.petitions.likeness.indexing import write
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.suggesting import typing
from danvan.domains.petitions.suggesting.suggest import Suggestion
from danvan.domains.petitions.tests.factories import classified
from danvan.records.desk import aids
from danvan.records.models import PersonalDetails
from danvan.records.tests.desk_world import desk_of, moving, reach_of, role_at
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
BASE = sample.letter(1)
SENT = {"kind": "khieu_nai", "content": BASE.text, "full_name": BASE.name, "address": BASE.address}
SURE = Suggestion("linh_vuc", "dat_dai", "Đất đai, nhà cửa", 0.82)


@pytest.fixture(autouse=True)
def a_new_minute():
    cache.clear()


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def letter(officer):
    return letter_of(officer, DAY)


@pytest.fixture
def sure(monkeypatch):
    monkeypatch.setattr(typing, "suggest", lambda told, reach: [SURE])


def form_address(letter):
    return reverse("records:move", args=[letter.public_id, "phan_loai"])


def filled(letter, **more):
    values = {"kind": "khieu_nai", "field": "dat_dai", "signatories": "1", "with_personal": "1"}
    told = {"full_name": BASE.name, "address": BASE.address, "phone": "", "content": BASE.text}
    return moving(letter, **(values | told | more))


class TestTheButton:
    def test_it_brings_suggestions_and_loses_nothing(self, officer, letter, sure):
        answer = desk_of(officer).post(form_address(letter), filled(letter, xem_goi_y="1"))
        page = answer.content.decode()
        assert answer.status_code == 200
        aside = page.split('id="goi-y"')[1].split("</aside>")[0]
        assert "Đất đai, nhà cửa" in aside
        assert "chắc chắn 82%" in aside
        assert ">Gợi ý</span>" in aside
        assert BASE.name in page
        assert BASE.text.splitlines()[3] in page.replace("&quot;", '"')
        letter.refresh_from_db()
        assert letter.state == "tiep_nhan", "nothing was written"
        assert not PersonalDetails.objects.exists()

    def test_no_field_is_filled_from_a_suggestion(self, officer, letter, sure):
        sent = filled(letter, xem_goi_y="1", field="moi_truong")
        page = desk_of(officer).post(form_address(letter), sent).content.decode()
        assert '<option value="dat_dai">' in page
        assert '<option value="dat_dai" selected>' not in page

    def test_it_comes_back_even_where_something_is_still_missing(self, officer, letter, sure):
        answer = desk_of(officer).post(form_address(letter), filled(letter, xem_goi_y="1", on=""))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert BASE.name in page
        assert "chắc chắn 82%" in page

    @pytest.mark.parametrize("kind", ["to_cao", ""])
    def test_of_a_denunciation_nothing_is_looked_at_or_shown_again(self, officer, letter, kind, monkeypatch):
        monkeypatch.setattr(typing, "suggest", lambda *told: pytest.fail("looked at"))
        page = (
            desk_of(officer)
            .post(form_address(letter), filled(letter, xem_goi_y="1", kind=kind))
            .content.decode()
        )
        assert BASE.name not in page
        assert BASE.text.splitlines()[3] not in page
        assert 'id="goi-y"' not in page

    def test_a_match_of_another_unit_tells_unit_number_day_and_share_only(self, officer, letter):
        other = handler()
        there = classified(other, DAY, BASE.kind, personal={"content": BASE.text, "full_name": BASE.name})
        write(there.pk, print_of(BASE.text, BASE.name, BASE.address))
        page = (
            desk_of(officer)
            .post(form_address(letter), filled(letter, xem_goi_y="1", kind=BASE.kind))
            .content.decode()
        )
        aside = page.split('id="goi-y"')[1].split("</aside>")[0]
        assert there.number in aside
        assert "(đơn vị khác)" in aside
        assert "giống" in aside
        for hidden in (
            there.public_id,
            there.get_absolute_url(),
            BASE.name,
            "cùng họ tên",
            "có trong đơn kia",
        ):
            assert hidden not in aside, hidden

    def test_pressed_too_often_it_stays_silent(self, officer, letter, sure, monkeypatch):
        monkeypatch.setattr(typing, "MOST_A_MINUTE", 1)
        client = desk_of(officer)
        pages = [
            client.post(form_address(letter), filled(letter, xem_goi_y="1")).content.decode() for _ in "ab"
        ]
        assert ["chắc chắn 82%" in page for page in pages] == [True, False]


class TestTheForm:
    def test_before_the_class_is_chosen_there_is_no_help(self, officer, letter):
        page = desk_of(officer).get(form_address(letter)).content.decode()
        assert "Xem gợi ý" not in page

    def test_where_a_content_is_typed_the_help_names_the_classes_that_may_be_sent(self, officer, letter):
        sent = filled(letter, ghi_nguoi="1", with_personal="", content="")
        page = desk_of(officer).post(form_address(letter), sent).content.decode()
        assert 'name="xem_goi_y"' in page
        assert 'data-kinds="khieu_nai kien_nghi_phan_anh"' in page
        assert 'data-names="kind content full_name address"' in page
        assert f'data-typed="{reverse("petitions:like_typing")}"' in page


class TestTheAnswer:
    def test_the_script_gets_the_part_alone(self, officer, sure):
        client = desk_of(officer)
        part = client.post(reverse("petitions:like_typing"), SENT, headers={"X-Part": "1"}).content.decode()
        assert "chắc chắn 82%" in part
        assert "<html" not in part
        assert "<html" in client.post(reverse("petitions:like_typing"), SENT).content.decode()

    def test_it_is_kept_nowhere_on_the_way(self, officer):
        answer = desk_of(officer).post(reverse("petitions:like_typing"), SENT, headers={"X-Part": "1"})
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("kind", ["to_cao", "", "khac", "khieu_nai,to_cao"])
    def test_other_classes_are_refused(self, officer, kind):
        answer = desk_of(officer).post(
            reverse("petitions:like_typing"), SENT | {"kind": kind}, headers={"X-Part": "1"}
        )
        assert answer.status_code == 400

    def test_it_is_for_who_classifies(self, officer):
        client = desk_of(role_at("thanh_tra", officer))
        assert client.post(reverse("petitions:like_typing"), SENT, headers={"X-Part": "1"}).status_code == 403

    def test_nothing_sure_and_nothing_like_is_said_in_one_sentence(self, officer):
        part = (
            desk_of(officer)
            .post(reverse("petitions:like_typing"), SENT, headers={"X-Part": "1"})
            .content.decode()
        )
        assert "Chưa thấy đơn nào giống và chưa có gợi ý nào đủ chắc." in part


class TestRegistering:
    def test_two_rooms_do_not_help_at_once(self):
        with pytest.raises(ValueError, match="helps already"):
            aids.register(
                aids.Aid("other:address", "x.html", (), lambda typed, reach: None, lambda reach: True)
            )

    def test_a_form_without_a_content_has_no_help(self, officer):
        class Bare:
            fields: dict = {}

        assert aids.beside(Bare(), reach_of(officer)) is None
