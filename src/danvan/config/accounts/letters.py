"""Letters about an account, to the address its administrator wrote: recovery of the password, and warnings.

A page only leaves a job that names accounts by number. The worker makes the link and sends the letter, so that a page
answers in the same time for any address and no link lies in the queue of jobs.
"""

from typing import Any
from urllib.parse import urljoin

from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import base36_to_int
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from danvan.org.models import Account

RECOVERY_JOB = "danvan.config.tasks.write_recovery"
WARNING_JOB = "danvan.config.tasks.write_warning"

LETTER_MINUTES = 60

# What has changed, by the name that allauth gives to its own letter.
CHANGES = {
    "password_changed": gettext_lazy("Mật khẩu vừa được đổi."),
    "password_reset": gettext_lazy("Mật khẩu vừa được đặt lại bằng liên kết gửi qua thư."),
    "password_set": gettext_lazy("Mật khẩu vừa được đặt."),
    "totp_activated": gettext_lazy("Xác thực hai lớp bằng ứng dụng vừa được bật."),
    "totp_deactivated": gettext_lazy("Xác thực hai lớp bằng ứng dụng vừa bị tắt."),
    "webauthn_added": gettext_lazy("Một khóa truy cập vừa được thêm."),
    "webauthn_removed": gettext_lazy("Một khóa truy cập vừa bị bỏ."),
    "factors_forgotten": gettext_lazy("Người vận hành vừa gỡ mọi lớp xác thực thứ hai theo yêu cầu."),
    "own_phrase_made": gettext_lazy("Cụm mật khẩu riêng dùng khi làm việc vừa được đặt."),
    "own_phrase_ended": gettext_lazy("Cụm mật khẩu riêng dùng khi làm việc vừa bị kết thúc."),
    "recovery_codes_generated": gettext_lazy("Mã dự phòng vừa được lập mới; mã cũ không dùng được nữa."),
}


class LetterTokens(PasswordResetTokenGenerator):
    """Keys of letters: any mailbox may be read by others, so they are good for an hour, not for days."""

    key_salt = "danvan.config.accounts.letters"

    def check_token(self, user, token) -> bool:
        """True for a key of this account, unused, not older than an hour."""
        if not super().check_token(user, token):
            return False
        made = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made <= LETTER_MINUTES * 60


def may_recover(account: Account) -> bool:
    """True where a letter may open the account: not disabled, not illustrative, not one of single sign-on alone."""
    if not account.is_active or account.is_illustrative or not account.email:
        return False
    return account.has_usable_password() or not SocialAccount.objects.filter(user=account).exists()


def recover(address: str) -> None:
    """Leave the letters for an address to the worker; one job whether or not anybody has it."""
    ids: JSONValue = [account.pk for account in with_address(address) if may_recover(account)]
    app.configure_task(RECOVERY_JOB).defer(account_ids=ids)


def with_address(address: str) -> QuerySet[Account]:
    """Active accounts with the address that their administrator wrote, whatever its case."""
    return Account.objects.filter(email__iexact=address, is_active=True).order_by("pk")


def warn(account: Any, change: str) -> None:
    """Leave a warning to the worker, where the account has an address and the change is one to be told."""
    if account.email and change in CHANGES and not account.is_illustrative:
        app.configure_task(WARNING_JOB).defer(account_id=account.pk, change=change)


def write_recovery(account_ids: list[int]) -> int:
    """Send a link to each account that may still be recovered; how many."""
    accounts = [account for account in Account.objects.filter(pk__in=account_ids) if may_recover(account)]
    for account in accounts:
        key = f"{user_pk_to_url_str(account)}-{LetterTokens().make_token(account)}"
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        # Never the host that the request named: it would let a stranger choose where the link leads.
        link = urljoin(settings.SITE_ORIGIN, path.replace("UID-KEY", key))
        words = {"link": link, "minutes": LETTER_MINUTES}
        _send(account, _("Đặt mật khẩu mới"), "account/letters/recovery.txt", words)
    return len(accounts)


def write_warning(account_id: int, change: str) -> int:
    """Tell an account what has been changed in it; how many letters went."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not account.email:
        return 0
    _send(account, _("Tài khoản vừa có thay đổi"), "account/letters/warning.txt", {"change": CHANGES[change]})
    return 1


def _send(account: Account, subject: str, template: str, words: dict[str, Any]) -> None:
    text = render_to_string(template, words | {"account": account})
    send_mail(f"[Danvan] {subject}", text, settings.DEFAULT_FROM_EMAIL, [account.email])
