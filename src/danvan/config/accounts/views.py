"""Pages of an account that allauth has not, or has with a gap."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from danvan.config.accounts import factors
from danvan.config.accounts.mfa import HouseMFAAdapter
from danvan.org.today import today


@login_required
def home(request):
    """What protects the account, and where to change it."""
    account = request.user
    held = Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True)
    return render(
        request,
        "account/home.html",
        {
            "has_app": Authenticator.Type.TOTP in held,
            "passkeys": sum(kind == Authenticator.Type.WEBAUTHN for kind in held),
            "has_codes": Authenticator.Type.RECOVERY_CODES in held,
            "sessions": UserSession.objects.filter(user_id=account.pk).count(),
            "guarded_roles": factors.guarded_roles(account, today()),
        },
    )


@login_required
def second_factor_needed(request):
    """Why the desk stays shut, and the two ways to open it."""
    roles = factors.guarded_roles(request.user, today())
    if not roles or factors.has_factor(request.user):
        return redirect("account_home")
    return render(request, "account/second_factor_needed.html", {"guarded_roles": roles})


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class RemovePasskeyView(RemoveWebAuthnView):
    """allauth asks whether a factor may go for applications only; here for passkeys as well."""

    def form_valid(self, form):
        if not factors.may_remove(self.object):
            messages.error(self.request, HouseMFAAdapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


def closed(request, **kwargs):
    """A page of allauth that this installation has not."""
    raise Http404
