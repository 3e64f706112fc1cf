"""Tables of the spine: records, their personal details, duties, links, numbers, history, drafts,
kept submissions, notices."""

from danvan.records.models.calendar import CalendarDay, CalendarYear
from danvan.records.models.daily import DailyRun
from danvan.records.models.draft import Draft
from danvan.records.models.duty import Duty
from danvan.records.models.envelope import Envelope, EnvelopeAct
from danvan.records.models.file import File, FileAct, FileText
from danvan.records.models.filing import Filing, FilingFile, Held
from danvan.records.models.handed_up import HandedUp
from danvan.records.models.handover import Handover
from danvan.records.models.history import HistoryRoot, HistoryRow
from danvan.records.models.link import Link
from danvan.records.models.mail import TakenMail
from danvan.records.models.message import Message, Rating
from danvan.records.models.national import NationalList, NationalUpdate
from danvan.records.models.notice import (
    CalendarFeed,
    Channel,
    Notice,
    NoticeWish,
    ReceiptAddress,
    Reminder,
    ReminderPlan,
)
from danvan.records.models.paper import Delivery, NumberSeries, OwnNumbers, Paper, PaperText
from danvan.records.models.personal import PersonalDetails
from danvan.records.models.record import Record, RecordQuerySet
from danvan.records.models.register import RegisterBook, Submission
from danvan.records.models.retention import LegalHold, Tombstone
from danvan.records.models.seal import (
    Capacity,
    Part,
    SealCase,
    SealGrant,
    SealItem,
    SealKey,
    SealOpening,
    SealRelease,
    SealRing,
    SealUnlocked,
    SealWaiver,
)
from danvan.records.models.seal_mark import SealMark
from danvan.records.models.seal_mode import Mode, SealInstallation, SealMode
from danvan.records.models.seal_recovery import (
    SealCover,
    SealOffer,
    SealRecovery,
    SealRecoveryAct,
    SealRecoveryTarget,
    SealShare,
)
from danvan.records.models.seal_reply import SealReply
from danvan.records.models.seal_roster import SealRoster
from danvan.records.models.seal_sender import SealSender

__all__ = [
    "CalendarDay",
    "CalendarFeed",
    "CalendarYear",
    "Capacity",
    "Channel",
    "DailyRun",
    "Delivery",
    "Draft",
    "Duty",
    "Envelope",
    "EnvelopeAct",
    "File",
    "FileAct",
    "FileText",
    "Filing",
    "FilingFile",
    "HandedUp",
    "Handover",
    "Held",
    "HistoryRoot",
    "HistoryRow",
    "LegalHold",
    "Link",
    "Message",
    "Mode",
    "NationalList",
    "NationalUpdate",
    "Notice",
    "NoticeWish",
    "NumberSeries",
    "OwnNumbers",
    "Paper",
    "PaperText",
    "Part",
    "PersonalDetails",
    "Rating",
    "ReceiptAddress",
    "Record",
    "RecordQuerySet",
    "RegisterBook",
    "Reminder",
    "ReminderPlan",
    "SealCase",
    "SealCover",
    "SealGrant",
    "SealInstallation",
    "SealItem",
    "SealKey",
    "SealMark",
    "SealMode",
    "SealOffer",
    "SealOpening",
    "SealRecovery",
    "SealRecoveryAct",
    "SealRecoveryTarget",
    "SealRelease",
    "SealReply",
    "SealRing",
    "SealRoster",
    "SealSender",
    "SealShare",
    "SealUnlocked",
    "SealWaiver",
    "Submission",
    "TakenMail",
    "Tombstone",
]
