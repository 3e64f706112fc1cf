"""Who holds which post. A post gives no right; it says whose duty a duty is."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Account, Person, Post, PostHolding, Unit
from danvan.org.people.book import note
from danvan.org.people.managing import managed_units, require_unit
from danvan.org.today import today
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

HEAD, DEPUTY, OTHER = "dung_dau", "cap_pho", "khac"


@transaction.atomic
def hold_post(
    person: Person,
    *,
    by: Account,
    unit: Unit,
    title: str,
    rank: str,
    since: date,
    why: str,
    until: date | None = None,
) -> PostHolding:
    """Note that the person holds a post of the unit; the days may lie in the past, as appointments are noted late.

    A unit's head has one post; another post is a vacant seat of that title, or a new one. Raises Refusal for a foreign
    unit or person and for a post that somebody holds in those days.
    """
    require_unit(by, unit, today())
    if person.unit_id not in managed_units(by, today()):
        raise Refusal(_("Người này không công tác ở đơn vị thuộc phạm vi quản trị của Bà/Ông."))
    if until and until < since:
        raise Refusal(_("Ngày cuối đứng trước ngày đầu; hãy xem lại hai ngày."))
    valid = DateRange(since, until + timedelta(days=1) if until else None)
    post = _seat(unit, " ".join(title.split()), rank, valid)
    try:
        with transaction.atomic():
            holding = PostHolding.objects.create(person=person, post=post, valid=valid)
    except IntegrityError:
        raise Refusal(_held_by(post, valid)) from None
    facts = {"title": post.title, "is_head": post.is_head, "since": since, "until": until}
    note(AccessChange.What.POST_HELD, by=by, person=person, unit=unit, why=why, **facts)
    return holding


def _seat(unit: Unit, title: str, rank: str, valid: DateRange) -> Post:
    if rank == HEAD and (head := Post.objects.filter(unit=unit, is_head=True).first()):
        return head
    if not title or len(title) > 120:
        raise Refusal(_("Tên chức vụ phải có và không dài quá 120 ký tự; hãy xem lại ô chức vụ."))
    alike = Post.objects.filter(unit=unit, title=title, is_head=False, is_deputy=rank == DEPUTY)
    vacant = alike.exclude(holdings__in=PostHolding.objects.filter(valid__overlap=valid)).first()
    if rank != HEAD and vacant:
        return vacant
    return Post.objects.create(unit=unit, title=title, is_head=rank == HEAD, is_deputy=rank == DEPUTY)


def _held_by(post: Post, valid: DateRange) -> str:
    holding = post.holdings.filter(valid__overlap=valid).select_related("person").first()
    name = holding.person.full_name if holding else ""
    return _(
        "Chức vụ “%(title)s” trong khoảng ngày đó đang do %(name)s giữ; hãy ghi thôi chức vụ cho người ấy trước."
    ) % {"title": post.title, "name": name}


@transaction.atomic
def leave_post(holding: PostHolding, *, by: Account, on: date, why: str) -> None:
    """Note the first day on which the person no longer holds the post; Refusal when that is not after the first."""
    unit = holding.post.unit
    require_unit(by, unit, today())
    held = PostHolding.objects.select_for_update().get(pk=holding.pk)
    if not held.valid.lower < on or (held.valid.upper and held.valid.upper <= on):
        raise Refusal(
            _("Ngày thôi chức vụ phải sau ngày %(since)s và trước ngày thôi đã ghi; hãy xem lại ngày.")
            % {"since": day(held.valid.lower)}
        )
    held.valid = DateRange(held.valid.lower, on)
    held.save(update_fields=["valid"])
    note(
        AccessChange.What.POST_LEFT,
        by=by,
        person=held.person,
        unit=unit,
        why=why,
        title=holding.post.title,
        on=on,
    )
