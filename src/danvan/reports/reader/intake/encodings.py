"""Bytes to text: Unicode where it is Unicode, a legacy Vietnamese encoding only where that is certain."""

import codecs
from collections.abc import Callable

from danvan.reports.reader.intake.legacy import from_tcvn3, from_vni
from danvan.reports.reader.intake.syllables import marked_words, share_valid
from danvan.ui.errors import Refusal

SAMPLE = 200_000
ENOUGH_WORDS = 3
CERTAIN, MARGIN, POOR = 0.9, 0.15, 0.5

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows-1252 leaves five bytes empty; fonts of the time used them, so they stand for themselves
WESTERN = "".join(
    bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in range(256)
)
LEGACY: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3", from_tcvn3), ("VNI", from_vni))


def note_of(encoding: str) -> str:
    """What the reader says about a conversion."""
    return f"Tệp dùng bảng mã {encoding}, đã chuyển sang Unicode."


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Text and notes. Raises Refusal where the encoding is not certain or the bytes are no text."""
    text = _unicode(data, name)
    if text is not None:
        return mend_mojibake(text)
    western = "".join(map(WESTERN.__getitem__, data))
    candidates = [(encoding, convert(western)) for encoding, convert in LEGACY]
    candidates.append(("Windows-1258", _windows_1258(data)))
    scored = sorted(((share_valid(marked_words(t[:SAMPLE])), e, t) for e, t in candidates), reverse=True)
    (best, encoding, text), (second, _, _) = scored[0], scored[1]
    if len(marked_words(western[:SAMPLE])) < ENOUGH_WORDS or best < CERTAIN or best - second < MARGIN:
        raise Refusal(
            f"Tệp {name} không phải Unicode và không rõ dùng bảng mã nào (TCVN3, VNI hay Windows-1258); "
            "hãy mở tệp rồi lưu lại dạng UTF-8 hoặc .docx phông Unicode."
        )
    return text, [note_of(encoding)]


def _unicode(data: bytes, name: str) -> str | None:
    for mark, codec in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec)
            except UnicodeDecodeError as error:
                raise Refusal(
                    f"Tệp {name} bị hỏng tại byte {error.start + 1}; hãy lưu lại tệp dạng UTF-8 rồi thử lại."
                ) from error
    try:
        return data.decode(_bare_utf16(data) or "utf-8")
    except UnicodeDecodeError:
        return None


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: zeros on one side of each pair, for spaces and digits are ASCII."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or not max(even, odd) > len(head) // 10 or min(even, odd) > max(even, odd) // 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _windows_1258(data: bytes) -> str:
    return data.decode("cp1258", errors="replace")


def mend_mojibake(text: str) -> tuple[str, list[str]]:
    """Converts the lines of a Unicode text that are really TCVN3 or VNI characters.

    Lines most of whose marked words are no Vietnamese syllables decide the encoding together; then every line
    that becomes better is converted. A sound text, or one that no encoding makes sound, returns untouched.
    """
    lines = text.split("\n")
    suspect = "\n".join(line for line in lines if _share(line, empty=1) < POOR)[:SAMPLE]
    if len(marked_words(suspect)) < ENOUGH_WORDS:
        return text, []
    scored = sorted(((_share(convert(suspect)), e, convert) for e, convert in LEGACY), key=lambda s: -s[0])
    (best, encoding, convert), (second, _, _) = scored
    if best < CERTAIN or best - second < MARGIN:
        return text, []
    better = [
        new if _share(new := convert(line), empty=1) > _share(line, empty=1) else line for line in lines
    ]
    return "\n".join(better), [note_of(encoding)]


def _share(text: str, empty: float = 0) -> float:
    """Share of possible syllables among the marked words; `empty` where there are none."""
    words = marked_words(text[:SAMPLE])
    return share_valid(words) if words else empty
