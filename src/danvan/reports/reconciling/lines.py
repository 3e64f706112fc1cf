"""A read report line by line: read | typed | counted | difference | why, each figure with its place in the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from danvan import law
from danvan.org.models import Unit
from danvan.records.declare import Indicator, figures
from danvan.reports.comparison import shown, typed_figures
from danvan.reports.compute import Cell, compute
from danvan.reports.flow.coverage import place
from danvan.reports.models import TypedFigure
from danvan.reports.reader.checks.amounts import amount_of, base_unit
from danvan.reports.reader.facts import Check, Fact, Reading
from danvan.reports.reader.labels import label_of
from danvan.reports.reader.organisations import place_of
from danvan.reports.slips import slip
from danvan.ui.numbers import money_short, number

QUOTE = 90  # characters on both sides of a figure
AGREES, DIFFERS, ASIDE, UNCOUNTED = "khop", "khong_khop", "ngoai_ky", "chua_dem"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the text. `number` is its place in reading order, from 1; `standing` one of the four words above.

    `typed` is what an earlier typed report of the unit and period states, `cell` what its records count; either may be
    None. `why` says in a sentence what the difference may come from, or why nothing is held against the figure.
    `is_own` says that the figure is of the unit and period as a whole, so that it may be taken over.
    """

    number: int
    fact: Fact
    quote: str
    standing: str
    why: str
    is_own: bool
    typed: TypedFigure | None = None
    cell: Cell | None = None

    @property
    def label(self) -> str:
        """The indicator's name."""
        return label_of(self.fact.indicator)

    @property
    def value(self) -> Decimal:
        """The value in the base unit: đồng, đơn, hồ sơ."""
        return amount_of(self.fact).value

    @property
    def unit(self) -> str:
        """The base unit."""
        return base_unit(self.fact.unit)

    @property
    def written(self) -> str:
        """As the text has it: "trên 3,1 tỷ đồng"."""
        zero = self.fact.value == 0 and not self.fact.raw[:1].isdigit()
        return f"{self.fact.qualifier or ''} {self.fact.raw} {'' if zero else self.fact.unit}".strip()

    @property
    def to_set(self) -> str:
        """The value as a person types it."""
        return number(self.value.normalize() if self.value else 0)

    @property
    def typed_shown(self) -> str:
        """What was typed before; "" where nothing was."""
        return shown(self.typed) if self.typed else ""

    @property
    def counted_shown(self) -> str:
        """What the records count; "" where nothing counts it."""
        if self.cell is None or self.cell.value is None:
            return ""
        return money_short(int(self.cell.value)) if self.unit == "đồng" else number(self.cell.value)

    @property
    def difference(self) -> str:
        """Counted less read, with its sign; "" where either lacks or they are equal."""
        if self.cell is None or self.cell.value is None or not self.is_own:
            return ""
        gap = Decimal(self.cell.value) - self.value
        return f"{'+' if gap > 0 else '−'}{number(abs(gap).normalize())}" if gap else ""


def lines(reading: Reading, unit: Unit | None, period: law.Period | None) -> list[Line]:
    """Every figure of the reading, held against the unit's typed and counted ones where both unit and period are known.

    A few queries: those of the typed reports, of the tree and one scan for each source.
    """
    codes = {fact.indicator for fact in reading.facts}
    typed = {row.code: row for row in typed_figures(unit, period)} if unit and period else {}
    cells = _counted(unit, period, codes) if unit and period else {}
    where = place_of(reading.text)
    return [
        _line(position, fact, reading, period, where, typed.get(fact.indicator), cells.get(fact.indicator))
        for position, fact in enumerate(reading.facts, start=1)
    ]


def _counted(unit: Unit, period: law.Period, codes: Iterable[str]) -> dict[str, Cell]:
    wanted = set(codes)
    known = {
        item.typed_as: item.code
        for item in figures()
        if isinstance(item, Indicator) and item.typed_as in wanted
    }
    if not known:
        return {}
    found = place(compute(unit, period, known.values()))
    return {typed_as: found.cell(code) for typed_as, code in known.items()}


def _line(
    position: int,
    fact: Fact,
    reading: Reading,
    period: law.Period | None,
    place: str | None,
    typed: TypedFigure | None,
    cell: Cell | None,
) -> Line:
    quote = quote_of(reading.text, fact)
    aside = _aside(fact, period, place)
    failed = _failed(reading.checks, fact)
    if aside:
        return Line(position, fact, quote, ASIDE, aside, is_own=False)
    if period is None:
        return Line(position, fact, quote, UNCOUNTED, failed, is_own=True)
    if cell is None or cell.value is None:
        why = failed or _against_typed(fact, typed) or "Chưa có hồ sơ nào trong hệ thống để đếm chỉ tiêu này."
        return Line(position, fact, quote, UNCOUNTED, why, is_own=True, typed=typed)
    amount = amount_of(fact)
    if amount.low <= cell.value <= amount.high:
        why = _against_typed(fact, typed) or _within(fact)  # of a failed sum this part is not the fault
        return Line(position, fact, quote, AGREES, why, is_own=True, typed=typed, cell=cell)
    why = failed or _slip(fact, cell) or _gap(fact, cell)
    return Line(position, fact, quote, DIFFERS, why, is_own=True, typed=typed, cell=cell)


def quote_of(text: str, fact: Fact) -> str:
    """The words around a figure, cut at line ends."""
    start = max(fact.start - QUOTE, text.rfind("\n", 0, fact.start) + 1)
    line_end = text.find("\n", fact.end)
    end = min(fact.end + QUOTE, line_end if line_end >= 0 else len(text))
    return text[start:end].strip()


def _aside(fact: Fact, period: law.Period | None, place: str | None) -> str:
    """Why a figure is not of the unit and period: another period, a running total, another organisation."""
    if fact.indicator.endswith(("thay_doi", "thay_doi_tuyet_doi")):
        return "Mức tăng, giảm so với kỳ khác; không phải số của kỳ."
    if period and fact.period and fact.period != period.code:
        return f"Số của {_period_said(fact.period)}, không phải của kỳ đối chiếu."
    if fact.org and place and fact.org.lower() != place.lower():
        return f"Số của {fact.org}, không phải của toàn đơn vị."
    return ""


def _period_said(code: str) -> str:
    return code if code == "cùng kỳ" else f"kỳ {code}"


def _failed(checks: Iterable[Check], fact: Fact) -> str:
    """The hint of the first identity that this figure breaks."""
    places = set(fact.places)
    return next((check.hint for check in checks if check.ok is False and places & set(check.places)), "")


def _against_typed(fact: Fact, typed: TypedFigure | None) -> str:
    if typed is None or amount_of(fact).low <= typed.value <= amount_of(fact).high:
        return ""
    return f"Báo cáo đã nhập “{typed.report.title}” ghi {shown(typed)}."


def _within(fact: Fact) -> str:
    return f"Khớp trong mức “{fact.qualifier}”." if fact.qualifier else ""


def _slip(fact: Fact, cell: Cell) -> str:
    amount = amount_of(fact)
    if not amount.exact or cell.value is None or amount.value != int(amount.value):
        return ""
    return slip(int(amount.value), int(cell.value))[1]


def _gap(fact: Fact, cell: Cell) -> str:
    gap = Decimal(cell.value or 0) - amount_of(fact).value
    more = "nhiều hơn" if gap > 0 else "ít hơn"
    beyond = f", quá mức “{fact.qualifier}” của văn bản" if fact.qualifier else ""
    return f"Đếm từ hồ sơ {more} {number(abs(gap).normalize())} {base_unit(fact.unit)}{beyond}."
