"""Gateways of messages, against a server on this machine that answers as told."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import IntegrityError

from danvan.org.tests.factories import make_account
from danvan.records.models import Channel, Notice, NoticeWish
from danvan.records.notices import channels
from danvan.records.notices.outbox import send_due
from danvan.records.notices.tests.test_outbox import addressee, notice

pytestmark = pytest.mark.django_db


class Gateway(HTTPServer):
    """Takes messages and answers `answer`; `taken` is what came."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer, self.taken = 200, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/gui"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.NOTICE_GATEWAYS = {"sms": {"url": server.url, "token": "khoa-thu"}}
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def message():
    account = make_account()
    NoticeWish.objects.create(account=account, channel=Channel.SMS, phone="0912345678")
    row = notice(account, channel=Channel.SMS)
    row.save()
    return row


def test_off_by_default(settings):
    assert settings.NOTICE_GATEWAYS == {}
    assert channels.enabled() == [Channel.EMAIL, Channel.BY_HAND]


def test_one_that_is_named_is_offered(gateway):
    assert channels.enabled() == [Channel.EMAIL, Channel.SMS, Channel.BY_HAND]


def test_a_message_goes_with_its_key(gateway, message, settings):
    settings.SITE_ORIGIN = "https://danvan.vi-du.invalid"
    assert send_due() == 1
    ((headers, sent),) = gateway.taken
    assert sent == {
        "id": "thu:1",
        "to": "0912345678",
        "text": "Có 1 việc.\n\nhttps://danvan.vi-du.invalid/ban-lam-viec/",
    }
    assert headers["Idempotency-Key"] == "thu:1"
    assert headers["Authorization"] == "Bearer khoa-thu"


@pytest.mark.parametrize("answer", [302, 400, 401, 500, 503])
def test_any_answer_but_success_is_a_refusal(gateway, message, answer):
    gateway.answer = answer
    assert send_due() == 0
    message.refresh_from_db()
    assert message.state == "cho_gui"
    assert f"mã {answer}" in message.failure
    assert len(gateway.taken) == 1


def test_an_answer_that_is_no_http_is_a_refusal_and_holds_up_no_other(message, settings):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answering():
            peer, _address = server.accept()
            with peer:
                peer.recv(65536)
                peer.sendall(b"SAI GIAO THUC\r\n\r\n")

        thread = threading.Thread(target=answering, daemon=True)
        thread.start()
        settings.NOTICE_GATEWAYS = {
            "sms": {"url": f"http://127.0.0.1:{server.getsockname()[1]}/", "token": ""}
        }
        notice(addressee(), key="thu:2").save()
        assert send_due() == 1
        thread.join(10)
    message.refresh_from_db()
    assert message.state == "cho_gui"
    assert "BadStatusLine" in message.failure


def test_no_gateway_there(message, settings):
    settings.NOTICE_GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
    send_due()
    message.refresh_from_db()
    assert "Không nối được" in message.failure
    assert "127.0.0.1" not in message.failure


def test_a_gateway_switched_off_meanwhile(message):
    send_due()
    message.refresh_from_db()
    assert "chưa được bật" in message.failure


def test_a_number_taken_back_meanwhile(gateway, message):
    NoticeWish.objects.all().delete()
    send_due()
    message.refresh_from_db()
    assert message.state == "bo"
    assert not gateway.taken


def test_the_number_stands_nowhere_in_the_outbox(gateway, message):
    send_due()
    (row,) = Notice.objects.values()
    assert "0912345678" not in str(row)


def test_a_message_without_a_number_cannot_be_wished_for():
    with pytest.raises(IntegrityError):
        NoticeWish.objects.create(account=make_account(), channel=Channel.ZALO)
