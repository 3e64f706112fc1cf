"""Unique words typed into every question are looked for in everything that is left behind, at each turn of its life."""

import logging
import tempfile
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.dump import PERSONAL_TABLE, holding

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account
from danvan.portal.tests.filing_world import Visitor, code_in, make_office
from danvan.records import envelopes, writing
from danvan.records.files.tests import samples
from danvan.records.models import Envelope
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
WORDS = ("zqbody1zq", "zqdecision2zq", "zqcontent3zq", "zqrequest4zq", "zqname5zq", "zqaddress6zq")
PHONE, FILE = "0987654321", "zqfile7zq"
EVERYTHING = (*WORDS, PHONE, FILE)


@pytest.fixture
def unit():
    return make_office()


@pytest.fixture
def visitor(unit):
    """A complaint with a word of its own in every answer."""
    body, decision, content, request, name, address = WORDS
    found = Visitor().begin()
    found.answer("loai", kind="khieu_nai")
    found.answer("noi-nhan", tim="Xã Số 1.1", unit=unit.slug)
    found.answer("bi-khieu-nai", body=f"Ủy ban {body}", decision=f"Số {decision}")
    found.answer("noi-dung", content=f"Việc {content} xảy ra")
    found.answer("yeu-cau", request=f"Xin {request}")
    found.answer("tep", file=SimpleUploadedFile(f"{FILE}.pdf", samples.pdf(FILE)))
    found.answer("tep")
    found.answer("nguoi-go", filer="toi")
    found.answer("nguoi-gui", full_name=f"Trần {name}", address=f"Thôn {address}", phone=PHONE)
    return found


def found_anywhere():
    """Word → tables that hold it."""
    places = {word: holding(word) for word in EVERYTHING}
    return {word: tables for word, tables in places.items() if tables}


def classified(kind):
    letter = Letter.objects.get()
    officer = make_account("xu_ly", letter.unit)
    if letter.state == "cho_ky":
        letter = writing.move(letter, "nhan_ban_ky", by=officer, on=letter.received_on)
    return officer, writing.move(
        letter, "phan_loai", by=officer, on=letter.received_on, kind=kind, field="khac"
    )


class TestNowhere:
    def test_while_it_is_being_filled_in(self, visitor):
        assert found_anywhere() == {}

    def test_after_it_was_sent(self, visitor):
        assert visitor.send().status_code == 200
        assert found_anywhere() == {}

    def test_when_sending_is_refused(self, visitor):
        assert visitor.post("/gui-don/kiem-tra/", {}).status_code == 400
        assert found_anywhere() == {}

    def test_in_no_log(self, visitor, caplog):
        with caplog.at_level(logging.DEBUG):
            visitor.send()
            visitor.get("/gui-don/da-gui/")
        assert not [word for word in EVERYTHING if word in caplog.text.lower()]

    def test_in_no_temporary_file(self, visitor, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        head, _line, rest = samples.pdf(FILE).partition(b"\n")
        large = b"\n".join(
            [head, b"%" + b"zq" * 2_000_000, rest]
        )  # what the frame itself would put into a file
        visitor.answer("tep", file=SimpleUploadedFile("x.pdf", large))
        visitor.send()
        assert not list(Path(tmp_path).rglob("*"))

    def test_on_no_page_of_others(self, visitor, unit):
        visitor.send()
        letter, client = Letter.objects.get(), desk_of(make_account("xu_ly", unit))
        pages = [
            client.get(letter.get_absolute_url()),
            client.get("/ban-lam-viec/don/"),
            client.get("/ban-lam-viec/"),
            client.post("/tra-cuu/", {"code": letter.public_id}),
            Visitor().get("/gui-don/da-gui/"),
        ]
        for answer in pages:
            assert not [word for word in EVERYTHING if word in answer.content.decode().lower()]

    def test_in_no_name_of_a_letter(self, visitor):
        visitor.send()
        letter = Letter.objects.get()
        assert letter.title == "Đơn chưa phân loại"
        assert (letter.against, letter.place) == ("", "")


class TestAfterwards:
    def test_a_letter_found_to_be_a_denunciation_leaves_nothing_once_destroyed(self, visitor):
        visitor.send()
        officer, letter = classified("to_cao")
        assert found_anywhere() == {}
        envelopes.destroy(letter, by=officer)
        assert not Envelope.objects.exists()
        assert found_anywhere() == {}

    def test_a_complaint_s_words_come_into_the_personal_details(self, visitor):
        visitor.send()
        classified("khieu_nai")
        for word in WORDS:
            assert PERSONAL_TABLE in holding(word), word

    def test_and_never_into_history_sessions_or_jobs(self, visitor):
        visitor.send()
        classified("khieu_nai")
        kept = {table for word in EVERYTHING for table in holding(word)}
        assert not {
            table for table in kept if "history" in table or "session" in table or "procrastinate" in table
        }

    def test_what_is_sent_later_is_sealed_as_well(self, visitor):
        code = code_in(visitor.send().content.decode())
        more = {"code": code, "key": str(uuid4()), "text": "Thêm zqlater8zq"}
        assert Visitor().post("/tra-cuu/gui-them/", more).status_code == 200
        assert Envelope.objects.count() == 2
        assert holding("zqlater8zq") == set()

    def test_the_signed_paper_starts_the_complaint_and_keeps_the_day_online(self, visitor):
        visitor.send()
        letter = Letter.objects.get()
        assert letter.state == "cho_ky"
        assert letter.preregistered_on
        assert not letter.duties.filter(clock="thu_ly_khieu_nai").exists()
        _officer, letter = classified("khieu_nai")
        assert letter.signed_on == letter.preregistered_on
        assert letter.duties.filter(clock="thu_ly_khieu_nai").exists()
        assert isinstance(letter.signed_on, date)
