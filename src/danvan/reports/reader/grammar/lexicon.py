"""The words the grammar knows: phrases of lexicon.toml, found longest first."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from danvan.reports.reader.tokens import Token, tokens_of

SOURCE = Path(__file__).with_name("lexicon.toml")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says. `group` is verb, kind, mark, noun, unit, filler, org or nothing; `tag` its meaning."""

    group: str
    tag: str


@dataclass(slots=True)
class Node:
    """One step of the phrase tree."""

    next: dict[str, "Node"] = field(default_factory=dict)
    meaning: Meaning | None = None


@cache
def tree() -> Node:
    """All phrases as one tree of lower-case tokens."""
    root = Node()
    table = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    for group, tags in table.items():
        for tag, phrases in tags.items():
            for phrase in phrases:
                _add(root, phrase, Meaning(group, tag))
    return root


def _add(root: Node, phrase: str, meaning: Meaning) -> None:
    node = root
    for token in tokens_of(phrase):
        node = node.next.setdefault(token.low, Node())
    if node.meaning is not None and node.meaning != meaning:
        raise ValueError(
            f"{SOURCE.name}: “{phrase}” có hai nghĩa, {node.meaning} và {meaning}; giữ một nghĩa."
        )
    node.meaning = meaning


def phrase_at(tokens: list[Token], index: int) -> tuple[Meaning, int] | None:
    """The longest phrase that begins at `index`, and the index after it."""
    node, best = tree(), None
    for position in range(index, len(tokens)):
        following = node.next.get(tokens[position].low)
        if following is None:
            break
        node = following
        if node.meaning is not None:
            best = (node.meaning, position + 1)
    return best
