"""Letters whose time of keeping is over, and officers who may and may not destroy them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from danvan.org.models import Account
from danvan.records import envelopes, files, messages, writing
from danvan.records.desk.submissions import new_key
from danvan.records.files.tests.samples import pdf
from danvan.records.models import Link, Paper, PersonalDetails, Record
from danvan.records.retention import erasing, holds, planning
from danvan.records.tests.factories import head, letter_of

# Far enough that all that a test writes is older than the grace: the history's clock is the real one.
TODAY = date(2035, 1, 15)
RECEIVED, FILED = date(2023, 3, 1), date(2023, 3, 15)
OVER = date(2024, 3, 15)  # one year after it was filed: Thông tư 05/2021/TT-TTCP, Điều 28
NAME, PHONE, WORDS = "Nguyễn Thị Gieo Chữ", "0987654321", "Nội dung gieo để tìm lại"
PERSON = {"full_name": NAME, "address": "Thôn Gieo Hạt", "phone": PHONE, "content": WORDS}


def stand_on(day: date | None) -> None:
    """Let the database's clock for destroying stand on a day, or go again: what its owner alone can do."""
    told = f"DATE '{day}'" if day else "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION records_erasing_day() RETURNS date LANGUAGE sql STABLE"
            f" AS $$ SELECT {told} $$"
        )


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


def long_after() -> datetime:
    """A moment at which all that a test wrote is old."""
    return datetime(2036, 1, 1, tzinfo=UTC)


def copy_of(paper: Paper) -> dict[str, Any]:
    """The columns of another paper like this one."""
    return {
        name: getattr(paper, name)
        for name in ("record_id", "unit", "key", "title", "audience", "prepared_on")
    }


def make(kind: str, officer: Account, chief: Account) -> Any:
    """A filed letter that is due, or one that something keeps."""
    letter = filed(officer, on=TODAY - timedelta(days=100)) if kind == "young" else filed(officer)
    if kind == "held":
        holds.hold(letter, by=chief, reason="thanh_tra", document="1/TTR", document_on=TODAY, on=TODAY)
    elif kind in ("open", "tied"):
        other = letter_of(officer, RECEIVED)
        between = other if kind == "open" else filed(officer, kind="khieu_nai", standing="ban_an")
        Link.objects.create(record_id=between.pk, source_id=letter.pk)
    elif kind == "judged":
        type(letter).objects.filter(pk=letter.pk).update(standing="ban_an")
    return letter


def change(what: str, letter: Any, officer: Account, chief: Account, other: Any) -> None:
    """Something that happens between the list that was shown and the run."""
    if what == "message":
        messages.say(letter, by=officer, text="Còn một việc", key=new_key())
    elif what == "file":
        files.attach(letter, "x.pdf", pdf(), by=officer)
    elif what == "person":
        PersonalDetails.objects.filter(pk=letter.pk).update(content="")
    elif what == "hold":
        holds.hold(letter, by=chief, reason="toa_an", document="1/TA", document_on=TODAY, on=TODAY)
    elif what == "tie":
        Link.objects.create(record_id=other.pk, source_id=letter.pk)
    elif what == "another":
        filed(officer)
    elif what == "gone":
        digest = planning.plan({letter.unit_id}, TODAY).digest
        erasing.erase(letter.unit, by=chief, on=TODAY, digest=digest, decision="1/KHÁC", decision_on=TODAY)


# Tables with a key to a record whose rows go with it, by `contents.Part`, or with a row that goes.
GOES = {
    *("Envelope", "File", "FileText", "Message", "Rating", "ReceiptAddress", "PersonalDetails", "PaperText"),
    *("Feedback", "NotDone", "LetterIndex", "SealCase", "SealItem", "SealReply", "Delivery"),
}
# What stays, and why nobody is told by it.
STAYS = {
    "ApartEntry": "numbers, days and lists of a machine apart",
    "Duty": "rules and days",
    "EnvelopeAct": "who opened what and why, of a list",
    "FileAct": "who opened an original and why, of a list",
    "Paper": "number, day, hash and the official who signed",
    "Filing": "empty once it was sent",
    "Held": "that an officer looked at it first",
    "HandedUp": "that an envelope went up unopened",
    "Handover": "which unit had it",
    "LegalHold": "reasons of a list and numbers of papers",
    "Link": "which records hang together",
    "NationalUpdate": "a machine's code and a day",
    "Submission": "a form's key",
    "TakenMail": "place, day, size and keyed hashes",
    "Tombstone": "what is said of it afterwards",
    "SealOpening": "who opened a case and why, of a list",
    # Hang on matters, sessions and visits, which no row of the schedule ends.
    "Booking": "kept: sessions have no row",
    "Conclusion": "kept: sessions and visits have no row",
    "HeadSession": "kept: no row",
    "HardContact": "kept: matters have no row",
    "HardMatter": "kept: matters have no row",
    "Matter": "kept: no row",
    "OnlineSession": "kept: sessions have no row",
    "Protection": "kept: no row",
    "RegulationFeedback": "kept: no row",
    "Undertaking": "kept: no row",
    "Visit": "kept: no row",
    "VisitPerson": "kept: visits have no row",
    "DataRequest": "kept: no row, and it names nobody",
    "Letter": "its own row stays; its words go by a part",
}


def tables_of_records() -> set[str]:
    """Models with a key to a record of any type."""
    return {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Record)
    }
