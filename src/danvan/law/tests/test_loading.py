"""What the loader refuses, each with file, line and key, so that an officer can mend it."""

import pytest

from danvan.law import BrokenLaw, rulebook
from danvan.law.checking import check_everything
from danvan.law.loading import load_book
from danvan.law.words import KINDS

DOCUMENTS = """
["1/2020/L"]
title = "Luật Thử"
rank = 1
from = 2020-01-01
to = 2025-12-31
replaced_by = "2/2026/L"
status = "V"

["2/2026/L"]
title = "Luật Thử mới"
rank = 1
from = 2026-01-01
status = "V"
"""
TOPICS = '[thu]\ntitle = "Thử"\ngroup = "Thử"\norder = 1\n'
RULE = """
[["A.B"]]
label = "Thời hạn thử"
kind = "duration"
from = 2020-01-01
to = 2022-12-31
starts = "thu_ly"
value = 30
unit = "ngày"
cite = { document = "1/2020/L", article = "Điều 1" }
checked = { status = "V", on = 2026-11-23 }
"""


def after(first, last="2025-12-31", **changed):
    text = RULE.replace("2020-01-01\nto", f"{first}\nto").replace("to = 2022-12-31", f"to = {last}")
    return text + "".join(f"{name} = {value}\n" for name, value in changed.items())


@pytest.fixture
def lawbook(tmp_path):
    """Writes a small law of one rule file and loads it."""

    def load(rules=RULE, documents=DOCUMENTS, name="thu.toml"):
        (tmp_path / "rules").mkdir(exist_ok=True)
        (tmp_path / "documents.toml").write_text(documents, encoding="utf-8")
        (tmp_path / "rules" / name).write_text(rules, encoding="utf-8")
        (tmp_path / "topics.toml").write_text(TOPICS, encoding="utf-8")
        return load_book(tmp_path)

    return load


