"""The search for planted words finds each of them in every dress, and nothing where there is nothing."""

import base64
import gzip
import html
import io
import json
import quopri
import unicodedata
import zipfile
import zlib
from email.header import Header
from urllib.parse import quote

import pytest

from danvan.records.files.tests import samples
from tests.support import searching
from tests.support.searching import Words, numbers_in

KINDS = ("name", "address", "phrase", "token", "phone", "identity")


def zipped(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return out.getvalue()


DRESSES = {
    "as it is": str.encode,
    "capitals": lambda text: text.upper().encode(),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "without marks": lambda text: searching.folded(text).encode(),
    "backwards without marks": lambda text: searching.backwards(text).encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "utf-16 the other way": lambda text: text.encode("utf-16-be"),
    "percent": lambda text: quote(text).encode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json in a row of a dump": lambda text: json.dumps({"a": text}).replace("\\", "\\\\").encode(),
    "html": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "escaped for html": lambda text: html.escape(f"<b>{text}</b>").encode(),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()).encode(),
    "bytea": lambda text: b"1\t\\\\x" + text.encode().hex().encode() + b"\t2",
    "hexadecimal": lambda text: f"chữ {text.encode().hex()} nữa".encode(),
    "capital hexadecimal": lambda text: text.encode().hex().upper().encode(),
    "base64": lambda text: base64.b64encode(f"tên người gửi: {text}".encode()),
    "base64 one off": lambda text: base64.b64encode(f"x tên người gửi: {text}".encode()),
    "base64 two off": lambda text: base64.b64encode(f"xy tên người gửi: {text}".encode()),
    "base64 in lines": lambda text: base64.encodebytes(f"{text} và nhiều lời khác nữa ".encode() * 5),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(f"đây là {text}".encode()),
    "header of a message": lambda text: Header(text, "utf-8").encode().encode(),
    "deflated": lambda text: zlib.compress(text.encode()),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": zipped,
    "zip in bytea": lambda text: b"\\\\x" + zipped(text).hex().encode(),
    "base64 of utf-16 in bytea": lambda text: (
        b"\\\\x" + base64.b64encode(f"ab{text}".encode("utf-16-le")).hex().encode()
    ),
    "deflated in base64, as a session": lambda text: (
        b"." + base64.urlsafe_b64encode(zlib.compress(text.encode()))
    ),
}


@pytest.mark.parametrize("dress", list(DRESSES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_word_is_found(kind, dress):
    words = Words()
    text = getattr(words, kind)("chỗ trồng")
    if "backwards" in dress and kind in ("phone", "identity"):
        return  # no index turns numbers round
    assert words.found(DRESSES[dress](text)) == {"chỗ trồng"}


@pytest.mark.parametrize("form", ["0973 519 007", "0973.519.007", "+84 973 519 007", "84973519007"])
def test_a_number_is_found_as_people_write_it(form):
    words = Words(first=1007)
    words.phone("điện thoại")
    assert words.found(f"gọi {form} nhé".encode()) == {"điện thoại"}


def test_a_word_in_a_pdf_is_found():
    words = Words()
    assert words.found(samples.pdf(words.name("tên"))) == {"tên"}


def test_each_word_is_told_from_the_others():
    words = Words()
    texts = {kind: getattr(words, kind)(kind) for kind in KINDS}
    for kind, text in texts.items():
        assert words.found(text.encode()) == {kind}
    assert words.found(" ".join(texts.values()).encode()) == set(KINDS)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"\0" * 500,
        bytes(range(256)) * 20,
        "Trần Thị Thử, 0900000000, Zừq x1001".encode(),
        base64.b64encode(bytes(range(256)) * 4),
        b"PK not a zip",
        b"\x1f\x8b not gzip",
        b"\x78 not deflated",
        b"%PDF-1.7 no pdf stream\nxx endstream",
        searching.rot13("zuqx1001").encode(),
    ],
    ids=range(10),
)
def test_nothing_is_found_where_nothing_is(blob):
    assert numbers_in(blob) == set()


def test_what_was_never_planted_is_not_told():
    assert Words().found("Zừqx1001".encode()) == set()
