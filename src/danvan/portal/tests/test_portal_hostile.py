"""The public doors under attack: forged forms, scripts in words, bytes of no keyboard, the program's own small rights."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Echo, Feedback, Letter, NotDone
from danvan.portal.filing import vault
from danvan.portal.tests.filing_world import ANSWERS, PERSON, Visitor, make_office
from danvan.portal.tests.test_robots import proof_of
from danvan.portal.tests.world import words
from danvan.records import messages, writing
from danvan.records.models import Envelope, Filing, Held, Message, Rating
from danvan.records.tests.factories import handler, letter_of
from danvan.records.today import today

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def unit():
    return make_office()


@pytest.fixture
def officer():
    return handler()


def classified(officer, kind="kien_nghi_phan_anh"):
    return writing.move(letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind=kind, field="khac")


class TestForgery:
    @pytest.mark.parametrize(
        "path",
        [
            *("/gui-don/", "/gui-don/kiem-tra/", "/gui-don/lam-tiep/", "/gui-don/bo/", "/gui-don/cau/loai/"),
            *(
                "/tra-cuu/",
                "/tra-cuu/gui-them/",
                "/tra-cuu/danh-gia/",
                "/tra-cuu/giay/",
                "/tra-cuu/chua-xong/",
            ),
        ],
    )
    def test_a_form_of_another_site_is_refused(self, path):
        assert Client(enforce_csrf_checks=True).post(path, {"code": "1" * 16}).status_code == 403

    def test_neighbours_are_counted_by_our_own_form_alone(self, officer):
        item = feedback.show(classified(officer), by=officer, text="x", place="y")
        assert Client(enforce_csrf_checks=True).post(f"/phan-anh/{item.pk}/").status_code == 403

    @pytest.mark.parametrize(
        "path", ["/tra-cuu/gui-them/", "/tra-cuu/danh-gia/", "/tra-cuu/giay/", "/gui-don/bo/"]
    )
    def test_what_acts_is_not_done_by_a_link(self, client, path):
        assert client.get(path).status_code == 405


class TestWords:
    def test_a_script_typed_into_the_form_is_shown_as_text(self, unit):
        visitor = Visitor().fill("kien_nghi", unit, noi_dung={"content": SCRIPT})
        visitor.answer("nguoi-gui", full_name=SCRIPT, address=SCRIPT, phone="")
        page = visitor.check_page().content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page

    def test_in_the_complaint_to_print_too(self, unit):
        visitor = Visitor().fill("khieu_nai", unit, yeu_cau={"request": SCRIPT})
        assert SCRIPT not in visitor.send().content.decode()

    def test_in_messages_too(self, client, officer):
        letter = classified(officer)
        sent = {"code": letter.public_id, "key": str(uuid4()), "text": SCRIPT}
        assert SCRIPT not in client.post("/tra-cuu/gui-them/", sent).content.decode()

    def test_in_public_too(self, client, officer):
        item = feedback.show(classified(officer), by=officer, text=SCRIPT, place=SCRIPT)
        feedback.answer(item, SCRIPT, by=officer)
        for path in ("/phan-anh/", f"/phan-anh/{item.pk}/", f"/phan-anh/?noi={SCRIPT}"):
            assert SCRIPT not in client.get(path).content.decode()

    @pytest.mark.parametrize(
        "text", ["\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")]
    )
    def test_bytes_that_no_keyboard_has_break_nothing(self, client, officer, text):
        letter = classified(officer)
        sent = {"code": letter.public_id, "key": str(uuid4()), "text": text}
        assert client.post("/tra-cuu/gui-them/", sent).status_code in (200, 400)
        assert client.get("/phan-anh/", {"noi": text}).status_code in (200, 404)
        assert client.post("/gui-don/to-cao/", {"tim": text, "noi": text, "la": text}).status_code in (
            200,
            400,
        )

    def test_a_search_with_signs_of_sql_finds_nothing_and_breaks_nothing(self, client, unit):
        for planted in ("%", "_", "'; DROP TABLE records_record; --", "\\"):
            assert client.post("/gui-don/to-cao/", {"tim": planted}).status_code == 200
            assert client.get("/phan-anh/", {"noi": planted}).status_code == 200

    @pytest.mark.parametrize("key", ["x", "LOAI", "../kiem-tra", "khong-co"])
    def test_a_page_that_does_not_exist_leads_to_one_that_does(self, unit, key):
        visitor = Visitor().begin()
        assert visitor.get(f"/gui-don/cau/{key}/").status_code in (302, 404)

    def test_a_choice_that_was_never_offered_is_refused(self, unit):
        visitor = Visitor().begin()
        visitor.answer("loai", 400, kind="vu_an")
        assert vault.find(visitor.cookies["gui_don"].value).answers == {}

    def test_answers_of_another_page_are_not_taken_with_it(self, unit):
        visitor = Visitor().begin()
        visitor.answer("loai", kind="kien_nghi", full_name="Ai Đó", done="nguoi-gui")
        assert set(vault.find(visitor.cookies["gui_don"].value).answers) == {"kind", "done"}


class TestOthers:
    def test_one_visitor_never_sees_another_s_form(self, unit):
        first = Visitor().fill("kien_nghi", unit)
        other = Visitor().begin()
        assert "không được lộ" not in words(other.get("/gui-don/cau/loai/").content.decode())
        assert (
            vault.find(first.cookies["gui_don"].value).answers
            != vault.find(other.cookies["gui_don"].value).answers
        )

    def test_a_proof_serves_one_sending(self, unit):
        first = Visitor().fill("kien_nghi", unit)
        proof = {"altcha": proof_of(first.check_page().context["robots"])}
        assert first.post("/gui-don/kiem-tra/", proof).status_code == 302
        other = Visitor().fill("kien_nghi", unit)
        assert other.post("/gui-don/kiem-tra/", proof).status_code == 400
        assert Letter.objects.count() == 1

    def test_a_message_is_never_answered_to_another_record(self, client, officer):
        first, second = classified(officer), classified(officer)
        messages.say(first, "Chỉ cho hồ sơ thứ nhất", by=officer, key=str(uuid4()))
        page = client.post("/tra-cuu/", {"code": second.public_id}).content.decode()
        assert "thứ nhất" not in page

    def test_writing_is_slowed_down(self, client, officer, monkeypatch):
        from danvan.portal.tracking import views

        monkeypatch.setattr(views, "WRITTEN", views.Gate("thu-ghi", 2, 3600))
        letter, codes = classified(officer), []
        for number in range(3):
            sent = {"code": letter.public_id, "key": str(uuid4()), "text": f"Lời {number}"}
            codes.append(client.post("/tra-cuu/gui-them/", sent).status_code)
        assert codes == [200, 200, 429]

    def test_a_large_file_is_refused_before_it_is_kept(self, unit):
        visitor = Visitor().begin()
        visitor.answer("loai", kind="kien_nghi")
        visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
        visitor.answer("noi-dung", content="x")
        visitor.answer("tep", 400, file=SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 5_000_001))
        assert Filing.objects.get().files.count() == 0


@pytest.mark.usefixtures("as_app")
class TestAsTheProgram:
    """With the rights of the running program, which may neither alter history nor delete records."""

    def test_a_form_is_kept_sent_and_cleared(self, unit):
        visitor = Visitor().begin()
        visitor.answer("loai", kind="phan_anh")
        visitor.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
        for key, answers in ANSWERS["phan_anh"]:
            visitor.answer(key, **answers)
        visitor.answer("nguoi-go", filer="toi")
        visitor.answer("nguoi-gui", **PERSON)
        assert visitor.send_without_script().status_code == 302
        assert (Letter.objects.count(), Envelope.objects.count(), Held.objects.count()) == (1, 1, 1)
        Filing.objects.update(expires_at=today())
        assert vault.clear_expired() == 1

    def test_messages_ratings_and_feedback_are_kept(self, client, officer):
        letter = classified(officer)
        item = feedback.show(letter, by=officer, text="Cống tắc", place="Chợ")
        feedback.finish(item, by=officer, paper="12/UBND")
        feedback.not_done(letter, "Còn tắc", on=today())
        feedback.echo(item, "0" * 32, today())
        messages.say(letter, "Lời", by=None, key=str(uuid4()))
        closed = writing.move(classified(officer), "huong_dan", by=officer, on=ON)
        messages.rate(closed, 4)
        assert [one.objects.count() for one in (Message, Rating, Feedback, NotDone, Echo)] == [1] * 5
        messages.purge(letter)
        feedback.purge(letter)
        assert [one.objects.count() for one in (Message, Feedback, NotDone, Echo)] == [0] * 4

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE records_message SET text = 'x'",
            "UPDATE records_rating SET score = 5",
            "DELETE FROM records_held",
            "UPDATE petitions_echo SET digest = 'x'",
            "UPDATE petitions_notdone SET reason = 'x'",
            "UPDATE petitions_feedbackphoto SET jpeg = ''",
            "UPDATE petitions_reopeningdays SET days = 90",
            "DELETE FROM petitions_reopeningdays",
            "TRUNCATE records_message",
        ],
    )
    def test_what_was_said_cannot_be_rewritten(self, statement):
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
