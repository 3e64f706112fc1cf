"""What intake asks before a letter is written down: is it about this office's own lead? The answer is kept nowhere."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach, desk_page
from danvan.records.seal.routing import HEAD, handing_up, route

FIELD = "own_lead"


def question() -> forms.BooleanField:
    """The box to tick; nobody who ticks it can go on, whatever the account may do."""
    return forms.BooleanField(
        label=gettext_lazy("Tố cáo người đứng đầu, cấp phó hoặc cả cơ quan này"),
        required=False,
        help_text=gettext_lazy("Đánh dấu thì không ghi gì ở đây; trang sẽ nói phải chuyển phong bì đến đâu."),
    )


def refuse(form: Any, unit: Unit | int | None, on: date) -> None:
    """Stop a form in which the box is ticked, with the sentence that names where the envelope goes.

    Nothing asks who is signed in: there is no permission that could let it pass.
    """
    if form.cleaned_data.get(FIELD) and unit is not None:
        form.add_error(FIELD, handing_up(unit if isinstance(unit, Unit) else Unit(pk=unit), on))


@require_safe
@desk_page
def paper(request: HttpRequest) -> HttpResponse:
    """A paper without content that goes up with an unopened envelope, to print; nothing of it is kept."""
    reach = Reach(request.user)
    if reach.home_id is None:
        raise NotAllowed("Tài khoản của Bà/Ông chưa có vai trò ở đơn vị nào; hãy liên hệ người quản trị.")
    unit = Unit.objects.get(pk=reach.home_id)
    context = {"reach": reach, "way": route(unit, HEAD, reach.on), "sentence": handing_up(unit, reach.on)}
    return render(request, "records/hand_up.html", context)
