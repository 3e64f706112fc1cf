"""A commune under a province, people with addresses, and duties of any day."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from danvan.org.models import Account, Kind, Unit
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Duty

TUESDAY = date(2023, 3, 14)
LONG_AGO = date(2023, 1, 3)
_turn = count(1)


def officer(
    unit: Unit, role: str = "xu_ly", *, covers_below: bool = False, email: str | None = None
) -> Account:
    """An account with a role and an address of its own; `.at` is the unit."""
    account = make_account(role, unit, covers_below=covers_below)
    account.email = f"nguoi-{account.pk}@vi-du.invalid" if email is None else email
    account.save()
    account.at = unit
    return account


class Place:
    """A province with one commune; the commune has an officer and a head, the province a head over all."""

    def __init__(self) -> None:
        self.province = make_unit(kind=Kind.PROVINCE)
        self.commune = make_unit(parent=self.province)
        self.officer = officer(self.commune)
        self.head = officer(self.commune, "lanh_dao")
        self.chairman = officer(self.province, "lanh_dao", covers_below=True)


def duty_of(unit: Unit, due_on: date, **columns: Any) -> Duty:
    """A saved duty of a unit that began long ago; `latest` is the most generous reading of its due day."""
    latest = columns.pop("latest", due_on)
    values = {
        "clock": "thu_nghiem",
        "label": "Nghĩa vụ thử",
        "rule": "TCD.HEAD.XA",
        "wording_from": date(2014, 7, 1),
        "citation": "thử",
        "period": f"thu-{next(_turn)}",
        "begins_on": min(LONG_AGO, due_on - timedelta(days=30)),
        "own_latest_on": latest,
        "latest_on": latest,
    }
    return Duty.objects.create(unit=unit, due_on=due_on, **(values | columns))
