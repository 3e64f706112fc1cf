"""The page of days off and make-up days: read by every officer, changed by whom a role lets manage the calendar.

A change is one form sent twice: first it shows the duties that move, then, with a reason, it is made.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from danvan import law
from danvan.records import calendar
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import CalendarDay, CalendarYear
from danvan.ui.forms import DayField

MANAGE = "calendar.manage"


class DayForm(forms.ModelForm):
    """One day as an administrator writes it."""

    day = DayField(label=gettext_lazy("Ngày"), help_text=gettext_lazy("Ví dụ 2/1/2026."))
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("Đã có văn bản chính thức"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Bỏ dấu khi mới có chủ trương: hạn liên quan sẽ ghi «tạm tính»."),
    )

    class Meta:
        model = CalendarDay
        fields = ("day", "kind", "name", "source", "status", "is_confirmed")

    def change(self) -> calendar.Change:
        """The day as it is to be."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return calendar.Change(rows=(CalendarDay(**values),))

    def validate_unique(self) -> None:
        """A second entry for a day takes the place of the first."""


class DropForm(forms.Form):
    """Take an administrator's day back, so that the kept calendar holds again."""

    day = DayField(label=gettext_lazy("Ngày"))

    def clean_day(self) -> date:
        """Only a day that an administrator wrote can be taken back."""
        day = self.cleaned_data["day"]
        if not CalendarDay.objects.filter(day=day).exists():
            raise forms.ValidationError(_("Ngày này không do người quản trị ghi nên không có gì để bỏ."))
        return day

    def change(self) -> calendar.Change:
        """The day without its row."""
        return calendar.Change(dropped=(self.cleaned_data["day"],))


class YearForm(forms.Form):
    """The official notice of a year's days off."""

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2021, max_value=2100)
    source = forms.CharField(label=gettext_lazy("Văn bản thông báo lịch nghỉ"), max_length=200)

    def change(self) -> calendar.Change:
        """Every computed day of the year, as announced."""
        return calendar.confirmed_year(self.cleaned_data["year"], self.cleaned_data["source"])


FORMS: dict[str, type[Any]] = {"ngay": DayForm, "bo": DropForm, "nam": YearForm}


@dataclass(frozen=True, slots=True)
class Line:
    """A day of the year in the table; `own` rows were written by an administrator."""

    row: law.DayRow
    own: bool

    @property
    def kind(self) -> str:
        """What the day is, in words."""
        return str(CalendarDay.Kind(self.row.kind).label)

    @property
    def status(self) -> str:
        """How the day is known, in words."""
        return str(CalendarDay.Status(self.row.status).label)


@require_safe
@desk_page
def days(request: HttpRequest) -> HttpResponse:
    """The days of one year that break the week's pattern."""
    reach = Reach(request.user)
    in_use = calendar.current()
    years = sorted({row.date.year for row in in_use.rows()})
    asked = request.GET.get("nam", "")
    year = next((one for one in years if str(one) == asked), reach.on.year)
    context = {
        "reach": reach,
        "year": year,
        "years": years,
        "is_known": year in in_use.known,
        "lines": _lines(in_use, year),
        "notice": CalendarYear.objects.filter(year=year).first(),
    }
    if reach.units(MANAGE):
        context |= {
            "day_form": DayForm(auto_id="ngay_%s"),
            "year_form": YearForm(initial={"year": year}, auto_id="nam_%s"),
        }
    return render(request, "records/calendar.html", context)


def _lines(in_use: law.Calendar, year: int) -> list[Line]:
    own = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    return [Line(row, row.date in own) for row in in_use.rows() if row.date.year == year]


@require_POST
@desk_page
def change(request: HttpRequest) -> HttpResponse:
    """Show what a change of days moves; with `da_xem`, make it."""
    reach = Reach(request.user)
    if not reach.units(MANAGE):
        raise NotAllowed(_("Chỉ người quản trị hệ thống được sửa lịch nghỉ; hãy liên hệ người quản trị."))
    what = request.POST.get("viec", "")
    form = FORMS.get(what, DayForm)(request.POST)
    context = {"reach": reach, "form": form, "what": what}
    if not form.is_valid():
        return render(request, "records/calendar_change.html", context, status=400)
    wanted = form.change()
    if "da_xem" in request.POST:
        reason = request.POST.get("ly_do", "")
        moved = calendar.confirm(wanted, request.POST["da_xem"], by=reach.account, reason=reason)
        messages.success(request, _said(moved))
        return redirect(f"{reverse('records:calendar')}?nam={wanted.days[0].year}")
    shown = calendar.preview(wanted)
    context |= {"shown": shown, "groups": groups(shown, reach.on), "wanted": wanted}
    return render(request, "records/calendar_change.html", context)


def _said(moved: int) -> str:
    if not moved:
        return _("Đã sửa lịch nghỉ; không nghĩa vụ nào phải dời hạn.")
    return ngettext(
        "Đã sửa lịch nghỉ và dời hạn %(count)d nghĩa vụ.",
        "Đã sửa lịch nghỉ và dời hạn %(count)d nghĩa vụ.",
        moved,
    ) % {"count": moved}


def groups(shown: calendar.Preview, on: date) -> list[dict[str, Any]]:
    """Moved duties by unit and by their days before and after: who runs the system learns nothing of the records."""
    counted = Counter(
        (item.duty.unit_id, item.duty.latest_on, item.after.latest_on, item.after.provisional)
        for item in shown.moved
    )
    named = places.names({unit for unit, *_rest in counted}, on)
    rows = sorted(counted.items(), key=lambda pair: (pair[0][1], pair[0][0]))
    return [
        {
            "unit": named.get(unit, ""),
            "before": before,
            "after": after,
            "is_provisional": provisional,
            "count": count,
        }
        for (unit, before, after, provisional), count in rows
    ]
