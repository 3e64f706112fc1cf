"""A small province whose first district keeps records while the others send tables."""

from datetime import date

import pytest

from danvan.org.tests.factories import make_account
from danvan.reports.tests.factories import letters, make_place

QUARTER = "2023-Q1"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def keeping(place):
    """The province itself, its department, and the first district with its communes have letters."""
    for unit in (place.province, place.department, place.districts[0], *place.communes[:2]):
        letters(unit, "khieu_nai", 3)
    return place


@pytest.fixture
def compiler(place):
    return make_account("tong_hop", place.province, covers_below=True)
