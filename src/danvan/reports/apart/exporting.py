"""What a machine apart gives out of its tố cáo: a signed package a unit, made of days, numbers and lists."""

from typing import Any

from django.conf import settings

from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.models.apart import RESULTS
from danvan.org.models import Unit
from danvan.records.models import Link, Mode
from danvan.records.seal.modes import mode_of
from danvan.records.today import today
from danvan.reports.apart import package as shapes
from danvan.reports.keys import signing_key
from danvan.ui.errors import Refusal

AS_THEY_STAND = (
    "field",
    "signatories",
    "is_repeated",
    "is_anonymous",
    "is_eligible",
    "is_competent",
    "instance",
    "standing",
)


def package_of(unit: Unit) -> bytes:
    """The signed file of all classified tố cáo of a unit. Two queries beside the unit's own.

    Refusal anywhere but on a machine apart, and for a unit whose head has not decided for it.
    """
    if not settings.ISOLATED:
        raise Refusal("Chỉ máy độc lập (DANVAN_ISOLATED) xuất gói tố cáo; máy này có nối mạng.")
    if mode_of(unit, today()) != Mode.APART:
        raise Refusal(
            "Đơn vị này không ở chế độ “Máy độc lập”; người đứng đầu quyết định chế độ trước khi xuất gói."
        )
    letters = Letter.objects.filter(unit=unit, kind=Kind.DENUNCIATION, classified_on__isnull=False)
    ordered = list(letters.order_by("register_year", "register_no"))
    settled = _settled([letter.pk for letter in ordered])
    told = {
        "format": shapes.FORMAT,
        "unit": unit.slug,
        "made_on": today().isoformat(),
        "items": [item(letter, settled.get(letter.pk)) for letter in ordered],
    }
    return shapes.sealed(told, signing_key())


def item(letter: Letter, matter: Matter | None) -> dict[str, Any]:
    """One letter as a package tells it; of its matter only the conclusion and its day."""
    concluded = matter.settled_on if matter and matter.result in RESULTS else None
    return {name: getattr(letter, name) for name in AS_THEY_STAND} | {
        "number": letter.number,
        "class": shapes.DENUNCIATION,
        "received_on": letter.received_on.isoformat(),
        "classified_on": letter.classified_on.isoformat() if letter.classified_on else None,
        "handling": letter.handling if letter.handled_on else None,
        "handled_on": letter.handled_on.isoformat() if letter.handled_on and letter.handling else None,
        "result": matter.result if matter and concluded else None,
        "concluded_on": concluded.isoformat() if concluded else None,
    }


def _settled(letter_ids: list[int]) -> dict[int, Matter]:
    """Letter id → its matter that was settled."""
    links = Link.objects.filter(source_id__in=letter_ids, record__type="vu_viec")
    pairs = dict(links.values_list("record_id", "source_id"))
    rows = Matter.objects.filter(pk__in=pairs, kind=Kind.DENUNCIATION, settled_on__isnull=False)
    return {pairs[matter.pk]: matter for matter in rows}
