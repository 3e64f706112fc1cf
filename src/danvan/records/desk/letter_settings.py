"""How an account wants its letters, its calendar feeds, and on which days a unit has its people reminded."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.letters_page import PLAN, ways
from danvan.records.duties import READ
from danvan.records.history import say_who
from danvan.records.models import CalendarFeed, Channel, NoticeWish, ReminderPlan
from danvan.records.notices import feeds
from danvan.records.notices.channels import enabled
from danvan.ui.errors import Refusal

MESSAGES = (Channel.SMS, Channel.ZALO)
CHOICES = 300  # units offered in one control


class WishForm(forms.ModelForm):
    """An account's wish."""

    class Meta:
        model = NoticeWish
        fields = ("channel", "phone", "wants_digest")
        help_texts = {
            "phone": gettext_lazy("Chỉ dùng để gửi tin nhắc việc; bỏ trống thì số đang lưu được xóa."),
            "wants_digest": gettext_lazy(
                "Một thư lúc 7 giờ mỗi ngày làm việc, chỉ khi có việc đến hạn hoặc quá hạn."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=gettext_lazy("Nhận nhắc việc qua"), choices=[(way.value, way.label) for way in enabled()]
        )
        if self.instance.phone or set(MESSAGES) & set(enabled()):
            self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        else:
            del self.fields["phone"]  # nothing here would ever use it

    def clean(self) -> dict[str, Any]:
        """A message needs a number."""
        values = super().clean() or {}
        if (
            values.get("channel") in MESSAGES
            and not values.get("phone")
            and "phone" in self.fields
            and "phone" not in self.errors
        ):
            self.add_error("phone", _("Hãy ghi số điện thoại để nhận tin nhắn."))
        return values


class PlanForm(forms.Form):
    """On which days a unit has its people reminded."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    days_before = forms.CharField(
        label=gettext_lazy("Nhắc trước hạn (ngày)"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Các số ngày cách nhau bằng dấu phẩy, ví dụ 3, 1. Bỏ trống thì không nhắc trước."
        ),
    )
    above_after = forms.IntegerField(
        label=gettext_lazy("Báo cấp trên khi quá hạn (ngày)"), min_value=1, max_value=60
    )

    def __init__(self, units: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def clean_days_before(self) -> list[int]:
        """Different numbers from 0 to 60, at most five, the largest first."""
        parts = [part.strip() for part in self.cleaned_data["days_before"].split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and int(part) <= 60 for part in parts) or len(parts) > 5:
            raise forms.ValidationError(_("Hãy ghi nhiều nhất năm số từ 0 đến 60, cách nhau bằng dấu phẩy."))
        return sorted({int(part) for part in parts}, reverse=True)


@require_http_methods(["GET", "POST"])
@desk_page
def wishes(request: HttpRequest) -> HttpResponse:
    """The account's own wish: shown and written."""
    reach = Reach(request.user)
    kept = NoticeWish.objects.filter(account_id=reach.account.pk).first()
    form = WishForm(request.POST or None, instance=kept or NoticeWish(account_id=reach.account.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi cách nhận thư và nhắc việc."))
        return redirect("records:letter_wishes")
    context = {"reach": reach, "form": form, "address": reach.account.email, "feeds": _feeds(reach)} | ways(
        reach
    )
    context["units"] = places.choices(sorted(reach.units(READ))[:CHOICES], reach.on)
    return render(request, "records/letter_wishes.html", context, status=400 if form.errors else 200)


def _feeds(reach: Reach) -> list[dict[str, Any]]:
    alive = list(CalendarFeed.objects.filter(account_id=reach.account.pk, revoked_at=None).order_by("pk"))
    named = places.names([feed.unit_id for feed in alive if feed.unit_id], reach.on)
    return [{"feed": feed, "of": named.get(feed.unit_id or 0, "")} for feed in alive]


@require_POST
@desk_page
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once; an earlier one for the same ends."""
    reach = Reach(request.user)
    asked = request.POST.get("unit", "")
    unit = None
    if asked:
        unit = (
            Unit.objects.filter(pk=int(asked)).first()
            if asked.isascii() and asked.isdigit() and len(asked) < 19
            else None
        )
        if unit is None:
            raise Refusal(_("Không có đơn vị này; hãy chọn lại trong danh sách."))
    feed, secret = feeds.make(by=reach.account, unit=unit)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    name = places.names([feed.unit_id], reach.on).get(feed.unit_id, "") if feed.unit_id else ""
    return render(request, "records/feed_made.html", {"reach": reach, "address": address, "of": name})


@require_POST
@desk_page
def end_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the account's own addresses."""
    reach = Reach(request.user)
    feeds.revoke(pk, by=reach.account)
    messages.success(request, _("Đã thu hồi địa chỉ lịch; từ nay địa chỉ ấy không mở được."))
    return redirect("records:letter_wishes")


@require_safe
@desk_page
def plans(request: HttpRequest) -> HttpResponse:
    """On which days the units that the account manages have their people reminded."""
    reach = _managing(request)
    return _plans(request, reach, PlanForm(_units(reach), initial=_usual()))


@require_POST
@desk_page
def write_plan(request: HttpRequest) -> HttpResponse:
    """Write the days of one unit; the history keeps who did."""
    reach = _managing(request)
    form = PlanForm(_units(reach), request.POST)
    if not form.is_valid():
        return _plans(request, reach, form, status=400)
    values = form.cleaned_data
    with transaction.atomic():
        say_who(reach.account, "Sửa cách nhắc việc của đơn vị")
        days = {"days_before": values["days_before"], "above_after": values["above_after"]}
        ReminderPlan.objects.update_or_create(unit_id=int(values["unit"]), defaults=days)
    messages.success(request, _("Đã ghi cách nhắc việc của đơn vị."))
    return redirect("records:letter_plans")


def _usual() -> dict[str, Any]:
    usual = ReminderPlan()
    return {"days_before": ", ".join(map(str, usual.days_before)), "above_after": usual.above_after}


def _managing(request: HttpRequest) -> Reach:
    reach = Reach(request.user)
    if not reach.units(PLAN):
        raise NotAllowed(
            _("Chỉ người quản trị của đơn vị sửa được cách nhắc việc; hãy liên hệ người quản trị.")
        )
    return reach


def _units(reach: Reach) -> list[tuple[str, str]]:
    return places.choices(reach.units(PLAN), reach.on)


def _plans(request: HttpRequest, reach: Reach, form: PlanForm, status: int = 200) -> HttpResponse:
    rows = list(ReminderPlan.objects.filter(unit_id__in=reach.units(PLAN)).order_by("unit_id"))
    named = places.names([row.unit_id for row in rows], reach.on)
    lines = [{"plan": row, "unit": named.get(row.unit_id, "")} for row in rows]
    context = {"reach": reach, "form": form, "lines": lines, "usual": _usual()} | ways(reach)
    return render(request, "records/letter_plans.html", context, status=status)
