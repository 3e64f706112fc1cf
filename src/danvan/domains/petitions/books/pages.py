"""Sổ cũ at the desk: bring in, name columns, mend rows, take; and the opening balance beside it. Never kept by a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.domains.petitions.books import balance, columns, mending, staging
from danvan.domains.petitions.models import Book, OpeningBalance
from danvan.org.models import Unit
from danvan.records.desk import places
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField


class BookForm(forms.Form):
    """A file, the unit whose register it is, and the year for days written without one."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    year = forms.IntegerField(
        label=gettext_lazy("Năm của sổ"),
        help_text=gettext_lazy("Dùng cho ngày chỉ ghi ngày và tháng, ví dụ 3/4."),
    )
    book = forms.FileField(
        label=gettext_lazy("Tệp sổ"),
        help_text=gettext_lazy("Tệp .xls, .xlsx hoặc .csv, phông Unicode, TCVN3 hay VNI."),
    )

    def __init__(self, reach: Reach, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        offered: Any = self.fields["unit"]
        offered.choices = places.choices(reach.units(staging.RIGHT), reach.on)
        self.initial.update(year=reach.on.year, unit=str(reach.home_id))


class BalanceForm(forms.Form):
    """The carried-over figures of the last report on paper."""

    on = DayField(
        label=gettext_lazy("Ngày đầu kỳ báo cáo đầu tiên trên hệ thống"), help_text=_("Ví dụ 15/12/2022")
    )
    note = forms.CharField(
        label=gettext_lazy("Giải trình chênh lệch"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for key, label in balance.LINES.items():
            self.fields[key] = forms.IntegerField(label=label, min_value=0, max_value=balance.LARGEST)

    @property
    def typed(self) -> dict[str, int]:
        """The figures by line."""
        return {key: self.cleaned_data[key] for key in balance.LINES}


def classifying(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for who may classify letters somewhere; no browser keeps it, since opened rows stand on it."""

    @desk_page
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = Reach(request.user)
        if not reach.units(staging.RIGHT):
            raise NotAllowed(
                _("Tài khoản của Bà/Ông không phân loại đơn ở đơn vị nào nên không nạp sổ được.")
            )
        return view(request, reach, *args, **kwargs)

    return guarded


def find(reach: Reach, pk: int) -> Book:
    """The book of that number at a unit where the account classifies; Http404 otherwise."""
    book = Book.objects.filter(pk=pk, unit_id__in=reach.units(staging.RIGHT)).select_related("unit").first()
    if book is None:
        raise Http404
    return book


@require_http_methods(["GET", "POST"])
@classifying
def books(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The books of the account's units, and the form to bring another."""
    form = BookForm(reach, request.POST or None, request.FILES or None)
    sentences: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("books:book", _begin(form, reach).pk)
        except Refusal as refusal:
            sentences = [str(refusal)]
    rows = Book.objects.filter(unit_id__in=reach.units(staging.RIGHT)).order_by("-id")[:50]
    names = places.names({row.unit_id for row in rows}, reach.on)
    shown = [(row, names.get(row.unit_id, "")) for row in rows]
    context = {"reach": reach, "form": form, "books": shown, "sentences": sentences}
    return render(
        request, "petitions/books/books.html", context, status=400 if form.errors or sentences else 200
    )


def _begin(form: BookForm, reach: Reach) -> Book:
    sent = form.cleaned_data["book"]
    unit = Unit.objects.get(pk=int(form.cleaned_data["unit"]))
    ending = sent.name.rpartition(".")[2].lower()
    return staging.begin(sent.read(), ending, unit=unit, year=form.cleaned_data["year"], by=reach.account)


@require_http_methods(["GET", "POST"])
@classifying
def book(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Where the book stands: its columns to be named, or its rows to be mended and taken."""
    found = find(reach, pk)
    if request.method == "POST":
        try:
            staging.name_columns(found, request.POST.getlist("cot"), by=reach.account)
            return redirect("books:book", pk)
        except Refusal as refusal:
            found.meanings = request.POST.getlist("cot")[: len(found.heads)]
            return _naming(request, reach, found, [str(refusal)])
    if found.state == Book.State.NAMING or ("cot" in request.GET and found.state == Book.State.MENDING):
        return _naming(request, reach, found, [])
    context = {"reach": reach, "book": found, "unit": _unit(found, reach)}
    if found.state == Book.State.MENDING:
        context |= mending.shown(found)
    return render(request, "petitions/books/book.html", context)


def _naming(request: HttpRequest, reach: Reach, found: Book, sentences: list[str]) -> HttpResponse:
    lines = list(zip(found.heads, found.meanings, staging.samples(found), strict=False))
    context = {"reach": reach, "book": found, "unit": _unit(found, reach), "sentences": sentences}
    context |= {"lines": lines, "targets": columns.TARGETS}
    return render(request, "petitions/books/columns.html", context, status=400 if sentences else 200)


def _unit(found: Book, reach: Reach) -> str:
    return places.names([found.unit_id], reach.on).get(found.unit_id, "")


@require_POST
@classifying
def mend(request: HttpRequest, reach: Reach, pk: int, number: int) -> HttpResponse:
    """Write mended cells of one row, or leave the row out; back to the rows that still want mending."""
    row = find(reach, pk).rows.select_related("book__unit").filter(number=number).first()
    if row is None:
        raise Http404
    if "bo-dong" in request.POST:
        staging.leave_out(row, by=reach.account)
        messages.success(request, _("Đã bỏ dòng %(number)d.") % {"number": number})
        return redirect("books:book", pk)
    values = {key.removeprefix("o-"): str(text) for key, text in request.POST.items() if key.startswith("o-")}
    if staging.mend(row, values, by=reach.account):
        messages.success(request, _("Đã sửa xong dòng %(number)d.") % {"number": number})
    return redirect("books:book", pk)


@require_POST
@classifying
def take(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Take all rows into the register."""
    taken = staging.take(find(reach, pk), by=reach.account)
    words = {"letters": taken.letters, "matters": taken.matters}
    messages.success(request, _("Đã nạp %(letters)d đơn và %(matters)d vụ việc, đánh dấu “nhập bù”.") % words)
    return redirect("books:balance", taken.unit_id)


@require_http_methods(["GET", "POST"])
@classifying
def drop(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Ask once whether the whole book shall be given up, telling what is lost; then give it up."""
    found = find(reach, pk)
    if request.method == "POST":
        staging.drop(found, by=reach.account)
        messages.success(request, _("Đã bỏ sổ; không dòng nào được nạp."))
        return redirect("books:books")
    if found.state in (Book.State.TAKEN, Book.State.DROPPED):
        return redirect("books:book", pk)
    return render(
        request, "petitions/books/drop.html", {"reach": reach, "book": found, "unit": _unit(found, reach)}
    )


@require_safe
@classifying
def balances(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The way to a unit's opening balance: straight on where there is one unit only."""
    units = places.choices(reach.units(staging.RIGHT), reach.on)
    if len(units) == 1:
        return redirect("books:balance", int(units[0][0]))
    return render(request, "petitions/books/balances.html", {"reach": reach, "units": units})


@require_http_methods(["GET", "POST"])
@desk_page
def opening(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The opening balance of a unit: typed beside counted, and signed."""
    reach = Reach(request.user)
    if unit_id not in reach.units(balance.TYPES) | reach.units(balance.SIGNS):
        raise Http404
    unit = Unit.objects.get(pk=unit_id)
    kept = (
        OpeningBalance.objects.filter(unit=unit).select_related("signed_by__person").order_by("-on").first()
    )
    is_typed = request.method == "POST" and "ky" not in request.POST
    form = BalanceForm(request.POST if is_typed else None, initial=_begun(kept))
    sentences = []
    if request.method == "POST":
        try:
            if _written(request, form, unit, kept, reach):
                return redirect("books:balance", unit_id)
        except Refusal as refusal:
            sentences = [str(refusal)]
    context = {"reach": reach, "form": form, "sentences": sentences, "kept": kept, "cite": balance.CITE}
    context |= {
        "unit": places.names([unit_id], reach.on).get(unit_id, ""),
        "lines": balance.lines(unit, kept.on, kept) if kept else [],
        "may_type": unit_id in reach.units(balance.TYPES) and not (kept and kept.signed_at),
        "may_sign": bool(kept and not kept.signed_at and unit_id in reach.units(balance.SIGNS)),
    }
    return render(
        request, "petitions/books/balance.html", context, status=400 if form.errors or sentences else 200
    )


def _begun(kept: OpeningBalance | None) -> dict[str, Any]:
    return {"on": kept.on, "note": kept.note, **kept.typed} if kept else {}


def _written(
    request: HttpRequest, form: BalanceForm, unit: Unit, kept: OpeningBalance | None, reach: Reach
) -> bool:
    """Whether something was written; False when the form has errors to show."""
    if "ky" in request.POST:
        if kept is None:
            raise Refusal(_("Chưa có số dư nào để ký; hãy chờ người nhập số liệu ghi trước."))
        balance.sign(kept, by=reach.account)
        messages.success(request, _("Đã ký số dư đầu kỳ."))
        return True
    if not form.is_valid():
        return False
    balance.write(unit, form.cleaned_data["on"], form.typed, form.cleaned_data["note"], by=reach.account)
    messages.success(request, _("Đã ghi số dư đầu kỳ; số đếm từ sổ đứng bên cạnh."))
    return True
