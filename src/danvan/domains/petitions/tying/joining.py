"""Letters and matters that belong together: letters of one content, letters of one matter, a second instance.

A tie of kind JOINS between two letters, or between a matter and a letter, makes the further letter count as a đơn and no
more as a vụ việc (`counts_as_matter`). Reasons are chosen from a list, never typed: the history keeps them for good, and
any letter may turn out to be a tố cáo later.
"""

from datetime import date

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models import Kind, Letter, LikePair, Matter
from danvan.org.models import Account
from danvan.records import steps, writing
from danvan.records.history import say_who
from danvan.records.models import Link, Record
from danvan.records.visibility import require, visible_records
from danvan.ui.errors import Refusal

HANDLE = "records.handle"


class Because(models.TextChoices):
    """Why records are tied."""

    SAME = "cung_noi_dung", _("Cùng người gửi, cùng nội dung")
    MANY = "nhieu_nguoi", _("Nhiều người cùng gửi về một việc")
    AGAIN = "gui_them", _("Đơn gửi lại hoặc gửi bổ sung")


class Parting(models.TextChoices):
    """Why a tie is taken back."""

    MISTAKEN = "gan_nham", _("Gắn nhầm hồ sơ")
    DIFFERENT = "khac_noi_dung", _("Xem lại thấy nội dung khác nhau")


@transaction.atomic
def join(letter: Letter, matter: Matter, *, by: Account, reason: str) -> Link:
    """Tie a further letter to an open matter of the same unit and class; it counts as a matter no more.

    Accepted afterwards it opens no matter of its own, and it is settled with the matter. `reason` is one of Because.
    Refusal for another class, an ended matter, a letter not classified or joined before.
    """
    _lock(letter, matter)
    kept, onto = Letter.objects.get(pk=letter.pk), Matter.objects.get(pk=matter.pk)
    require(by, HANDLE, kept.unit)
    require(by, HANDLE, onto.unit)
    _of_one_class(kept, onto.kind)
    if kept.closed_on:
        raise Refusal("Đơn đã kết thúc nên không nhập vào vụ việc được nữa.")
    if onto.closed_on:
        raise Refusal("Vụ việc đã giải quyết nên không nhập thêm đơn; hãy thụ lý hoặc xếp lưu đơn.")
    if onto.unit_id != kept.unit_id:
        raise Refusal("Vụ việc ở đơn vị khác; hãy chuyển đơn đến đơn vị đó.")
    if Link.objects.filter(record_id=onto.pk, source_id=kept.pk).exists():
        raise Refusal("Đơn này đã gắn với vụ việc đó.")
    return _tied(onto, kept, kept, by, reason)


@transaction.atomic
def join_letters(later: Letter, earlier: Letter, *, by: Account, reason: str) -> Link:
    """Tie a letter to an earlier one of the same content and class, at whatever unit; it counts as a matter no more.

    `reason` is one of Because. The right is asked over the later letter alone; who calls sees to it that the earlier may
    be read. Refusal for another class, a letter not classified, and where the earlier was joined to the later.
    """
    _lock(later, earlier)
    kept, onto = Letter.objects.get(pk=later.pk), Letter.objects.get(pk=earlier.pk)
    require(by, HANDLE, kept.unit)
    _of_one_class(kept, onto.kind)
    if kept.secrecy == Record.Secrecy.SEALED:
        raise Refusal("Đơn tố cáo không nhập vào đơn khác; nếu đã có vụ việc, hãy nhập vào vụ việc.")
    if Link.objects.filter(record_id=onto.pk, source_id=kept.pk, kind=Link.Kind.JOINS).exists():
        raise Refusal("Đơn trước đã nhập vào đơn này; hãy gỡ việc nhập đó rồi nhập lại.")
    return _tied(kept, onto, kept, by, reason)


@transaction.atomic
def tie_second(second: Matter, first: Matter, *, by: Account) -> Link:
    """Tie a matter of the second instance to the first it follows, wherever each is kept; both may be read by who ties."""
    _lock(second, first)
    require(by, HANDLE, second.unit)
    if (first.instance, second.instance) != (1, 2) or not (first.kind == second.kind == Kind.COMPLAINT):
        raise Refusal("Chỉ gắn vụ việc khiếu nại lần hai với vụ việc lần đầu của nó.")
    if not visible_records(Record.objects.filter(pk=first.pk), by).exists():
        raise Refusal("Vụ việc lần đầu ở đơn vị mà Bà/Ông không được xem; hãy nhờ người xem được cả hai gắn.")
    if first.received_on > second.received_on:
        raise Refusal("Vụ việc lần đầu thụ lý sau vụ việc lần hai; hãy xem lại số vụ việc.")
    if Link.objects.filter(record_id=second.pk, source__type="vu_viec").exists():
        raise Refusal("Vụ việc lần hai đã gắn với vụ việc lần đầu.")
    say_who(by, "Gắn với vụ việc lần đầu")
    return Link.objects.create(record_id=second.pk, source_id=first.pk)


