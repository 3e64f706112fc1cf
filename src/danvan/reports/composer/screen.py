"""What the composer and the leader's page show of one draft. Knows no request; costly parts are counted when asked for."""

from dataclasses import dataclass, field
from functools import cached_property

from danvan.records.desk.access import Reach
from danvan.records.today import today
from danvan.reports import live
from danvan.reports.checks import Check
from danvan.reports.composer import days, figures
from danvan.reports.evidence import Evidence, gather, new_salt
from danvan.reports.flow import before_signing, coverage
from danvan.reports.flow.seen import seen
from danvan.reports.models import Report
from danvan.reports.narrative.blocks import EDITABLE, STEP, Block
from danvan.reports.narrative.flags import flags
from danvan.reports.narrative.outline import Heading, outline
from danvan.reports.narrative.rendering import Part, Sides, parts
from danvan.reports.narrative.syntax import bound, shown
from danvan.reports.narrative.wording import Wording, sides_of
from danvan.ui.charts import Bar

CHARTED = 6


@dataclass(slots=True)
class Paragraph:
    """One paragraph on the screen. `typed` is what stands in its field, `said` its runs with figures filled in."""

    block: Block
    typed: str
    said: list[Part] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    theirs: str = ""  # what somebody else wrote meanwhile
    refused: str = ""  # why it was not written

    @property
    def key(self) -> str:
        """Its name in the form's fields."""
        return self.block.key


@dataclass(slots=True)
class Section:
    """A heading with its paragraphs and the place of the next one."""

    heading: Heading
    paragraphs: list[Paragraph]
    following: str

    @property
    def flagged(self) -> int:
        """How many things do not fit in it."""
        return sum(len(one.stale) for one in self.paragraphs)


class Screen:
    """One draft with its words, figures, trials and what changed."""

    def __init__(self, reach: Reach, report: Report, neighbour: str = "") -> None:
        self.reach, self.report, self.asked = reach, report, neighbour
        self.live = live.of_report(report)
        self.wording = Wording(report, self.live)

    @property
    def may_write(self) -> bool:
        """The account drafts reports of the unit, and this one is being drafted."""
        return self.report.state in EDITABLE and self.report.unit_id in self.reach.units("reports.type")

    @property
    def may_sign(self) -> bool:
        """The account signs for the unit, and the period is over."""
        signs = self.report.unit_id in self.reach.units("reports.sign")
        unsigned = not self.report.is_signed and self.report.state != Report.State.RETURNED
        return signs and unsigned and self.live.figures.period.last <= today()

    @property
    def seen(self) -> str:
        """The digest of what the page shows, which a signature given on it is held to."""
        return seen(self.report, self.live)

    @cached_property
    def evidence(self) -> Evidence:
        """The records behind the figures."""
        return gather(self.live.figures, new_salt())

    @cached_property
    def sides(self) -> Sides:
        """The figures with those of both periods beside."""
        return sides_of(self.live, self.wording.beside)

    @cached_property
    def sections(self) -> list[Section]:
        """The outline with its paragraphs."""
        headings = {heading.key: heading for heading in outline(self.live.form)}
        headings |= {block.heading.key: block.heading for block in self.wording.blocks}
        return [self._section(heading) for heading in headings.values()]

    def _section(self, heading: Heading) -> Section:
        own = [block for block in self.wording.blocks if block.heading.key == heading.key]
        following = max((block.position for block in own), default=0) // STEP * STEP + STEP
        shown_ = [self.paragraph(block) for block in own if block.version or self.wording.stands(block)]
        return Section(heading, shown_, f"{heading.key}-{following}")

    def paragraph(self, block: Block) -> Paragraph:
        """A paragraph as it stands."""
        titles = self.wording.titles
        typed = shown(block.source, titles)
        stale = flags(block.source, self.sides, titles)
        return Paragraph(block, typed, list(parts(block.source, self.sides)), stale)

    @property
    def flagged(self) -> int:
        """How many things in the words do not fit the figures."""
        return sum(section.flagged for section in self.sections)

    @cached_property
    def neighbours(self) -> list[tuple[int, str]]:
        """Units to compare with."""
        return figures.neighbours(self.reach, self.report.unit, self.live.figures.tree)

    @cached_property
    def neighbour(self) -> tuple[str, figures.Figures] | None:
        """The unit chosen to compare with, and its figures."""
        return figures.of_neighbour(self.neighbours, self.asked, self.live) if self.asked else None

    @cached_property
    def table(self) -> list[tuple[str, list[figures.Row]]]:
        """The lines of the form with what stands beside each."""
        return figures.table(self.live, self.sides, self.neighbour[1] if self.neighbour else None)

    @property
    def pickable(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(section, (what to write between braces, what is chosen)) of the figures that a sentence may name now."""
        titles = self.wording.titles
        return [
            (
                title,
                [
                    (shown(f"{{{row.code}}}", titles)[1:-1], f"{row.label}: {row.now}")
                    for row in rows
                    if row.now
                ],
            )
            for title, rows in self.table
        ]

    @property
    def heads(self) -> list[str]:
        """The names of the periods beside."""
        return list(figures.compared(self.sides))

    @cached_property
    def main(self) -> list[figures.Row]:
        """The figures to read first."""
        told = (block for block in self.wording.blocks if self.wording.stands(block))
        codes = [piece.code for block in told for piece in bound(block.source) if piece.wants]
        return figures.main(self.table, codes)

    @cached_property
    def charted_unit(self) -> str:
        """The unit in which most of the main figures count: only those stand in one picture."""
        units = [row.unit for row in self.main if row.unit not in ("%", "đồng")]
        return max(units, key=units.count, default="")

    @property
    def chart(self) -> list[Bar]:
        """Main figures of one unit as bars."""
        rows = [row for row in self.main if row.unit == self.charted_unit]
        value = self.sides.now
        return [Bar(row.label, value[row.code].count, _was(row, self.heads[0])) for row in rows[:CHARTED]]

    @cached_property
    def failed(self) -> list[Check]:
        """Trials that failed, those that block first."""
        return [check for check in self.live.checks if not check.ok]

    @property
    def passed(self) -> int:
        """How many trials hold."""
        return len(self.live.checks) - len(self.failed)

    @cached_property
    def missing(self) -> list[str]:
        """Names of the units that had to send this report and did not."""
        return [one.unit_name for one in before_signing.missing_of(self.report, self.live)]

    @cached_property
    def covered(self) -> str:
        """One sentence: whose numbers are in it, and whose not."""
        return str(coverage.frozen(self.live.figures)["text"])

    @cached_property
    def since(self) -> days.Since:
        """What changed since the day on which the draft was last opened."""
        return days.since(self.reach, self.report, self.live.figures, self.evidence, today())

    def remember(self) -> None:
        """Keep today's figures for tomorrow's comparison."""
        days.remember(self.report, self.live.figures, self.evidence, today())


def _was(row: figures.Row, head: str) -> str:
    return f"{head}: {row.previous}" if row.previous else ""
