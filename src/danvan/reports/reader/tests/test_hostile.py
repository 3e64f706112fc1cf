"""Texts made to be slow: the reading stays linear in their length."""

import time

import pytest

from danvan.reports.reader.find import find_facts

SHORT = 6_000  # characters
FACTOR = 8
CASES = {
    "digits": "1",
    "numbers": "12 ",
    "brackets": "(5 đơn ",
    "commas": ",",
    "figures": "5 đơn, ",
    "strokes": "5/",
    "colons": "5: ",
    "shares": "5=6%",
    "changes": "giảm 5% ",
    "kinds": "5 khiếu nại 6 tố cáo ",
    "verbs": "tiếp ",
    "names": "Sở ",
    "lines": "5 đơn\n",
    "dates": "từ 1/1 đến ",
}


def seconds(text):
    """Of this process's own work: what else the machine does meanwhile is not the reader's."""
    start = time.process_time()
    find_facts(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", CASES.values(), ids=CASES)
def test_eight_times_the_text_takes_no_sixty_four_times_as_long(piece):
    seconds(piece * 50)  # reads the grammar's files
    short = min(seconds(piece * (SHORT // len(piece))) for _ in range(2))
    long = seconds(piece * (FACTOR * SHORT // len(piece)))
    assert long < max(FACTOR * FACTOR / 2 * short, 2.0)


@pytest.mark.parametrize("piece", CASES.values(), ids=CASES)
def test_a_long_text_is_read_in_seconds(piece):
    assert seconds(piece * (60_000 // len(piece))) < 10


@pytest.mark.parametrize("text", ["(" * 3_000 + "5 đơn" + ")" * 3_000, ")" * 3_000 + "nhận 5 đơn"])
def test_brackets_without_end_do_no_harm(text):
    assert all(text[fact.start : fact.end] == fact.raw for fact in find_facts(text))
