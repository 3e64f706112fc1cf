"""What was sent from the composer: each paragraph written by itself, so that one refused keeps none of the others back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from danvan.org.models import Account
from danvan.reports.models import Report
from danvan.reports.narrative.blocks import Overtaken, write
from danvan.ui.errors import Refusal

FIELD = re.compile(r"text-(?P<section>[a-z0-9_]{1,40})-(?P<position>[1-9][0-9]{0,3})")
MOST_SENT = 400


@dataclass(slots=True)
class Sent:
    """What became of the paragraphs, by key: `versions` of those that stand, of others the sentence and what is theirs.

    `typed` is what the officer wrote in a refused one: it goes back to the screen.
    """

    versions: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, tuple[str, int]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def take(report: Report, posted: Mapping[str, str], *, by: Account) -> Sent:
    """Write the paragraphs of a sent form: fields text-<heading>-<position> with version-<heading>-<position> beside."""
    sent = Sent()
    for name in [name for name in posted if FIELD.fullmatch(name)][:MOST_SENT]:
        match = FIELD.fullmatch(name)
        if match is None:
            continue
        key = name.removeprefix("text-")
        version = posted.get(f"version-{key}", "0")
        try:
            sent.versions[key] = write(
                report,
                match["section"],
                int(match["position"]),
                posted[name],
                int(version) if re.fullmatch(r"[0-9]{1,9}", version) else -1,
                by=by,
            )
        except Refusal as refusal:
            sent.refused[key] = str(refusal)
            sent.typed[key] = posted[name]
            if isinstance(refusal, Overtaken):
                sent.theirs[key] = (refusal.theirs.text, refusal.theirs.version)
    return sent
