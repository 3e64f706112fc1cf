"""The day on which the register is read, and the officer who keeps it."""

import pytest

from danvan.domains.petitions.hard.tests.world import TODAY
from danvan.records.tests.factories import handler


@pytest.fixture(autouse=True)
def a_day(settings):
    settings.DEMONSTRATION_DAY = TODAY


@pytest.fixture
def officer(db):
    """Opens, classifies and handles; `.at` is the unit."""
    return handler()
