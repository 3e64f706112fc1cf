"""What is said with the sender: only where nothing is sealed, never in the history, once for each sending."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from danvan.records import messages, writing
from danvan.records.models import Held, HistoryRow, Message, Rating
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)
SAID = "Lời nhắn không được vào lịch sử"


@pytest.fixture
def officer():
    return handler()


def classified(officer, kind="kien_nghi_phan_anh"):
    return writing.move(letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind=kind, field="khac")


def key():
    return str(uuid4())


class TestSaying:
    def test_both_sides_are_kept_in_order(self, officer):
        letter = classified(officer)
        messages.say(letter, "Tôi hỏi", by=None, key=key())
        messages.say(letter, "Cơ quan trả lời", by=officer, key=key())
        assert [(one.text, one.by) for one in messages.of(letter)] == [
            ("Tôi hỏi", None),
            ("Cơ quan trả lời", officer),
        ]

    def test_the_same_key_is_one_message(self, officer):
        letter, same = classified(officer), key()
        assert messages.say(letter, "Một", by=None, key=same) == messages.say(
            letter, "Một", by=None, key=same
        )
        assert Message.objects.count() == 1

    def test_a_key_of_another_record_is_refused(self, officer):
        same = key()
        messages.say(classified(officer), "Một", by=None, key=same)
        with pytest.raises(Refusal, match="ở nơi khác"):
            messages.say(classified(officer), "Một", by=None, key=same)

    @pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01", "x" * 4001])
    def test_nothing_and_too_much_are_refused(self, officer, text):
        with pytest.raises(Refusal):
            messages.say(classified(officer), text, by=None, key=key())

    @pytest.mark.parametrize("kind", [None, "to_cao"])
    def test_a_sealed_record_has_none(self, officer, kind):
        letter = classified(officer, kind) if kind else letter_of(officer, ON)
        with pytest.raises(Refusal, match="niêm phong"):
            messages.say(letter, SAID, by=None, key=key())
        assert messages.of(letter) == []

    @pytest.mark.parametrize("kind", [None, "to_cao"])
    def test_the_database_refuses_too(self, officer, kind):
        letter = classified(officer, kind) if kind else letter_of(officer, ON)
        with pytest.raises(IntegrityError, match="Chưa được ghi tin nhắn"), transaction.atomic():
            Message.objects.create(record_id=letter.pk, text=SAID, key=key())

    def test_who_may_not_classify_may_not_write(self, officer):
        letter = classified(officer)
        with pytest.raises(Refusal, match="không có quyền"):
            messages.say(letter, SAID, by=compiler(officer.at), key=key())

    def test_no_word_enters_the_history(self, officer):
        letter = classified(officer)
        messages.say(letter, SAID, by=None, key=key())
        assert not HistoryRow.objects.filter(table__contains="message").exists()
        assert not [row for row in HistoryRow.objects.all() if SAID in f"{row.before}{row.after}{row.reason}"]

    @pytest.mark.usefixtures("as_app")
    def test_the_program_cannot_rewrite_one(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('danvan_app', 'records_message', 'UPDATE'),"
                " has_table_privilege('danvan_app', 'records_rating', 'UPDATE'),"
                " has_table_privilege('danvan_app', 'records_held', 'DELETE')"
            )
            assert cursor.fetchone() == (False, False, False)

    def test_a_purge_leaves_no_word(self, officer):
        letter = classified(officer)
        messages.say(letter, SAID, by=None, key=key())
        assert messages.purge(letter) == 1
        assert not Message.objects.exists()


class TestRating:
    @pytest.fixture
    def closed(self, officer):
        return writing.move(classified(officer), "huong_dan", by=officer, on=ON)

    def test_a_closed_record_is_rated_once(self, closed):
        messages.rate(closed, 4, "Nhanh")
        assert Rating.objects.get().score == 4
        with pytest.raises(Refusal, match="một lần"):
            messages.rate(closed, 1)

    def test_an_open_one_is_not(self, officer):
        with pytest.raises(Refusal, match="chưa kết thúc"):
            messages.rate(classified(officer), 5)

    @pytest.mark.parametrize("score", [0, 6, -1])
    def test_only_one_to_five(self, closed, score):
        with pytest.raises(Refusal, match="từ 1 đến 5"):
            messages.rate(closed, score)

    def test_of_a_sealed_one_only_the_number_is_kept(self, officer):
        letter = writing.move(classified(officer, "to_cao"), "luu", by=officer, on=ON)
        assert messages.rate(letter, 2, SAID).words == ""

    def test_the_database_keeps_no_words_of_a_sealed_one(self, officer):
        letter = writing.move(classified(officer, "to_cao"), "luu", by=officer, on=ON)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(record_id=letter.pk, score=2, words=SAID)


class TestDesk:
    def test_an_officer_reads_and_answers_on_the_records_page(self, officer):
        letter, client = classified(officer), desk_of(officer)
        messages.say(letter, "Bao giờ xong?", by=None, key=key())
        page = client.get(letter.get_absolute_url()).content.decode()
        assert "Bao giờ xong?" in page
        sent = {"text": "Tuần sau", "key": key()}
        for _turn in range(2):
            assert client.post(f"{letter.get_absolute_url()}nhan-tin/", sent).status_code == 302
        assert Message.objects.filter(by=officer).count() == 1
        assert "Tuần sau" in client.get(letter.get_absolute_url()).content.decode()

    def test_of_a_sealed_record_there_is_no_field(self, officer):
        page = desk_of(officer).get(letter_of(officer, ON).get_absolute_url()).content.decode()
        assert 'name="text"' not in page

    def test_another_unit_finds_nothing(self, officer):
        letter = classified(officer)
        answer = desk_of(handler()).post(f"{letter.get_absolute_url()}nhan-tin/", {"text": "x", "key": key()})
        assert answer.status_code == 404

    def test_what_came_without_proof_is_marked_until_an_officer_has_looked(self, officer):
        letter, client = letter_of(officer, ON), desk_of(officer)
        Held.objects.create(record_id=letter.pk)
        assert "chống gửi tự động" in client.get(letter.get_absolute_url()).content.decode()
        client.post(f"{letter.get_absolute_url()}da-xem-truoc/")
        assert Held.objects.get().checked_by == officer
        assert "chống gửi tự động" not in client.get(letter.get_absolute_url()).content.decode()

    def test_the_questions_do_not_grow_with_the_messages(self, officer):
        letter, client = classified(officer), desk_of(officer)
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(letter.get_absolute_url())
            counts.append(len(asked))
            for number in range(5):
                messages.say(letter, f"Lời {number}", by=None, key=key())
        assert counts[0] == counts[1]


class TestHeldForALook:
    ADDRESS = "/ban-lam-viec/cho-xem-truoc/"

    def held(self, officer):
        letter = letter_of(officer, ON)
        Held.objects.create(record_id=letter.pk)
        return letter

    def test_all_that_wait_stand_on_one_page_until_looked_at(self, officer):
        letter, client = self.held(officer), desk_of(officer)
        assert letter.get_absolute_url() in client.get(self.ADDRESS).content.decode()
        client.post(f"{letter.get_absolute_url()}da-xem-truoc/")
        page = client.get(self.ADDRESS).content.decode()
        assert letter.get_absolute_url() not in page
        assert "Không có hồ sơ chờ xem trước" in page

    def test_the_rail_leads_there_for_who_sorts(self, officer):
        assert self.ADDRESS in desk_of(officer).get("/ban-lam-viec/").content.decode()
        assert self.ADDRESS not in desk_of(compiler(officer.at)).get("/ban-lam-viec/").content.decode()

    def test_another_unit_sees_none_of_them_and_a_compiler_no_page(self, officer):
        letter = self.held(officer)
        assert letter.get_absolute_url() not in desk_of(handler()).get(self.ADDRESS).content.decode()
        assert desk_of(compiler(officer.at)).get(self.ADDRESS).status_code == 403

    def test_the_questions_do_not_grow_with_what_waits(self, officer):
        client, counts = desk_of(officer), []
        for _turn in range(2):
            self.held(officer)
            with CaptureQueriesContext(connection) as asked:
                client.get(self.ADDRESS)
            counts.append(len(asked))
            self.held(officer), self.held(officer)
        assert counts[0] == counts[1]

    def test_a_long_row_is_cut_and_says_so(self, officer, monkeypatch):
        monkeypatch.setattr("danvan.records.desk.messages_page.MOST_HELD", 2)
        letters = [self.held(officer) for _ in range(3)]
        page = desk_of(officer).get(self.ADDRESS).content.decode()
        assert [letter.get_absolute_url() in page for letter in letters] == [True, True, False]
        assert "xem xong các hồ sơ này" in page
