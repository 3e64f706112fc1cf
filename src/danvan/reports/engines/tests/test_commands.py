"""`danvan snapshot` and `danvan report --engine duckdb` as a script calls them."""

import json
import sys

import pytest

from danvan.reports import commands
from danvan.reports.engines import command
from danvan.reports.tests.factories import make_place, quarter_of_296
from danvan.reports.tests.test_commands import QUARTER, called
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    return place


def told(capsys, *arguments):
    code = called(commands, "99", QUARTER, "--json", *arguments)
    return code, json.loads(capsys.readouterr().out)


def test_a_report_reads_the_same_from_a_snapshot(place, tmp_path, capsys):
    assert called(command, str(tmp_path)) == 0
    assert "ghi mới" in capsys.readouterr().out
    assert told(capsys) == told(capsys, "--engine", "duckdb", "--snapshot", str(tmp_path))


def test_it_reads_as_it_was_when_the_snapshot_was_taken(place, tmp_path, capsys):
    called(command, str(tmp_path))
    capsys.readouterr()
    quarter_of_296(place)
    received = {
        engine: next(
            cell["value"] for cell in told(capsys, *engine)[1]["cells"] if cell["code"] == "don.tiep_nhan"
        )
        for engine in ((), ("--engine", "duckdb", "--snapshot", str(tmp_path)))
    }
    assert [int(value) for value in received.values()] == [592, 296]


@pytest.mark.parametrize("words", [["--engine", "duckdb"], ["--snapshot", "/nowhere"]])
def test_one_word_without_the_other_is_refused(place, words):
    with pytest.raises(Refusal, match="cần cả"):
        called(commands, "99", QUARTER, *words)


def test_a_folder_without_a_snapshot_is_refused(place, tmp_path):
    with pytest.raises(Refusal, match="chưa có bản chụp"):
        called(commands, "99", QUARTER, "--engine", "duckdb", "--snapshot", str(tmp_path))


def test_a_folder_that_cannot_be_written_is_refused(place, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="Không ghi được"):
        called(command, str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("module", "words", "absent"),
    [
        (
            commands,
            ["99", QUARTER, "--engine", "duckdb", "--snapshot", "here"],
            "danvan.reports.engines.duck",
        ),
        (command, ["here"], "danvan.reports.engines.snapshot"),
    ],
)
def test_without_the_packages_a_sentence_says_which(place, monkeypatch, module, words, absent):
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(Refusal, match=r"danvan\[snapshot\]"):
        called(module, *words)


def test_without_spark_a_sentence_says_how_to_get_it(place, tmp_path, monkeypatch):
    called(command, str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Refusal, match="scripts/install --spark"):
        called(commands, "99", QUARTER, "--engine", "spark", "--snapshot", str(tmp_path))
