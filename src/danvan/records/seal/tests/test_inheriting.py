"""Sealed cases of a unit that ends: said in the act, owed on work lists, given by hand, recovered by who kept parts."""

import pytest
from django.urls import reverse

from danvan.org.acts import deciding
from danvan.org.acts.previews import Touched
from danvan.org.acts.tests.acts_world import BASIS
from danvan.records import writing
from danvan.records.models import Capacity, Handover, Record, SealGrant
from danvan.records.seal import cases, holding, inheriting, items, recovering
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    PERSON,
    PHRASE,
    WHY,
    keyed,
    make_world,
    officer,
    posted,
    seals_on_network,
)
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.handover_world import ON, TODAY, Merged
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


class Place:
    """Xã An seals; it has a case and is merged with Xã Bình into Xã An Bình, which seals as well."""

    def __init__(self):
        self.merged = Merged()
        self.old = make_world(self.merged.an)
        self.record = self.old.case()
        self.shares = {one: recovering.shares_of(one) for one in (self.old.head, self.old.settler)}
        self.merged.confirm()
        self.made = self.merged.made
        self.head, self.clerk = officer("lanh_dao", self.made), officer("tiep_dan", self.made)
        seals_on_network(self.made, self.head, on=ON)

    def move(self):
        """The decision on the record."""
        taken = Record.objects.get(pk=self.record.pk)
        writing.hand_over(taken, self.made, by=self.merged.heir, on=TODAY, reason="Biên bản 1")
        self.record = Record.objects.select_related("unit").get(pk=self.record.pk)
        return self.record

    def give(self, document="9/QĐ-UBND"):
        self.mine = keyed(self.clerk)
        return cases.hand_over(
            self.record, self.clerk, Capacity.INTAKE, unlocked=self.old.key(self.old.clerk), document=document
        )


@pytest.fixture
def place():
    return Place()


def listed(account):
    page = desk_of(account).get(reverse("records:worklist")).content.decode()
    return page.split("Phải làm ngay")[1].split("</section>")[0] if "Phải làm ngay" in page else ""


class TestBeforeTheAct:
    def told(self, *units):
        return list(inheriting.tell(Touched(ended=frozenset(units)), ON))

    def test_a_unit_that_seals_is_named_with_what_follows(self):
        world = make_world()
        [line] = self.told(world.unit.pk)
        assert str(world.unit.name_on(TODAY)) in line.text
        assert "trao khóa cho đơn vị nhận" in line.text

    def test_the_same_is_said_with_and_without_a_case_so_that_no_number_tells_of_one(self):
        world = make_world()
        before = self.told(world.unit.pk)
        world.case()
        assert before == self.told(world.unit.pk)
        assert before[0].count is None

    def test_one_that_keeps_them_outside_is_not(self):
        merged = Merged()
        assert self.told(merged.an.pk, merged.binh.pk) == []

    def test_stands_in_what_is_shown_before_confirming(self):
        merged = Merged()
        make_world(merged.an)
        act = deciding.propose(merged.wish, BASIS, by=merged.admin)
        groups = deciding.show(act, merged.admin).groups
        assert [len(group.lines) for group in groups if group.key == "niem_phong"] == [1]


class TestOwed:
    def test_by_nobody_before_the_record_was_handed_over(self, place):
        assert Handover.objects.filter(record_id=place.record.pk, unit=None).exists()
        assert inheriting.to_give(place.old.key(place.old.clerk).key) == []
        assert inheriting.without_holder([place.made.pk]) == []

    def test_by_each_who_can_give_and_by_the_head_who_received_until_one_has_given(self, place):
        place.move()
        for holder in (place.old.clerk, place.old.settler):
            assert "Trao khóa cho đơn vị nhận: 1 hồ sơ" in listed(holder)
        assert f"số {place.record.number}" in listed(place.head)
        assert "Chưa có người giữ khóa" in listed(place.head)
        place.give()
        for account in (place.old.clerk, place.old.settler, place.head):
            assert not listed(account)

    @pytest.mark.parametrize("who", ["verifier", "head"])
    def test_by_nobody_who_held_no_key_of_all_of_it(self, place, who):
        place.move()
        assert not listed(getattr(place.old, who))

    def test_by_no_officer_of_the_receiving_unit_but_its_head(self, place):
        place.move()
        assert not listed(place.clerk)

    def test_no_more_once_the_record_is_closed(self, place):
        place.move()
        Record.objects.filter(pk=place.record.pk).update(closed_on=TODAY)
        assert inheriting.without_holder([place.made.pk]) == []

    def test_again_when_the_one_holder_lost_his_role(self, place):
        place.move()
        place.give()
        place.clerk.person.grants.update(role="tong_hop")
        assert "Chưa có người giữ khóa" in listed(place.head)

    def test_is_told_to_a_holder_who_has_no_role_any_more(self, place):
        place.move()
        assert not place.old.clerk.person.grants.filter(valid__contains=TODAY).exists()
        assert reverse("seal:own_key") in listed(place.old.clerk)


