"""The officer's side of phản ánh in public: a part of the letter's page, and one page of its forms."""

from typing import Any

from django import forms
from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.models import Feedback, Kind, Letter
from danvan.org.models import Unit
from danvan.records import files
from danvan.records.desk import page, panels
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.desk.panels import Folded
from danvan.records.today import today
from danvan.ui.errors import Refusal

TEMPLATE = "petitions/feedback_panel.html"
PICTURES = ("image/jpeg", "image/png")


class ShowForm(forms.Form):
    """What everybody reads."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung đăng công khai"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Lời của cơ quan: việc gì, ở đâu. Không tên người, số nhà riêng, số điện thoại, biển số xe."
        ),
    )
    place = forms.CharField(label=gettext_lazy("Nơi xảy ra"), max_length=200)
    latitude = forms.DecimalField(
        label=gettext_lazy("Vĩ độ"),
        required=False,
        min_value=6,
        max_value=24,
        decimal_places=5,
        localize=True,
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Kinh độ"),
        required=False,
        min_value=102,
        max_value=118,
        decimal_places=5,
        localize=True,
    )
    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Ảnh của người gửi được đăng"), required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = forms.FileField(
        label=gettext_lazy("Ảnh khác"),
        required=False,
        help_text=gettext_lazy("JPG hoặc PNG, đã che mặt người và biển số xe."),
    )


class DoneForm(forms.Form):
    """What proves that it is done."""

    photo = forms.FileField(label=gettext_lazy("Ảnh chụp sau khi làm"), required=False)
    paper = forms.CharField(label=gettext_lazy("Hoặc số, ngày văn bản"), max_length=120, required=False)


def panel(record: Any, reach: Reach) -> Folded | None:
    """What stands in public of a letter; nothing on other records. It waits when the sender said that it is not done."""
    if not isinstance(record, Letter) or record.kind != Kind.PROPOSAL:
        return None
    shown = Feedback.objects.filter(record_id=record.pk).first()
    may_show = record.unit_id in reach.units(feedback.SHOWS)
    may_set = reach.home_id in reach.units("records.decide")
    if shown is None and not may_show:
        return None
    context: dict[str, Any] = {"record": record, "shown": shown, "may_show": may_show, "may_set": may_set}
    not_done = list(record.not_done.order_by("id")) if shown and shown.reopened_on else []
    context |= {"not_done": not_done, "last_day": feedback.last_day_to_reopen(shown) if shown else None}
    waits = bool(shown and not shown.done_on and may_show and not_done)
    return Folded(_("Phản ánh công khai"), context, _standing(shown), waits=waits)


def _standing(shown: Feedback | None) -> str:
    if shown is None:
        return _("chưa đăng")
    if shown.hidden_on:
        return _("đã gỡ")
    if shown.done_on:
        return _("đã làm xong")
    if shown.reopened_on:
        return _("người gửi báo chưa xong")
    return _("đang đăng")


panels.register(TEMPLATE, panel, place=45)


@require_http_methods(["GET", "POST"])
@desk_page
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show, change, answer, finish or take down."""
    reach = Reach(request.user)
    letter = page.find(public_id, reach).own()
    if not isinstance(letter, Letter) or letter.unit_id not in reach.units(feedback.SHOWS):
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không có quyền đăng phản ánh của đơn vị này; hãy liên hệ người quản trị.")
        )
    shown = Feedback.objects.filter(record_id=letter.pk).select_related("unit").first()
    pictures = [one for one in files.of(letter) if one.media_type in PICTURES]
    sent, errors = request.POST if request.method == "POST" else None, []
    form = _show_form(sent if sent and "dang" in sent else None, request, shown, letter, pictures)
    if sent is not None:
        try:
            if sentence := _act(request, letter, shown, form, pictures, reach):
                told.success(request, sentence)
                return redirect(letter)
        except Refusal as refusal:
            errors = [str(refusal)]
    context: dict[str, Any] = {
        "record": letter,
        "shown": shown,
        "form": form,
        "done": DoneForm(),
        "errors": errors,
        "reach": reach,
    }
    context |= {
        "photos": list(shown.photos.defer("jpeg")) if shown else [],
        "illustrative": letter.is_illustrative,
    }
    return render(request, "petitions/feedback.html", context, status=400 if errors or form.errors else 200)


def _act(
    request: HttpRequest, letter: Letter, shown: Any, form: ShowForm, pictures: list, reach: Reach
) -> str:
    """Do what the pressed button says; "" when its form is not filled as it should."""
    sent, by = request.POST, reach.account
    if "dang" in sent:
        return _show(letter, form, pictures, by) if form.is_valid() else ""
    if shown is None:
        raise Refusal(_("Phản ánh này chưa đăng công khai; hãy đăng trước."))
    if "tra_loi" in sent:
        feedback.answer(shown, sent.get("answer", ""), by=by)
        return _("Đã đăng trả lời.")
    if "xong" in sent:
        photo = request.FILES.get("photo")
        feedback.finish(shown, by=by, photo=photo.read() if photo else None, paper=sent.get("paper", ""))
        return _("Đã ghi là làm xong.")
    feedback.hide(shown, by=by)
    return _("Đã gỡ khỏi trang công khai.")


def _show(letter: Letter, form: ShowForm, pictures: list, by: Any) -> str:
    answers = form.cleaned_data
    north, east = answers["latitude"], answers["longitude"]
    chosen = [files.open_(one) for one in pictures if str(one.pk) in answers["kept"]]
    photo = answers["photo"]
    feedback.show(
        letter,
        by=by,
        text=answers["text"],
        place=answers["place"],
        point=(north, east) if north is not None and east is not None else None,
        photos=[*chosen, *([photo.read()] if photo else [])],
    )
    return _("Đã đăng trên trang Phản ánh.")


def _show_form(sent: Any, request: HttpRequest, shown: Any, letter: Letter, pictures: list) -> ShowForm:
    fields = ("text", "place", "latitude", "longitude")
    initial = {name: getattr(shown, name) for name in fields} if shown else {"place": letter.place}
    form = ShowForm(sent, request.FILES if sent is not None else None, initial=initial)
    if pictures:
        form.fields["kept"].choices = [(str(one.pk), one.name) for one in pictures]  # type: ignore[attr-defined]
    else:
        form.fields["kept"].widget = forms.MultipleHiddenInput()
    return form


@require_http_methods(["GET", "POST"])
@desk_page
def days(request: HttpRequest) -> HttpResponse:
    """For how many days the sender may reopen, at the units that the account decides for."""
    reach = Reach(request.user)
    unit = reach.home_id
    if unit not in reach.units("records.decide"):
        raise NotAllowed(
            _("Chỉ người đứng đầu đặt số ngày được mở lại phản ánh; hãy liên hệ người đứng đầu đơn vị.")
        )
    own = Unit.objects.get(pk=unit)
    errors = []
    if request.method == "POST":
        number = request.POST.get("days", "")
        try:
            feedback.set_days(
                own, int(number) if number.isascii() and number.isdigit() else 0, today(), by=reach.account
            )
            told.success(request, _("Đã đặt số ngày, áp dụng từ hôm nay."))
            return redirect("feedback:days")
        except Refusal as refusal:
            errors = [str(refusal)]
    context = {
        "days": feedback.days_to_reopen(own, today()),
        "unit": reach.home,
        "errors": errors,
        "reach": reach,
    }
    return render(request, "petitions/feedback_days.html", context, status=400 if errors else 200)
