"""What the reconciliation page shows, and the taking over of what was read into a typed report."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from danvan import law
from danvan.org.models import Unit
from danvan.records.desk.access import NotAllowed, Reach
from danvan.reports.models import TypedReport
from danvan.reports.reader import read, read_text
from danvan.reports.reader.checks.windows import report_period
from danvan.reports.reader.facts import Check, Reading
from danvan.reports.reader.intake import clean
from danvan.reports.reader.numerals import number_of
from danvan.reports.reconciling.lines import Line, lines
from danvan.reports.typed import enter
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

LONGEST = 200_000  # characters that a page shows and sends back
MOST = 300  # figures that one page lets be taken over
TAKE, SET = "lay-{}", "gia-tri-{}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `line` is the figure in it, `is_first` its first mention, `is_wrong` that an identity fails."""

    text: str
    line: Line | None = None
    is_first: bool = False
    is_wrong: bool = False


def reading_of(data: bytes | None, name: str, text: str) -> Reading:
    """The reading of an upload, or of pasted text. Raises Refusal for both, neither, and for what cannot be read."""
    if bool(data) == bool(text.strip()):
        raise Refusal(_("Hãy chọn một tệp hoặc dán văn bản, một trong hai."))
    if data:
        found = read(data, name)
    else:
        document = clean(text, [], _("dán vào"))
        reading = read_text(document.text)
        found = Reading(reading.text, reading.facts, reading.checks, document.notes)
    if len(found.text) > LONGEST:
        raise Refusal(_("Văn bản dài hơn 200.000 ký tự; hãy tách riêng phần báo cáo có số liệu."))
    return found


class Reconciliation:
    """One reading beside a unit and a period, as far as they are known."""

    def __init__(self, reach: Reach, reading: Reading, unit: Unit | None, period: str) -> None:
        self.reach, self.reading, self.unit = reach, reading, unit
        named = report_period(reading.text)
        self.asked = period or (named.code if named else "")

    @cached_property
    def period(self) -> law.Period | None:
        """The period asked for, else the one that the text names; None without one. Raises Refusal for one without law."""
        return period_of(self.asked) if self.asked else None

    @cached_property
    def lines(self) -> list[Line]:
        """The figures, held against what is typed and counted."""
        return lines(self.reading, self.unit, self.period if self.unit else None)

    @property
    def is_held(self) -> bool:
        """Whether unit and period are known, so that there is something to hold the figures against."""
        return self.unit is not None and self.period is not None

    @property
    def may_take(self) -> bool:
        """Whether this account may take the figures over."""
        return self.is_held and bool(self.lines) and self.unit.pk in self.reach.units("reports.type")  # type: ignore[union-attr]

    @cached_property
    def chosen(self) -> set[int]:
        """The numbers of the figures that are proposed: those of the unit and period, each indicator once, no rounded ones
        before exact ones."""
        kept: dict[str, Line] = {}
        for line in self.lines:
            if line.is_own and (
                line.fact.indicator not in kept
                or (kept[line.fact.indicator].fact.qualifier and not line.fact.qualifier)
            ):
                kept[line.fact.indicator] = line
        return {line.number for line in list(kept.values())[:MOST]}

    @property
    def rows(self) -> list[tuple[Line, bool, str, str]]:
        """(line, proposed, name of its tick, name of its value) for the table."""
        return [
            (line, line.number in self.chosen, TAKE.format(line.number), SET.format(line.number))
            for line in self.lines
        ]

    @property
    def failed(self) -> list[Check]:
        """Identities that do not hold."""
        return [check for check in self.reading.checks if check.ok is False]

    @property
    def faults(self) -> list[tuple[Check, list[int]]]:
        """The failed identities, each with the numbers of the figures in it, so that a click leads to their places."""
        numbers = {place: line.number for line in self.lines for place in line.fact.places}
        return [
            (check, sorted({numbers[place] for place in check.places if place in numbers}))
            for check in self.failed
        ]

    @property
    def warned(self) -> list[Check]:
        """What a person should look at."""
        return [check for check in self.reading.checks if check.ok is None]

    @property
    def kept(self) -> int:
        """How many identities hold."""
        return sum(check.ok is True for check in self.reading.checks)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The text from its first letter to its last, figures apart."""
        wrong = {place for check in self.failed for place in check.places}
        places = _places(self.lines)
        found, at = [], 0
        for start, end, line, is_first in places:
            if start < at:
                continue
            found.append(Piece(self.reading.text[at:start]))
            found.append(Piece(self.reading.text[start:end], line, is_first, (start, end) in wrong))
            at = end
        found.append(Piece(self.reading.text[at:]))
        return [piece for piece in found if piece.text]


def _places(found: list[Line]) -> list[tuple[int, int, Line, bool]]:
    places = [
        (start, end, line, index == 0)
        for line in found
        for index, (start, end) in enumerate(line.fact.places)
    ]
    return sorted(places, key=lambda place: (place[0], -place[1], place[2].number))


def take(shown: Reconciliation, sent: Mapping[str, str], *, title: str, source_note: str) -> TypedReport:
    """Keep the ticked figures as a typed report, each with its quote, its place and what was read.

    `sent` are the page's fields. What the officer set otherwise is the value; what was read stays beside it. Raises
    NotAllowed without the right, Refusal for nothing ticked, a value that is no number, an indicator twice.
    """
    if shown.unit is None or shown.period is None:
        raise Refusal(_("Hãy chọn đơn vị và kỳ báo cáo rồi đọc lại, sau đó mới nhận số liệu."))
    if not shown.may_take:
        raise NotAllowed(
            _("Tài khoản của Bà/Ông không nhập báo cáo của đơn vị này; hãy liên hệ người quản trị.")
        )
    ticked = [line for line in shown.lines if sent.get(TAKE.format(line.number))]
    if not ticked:
        raise Refusal(_("Chưa chọn số liệu nào để nhận; hãy đánh dấu ít nhất một dòng."))
    return enter(
        shown.unit,
        shown.period.code,
        [_figure(line, sent.get(SET.format(line.number), "")) for line in ticked],
        by=shown.reach.account,
        title=title,
        source_note=source_note,
        source_hash=sha256(shown.reading.text.encode("utf-8", "replace")).hexdigest(),
    )


def _figure(line: Line, said: str) -> dict[str, Any]:
    value = _value(line, said)
    changed = value != line.value
    return {
        "code": line.fact.indicator,
        "label": line.label,
        "value": value,
        "unit": line.unit,
        "raw": line.written[:200],
        "qualifier": "" if changed else line.fact.qualifier or "",
        "quote": line.quote[:300],
        "place_start": line.fact.start,
        "place_end": line.fact.end,
        "read_value": line.value,
    }


def _value(line: Line, said: str) -> Decimal:
    """What the officer set; an empty field leaves what was read."""
    if not said.strip():
        return line.value
    found = number_of(said.strip())
    if found is None:
        raise Refusal(
            _("Giá trị “%(said)s” của “%(label)s” không đọc được là số; hãy ghi như 1.280 hoặc 88,2.")
            % {"said": said.strip()[:40], "label": line.label}
        )
    return Decimal(found)
