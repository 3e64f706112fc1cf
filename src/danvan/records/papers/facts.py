"""What a paper may say of a record: numbers, days and units always, persons only where the record is released."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from danvan.org.models import TERRITORIAL, Unit, UnitName, UnitParent
from danvan.records.declare import RecordType
from danvan.records.models import Link, OwnNumbers, PersonalDetails, Record, SealSender
from danvan.records.papers.declare import AGENCY, Audience, Blank, PaperTemplate
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

PERSONAL = ("full_name", "address", "phone", "content")
COMMITTEE = "Ủy ban nhân dân"
DEFAULT_SUFFIX = "UBND"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the name at the head, the one above it, the place of the date line, and the sign in the number."""

    name: str
    above: str
    place: str
    suffix: str
    is_committee: bool
    head: str = field(default="")


def may_name_persons(record: Any, template: PaperTemplate) -> bool:
    """Whether the paper may hold a name or anybody's own words: never of a sealed record, for everybody, or by its kind."""
    released = bool(record.identity_released_on) and record.secrecy != "niem_phong"
    return released and template.audience != Audience.EVERYBODY and not template.identity_free


def issuer(unit: Unit, on: date) -> Issuer:
    """The head of the unit's papers on a day. Three queries."""
    row = _named(unit.pk, on)
    name, kind = (row.name, row.kind) if row else (str(unit), "")
    parent = UnitParent.objects.on(on).filter(unit_id=unit.pk).first()
    above = _named(parent.parent_id, on) if parent else None
    own = OwnNumbers.objects.filter(unit=unit).first()
    is_committee = kind in TERRITORIAL
    return Issuer(
        name=f"{COMMITTEE} {lowered(name)}" if is_committee else name,
        above="" if is_committee or above is None else _committee(above),
        place=place_of(above.name if above and not is_committee else name),
        suffix=own.suffix if own and own.suffix else DEFAULT_SUFFIX if is_committee else "",
        is_committee=is_committee,
        head="CHỦ TỊCH" if is_committee else "THỦ TRƯỞNG CƠ QUAN",
    )


def _named(unit_id: int, on: date) -> UnitName | None:
    rows = UnitName.objects.filter(unit_id=unit_id).order_by("-valid")
    return next((row for row in rows if on in row.valid), None) or rows.first()


def _committee(row: UnitName) -> str:
    return f"{COMMITTEE} {lowered(row.name)}" if row.kind in TERRITORIAL else row.name


def lowered(name: str) -> str:
    """A unit's name within a sentence: xã A, not Xã A."""
    return name[:1].lower() + name[1:]


def place_of(name: str) -> str:
    """The place as a paper's date line has it: a unit's name without its kind."""
    for kind in ("Tỉnh", "Thành phố", "Huyện", "Thị xã", "Quận", "Xã", "Phường", "Thị trấn", "Đặc khu"):
        if name.lower().startswith(kind.lower() + " "):
            return name[len(kind) + 1 :]
    return name


def plain(record: Any, who: Issuer, on: date) -> dict[str, str]:
    """What every record may say: nothing in it tells who anybody is."""
    kind: RecordType = record.declared
    return {
        "co_quan": who.name,
        "ky_hieu_co_quan": who.suffix,
        "so_so": record.number,
        "ma_tra_cuu": _code(record),
        "ngay_nhan": day(record.received_on),
        "ngay": day(on),
        "loai_ho_so": str(kind.label).lower(),
    }


def _code(record: Any) -> str:
    """The receipt code; of what its sender handed in under seal, whose code nobody here knows, its register number."""
    is_sealed = record.secrecy == Record.Secrecy.SEALED
    if is_sealed and SealSender.objects.filter(case_id=record.pk).exists():
        return f"(dùng số đăng ký {record.number})"
    return grouped(record.public_id)


def personal(record: Any) -> dict[str, str]:
    """Who wrote and what, as `person_of` finds it; nothing where nobody is known. One query."""
    kept = person_of(record)
    return {name: getattr(kept, name) for name in PERSONAL} if kept else {}


def person_of(record: Any) -> PersonalDetails | None:
    """Of the record, else of the first that it arises from; never of one that was joined to it later. One query."""
    sources = Link.objects.filter(record_id=record.pk, kind=Link.Kind.ARISES).values("source_id")
    released = Q(record__identity_released_on__isnull=False) & ~Q(record__secrecy="niem_phong")
    rows = PersonalDetails.objects.filter(released, Q(record_id=record.pk) | Q(record_id__in=sources))
    return max(rows, key=lambda row: (row.record_id == record.pk, -row.record_id), default=None)


def grouped(code: str) -> str:
    """A receipt code in groups of four."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def check_agency(blank: Blank, value: str, *, names_persons: bool) -> None:
    """Where nobody may be named, an agency is one of the directory, said by its exact name."""
    if blank.kind != AGENCY or names_persons or not value:
        return
    if not UnitName.objects.filter(name=value).exists():
        raise Refusal(
            f"{blank.label}: văn bản này không được ghi tên người, nên chỉ ghi đúng tên một đơn vị trong danh mục "
            "hoặc để trống rồi điền tay trên bản in."
        )
