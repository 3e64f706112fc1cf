"""The million letters of `bench/million.py` with words in them: a little over a million released ones stand in the index.

The texts are those of the generated set (`likeness/tests/sample.py`) with a tail of syllables of falling frequency, as
Vietnamese without marks has it: some two thousand syllables, a few in nearly every letter, most in few.

The program prints BASE letters; SQL makes COPIES rows of each. What at least FEW of the base share is common and stays as
it is, so frequencies are those of the base; what fewer have (numbers, names, places with a text) is another value in each
copy, so that the keys of likeness spread as those of a million different letters. One copy of each, anywhere among the
rows, is the letter itself.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from bench import kept, million

LETTERS = 1_150_000  # of which a seventh is tố cáo or unclassified
BASE, COPIES, FEW = 32_000, 36, 3
SLICE = 1_000
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
_BY_SQL = f"""
CREATE TEMPORARY TABLE released AS SELECT id, id % {BASE} AS turn,
  ((id / {BASE} + {COPIES} - id % {BASE} % {COPIES}) % {COPIES})::int AS copy
  FROM records_record WHERE identity_released_on IS NOT NULL AND type = 'don' ORDER BY id;
INSERT INTO records_personaldetails (record_id, full_name, address, phone, content)
  SELECT id, '', '', '', '' FROM released ON CONFLICT DO NOTHING;
INSERT INTO petitions_letterindex (letter_id, words, bands)
  SELECT r.id, p.words || ARRAY(SELECT v # (r.copy * 59051197) FROM unnest(p.rare_words) v),
    p.bands || ARRAY(SELECT v # (r.copy * 59051197) FROM unnest(p.rare_bands) v)
  FROM released r JOIN base p USING (turn);
INSERT INTO petitions_lettertext (letter_id, body, name, place)
  SELECT r.id, CASE WHEN r.copy = 0 THEN p.body
    ELSE translate(p.body, '123456789', substr('123456789123456789', 1 + r.copy % 9, 9)) END, p.name, p.place
  FROM released r JOIN base p USING (turn);
"""
_TABLES = ("records_personaldetails", "petitions_letterindex", "petitions_lettertext")


def filled() -> None:
    """Point Django at the kept database, made at the first call: some minutes."""
    kept.filled(Path(__file__), fill)


def sample_of(number: int):
    """The letter of that number as its sender wrote it; of a row of the database where it is one of the originals."""
    from dataclasses import replace

    from danvan.domains.petitions.likeness.tests import sample

    number %= BASE
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


def originals() -> list[int]:
    """Ids of the released letters that are as `sample_of` writes them, spread over all years."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letter_id FROM petitions_letterindex"
            " WHERE letter_id / %s = letter_id %% %s %% %s ORDER BY letter_id",
            [BASE, BASE, COPIES],
        )
        return [pk for (pk,) in cursor.fetchall()]


def fill() -> None:
    """The million, then details, index and text of each released letter; the indexes are built at the end."""
    from django.db import connection

    million.LETTERS = LETTERS
    million.fill()
    with connection.cursor() as cursor:
        _copy_base(cursor)
    with connection.cursor() as cursor, kept.bare(cursor, _TABLES):
        cursor.execute("SET work_mem = '512MB'")
        for statement in _BY_SQL.split(";")[:-1]:
            cursor.execute(statement)


def _copy_base(cursor) -> None:
    slices = [list(range(at, at + SLICE)) for at in range(0, BASE, SLICE)]
    with Pool(2, initializer=os.nice, initargs=(10,)) as pool:
        base = [row for rows in pool.imap(_rows, slices) for row in rows]
    told = Counter(value for row in base for values in row[1:3] for value in values)
    cursor.execute(
        "CREATE TEMPORARY TABLE base (turn int PRIMARY KEY, words int[], rare_words int[], bands int[], rare_bands int[],"
        " body text, name text, place text)"
    )
    with cursor.copy("COPY base FROM STDIN") as copy:
        for turn, words, bands, *texts in base:
            copy.write_row((turn, *_parted(words, told), *_parted(bands, told), *texts))
    cursor.execute("ANALYZE base")


def _parted(values: list[int], told: Counter) -> tuple[list[int], list[int]]:
    often = [value for value in values if told[value] >= FEW]
    return often, [value for value in values if told[value] < FEW]


def sizes() -> Iterator[str]:
    """How large the tables and indexes are, in words."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in (*_TABLES[1:], *_INDEXES):
            cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [name])
            yield f"{name} {cursor.fetchone()[0]}"
