"""Search in the words of released letters: every word must stand in the letter, newest first, without a total.

Two ways, since no one plan serves both. Frequent words: walk the list from its newest row and look each row up in the
index. Rare words: ask the index and sort what little it gives. The walk is short and comes first; what it finds tells
which words are frequent, so no statistics can mislead it.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.likeness.words import Asked, read
from danvan.domains.petitions.models import Field, Kind, LetterIndex, LetterText
from danvan.records.desk.keyset import Order, Slice
from danvan.records.desk.patience import TooSlow
from danvan.ui.vietnamese import fold

WALKED, MOST_FOR_PHRASE = 2_000, 1_000
_BY_INDEX = "SELECT letter_id FROM petitions_letterindex WHERE words @> %s"
_CLASS_WORDS = {
    word
    for label in ("Đơn", "lĩnh vực", "chưa phân loại", *Kind.labels, *Field.labels)
    for word in fold(str(label)).replace(",", " ").split()
}

_AFTER_MANY = _(
    "Trong %(n)s đơn gần nhất có đủ các từ chưa thấy cụm từ này; hãy thu hẹp bằng đơn vị, khoảng ngày hoặc thêm từ."
)


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
    ids, more = _holding(rows, asked, order, key, backwards, wanted)
    last = ids[-1] if ids else None
    if asked.phrases:
        kept = [pk for pk in ids if pk in _with_phrases(ids, asked)]
        if more and not kept:
            raise TooSlow(str(_AFTER_MANY) % {"n": f"{MOST_FOR_PHRASE:,}".replace(",", ".")})
        more, ids = more or len(kept) > size, kept[:size]
        last = ids[-1] if len(kept) > size else last
    shown = _read(rows, ids)
    if backwards:
        shown.reverse()
    return _slice(rows, shown, order, last, more, after, backwards)


def _holding(
    rows: QuerySet, asked: Asked, order: Order, key: str, backwards: bool, wanted: int
) -> tuple[list[int], bool]:
    """Ids of the rows beyond the key that hold the words, in the order asked, and whether there are more."""
    bare = rows.select_related(None)
    walked = list(
        order.sorted(order.beyond(bare, key, backwards) if key else bare, backwards).only("pk", order.day)[
            :WALKED
        ]
    )
    pks = [row.pk for row in walked]
    holding = set(
        LetterIndex.objects.filter(pk__in=pks, words__contains=asked.hashes).values_list("pk", flat=True)
    )
    ids = [pk for pk in pks if pk in holding]
    if len(ids) > wanted or len(walked) < WALKED:
        return ids[:wanted], len(ids) > wanted
    found = bare.filter(pk__in=RawSQL(_BY_INDEX, [asked.hashes]))
    beyond = order.beyond(found, order.key(walked[-1]), backwards)
    rest = order.sorted(beyond, backwards).values_list("pk", flat=True)[: wanted + 1 - len(ids)]
    ids += list(rest)
    return ids[:wanted], len(ids) > wanted


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
