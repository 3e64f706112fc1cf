"""The run: exactly what was shown goes, everything of it, and the line of the register stays."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from danvan.records import envelopes, files, messages, papers, verifying, writing
from danvan.records.desk.submissions import new_key
from danvan.records.files import store, sweeping
from danvan.records.files.tests.samples import pdf
from danvan.records.models import (
    Envelope,
    File,
    FileText,
    HistoryRow,
    LegalHold,
    Link,
    Message,
    Paper,
    PaperText,
    PersonalDetails,
    Record,
    RegisterBook,
    SealCase,
    SealOpening,
    Tombstone,
)
from danvan.records.models.retention import ENDED, LEAST
from danvan.records.retention import contents, erasing, holds, planning, schedule
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import FILED, OVER, RECEIVED, TODAY, filed, full
from danvan.records.seal import items
from danvan.records.seal.tests import seal_world
from danvan.records.tests.desk_world import classified, desk_of, role_at
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DECISION: dict[str, Any] = {"decision": "12/QĐ-UBND", "decision_on": TODAY}


@pytest.fixture(autouse=True)
def day_of_work(db, settings):
    settings.DEMONSTRATION_DAY = TODAY
    world.stand_on(TODAY)


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def chief(officer):
    return world.chief_of(officer)


def run(chief, **changes):
    digest = planning.plan({chief.at.pk}, TODAY).digest
    return erasing.erase(chief.at, by=chief, on=TODAY, **(DECISION | {"digest": digest} | changes))


class TestWhatGoes:
    def test_a_letter_kept_on_file_for_a_year_goes(self, officer, chief):
        letter = full(officer)
        (stone,) = run(chief)
        assert (stone.record_id, stone.rule, stone.event_on, stone.due_on) == (
            letter.pk,
            "XLD.KEEP",
            FILED,
            OVER,
        )
        assert stone.contents == dict.fromkeys(
            ("loi_ghi", "tep", "thong_tin_ca_nhan", "tin_nhan", "van_ban_doc"), 1
        )
        assert contents.parts_of([letter.pk])[letter.pk].rows == []

    @pytest.mark.parametrize("model", [PersonalDetails, Message, Envelope, Paper])
    def test_no_row_of_content_is_left(self, officer, chief, model):
        letter = full(officer)
        run(chief)
        left = model.objects.filter(record_id=letter.pk)
        assert not left.exists() or model is Paper

    def test_files_leave_hash_and_reason_and_their_bytes_go(
        self, officer, chief, django_capture_on_commit_callbacks
    ):
        letter = full(officer)
        file = File.objects.get(record_id=letter.pk)
        with django_capture_on_commit_callbacks(execute=True):
            run(chief)
        kept = File.objects.get(pk=file.pk)
        assert (kept.name, bytes(kept.key), kept.removal) == ("", b"", File.Removal.EXPIRED)
        assert kept.sha256 == file.sha256
        with pytest.raises(Refusal, match="Không mở được tệp"):
            store.get(file.stored, bytes(file.key))
        assert not FileText.objects.filter(file=file).exists()

    def test_bytes_that_a_stop_left_on_the_disk_are_removed_by_the_job_of_the_day(
        self, officer, chief, monkeypatch
    ):
        letter = full(officer)
        stored = File.objects.get(record_id=letter.pk).stored
        run(chief)  # a test's transaction never commits: what would remove the bytes after it has not run
        assert stored in store.names_older_than(world.long_after())
        monkeypatch.setattr(sweeping.timezone, "now", world.long_after)
        sweeping.drop_orphans(TODAY, TODAY)
        assert stored not in store.names_older_than(world.long_after())

    def test_search_words_go_in_the_same_transaction_and_indexes_are_told_by_a_job(self, officer, chief):
        letter = full(officer)
        assert Record.objects.get(pk=letter.pk).search_internal
        before = ProcrastinateJob.objects.filter(task_name="van_ban_doi").count()
        run(chief)
        record = Record.objects.get(pk=letter.pk)
        assert (record.search_internal, record.search_public, record.identity_released_on) == ("", "", None)
        assert ProcrastinateJob.objects.filter(task_name="van_ban_doi").count() == before + 1

    def test_texts_of_numbered_papers_go_and_number_day_and_hash_stay(self, officer, chief):
        letter = filed(officer)
        paper = Paper.objects.create(
            record_id=letter.pk, unit=letter.unit, key="x", title="x", audience="noi_bo", prepared_on=RECEIVED
        )
        for blocks, personal in (([world.NAME], True), (["không tên"], False)):
            row = paper if personal else Paper.objects.create(**world.copy_of(paper))
            PaperText.objects.create(paper=row, blocks=blocks, is_personal=personal)
            values = {"number": f"{row.pk}/UBND", "dated_on": FILED, "issued_at": "2023-03-15T00:00Z"}
            Paper.objects.filter(pk=row.pk).update(state="da_ban_hanh", sha256="a" * 64, **values)
        (stone,) = run(chief)
        assert stone.contents["loi_van"] == 2
        assert not PaperText.objects.filter(paper__record_id=letter.pk).exists()
        assert {row.sha256 for row in Paper.objects.filter(record_id=letter.pk)} == {"a" * 64}

    def test_an_envelope_of_a_tố_cáo_goes_unopened(self, officer, chief):
        letter = world.sealed_with_envelope(officer)
        (stone,) = run(chief)
        assert stone.contents == {"phong_bi": 1}
        assert not envelopes.is_sealed(letter)

    def test_the_hash_tells_another_content_apart_and_holds_no_word(self, officer, chief):
        one, other = full(officer), filed(officer)
        hashes = {part.hash for part in contents.parts_of([one.pk, other.pk]).values()}
        assert len(hashes) == 2
        told = str(contents.parts_of([one.pk])[one.pk].rows)
        assert not [word for word in (*world.PERSON.values(), "Gieo") if word in told]

    def test_two_senders_of_as_many_letters_have_hashes_that_tell_nothing(self, officer):
        """A guess at a telephone number cannot be tried against what stays."""
        letter = filed(officer)
        before = contents.parts_of([letter.pk])[letter.pk].hash
        PersonalDetails.objects.filter(pk=letter.pk).update(phone=world.PHONE[::-1])
        assert contents.parts_of([letter.pk])[letter.pk].hash == before


class TestWhatStays:
    def test_number_days_class_and_outcome(self, officer, chief):
        letter = full(officer)
        names = [
            *("register_no", "register_year", "received_on", "closed_on", "state", "title", "unit_id"),
            *("kind", "field", "handling", "handled_on", "channel", "signatories", "public_id"),
        ]
        before = [getattr(letter, name) for name in names]
        run(chief)
        after = type(letter).objects.get(pk=letter.pk)
        assert [getattr(after, name) for name in names] == before

    def test_the_number_is_never_given_again(self, officer, chief):
        letter = filed(officer)
        run(chief)
        assert letter_of(officer, RECEIVED).register_no == letter.register_no + 1
        assert RegisterBook.objects.get(unit=officer.at, type="don").last == letter.register_no + 1

    def test_the_tombstone_tells_who_when_by_what_and_is_in_the_history(self, officer, chief):
        letter = filed(officer)
        (stone,) = run(chief)
        assert (stone.by, stone.erased_on, stone.decision, stone.decision_on) == (
            chief,
            TODAY,
            "12/QĐ-UBND",
            TODAY,
        )
        row = HistoryRow.objects.get(table="records_tombstone", chain=f"record:{letter.pk}")
        assert row.actor == chief.pk
        assert row.reason == "Quyết định hủy 12/QĐ-UBND ngày 15/1/2035"
        assert row.after["contents_hash"] == stone.contents_hash

    def test_every_line_of_the_history_that_the_run_writes_names_the_decision(self, officer, chief):
        full(officer), full(officer)
        last = HistoryRow.objects.order_by("id").last().pk
        run(chief)
        written = HistoryRow.objects.filter(pk__gt=last)
        assert {"records_file", "records_record", "records_tombstone"} <= {row.table for row in written}
        assert {(row.actor, row.reason) for row in written} == {
            (chief.pk, "Quyết định hủy 12/QĐ-UBND ngày 15/1/2035")
        }

    def test_other_records_are_not_touched(self, officer, chief):
        filed(officer)
        other, foreign = classified(officer), full(handler())
        run(chief)
        assert world.person_of(other)
        assert world.person_of(foreign)
        assert Message.objects.filter(record_id=foreign.pk).exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"digest": "0" * 64}, "Danh sách đã khác"),
            ({"digest": ""}, "Danh sách đã khác"),
            ({"decision": ""}, "Số văn bản"),
            ({"decision": "bà Gieo"}, "Số văn bản"),
            ({"decision_on": TODAY.replace(day=16)}, "sau ngày"),
        ],
    )
    def test_another_list_or_no_decision(self, officer, chief, changes, sentence):
        letter = full(officer)
        with pytest.raises(Refusal, match=sentence):
            run(chief, **changes)
        assert world.person_of(letter)
        assert not Tombstone.objects.exists()

    def test_an_empty_list(self, chief):
        with pytest.raises(Refusal, match="Không có hồ sơ nào"):
            run(chief)

    @pytest.mark.parametrize("role", ["xu_ly", "giai_quyet", "tong_hop", "thanh_tra", "quan_tri", "he_thong"])
    def test_who_is_not_the_head(self, officer, chief, role):
        letter = filed(officer)
        account = role_at(role, officer)
        with pytest.raises(Refusal, match="không có quyền"):
            run(account)
        assert world.person_of(letter)

    def test_the_head_of_another_unit(self, officer):
        filed(officer)
        digest = planning.plan({officer.at.pk}, TODAY).digest
        with pytest.raises(Refusal, match="không có quyền"):
            erasing.erase(officer.at, by=head(), on=TODAY, digest=digest, **DECISION)

    @pytest.mark.parametrize("what", ["message", "file", "person", "hold", "tie", "another", "gone"])
    def test_anything_that_changed_in_between(self, officer, chief, what):
        letter = filed(officer)
        other = classified(officer)
        digest = planning.plan({officer.at.pk}, TODAY).digest
        world.change(what, letter, officer, chief, other)
        with pytest.raises(Refusal, match="Danh sách đã khác"):
            run(chief, digest=digest)
        assert not Tombstone.objects.exclude(decision="1/KHÁC").exists()

    def test_the_second_run_of_one_list_does_nothing_more(self, officer, chief):
        filed(officer)
        digest = planning.plan({officer.at.pk}, TODAY).digest
        run(chief, digest=digest)
        rows = HistoryRow.objects.count()
        with pytest.raises(Refusal, match="Danh sách đã khác"):
            run(chief, digest=digest)
        assert (Tombstone.objects.count(), HistoryRow.objects.count()) == (1, rows)

    def test_one_that_fails_leaves_all(self, officer, chief, monkeypatch):
        first, second = full(officer), full(officer)
        real = Tombstone.objects.create

        def failing(**values):
            if values["record_id"] == second.pk:
                raise IntegrityError("x")
            return real(**values)

        monkeypatch.setattr(Tombstone.objects, "create", failing)
        with pytest.raises(IntegrityError), transaction.atomic():
            run(chief)
        assert world.person_of(first)
        assert world.person_of(second)


class TestAfterwards:
    @pytest.fixture
    def gone(self, officer, chief):
        letter = full(officer)
        run(chief)
        return type(letter).objects.get(pk=letter.pk)

    def test_no_step_is_taken_and_it_is_not_published(self, gone, officer, chief):
        for move in gone.declared.moves:
            with pytest.raises(Refusal, match="đã được hủy"):
                writing.move(gone, move.key, by=officer, on=TODAY)
        with pytest.raises(Refusal, match="đã được hủy"):
            writing.publish(gone, by=chief, on=TODAY)

    def test_nothing_more_is_taken_of_it(self, gone, officer):
        with pytest.raises(Refusal):
            files.attach(gone, "x.pdf", pdf(), by=officer)
        with pytest.raises(Refusal):
            messages.say(gone, by=officer, text="x", key=new_key())
        for act in (
            lambda: envelopes.seal(gone, {"content": "x"}, by=officer),
            lambda: papers.prepare(gone, "luu_don", by=officer, on=TODAY),
            lambda: Link.objects.create(record_id=gone.pk, source_id=filed(officer).pk),
            lambda: Link.objects.create(record_id=filed(officer).pk, source_id=gone.pk),
        ):
            with pytest.raises((IntegrityError, Refusal)), transaction.atomic():
                act()

    @pytest.mark.parametrize(
        "values",
        [
            {"state": "da_phan_loai"},
            {"closed_on": None},
            {"identity_released_on": TODAY},
            {"published_on": TODAY},
            {"register_no": 99},
            {"register_year": 2030},
            {"received_on": TODAY},
            {"type": "vu_viec"},
        ],
    )
    def test_its_row_stays_as_it_is_whoever_asks(self, gone, values):
        with pytest.raises(IntegrityError), transaction.atomic():
            Record.objects.filter(pk=gone.pk).update(**values)

    def test_the_list_of_what_is_due_does_not_name_it_again(self, gone, officer):
        listed = planning.plan({officer.at.pk}, TODAY)
        assert (listed.due, listed.held) == ((), ())
        assert planning.counts({officer.at.pk}, TODAY) == {}


def tables_of_a_case():
    """Every table whose rows hang on a sealed case."""
    return [
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is SealCase and field.name == "case"
    ]


def test_no_table_of_a_case_is_forgotten_by_the_function_that_takes_them():
    """A new table with a key to a case: the owner's function must empty it, or a destroyed case leaves something behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'records_take_sealed'")
        [[source]] = cursor.fetchall()
    keyed = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is SealCase
    }
    assert len(keyed) >= 8
    for table, column in keyed:
        assert f"DELETE FROM {table} WHERE {column} = p_record" in source, table


