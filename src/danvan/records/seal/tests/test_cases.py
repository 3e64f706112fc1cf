"""A case: to add needs no key, to read needs one that was given, and nobody else comes in; what is taken away stays away."""

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.org.tests.factories import make_unit
from danvan.records.models import Capacity, Part, SealGrant, SealItem, SealOpening
from danvan.records.seal import attempts, boxes, cases, covering, items, modes, own_keys, witness
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    PERSON,
    WHY,
    denunciation,
    keyed,
    make_world,
    mark_all,
    officer,
    seals_on_network,
    words_of,
)
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def last(record):
    return SealOpening.objects.filter(record_id=record.pk).order_by("-id").first()


class TestACase:
    def test_is_added_to_without_a_key_and_read_with_one(self, world):
        record = world.case()
        assert words_of(items.read(record, WHY, unlocked=world.key(world.settler))) == PERSON | CONTENT

    def test_files_come_out_as_they_went_in(self, world):
        record, data = world.case(filled=False), bytes(range(256)) * 40
        items.put(record, "ban_quet", {}, [("bản quét.pdf", data)], by=None)
        [one] = items.read(record, WHY, unlocked=world.key(world.clerk))
        assert one.files == [("bản quét.pdf", data)]

    def test_each_reading_stands_in_the_book_before(self, world):
        record = world.case()
        items.read(record, WHY, unlocked=world.key(world.settler))
        row = last(record)
        assert (row.account, row.post, row.outcome, row.reason) == (
            world.settler,
            "Phó Chủ tịch",
            "mo_duoc",
            "giai_quyet",
        )
        assert (row.document, row.kinds, row.seen) == ("12/QĐ-UBND", "nguoi_to_cao, noi_dung", 2)

    def test_some_kinds_alone(self, world):
        record = world.case()
        opened = items.read(record, WHY, unlocked=world.key(world.clerk), kinds=("noi_dung",))
        assert words_of(opened) == CONTENT
        assert last(record).kinds == "noi_dung"

    @pytest.mark.parametrize(
        ("reason", "document"),
        [("", ""), ("tò mò", ""), ("giai_quyet", "ông Trần Văn A"), ("giai_quyet", "12/QĐ-UBND của bà Hoa")],
    )
    def test_not_without_a_reason_of_the_list_or_with_words_for_a_number(self, world, reason, document):
        with pytest.raises(Refusal):
            items.read(world.case(), items.Asked(reason, document), unlocked=world.key(world.clerk))

    @pytest.mark.parametrize(
        "number",
        [
            *("12/QĐ-UBND", "05/2026/BB-TXM", "7", "130/KH-UBND", "12/TB-TTr", "12a/TB-TTR", "3/TTr-SNV"),
            *("45/UBND-NC", "1/QĐ", "99/CV-VP.UBND", "2/GUQ-UBND", "1/KL-ĐTT2"),
        ],
    )
    def test_numbers_of_documents_are_taken(self, world, number):
        items.Asked("giai_quyet", number).check()

    @pytest.mark.parametrize(
        "number",
        [
            *("1/NGUYEN-VAN-BINH", "1/0912345678", "1/001085012345", "7-TRANTHITHU", "1/XOM3-THONDONG"),
            *("1/QĐ-NGUYENVANBINH", "1/QĐ-0912345678", "1/QĐ-12", "1/QĐ-TRAN-THI-THU", "0912345678"),
            *("1/QĐ UBND", "1/qđ-ubnd của bà Hoa", "1/QĐ-", "/QĐ", "1/QĐ-ubnd,"),
        ],
    )
    def test_what_could_name_somebody_is_no_number(self, world, number):
        with pytest.raises(Refusal, match="không ghi tên người"):
            items.Asked("giai_quyet", number).check()

    @pytest.mark.parametrize("number", ["1/NGUYEN-VAN-BINH", "1/0912345678", "7-TRANTHITHU"])
    def test_the_database_refuses_such_a_number_too(self, world, number):
        with pytest.raises(IntegrityError, match="names_nobody"), transaction.atomic():
            attempts.note(None, world.clerk, "mo_khoa", "mo_duoc", document=number)

    def test_nothing_to_add_is_refused(self, world):
        with pytest.raises(Refusal, match="Chưa có gì"):
            items.put(world.case(filled=False), "noi_dung", {"content": "  "}, by=world.clerk)

    def test_a_second_case_is_refused(self, world):
        record = world.case()
        with pytest.raises(Refusal, match="đã có hồ sơ niêm phong"):
            cases.open_case(record, [(world.key(world.clerk).key, Capacity.INTAKE)], by=world.clerk)

    def test_without_a_recovery_key_none_is_made(self, world):
        world.recovery.__class__.objects.update(ended_at=world.recovery.made_at)
        with pytest.raises(witness.Forged, match="khóa khôi phục mới"):
            world.case()

    def test_without_one_who_holds_all_of_it_none_is_made(self, world):
        with pytest.raises(Refusal, match="ít nhất một người"):
            world.case((world.verifier, Capacity.VERIFIER))

    def test_the_recovery_key_of_the_province_serves_a_commune_whose_head_named_it(self, world):
        from danvan.org.tests.factories import put_under

        commune = make_unit()
        put_under(commune, world.unit)
        head = officer("lanh_dao", commune)
        seals_on_network(commune, head)
        assert covering.over(commune.pk) is None
        covering.name(commune, world.unit, by=head)
        assert covering.over(commune.pk) == world.recovery

    def test_of_what_size_it_is_tells_little(self, world):
        record = world.case(filled=False)
        for text in ("a", "a" * 400, "a" * 700):
            items.put(record, "noi_dung", {"content": text}, by=None)
        sizes = {len(row) for row in SealItem.objects.values_list("sealed", flat=True)}
        assert len(sizes) <= 2


