"""Đơn (letters) and vụ việc (matters): two tables, one to one until a person joins or splits them."""

from danvan.domains.petitions.models.book import Book, BookRow, OpeningBalance
from danvan.domains.petitions.models.choices import (
    Channel,
    Coercion,
    Complexity,
    Contested,
    EndGround,
    Field,
    Forwarder,
    Handling,
    Kind,
    Publication,
    RefusalGround,
    Result,
    Standing,
    SuspensionGround,
    Unfit,
    WithdrawalPaper,
)
from danvan.domains.petitions.models.effects import CARRIED_OUT, PROPOSED, Effects
from danvan.domains.petitions.models.feedback import (
    DAYS_TO_REOPEN,
    Echo,
    Feedback,
    FeedbackPhoto,
    NotDone,
    ReopeningDays,
)
from danvan.domains.petitions.models.letter import FREE_TEXTS, Letter
from danvan.domains.petitions.models.likeness import LetterIndex, LetterText, LikePair, TrainedModel
from danvan.domains.petitions.models.matter import Matter
from danvan.domains.petitions.models.regulation import (
    FeedbackClass,
    FeedbackOutcome,
    FeedbackPublication,
    FeedbackWay,
    RegulationFeedback,
)

__all__ = [
    "CARRIED_OUT",
    "DAYS_TO_REOPEN",
    "FREE_TEXTS",
    "PROPOSED",
    "Book",
    "BookRow",
    "Channel",
    "Coercion",
    "Complexity",
    "Contested",
    "Echo",
    "Effects",
    "EndGround",
    "Feedback",
    "FeedbackClass",
    "FeedbackOutcome",
    "FeedbackPhoto",
    "FeedbackPublication",
    "FeedbackWay",
    "Field",
    "Forwarder",
    "Handling",
    "Kind",
    "Letter",
    "LetterIndex",
    "LetterText",
    "LikePair",
    "Matter",
    "NotDone",
    "OpeningBalance",
    "Publication",
    "RefusalGround",
    "RegulationFeedback",
    "ReopeningDays",
    "Result",
    "Standing",
    "SuspensionGround",
    "TrainedModel",
    "Unfit",
    "WithdrawalPaper",
]
