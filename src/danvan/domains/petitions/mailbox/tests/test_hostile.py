"""Messages made to harm: nesting, floods, names of files that lead elsewhere, codings that lie, signs that hide."""

import base64
import string
from contextlib import suppress
from email.message import EmailMessage
from random import Random

import pytest

from danvan.domains.petitions.mailbox import message
from danvan.domains.petitions.mailbox.message import NotAMessage, fingerprint, fit, parse, plain_of
from danvan.records.files.tests import samples

HEAD = b"From: a@vi-du.invalid\r\nSubject: x\r\n"
KEY = b"thu"


def nested(depth: int) -> bytes:
    """A multipart in a multipart, `depth` times, a word in the innermost."""
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
        for level in range(depth)
    )
    return HEAD + opening + b"Content-Type: text/plain\r\n\r\nword"


def with_file(name: str, data: bytes) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@vi-du.invalid", "x"
    made.set_content("Kính gửi")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.parametrize("depth", [1, 5, 40, 90])
def test_nesting_ends_somewhere(depth):
    assert "word" in parse(nested(depth)).values["content"]


def test_nesting_without_end_is_refused_or_cut_and_never_runs_away():
    with suppress(NotAMessage, RecursionError):  # `taking.take` notes both as broken
        assert parse(nested(3000)).files == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "/etc/passwd.pdf",
        "C:\\Windows\\don.pdf",
        "don\u202efdp.exe.pdf",
        "a" * 500 + ".pdf",
        "don\r\nBcc: x@y.pdf",
        "don\x00.pdf",
    ],
)
def test_no_name_of_a_file_leads_elsewhere(name):
    raw = with_file("don.pdf", samples.pdf()).replace(b'"don.pdf"', b'"%s"' % name.encode("utf-8"))
    for kept, _data in parse(raw).files:
        assert "/" not in kept
        assert "\\" not in kept
        assert not set(kept) & set(map(chr, range(32)))
        assert len(kept) <= 200


@pytest.mark.parametrize(
    "data",
    [
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"PK\x03\x04" + bytes(200),
        b"<html><script>x</script></html>",
        b"%PDF",
        b"",
    ],
)
def test_what_only_calls_itself_a_paper_is_not_kept_but_told(data):
    parsed = parse(with_file("don.pdf", data))
    assert not parsed.files
    assert "không nhận" in parsed.values["content"]


@pytest.mark.parametrize(
    "coding", ["base64", "quoted-printable", "x-uuencode", "7bit", "8bit", "binary", "vô-lý"]
)
@pytest.mark.parametrize(
    "body", [b"!!! not coded !!!", b"=ZZ=\xff", b"\x00\x01\x02", b"====", b"begin 644 x\n"]
)
def test_no_coding_of_a_body_is_a_fault(coding, body):
    raw = HEAD + f"Content-Transfer-Encoding: {coding}\r\n\r\n".encode() + body
    assert "\x00" not in parse(raw).values["content"]


@pytest.mark.parametrize(
    "charset", ["utf-7", "rot13", "hex", "zlib", "idna", "punycode", "undefined", "x" * 300]
)
def test_no_charset_runs_a_codec_that_is_none_of_text(charset):
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + "Đơn".encode()
    assert parse(raw).values["content"] == "Đơn"


@pytest.mark.parametrize("charset", ["rot13", "hex", "zlib", "undefined", "unicode_escape"])
def test_bytes_that_are_no_utf8_under_a_strange_charset(charset):
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + b"\xd0\xff\xfe don"
    assert "don" in parse(raw).values["content"]


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?b?####?=",
        "=?utf-8?q?=FF=FE?=",
        "=?x-none?b?RA==?=",
        "=?utf-8?z?x?=",
        "=?utf-8?b?" + "A" * 5000 + "?=",
        "=?" * 1000,
    ],
)
def test_words_coded_wrongly_in_a_header_lose_no_letter(subject):
    raw = b"From: a@vi-du.invalid\r\nSubject: " + subject.encode() + b"\r\n\r\nword"
    assert parse(raw).values["content"] == "word"


