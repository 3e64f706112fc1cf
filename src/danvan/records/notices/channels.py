"""The ways that a notice takes: a letter through Django's mail settings, a message through a gateway over HTTP.

A gateway is off unless settings.NOTICE_GATEWAYS names its channel. It gets one POST of JSON, {"id", "to", "text"}, with
the key of the notice as Idempotency-Key, and answers 2xx once it has taken the message. «Chép tay» has no adapter: a
person copies the text and says so on its page.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from danvan.org.models import Account
from danvan.records.models import Channel, Notice, NoticeWish

SECONDS = 10


class NotSent(Exception):
    """The message has not been taken; the sentence goes to the page of notices and names no address."""


class NobodyThere(NotSent):
    """There is no address any more; trying again is of no use."""


def enabled() -> list[Channel]:
    """The channels that this installation offers."""
    return [Channel.EMAIL, *(Channel(key) for key in settings.NOTICE_GATEWAYS), Channel.BY_HAND]


@dataclass(frozen=True, slots=True)
class Address:
    """Where one who has no account is reached, read for this sending alone.

    `words` is a line that the notice must not hold itself: a code that opens something.
    """

    email: str = ""
    phone: str = ""
    words: str = ""


# Word of `Notice.to` → its reader: the number after the colon gives an address, None where there is none any more.
addressees: dict[str, Callable[[int], Address | None]] = {}
# Word → what takes the address away, once the notice went or never will.
forgetting: dict[str, Callable[[int], None]] = {}


def deliver(notice: Notice) -> None:
    """Hand a notice over. Raises NotSent when it has not been taken."""
    if notice.account and not notice.account.is_active:
        raise NobodyThere(_("Tài khoản nhận đã bị khóa."))
    _ADAPTERS[notice.channel](notice)


def _address(notice: Notice) -> Address:
    """The address of an account, or what the room named in `to` says."""
    if notice.account:
        phone = phone_of(notice.account) if notice.channel != Channel.EMAIL else ""
        return Address(notice.account.email, phone)
    word, _colon, number = notice.to.partition(":")
    found = addressees[word](int(number)) if word in addressees and number.isdigit() else None
    if found is None:
        raise NobodyThere(_("Người nhận không còn chờ tin này."))
    return found


def _email(notice: Notice) -> None:
    found = _address(notice)
    if not found.email:
        raise NobodyThere(_("Tài khoản nhận chưa có địa chỉ thư điện tử."))
    headers = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(
        f"[Danvan] {notice.subject}",
        text_of(notice, found.words),
        settings.DEFAULT_FROM_EMAIL,
        [found.email],
        headers=headers,
    )
    try:
        letter.send()
    except (OSError, ValueError) as fault:  # what smtplib raises is an OSError
        # Its words repeat addresses; only its kind is told.
        raise NotSent(_("Máy chủ thư không nhận (%(kind)s).") % {"kind": type(fault).__name__}) from None


def message_id(notice: Notice) -> str:
    """The same for every attempt, so that a server which took the first one drops the second."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{sha256(notice.key.encode()).hexdigest()[:32]}@{host}>"


def text_of(notice: Notice, words: str = "") -> str:
    """The words with the addresses under them."""
    links = (urljoin(settings.SITE_ORIGIN, path) for path in notice.links)
    return "\n\n".join([notice.body, *filter(None, [words]), *links]) + "\n"


def forget(notice: Notice) -> None:
    """Have the address of a notice without account taken away where its room asked for that."""
    word, _colon, number = notice.to.partition(":")
    if word in forgetting and number.isdigit():
        forgetting[word](int(number))


def _gateway(notice: Notice) -> None:
    gateway = settings.NOTICE_GATEWAYS.get(notice.channel)
    if gateway is None:
        raise NotSent(_("Cổng tin nhắn này chưa được bật."))
    phone = _address(notice).phone
    if not phone:
        raise NobodyThere(_("Tài khoản nhận chưa ghi số điện thoại."))
    sent = {"id": notice.key, "to": phone, "text": text_of(notice).strip()}
    headers = {"Content-Type": "application/json", "Idempotency-Key": notice.key}
    if gateway["token"]:
        headers["Authorization"] = f"Bearer {gateway['token']}"
    request = urllib.request.Request(gateway["url"], json.dumps(sent).encode(), headers, method="POST")
    try:
        with _opener.open(request, timeout=SECONDS):
            pass
    except urllib.error.HTTPError as answer:
        raise NotSent(_("Cổng tin nhắn từ chối (mã %(code)d).") % {"code": answer.code}) from None
    except (OSError, HTTPException) as fault:  # what answers may not speak HTTP
        raise NotSent(
            _("Không nối được cổng tin nhắn (%(kind)s).") % {"kind": type(fault).__name__}
        ) from None


class _Straight(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: a number and a token go to the named address and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Straight)


def phone_of(account: Account) -> str:
    """The number that the account gave for this purpose; empty without one. One query."""
    return NoticeWish.objects.filter(account=account).values_list("phone", flat=True).first() or ""


_ADAPTERS: dict[str, Callable[[Notice], None]] = {
    Channel.EMAIL: _email,
    Channel.SMS: _gateway,
    Channel.ZALO: _gateway,
}
