"""Tables typed here: each cell kept for whoever wrote it, sent once, returned, and zero told from nothing."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from danvan.org.tests.factories import make_account
from danvan.reports.flow import notes, tables
from danvan.reports.flow.models import CellNote, UnitCell, UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.flow.versions import Conflict, shown
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters
from danvan.ui.errors import Refusal

FORM = "01-xld"
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"


@pytest.fixture
def typed(place, compiler):
    return tables.draft(place.communes[0], QUARTER, FORM, by=compiler)


@pytest.mark.django_db
class TestTyping:
    def test_a_draft_is_opened_once_for_two_people(self, typed, place):
        assert tables.draft(place.communes[0], QUARTER, FORM, by=place.head) == typed
        assert (typed.state, typed.origin, typed.version) == ("du_thao", "nhap_tay", 1)

    def test_a_cell_is_written_emptied_and_zeroed(self, typed, compiler):
        cell = tables.put(typed, CODE, 5, 0, by=compiler)
        cell = tables.put(typed, CODE, None, cell.version, by=compiler)
        assert cell.value is None
        cell = tables.put(typed, CODE, 0, cell.version, by=compiler)
        assert (cell.value, cell.version) == (0, 3)

    def test_the_same_value_again_is_no_new_version(self, typed, compiler):
        cell = tables.put(typed, CODE, 5, 0, by=compiler)
        assert tables.put(typed, CODE, 5, cell.version, by=compiler).version == 1

    @pytest.mark.parametrize(
        ("code", "value", "match"),
        [
            (CODE, -1, "số âm"),
            (CODE, 10**15 + 1, "lớn quá"),
            ("xld01.khong_co", 1, "không có ô"),
            ("", 1, "không có ô"),
        ],
    )
    def test_what_no_cell_holds_is_refused(self, typed, compiler, code, value, match):
        with pytest.raises(Refusal, match=match):
            tables.put(typed, code, value, 0, by=compiler)
        assert not UnitCell.objects.exists()

    def test_who_compiles_elsewhere_neither_opens_nor_writes_nor_sends(self, typed, place):
        stranger = make_account("tong_hop", place.communes[1])
        for act in (
            lambda: tables.draft(place.communes[0], QUARTER, FORM, by=stranger),
            lambda: tables.put(typed, CODE, 1, 0, by=stranger),
            lambda: tables.send(typed, by=stranger),
            lambda: tables.nothing(place.communes[0], QUARTER, FORM, by=stranger),
        ):
            with pytest.raises(Refusal, match="không nộp bảng"):
                act()

    def test_the_unit_right_above_may_take_its_tables_in_and_the_one_above_that_may_not(self, place):
        near = make_account("tong_hop", place.districts[0])
        far = make_account("tong_hop", place.province)
        assert tables.nothing(place.communes[0], QUARTER, FORM, by=near).by == near
        with pytest.raises(Refusal, match="không nộp bảng"):
            tables.nothing(place.communes[0], QUARTER, FORM, by=far)

    def test_an_empty_table_is_not_sent(self, typed, compiler):
        with pytest.raises(Refusal, match="không phát sinh"):
            tables.send(typed, by=compiler)
        cell = tables.put(typed, CODE, 5, 0, by=compiler)
        tables.put(typed, CODE, None, cell.version, by=compiler)
        with pytest.raises(Refusal, match="không phát sinh"):
            tables.send(typed, by=compiler)

    def test_a_sent_table_is_changed_by_the_next_version_alone(self, typed, place, compiler):
        cell = tables.put(typed, CODE, 5, 0, by=compiler)
        sent = tables.send(typed, by=compiler)
        assert (sent.state, sent.sent_on.isoformat()) == ("da_nop", "2023-03-14")
        with pytest.raises(Refusal, match="đã nộp"):
            tables.put(typed, CODE, 6, cell.version, by=compiler)
        with pytest.raises(Refusal, match="đã nộp"):
            tables.send(typed, by=compiler)
        again = tables.draft(place.communes[0], QUARTER, FORM, by=compiler)
        assert again.version == 2
        assert again.cells.get().value == 5, "it begins with what was sent"
        assert tables.current(place.communes[0], FORM, QUARTER) == sent, "until the next is sent"
        tables.send(again, by=compiler)
        sent.refresh_from_db()
        assert sent.state == "thay_the"
        assert sent.cells.get().value == 5, "kept as it was"

    def test_a_file_does_not_push_a_half_typed_table_away(self, typed, place, compiler):
        tables.put(typed, CODE, 5, 0, by=compiler)
        with pytest.raises(Refusal, match="nhập dở"):
            tables.take(place.communes[0], QUARTER, FORM, {CODE: 1}, "xlsx", by=compiler)

    def test_a_draft_in_which_nothing_stands_keeps_nothing_back(self, typed, place, compiler):
        cell = tables.put(typed, CODE, 5, 0, by=compiler)
        tables.put(typed, CODE, None, cell.version, by=compiler)
        stated = tables.nothing(place.communes[0], QUARTER, FORM, by=compiler)
        assert UnitTable.objects.get() == stated

    def test_a_half_typed_table_is_given_up_and_the_file_then_taken(self, typed, place, compiler):
        tables.put(typed, CODE, 5, 0, by=compiler)
        tables.discard(typed, by=compiler)
        table = tables.take(place.communes[0], QUARTER, FORM, {CODE: 1}, "xlsx", by=compiler)
        assert UnitTable.objects.get() == table
        for act in (
            lambda: tables.put(typed, CODE, 6, 1, by=compiler),
            lambda: tables.send(typed, by=compiler),
        ):
            with pytest.raises(Refusal, match="đã bỏ"):
                act()

    def test_a_sent_table_is_not_given_up_nor_a_stranger_s(self, typed, place, compiler):
        with pytest.raises(Refusal, match="không nộp bảng"):
            tables.discard(typed, by=make_account("tong_hop", place.communes[1]))
        tables.put(typed, CODE, 5, 0, by=compiler)
        tables.send(typed, by=compiler)
        with pytest.raises(Refusal, match="không bỏ được"):
            tables.discard(typed, by=compiler)

    def test_nothing_is_sent_of_a_period_that_is_not_over(self, typed, place, compiler, settings):
        tables.put(typed, CODE, 5, 0, by=compiler)
        settings.DEMONSTRATION_DAY = date(2023, 3, 13)
        for act in (
            lambda: tables.send(typed, by=compiler),
            lambda: tables.nothing(place.communes[1], QUARTER, FORM, by=compiler),
            lambda: tables.take(place.communes[1], QUARTER, FORM, {CODE: 1}, "xlsx", by=compiler),
        ):
            with pytest.raises(Refusal, match="chưa kết thúc, số liệu lấy đến hết 14/3/2023"):
                act()
        assert UnitTable.objects.get().state == "du_thao"

    def test_the_statement_of_nothing_is_a_row_with_who_and_when(self, place, compiler):
        stated = tables.nothing(place.communes[0], QUARTER, FORM, by=compiler)
        assert (stated.origin, stated.by, stated.sent_on.isoformat()) == ("khong_co", compiler, "2023-03-14")
        assert set(stated.cells.values_list("value", flat=True)) == {0}
        assert tables.nothing(place.communes[0], QUARTER, FORM, by=compiler) == stated

    def test_the_form_is_the_version_of_the_period(self, place, compiler, settings):
        settings.DEMONSTRATION_DAY = date(2024, 6, 20)
        assert tables.nothing(place.communes[0], "2024-Q2", FORM, by=compiler).form == "01-xld-2024"

    @pytest.mark.parametrize(("form", "period"), [("x", QUARTER), (FORM, "2023-Q9"), (FORM, "")])
    def test_an_unknown_form_or_period_is_refused(self, place, compiler, form, period):
        with pytest.raises(Refusal):
            tables.nothing(place.communes[0], period, form, by=compiler)

    def test_the_database_refuses_negative_cells_and_two_tables_in_force(self, typed, place, compiler):
        with pytest.raises(DatabaseError), transaction.atomic():
            UnitCell.objects.create(table=typed, code=CODE, value=-1, by=compiler)
        tables.put(typed, CODE, 1, 0, by=compiler)
        tables.send(typed, by=compiler)
        with pytest.raises(DatabaseError), transaction.atomic():
            UnitTable.objects.create(
                unit=place.communes[0],
                form=FORM,
                period=QUARTER,
                version=9,
                origin="xlsx",
                sent_on="2023-03-14",
                by=compiler,
            )


@pytest.mark.django_db
class TestTwoPeople:
    def test_the_second_writer_is_shown_both_and_nothing_is_lost(self, typed, compiler, place):
        first = tables.put(typed, CODE, 37, 0, by=compiler)
        tables.put(typed, CODE, 38, first.version, by=place.head)
        with pytest.raises(Conflict, match=r"họ ghi “38”, Bà/Ông ghi “39”") as found:
            tables.put(typed, CODE, 39, first.version, by=compiler)
        assert found.value.version == 2
        assert UnitCell.objects.get().value == 38
        assert tables.put(typed, CODE, 39, found.value.version, by=compiler).value == 39

    def test_two_first_writers_of_one_cell(self, typed, compiler, place):
        tables.put(typed, CODE, 5, 0, by=compiler)
        with pytest.raises(Conflict, match="họ ghi “5”, Bà/Ông ghi “để trống”"):
            tables.put(typed, CODE, None, 0, by=place.head)

    def test_different_cells_do_not_meet(self, typed, compiler, place):
        tables.put(typed, CODE, 5, 0, by=compiler)
        tables.put(typed, OTHER, 6, 0, by=place.head)
        assert set(UnitCell.objects.values_list("code", "value")) == {(CODE, 5), (OTHER, 6)}

    def test_a_note_changed_in_another_window_is_not_overwritten(self, place, compiler):
        letters(place.province, "khieu_nai", 1)
        report = prepare(place.province, QUARTER, by=compiler)
        note = notes.add(report, "don.khieu_nai", "Vì sao tăng?", by=compiler)
        notes.edit(note, "Vì sao tăng gấp đôi?", 1, by=compiler)
        with pytest.raises(Conflict, match=r"gấp đôi.*giảm"):
            notes.edit(note, "Vì sao giảm?", 1, by=compiler)
        note.refresh_from_db()
        assert (note.text, note.version) == ("Vì sao tăng gấp đôi?", 2)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_write_one_cell_once(place, compiler):
    table = tables.draft(place.communes[0], QUARTER, FORM, by=compiler)
    cell = tables.put(table, CODE, 1, 0, by=compiler)
    start, told = threading.Barrier(2), []

    def write(value):
        try:
            start.wait(10)
            tables.put(table, CODE, value, cell.version, by=compiler)
            told.append(("written", value))
        except Conflict as conflict:
            told.append(("shown", conflict.theirs, conflict.yours))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(value,)) for value in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    kept = UnitCell.objects.get()
    assert ("written", kept.value) in told
    other = 5 - kept.value
    assert ("shown", str(kept.value), str(other)) in told
    assert len(told) == 2


@pytest.mark.django_db
class TestNotes:
    @pytest.fixture
    def report(self, place, compiler):
        letters(place.province, "khieu_nai", 1)
        return prepare(place.province, QUARTER, by=compiler)

    @pytest.mark.parametrize(
        ("code", "text", "match"),
        [("don.la", "x", "không có ô"), ("", "  \n ", "chưa có chữ"), ("", "x" * 501, "dài quá")],
    )
    def test_a_note_without_place_or_words_is_refused(self, report, compiler, code, text, match):
        with pytest.raises(Refusal, match=match):
            notes.add(report, code, text, by=compiler)
        assert not CellNote.objects.exists()

    def test_a_note_is_settled_once_and_then_left(self, report, compiler, place):
        note = notes.add(report, "", "Chờ số của\n sở", by=compiler)
        assert note.text == "Chờ số của sở"
        notes.resolve(note, by=place.head)
        at = notes.resolve(note, by=compiler).resolved_at
        assert (note.resolved_by, note.resolved_at) == (place.head, at)
        with pytest.raises(Refusal, match="đã giải quyết"):
            notes.edit(note, "x", 1, by=compiler)
        assert notes.of(report) == [note]

    def test_who_compiles_elsewhere_writes_no_note(self, report, place, compiler):
        stranger = make_account("tong_hop", place.communes[0])
        note = notes.add(report, "", "x", by=compiler)
        for act in (
            lambda: notes.add(report, "", "x", by=stranger),
            lambda: notes.edit(note, "y", 1, by=stranger),
            lambda: notes.resolve(note, by=stranger),
        ):
            with pytest.raises(Refusal, match="lập báo cáo"):
                act()

    def test_a_note_belongs_to_one_thing(self, report, compiler):
        with pytest.raises(DatabaseError), transaction.atomic():
            CellNote.objects.create(text="x", by=compiler)


@given(st.none() | st.text(max_size=5) | st.integers())
def test_what_is_shown_of_a_value_is_never_empty(value):
    assert shown(value)


def test_the_columns_of_every_form_are_told_apart():
    from danvan.reports.form_files import forms

    for shape in forms().values():
        known = tables.columns(shape)
        assert len(known) == len(shape.rows), shape.key
        assert all(known.values())
