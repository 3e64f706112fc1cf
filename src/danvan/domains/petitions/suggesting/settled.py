"""Settled matters whose content is like a text without being the same one: what was decided in such a case before.

Letters that share telling words are found by the index of words; how like they are is measured on the features that the
suggestions stand on. What the index of likeness would propose as the same matter is left to "Đơn trùng".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F

from danvan.domains.petitions.likeness import frequency
from danvan.domains.petitions.likeness.comparing import compare
from danvan.domains.petitions.likeness.finding import sharing
from danvan.domains.petitions.likeness.indexing import RELEASED
from danvan.domains.petitions.likeness.prints import Print
from danvan.domains.petitions.likeness.words import hashes, words_of
from danvan.domains.petitions.models import LetterText, Matter
from danvan.domains.petitions.suggesting.features import places
from danvan.records.desk.access import Reach
from danvan.records.models import Paper, Record

LEAST = 0.35  # of the cosine; on the generated set nine in ten letters of other topics stay below 0.25
MOST_WORDS, MOST_LETTERS, MOST_READ = 24, 400, 60
MOST_HOLDING = 20_000  # a word in more letters tells nothing, and asking the index for it costs too much
DECISIONS = ("giai_quyet_lan_1", "giai_quyet_lan_2", "tra_loi")


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled matter that the account sees, with what was decided; `decision` is the number of the paper, or empty."""

    number: str
    address: str
    title: str
    outcome: str
    decision: str
    settled_on: date
    percent: int


def like(told: Print, reach: Reach, besides: Iterable[int] = (), most: int = 3) -> list[Settled]:
    """Settled matters of like content that the account sees, the likest first. Four queries; nothing is kept or logged.

    `besides` are ids of letters that are the text itself. A tố cáo stands in no index and so is never found.
    """
    found = places(told)
    near = sharing(telling(told.body), MOST_LETTERS, of="words") if found.size else []
    letters = [pk for pk in near if pk not in set(besides)]
    matters = _matters(letters, reach)
    texts = LetterText.objects.filter(pk__in=matters).values_list("pk", "body", "name", "place")
    rated: dict[int, tuple[float, Any]] = {}
    for pk, body, name, place in texts:
        other, matter = Print(body, name, place), matters[pk]
        share = cosine(found, places(other))
        is_like = share >= LEAST and not compare(told, other).is_proposed
        if is_like and share > rated.get(matter.pk, (0.0, None))[0]:
            rated[matter.pk] = (share, matter)
    chosen = sorted(rated.values(), key=lambda one: (-one[0], one[1].pk))[:most]
    numbers = _decisions([matter.pk for _share, matter in chosen])
    return [_settled(matter, share, numbers.get(matter.pk, "")) for share, matter in chosen]


def telling(body: str) -> list[int]:
    """Hashes of the words by which letters of a like content are found: no numbers, none that stands everywhere.

    Of those of which the database knows how frequent they are the rarest come first; names and misspelt words, which it
    does not know, only when there is room.
    """
    words = sorted(
        (word for word in words_of(body) if word.isalpha() and len(word) > 1), key=len, reverse=True
    )
    known = frequency.known()
    shares = {one: known.shares.get(one) for word in words for one in hashes({word})}
    fit = [one for one, share in shares.items() if not share or share * known.letters <= MOST_HOLDING]
    return sorted(fit, key=lambda one: shares[one] or 1.0)[:MOST_WORDS]


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """How like two texts are, 0 to 1, on the places of `features.places`; 0 where one has none."""
    if not one.size or not other.size:
        return 0.0
    return float(np.intersect1d(one, other, assume_unique=True).size / np.sqrt(one.size * other.size))


def _matters(letters: list[int], reach: Reach) -> dict[int, Any]:
    """Letter → the settled matter that arose from it and that the account sees, at most MOST_READ of them."""
    if not letters:
        return {}
    rows = reach.seen(Matter.objects.filter(sources__source_id__in=letters, kind__in=RELEASED))
    settled = rows.filter(settled_on__isnull=False).exclude(secrecy=Record.Secrecy.SEALED)
    pairs = {matter.told_by: matter for matter in settled.annotate(told_by=F("sources__source_id"))}
    order = {pk: turn for turn, pk in enumerate(letters)}
    return {pk: pairs[pk] for pk in sorted(pairs, key=order.__getitem__)[:MOST_READ]}


def _decisions(matters: list[int]) -> dict[int, str]:
    """Matter → number of its decision, as it was issued."""
    issued = Paper.objects.filter(record_id__in=matters, key__in=DECISIONS, state=Paper.State.ISSUED)
    return dict(issued.order_by("pk").values_list("record_id", "number"))


def _settled(matter: Any, share: float, decision: str) -> Settled:
    return Settled(
        number=str(matter),
        address=matter.get_absolute_url(),
        title=matter.title,
        outcome=matter.get_result_display() or "",
        decision=decision,
        settled_on=matter.settled_on,
        percent=round(share * 100),
    )
