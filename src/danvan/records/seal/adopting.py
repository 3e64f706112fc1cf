"""Rows of the seal that no mark of the program vouches for: listed for the operator, and marked only as they were shown.

From before marks were kept; under a key that was lost; with a false mark over them. A row that the program marked and
somebody changed since is never among them: `danvan verify` names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import models, transaction

from danvan.records.history import say_who
from danvan.records.models import SealCase, SealMark
from danvan.records.models.seal import document_number
from danvan.records.seal import cases, witness
from danvan.records.seal.witness import Standing
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

REASON = "Tiếp nhận dòng niêm phong mà hệ thống không tự xác thực được, mã danh sách {digest}"
BY_PAPER = ", theo văn bản số {document} ngày {on}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row and why no mark vouches for it."""

    row: models.Model
    standing: Standing


def waiting() -> list[Waiting]:
    """Rows that nobody vouches for, but none that is proven to have been changed."""
    return [
        Waiting(row, standing)
        for rows in witness.covered()
        for some in _batches(rows)
        for row, standing, _mark in witness.judged(some)
        if standing not in (Standing.TRUE, Standing.CHANGED)
    ]


def needs_paper(found: list[Waiting]) -> bool:
    """Whether somebody has to answer for the list: more than rows from before there were marks."""
    return any(one.standing != Standing.NONE for one in found)


def told(one: Waiting) -> str:
    """A row as it is listed: table, key, what a person can compare with a book or paper, why. Of a sealed record its id."""
    row = one.row
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
    return ", ".join([f"{row._meta.db_table} {row.pk}", *said, *when, one.standing.value])


def digest(found: list[Waiting]) -> str:
    """Sixteen signs over the list, with public keys and digests: what is adopted is what was shown."""
    lines = [
        repr([told(one), *(str(getattr(one.row, name)) for name in witness.COVERED[type(one.row).__name__])])
        for one in found
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


@transaction.atomic
def adopt(shown: str, *, document: str = "", on: date | None = None) -> int:
    """Mark the rows of the list whose digest was shown; how many.

    Refusal where the list is another one now, and for more than rows from before there were marks without number and day
    of the paper by which somebody answers for it.
    """
    found = waiting()
    if not found:
        raise Refusal("Không có dòng niêm phong nào chờ tiếp nhận.")
    if digest(found) != shown:
        raise Refusal(
            "Danh sách đã đổi so với lúc xem; hãy chạy danvan seal-adopt để xem lại rồi mới tiếp nhận."
        )
    say_who(None, REASON.format(digest=shown) + _paper(found, document, on))
    witness.sign(*(one.row for one in found), why=SealMark.Why.ADOPTED)
    return len(found)


def renew() -> int:
    """Mark anew, under the newest key, what bears a true mark of an older one; how many.

    What hangs on a case while nobody changes that case: one transaction a case, its rows read within it.
    """
    done = 0
    for case in SealCase.objects.select_related("record").order_by("pk").iterator():
        done += _renew_case(case)
    for rows in witness.covered():
        if not _of_a_case(rows):
            done += sum(_renewed(some) for some in _batches(rows))
    return done


@transaction.atomic
def _renew_case(case: SealCase) -> int:
    cases.lock_case(case.record)
    return sum(_renewed(rows.filter(case_id=case.pk)) for rows in witness.covered() if _of_a_case(rows))


def _renewed(rows: Iterator[models.Model] | models.QuerySet | tuple[models.Model, ...]) -> int:
    old = witness.older(rows)
    witness.sign(*old, why=SealMark.Why.RENEWED)
    return len(old)


def _of_a_case(rows: models.QuerySet) -> bool:
    return "case_id" in witness.COVERED[rows.model.__name__]


def _batches(rows: models.QuerySet) -> Iterator[tuple[models.Model, ...]]:
    return batched(rows.iterator(witness.BATCH), witness.BATCH)


def _paper(found: list[Waiting], document: str, on: date | None) -> str:
    if not needs_paper(found):
        return ""
    if not document or on is None:
        raise Refusal(
            "Danh sách có dòng mà dấu không xác thực được nữa; hãy ghi số và ngày văn bản đối chiếu: "
            "--document SỐ --on NGÀY."
        )
    try:
        document_number(document)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from None
    return BY_PAPER.format(document=document, on=day(on))
