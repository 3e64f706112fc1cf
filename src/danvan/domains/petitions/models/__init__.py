"""Đơn (letters) and vụ việc (matters): two tables, one to one until a person joins or splits them."""

from danvan.domains.petitions.models.choices import (
    Channel,
    Contested,
    EndGround,
    Field,
    Forwarder,
    Handling,
    Kind,
    Publication,
    Result,
    Standing,
    SuspensionGround,
    Unfit,
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

__all__ = [
    "CARRIED_OUT",
    "DAYS_TO_REOPEN",
    "FREE_TEXTS",
    "PROPOSED",
    "Channel",
    "Contested",
    "Echo",
    "Effects",
    "EndGround",
    "Feedback",
    "FeedbackPhoto",
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
    "Publication",
    "ReopeningDays",
    "Result",
    "Standing",
    "SuspensionGround",
    "TrainedModel",
    "Unfit",
]
