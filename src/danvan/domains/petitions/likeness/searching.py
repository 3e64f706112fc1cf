"""Search in the words of released letters: every word must stand in the letter, newest first, without a total.

Two ways, since no one plan serves both. Rare words: ask the index, at most MOST_BY_INDEX letters, and sort what it gives.
Frequent words: walk the list from its newest row and look each row up. Which are frequent the database's own statistics
say; where they err, the index gives its whole measure and the walk follows. After a walk that did not fill the page the
page says how far was looked, and goes on from there.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.likeness import frequency
from danvan.domains.petitions.likeness.words import Asked, read
from danvan.domains.petitions.models import Field, Kind, LetterText
from danvan.records.desk.keyset import Order, Slice, read_key
from danvan.records.desk.patience import TooSlow
from danvan.ui.vietnamese import fold

WALKED, MOST_BY_INDEX, MOST_FOR_PHRASE = 2_000, 3_000, 1_000
_BY_INDEX = "SELECT letter_id FROM petitions_letterindex WHERE words @> %s"
_SOME_BY_INDEX = f"{_BY_INDEX} LIMIT %s"
# OFFSET 0 keeps the planner from asking the index of words about words that stand in half of all letters.
_OF_THESE = """
SELECT letter_id FROM (SELECT letter_id, words FROM petitions_letterindex WHERE letter_id = ANY(%s) OFFSET 0) near
WHERE words @> %s
"""
_CLASS_WORDS = {
    word
    for label in ("Đơn", "lĩnh vực", "chưa phân loại", *Kind.labels, *Field.labels)
    for word in fold(str(label)).replace(",", " ").split()
}

_AFTER_MANY = _(
    "Trong %(n)s đơn gần nhất có đủ các từ chưa thấy cụm từ này; hãy thu hẹp bằng đơn vị, khoảng ngày hoặc thêm từ."
)
_SO_FAR = _(
    "Mới tìm trong %(n)s đơn gần nhất kể từ đầu trang này; hãy sang trang sau để tìm tiếp trong các đơn cũ hơn."
)

_NONE_SO_FAR = _(
    "Trong %(n)s đơn gần nhất chưa thấy đơn nào có đủ các từ này; hãy thu hẹp bằng đơn vị, khoảng ngày hoặc thêm từ."
)


@dataclass(frozen=True, slots=True)
class _Holding:
    """Ids that hold the words, in the order asked; whether there may be more; the row up to which a walk looked."""

    ids: list[int]
    more: bool
    looked_to: int | None = None


def by_words(said: str) -> Asked | None:
    """What to look for in the texts; None where the words name a class or field, which the list's own search finds."""
    asked = read(said)
    if not asked.phrases and all(word in _CLASS_WORDS for word in asked.words):
        return None
    return asked


def narrowed(rows: QuerySet, asked: Asked) -> QuerySet:
    """The rows of the spine whose letter holds all the words; a phrase is checked on every one of them."""
    found = rows.filter(pk__in=RawSQL(_BY_INDEX, [asked.hashes]))
    for phrase in asked.phrases:
        found = found.filter(pk__in=LetterText.objects.filter(body__contains=phrase).values("pk"))
    return found


def page(rows: QuerySet, asked: Asked, order: Order, *, after: str, before: str, size: int) -> Slice:
    """A page of the rows whose letter holds what was asked, in the list's order.

    A phrase is looked for in the nearest MOST_FOR_PHRASE letters that hold its words; TooSlow says so when it is in
    none of them and there are more.
    """
    backwards, key = bool(before), before or after
    wanted = MOST_FOR_PHRASE if asked.phrases else size
    holding = _holding(rows, asked, order, key, backwards, wanted)
    ids, more = holding.ids, holding.more
    last = holding.looked_to or (ids[-1] if ids else None)
    if asked.phrases and ids:
        with_phrases = _with_phrases(ids, asked)
        kept = [pk for pk in ids if pk in with_phrases]
        if more and not kept:
            raise TooSlow(str(_AFTER_MANY) % {"n": _told(len(ids))})
        more, ids = more or len(kept) > size, kept[:size]
        last = ids[-1] if len(kept) > size else last
    shown = _read(rows, ids)
    if backwards:
        shown.reverse()
    cut = _slice(rows, shown, order, last, more, after, backwards)
    if holding.looked_to and last == holding.looked_to and not backwards:
        return replace(cut, note=str(_SO_FAR) % {"n": _told(WALKED)})
    return cut


def _told(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _holding(rows: QuerySet, asked: Asked, order: Order, key: str, backwards: bool, wanted: int) -> _Holding:
    """The rows beyond the key that hold the words, by the index where one of the words is rare, otherwise by a walk."""
    bare = rows.select_related(None)
    words = asked.hashes
    are_frequent = frequency.known().are_all_frequent(words, MOST_BY_INDEX)
    by_index = None if are_frequent else _by_index(bare, words, order, key, backwards)
    if by_index is None:
        begun = order.beyond(bare, key, backwards) if key else bare
        walked = list(order.sorted(begun, backwards).values_list("pk", flat=True)[:WALKED])
        ids = _of_these(walked, words)
        if len(ids) > wanted or len(walked) < WALKED:
            return _Holding(ids[:wanted], len(ids) > wanted)
        if ids:
            return _Holding(ids, True, looked_to=walked[-1])
        by_index = _by_index(bare, words, order, key, backwards) if are_frequent else None
        if by_index is None:
            raise TooSlow(str(_NONE_SO_FAR) % {"n": _told(WALKED)})
    return _Holding(by_index[:wanted], len(by_index) > wanted)


def _by_index(bare: QuerySet, words: list[int], order: Order, key: str, backwards: bool) -> list[int] | None:
    """All rows beyond the key that hold the words, by the index; None where more letters hold them than it may give.

    Sorted here: asked to sort and cut, the database would walk its list of a million for a word that stands in ten.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOME_BY_INDEX, [words, MOST_BY_INDEX + 1])
        letters = [pk for (pk,) in cursor.fetchall()]
    if len(letters) > MOST_BY_INDEX:
        return None
    if not letters:
        return []
    found = bare.order_by().filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [letters]))
    places = sorted(found.values_list(order.day, "pk"), reverse=order.newest_first != backwards)
    if key:
        begin = read_key(key)
        is_less = order.newest_first != backwards
        places = [place for place in places if (place < begin if is_less else place > begin)]
    return [pk for _day, pk in places]


def _of_these(walked: list[int], words: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_THESE, [walked, words])
        holding = {pk for (pk,) in cursor.fetchall()}
    return [pk for pk in walked if pk in holding]


def _with_phrases(ids: list[int], asked: Asked) -> set[int]:
    found = LetterText.objects.filter(pk__in=ids)
    for phrase in asked.phrases:
        found = found.filter(body__contains=phrase)
    return set(found.values_list("pk", flat=True))


def _read(rows: QuerySet, ids: list[int]) -> list[Any]:
    by_pk = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [by_pk[pk] for pk in ids if pk in by_pk]


def _slice(
    rows: QuerySet, shown: list[Any], order: Order, last: int | None, more: bool, after: str, backwards: bool
) -> Slice:
    """The page with its neighbours: onward from the last row looked at, which a phrase may have left out."""
    if not shown:
        return Slice(shown)
    far = next((row for row in shown if row.pk == last), None) or rows.get(pk=last)
    if backwards:
        return Slice(shown, before=order.key(far) if more else "", after=order.key(shown[-1]))
    return Slice(shown, before=order.key(shown[0]) if after else "", after=order.key(far) if more else "")
