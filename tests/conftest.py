"""Fixtures of the tests that drive the whole program as a stranger or an insider would."""

import pytest
from django.core.cache import cache

from danvan.portal.tests import world
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler


@pytest.fixture
def nobody_has_asked_too_often():
    """What earlier tests tried counts against nobody."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def record(officer):
    return classified(officer)


@pytest.fixture
def published(db):
    """A small province with a public report of the quarter."""
    place, report = world.quarter()
    return place, report
