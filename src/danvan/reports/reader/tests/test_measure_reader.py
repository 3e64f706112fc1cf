"""The measuring script itself."""

import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import pytest

from danvan.reports.reader.facts import Fact

ROOT = Path(__file__).parents[5]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("measure_reader", ROOT / "tools" / "measure_reader.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["measure_reader"] = module
    spec.loader.exec_module(module)
    return module


def label(code, value, unit):
    return {"indicator": code, "value": value, "unit": unit, "raw": str(value)}


def fact(code, value, unit):
    return Fact(code, value, unit, str(value), 0, 1, places=((0, 1),))


def test_a_label_is_met_once(script):
    score = script.Score()
    report = {"facts": [label("TCD.luot", 5, "lượt")]}
    missed, beyond = script.measure(report, [fact("TCD.luot", 5, "lượt")] * 2, score)
    assert (missed, len(beyond)) == ([], 1)
    assert (score.right["TCD.luot"], score.beyond["TCD.luot"]) == (1, 1)


@pytest.mark.parametrize(
    "other", [("TCD.nguoi", 5, "lượt"), ("TCD.luot", 6, "lượt"), ("TCD.luot", 5, "người")]
)
def test_code_value_and_unit_must_agree(script, other):
    score = script.Score()
    missed, beyond = script.measure({"facts": [label("TCD.luot", 5, "lượt")]}, [fact(*other)], score)
    assert len(missed) == len(beyond) == 1


def test_a_float_label_is_the_same_decimal(script):
    assert script.label_key(label("TT.sai_pham", 3.1, "tỷ đồng")) == script.fact_key(
        fact("TT.sai_pham", Decimal("3.1"), "tỷ đồng")
    )
    assert script.label_key(label("A", 1000, "đ")) == script.fact_key(fact("A", Decimal("1000.0"), "đ"))


def test_the_line(script):
    score = script.Score()
    score.right["A"], score.beyond["A"], score.missed["B"] = 3, 1, 2
    assert score.line(["A", "B"]).startswith("precision 0.750  recall 0.600  F1 0.667")
    assert score.line(["A"]).startswith("precision 0.750  recall 1.000")
    assert script.Score().line(["A"]).startswith("precision 1.000  recall 1.000")


def test_a_misplaced_fact_is_seen(script):
    assert script.misplaced("5 lượt", [fact("TCD.luot", 5, "lượt")]) == []
    assert len(script.misplaced("6 lượt", [fact("TCD.luot", 5, "lượt")])) == 1


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.jsonl"
    rows = [
        {
            "id": "a",
            "text": "Toàn xã tiếp 5 lượt, nhận 6 đơn.",
            "facts": [label("TCD.luot", 5, "lượt"), label("DON.tiep_nhan", 7, "đơn")],
        },
        {"id": "b", "text": "Không có gì.", "facts": []},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (tmp_path / "indicators.json").write_text('{"TCD.luot": 2, "DON.tiep_nhan": 1}', encoding="utf-8")
    return path


def run(script, monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["measure_reader", *map(str, arguments)])
    return script.main()


def test_it_prints_the_measure(script, reports, capsys, monkeypatch):
    assert run(script, monkeypatch, reports) == 0
    out = capsys.readouterr().out
    assert "precision 0.500  recall 0.500" in out
    assert "offsets that do not enclose the number: 0" in out


def test_it_shows_the_differences(script, reports, capsys, monkeypatch):
    run(script, monkeypatch, reports, "--misses")
    out = capsys.readouterr().out
    assert "missed a: DON.tiep_nhan 7 đơn" in out
    assert "beyond a: DON.tiep_nhan 6 đơn" in out


def test_it_measures_chosen_reports(script, reports, capsys, monkeypatch):
    run(script, monkeypatch, reports, "--only", "b")
    assert "right 0, beyond 0, missed 0" in capsys.readouterr().out


def test_an_absent_file_is_told_in_a_sentence(script, tmp_path, capsys, monkeypatch):
    assert run(script, monkeypatch, tmp_path / "none.jsonl") == 2
    assert "Không có tệp" in capsys.readouterr().err
