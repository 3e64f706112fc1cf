"""The program's own web server on the kept database, and a client that keeps its line and its log-in."""

import atexit
import http.client
import os
import socket
import subprocess
import time
from contextlib import suppress
from urllib.parse import urlencode

_running: list[subprocess.Popen] = []


def served() -> int:
    """Start the server on the database that Django points at; the port. It ends with this process."""
    from django.db import connections

    from danvan.config import postgres, server

    entry = connections.settings["default"]
    connections.close_all()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"postgresql:///{entry['NAME']}?host={entry['HOST']}&user={postgres.APP}"
    environment = os.environ | {"DATABASE_URL": address, "DANVAN_PROCESS": "web"}
    _running.append(subprocess.Popen(server.web_command(port), env=environment))
    _wait(port)
    return port


@atexit.register
def _stop() -> None:
    for process in _running:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise TimeoutError("the web server does not answer")


class Client:
    """One browser: one line, kept open, with the cookies of a signed-in account."""

    def __init__(self, port: int, account) -> None:
        from django.conf import settings
        from django.test import Client as Inside

        inside = Inside()
        inside.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
        self.cookies = {name: morsel.value for name, morsel in inside.cookies.items()}
        self.line = http.client.HTTPConnection("127.0.0.1", port)

    def get(self, path: str) -> str:
        """The page's text; AssertionError for any answer but 200."""
        status, text, _headers = self._ask("GET", path, None)
        assert status == 200, (status, path, text[:400])
        return text

    def post(self, path: str, values: dict[str, str]) -> str:
        """Where the answer leads; AssertionError unless the form was taken."""
        token = self.cookies.setdefault("csrftoken", "a" * 32)
        status, text, headers = self._ask("POST", path, urlencode(values | {"csrfmiddlewaretoken": token}))
        assert status == 302, (status, path, text[:2000])
        return headers["Location"]

    def _ask(self, method: str, path: str, body: str | None) -> tuple:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode(), answer.headers