@transaction.atomic
def untie(link: Link, *, by: Account, on: date, reason: str) -> None:
    """Take a tie back that a person made; the history keeps that it was there. `reason` is one of Parting.

    A letter that is tied to nothing any more counts as a matter again, and where it was accepted into the matter it opens
    one of its own from the day of its acceptance. Refusal where one has ended, and for ties that the law's steps made.
    """
    _lock(link.record, link.source)
    record, source = link.record.own(), link.source.own()
    letter = _further(record, source, link)
    require(by, HANDLE, (letter or record).unit)
    why = _chosen(Parting, reason)
    if isinstance(record, Matter) and record.closed_on:
        raise Refusal("Vụ việc đã kết thúc nên không gỡ được nữa: kết quả đã ghi cho cả các đơn của nó.")
    say_who(by, why)
    with connection.cursor() as cursor:
        cursor.execute("SELECT petitions_untie(%s)", [link.pk])
    pairs = LikePair.objects.filter(later_id=record.pk, earlier_id=source.pk, state=LikePair.State.JOINED)
    pairs.update(state=LikePair.State.PROPOSED, decided_by=None, decided_at=None, reason="")
    if letter is None or _is_joined(letter):
        return
    _count(letter, counts=True)
    if letter.state == "thu_ly":
        open_matter(letter, by, letter.handled_on or on)


def may_be_untied(link: Link) -> bool:
    """Whether a person made the tie: a letter joined, or a second instance tied. Both ends are at hand."""
    types = (link.record.type, link.source.type)
    if link.kind == Link.Kind.JOINS:
        return types in (("don", "don"), ("vu_viec", "don"))
    return types == ("vu_viec", "vu_viec")


def open_matter(letter: Letter, by: Account, on: date) -> None:
    """Open the matter of an accepted letter; its limit of settlement runs from the day of acceptance.

    One that was joined to an open matter opens none of its own, and one joined to an earlier letter shares the open matter
    of that letter at the same unit.
    """
    if has_open_matter(letter):
        return
    if shared := _matter_of_the_earlier(letter):
        _tied(shared, letter, letter, by, Because.SAME)
        return
    writing.open_record(
        "vu_viec",
        by=by,
        unit=letter.unit,
        on=on,
        arises_from=letter,
        kind=letter.kind,
        field=letter.field,
        instance=letter.instance if letter.kind != Kind.PROPOSAL else 1,
        is_dispute=letter.is_dispute,
        contested=letter.contested,
        secrecy=letter.secrecy,
        is_illustrative=letter.is_illustrative,
    )


def has_open_matter(letter: Record) -> bool:
    """Whether a matter that arose from the letter, or that it was joined to, is still being settled."""
    return Matter.objects.filter(sources__source_id=letter.pk, closed_on__isnull=True).exists()


def _matter_of_the_earlier(letter: Letter) -> Matter | None:
    joined_to = Link.objects.filter(record_id=letter.pk, source__type="don", kind=Link.Kind.JOINS)
    return Matter.objects.filter(
        sources__source_id__in=joined_to.values("source_id"),
        unit_id=letter.unit_id,
        kind=letter.kind,
        closed_on__isnull=True,
    ).first()


def _lock(*records: Record) -> None:
    """No step of either record runs beside this: the writers lock the spine's row first, too."""
    pks = [record.pk for record in records]
    list(Record.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def _of_one_class(letter: Letter, kind: str | None) -> None:
    if letter.kind is None or kind is None:
        raise Refusal("Đơn chưa phân loại nên chưa nhập được; hãy phân loại trước.")
    if letter.kind != kind:
        raise Refusal("Chỉ nhập đơn vào đơn, vụ việc cùng loại.")


def _tied(record: Record, source: Record, letter: Letter, by: Account, reason: str) -> Link:
    say_who(by, _chosen(Because, reason))
    link, _is_new = Link.objects.get_or_create(record_id=record.pk, source_id=source.pk, kind=Link.Kind.JOINS)
    _count(letter, counts=False)
    return link


def _is_joined(letter: Letter) -> bool:
    """Joined to another letter, or as a further letter to a matter."""
    to_matter = Q(source_id=letter.pk, record__type="vu_viec")
    return Link.objects.filter(Q(record_id=letter.pk) | to_matter, kind=Link.Kind.JOINS).exists()


def _further(record: Record, source: Record, link: Link) -> Letter | None:
    """The letter that a tie made a further one; None of a second instance. Refusal for every other tie."""
    if not may_be_untied(link):
        raise Refusal("Liên kết này do bước xử lý tạo ra nên không gỡ được.")
    if link.kind != Link.Kind.JOINS:
        return None
    letter = source if isinstance(record, Matter) else record
    assert isinstance(letter, Letter)
    return letter


def _count(letter: Letter, *, counts: bool) -> None:
    if letter.counts_as_matter == counts:
        return
    letter.counts_as_matter = counts
    letter.version += 1
    steps.describe(letter, letter.declared)
    letter.save()


def _chosen(reasons: type[models.TextChoices], reason: str) -> str:
    if reason not in reasons.values:
        raise Refusal("Còn thiếu lý do; hãy chọn một lý do trong danh sách.")
    return str(reasons(reason).label)
