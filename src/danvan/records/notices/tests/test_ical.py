"""The calendar file, read back by a reader of its own that knows nothing of the writer."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.notices.ical import Event, calendar_file, escaped, folded

STAMP = datetime(2023, 3, 1, 2, 3, 4, tzinfo=UTC)


def parsed(text: str) -> list[dict[str, str]]:
    """The events of a calendar file as name → value, unfolded and unescaped; an assertion where it is not well formed."""
    raw = text.encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    events, here = [], None
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            here = {}
        elif line == "END:VEVENT":
            events.append(here)
            here = None
        elif here is not None:
            assert name not in here
            here[name] = plain(value) if name in ("SUMMARY", "UID") else value
    return events


def plain(value: str) -> str:
    text, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            letter = {"n": "\n"}.get(follow := next(letters), follow)
        else:
            assert letter not in ";,"
        text += letter
    return text


def one(summary: str, day: date = date(2023, 3, 16)) -> Event:
    return Event("nghia-vu-1@danvan", day, summary, STAMP, "https://danvan.vi-du.invalid/ban-lam-viec/")


def test_a_whole_day_event():
    (event,) = parsed(calendar_file("Hạn việc", [one("Hạn: Thông báo")]))
    assert event == {
        "UID": "nghia-vu-1@danvan",
        "DTSTAMP": "20230301T020304Z",
        "DTSTART;VALUE=DATE": "20230316",
        "DTEND;VALUE=DATE": "20230317",
        "SUMMARY": "Hạn: Thông báo",
        "URL": "https://danvan.vi-du.invalid/ban-lam-viec/",
        "TRANSP": "TRANSPARENT",
    }


def test_the_last_day_of_a_year():
    (event,) = parsed(calendar_file("x", [one("x", date(2023, 12, 31))]))
    assert event["DTEND;VALUE=DATE"] == "20240101"


def test_an_empty_calendar_is_one():
    text = calendar_file("Hạn việc", [])
    assert parsed(text) == []
    assert "VALARM" not in text


@pytest.mark.parametrize(
    ("text", "written"),
    [("a,b;c\\d", "a\\,b\\;c\\\\d"), ("a\r\nb\nc", "a\\nb\\nc"), ("a\rb\x00c", "abc"), ("\\n", "\\\\n")],
)
def test_escaping(text, written):
    assert escaped(text) == written


def test_no_word_can_begin_a_line_of_its_own():
    (event,) = parsed(calendar_file("x", [one("x\r\nEND:VEVENT\r\nBEGIN:VALARM")]))
    assert event["SUMMARY"] == "x\nEND:VEVENT\nBEGIN:VALARM"


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 300])
def test_folding_by_octets(length):
    lines = folded("ữ" * length).encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"".join(line.removeprefix(b" ") for line in lines).decode() == "ữ" * length


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), max_size=4))
def test_any_words_come_back(summaries):
    text = calendar_file("Lịch; thử, \\", [one(summary) for summary in summaries])
    assert [event["SUMMARY"] for event in parsed(text)] == summaries
