"""The history told in words: each kind of row, loaded records, and rows that say too little."""

from datetime import UTC, date, datetime, timedelta

import pytest

from danvan.domains.petitions.models import Letter
from danvan.records import history
from danvan.records.declare import record_type
from danvan.records.desk.chronicle import Labels, chronicle, told
from danvan.records.loading import Row, load
from danvan.records.models import Duty, HistoryRow, Record
from danvan.records.tests.desk_world import DAY, NAMED, classified
from danvan.records.tests.factories import handler, letter_of

LETTERS = record_type("don")
NOON = datetime(2023, 3, 1, 5, 0, tzinfo=UTC)


def row(table, before=None, after=None, at=NOON, actor=None, reason=""):
    return HistoryRow(table=table, before=before, after=after, at=at, actor=actor, reason=reason)


def lines(*given, duties=()):
    labels = Labels(duties)
    return [line for item in given for line in told(LETTERS, item, labels)]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"state": "tiep_nhan"}, {"state": "luu"}, "Trạng thái: Đã tiếp nhận → Đã xếp lưu"),
        ({"state": "xyz"}, {"state": "luu"}, "Trạng thái: xyz → Đã xếp lưu"),
        ({"closed_on": None}, {"closed_on": "2023-03-09"}, "Ngày kết thúc: chưa có → 9/3/2023"),
        ({"closed_on": "2023-03-09"}, {"closed_on": None}, "Ngày kết thúc: 9/3/2023 → chưa có"),
        ({"secrecy": "niem_phong"}, {"secrecy": "noi_bo"}, "Mức độ: Niêm phong → Nội bộ"),
        ({"is_illustrative": False}, {"is_illustrative": True}, "Số liệu minh họa: không → có"),
        ({"received_on": "rác"}, {"received_on": "2023-03-01"}, "Ngày tiếp nhận: rác → 1/3/2023"),
    ],
)
def test_a_changed_column_is_told_from_what_to_what(before, after, words):
    assert lines(row("records_record", before, after)) == [words]


@pytest.mark.parametrize("column", ["version", "search_internal", "title", "created_by_id"])
def test_columns_of_the_machinery_say_nothing(column):
    assert lines(row("records_record", {column: "1"}, {column: "2"})) == []


def test_an_own_column_is_told_by_its_choice():
    changed = row("petitions_letter", {"kind": None, "signatories": 1}, {"kind": "to_cao", "signatories": 12})
    assert lines(changed) == ["Loại đơn: chưa có → Tố cáo", "Số người đứng tên: 1 → 12"]


def test_a_table_of_no_record_says_nothing():
    assert lines(row("org_account", {"username": "a"}, {"username": "b"})) == []
    assert lines(row("khong_co", {"a": 1}, {"a": 2})) == []


class TestLimits:
    """Rows of duties."""

    def duty(self, pk, label, **days):
        return Duty(pk=pk, label=label, **days)

    def test_a_new_limit(self):
        after = {"label": "Xử lý", "due_on": "2023-03-15", "met_on": None}
        assert lines(row("records_duty", None, after)) == ["Bắt đầu thời hạn “Xử lý”, hạn 15/3/2023"]

    def test_a_met_limit_is_found_by_its_day(self):
        duties = [self.duty(1, "A", met_on=date(2023, 3, 1)), self.duty(2, "B", met_on=date(2023, 3, 2))]
        met = row("records_duty", {"met_on": None}, {"met_on": "2023-03-02"})
        assert lines(met, duties=duties) == ["Xong thời hạn “B” ngày 2/3/2023"]

    def test_two_limits_met_on_one_day_are_each_told_once(self):
        duties = [self.duty(pk, label, met_on=DAY) for pk, label in ((1, "A"), (2, "B"))]
        met = row("records_duty", {"met_on": None}, {"met_on": "2023-03-01"})
        assert lines(met, met, duties=duties) == [
            "Xong thời hạn “A” ngày 1/3/2023",
            "Xong thời hạn “B” ngày 1/3/2023",
        ]

    def test_a_limit_that_nothing_names_any_more(self):
        met = row("records_duty", {"met_on": None}, {"met_on": "2023-03-01"})
        assert lines(met) == ["Xong thời hạn “một thời hạn của hồ sơ” ngày 1/3/2023"]

    def test_an_excused_limit_says_why(self):
        duties = [self.duty(1, "A", excused_on=DAY)]
        after = {"excused_on": "2023-03-01", "excuse": "rút đơn"}
        excused = row("records_duty", {"excused_on": None, "excuse": ""}, after)
        assert lines(excused, duties=duties) == ["Được miễn thời hạn “A”: rút đơn"]

    def test_a_moved_limit_says_its_new_day(self):
        duties = [self.duty(1, "A", due_on=date(2023, 3, 20))]
        moved = row("records_duty", {"due_on": "2023-03-15"}, {"due_on": "2023-03-20"})
        assert lines(moved, duties=duties) == ["Thời hạn “A” đổi hạn thành 20/3/2023"]


@pytest.mark.django_db
class TestEntries:
    """Rows gathered into what one person did."""

    def told(self, record):
        return chronicle(LETTERS, history.of_record(record), record.duties.order_by("id"))

    def test_each_act_is_one_entry(self):
        officer = handler()
        assert len(self.told(letter_of(officer, DAY).record_ptr)) == 1
        assert len(self.told(classified(officer).record_ptr)) == 2

    def test_long_apart_rows_are_two_entries(self):
        change = ({"kind": None}, {"kind": "to_cao"})
        near = [
            row("petitions_letter", *change),
            row("petitions_letter", *change, at=NOON + timedelta(seconds=2)),
        ]
        far = [
            row("petitions_letter", *change),
            row("petitions_letter", *change, at=NOON + timedelta(hours=1)),
        ]
        assert (len(chronicle(LETTERS, near)), len(chronicle(LETTERS, far))) == (1, 2)

    def test_another_reason_is_another_entry(self):
        change = ({"kind": None}, {"kind": "to_cao"})
        rows = [
            row("petitions_letter", *change),
            row("petitions_letter", *change, reason="Sửa theo biên bản"),
        ]
        assert [entry.reason for entry in chronicle(LETTERS, rows)] == ["Sửa theo biên bản", ""]

    def test_an_act_that_says_nothing_is_no_entry(self):
        assert chronicle(LETTERS, [row("records_record", {"version": 1}, {"version": 2})]) == []

    def test_a_loaded_record_has_its_history_without_any_person(self):
        officer = handler()
        moves = [("phan_loai", DAY, {"kind": "khieu_nai", "field": "dat_dai"})]
        load("don", [Row(Letter(unit=officer.at), DAY, moves, personal=NAMED)], reason="Nạp sổ cũ")
        (entry,) = self.told(Record.objects.get())
        assert (entry.who, entry.reason) == ("Hệ thống", "Nạp sổ cũ")
        assert entry.lines[0] == "Mở hồ sơ số 1/2023, ngày 1/3/2023"
        assert "Loại đơn: Khiếu nại" in entry.lines
        assert all(value not in " ".join(entry.lines) for value in NAMED.values())