def test_a_coded_header_adds_no_line():
    coded = base64.b64encode(b"Don\r\nBcc: x@vi-du.invalid").decode()
    parsed = parse(f"From: a@vi-du.invalid\r\nSubject: =?utf-8?b?{coded}?=\r\n\r\nx".encode())
    assert parsed.values["subject"] == "Don Bcc: x@vi-du.invalid"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x0c"])
def test_signs_that_steer_a_screen_are_taken_out(sign):
    assert fit(f"a{sign}b") == "ab"


def test_lone_halves_of_signs_are_replaced():
    assert fit("a\ud800b\udfff") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("charset", ["unicode_escape", "raw_unicode_escape", "utf-7"])
@pytest.mark.parametrize("half", [rb"\ud800", rb"\udfff", b"+2AA-"])
def test_a_charset_that_makes_half_signs_stops_no_mailbox(charset, half):
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + b"\xff don " + half
    parsed = parse(raw)
    assert "don" in parsed.values["content"]
    assert parsed.values["content"].encode()


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a<script>alert(1)</script>b", "ab"),
        ("<p>a<style>p{}</style>b", "ab"),
        ("a<img src=x onerror=alert(1)>b", "ab"),
        ("<a href='http://x.invalid'>a</a>", "a"),
        ("&lt;script&gt;", "<script>"),
        ("<p>a</p></p></p></div>b", "a\nb"),
        ("<!-- giấu -->a", "a"),
        ("<title>giấu</title>a", "a"),
        ("a<br>b", "a\nb"),
        ("", ""),
    ],
)
def test_of_html_only_words_are_left(markup, words):
    assert "\n".join(line for line in plain_of(markup).split("\n") if line) == words


def test_a_text_without_end_is_cut(monkeypatch):
    monkeypatch.setattr(message, "LONGEST", 100)
    assert len(parse(HEAD + b"\r\n" + b"a" * 1000).values["content"]) == 100


def test_many_files_are_cut_and_the_rest_named(monkeypatch):
    monkeypatch.setattr(message, "MOST_FILES", 2)
    made = EmailMessage()
    made["From"], made["Subject"] = "a@vi-du.invalid", "x"
    made.set_content("Kính gửi")
    for number in range(4):
        made.add_attachment(samples.pdf(), maintype="application", subtype="pdf", filename=f"to{number}.pdf")
    parsed = parse(made.as_bytes())
    assert [name for name, _ in parsed.files] == ["to0.pdf", "to1.pdf"]
    assert "to2.pdf" in parsed.values["content"]
    assert "to3.pdf" in parsed.values["content"]


@pytest.mark.parametrize("seed", range(40))
def test_bytes_thrown_at_it_raise_nothing_else(seed):
    chance = Random(seed)
    raw = bytearray(with_file("don.pdf", samples.pdf()))
    for _ in range(chance.randrange(1, 60)):
        raw[chance.randrange(len(raw))] = chance.choice(string.printable.encode() + bytes([0, 255]))
    try:
        parsed = parse(bytes(raw))
    except NotAMessage:
        return
    assert all("\x00" not in text for text in parsed.values.values())
    assert len(fingerprint(bytes(raw), KEY)) == 64


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_mark_of_a_message_knows_no_ends_of_lines(end):
    lines = [b"From: a@vi-du.invalid", b"Message-ID: <1@x>", b"", b"Don", b""]
    assert fingerprint(end.join(lines), KEY) == fingerprint(b"\n".join(lines), KEY)


def test_the_mark_depends_on_the_key_and_tells_nothing():
    raw = HEAD + b"\r\nzqx"
    assert fingerprint(raw, b"a") != fingerprint(raw, b"b")
    assert "zqx" not in fingerprint(raw, b"a")
