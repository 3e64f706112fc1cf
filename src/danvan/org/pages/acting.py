"""One act, one page: a form, what it does in words, one button; a Refusal of the act stands above the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from danvan.ui import frames
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Act:
    """What a page is for: its title, what happens, the word on the button, where it leads back to, what is said after."""

    title: str
    lead: str
    button: str
    back: str
    done: str = ""


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page of this room in the desk's frame."""
    return render(request, template, context | {"frame": frames.desk()}, status=status)


def act_page(
    request: HttpRequest,
    act: Act,
    form_class: type[forms.Form],
    run: Callable[[dict[str, Any]], Any],
    *,
    shown: Callable[[Any], HttpResponse] | None = None,
    **options: Any,
) -> HttpResponse:
    """Show the form; when it is sent, `run` with what it says, then go back, or answer with `shown(outcome)`."""
    form = form_class(request.POST if request.method == "POST" else None, **options)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = run(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if shown:
                return shown(outcome)
            messages.success(request, act.done)
            return redirect(act.back)
    status = 400 if request.method == "POST" else 200
    return show(request, "org/act.html", {"act": act, "form": form}, status)
