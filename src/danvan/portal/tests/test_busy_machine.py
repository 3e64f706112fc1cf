"""A machine whose turn of Argon2id, or whose rows, somebody else holds for too long: one sentence, nothing typed is lost."""

from contextlib import contextmanager

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from danvan.portal.tests.denouncing_world import SEND, WORDS, Visitor, make_place
from danvan.portal.tests.test_following import HERE, SAID, form_of, text
from danvan.portal.tests.test_following import SEND as WRITE
from danvan.records.models import Record, SealReply, SealSender
from danvan.records.seal import senders
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.seal.tests.sent_world import Sent

pytestmark = pytest.mark.django_db
ANOTHER = 0x5EA1  # a lock that nobody else takes


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()
    yield
    cache.clear()


@contextmanager
def held(number):
    """Another connection holds an advisory lock; ours waits a quarter of a second only."""
    known = connection.get_connection_params()
    address = {name: known[name] for name in ("dbname", "user", "host", "port") if name in known}
    with psycopg.connect(**address, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [number])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '250ms'")
        yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")


class TestSending:
    def test_a_queue_keeps_what_was_typed_and_the_next_press_sends_it(self):
        visitor = Visitor(make_place())
        visitor.to_the_end(named=False)
        with held(senders._TURN):
            answer = visitor.send()
        assert answer.status_code == 400
        assert "Máy đang bận" in text(answer)
        assert WORDS["viec"] in text(answer)
        assert not Record.objects.filter(type="don").exists()
        assert visitor.send().status_code == 200
        assert SealSender.objects.count() == 1

    def test_the_second_press_that_waits_too_long_for_the_first_is_told_so(self, monkeypatch):
        visitor = Visitor(make_place())
        visitor.to_the_end(named=False)
        code = senders.code_of("a" * 64)
        monkeypatch.setattr(senders, "code_of", lambda *_all, **_more: code)
        with held(int(senders._hash(senders.settings.SECRET_KEY, code)[:15], 16)):
            answer = visitor.client.post(SEND, visitor.carried() | visitor.proof())
        assert answer.status_code == 400
        assert "Lần bấm trước" in text(answer)
        assert WORDS["viec"] in text(answer)

    def test_the_key_is_made_before_a_row_of_the_register_is_held(self, monkeypatch):
        visitor = Visitor(make_place())
        visitor.to_the_end(named=False)
        turn = senders._take_turn

        def waits():
            assert not Record.objects.filter(type="don").exists(), "rows are held while a turn is waited for"
            turn()

        monkeypatch.setattr(senders, "_take_turn", waits)
        assert visitor.send().status_code == 200
        assert SealSender.objects.count() == 1


class TestOpening:
    def test_a_queue_is_told_and_counts_as_no_wrong_item(self, monkeypatch):
        sent = Sent(make_world(), "1968")
        monkeypatch.setattr(senders, "_TURN", ANOTHER)  # the usual one stays with this test's transaction
        body = {"code": sent.code, "second": "1968", "giu": SAID}
        with held(senders._TURN):
            answer = Client().post(HERE, body)
        assert answer.status_code == 400
        assert "Máy đang bận" in text(answer)
        assert f'name="giu" value="{SAID}"' in text(answer)
        assert Client().post(HERE, body).status_code == 200

    def test_a_case_is_opened_so_many_times_an_hour_wherever_from(self, monkeypatch):
        monkeypatch.setattr(senders, "OPENED", senders.Gate("niem-phong-mo", 2, 3600))
        world = make_world()
        one, other = Sent(world), Sent(world)
        cache.clear()

        def opened(sent, at):
            return Client(REMOTE_ADDR=f"203.0.113.{at}").post(HERE, {"code": sent.code})

        assert [opened(one, at).status_code for at in range(3)] == [200, 200, 400]
        assert "mở quá nhiều lần" in text(opened(one, 9))
        assert opened(other, 10).status_code == 200

    def test_who_may_not_open_any_more_costs_no_turn(self, monkeypatch):
        sent = Sent(make_world())
        monkeypatch.setattr(senders, "OPENED", senders.Gate("niem-phong-mo", 1, 3600))
        monkeypatch.setattr(senders, "_private", lambda *_all: pytest.fail("a derivation"))
        assert "mở quá nhiều lần" in text(Client().post(HERE, {"code": sent.code}))


def test_a_row_that_is_held_keeps_the_message_in_the_page(monkeypatch):
    sent = Sent(make_world())
    visitor = Client()
    form = form_of(visitor.post(HERE, {"code": sent.code})) | {"text": SAID}
    with held(ANOTHER), monkeypatch.context() as other:
        other.setattr("danvan.records.seal.cases.lock_case", lambda _record: _wait())
        answer = visitor.post(WRITE, form)
    assert answer.status_code == 400
    assert "Máy đang bận" in text(answer)
    assert SAID in text(answer)
    assert not SealReply.objects.exists()
    assert "Đã niêm phong" in text(visitor.post(WRITE, form))


def _wait():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ANOTHER])
