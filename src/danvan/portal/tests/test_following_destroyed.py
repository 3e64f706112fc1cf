"""Who still has the code of a case that was destroyed is told so, by day and rule; nobody else is told anything."""

import pytest
from django.core.cache import cache
from django.test import Client

from danvan.records import writing
from danvan.records.models import HistoryRow, SealReply, Tombstone
from danvan.records.retention import erasing, planning
from danvan.records.retention.tests import world as keeping
from danvan.records.retention.tests.world import FILED, RECEIVED, TODAY
from danvan.records.seal import cases, conversation, senders
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
HERE = "/gui-don/to-cao/theo-doi/"


@pytest.fixture(autouse=True)
def day_of_work(db, settings):
    settings.DEMONSTRATION_DAY = TODAY
    keeping.stand_on(TODAY)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def code(officer):
    """The code of a case with a message in it, destroyed since."""
    world, record = make_world(officer.at), letter_of(officer, RECEIVED)
    values = {"kind": "to_cao", "field": "dat_dai", "is_eligible": False, "unfit": "khong_ten_dia_chi"}
    record = writing.move(record, "phan_loai", by=officer, on=RECEIVED, **values)
    cases.open_case(record, [(world.key(world.clerk).key, "tiep_nhan")], by=world.clerk)
    code = senders.make(record, "1968")
    conversation.from_sender(record, senders.find(code, "1968")[1], "lời sẽ mất")
    writing.move(record, "luu", by=officer, on=FILED)
    chief = keeping.chief_of(officer)
    digest = planning.plan({chief.at.pk}, TODAY).digest
    erasing.erase(chief.at, by=chief, on=TODAY, digest=digest, decision="12/QĐ-UBND", decision_on=TODAY)
    return code


def ask(code, second=""):
    return Client().post(HERE, {"code": code, "second": second})


@pytest.mark.parametrize("second", ["", "1968", "1"])
def test_the_code_alone_is_told_day_and_rule_and_nothing_else(code, second, officer):
    answer = ask(code, second)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "đã được hủy ngày 15/1/2035" in page
    assert "Điều 28" in page
    for word in ("Hồ sơ số", str(officer.at), "12/QĐ-UBND", "lời sẽ mất", "<textarea"):
        assert word not in page
    assert answer["Referrer-Policy"] == "no-referrer"


def test_no_message_and_no_key_is_left(code):
    assert not SealReply.objects.exists()
    assert Tombstone.objects.get().contents["tin_niem_phong"] == 1


def test_another_code_is_told_nothing(code):
    assert ask(senders._new_code()).status_code == 404


def test_the_history_does_not_learn_the_hash(code):
    hashed = Tombstone.objects.get().code_hash
    assert len(hashed) == 64
    assert not [row for row in HistoryRow.objects.all() if hashed in f"{row.before}{row.after}"]


def test_the_tracking_page_says_it_of_any_destroyed_record(officer, client):
    letter = keeping.full(officer)
    chief = keeping.chief_of(officer)
    page = client.post("/tra-cuu/", {"code": letter.public_id}).content.decode()
    assert "đã được hủy" not in page
    digest = planning.plan({chief.at.pk}, TODAY).digest
    erasing.erase(chief.at, by=chief, on=TODAY, digest=digest, decision="12/QĐ-UBND", decision_on=TODAY)
    page = client.post("/tra-cuu/", {"code": letter.public_id}).content.decode()
    assert "Nội dung hồ sơ này đã được hủy ngày 15/1/2035" in page
    assert "Điều 28" in page
    assert Tombstone.objects.get().code_hash == ""
    assert ask(senders._new_code()).status_code == 404, "an empty hash answers to no code"
