"""What a unit offers to who denounces one certain person over the network: less where keys would lie near that person."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from danvan.org.models import PostHolding
from danvan.records.seal import roster
from danvan.records.seal.roster import Offer
from danvan.records.seal.routing import Route


def offered(way: Route, on: date) -> Offer | None:
    """What is offered at the end of a way; None where nothing is taken over the network, or not about this denounced.

    Whoever holds a post of the denounced's own office too gets no key, unasked, as at the desk (`records/seal/choosing.py`);
    where such a one keeps a part of the recovery key, or nobody else is left, nothing is offered.
    """
    offer = roster.offer(way.to.pk, on) if way.to else None
    if offer is None or way.to is None or way.at.pk == way.to.pk:
        return offer
    near = set(_today(on).filter(post__unit_id=way.at.pk).values_list("person_id", flat=True))
    if near & people([post.pk for post in offer.keeping], on):
        return None
    left = tuple(one for one in offer.on_duty if one.row.account.person_id not in near)
    return replace(offer, on_duty=left) if left else None


def people(posts: Collection[int], on: date) -> set[int]:
    """Who holds one of the posts on the day, by the numbers of persons."""
    return set(_today(on).filter(post_id__in=posts).values_list("person_id", flat=True))


def is_near_recovery(offer: Offer, posts: Collection[int], on: date) -> bool:
    """Whether who holds one of these posts keeps a part of the recovery key, by that post or another one."""
    kept = {post.pk for post in offer.keeping}
    return bool(kept & set(posts) or people(kept, on) & people(posts, on))


def _today(on: date) -> QuerySet[PostHolding]:
    return PostHolding.objects.filter(valid__contains=on)
