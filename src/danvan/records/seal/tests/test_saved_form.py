"""A database saved by the first form opens for ever: rows as they lay then, read by the program of today.

`saved_v1.json` was written once by the first form and is never written again. A change of the form makes a second file
beside it, and both must open.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from danvan.org.tests.factories import make_unit
from danvan.records.models import SealCase, SealGrant, SealItem, SealKey, SealRing
from danvan.records.seal import adopting, boxes, items, sharing
from danvan.records.seal.tests.seal_world import (
    WHY,
    denunciation,
    make_world,
    officer,
    opened,
    seals_on_network,
    words_of,
)
from danvan.ui.errors import Refusal

SAVED = json.loads((Path(__file__).parent / "saved_v1.json").read_text(encoding="utf-8"))
PHRASE = SAVED["phrase"]


def raw(name):
    return bytes.fromhex(SAVED[name])


def private():
    cost = boxes.Cost(SAVED["passes"], SAVED["memory"])
    return boxes.unlock(raw("vault"), PHRASE, raw("salt"), cost)


class TestTheFirstForm:
    def test_every_saved_thing_begins_with_its_byte(self):
        for name in ("vault", "grant", "item_1", "item_2"):
            assert raw(name)[:1] == b"\x01", name

    def test_the_key_opens_under_its_passphrase_and_cost(self):
        assert boxes.public_of(private()) == raw("public")

    def test_a_passphrase_typed_otherwise_does_not(self):
        cost = boxes.Cost(SAVED["passes"], SAVED["memory"])
        assert boxes.unlock(raw("vault"), PHRASE + ".", raw("salt"), cost) is None

    def test_the_ring_comes_out_of_the_grant(self):
        assert boxes.public_of(boxes.unseal(raw("grant"), private())) == raw("ring_public")

    def test_shares_on_paper_give_the_recovery_key(self):
        parts = [sharing.from_paper(words) for words in SAVED["paper"]]
        assert boxes.public_of(sharing.join(parts)) == raw("recovery_public")

    @pytest.mark.parametrize("name", ["vault", "grant", "item_1"])
    def test_of_a_later_form_it_says_that_it_does_not_know_it(self, name):
        with pytest.raises(Refusal, match="mới hơn phần mềm"):
            boxes.unseal(b"\x02" + raw(name)[1:], private())


@pytest.mark.django_db
def test_a_case_as_it_lay_is_read_by_the_program_of_today():
    unit = make_unit()
    head, clerk = officer("lanh_dao", unit), officer("tiep_dan", unit)
    seals_on_network(unit, head)
    record = saved_record(clerk)
    at = SAVED["at"]
    key = SealKey.objects.create(
        account=clerk,
        public=raw("public"),
        vault=raw("vault"),
        salt=raw("salt"),
        passes=SAVED["passes"],
        memory=SAVED["memory"],
        made_at=at,
    )
    case = SealCase.objects.create(record_id=record.pk, on=date(2023, 3, 14), made_at=at)
    ring = SealRing.objects.create(
        case=case, part="day_du", number=1, public=raw("ring_public"), why="lap", made_at=at
    )
    SealGrant.objects.create(
        case=case, ring=ring, key=key, capacity="tiep_nhan", sealed=raw("grant"), why="lap", given_at=at
    )
    for number, kind in enumerate(SAVED["kinds"], 1):
        sealed = raw(f"item_{number}")
        SealItem.objects.create(
            case=case,
            ring=ring,
            part="day_du",
            kind=kind,
            number=number,
            sealed=sealed,
            digest=boxes.digest(sealed),
            on=date(2023, 3, 14),
            at=at,
        )
    key.refresh_from_db()
    with pytest.raises(Refusal, match="dấu xác thực"):
        items.read(record, WHY, unlocked=opened(key, PHRASE))
    adopting.adopt(adopting.digest(adopting.waiting()))  # as the operator does of what is older than marks
    told = words_of(items.read(record, WHY, unlocked=opened(key, PHRASE)))
    assert told == SAVED["told"]


def saved_record(clerk):
    """A tố cáo with the number in its row that the saved items were made for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM records_record_id_seq")
        [before] = cursor.fetchone()
        cursor.execute("SELECT setval('records_record_id_seq', %s, false)", [SAVED["record"]])
        record = denunciation(clerk)
        cursor.execute("SELECT setval('records_record_id_seq', %s)", [before])  # a counter is not rolled back
    assert record.pk == SAVED["record"]
    return record


@pytest.mark.django_db
def test_what_is_sealed_today_has_the_same_form():
    world = make_world()
    world.case()
    for model, column in ((SealItem, "sealed"), (SealGrant, "sealed"), (SealKey, "vault")):
        for value in model.objects.values_list(column, flat=True):
            assert bytes(value)[:1] == boxes.V1
