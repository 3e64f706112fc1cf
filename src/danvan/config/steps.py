"""Steps of a start, told to the person at the terminal: what is being done, how long it took, how to mend
it."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from danvan.ui.errors import Refusal


class StepFailed(Exception):
    """A step ended the start; the message has been printed already."""


def seconds(amount: float) -> str:
    """0.734 becomes "0,7 giây"."""
    return f"{amount:.1f} giây".replace(".", ",")


@contextmanager
def step(title: str, mend: str) -> Iterator[None]:
    """Print `title`, then its time, or what failed with `mend`: the sentence that says what to do about
    it."""
    print(f"  · {title} …", end=" ", flush=True)
    begin = time.monotonic()
    try:
        yield
    except Refusal as refusal:
        _tell(title, str(refusal), mend)
        raise StepFailed(title) from refusal
    except Exception as fault:
        _tell(title, f"{type(fault).__name__}: {fault}", mend)
        raise StepFailed(title) from fault
    print(f"xong ({seconds(time.monotonic() - begin)})", flush=True)


def _tell(title: str, reason: str, mend: str) -> None:
    print("không được", flush=True)
    print(f"danvan: bước «{title}» không xong: {reason}\n  Cách xử lý: {mend}", file=sys.stderr, flush=True)


class Stamps:
    """Which inputs each step last saw, kept for one database: a new or another database has seen none."""

    def __init__(self, file: Path, database: str):
        self.file = file
        self.database = database
        try:
            known = json.loads(file.read_text())
        except (OSError, ValueError):
            known = {}
        self.seen: dict[str, str] = known.get("steps", {}) if known.get("database") == database else {}

    def run(self, name: str, inputs: list[Path], title: str, mend: str, work: Callable[[], object]) -> bool:
        """Do `work` unless `inputs` are what they were when it was last done. True when it was done now."""
        mark = fingerprint(inputs)
        if self.seen.get(name) == mark:
            print(f"  · {title} … đã có", flush=True)
            return False
        with step(title, mend):
            work()
        self.seen[name] = mark
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps({"database": self.database, "steps": self.seen}, indent=2))
        draft.replace(self.file)
        return True


def fingerprint(inputs: list[Path]) -> str:
    """Hash of the names and contents of files and of all files in folders, compiled ones apart."""
    digest = hashlib.sha256()
    for top in inputs:
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file() and "__pycache__" not in file.parts and "tests" not in file.parts:
                digest.update(f"{file.relative_to(top.parent)}\0".encode() + file.read_bytes())
    return digest.hexdigest()
