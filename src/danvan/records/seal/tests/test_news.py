"""The morning's letter tells holders that something came into their sealed cases: how much, and nothing else."""

from datetime import date

import pytest

from danvan.org.models import Account
from danvan.records.models import Capacity, Notice, NoticeWish
from danvan.records.notices.morning import write_letters
from danvan.records.seal import cases, conversation, items, jobs
from danvan.records.seal.tests.seal_world import WHY, make_world, officer
from danvan.records.seal.tests.sent_world import Sent

pytestmark = pytest.mark.django_db
MORNING = date(2023, 3, 14)
SAID = "tôi bổ sung: họ hẹn ở quán cà phê"
TOLD = "mục mới trong hồ sơ niêm phong"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sent(world):
    sent = Sent(world)
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(email=f"{account.pk}@minh-hoa.example")
    conversation.from_sender(sent.record, sent.private, SAID)
    return sent


def letters(account):
    """Subject and text of what waits in the outbox for an account."""
    return "\n".join(f"{one.subject} {one.body}" for one in Notice.objects.filter(account=account))


def test_both_holders_are_told_how_much(world, sent):
    write_letters(MORNING)
    for account in (world.clerk, world.settler):
        assert f"Có 1 {TOLD}" in letters(account)


def test_nobody_else_is(world, sent):
    cases.give(
        sent.record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
    )
    others = [world.head, world.verifier, *(officer(role, world.unit) for role in ("xu_ly", "he_thong"))]
    write_letters(MORNING)
    for account in others:
        assert TOLD not in letters(account)


def test_the_letter_names_no_case_unit_class_or_word(world, sent):
    write_letters(MORNING)
    told = letters(world.settler)
    for word in (SAID, sent.record.number, sent.record.public_id, str(world.unit), "tố cáo", sent.code):
        assert word not in told


def test_what_was_opened_is_told_no_more(world, sent):
    items.read(sent.record, WHY, unlocked=world.key(world.clerk))
    write_letters(MORNING)
    assert TOLD not in letters(world.clerk)
    assert TOLD in letters(world.settler)


def test_who_ceased_to_hold_is_told_nothing(world, sent):
    cases.end(sent.record, world.clerk, by=world.head)
    assert set(jobs.news(MORNING)) == {world.settler.pk}


def test_who_declined_the_digest_or_has_no_address_gets_none(world, sent):
    NoticeWish.objects.create(account=world.clerk, wants_digest=False)
    Account.objects.filter(pk=world.settler.pk).update(email="")
    write_letters(MORNING)
    assert not Notice.objects.filter(body__contains=TOLD).exists()


def test_no_day_off_tells_anything(world, sent):
    assert write_letters(date(2023, 3, 12)) == 0


def test_nothing_new_makes_no_letter(world):
    Sent(world)
    items_before = jobs.news(MORNING)
    assert items_before == {}
