"""Roles, posts, delegations and changes as lines to read."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.org.models import AccessChange, Delegation, PostHolding, RoleGrant
from danvan.org.roles import PERMISSIONS, ROLES
from danvan.ui.dates import day as in_words

Names = Mapping[int, str]


def role(key: str) -> str:
    """The role's name; the key itself for one that the program no longer knows."""
    return ROLES[key].label if key in ROLES else key


def days(valid: Any) -> str:
    """ "từ 1/7/2021", "từ 1/7/2021 đến hết 31/3/2023"."""
    if valid.upper is None:
        return _("từ %(since)s") % {"since": in_words(valid.lower)}
    last = valid.upper - timedelta(days=1)
    return _("từ %(since)s đến hết %(last)s") % {"since": in_words(valid.lower), "last": in_words(last)}


def standing(valid: Any, day: date) -> str:
    """Whether the days have come, in a word."""
    if valid.isempty or (valid.upper and valid.upper <= day):
        return _("đã hết")
    return _("đang giữ") if valid.lower <= day else _("chưa đến ngày")


def place(unit_id: int, covers_below: bool, named: Names) -> str:
    """The unit, and that those below are meant too."""
    name = named.get(unit_id, "")
    return _("%(unit)s và các đơn vị trực thuộc") % {"unit": name} if covers_below else name


def grant(row: RoleGrant, named: Names, day: date) -> dict[str, Any]:
    """A role given."""
    state = standing(row.valid, day)
    return {
        "pk": row.pk,
        "role": role(row.role),
        "place": place(row.unit_id, row.covers_below, named),
        "days": days(row.valid),
        "state": state,
        "is_open": state != _("đã hết"),
    }


def post(row: PostHolding, named: Names, day: date) -> dict[str, Any]:
    """A post held."""
    state = standing(row.valid, day)
    return {
        "pk": row.pk,
        "title": row.post.title,
        "place": named.get(row.post.unit_id, ""),
        "days": days(row.valid),
        "state": state,
        "is_open": state != _("đã hết") and row.valid.upper is None,
    }


def delegations(rows: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """The newest first, with both people."""
    return rows.select_related("giver", "receiver").order_by("-id")[:100]


def delegation(row: Delegation, named: Names, day: date) -> dict[str, Any]:
    """A delegation, with its state: withdrawn, over, in force or to come."""
    state = standing(row.valid, day)
    if row.ended_on and row.ended_on <= day:
        state = _("đã thôi từ %(day)s") % {"day": in_words(row.ended_on)}
    elif state == _("đang giữ"):
        state = _("đang hiệu lực")
    return {
        "row": row,
        "role": role(row.role),
        "what": [PERMISSIONS.get(key, key) for key in row.permissions],
        "place": place(row.unit_id, row.covers_below, named),
        "days": days(row.valid),
        "state": state,
        "is_open": not row.ended_on and row.valid.upper > day,
    }


def change(row: AccessChange, named: Names) -> dict[str, Any]:
    """A line of the book: when, who, what, where, why."""
    facts = row.facts
    what = [str(row.get_what_display())]
    if "role" in facts:
        what.append(role(facts["role"]))
    what += [facts[name] for name in ("title", "name", "paper_no", "username") if name in facts]
    return {
        "at": row.at,
        "by": str(row.by) if row.by else _("lệnh của hệ thống"),
        "what": " · ".join(what),
        "place": named.get(row.unit_id or 0, ""),
        "why": row.why,
    }
