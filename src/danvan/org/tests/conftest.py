"""A small province with its administrators."""

import pytest

from danvan.org.tests.people_world import Province


@pytest.fixture
def province(db):
    return Province()
