"""Reports of other provinces' manners, written for the tests: the grammar finds their figures, and little else."""

import pytest

from danvan.reports.reader import read_text
from danvan.reports.reader.find import find_facts
from danvan.reports.reader.tests.reading_of import short
from danvan.reports.reader.tests.written import Written, written
from danvan.ui.numbers import number

# What was reached when the grammar was last mended; `aside` was not looked at while it was.
REACHED = {"mend": (0.99, 0.99), "aside": (0.95, 0.98)}


def key(row):
    return row["indicator"], row["value"], row["unit"]


def score(reports):
    """Precision and recall over all labels of all reports."""
    right = beyond = missed = 0
    for report in reports:
        labels, facts = [key(row) for row in report.facts], [short(fact) for fact in find_facts(report.text)]
        for fact in facts:
            if fact in labels:
                labels.remove(fact)
                right += 1
            else:
                beyond += 1
        missed += len(labels)
    return right / (right + beyond), right / (right + missed)


@pytest.mark.parametrize("name", ["mend", "aside"])
def test_the_figures_of_reports_in_other_manners_are_found(name):
    precision, recall = score(written(name))
    assert precision >= REACHED[name][0]
    assert recall >= REACHED[name][1]


@pytest.mark.parametrize("name", ["mend", "aside"])
def test_there_are_enough_reports_and_no_mark_is_left_in_their_text(name):
    reports = written(name)
    assert len(reports) >= 10
    assert len({report.id for report in reports}) == len(reports)
    assert not [report.id for report in reports if "|TCD" in report.text or "|DON" in report.text]


@pytest.mark.parametrize("report", [*written("mend"), *written("aside")], ids=lambda report: report.id)
def test_every_figure_stands_where_its_place_says(report: Written):
    for fact in find_facts(report.text):
        assert report.text[fact.start : fact.end] == fact.raw
        assert fact.places[0] == (fact.start, fact.end)


@pytest.mark.parametrize("report", [*written("mend"), *written("aside")], ids=lambda report: report.id)
def test_nobody_is_accused_where_the_sums_hold(report: Written):
    accused = [
        check for check in read_text(report.text).checks if check.ok is False and check.severity == "hard"
    ]
    assert not [(check.label, check.hint) for check in accused]


def test_a_total_that_is_too_small_is_seen_in_most_reports_and_accused_where_the_words_allow():
    planted = seen = accused = 0
    for report in [*written("mend"), *written("aside")]:
        for check in read_text(report.text).checks:
            if check.ok is not True or check.type != "sum" or not isinstance(check.stated, int):
                continue
            start, end = check.places[0]
            wrong = report.text[:start] + number(check.stated - 9) + report.text[end:]
            failed = [one for one in read_text(wrong).checks if one.ok is False and one.places[0][0] == start]
            planted += 1
            seen += bool(failed)
            accused += any(one.severity == "hard" for one in failed)
    assert planted >= 30
    assert seen >= planted * 3 / 4
    assert accused >= planted / 2
