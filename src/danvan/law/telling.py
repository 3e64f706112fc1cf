"""Words of the ledger: each span of a clock as a sentence an officer and a citizen can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from danvan.law.allowing import Extension
from danvan.law.ledger import Step
from danvan.law.rules import Governing, RuleBook
from danvan.law.walking import Clock, Suspension
from danvan.law.wordings import Wording
from danvan.law.words import CHECKED, DOMAINS, EVENTS, case_named, day, day_named, span
from danvan.law.working_days import Calendar


def begin(wording: Wording, begins: date, case: str | None, length: int) -> Step:
    """What the clock runs from, and how long."""

    def told(_: Step) -> str:
        event = EVENTS.get(wording.starts, "Bắt đầu")
        total = f"{length} {wording.unit}" + (f" (tổng số, {case_named(case)})" if case else "")
        if wording.direction == "backwards":
            return f"{event}: {day_named(begins)}; đếm lùi {total} trước ngày này, không tính ngày này."
        return f"{event}: {day_named(begins)}; thời hạn {total}, tính từ ngày tiếp theo."

    return Step("begins", begins, begins, 0, told)


@dataclass(slots=True)
class Teller:
    """Turns the spans of one clock into steps; `counted_to` is its last counted day, `pauses` and `grants` are what the
    clock was given, the grants in their order.
    """

    wording: Wording
    counted_to: date
    calendar: Calendar
    book: RuleBook
    pauses: Sequence[Suspension]
    grants: Sequence[Extension]

    def steps(self, clock: Clock) -> list[Step]:
        """Every span of the clock as a step; the last step of an extension is told by its turn."""
        return [
            Step(kind, first, last, days, partial(self._extended, turn) if turn else self._tell)
            for kind, first, last, days, turn in clock.dated()
        ]

    def _tell(self, part: Step) -> str:
        where = span(part.first, part.last)
        if part.kind == "count":
            return f"Tính {self._amount(part)}, {where}."
        if part.kind == "skipped":
            return f"Không tính {part.days} ngày nghỉ, {where}: {_reasons(part, self.calendar)}."
        if part.kind == "suspended":
            return self._suspended(part, where)
        return f"{self._rolled(part)}."

    def _suspended(self, part: Step, where: str) -> str:
        pause = next(pause for pause in self.pauses if pause.first == part.first)
        ground = f" ({pause.ground})" if pause.ground else ""
        if pause.last is None:
            return f"Tạm đình chỉ từ {day(part.first)}, chưa kết thúc; thời gian này không tính vào thời hạn{ground}."
        return f"Tạm đình chỉ {part.days} ngày, {where}; thời gian này không tính vào thời hạn{ground}."

    def _extended(self, turn: int, part: Step) -> str:
        which = f" lần {turn}" if len(self.grants) > 1 else ""
        paper = self.grants[turn - 1].paper
        by = f" ({paper})" if paper else ""
        return f"Gia hạn{which}{by}: tính thêm {self._amount(part)}, {span(part.first, part.last)}."

    def _amount(self, part: Step) -> str:
        # A limit in months passes as one span of calendar days.
        return f"{part.days} {'ngày làm việc' if self.wording.unit == 'ngày làm việc' else 'ngày'}"

    def _rolled(self, part: Step) -> str:
        last = self.counted_to
        if part.first > last + timedelta(days=1):
            return f"Sau tạm đình chỉ, ngày cuối của thời hạn là ngày làm việc kế tiếp {day(part.last)}"
        reason = self.calendar.reason_off(last)
        law = _rolling_law(last, self.book)
        if not self.calendar.is_working(part.last):
            return f"Ngày cuối {day(last)} là {reason}, chờ đến ngày làm việc kế tiếp{law}"
        return f"Ngày cuối {day(last)} là {reason}, chuyển sang ngày làm việc kế tiếp {day(part.last)}{law}"


def _reasons(part: Step, calendar: Calendar) -> str:
    reasons: dict[str, None] = {}
    for offset in range(part.days):
        when = part.first + timedelta(days=offset)
        row = calendar.row(when)
        name = calendar.reason_off(when).split(" (")[0]
        reasons[name + (", tạm tính" if row and row.is_provisional else "")] = None
    return ", ".join(reasons)


def _rolling_law(on: date, book: RuleBook) -> str:
    if "CAL.ROLL" not in book:
        return ""
    law = next((wording for wording in book.wordings("CAL.ROLL") if wording.is_in_force(on)), None)
    if law is None:
        return ""
    doubt = "; việc áp dụng cho đơn thư chưa kiểm chứng" if law.checked.aspects.get("use") == "M" else ""
    return f" ({law.citation}{doubt})"


def standing(wording: Wording, due: date, counted: int) -> Step:
    """The earliest due day of a clock that still stands."""

    def told(_: Step) -> str:
        return (
            f"{_end(wording)}: {day_named(due)}, tạm tính; đang tạm đình chỉ nên đây chỉ là ngày sớm nhất, "
            "hạn lùi thêm theo số ngày tạm đình chỉ."
        )

    return Step("result", due, due, counted, told)


def _end(wording: Wording) -> str:
    return "Đủ thời gian vào" if wording.minimum else "Hạn"


def result(wording: Wording, due: date, counted: int, *, provisional: bool, later: date | None) -> Step:
    """The due day; `later` is the end under the most generous reading where that differs."""

    def told(_: Step) -> str:
        text = f"{_end(wording)}: {day_named(due)}"
        if later:
            text += f"; theo cách hiểu rộng nhất: {day_named(later)}"
        if provisional:
            text += "; tạm tính vì lịch nghỉ liên quan chưa công bố chính thức hoặc chưa có trong dữ liệu"
        return f"{text}."

    return Step("result", due, due, counted, told)


def citing(wording: Wording, due: date) -> Step:
    """Where the rule stands, since when in this wording, and how far it was checked."""

    def told(_: Step) -> str:
        known = CHECKED[wording.checked.status]
        return f"Căn cứ: {wording.citation}; lời văn có từ {day(wording.valid_from)}; {known}."

    return Step("cite", due, due, 0, told)


def in_span(wording: Wording, first: date, last: date) -> list[Step]:
    """A frequency owed within a week or month, whose first day counts."""
    text = f"Phải thực hiện ít nhất {wording.value} {wording.unit} trong mỗi {wording.per}."
    whole = f"Kỳ {span(first, last)}; hạn là ngày cuối kỳ."
    return [
        Step("begins", first, first, 1, text),
        Step("count", first, last, (last - first).days + 1, whole),
    ]


def in_year(wording: Wording, year: int, named: date, due: date, calendar: Calendar) -> list[Step]:
    """A deadline of a year, counted from its first day, which counts; `named` is the day in the text."""
    first = date(year, 1, 1)
    following = ", năm sau" if wording.year_shift else ""
    text = f"Phải xong cho năm {year} chậm nhất ngày {day(named)}{following}"
    if wording.working:
        text = f"Phải xong cho năm {year} chậm nhất ngày làm việc cuối cùng đến hết {day(named)}{following}"
    if due != named:
        text += f"; {day(named)} là {calendar.reason_off(named)}, nên ngày làm việc cuối cùng là {day(due)}"
    days = (due - first).days + 1
    return [
        Step("begins", first, first, 1, f"{text}."),
        Step("count", first, due, days, f"Tính {days} ngày, {span(first, due)}."),
    ]


def conflicting(wording: Wording, other: Wording, other_due: date) -> Step:
    """The day another text gives for the same act; the higher-ranking text is the citizen's."""

    def told(_: Step) -> str:
        outranks = wording.cite.document.rank < other.cite.document.rank
        order = "văn bản này có hiệu lực thấp hơn" if outranks else "văn bản này có hiệu lực cao hơn"
        return f"Cùng việc này, {other.citation} tính đến {day_named(other_due)} ({other.key}); {order}."

    return Step("cite", other_due, other_due, 0, told)


def governed(field: Governing, due: date) -> Step:
    """That the law of a field governs, by which article, and whether its rule could be reckoned with."""

    def told(_: Step) -> str:
        text = f"Lĩnh vực {DOMAINS[field.domain]} theo luật chuyên ngành ({field.basis})"
        if field.special is None:
            text += "; quy định ấy chưa có trong bộ quy tắc"
        elif field.special is field.wording:
            return (
                f"{text}: áp dụng {field.special.key} thay cho {field.general.key} ({field.general.label})."
            )
        else:
            text += f": {field.special.key} ({field.special.label}) không phải một thời hạn"
        return f"{text}, nên ngày này chỉ để tham khảo và không dùng để kết luận."

    return Step("cite", due, due, 0, told)
