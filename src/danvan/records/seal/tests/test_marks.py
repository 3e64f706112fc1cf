"""Marks against marks: false ones that somebody plants, keys that are lost, renewing while others write."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from danvan.config import cli
from danvan.records import keys
from danvan.records.models import HistoryRow, Part, SealItem, SealMark, SealRing
from danvan.records.seal import adopting, boxes, cases, items, witness
from danvan.records.seal.tests.seal_world import WHY, make_world
from danvan.records.seal.tests.test_witness import as_app, plant_ring, refused

pytestmark = pytest.mark.django_db
INSERT = (
    'INSERT INTO records_sealmark ("table", row, key_id, mac, tag, why, at)'
    " VALUES (%s, %s, %s, %s, %s, 'ghi', now())"
)


@pytest.fixture(autouse=True)
def database_of_the_test(monkeypatch):
    """Commands must not start one of their own."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)


@pytest.fixture(autouse=True)
def own_file(settings, tmp_path):
    settings.INTAKE_KEY_FILE = tmp_path / "keys" / "intake"


@pytest.fixture
def world():
    return make_world()


def plant_mark(row, *, key_id="0" * 16, mac="1" * 64, tag="2" * 64):
    as_app(INSERT, row._meta.db_table, row.pk, key_id, mac, tag)


