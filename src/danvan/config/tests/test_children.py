"""Children are kept alive with patience, and nothing of theirs stays behind."""

import signal
import subprocess
import sys
import time

from danvan.config import children
from danvan.config.postgres import alive


def sleeper(seconds: int = 60) -> children.Child:
    return children.Child("người ngủ", [sys.executable, "-c", f"import time; time.sleep({seconds})"])


def wait_for(condition, seconds: float = 10.0) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_crashed_child_is_started_again_after_a_growing_pause(capsys):
    child = children.Child("người ngã", [sys.executable, "-c", "raise SystemExit(7)"])
    child.start()
    pauses = []
    for _ in range(3):
        assert wait_for(lambda: child.process.poll() is not None)
        now = time.monotonic()
        child.look_after(now)
        assert child.process is None, "not started again at once"
        pauses.append(child.due_at - now)
        child.look_after(child.due_at)
        assert child.process is not None
    children.stop([child])
    assert pauses == [1.0, 2.0, 4.0]
    assert "người ngã dừng bất ngờ (mã 7); chạy lại sau 1 giây." in capsys.readouterr().err


def test_the_pause_has_a_limit_and_a_steady_life_resets_it():
    child = children.Child("người ngã", [sys.executable, "-c", "pass"], pause=30.0)
    child.start()
    assert wait_for(lambda: child.process.poll() is not None)
    child.look_after(time.monotonic())
    assert child.pause == children.LONGEST_PAUSE
    child.start()
    assert wait_for(lambda: child.process.poll() is not None)
    child.started_at -= children.STEADY_SECONDS + 1
    now = time.monotonic()
    child.look_after(now)
    assert child.due_at - now == children.FIRST_PAUSE


def test_a_living_child_is_left_alone():
    child = sleeper()
    child.start()
    before = child.process
    child.look_after(time.monotonic())
    assert child.process is before
    children.stop([child])
    assert before.returncode == -signal.SIGTERM


def test_stop_ends_those_that_will_not_and_all_they_started(tmp_path):
    told = tmp_path / "inner"
    stubborn = (
        "import pathlib, signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(told)!r}).write_text(str(inner.pid)); time.sleep(60)"
    )
    child = children.Child("người bướng", [sys.executable, "-c", stubborn])
    child.start()
    assert wait_for(lambda: told.exists() and told.read_text())
    children.stop([child], seconds=0.3)
    assert child.process.returncode == -signal.SIGKILL
    assert wait_for(lambda: not alive.is_alive(int(told.read_text())))


def test_a_child_does_not_outlive_its_killed_parent():
    code = (
        "import sys, time; from danvan.config.children import Child;"
        "c = Child('x', [sys.executable, '-c', 'import time; time.sleep(60)']); c.start();"
        "print(c.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    time.sleep(0.5)  # let the tether become its command
    assert alive.is_alive(child)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not alive.is_alive(child))


def test_a_tether_whose_parent_is_gone_already_starts_nothing():
    answer = subprocess.run(
        [sys.executable, "-m", "danvan.config.tether", "1", "echo", "started"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
