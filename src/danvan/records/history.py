"""Who acts and why, told to the triggers that write the history; reading and proving what they wrote."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import connection

from danvan.org.models import Account
from danvan.records.daily import daily
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


def say_actor(by: Account) -> None:
    """As `say_who` for a step inside another act: a reason that the same account has given in this transaction stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('danvan.reason', CASE WHEN current_setting('danvan.actor', true) = %s"
            " THEN coalesce(current_setting('danvan.reason', true), '') ELSE '' END, true),"
            " set_config('danvan.actor', %s, true)",
            [str(by.pk), str(by.pk)],
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
            " operation, at, actor, reason, before, after, id, row_key) ORDER BY id",
            [chain, chain],
        )
        return [row[0] for row in cursor.fetchall()]


def seal(day: date | None = None) -> HistoryRoot | None:
    """Keep the root of the database's day over the rows since the root before; None when the day has one.

    The database computes it while writers wait, so no row of a running transaction can slip in below it. Another day
    than today can be named by the owner of the database alone.
    """
    with connection.cursor() as cursor:
        if day:
            cursor.execute("SELECT records_seal_history_on(%s)", [day])
        else:
            cursor.execute("SELECT records_seal_history()")
        (made,) = cursor.fetchone()
    return HistoryRoot.objects.get(pk=made) if made else None


@daily("goc_lich_su")
def daily_root(_since: date, until: date) -> None:
    """The root of the day, made at its first turn: it covers what was written before. Missed days share it.

    RuntimeError where the database has not reached the day yet: the job comes again.
    """
    seal()
    if not HistoryRoot.objects.filter(day__gte=until).exists():
        raise RuntimeError(f"the database has not reached {until} yet")


def code_of(root: HistoryRoot) -> str:
    """The code (hex SHA-256) that a root must bear: over the code before, its day, its rows and its Merkle root."""
    told = (root.previous, f"{root.day:%Y-%m-%d}", root.since, root.upto, root.rows, root.root, root.nonce)
    return sha256("|".join(map(str, told)).encode()).hexdigest()


class Merkle:
    """A Merkle root (SHA-256) over leaves that come one by one, in memory of the logarithm of their number.

    Pairs are joined from the left; an odd leaf rises unpaired. A leaf that is no hash counts by the hash of its text.
    """

    def __init__(self) -> None:
        self.count = 0
        self._joined: list[tuple[int, bytes]] = []

    def add(self, leaf: str) -> None:
        """The next leaf, in hexadecimal."""
        self.count += 1
        height, node = 0, _bytes(leaf)
        while self._joined and self._joined[-1][0] == height:
            node = sha256(self._joined.pop()[1] + node).digest()
            height += 1
        self._joined.append((height, node))

    def root(self) -> str:
        """The root in hexadecimal, empty while there is no leaf."""
        nodes = [node for _height, node in self._joined]
        while len(nodes) > 1:
            right = nodes.pop()
            nodes[-1] = sha256(nodes[-1] + right).digest()
        return nodes[0].hex() if nodes else ""


def _bytes(leaf: str) -> bytes:
    try:
        return bytes.fromhex(leaf)
    except ValueError:
        return sha256(leaf.encode()).digest()


def merkle_root(leaves: Iterable[str]) -> str:
    """The Merkle root over hex leaves in order; ValueError when there is none."""
    tree = Merkle()
    for leaf in leaves:
        tree.add(leaf)
    if not tree.count:
        raise ValueError("no leaves")
    return tree.root()
