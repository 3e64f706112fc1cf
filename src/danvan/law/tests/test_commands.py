"""`danvan law` as a person and a script use it."""

import argparse
import json

import pytest

from danvan.law import commands, recompute
from danvan.law.checking import Report
from danvan.ui.errors import Refusal


@pytest.fixture
def danvan_law(capsys):
    """Runs one command line and returns (exit code, what it printed)."""

    def run(line):
        parser = argparse.ArgumentParser(prog="danvan law")
        commands.add_arguments(parser)
        code = commands.run(parser.parse_args(line.split()))
        return code, capsys.readouterr().out

    return run


class TestDue:
    def test_the_table_tells_day_steps_and_citation(self, danvan_law):
        code, text = danvan_law("due KN.S1 --from 10/2/2023")
        assert code == 0
        assert "Hạn: 13/3/2023 (thứ Hai)" in text
        assert "12/3/2023 là Chủ nhật" in text
        assert "Điều 28, Luật Khiếu nại 2011 (02/2011/QH13)" in text

    def test_the_columns_are_aligned(self, danvan_law):
        _, text = danvan_law("due TCD.REPLY --from 2023-01-13")
        lines = text.splitlines()
        head = next(index for index, line in enumerate(lines) if line.startswith("Bước"))
        column = lines[head].index("Diễn giải")
        assert all(line[column - 2 : column] == "  " for line in lines[head:])
        assert all(line == line.rstrip() for line in lines)

    def test_json_holds_the_ledger(self, danvan_law):
        code, text = danvan_law(
            "due TC.S --from 8/2/2023 --suspend 20/2/2023..1/3/2023 --extend 30 --extend 30 --json"
        )
        row = json.loads(text)
        assert (code, row["due"], row["verdict"], row["provisional"]) == (0, "2023-05-19", True, False)
        assert recompute(row["ledger"]).isoformat() == row["due"]
        assert {"step", "from", "to", "days", "text"} == set(row["ledger"][0])

    def test_both_ways_of_writing_a_day_agree(self, danvan_law):
        assert danvan_law("due KN.S1 --from 8/2/2023 --json") == danvan_law(
            "due KN.S1 --from 2023-02-08 --json"
        )

    def test_the_case_is_used(self, danvan_law):
        _, text = danvan_law("due KN.S1 --from 3/1/2023 --case vung_xa_phuc_tap --json")
        assert json.loads(text)["due"] == "2023-03-06"

    def test_the_conflict_is_shown(self, danvan_law):
        _, text = danvan_law("due KN.ACC --from 3/2/2023")
        assert "Theo cách hiểu rộng nhất: 17/2/2023" in text
        assert "Nghị định 124/2020" in text

    def test_marks_are_printed(self, danvan_law):
        assert "[tạm tính]" in danvan_law("due KN.S1 --from 4/1/2027")[1]
        assert "chưa kiểm chứng" in danvan_law("due XLD.LIMIT --from 9/1/2023")[1]

    @pytest.mark.parametrize(
        ("line", "part"),
        [
            ("due KN.S1 --from 31/2/2023", "không có trong lịch"),
            ("due KN.S1 --from 2023-13-01", "Tháng 13"),
            ("due KN.S1 --from hôm-qua", "Không đọc được ngày"),
            ("due KN.S1 --from 1/1/1023", "ngoài khoảng"),
            ("due KN.S9 --from 1/1/2023", "Không có quy tắc"),
            ("due KN.S1 --from 1/1/2023 --case gap", "không có trường hợp"),
            ("due TC.S --from 8/2/2023 --suspend 1/3/2023", "NGÀY..NGÀY"),
            ("due TC.S --from 8/2/2023 --suspend 3/3/2023..1/3/2023", "đổi chỗ"),
            ("due TC.S --from 8/2/2023 --extend 31", "từ 1 đến 30"),
            ("due KN.ACC.2 --from 30/6/2026", "chỉ có từ 1/7/2026"),
        ],
    )
    def test_bad_input_is_a_sentence(self, danvan_law, line, part):
        with pytest.raises(Refusal) as caught:
            danvan_law(line)
        assert part in str(caught.value)
        assert str(caught.value).endswith((".", "?", "show"))


class TestStillSuspended:
    def test_a_span_without_its_last_day_still_stands(self, danvan_law):
        code, text = danvan_law("due TC.S --from 4/1/2023 --suspend 18/1/2023..")
        assert code == 0
        assert "đang tạm đình chỉ" in text


class TestShow:
    def test_all_wordings_of_a_rule(self, danvan_law):
        _, text = danvan_law("show RP.Q1")
        assert text.count("Hiệu lực:") == 2
        assert "từ 15/12 năm trước đến 14/3" in text

    def test_the_wording_of_a_day(self, danvan_law):
        _, text = danvan_law("show KN.WD --on 13/3/2023")
        assert "Luật Khiếu nại 2011" in text
        assert "155/2026" not in text

    def test_cases_are_told_as_totals(self, danvan_law):
        assert "Tổng số khi vùng sâu, vùng xa và phức tạp: 60 ngày" in danvan_law("show KN.S1")[1]

    def test_the_check_and_its_weaker_parts_are_told(self, danvan_law):
        assert "riêng việc áp dụng ở đây: theo trí nhớ" in danvan_law("show CAL.ROLL")[1]

    def test_json_of_a_wording(self, danvan_law):
        (row,) = json.loads(danvan_law("show KN.S1 --on 2023-03-13 --json")[1])
        assert (row["value"], row["unit"], row["cases"]["phuc_tap"]) == (30, "ngày", 45)
        assert row["checked"]["status"] == "V"
        assert row["cite"]["document"] == "02/2011/QH13"

    def test_every_rule_can_be_shown_both_ways(self, danvan_law):
        keys = json.loads(danvan_law("show --json")[1])
        assert len(keys) > 140
        for key in keys:
            assert key in danvan_law(f"show {key}")[1]
            assert json.loads(danvan_law(f"show {key} --json")[1])[0]["key"] == key

    def test_the_list_of_a_day_leaves_out_later_rules(self, danvan_law):
        keys = json.loads(danvan_law("show --json --on 13/3/2023")[1])
        assert "KN.ACC" in keys
        assert "KN.ACC.2" not in keys

    def test_the_list_is_a_table_in_vietnamese(self, danvan_law):
        lines = danvan_law("show")[1].splitlines()
        assert lines[0].split() == ["Quy", "tắc", "Loại", "Nội", "dung"]
        assert any("thời hạn" in line and "KN.S1" in line for line in lines)

    def test_a_rule_not_yet_law_is_refused(self, danvan_law):
        with pytest.raises(Refusal, match="chỉ có từ 1/7/2026"):
            danvan_law("show KN.SUSP --on 13/3/2023")


class TestCheck:
    def test_the_shipped_law_passes(self, danvan_law):
        code, text = danvan_law("check")
        assert code == 0
        assert "quy tắc" in text

    def test_a_fault_exits_with_one(self, danvan_law, monkeypatch):
        monkeypatch.setattr(commands, "check_everything", lambda **_: Report(faults=["Tệp x hỏng."]))
        code, text = danvan_law("check")
        assert code == 1
        assert "Tệp x hỏng." in text


def test_the_module_is_what_the_dispatcher_expects():
    assert commands.HELP
    assert commands.NEEDS_DJANGO is False
