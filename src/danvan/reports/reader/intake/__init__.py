"""A file to clean NFC text: what it is, how it is encoded, what was done to it."""

import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from danvan.reports.reader.intake.encodings import decode, mend_mojibake
from danvan.reports.reader.intake.limits import MAX_BYTES, MAX_CHARACTERS, Scanned
from danvan.reports.reader.intake.scans import scanned_text
from danvan.reports.reader.intake.sniff import kind_of
from danvan.reports.reader.intake.workbooks import rows_of_workbook
from danvan.reports.reader.intake.worker import parse_apart
from danvan.ui.errors import Refusal

# invisible marks, byte-order marks and direction overrides: they hide or reorder what a person sees
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NFD_NOTE = "Tệp dùng chữ Unicode tổ hợp (NFD), đã chuyển sang dựng sẵn (NFC)."


@dataclass(frozen=True, slots=True)
class Document:
    """NFC `text` with line ends \\n, and `notes` on every conversion."""

    text: str
    notes: list[str] = field(default_factory=list)


def take_in(source: bytes | str | Path, name: str = "") -> Document:
    """The text of a path, or of bytes that came under `name`.

    Raises Refusal, a sentence that names the file.
    """
    if isinstance(source, bytes):
        shown, data = shown_name(name or "gửi lên"), source
        if len(data) > MAX_BYTES:
            raise Refusal(_too_big(shown, len(data)))
    else:
        shown = shown_name(name or str(source))
        data = load(Path(source), shown)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Refusal(_empty(shown))
    return clean(*_text_of(data, shown), shown)


def shown_name(name: str) -> str:
    """The last part of a path, fit to print: no control character, at most 100 letters."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1] or name
    return CONTROL.sub("�", last.encode("utf-8", "replace").decode("utf-8"))[:100]


def load(path: Path, shown: str) -> bytes:
    """The bytes of a regular file within the limit; a larger one is refused by its size, unread."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refusal(f"{shown} là thư mục; hãy chỉ rõ một tệp báo cáo trong đó.")
        if not stat.S_ISREG(status.st_mode):
            raise Refusal(
                f"{shown} không phải tệp thường; hãy chỉ một tệp .txt, .html, .docx, .xlsx hoặc .pdf."
            )
        if status.st_size > MAX_BYTES:
            raise Refusal(_too_big(shown, status.st_size))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refusal(f"Không thấy tệp {shown}; hãy kiểm tra lại đường dẫn.") from error
    except PermissionError as error:
        raise Refusal(
            f"Không có quyền đọc tệp {shown}; hãy cấp quyền đọc cho tài khoản đang chạy lệnh."
        ) from error
    except (OSError, ValueError) as error:
        raise Refusal(f"Không mở được tệp {shown}; hãy kiểm tra lại tên tệp và ổ đĩa.") from error
    if len(data) > MAX_BYTES:
        raise Refusal(_too_big(shown, len(data)))
    return data


def _text_of(data: bytes, shown: str) -> tuple[str, list[str]]:
    kind = kind_of(data, shown)
    if kind == "txt":
        return decode(data, shown)
    if kind == "html":
        markup, notes = decode(data, shown)
        text, more = parse_apart("html", markup.encode("utf-8", "replace"), shown)
    elif kind in ("xlsx", "picture"):
        return _seen_apart(kind, data, shown)
    else:
        notes = []
        try:
            text, more = parse_apart(kind, data, shown)
        except Scanned as scanned:
            return scanned_text(data, scanned.pages, shown)
    text, mended = mend_mojibake(text)
    return text, list(dict.fromkeys([*notes, *more, *mended]))


def _seen_apart(kind: str, data: bytes, shown: str) -> tuple[str, list[str]]:
    return rows_of_workbook(data, shown) if kind == "xlsx" else scanned_text(data, 1, shown)


def clean(text: str, notes: list[str], shown: str) -> Document:
    """One form of line end, space and letter. Raises Refusal for nothing but spaces and for too much."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    text = CONTROL.sub("", INVISIBLE.sub("", text))
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000]", " ", text)
    if not text.strip():
        raise Refusal(_empty(shown))
    if len(text) > MAX_CHARACTERS:
        raise Refusal(
            f"Văn bản trong tệp {shown} quá dài ({len(text):,} ký tự); hãy tách riêng phần báo cáo.".replace(
                ",", "."
            )
        )
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        if not notes:
            notes = [NFD_NOTE]
    return Document(text, notes)


def _empty(shown: str) -> str:
    return f"Tệp {shown} rỗng, không có chữ nào; hãy gửi tệp có nội dung báo cáo."


def _too_big(shown: str, size: int) -> str:
    megabytes = -(-size // (1024 * 1024))
    limit = MAX_BYTES // (1024 * 1024)
    return f"Tệp {shown} nặng {megabytes} MB, vượt giới hạn {limit} MB; hãy tách riêng phần báo cáo."
