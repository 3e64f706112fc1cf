"""The days on which whole regimes turn: what ends has its other side, what begins is told from what was there."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from danvan import law
from danvan.law import NoLongerLaw, NotYetLaw
from danvan.law.files import HERE, LawFile

SHARED = Path(os.environ.get("DANVAN_SHARED", HERE.parents[3] / "shared")) / "domain"
LIST = SHARED / "law-democracy.csv"
SECTIONS = ("4.", "5.", "10.", "11.", "12.")
D, ONE = date, timedelta(days=1)
BOOK = law.rulebook()
KEYS = BOOK.keys()
OWN = ("evaluation", "land-clearance", "disputes", "documents-and-data", "two-level", "protection")


def turned(on):
    """Keys that change their wording, end for good, and begin on a day."""
    ends = {key for key in KEYS if any(one.valid_to == on - ONE for one in BOOK.wordings(key))}
    begins = {key for key in KEYS if any(one.valid_from == on for one in BOOK.wordings(key))}
    return ends & begins, ends - begins, begins - ends


class TestBothSides:
    @pytest.mark.parametrize("key", [key for key in KEYS if BOOK.wordings(key)[-1].valid_to])
    def test_what_ends_names_what_follows_or_says_why_nothing_does(self, key):
        last = BOOK.wordings(key)[-1]
        assert last.successor or last.note, f"{key} ends on {last.valid_to} and says nothing of what follows"

    @pytest.mark.parametrize(
        ("on", "changed", "ended", "begun"),
        [
            (D(2023, 7, 1), "", "DC.X07.POST.MIN TTR.PUB.10", "DC.X.POST.MIN TTR.PUB.22 PD13.BREACH"),
            (D(2023, 9, 15), "", "", "DG90.CAP.XS"),
            (D(2024, 3, 5), "RP.Q1 RP.SEND.TTCP", "", "RP.CONTENT.FULL"),
            (D(2024, 8, 1), "HG.LAND", "LD13.NOTICE.AGR LD13.PAY", "LD24.NOTICE.AGR LD24.MEETING0"),
            (
                D(2025, 7, 1),
                "DV.LEVELS KN.COMP.XA RP.SEND.LOWER",
                "TCD.HEAD.HUYEN DV63.PROV",
                "DV34.PROV TR.DV.CASE",
            ),
            (D(2025, 9, 30), "RP.FORMAT", "RP.Q1 RP.Y", "RP.NEW TR.RP"),
            (D(2026, 1, 1), "", "DG90.LEVELS DG90.DUE PD13.DPIA", "DG335.BANDS LD26.MAJORITY PD25.DPIA"),
            (
                D(2026, 7, 1),
                "KN.WD KN.DISC KN.AUTH KN.NOACC BV.END TCD.LOG",
                "KN.ACC TCD.HEAD.XA DG90.HT.MISS",
                "KN.SUSP TR.KN TR.TC",
            ),
        ],
        ids=str,
    )
    def test_each_break_turns_what_the_law_turned(self, on, changed, ended, begun):
        for found, expected in zip(turned(on), (changed, ended, begun), strict=True):
            assert set(expected.split()) <= found

    def test_the_day_before_a_break_nothing_of_the_new_regime_governs(self):
        for key in ("LD24.NOTICE.AGR", "PD25.REQ", "DG335.BANDS", "DG233.BANDS", "CM.PRESS", "TR.LD49"):
            first = BOOK.wordings(key)[0]
            with pytest.raises(NotYetLaw, match="chỉ có từ"):
                BOOK.wording(key, first.valid_from - ONE)

    def test_an_ended_limit_on_land_leads_to_its_heir(self):
        with pytest.raises(NoLongerLaw, match=r"Từ 1/8/2024 dùng quy tắc LD24\.NOTICE\.AGR"):
            law.due("LD13.NOTICE.AGR", D(2024, 8, 1))


class TestPeriodsBetween:
    def test_public_employees_have_a_regime_in_the_half_year_between(self):
        with pytest.raises(NoLongerLaw):
            BOOK.wording("DG90.LEVELS", D(2026, 3, 1))
        assert "viên chức vẫn theo" in BOOK.wording("DG90.VC.2026", D(2026, 3, 1)).text
        assert BOOK.wording("DG90.HT.MISS", D(2026, 6, 30)).value == 20
        assert BOOK.wording("TR.DG233", D(2026, 12, 31)).cite.document.number == "233/2026/NĐ-CP"

    @pytest.mark.parametrize(
        ("key", "before", "between", "after"),
        [
            ("KN.COMP.XA", "Chủ tịch UBND huyện", "theo thực tế", "Chủ tịch UBND tỉnh"),
            ("TC.COMP.XA", "Chủ tịch UBND huyện", "theo thực tế", "Chủ tịch UBND tỉnh"),
        ],
    )
    def test_the_year_without_districts_is_practice_only(self, key, before, between, after):
        said = [" ".join((one.text, *one.items)) for one in BOOK.wordings(key)]
        assert all(part in text for part, text in zip((before, between, after), said, strict=True))
        statuses = [
            BOOK.wording(key, on).checked.status for on in (D(2025, 6, 30), D(2025, 7, 1), D(2026, 7, 1))
        ]
        assert statuses == ["V", "M", "V"]

    def test_dialogue_before_2026_has_words_and_no_number(self):
        old, new = BOOK.wordings("KN.DLG.NOTICE")
        assert (old.kind, old.value) == ("fact", 0)
        assert "không ấn định" in old.text
        assert (new.kind, new.value, new.direction) == ("duration", 5, "backwards")
        assert "không ấn định số bản" in BOOK.wording("KN.DLG.REC", D(2023, 3, 1)).text

    def test_the_national_database_has_a_rule_in_the_quarter_of_the_report(self):
        assert "khi thụ lý" in BOOK.wording("TCD.NDB", D(2023, 3, 1)).text
        named = BOOK.wording("TCD.NDB.NAMED", D(2023, 3, 1))
        assert (named.value, named.unit) == (15, "ngày")
        assert not named.checked.allows_verdict

    def test_an_electronic_book_alone_is_lawful_only_since_2026(self):
        assert "chưa đủ" in BOOK.wording("TCD.LOG.FORM", D(2026, 6, 30)).text
        assert "riêng sổ điện tử" in BOOK.wording("TCD.LOG.FORM", D(2026, 7, 1)).text
        assert [len(one.items) for one in BOOK.wordings("TCD.LOG")] == [7, 12, 13]

    def test_reports_pass_no_district_once_there_is_none(self):
        said = [
            BOOK.wording("RP.SEND.LOWER", on).text for on in (D(2025, 6, 30), D(2025, 7, 1), D(2026, 1, 1))
        ]
        assert ["huyện" in text for text in said] == [True, False, False]

    def test_the_machine_for_secrets_stands_apart_under_both_laws(self):
        numbers = [
            BOOK.wording("BV.MACHINE", on).cite.document.number for on in (D(2026, 2, 28), D(2026, 3, 1))
        ]
        assert numbers == ["29/2018/QH14", "117/2025/QH15"]

    def test_an_interpreter_is_a_right_ever_since_the_law_on_reception(self):
        wording = BOOK.wording("TCD.INTERPRETER", D(2014, 7, 1))
        assert (wording.cite.article, wording.checked.status) == ("Điều 7 khoản 1 điểm đ", "V")


class TestContent:
    def test_shares_say_of_what(self):
        shares = [
            one
            for name in OWN
            for key in LawFile(HERE / "rules" / f"{name}.toml").tables
            for one in BOOK.wordings(key)
            if one.kind == "count" and one.unit == "%"
        ]
        assert len(shares) >= 8
        assert [one.key for one in shares if not one.bound or len(one.text) < 20] == []

    def test_the_majority_on_land_counts_every_user(self):
        wording = BOOK.wording("LD26.MAJORITY", D(2026, 1, 1))
        assert (wording.value, wording.unit, wording.bound) == (75, "%", "trên")
        assert "không phải trên số ý kiến" in wording.text

    def test_before_the_fifteenth_ends_on_the_fourteenth(self):
        for key in ("DG90.DUE", "DG335.DUE"):
            wording = BOOK.wordings(key)[0]
            assert (wording.month, wording.day) == (12, 14)
            assert "trước ngày 15" in wording.note

    def test_protection_ends_on_one_more_ground_since_2026(self):
        old, new = BOOK.wordings("BV.END")
        assert new.items[:-1] == old.items
        assert "Điều 48" in new.items[-1]

    def test_what_is_only_remembered_never_marks_late(self):
        for key in ("LD13.PAY", "LD13.POST.PLAN", "LD24.DIALOGUE", "LD24.PAY", "HG.LAND"):
            assert not any(one.checked.allows_verdict for one in BOOK.wordings(key)), key

    def test_a_commune_that_was_merged_is_counted_by_the_list_of_its_day(self):
        counts = [BOOK.wording("DV34.QB_OLD", on).items[1] for on in (D(2023, 3, 14), D(2024, 12, 1))]
        assert [text.split()[0] for text in counts] == ["151", "145"]
        assert BOOK.wording("DV34.QT", D(2025, 7, 1)).value == 78


class TestReference:
    pytestmark = pytest.mark.skipif(not LIST.exists(), reason="shared/domain/law-democracy.csv is absent")

    @staticmethod
    def rows():
        with LIST.open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["section"].startswith(SECTIONS)]
        with (SHARED / "law-petitions.csv").open(encoding="utf-8") as file:
            return rows + [row for row in csv.DictReader(file) if row["section"].startswith("6e.")]

    def test_no_row_is_missing(self):
        assert len(self.rows()) >= 75
        assert [row["id"] for row in self.rows() if row["id"] not in BOOK] == []

    def test_the_days_agree(self):
        for row in self.rows():
            series = BOOK.wordings(row["id"])
            last = series[-1].valid_to
            assert (last.isoformat() if last else "") == row["valid_to"], row["id"]
            # Working days were already held, by an older code.
            if row["valid_from"] and row["id"] != "CAL.WD":
                assert series[0].valid_from.isoformat() == row["valid_from"], row["id"]

    def test_the_numbers_agree(self):
        compared = 0
        for row in self.rows():
            wording = BOOK.wordings(row["id"])[-1]
            if row["value"].isdigit() and wording.kind in ("duration", "count"):
                assert wording.value == int(row["value"]), row["id"]
                compared += 1
        assert compared >= 25

    def test_better_checked_than_listed_only_where_the_article_was_found(self):
        found = {"LD13.NOTICE.AGR", "LD13.NOTICE.NON", "PD25.BREACH", "PD25.DPIA", "CAL.END"}
        better = {
            row["id"]
            for row in self.rows()
            if min("VSM".index(one.checked.status) for one in BOOK.wordings(row["id"]))
            < "VSM".index(row["status"][0])
        }
        assert better == found
