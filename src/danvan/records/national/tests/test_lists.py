"""Lists for the national database: three groups, no word of a tố cáo, no formula, kept without content."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.records import history
from danvan.records.models import HistoryRow, NationalList, PersonalDetails
from danvan.records.national import lists
from danvan.records.national.lists import Wanted
from danvan.records.national.tests.national_world import (
    DAY,
    LATER,
    TODAY,
    column,
    matter_of,
    opened,
    reader,
    visit_of,
    write,
)
from danvan.records.tests.desk_world import NAME, NAMED, classified, reach_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
PERSONAL_HEADS = {"Họ và tên", "Địa chỉ", "Nội dung"}


@pytest.fixture
def officer(db):
    return handler()


def made(officer, **wanted):
    asked = Wanted(**({"since": DAY, "until": TODAY} | wanted))
    return opened(lists.workbook(asked, reach_of(officer)))


class TestSheets:
    def test_one_for_each_group_with_its_records(self, officer):
        visit_of(officer)
        matter_of(officer)
        sheets = made(officer)
        assert list(sheets) == ["Tiếp công dân", "Xử lý đơn", "Giải quyết"]
        assert [len(rows) for rows in sheets.values()] == [2, 2, 2]

    def test_columns_a_person_fills_stand_first(self, officer):
        letter = classified(officer)
        row = made(officer)["Xử lý đơn"][1]
        assert row[:4] == ["", "", letter.register_no, 2023]

    def test_oldest_first_and_only_of_the_days(self, officer):
        for on in (LATER, DAY, TODAY):
            letter_of(officer, on)
        rows = made(officer, until=LATER)["Xử lý đơn"]
        assert column(rows, "Ngày tiếp nhận, thụ lý") == ["1/3/2023", "10/3/2023"]

    def test_what_is_updated_only_when_asked_for(self, officer):
        write(classified(officer), officer)
        with pytest.raises(Refusal, match="Không có hồ sơ nào"):
            made(officer)
        row = made(officer, only_waiting=False)["Xử lý đơn"][1]
        assert row[:2] == ["DT-1", "10/3/2023"]

    def test_only_units_where_the_account_writes(self, officer):
        letter_of(officer, DAY)
        for other in (handler(), reader(officer)):
            with pytest.raises(Refusal, match="Không có hồ sơ nào"):
                made(other)

    def test_one_unit_alone(self, officer):
        letter_of(officer, DAY)
        with pytest.raises(Refusal, match="Không có hồ sơ nào"):
            made(officer, unit=handler().at)
        assert len(made(officer, unit=officer.at)["Xử lý đơn"]) == 2

    def test_too_many_rows_are_said(self, officer, monkeypatch):
        monkeypatch.setattr(lists, "MOST", 1)
        letter_of(officer, DAY)
        letter_of(officer, DAY)
        with pytest.raises(Refusal, match=r"hơn 10\.000 dòng"):
            made(officer)

    def test_as_many_queries_for_many_rows_as_for_one(self, officer):
        counts = []
        for more in (1, 8):
            for _turn in range(more):
                letter_of(officer, DAY)
            with CaptureQueriesContext(connection) as asked:
                made(officer, with_personal=True)
            counts.append(len(asked))
        assert counts[0] == counts[1] < 40


class TestPersons:
    def test_not_without_the_tick(self, officer):
        classified(officer)
        rows = made(officer)["Xử lý đơn"]
        assert not PERSONAL_HEADS & set(rows[0])
        assert not any(said in str(rows) for said in NAMED.values())

    def test_with_it_of_released_records_alone(self, officer):
        classified(officer)
        classified(officer, "to_cao")
        letter_of(officer, DAY)
        rows = made(officer, with_personal=True)["Xử lý đơn"]
        assert column(rows, "Họ và tên") == [NAME, "", ""]
        assert column(rows, "Nội dung") == [NAMED["content"], "", ""]

    def test_details_are_not_even_read_of_others(self, officer, monkeypatch):
        denunciation, unclassified = classified(officer, "to_cao"), letter_of(officer, DAY)
        asked = []
        monkeypatch.setattr(
            type(PersonalDetails.objects), "in_bulk", lambda self, ids: asked.extend(ids) or {}
        )
        made(officer, with_personal=True)
        assert not {denunciation.pk, unclassified.pk} & set(asked)

    def test_free_words_leave_only_of_released_records(self, officer):
        letter = classified(officer)
        type(letter).objects.filter(pk=letter.pk).update(against="Quyết định thử 7")
        assert lists.is_released(letter)
        rows = made(officer)["Xử lý đơn"]
        assert "Quyết định thử 7" in str(rows)
        assert not lists.is_released(classified(officer, "to_cao"))

    def test_every_column_of_a_sealed_matter_is_a_choice_a_number_or_a_day(self, officer):
        matter = matter_of(officer, "to_cao")
        rows = made(officer)["Giải quyết"]
        assert column(rows, "Số thứ tự trong sổ") == [matter.register_no]
        for name in lists._columns(matter.declared):
            if lists._is_free(matter.declared, name):
                head = lists.label(matter.declared.model, name)
                assert column(rows, head) == [""]


class TestFormulas:
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
    def test_a_cell_never_acts(self, officer, sign):
        letter = classified(officer)
        PersonalDetails.objects.filter(pk=letter.pk).update(full_name=f"{sign}HYPERLINK(1)")
        rows = made(officer, with_personal=True)["Xử lý đơn"]
        assert column(rows, "Họ và tên") == [f"'{sign}HYPERLINK(1)"]

    def test_an_address_stays_text(self, officer):
        letter = classified(officer)
        PersonalDetails.objects.filter(pk=letter.pk).update(address="https://vi-du.example")
        content = lists.workbook(Wanted(DAY, TODAY, with_personal=True), reach_of(officer))
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content))["Xử lý đơn"] for cell in row]
        assert not any(cell.hyperlink for cell in cells)


class TestNoted:
    def test_who_when_which_range_and_how_many(self, officer):
        classified(officer)
        made(officer, with_personal=True, unit=officer.at)
        row = NationalList.objects.get()
        assert (row.by, row.unit, row.since, row.until, row.rows, row.is_personal) == (
            officer,
            officer.at,
            DAY,
            TODAY,
            1,
            True,
        )

    def test_in_the_history_without_content(self, officer):
        classified(officer)
        made(officer, with_personal=True)
        row = HistoryRow.objects.get(table="records_nationallist")
        assert row.actor == officer.pk
        assert set(row.after) == {"id", "by_id", "at", "unit_id", "since", "until", "rows", "is_personal"}
        assert not history.broken_rows(row.chain)

    def test_what_was_refused_is_not_noted(self, officer):
        with pytest.raises(Refusal):
            made(officer)
        assert not NationalList.objects.exists()
