"""What somebody plants who writes the database but has not the key file: nothing is sealed to it, nothing trusts it."""

import logging
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from danvan.config import cli
from danvan.org.tests.factories import make_unit
from danvan.records import keys, verifying
from danvan.records.models import (
    Capacity,
    HistoryRow,
    Part,
    SealGrant,
    SealItem,
    SealKey,
    SealMark,
    SealOpening,
    SealRecovery,
    SealRecoveryTarget,
    SealRelease,
    SealRing,
    SealShare,
)
from danvan.records.seal import adopting, boxes, cases, items, own_keys, recovering, releasing, witness
from danvan.records.seal.recovering import Wish
from danvan.records.seal.tests.seal_world import WHY, denunciation, keyed, make_world, officer, opened
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
NO_MARK = "không có dấu xác thực"


@pytest.fixture(autouse=True)
def database_of_the_test(monkeypatch):
    """Commands must not start one of their own."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def intruder(world):
    """An officer of the unit who writes the database and has a key of his own."""
    account = officer("tiep_dan", world.unit)
    return SimpleNamespace(account=account, unlocked=keyed(account))


def as_app(order, *values):
    """An order as the program's own role gives it, who took that over."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_app")
        cursor.execute(order, values)
        found = cursor.fetchone()[0] if "RETURNING" in order else None
        cursor.execute("RESET ROLE")
        return found


def plant_ring(record, public, number=2, part=Part.FULL):
    return as_app(
        "INSERT INTO records_sealring (case_id, part, number, public, why, made_at) VALUES (%s, %s, %s, %s, %s, now())"
        " RETURNING id",
        *(record.pk, part, number, public, "thoi_giu"),
    )


def plant_grant(record, ring, key, sealed, capacity=Capacity.INTAKE):
    return as_app(
        "INSERT INTO records_sealgrant (case_id, ring_id, key_id, capacity, sealed, why, given_at)"
        " VALUES (%s, %s, %s, %s, %s, 'lap', now()) RETURNING id",
        *(record.pk, ring, key.pk, capacity, sealed),
    )


def plant_recovery(world):
    SealRecovery.objects.filter(unit=world.unit).update(ended_at=timezone.now())
    return as_app(
        "INSERT INTO records_sealrecovery (unit_id, public, made_by_id, made_at) VALUES (%s, %s, %s, now()) RETURNING id",
        *(world.unit.pk, boxes.new_pair()[1], world.head.pk),
    )


def plant_opening(record, account, seen, tail=""):
    return as_app(
        "INSERT INTO records_sealopening (record_id, account_id, post, act, outcome, reason, document, kinds, seen, tail,"
        " at) VALUES (%s, %s, '', 'xem', 'mo_duoc', '', '', '', %s, %s, now()) RETURNING id",
        *(record.pk, account.pk, seen, tail),
    )


def plant_item(record, text="ông Mẫu vô tội"):
    """An item sealed to its very place, as anybody can who reads the ring's public half."""
    ring = cases.newest_ring(cases.case_of(record), Part.FULL)
    last = SealItem.objects.filter(case_id=record.pk, part=Part.FULL).order_by("number").last()
    place = boxes.Place(
        record.pk, f"day_du/{ring.number}", bytes(ring.public).hex(), "noi_dung", last.number + 1, last.digest
    )
    box = boxes.seal_item(place, items.packed({"content": text}, []))
    return as_app(
        'INSERT INTO records_sealitem (case_id, ring_id, part, kind, number, sealed, digest, "on", at)'
        " VALUES (%s, %s, 'day_du', 'noi_dung', %s, %s, %s, %s, now()) RETURNING id",
        *(record.pk, ring.pk, last.number + 1, box, boxes.digest(box), today()),
    )


def last(record):
    return SealOpening.objects.filter(record_id=record.pk).order_by("-id").first()


def refused(call):
    with pytest.raises(witness.Forged, match=NO_MARK):
        call()


