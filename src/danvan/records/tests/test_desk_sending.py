"""A form is taken once: sent again, sent by two lines at once, sent by somebody else; and drafts that outlive a cut."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections
from django.urls import reverse

from danvan.domains.petitions.models import Letter, Matter
from danvan.records.declare import record_type
from danvan.records.desk import drafts, submissions
from danvan.records.models import Draft, Record, Submission
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
from danvan.ui.errors import Refusal

OPEN_LETTER = "/ban-lam-viec/don/tiep-nhan/"
DROP_LETTER = "/ban-lam-viec/don/bo-nhap/"


@pytest.fixture
def officer(db):
    return handler()


class TestOnce:
    """The same key leads to the first result."""

    def test_the_same_form_again_leads_to_the_same_record(self, officer):
        client, sent = desk_of(officer), opening(officer)
        first, again = client.post(OPEN_LETTER, sent), client.post(OPEN_LETTER, sent)
        assert first["Location"] == again["Location"]
        assert Letter.objects.count() == 1

    def test_even_with_other_values(self, officer):
        client, sent = desk_of(officer), opening(officer)
        client.post(OPEN_LETTER, sent)
        client.post(OPEN_LETTER, sent | {"signatories": "9"})
        assert Letter.objects.get().signatories == 1

    def test_two_forms_are_two_records(self, officer):
        client = desk_of(officer)
        client.post(OPEN_LETTER, opening(officer))
        client.post(OPEN_LETTER, opening(officer))
        assert Letter.objects.count() == 2

    def test_a_move_sent_again_leads_to_the_record_not_to_a_refusal(self, officer):
        letter, client = classified(officer), desk_of(officer)
        address, sent = reverse("records:move", args=[letter.public_id, "thu_ly"]), moving(letter)
        first, again = client.post(address, sent), client.post(address, sent)
        assert (first.status_code, again.status_code) == (302, 302)
        assert first["Location"] == again["Location"] == letter.get_absolute_url()
        assert Matter.objects.count() == 1

    def test_a_refused_form_gives_its_key_back(self, officer):
        client, sent = desk_of(officer), opening(officer)
        assert client.post(OPEN_LETTER, sent | {"on": "15/3/2023"}).status_code == 400
        assert not Submission.objects.exists()
        assert client.post(OPEN_LETTER, sent).status_code == 302

    def test_somebody_elses_key_is_refused(self, officer):
        sent = opening(officer)
        desk_of(officer).post(OPEN_LETTER, sent)
        answer = desk_of(role_at("xu_ly", officer)).post(OPEN_LETTER, sent)
        assert answer.status_code == 400
        assert "đã được dùng ở nơi khác" in answer.content.decode()
        assert Letter.objects.count() == 1

    def test_somebody_elses_key_opens_no_record_through_a_move(self, officer):
        sent = opening(officer)
        desk_of(officer).post(OPEN_LETTER, sent)
        other = role_at("xu_ly", officer)
        letter = classified(officer)
        answer = desk_of(other).post(
            reverse("records:move", args=[letter.public_id, "thu_ly"]), moving(letter, key=sent["key"])
        )
        assert answer.status_code == 400

    def test_what_the_database_refuses_becomes_a_sentence(self, officer):
        def act():
            raise IntegrityError("x")

        with pytest.raises(Refusal, match="không khớp với nhau"):
            submissions.once(submissions.new_key(), officer, act)
        assert not Submission.objects.exists()

    def test_a_trigger_of_ours_speaks_for_itself(self, officer):
        """The database's own guard against a denunciation with a person."""
        letter = classified(officer)

        def act():
            Letter.objects.filter(pk=letter.pk).update(kind="to_cao")

        with pytest.raises(Refusal, match="không được có thông tin cá nhân"):
            submissions.once(submissions.new_key(), officer, act)

    def test_a_constraint_does_not_show_its_name(self, officer):
        letter = letter_of(officer, DAY)

        def act():
            Letter.objects.filter(pk=letter.pk).update(handled_on=DAY)

        with pytest.raises(Refusal) as refused:
            submissions.once(submissions.new_key(), officer, act)
        assert "letter_" not in str(refused.value)
        assert "chưa ghi gì" in str(refused.value)

    @pytest.mark.parametrize("text", ["", "1", "g" * 32, "' OR 1=1", "\x00"])
    def test_a_forged_key_is_no_key(self, text):
        with pytest.raises(Refusal, match="thiếu mã gửi"):
            submissions.read_key(text)

    def test_a_key_written_otherwise_is_the_same_key(self):
        key = submissions.new_key()
        assert submissions.read_key(key.upper()) == submissions.read_key(key.replace("-", "")) == key


