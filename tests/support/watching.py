"""Fails a test in which something was written to a file, by whatever way Python opens one.

with NoClearFile(): …                    no file at all
with NoClearFile(but=folder): …          none but below the folder, where ciphertext goes
"""

import gc
import os
import sys
from pathlib import Path
from typing import ClassVar


class NoClearFile:
    """Watches what Python's own audit of opened files tells while it stands."""

    _standing: ClassVar[list["NoClearFile"]] = []
    _is_hooked: ClassVar[bool] = False

    def __init__(self, but: Path | None = None):
        self.but, self.written = but, []

    def __enter__(self):
        if not NoClearFile._is_hooked:  # a hook cannot be taken away again
            sys.addaudithook(_look)
            NoClearFile._is_hooked = True
        gc.collect()
        NoClearFile._standing.append(self)
        return self

    def __exit__(self, kind, *_):
        NoClearFile._standing.remove(self)
        assert kind is not None or self.written == []

    @classmethod
    def tell(cls, path: str):
        """Somebody opened a path to write; what Python compiles of a module first met is no text of ours."""
        if Path(path).parent.name == "__pycache__":
            return
        for watcher in cls._standing:
            if watcher.but is None or not Path(path).is_relative_to(watcher.but):
                watcher.written.append(path)


def _look(event, args):
    if not NoClearFile._standing:
        return
    if event == "open" and isinstance(args[2], int):
        if (
            args[2] & (os.O_WRONLY | os.O_RDWR)
            and str(args[0]) != os.devnull
            and not isinstance(args[0], int)
        ):
            NoClearFile.tell(str(args[0]))
    elif event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        NoClearFile.tell(event)
