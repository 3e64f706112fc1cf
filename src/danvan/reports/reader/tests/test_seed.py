"""The first article that the reader was made for, and the labelled reports it is developed on."""

import importlib.util
import json
import os
from pathlib import Path

import pytest

from danvan.reports.reader import read

ROOT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("DANVAN_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "seed" / "article.txt"
DEV = SHARED / "data" / "reports" / "dev.jsonl"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="shared/seed/article.txt is absent")
needs_dev = pytest.mark.skipif(not DEV.exists(), reason="shared/data/reports/dev.jsonl is absent")


@pytest.fixture(scope="module")
def reading():
    return read(SEED)


@needs_seed
def test_the_total_of_258_fails_and_says_why(reading):
    [check] = [check for check in reading.checks if check.ok is False]
    assert (check.type, check.parts, check.stated, check.computed) == ("sum", (38, 94, 164), 258, 296)
    assert check.severity == "hard"
    assert "94 + 164 = 258: tổng bỏ sót 38 đơn khiếu nại" in check.hint


@needs_seed
def test_the_interim_figures_are_a_warning(reading):
    [check] = [check for check in reading.checks if check.type == "window"]
    assert (check.ok, check.severity) == (None, "info")
    assert "15/12/2022 đến 14/3/2023" in check.hint
    assert [reading.text[a:b] for a, b in check.places] == ["đến tháng 2/2023"] * 2


@needs_seed
def test_nothing_else_is_found_wrong(reading):
    assert len([check for check in reading.checks if check.ok is not True]) == 2


@pytest.fixture(scope="module")
def measure():
    spec = importlib.util.spec_from_file_location("measure_checks", ROOT / "tools" / "measure_checks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_dev
def test_labelled_checks_are_reproduced_from_labelled_facts(measure, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["measure_checks", str(DEV), "--gold"])
    assert measure.main() == 0
    assert "labelled checks 48, reproduced 47" in capsys.readouterr().out


@needs_dev
def test_no_report_is_accused_without_a_label(measure, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["measure_checks", str(DEV)])
    assert measure.main() == 0, capsys.readouterr().out


def test_the_measure_itself_sees_an_accusation_without_a_label(measure, tmp_path, capsys, monkeypatch):
    text = "Tiếp nhận 258 đơn, gồm 38 khiếu nại, 94 tố cáo, 164 kiến nghị, phản ánh."
    codes = ("DON.tiep_nhan", "DON.khieu_nai", "DON.to_cao", "DON.kien_nghi_phan_anh")
    facts = [
        {"indicator": code, "value": value, "unit": "đơn", "raw": str(value)}
        for code, value in zip(codes, (258, 38, 94, 164), strict=True)
    ]
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"id": "x", "text": text, "facts": facts, "identity_checks": []}))
    monkeypatch.setattr("sys.argv", ["measure_checks", str(path), "--gold"])
    assert measure.main() == 1
    assert "hard without label 1" in capsys.readouterr().out
