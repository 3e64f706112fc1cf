"""`danvan read-report`: what it prints, and its exit codes."""

import argparse
import json
import subprocess
import sys

import pytest

from danvan.reports import reader
from danvan.reports.reader import command
from danvan.reports.reader.checks import check_facts
from danvan.reports.reader.comparing import compare
from danvan.reports.reader.facts import Reading
from danvan.reports.reader.tests.placing import placed
from danvan.reports.reader.tests.samples import REPORT
from danvan.ui.errors import Refusal

TEXT = "Tiếp nhận 258 đơn, trong đó 38 khiếu nại, 94 tố cáo, 164 kiến nghị. Sai phạm trên 3,1 tỷ đồng."
ROWS = (
    ("DON.tiep_nhan", "258", "đơn", {"period": "2023-Q1", "org": "tỉnh Quảng Bình"}),
    ("DON.khieu_nai", "38", "đơn"),
    ("DON.to_cao", "94", "đơn"),
    ("DON.kien_nghi_phan_anh", "164", "đơn"),
    ("TT.sai_pham", "3,1", "tỷ đồng", {"qualifier": "trên"}),
)


def parsed(*arguments):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(arguments)


@pytest.fixture
def reading(monkeypatch):
    """A reading with one hard failure, whatever the file."""
    facts = placed(TEXT, *ROWS)
    found = Reading(TEXT, facts, check_facts(TEXT, facts), ["Tệp dùng bảng mã VNI, đã chuyển sang Unicode."])
    monkeypatch.setattr(command, "read", lambda _path: found)
    return found


def test_a_person_reads_a_table_then_checks_then_notes(reading, capsysbinary):
    assert command.run(parsed("a.txt")) == 0
    lines = capsysbinary.readouterr().out.decode().split("\n")
    assert lines[0] == "5 số liệu"
    assert lines[1].split() == ["Chỉ", "tiêu", "Giá", "trị", "Đơn", "vị", "Kỳ", "Nơi"]
    assert "Đơn tiếp nhận" in lines[2]
    assert "2023-Q1" in lines[2]
    assert "tỉnh Quảng Bình" in lines[2]
    assert any("trên 3,1" in line for line in lines)
    assert any(line.startswith("  ✗ Đơn tiếp nhận = ") for line in lines)
    assert any("94 + 164 = 258: tổng bỏ sót 38 đơn khiếu nại" in line for line in lines)
    assert lines[-2] == "Ghi chú: Tệp dùng bảng mã VNI, đã chuyển sang Unicode."


def test_the_columns_of_the_table_stand_under_their_heads(reading, capsysbinary):
    command.run(parsed("a.txt"))
    lines = capsysbinary.readouterr().out.decode().split("\n")
    column = lines[1].index("Giá trị")
    assert [line[column:].split()[0] for line in lines[2:6]] == ["258", "38", "94", "164"]


def test_json_is_the_documented_object(reading, capsysbinary):
    assert command.run(parsed("a.txt", "--json")) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert set(found) == {"text", "facts", "checks", "notes"}
    fact = found["facts"][-1]
    assert (fact["value"], fact["value_vnd"], fact["raw"]) == (3.1, 3_100_000_000, "3,1")
    assert (fact["qualifier"], fact["qualifier_norm"]) == ("trên", "at_least")
    assert found["text"][fact["start"] : fact["end"]] == "3,1"
    [check] = found["checks"]
    assert {"type", "label", "parts", "stated", "computed", "ok", "severity", "hint"} <= set(check)
    assert (check["parts"], check["stated"], check["computed"], check["ok"]) == (
        [38, 94, 164],
        258,
        296,
        False,
    )


def test_a_script_asks_for_exit_1_on_a_sum_that_fails(reading, capsysbinary):
    assert command.run(parsed("a.txt", "--strict")) == 1


def test_exit_0_when_nothing_is_surely_wrong(monkeypatch, capsysbinary):
    facts = placed(TEXT, *ROWS[:1])
    monkeypatch.setattr(command, "read", lambda _path: Reading(TEXT, facts))
    assert command.run(parsed("a.txt", "--strict")) == 0
    assert "phép kiểm tra" not in capsysbinary.readouterr().out.decode()


def test_a_soft_failure_is_shown_as_a_remark_and_exits_0(monkeypatch, capsysbinary):
    text = "Phạt 652 triệu đồng, đã thu 772 triệu đồng."
    facts = placed(text, ("TT.xpvphc", "652", "triệu đồng"), ("TT.xpvphc.da_thu", "772", "triệu đồng"))
    monkeypatch.setattr(command, "read", lambda _path: Reading(text, facts, check_facts(text, facts)))
    assert command.run(parsed("a.txt")) == 0
    assert "  ⓘ " in capsysbinary.readouterr().out.decode()


def test_a_text_without_figures_says_so(monkeypatch, capsysbinary):
    monkeypatch.setattr(command, "read", lambda _path: Reading("Lời chúc"))
    assert command.run(parsed("a.txt")) == 0
    assert "Không thấy số liệu nào" in capsysbinary.readouterr().out.decode()


def test_a_refusal_leaves_nothing_printed(tmp_path, capsysbinary):
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(Refusal, match=r"a\.txt"):
        command.run(parsed(str(tmp_path / "a.txt")))
    assert capsysbinary.readouterr().out == b""


def test_help_explains_the_exit_codes(capsys):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    told = " ".join(parser.format_help().split())
    for word in ("0 đọc được", "1 đọc được, có --strict", "2 không đọc được", "--json"):
        assert word in told


def test_long_cells_are_cut_and_breaks_removed():
    assert command._cut("a\nb  c", 10) == "a b c"
    assert command._cut("x" * 70, 60) == "x" * 59 + "…"


def test_the_reader_needs_no_django():
    code = "import sys; import danvan.reports.reader.command, danvan.reports.reader.intake; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_read_takes_bytes_with_their_name(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert reader.read(path) == reader.read(REPORT.encode(), "a.txt") == reader.read(str(path))


def test_offsets_point_into_the_text_that_is_returned(tmp_path):
    import unicodedata

    found = reader.read(unicodedata.normalize("NFD", REPORT).encode(), "a.txt")
    assert found.facts
    for fact in found.facts:
        assert found.text[fact.start : fact.end] == fact.raw
        assert all(found.text[a:b] for a, b in fact.places)


def test_two_files_are_compared(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("Quý I/2023 toàn tỉnh tiếp 97 lượt công dân. Nhận 258 đơn.", encoding="utf-8")
    second.write_text("Quý I/2023 toàn tỉnh tiếp 98 lượt công dân. Nhận 258 đơn.", encoding="utf-8")
    lines = list(command.compared_lines(compare(reader.read(first), reader.read(second))))
    assert lines[1] == "2 số liệu cùng chỉ tiêu, cùng kỳ; 1 số khác nhau."
    assert "bản thứ nhất 97 lượt, bản thứ hai 98 lượt" in lines[2]
    assert [line[:3] for line in lines[3:]] == ["  -", "  +"]
