"""The recovery key: two of three keepers within fifteen minutes give cases to named people; one alone gives nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.org.models import PostHolding
from danvan.org.tests.factories import make_unit
from danvan.records.models import (
    Capacity,
    SealGrant,
    SealKey,
    SealOffer,
    SealOpening,
    SealRecovery,
    SealRecoveryAct,
    SealShare,
)
from danvan.records.seal import boxes, cases, covering, items, jobs, own_keys, recovering, sharing
from danvan.records.seal.recovering import Wish
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    OTHER_PHRASE,
    PERSON,
    PHRASE,
    WHY,
    denunciation,
    keyed,
    make_world,
    mark_all,
    officer,
    opened,
    posted,
    seals_on_network,
    words_of,
)
from danvan.records.tests.desk_world import DAY, desk_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def record(world):
    return world.case()


@pytest.fixture
def clock(monkeypatch):
    real, ahead = timezone.now, [timedelta()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + ahead[0])

    def forward(minutes):
        ahead[0] += timedelta(minutes=minutes)

    return forward


def share_of(account):
    return SealShare.objects.get(key__account=account, key__ended_at=None)


def begun(world, record, receiver, by=None, **more):
    by = by or world.head
    wish = Wish(record, receiver, Capacity.INTAKE)
    sent = {"reason": "mat_cum", "document": "20/QĐ-UBND"} | more
    return recovering.begin(share_of(by), [wish], unlocked=world.key(by), **sent)


class TestTwoOfThree:
    def test_give_a_case_to_who_lost_his_passphrase(self, world, record):
        new = officer("xu_ly", world.unit)
        mine = keyed(new)
        act = begun(world, record, new)
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=mine)
        assert recovering.finish(act, unlocked=world.key(world.settler)) == 1
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    def test_after_all_holders_lost_theirs_nothing_else_opens_it(self, world, record):
        new = officer("xu_ly", world.unit)
        mine = keyed(new)
        cases_before = SealGrant.objects.filter(key__isnull=False, ended_at=None).count()
        own_keys.lose(world.settler)
        world.keys.pop(world.settler.pk)
        world.key(world.settler)
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=world.key(world.settler))
        assert SealGrant.objects.filter(key__isnull=False, ended_at=None).count() < cases_before
        act = begun(world, record, new)
        recovering.finish(act, unlocked=world.key(world.clerk))
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    @pytest.mark.parametrize("first", ["head", "settler", "clerk"])
    @pytest.mark.parametrize("second", ["head", "settler", "clerk"])
    def test_any_two_and_never_one_twice(self, world, record, first, second):
        new = officer("xu_ly", world.unit)
        keyed(new)
        act = begun(world, record, new, by=getattr(world, first))
        finisher = world.key(getattr(world, second))
        if first == second:
            with pytest.raises(Refusal, match="người khác"):
                recovering.finish(act, unlocked=finisher)
            assert not SealGrant.objects.filter(key__account=new).exists()
        else:
            assert recovering.finish(act, unlocked=finisher) == 1

    def test_within_fifteen_minutes(self, world, record, clock):
        new = officer("xu_ly", world.unit)
        keyed(new)
        act = begun(world, record, new)
        clock(15)
        world.keys.clear()
        key = SealKey.objects.get(account=world.settler)
        with pytest.raises(Refusal, match="15 phút"):
            recovering.finish(act, unlocked=opened(key))
        assert jobs.clear(DAY, DAY) >= 2
        assert not SealOffer.objects.exists()

    def test_once(self, world, record):
        new = officer("xu_ly", world.unit)
        keyed(new)
        act = begun(world, record, new)
        recovering.finish(act, unlocked=world.key(world.settler))
        assert not SealOffer.objects.exists(), "no part waits any longer"
        with pytest.raises(Refusal):
            recovering.finish(act, unlocked=world.key(world.clerk))

    def test_each_stands_in_the_heads_book(self, world, record):
        new = officer("xu_ly", world.unit)
        keyed(new)
        recovering.finish(begun(world, record, new), unlocked=world.key(world.settler))
        row = SealOpening.objects.get(act="khoi_phuc")
        assert (row.record_id, row.account, row.document) == (record.pk, world.settler, "20/QĐ-UBND")
        page = desk_of(world.head).get(reverse("seal:book")).content.decode()
        assert "20/QĐ-UBND" in page
        assert "đã trao lại khóa" in page

    def test_a_new_generation_is_recovered_too(self, world, record):
        cases.end(record, world.clerk, by=world.head)
        items.put(record, "thu_trao_doi", {"text": "sau"}, by=None)
        new = officer("xu_ly", world.unit)
        mine = keyed(new)
        recovering.finish(begun(world, record, new), unlocked=world.key(world.settler))
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT | {"text": "sau"}


class TestWhoMayNot:
    def test_whoever_left_the_post(self, world, record):
        PostHolding.objects.filter(person=world.head.person).delete()
        with pytest.raises(Refusal, match="chức vụ"):
            begun(world, record, world.clerk)

    def test_somebody_else_with_ones_share(self, world, record):
        with pytest.raises(Refusal, match="không giữ phần"):
            recovering.begin(
                share_of(world.head),
                [Wish(record, world.clerk, Capacity.INTAKE)],
                unlocked=world.key(world.settler),
                reason="mat_cum",
                document="1/QĐ",
            )

    def test_a_stranger_to_the_shares(self, world, record):
        act = begun(world, record, world.verifier)
        with pytest.raises(Refusal, match="không giữ phần"):
            recovering.finish(act, unlocked=world.key(world.verifier))

    @pytest.mark.parametrize(
        "more", [{"reason": ""}, {"reason": "tò mò"}, {"document": ""}, {"document": "theo lời ông Tư"}]
    )
    def test_without_reason_or_document(self, world, record, more):
        with pytest.raises(Refusal):
            begun(world, record, world.verifier, **more)

    @pytest.mark.parametrize("role", ["tong_hop", "he_thong", "quan_tri", "van_thu"])
    def test_for_whom_the_matrix_gives_no_key(self, world, record, role):
        other = officer(role, world.unit)
        keyed(other)
        with pytest.raises(Refusal, match="không cho giữ khóa"):
            begun(world, record, other)

    def test_for_a_case_of_another_recovery_key(self, world):
        other = make_world()
        with pytest.raises(Refusal, match="không mở được hồ sơ đã chọn"):
            recovering.begin(
                share_of(world.head),
                [Wish(other.case(), other.verifier, Capacity.INTAKE)],
                unlocked=world.key(world.head),
                reason="mat_cum",
                document="1/QĐ",
            )

    def test_with_a_row_changed_for_another_public_half(self, world, record):
        act = begun(world, record, world.verifier)
        SealRecovery.objects.update(public=boxes.new_pair()[1])
        with pytest.raises(Refusal, match="dấu xác thực"):
            recovering.finish(act, unlocked=world.key(world.settler))
        mark_all()  # and should the key of the marks be known, too
        with pytest.raises(Refusal, match="không khớp"):
            recovering.finish(act, unlocked=world.key(world.settler))

    def test_nothing_chosen(self, world):
        with pytest.raises(Refusal, match="từ một đến"):
            recovering.begin(
                share_of(world.head), [], unlocked=world.key(world.head), reason="mat_cum", document="1/QĐ"
            )


class TestPaper:
    def test_is_printed_once_by_its_keeper(self, world):
        share = share_of(world.head)
        words = recovering.print_share(share, unlocked=world.key(world.head))
        assert sharing.from_paper(words)[1] == share.number
        with pytest.raises(Refusal, match="đã in một lần"):
            recovering.print_share(share, unlocked=world.key(world.head))

    def test_is_printed_by_nobody_else(self, world):
        with pytest.raises(Refusal):
            recovering.print_share(share_of(world.head), unlocked=world.key(world.settler))

    def test_serves_as_the_second_part(self, world, record):
        words = recovering.print_share(share_of(world.settler), unlocked=world.key(world.settler))
        SealShare.objects.filter(pk=share_of(world.settler).pk).update(sealed=b"\x01broken")
        new = officer("xu_ly", world.unit)
        keyed(new)
        act = begun(world, record, new)
        with pytest.raises(Refusal):
            recovering.finish(act, unlocked=world.key(world.settler))
        assert recovering.finish(act, unlocked=world.key(world.settler), paper=words) == 1

    def test_of_another_key_does_not(self, world, record):
        other = make_world()
        words = recovering.print_share(share_of(other.settler), unlocked=other.key(other.settler))
        act = begun(world, record, world.verifier)
        with pytest.raises(Refusal, match="không khớp"):
            recovering.finish(act, unlocked=world.key(world.settler), paper=words)


class TestAnEndedRecoveryKey:
    """That a key has ended means that nothing further is sealed to it; what hangs on it is recovered by its keepers."""

    def renewed(self, world):
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        return recovering.make(world.unit, posts, by=world.head)

    def old_share(self, world, account):
        return SealShare.objects.get(recovery=world.recovery, key__account=account)

    def test_goes_on_opening_the_cases_made_under_it(self, world, record):
        new = officer("xu_ly", world.unit)
        mine = keyed(new)
        self.renewed(world)
        act = recovering.begin(
            self.old_share(world, world.head),
            [Wish(record, new, Capacity.INTAKE)],
            unlocked=world.key(world.head),
            reason="mat_cum",
            document="1/QĐ-UBND",
        )
        assert recovering.finish(act, unlocked=world.key(world.settler)) == 1
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    def test_is_given_nothing_further(self, world, record):
        new = self.renewed(world)
        later = world.case()
        assert not SealGrant.objects.filter(case_id=later.pk, recovery=world.recovery).exists()
        assert SealGrant.objects.filter(case_id=later.pk, recovery=new).count() == 2

    def test_stands_on_the_page_with_its_cases_while_some_hang_on_it(self, world, record, as_app):
        self.renewed(world)
        shares = recovering.shares_of(world.settler)
        assert [share.recovery_id == world.recovery.pk for share in shares] == [False, True]
        page = desk_of(world.settler).get(reverse("seal:recovery")).content.decode()
        assert "Khóa khôi phục cũ" in page
        assert f'value="{record.public_id}"' in page

    def test_without_a_case_serves_no_longer(self, world):
        self.renewed(world)
        assert [share.recovery_id for share in recovering.shares_of(world.head)] == [
            covering.over(world.unit.pk).pk
        ]
        with pytest.raises(Refusal, match="không còn hồ sơ"):
            recovering.print_share(self.old_share(world, world.head), unlocked=world.key(world.head))

    def test_does_not_open_a_case_of_the_newer_one(self, world, record):
        self.renewed(world)
        later = world.case()
        with pytest.raises(Refusal, match="không mở được hồ sơ đã chọn"):
            recovering.begin(
                self.old_share(world, world.head),
                [Wish(later, world.verifier, Capacity.INTAKE)],
                unlocked=world.key(world.head),
                reason="mat_cum",
                document="1/QĐ-UBND",
            )


class TestWhoLostTheOwnKey:
    """A printed part serves whoever holds its post today and has a key; nobody else, by paper as little as without."""

    def lost(self, world, *accounts):
        for account in accounts:
            own_keys.lose(account)
            world.keys[account.pk] = keyed(account, OTHER_PHRASE)

    def printed(self, world, *accounts):
        return [recovering.print_share(share_of(one), unlocked=world.key(one)) for one in accounts]

    def begun_by_paper(self, world, record, receiver, by, paper):
        return recovering.begin(
            SealShare.objects.get(recovery=world.recovery, post__holdings__person=by.person),
            [Wish(record, receiver, Capacity.INTAKE)],
            unlocked=world.key(by),
            reason="mat_cum",
            document="20/QĐ-UBND",
            paper=paper,
        )

    def test_all_holders_lost_theirs_two_papers_open(self, world, record):
        second, third = self.printed(world, world.settler, world.clerk)
        self.lost(world, world.settler, world.clerk)
        act = self.begun_by_paper(world, record, world.clerk, world.settler, second)
        assert recovering.finish(act, unlocked=world.key(world.clerk), paper=third) == 1
        found = items.read(record, WHY, unlocked=world.key(world.clerk))
        assert words_of(found) == PERSON | CONTENT

    def test_the_first_has_the_share_the_second_his_paper(self, world, record):
        [words] = self.printed(world, world.settler)
        self.lost(world, world.settler)
        act = begun(world, record, world.clerk)
        with pytest.raises(Refusal, match="từ bản giấy"):
            recovering.finish(act, unlocked=world.key(world.settler))
        assert recovering.finish(act, unlocked=world.key(world.settler), paper=words) == 1

    def test_the_successor_in_the_post_brings_the_paper_he_was_handed(self, world, record):
        [words] = self.printed(world, world.settler)
        new = officer("xu_ly", world.unit)
        PostHolding.objects.filter(person=world.settler.person).update(person=new.person)
        mine = keyed(new)
        act = begun(world, record, new)
        assert recovering.finish(act, unlocked=mine, paper=words) == 1
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    def test_who_left_the_post_finishes_nothing_with_paper(self, world, record):
        [words] = self.printed(world, world.settler)
        act = begun(world, record, world.verifier)
        PostHolding.objects.filter(person=world.settler.person).delete()
        for paper in ("", words):
            with pytest.raises(Refusal, match="không còn giữ chức vụ"):
                recovering.finish(act, unlocked=world.key(world.settler), paper=paper)
        assert not SealGrant.objects.filter(why="khoi_phuc").exists()

    def test_who_left_the_post_begins_nothing_with_paper(self, world, record):
        [words] = self.printed(world, world.settler)
        share = share_of(world.settler)
        PostHolding.objects.filter(person=world.settler.person).delete()
        with pytest.raises(Refusal, match="không còn giữ chức vụ"):
            recovering.begin(
                share,
                [Wish(record, world.verifier, Capacity.INTAKE)],
                unlocked=world.key(world.settler),
                reason="mat_cum",
                document="1/QĐ",
                paper=words,
            )

    def test_who_found_a_paper_and_holds_no_post_uses_it_nowhere(self, world, record):
        [words] = self.printed(world, world.settler)
        act = begun(world, record, world.clerk)
        with pytest.raises(Refusal, match="không giữ phần"):
            recovering.finish(act, unlocked=world.key(world.verifier), paper=words)

    def test_an_ended_key_in_hand_serves_no_longer(self, world, record):
        [words] = self.printed(world, world.settler)
        act, held = begun(world, record, world.clerk), world.key(world.settler)
        own_keys.lose(world.settler)
        for paper in ("", words):
            with pytest.raises(Refusal, match="đã kết thúc"):
                recovering.finish(act, unlocked=held, paper=paper)

    def test_paper_of_another_part_is_not_taken_for_it(self, world, record):
        [words] = self.printed(world, world.clerk)
        act = begun(world, record, world.verifier)
        with pytest.raises(Refusal, match="không phải phần khóa số"):
            recovering.finish(act, unlocked=world.key(world.settler), paper=words)

    def test_offers_go_to_present_keys_alone(self, world, record):
        self.lost(world, world.settler)
        act = begun(world, record, world.verifier)
        waiting = {offer.key_id for offer in act.offers.all()}
        assert waiting == {world.key(world.settler).key.pk, world.key(world.clerk).key.pk}
        assert recovering.waiting(world.settler) == [act]

    def test_the_page_asks_for_the_paper(self, world, record, as_app):
        [words] = self.printed(world, world.settler)
        self.lost(world, world.settler)
        client, share = desk_of(world.settler), SealShare.objects.get(printed_at__isnull=False)
        assert "chỉ dùng được bản giấy" not in client.get(reverse("seal:recovery")).content.decode()
        SealShare.objects.filter(pk=share.pk).update(printed_at=None)
        page = client.get(reverse("seal:recovery")).content.decode()
        assert "chỉ dùng được bản giấy" in page
        sent = {
            "case": [record.public_id],
            "receiver": f"{world.verifier.pk}:tiep_nhan",
            "reason": "mat_cum",
            "document": "7/QĐ-UBND",
            "phrase": OTHER_PHRASE,
        }
        begin = reverse("seal:recovery_begin", args=[share.pk])
        assert client.post(begin, sent).status_code == 400
        assert client.post(begin, sent | {"paper": words}).status_code == 302


class TestMaking:
    def test_no_row_holds_the_private_half(self, world):
        parts = [
            boxes.unseal(share_of(account).sealed, world.key(account).private)
            for account in (world.head, world.settler, world.clerk)
        ]
        private = sharing.join(parts[:2])
        assert boxes.public_of(private) == bytes(world.recovery.public)
        for share in SealShare.objects.all():
            assert private[:16] not in bytes(share.sealed)

    @pytest.mark.parametrize("many", [0, 1, 2])
    def test_needs_three_posts(self, world, many):
        posts = [post for post, _key in recovering.posts_for(world.unit)][:many]
        with pytest.raises(Refusal, match="đúng ba chức vụ"):
            recovering.make(world.unit, posts, by=world.head)

    def test_needs_three_people(self, world):
        second = posted(world.head, world.unit, "Bí thư")
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        doubled = [post for post in posts if post.title in ("Chủ tịch", "Phó Chủ tịch")] + [second]
        with pytest.raises(Refusal, match="ba người khác nhau"):
            recovering.make(world.unit, doubled, by=world.head)

    def test_by_the_head_alone(self, world):
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        for other in (world.settler, world.clerk, officer("lanh_dao", make_unit())):
            with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
                recovering.make(world.unit, posts, by=other)

    def test_not_where_nothing_is_sealed(self):
        unit = make_unit()
        head = officer("lanh_dao", unit)
        with pytest.raises(Refusal, match="không niêm phong"):
            recovering.make(unit, [], by=head)

    def test_a_further_one_ends_the_first_and_what_hangs_on_it_stays(self, world, record):
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        new = recovering.make(world.unit, posts, by=world.head)
        world.recovery.refresh_from_db()
        assert world.recovery.ended_at
        assert SealGrant.objects.filter(recovery=world.recovery).count() == 2
        assert covering.over(world.unit.pk) == new

    def test_a_post_whose_holder_has_no_key_is_not_offered(self, world):
        post = posted(officer("xu_ly", world.unit), world.unit, "Công chức tư pháp")
        assert post not in [one for one, _key in recovering.posts_for(world.unit)]


class TestThePage:
    def address(self, name, *args):
        return reverse(f"seal:{name}", args=args)

    def test_from_making_to_giving(self, as_app):
        unit = make_unit()
        head, clerk, settler, new = (
            officer(role, unit) for role in ("lanh_dao", "tiep_dan", "giai_quyet", "xu_ly")
        )
        seals_on_network(unit, head)
        for account in (head, clerk, settler, new):
            keyed(account)
        posts = [
            posted(one, unit, title)
            for one, title in ((head, "Chủ tịch"), (clerk, "Công chức"), (settler, "Phó"))
        ]
        client = desk_of(head)
        assert "Chưa có khóa khôi phục" in client.get(self.address("recovery")).content.decode()
        sent = {"post": [post.pk for post in posts]}
        assert client.post(self.address("recovery_make", unit.pk), sent).status_code == 302
        own = share_of(head)
        printed = client.post(self.address("recovery_print", own.pk), {"phrase": PHRASE}).content.decode()
        assert "không hiện lại" in printed
        assert client.post(self.address("recovery_print", own.pk), {"phrase": PHRASE}).status_code == 400
        world_case = self.case(clerk, settler)
        sent = {
            "case": [world_case.public_id],
            "receiver": f"{new.pk}:tiep_nhan",
            "reason": "vang_mat",
            "document": "7/QĐ-UBND",
            "phrase": PHRASE,
        }
        assert client.post(self.address("recovery_begin", own.pk), sent).status_code == 302
        second = desk_of(settler)
        assert "Chờ Bà/Ông hoàn thành" in second.get(self.address("recovery")).content.decode()
        [act] = SealRecoveryAct.objects.all()
        assert second.post(self.address("recovery_finish", act.pk), {"phrase": PHRASE}).status_code == 302
        assert SealGrant.objects.filter(key__account=new).count() == 2

    def case(self, clerk, settler):
        record = denunciation(clerk)
        given = [(own_keys.living(clerk), "tiep_nhan"), (own_keys.living(settler), "giai_quyet")]
        cases.open_case(record, given, by=clerk)
        return record

    def test_is_for_heads_and_keepers(self, world, as_app):
        assert desk_of(world.verifier).get(self.address("recovery")).status_code == 403
        assert desk_of(world.settler).get(self.address("recovery")).status_code == 200

    def test_of_another_unit_nothing_is_made(self, world, as_app):
        client = desk_of(officer("lanh_dao", make_unit()))
        assert client.post(self.address("recovery_make", world.unit.pk), {}).status_code == 404

    def test_somebody_elses_part_is_neither_printed_nor_used(self, world, as_app):
        client = desk_of(world.settler)
        share = share_of(world.head)
        for name in ("recovery_print", "recovery_begin"):
            answer = client.post(self.address(name, share.pk), {"phrase": PHRASE})
            assert answer.status_code == 400
        assert SealShare.objects.get(pk=share.pk).printed_at is None
        assert (
            client.post(
                self.address("recovery_print", share_of(world.settler).pk), {"phrase": OTHER_PHRASE}
            ).status_code
            == 400
        )

    def test_a_try_with_a_part_of_another_post_stands_in_the_book(self, world, record, as_app):
        head, other = desk_of(world.head), share_of(world.head)
        answer = desk_of(world.settler).post(
            self.address("recovery_begin", other.pk), {"phrase": PHRASE, "case": [record.public_id]}
        )
        assert answer.status_code == 400
        row = SealOpening.objects.get(account=world.settler, act="dua_phan_khoa")
        assert (row.outcome, row.record) == ("khong_co_quyen", None)
        assert "đưa ra phần khóa khôi phục" in head.get(reverse("seal:book")).content.decode()
        assert not SealRecoveryAct.objects.exists()

    def test_making_a_recovery_key_stands_in_the_book(self, world):
        row = SealOpening.objects.get(act="lap_khoi_phuc")
        assert (row.account, row.result) == (world.head, "đã làm")
