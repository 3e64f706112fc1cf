"""Who may be chosen to hold keys, after it was asked which post the denounced holds. The answer is kept nowhere.

It travels in the body of a form alone. Of a lead of the record's own office nobody there holds a key: it goes up unread.
"""

from collections.abc import Sequence
from datetime import date

from danvan.org.models import Post, PostHolding, Unit, UnitClosure
from danvan.records.seal.holding import Candidate
from danvan.records.seal.routing import handing_up
from danvan.ui.errors import Refusal

OTHER = "khac"  # none of the posts in the list
FIELD = "chuc_vu"
ASK = "Hãy trả lời trước: người bị tố cáo giữ chức vụ nào; câu trả lời không được lưu."


def posts(unit: Unit, on: date) -> list[Post]:
    """Posts of the unit and of those above it on the day, the nearest first: whose holders could be chosen, or read."""
    above = UnitClosure.objects.on(on).filter(descendant_id=unit.pk).order_by("depth")
    line = list(dict.fromkeys([unit.pk, *above.values_list("ancestor_id", flat=True)]))
    found = Post.objects.filter(unit_id__in=line).select_related("unit")
    return sorted(
        found, key=lambda post: (line.index(post.unit_id), not post.is_head, not post.is_deputy, post.pk)
    )


def answered(value: str, unit: Unit, on: date) -> Post | None:
    """The post that was named, None for a person who holds none of the list. Refusal without an answer of the list."""
    if value == OTHER:
        return None
    found = next((post for post in posts(unit, on) if str(post.pk) == value), None)
    if found is None:
        raise Refusal(ASK)
    return found


def left(people: Sequence[Candidate], denounced: Post | None, unit: Unit, on: date) -> list[Candidate]:
    """Who of the candidates may be chosen. Refusal, saying where the envelope goes, about a lead of the unit itself.

    About a lead of an office above, whoever holds a post there is out (deputies, intake: `routing.Route.keeps_office_out`);
    about anybody else, who holds that very post.
    """
    if denounced is None:
        return list(people)
    is_lead = denounced.is_head or denounced.is_deputy
    if is_lead and denounced.unit_id == unit.pk:
        raise Refusal(handing_up(unit, on))
    held = PostHolding.objects.filter(valid__contains=on)
    held = held.filter(post__unit_id=denounced.unit_id) if is_lead else held.filter(post=denounced)
    out = set(held.values_list("person_id", flat=True))
    return [one for one in people if one.account.person_id not in out]