@pytest.mark.django_db(transaction=True)
def test_two_lines_at_the_same_time_make_one_record():
    """Both threads send the same form; the second waits at the key until the first has committed."""
    officer = handler()
    sent = opening(officer)
    start, places = threading.Barrier(2), []

    def send():
        client = desk_of(officer)
        start.wait(10)
        try:
            places.append(client.post(OPEN_LETTER, sent)["Location"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(places) == 2
    assert len(set(places)) == 1
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_sender_waits_and_takes_over_when_the_first_fails():
    officer, key = handler(), submissions.new_key()
    inside, go_on, made = threading.Event(), threading.Event(), []

    def failing():
        def act():
            inside.set()
            go_on.wait(10)
            raise Refusal("câu")

        try:
            submissions.once(key, officer, act)
        except Refusal:
            made.append("refused")
        finally:
            connections.close_all()

    def second():
        try:
            made.append(submissions.once(key, officer, lambda: session_of(officer)).register_no)
        finally:
            connections.close_all()

    first = threading.Thread(target=failing)
    first.start()
    assert inside.wait(10)
    other = threading.Thread(target=second)
    other.start()
    go_on.set()
    first.join(20)
    other.join(20)
    assert sorted(map(str, made)) == ["1", "refused"]
    assert Record.objects.count() == 1


@pytest.mark.django_db
class TestDrafts:
    """Kept on the server, without any person, until sent."""

    def test_a_draft_comes_back_into_the_form(self, officer):
        client = desk_of(officer)
        sent = opening(officer, signatories="5", channel="hop_thu", is_repeated="on", luu_nhap="1")
        client.post(OPEN_LETTER, sent)
        shown = client.get(OPEN_LETTER).content.decode()
        assert "Đã điền lại từ bản nháp lưu lúc" in shown
        assert 'value="5"' in shown
        assert '<option value="hop_thu" selected>' in shown
        assert sent["key"] in shown
        assert not Record.objects.exists()

    def test_a_half_filled_or_wrong_form_is_kept_as_typed(self, officer):
        client = desk_of(officer)
        client.post(OPEN_LETTER, opening(officer, on="31/2/2023", signatories="", luu_nhap="1"))
        assert 'value="31/2/2023"' in client.get(OPEN_LETTER).content.decode()

    @pytest.mark.parametrize("begun", ["1", "1/3", "1/3/", "1/3/23", "01-03-2023", "1 . 3 . 2023"])
    def test_a_day_half_typed_is_kept(self, officer, begun):
        desk_of(officer).post(OPEN_LETTER, opening(officer, on=begun, luu_nhap="1"))
        assert Draft.objects.get().fields["on"] == begun

    @pytest.mark.parametrize("number", ["0900000000", "0900 000 000", "+84900000000", "09.0000.0000"])
    def test_a_telephone_number_is_kept_in_no_field(self, officer, number):
        sent = opening(
            officer, on=number, unit=number, signatories=number, is_repeated=number, channel=number
        )
        desk_of(officer).post(OPEN_LETTER, sent | {"luu_nhap": "1"})
        assert not Draft.objects.get().fields

    def test_no_person_enters_a_draft(self, officer):
        desk_of(officer).post(OPEN_LETTER, opening(officer, luu_nhap="1", with_personal="1", **NAMED))
        kept = Draft.objects.get().fields
        assert set(kept) <= {"unit", "on", "channel", "signatories", "is_repeated"}
        assert all(value not in str(kept) for value in NAMED.values())

    def test_sending_it_after_a_cut_makes_one_record(self, officer):
        """The form was sent, the answer was lost, the officer comes back through the draft and sends it again."""
        client, sent = desk_of(officer), opening(officer)
        client.post(OPEN_LETTER, sent | {"luu_nhap": "1"})
        desk_of(officer).post(OPEN_LETTER, sent)
        drafts.save(officer, record_type("don"), sent["key"], sent)
        resumed = client.get(OPEN_LETTER).context["form"].initial["key"]
        client.post(OPEN_LETTER, sent | {"key": resumed})
        assert Letter.objects.count() == 1

    def test_sending_forgets_the_draft(self, officer):
        client, sent = desk_of(officer), opening(officer)
        client.post(OPEN_LETTER, sent | {"luu_nhap": "1"})
        client.post(OPEN_LETTER, sent)
        assert not Draft.objects.exists()

    def test_it_can_be_dropped(self, officer):
        client = desk_of(officer)
        client.post(OPEN_LETTER, opening(officer, luu_nhap="1"))
        assert client.post(DROP_LETTER).status_code == 302
        assert not Draft.objects.exists()

    def test_there_is_one_for_each_form_and_account(self, officer):
        client, other = desk_of(officer), role_at("xu_ly", officer)
        for signatories in ("1", "2"):
            client.post(OPEN_LETTER, opening(officer, signatories=signatories, luu_nhap="1"))
        assert Draft.objects.get().fields["signatories"] == "2"
        assert drafts.load(other, record_type("don")) is None
        assert desk_of(other).get(OPEN_LETTER).context["draft"] is None
        assert drafts.load(officer, record_type("luot_tiep")) is None

    @pytest.mark.parametrize("key", ["", "x"])
    def test_a_draft_without_a_key_of_ours_is_refused(self, officer, key):
        assert desk_of(officer).post(OPEN_LETTER, opening(officer, key=key, luu_nhap="1")).status_code == 400
        assert not Draft.objects.exists()

    def test_what_cannot_belong_to_its_field_is_not_kept(self, officer):
        client = desk_of(officer)
        sent = opening(officer, on="x" * 5000 + "\x00", channel='"><script>', signatories=NAME, luu_nhap="1")
        client.post(OPEN_LETTER, sent)
        assert Draft.objects.get().fields == {"unit": sent["unit"]}
        assert "<script>" not in client.get(OPEN_LETTER).content.decode().split("<main")[1]

    def test_one_who_may_not_open_keeps_no_draft(self, officer):
        chief = role_at("lanh_dao", officer)
        assert desk_of(chief).post(OPEN_LETTER, opening(officer, luu_nhap="1")).status_code == 403
        assert not Draft.objects.exists()


def test_the_day_of_these_tests_is_the_demonstrations():
    from danvan.records.today import today

    assert today() == date(2023, 3, 14)
    assert connection.vendor == "postgresql"