class TestAPlantedRing:
    @pytest.fixture
    def planted(self, world):
        """A whole ring with a copy of its key for every holder, made by the book but for the marks."""
        record = world.case()
        private, public = boxes.new_pair()
        ring = plant_ring(record, public)
        for account in (world.clerk, world.settler):
            key = world.key(account).key
            plant_grant(record, ring, key, boxes.seal(private, key.public))
        return record

    def test_takes_nothing_in(self, world, planted):
        refused(lambda: items.put(planted, "thu_trao_doi", {"text": "x"}, by=None))
        assert SealItem.objects.filter(case_id=planted.pk).count() == 2

    def test_is_told_of_in_the_book_by_who_adds_as_an_officer(self, world, planted):
        refused(lambda: items.put(planted, "ghi_chu", {"text": "x"}, by=world.clerk))
        assert (last(planted).account, last(planted).act, last(planted).outcome) == (
            world.clerk,
            "them",
            "bi_sua",
        )

    def test_is_told_of_in_the_log_by_table_and_row_alone(self, planted, caplog):
        caplog.set_level(logging.ERROR)
        refused(lambda: items.put(planted, "thu_trao_doi", {"text": "lời riêng"}, by=None))
        ring = SealRing.objects.get(case_id=planted.pk, part=Part.FULL, number=2)
        assert f"records_sealring {ring.pk}" in caplog.text
        assert "lời riêng" not in caplog.text

    def test_opens_for_nobody(self, world, planted):
        refused(lambda: items.read(planted, WHY, unlocked=world.key(world.settler)))
        assert last(planted).outcome == "bi_sua"

    def test_is_given_to_nobody(self, world, planted):
        new = officer("tiep_dan", world.unit)
        keyed(new)
        refused(
            lambda: cases.give(
                planted, new, Capacity.INTAKE, unlocked=world.key(world.clerk), why=SealGrant.Why.ASSIGNED
            )
        )
        assert not SealGrant.objects.filter(key__account=new).exists()

    def test_seals_nothing_anew(self, world, planted):
        refused(lambda: items.reseal(planted, WHY, unlocked=world.key(world.clerk)))

    def test_of_the_redacted_copy_as_well(self, world):
        record = world.case()
        plant_ring(record, boxes.new_pair()[1], part=Part.REDACTED)
        refused(lambda: items.put(record, "ban_da_che", {"content": "x"}, by=world.clerk))


class TestAPlantedGrant:
    @pytest.fixture
    def record(self, world, intruder):
        record = world.case()
        ring = cases.newest_ring(cases.case_of(record), Part.FULL)
        plant_grant(record, ring.pk, intruder.unlocked.key, b"\x01nothing")
        return record

    def test_goes_into_no_next_generation(self, world, intruder, record):
        """Otherwise whoever is on the newest ring would get the key of the one after."""
        refused(lambda: cases.end(record, world.clerk, by=world.head))
        assert not SealRing.objects.filter(case_id=record.pk, number=2).exists()

    def test_nor_when_a_holder_ends_his_own_key(self, world, intruder, record):
        refused(lambda: cases.key_lost(world.settler, knows_last=True))
        assert own_keys.living(world.settler), "all of it is undone"

    def test_lets_its_account_read_nothing_and_stands_in_the_book(self, intruder, record):
        refused(lambda: items.read(record, WHY, unlocked=intruder.unlocked))
        assert (last(record).account, last(record).outcome) == (intruder.account, "bi_sua")

    def test_the_other_holders_go_on_reading(self, world, record):
        assert len(items.read(record, WHY, unlocked=world.key(world.settler))) == 2

    def test_given_another_capacity_it_is_no_longer_what_was_written(self, world, record):
        own = SealGrant.objects.filter(key__account=world.settler, case_id=record.pk)
        assert not witness.unmarked(own)
        own.update(capacity=Capacity.INTAKE)
        assert len(witness.unmarked(own.all())) == own.count() > 0


