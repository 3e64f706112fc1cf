"""Report windows under each regime, how a period may be typed, and periods without law."""

from datetime import date
from itertools import pairwise

import pytest

from danvan.law import period, rulebook
from danvan.law.words import CHECKED
from danvan.ui.errors import Refusal

D = date


def window(code, regime=None):
    found = period(code, regime)
    return found.first, found.last


class TestRegimes:
    def test_the_first_quarter_of_2023(self):
        found = period("2023-Q1")
        assert (found.code, found.label, found.rule, found.status) == ("2023-Q1", "Quý I/2023", "RP.Q1", "V")
        assert (found.first, found.last) == (D(2022, 12, 15), D(2023, 3, 14))
        assert found.citation == "Điều 7, Thông tư 02/2021 về báo cáo của ngành thanh tra (02/2021/TT-TTCP)"

    @pytest.mark.parametrize(
        ("code", "first", "last"),
        [
            ("2023-Q2", D(2023, 3, 15), D(2023, 6, 14)),
            ("2023-Q3", D(2023, 6, 15), D(2023, 9, 14)),
            ("2023-Q4", D(2023, 9, 15), D(2023, 12, 14)),
            ("2023-6M", D(2022, 12, 15), D(2023, 6, 14)),
            ("2023-9M", D(2022, 12, 15), D(2023, 9, 14)),
            ("2023", D(2022, 12, 15), D(2023, 12, 14)),
            ("2023-01", D(2022, 12, 15), D(2023, 1, 14)),
            ("2023-02", D(2023, 1, 15), D(2023, 2, 14)),
            ("2023-12", D(2023, 11, 15), D(2023, 12, 14)),
            ("2023-6M2", D(2023, 6, 15), D(2023, 12, 14)),
        ],
    )
    def test_the_windows_of_2023(self, code, first, last):
        assert window(code) == (first, last)

    @pytest.mark.parametrize(
        ("code", "first", "last"),
        [
            ("2020-Q1", D(2019, 12, 16), D(2020, 3, 15)),
            ("2020-Q4", D(2020, 9, 16), D(2020, 12, 15)),
            ("2020-6M", D(2019, 12, 16), D(2020, 6, 15)),
            ("2020-9M", D(2019, 12, 16), D(2020, 9, 15)),
            ("2020", D(2019, 12, 16), D(2020, 12, 15)),
            ("2021-Q1", D(2020, 12, 16), D(2021, 3, 15)),
        ],
    )
    def test_the_older_circular_ran_from_the_16th_to_the_15th(self, code, first, last):
        assert window(code) == (first, last)
        assert period(code).rule == "RP.OLD"

    def test_the_first_period_of_each_circular(self):
        assert period("2021-Q2").wording.cite.document.number == "02/2021/TT-TTCP"
        assert period("2023-Q4").wording.cite.document.number == "02/2021/TT-TTCP"
        assert period("2024-Q1").wording.cite.document.number == "01/2024/TT-TTCP"
        assert period("2025-9M").wording.cite.document.number == "01/2024/TT-TTCP"
        assert period("2025-Q4").wording.cite.document.number == "06/2025/TT-TTCP"

    @pytest.mark.parametrize("code", ["2025-Q4", "2025", "2026-Q1", "2026-6M"])
    def test_after_the_newest_circular_the_window_is_an_assumption(self, code):
        found = period(code)
        assert (found.rule, found.status) == ("RP.NEW", "M")
        assert "trí nhớ" in CHECKED[found.status]
        assert (found.first.day, found.last.day) == (15, 14)

    def test_the_copy_runs_like_the_original(self):
        for part in ("Q1", "Q2", "Q3", "Q4", "6M", "9M"):
            old, new = period(f"2023-{part}"), period(f"2026-{part}")
            assert new.first == old.first.replace(year=old.first.year + 3)
            assert new.last == old.last.replace(year=2026)

    def test_both_regimes_agree_on_quarters(self):
        for part in ("Q1", "Q2", "Q3", "Q4", "6M"):
            assert window(f"2023-{part}", "RP") == window(f"2023-{part}", "GR")
        assert period("2023-Q1", "GR").rule == "GR.Q"
        assert window("2023", "GR") == window("2023", "RP")

    def test_quarters_tile_the_year(self):
        parts = [window(f"2023-Q{n}") for n in range(1, 5)]
        for (_, last), (first, _) in pairwise(parts):
            assert (first - last).days == 1
        assert (parts[0][0], parts[3][1]) == window("2023")

    def test_months_tile_the_year(self):
        parts = [window(f"2023-{n:02d}") for n in range(1, 13)]
        for (_, last), (first, _) in pairwise(parts):
            assert (first - last).days == 1

    def test_a_day_is_looked_up_in_the_period(self):
        found = period("2023-Q1")
        assert D(2022, 12, 15) in found
        assert D(2023, 3, 14) in found
        assert D(2022, 12, 14) not in found
        assert D(2023, 3, 15) not in found


