"""An officer who handles letters, and the day on which a test plays."""

from datetime import date

import pytest

from danvan.records.tests.factories import handler


@pytest.fixture
def officer(db):
    """Opens, classifies and handles; `.at` is the unit."""
    return handler()


@pytest.fixture
def play_on(settings, monkeypatch):
    """Call with a day: the program runs without a demonstration's fixed day and takes that day for the real one."""

    def play(day: date) -> None:
        settings.DEMONSTRATION_DAY = None
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)

    return play
