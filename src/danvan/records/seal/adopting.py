"""Rows of the seal from before marks were kept: listed for the operator, and marked only as they were shown to him."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import batched

from django.db import models, transaction

from danvan.records.history import say_who
from danvan.records.models import SealMark
from danvan.records.seal import witness
from danvan.ui.errors import Refusal

_BATCH = 500
REASON = "Tiếp nhận dòng niêm phong có từ trước khi có dấu xác thực, mã danh sách {digest}"


def waiting() -> list[models.Model]:
    """Rows that bear no mark at all. One with a false mark is no case for adoption: `danvan verify` names it."""
    return [row for rows in witness.covered() for row in _without(rows)]


def told(row: models.Model) -> str:
    """A row as it is listed: table, key, and what a person can compare with a book or paper. Of a sealed record its id."""
    names = (
        "unit_id",
        "account_id",
        "case_id",
        "record_id",
        "key_id",
        "recovery_id",
        "capacity",
        "kind",
        "number",
    )
    said = [f"{name} {value}" for name in names if (value := getattr(row, name, None)) not in (None, "")]
    at = next((value for name in ("made_at", "given_at", "at") if (value := getattr(row, name, None))), None)
    when = [at.strftime("%Y-%m-%d %H:%M")] if at else []
    return ", ".join([f"{row._meta.db_table} {row.pk}", *said, *when])


def digest(rows: list[models.Model]) -> str:
    """Sixteen signs over the list, with public keys and digests: what is adopted is what was shown."""
    lines = [
        repr([told(row), *(str(getattr(row, name)) for name in witness.COVERED[type(row).__name__])])
        for row in rows
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


@transaction.atomic
def adopt(shown: str) -> int:
    """Mark the rows of the list whose digest was shown; how many. Refusal where the list is another one now."""
    rows = waiting()
    if not rows:
        raise Refusal("Không có dòng niêm phong nào chờ tiếp nhận.")
    if digest(rows) != shown:
        raise Refusal(
            "Danh sách đã đổi so với lúc xem; hãy chạy danvan seal-adopt để xem lại rồi mới tiếp nhận."
        )
    say_who(None, REASON.format(digest=shown))
    witness.sign(*rows, why=SealMark.Why.ADOPTED)
    return len(rows)


def _without(rows: models.QuerySet) -> Iterator[models.Model]:
    table = rows.model._meta.db_table
    for some in batched(rows.iterator(_BATCH), _BATCH):
        marks = SealMark.objects.filter(table=table, row__in=[row.pk for row in some])
        known = set(marks.values_list("row", flat=True))
        yield from (row for row in some if row.pk not in known)
