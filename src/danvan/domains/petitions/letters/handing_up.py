"""A letter found, when it was to be classified, to be about the office's own lead or that of the office above."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.denunciations.online import check_envelope
from danvan.domains.petitions.models import Channel, Letter
from danvan.org.models import Account, Unit
from danvan.records import writing
from danvan.records.declare import Move
from danvan.records.seal.routing import HEAD, Place, past_superior, route
from danvan.ui.errors import Refusal

# From where it came would name the lead: `check_handed_up` takes nothing else.
AS_RECEIVED = {
    "channel": Channel.HANDED_UP,
    "forwarder": None,
    "forwarder_unit": None,
    "forwarder_sent_on": None,
    "incoming_number": "",
    "incoming_on": None,
    "postmarked_on": None,
    "written_on": None,
    "has_originals": False,
    "is_repeated": False,
    "signatories": 1,
}


def to_the_level_above(letter: Letter, by: Account, on: date) -> None:
    """Away with the unopened envelope, to who settles about the own lead."""
    way = route(letter.unit, HEAD, on)
    _give(letter, way.to if way else None, by, on)


def past_the_level_above(letter: Letter, by: Account, on: date) -> None:
    """The same about the lead of the office directly above, whose accounts read this unit's records."""
    way = past_superior(letter.unit, on)
    if way is None:
        raise Refusal(
            "Danh sách đơn vị không có cơ quan cấp trên trực tiếp của đơn vị này; hãy dùng bước “Chuyển nguyên phong bì "
            "lên cấp trên”."
        )
    _give(letter, way.to, by, on)


def moves() -> tuple[Move, ...]:
    """The two ways out of a register before classification."""
    return (
        _move(
            "chuyen_len",
            _("Chuyển nguyên phong bì lên cấp trên"),
            _(
                "Đơn tố cáo người đứng đầu, cấp phó hoặc cả cơ quan này: không phân loại ở đây. Sau bước này không ai ở đây "
                "xem, mở được nữa; số trong sổ để trống."
            ),
            to_the_level_above,
        ),
        _move(
            "chuyen_vuot_cap",
            _("Chuyển nguyên phong bì vượt cấp trên trực tiếp"),
            _(
                "Đơn tố cáo người đứng đầu, cấp phó của cơ quan cấp trên trực tiếp, nơi đọc được hồ sơ của đơn vị này."
            ),
            past_the_level_above,
        ),
    )


def _move(key: str, label: Any, why: Any, effect: Callable[[Letter, Account, date], None]) -> Move:
    return Move(
        key,
        label,
        ("tiep_nhan", "cho_ky"),
        "chuyen",
        "records.classify",
        closes=True,
        effect=effect,
        why=why,
        cite="Luật Tố cáo 2018, Điều 8 và 24",
    )


def _give(letter: Letter, to: Place | None, by: Account, on: date) -> None:
    check_envelope(letter)
    writing.hand_up(letter, Unit.objects.get(pk=to.pk) if to else None, by=by, on=on, **AS_RECEIVED)
    letter.refresh_from_db()
