"""Papers of letters and matters: what their templates may say beside what every record says. Texts lie in *.toml."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from danvan.domains.petitions.denunciations.letters import CRIME, further_rule
from danvan.domains.petitions.models import AfterConclusion, Kind, Letter, Matter, PassedTo, Protection
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
        "noi_nhan_ho_so": _label(letter, "passed_to"),
        "can_cu_lay_len": _said(letter, "taken_ground"),
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
        **_denounced(matter),
        **against,
        **_limit(matter),
    }


def _denounced(matter: Matter) -> dict[str, str]:
    """What only the way of a tố cáo tells, in words of lists."""
    return {
        "can_cu_tam_dinh_chi_to_cao": _said(matter, "waiting_for"),
        "can_cu_dinh_chi_to_cao": _said(matter, "ended_because"),
        "noi_nhan_ho_so": _label(matter, "crime_body"),
        "ngay_cap_tren_yeu_cau": day(matter.superior_asked_on),
        "hinh_thuc_cong_khai": _said(matter, "publication"),
        "cong_khai_den": day(matter.publication_until),
    }


def protection_facts(protection: Protection, on: date) -> dict[str, str]:
    """Days and words of lists; asks nothing of the database."""
    return {
        "ngay_de_nghi": day(protection.received_on),
        "bien_phap": _said(protection, "scope"),
        "noi_ap_dung": _said(protection, "authority"),
        "bat_dau": day(protection.starts_on),
        "ly_do_tu_choi": _said(protection, "refusal"),
        "ngay_thay_doi": day(protection.changed_on),
        "thay_doi": _said(protection, "change"),
        "ngay_cham_dut": day(protection.ended_on),
        "can_cu_cham_dut": _said(protection, "ended_because"),
    }


def _label(record: Any, name: str) -> str:
    """A choice as its list has it, empty where none was made."""
    return str(getattr(record, f"get_{name}_display")()) if getattr(record, name) else ""


def _said(record: Any, name: str) -> str:
    """A choice in words, small letters, empty where none was made."""
    return _label(record, name).lower()


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


def is_denunciation(record: Any) -> bool:
    """A tố cáo, letter or matter."""
    return record.kind == Kind.DENUNCIATION


def goes_to_investigators(record: Any) -> bool:
    """A letter or matter handed on for signs of a crime, or a conclusion that is."""
    if isinstance(record, Letter):
        return record.passed_to in CRIME
    return bool(record.crime_body) or record.action == AfterConclusion.POLICE


FITS = {
    "khong_to_cao": lambda record: record.kind != Kind.DENUNCIATION,
    "to_cao": is_denunciation,
    "to_cao_toi_pham": lambda record: is_denunciation(record) and goes_to_investigators(record),
    "to_cao_thanh_tra": lambda letter: letter.passed_to == PassedTo.INSPECTION,
    "to_cao_qua_han": lambda letter: further_rule(letter) == "TC.LATE.ASK",
    "to_cao_tiep": lambda letter: further_rule(letter) == "TC.AGAIN",
    "to_cao_lay_len": lambda letter: is_denunciation(letter) and bool(letter.taken_ground),
    "to_cao_kien_nghi": lambda matter: is_denunciation(matter) and matter.action == AfterConclusion.PROPOSED,
    "to_cao_khong_vi_pham": lambda matter: (
        is_denunciation(matter) and matter.action == AfterConclusion.CLEARED
    ),
    "co_ban_goc": lambda record: record.has_originals,
    "khieu_nai": is_complaint,
    "khieu_nai_1": lambda record: is_complaint(record) and record.instance == 1,
    "khieu_nai_2": lambda record: is_complaint(record) and record.instance == 2,
    "kien_nghi": lambda record: record.kind == Kind.PROPOSAL,
}


FACTS: dict[str, Callable[[Any, date], dict[str, str]]] = {
    "don": letter_facts,
    "vu_viec": matter_facts,
    "bao_ve": protection_facts,
}


def register() -> None:
    """Declare the papers of this domain."""
    papers.register_folder(Path(__file__).parent, FACTS, FITS)
