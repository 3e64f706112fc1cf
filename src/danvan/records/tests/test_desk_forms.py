"""Opening and moving through the forms: made from the declarations, nothing half-written, no person where none may be."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import Visit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.declare import record_type
from danvan.records.desk import forms, identity
from danvan.records.desk.access import Reach
from danvan.records.desk.submissions import new_key
from danvan.records.models import PersonalDetails, Record, Submission
from danvan.records.tests.desk_world import (
    DAY,
    NAME,
    NAMED,
    classified,
    desk_of,
    moving,
    opening,
    role_at,
    session_of,
)
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
OPEN_LETTER, OPEN_VISIT = "/ban-lam-viec/don/tiep-nhan/", "/ban-lam-viec/luot-tiep/tiep-nhan/"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer):
    return desk_of(officer)


def classify(letter):
    return reverse("records:move", args=[letter.public_id, "phan_loai"])


def visiting(officer, **values):
    sent = {"unit": str(officer.at.pk), "on": "1/3/2023", "channel": "thuong_xuyen", "persons": "1"}
    return sent | {"content_kind": "kien_nghi_phan_anh", "key": new_key()} | values


class TestOpeningALetter:
    """A letter has no class yet, so its form has no place for a person."""

    def test_the_form_has_the_declared_fields_and_no_person(self, client):
        form = client.get(OPEN_LETTER).context["form"]
        assert list(form.fields) == [
            "unit",
            "own_lead",
            "lead_above",
            "on",
            *record_type("don").opening,
            "key",
        ]

    def test_the_page_says_why_before_the_first_field(self, client):
        shown = client.get(OPEN_LETTER).content.decode()
        assert "chưa phân loại được giữ như tố cáo" in shown
        assert shown.index("chưa phân loại được giữ như tố cáo") < shown.index('name="channel"')
        for name in NAMED:
            assert f'name="{name}"' not in shown
        assert "Ghi thêm họ tên" not in shown

    def test_it_begins_today_in_the_only_unit(self, client, officer):
        shown = client.get(OPEN_LETTER).content.decode()
        assert 'value="14/3/2023"' in shown
        assert f'<input type="hidden" name="unit" value="{officer.at.pk}"' in shown

    def test_what_was_sent_becomes_a_record_with_its_number(self, client, officer):
        answer = client.post(OPEN_LETTER, opening(officer, signatories="3", is_repeated="on"), follow=True)
        letter = Letter.objects.get()
        assert answer.redirect_chain == [(letter.get_absolute_url(), 302)]
        assert (letter.received_on, letter.signatories, letter.is_repeated) == (DAY, 3, True)
        assert letter.unit == officer.at
        assert "Đã ghi Đơn số 1/2023." in answer.content.decode()

    def test_a_person_sent_all_the_same_is_refused_and_not_shown_again(self, client, officer):
        answer = client.post(OPEN_LETTER, opening(officer, with_personal="1", **NAMED))
        assert answer.status_code == 400
        assert "không được ghi họ tên" in answer.content.decode()
        for value in NAMED.values():
            assert value not in answer.content.decode()
        assert not Record.objects.exists()

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"on": "30/2/2023"}, "không có trong lịch"),
            ({"on": "15/3/2023"}, "chưa tới"),
            ({"on": ""}, ""),
            ({"signatories": "0"}, "Hãy nhập số từ 1 trở lên."),
            ({"signatories": "-5"}, ""),
            ({"signatories": "99999999999"}, "Hãy nhập số từ 32767 trở xuống."),
            ({"signatories": "mười"}, ""),
            ({"channel": "bo_cau"}, ""),
            ({"unit": "0"}, ""),
            ({"unit": "x"}, ""),
            ({"key": ""}, "thiếu mã gửi"),
            ({"key": "1"}, "thiếu mã gửi"),
            ({"key": "' OR 1=1"}, "thiếu mã gửi"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_writes_nothing(self, client, officer, values, sentence):
        answer = client.post(OPEN_LETTER, opening(officer, **values))
        shown = answer.content.decode()
        assert answer.status_code == 400
        assert "govuk-error-summary" in shown
        assert sentence in shown
        assert not Record.objects.exists()
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("written", ["1/3/2023", "01/03/2023", "1.3.23", "1-3-2023", "2023-03-01"])
    def test_the_day_is_read_as_people_write_it(self, client, officer, written):
        client.post(OPEN_LETTER, opening(officer, on=written))
        assert Letter.objects.get().received_on == DAY

    def test_what_was_typed_stays_after_an_error(self, client, officer):
        shown = client.post(OPEN_LETTER, opening(officer, on="x", signatories="7")).content.decode()
        assert 'value="7"' in shown
        assert 'aria-invalid="true"' in shown

    def test_another_units_id_is_refused(self, client, officer):
        answer = client.post(OPEN_LETTER, opening(officer, unit=str(make_unit().pk)))
        assert answer.status_code == 400
        assert not Record.objects.exists()

    def test_one_who_opens_for_several_units_chooses(self):
        parent = make_unit(kind="huyen")
        below = make_unit(parent=parent)
        account = make_account("xu_ly", parent, covers_below=True)
        form = desk_of(account).get(OPEN_LETTER).context["form"]
        assert {int(value) for value, _ in form.fields["unit"].choices} == {parent.pk, below.pk}
        assert form["unit"].value() == str(parent.pk)  # the unit of the role, not the first of the alphabet
        account.at = below
        desk_of(account).post(OPEN_LETTER, opening(account))
        assert Letter.objects.get().unit == below


class TestOpeningAVisit:
    """A visit's class is chosen on its form; a person may follow unless it tells of a tố cáo."""

    def test_the_first_page_asks_no_person_and_offers_to(self, client):
        shown = client.get(OPEN_VISIT).content.decode()
        assert 'name="full_name"' not in shown
        assert "Ghi thêm họ tên, nội dung" in shown
        assert "không bao giờ được ghi đối với tố cáo" in shown

    def test_asking_shows_the_fields_and_writes_nothing(self, client, officer):
        answer = client.post(OPEN_VISIT, visiting(officer, persons="2", ghi_nguoi="1"))
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert all(f'name="{name}"' in shown for name in NAMED)
        assert 'name="with_personal" value="1"' in shown
        assert 'value="2"' in shown
        assert not Record.objects.exists()

    def test_the_second_page_writes_visit_and_person(self, client, officer):
        answer = client.post(OPEN_VISIT, visiting(officer, with_personal="1", **NAMED))
        assert answer.status_code == 302
        assert PersonalDetails.objects.get(record_id=Visit.objects.get().pk).full_name == NAME

    def test_the_person_may_be_left_out(self, client, officer):
        client.post(OPEN_VISIT, visiting(officer, with_personal="1"))
        assert Visit.objects.count() == 1
        assert not PersonalDetails.objects.exists()

    def test_asking_for_a_denunciation_is_refused(self, client, officer):
        answer = client.post(OPEN_VISIT, visiting(officer, content_kind="to_cao", ghi_nguoi="1"))
        shown = answer.content.decode()
        assert "không được ghi thông tin cá nhân" in shown
        assert 'name="full_name"' not in shown

    def test_a_person_with_a_denunciation_is_refused_and_forgotten(self, client, officer):
        answer = client.post(OPEN_VISIT, visiting(officer, content_kind="to_cao", with_personal="1", **NAMED))
        assert answer.status_code == 400
        assert all(value not in answer.content.decode() for value in NAMED.values())
        assert not Record.objects.exists()

    def test_the_denunciation_itself_is_taken_without_a_person(self, client, officer):
        client.post(OPEN_VISIT, visiting(officer, content_kind="to_cao"))
        assert Visit.objects.get().secrecy == Record.Secrecy.SEALED

    def test_a_rule_of_the_domain_speaks_at_the_top(self, client, officer):
        answer = client.post(OPEN_VISIT, visiting(officer, channel="thu_truong"))
        assert "phải thuộc một kỳ tiếp" in answer.content.decode()
        assert answer.status_code == 400

    def test_sessions_to_choose_from_are_the_units_own_and_recent(self, client, officer):
        mine = session_of(officer)
        session_of(handler(make_unit()))
        session_of(officer, date(2021, 1, 5))
        assert list(client.get(OPEN_VISIT).context["form"].fields["session"].queryset) == [mine]

    def test_a_role_over_many_units_is_not_offered_the_sessions_of_all(self):
        parent = make_unit(kind="huyen")
        session_of(handler(make_unit(parent=parent)))
        mine = session_of(handler(parent))
        account = make_account("xu_ly", parent, covers_below=True)
        assert list(desk_of(account).get(OPEN_VISIT).context["form"].fields["session"].queryset) == [mine]

    def test_a_session_of_another_unit_is_refused(self, client, officer):
        other = session_of(handler(make_unit()))
        answer = client.post(OPEN_VISIT, visiting(officer, channel="thu_truong", session=str(other.pk)))
        assert answer.status_code == 400
        assert not Visit.objects.exists()


