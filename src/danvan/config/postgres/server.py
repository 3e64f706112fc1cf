"""Starts, adopts and stops one private PostgreSQL."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from danvan.config.postgres import alive, binaries, cluster, places
from danvan.ui.errors import Refusal

START_SECONDS = 60.0
_LOG_LIMIT = 10_000_000
# PostgreSQL 18 says it in these words when the children of a killed postmaster have not gone yet.
_STILL_LEAVING = "pre-existing shared memory block"


@dataclass
class Server:
    """A running private server. `adopted` is true when another start had begun it."""

    places: places.Places
    binaries: binaries.Binaries
    pid: int
    adopted: bool
    _lease: int = field(repr=False, default=-1)

    def url(self, role: str = cluster.APP, database: str = cluster.DATABASE) -> str:
        """Connection string of psycopg and DATABASE_URL alike; the socket folder holds no character to
        escape."""
        return f"postgresql:///{database}?host={self.places.socket_dir}&user={role}"


def start(purpose: str = "run", root: Path | None = None) -> Server:
    """Start the server for `purpose`, or adopt the one that runs; hold a lease on it until `stop`.

    One start at a time (a file lock). Raises Refusal with PostgreSQL's own last words when it will not start.
    """
    spot = places.find(purpose, root)
    places.prepare(spot)
    with _locked(spot):
        programs = binaries.find(spot)
        pid = _adopt(spot, programs)
        adopted = pid is not None
        if pid is None:
            _ready_data(spot, programs)
            pid = _launch_or_renew(spot, programs)
        _furnish(spot, pid)
        lease = os.open(spot.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lease, fcntl.LOCK_SH)
        return Server(spot, programs, pid, adopted, lease)


def _furnish(spot: places.Places, pid: int) -> None:
    """A server without its roles is of no use: it goes down with the step that failed."""
    try:
        cluster.furnish(spot.socket_dir)
    except psycopg.Error as fault:
        alive.end(pid)
        raise Refusal(
            f"PostgreSQL chạy nhưng không tạo được cơ sở dữ liệu «{cluster.DATABASE}»: {fault}"
        ) from fault


def stop(server: Server) -> bool:
    """Give the lease back; the last user stops the server. True when it was stopped now.

    A lease is a file lock, so a user that was killed has given its own back already.
    """
    with _locked(server.places):
        if server._lease >= 0:
            fcntl.flock(server._lease, fcntl.LOCK_UN)
            os.close(server._lease)
            server._lease = -1
        if _in_use(server.places):
            return False
        return end(server.places)


def end(spot: places.Places) -> bool:
    """Stop whatever postmaster owns this data folder, users or not. True when there was one."""
    pid = postmaster(spot)
    if pid is None:
        return False
    alive.end(pid)
    return True


@contextmanager
def running(purpose: str = "run", root: Path | None = None) -> Iterator[Server]:
    """The server for as long as the block lasts; it stays up when somebody else uses it too."""
    server = start(purpose, root)
    try:
        yield server
    finally:
        stop(server)


def status(purpose: str = "run", root: Path | None = None) -> str:
    """ "running PID" or "stopped", from the processes themselves, not from what a file claims."""
    pid = postmaster(places.find(purpose, root))
    return f"running {pid}" if pid else "stopped"


def postmaster(spot: places.Places) -> int | None:
    """The living postmaster of this data folder. A stale postmaster.pid, a zombie or a stranger is none."""
    lines = _pid_lines(spot)
    if lines and lines[0].isdigit() and alive.is_postmaster(int(lines[0]), spot.data):
        return int(lines[0])
    return None


def _pid_lines(spot: places.Places) -> list[str]:
    try:
        return (spot.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


@contextmanager
def _locked(spot: places.Places) -> Iterator[None]:
    handle = os.open(spot.home / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _in_use(spot: places.Places) -> bool:
    handle = os.open(spot.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _adopt(spot: places.Places, programs: binaries.Binaries) -> int | None:
    """The orphan of an earlier start, when it answers where we look for it; one that does not is stopped."""
    pid = postmaster(spot)
    if pid is None:
        return None
    if _made_with(spot) == cluster.fingerprint(programs) and _answers(spot, pid, seconds=10.0):
        return pid
    alive.end(pid)
    return None


def _answers(spot: places.Places, pid: int, seconds: float) -> bool:
    """Ready by its own word (line 8 of postmaster.pid) and with its socket where it should be."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        lines = _pid_lines(spot)
        alive.reap(pid)
        if not alive.is_alive(pid):
            return False
        if len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready":
            return spot.socket.is_socket()
        time.sleep(0.01)
    return False


