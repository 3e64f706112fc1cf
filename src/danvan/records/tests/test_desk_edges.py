"""The desk where one row, one second or one separator more would go unseen."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from hypothesis import given
from hypothesis import strategies as st

from danvan.records import writing
from danvan.records.declare import record_type
from danvan.records.desk.access import Reach
from danvan.records.desk.chronicle import Labels, chronicle
from danvan.records.desk.drafts import _fits, kept_names
from danvan.records.desk.export import csv_lines, safe
from danvan.records.desk.filters import filter_form
from danvan.records.desk.keyset import Order, page, read_key
from danvan.records.desk.lifeline import lifeline
from danvan.records.desk.patience import TooSlow, limited
from danvan.records.desk.submissions import new_key, once, result_of
from danvan.records.desk.submissions import read_key as read_form_key
from danvan.records.models import Duty, HistoryRow, Record, Submission
from danvan.records.tests.desk_world import DAY, classified, session_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

LETTERS, SESSIONS = record_type("don"), record_type("ky_tiep")
NOON = datetime(2023, 3, 1, 5, 0, tzinfo=UTC)
CHANGE = ({"kind": None}, {"kind": "to_cao"})


@pytest.fixture
def officer(db):
    return handler()


class TestPages:
    @pytest.mark.parametrize("newest_first", [True, False])
    @pytest.mark.parametrize(
        ("rows", "size", "pages"), [(4, 2, [2, 2]), (5, 2, [2, 2, 1]), (2, 2, [2]), (1, 2, [1])]
    )
    def test_a_full_last_page_is_followed_by_nothing(self, officer, newest_first, rows, size, pages):
        """All on one day: the id alone decides."""
        made = [session_of(officer).pk for _ in range(rows)]
        order, asked = Order("received_on", newest_first), Record.objects.filter(type="ky_tiep")
        cut = page(asked, order, size=size)
        seen = [cut]
        while cut.after:
            cut = page(asked, order, after=cut.after, size=size)
            seen.append(cut)
        assert [len(cut.rows) for cut in seen] == pages
        assert [row.pk for cut in seen for row in cut.rows] == sorted(made, reverse=newest_first)
        assert [bool(cut.before) for cut in seen] == [False] + [True] * (len(pages) - 1)

    def test_the_way_back_to_the_first_page_ends_there(self, officer):
        for _ in range(4):
            session_of(officer)
        order, asked = Order("received_on"), Record.objects.filter(type="ky_tiep")
        first = page(asked, order, size=2)
        second = page(asked, order, after=first.after, size=2)
        back = page(asked, order, before=second.before, size=2)
        assert (back.rows, back.before, back.after) == (first.rows, "", first.after)

    def test_before_outranks_after_and_an_empty_page_has_no_neighbours(self, officer):
        session_of(officer)
        order, asked = Order("received_on"), Record.objects.filter(type="ky_tiep")
        cut = page(asked, order, after="2023-01-01.1", before="2023-01-01.1")
        assert (list(cut.rows), cut.before, cut.after) == ([], "", "")

    @given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.integers(0, 10**18 - 1))
    def test_a_key_reads_back(self, day, pk):
        key = Order("received_on").key(Record(pk=pk, received_on=day))
        assert read_key(key) == (day, pk)


class TestChronicle:
    def rows(self, seconds, **second):
        first = HistoryRow(
            table="petitions_letter", before=CHANGE[0], after=CHANGE[1], at=NOON, actor=None, reason=""
        )
        columns = {"table": "petitions_letter", "actor": None, "reason": ""} | second
        later = NOON + timedelta(seconds=seconds)
        return [first, HistoryRow(before=CHANGE[0], after=CHANGE[1], at=later, **columns)]

    @pytest.mark.django_db
    @pytest.mark.parametrize(("seconds", "entries"), [(0, 1), (29, 1), (30, 2), (31, 2)])
    def test_one_act_ends_after_thirty_seconds(self, seconds, entries):
        assert len(chronicle(LETTERS, self.rows(seconds))) == entries

    @pytest.mark.django_db
    def test_another_person_in_the_same_second_is_another_entry(self, officer):
        told = chronicle(LETTERS, self.rows(0, actor=officer.pk))
        assert [entry.who for entry in told] == [str(officer), "Hệ thống"]

    @pytest.mark.django_db
    def test_a_row_of_the_spine_begins_a_new_entry(self):
        rows = self.rows(1, table="records_record")
        rows[1].before, rows[1].after = {"state": "tiep_nhan"}, {"state": "luu"}
        assert [entry.lines for entry in chronicle(LETTERS, rows)] == [
            ["Trạng thái: Đã tiếp nhận → Đã xếp lưu"],
            ["Loại đơn: chưa có → Tố cáo"],
        ]

    def test_a_limit_answers_once_for_each_of_its_days(self):
        labels = Labels([Duty(pk=1, label="A", met_on=DAY, due_on=DAY)])
        assert labels.of({"met_on": "2023-03-01"}) == "A"
        assert labels.of({"due_on": "2023-03-01"}) == "A"
        assert labels.of({"met_on": "2023-03-01"}) == "một thời hạn của hồ sơ"
        assert labels.of({"label": "B", "met_on": "2023-03-01"}) == "B"


class TestLifeline:
    def test_of_two_limits_due_on_one_day_the_one_begun_first_is_shown(self):
        from danvan.domains.petitions.models import Letter

        days = {"due_on": DAY, "latest_on": DAY}
        duties = [
            Duty(pk=2, own_latest_on=DAY, **days),
            Duty(pk=1, own_latest_on=DAY, can_be_judged=False, **days),
        ]
        *_, following = lifeline(Letter(state="tiep_nhan", received_on=DAY), LETTERS, duties, DAY)
        assert (following.phase, following.due, following.mark) == ("sap", DAY, "khong_xac_dinh")

    @pytest.mark.parametrize("state", [state.key for state in LETTERS.states])
    def test_every_state_is_the_present_of_its_own_line(self, state):
        from danvan.domains.petitions.models import Letter

        letter = Letter(state=state, received_on=DAY)
        stages = lifeline(letter, LETTERS, [], DAY)
        (present,) = [stage for stage in stages if stage.phase == "dang"]
        assert present.label == str(LETTERS.state(state).label)
        coming = [stage.label for stage in stages if stage.phase == "sap"]
        if LETTERS.state(state).is_final:
            assert coming == []
            return
        following = [move for move in LETTERS.moves_for(letter, DAY) if move.leads_to(state) != state]
        assert coming == [str(LETTERS.state(move.target).label) for move in following[:1]]


class TestExport:
    def test_the_file_to_the_letter(self, officer):
        classified(officer, "to_cao")
        head, row = list(csv_lines(LETTERS, Reach(officer), {}))
        assert head.startswith(
            "\ufeffSố,Năm sổ,Trích yếu,Đơn vị,Trạng thái,Ngày tiếp nhận,Ngày kết thúc,Loại đơn,Lĩnh vực,"
        )
        assert head.endswith(",Nguồn số liệu\r\n")
        assert row.startswith('1,2023,"Đơn tố cáo, lĩnh vực ')
        assert row.endswith(",hồ sơ\r\n")

    @pytest.mark.parametrize("text", ['Sở "Thử"', "Sở A, B", "Sở A\nSở B", "Sở A;B"])
    def test_separators_quotes_and_lines_stay_within_their_cell(self, officer, text):
        writing.move(classified(officer), "chuyen", by=officer, on=DAY, forwarded_to=text)
        table = list(
            csv.DictReader(io.StringIO("".join(csv_lines(LETTERS, Reach(officer), {}))[1:], newline=""))
        )
        assert len(table) == 1
        assert table[0]["Nơi nhận chuyển đơn"] == text
        assert table[0]["Nguồn số liệu"] == "hồ sơ"

    def test_the_mark_stands_once_and_an_empty_list_is_a_head(self, officer):
        lines = list(csv_lines(LETTERS, Reach(officer), {}))
        assert len(lines) == 1
        assert "".join(lines).count("\ufeff") == 1

    @pytest.mark.parametrize("rows", [1, 2, 3, 4])
    def test_a_batch_that_fills_exactly_writes_no_row_twice(self, officer, rows):
        for _ in range(rows):
            session_of(officer)
        lines = list(csv_lines(SESSIONS, Reach(officer), {}, batch=2))
        assert [line.split(",")[0] for line in lines[1:]] == [str(n) for n in range(rows, 0, -1)]

    @given(st.text(max_size=12))
    def test_no_text_whatever_begins_as_a_formula(self, text):
        cell = str(safe(text))
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
        assert cell in (text, f"'{text}")


class TestFilters:
    def form(self, officer, **given):
        return filter_form(LETTERS, Reach(officer), given)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("state", "bay"),
            ("kind", "khen"),
            ("field", "' OR 1=1"),
            ("channel", "x"),
            ("since", "31/2/2023"),
            ("until", "hôm qua"),
            ("words", "x" * 201),
        ],
    )
    def test_a_value_that_no_choice_offers_is_named_at_its_own_field(self, officer, name, value):
        form = self.form(officer, **{name: value})
        assert not form.is_valid()
        assert set(form.errors) == {name}

    def test_one_day_may_be_both_ends_and_two_turned_round_may_not(self, officer):
        assert self.form(officer, since="1/3/2023", until="1/3/2023").is_valid()
        form = self.form(officer, since="2/3/2023", until="1/3/2023")
        assert not form.is_valid()
        assert form.errors["until"] == ["Ngày cuối đứng trước ngày đầu; hãy đổi lại hai ngày."]

    def test_nothing_asked_is_everything(self, officer):
        form = self.form(officer)
        assert form.is_valid()
        assert not any(form.cleaned_data.values())

    def test_one_unit_is_no_question(self, officer):
        assert "unit" not in self.form(officer).fields


class TestDrafts:
    @pytest.mark.parametrize(
        ("name", "text", "kept"),
        [
            ("on", "1", True),
            ("on", "1/3", True),
            ("on", "1/3/20", True),
            ("on", "01.03.2023", True),
            ("on", "1/3/2023 ", True),
            ("on", "1/3/2023 Nguyễn", False),
            ("on", "123", False),
            ("on", "", False),
            ("unit", "12", True),
            ("unit", "0900000000", False),
            ("unit", "Sở", False),
            ("channel", "buu_chinh", True),
            ("channel", "buu", False),
            ("signatories", "123456789", True),
            ("signatories", "1234567890", False),
            ("signatories", "năm", False),
            ("is_repeated", "on", True),
            ("is_repeated", "có", False),
        ],
    )
    def test_only_what_could_belong_to_the_field_is_kept(self, name, text, kept):
        assert _fits(LETTERS, name, text) is kept

    def test_no_type_keeps_a_field_of_a_person(self):
        from danvan.records.declare import record_types
        from danvan.records.writing import PERSONAL

        for kind in record_types():
            assert not {*kept_names(kind)} & {*PERSONAL}


class TestSubmissions:
    def test_an_act_that_fails_otherwise_gives_its_key_back_too(self, officer):
        key = new_key()
        with pytest.raises(ZeroDivisionError):
            once(key, officer, lambda: 1 // 0)
        assert not Submission.objects.exists()
        assert once(key, officer, lambda: letter_of(officer, DAY)).number == "1/2023"

    def test_a_taken_key_does_not_act_again(self, officer):
        key, acts = new_key(), []

        def act():
            acts.append(1)
            return letter_of(officer, DAY)

        assert once(key, officer, act).pk == once(key, officer, act).pk
        assert acts == [1]

    def test_only_the_sender_learns_what_a_key_led_to(self, officer):
        key = new_key()
        letter = once(key, officer, lambda: letter_of(officer, DAY))
        assert result_of(key, officer).pk == letter.pk
        assert result_of(key.upper(), officer).pk == letter.pk
        assert result_of(key, handler()) is None
        assert result_of(new_key(), officer) is None
        assert result_of("rác", officer) is None

    def test_a_failure_of_the_database_that_is_not_a_wait_goes_on(self, officer):
        def act():
            raise OperationalError("server closed the connection")

        with pytest.raises(OperationalError):
            once(new_key(), officer, act)

    @given(st.uuids())
    def test_a_key_of_ours_reads_as_itself(self, key):
        assert read_form_key(str(key)) == read_form_key(key.hex) == str(key)

    @given(st.text(max_size=20))
    def test_shorter_text_is_no_key(self, text):
        with pytest.raises(Refusal, match="thiếu mã gửi"):
            read_form_key(text)


@pytest.mark.django_db
class TestPatience:
    def ask(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            return cursor.fetchone()[0]

    def test_the_limit_holds_inside_and_the_usual_one_returns(self):
        usual = self.ask()
        with limited(1234):
            assert self.ask() == "1234ms"
        assert self.ask() == usual

    def test_what_takes_longer_is_stopped_with_a_way_out(self):
        asked = connection.cursor()
        with pytest.raises(TooSlow, match="thu hẹp bằng đơn vị, khoảng ngày"), limited(20):
            asked.execute("SELECT pg_sleep(3)")
        assert issubclass(TooSlow, Refusal)