class TestClassifying:
    """The move by which a letter may come to hold a person."""

    def test_the_form_has_needed_and_allowed_fields_then_the_day(self, client, officer):
        form = client.get(classify(letter_of(officer, DAY))).context["form"]
        move = record_type("don").move("phan_loai")
        asked = ["own_lead", "lead_above", *move.needs, *move.takes, "on"]
        assert list(form.fields)[: len(asked)] == asked
        assert form.fields["kind"].required
        assert not form.asks_personal

    def test_a_class_must_be_chosen(self, client, officer):
        letter = letter_of(officer, DAY)
        answer = client.post(classify(letter), moving(letter, field="dat_dai"))
        assert answer.status_code == 400
        assert 'href="#id_kind"' in answer.content.decode()

    def test_a_complaint_without_a_person(self, client, officer):
        letter = letter_of(officer, DAY)
        client.post(classify(letter), moving(letter, kind="khieu_nai", field="dat_dai", signatories="1"))
        letter.refresh_from_db()
        assert (letter.state, letter.kind, letter.classified_on) == (
            "da_phan_loai",
            "khieu_nai",
            date(2023, 3, 2),
        )

    def test_choose_the_class_first_then_the_page_with_the_person(self, client, officer):
        letter = letter_of(officer, DAY)
        sent = moving(letter, kind="khieu_nai", field="dat_dai", signatories="1")
        shown = client.post(classify(letter), sent | {"ghi_nguoi": "1"}).content.decode()
        assert 'name="full_name"' in shown
        assert '<option value="khieu_nai" selected>' in shown
        letter.refresh_from_db()
        assert letter.state == "tiep_nhan"
        client.post(classify(letter), sent | {"with_personal": "1"} | NAMED)
        assert PersonalDetails.objects.get().full_name == NAME

    def test_the_server_decides_when_the_class_turns_to_denunciation(self, client, officer):
        letter = letter_of(officer, DAY)
        sent = moving(letter, kind="to_cao", field="dat_dai", signatories="1", with_personal="1", **NAMED)
        answer = client.post(classify(letter), sent)
        assert answer.status_code == 400
        assert "không được ghi họ tên" in answer.content.decode()
        assert all(value not in answer.content.decode() for value in NAMED.values())
        letter.refresh_from_db()
        assert (letter.state, PersonalDetails.objects.count()) == ("tiep_nhan", 0)

    def test_a_person_sent_without_any_class_is_forgotten_too(self, client, officer):
        letter = letter_of(officer, DAY)
        answer = client.post(classify(letter), moving(letter, with_personal="1", **NAMED))
        assert answer.status_code == 400
        assert NAME not in answer.content.decode()

    def test_an_overlong_name_is_refused_and_nothing_written(self, client, officer):
        letter = letter_of(officer, DAY)
        sent = moving(letter, kind="khieu_nai", field="dat_dai", signatories="1", with_personal="1")
        answer = client.post(classify(letter), sent | {"full_name": "x" * 201})
        assert answer.status_code == 400
        letter.refresh_from_db()
        assert letter.state == "tiep_nhan"


