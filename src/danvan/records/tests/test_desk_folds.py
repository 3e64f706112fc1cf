"""The folded parts of a record's page: what each line tells, and for whom it stands open."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from danvan.records import envelopes, files, messages
from danvan.records.desk import envelope_page, files_page, messages_page, panels, papers_page
from danvan.records.files.tests import samples
from danvan.records.models import FileText, Held, Message
from danvan.records.national import panel as national
from danvan.records.papers.tests.paper_world import clerk_of, issued, refused
from danvan.records.tests.desk_world import classified, desk_of, reach_of, role_at
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def letter(officer):
    return classified(officer)


def line(part):
    return f"{part.title} ({part.summary})" if part.summary else part.title


@pytest.mark.parametrize(
    ("count", "waiting", "told"),
    [(0, 0, "chưa có"), (0, 3, "chưa có"), (2, 0, "2"), (3, 1, "3, 1 chờ số"), (3, 3, "3, 3 chờ số")],
)
def test_a_count_says_first_how_many_and_then_how_many_wait(count, waiting, told):
    assert panels.inside(count, waiting, "chờ số") == told


class TestPapers:
    def of(self, letter, account):
        return papers_page.panel(letter, reach_of(account))

    def test_one_without_a_number_waits_for_the_clerk_alone(self, officer, letter):
        refused(officer, letter)
        told, clerks = self.of(letter, officer), self.of(letter, clerk_of(officer))
        assert (line(told), told.waits) == ("Văn bản (1, 1 chờ số)", False)
        assert clerks.waits is True

    def test_issued_it_waits_for_nobody(self, officer):
        clerk = clerk_of(officer)
        record = issued(officer, clerk).record.own()
        told = self.of(record, clerk)
        assert (line(told), told.waits) == ("Văn bản (1)", False)

    def test_what_the_step_just_taken_asks_for_waits_for_who_may_prepare_it(self, officer, letter):
        letter.state = "thu_ly"
        told = self.of(letter, officer)
        assert told.context["asked"]
        assert (line(told), told.waits) == ("Văn bản (chưa có)", True)

    def test_who_sees_none_and_may_prepare_none_has_no_part(self, officer, letter):
        assert self.of(letter, role_at("tong_hop", officer)) is None


class TestFiles:
    def read(self, letter, officer, **state):
        file = files.attach(letter, "don.pdf", samples.pdf(), by=officer)
        FileText.objects.filter(file=file).update(**state)
        return files_page.panel(letter, reach_of(officer))

    def test_none_is_said_in_words(self, officer, letter):
        told = files_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Tệp (chưa có)", False)

    def test_a_text_that_a_machine_read_waits_until_a_person_confirmed_it(self, officer, letter):
        told = self.read(letter, officer, state=FileText.State.READ, text="Chữ máy đọc")
        assert (line(told), told.waits) == ("Tệp (1, 1 chờ soát chữ)", True)
        FileText.objects.update(state=FileText.State.CONFIRMED)
        told = files_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Tệp (1)", False)

    def test_a_leader_who_attaches_nothing_is_not_waited_for(self, officer, letter):
        self.read(letter, officer, state=FileText.State.READ, text="Chữ máy đọc")
        told = files_page.panel(letter, reach_of(role_at("tong_hop", officer)))
        assert told is None or told.waits is False


class TestMessages:
    def say(self, letter, *by):
        for who in by:
            messages.say(letter, "Lời nhắn thử", by=who, key=str(uuid4()))

    def test_none_is_said_in_words(self, officer, letter):
        told = messages_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Tin nhắn (chưa có)", False)

    def test_what_the_sender_said_last_is_new_and_waits(self, officer, letter):
        self.say(letter, None, officer, None, None)
        told = messages_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Tin nhắn (4, 2 mới)", True)

    def test_answered_it_waits_no_more(self, officer, letter):
        self.say(letter, None, officer)
        told = messages_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Tin nhắn (2)", False)

    def test_what_came_without_proof_waits_for_who_sorts_letters(self, officer, letter):
        Held.objects.create(record_id=letter.pk)
        assert messages_page.panel(letter, reach_of(officer)).waits is True
        assert "Đúng là do người gửi" in desk_of(officer).get(letter.get_absolute_url()).content.decode()

    def test_a_sealed_letter_without_anything_to_look_at_has_no_part(self, officer):
        assert messages_page.panel(letter_of(officer, DAY), reach_of(officer)) is None

    @pytest.mark.parametrize(
        ("said", "new"),
        [("", 0), ("n", 1), ("nn", 2), ("nc", 0), ("ncn", 1), ("cnn", 2), ("c", 0), ("ncnc", 0)],
    )
    def test_new_is_what_no_officer_wrote_after(self, officer, said, new):
        rows = [Message(by_id=officer.pk if who == "c" else None) for who in said]
        assert messages.unanswered(rows) == new


class TestEnvelope:
    def test_what_lies_in_it_waits_for_who_may_open_it(self, officer):
        letter = letter_of(officer, DAY)
        envelopes.seal(letter, {"content": "Nội dung thử"}, [], by=officer)
        told = envelope_page.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("Phong bì niêm phong (có nội dung, chưa ai đọc được)", True)

    def test_an_empty_one_waits_for_nobody(self, officer):
        told = envelope_page.panel(letter_of(officer, DAY), reach_of(officer))
        assert (line(told), told.waits) == ("Phong bì niêm phong (trống)", False)


class TestNational:
    def test_it_says_whether_the_national_database_has_it_and_never_opens_by_itself(self, officer, letter):
        told = national.panel(letter, reach_of(officer))
        assert (line(told), told.waits) == ("CSDL quốc gia: chưa cập nhật", False)
        address = reverse("national:code", args=[letter.public_id])
        sent = {"code": "QG-15/2023", "on": "14/3/2023"}
        assert desk_of(officer).post(address, sent).status_code == 302
        assert line(national.panel(letter, reach_of(officer))) == "CSDL quốc gia: mã QG-15/2023"


class TestThePage:
    def test_facts_stand_before_all_folds_and_the_history_after_them(self, officer, letter):
        text = desk_of(officer).get(letter.get_absolute_url()).content.decode()
        places = [
            text.index(words) for words in ("Việc có thể làm", "Thông tin hồ sơ", 'class="fold"', "Lịch sử")
        ]
        assert places == sorted(places)

    def test_a_part_that_waits_for_nobody_is_folded(self, officer, letter):
        text = desk_of(officer).get(letter.get_absolute_url()).content.decode()
        opened = text.split('id="csdl"')[0].rsplit("<details", 1)[1]
        assert opened.startswith(' class="fold">')
