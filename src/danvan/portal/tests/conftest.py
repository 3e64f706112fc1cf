"""The day on which the portal's tests play, and a published quarter for those that want one."""

from datetime import date

import pytest
from django.core.cache import cache

from danvan.portal.tests import world


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings, request):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        cache.clear()  # it lies in the database


@pytest.fixture
def quarter(db):
    """(place, its published report)."""
    return world.quarter()


@pytest.fixture
def address(quarter):
    """The address of the published report's page."""
    return f"/so-lieu/{quarter[0].province.slug}/{world.QUARTER}/"


@pytest.fixture
def read(client):
    """`read(address)` → the words of a page as a person reads them, after making sure that it opens."""

    def words(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return world.words(answer.content.decode())

    return words
