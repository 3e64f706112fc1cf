"""A province's own norms add to the law; they never replace or loosen it."""

from datetime import date

import pytest

from danvan import law
from danvan.law import book as shipped
from danvan.law.checking import check_everything
from danvan.law.loading import load_book
from danvan.law.topics import topics

D = date
DOCUMENTS = """
["7/2022/QĐ-UBND"]
title = "Quyết định thử của tỉnh"
rank = 4
from = 2022-03-01
status = "V"
"""
RULE = """
[["TINH.S1"]]
label = "Giải quyết khiếu nại lần đầu theo quy định của tỉnh"
kind = "duration"
from = 2022-03-01
starts = "thu_ly"
value = 20
unit = "ngày"
cases = { phuc_tap = 35 }
roll = true
conflicts_with = "KN.S1"
cite = { document = "7/2022/QĐ-UBND", article = "Điều 3" }
checked = { status = "V", on = 2026-11-23 }
"""
TOPICS = '["tinh"]\ntitle = "Quy định của tỉnh"\ngroup = "Quy định của tỉnh"\norder = 900\n'
CASE = '[[case]]\nrule = "TINH.S1"\nbegins = 2023-02-10\ndue = 2023-03-02\nlatest = 2023-03-13\nwhy = "20 ngày sau 10/2"\n'


@pytest.fixture
def overlay(tmp_path):
    """Writes a folder of norms; a changed text is given by its name."""

    def write(rules=RULE, documents=DOCUMENTS, cases=CASE):
        for folder in ("rules", "cases"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for name, text in (
            ("documents.toml", documents),
            ("topics.toml", TOPICS),
            ("rules/tinh.toml", rules),
            ("cases/tinh.toml", cases),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_stricter_norm_stands_beside_the_law(overlay):
    book = load_book(overlay=overlay())
    norm = law.due("TINH.S1", D(2023, 2, 10), book=book)
    assert (norm.due_on, norm.by_law.rule, norm.latest_on) == (D(2023, 3, 2), "KN.S1", D(2023, 3, 13))
    assert norm.ledger[-1].text.endswith("văn bản này có hiệu lực cao hơn.")
    assert law.judge(norm, None, D(2023, 3, 13)) == "trong_han"


def test_the_laws_own_rule_is_what_it_was(overlay):
    book = load_book(overlay=overlay())
    assert law.due("KN.S1", D(2023, 2, 10), book=book) == law.due("KN.S1", D(2023, 2, 10))
    assert set(book.keys()) - set(law.rulebook().keys()) == {"TINH.S1"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 20", "value = 31", "31 ngày dài hơn thời hạn 30 ngày"),
        ("phuc_tap = 35", "phuc_tap = 46", "46 ngày dài hơn thời hạn 45 ngày"),
        ("phuc_tap = 35", "dong_nguoi = 31", "31 ngày dài hơn thời hạn 30 ngày"),
        ('unit = "ngày"', 'unit = "ngày làm việc"', "cùng đơn vị"),
        ('starts = "thu_ly"', 'starts = "tiep_nhan"', "cùng mốc"),
        ("roll = true", 'extended_by = ["TC.EXT.X"]', "gia hạn mà luật không có"),
        ("roll = true", 'suspended_by = ["TC.SUSP"]', "không được thêm căn cứ tạm đình chỉ"),
        ('"KN.S1"', '"KN.LIM"', "thời hạn của công dân"),
        ('document = "7/2022/QĐ-UBND"', 'document = "02/2011/QH13"', "phải dẫn một văn bản của tỉnh"),
        ("TINH.S1", "KN.S1", "quy tắc đã có trong tệp rules/complaints.toml"),
        ("from = 2022-03-01", "from = 2022-02-28", "không phủ hết thời gian"),
    ],
)
def test_a_looser_norm_is_refused_by_its_place(overlay, old, new, said):
    assert old in RULE
    text = RULE.replace(old, new, 1)
    text = text.replace("roll = true\n", "") if "làm việc" in new else text
    with pytest.raises(law.BrokenLaw) as caught:
        load_book(overlay=overlay(text))
    assert said in str(caught.value)
    assert "rules/tinh.toml, dòng" in str(caught.value)


MINIMUM = (
    RULE.replace("cases = { phuc_tap = 35 }\nroll = true", "minimum = true")
    .replace("thu_ly", "niem_yet")
    .replace('"KN.S1"', '"KN.PUB.POST"')
)


@pytest.mark.parametrize(("days", "refused"), [(14, True), (15, False), (20, False)])
def test_a_posting_may_last_longer_and_not_shorter(overlay, days, refused):
    folder = overlay(MINIMUM.replace("value = 20", f"value = {days}"))
    if refused:
        with pytest.raises(law.BrokenLaw, match="ngắn hơn thời gian tối thiểu 15 ngày"):
            load_book(overlay=folder)
    else:
        assert load_book(overlay=folder).wordings("TINH.S1")[0].value == days


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rank = 4", "rank = 2", "phải có «rank = 4»"),
        ("7/2022/QĐ-UBND", "02/2011/QH13", "đã có trong bộ quy tắc chung"),
    ],
)
def test_only_texts_of_the_province_are_taken(overlay, old, new, said):
    with pytest.raises(law.BrokenLaw, match=said):
        load_book(overlay=overlay(documents=DOCUMENTS.replace(old, new)))


def test_days_off_are_no_matter_of_a_province(overlay):
    folder = overlay()
    (folder / "days").mkdir()
    with pytest.raises(law.BrokenLaw, match="ngày nghỉ không do tỉnh quy định"):
        load_book(overlay=folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(law.BrokenLaw, match="hãy sửa biến DANVAN_LAW_OVERLAY"):
        load_book(overlay=tmp_path / "khong-co")


def test_the_check_runs_the_provinces_rows_too(overlay):
    assert check_everything(overlay=overlay()).faults == []
    wrong = CASE.replace("due = 2023-03-02", "due = 2023-03-03")
    (fault,) = check_everything(overlay=overlay(cases=wrong)).faults
    assert "máy tính 2/3/2023" in fault
    (fault,) = check_everything(overlay=overlay(cases="")).faults
    assert "Quy tắc TINH.S1" in fault


def test_the_environment_names_the_folder(overlay, monkeypatch):
    monkeypatch.setenv("DANVAN_LAW_OVERLAY", str(overlay()))
    assert "TINH.S1" in shipped.rulebook.__wrapped__()
    assert topics.__wrapped__()[-1].keys == ("TINH.S1",)
    monkeypatch.setenv("DANVAN_LAW_OVERLAY", " ")
    assert shipped.overlay_folder() is None