class TestHolders:
    def test_a_new_one_reads_after_a_present_one_gave(self, world):
        record, new = world.case(), officer("xu_ly", world.unit)
        mine = keyed(new)
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=mine)
        cases.give(record, new, Capacity.INTAKE, unlocked=world.key(world.clerk), why="phan_cong")
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    @pytest.mark.parametrize(
        ("role", "capacity"),
        [
            ("tong_hop", "tiep_nhan"),
            ("tong_hop", "xac_minh"),
            ("he_thong", "tiep_nhan"),
            ("he_thong", "giai_quyet"),
            ("he_thong", "xac_minh"),
            ("quan_tri", "tiep_nhan"),
            ("quan_tri", "xac_minh"),
            ("van_thu", "tiep_nhan"),
            ("van_thu", "xac_minh"),
            ("thanh_tra", "tiep_nhan"),
            ("kiem_toan", "xac_minh"),
            ("giam_sat", "xac_minh"),
            ("bien_tap", "tiep_nhan"),
            ("chuyen_don", "tiep_nhan"),
            ("tiep_dan", "giai_quyet"),
            ("xu_ly", "giai_quyet"),
            ("giai_quyet", "tiep_nhan"),
            ("xu_ly", "khac"),
        ],
    )
    def test_the_matrix_gives_no_key(self, world, role, capacity):
        record, other = world.case(), officer(role, world.unit)
        keyed(other)
        with pytest.raises(Refusal, match="không cho giữ khóa"):
            cases.give(record, other, capacity, unlocked=world.key(world.clerk), why="phan_cong")
        assert not SealGrant.objects.filter(key__account=other).exists()

    def test_whoever_has_no_key_of_his_own_gets_none(self, world):
        with pytest.raises(Refusal, match="chưa đặt cụm mật khẩu"):
            cases.give(
                world.case(),
                officer("xu_ly", world.unit),
                Capacity.INTAKE,
                unlocked=world.key(world.clerk),
                why="lap",
            )

    def test_one_who_holds_nothing_gives_nothing(self, world):
        record, new = world.case(), officer("xu_ly", world.unit)
        keyed(new)
        with pytest.raises(Refusal, match="không giữ khóa"):
            cases.give(record, new, Capacity.INTAKE, unlocked=world.key(world.head), why="phan_cong")

    def test_a_verifier_reads_the_redacted_copy_alone(self, world):
        record = world.case()
        items.put(record, "ban_da_che", {"content": "Ông Lê Văn Mẫu … [đã che]"}, by=world.clerk)
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        mine = world.key(world.verifier)
        assert words_of(items.read(record, WHY, unlocked=mine, part=Part.REDACTED)) == {
            "content": "Ông Lê Văn Mẫu … [đã che]"
        }
        with pytest.raises(Refusal, match="không giữ khóa"):
            items.read(record, WHY, unlocked=mine)
        assert last(record).outcome == "khong_co_khoa"
        with pytest.raises(Refusal):
            cases.rings_of(cases.case_of(record), Part.FULL, mine)

    def test_a_verifier_gives_no_key_of_what_he_reads(self, world):
        record, new = world.case(), officer("xu_ly", world.unit)
        keyed(new)
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        with pytest.raises(Refusal):
            cases.give(record, new, Capacity.INTAKE, unlocked=world.key(world.verifier), why="phan_cong")

    def test_whom_a_role_left_reads_nothing_more(self, world):
        record = world.case()
        world.clerk.person.grants.all().delete()
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            items.read(record, WHY, unlocked=world.key(world.clerk))
        assert last(record).outcome == "khong_co_quyen"


