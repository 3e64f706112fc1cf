"""Tokens of machines: one's own, and for the administrator those of the unit's people."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.org import places, roles
from danvan.org.models import ApiToken, Unit
from danvan.org.pages.acting import Act, act_page, show
from danvan.org.pages.forms import ReasonForm, TokenForm
from danvan.org.people import tokens
from danvan.org.people.managing import managed_units
from danvan.org.today import today
from danvan.ui.guarding import officers_page


@require_safe
@officers_page
def token_list(request: HttpRequest) -> HttpResponse:
    """My tokens and those of the people whom I manage; no secret, only its last four characters."""
    by: Any = request.user
    day = today()
    rows = list(_seen(by).select_related("account__person").order_by("-id")[:200])
    named = places.names({row.unit_id for row in rows}, day)
    lines = [
        {
            "row": row,
            "unit": named.get(row.unit_id, ""),
            "scopes": [roles.PERMISSIONS.get(scope, scope) for scope in row.scopes],
            "is_alive": row.revoked_at is None and row.expires_on >= day,
        }
        for row in rows
    ]
    return show(request, "org/tokens.html", {"lines": lines, "may_make": bool(_reached(by))})


def _seen(by: Any) -> Any:
    return ApiToken.objects.filter(
        Q(account_id=by.pk) | Q(account__person__unit_id__in=managed_units(by, today()))
    )


def _reached(by: Any) -> frozenset[int]:
    held = roles.rights(by, today())
    return frozenset[int]().union(*(held.units(scope) for scope in tokens.SCOPES))


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def make(request: HttpRequest) -> HttpResponse:
    """A token for a machine that asks in my name; its secret is shown once."""
    by: Any = request.user
    act = Act(
        _("Cấp mã truy cập cho phần mềm"),
        _(
            "Phần mềm đọc thay mặt Bà/Ông, không bao giờ được nhiều hơn quyền của Bà/Ông. Mã chỉ hiện một lần."
        ),
        _("Cấp mã"),
        reverse("org:tokens"),
    )

    def run(said: dict[str, Any]) -> tuple[ApiToken, str]:
        unit = Unit.objects.get(pk=said.pop("unit"))
        return tokens.make_token(by=by, unit=unit, **said)

    def shown(outcome: tuple[ApiToken, str]) -> HttpResponse:
        return show(request, "org/token.html", {"token": outcome[0], "secret": outcome[1]})

    return act_page(request, act, TokenForm, run, shown=shown, units=places.choices(_reached(by), today()))


@require_http_methods(["GET", "HEAD", "POST"])
@officers_page
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token at once."""
    by: Any = request.user
    token = get_object_or_404(_seen(by).select_related("account__person", "unit"), pk=pk)
    if token.revoked_at:
        raise Http404
    act = Act(
        _("Thu hồi mã “%(name)s”") % {"name": token.name},
        _("Phần mềm dùng mã này bị từ chối ngay từ lần hỏi tiếp theo; mã không khôi phục được."),
        _("Thu hồi mã"),
        reverse("org:tokens"),
        _("Đã thu hồi mã."),
    )
    return act_page(request, act, ReasonForm, lambda said: tokens.revoke_token(token, by=by, **said))
