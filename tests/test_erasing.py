"""What destroying does to the whole program: no word is left anywhere, no figure moves, no raw order goes round it."""

import json
from datetime import date, timedelta

import psycopg
import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import Error
from django.utils.timezone import localdate

from danvan.config import cli
from danvan.domains.petitions.likeness import indexing
from danvan.records import writing
from danvan.records.models import File, HistoryRow, Record, Tombstone
from danvan.records.retention import erasing, planning
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import FILED, RECEIVED, TODAY, filed, full
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, head, letter_of
from danvan.reports import live
from danvan.reports.commands import as_json
from danvan.reports.form_files import version_on
from danvan.reports.signing import envelope, prepare, sign
from danvan.reports.tests.factories import make_place
from danvan.reports.verification import verify
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal
from tests.support import dump

pytestmark = pytest.mark.django_db
PLANTED = (
    world.NAME,
    world.PHONE,
    world.WORDS,
    "Thôn Gieo Hạt",
    "Bến Gieo",
    "Ủy ban Gieo Chữ",
    "Đơn viết tay",
)
ENVELOPED = (world.NAME, world.WORDS)
QUARTER, FORMS = "2023-Q1", ("dvcq", "01-xld", "02-xld", "01-kqgq", "02-kqgq", "01-tcd")


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


def destroy(chief):
    digest = planning.plan({chief.at.pk}, TODAY).digest
    return erasing.erase(
        chief.at, by=chief, on=TODAY, digest=digest, decision="12/QĐ-UBND", decision_on=TODAY
    )


class TestPlanted:
    @pytest.fixture
    def letter(self, officer):
        letter = full(officer)
        indexing.keep(letter.pk)
        return letter

    def test_what_is_planted_is_there_before(self, letter):
        for word in PLANTED:
            assert dump.holding(word), word

    def test_after_the_run_no_table_holds_a_word_of_it(self, letter, chief, caplog):
        destroy(chief)
        assert {word: dump.holding(word) for word in PLANTED} == {word: set() for word in PLANTED}
        assert not [word for word in PLANTED if word in caplog.text]
        assert not mail.outbox

    def test_of_a_tố_cáo_neither_before_nor_after(self, officer, chief):
        world.sealed_with_envelope(officer)
        for _turn in range(2):
            assert {word: dump.holding(word) for word in ENVELOPED} == {word: set() for word in ENVELOPED}
            if not Tombstone.objects.exists():
                destroy(chief)

    def test_the_key_of_a_file_is_gone_so_that_an_old_copy_of_its_bytes_stays_closed(self, letter, chief):
        key = bytes(File.objects.get(record_id=letter.pk).key).hex()
        assert key
        destroy(chief)
        assert dump.holding(key) == set()


class TestFigures:
    """A counted quarter is the same before and after, cell by cell; so is a signed report, and it still verifies."""

    @pytest.fixture
    def place(self):
        place = make_place()
        officer = handler(place.communes[0])
        for kind in ("khieu_nai", "kien_nghi_phan_anh", "to_cao"):
            filed(officer, kind=kind)
        letter_of(officer, RECEIVED)
        return place

    @staticmethod
    def counted(unit):
        period = period_of(QUARTER)
        return {
            form: as_json(live.read(unit, period, version_on(form, period.last).key))["cells"]
            for form in FORMS
        }

    def test_no_cell_of_any_form_moves(self, place):
        before = {unit.pk: self.counted(unit) for unit in (place.province, place.communes[0])}
        counted = {cell["code"]: cell for cell in before[place.province.pk]["dvcq"]}
        assert counted["don.tiep_nhan"]["numerator"] == 4
        gone = destroy(head(place.communes[0]))
        assert len(gone) == 3
        assert {unit.pk: self.counted(unit) for unit in (place.province, place.communes[0])} == before

    def test_a_signed_report_verifies_and_another_one_counts_the_same(self, place):
        report = sign(prepare(place.province, QUARTER, by=place.head), by=place.head)
        before = json.dumps(report.package, sort_keys=True)
        cells = self.counted(place.province)
        assert len(destroy(head(place.communes[0]))) == 3
        report.refresh_from_db()
        assert json.dumps(report.package, sort_keys=True) == before
        assert verify(envelope(report)).ok
        assert self.counted(place.province) == cells