class TestAHolderTakenAway:
    @pytest.fixture
    def record(self, world):
        record = world.case()
        self.private = {
            grant.ring_id: boxes.unseal(grant.sealed, world.key(world.clerk).private)
            for grant in SealGrant.objects.filter(key__account=world.clerk, ring__part=Part.FULL)
        }
        cases.end(record, world.clerk, by=world.head)
        return record

    def test_opens_nothing_and_his_copy_is_empty(self, world, record):
        with pytest.raises(Refusal):
            items.read(record, WHY, unlocked=world.key(world.clerk))
        grants = SealGrant.objects.filter(key__account=world.clerk)
        assert {bytes(grant.sealed) for grant in grants} == {b""}

    def test_what_comes_in_goes_to_the_new_key_the_old_copy_is_useless(self, world, record):
        item = items.put(record, "thu_trao_doi", {"text": "thư đến sau"}, by=None)
        assert item.ring.number == 2
        for private in self.private.values():
            with pytest.raises(Refusal):
                boxes.unseal(item.sealed, private)
        told = words_of(items.read(record, WHY, unlocked=world.key(world.settler)))
        assert told == PERSON | CONTENT | {"text": "thư đến sau"}

    def test_what_lay_there_before_is_sealed_anew_in_one_act(self, world, record):
        before = list(SealItem.objects.values_list("sealed", flat=True))
        [private] = self.private.values()
        assert boxes.unseal(before[0], private), (
            "a copy of the table from before still opens with the old key"
        )
        assert items.waits_for_reseal(cases.case_of(record)) == 2
        assert items.reseal(record, WHY, unlocked=world.key(world.settler)) == 2
        assert items.waits_for_reseal(cases.case_of(record)) == 0
        for sealed in SealItem.objects.values_list("sealed", flat=True):
            with pytest.raises(Refusal):
                boxes.unseal(sealed, private)
        assert words_of(items.read(record, WHY, unlocked=world.key(world.settler))) == PERSON | CONTENT

    def test_sealed_anew_only_by_one_who_holds(self, world, record):
        with pytest.raises(Refusal):
            items.reseal(record, WHY, unlocked=world.key(world.clerk))

    def test_may_be_given_a_key_again(self, world, record):
        cases.give(record, world.clerk, Capacity.INTAKE, unlocked=world.key(world.settler), why="phan_cong")
        assert words_of(items.read(record, WHY, unlocked=world.key(world.clerk))) == PERSON | CONTENT

    def test_the_last_who_holds_all_of_it_stays(self, world, record):
        with pytest.raises(Refusal, match="duy nhất"):
            cases.end(record, world.settler, by=world.head)

    def test_only_the_head_or_a_holder_takes_away(self, world):
        record = world.case()
        with pytest.raises(Refusal):
            cases.end(record, world.settler, by=officer("xu_ly", world.unit))

    def test_a_verifier_taken_away_renews_the_redacted_ring_alone(self, world):
        record = world.case()
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        [ring] = cases.end(record, world.verifier, by=world.clerk)
        assert (ring.part, ring.number) == (Part.REDACTED, 2)
        assert cases.newest_ring(cases.case_of(record), Part.FULL).number == 1


