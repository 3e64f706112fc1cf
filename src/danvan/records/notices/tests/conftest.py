import pytest

from danvan.records.notices.tests.world import TUESDAY, Place


@pytest.fixture
def place(db):
    return Place()


@pytest.fixture
def on(settings):
    """Set the day that it is."""

    def set_day(day):
        settings.DEMONSTRATION_DAY = day

    set_day(TUESDAY)
    return set_day
