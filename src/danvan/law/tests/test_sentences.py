"""Every «no» of the law to the letter: what is wrong, where, and what to do; and the shape of what scripts read."""

import argparse
import json
from datetime import date

import pytest

from danvan import law
from danvan.law import commands, printing, recompute
from danvan.law.documents import Document
from danvan.law.rules import RuleBook
from danvan.law.wordings import Checked, Cite, Wording
from danvan.ui.errors import Refusal

D = date
FEB = D(2023, 2, 8)


def said(act, *given, **named):
    with pytest.raises(Refusal) as caught:
        act(*given, **named)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rule", "named", "sentence"),
    [
        (
            "TC.S",
            {"extensions": [30, 30, 30]},
            "Quy tắc TC.S chỉ được gia hạn nhiều nhất 2 lần; đã ghi 3 lần.",
        ),
        (
            "TC.S",
            {"extensions": [31]},
            "Mỗi lần gia hạn của quy tắc TC.S từ 1 đến 30 ngày; đã ghi 31 ngày.",
        ),
        (
            "TC.S",
            {"extensions": [30, 0]},
            "Mỗi lần gia hạn của quy tắc TC.S từ 1 đến 30 ngày; đã ghi 0 ngày.",
        ),
        (
            "TC.S",
            {"case": "phuc_tap"},
            "Quy tắc TC.S không chia trường hợp; hãy bỏ «phuc_tap» và ghi số ngày gia hạn.",
        ),
        ("TCD.REPLY", {"case": "gap"}, "Quy tắc TCD.REPLY không chia trường hợp; hãy bỏ «gap»."),
        (
            "KN.S1.REMOTE",
            {"case": "gap"},
            "Quy tắc KN.S1.REMOTE không có trường hợp «gap»; các trường hợp có là: phuc_tap (vụ việc phức tạp).",
        ),
        (
            "TC.S",
            {"suspensions": [(D(2023, 3, 3), D(2023, 3, 1))]},
            "Khoảng tạm đình chỉ 3/3/2023–1/3/2023 có ngày cuối trước ngày đầu; hãy sửa lại.",
        ),
        (
            "TC.S",
            {"suspensions": [(D(2023, 3, 1), D(2023, 3, 3)), (D(2023, 3, 3), D(2023, 3, 4))]},
            "Hai khoảng tạm đình chỉ chồng nhau ở ngày 3/3/2023; hãy gộp hoặc sửa lại.",
        ),
        (
            "TC.S",
            {"suspensions": [(D(2023, 2, 8), D(2023, 2, 9))]},
            "Ngày tạm đình chỉ 8/2/2023 nằm ngoài thời hạn (sau 8/2/2023, đến hết 10/3/2023); "
            "hãy kiểm tra lại ngày.",
        ),
    ],
)
def test_a_limit_is_refused_in_these_words(rule, named, sentence):
    assert said(law.due, rule, FEB, **named) == sentence


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8-2", "Không đọc được ngày «8-2»; hãy viết như 13/3/2023 hoặc 2023-03-13."),
        ("1/1/1944", "Năm 1944 trong ngày «1/1/1944» ngoài khoảng 1945–2200; hãy kiểm tra lại."),
        ("1/1/2201", "Năm 2201 trong ngày «1/1/2201» ngoài khoảng 1945–2200; hãy kiểm tra lại."),
        ("1/13/2023", "Tháng 13 trong ngày «1/13/2023» không có; ngày viết trước tháng, như 13/3/2023."),
        ("31/4/2023", "Ngày «31/4/2023» không có trong lịch; hãy kiểm tra lại ngày và tháng."),
    ],
)
def test_a_day_is_refused_in_these_words(typed, sentence):
    assert said(law.parse_date, typed) == sentence