class TestAPlantedKey:
    def test_a_recovery_key_gets_no_copy_of_a_new_case(self, world):
        plant_recovery(world)
        record = denunciation(world.clerk)
        refused(
            lambda: cases.open_case(record, [(world.key(world.clerk).key, Capacity.INTAKE)], by=world.clerk)
        )
        assert not SealGrant.objects.filter(case_id=record.pk).exists()

    def test_nor_of_a_case_that_is_renewed(self, world):
        record = world.case()
        plant_recovery(world)
        refused(lambda: cases.end(record, world.clerk, by=world.head))

    def test_a_key_for_somebody_who_never_set_one_gets_nothing(self, world):
        record, other = world.case(), officer("tiep_dan", world.unit)
        as_app(
            "INSERT INTO records_sealkey (account_id, public, vault, salt, passes, memory, made_at, ended_why)"
            " VALUES (%s, %s, '', '', 1, 1, now(), '')",
            *(other.pk, boxes.new_pair()[1]),
        )
        refused(
            lambda: cases.give(
                record, other, Capacity.INTAKE, unlocked=world.key(world.clerk), why=SealGrant.Why.ASSIGNED
            )
        )

    def test_a_public_half_that_the_owner_exchanged_gets_nothing(self, world):
        record = world.case()
        SealKey.objects.filter(account=world.settler).update(public=boxes.new_pair()[1])
        refused(lambda: cases.end(record, world.clerk, by=world.head))

    def test_a_verifier_with_an_exchanged_key_is_told_nothing(self, world):
        record = world.case()
        cases.give(
            record,
            world.verifier,
            Capacity.VERIFIER,
            unlocked=world.key(world.clerk),
            why=SealGrant.Why.ASSIGNED,
        )
        SealKey.objects.filter(account=world.verifier).update(public=boxes.new_pair()[1])
        refused(
            lambda: releasing.release(
                record,
                world.verifier,
                "5/QĐ",
                today(),
                today(),
                unlocked=world.key(world.clerk),
                asked=WHY,
            )
        )
        assert not SealRelease.objects.exists()


class TestRecovery:
    @pytest.fixture
    def act(self, world):
        record = world.case()
        share = next(one for one in recovering.shares_of(world.head) if one.recovery_id == world.recovery.pk)
        wish = Wish(record, world.clerk, Capacity.INTAKE)
        return recovering.begin(
            share, [wish], unlocked=world.key(world.head), reason="mat_cum", document="1/QĐ"
        )

    def test_a_receiver_planted_between_the_two_gets_nothing(self, world, intruder, act):
        as_app(
            "INSERT INTO records_sealrecoverytarget (act_id, case_id, key_id, capacity) VALUES (%s, %s, %s, 'tiep_nhan')",
            *(act.pk, act.targets.get().case_id, intruder.unlocked.key.pk),
        )
        refused(lambda: recovering.finish(act, unlocked=world.key(world.settler)))
        assert not SealGrant.objects.filter(key=intruder.unlocked.key).exists()

    def test_a_receiver_exchanged_by_the_owner_gets_nothing(self, world, intruder, act):
        SealRecoveryTarget.objects.update(key=intruder.unlocked.key)
        refused(lambda: recovering.finish(act, unlocked=world.key(world.settler)))

    def test_a_part_moved_to_another_post_serves_nobody(self, world, act):
        share = recovering.shares_of(world.settler)[0]
        SealShare.objects.filter(recovery=share.recovery).exclude(pk=share.pk).delete()
        free = next(number for number in (1, 2, 3) if number != share.number)
        SealShare.objects.filter(pk=share.pk).update(number=free)
        refused(lambda: recovering.finish(act, unlocked=world.key(world.settler)))


