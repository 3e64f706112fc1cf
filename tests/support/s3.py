"""A small S3-compatible store on a thread of the test: PUT, GET, HEAD, DELETE and LIST over HTTP, for boto3's own client.

with FakeS3() as store:   store.place() is STORAGES["records"]; store.objects holds what was put, by key
store.fails = 503         every answer from then on
"""

import re
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "danvan"
SPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class FakeS3:
    """`objects`: key → (bytes, moment written); `asked`: method and path of every question; `signed`: whether each was."""

    def __init__(self, page=1000):
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.asked: list[tuple[str, str]] = []
        self.signed: list[bool] = []
        self.fails = 0
        self.page = page
        self.now = datetime.now(UTC)
        handler = type("Handler", (_Handler,), {"store": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def environ(self):
        """The variables that name it."""
        return {
            "DANVAN_S3_BUCKET": BUCKET,
            "DANVAN_S3_ENDPOINT": f"http://127.0.0.1:{self._server.server_address[1]}",
            "DANVAN_S3_KEY": "khoa",
            "DANVAN_S3_SECRET": "bi-mat",
        }


class _Handler(BaseHTTPRequestHandler):
    store: FakeS3
    protocol_version = "HTTP/1.1"

    def _key(self):
        parts = urlsplit(self.path)
        bucket, _slash, key = unquote(parts.path).lstrip("/").partition("/")
        self.store.asked.append((self.command, key))
        self.store.signed.append("AWS4-HMAC-SHA256" in self.headers.get("Authorization", ""))
        if self.store.fails:
            self._say(self.store.fails, b"<Error><Code>Zqx</Code><Message>zqx</Message></Error>")
            return None
        return key if bucket == BUCKET else self._say(404, b"<Error><Code>NoSuchBucket</Code></Error>")

    def _say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):
        data = self._body()
        if (key := self._key()) is not None:
            self.store.objects[key] = (data, self.store.now)
            self._say(200, ETag=f'"{md5(data).hexdigest()}"')

    def do_GET(self):
        key = self._key()
        if key == "":
            self._list(parse_qs(urlsplit(self.path).query, keep_blank_values=True))
        elif key is not None:
            self._object(key)

    def do_HEAD(self):
        if (key := self._key()) is not None:
            self._object(key)

    def do_DELETE(self):
        if (key := self._key()) is not None:
            self.store.objects.pop(key, None)
            self._say(204)

    def _object(self, key):
        if key not in self.store.objects:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        whole, at = self.store.objects[key]
        data, status, more = whole, 200, {}
        if asked := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(asked[1]), min(int(asked[2] or len(whole)), len(whole) - 1)
            data, status = whole[first : last + 1], 206
            more = {"Content_Range": f"bytes {first}-{last}/{len(whole)}"}
        tag, day = f'"{md5(whole).hexdigest()}"', format_datetime(at, usegmt=True)
        self._say(status, data, Last_Modified=day, ETag=tag, **more)

    def _list(self, asked):
        prefix = asked.get("prefix", [""])[0]
        after = asked.get("marker", asked.get("continuation-token", [""]))[0]
        keys = sorted(key for key in self.store.objects if key.startswith(prefix) and key > after)
        shown, more = keys[: self.store.page], len(keys) > self.store.page
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{self.store.objects[key][1]:%Y-%m-%dT%H:%M:%S.000Z}"
            f"</LastModified><Size>{len(self.store.objects[key][0])}</Size></Contents>"
            for key in shown
        )
        following = f"<NextMarker>{escape(shown[-1])}</NextMarker>" if more else ""
        self._say(
            200,
            f"<ListBucketResult {SPACE}><Name>{BUCKET}</Name><Prefix>{escape(prefix)}</Prefix>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{following}{rows}</ListBucketResult>".encode(),
            Content_Type="application/xml",
        )

    def _body(self):
        """The bytes of a request; boto3 sends them whole or in signed chunks, after asking whether it may."""
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            if self.headers.get("Transfer-Encoding") == "chunked":
                return self._chunks()
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        raw = (
            self._chunks()
            if self.headers.get("Transfer-Encoding") == "chunked"
            else self.rfile.read(int(self.headers["Content-Length"]))
        )
        out, rest = b"", raw
        while rest:
            line, rest = rest.split(b"\r\n", 1)
            size = int(line.split(b";")[0], 16)
            if not size:
                break
            out, rest = out + rest[:size], rest[size + 2 :]
        return out

    def _chunks(self):
        out = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            out += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return out

    def log_message(self, *_):
        """Nothing."""
