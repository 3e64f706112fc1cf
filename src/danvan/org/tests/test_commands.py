"""`danvan units`: what it prints, in which order, and what it refuses."""

import argparse
import json
from datetime import date

import pytest

from danvan.config import cli
from danvan.org import commands
from danvan.org.loading import load_units
from danvan.org.tests.small_lists import write_lists
from danvan.ui.errors import Refusal


@pytest.fixture
def small(db, tmp_path):
    """The small lists, loaded."""
    return load_units(write_lists(tmp_path))


def run(*words):
    """The command's exit code for these words of the command line."""
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args(words))


def listed(capsys, *words):
    """What the command prints with --json, read back."""
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_json_gives_code_name_kind_parent_and_slug(small, capsys):
    found = listed(capsys, "--on", "2023-03-14", "--under", "911")
    assert found[:2] == [
        {"code": "911", "name": "Huyện Đông", "kind": "huyen", "parent": "91", "slug": "huyen-dong-911"},
        {
            "code": "91004",
            "name": "Thị trấn Cát",
            "kind": "thi_tran",
            "parent": "911",
            "slug": "thi-tran-cat-91004",
        },
    ]
    assert [row["name"] for row in found[2:]] == ["Xã An", "Xã Bình", "Xã Cát"]


def test_a_province_has_no_parent(small, capsys):
    assert listed(capsys, "--on", "2025-07-01", "--under", "91")[0]["parent"] is None


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2023-03-14", {"91", "911", "912", "91001", "91002", "91003", "91004"}),
        ("30/11/2024", {"91", "911", "912", "91001", "91002", "91003", "91004"}),
        ("1/12/2024", {"91", "911", "912", "91001", "91003"}),
        ("2025-07-01", {"91", "91001", "91003", "91009"}),
    ],
)
def test_units_of_a_day(small, capsys, day, codes):
    found = listed(capsys, "--on", day)
    assert {row["code"] for row in found} == codes
    assert len(found) == len(codes)


def test_every_parent_is_listed_before_its_children(small, capsys):
    seen = {None}
    for row in listed(capsys, "--on", "2023-03-14", "--agencies"):
        assert row["parent"] in seen
        seen.add(row["code"])


def test_agencies_come_only_when_asked_for(small, capsys):
    without = listed(capsys, "--on", "2023-03-14", "--under", "91")
    with_agencies = listed(capsys, "--on", "2023-03-14", "--under", "91", "--agencies")
    more = {row["name"] for row in with_agencies} - {row["name"] for row in without}
    assert more == {"Văn phòng", "Sở Cũ", "Sở Mới"}
    assert all(row["parent"] == "91" for row in with_agencies if row["name"] in more)


def test_the_table_is_indented_by_level_and_counted(small, capsys):
    assert run("--on", "2023-03-14", "--under", "91") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("91  Tỉnh Minh Họa")
    assert "     911    Huyện Đông" in lines
    assert "   91001      Xã An" in lines
    assert lines[-1] == "Tổng cộng 7 đơn vị."


def test_a_slug_serves_as_a_code(small, capsys):
    assert listed(capsys, "--on", "2025-07-01", "--under", "minh-hoa")[0]["code"] == "91"


def test_days_after_the_last_list_are_answered_with_a_word_of_caution(small, capsys):
    assert run("--on", "2026-11-24", "--json") == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == 4
    assert printed.err == (
        "Danh mục ghi các thay đổi đến ngày 1/7/2025; thay đổi sau đó, nếu có, chưa được nhập.\n"
    )


@pytest.mark.parametrize("day", ["2023-05-01", "2024-12-31"])
def test_days_of_mergers_whose_own_day_is_not_known_come_with_a_word_of_caution(small, capsys, day):
    assert run("--on", day, "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)
    assert "được ghi chung vào ngày 1/1/2025" in printed.err


@pytest.mark.parametrize("day", ["2023-03-14", "2025-01-01", "2025-07-01"])
def test_days_that_the_lists_know_need_no_word_of_caution(small, capsys, day):
    run("--on", day)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--on", "2023-02-30"], "không có trong lịch"),
        (["--on", "14/3"], "thiếu năm"),
        (["--on", "hôm qua"], "Không đọc được ngày"),
        (["--on", "2020-12-31"], "danh mục bắt đầu từ 1/1/2021"),
        (["--on", "2023-03-14", "--under", "99"], "Không có đơn vị mang mã “99”"),
        (["--on", "2025-07-01", "--under", "911"], "Huyện Đông.*hết hiệu lực từ 1/7/2025"),
        (["--on", "2025-01-01", "--under", "91002"], "Đơn vị kế thừa: Xã An Bình"),
        (["--on", "2023-03-14", "--under", "91009"], "Đặc khu Đảo.*chưa có hiệu lực"),
    ],
)
def test_wrong_input_is_refused_in_a_sentence(small, words, sentence):
    with pytest.raises(Refusal, match=sentence):
        run(*words)


def test_an_empty_system_is_told_how_to_load(db):
    with pytest.raises(Refusal, match=r"Chưa có đơn vị nào.*danvan run"):
        run("--on", date(2023, 3, 14).isoformat())


@pytest.fixture
def ready(monkeypatch):
    """The cli as it is after Django was set up: the test's own database stands for the private server."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--on", "2023-03-14"], 0),
        (["--help"], 0),
        (["--on", "2023-02-30"], 2),
        ([], 2),
        (["--on", "2023-03-14", "--under", "99"], 2),
        (["--on", "2023-03-14", "--nosuch"], 2),
    ],
)
def test_exit_codes(small, ready, capsys, words, code):
    assert cli.main(["units", *words]) == code
    printed = capsys.readouterr()
    assert (printed.err == "") is (code == 0)
    assert "Traceback" not in printed.err