@pytest.mark.parametrize(("typed", "day"), [("1/1/1945", D(1945, 1, 1)), ("31/12/2200", D(2200, 12, 31))])
def test_the_first_and_the_last_day_are_taken(typed, day):
    assert law.parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1/2/2023", "Khoảng ngày «1/2/2023» phải viết dạng NGÀY..NGÀY, như 2023-02-01..2023-02-10."),
        (
            "2/2/2023..1/2/2023",
            "Khoảng ngày «2/2/2023..1/2/2023» có ngày cuối trước ngày đầu; hãy đổi chỗ hai ngày.",
        ),
    ],
)
def test_a_span_is_refused_in_these_words(typed, sentence):
    assert said(law.parse_span, typed) == sentence


def test_a_span_of_one_day_is_a_span():
    assert law.parse_span("1/2/2023..1/2/2023") == (D(2023, 2, 1), D(2023, 2, 1))


@pytest.mark.parametrize(
    ("code", "regime", "sentence"),
    [
        (
            "2023-Q1",
            "XX",
            "Chế độ báo cáo «XX» không có; chỉ có RP (ngành thanh tra) và GR (hành chính nhà nước).",
        ),
        (
            "2015-02",
            None,
            "Kỳ Tháng 2/2015 không có văn bản nào trong bộ quy tắc quy định; loại kỳ này chỉ có từ 12/3/2019.",
        ),
        (
            "2023-02",
            "RP",
            "Kỳ Tháng 2/2023 không có trong chế độ báo cáo nào của bộ quy tắc; "
            "hãy chọn quý, 6 tháng, 9 tháng hoặc năm.",
        ),
    ],
)
def test_a_period_is_refused_in_these_words(code, regime, sentence):
    assert said(law.period, code, regime) == sentence


class TestLedger:
    @pytest.fixture
    def rows(self):
        return law.due("TC.S", D(2023, 2, 10)).ledger_json()

    def test_a_false_number_of_days(self, rows):
        rows[1]["days"] = 29
        assert said(recompute, rows) == "Bước 11/2/2023–12/3/2023 ghi sai số ngày (29); hãy tính lại hạn."

    def test_a_hole(self, rows):
        rows[1] |= {"from": "2023-02-12", "days": 29}
        assert (
            said(recompute, rows) == "Bước 12/2/2023–12/3/2023 không nối liền bước trước; hãy tính lại hạn."
        )

    def test_another_result(self, rows):
        result = next(row for row in rows if row["step"] == "result")
        result["to"] = "2023-03-14"
        assert (
            said(recompute, rows)
            == "Các bước dẫn đến 13/3/2023 nhưng hạn đã lưu là 14/3/2023; hãy tính lại hạn."
        )

    def test_another_length(self, rows):
        result = next(row for row in rows if row["step"] == "result")
        result["days"] = 31
        assert said(recompute, rows) == "Các bước đếm 30 ngày nhưng hạn đã lưu ghi 31 ngày; hãy tính lại hạn."

    @pytest.mark.parametrize("times", [0, 2])
    def test_no_result_or_two(self, rows, times):
        result = next(row for row in rows if row["step"] == "result")
        others = [row for row in rows if row["step"] != "result"]
        assert said(recompute, others + [result] * times) == (
            "Diễn giải hạn phải có đúng một bước kết quả; hãy tính lại hạn."
        )

    def test_days_that_were_rolled_are_walked_but_not_counted(self, rows):
        assert [(row["step"], row["days"]) for row in rows[1:4]] == [
            ("count", 30),
            ("rolled", 1),
            ("result", 30),
        ]


class TestVerdictsOfChecks:
    """Which weakness of a wording forbids to call anything late."""

    @pytest.mark.parametrize(
        ("status", "aspects", "allows"),
        [
            ("V", {}, True),
            ("S", {}, True),
            ("M", {}, False),
            ("M", {"value": "V"}, False),
            *(("V", {part: "M"}, False) for part in ("value", "start", "days")),
            *(("V", {part: "M"}, True) for part in ("use", "end", "text")),
            *(("V", {part: "S"}, True) for part in ("value", "start", "days")),
        ],
    )
    def test_each(self, status, aspects, allows):
        assert Checked(status, D(2026, 1, 1), aspects).allows_verdict == allows