class TestWhatWasTouched:
    @pytest.fixture
    def pair(self, world):
        first, second = world.case(), world.case()
        return first, second

    def refused(self, world, record):
        """By its marks; and by what lies inside, where somebody had the key of the marks as well."""
        with pytest.raises(Refusal, match=r"dấu xác thực|không đúng chỗ hoặc đã bị sửa"):
            items.read(record, WHY, unlocked=world.key(world.clerk))
        assert last(record).outcome == "bi_sua"
        mark_all()
        with pytest.raises(Refusal, match="không đúng chỗ hoặc đã bị sửa"):
            items.read(record, WHY, unlocked=world.key(world.clerk))

    def rows(self, record):
        return list(SealItem.objects.filter(case_id=record.pk).order_by("number"))

    def put_into(self, row, other, **more):
        SealItem.objects.filter(pk=row.pk).update(sealed=other.sealed, digest=other.digest, **more)

    def test_exchanged_between_cases(self, world, pair):
        self.put_into(self.rows(pair[0])[0], self.rows(pair[1])[0])
        self.refused(world, pair[0])

    def test_a_case_exchanged_whole_with_its_rings(self, world, pair):
        ours, theirs = self.rows(pair[0]), self.rows(pair[1])
        for row, other in zip(ours, theirs, strict=True):
            self.put_into(row, other, ring=other.ring)
        self.refused(world, pair[0])

    def test_two_items_of_a_case_in_each_others_place(self, world, pair):
        first, second = self.rows(pair[0])
        self.put_into(first, second)
        self.put_into(second, first)
        self.refused(world, pair[0])

    def test_told_to_be_of_another_kind(self, world, pair):
        SealItem.objects.filter(pk=self.rows(pair[0])[0].pk).update(kind="ghi_chu")
        self.refused(world, pair[0])

    def test_renumbered(self, world, pair):
        SealItem.objects.filter(pk=self.rows(pair[0])[1].pk).update(number=5)
        self.refused(world, pair[0])

    def test_a_byte_of_it(self, world, pair):
        row = self.rows(pair[0])[0]
        changed = bytearray(row.sealed)
        changed[60] ^= 1
        SealItem.objects.filter(pk=row.pk).update(sealed=bytes(changed))
        self.refused(world, pair[0])
        SealItem.objects.filter(pk=row.pk).update(digest=boxes.digest(bytes(changed)))
        self.refused(world, pair[0])

    def test_the_first_taken_away(self, world, pair):
        SealItem.objects.filter(pk=self.rows(pair[0])[0].pk).delete()
        self.refused(world, pair[0])

    def test_the_first_taken_away_and_the_second_moved_up(self, world, pair):
        first, second = self.rows(pair[0])
        first.delete()
        SealItem.objects.filter(pk=second.pk).update(number=1)
        self.refused(world, pair[0])

    def test_the_last_taken_away_after_somebody_saw_it(self, world, pair):
        items.read(pair[0], WHY, unlocked=world.key(world.settler))
        self.rows(pair[0])[1].delete()
        self.refused(world, pair[0])

    def test_a_ring_with_another_public_half(self, world, pair):
        ring = cases.newest_ring(cases.case_of(pair[0]), Part.FULL)
        ring.__class__.objects.filter(pk=ring.pk).update(public=boxes.new_pair()[1])
        self.refused(world, pair[0])

    def test_a_grant_put_from_one_case_into_another(self, world, pair):
        ours, theirs = (
            SealGrant.objects.get(case_id=record.pk, key__account=world.clerk, ring__part=Part.FULL)
            for record in pair
        )
        SealGrant.objects.filter(pk=ours.pk).update(sealed=theirs.sealed)
        self.refused(world, pair[0])


def test_a_case_needs_a_sealed_record_of_a_unit_that_seals(world):
    record = denunciation(world.clerk)
    world.unit.seal_modes.model.objects.create(
        unit=world.unit, mode="ngoai_he_thong", starts_on="2023-03-01", post="Chủ tịch", decided_by=world.head
    )
    with pytest.raises(Refusal, match="Ngoài hệ thống"):
        cases.open_case(record, [(world.key(world.clerk).key, Capacity.INTAKE)], by=world.clerk)


class TestWhoGives:
    """To give is to let somebody read: whoever may not read all of it today gives nothing, and the try is recorded."""

    def stranger(self, world):
        new = officer("xu_ly", world.unit)
        return new, keyed(new)

    def test_a_verifier_hands_nothing_on(self, world):
        record, (friend, _key) = world.case(), self.stranger(world)
        items.put(record, "ban_da_che", {"content": "đã che"}, by=world.clerk)
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        with pytest.raises(Refusal, match="không giữ khóa"):
            cases.give(record, friend, Capacity.VERIFIER, unlocked=world.key(world.verifier), why="phan_cong")
        assert not SealGrant.objects.filter(key__account=friend).exists()
        assert (last(record).account, last(record).act, last(record).outcome) == (
            world.verifier,
            "trao_khoa",
            "khong_co_khoa",
        )

    def test_a_settler_whose_role_was_taken_away_hands_nothing_on(self, world):
        record, (friend, _key) = world.case(), self.stranger(world)
        world.settler.person.grants.update(role="xu_ly")
        with pytest.raises(Refusal, match="Vai trò hôm nay"):
            cases.give(record, friend, Capacity.INTAKE, unlocked=world.key(world.settler), why="phan_cong")
        assert not SealGrant.objects.filter(key__account=friend).exists()
        assert last(record).outcome == "khong_co_quyen"

    def test_the_head_without_a_key_gives_nothing_and_it_is_recorded(self, world):
        record, (friend, _key) = world.case(), self.stranger(world)
        with pytest.raises(Refusal, match="không giữ khóa"):
            cases.give(record, friend, Capacity.INTAKE, unlocked=world.key(world.head), why="phan_cong")
        assert (last(record).account, last(record).act) == (world.head, "trao_khoa")


