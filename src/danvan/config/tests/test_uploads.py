"""An upload of any allowed size is held in memory; one above the limit is refused whatever it claims."""

import contextlib
import io
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.test import RequestFactory
from tests.support.watching import NoClearFile

import danvan
from danvan.config import settings as project
from danvan.config.server import web_command
from danvan.config.uploads import MemoryOnlyUploadHandler


def post(size: int):
    file = io.BytesIO(b"x" * size)
    file.name = "don.pdf"
    return RequestFactory().post("/", {"scan": file})


def begin(handler: MemoryOnlyUploadHandler, name: str) -> None:
    """The next file of a form; the handler claims it for itself."""
    with pytest.raises(StopFutureHandlers):
        handler.new_file("scan", name, "application/pdf", 0)


def test_a_large_allowed_file_never_touches_the_disk(settings):
    settings.UPLOAD_LIMIT_BYTES = 6_000_000
    kept = post(5_000_000).FILES["scan"]
    assert isinstance(kept, InMemoryUploadedFile)
    assert kept.size == 5_000_000
    assert kept.read() == b"x" * 5_000_000


def test_a_file_above_the_limit_is_refused_in_vietnamese(settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    request = post(1_500_000)
    with pytest.raises(RequestDataTooBig, match="lớn hơn 1 MB"):
        request.FILES["scan"]


def test_a_claimed_length_is_not_trusted(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    handler = MemoryOnlyUploadHandler()
    handler.handle_raw_input(None, {}, 10, b"", None)
    begin(handler, "don.pdf")
    handler.receive_data_chunk(b"x" * 60, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 60, 60)


def test_two_files_share_one_limit(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    handler = MemoryOnlyUploadHandler()
    handler.handle_raw_input(None, {}, 0, b"", None)
    begin(handler, "a.pdf")
    handler.receive_data_chunk(b"x" * 60, 0)
    begin(handler, "b.pdf")
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 60, 0)


class Body:
    """A body that is there as far as somebody reads it."""

    def __init__(self, size: int):
        self.left = size

    def read(self, size: int) -> bytes:
        took = min(size, self.left)
        self.left -= took
        return b"x" * took


@pytest.mark.parametrize(("told", "left"), [(101, 0), (400, 0), (401, 401), (4_000_000_000, 4_000_000_000)])
def test_a_body_a_little_too_long_is_read_off_and_a_flood_is_not(settings, told, left):
    """A browser that is cut off while it sends shows no sentence."""
    settings.UPLOAD_LIMIT_BYTES = 100
    body = Body(told)
    with pytest.raises(RequestDataTooBig):
        MemoryOnlyUploadHandler().handle_raw_input(body, {}, told, b"", None)
    assert body.left == left


def test_the_sentence_stands_on_the_page(settings, client, db):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    file = io.BytesIO(b"x" * 1_500_000)
    file.name = "don.pdf"
    answer = client.post("/tai-khoan/login/", {"tep": file})
    assert answer.status_code == 400
    assert "Tệp gửi lên lớn hơn 1 MB; hãy chia nhỏ" in answer.content.decode()


@pytest.mark.parametrize("size", [1, 2_600_000, 5_000_000])
def test_nothing_is_written_to_a_file_on_the_way(settings, size):
    """Django itself would spool whatever is above two and a half megabytes."""
    with NoClearFile():
        assert len(post(size).FILES["scan"].read()) == size


def test_django_s_own_way_would_be_seen(settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    with pytest.raises(AssertionError), NoClearFile():
        assert post(10).FILES["scan"]


def test_no_room_brings_a_way_of_its_own():
    """One handler for the whole program: none spools, and no view puts another in its place."""
    assert project.FILE_UPLOAD_HANDLERS == ["danvan.config.uploads.MemoryOnlyUploadHandler"]
    rooms = Path(danvan.__file__).parent
    words = ("upload_handlers", "TemporaryUploadedFile", "TemporaryFileUploadHandler", "temporary_file_path")
    words += ("NamedTemporaryFile", "mkstemp", "TemporaryFile(")
    found = {
        f"{file.relative_to(rooms)}: {word}"
        for file in rooms.rglob("*.py")
        if "tests" not in file.parts
        for word in words
        if word in file.read_text()
    }
    assert found == set()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    spool = tmp_path_factory.mktemp("tmp")
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    command = web_command(port)
    command[command.index("--workers") + 1] = "1"
    environ = os.environ | {"TMPDIR": str(spool), "DANVAN_ENV": "local"}
    daemon = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while daemon.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield port, spool, daemon
    finally:
        daemon.terminate()
        daemon.wait(30)


class TestServer:
    """The server that runs in production, spoken to over a socket."""

    @pytest.mark.parametrize(("way", "told"), [("length", 4_000_000_000), ("chunked", 4_000_000_000)])
    def test_four_gigabytes_are_cut_off_before_they_came(self, server, way, told):
        port, spool, daemon = server
        answer, sent = send(port, way, told)
        assert sent < 100_000_000
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 413")) or not answer
        assert list(spool.iterdir()) == []
        assert memory(daemon) < 600_000_000
        assert daemon.poll() is None

    def test_forty_megabytes_get_their_sentence(self, server):
        port, spool, _daemon = server
        answer, sent = send(port, "length", 40_000_000)
        assert sent >= 40_000_000
        assert "lớn hơn 25 MB; hãy chia nhỏ" in answer.decode()
        assert list(spool.iterdir()) == []


def send(port: int, way: str, told: int) -> tuple[bytes, int]:
    """What the server answers to an upload of so many bytes, and how many it let come."""
    head = (
        f"POST /tai-khoan/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: csrftoken={'a' * 32}\r\n"
        "Content-Type: multipart/form-data; boundary=zz\r\n"
    )
    head += f"Content-Length: {told}\r\n\r\n" if way == "length" else "Transfer-Encoding: chunked\r\n\r\n"
    begin = b'--zz\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n'
    piece = b"\0" * 1_000_000
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head.encode())
        sent = 0
        with contextlib.suppress(OSError):
            while sent < told:
                data = begin if not sent else piece[: told - sent]
                line.sendall(data if way == "length" else f"{len(data):x}\r\n".encode() + data + b"\r\n")
                sent += len(data)
        answer = b""
        with contextlib.suppress(OSError):
            while got := line.recv(65_536):
                answer += got
    return answer, sent


def memory(daemon: subprocess.Popen) -> int:
    """Bytes that a process and its children hold."""
    found = [daemon.pid]
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(place.read_text().rpartition(")")[2].split()[1]) == daemon.pid:
                found.append(int(place.parent.name))
    return sum(
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") for pid in found
    )
