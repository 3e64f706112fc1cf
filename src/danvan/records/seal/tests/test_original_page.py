"""The second way to a file's bytes: for a holder, with a reason and a ticked box, as bytes of no kind, in the book."""

import pytest
from django.urls import reverse

from danvan.records.files import scanning
from danvan.records.models import Capacity, SealGrant, SealOpening
from danvan.records.seal import attempts, cases, items
from danvan.records.seal.tests.seal_world import PHRASE, make_world, officer
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
STRANGE = b"\x00\x01 a format that nobody cleans"
SENT = {"reason": "giai_quyet", "document": "12/QĐ-UBND", "phrase": PHRASE, "biet_rui_ro": "1"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def record(world):
    record = world.case()
    items.put(record, "ban_quet", {}, [("Tên Người Gửi.xyz", STRANGE)], by=None)
    return record


def at(record, number=3, name="original"):
    return reverse(f"seal:{name}", args=[record.public_id, number])


def last(record):
    return SealOpening.objects.filter(record_id=record.pk).order_by("-id").first()


def test_what_cannot_be_cleaned_comes_byte_for_byte_under_a_name_that_says_nothing(world, record, as_app):
    client = desk_of(world.clerk)
    assert client.post(at(record, name="file"), SENT).status_code == 400
    answer = client.post(at(record), SENT)
    assert (answer.status_code, answer.content) == (200, STRANGE)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="ban-goc-3.bin"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_stands_in_the_book_with_its_reason_and_is_told_to_the_denouncer(world, record, as_app):
    desk_of(world.clerk).post(at(record), SENT)
    row = last(record)
    assert (row.act, row.outcome, row.reason, row.document) == (
        "tai_ban_goc",
        "mo_duoc",
        "giai_quyet",
        "12/QĐ-UBND",
    )
    assert attempts.told(record)[0][0] == row.at


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"biet_rui_ro": ""}, "Hãy đánh dấu xác nhận"),
        ({"biet_rui_ro": "0"}, "Hãy đánh dấu xác nhận"),
        ({"reason": ""}, "Hãy chọn lý do"),
        ({"document": "ông Tư"}, "Số văn bản"),
        ({"phrase": "sai"}, "không đúng"),
    ],
)
def test_without_box_reason_or_passphrase_nothing_comes(world, record, as_app, change, sentence):
    answer = desk_of(world.clerk).post(at(record), SENT | change)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not SealOpening.objects.filter(act="tai_ban_goc", outcome="mo_duoc").exists()


@pytest.mark.parametrize("number", [1, 2, 9])
def test_there_is_none_of_an_item_that_is_no_file(world, record, as_app, number):
    assert desk_of(world.clerk).post(at(record, number), SENT).status_code == 404


def test_a_verifier_gets_none_and_the_try_is_written_down(world, record, as_app):
    cases.give(
        record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why=SealGrant.Why.ASSIGNED
    )
    assert desk_of(world.verifier).post(at(record), SENT).status_code == 400
    assert (last(record).account, last(record).act, last(record).outcome) == (
        world.verifier,
        "tai_ban_goc",
        "khong_co_khoa",
    )


def test_nobody_of_another_unit_gets_any(world, record, as_app):
    assert desk_of(officer("tiep_dan", make_world().unit)).post(at(record), SENT).status_code == 404


def test_by_its_address_alone_it_is_not_read(world, record, as_app):
    assert desk_of(world.clerk).get(at(record)).status_code == 405


def test_what_the_scanner_did_not_pass_stays_shut(world, record, as_app, monkeypatch):
    dirty = type("Found", (), {"is_clean": False})()
    monkeypatch.setattr(scanning, "admitted", lambda data, may_refuse: dirty)
    answer = desk_of(world.clerk).post(at(record), SENT)
    assert answer.status_code == 400
    assert STRANGE not in answer.content


def test_the_opened_page_offers_it_beside_the_cleaned_copy(world, record, as_app):
    sent = {"reason": "giai_quyet", "phrase": PHRASE}
    page = desk_of(world.clerk).post(reverse("seal:open", args=[record.public_id]), sent).content.decode()
    assert at(record) in page
    assert "mã độc" in page
