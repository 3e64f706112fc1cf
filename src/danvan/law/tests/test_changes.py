"""What a wording added later makes of a clock begun before it."""

from dataclasses import replace
from datetime import date

import pytest

from danvan import law
from danvan.law.rules import RuleBook
from danvan.ui.errors import Refusal

D = date
BOOK = law.rulebook()
OLD = BOOK.wording("KN.S1", D(2023, 2, 10))


def amended(**changed):
    """The book as if a longer first settlement had come into force on 1/3/2023."""
    before = replace(OLD, valid_to=D(2023, 2, 28))
    after = replace(OLD, valid_from=D(2023, 3, 1), **changed)
    others = [wording for key in BOOK.keys() if key != "KN.S1" for wording in BOOK.wordings(key)]  # noqa: SIM118
    return RuleBook([before, after, *others], BOOK.documents)


def test_both_days_can_be_told_for_a_clock_begun_before():
    book = amended(value=20)
    begun = law.due("KN.S1", D(2023, 2, 10), book=book)
    newer = law.under_newest("KN.S1", begun.wording.valid_from, D(2023, 2, 10), book=book)
    assert (begun.due_on, newer.due_on) == (D(2023, 3, 13), D(2023, 3, 2))
    assert newer.wording.valid_from == D(2023, 3, 1)
    assert law.recompute(newer.ledger_json()) == newer.due_on


def test_a_clock_that_began_under_the_newest_wording_has_no_other_day():
    book = amended(value=20)
    assert law.under_newest("KN.S1", D(2023, 3, 1), D(2023, 3, 2), book=book) is None
    assert law.under_newest("KN.S1", OLD.valid_from, D(2023, 2, 10)) is None


def test_what_is_not_yet_in_force_can_be_left_out():
    book = amended(value=20)
    asked = ("KN.S1", OLD.valid_from, D(2023, 2, 10))
    assert law.under_newest(*asked, on=D(2023, 2, 28), book=book) is None
    assert law.under_newest(*asked, on=D(2023, 3, 1), book=book).due_on == D(2023, 3, 2)


def test_a_rule_that_goes_on_under_another_key_is_followed():
    newer = law.under_newest("KN.ACC", D(2012, 7, 1), D(2026, 6, 29))
    assert (newer.rule, newer.wording.unit, newer.due_on) == ("KN.ACC.2", "ngày làm việc", D(2026, 7, 8))
    assert law.newest_wording("KN.ACC", D(2012, 7, 1), on=D(2026, 6, 30)) is None


def test_rules_that_name_each_other_end_the_search():
    ring = [replace(OLD, key="A", successor="B"), replace(OLD, key="B", successor="A")]
    assert law.newest_wording("A", OLD.valid_from, book=RuleBook(ring, {})) is None


def test_the_case_and_the_happenings_are_kept():
    book = amended(cases={"phuc_tap": 60})
    newer = law.under_newest("KN.S1", OLD.valid_from, D(2023, 2, 10), case="phuc_tap", book=book)
    assert (newer.case, newer.due_on) == ("phuc_tap", D(2023, 4, 11))


def test_a_case_that_the_newer_wording_has_not_is_refused():
    with pytest.raises(Refusal, match="phuc_tap"):
        law.under_newest("KN.S1", OLD.valid_from, D(2023, 2, 10), case="phuc_tap", book=amended(cases={}))


def test_a_newer_wording_that_is_no_limit_is_refused():
    with pytest.raises(Refusal, match="không phải một thời hạn"):
        law.under_newest("KN.S1", OLD.valid_from, D(2023, 2, 10), book=amended(kind="fact"))


def test_an_extension_is_measured_by_the_addition_in_force_with_the_newer_wording():
    rule = BOOK.wording("TC.S", D(2023, 1, 4))
    addition = BOOK.wordings(rule.extended_by[0])[0]
    book = RuleBook(
        [
            replace(rule, valid_to=D(2023, 2, 28)),
            replace(rule, valid_from=D(2023, 3, 1)),
            replace(addition, valid_from=D(2023, 3, 1)),
        ],
        BOOK.documents,
    )
    with pytest.raises(Refusal, match="gia hạn nhiều nhất 0 lần"):
        law.due("TC.S", D(2023, 1, 4), extensions=[20], book=replace_keys(book, rule, addition))
    newer = law.under_newest(
        "TC.S", rule.valid_from, D(2023, 1, 4), extensions=[20], book=replace_keys(book, rule, addition)
    )
    assert newer.due_on == D(2023, 2, 23)


def replace_keys(book, rule, addition):
    """Only the one addition is named, so that its dates alone decide."""
    wordings = [replace(wording, extended_by=(addition.key,)) for wording in book.wordings(rule.key)]
    return RuleBook([*wordings, *book.wordings(addition.key)], book.documents)
