"""What the newest models say of a released text, each with its share of certainty; nothing where they are unsure."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from danvan.domains.petitions.likeness.finding import candidates
from danvan.domains.petitions.likeness.prints import Print
from danvan.domains.petitions.models import Field, Kind, Letter, LetterText, TrainedModel
from danvan.domains.petitions.suggesting.features import places, scores, shares
from danvan.records.desk.access import Reach
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


@dataclass(frozen=True, slots=True)
class Similar:
    """A settled letter that the account reads, and how much of the shorter text both have."""

    record: Record
    percent: int


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


def similar(told: Print, reach: Reach, besides: int | None = None, most: int = 3) -> list[Similar]:
    """Settled letters like it that the account reads, the likest first. Three queries."""
    from danvan.domains.petitions.likeness.comparing import shared

    near = [pk for pk in candidates(told.keys) if pk != besides][:200]
    settled = reach.seen(Record.objects.filter(pk__in=near, state="giai_quyet", type="don"))
    records = {record.pk: record for record in settled}
    bodies = LetterText.objects.filter(pk__in=records).values_list("pk", "body")
    rated = [(shared(told.pieces, Print(body).pieces), pk) for pk, body in bodies]
    return [
        Similar(records[pk], round(share * 100))
        for share, pk in sorted(rated, reverse=True)[:most]
        if share >= 0.3
    ]


def panel(record: Any, reach: Reach) -> dict[str, Any] | None:
    """The part of a letter's page with suggestions: only of a released letter that is not handled yet."""
    is_open = isinstance(record, Letter) and record.kind in (Kind.COMPLAINT, Kind.PROPOSAL)
    if not is_open or record.handled_on or record.secrecy == Record.Secrecy.SEALED:
        return None
    kept = LetterText.objects.filter(pk=record.pk).first()
    if kept is None:
        return None
    told = Print(kept.body, kept.name, kept.place)
    given, alike = suggest(told, reach), similar(told, reach, record.pk)
    return {"given": _said(given), "alike": alike} if given or alike else None


def _said(given: Iterable[Suggestion]) -> list[tuple[str, Suggestion]]:
    words = {
        Question.KIND: _("Loại đơn"),
        Question.FIELD: _("Lĩnh vực"),
        Question.UNIT: _("Đơn vị giải quyết"),
    }
    return [(words[Question(one.question)], one) for one in given]