class TestSealedCase:
    """What holders alone can read goes too, without anybody having read it."""

    @pytest.fixture
    def case(self, officer):
        made = seal_world.make_world(officer.at)
        record = letter_of(officer, RECEIVED)
        values = {"kind": "to_cao", "field": "dat_dai", "is_eligible": False, "unfit": "khong_ten_dia_chi"}
        record = writing.move(record, "phan_loai", by=officer, on=RECEIVED, **values)
        seal_world.cases.open_case(record, [(made.key(made.clerk).key, "tiep_nhan")], by=made.clerk)
        items.put(record, "noi_dung", seal_world.CONTENT, by=made.clerk)
        return writing.move(record, "luu", by=officer, on=FILED)

    def test_all_of_it_goes_by_the_tombstone_which_counts_what_went(self, case, chief, as_app):
        (stone,) = run(chief)
        assert stone.contents == {"muc_niem_phong": 1, "khoa_trao": 4, "doi_khoa": 2}
        for model in tables_of_a_case():
            assert not model._default_manager.filter(case_id=case.pk).exists(), model.__name__
        assert not SealCase.objects.filter(pk=case.pk).exists()

    def test_the_book_of_openings_and_the_record_stay(self, case, chief, as_app):
        before = list(SealOpening.objects.filter(record_id=case.pk).values_list("act", "outcome"))
        run(chief)
        assert before == list(SealOpening.objects.filter(record_id=case.pk).values_list("act", "outcome"))
        assert before
        assert Record.objects.filter(pk=case.pk).exists()

    def test_no_other_case_loses_anything(self, case, chief, as_app):
        other = seal_world.make_world().case()
        before = [model._default_manager.filter(case_id=other.pk).count() for model in tables_of_a_case()]
        run(chief)
        assert before == [
            model._default_manager.filter(case_id=other.pk).count() for model in tables_of_a_case()
        ]
        assert sum(before) > 5

    def test_no_case_is_made_of_it_again(self, case, officer, chief, as_app):
        run(chief)
        with pytest.raises(IntegrityError, match="đã được hủy"), transaction.atomic():
            SealCase.objects.create(record_id=case.pk, on=TODAY, made_at=timezone.now())

    def test_history_and_marks_are_sound_afterwards(self, case, chief, as_app):
        run(chief)
        scope = verifying.chains_of_record(str(case.pk))
        assert [one.text for one in verifying.findings(scope)] == []

    def test_its_page_still_opens(self, case, officer, chief, as_app):
        run(chief)
        assert desk_of(officer).get(case.get_absolute_url()).status_code == 200

    def test_without_a_tombstone_the_owners_function_takes_nothing(self, case, as_app):
        with pytest.raises(Exception, match="destroyed by decision"), transaction.atomic():
            connection.cursor().execute("SELECT records_take_sealed(%s)", [case.pk])
        assert contents.SealItem.objects.filter(case_id=case.pk).exists()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    kinds=st.lists(
        st.sampled_from(["due", "held", "open", "tied", "young", "judged"]), min_size=1, max_size=6
    )
)
def test_the_run_destroys_exactly_the_list_and_nothing_that_is_held(officer, chief, kinds):
    with transaction.atomic():
        made = [(kind, world.make(kind, officer, chief)) for kind in kinds]
        free = {letter.pk for kind, letter in made if kind == "due"}
        listed = planning.plan({officer.at.pk}, TODAY)
        assert {item.record.pk for item in listed.due} == free
        if free:
            run(chief, digest=listed.digest)
        assert set(Tombstone.objects.values_list("pk", flat=True)) == free
        assert set(PersonalDetails.objects.values_list("pk", flat=True)) >= {
            letter.pk for kind, letter in made if kind != "due"
        }
        with pytest.raises(Refusal):
            run(chief)
        assert Tombstone.objects.count() == len(free)
        assert LegalHold.objects.filter(record_id__in=free).count() == 0
        transaction.set_rollback(True)


def test_every_table_with_a_key_to_a_record_goes_or_is_said_to_stay():
    known = world.GOES | set(world.STAYS)
    assert world.tables_of_records() - known == set()
    assert set(world.STAYS) - world.tables_of_records() == set()


def test_the_database_takes_no_record_that_the_schedule_does_not_end_and_no_time_shorter_than_its_rules():
    assert {(row.type, row.ended) for row in schedule.rows()} == set(ENDED)
    for row in schedule.rows():
        for wording in schedule.wordings(row):
            end = row.time(wording.valid_from)
            assert end is None or end.latest_on >= wording.valid_from.replace(
                year=wording.valid_from.year + 1
            )
    assert LEAST == "1 year"


def test_a_part_is_registered_once():
    other = contents.Part("tep", "khác", lambda ids: [], lambda record, by: None)
    with pytest.raises(ValueError, match="tep"):
        contents.register(other)


def test_what_holds_by_itself_is_asked_for_all_at_once(officer, chief):
    letters = [filed(officer) for _turn in range(3)]
    assert set(holds.holdings([letter.pk for letter in letters], TODAY)) == set()
