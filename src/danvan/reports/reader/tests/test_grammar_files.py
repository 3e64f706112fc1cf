"""The words and rules are data; these tests keep them consistent with one another."""

import re
import tomllib

import pytest

from danvan.reports.reader.facts import Fact
from danvan.reports.reader.grammar import lexicon, rules
from danvan.reports.reader.grammar.rules import Rule, grammar, meaning_of
from danvan.reports.reader.labels import label_of
from danvan.reports.reader.tokens import tokens_of

LEXICON = tomllib.loads(lexicon.SOURCE.read_text(encoding="utf-8"))
# Tags that the reading adds to those of the lexicon.
ADDED = {
    *("NOVERB", "INH", "PART", "NAMED", "WORDED", "PERMONTH", "BOTH"),
    *("UNSURE", "TIMED", "FULL", "SLASH", "CONTRAST", "BY_THE_WAY"),
    *("PLAIN", "BY_FIELD", "CARRIED_OUT", "CHAPTER_HC"),
}
KNOWN = ADDED | {tag for group in LEXICON.values() for tag in group}
ALL_RULES = [(noun, rule) for noun, noun_rules in grammar().rules.items() for rule in noun_rules]


def test_every_tag_of_a_rule_exists():
    used = {tag for _, rule in ALL_RULES for group in (*rule.needs, rule.bars) for tag in group}
    plain = {tag for tag in used if ":" not in tag}
    assert plain - KNOWN == set()


def test_every_noun_of_a_rule_exists():
    nouns = {*LEXICON["noun"], *LEXICON["unit"], "ket_luan"}  # "11 kết luận" is a verb elsewhere
    assert set(grammar().rules) <= nouns
    beside = {
        tag[2:] for _, rule in ALL_RULES for group in rule.needs for tag in group if tag.startswith("a:")
    }
    assert beside <= nouns


@pytest.mark.parametrize("prefix", ["c:", "s:", "d:", "b:"])
def test_every_code_a_rule_looks_back_to_can_be_given(prefix):
    given = {rule.code for _, rule in ALL_RULES} | set(grammar().whole.values())
    asked = {
        tag[2:] for _, rule in ALL_RULES for group in rule.needs for tag in group if tag.startswith(prefix)
    }
    assert asked <= given


def test_every_code_has_a_vietnamese_name():
    codes = {rule.code for _, rule in ALL_RULES if rule.code}
    codes |= set(grammar().share.values()) | set(grammar().change.values()) | set(grammar().whole.values())
    assert [code for code in codes if not re.match(r"[A-ZĐ]", label_of(code))] == []


def test_every_rule_has_a_unit_unless_it_is_money_or_silence():
    assert [noun for noun, rule in ALL_RULES if not rule.unit and rule.code and noun != "dong"] == []


def test_no_rule_is_hidden_by_an_earlier_one_with_the_same_condition():
    for noun, noun_rules in grammar().rules.items():
        conditions = [(rule.needs, rule.bars) for rule in noun_rules]
        assert len(conditions) == len(set(conditions)), noun


def test_shares_and_changes_are_of_codes_that_can_be_given():
    given = {rule.code for _, rule in ALL_RULES} | set(grammar().share.values())
    assert set(grammar().share) <= given
    assert set(grammar().whole) <= given
    assert set(grammar().change) <= given | set(grammar().whole.values())


def test_the_longest_phrase_wins():
    tokens = tokens_of("không thuộc thẩm quyền giải quyết của huyện")
    meaning, after = lexicon.phrase_at(tokens, 0)
    assert (meaning.tag, after) == ("KHONG_TQ", 6)


def test_no_phrase_begins_here():
    assert lexicon.phrase_at(tokens_of("mặt trời mọc"), 0) is None


def test_a_phrase_with_two_meanings_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "lexicon.toml"
    path.write_text('[starter]\nA = ["tiếp"]\nB = ["tiếp"]\n', encoding="utf-8")
    monkeypatch.setattr(lexicon, "SOURCE", path)
    lexicon.tree.cache_clear()
    with pytest.raises(ValueError, match="“tiếp” có hai nghĩa"):
        lexicon.tree()
    lexicon.tree.cache_clear()


def test_a_condition():
    rule = Rule((frozenset({"A"}), frozenset({"B", "C"})), frozenset({"D"}), "X", "đơn")
    assert rule.holds({"A", "C"})
    assert not rule.holds({"A"})
    assert not rule.holds({"A", "B", "D"})


def test_the_first_rule_that_holds():
    assert meaning_of("don", {"NHAN", "TQ"}).code == "DON.tham_quyen"
    assert meaning_of("don", {"NHAN"}).code == "DON.tiep_nhan"
    assert meaning_of("don", {"NHAN", "KHONG_DU_DK"}).code == ""
    assert meaning_of("don", set()) is None
    assert meaning_of("con mèo", {"NHAN"}) is None


def test_land_in_hectares_has_the_rules_of_land():
    assert rules.SAME_RULES["ha"][0] == "m2"
    assert [rule.code for rule in grammar().rules["ha"]] == [rule.code for rule in grammar().rules["m2"]]
    assert {rule.unit for rule in grammar().rules["ha"]} == {"ha"}


def test_phrases_are_lower_case_and_composed():
    for group in LEXICON.values():
        for phrases in group.values():
            for phrase in phrases:
                assert phrase == phrase.lower().strip()


def test_facts_stay_the_contract():
    assert {"indicator", "value", "unit", "raw", "start", "end", "places"} <= set(Fact.__slots__)
