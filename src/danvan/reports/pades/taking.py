"""A report's file with signatures of the law: what is to be signed next, and what came back and was found true.

to_sign    the newest copy that lacks a signature, else the report's own PDF with two empty fields
look       what can be said of a file; findings, the same as sentences for who checks one
take       keep it, or refuse with the first thing that is wrong
"""

from dataclasses import asdict
from hashlib import sha256

from django.db import transaction

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import heading, pdf
from danvan.reports.models import Report, SignedCopy
from danvan.reports.pades import checking, fields
from danvan.reports.pades.checking import Checked
from danvan.reports.pades.inside import sign_inside
from danvan.reports.verification import Finding
from danvan.ui.errors import Refusal

LARGEST = 20_000_000


def copies(report: Report) -> list[SignedCopy]:
    """What was taken, newest first, without the bytes."""
    return list(report.signed_copies.defer("content").select_related("taken_by").order_by("-id"))


def to_sign(report: Report) -> bytes:
    """The file that the next signature goes into. Refusal for a draft, and when both signatures are there."""
    if report.package is None:
        raise Refusal("Báo cáo chưa đóng băng nên chưa có bản chờ ký số; hãy bấm “Đóng băng và ký” trước.")
    last = report.signed_copies.order_by("-id").first()
    if last is None:
        return fields.to_sign(issued(report), str(heading(of_report(report))["capacity"]))
    if last.is_whole:
        raise Refusal("Báo cáo đã có đủ chữ ký của người ký và của cơ quan; hãy tải bản đã ký số.")
    return bytes(last.content)


def issued(report: Report) -> bytes:
    """The report's PDF as it was given out: the same bytes every time, without the address of a later public page."""
    return pdf(of_report(report))


def look(report: Report, content: bytes) -> Checked:
    """What can be said of a file as the signed copy of this report. Refusal for one that is no signed PDF."""
    head = heading(of_report(report))
    names = [str(head["issuer"]), str(report.issuer), (report.package or {}).get("issuer", "")]
    return checking.check(
        content,
        root_hash=report.root_hash,
        issued=issued(report),
        names=names,
        frozen_at=report.signed_at,  # type: ignore[arg-type]
    )


def findings(report: Report, content: bytes) -> list[Finding]:
    """What a person who checks a PDF is told of its signatures of the law; nothing of a file without any."""
    if b"/ByteRange" not in content:
        return []
    try:
        found = look(report, content)
    except Refusal as refusal:
        return [Finding(False, f"Chữ ký số trong tệp chưa kiểm tra được. {refusal}")]
    return [*found.findings, *(Finding(False, text) for text in found.missing)]


@transaction.atomic
def take(report: Report, content: bytes, *, by: Account) -> SignedCopy:
    """Keep a file signed elsewhere. Refusal, with the first thing that is wrong, for any other; the right is to sign."""
    row = Report.objects.select_for_update(of=("self",)).select_related("unit", "issuer").get(pk=report.pk)
    require(by, "reports.sign", row.unit)
    if row.package is None:
        raise Refusal("Báo cáo chưa đóng băng nên chưa nhận bản ký số; hãy bấm “Đóng băng và ký” trước.")
    if len(content) > LARGEST:
        raise Refusal("Tệp lớn hơn 20 MB; bản ký số của báo cáo nhỏ hơn nhiều, hãy chọn đúng tệp.")
    found = look(row, content)
    if not found.ok:
        wrong = next(finding.text for finding in found.findings if not finding.ok)
        raise Refusal(f"Không nhận tệp này. {wrong}")
    digest = sha256(content).hexdigest()
    if kept := row.signed_copies.filter(sha256=digest).first():
        return kept
    _refuse_fewer(row, found)
    say_who(by, "Nhận bản ký số")
    return SignedCopy.objects.create(
        report=row,
        content=content,
        sha256=digest,
        is_whole=not found.missing,
        signatures=[asdict(one) for one in found.signatures],
        taken_by=by,
    )


def sign_here(report: Report, field: str, key_file: bytes, password: str, *, by: Account) -> SignedCopy:
    """Sign the next field with a certificate in a file, then take the result like any other. Refusals of both."""
    require(by, "reports.sign", report.unit)
    return take(report, sign_inside(to_sign(report), field, key_file, password), by=by)


def _refuse_fewer(report: Report, found: Checked) -> None:
    last = report.signed_copies.order_by("-id").values("is_whole", "signatures").first()
    if last and (last["is_whole"] or len(found.signatures) < len(last["signatures"])):
        raise Refusal("Báo cáo đã có bản mang đủ, hoặc nhiều chữ ký hơn tệp này; hãy xem bản đang giữ.")
