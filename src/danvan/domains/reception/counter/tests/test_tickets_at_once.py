"""Two counters that draw at the same moment get numbers without gaps or doubles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from danvan.domains.reception.models import Ticket
from danvan.records.desk.submissions import new_key
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2023, 3, 1)


def drawn(officer, keys):
    """The numbers that these keys got, drawn by four at once."""

    def draw(key):
        try:
            return Ticket.draw(key, officer.at, DAY, officer).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(draw, keys))


def test_every_number_is_given_once():
    numbers = drawn(handler(), [new_key() for _turn in range(12)])
    assert sorted(numbers) == list(range(1, 13))


def test_one_form_sent_four_times_at_once_is_one_number():
    assert drawn(handler(), [new_key()] * 4) == [1, 1, 1, 1]
    assert Ticket.objects.count() == 1
