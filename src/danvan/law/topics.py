"""The topics of the rule book: one for each file of rules, with its title, its group and its place in the list."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from danvan.law.book import overlay_folder
from danvan.law.files import HERE, LawFile
from danvan.law.schema import Fault, check_fields

_FIELDS = {"title": str, "group": str, "order": int}


@dataclass(frozen=True, slots=True)
class Topic:
    """A file of rules as a reader looks for it; `key` is the file's name, `keys` are its rules in their order."""

    key: str
    title: str
    group: str
    order: int
    keys: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The topics shipped here, in the order of the list, and after them those of a province's own norms."""
    overlay = overlay_folder()
    return (*load_topics(), *(load_topics(overlay) if overlay else ()))


def load_topics(folder: Path = HERE) -> tuple[Topic, ...]:
    """Topics of a folder shaped like this room.

    BrokenLaw for a topic without its file of rules, a file without its topic, and an entry of another shape. Groups stand
    together, each at the place of its first topic.
    """
    file = LawFile(folder / "topics.toml")
    rules = {path.stem: tuple(LawFile(path).tables) for path in sorted((folder / "rules").glob("*.toml"))}
    for name in rules:
        if name not in file.tables:
            raise file.refuse(f"tệp rules/{name}.toml chưa có chủ đề; hãy thêm mục [{name}]")
    found = [_topic(file, key, entry, rules) for key, entry in file.tables.items()]
    first: dict[str, int] = {}
    for topic in sorted(found, key=lambda topic: topic.order):
        first.setdefault(topic.group, topic.order)
    return tuple(sorted(found, key=lambda topic: (first[topic.group], topic.order, topic.key)))


def _topic(file: LawFile, key: str, entry: dict[str, Any], rules: dict[str, tuple[str, ...]]) -> Topic:
    try:
        check_fields(entry, _FIELDS, tuple(_FIELDS))
        if key not in rules:
            raise Fault("", f"không có tệp rules/{key}.toml cho chủ đề này")
    except Fault as fault:
        raise file.refuse(str(fault), key, field=fault.field) from None
    return Topic(key, entry["title"], entry["group"], entry["order"], rules[key])
