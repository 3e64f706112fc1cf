"""Pages of a list by row value: the next page begins after the last row seen, however deep, and nothing is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from danvan.ui.errors import Refusal

SIZE = 50
_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of rows with the keys of the pages around it; an empty key means there is no such page.

    `note` is a sentence to be shown with a page for which not everything was looked through.
    """

    rows: Sequence[Any]
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A day column and the id, both in one direction: unique, so that every row has one place."""

    day: str
    newest_first: bool = False

    def key(self, row: Any) -> str:
        """The place of a row, as it stands in the address: 2023-03-14.512."""
        return f"{getattr(row, self.day):%Y-%m-%d}.{row.pk}"

    def sorted(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        """The rows in this order, or in its opposite."""
        sign = "-" if self.newest_first != backwards else ""
        return rows.order_by(f"{sign}{self.day}", f"{sign}id")

    def beyond(self, rows: QuerySet, key: str, backwards: bool = False) -> QuerySet:
        """The rows that follow the key in this order, or precede it."""
        compared = TupleLessThan if self.newest_first != backwards else TupleGreaterThan
        return rows.filter(compared((F(self.day), F("id")), read_key(key)))


def read_key(key: str) -> tuple[date, int]:
    """Day and id of a key; Refusal for anything that no page of ours ever wrote."""
    found = _KEY.fullmatch(key)
    try:
        return date.fromisoformat(found[1]), int(found[2])  # type: ignore[index]
    except (TypeError, ValueError):
        raise Refusal("Địa chỉ của trang danh sách không đúng; hãy mở lại danh sách từ đầu.") from None


def page(rows: QuerySet, order: Order, *, after: str = "", before: str = "", size: int = SIZE) -> Slice:
    """The page after or before a key, or the first one; one query that reads one row more than it shows."""
    backwards = bool(before)
    key = before or after
    asked = order.beyond(rows, key, backwards) if key else rows
    found = list(order.sorted(asked, backwards)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if backwards:
        shown.reverse()
    if not shown:
        return Slice(shown)
    has_before = more if backwards else bool(after)
    has_after = True if backwards else more
    return Slice(
        shown,
        before=order.key(shown[0]) if has_before else "",
        after=order.key(shown[-1]) if has_after else "",
    )
