"""What a figure means: the rules of rules.toml and their conditions."""

import tomllib
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("rules.toml")
TABLES = ("share", "change", "changed", "whole", "subject")
SAME_RULES = {"ha": ("m2", "ha")}


@dataclass(frozen=True, slots=True)
class Rule:
    """All groups of `needs` must meet the tags, none of `bars` may."""

    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    code: str
    unit: str

    def holds(self, tags: Set[str]) -> bool:
        """Whether the figure's tags meet the condition."""
        return not (self.bars & tags) and all(group & tags for group in self.needs)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Rules by noun, and the tables that lead from one code to another."""

    rules: dict[str, tuple[Rule, ...]]
    share: dict[str, str]
    change: dict[str, str]
    changed: dict[str, str]
    whole: dict[str, str]
    subject: dict[str, str]


@cache
def grammar() -> Grammar:
    """The rules as read once from the file."""
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    rules = {
        noun: tuple(_rule(row, entry["unit"]) for row in entry["rules"])
        for noun, entry in table.items()
        if noun not in TABLES
    }
    for noun, (source, unit) in SAME_RULES.items():
        rules[noun] = tuple(Rule(rule.needs, rule.bars, rule.code, unit) for rule in rules[source])
    return Grammar(rules, *(table[name] for name in TABLES))


def _rule(row: list[str], unit: str) -> Rule:
    condition, code, *own_unit = row
    words = condition.split()
    return Rule(
        needs=tuple(frozenset(word.split("|")) for word in words if not word.startswith("!")),
        bars=frozenset(word[1:] for word in words if word.startswith("!")),
        code=code,
        unit=own_unit[0] if own_unit else unit,
    )


def meaning_of(noun: str, tags: Set[str]) -> Rule | None:
    """The first rule that holds (its code is "" where it says: no fact); None where none does."""
    return next((rule for rule in grammar().rules.get(noun, ()) if rule.holds(tags)), None)
