"""Which question comes next, and what was answered so far: read from the sent form alone."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from danvan.portal.data_requests.forms import STEPS
from danvan.ui.components import groups_of_four


@dataclass(frozen=True, slots=True)
class Asked:
    """The page to show: the step's place, its form, and the answers of the others as (name, value)."""

    place: int
    form: Any
    carried: list[tuple[str, str]]

    @property
    def is_last(self) -> bool:
        """Whether all was answered: the page that shows it all."""
        return self.place == len(STEPS)


def asked(sent: QueryDict) -> Asked:
    """The first step that was not sent or does not fit.

    `cau` names the one just answered (a choice left open is not in what a browser sends), `sua` one to show again."""
    if (again := _place(sent.get("sua", ""))) is not None:
        return Asked(again, STEPS[again](initial=sent.dict()), _carried(sent, again))
    answered = _place(sent.get("cau", ""))
    for place, step in enumerate(STEPS):
        if place != answered and not step.base_fields.keys() <= sent.keys():
            return Asked(place, step(), _carried(sent, place))
        form = step(sent)
        if not form.is_valid():
            return Asked(place, form, _carried(sent, place))
    return Asked(len(STEPS), None, _carried(sent, None))


def _place(written: str) -> int | None:
    known = {str(place): place for place in range(len(STEPS))}
    return known.get(written)


def _carried(sent: QueryDict, place: int | None) -> list[tuple[str, str]]:
    names = [name for at, step in enumerate(STEPS) if at != place for name in step.base_fields]
    return [(name, str(sent.get(name, ""))) for name in names if name in sent]


def rows(sent: QueryDict) -> list[tuple[int, str, str]]:
    """(place, label, words) of every answer, for the page before sending."""
    told = []
    for place, step in enumerate(STEPS):
        for name, field in step.base_fields.items():
            words = dict(getattr(field, "choices", ())).get(sent.get(name, ""), sent.get(name, ""))
            words = groups_of_four(words) if name == "code" else words
            told.append((place, str(field.label), str(words) or _("không ghi")))
    return told
