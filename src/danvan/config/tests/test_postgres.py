"""The private server on a machine as it is: killed, orphaned, interrupted, started twice."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from danvan.config import postgres
from danvan.config.postgres import alive, binaries, cluster, server
from danvan.ui.errors import Refusal

STARTER = """
import sys, time
from pathlib import Path
from danvan.config import postgres
held = postgres.start("run", Path(sys.argv[1]))
print(held.pid, held.adopted, flush=True)
time.sleep(60)
"""


def start_elsewhere(clone: Path) -> tuple[subprocess.Popen, int]:
    """Another process that starts the server and holds on to it; its handle and the postmaster's number."""
    other = subprocess.Popen([sys.executable, "-c", STARTER, str(clone)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    return other, int(other.stdout.readline().split()[0])


def ask(held: postgres.Server, question: str, role: str = postgres.OWNER):
    with psycopg.connect(held.url(role)) as connection:
        return connection.execute(question).fetchone()


def test_first_start_gives_two_roles_their_rights(clone):
    with postgres.running("run", clone) as held:
        with psycopg.connect(held.url(postgres.OWNER)) as owner:
            owner.execute("CREATE TABLE petition (id bigint GENERATED ALWAYS AS IDENTITY, title text)")
        with psycopg.connect(held.url(postgres.APP)) as application:
            application.execute("INSERT INTO petition (title) VALUES ('Đơn')")
            application.execute("UPDATE petition SET title = 'Đơn số 1'")
            assert application.execute("SELECT title FROM petition").fetchone() == ("Đơn số 1",)
            application.execute("DELETE FROM petition")
        for forbidden in (
            "TRUNCATE petition",
            "ALTER TABLE petition ADD x int",
            "CREATE TABLE other (id int)",
        ):
            with psycopg.connect(held.url(postgres.APP)) as application:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    application.execute(forbidden)
                application.rollback()


def test_owner_may_act_as_the_application(clone):
    with postgres.running("run", clone) as held, psycopg.connect(held.url(postgres.OWNER)) as owner:
        owner.execute("SET ROLE danvan_app")
        assert owner.execute("SELECT current_user").fetchone() == ("danvan_app",)


def test_listens_on_its_socket_alone_and_speaks_utf8_without_jit(clone):
    with postgres.running("run", clone) as held:
        for setting, value in {
            "listen_addresses": "",
            "jit": "off",
            "server_encoding": "UTF8",
            "fsync": "on",
            "unix_socket_permissions": "0700",
        }.items():
            assert ask(held, f"SHOW {setting}") == (value,)
        assert ask(held, "SELECT upper('đơn thư ở xã')") == ("ĐƠN THƯ Ở XÃ",)
        assert ask(held, "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'") == (1,)
        assert stat.S_IMODE(os.stat(held.places.socket_dir).st_mode) == 0o700
        assert len(os.fsencode(held.places.socket)) <= 107


def test_test_server_stands_apart_and_skips_the_disk(clone):
    with postgres.running("run", clone) as run, postgres.running("test", clone) as test:
        assert run.pid != test.pid
        assert run.places.data != test.places.data
        assert ask(test, "SHOW fsync") == ("off",)


def test_stops_with_its_last_user(clone):
    first = postgres.start("run", clone)
    second = postgres.start("run", clone)
    assert second.adopted
    assert second.pid == first.pid
    assert postgres.stop(first) is False
    assert alive.is_alive(second.pid)
    assert postgres.stop(second) is True
    assert not alive.is_alive(second.pid)
    assert postgres.status("run", clone) == "stopped"


def test_data_outlives_a_stop(clone):
    with postgres.running("run", clone) as held, psycopg.connect(held.url(postgres.OWNER)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 97 AS visits")
    with postgres.running("run", clone) as held:
        assert ask(held, "SELECT visits FROM kept") == (97,)


def test_adopts_the_orphan_of_a_killed_supervisor(clone):
    other, pid = start_elsewhere(clone)
    other.kill()
    other.wait()
    assert alive.is_alive(pid), "the server must outlive its supervisor"
    held = postgres.start("run", clone)
    assert (held.pid, held.adopted) == (pid, True)
    assert postgres.stop(held) is True
    assert not alive.is_alive(pid)


def test_a_signal_to_our_group_does_not_reach_the_server(clone):
    other, pid = start_elsewhere(clone)
    try:
        assert os.getpgid(pid) not in (os.getpgid(other.pid), os.getpgid(0))
        assert os.getsid(pid) != os.getsid(other.pid)
    finally:
        other.kill()
        other.wait()


def test_two_starts_at_once_share_one_server(clone):
    starters = [start_elsewhere(clone) for _ in range(2)]
    try:
        assert len({pid for _other, pid in starters}) == 1
    finally:
        for other, _pid in starters:
            other.kill()
            other.wait()


def test_recovers_after_the_postmaster_itself_was_killed(clone):
    held = postgres.start("run", clone)
    with psycopg.connect(held.url(postgres.OWNER)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 258 AS letters")
    os.kill(held.pid, signal.SIGKILL)
    again = postgres.start("run", clone)
    assert again.pid != held.pid
    assert ask(again, "SELECT letters FROM kept") == (258,)
    postgres.stop(held)
    postgres.stop(again)


def test_a_stale_pid_file_naming_a_living_stranger_is_not_believed(clone):
    with postgres.running("run", clone) as held:
        lines = (held.places.data / "postmaster.pid").read_text().splitlines()
        spot = held.places
    lines[0] = str(os.getppid())
    stale = spot.data / "postmaster.pid"
    stale.write_text("\n".join(lines) + "\n")
    spot.own(stale)
    assert server.postmaster(spot) is None
    with postgres.running("run", clone) as held:
        assert ask(held, "SELECT 1") == (1,)


def test_a_zombie_is_dead():
    child = subprocess.Popen(["true"])
    limit = time.monotonic() + 5
    while (
        "Z" not in Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2] and time.monotonic() < limit
    ):
        time.sleep(0.01)
    assert Path(f"/proc/{child.pid}").exists(), "it still has its number"
    assert not alive.is_alive(child.pid)
    child.wait()
    assert not alive.is_alive(child.pid)


def test_an_interrupted_initdb_is_done_again(clone):
    spot = postgres.find("run", clone)
    (spot.home / "data.new" / "base").mkdir(parents=True)
    (spot.home / "data.new" / "PG_VERSION").write_text("18\n")
    with postgres.running("run", clone) as held:
        assert ask(held, "SELECT 1") == (1,)
    assert not (spot.home / "data.new").exists()


def test_a_half_furnished_cluster_is_completed(clone):
    with (
        postgres.running("run", clone) as held,
        psycopg.connect(held.url(postgres.ADMIN, "postgres"), autocommit=True) as admin,
    ):
        admin.execute("ALTER DATABASE danvan RENAME TO danvan_new")
    with postgres.running("run", clone) as held:
        assert ask(held, "SELECT current_database()") == ("danvan",)


def test_parents_keep_their_modes(clone):
    above = [clone, *clone.parents, Path("/var/lib"), Path("/run"), Path("/tmp")]
    before = {folder: os.stat(folder).st_mode for folder in above}
    with postgres.running("run", clone):
        pass
    assert {folder: os.stat(folder).st_mode for folder in above} == before
    assert stat.S_IMODE(before[clone]) == 0o700


def test_a_lost_socket_makes_the_server_start_anew(clone):
    held = postgres.start("run", clone)
    held.places.socket.unlink()
    again = postgres.start("run", clone)
    assert again.pid != held.pid
    assert ask(again, "SELECT 1") == (1,)
    postgres.stop(held)
    postgres.stop(again)


def test_data_of_another_version_is_never_started_over(clone):
    with postgres.running("run", clone) as held:
        spot = held.places
    (spot.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(Refusal, match="PostgreSQL 9") as refused:
        postgres.start("run", clone)
    assert "pg_dumpall" in str(refused.value)
    assert spot.data.is_dir(), "nothing of the person's data is touched"


def test_a_ruined_test_server_is_made_anew(clone):
    with postgres.running("test", clone) as held:
        spot = held.places
    (spot.data / "global" / "pg_control").unlink()
    with postgres.running("test", clone) as held:
        assert ask(held, "SELECT 1") == (1,)


def test_a_server_that_will_not_start_gives_its_own_words(clone, monkeypatch):
    with postgres.running("run", clone) as held:
        spot = held.places
    (spot.data / "global" / "pg_control").unlink()
    with pytest.raises(Refusal, match="pg_control") as refused:
        postgres.start("run", clone)
    assert str(spot.log) in str(refused.value)


def test_errors_do_not_repeat_people_in_the_log(clone):
    with postgres.running("run", clone) as held:
        with psycopg.connect(held.url()) as application, pytest.raises(psycopg.errors.UndefinedTable):
            application.execute("SELECT 'Nguyễn Văn Ví Dụ' FROM nowhere")
        assert "Ví Dụ" not in held.places.log.read_text()


@pytest.mark.skipif(not binaries.from_system(), reason="no PostgreSQL of the system is installed")
def test_falls_back_to_the_systems_programs(clone, monkeypatch):
    monkeypatch.setattr(binaries, "from_wheel", lambda: None)
    with postgres.running("run", clone) as held:
        assert held.binaries.major >= 15
        assert "site-packages" not in str(held.binaries.folder)
        assert ask(held, "SELECT upper('đ')") == ("Đ",)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_works_as_an_ordinary_user():
    """A child gives up root for good and keeps everything in its own clone."""
    home = Path(tempfile.mkdtemp(prefix="danvan-ordinary-", dir="/tmp"))
    os.chown(home, 65534, 65534)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _live_as_ordinary_user(home, writer)
    os.close(writer)
    with os.fdopen(reader) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    shutil.rmtree(home)
    assert told.startswith("ok"), told
    assert not list(Path("/tmp").glob("danvan-65534-*")), "its socket folder is its own to remove"


def _live_as_ordinary_user(home: Path, writer: int) -> None:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        with postgres.running("run", home) as held:
            spot = held.places
            told = ask(held, "SELECT current_user")
            inside = spot.home.is_relative_to(home) and os.stat(spot.data).st_uid == 65534
        os.rmdir(spot.socket_dir)
        os.write(
            writer, f"{'ok' if inside and told == ('danvan_owner',) else 'wrong'} {told} {spot}".encode()
        )
    except BaseException as fault:
        os.write(writer, repr(fault).encode())
    finally:
        os._exit(0)


def test_locale_falls_back_where_c_utf8_is_unknown(clone, monkeypatch):
    """The first call of initdb is made to fail as on a system without C.UTF-8."""
    calls = []
    real = subprocess.run

    def without_locale(command, **options):
        locale = [word for word in map(str, command) if word.startswith("--locale=")]
        if locale:  # not the question for the program's version
            calls.append(locale[0])
            command = (
                ["/bin/sh", "-c", "echo 'invalid locale name' >&2; exit 1"] if len(calls) == 1 else command
            )
        return real(command, **options)

    monkeypatch.setattr(cluster.subprocess, "run", without_locale)
    with postgres.running("run", clone) as held:
        assert ask(held, "SHOW server_encoding") == ("UTF8",)
    assert calls == ["--locale=C.UTF-8", "--locale=C"]
