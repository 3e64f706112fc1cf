"""What a newly added wording would make of a clock that began under an older one; a person decides which to follow."""

from collections.abc import Iterable
from datetime import date

from danvan.law.allowing import Extension
from danvan.law.book import rulebook
from danvan.law.dues import Due
from danvan.law.engine import due_under
from danvan.law.rules import RuleBook
from danvan.law.walking import Suspension
from danvan.law.wordings import Wording
from danvan.law.working_days import Calendar


def newest_wording(
    rule: str, wording_from: date, *, on: date | None = None, book: RuleBook | None = None
) -> Wording | None:
    """The wording that has followed the one begun under, by the rule's own series and then by its `successor`.

    `on` leaves out what comes into force after that day; without it even wordings still to come are looked at. None
    where nothing has followed. NoSuchRule for a rule that the book has not.
    """
    book = book or rulebook()
    seen: set[str] = set()
    found: Wording | None = None
    key = rule
    while key and key not in seen:
        seen.add(key)
        for wording in book.wordings(key):
            if wording.valid_from > wording_from and (on is None or wording.valid_from <= on):
                found = wording
        key = book.wordings(key)[-1].successor
    return found


def under_newest(
    rule: str,
    wording_from: date,
    begins: date,
    *,
    case: str | None = None,
    suspensions: Iterable[Suspension | tuple[date, date | None]] = (),
    extensions: Iterable[Extension | int] = (),
    on: date | None = None,
    calendar: Calendar | None = None,
    book: RuleBook | None = None,
) -> Due | None:
    """The due day of the same event and the same happenings under `newest_wording`; None where nothing has followed.

    Refusal where the newer wording is no limit, or does not know the case, the suspension or the extension.
    """
    newest = newest_wording(rule, wording_from, on=on, book=book)
    if newest is None:
        return None
    return due_under(
        newest,
        begins,
        case=case,
        suspensions=suspensions,
        extensions=extensions,
        calendar=calendar,
        book=book,
    )
