"""Tables of tiếp công dân: sessions of heads, regular hours, visits, booked places, conclusions."""

from danvan.domains.reception.models.at_counter import (
    AT_COUNTER,
    AuthorityPaper,
    Capacity,
    Ground,
    Helper,
    IdentityPaper,
    Outcome,
    SignedAs,
)
from danvan.domains.reception.models.booking import Booking, BookingPerson
from danvan.domains.reception.models.choices import (
    HeadAnswer,
    Help,
    Mode,
    OnlineGround,
    Receiver,
    UrgentGround,
)
from danvan.domains.reception.models.conclusion import Conclusion, ConclusionWords
from danvan.domains.reception.models.hours import RegularHours
from danvan.domains.reception.models.person import Ticket, VisitPerson
from danvan.domains.reception.models.session import HeadSession, OnlineSession
from danvan.domains.reception.models.visit import Answer, Channel, Content, Visit

__all__ = [
    "AT_COUNTER",
    "Answer",
    "AuthorityPaper",
    "Booking",
    "BookingPerson",
    "Capacity",
    "Channel",
    "Conclusion",
    "ConclusionWords",
    "Content",
    "Ground",
    "HeadAnswer",
    "HeadSession",
    "Help",
    "Helper",
    "IdentityPaper",
    "Mode",
    "OnlineGround",
    "OnlineSession",
    "Outcome",
    "Receiver",
    "RegularHours",
    "SignedAs",
    "Ticket",
    "UrgentGround",
    "Visit",
    "VisitPerson",
]
