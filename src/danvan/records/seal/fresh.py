"""Whether who asks has just shown again who he is: asked before an own seal key is made or ended, as for other factors.

allauth's own decorator is not used: it keeps a sent form in the session until then, and here passphrases are sent.
"""

import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.ui.errors import Refusal


def is_fresh(request: HttpRequest) -> bool:
    """Shown again within the log-in's own time; of an account of single sign-on alone, logged in within it."""
    if get_reauthentication_flows(request.user):
        return bool(did_recently_reauthenticate(request))
    logged_in = [one["at"] for one in get_authentication_records(request, request.user) if "at" in one]
    return bool(logged_in) and time.time() - max(logged_in) < app_settings.REAUTHENTICATION_TIMEOUT


def require_fresh(request: HttpRequest) -> None:
    """Refusal saying what to do first."""
    if is_fresh(request):
        return
    if get_reauthentication_flows(request.user):
        raise Refusal(_("Hãy xác nhận lại đăng nhập trước khi đặt hoặc kết thúc khóa niêm phong."))
    raise Refusal(_("Hãy đăng xuất, đăng nhập lại rồi làm ngay: lần đăng nhập này đã lâu."))


def way(request: HttpRequest, onwards: str = "") -> str:
    """Where the log-in is shown again, and on to `onwards`, by default the own key's page.

    Empty when nothing needs to be, or the account has no such page.
    """
    if is_fresh(request) or not get_reauthentication_flows(request.user):
        return ""
    following = urlencode({"next": onwards or reverse("seal:own_key")})
    return f"{reverse('account_reauthenticate')}?{following}"
