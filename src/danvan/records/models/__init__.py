"""Tables of the spine: records, their personal details, duties, links, numbers, history, drafts and kept submissions."""

from danvan.records.models.calendar import CalendarDay, CalendarYear
from danvan.records.models.daily import DailyRun
from danvan.records.models.draft import Draft
from danvan.records.models.duty import Duty
from danvan.records.models.history import HistoryRoot, HistoryRow
from danvan.records.models.link import Link
from danvan.records.models.personal import PersonalDetails
from danvan.records.models.record import Record, RecordQuerySet
from danvan.records.models.register import RegisterBook, Submission

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "DailyRun",
    "Draft",
    "Duty",
    "HistoryRoot",
    "HistoryRow",
    "Link",
    "PersonalDetails",
    "Record",
    "RecordQuerySet",
    "RegisterBook",
    "Submission",
]
