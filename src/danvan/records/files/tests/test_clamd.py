"""The scanner is asked by clamd's own protocol, and whatever it does, the asker learns a name, nothing, or no answer."""

import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.clamd import EICAR, NAME, FakeClamd

from danvan.records.files import clamd


class TestIsThere:
    @pytest.mark.parametrize(("manner", "there"), [("well", True), ("garbage", False), ("closes", False)])
    def test_who_says_pong_is(self, manner, there):
        with FakeClamd(manner) as scanner:
            assert clamd.is_there(scanner.address, 5) is there
            assert scanner.commands == ([] if manner == "closes" else [b"zPING\0"])

    def test_nobody_is_not(self):
        assert clamd.is_there(("tcp", "127.0.0.1", 1), 1) is False


class TestProtocol:
    @pytest.mark.parametrize("manner", ["well", "drip"])
    @pytest.mark.parametrize(
        ("data", "found"),
        [(b"", ""), (b"x", ""), (EICAR, NAME.decode()), (b"%PDF" + EICAR + b"x" * 9, NAME.decode())],
    )
    def test_a_name_or_nothing(self, manner, data, found):
        with FakeClamd(manner) as scanner:
            assert clamd.scan(data, scanner.address, 5) == found
        assert scanner.commands == [b"zINSTREAM\0"]
        assert scanner.streams == [data]

    @pytest.mark.parametrize(
        "size", [1, clamd.CHUNK - 1, clamd.CHUNK, clamd.CHUNK + 1, 3 * clamd.CHUNK, 4_000_000]
    )
    def test_all_of_it_is_sent_whatever_its_length(self, size):
        data = bytes(range(256)) * (size // 256 + 1)
        with FakeClamd() as scanner:
            assert clamd.scan(data[:size], scanner.address, 20) == ""
        assert scanner.streams == [data[:size]]

    @settings(max_examples=20)
    @given(st.binary(max_size=3 * 300))
    def test_chunks_put_together_are_the_file(self, data):
        sent = []

        class Line:
            def settimeout(self, _seconds):
                pass

            def sendall(self, piece):
                sent.append(bytes(piece))

        clamd._send(Line(), data, time.monotonic() + 60)
        stream = b"".join(sent)
        assert stream.startswith(b"zINSTREAM\0")
        assert stream.endswith(b"\0\0\0\0")
        at, got = 10, b""
        while length := struct.unpack("!I", stream[at : at + 4])[0]:
            got += stream[at + 4 : at + 4 + length]
            at += 4 + length
        assert got == data
        assert at + 4 == len(stream)

    def test_through_a_socket_of_the_machine(self, tmp_path):
        with tempfile.TemporaryDirectory() as short, FakeClamd(folder=Path(short)) as scanner:
            assert clamd.scan(EICAR, scanner.address, 5) == NAME.decode()

    def test_a_name_is_fit_to_show(self):
        with FakeClamd("odd") as scanner:
            told = clamd.scan(b"x", scanner.address, 5)
        assert told.isascii()
        assert told.isprintable()
        assert len(told) <= 80


class TestNoAnswer:
    @pytest.mark.parametrize("manner", ["half", "closes", "garbage", "error", "endless", "early"])
    def test_whatever_is_not_a_whole_answer_says_nothing(self, manner):
        with FakeClamd(manner) as scanner, pytest.raises(clamd.NoAnswer):
            clamd.scan(b"x" * 200_000, scanner.address, 5)

    def test_a_slow_one_is_not_waited_for(self):
        with FakeClamd("silent") as scanner, pytest.raises(clamd.NoAnswer):
            clamd.scan(b"x", scanner.address, 0.2)

    def test_one_that_reads_nothing_is_not_waited_for(self):
        with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(clamd.NoAnswer):
            clamd.scan(b"x" * 30_000_000, ("tcp", *server.getsockname()), 0.3)

    def test_nobody_there(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as server:
            gone = server.getsockname()
        for address in (("tcp", *gone), ("unix", str(tmp_path / "nobody"))):
            with pytest.raises(clamd.NoAnswer):
                clamd.scan(b"x", address, 1)

    def test_above_its_limit_of_a_stream(self):
        with FakeClamd(limit=4_000_000) as scanner:
            assert clamd.scan(b"x" * 4_000_000, scanner.address, 20) == ""
            with pytest.raises(clamd.TooLarge):
                clamd.scan(b"x" * 4_000_001, scanner.address, 20)

    def test_it_closed_before_the_rest_came(self):
        """The answer may be lost with the connection: then nothing is known, but nothing is called clean."""
        with FakeClamd(limit=100_000) as scanner, pytest.raises(clamd.NoAnswer):
            clamd.scan(b"x" * 20_000_000, scanner.address, 20)


@pytest.fixture(scope="module")
def address():
    """clamd with one signature of its own, nothing downloaded."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        base = Path(folder)
        (base / "db").mkdir()
        (base / "db" / "own.ndb").write_text(f"Danvan.Eicar:0:*:{EICAR.hex()}\n")
        (base / "conf").write_text(
            f"LocalSocket {base}/c\nDatabaseDirectory {base}/db\nForeground yes\nStreamMaxLength 4M\n"
            f"LogFile {base}/log\nPidFile {base}/pid\nTemporaryDirectory {base}\n"
        )
        daemon = subprocess.Popen(
            ["clamd", "-c", str(base / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            until = time.monotonic() + 60
            while not (base / "c").exists() and daemon.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            assert daemon.poll() is None, (base / "log").read_text()
            yield ("unix", str(base / "c"))
        finally:
            daemon.terminate()
            daemon.wait(20)


@pytest.mark.skipif(shutil.which("clamd") is None, reason="Debian's clamav-daemon is not installed")
class TestRealScanner:
    @pytest.mark.parametrize("data", [EICAR, b"x" * 100_000 + EICAR, EICAR + b"x" * 100_000])
    def test_finds_what_its_signature_names(self, address, data):
        assert clamd.scan(data, address, 30).startswith("Danvan.Eicar")

    @pytest.mark.parametrize("data", [b"", b"x", b"\0" * 3_000_000, EICAR[:-1]])
    def test_finds_nothing_in_what_is_clean(self, address, data):
        assert clamd.scan(data, address, 30) == ""

    def test_its_limit_is_no_answer(self, address):
        with pytest.raises(clamd.NoAnswer):
            clamd.scan(b"x" * 5_000_000, address, 30)