def test_a_whole_rule_is_taken(lawbook):
    (wording,) = lawbook().wordings("A.B")
    assert (wording.value, wording.unit, wording.citation) == (30, "ngày", "Điều 1, Luật Thử (1/2020/L)")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('unit = "ngày"', 'unit = "ngay"', "«unit = ngay» không hợp lệ; chỉ nhận: ngày"),
        ('unit = "ngày"', 'unit = "ngày"\nmau = 1', "trường «mau» không có trong mẫu"),
        ("value = 30", 'value = "30"', "trường «value» phải là số nguyên"),
        ("value = 30", "value = true", "trường «value» phải là số nguyên"),
        ("value = 30", "value = 0", "phải từ 1 trở lên"),
        ("value = 30\n", "", "thiếu trường «value»"),
        ('label = "Thời hạn thử"', 'label = ""', "để trống"),
        ('starts = "thu_ly"', 'starts = "thuly"', "«starts = thuly»"),
        ('kind = "duration"', 'kind = "thoi_han"', "loại quy tắc «thoi_han»"),
        ('kind = "duration"\n', "", "loại quy tắc «None»"),
        ('cite = { document = "1/2020/L", article = "Điều 1" }\n', "", "thiếu trường «cite»"),
        (', article = "Điều 1"', "", "thiếu trường «article»"),
        ('document = "1/2020/L"', 'document = "9/2020/L"', "chưa có trong documents.toml"),
        ("from = 2020-01-01", "from = 2019-12-31", "không phủ hết thời gian"),
        ("to = 2022-12-31", "to = 2026-01-01", "không phủ hết thời gian"),
        ("to = 2022-12-31\n", "", "không phủ hết thời gian"),
        ("to = 2022-12-31", "to = 2019-12-31", "ngày «to» trước ngày «from»"),
        ("from = 2020-01-01", 'from = "1/1/2020"', "phải là ngày dạng"),
        ("from = 2020-01-01", "from = 2020-01-01T08:00:00", "phải là ngày dạng"),
        ('status = "V"', 'status = "X"', "«status = X»"),
        (", on = 2026-11-23", "", "thiếu trường «on»"),
        (", on = 2026-11-23", ', on = 2026-11-23, aspects = { mau = "M" }', "khía cạnh"),
        ('unit = "ngày"', 'unit = "ngày"\ncases = { phuc_tap = 30 }', "tổng số"),
        ('unit = "ngày"', 'unit = "ngày"\ncases = { phuc_tap = "45" }', "tổng số"),
        ('unit = "ngày"', 'unit = "ngày làm việc"\nroll = true', "bỏ «roll»"),
        ('unit = "ngày"', 'unit = "ngày"\nroll = true\ndirection = "backwards"', "đếm lùi"),
        ('unit = "ngày"', 'unit = "ngày"\ndirection = "lui"', "«direction = lui»"),
        ('unit = "ngày"', 'unit = "tháng"\nsuspended_by = ["A.B"]', "tháng, năm"),
        ('unit = "ngày"', 'unit = "ngày"\nsuspended_by = ["A.C"]', "nêu quy tắc «A.C» không có"),
        ('unit = "ngày"', 'unit = "ngày"\nconflicts_with = "A.C"', "nêu quy tắc «A.C» không có"),
        ('unit = "ngày"', 'unit = "ngày"\nextended_by = ["A.B"]', "không phải quy tắc cộng thêm"),
        ('unit = "ngày"', 'unit = "ngày"\nwindow = { periods = ["Q1"] }', "«window»"),
        ('article = "Điều 1"', 'article = "Điều 1", also = [{ document = "2/2026/L", article = "x" }]',
         "không có hiệu lực ngày nào"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_file_and_key(lawbook, old, new, part):
    assert old in RULE
    with pytest.raises(BrokenLaw) as caught:
        lawbook(RULE.replace(old, new, 1))
    said = str(caught.value)
    assert part in said
    assert said.startswith("Tệp rules/thu.toml, dòng ")
    assert "mục A.B" in said


LENGTH = 'starts = "thu_ly"\nvalue = 30\nunit = "ngày"'


@pytest.mark.parametrize(
    ("kind", "fields", "part"),
    [
        ("deadline", "month = 3", "thiếu trường «day»"),
        ("deadline", "month = 13\nday = 1", "«month» từ 1 đến 12"),
        ("deadline", "month = 3\nday = 0", "«day» từ 1 đến 31"),
        ("deadline", "month = 3\nday = 32", "«day» từ 1 đến 31"),
        ("deadline", "month = 3\nday = 31\nyear_shift = 2", "«year_shift» là 0"),
        ("deadline", "month = 3\nday = 31\nyear_shift = -1", "«year_shift» là 0"),
        ("deadline", "month = 3\nday = 31\nworking = 1", "phải là true hoặc false"),
        ("deadline", "month = 3\nday = 31\nroll = true", "trường «roll» không có trong mẫu"),
        ("count", 'unit = "người"', "một trong hai"),
        ("count", 'unit = "người"\nvalue = 2\nratio = [1, 2]', "một trong hai"),
        ("count", 'unit = "người"\nratio = [2]', "[tử số, mẫu số]"),
        ("count", 'unit = "người"\nratio = [0, 3]', "[tử số, mẫu số]"),
        ("count", 'unit = "người"\nratio = ["2", 3]', "[tử số, mẫu số]"),
        ("count", 'unit = "người"\nvalue = 2\nbound = "khoảng"', "«bound = khoảng»"),
        ("frequency", 'unit = "lần"\nvalue = 1\nper = "hai năm"', "«per = hai năm»"),
        ("frequency", 'unit = "kỳ"\nvalue = 1\nper = "năm"', "«unit = kỳ»"),
        ("duration", LENGTH + '\noverridden_by_domain = { nong_nghiep = "" }', "lĩnh vực: dat_dai"),
        ("duration", LENGTH + "\noverridden_by_domain = { dat_dai = 1 }", "giá trị là mã quy tắc"),
        ("duration", LENGTH + '\noverridden_by_domain = { dat_dai = "A.C" }', "«A.C» không có"),
    ],
)
def test_each_shape_of_rule_is_held_to_its_fields(lawbook, kind, fields, part):
    text = RULE.replace(LENGTH, fields).replace('kind = "duration"', f'kind = "{kind}"')
    with pytest.raises(BrokenLaw) as caught:
        lawbook(text)
    assert part in str(caught.value)
    assert "rules/thu.toml, dòng" in str(caught.value)


def test_the_line_is_that_of_the_field(lawbook):
    with pytest.raises(BrokenLaw, match="dòng 9,"):
        lawbook(RULE.replace('unit = "ngày"', 'unit = "ngay"'))


def test_the_line_is_that_of_the_second_wording(lawbook):
    second = after("2023-01-01").replace('unit = "ngày"', 'unit = "ngay"')
    with pytest.raises(BrokenLaw, match="dòng 20,"):
        lawbook(RULE + second)


class TestWordings:
    def test_two_that_follow_each_other_are_taken(self, lawbook):
        assert len(lawbook(RULE + after("2023-01-01")).wordings("A.B")) == 2

    def test_dates_that_do_not_rise_are_refused(self, lawbook):
        with pytest.raises(BrokenLaw, match="không tăng"):
            lawbook(RULE + after("2020-01-01"))

    def test_an_overlap_is_refused(self, lawbook):
        with pytest.raises(BrokenLaw, match="chồng lên lời văn trước"):
            lawbook(RULE + after("2022-12-31"))

    def test_an_undeclared_gap_is_refused_with_its_first_day(self, lawbook):
        with pytest.raises(BrokenLaw, match="bỏ trống từ 1/1/2023"):
            lawbook(RULE + after("2023-02-01"))

    def test_a_declared_gap_is_taken(self, lawbook):
        book = lawbook(RULE + after("2023-02-01", gap_before='"bãi bỏ một tháng"'))
        assert book.wordings("A.B")[1].gap_before == "bãi bỏ một tháng"

    def test_a_gap_declared_where_there_is_none_is_refused(self, lawbook):
        with pytest.raises(BrokenLaw, match="không có khoảng trống nào"):
            lawbook(RULE + after("2023-01-01", gap_before='"không"'))

    def test_a_gap_before_the_first_is_refused(self, lawbook):
        with pytest.raises(BrokenLaw, match="lời văn đầu tiên"):
            lawbook(RULE + 'gap_before = "x"\n')


class TestWindows:
    RULE = RULE.replace('starts = "thu_ly"\nvalue = 30\nunit = "ngày"\n', "window = WINDOW\n").replace(
        "duration", "window"
    )

    @pytest.mark.parametrize(
        ("window", "part"),
        [
            ('{ periods = ["Q9"], opens = 15, closes = 14 }', "kỳ «Q9» không có"),
            ('{ periods = ["Q1"] }', "một trong ba cách"),
            ('{ periods = ["Q1"], opens = 15 }', "một trong ba cách"),
            ('{ periods = ["Q1"], first = [-1, 12, 15], last = [0, 13, 14] }', "năm so với năm báo cáo"),
            ('{ periods = ["Q1"], first = [-1, 12], last = [0, 3, 14] }', "năm so với năm báo cáo"),
            ("{ opens = 15, closes = 14 }", "thiếu trường «periods»"),
        ],
    )
    def test_a_window_of_another_shape_is_refused(self, lawbook, window, part):
        with pytest.raises(BrokenLaw, match=part):
            lawbook(self.RULE.replace("WINDOW", window))

    def test_a_whole_window_is_taken(self, lawbook):
        window = '{ periods = ["Q1"], first = [-1, 12, 15], last = [0, 3, 14] }'
        assert lawbook(self.RULE.replace("WINDOW", window)).wordings("A.B")[0].window["last"] == [0, 3, 14]


class TestFiles:
    def test_a_slip_of_toml_names_file_and_line(self, lawbook):
        with pytest.raises(BrokenLaw, match=r"rules/thu\.toml sai cú pháp TOML.*dòng 3"):
            lawbook(RULE.replace('label = "Thời hạn thử"', "label = Thời hạn thử"))

    def test_a_key_written_twice_is_a_slip(self, lawbook):
        with pytest.raises(BrokenLaw, match="sai cú pháp TOML"):
            lawbook(RULE + "value = 31\n")

    def test_single_brackets_are_refused(self, lawbook):
        with pytest.raises(BrokenLaw, match="hai dấu ngoặc vuông"):
            lawbook(RULE.replace('[["A.B"]]', '["A.B"]'))

    def test_a_rule_in_two_files_is_refused(self, lawbook):
        lawbook()
        with pytest.raises(BrokenLaw, match=r"đã có trong tệp rules/thu\.toml"):
            lawbook(name="thu2.toml")

    def test_text_that_is_not_utf8_is_refused(self, lawbook, tmp_path):
        lawbook()
        (tmp_path / "rules" / "thu.toml").write_bytes("nhãn".encode("utf-16"))
        with pytest.raises(BrokenLaw, match="không phải UTF-8"):
            load_book(tmp_path)

    def test_a_missing_documents_file_is_refused(self, tmp_path):
        with pytest.raises(BrokenLaw, match=r"Thiếu tệp documents\.toml"):
            load_book(tmp_path)

    def test_a_folder_without_rules_is_refused(self, tmp_path):
        (tmp_path / "documents.toml").write_text(DOCUMENTS, encoding="utf-8")
        with pytest.raises(BrokenLaw, match="không có quy tắc nào"):
            load_book(tmp_path)


class TestDocuments:
    @pytest.mark.parametrize(
        ("old", "new", "part"),
        [
            ('title = "Luật Thử"\n', "", "thiếu trường «title»"),
            ("rank = 1", 'rank = "luật"', "«rank» phải là số nguyên"),
            ("to = 2025-12-31", "to = 2019-01-01", "hết hiệu lực trước"),
            ('replaced_by = "2/2026/L"', 'replaced_by = "3/2026/L"', "«3/2026/L» không có"),
            ('status = "V"', 'status = "?"', "«status = ?»"),
            ("rank = 1", "rank = 1\nso = 1", "«so» không có trong mẫu"),
        ],
    )
    def test_a_fault_of_a_document_is_refused(self, lawbook, old, new, part):
        with pytest.raises(BrokenLaw) as caught:
            lawbook(documents=DOCUMENTS.replace(old, new, 1))
        assert part in str(caught.value)
        assert "documents.toml, dòng" in str(caught.value)
        assert "mục 1/2020/L" in str(caught.value)


class TestCheck:
    def test_the_shipped_law_passes(self):
        report = check_everything()
        assert report.faults == []
        assert report.text.endswith("Đạt: mọi quy tắc, văn bản, lịch và trường hợp mẫu.")

    def test_the_counts_add_up_by_kind_and_status(self):
        head, _, *rows = (line.split("  ") for line in check_everything().text.splitlines())
        kinds = [[int(cell) for cell in row[1:] if cell] for row in rows[: len(KINDS) + 1]]
        assert [cell.strip() for cell in head if cell][-1] == "Trường hợp mẫu"
        assert [sum(column) for column in zip(*kinds[:-1], strict=True)][:5] == kinds[-1][:5]
        for _, wordings, read, secondary, memory, _ in kinds:
            assert wordings == read + secondary + memory
        assert kinds[-1][0] == len(rulebook().keys())

    def test_a_checked_limit_without_a_reviewed_row_is_a_fault(self, lawbook, tmp_path):
        lawbook()
        assert check_everything(tmp_path).faults == [
            "Quy tắc A.B (Thời hạn thử) tính được hạn và đã kiểm chứng nhưng chưa có trường hợp mẫu; "
            "hãy thêm một dòng vào cases."
        ]
        lawbook(RULE.replace('"V"', '"M"'))
        assert check_everything(tmp_path).faults == []

    def test_a_rule_file_without_a_topic_is_a_fault(self, lawbook, tmp_path):
        lawbook()
        lawbook(RULE.replace("A.B", "A.C"), name="khac.toml")
        assert "rules/khac.toml chưa có chủ đề" in check_everything(tmp_path).faults[0]

    def test_a_file_that_cannot_be_loaded_is_one_fault(self, lawbook, tmp_path):
        lawbook()
        (tmp_path / "rules" / "thu.toml").write_text("x = ", encoding="utf-8")
        report = check_everything(tmp_path)
        assert len(report.faults) == 1
        assert "1 chỗ không đạt" in report.text

    def test_a_case_that_fails_and_one_that_is_refused_are_told(self, lawbook, tmp_path):
        lawbook()
        (tmp_path / "cases").mkdir()
        row = '[[case]]\nrule = "{}"\nbegins = 2021-03-01\ndue = 2021-04-01\nwhy = "x"\n'
        text = row.format("A.B") + row.format("A.C")
        (tmp_path / "cases" / "x.toml").write_text(text, encoding="utf-8")
        report = check_everything(tmp_path)
        faults = report.faults
        assert len(faults) == 2
        assert report.text.startswith("Loại")
        assert "hạn mong đợi 1/4/2021, máy tính 31/3/2021" in faults[0]
        assert "không tính được" in faults[1]

    def test_a_swap_without_its_other_day_is_told(self, lawbook, tmp_path):
        lawbook()
        (tmp_path / "days").mkdir()
        row = '[[day]]\ndate = 2023-03-01\nkind = "off"\nname = "x"\nswaps = 2023-03-04\nsource = "y"\nstatus = "V"\n'
        (tmp_path / "days" / "2023.toml").write_text("year = 2023\n" + row, encoding="utf-8")
        assert "hoán đổi" in check_everything(tmp_path).faults[0]
