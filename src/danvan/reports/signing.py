"""Drafts, signatures, amendments and public editions of reports: the named writers of this room."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account, Kind, Unit
from danvan.org.tree import Tree
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports import live
from danvan.reports.canonical import root_of
from danvan.reports.documents.authority import letterhead
from danvan.reports.evidence import Evidence, gather, new_salt
from danvan.reports.flow import before_signing
from danvan.reports.form_files import version_on
from danvan.reports.freezing import body_of
from danvan.reports.keys import signing_key
from danvan.reports.models import Layout, Manifest, Report
from danvan.reports.narrative.wording import narrative_of
from danvan.reports.scan import Scan, scan
from danvan.reports.verification import verify
from danvan.reports.windows import period_of
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

__all__ = ["amend", "approve_public_edition", "envelope", "prepare", "sign", "verify"]


@transaction.atomic
def prepare(
    unit: Unit,
    period: str,
    form_key: str = "dvcq",
    *,
    by: Account,
    issuer: Unit | None = None,
    tree_on: date | None = None,
) -> Report:
    """The draft of a unit's report on the version of the form that the period asks for, over the tree of its last day.

    `tree_on` asks for the tree of another day, for a report that begins now.

    The one that exists already, so that two officers do not make two. Refusal for a form without a version that day.
    """
    require(by, "reports.type", unit)
    window = period_of(period)
    shape = version_on(form_key, window.last)
    existing = Report.objects.filter(unit=unit, period=window.code, form=shape.key)
    if found := existing.order_by("-version").first():
        return found
    say_who(by)
    content = live.read(unit, window, shape.key, tree_on)
    return Report.objects.create(
        unit=unit,
        issuer=issuer or unit,
        form=shape.key,
        period=window.code,
        layout=layout_of(issuer or unit, window.last),
        tree_on=tree_on or window.last,
        is_illustrative=content.is_illustrative,
        prepared_by=by,
    )


def layout_of(issuer: Unit, on: Any) -> str:
    """The Party's layout for a Party organ, the administration's for everybody else."""
    row = issuer.names.on(on).first() or issuer.names.order_by("-valid").first()
    return Layout.PARTY if row and row.kind == Kind.PARTY else Layout.ADMINISTRATIVE


@transaction.atomic
def sign(
    report: Report, *, by: Account, reason: str = "", engine: Scan = scan, shown: str | None = None
) -> Report:
    """Freeze a draft and sign its root hash; returns the signed row. `engine` counts and lists, as `compute` asks it.

    `reason` is what the head writes when a trial fails that would block the signature; it goes into the package.
    `shown` is the digest (`flow.seen`) of the page on which the head pressed the button, None where there was no page.
    Raises Refusal without the right, for a signed or returned report, one that is not what was shown or approved, a period
    not over yet, an unanswered failure, units that had to send theirs and did not (unless `reason`), and no key.
    """
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require(by, "reports.sign", row.unit)
    if row.is_signed:
        raise Refusal("Báo cáo này đã ký; muốn thay đổi hãy lập bản sửa đổi.")
    if row.state == Report.State.RETURNED:
        raise Refusal("Báo cáo đã trả lại để sửa; người lập trình lại rồi mới ký.")
    content = live.of_report(row, engine=engine)
    _refuse_early(content)
    evidence = gather(content.figures, new_salt())
    _refuse_moving(content, evidence)
    _refuse_unanswered(content, reason)
    say_who(by, reason or "Ký báo cáo")
    covered = before_signing.settle(row, content, reason, by=by, shown=shown)
    _freeze(row, content, evidence, by, reason, covered)
    if row.amends:
        Report.objects.filter(pk=row.amends_id).update(state=Report.State.REPLACED)
    return row


def _freeze(
    row: Report, content: live.Live, evidence: Evidence, by: Account, reason: str, covered: dict[str, Any]
) -> None:
    key = signing_key()
    words = narrative_of(row, content, evidence.salt)
    row.package = body_of(content, evidence) | words | covered | _act(row, by, reason)
    row.root_hash = root_of(row.package)
    row.signature = key.sign(bytes.fromhex(row.root_hash)).signature.hex()
    row.public_key = key.verify_key.encode().hex()
    row.state, row.signed_at, row.signed_by = Report.State.SIGNED, timezone.now(), by
    row.is_illustrative = content.is_illustrative
    row.save()
    Manifest.objects.bulk_create(
        Manifest(
            report=row,
            source=source,
            salt=evidence.salt,
            lines=evidence.lines(source),
            digest=evidence.digest(source),
        )
        for source in evidence.entries
    )


def _act(row: Report, by: Account, reason: str) -> dict[str, Any]:
    issuer = Tree(row.tree_on, row.issuer).nodes.get(row.issuer_id)
    return {
        "issuer": issuer.name if issuer else str(row.issuer),
        "layout": row.layout,
        "version": row.version,
        "amends": row.amends.root_hash if row.amends else "",
        "reason": row.reason,
        "override": reason,
        "signed": {"on": today().isoformat(), "by": str(by)},
        "head": letterhead(row.issuer, today(), row.layout, by),
    }


def _refuse_early(content: live.Live) -> None:
    last = content.figures.period.last
    if last > today():
        raise Refusal(
            f"Kỳ {content.figures.period.label} chưa hết (đến {day(last)}); hãy ký từ ngày cuối kỳ trở đi."
        )


def _refuse_unanswered(content: live.Live, reason: str) -> None:
    if content.blocking and not reason.strip():
        first = content.blocking[0]
        raise Refusal(
            f"Còn {len(content.blocking)} kiểm tra không đạt ({first.unit}: {first.text}); "
            "người ký phải ghi lý do vẫn ký."
        )


def _refuse_moving(content: live.Live, evidence: Evidence) -> None:
    """A record changed by somebody between counting and listing would leave a cell without its evidence."""
    behind = evidence.by_cell(content.figures)
    for unit_id, _name, row in content.figures.rows():
        for code, cell in row.items():
            if not cell.is_ratio and cell.records != len(behind.get((unit_id, code), [])):
                raise Refusal("Có hồ sơ vừa thay đổi trong lúc đang ký; hãy ký lại.")


@transaction.atomic
def amend(report: Report, *, by: Account, reason: str) -> Report:
    """A new draft that will take the place of a signed report once it is signed itself; the old one stays as it is."""
    require(by, "reports.type", report.unit)
    if not reason.strip():
        raise Refusal("Bản sửa đổi phải nêu lý do; hãy ghi lý do sửa đổi.")
    if report.state != Report.State.SIGNED:
        raise Refusal("Chỉ sửa đổi được bản đang có hiệu lực đã ký; hãy mở bản mới nhất.")
    if existing := Report.objects.filter(amends=report).first():
        return existing
    say_who(by, reason)
    return Report.objects.create(
        unit=report.unit,
        issuer=report.issuer,
        form=report.form,
        period=report.period,
        layout=report.layout,
        tree_on=report.tree_on,
        version=report.version + 1,
        amends=report,
        reason=reason.strip(),
        is_illustrative=report.is_illustrative,
        prepared_by=by,
    )


@transaction.atomic
def approve_public_edition(report: Report, *, by: Account) -> Report:
    """Let the portal show the public edition of a signed report from today; an act of its own, after the signature."""
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require(by, "records.publish", row.unit)
    if not row.is_signed:
        raise Refusal("Báo cáo chưa ký nên chưa duyệt được bản công khai; hãy ký trước.")
    if not row.published_on and row.state == Report.State.REPLACED:
        raise Refusal("Bản này đã có bản thay thế; hãy duyệt công khai bản mới nhất.")
    if not row.published_on:
        say_who(by, "Duyệt bản công khai")
        row.published_on = today()
        row.save(update_fields=["published_on"])
    return row


def envelope(report: Report, *, public: bool = False) -> dict[str, Any]:
    """What is downloaded and verified: body, root, signature and key; of the public edition with its cells closed."""
    from danvan.reports.edition import public_body

    if report.package is None:
        raise Refusal("Báo cáo chưa ký nên chưa có gói số liệu; hãy ký trước.")
    return {
        "package": public_body(report.package) if public else report.package,
        "root": report.root_hash,
        "signature": report.signature,
        "public_key": report.public_key,
    }
