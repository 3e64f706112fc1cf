"""The generated set: invented letters from our own templates, their disguises, and pairs that only look alike.

Deterministic: the same seed gives the same letters on every machine. A disguise of a letter is true; two letters of one
template by different persons about different parcels are not, nor are two letters by one person about two things.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from danvan.domains.petitions.likeness.tests import phrases
from danvan.ui.vietnamese import fold

FIRST = date(2021, 1, 4)
_SIGHT = {"m": "rn", "l": "1", "o": "0", "h": "b", "n": "u", "c": "e", "g": "q", "i": "l", "u": "n", "t": "f"}
_SIGHT |= {"0": "o", "1": "l", "5": "s", "8": "b", "3": "8", "6": "5"}
_NEAR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkkxzcvbnn", strict=True))


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter: who wrote it, from where, what, and when; `field_key` and `kind` as a person would class it.

    `matter` is the number of what it is about: two samples of one number should be found to be one matter.
    """

    matter: int
    name: str
    address: str
    text: str
    on: date
    field_key: str = ""
    kind: str = ""
    how: str = "goc"
    plan: tuple = field(default=(), repr=False)
    facts: dict[str, str] = field(default_factory=dict, repr=False)


def letter(turn: int, seed: int = 1) -> Sample:
    """The letter of that number."""
    chance = random.Random(seed * 1_000_003 + turn)
    return _written(turn, _plan(chance), _facts(chance), chance)


def letters(count: int, seed: int = 1) -> Iterator[Sample]:
    """So many letters, each about something of its own."""
    return (letter(turn, seed) for turn in range(count))


def disguised(base: Sample, how: str, seed: int = 1) -> Sample:
    """The letter once more, as it comes back in that disguise (a key of DISGUISES)."""
    chance = random.Random(f"{seed}/{base.matter}/{how}")
    later = base.on + timedelta(days=chance.randrange(0, 120))
    return replace(DISGUISES[how](base, chance), on=later, how=how)


def neighbour(base: Sample, matter: int, seed: int = 1) -> Sample:
    """A hard negative: the same printed form filled in by another person about another parcel."""
    chance = random.Random(f"{seed}/{base.matter}/lang-gieng")
    return replace(_written(matter, base.plan, _facts(chance), chance), how="cung_mau")


def second_matter(base: Sample, matter: int, seed: int = 1) -> Sample:
    """A hard negative: the same person, the same form, about something else."""
    chance = random.Random(f"{seed}/{base.matter}/viec-khac")
    person = {key: base.facts[key] for key in ("name", "home", "born")}
    return replace(_written(matter, base.plan, _facts(chance) | person, chance), how="cung_nguoi")


def namesake(base: Sample, matter: int, seed: int = 1) -> Sample:
    """A hard negative: another person of the same name with a letter of the same kind."""
    chance = random.Random(f"{seed}/{base.matter}/trung-ten")
    facts = _facts(chance) | {"name": base.facts["name"]}
    return replace(_written(matter, base.plan, facts, chance), how="trung_ten")


def _plan(chance: random.Random) -> tuple:
    """Which topic, which wording of each thought, which asides: what a printed form would fix."""
    topic = chance.randrange(len(phrases.TOPICS))
    thoughts = phrases.TOPICS[topic][2]
    wordings = tuple(chance.randrange(len(options)) for options in thoughts)
    asides = tuple(chance.sample(range(len(phrases.ASIDES)), chance.randrange(3, 8)))
    return topic, wordings, asides


def _facts(chance: random.Random) -> dict[str, str]:
    home = f"thôn {chance.choice(phrases.HAMLETS)}, xã {chance.choice(phrases.COMMUNES)}"
    on = FIRST + timedelta(days=chance.randrange(0, 700))
    return {
        "name": " ".join(map(chance.choice, (phrases.FAMILY, phrases.MIDDLE, phrases.GIVEN))),
        "home": home,
        "born": str(chance.randrange(1940, 1995)),
        "addressee": chance.choice(phrases.ADDRESSEES),
        "parcel": str(chance.randrange(1, 1900)),
        "sheet": str(chance.randrange(1, 90)),
        "area": f"{chance.randrange(40, 4000)},{chance.randrange(10)}",
        "since": str(chance.randrange(1960, 2015)),
        "day": f"{on.day}/{on.month}/{on.year}",
        "paper": f"{chance.randrange(1, 4000)}/{chance.choice(('QĐ', 'TB', 'CV'))}-UBND",
        "money": f"{chance.randrange(20, 90_000)}.{chance.choice(('000', '500'))}",
    }


