"""Letters whose time of keeping is over, and officers who may and may not destroy them."""

from datetime import date
from typing import Any

from danvan.org.models import Account
from danvan.records import envelopes, files, messages, papers, writing
from danvan.records.desk.submissions import new_key
from danvan.records.files.tests.samples import pdf
from danvan.records.models import PersonalDetails, Record
from danvan.records.tests.factories import handler, head, letter_of

# Far enough that all that a test writes is older than the grace: the history's clock is the real one.
TODAY = date(2035, 1, 15)
RECEIVED, FILED = date(2023, 3, 1), date(2023, 3, 15)
OVER = date(2024, 3, 15)  # one year after it was filed: Thông tư 05/2021/TT-TTCP, Điều 28
NAME, PHONE, WORDS = "Nguyễn Thị Gieo Chữ", "0987654321", "Nội dung gieo để tìm lại"
PERSON = {"full_name": NAME, "address": "Thôn Gieo Hạt", "phone": PHONE, "content": WORDS}


def filed(
    officer: Account,
    kind: str = "kien_nghi_phan_anh",
    received: date = RECEIVED,
    on: date = FILED,
    **fields: Any,
) -> Any:
    """A letter kept on file as unfit; with a person and words unless it is a tố cáo."""
    values = {"kind": kind, "field": "dat_dai", "is_eligible": False, "unfit": "khong_ro_noi_dung"} | fields
    personal = None if kind == "to_cao" else PERSON
    letter = writing.move(
        letter_of(officer, received), "phan_loai", by=officer, on=received, personal=personal, **values
    )
    return writing.move(letter, "luu", by=officer, on=on)


def full(officer: Account, **fields: Any) -> Any:
    """A filed letter with everything that may hang on one: file with its text, message, rating, papers, words."""
    letter = filed(officer, **fields)
    files.attach(letter, "Đơn viết tay.pdf", pdf(), by=officer)
    messages.say(letter, by=officer, text=f"Kính gửi {NAME}", key=new_key())
    type(letter).objects.filter(pk=letter.pk).update(against="Ủy ban Gieo Chữ", place="Bến Gieo")
    return letter


def sealed_with_envelope(officer: Account) -> Any:
    """A tố cáo kept on file whose envelope nobody has destroyed."""
    letter = letter_of(officer, RECEIVED)
    envelopes.seal(letter, {"full_name": NAME, "content": WORDS}, by=officer)
    values = {"kind": "to_cao", "field": "dat_dai", "is_eligible": False, "unfit": "khong_ten_dia_chi"}
    letter = writing.move(letter, "phan_loai", by=officer, on=RECEIVED, **values)
    return writing.move(letter, "luu", by=officer, on=FILED)


def chief_of(officer: Account) -> Account:
    """The head of the officer's unit."""
    return head(officer.at)


def person_of(record: Record) -> PersonalDetails | None:
    """What is known of the sender."""
    return PersonalDetails.objects.filter(pk=record.pk).first()


__all__ = ["handler", "papers"]
