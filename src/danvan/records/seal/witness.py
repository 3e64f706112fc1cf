"""That the program itself wrote a row: a hash over what may not change, under a key that lies outside the database.

The key is made of an intake key (records/keys.py) and a purpose of its own; the newest signs, older ones go on verifying.
Who writes the database without that file can add no ring, key, grant, item or opening that anything here trusts.
"""

import enum
import hmac
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from danvan.records import keys
from danvan.records.models import SealMark
from danvan.ui.errors import Refusal

PURPOSE = b"danvan seal mark, form 1"
BATCH = 500
# What of each table is covered: all that can never become another without a new mark.
COVERED: dict[str, tuple[str, ...]] = {
    "SealKey": ("account_id", "public", "made_at"),
    "SealRing": ("case_id", "part", "number", "public", "made_at"),
    "SealGrant": ("case_id", "ring_id", "key_id", "recovery_id", "capacity", "given_by_id", "given_at"),
    "SealRecovery": ("unit_id", "public", "made_by_id", "made_at"),
    "SealCover": ("unit_id", "above_id", "made_by_id", "made_at"),
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


class Standing(enum.Enum):
    """How the marks of a row stand. CHANGED alone is proven: the program marked it, and it is another now."""

    TRUE = "dấu đúng"
    NONE = "chưa có dấu"
    KEY_GONE = "dấu bằng khóa không có trong tệp khóa"
    OLDER_TRUE = "dấu mới nhất không đúng, có dấu cũ hơn đúng"
    DOUBTFUL = "không dấu nào đúng, có thể đã bị sửa"
    CHANGED = "đã bị sửa sau khi chương trình ghi"


class Forged(Refusal):
    """A row that the program did not write as it stands."""


def sign(*rows: models.Model, why: str = SealMark.Why.WRITTEN) -> None:
    """Mark rows as they stand now, in the transaction that writes them. One query; IntegrityError for one twice."""
    key_id, key = next(_keys())
    SealMark.objects.bulk_create(_marked(row, key_id, key, why) for row in rows)


def check(*rows: models.Model | None) -> None:
    """Refuse rows whose newest mark is missing or is another one's; said in the log by table and key."""
    if false := unmarked([row for row in rows if row is not None]):
        for row in false:
            _log.error("seal: no true mark on %s %s", _table(row), row.pk)
        raise Forged(FORGED)


def unmarked(rows: Iterable[models.Model]) -> list[models.Model]:
    """The rows without a true mark."""
    return [row for row, standing, _key_id in judged(rows) if standing != Standing.TRUE]


def judged(rows: Iterable[models.Model]) -> list[tuple[models.Model, Standing, SealMark | None]]:
    """Each row, how its marks stand, and the one that counts. One query a table."""
    known, by_table, found = dict(_keys()), defaultdict(list), []
    for row in rows:
        by_table[_table(row)].append(row)
    for table, some in by_table.items():
        marks = defaultdict(list)
        for mark in SealMark.objects.filter(table=table, row__in=[row.pk for row in some]).order_by("id"):
            marks[mark.row].append(mark)
        found += [(row, *_judged(row, marks[row.pk], known)) for row in some]
    return found


def older(rows: Iterable[models.Model]) -> list[models.Model]:
    """The rows with a true mark that is of an older key, or of the form before."""
    known = dict(list(_keys())[:1])
    return [
        row for row, standing, mark in judged(rows) if standing == Standing.TRUE and not _is_own(mark, known)
    ]


def covered() -> Iterator[models.QuerySet]:
    """All rows that must bear a mark, one query set a table."""
    for name in COVERED:
        rows = apps.get_model("records", name)._default_manager.order_by("pk")
        if name in ("SealItem", "SealReply"):
            rows = rows.defer("sealed")
        yield rows.filter(seen__gt=0) if name == "SealOpening" else rows


def held_by_key() -> set[str]:
    """Ids of the intake keys under which the mark of a row that is there stands: without one its row is trusted no more."""
    return {
        mark.key_id
        for rows in covered()
        for some in batched(rows.iterator(BATCH), BATCH)
        for _row, _standing, mark in judged(some)
        if mark
    }


def _marked(row: models.Model, key_id: str, key: bytes, why: str) -> SealMark:
    mark = SealMark(table=_table(row), row=row.pk, key_id=key_id, mac=_mac(key, row), why=why)
    mark.tag = _tag(key, mark)
    return mark


def _judged(
    row: models.Model, marks: list[SealMark], known: Mapping[str, bytes]
) -> tuple[Standing, SealMark | None]:
    """The newest mark that says of itself to be the program's counts; where none does, the newest of all."""
    own = [mark for mark in marks if _is_own(mark, known)]
    if not marks:
        return Standing.NONE, None
    mark = (own or marks)[-1]
    if _is_true(row, mark, known):
        return Standing.TRUE, mark
    if own:
        return Standing.CHANGED, mark
    if any(_is_true(row, one, known) for one in marks):
        return Standing.OLDER_TRUE, mark
    is_gone = not any(one.key_id in known for one in marks)
    return (Standing.KEY_GONE if is_gone else Standing.DOUBTFUL), mark


def _is_own(mark: SealMark | None, known: Mapping[str, bytes]) -> bool:
    if mark is None or mark.key_id not in known:
        return False
    return hmac.compare_digest(mark.tag, _tag(known[mark.key_id], mark))


def _is_true(row: models.Model, mark: SealMark, known: Mapping[str, bytes]) -> bool:
    key = known.get(mark.key_id)
    return key is not None and hmac.compare_digest(mark.mac, _mac(key, row))


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


def _tag(key: bytes, mark: SealMark) -> str:
    """That the mark itself is the program's, whatever its row has become since."""
    said = json.dumps(["mark", mark.table, mark.row, mark.mac])
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
    return str(row._meta.db_table)
