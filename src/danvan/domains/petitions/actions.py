"""What the moves of letters and matters do beyond state, duty and history."""

from datetime import date

from danvan.domains.petitions.models import Letter, Matter
from danvan.org.models import Account
from danvan.records import writing
from danvan.records.models import Record


def open_matter(letter: Letter, by: Account, on: date) -> None:
    """Open the matter of an accepted letter; its limit of settlement runs from the day of acceptance."""
    writing.open_record(
        "vu_viec",
        by=by,
        unit=letter.unit,
        on=on,
        arises_from=letter,
        kind=letter.kind,
        field=letter.field,
        secrecy=letter.secrecy,
        is_illustrative=letter.is_illustrative,
    )


def settle_letters(matter: Matter, by: Account, on: date) -> None:
    """Note on every letter of a settled matter that it is settled."""
    waiting = Record.objects.filter(outcomes__record_id=matter.pk, type="don", state="thu_ly")
    for letter in waiting:
        writing.move(letter, "giai_quyet", by=by, on=on)
