"""Signing here, wherever it is called from."""

import asyncio

import pytest

from danvan.reports.pades.fields import SIGNER, to_sign
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority
from danvan.reports.pades.tests.authority import PASSWORD
from danvan.reports.pades.tests.test_checking import CAPACITY, issued, report  # noqa: F401

pytestmark = pytest.mark.django_db


def test_works_where_an_event_loop_stands_already(issued):  # noqa: F811
    waiting = to_sign(issued, CAPACITY)

    async def asked():
        return sign_inside(waiting, SIGNER, authority.authority().p12(authority.SIGNER), PASSWORD)

    assert asyncio.run(asked()).startswith(issued)
