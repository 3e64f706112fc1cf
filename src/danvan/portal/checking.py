"""Checking a file that somebody holds, or a published report, against its own signature, in sentences."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.portal.attachment import attached_package, is_pdf
from danvan.portal.published import PublicReport, find
from danvan.reports.keys import public_key
from danvan.reports.models import UNSIGNED, Report
from danvan.reports.pades.taking import findings
from danvan.reports.verification import Finding, Verification, read_envelope, verify
from danvan.ui.errors import Refusal

LIMIT_BYTES = 5_000_000
FORM_ROOM = 10_000  # what a browser writes around the file
MOST_TRIALS = 5_000_000  # equations × cells: a province's report has some 50 thousand
MOST_PARAGRAPHS = 2_000  # of words: a report has some thirty
MOST_SIGNS = 300  # of a sentence that repeats what a file says of itself
TOO_LARGE = gettext_lazy(
    "Tệp lớn quá 5 MB; gói số liệu của một báo cáo nhỏ hơn nhiều, hãy chọn đúng tệp đã tải."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: each trial with its sentence, and where the report stands that the package belongs to."""

    verification: Verification
    root: str
    known: PublicReport | None = None
    is_replaced: bool = False

    @property
    def is_demonstration_key(self) -> bool:
        """Whether it was signed with the key that everybody has, which proves wholeness and no signer."""
        return is_demonstration_key(self.verification.public_key)


def is_demonstration_key(key: str) -> bool:
    """Whether this system signs with the demonstration key and `key` is that one."""
    return bool(getattr(settings, "SIGNING_KEY_IS_DEMONSTRATION", False)) and key == public_key()


def is_too_large(request: HttpRequest) -> bool:
    """Whether what is being sent cannot hold a file within the limit; asked before a byte of it is read."""
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return not told.isdecimal() or int(told[:20]) > LIMIT_BYTES + FORM_ROOM


def check_file(file: UploadedFile) -> Checked:
    """Check an uploaded package or a PDF that carries one; Refusal with one sentence for anything else."""
    if (file.size or 0) > LIMIT_BYTES:
        raise Refusal(TOO_LARGE)
    content = file.read()
    if not content:
        raise Refusal(_("Tệp trống; hãy tải lại tệp từ trang báo cáo rồi chọn lại."))
    return check_bytes(content)


def check_bytes(content: bytes) -> Checked:
    """Check the bytes of a package or PDF."""
    try:
        envelope = read_envelope(attached_package(content) if is_pdf(content) else content)
        _refuse_endless(envelope["package"])
        found = _shortened(verify(envelope, [public_key()]))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # whatever a hostile file makes of the reader, its own fault is one and the same
        raise Refusal(
            _("Tệp không đọc được như gói số liệu của báo cáo; hãy chọn đúng tệp đã tải, chưa sửa.")
        ) from None
    return _placed(found, envelope, content)


def _refuse_endless(body: dict[str, Any]) -> None:
    """Refuse a package whose equations or words would keep the server busy: none of ours comes near."""
    if len(body.get("narrative") or []) > MOST_PARAGRAPHS:
        raise Refusal(
            _("Gói số liệu có quá nhiều đoạn lời văn, không phải gói của hệ thống; hãy chọn đúng tệp đã tải.")
        )
    equations = body.get("identities") or []
    codes = sum(len(item["whole"]) + len(item["parts"]) + 1 for item in equations)
    if codes * len(body.get("cells") or []) > MOST_TRIALS:
        raise Refusal(
            _("Gói số liệu có quá nhiều đẳng thức, không phải gói của hệ thống; hãy chọn đúng tệp đã tải.")
        )


def _shortened(found: Verification) -> Verification:
    """The same findings; what a stranger's file put into a sentence is cut to what a person can read."""
    found.title = shorten(found.title)
    found.findings = [Finding(finding.ok, shorten(finding.text)) for finding in found.findings[:MOST_SIGNS]]
    return found


def shorten(text: str) -> str:
    """At most MOST_SIGNS signs."""
    return text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS - 1]}…"


def check_report(address: str) -> Checked:
    """Check the published report of an address of this portal, full or from the first slash on."""
    try:
        parts = urlsplit(address.strip()[:500])
        match = resolve(parts.path)
    except (Resolver404, ValueError):
        match = None
    if match is None or match.view_name != "portal:report":
        raise Refusal(_("Địa chỉ này không phải trang báo cáo của cổng; hãy chép địa chỉ từ trang báo cáo."))
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    report = find(match.kwargs["slug"], match.kwargs["period"], asked.get("bieu", ""), asked.get("ban", ""))
    found = verify(report.envelope, [public_key()])
    return Checked(found, report.report.root_hash, report, report.report.state == Report.State.REPLACED)


def _placed(found: Verification, envelope: dict[str, Any], content: bytes) -> Checked:
    """The published report with the same root; a package of this system that was never published is not named."""
    root = envelope["root"]
    row = (
        Report.objects.filter(root_hash=root, published_on__isnull=False)
        .exclude(state__in=UNSIGNED)
        .select_related("unit", "issuer")
        .first()
        if found.ok and len(root) == 64
        else None
    )
    if row is None:
        return Checked(found, root)
    found.findings += [Finding(one.ok, shorten(one.text)) for one in findings(row, content)]
    report = find(row.unit.slug, row.period, row.form, str(row.version))
    return Checked(found, root, report, row.state == Report.State.REPLACED)
