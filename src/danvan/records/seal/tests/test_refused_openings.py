"""A thousand openings by whom the case is not for: every case × every wrong hand. None succeeds, each is written down.

The table is generated from lists below, always the same: wrong roles, wrong holders, ended ones, other units, ended
delegates, old generations, changed rows, other ways of asking.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.org.models import Delegation, UnitAct
from danvan.org.tests.factories import make_unit
from danvan.records.models import Capacity, Handover, Part, SealGrant, SealItem, SealOpening, SealRing
from danvan.records.seal import boxes, cases, items, own_keys, recovering, releasing
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    PERSON,
    PHRASE,
    WHY,
    denunciation,
    keyed,
    lend,
    make_world,
    officer,
)
from danvan.records.seal.unlocking import Unlocked
from danvan.records.tests.desk_world import DAY, desk_of
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
CASES = 8
ROLES = (
    "tong_hop",
    "he_thong",
    "quan_tri",
    "van_thu",
    "thanh_tra",
    "kiem_toan",
    "giam_sat",
    "bien_tap",
    "chuyen_don",
)
ACTS = ("xem", "tai_tep", "che")
WORDS = (PERSON["full_name"], PERSON["address"], PERSON["phone"], CONTENT["content"])


@dataclass
class Hand:
    """Somebody with an open key that is not for the case."""

    name: str
    key: Unlocked


def outsiders(world):
    """Accounts with keys of their own and nothing given: each role here, the right ones elsewhere, and from above."""
    found = [Hand(f"role {role}", keyed(officer(role, world.unit))) for role in ROLES]
    found += [
        Hand(f"right role, no key: {role}", keyed(officer(role, world.unit)))
        for role in ("tiep_dan", "giai_quyet")
    ]
    other = make_unit()
    found += [
        Hand(f"other unit: {role}", keyed(officer(role, other))) for role in ("tiep_dan", "xu_ly", "lanh_dao")
    ]
    return [
        *found,
        Hand("the head, not a holder", world.key(world.head)),
        Hand("no role", keyed(officer("", world.unit))),
    ]


def former(world, records):
    """Accounts that were given keys of every case and may open none today."""
    gone, ended, lost, lent = (officer("xu_ly", world.unit) for _turn in range(4))
    lent.person.grants.all().delete()
    paper = lend(world.head, lent, "lanh_dao", "records.decide")
    paper_of_intake = lend(
        world.verifier, lent, "xu_ly", "records.classify", "records.sealed", "records.read"
    )
    keys = {one.pk: keyed(one) for one in (gone, ended, lost, lent)}
    for record in records:
        for one in (gone, ended, lost, lent):
            cases.give(record, one, Capacity.INTAKE, unlocked=world.key(world.clerk), why="phan_cong")
    old = {
        record.pk: dict(cases.rings_of(cases.case_of(record), Part.FULL, keys[ended.pk]))
        for record in records
    }
    gone.person.grants.all().delete()
    for record in records:
        cases.end(record, ended, by=world.head)
    own_keys.lose(lost)
    Delegation.objects.filter(pk__in=[paper.pk, paper_of_intake.pk]).update(
        ended_on=today(), ended_by=world.head
    )
    names = {
        gone.pk: "left the role",
        ended.pk: "taken away",
        lost.pk: "lost the passphrase",
        lent.pk: "ended delegate",
    }
    return [Hand(name, keys[pk]) for pk, name in names.items()], old


def test_a_thousand_openings_none_of_which_succeeds():
    world = make_world()
    records = [world.case() for _turn in range(CASES)]
    for record in records:
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
    hands, old = former(world, records)
    hands += outsiders(world)
    hands.append(Hand("a verifier, for all of it", world.key(world.verifier)))
    tried = 0
    for record in records:
        for hand in hands:
            for act in ACTS:
                tried += refused(record, hand, act=act)
            tried += refused(record, hand, part=Part.REDACTED) if hand.key.account != world.verifier else 0
            tried += refused(record, hand, by=items.reseal)
        tried += old_keys(record, old[record.pk], hands)
    assert tried >= 1000
    for record in records:
        told = [one.values for one in items.read(record, WHY, unlocked=world.key(world.settler))]
        assert told == [PERSON, CONTENT], "and the right hand still opens every one"


def refused(record, hand, by=items.read, **more):
    """1, when the opening was refused and the try stands in the book."""
    before = SealOpening.objects.filter(account=hand.key.account).exclude(outcome="mo_duoc").count()
    with pytest.raises(Refusal) as told:
        by(record, WHY, unlocked=hand.key, **more)
    assert not any(word in str(told.value) for word in WORDS), hand.name
    after = SealOpening.objects.filter(account=hand.key.account).exclude(outcome="mo_duoc").count()
    assert after == before + 1, (hand.name, more)
    return 1


def old_keys(record, rings, hands):
    """Every private half that somebody could have kept, tried on every item and grant that came after."""
    item = items.put(record, "thu_trao_doi", {"text": "sau"}, by=None)
    tries = 0
    for private in [*rings.values(), *(hand.key.private for hand in hands)]:
        with pytest.raises(Refusal):
            boxes.unseal(item.sealed, private)
        tries += 1
    newest = cases.newest_ring(cases.case_of(record), Part.FULL)
    for hand in hands:
        for grant in SealGrant.objects.filter(ring=newest).exclude(key=hand.key.key):
            with pytest.raises(Refusal):
                boxes.unseal(grant.sealed, hand.key.private)
            tries += 1
    item.delete()
    return tries


class TestOneByOne:
    """The same by name, so that a failure tells which."""

    @pytest.fixture
    def world(self):
        return make_world()

    @pytest.mark.parametrize("role", ROLES)
    def test_a_grant_written_past_the_program_to_a_wrong_role_opens_nothing(self, world, role):
        """Even somebody who writes the table: the matrix is asked again at each opening."""
        record, other = world.case(), officer(role, world.unit)
        mine = keyed(other)
        own = SealGrant.objects.filter(key__account=world.clerk)
        for grant in own:
            private = boxes.unseal(grant.sealed, world.key(world.clerk).private)
            cases.grant(grant.ring, private, mine.key, Capacity.INTAKE, "phan_cong", None)
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            items.read(record, WHY, unlocked=mine)

    def test_a_key_whose_time_is_over(self, world):
        record, key = world.case(), world.key(world.clerk)
        late = Unlocked(key.account, key.key, key.private, timezone.now() - timedelta(seconds=1))
        with pytest.raises(Refusal, match="đang đóng"):
            items.read(record, WHY, unlocked=late)
        with pytest.raises(Refusal, match="đang đóng"):
            cases.give(record, world.verifier, Capacity.VERIFIER, unlocked=late, why="phan_cong")

    def test_the_right_account_with_somebody_elses_private_half(self, world):
        record, key = world.case(), world.key(world.clerk)
        wrong = Unlocked(key.account, key.key, world.key(world.head).private, key.until)
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=wrong)

    def test_somebody_else_with_the_right_private_half_and_the_wrong_key(self, world):
        record, right, wrong = world.case(), world.key(world.clerk), world.key(world.head)
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=Unlocked(wrong.account, wrong.key, right.private, wrong.until))

    def test_a_record_without_a_case(self, world):
        with pytest.raises(Refusal, match="chưa có hồ sơ niêm phong"):
            items.read(denunciation(world.clerk), WHY, unlocked=world.key(world.clerk))

    def test_a_disabled_account(self, world):
        record, key = world.case(), world.key(world.clerk)
        key.account.is_active = False
        key.account.save()
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=key)

    def test_a_ring_made_by_somebody_who_writes_the_table(self, world):
        record, (_private, public) = world.case(), boxes.new_pair()
        SealRing.objects.filter(case_id=record.pk, part=Part.FULL).update(public=public)
        with pytest.raises(Refusal, match="dấu xác thực"):
            items.put(record, "ghi_chu", {"text": "x"}, by=None)
        with pytest.raises(Refusal, match="dấu xác thực"):
            items.read(record, WHY, unlocked=world.key(world.clerk))

    def test_after_hand_over_a_successor_reads_only_what_a_holder_of_the_ended_unit_gave(self, world):
        record, successor = world.case(), make_world()
        record.unit = successor.unit
        record.save()
        new, old = successor.key(successor.clerk), world.key(world.clerk)
        with pytest.raises(Refusal, match="không giữ khóa"):
            items.read(record, WHY, unlocked=new)
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            cases.give(record, successor.clerk, Capacity.INTAKE, unlocked=old, why="thay_the")
        with pytest.raises(Refusal, match="quyết định bàn giao"):
            cases.hand_over(record, successor.clerk, Capacity.INTAKE, unlocked=old, document="1/QĐ")
        handed_over(record, world.unit, successor)
        for document, key in (
            ("", old),
            ("1/QĐ", world.key(world.verifier)),
            ("1/QĐ", world.key(world.head)),
        ):
            with pytest.raises(Refusal, match="quyết định bàn giao"):
                cases.hand_over(record, successor.clerk, Capacity.INTAKE, unlocked=key, document=document)
        with pytest.raises(Refusal, match="không cho giữ khóa"):
            cases.hand_over(record, world.verifier, Capacity.INTAKE, unlocked=old, document="1/QĐ")
        cases.hand_over(record, successor.clerk, Capacity.INTAKE, unlocked=old, document="1/QĐ")
        assert [one.values for one in items.read(record, WHY, unlocked=new)] == [PERSON, CONTENT]
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            items.read(record, WHY, unlocked=old)

    def test_recovery_of_the_province_gives_a_successor_its_cases(self, world):
        record, successor = world.case(), make_world()
        record.unit = successor.unit
        record.save()
        share = recovering.shares_of(world.head)[0]
        wish = recovering.Wish(record, successor.settler, Capacity.SETTLER)
        act = recovering.begin(
            share, [wish], unlocked=world.key(world.head), reason="chuyen_don_vi", document="9/QĐ-UBND"
        )
        recovering.finish(act, unlocked=world.key(world.settler))
        told = items.read(record, WHY, unlocked=successor.key(successor.settler))
        assert [one.values for one in told] == [PERSON, CONTENT]

    def test_a_delegate_opens_while_the_paper_holds(self, world):
        record, lent = world.case(), officer("", world.unit)
        paper = lend(world.verifier, lent, "xu_ly", "records.classify", "records.sealed", "records.read")
        mine = keyed(lent)
        cases.give(record, lent, Capacity.INTAKE, unlocked=world.key(world.clerk), why="uy_quyen")
        assert items.read(record, WHY, unlocked=mine)
        Delegation.objects.filter(pk=paper.pk).update(ended_on=today(), ended_by=world.head)
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            items.read(record, WHY, unlocked=mine)

    def test_a_release_changed_for_another_day_of_another_key(self, world):
        record = world.case()
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        release = releasing.release(
            record,
            world.verifier,
            "1/QĐ",
            today(),
            today(),
            unlocked=world.key(world.clerk),
            asked=WHY,
        )
        release.key = world.key(world.head).key
        with pytest.raises(Refusal):
            releasing.read_released(release, unlocked=world.key(world.head))


def test_the_table_of_items_is_not_shortened_unseen():
    world = make_world()
    record = world.case()
    items.read(record, WHY, unlocked=world.key(world.clerk))
    SealItem.objects.filter(case_id=record.pk).delete()
    with pytest.raises(Refusal, match="đã bị sửa"):
        items.read(record, WHY, unlocked=world.key(world.settler))


class TestHandedOverAtTheDesk:
    @pytest.fixture
    def world(self):
        return make_world()

    @pytest.fixture
    def moved(self, world):
        record, successor = world.case(), make_world()
        record.unit = successor.unit
        record.save()
        handed_over(record, world.unit, successor)
        return record, successor

    def sent(self, successor, **more):
        return {
            "receiver": f"{successor.clerk.pk}:tiep_nhan",
            "document": "9/QĐ-UBND",
            "phrase": PHRASE,
        } | more

    def test_a_holder_of_the_ended_unit_gives_the_keys_on(self, world, moved, as_app):
        record, successor = moved
        client, address = desk_of(world.clerk), reverse("seal:hand_over", args=[record.public_id])
        assert address in client.get(reverse("seal:own_key")).content.decode()
        for wrong in ({"document": ""}, {"document": "ông Tư"}, {"receiver": ""}, {"phrase": "sai"}):
            assert client.post(address, self.sent(successor, **wrong)).status_code == 400, wrong
        assert client.post(address, self.sent(successor)).status_code == 302
        told = items.read(record, WHY, unlocked=successor.key(successor.clerk))
        assert [one.values for one in told] == [PERSON, CONTENT]

    @pytest.mark.parametrize("who", ["head", "verifier"])
    def test_nobody_else_has_such_a_form(self, world, moved, as_app, who):
        record, successor = moved
        client, address = desk_of(getattr(world, who)), reverse("seal:hand_over", args=[record.public_id])
        assert address not in client.get(reverse("seal:own_key")).content.decode()
        assert client.post(address, self.sent(successor)).status_code == 404
        assert not SealGrant.objects.filter(why="thay_the").exists()

    def test_nor_is_there_one_for_a_case_that_stayed(self, world, as_app):
        record = world.case()
        address = reverse("seal:hand_over", args=[record.public_id])
        client = desk_of(world.clerk)
        assert address not in client.get(reverse("seal:own_key")).content.decode()
        assert client.post(address, {"phrase": PHRASE}).status_code == 404


def handed_over(record, old, successor):
    """The decision by which a record of an ended unit is the successor's."""
    act = UnitAct.objects.create(
        kind="giai_the",
        on=DAY,
        paper_no="1/NQ",
        paper_on=DAY,
        paper_title="minh họa",
        made_by=successor.head,
        state="da_xac_nhan",
        shown="0" * 64,
        decided_by=successor.head,
        decided_at=timezone.now(),
    )
    Handover.objects.create(
        record=record,
        act=act,
        from_unit=old,
        unit=successor.unit,
        on=DAY,
        reason="minh họa",
        old_year=2023,
        old_no=1,
        decided_by=successor.head,
        decided_at=timezone.now(),
    )
