"""What the moves of letters and matters do, and refuse, beyond state, duty and history."""

from datetime import date

from danvan.domains.petitions.feedback.handling import require_proof
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tying.joining import has_open_matter
from danvan.org import roles
from danvan.org.models import Account, Unit, UnitParent
from danvan.records import envelopes, writing
from danvan.records.models import Record
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def check_settled(letter: Letter, on: date) -> None:
    """A letter is settled by its matter, on the day of handling or later; never while the matter is still open."""
    if letter.handled_on and on < letter.handled_on:
        raise Refusal(
            f"Ngày giải quyết {day(on)} trước ngày thụ lý {day(letter.handled_on)}; hãy sửa lại ngày giải quyết."
        )
    # A loaded letter has no key yet when it is checked, and its matters come after it.
    if letter.pk and has_open_matter(letter):
        raise Refusal("Vụ việc của đơn đang được giải quyết; hãy ghi kết quả ở hồ sơ vụ việc.")
    if letter.pk and letter.kind == Kind.PROPOSAL:
        require_proof(letter)


def settle_letters(matter: Matter, by: Account, on: date) -> None:
    """Note on every letter of a settled matter that it is settled; one with another matter waits for that, too."""
    waiting = Record.objects.filter(outcomes__record_id=matter.pk, type="don", state="thu_ly")
    for letter in waiting:
        if not has_open_matter(letter):
            writing.move(letter, "giai_quyet", by=by, on=on)


def reopen_letters(matter: Matter, by: Account | None, on: date) -> None:
    """A phản ánh that is taken up again is taken up for everybody who wrote of it."""
    for letter in Record.objects.filter(outcomes__record_id=matter.pk, type="don", state="giai_quyet"):
        writing.move(letter, "mo_lai", by=by, on=on)


def read_envelope(letter: Letter, by: Account, on: date) -> None:
    """What was sent sealed comes out once the class is known, or is destroyed with a tố cáo."""
    envelopes.after_classification(letter, by, on)


def open_second(first: Matter, by: Account, on: date) -> None:
    """Open the second instance at the authority above, when the account handles there; else that authority opens it.

    The authority above takes it in as a letter of the second instance and ties it to the first (`joining.tie_second`).
    """
    above = Unit.objects.filter(
        pk__in=UnitParent.objects.on(on).filter(unit=first.unit).values("parent")
    ).first()
    if above is not None and above.pk in roles.unit_ids(by, "records.handle", on):
        open_second_at(first, above, by=by, on=on)


def open_second_at(first: Matter, unit: Unit, *, by: Account, on: date) -> Matter:
    """The matter of the second instance at a unit, arising from the first."""
    return writing.open_record(
        "vu_viec",
        by=by,
        unit=unit,
        on=on,
        arises_from=first,
        kind=first.kind,
        field=first.field,
        contested=first.contested,
        instance=2,
        is_illustrative=first.is_illustrative,
    )