class TestGiven:
    def test_at_the_desk_by_the_form_of_who_held_it(self, place, as_app):
        place.move()
        mine = keyed(place.clerk)
        client = desk_of(place.old.clerk)
        answer = client.get(reverse("seal:own_key")).content.decode()
        assert "Bàn giao" in answer
        sent = {"receiver": f"{place.clerk.pk}:tiep_nhan", "document": "9/QĐ-UBND", "phrase": PHRASE}
        address = reverse("seal:hand_over", args=[place.record.public_id])
        assert client.post(address, sent).status_code == 302
        assert [one.values for one in items.read(place.record, WHY, unlocked=mine)] == [PERSON, CONTENT]

    def test_also_to_the_recovery_key_over_the_receiving_unit(self, place):
        place.move()
        posts = [
            posted(place.head, place.made, "Chủ tịch", is_head=True),
            posted(officer("giai_quyet", place.made), place.made, "Phó Chủ tịch", is_deputy=True),
            posted(officer("xu_ly", place.made), place.made, "Công chức"),
        ]
        for post in posts:
            keyed(post.holdings.get().person.accounts.get())
        new = recovering.make(place.made, posts, by=place.head)
        place.give()
        covered = SealGrant.objects.filter(case_id=place.record.pk, recovery=new)
        assert covered.count() == 2
        assert {one.why for one in covered} == {"thay_the"}

    def test_without_one_over_it_the_old_one_goes_on_alone(self, place):
        place.move()
        assert place.give() == 2
        kept = SealGrant.objects.filter(case_id=place.record.pk, recovery__isnull=False)
        assert {one.recovery_id for one in kept} == {place.old.recovery.pk}


class TestTheRecoveryKeyOfAnEndedUnit:
    def test_its_parts_still_serve_who_held_the_posts_on_the_last_day(self, place):
        place.move()
        for account, shares in place.shares.items():
            assert [one.pk for one in recovering.shares_of(account)] == [one.pk for one in shares] != []

    def test_two_of_them_give_the_case_to_the_receiving_unit(self, place):
        place.move()
        mine = keyed(place.clerk)
        share = recovering.shares_of(place.old.head)[0]
        act = recovering.begin(
            share,
            [recovering.Wish(place.record, place.clerk, Capacity.INTAKE)],
            unlocked=place.old.key(place.old.head),
            reason="chuyen_don_vi",
            document="9/QĐ-UBND",
        )
        assert recovering.finish(act, unlocked=place.old.key(place.old.settler)) == 1
        assert [one.values for one in items.read(place.record, WHY, unlocked=mine)] == [PERSON, CONTENT]
        assert not listed(place.head)

    def test_who_gave_the_post_up_before_the_unit_ended_brings_nothing(self):
        merged = Merged()
        old = make_world(merged.an)
        record = old.case()
        share = recovering.shares_of(old.head)[0]
        old.head.person.holdings.all().delete()
        merged.confirm()
        assert recovering.shares_of(old.head) == []
        with pytest.raises(Refusal, match="không còn giữ chức vụ"):
            recovering.begin(
                share,
                [recovering.Wish(record, old.clerk, Capacity.INTAKE)],
                unlocked=old.key(old.head),
                reason="chuyen_don_vi",
                document="9/QĐ-UBND",
            )

    def test_makes_no_holder_of_the_ended_unit_a_reader_again(self, place):
        place.move()
        assert not holding.may_hold(place.old.clerk, Capacity.INTAKE, place.record.unit)
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            items.read(place.record, WHY, unlocked=place.old.key(place.old.clerk))
