"""A tố cáo about an office's own lead is not written down at that office, whoever asks: the envelope goes up unopened."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from danvan.org import roles
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.models import Draft, Record
from danvan.records.seal.asking import FIELD
from danvan.records.seal.routing import handing_up
from danvan.records.tests.desk_world import NAMED, desk_of, moving, opening
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
OPEN = reverse("records:open", args=["don"])
PAPER = reverse("records:hand_up")
DAY = date(2023, 3, 1)
OPENERS = [key for key, role in roles.ROLES.items() if "records.open" in role.permissions]
CLASSIFIERS = [key for key, role in roles.ROLES.items() if "records.classify" in role.permissions]


@pytest.fixture
def commune():
    district = make_unit("Huyện Trên Thử", Kind.DISTRICT, make_unit("Tỉnh Thử", Kind.PROVINCE))
    return make_unit("Xã Dưới Thử", Kind.COMMUNE, district)


@pytest.fixture
def officer(commune):
    return handler(commune)


def of(role, commune):
    account = make_account(role, commune)
    account.at = commune
    return account


def rows():
    """How many rows stand in every table, sessions of the browsers aside."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label not in ("sessions", "usersessions"):
                cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
                found[model._meta.label] = cursor.fetchone()[0]
    return found


def text(answer):
    return answer.content.decode()


class TestAtIntake:
    @pytest.mark.parametrize("role", OPENERS)
    def test_nobody_who_may_open_letters_gets_past_the_box(self, commune, role):
        account = of(role, commune)
        browser = desk_of(account)
        before = rows()
        answer = browser.post(OPEN, opening(account, **{FIELD: "on"}))
        assert answer.status_code == 400
        assert handing_up(commune, DAY) in text(answer)
        assert "Chủ tịch Ủy ban nhân dân Huyện Trên Thử" in text(answer)
        assert rows() == before

    @pytest.mark.parametrize("role", [key for key in roles.ROLES if key not in OPENERS])
    def test_and_who_may_not_open_letters_does_not_either(self, commune, role):
        account = of(role, commune)
        before = rows()
        assert desk_of(account).post(OPEN, opening(account, **{FIELD: "on"})).status_code == 403
        assert rows() == before

    def test_without_the_box_a_letter_is_written_as_ever(self, officer):
        assert desk_of(officer).post(OPEN, opening(officer)).status_code == 302
        assert Record.objects.count() == 1

    def test_other_records_are_not_asked(self, officer):
        page = text(desk_of(officer).get(reverse("records:open", args=["ky-tiep"])))
        assert FIELD not in page

    def test_a_draft_does_not_keep_the_box(self, officer):
        desk_of(officer).post(OPEN, opening(officer, **{FIELD: "on", "luu_nhap": "1"}))
        assert FIELD not in Draft.objects.get().fields

    def test_the_page_says_which_mode_is_on_and_leads_to_the_paper(self, officer):
        page = text(desk_of(officer).get(OPEN))
        assert "Chế độ giữ tố cáo: Ngoài hệ thống." in page
        assert f'href="{PAPER}"' in page

    def test_the_sentence_is_that_of_the_day_of_receipt(self, commune, officer):
        answer = desk_of(officer).post(OPEN, opening(officer, on="1/3/2023", **{FIELD: "on"}))
        assert "Huyện Trên Thử" in text(answer)

    def test_without_a_unit_the_form_asks_for_the_unit_first(self, officer):
        answer = desk_of(officer).post(OPEN, opening(officer, unit="", **{FIELD: "on"}))
        assert answer.status_code == 400
        assert not Record.objects.exists()


class TestAtClassification:
    @pytest.mark.parametrize("role", CLASSIFIERS)
    @pytest.mark.parametrize("kind", ["to_cao", "khieu_nai", "kien_nghi_phan_anh"])
    def test_nobody_classifies_it_here(self, commune, officer, role, kind):
        letter = letter_of(officer, DAY)
        browser = desk_of(of(role, commune))
        before = rows()
        at = reverse("records:move", args=[letter.public_id, "phan_loai"])
        answer = browser.post(at, moving(letter, kind=kind, field="dat_dai", **{FIELD: "on"}))
        assert answer.status_code == 400
        assert "để nguyên phong bì" in text(answer)
        assert rows() == before
        letter.refresh_from_db()
        assert (letter.kind, letter.state) == (None, "tiep_nhan")

    def test_what_was_typed_about_a_person_is_not_shown_again(self, officer):
        letter = letter_of(officer, DAY)
        at = reverse("records:move", args=[letter.public_id, "phan_loai"])
        sent = moving(letter, kind="khieu_nai", field="dat_dai", with_personal="1", **{FIELD: "on"}, **NAMED)
        page = text(desk_of(officer).post(at, sent))
        for words in NAMED.values():
            assert words not in page

    def test_other_moves_do_not_ask(self, officer):
        letter = letter_of(officer, DAY)
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
        page = text(desk_of(officer).get(reverse("records:move", args=[letter.public_id, "luu"])))
        assert FIELD not in page


class TestThePaper:
    @pytest.mark.parametrize("role", list(roles.ROLES))
    def test_every_officer_can_print_it_and_it_keeps_nothing(self, commune, role):
        browser = desk_of(of(role, commune))
        before = rows()
        page = text(browser.get(PAPER))
        assert "GIẤY CHUYỂN PHONG BÌ" in page
        assert "Kính gửi: Chủ tịch Ủy ban nhân dân Huyện Trên Thử" in page
        assert rows() == before

    def test_it_has_no_place_for_content_or_a_name(self, commune):
        page = (
            text(desk_of(of("xu_ly", commune)).get(PAPER)).partition("<article")[2].partition("</article>")[0]
        )
        assert "<input" not in page
        for word in ("tố cáo", "nội dung", "bị tố cáo", "trích yếu", "họ tên người"):
            assert word not in page.lower().replace("ghi rõ họ tên", "")

    def test_who_has_no_role_has_no_office_to_hand_up_from(self):
        assert desk_of(make_account()).get(PAPER).status_code == 403


class TestAtTheUnitAbove:
    @pytest.fixture
    def above(self):
        return handler(make_unit("Huyện Nhận Thử", Kind.DISTRICT))

    def test_number_day_and_the_way_are_written(self, above):
        letter = letter_of(above, DAY, channel="chuyen_len")
        assert (letter.number, letter.received_on, letter.channel) == ("1/2023", DAY, "chuyen_len")

    @pytest.mark.parametrize(
        "told",
        [
            {"forwarder": "co_quan"},
            {"forwarder_sent_on": DAY},
            {"incoming_number": "45"},
            {"incoming_number": "45", "incoming_on": DAY},
            {"postmarked_on": DAY},
            {"has_originals": True},
            {"is_repeated": True},
            {"signatories": 2},
        ],
    )
    def test_and_nothing_that_could_tell_whence(self, above, told):
        with pytest.raises(Refusal, match="chỉ ghi số, ngày và “chuyển lên”"):
            letter_of(above, DAY, channel="chuyen_len", **told)
        assert not Record.objects.exists()

    def test_by_another_way_these_are_written_as_ever(self, above):
        assert (
            letter_of(above, DAY, channel="chuyen_den", incoming_number="45", signatories=2).signatories == 2
        )
