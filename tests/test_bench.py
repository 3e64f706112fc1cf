"""The benchmarks' harness: one line of JSON with every key, whatever is measured."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from bench import harness
from bench.harness import Bench, kept, measure

ROOT = Path(__file__).resolve().parents[1]
KEYS = ["name", "size", "median_ms", "p99_ms", "per_s", "peak_mb", "beside", "ratio"]


def test_a_measurement_has_every_key():
    figures = measure(
        Bench("thu", "1 số", lambda: sum(range(1000)), "nửa", lambda: sum(range(500))), allowed=0.05
    )
    assert list(figures) == KEYS
    assert figures["median_ms"] <= figures["p99_ms"]
    assert figures["ratio"] > 1
    assert figures["per_s"] > 0
    assert figures["peak_mb"] > 1


def test_without_a_neighbour_there_is_no_ratio():
    assert measure(Bench("thu", "1 số", lambda: None), allowed=0.01)["ratio"] is None


def test_even_a_slow_one_is_called_often_enough(monkeypatch):
    calls = []
    measure(Bench("thu", "1 số", lambda: calls.append(1)), allowed=0.0)
    assert len(calls) == 1 + harness._LEAST_CALLS


def test_preparation_runs_once_and_is_not_measured():
    done = []
    measure(Bench("thu", "1 số", lambda: None, prepare=lambda: done.append(1)), allowed=0.01)
    assert done == [1]


def test_what_clients_need_to_begin_is_not_counted_as_their_work():
    own = threading.local()

    def work():
        if not hasattr(own, "line"):
            time.sleep(0.2)
            own.line = True

    begun = time.perf_counter()
    times, seconds = harness._together(Bench("thu", "1 số", work, clients=4), work, 0.01)
    assert len(times) >= 4
    assert seconds <= time.perf_counter() - begun - 0.2


def test_the_fault_of_a_client_is_raised():
    def work():
        raise ValueError("không nhận")

    with pytest.raises(ValueError, match="không nhận"):
        harness._together(Bench("thu", "1 số", work, clients=2), work, 0.01)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(harness, "CACHE", tmp_path / "cache")
    generator = tmp_path / "generator.py"
    generator.write_text("1")
    return generator


def test_generated_rows_are_kept_until_generator_or_schema_change(cache):
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "rows").write_text("1")

    first = kept(cache, "schema", make)
    assert (first / "rows").read_text() == "1"
    assert kept(cache, "schema", make) == first
    assert len(made) == 1
    assert kept(cache, "other schema", make) != first
    cache.write_text("2")
    assert kept(cache, "schema", make) != first
    assert len(made) == 3


def test_an_interrupted_generation_is_made_again(cache):
    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept(cache, "schema", interrupted)
    assert kept(cache, "schema", lambda folder: (folder / "rows").write_text("1")).is_dir()


def run(*names: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "bench", *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_prints_one_object_a_line():
    answer = run("empty_view")
    assert answer.returncode == 0, answer.stderr
    (line,) = answer.stdout.splitlines()
    assert list(json.loads(line)) == KEYS


def test_an_unknown_name_is_refused_with_the_known_ones():
    answer = run("khong_co")
    assert answer.returncode == 2
    assert "khong_co" in answer.stderr
    assert "empty_view" in answer.stderr
