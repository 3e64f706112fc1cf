"""A signed package of a unit that runs a system of its own, taken as the table of that unit, and its key pinned."""

from typing import Any

from django.conf import settings
from django.db import transaction

from danvan.org.models import Account, Unit
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports.apart.keys import fingerprint, is_meant
from danvan.reports.edition import PUBLIC
from danvan.reports.flow import tables
from danvan.reports.flow.models import ReportKey, UnitTable
from danvan.reports.flow.words import cleaned
from danvan.reports.verification import read_envelope, verify
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal


@transaction.atomic
def take(content: bytes, unit: Unit, period: str, form_key: str, *, by: Account, key: str = "") -> UnitTable:
    """Verify a package file and keep its unit's own row as that unit's table; the same package again changes nothing.

    `key` is the signing key or its fingerprint as the unit told it, needed with the unit's first package; afterwards only
    that key is believed. Refusal for a package that does not hold, of another unit, form or period, for a public edition,
    for another key, and for an older version than was taken.
    """
    tables.require_speaking(by, unit)
    shape, code = tables.shape_of(form_key, period)
    envelope = read_envelope(content)
    held = verify(envelope)
    if not held.ok:
        first = next(finding for finding in held.findings if not finding.ok)
        raise Refusal(f"Gói số liệu không đứng vững, không nhận: {first.text}")
    body = envelope["package"]
    _refuse_other(body, unit, code, shape.key)
    Unit.objects.select_for_update().get(pk=unit.pk)
    _settle(unit, envelope["public_key"], key, by)
    _refuse_older(envelope, unit, shape.key, code)
    return tables.take(
        *(unit, code, form_key, values_of(body, set(tables.columns(shape))), UnitTable.Origin.PACKAGE),
        by=by,
        source_hash=envelope["root"],
        public_key=envelope["public_key"],
    )


def values_of(body: dict[str, Any], known: set[str]) -> dict[str, int]:
    """Code → count of the unit's own row, of the columns that the form has; shares and what nobody counted left out."""
    own = str(body["unit"].get("slug"))
    return {
        cell["code"]: cell["value"]
        for cell in body["cells"]
        if cell.get("unit") == own
        and cell.get("denominator") is None
        and cell.get("code") in known
        and type(cell.get("value")) is int
    }


@transaction.atomic
def change_key(unit: Unit, public_key: str, document: str, *, by: Account) -> ReportKey:
    """From now on believe the unit's packages under another key, by a numbered paper and the head of the unit above."""
    above = tables.parent_of(unit, today())
    if above is None:
        raise Refusal("Đơn vị này không có cấp trên trong hệ thống nên không ai nhận gói của nó.")
    require(by, "reports.sign", above)
    told = public_key.strip().lower()
    if len(told) != 64 or any(sign not in "0123456789abcdef" for sign in told):
        raise Refusal("Khóa công khai phải đủ 64 chữ số thập lục phân; hãy chép cả khóa.")
    paper = cleaned(document)[:60]
    if not paper:
        raise Refusal("Đổi khóa phải có văn bản; hãy ghi số văn bản.")
    say_who(by, f"Đổi khóa gói số liệu theo văn bản {paper}")
    return ReportKey.objects.create(unit=unit, public_key=told, document=paper, accepted_by=by)


def pinned(unit: Unit) -> ReportKey | None:
    """The key that counts for a unit now; None where no package was ever taken. One query."""
    return ReportKey.objects.filter(unit=unit).order_by("id").last()


def _settle(unit: Unit, signed_by: str, typed: str, by: Account) -> None:
    known = pinned(unit)
    if typed and not is_meant(typed, signed_by):
        raise Refusal("Gói do khóa khác ký; hãy so dấu khóa với đơn vị gửi rồi ghi đúng.")
    if known is None and not typed:
        raise Refusal(
            f"Chưa nhận khóa nào của đơn vị này; hãy hỏi đơn vị dấu khóa và ghi vào ô “Dấu khóa”. Gói này do khóa có dấu "
            f"{fingerprint(signed_by)} ký."
        )
    if known is None:
        say_who(by, "Nhận khóa gói số liệu của đơn vị")
        ReportKey.objects.create(unit=unit, public_key=signed_by, accepted_by=by)
    elif known.public_key != signed_by:
        raise Refusal(
            f"Gói do khóa khác với khóa đã nhận của đơn vị ký (dấu đã nhận: {fingerprint(known.public_key)}); không nhận."
        )


def _refuse_other(body: dict[str, Any], unit: Unit, period: str, form_key: str) -> None:
    if body.get("edition") == PUBLIC:
        raise Refusal("Đây là bản công khai, có ô đã đóng; hãy gửi gói nội bộ của báo cáo.")
    if any(cell.get("closed") for cell in body["cells"]):
        raise Refusal("Gói có ô đã đóng như bản công khai; hãy gửi gói nội bộ của báo cáo.")
    if body.get("illustrative") and not settings.DEMONSTRATION_DAY:
        raise Refusal("Gói là số liệu minh họa của một bản trình diễn; hãy gửi gói lập từ hồ sơ thật.")
    if body["unit"].get("slug") != unit.slug:
        raise Refusal("Gói là của đơn vị khác; hãy chọn đúng đơn vị hoặc đúng gói.")
    if body["form"].get("key") != form_key:
        raise Refusal("Gói là của biểu khác; hãy chọn đúng biểu hoặc đúng gói.")
    window = period_of(period)
    same = (window.code, window.first.isoformat(), window.last.isoformat())
    if tuple(body["period"].get(name) for name in ("code", "first", "last")) != same:
        raise Refusal("Gói là của kỳ khác, hoặc kỳ ấy lấy số liệu theo ngày khác; hãy chọn đúng kỳ.")


def _refuse_older(envelope: dict[str, Any], unit: Unit, form_key: str, period: str) -> None:
    """After a first package only the same again, or one that amends what was taken last; an older one never returns."""
    mine = UnitTable.objects.filter(unit=unit, form=form_key, period=period)
    taken = mine.filter(origin=UnitTable.Origin.PACKAGE)
    again = taken.filter(source_hash=envelope["root"])
    if again.exists() and not again.filter(state=UnitTable.State.SENT).exists():
        raise Refusal("Gói này đã nhận, nay bị trả lại hoặc đã có bảng mới hơn; hãy gửi bản sửa đổi của nó.")
    last = taken.order_by("version").values_list("source_hash", flat=True).last()
    if last not in (None, envelope["root"], envelope["package"].get("amends")):
        raise Refusal("Đã nhận gói khác của kỳ này; gói sau phải là bản sửa đổi của gói nhận sau cùng.")
