"""What the system knows of a process: a zombie is dead, and a number may belong to somebody else by now."""

import os
import signal
import subprocess
import time
from pathlib import Path

_PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Whether `pid` runs. A zombie (state Z) or a dying process (X) does not."""
    state = _state(pid)
    return state is not None and state not in "ZXx"


def _state(pid: int) -> str | None:
    if (_PROC / "self" / "stat").exists():
        try:
            text = (_PROC / str(pid) / "stat").read_text()
        except OSError:
            return None
        return text.rpartition(")")[2].split()[0]  # the name in brackets may hold brackets and blanks itself
    answer = subprocess.run(
        ["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()[:1] or None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether `pid` lives and is the PostgreSQL of this data folder, not a stranger that got an old
    number."""
    if not is_alive(pid):
        return False
    try:
        return os.path.samefile(_PROC / str(pid) / "cwd", data)
    except FileNotFoundError:
        command = ["ps", "-o", "command=", "-p", str(pid)]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return "postgres" in told and str(data) in told
    except OSError:
        return False


def at_work_in(data: Path) -> list[int]:
    """Numbers of living processes whose working folder this is: a postmaster and its backends alike."""
    found = []
    for entry in _PROC.glob("[0-9]*"):
        try:
            here = os.path.samefile(entry / "cwd", data)
        except OSError:
            continue
        if here and is_alive(int(entry.name)):
            found.append(int(entry.name))
    return found


def has_number(pid: int) -> bool:
    """Whether any process, dead or alive, ours or not, still bears this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(pid: int, seconds: float = 20.0) -> bool:
    """Stop a postmaster: fast, then at once, then by force. True when it went of itself.

    SIGINT lets PostgreSQL write its checkpoint; SIGQUIT leaves recovery to the next start; SIGKILL is the
    last resort.
    """
    for sign, wait in ((signal.SIGINT, seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return True
        if _gone_within(pid, wait):
            return sign == signal.SIGINT
    return False


def _gone_within(pid: int, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        reap(pid)
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


def reap(pid: int) -> None:
    """Take the exit status of a child of ours; somebody else's child is left alone."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except (ChildProcessError, PermissionError):
        return