def _written(matter: int, plan: tuple, facts: dict[str, str], chance: random.Random) -> Sample:
    topic, wordings, asides = plan
    area, kind, thoughts = phrases.TOPICS[topic]
    body = [options[turn] for options, turn in zip(thoughts, wordings, strict=True)]
    for turn in asides:
        body.insert(1 + turn % len(body), phrases.ASIDES[turn])
    text = "\n".join(line.format(**facts) for line in (*phrases.OPENINGS, *body, *phrases.CLOSINGS))
    on = FIRST + timedelta(days=chance.randrange(0, 900))
    return Sample(matter, facts["name"], facts["home"], text, on, area, kind, "goc", plan, facts)


def _whole(base: Sample, change: Callable[[str], str]) -> Sample:
    return replace(base, name=change(base.name), address=change(base.address), text=change(base.text))


def _typos(text: str, chance: random.Random, share: float = 0.03) -> str:
    """Letters left out, doubled, swapped with the next or struck beside the key."""
    signs = list(text)
    for place in range(len(signs) - 1):
        if not signs[place].isalpha() or chance.random() > share:
            continue
        way = chance.randrange(4)
        if way == 0:
            signs[place] = ""
        elif way == 1:
            signs[place] *= 2
        elif way == 2:
            signs[place], signs[place + 1] = signs[place + 1], signs[place]
        else:
            signs[place] = _NEAR.get(signs[place], signs[place])
    return "".join(signs)


def _scanned(text: str, chance: random.Random, share: float = 0.04) -> str:
    """What a reader of pictures makes of a poor copy: signs of like shape, lost marks, words run together or torn."""
    signs = []
    for sign in text:
        drawn = chance.random()
        if drawn < share:
            bare = fold(sign) or sign
            sign = _SIGHT.get(bare, bare)
        elif sign == " " and drawn < share * 2:
            sign = ""
        elif drawn > 1 - share / 8:
            sign += " "
        signs.append(sign)
    return "".join(signs)


def _rewritten(base: Sample, chance: random.Random) -> Sample:
    """A third of the lines told in other words, left out or added; the facts stay."""
    topic, wordings, asides = base.plan
    thoughts = phrases.TOPICS[topic][2]
    turned = {chance.randrange(len(wordings)), chance.randrange(len(wordings))}
    words = tuple(
        (turn + 1) % len(options) if place in turned else turn
        for place, (options, turn) in enumerate(zip(thoughts, wordings, strict=True))
    )
    kept = list(asides)[: max(2, len(asides) - 2)]
    added = chance.randrange(len(phrases.ASIDES))
    plan = (topic, words, (*kept, added) if added not in kept else tuple(kept))
    facts = base.facts | {"addressee": chance.choice(phrases.ADDRESSEES)}
    return _written(base.matter, plan, facts, chance)


def _copied(base: Sample, chance: random.Random) -> Sample:
    """A photocopy with another addressee and a line of handwriting."""
    other = chance.choice([one for one in phrases.ADDRESSEES if one not in base.text])
    text = re.sub(r"Kính gửi: [^\n]*", f"Kính gửi: {other}\nĐồng kính gửi các cơ quan báo chí", base.text)
    return replace(base, text=f"{text}\nĐơn này tôi đã gửi nhiều nơi, nay gửi lại.")


DISGUISES: dict[str, Callable[[Sample, random.Random], Sample]] = {
    "chep_lai": lambda base, chance: base,
    "khong_dau": lambda base, chance: _whole(base, fold),
    "nfd": lambda base, chance: _whole(base, lambda text: unicodedata.normalize("NFD", text)),
    "go_sai": lambda base, chance: _whole(base, lambda text: _typos(text, chance)),
    "khong_dau_go_sai": lambda base, chance: _whole(base, lambda text: _typos(fold(text), chance)),
    "quet": lambda base, chance: replace(
        base, text=_scanned(base.text, chance), name=_scanned(base.name, chance)
    ),
    "noi_nhan_khac": _copied,
    "noi_nhan_khac_quet": lambda base, chance: _whole(
        _copied(base, chance), lambda text: _scanned(text, chance, 0.03)
    ),
    "viet_lai": _rewritten,
    "viet_lai_go_sai": lambda base, chance: _whole(
        _rewritten(base, chance), lambda text: _typos(text, chance, 0.02)
    ),
}


def known_set(count: int, seed: int = 1) -> tuple[list[Sample], list[Sample]]:
    """(letters that are there, letters that come in): every disguise and every hard negative in turn.

    The first are `count` originals. Each original comes back once in a disguise; every third has a hard negative of each
    of the three sorts, whose matters are numbered from `count` on.
    """
    there = list(letters(count, seed))
    hows = list(DISGUISES)
    coming = [disguised(base, hows[turn % len(hows)], seed) for turn, base in enumerate(there)]
    number = count
    for base in there[::3]:
        for make in (neighbour, second_matter, namesake):
            coming.append(make(base, number, seed))
            number += 1
    return there, coming
