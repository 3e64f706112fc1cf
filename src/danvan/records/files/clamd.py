"""The virus scanner ClamAV, asked by its own protocol: `zINSTREAM`, then chunks each after its length, then a length of 0.

A length is four bytes, the highest first. The answer ends at a zero byte: `stream: OK`, `stream: NAME FOUND`, or a
fault with `ERROR`, such as `INSTREAM size limit exceeded. ERROR`, after which clamd closes while it is still being sent
to. (clamd(8), Debian 12.) Bytes go from memory to the socket; nothing is written to a folder here.
"""

import re
import socket
import struct
import time
from typing import Any

CHUNK = 1 << 16
LONGEST_ANSWER = 4096
_CLEAN, _FOUND = re.compile(rb"stream: OK"), re.compile(rb"stream: (.+) FOUND", re.S)


class NoAnswer(OSError):
    """Nobody answered in time, or not in whole, or that there was a fault: nothing is known of the bytes."""


class TooLarge(NoAnswer):
    """The scanner takes no stream as long as this (its StreamMaxLength)."""


def scan(data: bytes, address: tuple[Any, ...], seconds: float) -> str:
    """The name of what was found in the bytes, "" for nothing. NoAnswer, at the latest after `seconds`.

    `address` is ("unix", path) or ("tcp", host, port).
    """
    until = time.monotonic() + seconds
    try:
        with _connected(address, seconds) as line:
            _send(line, data, until)
            return _verdict(_answer(line, until))
    except NoAnswer:
        raise
    except OSError as error:
        raise NoAnswer(type(error).__name__) from None


def is_there(address: tuple[Any, ...], seconds: float) -> bool:
    """Whether somebody at the address answers `zPING` with `PONG` in time."""
    until = time.monotonic() + seconds
    try:
        with _connected(address, seconds) as line:
            _out(line, b"zPING\0", until)
            return _answer(line, until) == b"PONG"
    except OSError:
        return False


def _connected(address: tuple[Any, ...], seconds: float) -> socket.socket:
    if address[0] == "tcp":
        return socket.create_connection((address[1], address[2]), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect(address[1])
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, data: bytes, until: float) -> None:
    """Everything, or as much as the scanner took before it said something and closed."""
    view = memoryview(data)
    try:
        _out(line, b"zINSTREAM\0", until)
        for at in range(0, len(view), CHUNK):
            piece = view[at : at + CHUNK]
            _out(line, struct.pack("!I", len(piece)) + piece, until)
        _out(line, struct.pack("!I", 0), until)
    except (BrokenPipeError, ConnectionResetError):
        return


def _out(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _answer(line: socket.socket, until: float) -> bytes:
    """What stands before the zero byte. NoAnswer for half an answer and for one that does not end."""
    told = b""
    while b"\0" not in told:
        line.settimeout(_left(until))
        piece = line.recv(1024)
        if not piece or len(told) > LONGEST_ANSWER:
            raise NoAnswer("half an answer")
        told += piece
    return told.split(b"\0", 1)[0]


def _left(until: float) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise NoAnswer("too slow")
    return left


def _verdict(answer: bytes) -> str:
    if _CLEAN.fullmatch(answer):
        return ""
    if found := _FOUND.fullmatch(answer):
        return re.sub(r"[^!-~]", "_", found[1].decode("ascii", "replace"))[:80]
    raise TooLarge if b"size limit" in answer else NoAnswer("a fault")
