"""What withdrawing an undertaking does to the duties that it met."""

from datetime import date

from danvan.domains.undertakings.models import Undertaking
from danvan.org.models import Account
from danvan.records import evidence


def take_back(work: Undertaking, by: Account, on: date) -> None:
    """The duties that this undertaking met are open again, unless another one meets them; those it called forth end."""
    evidence.retract(work, by=by, on=on)
