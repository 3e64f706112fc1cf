"""That the program itself wrote a row: a hash over what may not change, under a key that lies outside the database.

The key is made of an intake key (records/keys.py) and a purpose of its own; the newest signs, older ones go on verifying.
Who writes the database without that file can add no ring, key, grant, item or opening that anything here trusts.
"""

import hmac
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from danvan.records import keys
from danvan.records.models import SealMark
from danvan.ui.errors import Refusal

PURPOSE = b"danvan seal mark, form 1"
# What of each table is covered: all that can never become another without a new mark.
COVERED: dict[str, tuple[str, ...]] = {
    "SealKey": ("account_id", "public", "made_at"),
    "SealRing": ("case_id", "part", "number", "public", "made_at"),
    "SealGrant": ("case_id", "ring_id", "key_id", "recovery_id", "capacity", "given_by_id", "given_at"),
    "SealRecovery": ("unit_id", "public", "made_by_id", "made_at"),
    "SealShare": ("recovery_id", "number", "post_id", "key_id"),
    "SealRecoveryTarget": ("act_id", "case_id", "key_id", "capacity"),
    "SealRelease": ("case_id", "key_id", "number", "signed_on", "until", "given_by_id", "given_at"),
    "SealItem": ("case_id", "ring_id", "part", "kind", "number", "digest", "by_id", "on", "at"),
    "SealOpening": ("record_id", "account_id", "act", "outcome", "seen", "tail", "at"),
    "SealReply": ("case_id", "number", "side", "digest", "paper_id", "by_id", "on"),
    "SealRoster": ("unit_id", "account_id", "capacity", "number", "signed_on", "by_id", "at"),
    "SealSender": ("case_id", "code_hash", "public", "salt", "is_named"),
}
FORGED = (
    "Khóa hoặc nội dung niêm phong này không có dấu xác thực của hệ thống nên không dùng; hãy báo ngay người đứng đầu và "
    "người vận hành (danvan verify), đừng xử lý tiếp hồ sơ này."
)
_log = logging.getLogger(__name__)


class Forged(Refusal):
    """A row that the program did not write as it stands."""


def sign(*rows: models.Model, why: str = SealMark.Why.WRITTEN) -> None:
    """Mark rows as they stand now, in the transaction that writes them. One query."""
    key_id, key = next(_keys())
    SealMark.objects.bulk_create(
        [SealMark(table=_table(row), row=row.pk, key_id=key_id, mac=_mac(key, row), why=why) for row in rows],
        ignore_conflicts=True,
    )


def check(*rows: models.Model | None) -> None:
    """Refuse rows whose newest mark is missing or is another one's; said in the log by table and key. One query a table."""
    if false := unmarked([row for row in rows if row is not None]):
        for row in false:
            _log.error("seal: no true mark on %s %s", _table(row), row.pk)
        raise Forged(FORGED)


def unmarked(rows: Iterable[models.Model]) -> list[models.Model]:
    """The rows without a true mark."""
    known, by_table = dict(_keys()), defaultdict(list)
    for row in rows:
        by_table[_table(row)].append(row)
    found = []
    for table, some in by_table.items():
        marks = _newest(table, [row.pk for row in some])
        found += [row for row in some if not _is_true(row, marks.get(row.pk), known)]
    return found


def covered() -> Iterator[models.QuerySet]:
    """All rows that must bear a mark, one query set a table."""
    for name in COVERED:
        rows = apps.get_model("records", name)._default_manager.order_by("pk")
        if name in ("SealItem", "SealReply"):
            rows = rows.defer("sealed")
        yield rows.filter(seen__gt=0) if name == "SealOpening" else rows


def held_by_key() -> set[str]:
    """Ids of the intake keys under which a newest mark stands: without one of them its row is trusted no more."""
    newest = SealMark.objects.order_by("table", "row", "-id").distinct("table", "row")
    return set(SealMark.objects.filter(pk__in=newest.values("pk")).values_list("key_id", flat=True))


def renew() -> int:
    """Mark anew, under the newest key, what bears a true mark of an older one; how many."""
    newest, done = next(_keys())[0], 0
    for rows in covered():
        some = list(rows)
        marks, known = _newest(_table_of(rows.model), [row.pk for row in some]), dict(_keys())
        old = [
            row for row in some if _is_true(row, marks.get(row.pk), known) and marks[row.pk].key_id != newest
        ]
        sign(*old, why=SealMark.Why.RENEWED)
        done += len(old)
    return done


def _newest(table: str, keys_of_rows: list[int]) -> dict[int, SealMark]:
    marks = SealMark.objects.filter(table=table, row__in=keys_of_rows).order_by("id")
    return {mark.row: mark for mark in marks}


def _is_true(row: models.Model, mark: SealMark | None, known: Mapping[str, bytes]) -> bool:
    key = known.get(mark.key_id) if mark else None
    return bool(mark and key) and hmac.compare_digest(mark.mac, _mac(key, row))  # type: ignore[union-attr, arg-type]


def _keys() -> Iterator[tuple[str, bytes]]:
    """(id, key for marks) for each intake key, the newest first."""
    for key_id, private in keys.of_installation(
        settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION
    ).items():
        yield key_id, hmac.digest(bytes(private), PURPOSE, "sha256")


def _mac(key: bytes, row: models.Model) -> str:
    told = {name: _plain(getattr(row, name)) for name in COVERED[type(row).__name__]}
    said = json.dumps([_table(row), row.pk, told], ensure_ascii=False, sort_keys=True)
    return hmac.new(key, said.encode(), "sha256").hexdigest()


def _plain(value: Any) -> Any:
    """A column's value in the one form that is hashed, whether it was just made or comes from the database."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # a choice is written as its text


def _table(row: models.Model) -> str:
    return _table_of(type(row))


def _table_of(model: type[models.Model]) -> str:
    return str(model._meta.db_table)
