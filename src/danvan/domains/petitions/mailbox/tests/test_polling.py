"""A real line to an IMAP server: nothing acknowledged is lost, nothing is taken twice, nothing is told."""

import logging
from datetime import date

import pytest
from django.conf import settings as live
from procrastinate.contrib.django import app
from tests.support.dump import holding

from danvan.domains.petitions.mailbox import options, polling, taking
from danvan.domains.petitions.mailbox.tests.imap_server import Mailboxes, running
from danvan.domains.petitions.mailbox.tests.test_message import letter
from danvan.domains.petitions.models import Letter
from danvan.records import envelopes
from danvan.records.models import TakenMail
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
WORD = "zqxhopthuzqx"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def poll(officer, caplog):
    """Poll a fake mailbox of the officer's unit once, at the day given by the server."""

    def once(box, password="mat-khau", unit=None, folder="INBOX"):
        with running(box) as port:
            address = f"imap://don:{password}@127.0.0.1:{port}/{folder}?unit={unit or officer.at.slug}"
            [mailbox] = options.mailboxes({"DANVAN_MAILBOXES": address})
            return polling.poll(mailbox)

    # Each fake listens at a port of its own, and is the same mailbox all the same.
    original = options.Mailbox.label
    options.Mailbox.label = property(lambda box: f"{box.user}/{box.folder}")
    caplog.set_level(logging.DEBUG)
    yield once
    options.Mailbox.label = original


def message(number=1, text=WORD, **headers):
    made = letter(text, **headers)
    del made["Message-ID"]
    made["Message-ID"] = f"<{number}@vi-du.invalid>"
    return made.as_bytes()


def outcomes():
    return list(TakenMail.objects.order_by("id").values_list("outcome", flat=True))


def test_a_message_becomes_a_sealed_letter_and_is_moved(poll, officer, caplog):
    box = Mailboxes(message())
    assert poll(box) == {"don": 1}
    [opened] = Letter.objects.all()
    assert (opened.channel, opened.secrecy, opened.state) == ("thu_dien_tu", "niem_phong", "tiep_nhan")
    assert opened.received_on == date(2023, 3, 2), "20:30 UTC is the next day here"
    assert envelopes.read(opened, by=officer, reason="phan_loai").values["content"] == WORD
    assert (list(box.folder()), list(box.folder("Danvan"))) == ([], [1])
    assert box.flags == {1: {"\\Seen"}}
    assert not holding(WORD)
    assert not holding("vi-du.invalid")
    assert WORD not in caplog.text
    assert "vi-du" not in caplog.text


def test_nothing_is_taken_twice(poll):
    box = Mailboxes(message(1), message(2), can_move=False)
    assert poll(box) == {"don": 2}
    assert poll(box) == {}
    assert box.fetched == [1, 2]
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("broken", ["UID STORE", "UID MOVE"])
def test_a_line_that_breaks_after_the_writing_is_made_up_for(poll, broken):
    box = Mailboxes(message(1), message(2))
    box.lost_before = broken
    poll(box)
    assert Letter.objects.count() == 1
    assert poll(box) == {"don": 2}
    assert Letter.objects.count() == 2
    assert list(box.folder()) == []
    assert box.fetched == [1, 2]


@pytest.mark.parametrize("broken", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
def test_a_line_that_breaks_before_leaves_it_where_it_was(poll, broken):
    box = Mailboxes(message())
    box.lost_before = broken
    assert poll(box) == {}
    assert not Letter.objects.exists()
    assert poll(box) == {"don": 1}


def test_a_fault_of_ours_writes_nothing_and_holds_up_no_other(poll, monkeypatch, caplog):
    box = Mailboxes(message(1), message(2))
    seal, calls = envelopes.seal, []

    def fails_once(*args, **named):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError(WORD)
        return seal(*args, **named)

    monkeypatch.setattr(taking.envelopes, "seal", fails_once)
    assert poll(box) == {"don": 1}
    assert (Letter.objects.count(), list(box.folder())) == (1, [1])
    assert poll(box) == {"don": 1}
    assert WORD not in caplog.text


def test_a_second_copy_opens_no_second_letter(poll):
    box = Mailboxes(message(), b"Received: x\r\n" + message())
    assert poll(box) == {"don": 1, "trung": 1}
    box.validity, box.folders = 8, {"INBOX": {1: message()}}
    assert poll(box) == {"trung": 1}, "the server numbered anew"


def test_machines_get_no_letter(poll):
    box = Mailboxes(message(Auto_Submitted="auto-replied"))
    assert poll(box) == {"tu_dong": 1}
    assert not Letter.objects.exists()


def test_what_a_person_must_look_at_stays_with_a_flag(poll):
    box = Mailboxes(message(), b"khong phai thu")
    box.sizes[1] = 26_000_000
    assert poll(box) == {"qua_lon": 1, "hong": 1}
    assert list(box.folder()) == [1, 2]
    assert box.flags == {1: {"\\Flagged"}, 2: {"\\Flagged"}}
    assert 1 not in box.fetched, "nothing that large is fetched"
    assert poll(box) == {}


def test_wrong_passwords_folders_and_units_are_said_without_a_word_of_the_server(poll, caplog):
    assert poll(Mailboxes(message()), password="sai") == {}
    assert poll(Mailboxes(message()), folder="Khong-co") == {}
    assert poll(Mailboxes(message()), unit="khong-co") == {}
    assert "sẽ thử lại" in caplog.text
    assert "zqxmatkhauzqx" not in caplog.text


def test_nobody_there(officer):
    [box] = options.mailboxes({"DANVAN_MAILBOXES": f"imap://a:b@127.0.0.1:1/?unit={officer.at.slug}"})
    assert polling.poll(box) == {}


def test_the_job_polls_every_mailbox_of_the_environment(monkeypatch, settings):
    from danvan.domains.petitions.mailbox import jobs

    seen = []
    settings.MAILBOXES = ["một", "hai"]
    monkeypatch.setattr(jobs, "poll", seen.append)
    jobs.fetch_mail(0)
    assert seen == ["một", "hai"]
    assert "lay_thu_den" in app.tasks
    assert live.MAILBOXES == ["một", "hai"]


class TestOptions:
    def test_what_is_read(self):
        [box] = options.mailboxes(
            {"DANVAN_MAILBOXES": "imaps://don%40x:m%3At@thu.invalid/Don?unit=xa&done=Xong"}
        )
        assert (box.user, box.password, box.port, box.folder, box.done) == (
            "don@x",
            "m:t",
            993,
            "Don",
            "Xong",
        )
        assert "m:t" not in repr(box)

    @pytest.mark.parametrize(
        ("address", "production", "word"),
        [
            ("imaps://a:b@h/?unit=x", True, ""),
            ("imap://a:b@h/?unit=x", True, "không mã hóa"),
            ("imap://a:b@h/?unit=x", False, "không mã hóa"),
            ("imap://a:b@127.0.0.1/?unit=x", False, ""),
            ("imaps://a:bi-mat@h/", True, "không đúng dạng"),
            ("imaps://h/?unit=x", True, "không đúng dạng"),
            ("pop3://a:b@h/?unit=x", True, "không đúng dạng"),
            ("imaps://a:b@h:99999/?unit=x", True, "không đúng dạng"),
        ],
    )
    def test_what_is_refused(self, address, production, word):
        found = options.refusals({"DANVAN_MAILBOXES": address}, production)
        assert bool(found) == bool(word)
        assert word in "".join(found)
        assert "bi-mat" not in "".join(found)
