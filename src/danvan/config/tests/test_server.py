"""`danvan run` from outside: one program that is started, met twice, killed and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from danvan.config import postgres, server
from danvan.config.postgres import alive
from danvan.config.postgres.server import postmaster
from danvan.ui.errors import Refusal


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(clone, port: int, *arguments: str) -> subprocess.Popen:
    environment = os.environ | {"DANVAN_HOME": str(clone), "PORT": str(port), "DANVAN_DEMONSTRATION": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.Popen(
        [sys.executable, "-m", "danvan.config.cli", "run", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_for(condition, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.1)
    return False


def children_of(pid: int) -> list[int]:
    told = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in told.split()]


def test_one_life_of_the_whole_program(lasting_clone):
    """Started, met by a second run, web killed and restarted, stopped with everything it had begun."""
    port = free_port()
    first = launch(lasting_clone, port)
    try:
        assert wait_for(lambda: answers(port) or first.poll() is not None, 90)
        assert first.poll() is None, first.stdout.read()
        spot = postgres.find("run", lasting_clone)

        second = launch(lasting_clone, free_port())
        told = second.communicate(timeout=30)[0]
        assert second.returncode == 2
        assert f"Danvan đang chạy từ thư mục này rồi (http://127.0.0.1:{port}" in told

        begun = children_of(first.pid)
        web = next(pid for pid in begun if "granian" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(web, signal.SIGKILL)
        assert wait_for(lambda: not alive.is_alive(web), 5)
        assert wait_for(lambda: answers(port), 30), "the web server is started again"

        begun = children_of(first.pid)
        assert len(begun) >= 3, "PostgreSQL, web and worker"
        os.killpg(first.pid, signal.SIGINT)
        told = first.communicate(timeout=40)[0]
        assert first.returncode == 0, told
        assert told.endswith("Đã dừng.\n")
        assert "máy chủ web dừng bất ngờ" in told
        assert not any(map(alive.is_alive, begun))
        assert postmaster(spot) is None
    finally:
        first.kill()
        first.wait()


def test_what_a_killed_run_leaves_is_taken_up_by_the_next(lasting_clone):
    port = free_port()
    first = launch(lasting_clone, port)
    assert wait_for(lambda: answers(port) or first.poll() is not None, 90)
    spot = postgres.find("run", lasting_clone)
    orphan = postmaster(spot)
    first.kill()
    first.wait()
    assert wait_for(lambda: not answers(port), 15), "the web server goes with its supervisor"
    assert alive.is_alive(orphan)
    begin = time.monotonic()
    again = launch(lasting_clone, port, "--once")
    told = again.communicate(timeout=60)[0]
    assert again.returncode == 0, told
    assert "Bảng dữ liệu … đã có" in told
    assert time.monotonic() - begin < 30, told
    assert not alive.is_alive(orphan)


def test_a_busy_port_is_a_sentence_before_anything_is_started(clone):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        program = launch(clone, port)
        told = program.communicate(timeout=30)[0]
    assert program.returncode == 2
    assert told.startswith(f"danvan: Cổng {port} đang có chương trình khác dùng")
    assert "PORT=" in told
    assert not (postgres.find("run", clone).data).exists()


@pytest.mark.parametrize("wrong", ["không", "0", "70000", "-1", "80 80"])
def test_a_port_must_be_one(wrong):
    with pytest.raises(Refusal, match="PORT"):
        server.port_from({"PORT": wrong})


def test_port_8000_is_the_default():
    assert server.port_from({}) == 8000
    assert server.port_from({"PORT": ""}) == 8000
