"""The outbox: in the transaction of the cause, once, tried again after refusals, told when it failed."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from danvan.org.tests.factories import make_account
from danvan.records.models import Channel, Notice
from danvan.records.notices import channels, outbox
from danvan.records.notices.outbox import again, copied, put, send_due
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


def notice(account=None, key="thu:1", **columns):
    account = account or addressee()
    values = {"channel": Channel.EMAIL, "kind": "ban_tin", "subject": "Có 1 việc", "body": "Có 1 việc."}
    values |= {"send_after": timezone.now() - timedelta(minutes=1), "links": ["/ban-lam-viec/"]}
    return Notice(account=account, key=key, **(values | columns))


def addressee(email="nguoi-nhan@vi-du.invalid"):
    account = make_account()
    account.email = email
    account.save()
    return account


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    start = timezone.now()

    def pass_by(**span):
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(**span))

    return pass_by


@pytest.fixture
def refusing(monkeypatch):
    """A mail server that refuses, and how often it was asked."""
    asked = []

    def refuse(notice):
        asked.append(notice.pk)
        raise channels.NotSent("Máy chủ thư không nhận (ConnectionRefusedError).")

    monkeypatch.setattr(outbox, "deliver", refuse)
    return asked


class TestPut:
    def test_it_goes_with_the_cause(self):
        account = addressee()
        with transaction.atomic():
            put([notice(account)])
            transaction.set_rollback(True)
        assert not Notice.objects.exists()

    def test_a_key_is_laid_in_once(self):
        account = addressee()
        with transaction.atomic():
            assert put([notice(account), notice(account), notice(account, "thu:2")]) == 2
            assert put([notice(account, body="khác")]) == 0
        assert Notice.objects.get(key="thu:1").body == "Có 1 việc."

    def test_nothing_is_nothing(self):
        assert put([]) == 0


@pytest.mark.django_db(transaction=True)
class TestCommitted:
    def test_not_without_a_transaction(self):
        with pytest.raises(RuntimeError):
            put([notice()])

    def test_two_workers_send_each_letter_once(self):
        account = addressee()
        with transaction.atomic():
            put([notice(account, f"thu:{turn}") for turn in range(20)])
        sent = []

        def work():
            sent.append(send_due())
            connections.close_all()

        workers = [threading.Thread(target=work) for _worker in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sum(sent) == 20
        assert len(mail.outbox) == 20
        assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 20
        assert set(Notice.objects.values_list("state", "attempts")) == {("da_gui", 1)}


class TestSend:
    def test_a_letter(self, settings):
        settings.SITE_ORIGIN = "https://danvan.vi-du.invalid"
        notice().save()
        assert send_due() == 1
        (letter,) = mail.outbox
        assert letter.to == ["nguoi-nhan@vi-du.invalid"]
        assert letter.subject == "[Danvan] Có 1 việc"
        assert letter.body == "Có 1 việc.\n\nhttps://danvan.vi-du.invalid/ban-lam-viec/\n"
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        row = Notice.objects.get()
        assert (row.state, row.attempts) == ("da_gui", 1)
        assert row.sent_at is not None

    def test_once(self):
        notice().save()
        send_due()
        assert send_due() == 0
        assert len(mail.outbox) == 1

    def test_not_before_its_time(self, later):
        notice(send_after=timezone.now() + timedelta(hours=1)).save()
        assert send_due() == 0
        later(hours=2)
        assert send_due() == 1

    @pytest.mark.parametrize("spoil", [{"is_active": False}, {"email": ""}])
    def test_without_an_addressee_it_is_dropped(self, spoil):
        row = notice()
        row.save()
        type(row.account).objects.filter(pk=row.account_id).update(**spoil)
        assert send_due() == 0
        row.refresh_from_db()
        assert row.state == "bo"
        assert row.failure
        assert not mail.outbox

    def test_a_disabled_person_between_writing_and_sending(self):
        row = notice()
        row.save()
        row.account.is_active = False
        row.account.save()
        send_due()
        assert not mail.outbox

    def test_by_hand_no_adapter_touches_it(self):
        notice(channel=Channel.BY_HAND).save()
        assert send_due() == 0
        assert Notice.objects.get().state == "cho_gui"


class TestRefused:
    def test_it_is_tried_again_later_and_told_in_the_end(self, refusing, later):
        notice().save()
        send_due()
        row = Notice.objects.get()
        assert (row.state, row.attempts) == ("cho_gui", 1)
        assert "không nhận" in row.failure
        send_due()
        assert len(refusing) == 1
        for hours in range(1, 40, 5):
            later(hours=hours)
            send_due()
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("khong_gui_duoc", 5)
        assert len(refusing) == 5

    def test_then_a_person_may_ask_for_it_anew(self, refusing, later, monkeypatch):
        notice(state="khong_gui_duoc", attempts=5).save()
        again(Notice.objects.get())
        monkeypatch.undo()
        assert send_due() == 1

    @pytest.mark.parametrize("state", ["cho_gui", "dang_gui", "khong_ro", "bo"])
    def test_nothing_else_is_sent_anew(self, state):
        notice(state=state).save()
        with pytest.raises(Refusal, match="Chỉ gửi lại"):
            again(Notice.objects.get())

    def test_a_server_that_is_down_is_left_alone(self, refusing):
        account = addressee()
        for turn in range(10):
            notice(account, f"thu:{turn}").save()
        send_due()
        assert len(refusing) == 3
        assert set(Notice.objects.values_list("state", flat=True)) == {"cho_gui"}
        assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0] * 7 + [1] * 3

    def test_a_real_server_that_is_not_there(self, settings):
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 2},
            }
        }
        notice().save()
        assert send_due() == 0
        assert "ConnectionRefusedError" in Notice.objects.get().failure
        assert "vi-du" not in Notice.objects.get().failure

    def test_dying_in_between_is_told_and_not_repeated(self, later):
        notice(state="dang_gui", claimed_at=timezone.now(), attempts=1).save()
        send_due()
        assert Notice.objects.get().state == "dang_gui"
        later(hours=1)
        send_due()
        row = Notice.objects.get()
        assert row.state == "khong_ro"
        assert "không biết thư đã đi chưa" in row.failure
        assert not mail.outbox


class TestByHand:
    def test_copied_is_sent_by_somebody(self):
        notice(channel=Channel.BY_HAND).save()
        clerk = make_account()
        row = copied(Notice.objects.get(), by=clerk)
        assert (row.state, row.sent_by) == ("da_gui", clerk)

    def test_only_once_and_only_what_waits_for_it(self):
        notice(channel=Channel.BY_HAND).save()
        notice(key="thu:2").save()
        clerk = make_account()
        copied(Notice.objects.get(key="thu:1"), by=clerk)
        for row in Notice.objects.all():
            with pytest.raises(Refusal, match="không còn chờ"):
                copied(row, by=clerk)


@pytest.mark.usefixtures("as_app")
class TestRightsOfTheProgram:
    @pytest.mark.parametrize(
        "order",
        [
            "DELETE FROM records_notice",
            "UPDATE records_notice SET body = ''",
            "UPDATE records_notice SET account_id = account_id",
            "DELETE FROM records_reminder",
            "UPDATE records_reminder SET told_on = told_on",
            "DELETE FROM records_calendarfeed",
            "UPDATE records_calendarfeed SET digest = ''",
        ],
    )
    def test_what_was_told_stays(self, order):
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(order)

    def test_sending_needs_no_more(self):
        row = notice()
        Notice.objects.bulk_create([row])
        assert send_due() == 1
