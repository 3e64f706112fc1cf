"""Who settles a tố cáo, by where and as what the denounced person works, as the wordings of a day say."""

from datetime import date

from danvan.law.book import rulebook
from danvan.law.rules import RuleBook
from danvan.law.tallies import every_wording
from danvan.law.wordings import Wording


def settlers(whom: str, on: date, book: RuleBook | None = None) -> list[tuple[str, Wording]]:
    """(settler of `words.SETTLERS`, wording) of every rule of the day about `whom`, as in "xa.nguoi_dung_dau".

    Empty where the book knows none; more than one settler is a conflict that the asker has to say.
    """
    return [
        (settler, wording)
        for wording in every_wording(book or rulebook())
        if wording.settles and wording.is_in_force(on)
        for settler, persons in wording.settles.items()
        if whom in persons
    ]
