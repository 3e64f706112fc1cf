"""Inspection under three laws, and the rules against corruption on both sides of 1/7/2026."""

from datetime import date, timedelta

import pytest

from danvan import law
from danvan.law import NoLongerLaw, NotYetLaw
from danvan.ui.errors import Refusal

BOOK = law.rulebook()
ALL = [wording for key in BOOK.keys() for wording in BOOK.wordings(key)]  # noqa: SIM118
D, ONE = date, timedelta(days=1)


class TestInspectionLaws:
    @pytest.mark.parametrize(
        ("key", "years"),
        [
            ("TTR.KIND.OLD", "2010 2022 2025"),
            ("TTR.ORG.22", "2022 2025"),
            ("TTR.DUR.TINH.10", "2010 2022 2025"),
            ("TTR.DUR.TTCP.10", "2010 2022 2025"),
            ("TTR.KL.10", "2010 2022 2025"),
            ("TTR.PUB.10", "2010 2022 2025"),
        ],
    )
    def test_each_law_hands_over_to_the_next_without_a_day_between(self, key, years):
        seen = []
        while key:
            wording = BOOK.wordings(key)[-1]
            seen.append(wording.cite.document.title[-4:])
            if wording.successor:
                after = wording.valid_to + ONE
                assert BOOK.wording(wording.successor, after).valid_from == after
                with pytest.raises(NoLongerLaw, match=wording.successor):
                    BOOK.wording(key, after)
                with pytest.raises(NotYetLaw):
                    BOOK.wording(wording.successor, wording.valid_to)
            key = wording.successor
        assert seen == years.split()

    def test_the_kinds_shrink_law_by_law(self):
        kinds = [BOOK.wordings(f"TTR.KIND.{end}")[0].items for end in ("OLD", "22", "25")]
        assert [len(items) for items in kinds] == [5, 4, 2]
        assert "hình thức: thanh tra thường xuyên" in kinds[0]
        assert not any("thường xuyên" in item for item in kinds[1])
        assert not any("chuyên ngành" in item for item in kinds[2])

    def test_the_inspectorates_of_departments_and_districts_end_in_2025(self):
        before, after = BOOK.wordings("TTR.ORG.22")[0].items, BOOK.wordings("TTR.ORG.25")[0].items
        for name in ("thanh tra bộ", "thanh tra sở", "thanh tra huyện"):
            assert name in before
            assert name not in after
        assert {"Thanh tra Chính phủ", "Thanh tra tỉnh"} <= {*before} & {*after}

    def test_2010_lengthens_in_totals_and_2022_by_additions(self):
        assert dict(BOOK.wording("TTR.DUR.TTCP.10", D(2023, 3, 1)).cases) == {
            "phuc_tap": 90,
            "dac_biet_phuc_tap": 150,
        }
        for end, days, times in (("TINH", 30, 1), ("SO", 15, 1), ("TTCP", 30, 2)):
            own = BOOK.wording(f"TTR.DUR.{end}.22", D(2024, 1, 2))
            assert not own.cases
            (longer,) = (BOOK.wording(key, D(2024, 1, 2)) for key in own.extended_by)
            assert (longer.kind, longer.value, longer.times) == ("addition", days, times)

    def test_more_than_the_law_allows_is_refused(self):
        law.due("TTR.DUR.TTCP.22", D(2024, 1, 2), extensions=[30, 30])
        for key, grants in (("TTR.DUR.TTCP.22", [30, 30, 30]), ("TTR.DUR.SO.22", [16])):
            with pytest.raises(Refusal):
                law.due(key, D(2024, 1, 2), extensions=grants)

    def test_an_inspection_of_2023_under_the_old_law_knows_no_pause(self):
        pause = [(D(2023, 3, 6), D(2023, 3, 10))]
        with pytest.raises(Refusal):
            law.due("TTR.DUR.TINH.10", D(2023, 2, 20), suspensions=pause)
        with pytest.raises(NotYetLaw):
            BOOK.wording("TTR.PAUSE.22", D(2023, 3, 6))

    def test_lengths_from_memory_never_call_an_inspection_late(self):
        lengths = [one for one in ALL if one.key.startswith("TTR.DUR.")]
        assert len(lengths) == 7
        assert not any(one.checked.allows_verdict for one in lengths)

    def test_the_conclusion_of_the_quarter_is_judged_by_the_law_of_2010(self):
        answer = law.due("TTR.KL.10", D(2023, 3, 1))
        assert (answer.due_on, answer.verdict_possible) == (D(2023, 3, 16), True)
        assert "56/2010/QH12" in answer.citation

    def test_the_opinion_of_the_same_level_keeps_its_length_over_the_break(self):
        old, new = BOOK.wordings("TTR.OPINION")
        assert (old.value, new.value) == (30, 30)
        assert (old.cite.article, new.cite.article) == ("Điều 78", "Điều 36 khoản 1")


class TestCorruption:
    @pytest.mark.parametrize(("stem", "old", "new"), [("SUPP", 300, 1000), ("ASSET", 50, 150)])
    def test_the_sums_rise_on_1_7_2026(self, stem, old, new):
        before = BOOK.wording(f"PC.DECL.{stem}", D(2026, 6, 30))
        after = BOOK.wording(before.successor, D(2026, 7, 1))
        assert (before.value, after.value) == (old, new)
        assert before.bound == after.bound == "ít nhất"
        assert after.cite.document.number == "132/2025/QH15"

    def test_shares_say_of_what(self):
        for key, base in (
            ("PC.VER.AGENCIES", "thẩm quyền kiểm soát"),
            ("PC.VER.PERSONS", "mỗi cơ quan được chọn"),
        ):
            wording = BOOK.wording(key, D(2023, 2, 1))
            assert (wording.unit, wording.bound) == ("%", "ít nhất")
            assert base in wording.text

    def test_a_day_that_must_be_before_the_31st_ends_on_the_30th(self):
        strict = {one.key: (one.day, one.month) for one in ALL if "«trước ngày 31 tháng" in one.note}
        assert strict == {
            "TTHC.REVIEW.PLAN": (30, 1),
            "PC.VER.PLAN": (30, 1),
            "PC.DECL.SUPP.DUE": (30, 12),
        }

    def test_the_yearly_report_is_due_on_the_last_working_day_of_march(self):
        wording = BOOK.wording("PC.REPORT.WEB", D(2023, 3, 1))
        assert (wording.kind, wording.month, wording.day, wording.working) == ("deadline", 3, 31, True)

    def test_a_start_known_from_memory_gives_no_verdict_and_says_so(self):
        mine = ("TTR.", "PC.", "BG.", "MC.")
        unsure = [one for one in ALL if one.key.startswith(mine) and one.checked.aspects.get("start") == "M"]
        assert len(unsure) >= 12
        assert all(one.checked.note and not one.checked.allows_verdict for one in unsure)

    def test_a_verification_is_long_only_when_complex(self):
        for key, own, most in (("PC.VER.REPORT", 45, 90), ("PC.VER.CONCL", 10, 20)):
            wording = BOOK.wording(key, D(2023, 2, 1))
            assert (wording.value, wording.length("phuc_tap")) == (own, most)
