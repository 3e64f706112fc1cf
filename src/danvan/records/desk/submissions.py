"""A form that is sent is taken once: the same key again leads to the first result, also from two lines at the same time."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.db import IntegrityError, OperationalError, connection, transaction

from danvan.org.models import Account
from danvan.records.desk.patience import BUSY
from danvan.records.models import Record, Submission
from danvan.ui.errors import Refusal


def new_key() -> str:
    """The key of a form about to be shown."""
    return str(uuid4())


def read_key(text: str) -> str:
    """The key as we write keys; Refusal for anything that no form of ours carried."""
    try:
        return str(UUID(text))
    except ValueError:
        raise Refusal("Biểu mẫu thiếu mã gửi; hãy mở lại trang rồi điền lại.") from None


def result_of(text: str, by: Account) -> Record | None:
    """The record that this account's form of that key led to; None for a key not yet taken or not a key at all."""
    try:
        key = read_key(text)
    except Refusal:
        return None
    kept = Submission.objects.filter(key=key, account=by).select_related("record").first()
    return kept.record if kept else None


def once(key: str, by: Account, act: Callable[[], Record]) -> Record:
    """Do `act` unless the key was already taken, and return the record of the first time.

    One transaction: what fails gives its key back, and a second sender waits for the first to end. Raises Refusal,
    also for what the database itself refuses.
    """
    try:
        with transaction.atomic():
            if not _take(key, by):
                return _earlier(key, by)
            record = act()
            Submission.objects.filter(key=key).update(record_id=record.pk)
            return record
    except IntegrityError as error:
        raise Refusal(_said_by(error)) from error
    except OperationalError as error:
        if isinstance(error.__cause__, BUSY):
            raise Refusal(
                "Hồ sơ hoặc sổ đang được người khác ghi; chưa ghi gì, hãy đợi ít giây rồi gửi lại."
            ) from error
        raise


def _take(key: str, by: Account) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_submission (key, account_id, at) VALUES (%s, %s, now()) ON CONFLICT (key) DO NOTHING",
            [key, by.pk],
        )
        return cursor.rowcount == 1


def _earlier(key: str, by: Account) -> Record:
    kept = Submission.objects.select_related("record").get(key=key)
    if kept.account_id != by.pk or kept.record is None:
        raise Refusal("Mã gửi của biểu mẫu đã được dùng ở nơi khác; hãy mở lại trang rồi điền lại.")
    return kept.record


def _said_by(error: IntegrityError) -> str:
    """A trigger of ours speaks Vietnamese and names no constraint; a constraint's own words are not for readers."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis and not diagnosis.constraint_name and diagnosis.message_primary:
        return str(diagnosis.message_primary)
    return (
        "Các trường vừa điền không khớp với nhau hoặc với hồ sơ đã có; chưa ghi gì, hãy xem lại rồi gửi lại."
    )
