"""A scanner that speaks clamd's protocol on a thread of the test, well or badly, and remembers what it was sent.

with FakeClamd() as scanner:            answers FOUND for EICAR and for anything in `bad`, else OK
with FakeClamd(manner="half"):          see `MANNERS`
"""

import contextlib
import socket
import struct
import threading
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = b"Eicar-Test-Signature"
MANNERS = ("well", "half", "silent", "early", "closes", "garbage", "error", "endless", "drip", "odd")


class FakeClamd:
    """`address` as in FILE_SCANNER; `streams` the bytes of each stream it was sent, put together from their chunks."""

    def __init__(self, manner="well", limit=25_000_000, folder: Path | None = None, bad=(), mute=()):
        self.mute = [*mute]  # closes without a word over a stream that holds one of these
        self.manner, self.limit, self.bad = manner, limit, [EICAR, *bad]
        self.streams: list[bytes] = []
        self.commands: list[bytes] = []
        self._over = threading.Event()
        if folder is None:
            self._socket = socket.create_server(("127.0.0.1", 0))
            self.address = ("tcp", "127.0.0.1", self._socket.getsockname()[1])
        else:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.bind(str(folder / "c"))
            self._socket.listen()
            self.address = ("unix", str(folder / "c"))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self):
        while not self._over.is_set():
            try:
                line, _peer = self._socket.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError, EOFError):
                line.settimeout(5)
                self._one(line)

    def _one(self, line):
        if self.manner == "closes":
            return
        command = b""
        while not command.endswith(b"\0"):
            command += _exactly(line, 1)
        self.commands.append(command)
        if command == b"zPING\0":
            line.sendall(b"PONG\0" if self.manner != "garbage" else b"HTTP/1.1 200 OK\0")
            return
        if self.manner == "early":
            line.sendall(b"stream: OK")
            return
        got = self._stream(line)
        if got is None:  # as clamd does: it says so, and closes while it is still being sent to
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        self.streams.append(got)
        self._answer(line, got)

    def _stream(self, line):
        got = b""
        while length := struct.unpack("!I", _exactly(line, 4))[0]:
            if len(got) + length > self.limit:
                return None
            got += _exactly(line, length)
        return got

    def _answer(self, line, got):
        if any(one in got for one in self.mute):
            return
        if self.manner == "silent":
            self._over.wait(5)
        elif self.manner == "half":
            line.sendall(b"stream: O")
        elif self.manner == "garbage":
            line.sendall(b"HTTP/1.1 200 OK\0")
        elif self.manner == "error":
            line.sendall(b"stream: Can't allocate memory ERROR\0")
        elif self.manner == "endless":
            line.sendall(b"stream: " + b"x" * 20_000)
        elif self.manner == "drip":
            for sign in self._verdict(got):
                line.sendall(bytes([sign]))
        elif self.manner == "odd":
            line.sendall("stream: Xấu\r\nxa FOUND\0".encode())
        else:
            line.sendall(self._verdict(got))

    def _verdict(self, got):
        return b"stream: %s FOUND\0" % NAME if any(bad in got for bad in self.bad) else b"stream: OK\0"


def _exactly(line, size):
    got = b""
    while len(got) < size:
        piece = line.recv(min(size - len(got), 1 << 16))
        if not piece:
            raise EOFError
        got += piece
    return got


def setting(address, found="tu_choi", no_answer="tu_choi", seconds=2):
    """FILE_SCANNER."""
    return {"address": address, "found": found, "no_answer": no_answer, "seconds": seconds}
