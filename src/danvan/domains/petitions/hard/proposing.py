"""Matters that look as if they belonged into the register, by what is counted of them; a person enters them, or not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from danvan import law
from danvan.domains.petitions.hard.register import SEALED_TITLE
from danvan.domains.petitions.models import HardMatter, Letter, Matter
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.desk.keyset import SIZE, Order, Slice, page
from danvan.records.desk.patience import limited
from danvan.records.models import Record

CROWD, LONG = "XLD.MANY", "XLD.LONG"
LONGEST = 36_500


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open matter that is not in the register, and the facts that suggest it; `fills` opens the form with them."""

    number: str
    title: str
    unit: str
    address: str
    began_on: date
    age: int
    reasons: list[str]
    fills: str
    is_sealed: bool
    is_illustrative: bool


def crowd_from(on: date) -> int:
    """How many signatories are many people, as the rule book counts them (XLD.MANY)."""
    return law.rulebook().wording(CROWD, on).value


def long_from(on: date) -> int:
    """From how many days on a matter is suggested as long-running (XLD.LONG); the page lets a person ask for others."""
    return law.rulebook().wording(LONG, on).value


def candidates(reach: Reach, days: int, *, after: str = "", before: str = "", size: int = SIZE) -> Slice:
    """A page of open matters outside the register that are complex, of many people, or older than `days`; oldest first."""
    crowd = crowd_from(reach.on)
    rows = _counted(reach).filter(
        Q(is_complex=True) | Q(people__gte=crowd) | Q(first_on__lte=reach.on - timedelta(days=days))
    )
    with limited():
        cut = page(rows, Order("received_on"), after=after, before=before, size=size)
        names = places.names({row.unit_id for row in cut.rows}, reach.on)
    shown = [_candidate(row, names, crowd, days, reach.on) for row in cut.rows]
    return Slice(shown, cut.before, cut.after)


def _counted(reach: Reach) -> QuerySet:
    """Visible open matters that are not in the register, with people, letters and first day. One pass by the index."""
    letters = (
        Letter.objects.filter(outcomes__record_id=OuterRef("pk")).order_by().values("outcomes__record_id")
    )
    inside = HardMatter.objects.filter(record_id=OuterRef("pk"), left_on__isnull=True)
    return (
        reach.seen(Matter.objects.filter(closed_on__isnull=True))
        .exclude(Exists(inside))
        .annotate(
            people=Coalesce(Subquery(letters.annotate(sum=Sum("signatories")).values("sum")), 0),
            letters=Coalesce(Subquery(letters.annotate(count=Count("pk")).values("count")), 0),
            first_on=Least(
                F("received_on"), Subquery(letters.annotate(first=Min("received_on")).values("first"))
            ),
        )
    )


def _candidate(row: Any, names: dict[int, str], crowd: int, days: int, on: date) -> Candidate:
    age = (on - row.first_on).days
    told = {
        "phuc_tap": f"đã xác định là phức tạp ngày {row.extended_on:%-d/%-m/%Y}"
        if row.extended_on
        else "đã xác định là phức tạp",
        "dong_nguoi": f"{row.people} người đứng tên trong {row.letters} đơn (từ {crowd} người)",
        "keo_dai": f"đã {age} ngày (từ {days} ngày)",
    }
    holds = {"phuc_tap": row.is_complex, "dong_nguoi": row.people >= crowd, "keo_dai": age >= days}
    grounds = [ground for ground in told if holds[ground]]
    is_sealed = row.secrecy == Record.Secrecy.SEALED
    address = reverse("petitions:hard_matter", args=[row.public_id])
    return Candidate(
        number=row.number,
        title=SEALED_TITLE if is_sealed else row.title,
        unit=names.get(row.unit_id, ""),
        address=address,
        began_on=row.first_on,
        age=age,
        reasons=[told[ground] for ground in grounds],
        fills=f"{address}?{'&'.join(f'can-cu={ground}' for ground in grounds)}",
        is_sealed=is_sealed,
        is_illustrative=row.is_illustrative,
    )
