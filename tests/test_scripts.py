"""The scripts that run before anything is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def script(folder: Path, name: str, body: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def find_python(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess:
    """With a home of its own and a PATH that holds only what the test put into it and the system's shell tools."""
    tools = tmp_path / "tools"
    tools.mkdir(exist_ok=True)
    for tool in ("sh", "cat", "env"):
        link = tools / tool
        if not link.exists():
            link.symlink_to(f"/bin/{tool}")
    base = {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path / 'path'}:{tools}"}
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "find-python"],
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_shim_that_answers_127_is_passed_over(tmp_path):
    for name in ("python3.13", "python3.12", "python3"):
        script(tmp_path / "path", name, "exit 127")
    script(tmp_path / "path", "python3.14", f'exec "{sys.executable}" "$@"')
    answer = find_python(tmp_path)
    assert answer.returncode == 0
    assert Path(answer.stdout.strip()).exists()


@pytest.mark.parametrize(
    "folder",
    [
        ".pyenv/versions/3.13.0/bin",
        ".local/share/uv/python/cpython-3.12.1-linux/bin",
        ".asdf/installs/python/3.12.9/bin",
    ],
)
def test_a_version_managers_own_folder_is_looked_into(tmp_path, folder):
    script(tmp_path / "home" / folder, "python3", f'exec "{sys.executable}" "$@"')
    answer = find_python(tmp_path)
    assert answer.returncode == 0, answer.stderr


def test_an_old_python_is_not_taken(tmp_path):
    script(tmp_path / "path", "python3", 'case "$*" in *version_info*) exit 1;; esac; echo /old')
    answer = find_python(tmp_path)
    # A machine may keep a good one where every machine does (/usr/local/bin); the old one is never the answer.
    assert "/old" not in answer.stdout


def test_no_python_is_a_sentence_in_both_languages(tmp_path):
    answer = find_python(tmp_path, DANVAN_PYTHON=str(tmp_path / "nothing"))
    assert answer.returncode == 1
    assert "không phải Python 3.12 trở lên" in answer.stderr
    assert "no Python 3.12" in answer.stderr


def test_a_named_python_is_the_only_candidate(tmp_path):
    answer = find_python(tmp_path, DANVAN_PYTHON=sys.executable)
    assert answer.returncode == 0
    assert answer.stdout.strip() == sys.executable


def test_make_alone_lists_every_command():
    answer = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=False)
    assert answer.returncode == 0
    for target in ("install", "run", "test", "check", "bench", "soak", "clean"):
        assert f"  {target} " in answer.stdout


def test_continuous_integration_is_make_test_and_nothing_else():
    text = (ROOT / ".ci" / "run").read_text()
    assert "exec make test" in text
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
