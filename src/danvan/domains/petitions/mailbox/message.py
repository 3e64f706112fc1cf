"""What a message says: sender, subject, text and files, however its programs wrote it. In memory alone.

Headers and charsets of real messages are often wrong: nothing here trusts them, and nothing fails for them.
"""

import email
import re
import unicodedata
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from hashlib import blake2b
from html.parser import HTMLParser

from danvan.records.files.accepting import for_envelope
from danvan.ui.errors import Refusal

LARGEST = 25_000_000
MOST_PARTS, MOST_FILES, LONGEST = 200, 20, 200_000
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "blockquote"}
_UNREAD = {"script", "style", "head", "title", "template"}
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # the halves between stand for raw bytes of a header
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-Failed-Recipients")


class NotAMessage(ValueError):
    """Bytes without a header or a word."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message: `values` for the envelope, files as they are to be kept, and whether a program sent it."""

    values: dict[str, str]
    files: list[tuple[str, bytes]] = field(default_factory=list)
    is_automatic: bool = False
    address: str = ""


def parse(raw: bytes) -> Parsed:
    """Read a message. NotAMessage for bytes that are none."""
    message = email.message_from_bytes(raw.lstrip(b"\r\n"))
    if not message.keys():
        raise NotAMessage
    texts, files, notes = _parts(message)
    name, address = parseaddr(header(message, "From"))
    values = {
        "full_name": name or address,
        "email": address,
        "subject": header(message, "Subject"),
        "content": "\n\n".join(filter(None, [*texts, *notes]))[:LONGEST],
    }
    if not any((values["email"], values["subject"], values["content"], files)):
        raise NotAMessage
    kept = {key: fit(text) for key, text in values.items()}
    return Parsed(kept, files, is_automatic(message), address)


def is_automatic(message: Message) -> bool:
    """Whether a program sent it by itself: replies of absence, reports of delivery, circulars of lists."""
    told = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    return (
        told not in ("", "no")
        or header(message, "Precedence").strip().lower() in _BULK
        or header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or any(message.get(name) for name in _AUTOMATIC)
    )


def fingerprint(raw: bytes, key: bytes) -> str:
    """A keyed hash of message id and body: the same for a second copy, telling nothing to who has not the key."""
    message = email.message_from_bytes(raw.lstrip(b"\r\n"))
    body = re.split(rb"\r?\n\r?\n", raw.lstrip(b"\r\n"), maxsplit=1)[-1]
    said = header(message, "Message-ID").strip().encode() + b"\0" + body.replace(b"\r\n", b"\n").strip()
    return blake2b(said, digest_size=32, key=blake2b(key, digest_size=32).digest()).hexdigest()


def header(message: Message, name: str) -> str:
    """A header as words, whatever its coding."""
    try:
        raw = message.get(name, "")
        pieces = decode_header(str(raw) if not isinstance(raw, str) else raw)
    except Exception:  # the parser's own faults with broken headers are many
        return ""
    words = "".join(
        _decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces
    )
    return fit(" ".join(words.split()))


def fit(text: str) -> str:
    """NFC, without signs that no page shows and no database keeps."""
    whole = _LONE.sub("\ufffd", text)  # codecs like unicode_escape make halves of signs
    mended = whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    shown = "".join(sign for sign in mended if sign >= " " or sign in "\n\t")
    return unicodedata.normalize("NFC", shown).strip()


def _parts(message: Message) -> tuple[list[str], list[tuple[str, bytes]], list[str]]:
    """(texts, files, notes on files not taken); the HTML of a text that is also there in plain words is left out."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[tuple[str, bytes]] = []
    notes: list[str] = []
    for place, part in enumerate(message.walk()):
        if place >= MOST_PARTS:
            notes.append("[Thư có quá nhiều phần; các phần sau không đọc.]")
            break
        if part.is_multipart():
            continue
        if _is_text(part):
            into = plain if part.get_content_type() == "text/plain" else rich
            into.append(_text(part))
        else:
            _file(part, files, notes)
    return (plain if any(plain) else rich), files, notes


def _is_text(part: Message) -> bool:
    told = part.get_content_type() in ("text/plain", "text/html")
    return told and not part.get_filename() and part.get_content_disposition() != "attachment"


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    words = _decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    return fit(words if part.get_content_type() == "text/plain" else plain_of(words))


def _decoded(data: bytes, charset: str | None) -> str:
    """UTF-8 where the bytes are UTF-8, whatever the header says; else as it says, else as Windows wrote Vietnamese."""
    for name in ("utf-8", charset or "", "cp1258"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _file(part: Message, files: list[tuple[str, bytes]], notes: list[str]) -> None:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    name = header_name(part)
    if part.get_content_type() == "application/ms-tnef" or name.lower() == "winmail.dat":
        notes.append(
            "[Tệp winmail.dat của Outlook không mở được; xem thư gốc trong hộp thư, hoặc mời gửi lại.]"
        )
        return
    if len(files) >= MOST_FILES:
        notes.append(f"[Tệp “{name}” không nhận: thư có hơn {MOST_FILES} tệp.]")
        return
    try:
        files.append(for_envelope(name, data, waits=True))
    except Refusal as refusal:
        notes.append(f"[Tệp “{name}” không nhận: {refusal}]")


def header_name(part: Message) -> str:
    """A file's name as words."""
    try:
        raw = part.get_filename() or "tep"
        pieces = decode_header(raw)
    except Exception:  # as above
        return "tep"
    words = "".join(
        _decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces
    )
    return fit(words)[:120] or "tep"


def plain_of(markup: str) -> str:
    """The words of HTML, a line for each block; nothing in it is followed or run."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _UNREAD
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNREAD))
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)