class TestOpeningsAndItems:
    def test_a_planted_opening_neither_closes_a_case_in_silence_nor_hides_an_exchange(self, world):
        record = world.case()
        plant_opening(record, world.clerk, 2, "0" * 64)
        refused(lambda: items.read(record, WHY, unlocked=world.key(world.settler)))
        assert last(record).outcome == "bi_sua"

    def test_nor_one_that_claims_more_than_there_is(self, world):
        record = world.case()
        plant_opening(record, world.clerk, 200)
        refused(lambda: items.read(record, WHY, unlocked=world.key(world.settler)))

    def test_a_refused_try_needs_no_mark_since_nothing_believes_it(self, world):
        record = world.case()
        plant_opening(record, world.clerk, 0)
        assert len(items.read(record, WHY, unlocked=world.key(world.settler))) == 2

    def test_a_planted_item_is_read_by_nobody_though_it_is_sealed_to_its_place(self, world):
        record = world.case()
        plant_item(record)
        refused(lambda: items.read(record, WHY, unlocked=world.key(world.settler)))

    def test_and_nothing_is_added_behind_it(self, world):
        record = world.case()
        plant_item(record)
        refused(lambda: items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk))

    def test_an_item_exchanged_at_the_end_is_noticed_though_nobody_had_opened_since(self, world):
        record = world.case()
        item = SealItem.objects.filter(case_id=record.pk, part=Part.FULL).last()
        before = SealItem.objects.get(case_id=record.pk, number=item.number - 1, part=Part.FULL)
        place = items._place(record.pk, item.ring, item.kind, item.number, before.digest)
        box = boxes.seal_item(place, items.packed({"content": "khác"}, []))
        as_app(
            "UPDATE records_sealitem SET sealed = %s, digest = %s WHERE id = %s",
            box,
            boxes.digest(box),
            item.pk,
        )
        refused(lambda: items.read(record, WHY, unlocked=world.key(world.settler)))

    def test_a_release_prolonged_by_the_owner_shows_nothing(self, world):
        record = world.case()
        cases.give(
            record,
            world.verifier,
            Capacity.VERIFIER,
            unlocked=world.key(world.clerk),
            why=SealGrant.Why.ASSIGNED,
        )
        release = releasing.release(
            record, world.verifier, "5/QĐ", today(), today(), unlocked=world.key(world.clerk), asked=WHY
        )
        assert releasing.read_released(release, unlocked=world.key(world.verifier))
        SealRelease.objects.filter(pk=release.pk).update(until="2030-01-01")
        release.refresh_from_db()
        refused(lambda: releasing.read_released(release, unlocked=world.key(world.verifier)))


class TestMarks:
    def test_a_copied_mark_is_refused_and_an_invented_one_is_false(self, world, intruder):
        record = world.case()
        ring = cases.newest_ring(cases.case_of(record), Part.FULL)
        planted = SealGrant.objects.get(
            pk=plant_grant(record, ring.pk, intruder.unlocked.key, b"\x01nothing")
        )
        own = SealMark.objects.get(table="records_sealring", row=ring.pk)
        columns = '"table", row, key_id, mac, tag, why, at'
        order = f"INSERT INTO records_sealmark ({columns}) VALUES (%s, %s, %s, %s, %s, 'ghi', now())"
        for mac in (own.mac, "0" * 64):
            as_app(order, "records_sealgrant", planted.pk, own.key_id, mac, own.tag)
            assert witness.unmarked([planted]) == [planted]
        with pytest.raises(IntegrityError):
            as_app(order, "records_sealring", ring.pk, own.key_id, own.mac, own.tag)

    @pytest.mark.parametrize(
        "order", ["UPDATE records_sealmark SET mac = mac", "DELETE FROM records_sealmark"]
    )
    def test_are_neither_changed_nor_removed_by_the_program(self, world, order):
        with pytest.raises(DatabaseError):
            as_app(order)

    def test_stand_for_one_row_of_one_table(self, world):
        record = world.case()
        first, second = SealItem.objects.filter(case_id=record.pk, part=Part.FULL)
        assert witness.unmarked([first, second]) == []
        first.pk, second.pk = second.pk, first.pk
        assert witness.unmarked([first, second]) == [first, second]

    @pytest.mark.parametrize("name", sorted(witness.COVERED))
    def test_cover_columns_that_exist(self, name):
        model = next(one for one in _models() if one.__name__ == name)
        columns = {field.attname for field in model._meta.concrete_fields}
        assert set(witness.COVERED[name]) <= columns

    def test_cover_each_column_that_may_not_become_another(self, world):
        """Whatever the program's role may not change, but for words and days that nothing relies on, is under the mark."""
        world.case()
        for row in (SealKey.objects.first(), SealRing.objects.first(), SealGrant.objects.first()):
            for name in witness.COVERED[type(row).__name__]:
                changed = type(row).objects.get(pk=row.pk)
                setattr(changed, name, _other(getattr(changed, name)))
                assert witness.unmarked([changed]) == [changed], name

    def test_what_has_ended_is_not_woken(self, world):
        record = world.case()
        cases.end(record, world.clerk, by=world.head)
        ended = SealGrant.objects.filter(case_id=record.pk, key__account=world.clerk).first()
        recovering.make(world.unit, [one for one, _key in recovering.posts_for(world.unit)], by=world.head)
        for table, pk in (("records_sealgrant", ended.pk), ("records_sealrecovery", world.recovery.pk)):
            with pytest.raises(IntegrityError, match="đã kết thúc"):
                as_app(f"UPDATE {table} SET ended_at = NULL WHERE id = %s", pk)


