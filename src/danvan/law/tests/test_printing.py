"""What the terminal shows: aligned columns under Vietnamese marks, sentences without English words."""

import re
import unicodedata
from datetime import date

import pytest

from danvan import law
from danvan.law import printing

BOOK = law.rulebook()


def test_columns_align_when_marks_are_written_apart():
    composed, apart = "Tết", unicodedata.normalize("NFD", "Tết")
    lines = printing.table(("A", "B"), [(composed, "x"), (apart, "y")]).splitlines()
    assert lines[2].index("x") == 5
    assert unicodedata.normalize("NFC", lines[3]).index("y") == 5


def test_the_widest_cell_sets_the_column():
    lines = printing.table(("Một", "Hai"), [("dài hơn tiêu đề", "x"), ("ngắn", "y")]).splitlines()
    assert {line.index(end) for line, end in zip(lines[2:], "xy", strict=True)} == {17}
    assert lines[0] == "Một" + " " * 14 + "Hai"


def test_a_table_without_rows_is_its_head():
    assert len(printing.table(("A", "B"), []).splitlines()) == 2


@pytest.mark.parametrize("key", BOOK.keys())
def test_no_field_name_or_key_word_leaks_into_what_a_person_reads(key):
    for wording in BOOK.wordings(key):
        text = printing.wording_text(wording)
        assert not re.search(r"\b(None|True|False|duration|forwards|backwards|MappingProxy|checked)\b", text)
        assert unicodedata.is_normalized("NFC", text)
        assert "Căn cứ: " in text
        assert "Kiểm chứng: " in text


@pytest.mark.parametrize("rule", ["KN.S1", "TC.S", "TCD.POST", "XLD.KEEP", "KN.ACC", "KN.PUB.WEB", "GR.GAP"])
def test_every_step_of_a_ledger_has_its_word(rule):
    text = printing.due_table(law.due(rule, date(2023, 1, 13)))
    assert not re.search(r"\b(begins|count|skipped|rolled|result|cite|suspended|extended)\b", text)
    assert unicodedata.is_normalized("NFC", text)


def test_a_minimum_is_not_called_a_deadline():
    assert "Đủ thời gian vào: 28/1/2023" in printing.due_table(law.due("KN.PUB.WEB", date(2023, 1, 13)))


def test_a_backward_limit_says_that_it_counts_back():
    assert "Mốc: đếm lùi từ «Ngày tiếp công dân»" in printing.wording_text(BOOK.wordings("TCD.POST")[0])


def test_a_later_source_tells_since_when_it_speaks():
    assert "156/2026/NĐ-CP) (từ 1/7/2026)" in printing.wording_text(BOOK.wordings("TC.WD")[0])


def test_an_older_source_tells_no_date():
    text = printing.wording_text(BOOK.wordings("KN.DLG.NOTICE")[1])
    assert "(từ " not in text


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("RP.Q1", "Kỳ Q1: từ 15/12 năm trước đến 14/3"),
        ("RP.OLD", "từ ngày 16 tháng trước kỳ đến ngày 15 tháng cuối kỳ"),
        ("GR.9M", "văn bản không có kỳ này"),
        ("RP.NA", "từ 1/8 năm trước đến 31/7"),
        ("TCD.HEAD.XA", "Mức: ít nhất 1 ngày mỗi tuần"),
        ("TC.TEAM", "Mức: 2"),
        ("DG90.DUE", "Hạn: ngày 14 tháng 12 hằng năm"),
        ("DC.A.CONF.DUE", "Hạn: ngày cuối tháng 3 năm sau"),
        ("PC.REPORT.WEB", "Hạn: ngày làm việc cuối cùng của tháng 3 hằng năm"),
        ("CAL.CUTOFF", "Mức: đúng 15 giờ"),
        ("KN.PUB.POST", "Mức: ít nhất 15 ngày"),
    ],
)
def test_each_kind_tells_its_content(key, said):
    assert said in printing.wording_text(BOOK.wordings(key)[0])


def test_json_leaves_out_what_is_empty():
    row = printing.wording_json(BOOK.wordings("KN.SUSP")[0])
    assert "value" not in row
    assert "window" not in row
    assert len(row["items"]) == 2
    assert row["to"] is None


def test_json_tells_direction_and_times_where_they_matter():
    assert printing.wording_json(BOOK.wordings("TCD.POST")[0])["direction"] == "backwards"
    assert "direction" not in printing.wording_json(BOOK.wordings("KN.S1")[0])
    assert printing.wording_json(BOOK.wordings("TC.EXT.X")[0])["times"] == 2


def test_shares_and_days_of_the_year_print_with_all_their_parts():
    wordings = [wording for key in BOOK.keys() for wording in BOOK.wordings(key)]  # noqa: SIM118
    shares = [wording for wording in wordings if wording.ratio]
    assert shares
    for wording in shares:
        over, under = wording.ratio
        assert f"Mức: {wording.bound} {over}/{under}" in "\n".join(printing.content(wording)).replace(
            "  ", " "
        )
        assert printing.wording_json(wording)["ratio"] == [over, under]
    row = printing.wording_json(BOOK.wordings("DC.A.CONF.DUE")[0])
    assert (row["month"], row["day"], row["year_shift"]) == (3, 31, 1)
    assert printing.wording_json(BOOK.wordings("PC.REPORT.WEB")[0])["working"] is True


def test_a_special_law_is_named_whether_or_not_the_book_holds_its_rule():
    wordings = [wording for key in BOOK.keys() for wording in BOOK.wordings(key)]  # noqa: SIM118
    both = next(
        wording for wording in wordings if {"", "LD24.POST.PLAN"} <= {*wording.overridden_by_domain.values()}
    )
    text = printing.wording_text(both)
    assert "  Trong lĩnh vực đất đai: theo LD24.POST.PLAN" in text
    assert "theo luật chuyên ngành, chưa có trong bộ quy tắc" in text
    assert printing.wording_json(both)["overridden_by_domain"] == dict(both.overridden_by_domain)