class TestWhoEnds:
    def test_a_clerk_who_holds_it_does_not_end_the_settler(self, world):
        record = world.case()
        with pytest.raises(Refusal, match="Chỉ người phân công"):
            cases.end(record, world.settler, by=world.clerk)
        assert cases.holds(cases.case_of(record), world.settler, Part.FULL)
        assert (last(record).act, last(record).outcome) == ("thoi_giu", "khong_co_quyen")

    def test_the_head_does_and_it_is_recorded(self, world):
        record = world.case()
        cases.end(record, world.settler, by=world.head)
        assert (last(record).act, last(record).outcome, last(record).account) == (
            "thoi_giu",
            "mo_duoc",
            world.head,
        )

    def test_nobody_ends_the_last_who_can_still_read(self, world):
        record = world.case()
        world.settler.person.grants.update(role="tong_hop")  # still has a grant, opens nothing
        with pytest.raises(Refusal, match="duy nhất"):
            cases.end(record, world.clerk, by=world.head)
        assert cases.holds(cases.case_of(record), world.clerk, Part.FULL)

    def test_making_a_case_stands_in_the_book(self, world):
        record = world.case(filled=False)
        assert [row.act for row in SealOpening.objects.filter(record_id=record.pk)] == ["lap"]


class TestWithTheModeOff:
    """Nothing new is taken; what lies here is opened, given and taken away as before."""

    @pytest.fixture
    def record(self, world):
        record = world.case()
        modes.decide(world.unit, modes.Mode.OUTSIDE, by=world.head)
        return record

    def test_a_case_is_read(self, world, record):
        assert words_of(items.read(record, WHY, unlocked=world.key(world.settler))) == PERSON | CONTENT

    def test_a_case_is_given_on_and_taken_away(self, world, record):
        new = officer("xu_ly", world.unit)
        mine = keyed(new)
        cases.give(record, new, Capacity.INTAKE, unlocked=world.key(world.clerk), why="phan_cong")
        cases.end(record, world.clerk, by=world.head)
        assert items.reseal(record, WHY, unlocked=mine) == 2
        assert words_of(items.read(record, WHY, unlocked=mine)) == PERSON | CONTENT

    def test_nothing_is_added(self, world, record):
        with pytest.raises(Refusal, match="Ngoài hệ thống"):
            items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk)

    def test_no_case_is_made(self, world, record):
        with pytest.raises(Refusal, match="Ngoài hệ thống"):
            world.case()

    def test_the_database_takes_no_row_that_is_dated_back(self, world, record, as_app):
        other = denunciation(world.clerk)
        row = 'INSERT INTO records_sealcase (record_id, "on", made_at) VALUES (%s, %s, now())'
        with (
            pytest.raises(IntegrityError, match="ngoài hệ thống"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(row, [other.pk, "2023-01-05"])


class TestTheEndOfACase:
    """What stood last when somebody looked is looked for by the next."""

    def forged(self, record):
        """The last item replaced by one that is sealed to its very place."""
        item = SealItem.objects.filter(case_id=record.pk, part="day_du").select_related("ring").last()
        before = SealItem.objects.get(case_id=record.pk, part="day_du", number=item.number - 1)
        place = boxes.Place(
            record.pk,
            f"{item.ring.part}/{item.ring.number}",
            bytes(item.ring.public).hex(),
            item.kind,
            item.number,
            before.digest,
        )
        box = boxes.seal_item(place, items.packed({"content": "ông Mẫu vô tội"}, []))
        SealItem.objects.filter(pk=item.pk).update(sealed=box, digest=boxes.digest(box))

    def test_a_last_one_that_was_replaced_is_noticed(self, world):
        record = world.case()
        items.read(record, WHY, unlocked=world.key(world.settler))
        self.forged(record)
        with pytest.raises(Refusal, match="bị sửa"):
            items.read(record, WHY, unlocked=world.key(world.settler))
        assert last(record).outcome == "bi_sua"

    def test_also_after_more_was_added_behind_it(self, world):
        record = world.case()
        items.read(record, WHY, unlocked=world.key(world.settler))
        self.forged(record)
        mark_all()
        items.put(record, "thu_trao_doi", {"text": "sau"}, by=None)
        with pytest.raises(Refusal, match="bị sửa"):
            items.read(record, WHY, unlocked=world.key(world.settler))

    def test_sealing_anew_is_no_fault(self, world):
        record = world.case()
        items.read(record, WHY, unlocked=world.key(world.settler))
        cases.end(record, world.clerk, by=world.head)
        items.put(record, "thu_trao_doi", {"text": "sau"}, by=None)
        assert items.reseal(record, WHY, unlocked=world.key(world.settler)) == 3
        for _turn in range(2):
            assert len(items.read(record, WHY, unlocked=world.key(world.settler))) == 3


class TestSize:
    def test_only_what_is_wanted_is_opened(self, world, monkeypatch):
        record = world.case()
        for name in "abc":
            items.put(record, "ban_quet", {}, [(f"{name}.pdf", name.encode())], by=None)
        opened, real = [], boxes.unseal_item
        monkeypatch.setattr(
            boxes, "unseal_item", lambda box, key, place: opened.append(place.number) or real(box, key, place)
        )
        [one] = items.read(record, WHY, unlocked=world.key(world.clerk), kinds=("ban_quet",), number=4)
        assert (opened, one.files) == ([4], [("b.pdf", b"b")])

    def test_names_and_sizes_come_without_the_bytes(self, world):
        record = world.case(filled=False)
        items.put(record, "ban_quet", {}, [("a.pdf", b"12345")], by=None)
        [one] = items.read(record, WHY, unlocked=world.key(world.clerk), with_files=False)
        assert (one.files, one.sizes) == ([], [("a.pdf", 5)])

    def test_a_part_holds_no_more_than_it_may(self, world, monkeypatch):
        record = world.case(filled=False)
        monkeypatch.setattr(items, "MOST_BYTES", 3000)
        items.put(record, "ghi_chu", {"text": "x"}, by=None)
        items.put(record, "ghi_chu", {"text": "x"}, by=None)
        with pytest.raises(Refusal, match="không nhận thêm"):
            items.put(record, "ghi_chu", {"text": "x"}, by=None)

    def test_a_verifier_reads_the_newest_copy_alone(self, world):
        record = world.case()
        for text in ("chưa che hết", "đã che hết"):
            items.put(record, "ban_da_che", {"content": text}, by=world.clerk)
        cases.give(
            record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        found = items.read(record, WHY, unlocked=world.key(world.verifier), part=Part.REDACTED)
        assert [one.values for one in found] == [{"content": "đã che hết"}]
        both = items.read(record, WHY, unlocked=world.key(world.clerk), part=Part.REDACTED)
        assert len(both) == 2


class TestALostKey:
    def test_empties_shares_and_what_let_a_verifier_know(self, world):
        from danvan.records.models import SealShare
        from danvan.records.seal import releasing
        from danvan.records.today import today

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
        own_keys.lose(world.verifier)
        own_keys.lose(world.settler)
        release.refresh_from_db()
        assert (bytes(release.sealed), release.ended_at is None) == (b"", False)
        share = SealShare.objects.get(key__account=world.settler)
        assert bytes(share.sealed) == b""
        rows = SealOpening.objects.filter(record_id=record.pk, act="mat_khoa")
        assert {row.account for row in rows} == {world.verifier, world.settler}

    def test_with_the_last_verifiers_key_his_release_ends_and_comes_back_by_nothing(self, world):
        from danvan.records.seal import releasing
        from danvan.records.today import today

        record, key = world.case(), world.key(world.verifier)
        for _turn in range(2):
            cases.give(
                record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
            )
            if _turn == 0:
                release = releasing.release(
                    record,
                    world.verifier,
                    "1/QĐ",
                    today(),
                    today(),
                    unlocked=world.key(world.clerk),
                    asked=WHY,
                )
                cases.end(record, world.verifier, by=world.head)
        release.refresh_from_db()
        with pytest.raises(Refusal, match="hết hiệu lực"):
            releasing.read_released(release, unlocked=key)
