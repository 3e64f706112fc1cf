"""Child processes of `danvan run`: started in groups of their own, restarted when they crash, gone when we
go."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = (
    60.0  # a child that lived this long has recovered: its next crash starts from the shortest pause
)


@dataclass
class Child:
    """One program to keep running. `environment` is added to ours."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    pause: float = FIRST_PAUSE
    started_at: float = 0.0
    due_at: float = 0.0

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in
        order."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "danvan.config.tether", str(os.getpid()), *self.command],
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        self.due_at = 0.0

    def look_after(self, now: float) -> None:
        """Start it again after a pause that doubles with every crash in a row."""
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            if now - self.started_at > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            print(
                f"danvan: {self.name} dừng bất ngờ (mã {code}); chạy lại sau {self.pause:g} giây.",
                file=sys.stderr,
            )
            self.end_group()
            self.process, self.due_at = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if self.process is None and self.due_at and now >= self.due_at:
            self.start()

    def end_group(self) -> None:
        """Whatever the program itself had started: a killed web server's workers would keep the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def stop(children: list[Child], seconds: float = 10.0) -> None:
    """SIGTERM to each program, which ends its own workers in order; SIGKILL to the groups that are left."""
    begun = [(child, child.process) for child in children if child.process is not None]
    for _child, process in begun:
        process.terminate()
    limit = time.monotonic() + seconds
    for child, process in begun:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, limit - time.monotonic()))
        child.end_group()
        process.wait()
