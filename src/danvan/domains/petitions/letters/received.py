"""When the complainant got the decision: the day from which he may complain again or sue (Luật Khiếu nại 2011, Điều 33)."""

from datetime import date

from danvan.domains.petitions.models import Matter
from danvan.records import papers

DECISIONS = ("giai_quyet_lan_1", "giai_quyet_lan_2")


def decision_received_on(matter: Matter) -> date | None:
    """The day of receipt, where the way of the issued decision is known. One query for a decided matter."""
    if matter.settled_on is None or matter._state.adding:  # what is being loaded has no papers yet
        return None
    return papers.received_on(matter.pk, DECISIONS)
