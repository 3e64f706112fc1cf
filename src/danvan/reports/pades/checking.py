"""Whether a file that came back bears both signatures, over this report and no other, by certificates that are trusted here.

Nothing is asked over a network: revocation is known as far as the file itself or the operator's lists carry answers.
No Django here: `bounded` runs it in a process apart.
"""

import io
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from danvan.reports.pades import paper
from danvan.reports.pades.aside import aside
from danvan.reports.verification import Finding, read_envelope, verify
from danvan.reports.verify_command import package_in
from danvan.ui.dates import HANOI, day, moment
from danvan.ui.errors import Refusal

NO_PERSON = "Thiếu chữ ký số của người ký (Nghị định 30/2020/NĐ-CP, Phụ lục I)."
NO_ORGANISATION = "Thiếu chữ ký số của cơ quan ban hành: không chứng thư nào mang tên cơ quan."
BROKEN = "Tệp không phải PDF hoặc bị hỏng; hãy chọn đúng tệp PDF đã ký số."
SOON = timedelta(minutes=10)  # how far a signer's clock may be ahead
MOST_SIGNATURES, MOST_SIGNS = 4, 200


class Unsigned(Refusal):
    """A PDF without any signature."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of roots, and lists of certificates taken back, each in DER."""

    roots: tuple[bytes, ...]
    lists: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report a file must be the signed copy of, and when it is judged.

    `issued` is the report's own PDF, `capacity` the words above its place to sign; `signer` and `organisation` are the
    names that are frozen in it, `frozen_at` when. `at` is now, or when the very same bytes were taken (`is_kept`).
    """

    root_hash: str
    issued: bytes
    capacity: str
    signer: str
    organisation: str
    frozen_at: datetime
    trust: Trust
    at: datetime
    is_kept: bool = False


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


def check(content: bytes, asked: Asked) -> Checked:
    """Look at a signed file of one report. Unsigned for one without signatures, Refusal for one that cannot be read."""
    try:
        return _checked(content, asked)
    except Refusal:
        raise
    # Three readers of files that anybody makes: whatever breaks one of them is the file's fault.
    except Exception:
        raise Refusal(BROKEN) from None


def _checked(content: bytes, asked: Asked) -> Checked:
    found, embedded = Checked(), opened(content)
    first = content[: _end_of(embedded[0])]
    _note_report(found, first, asked.root_hash)
    _note_paper(found, {first, content}, asked)
    for n, one in enumerate(embedded):
        _note_signature(found, one, asked, is_last=n == len(embedded) - 1)
    return found


def opened(content: bytes) -> list[Any]:
    """pyHanko's signatures of a file, in the order in which they were made. Unsigned without any, Refusal for too many."""
    embedded = list(PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures)
    if not embedded and b"/ByteRange" in content:
        raise Refusal("Tệp có dấu vết chữ ký số nhưng không đọc được chữ ký nào; hãy ký lại bản chờ ký.")
    if not embedded:
        raise Unsigned("Tệp PDF không có chữ ký số nào; hãy ký số bản chờ ký rồi nộp lại.")
    if len(embedded) > MOST_SIGNATURES:
        raise Refusal(f"Tệp có quá {MOST_SIGNATURES} chữ ký số; báo cáo chỉ cần hai, hãy ký lại bản chờ ký.")
    return embedded


def _end_of(embedded: Any) -> int:
    """How many bytes of the file the revision of a signature has."""
    return int(embedded.byte_range[2]) + int(embedded.byte_range[3])


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


def _note_paper(found: Checked, revisions: set[bytes], asked: Asked) -> None:
    """What was signed and what a reader sees now show the paper as issued, whoever wrote the bytes."""
    faults = [paper.fault(one, asked.issued, asked.capacity) for one in revisions]
    is_same = all(one.startswith(asked.issued) for one in revisions)
    found.note(
        not any(faults),
        f"Bản được ký là tệp hệ thống đã xuất, SHA-256 {sha256(asked.issued).hexdigest()}."
        if is_same
        else "Chương trình ký đã ghi lại tệp; từng trang, lời văn và số liệu trùng với báo cáo.",
        max(faults),
    )


