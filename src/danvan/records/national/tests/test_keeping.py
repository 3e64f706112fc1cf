"""Codes of the national database: their shape, who writes them, corrections that keep what stood."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from danvan.records import history
from danvan.records.desk.chronicle import chronicle
from danvan.records.models import NationalList, NationalUpdate
from danvan.records.national import keeping
from danvan.records.national.keeping import Entry, NotWritten, cleaned
from danvan.records.national.tests.national_world import (
    DAY,
    LATER,
    TODAY,
    kept,
    matter_of,
    reader,
    visit_of,
    write,
)
from danvan.records.tests.desk_world import classified, session_of
from danvan.records.tests.factories import compiler, handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return classified(officer)


class TestShape:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("DT-2023-000123", "DT-2023-000123"),
            (" dt 2023 / 15 ", "DT2023/15"),
            ("0123456789", "0123456789"),
            ("A_1.b", "A_1.B"),
            ("1" * 40, "1" * 40),
        ],
    )
    def test_codes_as_people_copy_them(self, typed, code):
        assert cleaned(typed) == code

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "   ",
            "Trần Thị Bí",
            "TranThiBi",
            "-1",
            "=1+1",
            "1" * 41,
            "<b>1</b>",
            "1;2",
            "số 1",
            "1\0",
            "１２",
        ],
    )
    def test_what_is_no_code_is_refused_without_being_repeated(self, typed):
        with pytest.raises(Refusal, match="chỉ gồm chữ không dấu") as refused:
            cleaned(typed)
        assert len(typed.strip()) < 3 or typed not in str(refused.value)

    @pytest.mark.parametrize(("code", "on"), [("trần thị", DAY), ("", DAY), ("A1", None), ("ABC", DAY)])
    def test_the_database_holds_the_shape_too(self, officer, letter, code, on):
        with pytest.raises(IntegrityError), transaction.atomic():
            NationalUpdate.objects.create(
                record_id=letter.pk, code=code, on=on, by=officer, at="2023-03-14T00:00Z"
            )


class TestWriting:
    def test_code_day_and_person(self, officer, letter):
        assert write(letter, officer) == 1
        row = NationalUpdate.objects.get(pk=letter.pk)
        assert (row.code, row.on, row.by) == ("DT-1", LATER, officer)

    def test_the_history_tells_it(self, officer, letter):
        write(letter, officer)
        rows = history.of_record(letter)
        assert rows[-1].table == "records_nationalupdate"
        assert rows[-1].actor == officer.pk
        told = chronicle(letter.declared, rows)[0].lines
        assert told[-2:] == ["Mã CSDL quốc gia: DT-1", "Ngày cập nhật CSDL quốc gia: 10/3/2023"]

    def test_every_group_is_written(self, officer):
        records = [
            visit_of(officer),
            letter_of(officer, DAY),
            matter_of(officer),
            classified(officer, "to_cao"),
        ]
        entries = [Entry(record.public_id, f"M{at}", LATER) for at, record in enumerate(records)]
        assert keeping.write(entries, by=officer, today=TODAY) == 4

    def test_a_session_of_the_head_is_none_of_them(self, officer):
        with pytest.raises(NotWritten) as refused:
            write(session_of(officer), officer)
        assert "Không có hồ sơ này" in next(iter(refused.value.faults.values()))

    def test_the_same_again_writes_nothing(self, officer, letter):
        write(letter, officer)
        before = len(history.of_record(letter))
        assert write(letter, officer) == 0
        assert len(history.of_record(letter)) == before

    @pytest.mark.parametrize("on", [date(2023, 2, 28), date(2023, 3, 15)])
    def test_the_day_lies_between_receipt_and_today(self, officer, letter, on):
        with pytest.raises(NotWritten) as refused:
            write(letter, officer, on=on)
        assert "từ 1/3/2023 (ngày tiếp nhận) đến 14/3/2023" in refused.value.faults[letter.public_id]

    def test_all_or_none(self, officer, letter):
        other = classified(officer)
        entries = [Entry(letter.public_id, "OK-1", LATER), Entry(other.public_id, "không mã", LATER)]
        with pytest.raises(NotWritten) as refused:
            keeping.write(entries, by=officer, today=TODAY)
        assert list(refused.value.faults) == [other.public_id]
        assert kept(letter) is None

    def test_too_many_at_once(self, officer):
        entries = [Entry(f"{at:016d}", "A1", LATER) for at in range(keeping.MOST_AT_ONCE + 1)]
        with pytest.raises(Refusal, match="không quá 400"):
            keeping.write(entries, by=officer, today=TODAY)

    def test_many_cost_few_queries(self, officer, django_assert_max_num_queries):
        letters = [letter_of(officer, DAY) for _turn in range(12)]
        entries = [Entry(letter.public_id, f"A{at}", LATER) for at, letter in enumerate(letters)]
        with django_assert_max_num_queries(16):
            assert keeping.write(entries, by=officer, today=TODAY) == 12


class TestOneCodeOneRecord:
    def test_not_twice_for_one_kind_at_one_unit(self, officer, letter):
        write(letter, officer)
        other = classified(officer)
        with pytest.raises(NotWritten) as refused:
            write(other, officer)
        assert "đã ghi cho một hồ sơ khác" in refused.value.faults[other.public_id]

    def test_nor_within_one_writing(self, officer, letter):
        other = classified(officer)
        entries = [Entry(letter.public_id, "A1", LATER), Entry(other.public_id, "a 1", LATER)]
        with pytest.raises(NotWritten):
            keeping.write(entries, by=officer, today=TODAY)

    def test_a_letter_and_its_matter_may_share_it(self, officer):
        matter = matter_of(officer)
        letter = matter.sources.get().source
        assert write(letter, officer) == write(matter, officer) == 1

    def test_another_unit_may_hold_it(self, officer, letter):
        write(letter, officer)
        elsewhere = handler()
        assert write(classified(elsewhere), elsewhere) == 1

    def test_two_codes_change_places(self, officer, letter):
        other = classified(officer)
        write(letter, officer, "A1")
        write(other, officer, "A2")
        entries = [Entry(letter.public_id, "A2", LATER), Entry(other.public_id, "A1", LATER)]
        assert keeping.write(entries, by=officer, today=TODAY, reason="go_nham") == 2
        assert (kept(letter), kept(other)) == (("A2", LATER), ("A1", LATER))


class TestCorrecting:
    @pytest.mark.parametrize("reason", ["", "vì Trần Thị Bí"])
    def test_wants_a_reason_of_the_list(self, officer, letter, reason):
        write(letter, officer)
        with pytest.raises(NotWritten) as refused:
            write(letter, officer, "DT-2", reason=reason)
        assert "chọn lý do sửa" in refused.value.faults[letter.public_id]
        assert kept(letter) == ("DT-1", LATER)

    def test_keeps_what_stood(self, officer, letter):
        write(letter, officer)
        write(letter, officer, "DT-2", reason="go_nham")
        row = history.of_record(letter)[-1]
        assert (row.before["code"], row.after["code"], row.reason) == ("DT-1", "DT-2", "Gõ nhầm mã hoặc ngày")
        assert not history.broken_rows(f"record:{letter.pk}")

    def test_taking_back_empties_it_and_it_waits_again(self, officer, letter):
        write(letter, officer)
        keeping.take_back(letter, by=officer, today=TODAY)
        assert kept(letter) == ("", None)
        lines = chronicle(letter.declared, history.of_record(letter))[0].lines
        assert lines == ["Gỡ mã CSDL quốc gia DT-1"]
        assert write(letter, officer, "DT-3") == 1

    def test_there_must_be_one_to_take_back(self, officer, letter):
        with pytest.raises(Refusal, match="không có gì để gỡ"):
            keeping.take_back(letter, by=officer, today=TODAY)


class TestWho:
    @pytest.mark.parametrize("make", [handler, compiler])
    def test_not_who_does_not_see_it(self, letter, make):
        with pytest.raises(NotWritten) as refused:
            write(letter, make())
        assert "Không có hồ sơ này" in refused.value.faults[letter.public_id]

    def test_not_who_only_reads(self, officer, letter):
        with pytest.raises(NotWritten) as refused:
            write(letter, reader(officer))
        assert "không phân loại, xử lý" in refused.value.faults[letter.public_id]
        with pytest.raises(Refusal, match="không phân loại, xử lý"):
            keeping.take_back(letter, by=reader(officer), today=TODAY)

    def test_the_head_of_the_unit_does(self, officer, letter):
        assert write(letter, head(officer.at)) == 1


class TestTables:
    def test_an_update_is_never_deleted(self, officer, letter):
        write(letter, officer)
        with pytest.raises(DatabaseError), transaction.atomic():
            NationalUpdate.objects.all().delete()

    def test_a_list_stays_as_it_was_made(self, officer):
        row = NationalList.objects.create(by=officer, since=DAY, until=LATER, rows=1, is_personal=False)
        for change in ("UPDATE records_nationallist SET rows = 2", "DELETE FROM records_nationallist"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        row.refresh_from_db()
        assert (row.rows, str(row)) == (1, "2023-03-01–2023-03-10: 1")

    def test_an_update_by_name(self, officer, letter):
        write(letter, officer)
        assert str(NationalUpdate.objects.get()) == f"{letter.pk}: DT-1"
