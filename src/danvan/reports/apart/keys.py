"""Which key signs packages of a unit's machine apart: accepted once by a person, changed by the head's document alone."""

import re
from datetime import date
from hashlib import sha256

from django.db import transaction

from danvan.domains.petitions.models import ApartKey
from danvan.org.models import Account, Unit
from danvan.records import writing
from danvan.records.retention.holds import check_paper
from danvan.records.seal.modes import headed
from danvan.records.today import today
from danvan.ui.errors import Refusal

_BETWEEN = re.compile(r"[\s:-]+")
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
NOT_ASKED = (
    "Hệ thống chưa nhận khóa nào của máy độc lập của đơn vị này; hãy ghi ở --key dấu khóa đọc trên màn hình máy ấy, không "
    "lấy từ tệp gói."
)
OTHER = "Gói do khóa khác ký; hãy so dấu khóa trên màn hình máy độc lập rồi ghi đúng ở --key."
NOT_PINNED = (
    "Gói do khóa khác với khóa đã nhận của đơn vị ký (dấu đã nhận: {fingerprint}); không nhận. Nếu máy độc lập đã đổi khóa "
    "thì người đứng đầu quyết định bằng văn bản, rồi chạy: danvan packages-key."
)


def fingerprint(public_key: str) -> str:
    """The sign by which people compare a public key (hex): the first 128 bits of its SHA-256, in eight groups."""
    told = sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return "-".join(told[start : start + 4] for start in range(0, 32, 4))


def pinned(unit: Unit) -> ApartKey | None:
    """The key that counts for a unit now; None where no package was ever taken."""
    return ApartKey.objects.filter(unit=unit).select_related("accepted_by").order_by("id").last()


def settle(unit: Unit, signed_by: str, typed: str, *, by: Account) -> None:
    """Take the key that signed a package for the unit's, or refuse it. The caller holds the unit's row and asked rights.

    The first is kept where `typed` (the whole key or its fingerprint) is its own. Afterwards no other is taken, and a
    typed one only has to fit. Raises Refusal.
    """
    if typed and not is_meant(typed, signed_by):
        raise Refusal(OTHER)
    known = pinned(unit)
    if known is None:
        if not typed:
            raise Refusal(NOT_ASKED)
        writing.say_who(by, "Nhận khóa của máy độc lập")
        ApartKey.objects.create(unit=unit, public_key=signed_by, accepted_by=by)
    elif known.public_key != signed_by:
        raise Refusal(NOT_PINNED.format(fingerprint=fingerprint(known.public_key)))


def is_meant(typed: str, public_key: str) -> bool:
    """Whether what a person typed is this key or its fingerprint, with or without marks between the groups."""
    told = _BETWEEN.sub("", typed).lower()
    return told in (public_key, _BETWEEN.sub("", fingerprint(public_key)))


@transaction.atomic
def change(unit: Unit, public_key: str, *, by: Account, document: str, document_on: date) -> ApartKey:
    """From now on the unit's packages are believed under another key, by the decision of its own head.

    Raises Refusal for anybody but that head, for what is no key or the one that counts already, and without a document.
    """
    on = today()
    if unit.pk not in headed(by, on):
        raise Refusal(
            "Chỉ người đứng đầu của chính đơn vị này quyết định khóa của máy độc lập; không ai quyết định thay."
        )
    told = _BETWEEN.sub("", public_key).lower()
    if len(told) != 64 or not _HEX.fullmatch(told):
        raise Refusal(
            "Khóa công khai phải đủ 64 chữ số thập lục phân; hãy chép cả khóa trên màn hình máy độc lập."
        )
    check_paper(document, document_on, on)
    Unit.objects.select_for_update().get(pk=unit.pk)
    known = pinned(unit)
    if known and known.public_key == told:
        raise Refusal("Khóa này đang là khóa của máy độc lập của đơn vị; không có gì để đổi.")
    writing.say_who(by, f"Khóa của máy độc lập theo văn bản {document.strip()}")
    return ApartKey.objects.create(
        unit=unit, public_key=told, document=document.strip(), document_on=document_on, accepted_by=by
    )
