"""Who acts and why, told to the triggers that write the history; reading and proving what they wrote."""

from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Max

from danvan.org.models import Account
from danvan.records.models import HistoryRoot, HistoryRow, Record
from danvan.ui.errors import Refusal


def say_who(by: Account | None, reason: str = "") -> None:
    """Tell the history's trigger who acts and why, for the rest of this transaction.

    Raises Refusal for a reason with a byte that the database cannot keep.
    """
    if "\0" in reason:
        raise Refusal("Lý do có ký tự không đọc được; hãy gõ lại lý do.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('danvan.actor', %s, true), set_config('danvan.reason', %s, true)",
            [str(by.pk) if by else "", reason[:500]],
        )


def of_record(record: Record) -> list[HistoryRow]:
    """Every recorded change of a record and what hangs on it, oldest first."""
    return list(HistoryRow.objects.filter(chain=f"record:{record.pk}").order_by("id"))


def broken_rows(chain: str | None = None) -> list[int]:
    """Ids of history rows whose hash or link to the row before does not hold; an intact history gives []."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT h.*, lag(hash, 1, '') OVER (PARTITION BY chain ORDER BY id) AS expected"
            " FROM records_history h WHERE %s::text IS NULL OR chain = %s) h"
            ' WHERE previous_hash <> expected OR hash <> records_history_hash(previous_hash, chain, "table",'
            " operation, at, actor, reason, before, after) ORDER BY id",
            [chain, chain],
        )
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def seal() -> HistoryRoot | None:
    """Compute the Merkle root over the rows since the last root and keep it; None when nothing is new.

    Writers are made to wait while the rows are read, so no row of a running transaction can slip in below the root.
    """
    since = HistoryRoot.objects.aggregate(last=Max("upto"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_still_history()")
        cursor.execute("SELECT id, hash FROM records_history WHERE id > %s ORDER BY id", [since])
        rows = cursor.fetchall()
    if not rows:
        return None
    return HistoryRoot.objects.create(
        since=since, upto=rows[-1][0], root=merkle_root([row[1] for row in rows])
    )


def merkle_root(leaves: list[str]) -> str:
    """The Merkle root (hex SHA-256) over hex leaves in order; an odd leaf rises unpaired; ValueError when empty."""
    if not leaves:
        raise ValueError("no leaves")
    level = [bytes.fromhex(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha256(b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()
