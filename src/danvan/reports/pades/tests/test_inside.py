"""Signing here and looking at what was signed, wherever they are called from."""

import asyncio

import pytest

from danvan.reports.pades import checking
from danvan.reports.pades.aside import aside
from danvan.reports.pades.fields import SIGNER, to_sign
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority
from danvan.reports.pades.tests.authority import PASSWORD
from danvan.reports.pades.tests.test_checking import CAPACITY, asked, issued, report, signed, trusted  # noqa: F401

pytestmark = pytest.mark.django_db


def where_a_loop_stands(do):
    """What the function answers within an event loop, in a thread where none stood before."""

    async def answer():
        return do()

    return aside(asyncio.run, answer())


def test_signs_where_an_event_loop_stands_already(issued):  # noqa: F811
    waiting = to_sign(issued, CAPACITY)
    person = authority.authority().p12(authority.SIGNER)
    signed = where_a_loop_stands(lambda: sign_inside(waiting, SIGNER, person, PASSWORD))
    assert signed.startswith(issued)


def test_looks_where_an_event_loop_stands_already(report, issued):  # noqa: F811
    both, question = signed(to_sign(issued, CAPACITY)), asked(report, issued)
    found = where_a_loop_stands(lambda: checking.check(both, question))
    assert [finding.text for finding in found.findings if not finding.ok] == []
    assert len(found.signatures) == 2
