"""Every reviewed row of cases/*.toml, one test each; the rows were counted on a wall calendar, not by the engine."""

from collections import Counter
from datetime import date

import pytest

from danvan.law import calendar, recompute, rulebook
from danvan.law.cases_file import load_cases
from danvan.law.files import HERE
from danvan.law.refusals import BrokenLaw

CASES = load_cases(HERE / "cases")
Q1 = (date(2022, 12, 15), date(2023, 3, 14))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.place)
def test_a_reviewed_row_holds(case):
    assert case.wrong(rulebook(), calendar()) == ""
    if not case.period:
        assert recompute(case.answer(rulebook(), calendar()).ledger_json()) == case.due


def test_the_rows_cover_the_quarter_and_every_kind_of_counting():
    in_quarter = [case for case in CASES if Q1[0] <= case.begins <= Q1[1]]
    assert len(in_quarter) >= 60
    assert any(case.suspend for case in CASES)
    assert any(case.extend for case in CASES)
    assert any(case.case for case in CASES)
    assert any(case.provisional for case in CASES)
    assert any(not case.verdict for case in CASES)
    kinds = Counter(rulebook().wordings(case.rule)[-1].kind for case in CASES)
    assert min(kinds[kind] for kind in ("duration", "frequency", "deadline", "window")) >= 4
    assert len({verdict for case in CASES for _, verdict in case.judged}) >= 5
    assert len(CASES) >= 150
    directions = Counter(rulebook().wordings(case.rule)[-1].direction for case in CASES)
    assert directions["backwards"] >= 5


def crosses(case, wanted):
    """Whether a day of the calendar's rows that `wanted` picks lies between begin and due day."""
    first, last = sorted((case.begins, case.due))
    return any(first < row.date <= last and wanted(row) for row in calendar().rows())


def wording_of(case):
    return rulebook().in_force(case.rule, case.begins)


LIMITS = [case for case in CASES if wording_of(case) and wording_of(case).kind == "duration"]
HARD = {
    "Tết": lambda case: crosses(case, lambda row: "Tết Nguyên đán" in row.name),
    "a make-up Saturday": lambda case: crosses(case, lambda row: row.kind == "make_up"),
    "a month's end": lambda case: wording_of(case).unit in ("tháng", "năm"),
    "a total": lambda case: case.case,
    "an addition": lambda case: case.extend,
    "a suspension": lambda case: case.suspend,
    "counting back": lambda case: wording_of(case).direction == "backwards",
    "a minimum": lambda case: wording_of(case).minimum,
    "a wording that ends on the way": lambda case: (wording_of(case).valid_to or case.due) < case.due,
}


@pytest.mark.parametrize("what", HARD)
def test_what_is_hard_to_count_is_counted_more_than_twice(what):
    assert sum(bool(HARD[what](case)) for case in LIMITS) >= 3


def test_every_row_says_why():
    assert all(len(case.why) >= 15 for case in CASES)


def test_no_row_is_written_twice():
    seen = Counter(
        (case.rule, case.domain, case.begins, case.period, case.case, case.suspend, case.extend)
        for case in CASES
    )
    assert [key for key, times in seen.items() if times > 1] == []


def test_a_wrong_row_is_told_with_both_days(tmp_path):
    (tmp_path / "x.toml").write_text(
        '[[case]]\nrule = "KN.S1"\nbegins = 2023-02-08\ndue = 2023-03-11\nwhy = "sai"\n', encoding="utf-8"
    )
    (case,) = load_cases(tmp_path)
    said = case.differences(case.answer(rulebook(), calendar()))
    assert "11/3/2023" in said
    assert "10/3/2023" in said


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (
            'rule = "RP.Q1"\nperiod = "2023-Q1"\nbegins = 2023-01-01\ndue = 2023-03-14',
            "từ 15/12/2022 đến 14/3/2023",
        ),
        ('rule = "RP.Q2"\nperiod = "2023-Q1"\nbegins = 2022-12-15\ndue = 2023-03-14', "là RP.Q1"),
        ('rule = "DG90.DUE"\nyear = 2022\ndue = 2022-12-15', "máy tính 14/12/2022"),
        (
            'rule = "KN.ACC"\nbegins = 2023-02-01\ndue = 2023-02-13\nlatest = 2023-02-15\n'
            'judge = [[2023-02-14, "trong_han"]]',
            "máy kết luận «qua_han_theo_luat»",
        ),
    ],
)
def test_what_differs_is_told_for_every_kind_of_row(tmp_path, row, part):
    (tmp_path / "x.toml").write_text(f'[[case]]\n{row}\nwhy = "sai"\n', encoding="utf-8")
    (case,) = load_cases(tmp_path)
    assert part in case.wrong(rulebook(), calendar())


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ('rule = "KN.S1"\nbegins = 2023-02-08\nwhy = "x"', "thiếu trường «due»"),
        ('rule = "KN.S1"\nbegins = "8/2/2023"\ndue = 2023-03-10\nwhy = "x"', "phải là ngày dạng"),
        ('rule = "KN.S1"\nbegins = 2023-02-08\ndue = 2023-03-10\nwhy = "x"\nhan = 1', "«han»"),
        (
            'rule = "KN.S1"\nbegins = 2023-02-08\ndue = 2023-03-10\nwhy = "x"\nsuspend = [2023-03-01]',
            "các cặp",
        ),
        ('rule = "KN.S1"\ndue = 2023-03-10\nwhy = "x"', "«begins» .ngày bắt đầu. hoặc «year»"),
        ('rule = "DG90.DUE"\nbegins = 2022-01-01\nyear = 2022\ndue = 2022-12-14\nwhy = "x"', "một trong hai"),
        (
            'rule = "KN.S1"\nbegins = 2023-02-08\ndue = 2023-03-10\nwhy = "x"\njudge = [[2023-03-01, "tre"]]',
            "kết luận «tre» không có",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(tmp_path, row, part):
    (tmp_path / "x.toml").write_text(f"# dòng một\n\n[[case]]\n{row}\n", encoding="utf-8")
    with pytest.raises(BrokenLaw, match=part) as caught:
        load_cases(tmp_path)
    assert "x.toml, dòng" in str(caught.value)
