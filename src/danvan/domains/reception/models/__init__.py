"""Tables of tiếp công dân: sessions of heads, regular hours, visits, booked places, conclusions."""

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
from danvan.domains.reception.models.session import HeadSession, OnlineSession
from danvan.domains.reception.models.visit import Answer, Channel, Content, Visit

__all__ = [
    "Answer",
    "Booking",
    "BookingPerson",
    "Channel",
    "Conclusion",
    "ConclusionWords",
    "Content",
    "HeadAnswer",
    "HeadSession",
    "Help",
    "Mode",
    "OnlineGround",
    "OnlineSession",
    "Receiver",
    "RegularHours",
    "UrgentGround",
    "Visit",
]
