"""Log-in of officers: accounts are given by the unit's administrator, never opened by a visitor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from danvan.config.accounts import letters


class ClosedAdapter(DefaultAccountAdapter):
    """Refuses public sign-up; sends letters by the worker; counts failures by the account's name."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Đã sai quá nhiều lần. Vì an toàn, tài khoản này phải chờ năm phút mới thử lại được."
        ),
        "incorrect_code": _("Mã không đúng hoặc đã dùng; hãy chờ ứng dụng đổi sang mã mới rồi nhập lại."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_password_reset_mail(self, user, email: str, context: dict[str, Any]) -> None:
        """Nothing here: `forms.RecoveryForm` has left the letter to the worker, after the same work for any address."""

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        """A warning to the account's own address, written by the worker; `template_prefix` tells what has changed."""
        letters.warn(user, template_prefix.rpartition("/")[2])

    def _get_login_attempts_cache_key(self, request, **credentials: Any) -> str:
        # By the name alone: with the host in the key, each name of this server would allow five more tries.
        return credentials.get("username", "").strip().lower()
