"""Notices to people without an account: the room that knows them gives the address, when it is sent and not before."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.org.models import RoleGrant
from danvan.org.tests.factories import make_account
from danvan.records.models import Notice
from danvan.records.notices import channels, outbox
from danvan.records.notices.channels import Address, NobodyThere, NotSent
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known(monkeypatch):
    """Addresses by number, read by the word «thu_nghiem»."""
    found = {7: Address("bay@vi-du.example", "0900000007"), 8: Address()}
    monkeypatch.setitem(channels.addressees, "thu_nghiem", found.get)
    return found


def notice(to="thu_nghiem:7", **fields):
    values = {
        "key": f"thu:{to}",
        "channel": "email",
        "kind": "lich_hen",
        "subject": "Lịch hẹn",
        "body": "Lời nhắc",
    }
    return Notice.objects.create(to=to, send_after=timezone.now(), **(values | fields))


def test_it_goes_where_the_room_says(known):
    sent = notice()
    assert outbox.send_due() == 1
    assert (mail.outbox[0].to, "Lời nhắc" in mail.outbox[0].body) == (["bay@vi-du.example"], True)
    sent.refresh_from_db()
    assert sent.state == "da_gui"


def test_the_address_is_read_at_the_last_moment(known):
    notice()
    known[7] = Address("moi@vi-du.example")
    outbox.send_due()
    assert mail.outbox[0].to == ["moi@vi-du.example"]


@pytest.mark.parametrize(
    "to", ["thu_nghiem:9", "thu_nghiem:8", "thu_nghiem:x", "thu_nghiem", "khong_co:7", "thu_nghiem:"]
)
def test_nobody_there_is_dropped_and_not_tried_again(known, to):
    waiting = notice(to)
    assert (outbox.send_due(), outbox.send_due()) == (0, 0)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, mail.outbox) == ("bo", 1, [])


def test_a_gateway_that_is_off_refuses(known):
    with pytest.raises(NotSent, match="chưa được bật"):
        channels.deliver(notice(channel="sms"))


def test_no_number_is_nobody_there(known, settings):
    settings.NOTICE_GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
    with pytest.raises(NobodyThere, match="số điện thoại"):
        channels.deliver(notice("thu_nghiem:8", channel="sms"))


@pytest.mark.parametrize("both", [True, False])
def test_it_is_to_an_account_or_to_somebody_else_never_both_nor_none(known, both):
    account = make_account() if both else None
    with pytest.raises(IntegrityError, match="notice_to_somebody"), transaction.atomic():
        notice("thu_nghiem:7" if both else "", account=account)


def test_who_manages_the_unit_sees_that_it_was_sent_and_no_address(known):
    manager = make_account("quan_tri")
    notice(unit=RoleGrant.objects.get(person=manager.person).unit)
    shown = desk_of(manager).get("/ban-lam-viec/thu/don-vi/").content.decode()
    assert "công dân" in shown
    assert "bay@vi-du.example" not in shown
    assert "Lời nhắc" not in shown


class TestForgetting:
    @pytest.fixture
    def forgotten(self, known, monkeypatch):
        """Numbers whose address was taken away."""
        gone = []
        monkeypatch.setitem(channels.forgetting, "thu_nghiem", gone.append)
        return gone

    def test_once_it_went(self, forgotten):
        notice()
        outbox.send_due()
        assert forgotten == [7]

    def test_once_nobody_is_there(self, forgotten):
        notice("thu_nghiem:9")
        outbox.send_due()
        assert forgotten == [9]

    def test_not_while_it_will_be_tried_again(self, forgotten, monkeypatch):
        def refuses(notice):
            raise NotSent("Máy chủ thư không nhận.")

        monkeypatch.setitem(channels._ADAPTERS, "email", refuses)
        waiting = notice()
        outbox.send_due()
        assert forgotten == []
        Notice.objects.filter(pk=waiting.pk).update(attempts=len(outbox.DELAYS), send_after=timezone.now())
        outbox.send_due()
        assert forgotten == [7]

    def test_words_of_the_room_stand_in_the_letter_and_not_in_the_notice(self, known):
        known[7] = Address("bay@vi-du.example", words="Mã tra cứu: 1234")
        sent = notice()
        outbox.send_due()
        assert "Mã tra cứu: 1234" in mail.outbox[0].body
        sent.refresh_from_db()
        assert "1234" not in sent.body