def _made_with(spot: places.Places) -> str:
    with suppress(OSError):
        return (spot.data / "PG_VERSION").read_text()
    return ""


def _ready_data(spot: places.Places, programs: binaries.Binaries) -> None:
    made = _made_with(spot)
    if made == cluster.fingerprint(programs):
        return
    if made and spot.purpose == "run":
        raise Refusal(
            f"Dữ liệu ở {spot.data} thuộc PostgreSQL {made.strip()}, còn chương trình là bản "
            f"{programs.version}. "
            "Hãy kết xuất bằng bản cũ (pg_dumpall) rồi nạp lại, hoặc chuyển thư mục ấy đi nơi khác "
            "để bắt đầu mới."
        )
    shutil.rmtree(spot.data, ignore_errors=True)
    cluster.make(spot, programs)


def _launch_or_renew(spot: places.Places, programs: binaries.Binaries) -> int:
    """Start; a test server whose data was lost with the power (it runs without fsync) is made anew once."""
    try:
        return _launch(spot, programs)
    except Refusal:
        if spot.purpose == "run":
            raise
    shutil.rmtree(spot.data, ignore_errors=True)
    cluster.make(spot, programs)
    return _launch(spot, programs)


def _clear_stale_pid(spot: places.Places) -> None:
    """PostgreSQL clears a dead server's postmaster.pid itself, unless a zombie or a stranger bears its
    number.

    The file is also what keeps a second server off living backends, so those must have gone first.
    """
    lines = _pid_lines(spot)
    if not lines or not lines[0].isdigit():
        return
    alive.reap(int(lines[0]))
    limit = time.monotonic() + 10.0
    while alive.at_work_in(spot.data) and time.monotonic() < limit:
        time.sleep(0.05)
    if alive.has_number(int(lines[0])) and not alive.at_work_in(spot.data):
        (spot.data / "postmaster.pid").unlink(missing_ok=True)


def _launch(spot: places.Places, programs: binaries.Binaries) -> int:
    """A postmaster in a session of its own, so that Ctrl-C in our terminal reaches us alone."""
    limit = time.monotonic() + START_SECONDS
    _clear_stale_pid(spot)
    while True:
        if spot.log.exists() and spot.log.stat().st_size > _LOG_LIMIT:
            spot.log.replace(spot.log.with_suffix(".log.1"))
        with spot.log.open("ab") as log:
            begin = log.tell()
            child = subprocess.Popen(
                _command(spot, programs),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=cluster.environment(),
                start_new_session=True,
                **spot.popen(),
            )
        if _answers(spot, child.pid, limit - time.monotonic()):
            child.returncode = 0  # it outlives this object on purpose; `alive` looks after it
            return child.pid
        alive.end(child.pid)
        child.returncode = 1
        words = spot.log.read_bytes()[begin:].decode(errors="replace").strip()
        if _STILL_LEAVING not in words or time.monotonic() > limit:
            raise Refusal(
                f"PostgreSQL không khởi động được (nhật ký: {spot.log}): {words[-400:] or 'không có lời nào'}"
            )
        time.sleep(0.3)


def _command(spot: places.Places, programs: binaries.Binaries) -> list[str | Path]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(spot.socket_dir),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_connections": "60",
        "shared_buffers": "128MB",
        "logging_collector": "off",
        "log_min_messages": "warning",
        "log_statement": "none",
        # Not even the statement of an error: its literals are people's names.
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": "0",
        # Nor its details, which repeat the row that failed.
        "log_error_verbosity": "terse",
    }
    if spot.purpose == "test":
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "2GB",
        }
    command: list[str | Path] = [programs.folder / "postgres", "-D", spot.data]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command
