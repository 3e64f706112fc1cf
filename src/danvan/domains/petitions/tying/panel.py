"""What a letter or a matter hangs on, as far as an account sees it, and what it could be tied to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from danvan.domains.petitions.likeness.naming import letters_of
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tying import joining, splitting
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded
from danvan.records.models import Link, PersonalDetails, Record
from danvan.records.national.columns import register_number
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold

TEMPLATE = "petitions/tying_panel.html"
TYPES = ("don", "vu_viec")
MOST = 20


@dataclass(frozen=True, slots=True)
class Tie:
    """One record at the other end: what it is to this one; `link` where the account may take the tie back."""

    words: str
    other: Record
    link: int | None = None


def panel(record: Any, reach: Reach) -> Folded | None:
    """Letters and matters that belong together with this one, and what may be done about it. Two queries.

    A second instance that hangs on no first one waits for who handles it.
    """
    if record.type not in TYPES:
        return None
    found = ties(record, reach)
    acts = _acts(record, reach)
    if not found and not acts:
        return None
    waits = "lan_dau" in acts and not any(tie.other.type == "vu_viec" for tie in found)
    if "lan_dau" in acts and not waits:
        acts.remove("lan_dau")
    said = _("%(n)d hồ sơ") % {"n": len(found)} if found else ""
    context = {"record": record, "ties": found, "acts": acts}
    # What it hangs on stands open: nowhere else does the page name it.
    return Folded(_("Đơn và vụ việc"), context, said, waits=waits or bool(found), anchor="don-vu-viec")


def ties(record: Record, reach: Reach) -> list[Tie]:
    """What the account sees of it as an officer, the earliest first; of a letter the other letters of its matters too."""
    near = Q(record_id=record.pk) | Q(source_id=record.pk)
    matters = Link.objects.filter(source_id=record.pk, record__type="vu_viec").values("record_id")
    links = list(Link.objects.filter(near | Q(record_id__in=matters) if record.type == "don" else near))
    ends = {pk for link in links for pk in (link.record_id, link.source_id)} - {record.pk}
    rows = reach.seen(Record.objects.filter(pk__in=ends, type__in=TYPES)).order_by("received_on", "id")
    seen = {row.pk: row for row in rows}
    told: dict[int, Tie] = {}
    for link in sorted(links, key=lambda link: record.pk not in (link.record_id, link.source_id)):
        other = seen.get(link.source_id if link.record_id == record.pk else link.record_id)
        if record.pk not in (link.record_id, link.source_id):
            other = seen.get(link.source_id)
            if other is not None:
                told.setdefault(other.pk, Tie(_("Đơn cùng vụ việc"), other))
        elif other is not None:
            told[other.pk] = Tie(_words(record, other, link), other, _undoable(record, other, link, reach))
    return [told[pk] for pk in seen if pk in told]


def _words(record: Record, other: Record, link: Link) -> str:
    """What the other is to this one."""
    joins, is_later = link.kind == Link.Kind.JOINS, link.record_id == record.pk
    if (record.type, other.type) == ("don", "vu_viec"):
        return _("Nhập vào vụ việc") if joins else _("Vụ việc của đơn")
    if (record.type, other.type) == ("vu_viec", "don"):
        return _("Đơn nhập thêm") if joins else _("Đơn mở vụ việc")
    if record.type == "vu_viec":
        return _("Vụ việc lần đầu") if is_later else _("Vụ việc lần hai")
    if joins:
        return _("Nhập vào đơn trước") if is_later else _("Đơn sau nhập vào")
    return _("Tách từ đơn") if is_later else _("Đơn tách ra")


def _undoable(record: Record, other: Record, link: Link, reach: Reach) -> int | None:
    link.record, link.source = (record, other) if link.record_id == record.pk else (other, record)
    further = link.source if link.kind == Link.Kind.JOINS and link.record.type == "vu_viec" else link.record
    may = further.unit_id in reach.units(joining.HANDLE)
    return link.pk if may and joining.may_be_untied(link) else None


def _acts(record: Any, reach: Reach) -> list[str]:
    """Names of what the account may do here, in the order shown; asks nothing of the database."""
    if record.unit_id not in reach.units(joining.HANDLE):
        return []
    if isinstance(record, Matter):
        again = record.kind == Kind.COMPLAINT and record.instance == 2 and not record.closed_on
        return ["lan_dau"] if again else []
    acts = ["nhap"] if record.kind and not record.closed_on else []
    if record.unit_id in reach.units("records.classify"):
        acts += ["tach"] if record.state in splitting.OPEN else []
        named = bool(record.identity_released_on)
        acts += ["la_to_cao"] if named and record.state in ("thu_ly", "giai_quyet") else []
    return acts


def open_matters(letter: Letter, reach: Reach, number: str = "") -> list[Matter]:
    """Open matters of the letter's unit and class that the account sees: that of a number, else those of its sender."""
    rows = Matter.objects.filter(unit_id=letter.unit_id, kind=letter.kind, closed_on__isnull=True)
    rows = rows.exclude(sources__source_id=letter.pk)
    names = PersonalDetails.objects.filter(pk=letter.pk).values_list("full_name", flat=True)
    return _chosen(reach.seen(rows), number, list(names))


def first_matters(second: Matter, reach: Reach, number: str = "") -> list[Matter]:
    """First instances of complaints that the account sees: those of a number, else those of who complains again."""
    rows = Matter.objects.filter(
        kind=Kind.COMPLAINT, instance=1, received_on__lte=second.received_on
    ).select_related("unit")
    senders = PersonalDetails.objects.filter(record__outcomes__record_id=second.pk)
    return _chosen(reach.seen(rows), number, list(senders.values_list("full_name", flat=True)))


def _chosen(rows: QuerySet, number: str, names: list[str]) -> list[Matter]:
    """At most MOST, the newest first; letters of a name by the index of names. Refusal for a number that is none."""
    if number.strip():
        told = register_number(number)
        if told is None:
            raise Refusal(_("Hãy ghi số vụ việc theo dạng số/năm, ví dụ 12/2023."))
        rows = rows.filter(register_no=told[0], register_year=told[1])
    else:
        folded = {" ".join(fold(name).split()) for name in names} - {""}
        letters = [pk for name in sorted(folded)[:MOST] for pk in letters_of(name)]
        rows = rows.filter(sources__source_id__in=letters)
    return list(rows.distinct().order_by("-received_on", "-id")[:MOST])