@contextmanager
def unguarded():
    """As the owner of the database writes who puts a table back to what it was before an upgrade."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_sealmark DISABLE TRIGGER USER")
        yield
        cursor.execute("ALTER TABLE records_sealmark ENABLE TRIGGER USER")


def untag():
    """Marks as the form before had them, which said nothing of themselves."""
    with unguarded():
        SealMark.objects.update(tag="")


def full_ring(record):
    return cases.newest_ring(cases.case_of(record), Part.FULL)


class TestAPlantedMark:
    @pytest.mark.parametrize("known", [True, False], ids=["a known key", "an unknown key"])
    @pytest.mark.parametrize("tag", ["", "2" * 64], ids=["bare", "with a false tag"])
    def test_shuts_no_row_that_the_program_marked(self, world, known, tag):
        record = world.case()
        ring = full_ring(record)
        key_id = next(iter(keys.read(settings.INTAKE_KEY_FILE))) if known else "a" * 16
        plant_mark(ring, key_id=key_id, tag=tag)
        assert witness.unmarked([ring]) == []
        items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk)

    def test_waiting_for_a_row_to_come_shuts_it_neither(self, world):
        record = world.case()
        coming = SealItem(pk=SealItem.objects.order_by("-pk")[0].pk + 1)
        plant_mark(coming)
        items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk)
        assert len(items.read(record, WHY, unlocked=world.key(world.clerk))) == 3

    def test_made_of_a_true_ones_parts_counts_for_no_other_row(self, world):
        record = world.case()
        own = SealMark.objects.get(table="records_sealring", row=full_ring(record).pk)
        planted = SealRing.objects.get(pk=plant_ring(record, boxes.new_pair()[1]))
        plant_mark(planted, key_id=own.key_id, mac=own.mac, tag=own.tag)
        assert witness.unmarked([planted]) == [planted]

    def test_repeated_to_the_letter_is_refused_by_the_database(self, world):
        ring = full_ring(world.case())
        own = SealMark.objects.get(table="records_sealring", row=ring.pk)
        with pytest.raises(IntegrityError):
            plant_mark(ring, key_id=own.key_id, mac=own.mac, tag=own.tag)

    def test_of_an_older_state_without_its_tag_brings_that_state_not_back(self, world):
        """An item sealed anew, set back to its older bytes, with its older mark copied bare."""
        record = world.case()
        item = SealItem.objects.filter(case_id=record.pk, part=Part.FULL).first()
        old = SealMark.objects.get(table="records_sealitem", row=item.pk)
        ring, sealed, digest = item.ring_id, bytes(item.sealed), item.digest
        cases.end(record, world.settler, by=world.head)
        items.reseal(record, WHY, unlocked=world.key(world.clerk))
        as_app(
            "UPDATE records_sealitem SET ring_id = %s, sealed = %s, digest = %s WHERE id = %s",
            *(ring, sealed, digest, item.pk),
        )
        plant_mark(item, key_id=old.key_id, mac=old.mac, tag="")
        assert witness.unmarked([SealItem.objects.get(pk=item.pk)])

    @pytest.mark.parametrize("column", ["id", "id, at"])
    def test_chooses_not_its_own_number(self, world, column):
        ring = full_ring(world.case())
        values = ", now()" if "at" in column else ""
        with pytest.raises(DatabaseError, match="denied"):
            as_app(
                f'INSERT INTO records_sealmark ({column}, "table", row, key_id, mac, tag, why)'
                f" VALUES (9000000000000000000{values}, 'records_sealring', %s, %s, %s, '', 'ghi')",
                *(ring.pk, "a" * 16, "1" * 64),
            )

    def test_nor_are_all_numbers_used_up(self, world):
        with pytest.raises(DatabaseError, match="denied"):
            as_app("SELECT setval('records_sealmark_id_seq', 9223372036854775807)")

    def test_the_program_signs_a_row_once_and_says_when_that_fails(self, world):
        ring = full_ring(world.case())
        with pytest.raises(IntegrityError), transaction.atomic():
            witness.sign(ring)


class TestAMarkOfTheFormBefore:
    """Without a tag: the newest counts, as it did when it was written, until it is renewed."""

    def test_goes_on_counting_and_is_renewed(self, world):
        record = world.case()
        untag()
        assert len(items.read(record, WHY, unlocked=world.key(world.clerk))) == 2
        assert adopting.renew() > 5
        assert adopting.renew() == 0
        ring = full_ring(record)
        plant_mark(ring)
        assert witness.unmarked([ring]) == []

    def test_behind_a_planted_one_is_judged_by_the_operator(self, world, capsys):
        record = world.case()
        untag()
        ring = full_ring(record)
        plant_mark(ring, tag="")
        refused(lambda: items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk))
        assert cli.main(["seal-adopt"]) == 1
        told = capsys.readouterr().out
        assert f"records_sealring {ring.pk}," in told
        assert "có dấu cũ hơn đúng" in told
        code = told.split("--apply ")[1].split()[0]
        assert cli.main(["seal-adopt", "--apply", code, "--document", "5/BB", "--on", "30/11/2026"]) == 0
        items.put(record, "ghi_chu", {"text": "x"}, by=world.clerk)

    def test_that_is_false_is_listed_as_one_that_somebody_changed(self, world):
        record = world.case()
        untag()
        SealRing.objects.filter(pk=full_ring(record).pk).update(public=boxes.new_pair()[1])
        [waits] = adopting.waiting()
        assert "có thể đã bị sửa" in adopting.told(waits)


class TestALostKeyFile:
    """After a restore without the file: the marks stand under a key that nobody has any more."""

    @pytest.fixture
    def case(self, world):
        record = world.case()
        settings.INTAKE_KEY_FILE.rename(settings.INTAKE_KEY_FILE.with_name("kept"))
        assert cli.main(["intake-key", "--new"]) == 0
        return record

    @pytest.fixture
    def code(self, case, capsys):
        capsys.readouterr()
        assert cli.main(["seal-adopt"]) == 1
        told = capsys.readouterr().out
        assert "dấu bằng khóa không có trong tệp khóa" in told
        assert f"case_id {case.pk}" in told
        return told.split("--apply ")[1].split()[0]

    def test_shuts_the_case_until_somebody_answers_for_the_list(self, world, case, code):
        refused(lambda: items.read(case, WHY, unlocked=world.key(world.clerk)))
        assert cli.main(["seal-adopt", "--apply", code, "--document", "7/BB", "--on", "28/11/2026"]) == 0
        assert len(items.read(case, WHY, unlocked=world.key(world.clerk))) == 2
        assert cli.main(["seal-adopt"]) == 0

    def test_is_recorded_with_the_paper(self, code):
        adopting.adopt(code, document="7/BB", on=date(2026, 11, 28))
        [reason] = (
            HistoryRow.objects.filter(reason__contains=code).values_list("reason", flat=True).distinct()
        )
        assert "7/BB ngày 28/11/2026" in reason

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ([], "ghi số và ngày văn bản"),
            (["--document", "7/BB"], "ghi số và ngày văn bản"),
            (["--on", "28/11/2026"], "ghi số và ngày văn bản"),
            (["--document", "ông Nguyễn Văn A", "--on", "28/11/2026"], "không ghi tên người"),
            (["--document", "7/BB", "--on", "31/2/2026"], "không có trong lịch"),
        ],
    )
    def test_takes_nothing_over_without_a_paper(self, world, case, code, more, sentence, capsys):
        assert cli.main(["seal-adopt", "--apply", code, *more]) == 2
        assert sentence in capsys.readouterr().err
        refused(lambda: items.read(case, WHY, unlocked=world.key(world.clerk)))

    def test_found_again_serves_beside_the_new_one(self, world, case, code):
        """Both keys in one file: what was adopted meanwhile stays true, and what was not is true again."""
        adopting.adopt(code, document="7/BB", on=date(2026, 11, 28))
        found = settings.INTAKE_KEY_FILE.with_name("kept").read_text()
        with settings.INTAKE_KEY_FILE.open("a") as out:
            out.write(found)
        assert len(items.read(case, WHY, unlocked=world.key(world.clerk))) == 2

    def test_found_again_before_anything_was_adopted_leaves_nothing_to_adopt(self, world, case, code):
        with settings.INTAKE_KEY_FILE.open("a") as out:
            out.write(settings.INTAKE_KEY_FILE.with_name("kept").read_text())
        assert adopting.waiting() == []
        assert len(items.read(case, WHY, unlocked=world.key(world.clerk))) == 2

    def test_is_no_way_for_a_row_that_is_proven_changed(self, world):
        """Its true mark is under a key that is here: a further one under an unknown key puts it in no list."""
        ring = full_ring(world.case())
        SealRing.objects.filter(pk=ring.pk).update(public=boxes.new_pair()[1])
        plant_mark(ring, key_id="a" * 16)
        plant_mark(ring, key_id="a" * 16, mac="3" * 64, tag="")
        assert adopting.waiting() == []


class TestRenewing:
    def test_signs_what_stands_when_the_case_is_its_own(self, world, monkeypatch):
        """Somebody who had the case before seals it anew: what was read earlier must not be signed over that."""
        record, other = world.case(), world.case()
        cases.end(record, world.settler, by=world.head)
        cases.end(other, world.settler, by=world.head)
        keys.make(settings.INTAKE_KEY_FILE)
        lock, others = cases.lock_case, {record.pk: record, other.pk: other}

        def after_another(of):
            lock(of)
            if one := others.pop(of.pk, None):
                items.reseal(one, WHY, unlocked=world.key(world.clerk))

        monkeypatch.setattr(cases, "lock_case", after_another)
        assert adopting.renew() > 10
        assert not others
        for one in (record, other):
            assert len(items.read(one, WHY, unlocked=world.key(world.clerk))) == 2

    def test_locks_each_case_before_its_rows_are_read(self, world):
        world.case(), world.case()
        keys.make(settings.INTAKE_KEY_FILE)
        with CaptureQueriesContext(connection) as asked:
            adopting.renew()
        orders = [one["sql"] for one in asked]
        locks = [n for n, sql in enumerate(orders) if "records_record" in sql and "FOR UPDATE" in sql]
        reads = [n for n, sql in enumerate(orders) if 'FROM "records_sealitem"' in sql]
        assert len(locks) == len(reads) == 2
        assert locks[0] < reads[0] < locks[1] < reads[1]

    def test_of_many_rows_goes_by_batches(self, world, monkeypatch):
        world.case(), world.case()
        keys.make(settings.INTAKE_KEY_FILE)
        monkeypatch.setattr(witness, "BATCH", 2)
        assert adopting.renew() > 10
        assert adopting.renew() == 0
        assert not [row for rows in witness.covered() for row in witness.unmarked(rows)]


class TestTheKeyThatIsForgotten:
    @pytest.fixture
    def old(self, world):
        world.case()
        [old] = keys.read(settings.INTAKE_KEY_FILE)
        keys.make(settings.INTAKE_KEY_FILE)
        adopting.renew()
        return old

    @pytest.mark.parametrize("row", [9_000_000_000, -1], ids=["a row that never was", "a number below one"])
    def test_is_held_by_no_mark_without_its_row(self, old, row):
        as_app(INSERT, "records_sealring", row, old, "1" * 64, "")
        as_app(INSERT, "no_such_table", row, old, "1" * 64, "")
        assert old not in witness.held_by_key()
        assert cli.main(["intake-key", "forget", old]) == 0

    def test_nor_by_a_planted_mark_over_a_renewed_row(self, old):
        ring = SealRing.objects.first()
        plant_mark(ring, key_id=old, tag="")
        assert cli.main(["intake-key", "forget", old]) == 0
        assert witness.unmarked([ring]) == []

    def test_is_held_by_one_row_that_is_not_renewed(self, world):
        world.case()
        [old] = keys.read(settings.INTAKE_KEY_FILE)
        keys.make(settings.INTAKE_KEY_FILE)
        assert witness.held_by_key() == {old}
        assert cli.main(["intake-key", "forget", old]) == 1