class TestTyping:
    @pytest.mark.parametrize(
        "typed",
        [
            "2023-Q1",
            "2023-q1",
            "Q1/2023",
            "q1-2023",
            "Q1 2023",
            "quý I/2023",
            "Quý I năm 2023",
            "QUÝ 1/2023",
            "quý i, 2023",
            "  Quý  I / 2023 ",
            "quy\u0301 I/2023",
        ],
    )
    def test_a_quarter(self, typed):
        assert period(typed).code == "2023-Q1"

    def test_roman_numerals_are_not_mixed_up(self):
        codes = [period(f"quý {number}/2023").code for number in ("I", "II", "III", "IV")]
        assert codes == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]

    @pytest.mark.parametrize(
        "typed", ["2023-6M", "6M/2023", "6 tháng 2023", "6 tháng đầu năm 2023", "2023-6m1", "2023-H1"]
    )
    def test_a_half_year(self, typed):
        assert period(typed).code == "2023-6M"

    def test_the_second_half(self):
        typed = ("6 tháng cuối năm 2023", "2023-6M2", "2023-H2")
        assert {period(code).code for code in typed} == {"2023-6M2"}

    @pytest.mark.parametrize("typed", ["2023-9M", "9 tháng 2023", "9 tháng năm 2023"])
    def test_nine_months(self, typed):
        assert period(typed).code == "2023-9M"

    @pytest.mark.parametrize("typed", ["2023", "năm 2023", "2023-Y"])
    def test_a_year(self, typed):
        assert (period(typed).code, period(typed).label) == ("2023", "Năm 2023")

    @pytest.mark.parametrize(
        "typed", ["2023-02", "2023-2", "02/2023", "2/2023", "tháng 2/2023", "Tháng 2 năm 2023"]
    )
    def test_a_month(self, typed):
        assert (period(typed).code, period(typed).label) == ("2023-02", "Tháng 2/2023")

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "Q5/2023",
            "quý V/2023",
            "2023-13",
            "2023-00",
            "23-Q1",
            "Q1",
            "quý I",
            "tháng 13/2023",
            "2023-9M2",
            "2023-H3",
            "2023-H",
        ],
    )
    def test_what_is_no_period_is_refused(self, typed):
        with pytest.raises(Refusal, match="hãy viết như"):
            period(typed)

    def test_the_code_reads_back(self):
        for code in (
            "2023-Q3",
            "2023-6M",
            "2023-6M2",
            "2023-9M",
            "2023",
            "2023-11",
            "2023-01-05..2023-02-10",
        ):
            assert period(period(code).code) == period(code)


class TestWithoutLaw:
    def test_a_quarter_before_any_text(self):
        with pytest.raises(Refusal, match="chỉ có từ 10/8/2013"):
            period("1995-Q1")

    def test_a_month_before_the_decree(self):
        with pytest.raises(Refusal, match="chỉ có từ 12/3/2019"):
            period("2015-02")

    def test_nine_months_are_not_in_the_decree(self):
        with pytest.raises(Refusal, match="không có trong Nghị định 09/2019"):
            period("2023-9M", "GR")

    def test_months_are_not_in_the_circular(self):
        with pytest.raises(Refusal, match="không có trong chế độ báo cáo nào"):
            period("2023-02", "RP")

    def test_an_unknown_regime(self):
        with pytest.raises(Refusal, match="RP"):
            period("2023-Q1", "XX")

    def test_a_book_may_be_given(self):
        assert period("2023-Q1", book=rulebook()) == period("2023-Q1")


@pytest.mark.parametrize(
    "code", ["0000-Q1", "0001-Q1", "1899-Q1", "2200-Q1", "9999-Q4", "9999", "0000-01", "9999-12"]
)
def test_a_year_at_the_calendars_ends_is_refused_in_words(code):
    with pytest.raises(Refusal, match="Không đọc được kỳ báo cáo"):
        period(code)


class TestFreePeriods:
    @pytest.mark.parametrize(
        "typed",
        ["2023-01-05..2023-02-10", "5/1/2023..10/2/2023", "5/1/2023 .. 10/2/2023", " 2023-1-5..10.2.2023 "],
    )
    def test_two_days_however_they_are_typed(self, typed):
        found = period(typed)
        assert (found.code, found.label) == ("2023-01-05..2023-02-10", "Từ 5/1/2023 đến 10/2/2023")
        assert (found.first, found.last, found.is_free) == (D(2023, 1, 5), D(2023, 2, 10), True)

    def test_one_day_is_a_period_too(self):
        assert window("2023-01-05..2023-01-05") == (D(2023, 1, 5), D(2023, 1, 5))

    @pytest.mark.parametrize(
        ("last", "number", "status"),
        [
            ("2021-05-10", "02/2021/TT-TTCP", "V"),
            ("2024-03-04", "02/2021/TT-TTCP", "V"),
            ("2024-03-05", "01/2024/TT-TTCP", "M"),
            ("2025-09-30", "06/2025/TT-TTCP", "M"),
        ],
    )
    def test_the_text_is_the_one_in_force_on_its_last_day(self, last, number, status):
        found = period(f"2021-01-01..{last}")
        assert (found.rule, found.wording.cite.document.number) == ("RP.ADHOC", number)
        assert found.status == status

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("2023-02-10..2023-01-05", "đổi chỗ hai ngày"),
            ("2023-02-30..2023-03-05", "không có trong lịch"),
            ("2023-01-05..", "Không đọc được ngày"),
            ("..2023-01-05", "Không đọc được ngày"),
            ("a..b", "Không đọc được ngày"),
            ("2023-01-05...2023-02-10", "Không đọc được ngày"),
            ("2023-01-05..2200-01-01", "ngoài các năm 1900–2199"),
            ("2020-01-05..2021-05-09", "chỉ có từ 10/5/2021"),
        ],
    )
    def test_what_is_no_span_or_without_law_is_refused(self, typed, said):
        with pytest.raises(Refusal, match=said):
            period(typed)

    def test_no_other_period_is_free(self):
        assert not any(period(code).is_free for code in ("2023-Q1", "2023-6M2", "2023", "2023-02", "2026-Q1"))