class TestMoving:
    """Any move."""

    @pytest.mark.parametrize(
        ("key", "words"), [("thu_ly", "Ngày xử lý"), ("luu", "Ngày xử lý"), ("chuyen", "Ngày xử lý")]
    )
    def test_the_day_is_called_by_the_field_that_keeps_it(self, client, officer, key, words):
        letter = classified(officer)
        form = client.get(reverse("records:move", args=[letter.public_id, key])).context["form"]
        assert form.fields["on"].label == words

    def test_the_buttons_name_the_move(self, client, officer):
        letter = classified(officer)
        shown = client.get(reverse("records:move", args=[letter.public_id, "chuyen"])).content.decode()
        assert "<h1>Chuyển đơn</h1>" in shown
        assert "Chuyển đến cơ quan có thẩm quyền" in shown
        assert 'name="forwarded_to"' in shown
        assert "Ghi thêm họ tên" not in shown
        assert shown.count('<button class="govuk-button">') == 1

    def test_a_needed_text_is_required(self, client, officer):
        letter = classified(officer)
        address = reverse("records:move", args=[letter.public_id, "chuyen"])
        assert client.post(address, moving(letter)).status_code == 400
        assert client.post(address, moving(letter, forwarded_to="  ")).status_code == 400
        assert client.post(address, moving(letter, forwarded_to="Thanh tra tỉnh")).status_code == 302

    @pytest.mark.parametrize("version", ["", "x", "0", "-1", "1", "99", "9" * 30])
    def test_a_stale_or_forged_version_is_refused_with_a_sentence(self, client, officer, version):
        letter = classified(officer)
        address = reverse("records:move", args=[letter.public_id, "thu_ly"])
        answer = client.post(address, moving(letter, version=version))
        assert answer.status_code == 400
        assert "govuk-error-summary" in answer.content.decode()
        letter.refresh_from_db()
        assert letter.state == "da_phan_loai"
        assert not Matter.objects.exists()

    def test_two_officers_with_the_same_page(self, officer):
        letter = classified(officer)
        other = role_at("xu_ly", officer)
        sent = {"huong_dan": moving(letter), "luu": moving(letter)}
        first = desk_of(officer).post(
            reverse("records:move", args=[letter.public_id, "huong_dan"]), sent["huong_dan"]
        )
        second = desk_of(other).post(reverse("records:move", args=[letter.public_id, "luu"]), sent["luu"])
        assert (first.status_code, second.status_code) == (302, 400)
        assert "khi hồ sơ đang ở trạng thái “Đã hướng dẫn”" in second.content.decode()

    def test_a_day_before_the_record_is_refused(self, client, officer):
        letter = classified(officer)
        address = reverse("records:move", args=[letter.public_id, "thu_ly"])
        answer = client.post(address, moving(letter, on="28/2/2023"))
        assert "trước ngày tiếp nhận 1/3/2023" in answer.content.decode()
        assert not Matter.objects.exists()

    def test_fields_that_the_move_does_not_take_are_not_taken(self, client, officer):
        letter = classified(officer)
        address = reverse("records:move", args=[letter.public_id, "thu_ly"])
        client.post(address, moving(letter, kind="to_cao", unit="1", state="luu", secrecy="cong_khai"))
        letter.refresh_from_db()
        assert (letter.state, letter.kind, letter.secrecy) == ("thu_ly", "khieu_nai", "noi_bo")
        assert letter.unit == officer.at

    def test_the_forms_come_in_a_bounded_number_of_queries(
        self, client, officer, django_assert_max_num_queries
    ):
        letter = letter_of(officer, DAY)
        with django_assert_max_num_queries(12):
            client.get(classify(letter))
        with django_assert_max_num_queries(12):
            client.get(OPEN_LETTER)


