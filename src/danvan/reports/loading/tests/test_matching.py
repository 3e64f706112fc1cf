"""Proposals come from the words over a column; a column of other matters gets none."""

import pytest

from danvan.records.declare import figures
from danvan.reports.form_files import files
from danvan.reports.loading.matching import LEAST, MOST, likely

TABLES = [item for item in files().values() if item.is_table and item.is_verified and item.codes]


def asked(form):
    """(path, code) of each printed column that is counted."""
    for section in form.sections:
        for row in section.rows:
            if row.column and row.code:
                yield (section.title, *row.under, row.leaf), row.code


@pytest.mark.parametrize("form", TABLES, ids=lambda form: form.key)
def test_of_a_form_that_we_know_nearly_every_column_finds_its_figure_first(form):
    pairs = list(asked(form))
    right = sum(next((one.code for one in likely(path, form.title)), "") == code for path, code in pairs)
    assert right >= 0.9 * len(pairs), [
        path for path, code in pairs if likely(path, form.title)[0].code != code
    ]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (["Đơn tiếp nhận trong kỳ", "Tổng số đơn khiếu nại"], "khiếu nại"),
        (["Số lượt tiếp công dân", "Tiếp thường xuyên"], "thường xuyên"),
        (["Đoàn đông người", "Số đoàn"], "đoàn"),
        (["Vụ việc tố cáo đã giải quyết"], "tố cáo"),
    ],
)
def test_words_said_otherwise_are_found_among_the_nearest(path, word):
    labels = [one.label.lower() for one in likely(path)]
    assert any(word in label for label in labels), labels


@pytest.mark.parametrize(
    "path", [["Diện tích rừng trồng mới"], ["Số hộ nghèo"], ["Giá vàng"], ["Ghi chú"], ["xyz"], [""]]
)
def test_what_nothing_counts_gets_no_proposal(path):
    assert likely(path) == []


def test_proposals_are_few_declared_likely_enough_and_in_order():
    codes = {item.code for item in figures()}
    for form in TABLES[:3]:
        for path, _code in asked(form):
            found = likely(path)
            assert len(found) <= MOST
            assert {one.code for one in found} <= codes
            assert all(LEAST <= one.likeness <= 1 for one in found)
            assert found == sorted(found, key=lambda one: -one.likeness)