class TestHigherText:
    """Of two texts on one act the higher decides, and of equals the one asked."""

    def due(self, own, other):
        def document(name, rank):
            return Document(name, f"Văn bản {name}", rank, D(2020, 1, 1))

        def wording(key, rival, rank, value):
            cite = Cite(document(key, rank), "Điều 1")
            columns = {"value": value, "unit": "ngày", "starts": "thu_ly", "conflicts_with": rival}
            checked = Checked("V", D(2026, 1, 1))
            return Wording(key, "duration", key, D(2020, 1, 1), None, cite, checked, **columns)

        book = RuleBook([wording("A", "B", own, 10), wording("B", "A", other, 5)], {})
        return law.due("A", FEB, book=book)

    @pytest.mark.parametrize(("own", "other", "decides"), [(1, 2, "A"), (2, 1, "B"), (2, 2, "A")])
    def test_who_decides(self, own, other, decides):
        due = self.due(own, other)
        assert due.by_law.rule == decides
        assert (due.due_on, due.conflict.due_on) == (D(2023, 2, 18), D(2023, 2, 13))
        assert due.latest_on == D(2023, 2, 18)

    @pytest.mark.parametrize(
        ("own", "other", "words"), [(1, 2, "có hiệu lực thấp hơn."), (2, 1, "có hiệu lực cao hơn.")]
    )
    def test_the_ledger_says_which(self, own, other, words):
        assert self.due(own, other).ledger[-1].text.endswith(words)


@pytest.fixture
def told(capsys):
    """What one line of `danvan law` prints."""

    def run(line):
        parser = argparse.ArgumentParser(prog="danvan law")
        commands.add_arguments(parser)
        assert commands.run(parser.parse_args(line.split())) == 0
        return capsys.readouterr().out

    return run


class TestScripts:
    KEYS = [
        *("rule", "label", "from", "case", "due", "latest", "own_latest", "provisional", "verdict"),
        *("wording_from", "cite", "status", "conflict", "ledger"),
    ]

    def test_the_keys_of_a_due_stand_in_their_order(self, told):
        row = json.loads(told("due KN.S1 --from 8/2/2023 --case phuc_tap --json"))
        assert list(row) == self.KEYS
        assert (row["rule"], row["from"], row["case"], row["conflict"]) == (
            "KN.S1",
            "2023-02-08",
            "phuc_tap",
            None,
        )
        assert list(row["ledger"][0]) == ["step", "from", "to", "days", "text"]

    def test_a_conflicting_due_is_whole_and_points_no_further(self, told):
        other = json.loads(told("due KN.ACC --from 3/2/2023 --json"))["conflict"]
        assert list(other) == self.KEYS
        assert (other["rule"], other["conflict"]) == ("KN.ACC.ND", None)

    def test_vietnamese_is_written_as_it_is_read(self, told):
        assert "\\u" not in told("due KN.S1 --from 8/2/2023 --json")
        assert "Luật Khiếu nại" in told("show KN.S1 --json")

    def test_a_plain_due_has_a_head_of_two_lines_and_a_table(self, told):
        lines = told("due TC.S --from 8/2/2023").splitlines()
        assert lines[0].startswith("TC.S · ")
        assert lines[1:3] == ["Hạn: 10/3/2023 (thứ Sáu)", ""]
        assert lines[3].split("  ")[0] == "Bước"
        assert [line.split("  ")[0] for line in lines[5:]] == ["Bắt đầu", "Tính", "Đến hạn", "Căn cứ"]

    def test_a_step_that_took_no_day_leaves_its_cell_empty(self, told):
        begin = told("due TC.S --from 8/2/2023").splitlines()[5]
        assert " 0 " not in begin.split("Thụ lý")[0]

    def test_both_marks_stand_together(self):
        text = printing.due_table(law.due("XLD.LIMIT", D(2027, 1, 4)))
        assert "[tạm tính; không dùng để kết luận quá hạn vì quy định chưa kiểm chứng]" in text

    def test_the_wordings_of_a_rule_are_parted_by_a_line(self, told):
        parts = told("show RP.Q1").rstrip("\n").split("\n\n")
        assert len(parts) == len(law.rulebook().wordings("RP.Q1"))
        assert all(part.startswith("RP.Q1 · ") for part in parts)
