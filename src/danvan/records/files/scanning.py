"""What is done with a file by what the virus scanner says: taken, refused, held apart, or left waiting.

Which of these, `settings.FILE_SCANNER` says once for a file in which something was found and once for a scanner that does
not answer. Files that come under seal are looked at on their way in and again whenever they would be shown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from danvan.records.file_options import HOLD, REFUSE, WAIT
from danvan.records.files import clamd
from danvan.records.models import File
from danvan.ui.errors import Refusal

Scan = File.Scan
SILENT = "Chưa quét được mã độc (máy quét không trả lời) nên chưa nhận tệp; hãy thử lại sau ít phút."
TOO_LARGE = "Tệp lớn hơn mức mà máy quét mã độc nhận nên chưa nhận; hãy chia nhỏ tệp."
SHUT = "Tệp đang bị cách ly hoặc chờ quét mã độc nên chưa mở được."


@dataclass(frozen=True, slots=True)
class Told:
    """A state of `File.Scan`, what was found, and when a scanner answered."""

    state: str
    threat: str = ""
    at: datetime | None = None

    @property
    def is_clean(self) -> bool:
        """Whether the file may be taken apart and shown."""
        return self.state in (Scan.NONE, Scan.CLEAN)


def asked(data: bytes) -> Told:
    """What the scanner says; NONE where there is none. NoAnswer when it does not say."""
    scanner = settings.FILE_SCANNER
    if scanner is None:
        return Told(Scan.NONE)
    threat = clamd.scan(data, scanner["address"], scanner["seconds"])
    return Told(Scan.HELD if threat else Scan.CLEAN, threat, timezone.now())


def admitted(data: bytes, *, may_refuse: bool = True, waits: bool = False) -> Told:
    """How a file comes in. Refusal where the installation refuses such files.

    Without `may_refuse` (it is here already and nobody could send it again) a bad file is held, an unknown one waits;
    with `waits` only the latter.
    """
    try:
        told = asked(data)
    except clamd.NoAnswer as error:
        policy = _policy("no_answer")
        if policy == REFUSE and may_refuse and not waits:
            raise Refusal(TOO_LARGE if isinstance(error, clamd.TooLarge) else SILENT) from None
        return Told(Scan.HELD if policy == HOLD else Scan.WAITING)
    if told.is_clean:
        return told
    policy = _policy("found")
    if policy == REFUSE and may_refuse:
        raise Refusal(
            f"Tệp có mã độc ({told.threat}) nên không nhận; không mở tệp này, hãy quét máy đã gửi rồi gửi bản khác."
        )
    return told if policy in (HOLD, REFUSE) else Told(Scan.WAITING, told.threat, told.at)


def found_waits() -> bool:
    """Whether a file in which something was found is scanned again, since a signature may be wrong."""
    return _policy("found") == WAIT


def _policy(what: str) -> str:
    return (settings.FILE_SCANNER or {}).get(what, REFUSE)
