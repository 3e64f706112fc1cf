"""The rules as shipped: every key of the reference list, statuses with their traps, and three kinds of «no»."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from danvan import law
from danvan.law import NoLongerLaw, NoSuchRule, NotYetLaw, RuleBook, Wording
from danvan.law.files import HERE
from danvan.law.words import ASPECTS, EVENTS, KINDS

SHARED = Path(os.environ.get("DANVAN_SHARED", HERE.parents[3] / "shared"))
LIST = SHARED / "domain" / "law-petitions.csv"
SECTIONS = ("1a.", "3a.", "3b.", "4c.", "5a.", "6a.", "6f.", "9.")
BOOK = law.rulebook()
ALL = [wording for key in BOOK.keys() for wording in BOOK.wordings(key)]  # noqa: SIM118
D = date


def reference():
    with LIST.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["section"].startswith(SECTIONS)]


class TestReference:
    pytestmark = pytest.mark.skipif(not LIST.exists(), reason="shared/domain/law-petitions.csv is absent")

    def test_no_rule_is_missing(self):
        assert [row["id"] for row in reference() if row["id"] not in BOOK] == []

    def test_nothing_is_claimed_better_checked_than_the_list_says(self):
        order = "VSM"
        for row in reference():
            best = min(order.index(wording.checked.status) for wording in BOOK.wordings(row["id"]))
            assert best >= order.index(row["status"][0]), row["id"]

    def test_the_day_counts_agree(self):
        units = {"day": "ngày", "wd": "ngày làm việc", "year": "năm", "count": ""}
        compared = 0
        for row in reference():
            if row["unit"] in units and row["value"].isdigit():
                wording = BOOK.wordings(row["id"])[-1]
                assert (wording.value, wording.unit) == (int(row["value"]), units[row["unit"]]), row["id"]
                compared += 1
        assert compared >= 55

    def test_the_dates_agree(self):
        # The older wordings of these come from elsewhere than the list.
        older = {"TCD.NDB", "KN.WD", "KN.DISC", "TCD.FWD", "KN.DLG.NOTICE", "KN.DLG.REC", "KN.AUTH"}
        for row in reference():
            series = BOOK.wordings(row["id"])
            if len(row["valid_from"]) == 10 and row["id"] not in older:
                assert series[0].valid_from == D.fromisoformat(row["valid_from"]), row["id"]
            last = series[-1].valid_to
            assert (last.isoformat() if last else "") == row["valid_to"], row["id"]


class TestContent:
    def test_complaints_settle_in_totals(self):
        assert dict(BOOK.wording("KN.S1", D(2023, 1, 1)).cases) == {
            "phuc_tap": 45,
            "vung_xa": 45,
            "vung_xa_phuc_tap": 60,
        }
        assert dict(BOOK.wording("KN.S2", D(2023, 1, 1)).cases) == {
            "phuc_tap": 60,
            "vung_xa": 60,
            "vung_xa_phuc_tap": 70,
        }
        assert dict(BOOK.wording("KN.S1.REMOTE", D(2023, 1, 1)).cases) == {"phuc_tap": 60}

    def test_extensions_of_a_denunciation_are_additions(self):
        ordinary, special = (BOOK.wording(f"TC.EXT.{end}", D(2023, 1, 1)) for end in "CX")
        assert (ordinary.kind, ordinary.value, ordinary.times) == ("addition", 30, 1)
        assert (special.kind, special.value, special.times) == ("addition", 30, 2)

    def test_heads_receive_citizens_by_month_and_week(self):
        found = {
            key: (wording.value, wording.per)
            for key in ("TINH", "HUYEN", "XA", "SO")
            for wording in [BOOK.wording(f"TCD.HEAD.{key}", D(2023, 2, 1))]
        }
        assert found == {"TINH": (1, "tháng"), "HUYEN": (2, "tháng"), "XA": (1, "tuần"), "SO": (1, "tháng")}

    def test_conflicts_point_at_each_other(self):
        for wording in ALL:
            if wording.conflicts_with:
                assert BOOK.wordings(wording.conflicts_with)[-1].conflicts_with == wording.key

    def test_every_label_is_vietnamese_and_every_citation_short_enough_to_store(self):
        for wording in ALL:
            assert any(ord(letter) > 127 for letter in wording.label), wording.key
            assert len(wording.citation) <= 200
            assert len(wording.key) <= 32

    def test_labels_and_starts_have_words(self):
        assert {wording.kind for wording in ALL} <= set(KINDS)
        assert {wording.starts for wording in ALL if wording.starts} <= set(EVENTS)


class TestStatus:
    def test_a_rule_from_memory_allows_no_verdict(self):
        assert not BOOK.wording("XLD.LIMIT", D(2023, 1, 1)).checked.allows_verdict
        assert not BOOK.wording("RP.SEND.TTCP", D(2023, 1, 1)).checked.allows_verdict

    def test_text_read_but_use_from_memory_stays_v(self):
        roll = BOOK.wording("CAL.ROLL", D(2023, 1, 1)).checked
        assert (roll.status, dict(roll.aspects)) == ("V", {"use": "M"})

    def test_chain_read_but_days_from_memory_gives_no_verdict(self):
        lower = BOOK.wording("RP.SEND.LOWER", D(2023, 1, 1)).checked
        assert (lower.status, dict(lower.aspects)) == ("V", {"days": "M"})
        assert not lower.allows_verdict

    def test_an_end_known_second_hand_does_not_spoil_the_text(self):
        authority = BOOK.wording("KN.AUTH", D(2026, 8, 1)).checked
        assert (authority.status, dict(authority.aspects)) == ("V", {"end": "S"})
        assert authority.allows_verdict

    def test_every_aspect_has_words(self):
        assert {part for wording in ALL for part in wording.checked.aspects} <= set(ASPECTS)


class TestNo:
    def test_an_unknown_rule_names_its_neighbours(self):
        with pytest.raises(NoSuchRule, match=r"KN\.S1"):
            BOOK.wording("KN.S11", D(2023, 1, 1))
        with pytest.raises(NoSuchRule, match=r"KN\.S1"):
            BOOK.wording("kn.s1", D(2023, 1, 1))

    def test_a_rule_like_no_other_is_told_where_the_list_is(self):
        with pytest.raises(NoSuchRule, match="danvan law show"):
            BOOK.wordings("???")

    @pytest.mark.parametrize("key", ["KN.SUSP", "KN.SUSP.SEND", "KN.COMPLEX", "TCD.HEAD.DVSN", "KN.ACC.2"])
    def test_a_rule_of_2026_is_not_yet_law_in_2023(self, key):
        with pytest.raises(NotYetLaw, match="chỉ có từ 1/7/2026"):
            BOOK.wording(key, D(2023, 3, 13))

    @pytest.mark.parametrize("key", ["TCD.HEAD.XA", "TCD.ID", "KN.ACC", "XLD.KEEP.OLD"])
    def test_a_rule_that_ended_names_what_follows(self, key):
        successor = BOOK.wordings(key)[-1].successor
        with pytest.raises(NoLongerLaw, match=successor.replace(".", r"\.")):
            BOOK.wording(key, D(2026, 7, 1))

    def test_the_three_are_told_apart(self):
        kinds = (NoSuchRule, NotYetLaw, NoLongerLaw)
        assert not any(issubclass(one, other) for one in kinds for other in kinds if one is not other)

    def test_withdrawal_and_discontinuation_are_known_before_2026(self):
        assert "đơn" in BOOK.wording("KN.WD", D(2023, 1, 1)).text
        assert BOOK.wording("KN.DISC", D(2023, 1, 1)).items == ("rút khiếu nại",)
        assert len(BOOK.wording("KN.DISC", D(2026, 7, 1)).items) == 4

    def test_a_day_in_a_declared_gap_is_told(self):
        first = BOOK.wording("KN.S1", D(2023, 1, 1))
        fields = {name: getattr(first, name) for name in ("kind", "label", "cite", "checked")}
        series = [
            Wording(key="X", valid_from=D(2020, 1, 1), valid_to=D(2020, 12, 31), **fields),
            Wording(key="X", valid_from=D(2022, 1, 1), valid_to=None, gap_before="bãi bỏ một năm", **fields),
        ]
        with pytest.raises(NoLongerLaw, match="nằm trong khoảng"):
            RuleBook(series, {}).wording("X", D(2021, 6, 1))


class TestDocuments:
    def test_a_replacement_begins_the_day_after(self):
        for document in BOOK.documents.values():
            if document.replaced_by and document.valid_to:
                following = BOOK.documents[document.replaced_by].valid_from
                assert (following - document.valid_to).days == 1, document.number

    def test_the_quarter_rests_on_the_circular_of_2021(self):
        document = BOOK.documents["02/2021/TT-TTCP"]
        assert document.covers(D(2022, 12, 15), D(2023, 3, 14))
        assert not document.covers(D(2024, 1, 1), D(2024, 12, 31))
        assert not document.covers(D(2023, 1, 1), None)

    def test_a_law_outranks_a_decree(self):
        assert BOOK.documents["02/2011/QH13"].rank < BOOK.documents["124/2020/NĐ-CP"].rank

    def test_every_document_is_named_whole(self):
        assert BOOK.documents["02/2011/QH13"].cited == "Luật Khiếu nại 2011 (02/2011/QH13)"
