"""The people of an administrator's units, one person's page, and what each role may do in words."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.org import places
from danvan.org.models import ApiToken, Delegation, Person, PostHolding, RoleGrant
from danvan.org.pages import told
from danvan.org.pages.acting import show
from danvan.org.people.managing import managed_units
from danvan.org.roles import PERMISSIONS, ROLES
from danvan.org.today import today
from danvan.ui.guarding import NotAllowed, officers_page
from danvan.ui.vietnamese import fold

SIZE = 50


def require_managing(request: HttpRequest) -> set[int]:
    """Ids of the units that the account manages; NotAllowed when there is none."""
    managed = managed_units(request.user, today())  # type: ignore[arg-type]
    if not managed:
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không quản trị người của đơn vị nào; hãy liên hệ người quản trị.")
        )
    return managed


def known_to(managed: set[int]) -> QuerySet[Person]:
    """The people who work at the units."""
    return Person.objects.filter(unit_id__in=managed)


def one(request: HttpRequest, pk: int) -> Person:
    """A person of the account's units; Http404 for others, the same as for one that is not there."""
    person = known_to(require_managing(request)).filter(pk=pk).select_related("unit").first()
    if person is None:
        raise Http404
    return person


@require_safe
@officers_page
def people_list(request: HttpRequest) -> HttpResponse:
    """People of the units, by given name, sought without marks by name or user name."""
    managed, day = require_managing(request), today()
    words, unit, after = (_asked(request, name) for name in ("tu", "don_vi", "sau"))
    found = known_to(managed)
    for word in fold(words).split():
        found = found.filter(Q(folded__contains=word) | Q(accounts__username__contains=word))
    if unit.isascii() and unit.isdigit() and len(unit) < 19:
        found = found.filter(unit_id=int(unit))
    found = _after(found.distinct(), after)
    rows = list(found.order_by("name_key", "id").prefetch_related("accounts")[: SIZE + 1])
    asked = request.GET.copy()
    asked["sau"] = str(rows[SIZE - 1].pk) if len(rows) > SIZE else ""
    context = {
        "lines": _lines(rows[:SIZE], day),
        "units": places.choices(managed, day),
        "words": words,
        "unit": unit,
        "is_filtered": bool(words or unit),
        "next": f"?{asked.urlencode()}" if asked["sau"] else "",
    }
    return show(request, "org/people.html", context)


def _asked(request: HttpRequest, name: str) -> str:
    """What an address asks, without the byte at which the database would break off."""
    return request.GET.get(name, "").replace("\0", "").strip()[:80]


def _after(found: QuerySet[Person], key: str) -> QuerySet[Person]:
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return found
    last = Person.objects.filter(pk=int(key)).values_list("name_key", "id").first()
    return found.filter(TupleGreaterThan((F("name_key"), F("id")), last)) if last else found


def _lines(people: list[Any], day: Any) -> list[dict[str, Any]]:
    roles = defaultdict(list)
    for grant in RoleGrant.objects.on(day).filter(person__in=people).order_by("id"):
        roles[grant.person_id].append(told.role(grant.role))
    named = places.names({person.unit_id for person in people if person.unit_id}, day)
    return [
        {
            "person": person,
            "unit": named.get(person.unit_id or 0, ""),
            "roles": roles[person.pk],
            "accounts": list(person.accounts.all()),
            "address": reverse("org:person", args=[person.pk]),
        }
        for person in people
    ]


@require_safe
@officers_page
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account, roles, posts, delegations, tokens, and the book of changes."""
    person, day = one(request, pk), today()
    grants = list(person.grants.filter(valid__isempty=False).order_by("valid", "id"))
    held = list(PostHolding.objects.filter(person=person).select_related("post").order_by("valid"))
    lent = list(told.delegations(Delegation.objects.filter(Q(giver=person) | Q(receiver=person))))
    changes = list(person.changes.select_related("by__person").order_by("-id")[:100])
    told_of: list[Any] = [person, *grants, *lent, *changes, *(row.post for row in held)]
    named = places.names({row.unit_id for row in told_of if row.unit_id}, day)
    context = {
        "person": person,
        "unit": named.get(person.unit_id or 0, ""),
        "accounts": list(person.accounts.order_by("id")),
        "grants": [told.grant(row, named, day) for row in grants],
        "posts": [told.post(row, named, day) for row in held],
        "lent": [told.delegation(row, named, day) for row in lent],
        "tokens": ApiToken.objects.filter(account__person=person).order_by("-id"),
        "changes": [told.change(row, named) for row in changes],
        "is_self": request.user.person_id == person.pk,  # type: ignore[union-attr]
        "today": day,
    }
    return show(request, "org/person.html", context)


@require_safe
@officers_page
def roles_page(request: HttpRequest) -> HttpResponse:
    """Every role in words, with what it may do."""
    listed = [
        (role, [words for key, words in PERMISSIONS.items() if key in role.permissions])
        for role in ROLES.values()
    ]
    return show(request, "org/roles.html", {"roles": listed})
