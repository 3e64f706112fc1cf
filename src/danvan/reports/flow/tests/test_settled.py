"""What was sent or said at a return stays as it was, in the program and in the database below it."""

import pytest
from django.db import DatabaseError, transaction

from danvan.org.tests.factories import make_account
from danvan.reports.flow import moving, notes, tables
from danvan.reports.flow.models import CellNote, UnitCell, UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.signing import prepare
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE, OTHER = "xld01.tiep_nhan.mot_nguoi", "xld01.tiep_nhan.khac"


@pytest.fixture
def sent(place, compiler):
    return tables.take(place.communes[0], QUARTER, FORM, {CODE: 7}, UnitTable.Origin.XLSX, by=compiler)


@pytest.fixture
def reason(keeping, compiler):
    """Why the head returned a report, as it stands at the cell."""
    report = moving.submit(prepare(keeping.province, QUARTER, FORM, by=compiler), by=compiler)
    moving.give_back(report, {CODE: "Sai số, đếm lại"}, by=keeping.head)
    return CellNote.objects.get()


def refused_by_the_database(act):
    with pytest.raises(DatabaseError, match="giữ nguyên"), transaction.atomic():
        act()


@pytest.mark.parametrize("state", ["da_nop", "tra_lai", "thay_the"])
@pytest.mark.parametrize(
    "act",
    [
        lambda table, _by: table.cells.update(value=99),
        lambda table, _by: table.cells.update(code=OTHER),
        lambda table, _by: table.cells.all().delete(),
        lambda table, by: UnitCell.objects.create(table=table, code=OTHER, value=1, by=by),
    ],
    ids=["value", "code", "delete", "more"],
)
def test_the_cells_of_a_table_that_was_sent_are_kept(sent, compiler, state, act):
    UnitTable.objects.filter(pk=sent.pk).update(state=state)
    refused_by_the_database(lambda: act(sent, compiler))
    assert list(sent.cells.values_list("code", "value")) == [(CODE, 7)]


def test_a_cell_is_not_carried_out_of_a_sent_table_nor_into_it(sent, place, compiler):
    draft = tables.draft(place.communes[1], QUARTER, FORM, by=compiler)
    typed = tables.put(draft, OTHER, 1, 0, by=compiler)
    refused_by_the_database(lambda: UnitCell.objects.filter(pk=typed.pk).update(table=sent))
    refused_by_the_database(lambda: sent.cells.update(table=draft))


@pytest.mark.parametrize(
    "change",
    [
        {"period": "2022-Q4"},
        {"form": "02-xld"},
        {"version": 5},
        {"origin": "goi"},
        {"source_hash": "x"},
        {"public_key": "x"},
        {"sent_on": "2023-03-01"},
        {"state": "du_thao"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_of_a_sent_table_only_the_state_changes(sent, change):
    refused_by_the_database(lambda: UnitTable.objects.filter(pk=sent.pk).update(**change))


def test_a_sent_table_is_neither_given_to_another_unit_or_sender_nor_removed(sent, place):
    mine = UnitTable.objects.filter(pk=sent.pk)
    refused_by_the_database(lambda: mine.update(unit=place.communes[1]))
    refused_by_the_database(lambda: mine.update(by=place.head))
    refused_by_the_database(lambda: mine._raw_delete("default"))
    assert mine.update(state=UnitTable.State.RETURNED) == 1


def test_a_draft_is_still_typed_and_removed(place, compiler):
    draft = tables.draft(place.communes[0], QUARTER, FORM, by=compiler)
    cell = tables.put(draft, CODE, 5, 0, by=compiler)
    tables.put(draft, CODE, 6, cell.version, by=compiler)
    draft.cells.all().delete()
    draft.delete()
    assert not UnitTable.objects.exists()


def test_the_compiler_does_not_rewrite_why_the_head_returned_the_report(reason, compiler, place):
    for account in (compiler, place.head):
        with pytest.raises(Refusal, match="giữ nguyên"):
            notes.edit(reason, "Đúng rồi", 1, by=account)
    reason.refresh_from_db()
    assert (reason.text, reason.by) == ("Sai số, đếm lại", place.head)
    assert notes.resolve(reason, by=compiler).resolved_by == compiler, "an answer is still possible"


@pytest.mark.parametrize("change", [{"text": "Đúng rồi"}, {"code": OTHER}, {"step": None}])
def test_nor_does_the_database_let_it_be_rewritten(reason, change):
    refused_by_the_database(lambda: CellNote.objects.filter(pk=reason.pk).update(**change))


def test_why_a_table_was_returned_is_kept_likewise(place, sent):
    above = make_account("tong_hop", place.districts[0])
    tables.give_back(sent, {CODE: "Lệch biểu 02"}, by=above)
    note = CellNote.objects.get()
    with pytest.raises(Refusal, match="giữ nguyên"):
        notes.edit(note, "Đúng rồi", 1, by=above)
    refused_by_the_database(lambda: CellNote.objects.update(text="Đúng rồi"))
    refused_by_the_database(lambda: CellNote.objects.filter(pk=note.pk)._raw_delete("default"))


def test_a_note_is_changed_by_who_wrote_it_alone(keeping, compiler):
    report = prepare(keeping.province, QUARTER, FORM, by=compiler)
    note = notes.add(report, CODE, "Vì sao tăng?", by=compiler)
    with pytest.raises(Refusal, match="người khác viết"):
        notes.edit(note, "Tăng vì mưa bão", 1, by=keeping.head)
    assert notes.edit(note, "Vì sao tăng gấp đôi?", 1, by=compiler).version == 2
