"""What is owed in every span and by one day of every year."""

from datetime import date

import pytest

from danvan import law
from danvan.law.loading import load_book
from danvan.ui.errors import Refusal

D = date
DOCUMENT = '["1/L"]\ntitle = "Luật Thử"\nrank = 1\nfrom = 2020-01-01\nstatus = "V"\n'
RULE = """
[["A.B"]]
label = "Việc thử"
from = 2020-01-01
cite = { document = "1/L", article = "Điều 1" }
checked = { status = "V", on = 2026-11-23 }
"""


@pytest.fixture
def wording(tmp_path):
    """A wording of one rule with the fields given."""

    def load(kind, **fields):
        (tmp_path / "rules").mkdir(exist_ok=True)
        (tmp_path / "documents.toml").write_text(DOCUMENT, encoding="utf-8")
        lines = "".join(f"{name} = {value}\n" for name, value in fields.items())
        (tmp_path / "rules" / "x.toml").write_text(f'{RULE}kind = "{kind}"\n{lines}', encoding="utf-8")
        return load_book(tmp_path).wordings("A.B")[0]

    return load


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        ("tuần", D(2023, 3, 6), D(2023, 3, 12)),
        ("tháng", D(2024, 2, 1), D(2024, 2, 29)),
        ("quý", D(2023, 1, 1), D(2023, 3, 31)),
        ("quý", D(2022, 12, 15), D(2023, 3, 14)),
        ("6 tháng", D(2023, 7, 1), D(2023, 12, 31)),
        ("năm", D(2024, 1, 1), D(2024, 12, 31)),
    ],
)
def test_every_span_ends_on_its_last_day(wording, per, first, last):
    due = law.due_in_span(wording("frequency", value=1, unit='"lần"', per=f'"{per}"'), first, last)
    assert (due.begins_on, due.due_on, due.latest_on) == (first, last, last)
    assert due.ledger[0].text == f"Phải thực hiện ít nhất 1 lần trong mỗi {per}."
    assert law.recompute(due.ledger_json()) == last


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        ("tuần", D(2023, 3, 6), D(2023, 3, 11)),
        ("tháng", D(2023, 1, 1), D(2023, 3, 31)),
        ("quý", D(2023, 1, 1), D(2023, 1, 31)),
        ("6 tháng", D(2023, 1, 1), D(2023, 12, 31)),
        ("năm", D(2023, 1, 1), D(2023, 6, 30)),
        ("năm", D(2023, 12, 31), D(2023, 1, 1)),
    ],
)
def test_a_span_of_another_length_is_refused(wording, per, first, last):
    rule = wording("frequency", value=1, unit='"lần"', per=f'"{per}"')
    with pytest.raises(Refusal, match=f"không phải một {per}, hãy chọn lại khoảng"):
        law.due_in_span(rule, first, last)


@pytest.mark.parametrize(
    ("month", "day", "year", "due_on"),
    [
        (12, 14, 2022, D(2022, 12, 14)),
        (2, 31, 2023, D(2023, 2, 28)),
        (2, 31, 2024, D(2024, 2, 29)),
        (6, 31, 2024, D(2024, 6, 30)),  # a Sunday stays where it is
        (1, 1, 2023, D(2023, 1, 1)),  # so does a day off
    ],
)
def test_a_day_of_the_year_stays_where_the_text_puts_it(wording, month, day, year, due_on):
    due = law.due_in_year(wording("deadline", month=month, day=day), year)
    assert (due.begins_on, due.due_on, due.latest_on) == (D(year, 1, 1), due_on, due_on)
    assert law.recompute(due.ledger_json()) == due_on
    assert not due.provisional


def test_a_day_of_the_next_year_is_counted_from_the_year_it_is_owed_for(wording):
    due = law.due_in_year(wording("deadline", month=1, day=15, year_shift=1), 2025)
    assert (due.begins_on, due.due_on) == (D(2025, 1, 1), D(2026, 1, 15))
    assert due.ledger[0].text == "Phải xong cho năm 2025 chậm nhất ngày 15/1/2026, năm sau."
    assert due.ledger[1].days == 365 + 15


@pytest.mark.parametrize(
    ("month", "day", "year", "due_on", "reason"),
    [
        (3, 31, 2023, D(2023, 3, 31), ""),
        (4, 30, 2023, D(2023, 4, 28), "30/4/2023 là Ngày Giải phóng"),
        (12, 31, 2023, D(2023, 12, 29), "31/12/2023 là Chủ nhật"),
    ],
)
def test_a_working_day_of_the_year_is_the_last_on_or_before(wording, month, day, year, due_on, reason):
    due = law.due_in_year(wording("deadline", month=month, day=day, working="true"), year)
    assert due.due_on == due_on
    assert ("nên ngày làm việc cuối cùng là" in due.ledger[0].text) == bool(reason)
    assert law.calendar().is_working(due_on)
    assert law.recompute(due.ledger_json()) == due_on


def test_only_a_working_day_waits_for_the_notice(wording):
    assert law.due_in_year(wording("deadline", month=3, day=31, working="true"), 2031).provisional
    assert not law.due_in_year(wording("deadline", month=3, day=31), 2031).provisional


def test_another_kind_has_no_day_of_the_year(wording):
    with pytest.raises(Refusal, match=r"A\.B không phải hạn hằng năm"):
        law.due_in_year(wording("fact", text='"x"'), 2023)


def test_a_year_outside_the_wording_is_refused(wording):
    rule = wording("deadline", month=3, day=31)
    with pytest.raises(Refusal, match=r"từ 1/1/2020 không có hiệu lực ngày 31/3/2019"):
        law.due_in_year(rule, 2019)


def test_a_yearly_day_keeps_its_verdict_and_its_source():
    rule = law.rulebook().wording("DG90.DUE", D(2022, 12, 14))
    due = law.due_in_year(rule, 2022)
    assert due.verdict_possible == rule.checked.allows_verdict
    assert due.ledger[-1].text.startswith("Căn cứ: Điều 20")
    assert law.Due.from_json(due.to_json(), law.rulebook()).to_json()["due"] == "2022-12-14"
