"""Taking a released letter into the index, anew after each change, and proposing what it resembles."""

from django.db import connection, transaction

from danvan.domains.petitions.likeness.comparing import Likeness
from danvan.domains.petitions.likeness.finding import alike
from danvan.domains.petitions.likeness.prints import Print, print_of
from danvan.domains.petitions.likeness.words import hashes, words_of
from danvan.domains.petitions.models import Kind, Letter, LetterIndex, LetterText, LikePair
from danvan.records import texts
from danvan.records.models import PersonalDetails

RELEASED = (Kind.COMPLAINT, Kind.PROPOSAL)
_LOCK = (
    20_230_401  # one letter after another, so that of two alike that come at once the second sees the first
)


@transaction.atomic
def keep(record_id: int) -> bool:
    """Bring the index of one record up to date and propose pairs; whether it stands in the index now.

    A record that is no released letter, or has no text, leaves the index.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    letter = Letter.objects.filter(pk=record_id, kind__in=RELEASED).first()
    text = texts.of(record_id) if letter else ""
    if letter is None or not text:
        LetterIndex.objects.filter(pk=record_id).delete()
        return False
    # What hangs on the personal details goes with them; a letter of scans alone gets an empty row of them.
    details, _new = PersonalDetails.objects.get_or_create(record_id=record_id)
    told = print_of(text, details.full_name, " ".join(filter(None, (details.address, letter.place))))
    write(record_id, told)
    propose(letter, told)
    return True


def write(record_id: int, told: Print) -> None:
    """The two rows of a letter; the database refuses them of a tố cáo."""
    said = " ".join((told.body, told.name, told.place))
    row = {"words": hashes(words_of(said)), "bands": told.keys}
    LetterIndex.objects.update_or_create(letter_id=record_id, defaults=row)
    text = {"body": told.body, "name": told.name, "place": told.place}
    LetterText.objects.update_or_create(letter_id=record_id, defaults=text)


def propose(letter: Letter, told: Print) -> list[LikePair]:
    """Pairs of this letter with those it resembles; what a person decided stays as it is."""
    matches = alike(told, letter.received_on, besides=letter.pk)
    pairs = []
    for match in matches:
        before = (match.received_on, match.record_id) < (letter.received_on, letter.pk)
        earlier, later = (match.record_id, letter.pk) if before else (letter.pk, match.record_id)
        pair, _new = LikePair.objects.update_or_create(
            earlier_id=earlier, later_id=later, defaults=measures(match.likeness)
        )
        pairs.append(pair)
    stale = LikePair.objects.filter(state=LikePair.State.PROPOSED, asked_at__isnull=True)
    kept = [pair.pk for pair in pairs]
    stale.filter(later_id=letter.pk).exclude(pk__in=kept).delete()
    stale.filter(earlier_id=letter.pk).exclude(pk__in=kept).delete()
    return pairs


def measures(likeness: Likeness) -> dict[str, int | None]:
    """A likeness as the columns of a pair, in thousandths."""
    return {
        "alike": round(likeness.alike * 1000),
        "words_shared": round(likeness.words * 1000),
        "person": _thousandths(likeness.person),
        "place": _thousandths(likeness.place),
        "numbers": _thousandths(likeness.numbers),
        "days_apart": likeness.days_apart,
    }


def _thousandths(share: float | None) -> int | None:
    return None if share is None else round(share * 1000)


def missing(most: int = 1_000) -> list[int]:
    """Ids of released letters with a text and without an index, the newest first."""
    waiting = Letter.objects.filter(
        kind__in=RELEASED, personal__isnull=False, personal__likeness__isnull=True
    ).exclude(personal__content="")
    return list(waiting.order_by("-pk").values_list("pk", flat=True)[:most])