def _note_signature(found: Checked, embedded: Any, asked: Asked, *, is_last: bool) -> None:
    context = _context(asked)
    try:
        status = aside(validate_pdf_signature, embedded, context, context)
    except Exception:  # as in `check`
        found.note(False, "", "Có một chữ ký số không đọc được; hãy ký lại.")
        return
    told = _signature(status, asked)
    found.signatures.append(told)
    who = f"“{told.name}”"
    _note_name(found, told, asked)
    found.note(
        bool(status.intact and status.valid),
        f"Chữ ký của {who} khớp với nội dung.",
        f"Nội dung đã đổi sau khi {who} ký, hoặc chữ ký hỏng.",
    )
    kept = f", hợp lệ lúc nhận, ngày {day(asked.at)}" if asked.is_kept else ""
    found.note(
        bool(status.trusted),
        f"Chứng thư số của {who} do {told.issuer} cấp, chuỗi dẫn tới gốc được tin cậy{kept}.",
        f"Chứng thư số của {who} do {told.issuer} cấp: chuỗi không dẫn tới gốc được tin cậy, hoặc đã hết hạn, bị thu hồi.",
    )
    found.note(
        _covers(status, is_last),
        f"Chữ ký của {who} phủ toàn bộ văn bản tại lúc ký.",
        f"Sau khi {who} ký, văn bản còn bị thay đổi ngoài việc ký thêm.",
    )
    _note_time(found, told, who, asked)
    if back := _taken_back(status, asked):
        found.note(False, "", f"Chứng thư số của {who} hoặc của nơi cấp đã bị thu hồi ngày {day(back)}.")


def _taken_back(status: Any, asked: Asked) -> datetime | None:
    """When, by the operator's lists, a certificate of the chain was taken back before the moment asked about.

    The lists lie in the operator's file beside the roots, and are believed as these are.
    """
    path = status.validation_path
    chain = [status.signing_cert, *(path.iter_certs(include_root=False) if path else ())]
    for der in asked.trust.lists:
        told = crl.CertificateList.load(der)["tbs_cert_list"]
        own = {one.serial_number for one in chain if one.issuer == told["issuer"]}
        for row in told["revoked_certificates"] if own else ():
            on = row["revocation_date"].native
            if row["user_certificate"].native in own and on <= asked.at:
                return on
    return None


def _context(asked: Asked) -> ValidationContext:
    """Certificates are judged at one moment, without a network."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in asked.trust.roots],
        moment=asked.at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _covers(status: Any, is_last: bool) -> bool:
    levels = SignatureCoverageLevel
    if status.coverage == levels.ENTIRE_FILE:
        return True
    whole = status.coverage == levels.ENTIRE_REVISION
    most = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    return bool(whole and status.modification_level is not None and status.modification_level <= most)


def _note_name(found: Checked, told: Signature, asked: Asked) -> None:
    """The person must be the one who froze the report: another's certificate, a deputy's too, signs another paper."""
    found.note(
        told.of_organisation or alike(told.name, asked.signer),
        f"“{told.name}” là tên {'cơ quan ban hành' if told.of_organisation else 'người ký'} ghi trên báo cáo.",
        f"Chứng thư số mang tên “{told.name}”; báo cáo phải do chính người đã đóng băng, “{asked.signer}”, ký, và "
        f"“{asked.organisation}” ký số của cơ quan.",
    )


def alike(name: str, other: str) -> bool:
    """Whether two names are the same with all their marks; only case, spaces and the way of coding may differ."""
    first, second = (" ".join(unicodedata.normalize("NFC", one).split()).casefold() for one in (name, other))
    return bool(first) and first == second


def _note_time(found: Checked, told: Signature, who: str, asked: Asked) -> None:
    if told.at is None:
        found.note(False, "", f"Chữ ký của {who} không ghi thời gian ký.")
        return
    shown = moment(told.at.astimezone(HANOI))
    kind = "dấu thời gian" if told.is_timestamped else "theo đồng hồ máy ký"
    found.note(
        asked.frozen_at - SOON <= told.at <= asked.at + SOON,
        f"{who} ký lúc {shown} ({kind}).",
        f"{who} ký lúc {shown}: trước khi báo cáo được đóng băng hoặc ở tương lai.",
    )


def _signature(status: Any, asked: Asked) -> Signature:
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
        of_organisation=alike(name, asked.organisation),
    )


def _part(name: x509.Name, key: str) -> str:
    value = name.native.get(key, "")
    return str(value[0] if isinstance(value, list) else value)[:MOST_SIGNS]
