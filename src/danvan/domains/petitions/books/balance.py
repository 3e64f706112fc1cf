"""The opening balance: what the last report on paper carried over, beside what the registers hold, signed by the head."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from danvan.domains.petitions.models import Kind, Letter, Matter, OpeningBalance
from danvan.org.models import Account, Unit
from danvan.records.history import say_who
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

TYPES, SIGNS = "records.classify", "reports.sign"
LARGEST = 10_000_000
LINES = {
    **{f"don.{kind.value}": f"Đơn {kind.label.lower()} chưa xử lý, kỳ trước chuyển sang" for kind in Kind},
    **{
        f"vu_viec.{kind.value}": f"Vụ việc {kind.label.lower()} đang giải quyết, kỳ trước chuyển sang"
        for kind in Kind
    },
}
CITE = "cột “kỳ trước chuyển sang”, biểu 01/XLD, 01/KQGQ và 03/KQGQ (Thông tư 02/2021 và 01/2024/TT-TTCP)"


@dataclass(frozen=True, slots=True)
class Line:
    """One carried-over figure: counted from the registers, typed from paper (None where nobody typed it)."""

    key: str
    label: str
    counted: int
    typed: int | None

    @property
    def agrees(self) -> bool:
        """Both are there and equal."""
        return self.typed == self.counted


def counted(unit: Unit, on: date) -> dict[str, int]:
    """Open at the beginning of a day: letters received and not handled by then, matters not ended. Two queries."""
    letters = Q(received_on__lt=on) & (Q(handled_on__isnull=True) | Q(handled_on__gte=on))
    matters = Q(received_on__lt=on) & (Q(closed_on__isnull=True) | Q(closed_on__gte=on))
    found = dict.fromkeys(LINES, 0)
    asked: tuple[tuple[str, Any, Q], ...] = (("don", Letter, letters), ("vu_viec", Matter, matters))
    for name, model, where in asked:
        rows = (
            model.objects.filter(where, unit=unit, kind__isnull=False)
            .values_list("kind")
            .annotate(n=Count("pk"))
        )
        found |= {f"{name}.{kind}": number for kind, number in rows}
    return found


def lines(unit: Unit, on: date, balance: OpeningBalance | None) -> list[Line]:
    """Every carried-over figure, counted beside typed."""
    now, typed = counted(unit, on), balance.typed if balance else {}
    return [Line(key, label, now[key], typed.get(key)) for key, label in LINES.items()]


@transaction.atomic
def write(unit: Unit, on: date, typed: dict[str, int], note: str, *, by: Account) -> OpeningBalance:
    """Keep what the last report on paper carried over. Refusal when it is signed already, or a figure cannot be one."""
    require(by, TYPES, unit)
    if set(typed) != set(LINES) or any(not 0 <= number <= LARGEST for number in typed.values()):
        raise Refusal("Mỗi dòng phải có một số nguyên từ 0 trở lên; không phát sinh thì ghi 0.")
    say_who(by)
    balance = OpeningBalance.objects.select_for_update().filter(unit=unit, on=on).first()
    if balance is not None and balance.signed_at:
        raise Refusal("Số dư đầu kỳ đã ký nên không sửa được nữa.")
    balance = balance or OpeningBalance(unit=unit, on=on)
    balance.typed, balance.note, balance.typed_by = typed, note.strip()[:500], by
    try:
        with transaction.atomic():
            balance.save()
    except IntegrityError:  # two wrote the first figures of one day at the same moment
        raise Refusal("Số dư ngày này vừa được người khác ghi; hãy tải lại trang rồi xem lại.") from None
    return balance


@transaction.atomic
def sign(balance: OpeningBalance, *, by: Account) -> OpeningBalance:
    """The head stands for it. Refusal without the right, twice, and for a difference that nobody explained."""
    require(by, SIGNS, balance.unit)
    balance = OpeningBalance.objects.select_for_update(of=("self",)).select_related("unit").get(pk=balance.pk)
    if balance.signed_at:
        raise Refusal("Số dư đầu kỳ này đã ký.")
    if not balance.note and not all(line.agrees for line in lines(balance.unit, balance.on, balance)):
        raise Refusal("Số nhập khác số đếm từ sổ; hãy ghi lý do chênh lệch trước khi ký.")
    say_who(by)
    balance.signed_by, balance.signed_at = by, timezone.now()
    balance.save(update_fields=["signed_by", "signed_at"])
    return balance
