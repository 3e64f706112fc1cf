"""Under whose head a report goes out and in whose name it is signed (Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I)."""

from datetime import date
from typing import Any

from danvan.org.models import Account, Post, Unit
from danvan.records.papers.facts import issuer as issuer_facts
from danvan.reports.models import Layout

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"
NOBODY = "THỦ TRƯỞNG ĐƠN VỊ"
ACTING = "Quyền "


def letterhead(unit: Unit, on: date, layout: str, by: Account | None = None) -> dict[str, Any]:
    """{"above", "place", "sign", "capacity"} of a report that a unit issues on a day; five queries.

    `above` is the body over it, empty for a people's committee; `sign` what stands for it in the number; `capacity` the
    lines over the signature of `by`, or of the unit's head while nobody signed.
    """
    who = issuer_facts(unit, on)
    if layout == Layout.PARTY:
        lines, above = capacity(unit, on, by, f"T/M {who.name.upper()}"), ""
        lines = [
            lines[0],
            *lines[1:][-1:],
        ]  # the Party's own words for a deputy stand in no text that we have read
    else:
        lines, above = capacity(unit, on, by, COMMITTEE if who.is_committee else ""), who.above
    return {"above": above, "place": who.place, "sign": who.suffix, "capacity": lines}


def capacity(unit: Unit, on: date, by: Account | None, together: str) -> list[str]:
    """The lines over a signature: the head's own title, KT. for a deputy, TL. for who holds another post of the unit.

    `together` stands above where a body decides as one; Q. before the title of who acts as head. Without a head's post
    in the directory, or a post of the signer's, no title is made up. Two queries.
    """
    head = Post.objects.filter(unit=unit, is_head=True).first()
    held = _held(unit, on, by)
    if head is None or (by is not None and held is None):
        return [together or NOBODY]
    over = [together] if together else []
    title = _title(head.title)
    if held is None or held.is_head:
        return [*over, title]
    first = "KT." if held.is_deputy else "TL."
    return [*(over if held.is_deputy else []), f"{first} {title.removeprefix('Q. ')}", _title(held.title)]


def _held(unit: Unit, on: date, by: Account | None) -> Post | None:
    """The post at the unit that the signer holds, the highest first."""
    if by is None or by.person_id is None:
        return None
    held = Post.objects.filter(unit=unit, holdings__person_id=by.person_id, holdings__valid__contains=on)
    return held.order_by("-is_head", "-is_deputy", "id").first()


def _title(title: str) -> str:
    return f"Q. {title.removeprefix(ACTING).upper()}" if title.startswith(ACTING) else title.upper()
