"""A citation as it reads on a day: what was not yet law, or is no more, is left out; what was amended by then says so.

Which texts were in force and which amended them stands in `documents.toml`; articles stay as they are written.
"""

import re
from datetime import date

from danvan.law.book import rulebook
from danvan.law.documents import Document

_NUMBER = re.compile(r"\d+/\d{4}/[A-ZĐ][A-ZĐ0-9-]*")
_BETWEEN = "; "


def cited_on(said: str, on: date) -> str:
    """Of the places in `said`, parted by “; ”, those in force on a day; empty where none is.

    A text is known by its number or its title. One that the rule book does not know stays as it is.
    """
    places = [_place(place, said, on) for place in said.split(_BETWEEN)] if said else []
    return _BETWEEN.join(place for place in places if place)


def _place(place: str, said: str, on: date) -> str:
    name, document = _document(place)
    if document is None:
        return place
    if not document.meets(on, on):
        return ""
    documents = rulebook().documents
    amending = [
        number for number in document.amended_by if documents[number].meets(on, on) and number not in said
    ]
    return place.replace(name, f"{name} (sửa đổi bởi {', '.join(amending)})", 1) if amending else place


def _document(place: str) -> tuple[str, Document | None]:
    """The text that a place names, and by which words."""
    documents = rulebook().documents
    if (found := _NUMBER.search(place)) and found[0] in documents:
        return found[0], documents[found[0]]
    for document in documents.values():
        if re.match(rf"{re.escape(document.title)}(?!\w)", place):
            return document.title, document
    return "", None
