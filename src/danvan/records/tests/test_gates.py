"""Turns are counted for a line, however many addresses it has."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from danvan.records.gates import Gate, address_of

TWO = pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:0:ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:0DB8:0000::1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("2002:c000:0207::1", "2002:c000:0207:1::1", True),
        ("2002:c000:0207::1", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("", "unknown", False),
        ("not an address", "another", False),
    ],
)


def request(address, **more):
    return RequestFactory().get("/", REMOTE_ADDR=address, **more)


@TWO
def test_which_addresses_are_one_line(one, other, is_same):
    assert (address_of(request(one)) == address_of(request(other))) is is_same


@pytest.mark.django_db
@TWO
def test_a_gate_shut_for_one_is_shut_for_its_line_alone(one, other, is_same):
    cache.clear()
    gate = Gate("thu", 1, 3600)
    gate.count(request(one))
    assert gate.is_shut(request(one))
    assert gate.is_shut(request(other)) is is_same


def test_behind_a_proxy_it_is_the_address_that_the_proxy_saw(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found = address_of(request("127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 2001:db8:0:5::9"))
    assert found == "2001:db8:0:5::/64"
