"""A commune's officer, and the day on which a test plays."""

from datetime import date

import pytest

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.tests.factories import handler


@pytest.fixture
def officer(db):
    """Opens and handles at a commune; `.at` is the unit."""
    return handler(make_unit("Xã Minh Họa", Kind.COMMUNE))


@pytest.fixture
def play_on(settings, monkeypatch):
    """Call with a day: the program takes it for today, without a demonstration's fixed day."""

    def play(day: date) -> None:
        settings.DEMONSTRATION_DAY = None
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)

    return play
