"""The law as data, and what it makes of a day. Pure Python: no Django, no clock of its own.

- `rulebook()` → every rule with its dated, cited wordings; `.wording(key, on)` is the one in force on a day,
  `.standing(key, on)` tells in force from not yet, ended and gap, `.governing(key, on, domain)` lets a special law win.
- `calendar()` → the working days of the files; `Calendar.with_rows` lays an administrator's days over them.
- `due(rule, begins, case=, suspensions=, extensions=, domain=)` → `Due`: due day, latest day, ledger, citation.
- `due_in_span(wording, first, last)` → `Due` of something owed within a week, month, quarter, half or year;
  `due_in_year(wording, year)` → of something owed by one day of each year, `yearly_day` being the day it names.
- `under_newest(rule, wording_from, begins, …)` → the `Due` under the wording that has followed, or None;
  `newest_wording(rule, wording_from)` → that wording.
- `judge(due, done_on, today)` → trong_han, qua_han, qua_han_theo_luat… (`VERDICTS` has the words).
- `recompute(ledger)` → the day that stored steps give; a Refusal when they do not add up.
- `settlers("xa.cap_pho", on)` → who settles a tố cáo about a person of that place and post, each with its wording.
- `cited_on("Nghị định 31/2019/NĐ-CP, Điều 3", on)` → the citation as it reads on a day.
- `topics()` → the files of rules as topics with title and group.
- `period("2023-Q1")` → `Period`: the days a report covers, by the circular of that time.
- `parse_date("13/3/2023")`, `parse_span("A..B")`.

Files: `documents.toml`, `topics.toml`, `rules/*.toml`, `days/<year>.toml`, `cases/*.toml`; a province's own norms in the
folder that DANVAN_LAW_OVERLAY names. Refusals tell «no such rule» (NoSuchRule)
from «not law yet» (NotYetLaw) and «no longer law» (NoLongerLaw); a damaged file is BrokenLaw.
"""

from danvan.law.allowing import Extension
from danvan.law.book import calendar, rulebook
from danvan.law.changes import newest_wording, under_newest
from danvan.law.citing import cited_on
from danvan.law.documents import Document
from danvan.law.dues import Due
from danvan.law.engine import due
from danvan.law.judging import VERDICTS, judge
from danvan.law.ledger import Step, recompute
from danvan.law.reading_dates import add_months, parse_date, parse_span
from danvan.law.recurring import due_in_span, due_in_year, yearly_day
from danvan.law.refusals import BrokenLaw, NoLongerLaw, NoSuchRule, NotYetLaw
from danvan.law.rules import Governing, RuleBook, Standing
from danvan.law.settling import settlers
from danvan.law.topics import Topic, topics
from danvan.law.walking import Suspension
from danvan.law.windows import Period, period
from danvan.law.wordings import Checked, Cite, Wording
from danvan.law.working_days import Calendar, DayRow

__all__ = [
    "VERDICTS",
    "BrokenLaw",
    "Calendar",
    "Checked",
    "Cite",
    "DayRow",
    "Document",
    "Due",
    "Extension",
    "Governing",
    "NoLongerLaw",
    "NoSuchRule",
    "NotYetLaw",
    "Period",
    "RuleBook",
    "Standing",
    "Step",
    "Suspension",
    "Topic",
    "Wording",
    "add_months",
    "calendar",
    "cited_on",
    "due",
    "due_in_span",
    "due_in_year",
    "judge",
    "newest_wording",
    "parse_date",
    "parse_span",
    "period",
    "recompute",
    "rulebook",
    "settlers",
    "topics",
    "under_newest",
    "yearly_day",
]