def _models():
    from django.apps import apps

    return apps.get_app_config("records").get_models()


def _other(value):
    if isinstance(value, bytes | memoryview):
        return bytes(32)
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 1
    return "khac" if isinstance(value, str) else timezone.now()


class TestTheKeyOfMarks:
    @pytest.fixture(autouse=True)
    def own_file(self, settings, tmp_path):
        settings.INTAKE_KEY_FILE = tmp_path / "keys" / "intake"

    def test_older_ones_go_on_verifying(self, world):
        record = world.case()
        keys.make(settings.INTAKE_KEY_FILE)
        assert len(items.read(record, WHY, unlocked=world.key(world.clerk))) == 2
        items.put(record, "ghi_chu", {"text": "sau"}, by=world.clerk)
        assert len(items.read(record, WHY, unlocked=world.key(world.clerk))) == 3

    def test_another_installations_verify_nothing(self, world, tmp_path, settings):
        record = world.case()
        settings.INTAKE_KEY_FILE = tmp_path / "other"
        refused(lambda: items.read(record, WHY, unlocked=world.key(world.clerk)))

    def test_one_under_which_marks_stand_is_not_forgotten_until_they_are_renewed(self, world, capsys):
        record = world.case()
        [old] = keys.read(settings.INTAKE_KEY_FILE)
        keys.make(settings.INTAKE_KEY_FILE)
        assert cli.main(["intake-key", "forget", old]) == 1
        assert "seal-adopt --renew" in capsys.readouterr().out
        assert cli.main(["seal-adopt", "--renew"]) == 0
        assert cli.main(["intake-key", "forget", old]) == 0
        assert len(items.read(record, WHY, unlocked=world.key(world.clerk))) == 2

    def test_renewing_makes_no_planted_row_true(self, world, intruder):
        record = world.case()
        ring = cases.newest_ring(cases.case_of(record), Part.FULL)
        planted = plant_grant(record, ring.pk, intruder.unlocked.key, b"\x01nothing")
        keys.make(settings.INTAKE_KEY_FILE)
        assert adopting.renew() > 0
        assert adopting.renew() == 0
        assert witness.unmarked([SealGrant.objects.get(pk=planted)])