class TestIdentity:
    """Where a form may ask for a person at all."""

    @pytest.mark.parametrize(
        ("key", "may"), [("don", False), ("luot_tiep", True), ("ky_tiep", False), ("vu_viec", False)]
    )
    def test_openings(self, key, may):
        assert identity.opening_may_release(record_type(key)) is may

    def test_types_without_persons_say_nothing(self):
        assert identity.why_not(record_type("ky_tiep"), None) == ""
        assert identity.why_not(record_type("ky_tiep"), record_type("ky_tiep").move("to_chuc")) == ""

    def test_only_classification_releases_a_letter(self):
        kind = record_type("don")
        assert identity.may_release(kind, kind.move("phan_loai"))
        assert not identity.may_release(kind, kind.move("thu_ly"))
        assert not identity.is_released(kind, kind.move("thu_ly"), Letter(kind="khieu_nai"))
        assert not identity.is_released(kind, kind.move("phan_loai"), Letter(kind="to_cao"))


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("don", "Tiếp nhận đơn"),
        ("luot-tiep", "Ghi lượt tiếp công dân"),
        ("ky-tiep", "Lên lịch kỳ tiếp công dân của thủ trưởng"),
    ],
)
def test_a_form_is_named_by_the_word_that_its_type_declares(client, key, heading):
    assert f"<h1>{heading}</h1>" in client.get(f"/ban-lam-viec/{key}/tiep-nhan/").content.decode()


def test_no_word_of_the_frame_is_left_in_english(client, officer):
    letter = letter_of(officer, DAY)
    for address in (OPEN_LETTER, OPEN_VISIT, "/ban-lam-viec/ky-tiep/tiep-nhan/", classify(letter)):
        shown = client.get(address).content.decode()
        assert "Select an option" not in shown
        assert "---------" not in shown
    assert "Chưa chọn" in client.get(classify(letter)).content.decode()


def test_every_declared_form_can_be_made(officer):
    """A new type needs no template: opening, and each move from its first state."""
    from danvan.records.declare import record_types

    reach = Reach(officer)
    for kind in record_types():
        if kind.opens_by_hand:
            assert "<" in forms.opening_form(kind, reach).as_p()
    made = {"don": letter_of(officer, DAY), "ky_tiep": session_of(officer)}
    made["luot_tiep"] = writing.open_record("luot_tiep", by=officer, unit=officer.at, on=DAY)
    for record in made.values():
        for move in record.declared.moves:
            form = forms.move_form(Record.objects.get(pk=record.pk), move, reach)
            assert {*move.needs, *move.takes} <= set(form.fields)