class TestMisuse:
    """Raw orders with the program's own rights: nobody destroys without a tombstone, nobody forges or removes one."""

    COLUMNS = {
        "decision": "9/QĐ",
        "decision_on": TODAY,
        "erased_on": TODAY,
        "at": TODAY,
        "rule": "XLD.KEEP",
        "citation": "x",
        "event_on": FILED,
        "due_on": date(2024, 3, 15),
        "digest": "0" * 64,
        "contents": "{}",
        "contents_hash": "0" * 64,
        "code_hash": "",
    }

    def bury(self, record, chief, **changes):
        values = (
            self.COLUMNS | {"record_id": record.pk, "unit_id": record.unit_id, "by_id": chief.pk} | changes
        )
        names = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO records_tombstone ({names}) VALUES ({marks})", list(values.values()))

    @pytest.fixture
    def letter(self, officer, chief):
        return filed(officer)

    @staticmethod
    def emptied(record):
        """What a forger would have to take away first; it may all be taken by the program."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_personaldetails WHERE record_id = %s", [record.pk])
        Record.objects.filter(pk=record.pk).update(
            identity_released_on=None, search_internal="", search_public=""
        )

    def test_of_an_emptied_closed_record_whose_days_fit_a_line_is_taken(self, letter, chief, as_app):
        self.emptied(letter)
        self.bury(letter, chief)
        assert HistoryRow.objects.filter(table="records_tombstone").count() == 1

    def test_of_one_that_still_holds_a_person_it_is_not(self, letter, chief, as_app):
        with pytest.raises(Error, match="Hồ sơ còn"):
            self.bury(letter, chief)
        assert world.person_of(letter)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"due_on": TODAY}, "sau khi hết thời hạn"),
            ({"event_on": date(2022, 1, 1)}, "sau khi hết thời hạn"),
            ({"due_on": date(2023, 3, 1)}, "sau khi hết thời hạn"),
            ({"due_on": date(2024, 3, 14)}, "sau khi hết thời hạn"),
            ({"event_on": date(2023, 3, 14)}, "sau khi hết thời hạn"),
            ({"event_on": date(2034, 1, 15), "due_on": TODAY}, "sau khi hết thời hạn"),
            ({"erased_on": date(2024, 3, 16), "decision_on": date(2024, 3, 1)}, "ngày hôm nay"),
            ({"erased_on": date(2035, 1, 14), "decision_on": date(2035, 1, 14)}, "ngày hôm nay"),
            ({"erased_on": date(2099, 12, 31)}, "ngày hôm nay"),
            ({"decision": ""}, "tombstone_by_a_decision"),
            ({"decision": "bà Gieo"}, "tombstone_by_a_decision"),
            ({"decision_on": date(2036, 1, 1)}, "tombstone_decided_before"),
            ({"digest": ""}, "tombstone_hashes"),
            ({"contents_hash": "x"}, "tombstone_hashes"),
        ],
    )
    def test_one_whose_days_or_paper_do_not_fit_is_refused(self, letter, chief, as_app, changes, sentence):
        self.emptied(letter)
        with pytest.raises(Error, match=sentence):
            self.bury(letter, chief, **changes)

    def test_of_an_open_record_it_is_refused(self, officer, chief, as_app):
        record = letter_of(officer, RECEIVED)
        self.emptied(record)
        with pytest.raises(Error, match="Chỉ hủy được hồ sơ đã kết thúc"):
            self.bury(record, chief)

    @pytest.mark.parametrize(
        ("days", "is_taken"), [(0, False), (1, False), (6, False), (7, True), (400, True)]
    )
    def test_days_after_the_last_line_of_its_history(self, letter, chief, days, is_taken):
        on = localdate() + timedelta(days=days)
        world.stand_on(on)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_history DISABLE TRIGGER USER")
            cursor.execute("UPDATE records_history SET at = at - interval '1 second'")
            cursor.execute("SET LOCAL ROLE danvan_app")
        self.emptied(letter)
        if is_taken:
            self.bury(letter, chief, erased_on=on, decision_on=on)
        else:
            with pytest.raises(Error, match="vừa được ghi thêm"):
                self.bury(letter, chief, erased_on=on, decision_on=on)
        assert Tombstone.objects.exists() is is_taken

    def test_of_a_kind_or_an_end_that_no_rule_of_keeping_knows_it_is_refused(self, officer, chief, as_app):
        guided = classified(officer, on=RECEIVED, is_competent=False)
        guided = writing.move(guided, "huong_dan", by=officer, on=FILED)
        self.emptied(guided)
        with pytest.raises(Error, match="Chỉ hủy được"):
            self.bury(guided, chief)

    @pytest.mark.parametrize(
        "order",
        [
            "UPDATE records_record SET title = 'Nguyễn Thị Gieo'",
            "UPDATE records_record SET search_internal = 'nguyen thi gieo'",
            "UPDATE records_record SET search_public = 'nguyen thi gieo'",
            "UPDATE records_record SET secrecy = 'cong_khai'",
            "UPDATE records_record SET identity_released_on = '2035-01-15'",
            "UPDATE records_record SET public_id = 'gieogieogieogieo'",
            "UPDATE petitions_letter SET forwarded_to = 'Bà Gieo'",
            "UPDATE petitions_letter SET reply_reference = 'Bà Gieo'",
            "UPDATE petitions_letter SET incoming_number = 'Bà Gieo'",
            "UPDATE petitions_letter SET against = 'Bà Gieo'",
            "UPDATE petitions_letter SET handled_on = '2035-01-15'",
        ],
    )
    def test_a_destroyed_record_takes_no_word_again(self, letter, chief, order):
        destroy(chief)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE danvan_app")
            with pytest.raises(Error, match="đã được hủy"), transaction.atomic():
                cursor.execute(order)
        assert dump.holding("Gieo") == set()

    def test_under_another_unit_it_is_refused(self, letter, chief, as_app):
        self.emptied(letter)
        with pytest.raises(Error, match="Chỉ hủy được"):
            self.bury(letter, chief, unit_id=handler().at.pk)

    @pytest.mark.parametrize("what", ["hold", "tie"])
    def test_of_a_held_or_tied_record_it_is_refused(self, letter, officer, chief, what):
        world.change(what, letter, officer, chief, letter_of(officer, RECEIVED))
        self.emptied(letter)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE danvan_app")
        with pytest.raises(Error, match="chưa hủy được"):
            self.bury(letter, chief)

    @pytest.mark.parametrize(
        "order",
        [
            "UPDATE records_tombstone SET decision = '1/X'",
            "DELETE FROM records_tombstone",
            "TRUNCATE records_tombstone",
            "ALTER TABLE records_tombstone DISABLE TRIGGER USER",
            "DROP TRIGGER pgtrigger_keep_dc471 ON records_tombstone",
            "DELETE FROM records_legalhold",
            "TRUNCATE records_legalhold",
            "UPDATE records_record SET state = 'tiep_nhan' WHERE id IN (SELECT record_id FROM records_tombstone)",
            "UPDATE records_record SET closed_on = NULL WHERE id IN (SELECT record_id FROM records_tombstone)",
            "DELETE FROM records_record",
            "DELETE FROM records_sealitem",
            "CREATE OR REPLACE FUNCTION records_take_sealed(p bigint) RETURNS void LANGUAGE sql AS 'SELECT'",
            "SELECT records_take_sealed(0)",
        ],
    )
    def test_what_was_written_stays_and_no_guard_is_taken_away(self, letter, chief, order):
        destroy(chief)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE danvan_app")
            with pytest.raises((Error, psycopg.Error)), transaction.atomic():
                cursor.execute(order)
        assert Tombstone.objects.get().decision == "12/QĐ-UBND"

    def test_the_run_itself_needs_no_more_than_the_programs_rights(self, officer, chief, as_app):
        full(officer)
        assert len(destroy(chief)) == 1


class TestCommand:
    @pytest.fixture
    def code(self, officer):
        return officer.at.slug

    def run(self, *words):
        return cli._own("retention", [str(word) for word in words])

    def applied(self, code, chief, **changes):
        told = {"by": chief.username, "decision": "12/QĐ-UBND", "dated": "2035-01-15"}
        return self.run(
            code, "--apply", *(f"--{name}={value}" for name, value in (told | changes).items() if value)
        )

    def test_without_apply_it_lists_and_destroys_nothing(self, officer, code, capsys):
        letter = full(officer)
        assert self.run(code) == 0
        told = capsys.readouterr().out
        assert f"don {letter.number}  XLD.KEEP  15/3/2024" in told
        assert "Chưa có gì bị hủy." in told
        assert not [word for word in PLANTED if word in told]
        assert world.person_of(letter)

    def test_as_json_it_gives_the_digest_and_what_keeps(self, officer, code, chief, capsys):
        filed(officer)
        world.change("hold", filed(officer), officer, chief, None)
        self.run(code, "--json")
        told = json.loads(capsys.readouterr().out)
        assert told["digest"] == planning.plan({officer.at.pk}, TODAY).digest
        assert (len(told["due"]), len(told["held"])) == (1, 1)
        assert told["held"][0]["why"][0].startswith("Tòa án")

    def test_with_the_digest_that_was_printed_it_destroys_that_list(self, officer, code, chief, capsys):
        letter = filed(officer)
        self.run(code, "--json")
        digest = json.loads(capsys.readouterr().out)["digest"]
        assert self.applied(code, chief, digest=digest) == 0
        assert "Đã hủy 1 hồ sơ" in capsys.readouterr().out
        assert Tombstone.objects.get().record_id == letter.pk

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"by": ""}, "--by"),
            ({"decision": ""}, "--decision"),
            ({"dated": ""}, "--dated"),
            ({"digest": ""}, "--digest"),
            ({"by": "khong_co"}, "Không có tài khoản"),
            ({"digest": "0" * 64}, "Danh sách đã khác"),
            ({"decision": "ông A"}, "Số văn bản"),
            ({"dated": "hôm qua"}, ""),
        ],
    )
    def test_a_run_that_is_not_told_all_is_refused(self, officer, code, chief, changes, sentence):
        letter = filed(officer)
        digest = planning.plan({officer.at.pk}, TODAY).digest
        with pytest.raises(Refusal, match=sentence):
            self.applied(code, chief, **({"digest": digest} | changes))
        assert world.person_of(letter)

    def test_in_the_name_of_who_may_not_it_is_refused(self, officer, code):
        filed(officer)
        digest = planning.plan({officer.at.pk}, TODAY).digest
        with pytest.raises(Refusal, match="không có quyền"):
            self.applied(code, officer, digest=digest)

    def test_words_of_the_run_without_apply_are_refused(self, officer, code):
        with pytest.raises(Refusal, match="chỉ dùng cùng --apply"):
            self.run(code, "--decision=1/QĐ")

    def test_a_unit_that_is_none_is_refused(self):
        with pytest.raises(Refusal):
            self.run("khong-co-don-vi-nay")
