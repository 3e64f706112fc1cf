"""Papers of letters and matters: what their templates may say beside what every record says. Texts lie in *.toml."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.records import papers
from danvan.records.models import Duty, Link, Record
from danvan.ui.dates import day

FIRST, SECOND = "lần đầu", "lần hai"


def letter_facts(letter: Letter, on: date) -> dict[str, str]:
    """Class and field in words; where the letter is released also what it is directed against. One query."""
    told = {
        "loai": _said(letter, "kind"),
        "linh_vuc": _said(letter, "field"),
        "lan": SECOND if letter.instance == 2 else FIRST,
        "ngay_nhan_don": day(letter.received_on),
        "ngay_thu_ly": day(letter.handled_on),
        **_limit(letter),
    }
    return told | ({"against": letter.against} if _released(letter) else {})


def matter_facts(matter: Matter, on: date) -> dict[str, str]:
    """Days of the matter's life, its grounds and result in words. Two queries."""
    letter = _letter_of(matter)
    against = {"against": letter.against} if letter and _released(matter) and _released(letter) else {}
    return {
        "loai": _said(matter, "kind"),
        "linh_vuc": _said(matter, "field"),
        "lan": SECOND if matter.instance == 2 else FIRST,
        "ngay_thu_ly": day(matter.received_on),
        "ngay_nhan_don": day(letter.received_on) if letter else "",
        "ngay_tam_dinh_chi": day(matter.suspended_on),
        "can_cu_tam_dinh_chi": _said(matter, "suspension_ground"),
        "ngay_tiep_tuc": day(matter.resumed_on),
        "ngay_tam_dinh_chi_thi_hanh": day(matter.stayed_on),
        "tam_dinh_chi_thi_hanh_den": day(matter.stayed_until),
        "ngay_huy_tam_dinh_chi_thi_hanh": day(matter.stay_ended_on),
        "ngay_dinh_chi": day(matter.discontinued_on),
        "can_cu_dinh_chi": _said(matter, "end_ground"),
        "ngay_giai_quyet": day(matter.settled_on),
        "ket_qua": _said(matter, "result"),
        "ngay_hieu_luc": day(matter.binding_on),
        **against,
        **_limit(matter),
    }


def _said(record: Any, name: str) -> str:
    """A choice in words, small letters, empty where none was made."""
    value = getattr(record, name)
    return str(getattr(record, f"get_{name}_display")()).lower() if value else ""


def _released(record: Record) -> bool:
    return bool(record.identity_released_on) and record.secrecy != Record.Secrecy.SEALED


def _letter_of(matter: Matter) -> Letter | None:
    """The first letter that the matter arises from: what one joined to it was directed against is its own."""
    ties = Link.objects.filter(record_id=matter.pk, kind=Link.Kind.ARISES).values("source_id")
    return Letter.objects.filter(pk__in=ties).order_by("received_on", "pk").first()


def _limit(record: Record) -> dict[str, str]:
    """The running limit of the record, or of the matter that arises from it, and its article; nothing where none runs."""
    arisen = Link.objects.filter(source_id=record.pk, kind=Link.Kind.ARISES).values("record_id")
    running = Duty.objects.open().filter(Q(record_id=record.pk) | Q(record_id__in=arisen))
    # The limit that a paper tells is that of settling; what is owed beside it (a notice, an explanation) is another.
    duty = running.filter(clock="giai_quyet").first() or running.order_by("due_on").first()
    return {"han": day(duty.due_on), "can_cu_han": duty.citation} if duty else {}


def is_complaint(record: Any) -> bool:
    """A complaint against a decision or an act."""
    return record.kind == Kind.COMPLAINT


FITS = {
    "khong_to_cao": lambda record: record.kind != Kind.DENUNCIATION,
    "to_cao": lambda record: record.kind == Kind.DENUNCIATION,
    "co_ban_goc": lambda record: record.has_originals,
    "khieu_nai": is_complaint,
    "khieu_nai_1": lambda record: is_complaint(record) and record.instance == 1,
    "khieu_nai_2": lambda record: is_complaint(record) and record.instance == 2,
    "kien_nghi": lambda record: record.kind == Kind.PROPOSAL,
}


def register() -> None:
    """Declare the papers of this domain."""
    papers.register_folder(Path(__file__).parent, {"don": letter_facts, "vu_viec": matter_facts}, FITS)
