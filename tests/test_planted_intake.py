"""Unique words planted through e-mail, upload, scan, envelope and reclassification, and looked for in what is left behind.

Before a class is known, and of a tố cáo for ever, none may stand anywhere: no table, no file of the data folder, no
log, no letter, no job, no temporary folder. Of a released letter they stand in the tables of personal text alone.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.domains.petitions.mailbox import options, polling
from danvan.domains.petitions.mailbox.tests.imap_server import Mailboxes, running
from danvan.domains.petitions.mailbox.tests.test_message import letter as message
from danvan.domains.petitions.models import Letter
from danvan.records import envelopes, files, writing
from danvan.records.files.tests import samples
from danvan.records.models import PersonalDetails
from danvan.records.tests.desk_world import DAY, desk_of
from danvan.records.tests.factories import handler, letter_of
from tests.test_planted_strings import Garden
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = pytest.mark.django_db
log, temporary = _log, _temporary
PERSONAL = ("public.records_personaldetails", "public.records_file", "public.records_filetext")
LETTER = ("public.petitions_letter",)  # its free texts, which only a released letter has


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


def on_disk(garden):
    """Inputs whose word stands in a file of the data folder, as it is."""
    told = b"".join(file.read_bytes() for file in Path(settings.DATA_FOLDER).rglob("*") if file.is_file())
    return {where for token, where in garden.planted.items() if token.encode() in told.lower()}


def nothing_left(garden, log, temporary, allowed=()):
    assert not garden.found(allowed)
    assert not garden.in_text(log.getvalue())
    assert not on_disk(garden)
    assert not list(temporary.iterdir())
    assert not garden.in_text(str([letter.message() for letter in mail.outbox]))


def planted_message(garden):
    """A message with a word in every place that a message has."""
    made = message(
        garden.word("nội dung thư"),
        X_Own=garden.word("dòng đầu thư").encode("ascii", "ignore").decode(),
        Reply_To=f"{garden.word('hồi đáp')[-12:-7]}zqx@vi-du.invalid",
    )
    del made["From"], made["Subject"], made["Message-ID"]
    made["From"] = f'"{garden.word("tên người gửi")}" <{token(garden, "địa chỉ thư")}@vi-du.invalid>'
    made["Subject"] = garden.word("tiêu đề thư")
    made["Message-ID"] = f"<{token(garden, 'mã thư')}@vi-du.invalid>"
    made.add_attachment(
        samples.pdf(garden.word("chữ trong tệp")),
        maintype="application",
        subtype="pdf",
        filename=f"{garden.word('tên tệp thư')}.pdf",
    )
    made.add_attachment(
        b"MZ" + garden.word("tệp không nhận").encode(),
        maintype="application",
        subtype="octet-stream",
        filename=f"{garden.word('tên tệp không nhận')}.exe",
    )
    return made.as_bytes()


def token(garden, where):
    garden.word(where)
    return list(garden.planted)[-1]


class TestMail:
    def test_through_the_mailbox(self, officer, garden, log, temporary, as_app):
        box = Mailboxes(planted_message(garden), planted_message(garden), b"hong " + planted_message(garden))
        with running(box) as port:
            address = f"imap://{token(garden, 'hộp thư')}:mat-khau@127.0.0.1:{port}/?unit={officer.at.slug}"
            polling.poll(options.mailboxes({"DANVAN_MAILBOXES": address})[0])
        assert Letter.objects.count() >= 2
        nothing_left(garden, log, temporary)

    def test_a_fault_in_the_middle_tells_nothing(self, officer, garden, log, temporary, monkeypatch, as_app):
        def fails(*args, **named):
            raise RuntimeError(str(args))

        monkeypatch.setattr(envelopes.keys, "seal", fails)
        with running(Mailboxes(planted_message(garden))) as port:
            address = f"imap://a:mat-khau@127.0.0.1:{port}/?unit={officer.at.slug}"
            polling.poll(options.mailboxes({"DANVAN_MAILBOXES": address})[0])
        assert not Letter.objects.exists()
        assert "một thư không nhận được" in log.getvalue()
        nothing_left(garden, log, temporary)

    def test_through_saved_messages_good_and_bad(self, client, officer, garden, log, temporary):
        for content in (
            planted_message(garden),
            b"khong phai thu " + garden.word("rác").encode(),
            planted_message(garden)[:200],
        ):
            sent = {
                "unit": str(officer.at.pk),
                "on": "1/3/2023",
                "tep": SimpleUploadedFile(f"{garden.word('tên .eml')}.eml", content),
            }
            page = client.post("/ban-lam-viec/thu-den/", sent, follow=True)
            assert page.status_code == 200
            assert not garden.in_text(page.content.decode())
        nothing_left(garden, log, temporary)


class TestEnvelopes:
    FIELDS = ("full_name", "address", "post_number", "forwarder_name", "forwarder_reference", "content")

    def sealed(self, client, garden, letter):
        sent = {name: garden.word(f"phong bì {name}") for name in self.FIELDS}
        sent["tep"] = SimpleUploadedFile(
            f"{garden.word('tên bản quét')}.pdf", samples.pdf(garden.word("bản quét"))
        )
        return client.post(reverse("records:envelope_seal", args=[letter.public_id]), sent)

    def test_sealed_opened_printed_destroyed(self, client, officer, garden, log, temporary):
        letter = letter_of(officer, DAY)
        assert self.sealed(client, garden, letter).status_code == 302
        opened = client.post(reverse("records:envelope", args=[letter.public_id]), {"reason": "phan_loai"})
        assert garden.in_text(opened.content.decode()), "it was there"
        writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="dat_dai")
        client.post(reverse("records:envelope", args=[letter.public_id]), {"in": "1"})
        nothing_left(garden, log, temporary)
        client.post(reverse("records:envelope_destroy", args=[letter.public_id]), {"dong_y": "1"})
        nothing_left(garden, log, temporary)

    def test_reasons_are_no_place_for_words(self, client, officer, garden, log, temporary):
        letter = letter_of(officer, DAY)
        self.sealed(client, garden, letter)
        for name in ("reason", "in", "tep", "dong_y"):
            for view in ("envelope", "envelope_destroy", "envelope_seal"):
                address = reverse(f"records:{view}", args=[letter.public_id])
                assert client.post(address, {name: garden.word(f"{view} {name}")}).status_code < 500
        nothing_left(garden, log, temporary)

    def test_released_then_found_to_be_a_denunciation(
        self, client, officer, garden, log, temporary, django_capture_on_commit_callbacks
    ):
        letter = letter_of(officer, DAY)
        self.sealed(client, garden, letter)
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
        assert garden.in_text(PersonalDetails.objects.get().content)
        sent = {
            "kind": "giay_to",
            "tep": SimpleUploadedFile(f"{garden.word('tên tệp')}.png", samples.scan("Đơn")),
        }
        client.post(reverse("records:file_attach", args=[letter.public_id]), sent)
        for file in files.of(letter):
            address = reverse("records:file_text", args=[letter.public_id, file.pk])
            assert client.post(address, {"text": garden.word("văn bản xác nhận")}).status_code == 302
        nothing_left(garden, log, temporary, allowed=(*PERSONAL, *LETTER))
        with django_capture_on_commit_callbacks(execute=True):
            writing.move(letter, "phan_loai_lai", by=officer, on=DAY)
        nothing_left(garden, log, temporary)

    def test_what_the_machine_reads_stands_in_its_table_alone(self, officer, garden, log, temporary, as_app):
        letter = letter_of(officer, DAY)
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
        file = files.attach(letter, "don.pdf", samples.pdf(f"{garden.word('máy đọc')} " * 5), by=officer)
        files.reading.read_file(file.pk)
        assert garden.in_text(files.of(letter).get().text.text)
        nothing_left(garden, log, temporary, allowed=PERSONAL)
