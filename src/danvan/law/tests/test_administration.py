"""The rules on procedures, inspection, corruption, budgets and feedback against the lists; what was not read yet."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from danvan import law
from danvan.law import NoLongerLaw, NotYetLaw
from danvan.law.files import HERE, LawFile
from danvan.ui.errors import Refusal

SHARED = Path(os.environ.get("DANVAN_SHARED", HERE.parents[3] / "shared")) / "domain"
LISTS = {
    SHARED / "law-democracy.csv": ("3. ", "7. "),
    SHARED / "law-petitions.csv": ("7a. ", "8. PAKN"),
}
OWN = ("procedures", "inspection", "anti-corruption", "regulation-feedback")
# Read in full since the list was made, where the list still says memory.
READ_SINCE = {"TTR.KL.10"}
# Its wording before 2017 comes from the notes beside the list.
OLDER = {"PA.HOST"}
BOOK = law.rulebook()
KEYS = {name: list(LawFile(HERE / "rules" / f"{name}.toml").tables) for name in OWN}
ALL = [wording for keys in KEYS.values() for key in keys for wording in BOOK.wordings(key)]
D, ONE = date, timedelta(days=1)


def reference():
    rows = []
    for path, sections in LISTS.items():
        with path.open(encoding="utf-8") as file:
            rows += [row for row in csv.DictReader(file) if row["section"].startswith(sections)]
    return rows


class TestReference:
    pytestmark = pytest.mark.skipif(
        not all(path.exists() for path in LISTS), reason="shared/domain/law-*.csv is absent"
    )

    def test_no_rule_is_missing(self):
        assert len(reference()) == 93
        assert [row["id"] for row in reference() if row["id"] not in BOOK] == []

    def test_every_listed_rule_stands_in_these_four_files(self):
        held = {key for keys in KEYS.values() for key in keys}
        assert {row["id"] for row in reference()} <= held

    def test_nothing_is_claimed_better_checked_than_the_list_says(self):
        order = "VSM"
        for row in reference():
            if row["id"] not in READ_SINCE:
                best = min(order.index(wording.checked.status) for wording in BOOK.wordings(row["id"]))
                assert best >= order.index(row["status"][0]), row["id"]

    def test_lengths_shares_and_sums_agree(self):
        units = {"day": "ngày", "wd": "ngày làm việc", "pct": "%", "mVND": "triệu đồng"}
        compared = 0
        for row in reference():
            if row["unit"] in units and row["value"].isdigit():
                wording = BOOK.wordings(row["id"])[-1]
                assert (wording.value, wording.unit) == (int(row["value"]), units[row["unit"]]), row["id"]
                compared += 1
        assert compared == 41

    def test_the_dates_agree(self):
        for row in reference():
            series = BOOK.wordings(row["id"])
            if row["valid_from"] and row["id"] not in OLDER:
                assert series[0].valid_from == D.fromisoformat(row["valid_from"]), row["id"]
            last = series[-1].valid_to
            assert (last.isoformat() if last else "") == row["valid_to"], row["id"]

    def test_a_least_duration_is_a_posting_or_counts_backwards(self):
        for row in reference():
            wording = BOOK.wordings(row["id"])[-1]
            if row.get("op") == "min" and wording.kind == "duration":
                assert wording.minimum or wording.direction == "backwards", row["id"]


class TestUnreadTexts:
    """Where a new text was not read the book says so and carries no number over."""

    UNREAD = ("MC25.FLOW", "MC25.APOLOGY", "MC25.EVAL", "PC26.DECL", "PC26.VER", "BG26.TERMS")

    @pytest.mark.parametrize("key", UNREAD)
    def test_it_names_the_text_and_forbids_the_old_numbers(self, key):
        (wording,) = BOOK.wordings(key)
        assert (wording.kind, wording.value, wording.checked.status) == ("fact", 0, "M")
        assert not wording.checked.allows_verdict
        assert "không dùng thay bằng" in wording.text
        assert wording.cite.document.number.split("/")[0] in wording.text

    @pytest.mark.parametrize("key", UNREAD)
    def test_no_day_can_be_reckoned_from_it(self, key):
        with pytest.raises(Refusal, match="không phải một thời hạn"):
            law.due(key, BOOK.wordings(key)[0].valid_from)

    @pytest.mark.parametrize(
        ("key", "last", "heir"),
        [
            ("MC.RETURN_INSUFF", D(2025, 6, 30), "MC25.FLOW"),
            ("MC.APOLOGY.BEFORE", D(2025, 6, 30), "MC25.APOLOGY"),
            ("MC.EVAL.ORG", D(2025, 6, 30), "MC25.EVAL"),
            ("PC.DECL.POST", D(2026, 6, 30), "PC26.DECL"),
            ("PC.VER.PERSONS", D(2026, 6, 30), "PC26.VER"),
            ("BG.DECIDED", D(2025, 12, 31), "BG26.TERMS"),
        ],
    )
    def test_an_ended_rule_leads_to_it(self, key, last, heir):
        assert BOOK.wording(key, last).is_in_force(last)
        with pytest.raises(NoLongerLaw, match=heir):
            BOOK.wording(key, last + ONE)
        assert BOOK.wording(heir, last + ONE)


class TestProcedures:
    def test_the_groups_of_the_index_make_a_hundred(self):
        items = BOOK.wording("IDX766.GROUPS", D(2023, 1, 1)).items
        assert len(items) == 5
        assert sum(int(item.split(": ")[1].split()[0]) for item in items) == 100

    def test_nine_indices_and_a_scale_without_holes(self):
        on = D(2023, 3, 1)
        assert len(BOOK.wording("MC.EVAL.IDX", on).items) == 9
        bands = BOOK.wording("MC.EVAL.ORG", on).items
        floors = [band.split("từ ")[1].split()[0] for band in bands[:-1]]
        assert floors == ["15", "12", "9", "6"]
        assert [band.split("dưới ")[1].split()[0] for band in bands[1:]] == floors

    def test_an_apology_does_not_move_the_first_day(self):
        answer = law.due("MC.APOLOGY.BEFORE", D(2023, 3, 15))
        assert answer.due_on == D(2023, 3, 14)
        assert "không dời hạn ban đầu" in answer.wording.note

    def test_the_portal_rules_begin_on_1_7_2026(self):
        portal = [key for key in KEYS["procedures"] if key.startswith("PORTAL26.")]
        assert len(portal) == 6
        for key in portal:
            assert BOOK.wording(key, D(2026, 7, 1)).cite.document.number == "224/2026/NĐ-CP"
            with pytest.raises(NotYetLaw):
                BOOK.wording(key, D(2026, 6, 30))

    def test_a_code_may_outlive_its_circular_but_its_end_is_unsure(self):
        for key in ("MC.CODE.DOSSIER", "MC.CODE.FIELD"):
            wording = BOOK.wording(key, D(2026, 1, 5))
            assert dict(wording.checked.aspects) == {"end": "M"}
            assert wording.checked.allows_verdict


class TestFeedback:
    def test_the_host_changed_from_justice_to_the_offices(self):
        before, after = (BOOK.wording("PA.HOST", day).items for day in (D(2017, 9, 24), D(2017, 9, 25)))
        assert "Sở Tư pháp" in before
        assert "Văn phòng Ủy ban nhân dân cấp tỉnh" in after
        with pytest.raises(NotYetLaw):
            BOOK.wording("PA.HOST", D(2013, 6, 30))

    def test_complaints_and_denunciations_stay_out(self):
        text = BOOK.wording("PA.SCOPE", D(2023, 1, 1)).text
        assert "Khiếu nại và tố cáo không" in text

    def test_outcomes_and_criteria_are_whole(self):
        sizes = {"PA.CLASS": 4, "PA.CRIT": 6, "PA.OUT": 3, "PA.PUB": 4, "PA.REQ": 3, "PA.WAY": 4}
        assert {key: len(BOOK.wordings(key)[-1].items) for key in sizes} == sizes
