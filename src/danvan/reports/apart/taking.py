"""Taking a package of a machine apart: each tố cáo stands in this register by number, days and class, and once only."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from danvan.domains.petitions.models import Kind, Letter
from danvan.domains.petitions.models.apart import ApartEntry
from danvan.org.models import Account, Unit
from danvan.records import writing
from danvan.records.models import Mode
from danvan.records.seal.modes import mode_of
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.reports.apart import keys
from danvan.reports.apart import package as shapes
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

PERMISSIONS = ("records.open", "records.classify", "records.handle")
# What a letter takes over by itself; of the others the law asks for more than a package may say.
TAKEN_OVER = ("thu_ly", "huong_dan", "khong_thu_ly", "luu")
DAYS = ("received_on", "classified_on", "handled_on", "concluded_on")


@dataclass(slots=True)
class Taken:
    """What a package brought: how many were new, changed and known; letters a person has to go on with; whose key."""

    new: int = 0
    changed: int = 0
    known: int = 0
    by_hand: list[str] = field(default_factory=list)
    fingerprint: str = ""


@transaction.atomic
def take(content: bytes, *, key: str = "", by: Account) -> Taken:
    """Verify the file and write what it brings, all or nothing; the same file again changes nothing.

    `key` (whole, or its fingerprint) accepts the key of the unit's first package and may be left out afterwards. Refusal
    for a file that does not hold, on a machine apart, for a unit in another mode, without the rights to open, classify
    and handle at the unit, for another key than the unit's, and for a package older than what was taken.
    """
    if settings.ISOLATED:
        raise Refusal("Máy độc lập không nhận gói; gói được nhận ở hệ thống có nối mạng.")
    told, signed_by = shapes.read(content)
    unit = Unit.objects.select_for_update().filter(slug=told["unit"]).first()
    if unit is None:
        raise Refusal("Đơn vị của gói không có trong danh mục của hệ thống này.")
    if mode_of(unit, today()) != Mode.APART:
        raise Refusal(
            "Đơn vị này không ở chế độ “Máy độc lập” nên không nhận gói; người đứng đầu quyết định chế độ trước."
        )
    for permission in PERMISSIONS:
        require(by, permission, unit)
    keys.settle(unit, signed_by, key, by=by)
    made_on = date.fromisoformat(told["made_on"])
    last = ApartEntry.objects.filter(unit=unit).order_by("-made_on").values_list("made_on", flat=True).first()
    if last and made_on < last:
        raise Refusal(
            f"Gói lập ngày {day(made_on)} cũ hơn gói đã nhận, lập ngày {day(last)}; hãy lấy gói mới nhất."
        )
    found = Taken(fingerprint=keys.fingerprint(signed_by))
    for item in told["items"]:
        _take(unit, item, made_on, by, found)
    return found


def _take(unit: Unit, item: dict[str, Any], made_on: date, by: Account, found: Taken) -> None:
    values: dict[str, Any] = {name: value for name, value in item.items() if name not in ("number", "class")}
    values |= {name: date.fromisoformat(values[name]) if values[name] else None for name in DAYS}
    entry = ApartEntry.objects.filter(unit=unit, number=item["number"]).first()
    if entry and all(getattr(entry, name) == value for name, value in values.items()):
        found.known += 1
        return
    if entry is None:
        letter = _open(unit, values, by)
        entry = ApartEntry(unit=unit, number=item["number"], record_id=letter.pk)
        found.new += 1
    else:
        letter = Letter.objects.get(pk=entry.record_id)
        found.changed += 1
    if not _follow(letter, values, by):
        found.by_hand.append(letter.number)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.made_on, entry.taken_by = made_on, by
    writing.say_who(by, "Nhận gói của máy độc lập")
    entry.save()


def _open(unit: Unit, values: dict[str, Any], by: Account) -> Letter:
    letter = writing.open_record("don", by=by, unit=unit, on=values["received_on"])
    names = (
        "field",
        "signatories",
        "is_repeated",
        "is_anonymous",
        "is_eligible",
        "is_competent",
        "instance",
        "standing",
    )
    told = {name: values[name] for name in names}
    moved: Letter = writing.move(
        letter, "phan_loai", by=by, on=values["classified_on"], kind=Kind.DENUNCIATION, **told
    )
    return moved


def _follow(letter: Letter, values: dict[str, Any], by: Account) -> bool:
    """Take the handling over where a letter can by itself; whether nothing is left for a person to write."""
    if values["handling"] is None:
        return True
    if letter.handling == values["handling"]:
        return values["result"] is None
    if letter.handled_on or values["handling"] not in TAKEN_OVER:
        return False
    try:
        with transaction.atomic():
            writing.move(letter, values["handling"], by=by, on=values["handled_on"])
    except Refusal:
        return False
    return values["result"] is None
