"""What intake asks before a letter is written down: is it about this office's own lead, or the lead of the one above?

The answer is kept nowhere.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.models import HandedUp
from danvan.records.seal.routing import HEAD, handing_past, handing_up, past_superior, route

FIELD, ABOVE = "own_lead", "lead_above"
STEP = "Đơn đã vào sổ: ở trang hồ sơ, ghi bước “Chuyển nguyên phong bì…” để hồ sơ và phong bì rời đơn vị này."
SENTENCES = {FIELD: handing_up, ABOVE: handing_past}


def question() -> forms.BooleanField:
    """The box to tick; nobody who ticks it can go on, whatever the account may do."""
    return forms.BooleanField(
        label=gettext_lazy("Tố cáo người đứng đầu, cấp phó hoặc cả cơ quan này"),
        required=False,
        help_text=gettext_lazy("Đánh dấu thì không ghi gì ở đây; trang sẽ nói phải chuyển phong bì đến đâu."),
    )


def question_above() -> forms.BooleanField:
    """The same of the office above: by a role that covers this unit its accounts read what is written here."""
    return forms.BooleanField(
        label=gettext_lazy(
            "Tố cáo người đứng đầu, cấp phó của cơ quan cấp trên đọc được hồ sơ của đơn vị này"
        ),
        required=False,
        help_text=gettext_lazy("Đánh dấu thì không ghi gì ở đây; phong bì đi thẳng đến nơi có thẩm quyền."),
    )


def refuse(form: Any, unit: Unit | int | None, on: date, *, registered: bool = False) -> None:
    """Stop a form in which a box is ticked, with the sentence that names where the envelope goes.

    Nothing asks who is signed in: there is no permission that could let it pass. A letter that is `registered` already
    leaves by a step of its own, which the sentence names.
    """
    for name, sentence in SENTENCES.items():
        if form.cleaned_data.get(name) and unit is not None:
            told = sentence(unit if isinstance(unit, Unit) else Unit(pk=unit), on)
            form.add_error(name, f"{told} {STEP}" if registered else told)


@require_safe
@desk_page
def paper(request: HttpRequest) -> HttpResponse:
    """A paper without content that goes up with an unopened envelope, to print, and the numbers that went up before."""
    reach = Reach(request.user)
    if reach.home_id is None:
        raise NotAllowed("Tài khoản của Bà/Ông chưa có vai trò ở đơn vị nào; hãy liên hệ người quản trị.")
    unit = Unit.objects.get(pk=reach.home_id)
    past = past_superior(unit, reach.on)
    goes_past = "vuot-cap" in request.GET and past is not None
    context: dict[str, Any] = {
        "reach": reach,
        "way": past if goes_past else route(unit, HEAD, reach.on),
        "sentence": handing_past(unit, reach.on) if goes_past else handing_up(unit, reach.on),
        "goes_past": goes_past,
        "past": past,
    }
    if reach.over("records.classify", unit.pk):
        context["lines"] = list(HandedUp.objects.filter(unit=unit).order_by("-on", "-id")[:100])
    return render(request, "records/hand_up.html", context)
