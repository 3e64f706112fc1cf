"""Whether a file that came back bears both signatures, over this report and no other, by certificates that are trusted here.

Nothing is asked over a network: revocation is known only as far as the file itself carries answers, and that is said.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from asn1crypto import pem, x509
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from danvan.reports.verification import Finding, read_envelope, verify
from danvan.reports.verify_command import package_in
from danvan.ui.dates import HANOI, moment
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

NO_PERSON = "Thiếu chữ ký số của người ký (Nghị định 30/2020/NĐ-CP, Phụ lục I)."
NO_ORGANISATION = "Thiếu chữ ký số của cơ quan ban hành: không chứng thư nào mang tên cơ quan."
SOON = timedelta(minutes=10)  # how far a signer's clock may be ahead


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who, by the certificate; issued by whom; when, as the signer's clock or a time authority says."""

    name: str
    organisation: str
    issuer: str
    at: datetime | None
    is_timestamped: bool
    serial: str
    of_organisation: bool


@dataclass(slots=True)
class Checked:
    """What was found: each question with its sentence, and the signatures in the order in which they were made."""

    findings: list[Finding] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing that stands there was found wrong; a signature may still be missing."""
        return bool(self.findings) and all(finding.ok for finding in self.findings)

    @property
    def missing(self) -> list[str]:
        """Which of the two signatures is not there yet, in a sentence each."""
        kinds = {one.of_organisation for one in self.signatures}
        return [
            text
            for is_there, text in ((False in kinds, NO_PERSON), (True in kinds, NO_ORGANISATION))
            if not is_there
        ]

    def note(self, ok: bool, good: str, bad: str) -> None:
        """Keep the sentence that fits."""
        self.findings.append(Finding(ok, good if ok else bad))


def trusted_roots() -> list[x509.Certificate]:
    """The certificates of settings.TRUSTED_CERTIFICATES (a PEM file); Refusal without one or when it holds none."""
    path = getattr(settings, "TRUSTED_CERTIFICATES", "")
    if not path:
        raise Refusal(
            "Chưa khai báo chứng thư số gốc được tin cậy; người vận hành đặt DANVAN_TRUSTED_CERTIFICATES."
        )
    try:
        found = [
            x509.Certificate.load(der) for _, _, der in pem.unarmor(Path(path).read_bytes(), multiple=True)
        ]
    except (OSError, ValueError):
        found = []
    if not found:
        raise Refusal("Tệp chứng thư số gốc không đọc được; hãy kiểm tra DANVAN_TRUSTED_CERTIFICATES.")
    return found


def check(content: bytes, *, root_hash: str, issued: bytes, names: list[str], frozen_at: datetime) -> Checked:
    """Look at a signed file of one report.

    `issued` is the report's own PDF, `names` what the issuing organisation is called in certificates, `frozen_at` when the
    numbers were frozen. Refusal for a file that is no PDF or bears no signature.
    """
    found, roots = Checked(), trusted_roots()
    embedded = _opened(content)
    first_end = _end_of(embedded[0])
    _note_report(found, content[:first_end], root_hash)
    _note_paper(found, content[:first_end], issued)
    for n, one in enumerate(embedded):
        _note_signature(found, one, roots, names, frozen_at, is_last=n == len(embedded) - 1)
    return found


def _opened(content: bytes) -> list[Any]:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise Refusal("Tệp không phải PDF hoặc bị hỏng; hãy chọn đúng tệp PDF đã ký số.") from None
    if not embedded:
        raise Refusal("Tệp PDF không có chữ ký số nào; hãy ký số bản chờ ký rồi nộp lại.")
    return embedded


def _end_of(embedded: Any) -> int:
    """How many bytes of the file the revision of a signature has."""
    start, length = embedded.byte_range[2], embedded.byte_range[3]
    return int(start) + int(length)


def _note_report(found: Checked, revision: bytes, root_hash: str) -> None:
    try:
        envelope = read_envelope(package_in(revision))
        same = envelope["root"] == root_hash and verify(envelope).ok
    except Refusal:
        same = False
    found.note(
        same,
        f"Phần được ký mang gói số liệu của báo cáo này, mã băm gốc {root_hash}.",
        "Phần được ký không mang gói số liệu của báo cáo này; hãy ký đúng tệp “Bản chờ ký” của báo cáo.",
    )


def _note_paper(found: Checked, revision: bytes, issued: bytes) -> None:
    """The paper is ours byte for byte, or, where the signing program wrote the file anew, word for word."""
    if revision[: len(issued)] == issued:
        found.note(True, f"Bản được ký là tệp hệ thống đã xuất, SHA-256 {sha256(issued).hexdigest()}.", "")
        return
    found.note(
        _words(revision) == _words(issued) != [],
        "Chương trình ký đã ghi lại tệp; lời văn và số liệu trên giấy trùng với báo cáo.",
        "Lời văn hoặc số liệu trên giấy khác với báo cáo đã đóng băng.",
    )


def _words(content: bytes) -> list[str]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    except pypdfium2.PdfiumError:
        return []


def _note_signature(
    found: Checked,
    embedded: Any,
    roots: list[x509.Certificate],
    names: list[str],
    frozen_at: datetime,
    *,
    is_last: bool,
) -> None:
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    try:
        status = validate_pdf_signature(embedded, context, context)
    except (SignatureValidationError, SigningError, UnacceptableSignerError, PdfError, ValueError, TypeError):
        found.note(False, "", "Có một chữ ký số không đọc được; hãy ký lại.")
        return
    told = _signature(status, names)
    found.signatures.append(told)
    who = f"“{told.name}”"
    found.note(
        bool(status.intact and status.valid),
        f"Chữ ký của {who} khớp với nội dung.",
        f"Nội dung đã đổi sau khi {who} ký, hoặc chữ ký hỏng.",
    )
    found.note(
        bool(status.trusted),
        f"Chứng thư số của {who} do {told.issuer} cấp, chuỗi dẫn tới gốc được tin cậy.",
        f"Chứng thư số của {who} do {told.issuer} cấp: chuỗi không dẫn tới gốc được tin cậy, hoặc đã hết hạn, bị thu hồi.",
    )
    found.note(
        _covers(status, is_last),
        f"Chữ ký của {who} phủ toàn bộ văn bản tại lúc ký.",
        f"Sau khi {who} ký, văn bản còn bị thay đổi ngoài việc ký thêm.",
    )
    _note_time(found, told, who, frozen_at)


def _covers(status: Any, is_last: bool) -> bool:
    levels = SignatureCoverageLevel
    if status.coverage == levels.ENTIRE_FILE:
        return True
    whole = status.coverage == levels.ENTIRE_REVISION
    most = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    return bool(whole and status.modification_level is not None and status.modification_level <= most)


def _note_time(found: Checked, told: Signature, who: str, frozen_at: datetime) -> None:
    if told.at is None:
        found.note(False, "", f"Chữ ký của {who} không ghi thời gian ký.")
        return
    shown = moment(told.at.astimezone(HANOI))
    kind = "dấu thời gian" if told.is_timestamped else "theo đồng hồ máy ký"
    found.note(
        frozen_at - SOON <= told.at <= timezone.now() + SOON,
        f"{who} ký lúc {shown} ({kind}).",
        f"{who} ký lúc {shown}: trước khi báo cáo được đóng băng hoặc ở tương lai.",
    )


def _signature(status: Any, names: list[str]) -> Signature:
    certificate = status.signing_cert
    name = _part(certificate.subject, "common_name")
    stamp = status.timestamp_validity
    is_stamped = bool(stamp is not None and stamp.valid and stamp.trusted)
    return Signature(
        name=name,
        organisation=_part(certificate.subject, "organization_name"),
        issuer=_part(certificate.issuer, "common_name"),
        at=stamp.timestamp if is_stamped else status.signer_reported_dt,
        is_timestamped=is_stamped,
        serial=format(certificate.serial_number, "x"),
        of_organisation=fold(name) in {fold(one) for one in names},
    )


def _part(name: x509.Name, key: str) -> str:
    values: Iterator[Any] = (value for kind, value in name.native.items() if kind == key)
    value = next(values, "")
    return str(value[0] if isinstance(value, list) else value)
