"""What the newest models say of a released text, each with its share of certainty; nothing where they are unsure."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from danvan.domains.petitions.likeness.indexing import RELEASED
from danvan.domains.petitions.likeness.prints import Print
from danvan.domains.petitions.models import Field, Kind, Letter, LetterText, Matter, TrainedModel
from danvan.domains.petitions.suggesting import settled
from danvan.domains.petitions.suggesting.features import places, scores, shares
from danvan.records.desk.access import Reach
from danvan.records.desk.panels import Folded
from danvan.records.desk.places import names
from danvan.records.models import Record

SURE = 0.6
TEMPLATE = "petitions/suggestions.html"
Question = TrainedModel.Question


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer and how certain it is (0 to 1): of a hundred answers given with 0.8, eighty are right."""

    question: str
    value: str
    label: str
    share: float

    @property
    def percent(self) -> int:
        """The share in hundredths."""
        return round(self.share * 100)


def suggest(told: Print, reach: Reach) -> list[Suggestion]:
    """Suggestions of which the certainty is at least SURE. One query, one more for a model not read yet, one for a unit."""
    found = places(told)
    if not found.size:
        return []
    newest: dict[str, int] = dict(
        TrainedModel.objects.order_by("id").values_list("question", "id")  # the last of a question stays
    )
    answers = [(question, *_answer(pk, found)) for question, pk in newest.items()]
    sure = [(question, value, share) for question, value, share in answers if share >= SURE]
    units = names([int(value) for question, value, _share in sure if question == Question.UNIT], reach.on)
    return [
        Suggestion(question, value, label, share)
        for question, value, share in sure
        if (label := _label(question, value, units))
    ]


def _answer(pk: int, found: np.ndarray) -> tuple[str, float]:
    classes, weights, intercepts, warmth = _model(pk)
    given = shares(scores(found, weights, intercepts), warmth)
    best = int(given.argmax())
    return str(classes[best]), float(given[best])


@lru_cache(maxsize=6)
def _model(pk: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    packed = bytes(TrainedModel.objects.values_list("numbers", flat=True).get(pk=pk))
    with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
        return kept["classes"], kept["weights"], kept["intercepts"], float(kept["warmth"])


def _label(question: str, value: str, units: dict[int, str]) -> str:
    if question == Question.UNIT:
        return units.get(int(value), "")
    choices: dict[str, Any] = dict((Kind if question == Question.KIND else Field).choices)
    return str(choices.get(value, ""))


def panel(record: Any, reach: Reach) -> Folded | None:
    """The part of a page with suggestions: of a released letter that is not handled, of a matter that is not settled.

    One query where there is no text, nine at most where there is one.
    """
    letters = _letters(record)
    kept = LetterText.objects.filter(pk__in=letters).order_by("pk").first() if letters else None
    if kept is None:
        return None
    told = Print(kept.body, kept.name, kept.place)
    given = suggest(told, reach) if isinstance(record, Letter) else []
    near = settled.like(told, reach, letters)
    if not given and not near:
        return None
    context = {"given": said(given), "settled": near}
    return Folded(_("Gợi ý"), context, line(given, len(near)), anchor="goi-y")


def _letters(record: Any) -> list[int]:
    """Ids of the letters whose text tells what an open record is about; none for one that is sealed or done."""
    if record.secrecy == Record.Secrecy.SEALED:
        return []
    if isinstance(record, Letter) and record.kind in RELEASED and not record.handled_on:
        return [record.pk]
    if isinstance(record, Matter) and record.kind in RELEASED and not record.closed_on:
        return list(record.sources.values_list("source_id", flat=True))
    return []


def said(given: Iterable[Suggestion]) -> list[tuple[str, Suggestion]]:
    """Each with the name of its question."""
    words = {
        Question.KIND: _("Loại đơn"),
        Question.FIELD: _("Lĩnh vực"),
        Question.UNIT: _("Đơn vị giải quyết"),
    }
    return [(words[Question(one.question)], one) for one in given]


def line(given: Iterable[Suggestion], near: int) -> str:
    """What a folded part tells of them: "Đất đai, nhà cửa; 2 vụ việc đã giải quyết"."""
    told = [one.label for one in given]
    return "; ".join([*told, *([_("%(n)d vụ việc đã giải quyết gần giống") % {"n": near}] if near else [])])
