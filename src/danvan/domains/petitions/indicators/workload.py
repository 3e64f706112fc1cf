"""What every form of handling begins with: how many letters there were to handle, and how many were handled."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from danvan.domains.petitions.indicators.where import (
    BEFORE,
    ELIGIBLE,
    SIGNED_BY,
    WITHIN,
    equals,
    letters,
    within,
)
from danvan.records.declare import Indicator, register


@dataclass(frozen=True, slots=True)
class Cites:
    """The columns of a form that state the load, as `cite` writes them; signatories by their key.

    `handled_derived_in` is the circular that does not print what the handled ones add up from.
    """

    due: str
    carried: str
    received: str
    handled: str
    handled_carried: str
    handled_received: str
    eligible: str
    unhandled: str
    carried_by: dict[str, str]
    received_by: dict[str, str]
    handled_derived_in: str | None = None


def declare_workload(prefix: str, noun: str, base: Q, cites: Cites) -> None:
    """Register the load of the letters that `base` holds, under codes `prefix.…`, with the equations between them.

    `noun` names those letters in the labels, "Đơn khiếu nại", so that a sum over forms tells its parts apart.

    To handle in a period is what came before its end and was not handled before its start.
    """
    open_: dict[str, Any] = {"placed_by": "received_on", "ends_by": "handled_on", "where": base}
    due = letters(f"{prefix}.phai_xu_ly", f"{noun} phải xử lý", cites.due, kind="due", **open_)
    carried = letters(
        f"{prefix}.ky_truoc", f"{noun} kỳ trước chuyển sang", cites.carried, kind="carried_over", **open_
    )
    received = letters(
        f"{prefix}.tiep_nhan", f"{noun} tiếp nhận trong kỳ", cites.received, "received_on", where=base
    )
    left = letters(
        f"{prefix}.chua_xu_ly", f"{noun} chưa xử lý, chuyển kỳ sau", cites.unhandled, kind="stock", **open_
    )
    register(due, carried, received, left)
    register(*_handled(prefix, noun, base, cites), *_signed(prefix, noun, base, cites))
    _equations(prefix, cites)


def _handled(prefix: str, noun: str, base: Q, cites: Cites) -> list[Indicator]:
    return [
        letters(f"{prefix}.da_xu_ly", f"{noun} đã xử lý trong kỳ", cites.handled, where=base),
        letters(
            f"{prefix}.da_xu_ly.ky_truoc",
            f"{noun} đã xử lý, kỳ trước chuyển sang",
            cites.handled_carried,
            where=base,
            dated=BEFORE,
        ),
        letters(
            f"{prefix}.da_xu_ly.trong_ky",
            f"{noun} đã xử lý, tiếp nhận trong kỳ",
            cites.handled_received,
            where=base,
            dated=WITHIN,
        ),
        letters(
            f"{prefix}.du_dieu_kien", f"{noun} đủ điều kiện xử lý", cites.eligible, where=base & ELIGIBLE
        ),
    ]


def _signed(prefix: str, noun: str, base: Q, cites: Cites) -> list[Indicator]:
    found = []
    for key, (word, condition, limits) in SIGNED_BY.items():
        more: dict[str, Any] = {"where": base & condition, "limits": limits}
        if cite := cites.carried_by.get(key):
            label = f"{noun} kỳ trước chuyển sang, {word}"
            open_ = {"kind": "carried_over", "ends_by": "handled_on"}
            found.append(letters(f"{prefix}.ky_truoc.{key}", label, cite, "received_on", **open_, **more))
        if cite := cites.received_by.get(key):
            label = f"{noun} tiếp nhận trong kỳ, {word}"
            found.append(letters(f"{prefix}.tiep_nhan.{key}", label, cite, "received_on", **more))
    return found


def _equations(prefix: str, cites: Cites) -> None:
    of = prefix.replace(".", "_")
    due, came, handled = f"{prefix}.phai_xu_ly", f"{prefix}.tiep_nhan", f"{prefix}.da_xu_ly"
    carried = f"{prefix}.ky_truoc"
    equals(
        f"{of}_phai_xu_ly",
        "Đơn phải xử lý bằng kỳ trước chuyển sang cộng tiếp nhận trong kỳ",
        due,
        (carried, came),
        cites.due,
    )
    equals(
        f"{of}_con_lai",
        "Đơn phải xử lý bằng đã xử lý cộng chưa xử lý",
        due,
        (handled, f"{prefix}.chua_xu_ly"),
        cites.unhandled,
    )
    signed = tuple(
        f"{whole}.{key}"
        for whole, parts in ((carried, cites.carried_by), (came, cites.received_by))
        for key in parts
    )
    equals(
        f"{of}_nguoi_dung_ten",
        "Đơn phải xử lý bằng kỳ trước cộng trong kỳ, theo số người đứng tên",
        due,
        signed,
        cites.due,
    )
    handled_parts = (f"{handled}.ky_truoc", f"{handled}.trong_ky")
    equals(
        f"{of}_da_xu_ly",
        "Đơn đã xử lý bằng kỳ trước chuyển sang cộng tiếp nhận trong kỳ",
        handled,
        handled_parts,
        cites.handled,
        derived_in=cites.handled_derived_in,
    )
    within(f"{of}_xu_ly_trong_phai", "Đơn đã xử lý nằm trong đơn phải xử lý", due, handled, cites.due)
    within(
        f"{of}_du_trong_xu_ly",
        "Đơn đủ điều kiện nằm trong đơn đã xử lý",
        handled,
        f"{prefix}.du_dieu_kien",
        cites.eligible,
    )
