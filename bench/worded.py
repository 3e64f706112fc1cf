"""The million letters of `bench/million.py` with words in them: a little over a million released ones stand in the index.

The texts are those of the generated set (`likeness/tests/sample.py`) with a tail of syllables of falling frequency, as
Vietnamese without marks has it: some two thousand syllables, a few in nearly every letter, most in few.
"""

import os
import random
import sys
from collections.abc import Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from bench import kept, million

LETTERS = 1_150_000  # of which a seventh is tố cáo or unclassified
SLICE = 5_000
ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
RIMES = (
    *(
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "e",
        "em",
        "en",
        "eo",
        "et",
    ),
    *(
        "i",
        "ich",
        "in",
        "inh",
        "it",
        "o",
        "oc",
        "oi",
        "om",
        "on",
        "ong",
        "u",
        "ui",
        "um",
        "un",
        "ung",
        "uoc",
        "uon",
    ),
)
_INDEXES = ("letterindex_words", "letterindex_bands")
_TABLES = ("records_personaldetails", "petitions_letterindex", "petitions_lettertext")


def filled() -> None:
    """Point Django at the kept database, made at the first call: some fifteen minutes."""
    kept.filled(Path(__file__), fill)


def sample_of(number: int):
    """The letter of that number as its sender wrote it."""
    from dataclasses import replace

    from danvan.domains.petitions.likeness.tests import sample

    base = sample.letter(number)
    chance = random.Random(number)
    ranks = (min(int(chance.paretovariate(0.6)), len(_TAIL)) - 1 for _turn in range(12))
    return replace(base, text=f"{base.text}\n{' '.join(_TAIL[rank] for rank in ranks)}")


def _tail() -> list[str]:
    syllables = sorted({onset + rime for onset in ONSETS for rime in RIMES})
    random.Random(7).shuffle(syllables)
    return syllables


_TAIL = _tail()


def row(number: int) -> tuple[int, list[int], list[int], str, str, str]:
    """What the index keeps of a letter, as `likeness.indexing.write` writes it."""
    from danvan.domains.petitions.likeness.prints import Print
    from danvan.domains.petitions.likeness.words import hashes, words_of

    told = sample_of(number)
    seen = Print(*(_folded(part) for part in (told.text, told.name, told.address)))
    words = hashes(words_of(" ".join((seen.body, seen.name, seen.place))))
    return number, words, seen.keys, seen.body, seen.name, seen.place


def _folded(text: str) -> str:
    """What `ui.vietnamese.fold` gives for these texts, sign by sign from a table: a million are to be made in minutes."""
    return " ".join(text.lower().translate(_signs()).split())


@cache
def _signs() -> dict[int, str]:
    from danvan.domains.petitions.likeness.tests import phrases
    from danvan.ui.vietnamese import fold

    known = {sign for value in vars(phrases).values() for sign in repr(value).lower() if sign.isalpha()}
    return {ord(sign): fold(sign) for sign in known}


def _rows(numbers: list[int]) -> list[tuple]:
    return [row(number) for number in numbers]


def fill() -> None:
    """The million, then details, index and text of each released letter; the two big indexes are built at the end."""
    from django.db import connection

    million.LETTERS = LETTERS
    million.fill()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM records_record WHERE identity_released_on IS NOT NULL AND type = 'don'"
        )
        released = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(_INDEXES)]
        )
        indexes = cursor.fetchall()
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(
            "INSERT INTO records_personaldetails (record_id, full_name, address, phone, content)"
            " SELECT id, '', '', '', '' FROM records_record WHERE identity_released_on IS NOT NULL AND type = 'don'"
            " ON CONFLICT DO NOTHING"
        )
    _copy(released)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _copy(released: list[int]) -> None:
    from django.db import connection

    slices = [released[at : at + SLICE] for at in range(0, len(released), SLICE)]
    with Pool(2, initializer=os.nice, initargs=(10,)) as pool:
        for turn, rows in enumerate(pool.imap(_rows, slices)):
            _copy_rows(connection, rows)
            if turn % 20 == 0:
                print(f"{turn * SLICE} of {len(released)}", file=sys.stderr, flush=True)


def _copy_rows(connection, rows: list[tuple]) -> None:
    statements = {
        "COPY petitions_letterindex (letter_id, words, bands) FROM STDIN": [each[:3] for each in rows],
        "COPY petitions_lettertext (letter_id, body, name, place) FROM STDIN": [
            (each[0], *each[3:]) for each in rows
        ],
    }
    for statement, values in statements.items():
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for value in values:
                copy.write_row(value)


def sizes() -> Iterator[str]:
    """How large the tables and indexes are, in words."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in (*_TABLES[1:], *_INDEXES):
            cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [name])
            yield f"{name} {cursor.fetchone()[0]}"
