"""What the moves of letters and matters do, and refuse, beyond state, duty and history."""

from datetime import date

from danvan.domains.petitions.models import Letter, Matter
from danvan.org.models import Account
from danvan.records import writing
from danvan.records.models import Record
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def check_handling(letter: Letter, on: date) -> None:
    """A letter is handled on the day of its classification or later."""
    if letter.classified_on and on < letter.classified_on:
        raise Refusal(
            f"Ngày xử lý {day(on)} trước ngày phân loại {day(letter.classified_on)}; hãy sửa lại ngày xử lý."
        )


def check_acceptance(letter: Letter, on: date) -> None:
    """Only what is eligible and within competence is accepted (Luật Khiếu nại, Điều 11 và 27; Luật Tố cáo, Điều 29)."""
    check_handling(letter, on)
    if not letter.is_competent:
        raise Refusal("Đơn không thuộc thẩm quyền nên không thụ lý; hãy chuyển đơn hoặc hướng dẫn người gửi.")
    if not letter.is_eligible:
        raise Refusal("Đơn không đủ điều kiện xử lý nên không thụ lý; hãy xếp lưu.")


def check_settled(letter: Letter, on: date) -> None:
    """A letter is settled by its matter, on the day of handling or later; never while the matter is still open."""
    if letter.handled_on and on < letter.handled_on:
        raise Refusal(
            f"Ngày giải quyết {day(on)} trước ngày thụ lý {day(letter.handled_on)}; hãy sửa lại ngày giải quyết."
        )
    # A loaded letter has no key yet when it is checked, and its matters come after it.
    if letter.pk and has_open_matter(letter):
        raise Refusal("Vụ việc của đơn đang được giải quyết; hãy ghi kết quả ở hồ sơ vụ việc.")


def has_open_matter(letter: Record) -> bool:
    """Whether a matter that arose from the letter, or that it was joined to, is still being settled."""
    return Matter.objects.filter(sources__source_id=letter.pk, closed_on__isnull=True).exists()


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
    """Note on every letter of a settled matter that it is settled; one with another matter waits for that, too."""
    waiting = Record.objects.filter(outcomes__record_id=matter.pk, type="don", state="thu_ly")
    for letter in waiting:
        if not has_open_matter(letter):
            writing.move(letter, "giai_quyet", by=by, on=on)
