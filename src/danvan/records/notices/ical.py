"""A calendar file (RFC 5545) of whole-day events: the few lines that are needed, so no package is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # octets of a line, without its end


@dataclass(frozen=True, slots=True)
class Event:
    """A day with words. `uid` never changes for one thing; `stamp` is an instant that does not either."""

    uid: str
    day: date
    summary: str
    stamp: datetime
    url: str


def calendar_file(name: str, events: Iterable[Event]) -> str:
    """The whole file, lines ended by CRLF and folded."""
    head = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Danvan//Han viec//VI", "CALSCALE:GREGORIAN"),
        *("METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"),
    ]
    body = [line for event in events for line in _lines(event)]
    return "".join(f"{folded(line)}\r\n" for line in [*head, *body, "END:VCALENDAR"])


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """TEXT of the format: backslash, comma, semicolon and line ends take a backslash; other controls are dropped."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def folded(line: str) -> str:
    """A long line goes on after CRLF and a space; a letter of several octets is never cut."""
    parts, room, part = [], LONGEST, ""
    for letter in line:
        if len((part + letter).encode()) > room:
            parts.append(part)
            part, room = "", LONGEST - 1  # the space in front counts
        part += letter
    return "\r\n ".join([*parts, part])
