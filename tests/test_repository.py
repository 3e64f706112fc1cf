"""What is kept in the repository belongs to no one machine and hides nothing."""

import json
import re
import subprocess
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users|work|mnt)/[\w.-]+/")


@cache
def kept() -> list[Path]:
    """Every file that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in told.stdout.splitlines() if (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for file in kept():
        try:
            found.append((file, file.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_the_locks_are_there():
    assert {lock.stem for lock in LOCKS} >= {"run", "test", "node"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_hashes_everything(lock):
    text = lock.read_text()
    assert not re.search(r"https?://|--index-url|--find-links|file:", text)
    requirements = re.findall(r"^[a-zA-Z0-9_.-]+==.*\\$", text, re.MULTILINE)
    assert requirements
    assert len(re.findall(r"^[a-zA-Z0-9_.-]+==", text, re.MULTILINE)) == len(requirements)
    assert text.count("--hash=sha256:") >= len(requirements)


def test_the_npm_lock_names_no_host_and_hashes_everything():
    text = (ROOT / "package-lock.json").read_text()
    assert not re.search(r"https?://", text)
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_what_runs_is_locked_the_same_in_both_locks():
    def versions(name: str) -> dict[str, str]:
        found = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
        return dict(found)

    run, test = versions("run.lock"), versions("test.lock")
    assert {name: test.get(name) for name in run} == run


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    needed = project["project"]["dependencies"] + [
        entry for group in project["dependency-groups"].values() for entry in group
    ]
    for entry in needed:
        assert re.search(rf'"{re.escape(entry)}",\s+# \w', text), entry


def test_no_path_of_one_machine_is_kept():
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file, text in texts()
        for match in MACHINE_PATHS.finditer(text)
        if file.name != Path(__file__).name
    ]
    assert found == []


def test_vietnamese_is_stored_composed():
    """NFC: the same word typed twice must be the same bytes; samples of broken input stand in tests."""
    broken = [
        str(file.relative_to(ROOT))
        for file, text in texts()
        if "tests" not in file.parts and not unicodedata.is_normalized("NFC", text)
    ]
    assert broken == []
