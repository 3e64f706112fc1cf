"""Lines pasted from anywhere: every way of parting them, every wrong line told by its number, all or nothing written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account
from danvan.records.models import NationalUpdate
from danvan.records.national import pasting
from danvan.records.national.columns import register_number
from danvan.records.national.keeping import NotWritten
from danvan.records.national.tests.national_world import DAY, LATER, kept
from danvan.records.tests.desk_world import classified, reach_of, role_at
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

WRITERS = {"tiep_dan", "xu_ly", "giai_quyet", "lanh_dao"}
CODES = st.from_regex(r"[A-Z]{2}-[0-9]{1,6}", fullmatch=True)
NUMBERS = st.tuples(st.integers(1, 10**6), st.integers(1990, 2099))


def lines_of(text):
    """The lines as read, or the faults by line; anything else is a fault of ours."""
    try:
        return pasting.read(text, LATER)
    except NotWritten as refused:
        return refused.faults


@pytest.fixture
def officer(db):
    return handler()


def write(officer, text, account=None):
    reach = reach_of(account or officer)
    return pasting.write_lines(text, unit_id=officer.at.pk, group="don", on=LATER, reach=reach)


class TestNumbers:
    @pytest.mark.parametrize(
        ("number", "year", "read"),
        [
            ("12/2023", "", (12, 2023)),
            (" 12 / 2023 ", "", (12, 2023)),
            ("12", "2023", (12, 2023)),
            ("012", " 2023 ", (12, 2023)),
            ("12/2023", "2022", (12, 2023)),
            ("0/2023", "", (0, 2023)),
            ("999999999/2023", "", (999_999_999, 2023)),
            ("9999999999/2023", "", None),
            ("12", "", None),
            ("12/23", "", None),
            ("12/20233", "", None),
            ("12-2023", "", None),
            ("-12/2023", "", None),
            ("١٢/٢٠٢٣", "", None),
            ("12", "２０２３", None),
            ("12.0", "2023", None),
            ("", "2023", None),
            ("12/2023\n", "", (12, 2023)),
        ],
    )
    def test_as_registers_write_them(self, number, year, read):
        assert register_number(number, year) == read

    @given(st.text(max_size=20), st.text(max_size=8))
    def test_any_text_is_a_number_that_the_register_may_hold_or_none(self, number, year):
        found = register_number(number, year)
        assert found is None or (0 <= found[0] < 2**31 and 0 <= found[1] <= 9999)


class TestReading:
    @given(
        st.dictionaries(NUMBERS, CODES, min_size=1, max_size=8),
        st.sampled_from([" ", "\t", ";", "  ", " \t "]),
    )
    def test_every_line_comes_back_however_it_is_parted(self, told, sign):
        text = "\n".join(f"{no}/{year}{sign}{code}" for (no, year), code in told.items())
        assert [(number, code) for number, code, _on in lines_of(text).values()] == list(told.items())

    @pytest.mark.parametrize(
        ("line", "number", "code", "on"),
        [
            ("12/2023 DT-1", (12, 2023), "DT-1", LATER),
            ("12/2023 DT-1 5/3/2023", (12, 2023), "DT-1", date(2023, 3, 5)),
            ("12/2023;DT-1;2023-03-05", (12, 2023), "DT-1", date(2023, 3, 5)),
            ("12 2023 DT-1", (12, 2023), "DT-1", LATER),
            ("12\t2023\tDT-1\t5.3.23", (12, 2023), "DT-1", date(2023, 3, 5)),
        ],
    )
    def test_in_three_or_four_words(self, line, number, code, on):
        assert list(lines_of(line).values()) == [(number, code, on)]

    @pytest.mark.parametrize(
        "line",
        [
            "x",
            "12/2023",
            "12 2023",
            "DT-1 12/2023",
            "12/2023 DT-1 hôm-qua",
            "12/2023 DT-1 31/2/2023",
            "12/2023 DT-1 5/3/2023 thêm lời",
            "12/2023 DT-1 5 / 3 / 2023",
            "Nguyễn Văn A",
        ],
    )
    def test_what_is_no_line_is_told_by_its_number_and_not_repeated(self, line):
        faults = lines_of(f"1/2023 DT-9\n\n{line}\n")
        assert list(faults) == ["3"]
        assert line.split()[0] not in faults["3"] or line.startswith("x")

    def test_a_number_that_comes_twice_is_told_at_the_second(self):
        faults = lines_of("1/2023 DT-1\n2/2023 DT-2\n1 2023 DT-3")
        assert list(faults) == ["3"]
        assert "dòng trên" in faults["3"]

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\t;\n ; "])
    def test_nothing_is_said_to_be_nothing(self, text):
        with pytest.raises(Refusal, match="Chưa có dòng nào"):
            pasting.read(text, LATER)

    @given(st.text(max_size=200))
    def test_any_text_is_lines_or_faults_by_line(self, text):
        try:
            found = lines_of(f"1/2023 DT-1\n{text}")
        except Refusal:
            return
        assert all(str(at).isdigit() and int(at) >= 1 for at in found)


class TestWriting:
    def test_all_lines_or_none(self, officer):
        first, second = classified(officer), classified(officer)
        good = f"{first.register_no}/2023 DT-1\n{second.register_no}/2023 DT-2"
        for wrong in ("9999/2023 DT-3", f"{second.register_no}/2022 DT-3", "9999/2023 DT-3 5/3/2023"):
            with pytest.raises(NotWritten) as refused:
                write(officer, f"{good}\n{wrong}")
            assert list(refused.value.faults) == ["3"]
            assert not NationalUpdate.objects.exists()
        assert write(officer, good) == 2
        assert (kept(first), kept(second)) == (("DT-1", LATER), ("DT-2", LATER))

    def test_pasted_again_nothing_is_new(self, officer):
        line = f"{classified(officer).register_no}/2023 DT-1"
        assert [write(officer, line) for _turn in range(2)] == [1, 0]

    @pytest.mark.parametrize("code", ["<script>", "=1+1", "Nguyễn", "x" * 200, "a'b", "%"])
    def test_a_code_that_cannot_be_one_is_told_at_its_line(self, officer, code):
        line = f"{classified(officer).register_no}/2023 {code}"
        with pytest.raises(NotWritten) as refused:
            write(officer, line)
        assert list(refused.value.faults) == ["1"]
        assert code not in str(refused.value.faults)

    @pytest.mark.parametrize("on", ["15/3/2023", "28/2/2023", "1/1/1990"])
    def test_a_day_to_come_or_before_the_record_is_told(self, officer, on):
        line = f"{classified(officer, on=DAY).register_no}/2023 DT-1 {on}"
        with pytest.raises(NotWritten) as refused:
            write(officer, line)
        assert list(refused.value.faults) == ["1"]

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_who_may(self, officer, role):
        record = classified(officer)
        account = role_at(role, officer)
        if role in WRITERS:
            assert write(officer, f"{record.register_no}/2023 DT-1", account) == 1
            return
        with pytest.raises(Refusal):
            write(officer, f"{record.register_no}/2023 DT-1", account)
        assert kept(record) is None

    def test_a_number_of_another_unit_is_not_there(self, officer):
        record = classified(officer)
        with pytest.raises(NotWritten) as refused:
            write(officer, f"{record.register_no}/2023 DT-1", make_account("xu_ly"))
        assert "Không có hồ sơ số này" in refused.value.faults["1"]