class TestAdoption:
    @pytest.fixture
    def old(self, world):
        """A case from before there were marks."""
        record = world.case()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_sealmark DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM records_sealmark")
            cursor.execute("ALTER TABLE records_sealmark ENABLE TRIGGER USER")
        return record

    def test_until_then_nothing_of_it_is_used(self, world, old):
        refused(lambda: items.read(old, WHY, unlocked=world.key(world.clerk)))
        refused(lambda: items.put(old, "ghi_chu", {"text": "x"}, by=world.clerk))

    def test_lists_first_and_marks_exactly_that(self, world, old, capsys):
        assert cli.main(["seal-adopt"]) == 1
        listed = capsys.readouterr().out
        assert f"case_id {old.pk}" in listed
        code = listed.split("--apply ")[1].split()[0]
        assert cli.main(["seal-adopt", "--apply", code]) == 0
        assert len(items.read(old, WHY, unlocked=world.key(world.clerk))) == 2
        assert cli.main(["seal-adopt"]) == 0

    def test_of_a_list_that_changed_meanwhile_is_refused(self, world, old, intruder, capsys):
        code = adopting.digest(adopting.waiting())
        ring = cases.newest_ring(cases.case_of(old), Part.FULL)
        plant_grant(old, ring.pk, intruder.unlocked.key, b"\x01nothing")
        assert cli.main(["seal-adopt", "--apply", code]) == 2
        assert "đã đổi" in capsys.readouterr().err
        assert not SealMark.objects.filter(why=SealMark.Why.ADOPTED).exists()

    def test_the_code_covers_public_halves_that_are_not_shown(self, world, old):
        code = adopting.digest(adopting.waiting())
        SealKey.objects.filter(account=world.clerk).update(public=boxes.new_pair()[1])
        with pytest.raises(Refusal, match="đã đổi"):
            adopting.adopt(code)

    def test_is_written_in_the_history_with_its_code(self, old):
        code = adopting.digest(adopting.waiting())
        adopting.adopt(code)
        rows = HistoryRow.objects.filter(table="records_sealmark", reason__contains=code)
        assert rows.count() == SealMark.objects.filter(why=SealMark.Why.ADOPTED).count() > 5

    def test_of_nothing_is_refused(self, world):
        with pytest.raises(Refusal, match="Không có dòng"):
            adopting.adopt("0" * 16)

    def test_never_takes_a_row_whose_mark_is_false(self, world):
        record = world.case()
        SealRing.objects.filter(case_id=record.pk, part=Part.FULL).update(public=boxes.new_pair()[1])
        assert adopting.waiting() == []
        refused(lambda: items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk))


class TestVerify:
    def named(self, scope=None):
        return [
            one for one in verifying.findings(scope or verifying.everything()) if one.kind.startswith("dau")
        ]

    def test_says_nothing_of_what_the_program_wrote(self, world):
        items.read(world.case(), WHY, unlocked=world.key(world.clerk))
        assert self.named() == []

    def test_names_each_planted_row_by_table_and_record_but_tells_no_number(self, world, intruder):
        record = world.case()
        ring = plant_ring(record, boxes.new_pair()[1])
        plant_grant(record, ring, intruder.unlocked.key, b"\x01nothing")
        plant_opening(record, world.clerk, 2, "0" * 64)
        found = self.named()
        assert [one.table for one in found] == [
            "records_sealring",
            "records_sealgrant",
            "records_sealopening",
        ]
        assert all(f"mã nội bộ {record.pk}" in one.text for one in found)
        assert not [one for one in found if f"số {record.number}" in one.text]

    def test_of_one_record_alone(self, world):
        ours, other = world.case(), world.case()
        plant_ring(ours, boxes.new_pair()[1])
        assert self.named(verifying.chains_of_record(str(other.pk))) == []
        assert len(self.named(verifying.chains_of_record(str(ours.pk)))) == 1

    def test_without_the_key_file_it_says_that_it_cannot_tell(self, world, settings, tmp_path):
        world.case()
        settings.INTAKE_KEY_FILE, settings.IS_PRODUCTION = tmp_path / "none", True
        [one] = self.named()
        assert "tệp khóa" in one.text


def test_a_case_of_another_unit_is_untouched_by_what_is_planted_here(world):
    other = make_world(make_unit())
    record, theirs = world.case(), other.case()
    plant_ring(record, boxes.new_pair()[1])
    assert len(items.read(theirs, WHY, unlocked=opened(other.key(other.clerk).key))) == 2
