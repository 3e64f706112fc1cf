"""The receipt by e-mail: only with consent, after the letter is in; its code alone; no address in the clear anywhere."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from danvan.domains.petitions.models import Letter
from danvan.portal.filing.forms import PersonForm
from danvan.portal.tests.filing_world import ADDRESS, NAME, PERSON, TEXT, Visitor, make_office
from danvan.records.models import Notice, ReceiptAddress
from danvan.records.notices import outbox, receipts

pytestmark = pytest.mark.django_db
MAIL = "lo.ten@vi-du.example"
AGREED = {"email": MAIL, "mail_agreed": "on"}


@pytest.fixture
def office(db):
    return make_office()


def filed(office, kind="phan_anh", **person):
    """A form that was sent, its sender having answered so."""
    visitor = Visitor()
    visitor.fill(kind, office)
    visitor.answer("nguoi-gui", **(PERSON | person))
    assert visitor.send().status_code in (200, 302)
    return Letter.objects.get()


def whole_database():
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for name in tables:
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


class TestConsent:
    @pytest.mark.parametrize("person", [{}, {"email": MAIL}, {"email": "", "mail_agreed": ""}])
    def test_without_it_nothing_is_kept_and_nothing_goes(self, office, person):
        filed(office, **person)
        assert not ReceiptAddress.objects.exists()
        assert not Notice.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"email": "", "mail_agreed": "on"}, "email"),
            ({"email": "khong phai thu", "mail_agreed": "on"}, "email"),
            ({"email": "a@b", "mail_agreed": "on"}, "email"),
            ({"email": f"a@vi-du.example\nBcc: {MAIL}", "mail_agreed": "on"}, "email"),
            ({"email": "x" * 120 + "@vi-du.example", "mail_agreed": "on"}, "email"),
        ],
    )
    def test_what_is_no_address_is_said(self, sent, field):
        form = PersonForm(PERSON | sent)
        assert not form.is_valid()
        assert field in form.errors

    def test_an_address_without_it_is_not_even_in_the_draft(self):
        form = PersonForm(PERSON | {"email": MAIL})
        assert form.is_valid()
        assert form.cleaned_data["email"] == ""


class TestSending:
    @pytest.mark.parametrize("kind", ["phan_anh", "khieu_nai"])
    def test_the_code_goes_and_nothing_else_of_it(self, office, kind, django_capture_on_commit_callbacks):
        letter = filed(office, kind, **AGREED)
        assert mail.outbox == []
        assert receipts.address_of(letter.pk).email == MAIL
        notice = Notice.objects.get()
        sent = send(notice)
        code = letter.public_id
        assert sent.to == [MAIL]
        assert " ".join(code[n : n + 4] for n in range(0, 16, 4)) in sent.body
        assert "/tra-cuu/" in sent.body
        text = (sent.subject + sent.body).lower()
        for told in (
            NAME,
            ADDRESS,
            TEXT,
            letter.number,
            "khiếu nại",
            "phản ánh",
            "tố cáo",
            "kiến nghị",
            "đơn",
        ):
            assert told.lower() not in text, told

    def test_the_outbox_holds_neither_address_nor_code(self, office):
        letter = filed(office, **AGREED)
        notice = Notice.objects.values().get()
        assert MAIL not in str(notice)
        assert letter.public_id not in str(notice)

    def test_the_address_stands_nowhere_in_the_clear(self, office):
        filed(office, **AGREED)
        assert MAIL not in whole_database()

    def test_it_is_gone_once_the_letter_went(self, office):
        letter = filed(office, **AGREED)
        send(Notice.objects.get())
        outbox.forget(Notice.objects.get())
        assert not ReceiptAddress.objects.exists()
        assert receipts.address_of(letter.pk) is None

    def test_the_same_form_sent_twice_has_one_receipt(self, office):
        visitor = Visitor()
        visitor.fill("phan_anh", office)
        visitor.answer("nguoi-gui", **(PERSON | AGREED))
        for _turn in range(2):
            visitor.send() if not Letter.objects.exists() else visitor.post("/gui-don/kiem-tra/", {})
        assert (Letter.objects.count(), Notice.objects.count()) == (1, 1)

    def test_without_the_key_it_is_dropped_and_says_no_address(self, office, settings, tmp_path):
        filed(office, **AGREED)
        settings.INTAKE_KEY_FILE = tmp_path / "other" / "intake"
        assert receipts.address_of(Letter.objects.get().pk) is None

    @pytest.mark.parametrize("state", ["dang_gui", "khong_ro", "khong_gui_duoc", "bo", None])
    def test_what_is_not_to_be_tried_again_is_swept_after_two_days(self, office, state):
        letter = filed(office, **AGREED)
        told = Notice.objects.all()
        told.update(state=state) if state else told.delete()
        today = timezone.now().date()
        assert receipts.sweep(today, today) == 0
        grown_old(letter)
        assert receipts.sweep(today, today) == (0 if state == "dang_gui" else 1)

    def test_one_that_waits_for_the_mail_server_keeps_its_address_and_goes(self, office):
        letter = filed(office, **AGREED)
        grown_old(letter, days=13)
        today = timezone.now().date()
        assert receipts.sweep(today, today) == 0
        assert send(Notice.objects.get()).to == [MAIL]

    def test_another_notice_that_waits_keeps_no_address(self, office):
        letter = filed(office, **AGREED)
        Notice.objects.update(to=f"{receipts.WORD}:{letter.pk}0")
        grown_old(letter)
        today = timezone.now().date()
        assert receipts.sweep(today, today) == 1


def grown_old(letter, days=3):
    """The address as if it had been given so long ago."""
    ReceiptAddress.objects.filter(pk=letter.pk).update(agreed_at=timezone.now() - timedelta(days=days))


def send(notice):
    """What the worker's channel sends; its own transaction is the outbox's business."""
    from danvan.records.notices import channels

    channels.deliver(notice)
    return mail.outbox[-1]
