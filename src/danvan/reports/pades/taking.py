"""A report's file with signatures of the law: what is to be signed next, and what came back and was found true.

to_sign    the newest copy that stands and lacks a signature, else the report's own PDF with two empty fields
look       what can be said of a file; findings, the same as sentences for who checks one
take       keep it, or refuse with the first thing that is wrong
withdraw   it stands no longer, for a reason of a list; the bytes stay
"""

from dataclasses import asdict
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.documents.sheet import heading
from danvan.reports.models import Report, SignedCopy, SignedCopyWithdrawal
from danvan.reports.pades import bounded, fields
from danvan.reports.pades.checking import Asked, Checked
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.trust import trusted
from danvan.reports.verification import Finding
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

LARGEST = 20_000_000


def copies(report: Report) -> list[SignedCopy]:
    """What was taken, newest first, without the bytes; also what was withdrawn."""
    rows = report.signed_copies.defer("content").select_related("taken_by", "withdrawal__by")
    return list(rows.order_by("-id"))


def standing(report: Report) -> SignedCopy | None:
    """The newest copy that was not withdrawn, with its bytes."""
    return report.signed_copies.filter(withdrawal__isnull=True).order_by("-id").first()


def to_sign(report: Report) -> bytes:
    """The file that the next signature goes into. Refusal for a draft, and when both signatures are there."""
    if report.package is None:
        raise Refusal("Báo cáo chưa đóng băng nên chưa có bản chờ ký số; hãy bấm “Đóng băng và ký” trước.")
    last = standing(report)
    if last is None:
        return fields.to_sign(issued(report), str(heading(of_report(report))["capacity"]))
    if last.is_whole:
        raise Refusal("Báo cáo đã có đủ chữ ký của người ký và của cơ quan; hãy tải bản đã ký số.")
    return bytes(last.content)


def issued(report: Report) -> bytes:
    """The report's PDF as it was given out: the same bytes every time, without the address of a later public page."""
    return pdf(of_report(report))


def look(report: Report, content: bytes) -> Checked:
    """What can be said of a file as the signed copy of this report: now, or when these very bytes were taken.

    Refusal for a file that is no signed PDF.
    """
    head, kept = heading(of_report(report)), _kept(report, content)
    asked = Asked(
        root_hash=report.root_hash,
        issued=issued(report),
        capacity=str(head["capacity"]),
        signer=str(head["signer"]),
        organisation=str(head["issuer"]),
        frozen_at=report.signed_at,  # type: ignore[arg-type]
        trust=trusted(),
        at=kept.taken_at if kept else timezone.now(),
        is_kept=kept is not None,
    )
    return bounded.look(asked, content)


def _kept(report: Report, content: bytes) -> SignedCopy | None:
    rows = report.signed_copies.defer("content").select_related("withdrawal")
    return rows.filter(sha256=sha256(content).hexdigest()).first()


def findings(report: Report, content: bytes) -> list[Finding]:
    """What a person who checks a PDF is told of its signatures of the law; nothing of a file without any."""
    is_asked = content.startswith(b"%PDF-") and bounded.is_signed(content)
    return judged(report, content) if is_asked else []


def judged(report: Report, content: bytes) -> list[Finding]:
    """The same of a file that bears signatures, or should."""
    try:
        found = look(report, content)
    except Refusal as refusal:
        return [Finding(False, f"Chữ ký số trong tệp chưa kiểm tra được. {refusal}")]
    taken_back = [Finding(False, text) for text in _taken_back(_kept(report, content))]
    return [*found.findings, *(Finding(False, text) for text in found.missing), *taken_back]


def _taken_back(copy: SignedCopy | None) -> list[str]:
    if copy is None or not hasattr(copy, "withdrawal"):
        return []
    why = SignedCopyWithdrawal.Reason(copy.withdrawal.reason).label
    return [f"Bản ký số này đã được rút ngày {day(copy.withdrawal.at)}: {why}; hãy hỏi bản thay thế."]


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
    if kept := _kept(row, content):
        _refuse_withdrawn(kept)
        return kept
    _refuse_fewer(row, found)
    say_who(by, "Nhận bản ký số")
    return SignedCopy.objects.create(
        report=row,
        content=content,
        sha256=sha256(content).hexdigest(),
        is_whole=not found.missing,
        signatures=[asdict(one) for one in found.signatures],
        taken_by=by,
    )


def sign_here(report: Report, field: str, key_file: bytes, password: str, *, by: Account) -> SignedCopy:
    """Sign the next field with a certificate in a file, then take the result like any other. Refusals of both."""
    require(by, "reports.sign", report.unit)
    return take(report, sign_inside(to_sign(report), field, key_file, password), by=by)


@transaction.atomic
def withdraw(report: Report, copy: int, reason: str, *, by: Account) -> None:
    """Say that a copy stands no longer, for a reason of `SignedCopyWithdrawal.Reason`; the one before it stands again.

    Refusal for another report's copy, one withdrawn already, a reason that is not listed; the right is to sign.
    """
    row = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    require(by, "reports.sign", row.unit)
    found = row.signed_copies.defer("content").select_related("withdrawal").filter(pk=copy).first()
    if found is None:
        raise Refusal("Không có bản ký số này của báo cáo; hãy tải lại trang.")
    if reason not in SignedCopyWithdrawal.Reason.values:
        raise Refusal("Chưa chọn lý do rút bản ký số; hãy chọn một lý do trong danh mục.")
    _refuse_withdrawn(found)
    say_who(by, "Rút bản ký số")
    SignedCopyWithdrawal.objects.create(copy=found, reason=reason, by=by)


def _refuse_withdrawn(copy: SignedCopy) -> None:
    if hasattr(copy, "withdrawal"):
        raise Refusal(f"Bản ký số này đã được rút ngày {day(copy.withdrawal.at)}; hãy ký lại bản chờ ký.")


def _refuse_fewer(report: Report, found: Checked) -> None:
    last = standing(report)
    if last and (last.is_whole or len(found.signatures) < len(last.signatures)):
        raise Refusal("Báo cáo đã có bản mang đủ, hoặc nhiều chữ ký hơn tệp này; hãy xem bản đang giữ.")
