"""Words planted for a search, and a search that finds them however they are written down.

`Words` makes names, telephone and identity numbers, addresses and phrases, each with a mark that nothing else has.
`found(blob)` reads bytes as whoever steals them would: as text of any normal form or case, without marks, backwards, in
UTF-16; percent-encoded, quoted-printable, escaped for JSON or HTML; in hexadecimal digits, base64 at any alignment,
deflated, gzipped, in a zip or a PDF; and all of that one inside the other, three deep.
"""

import base64
import binascii
import codecs
import html
import io
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

DEEPEST = 3
LONGEST = 4_000_000  # bytes of what was unpacked; our own files are smaller
MARK = re.compile(r"zuqx(?P<word>\d{4})|(?P<back>\d{4})xquz|973519(?P<number>\d{3})")
_HEX_BYTES = re.compile(rb"\\\\?x((?:[0-9a-fA-F]{2}){6,})")
_HEX = re.compile(rb"(?<![0-9a-fA-F])[0-9a-fA-F]{16,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_JSON = re.compile(rb"\\\\?u([0-9a-fA-F]{4})")
_OCTAL = re.compile(rb"\\\\?([0-3][0-7]{2})")
_APART = re.compile(r"(?<=\d)[ .\-/]{1,2}(?=\d)")


class Words:
    """Every word that was planted, by its number, with the place it was planted at."""

    def __init__(self, first: int = 1000) -> None:
        self.next, self.places = first, {}
        self.others: dict[bytes, str] = {}  # what the program itself gave out and keeps nowhere, as it stands

    def _one(self, where: str) -> int:
        number, self.next = self.next, self.next + 1
        self.places[number] = where
        return number

    def name(self, where: str) -> str:
        """A person's name."""
        return f"Trần Thị Zừqx{self._one(where)}"

    def address(self, where: str) -> str:
        """Where somebody lives."""
        return f"số 7 ngõ Zừqx{self._one(where)}, thôn Giả Định"

    def phrase(self, where: str) -> str:
        """Something told."""
        return f"Ông ấy nhận phong bì ở quán Zừqx{self._one(where)} tối thứ ba."

    def token(self, where: str) -> str:
        """A word of Latin letters and digits: for addresses, numbers of papers, file names."""
        return f"zuqx{self._one(where)}"

    def phone(self, where: str) -> str:
        """A telephone number of ten digits."""
        return f"0973519{self._digits(where)}"

    def identity(self, where: str) -> str:
        """An identity number of twelve digits."""
        return f"001973519{self._digits(where)}"

    def _digits(self, where: str) -> str:
        number = self._one(where)
        assert 1000 <= number < 2000, "the mark of numbers has room for a thousand"
        return f"{number - 1000:03d}"

    def found(self, *blobs: bytes) -> set[str]:
        """Places whose word stands in the bytes, in whatever way."""
        numbers = {number for blob in blobs for number in numbers_in(blob)}
        others = {where for text, where in self.others.items() for blob in blobs if text in blob}
        return {self.places[number] for number in numbers if number in self.places} | others


def numbers_in(blob: bytes) -> set[int]:
    """Numbers of all words that stand in the bytes."""
    found: set[int] = set()
    for text in _texts(blob, DEEPEST):
        for match in MARK.finditer(_APART.sub("", folded(text))):
            found.add(_number(match))
    return found


def _number(match: re.Match[str]) -> int:
    if match["number"]:
        return 1000 + int(match["number"])
    return int(match["word"] or match["back"][::-1])


def folded(text: str) -> str:
    """Small letters without marks."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("đ", "d")


def _texts(blob: bytes, depth: int) -> Iterator[str]:
    """The bytes read as text in every way, and what is wrapped up in them."""
    plain = _HEX_BYTES.sub(b"", blob)
    yield plain.decode("utf-8", "ignore")
    if b"\0" in blob:
        yield from (
            blob[start:].decode(code, "ignore") for code in ("utf-16-le", "utf-16-be") for start in (0, 1)
        )
    yield from (told.decode("utf-8", "ignore") for told in _unescaped(plain))
    if depth:
        for inner in _unwrapped(blob, plain):
            yield from _texts(inner, depth - 1)


def _unescaped(blob: bytes) -> Iterator[bytes]:
    if b"%" in blob:
        yield unquote_to_bytes(blob.replace(b"+", b" "))
    if b"=" in blob:
        yield quopri.decodestring(blob)
    if _JSON.search(blob):
        yield _JSON.sub(lambda one: _letter(one[1]), blob)
    if b"&#" in blob or b"&amp" in blob:
        yield html.unescape(blob.decode("utf-8", "ignore")).encode()
    if _OCTAL.search(blob):
        yield _OCTAL.sub(lambda one: bytes([int(one[1], 8)]), blob)


def _letter(digits: bytes) -> bytes:
    return chr(int(digits, 16)).encode("utf-8", "replace")


def _unwrapped(blob: bytes, plain: bytes) -> Iterator[bytes]:
    for match in _HEX_BYTES.finditer(blob):
        yield binascii.unhexlify(match[1])
    for match in _HEX.finditer(plain):
        yield from (binascii.unhexlify(part[: len(part) // 2 * 2]) for part in (match[0], match[0][1:]))
    for match in _BASE64.finditer(plain):
        run = re.sub(rb"\s", b"", match[0])
        if not re.fullmatch(rb"[0-9a-f]+", run):
            yield from (_of_base64(run[start:]) for start in range(4))
    yield from _unpacked(blob)


def _of_base64(run: bytes) -> bytes:
    run = run.replace(b"-", b"+").replace(b"_", b"/")
    run = run[:-1] if len(run) % 4 == 1 else run
    return base64.b64decode(run + b"=" * (-len(run) % 4))


def _unpacked(blob: bytes) -> Iterator[bytes]:
    """What a packed blob holds; a PDF's streams one by one."""
    if blob[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(blob)) as packed:
                yield "\n".join(packed.namelist()).encode()
                yield from (packed.read(name)[:LONGEST] for name in packed.namelist())
        except zipfile.BadZipFile:
            return
    elif blob[:2] == b"\x1f\x8b":
        yield from _inflated(blob, 31)
    elif blob[:1] == b"\x78":
        yield from _inflated(blob, 15)
    elif blob[:5] == b"%PDF-":
        for match in re.finditer(rb"stream\r?\n(.*?)endstream", blob, re.DOTALL):
            yield from _inflated(match[1], 15)
        yield _shown_in_pdf(blob).encode()


def _inflated(blob: bytes, window: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(window).decompress(blob, LONGEST)
    except zlib.error:
        return


def _shown_in_pdf(blob: bytes) -> str:
    """What a reader sees: fonts of a PDF may have an alphabet of their own."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(blob) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    except pypdfium2.PdfiumError:
        return ""


def backwards(text: str) -> str:
    """As an index for endings may keep it."""
    return folded(text)[::-1]


def rot13(text: str) -> str:
    """A way that the search does not know, to prove that it is no search for anything."""
    return codecs.encode(text, "rot13")
