"""A limit on how long one question to the database may take, answered with a sentence instead of a stuck page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from danvan.ui.errors import Refusal

PATIENCE_MS = 4_000
BUSY = (LockNotAvailable, QueryCanceled, DeadlockDetected)  # somebody else held what was needed for too long
HELD = "Hồ sơ hoặc sổ đang được người khác ghi; chưa ghi gì, hãy đợi ít giây rồi gửi lại."


class TooSlow(Refusal):
    """The database was stopped after the limit."""


@contextmanager
def limited(milliseconds: int = PATIENCE_MS) -> Iterator[None]:
    """Stop any statement inside after so many milliseconds; raises TooSlow. What is read inside must be read to its end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (usual,) = cursor.fetchone()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{milliseconds}ms"])
            yield
            # Inside a wider transaction the setting would outlive this block.
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [usual])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow(
                "Danh sách này cần quá nhiều thời gian để tìm; hãy thu hẹp bằng đơn vị, khoảng ngày hoặc thêm từ."
            ) from error
        raise


@contextmanager
def told_when_held(sentence: str = HELD) -> Iterator[None]:
    """A Refusal with `sentence` where somebody else held for too long what was needed; nothing of the statement stands."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, BUSY):
            raise Refusal(sentence) from error
        raise
