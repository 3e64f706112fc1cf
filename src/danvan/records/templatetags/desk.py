"""The desk's frame for any room that shows pages to officers: `{% load desk %}{% desk_rail %}`."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.records.declare import record_types
from danvan.records.desk import aids, rail
from danvan.records.desk.access import Reach
from danvan.records.notices import of_duty
from danvan.records.seal import modes
from danvan.ui.dates import day

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail; `begin` is the address of its intake form where the account may open one."""

    label: str
    address: str
    is_here: bool
    begin: str = ""
    begin_is_here: bool = False
    begin_word: str = ""
    kind_label: str = ""


def reach_of(context: Any) -> Reach:
    """The reach that the view already asked for, or a new one."""
    return context.get("reach") or Reach(context["request"].user)


@register.simple_tag(takes_context=True)
def cited(context: Any, move: Any) -> str:
    """The article beside a step as it reads on the step's day: the one typed into the form, else that of the desk."""
    form = context.get("form")
    typed = getattr(form, "cleaned_data", {}).get("on") if form else None
    return str(move.cite_on(typed or reach_of(context).on))


@register.inclusion_tag("records/rail.html", takes_context=True)
def desk_rail(context: Any) -> dict[str, Any]:
    """Worklist, record types with their intake forms and what each room added, in parts under headings."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {"parts": []}
    reach, here = reach_of(context), request.path
    parts: dict[str, list[Place]] = {part: [] for part in rail.HEADINGS}
    parts[rail.FIRST].append(_place(_("Việc cần làm"), reverse("records:worklist"), here))
    if reach.readable:
        parts[rail.RECORDS] += [_of_type(kind, reach, here) for kind in record_types()]
    further = rail.lines(reach)
    # One place may lie within another's address: the page is in the innermost.
    around = max((line.address for line in further if here.startswith(line.address)), key=len, default="")
    for line in further:
        parts[line.part].append(Place(str(line.label), line.address, line.address == around))
    return {"parts": [(part, rail.HEADINGS[part], places) for part, places in parts.items() if places]}


@register.simple_tag(takes_context=True)
def kept_mode(context: Any) -> str:
    """One sentence for intake: in which mode the own unit keeps tố cáo, and what that means. One query."""
    reach = reach_of(context)
    if reach.home_id is None:
        return ""
    mode = modes.mode_of(reach.home_id, reach.on)
    return _("Chế độ giữ tố cáo: %(mode)s. %(told)s") % {"mode": mode.label, "told": modes.tell(mode)}


@register.inclusion_tag("records/doors.html", takes_context=True)
def desk_doors(context: Any) -> dict[str, Any]:
    """The rail's further lines as the page itself, for whom no worklist is kept."""
    own = rail.lines(reach_of(context))
    return {"places": sorted(own, key=lambda line: line.part != rail.MANAGING)}


def _place(label: str, address: str, here: str) -> Place:
    return Place(label, address, here == address)


def _of_type(kind: Any, reach: Reach, here: str) -> Place:
    listed = reverse("records:list", args=[kind.key])
    begin = reverse("records:open", args=[kind.key]) if reach.may_open(kind) else ""
    words = {"begin_word": str(kind.opening_word), "kind_label": str(kind.label)}
    return Place(str(kind.label_plural), listed, here == listed, begin, here == begin, **words)


@register.simple_tag(takes_context=True)
def desk_place(context: Any) -> str:
    """The unit in whose name the account works, beside the product's name; nothing before log-in."""
    request = context.get("request")
    return reach_of(context).home if request and request.user.is_authenticated else ""


@register.simple_tag(takes_context=True)
def desk_warning(context: Any) -> Any:
    """The sentence above every page of a demonstration; else what the page itself says of its records."""
    if settings.DEMONSTRATION_DAY:
        return _(
            "Đang xem tại ngày %(day)s; mọi hồ sơ ở đây được dựng để trình diễn, không phải hồ sơ thật."
        ) % {"day": day(settings.DEMONSTRATION_DAY)}
    return context.get("illustrative", "")


@register.simple_tag(takes_context=True)
def page_address(context: Any, name: str, key: str) -> str:
    """This page's address with its filters, at another place of the list; nothing for an empty key."""
    if not key:
        return ""
    asked = context["request"].GET.copy()
    asked.pop("sau", None)
    asked.pop("truoc", None)
    asked[name] = key
    return f"?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def typing_aid(context: Any, form: Any, kind: str = "kind") -> aids.Beside | None:
    """What helps beside a form while a content is typed; `kind` is the form's own name of the class."""
    return aids.beside(form, reach_of(context), kind)


@register.inclusion_tag("records/told.html")
def told_of(duty: Any) -> dict[str, Any]:
    """What was reminded of a duty, to whom and when; nothing where nobody was. One query."""
    return {"told": of_duty(duty)}
