"""The way through the pages: what was answered travels in the body of each form, and is read anew each time.

Nothing of it lies on the server between two pages: no row, no session, no cookie. Files cannot travel, so they are asked
for on the last page.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.org.models import Post, Unit
from danvan.portal.denouncing import form_key
from danvan.portal.denouncing.forms import (
    NAMED,
    NameForm,
    PersonForm,
    ProtectionForm,
    SendForm,
    WordsForm,
)
from danvan.portal.filing import offering, receivers
from danvan.records.models import SealKey
from danvan.records.seal.roster import Offer
from danvan.records.seal.routing import WORDS, Route, route
from danvan.ui.errors import Refusal

# Where the denounced works, as what, the form's own secret, the posts shown.
WAY = ("noi", "la", "khoa", "ds")
PROTECTION, NAME, CONTENT, PERSON, SEND = "bao_ve", "ten", "noi_dung", "nguoi", "gui"
CHANGED = gettext_lazy(
    "Danh sách chức vụ mở được vừa đổi; hãy xem lại, đánh dấu lại rồi tiếp tục, những gì đã gõ vẫn còn."
)
NOT_HERE = gettext_lazy(
    "Nơi này không nhận tố cáo qua mạng; hãy chọn lại nơi người bị tố cáo làm việc để xem phải đưa bản giấy đến đâu."
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its question, its form, its template."""

    key: str
    question: str | Promise
    form: type[forms.Form]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of what is asked."""
        return tuple(self.form.base_fields)


PAGES = (
    Page(PROTECTION, gettext_lazy("Được bảo vệ gì, ai mở được?"), ProtectionForm),
    Page(NAME, gettext_lazy("Gửi có họ tên hay không?"), NameForm),
    Page(CONTENT, gettext_lazy("Chuyện gì đã xảy ra?"), WordsForm),
    Page(PERSON, gettext_lazy("Bà/Ông là ai?"), PersonForm),
    Page(SEND, gettext_lazy("Xem lại và gửi"), SendForm),
)
BY_KEY = {page.key: page for page in PAGES}
TRAVELLING = (*WAY, *(name for page in PAGES if page.key != SEND for name in page.fields))


class Journey:
    """One sending as its body tells it: where it goes, what is offered there, what was answered."""

    def __init__(self, sent: QueryDict, on: date, *, is_ours: bool = True) -> None:
        """Without `is_ours` a page of another site sent it: that one may know the form's secret, so another is drawn."""
        self.sent, self.on = sent, on
        self.way, self.offer = _where(sent, on)
        self.key = form_key.kept(sent.get("khoa", "")) if is_ours else form_key.drawn()

    @property
    def boxes(self) -> list[Post]:
        """The posts that can be ticked: those that will hold a key, then those that only keep a part of the recovery key."""
        return list({post.pk: post for post in (*self.offer.posts, *self.offer.keeping)}.values())

    @property
    def shown(self) -> str:
        """A digest of the posts that are offered, by which a page knows that its sender read these and no others."""
        told = [sorted(post.pk for post in posts) for posts in (self.offer.posts, self.offer.keeping)]
        return blake2b(json.dumps([self.offer.unit_id, *told]).encode(), digest_size=8).hexdigest()

    @property
    def is_named(self) -> bool:
        """Whether the sender gives a name."""
        return self.sent.get("ten") == NAMED

    @property
    def pages(self) -> list[Page]:
        """The pages that are asked."""
        return [page for page in PAGES if page.key != PERSON or self.is_named]

    def page(self, key: str) -> Page | None:
        """The page of that name, if it is asked."""
        return next((page for page in self.pages if page.key == key), None)

    def after(self, page: Page) -> Page:
        """The page that follows."""
        asked = self.pages
        return asked[min(asked.index(page) + 1, len(asked) - 1)]

    def before(self, page: Page) -> Page | None:
        """The page before."""
        place = self.pages.index(page)
        return self.pages[place - 1] if place else None

    def form(self, page: Page, files: Any = None, *, is_sent: bool = True) -> forms.Form:
        """The form of a page: checked (`is_sent`), or showing what was typed there before."""
        more: dict[str, Any] = {"posts": self.boxes} if page.key == PROTECTION else {}
        if is_sent:
            return page.form(self.sent, files, **more)
        typed = {
            name: self.sent.getlist(name) if name == "tru" else self.sent.get(name, "")
            for name in page.fields
        }
        return page.form(initial=typed, **more)

    def wrong(self) -> tuple[Page, forms.Form] | None:
        """The first page before the last whose answers do not hold."""
        for page in self.pages:
            form = self.form(page) if page.key != SEND else None
            if form is not None and not self.is_right(page, form):
                return page, form
        return None

    def is_right(self, page: Page, form: forms.Form) -> bool:
        """Whether the answers of a page hold; the posts ticked are those of today, and leave somebody who can open."""
        if form.is_valid() and page.key == PROTECTION and (told := self._why_not(form.cleaned_data["tru"])):
            form.add_error("tru", told)
        return not form.errors

    def receivers(self) -> list[tuple[SealKey, str]]:
        """Who gets keys: everybody on duty who holds none of the posts that were ticked."""
        return self.offer.without(self._ticked(self.sent.getlist("tru")))

    def opening(self) -> list[str]:
        """The posts of those who get keys, by title."""
        ticked = self._ticked(self.sent.getlist("tru"))
        left = [one for one in self.offer.on_duty if not ticked & {post.pk for post in one.posts}]
        return [post.title for post in replace(self.offer, on_duty=tuple(left)).posts]

    def excluded(self) -> list[str]:
        """The posts that were ticked, by title."""
        ticked = self._ticked(self.sent.getlist("tru"))
        return [post.title for post in self.boxes if post.pk in ticked]

    def values(self) -> dict[str, str]:
        """Every answer as it was checked, by name. To be asked for once `wrong` finds nothing."""
        found: dict[str, str] = {}
        for page in self.pages:
            form = self.form(page)
            if page.key not in (SEND, PROTECTION) and form.is_valid():
                found |= form.cleaned_data
        return found

    def digest(self) -> str:
        """Of the way and of every answer as it was checked: who sends the same again sends the same words."""
        told = [self.way.at.pk, self.way.post, sorted(self._ticked(self.sent.getlist("tru"))), self.values()]
        return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=32).hexdigest()

    def hidden(self, page: Page) -> list[tuple[str, str]]:
        """(name, value) of all that travels past a page: what was answered on the others, and the way."""
        if page.key == SEND:
            self.key = form_key.lasting(self.key)
        told = [("khoa", self.key)]
        if page.key == PROTECTION:
            told.append(("ds", self.shown))
        left_out = [*page.fields, *(given for given, _value in told)]
        if page.key != NAME and not self.is_named:  # who chose to give no name carries none on
            left_out += BY_KEY[PERSON].fields
        for name in TRAVELLING:
            if name not in left_out:
                told += [(name, value) for value in self.sent.getlist(name) if value]
        return told

    def _ticked(self, values: list[str]) -> set[int]:
        known = {str(post.pk): post.pk for post in self.boxes}
        return {known[value] for value in values if value in known}

    def _why_not(self, values: list[str]) -> str:
        ticked = self._ticked(values)
        if self.sent.get("ds") != self.shown:
            return str(CHANGED)
        if any(post.pk in ticked and (post.is_head or post.is_deputy) for post in self.boxes):
            return _(
                "Người đứng đầu, cấp phó của nơi nhận là người bị tố cáo thì không gửi ở đây; hãy chọn lại nơi làm việc và "
                "chức vụ của người ấy để gửi lên cấp trên."
            )
        if ticked and offering.is_near_recovery(self.offer, ticked, self.on):
            return _(
                "Người ấy giữ một phần khóa khôi phục ở nơi này nên không gửi qua mạng ở đây; hãy bỏ đơn trong phong bì dán "
                "kín, đưa đến %(settler)s."
            ) % {"settler": self.way.settler}
        if not self.offer.without(ticked):
            return _(
                "Không còn ai khác ở nơi này mở được nên không gửi qua mạng ở đây; hãy bỏ đơn trong phong bì dán kín, đưa "
                "đến %(settler)s."
            ) % {"settler": self.way.settler}
        return ""


def _where(sent: QueryDict, on: date) -> tuple[Route, Offer]:
    """The way and what is offered at its end; Refusal where nothing is, or is no more."""
    slug, post = sent.get("noi", "")[:200].replace("\0", ""), sent.get("la", "")
    unit = Unit.objects.filter(slug=slug).first() if receivers.find(slug, on) and post in WORDS else None
    way = route(unit, post, on) if unit else None
    offer = offering.offered(way, on) if way else None
    if way is None or offer is None:
        raise Refusal(str(NOT_HERE))
    return way, offer
