"""An account, and a browser that is signed in the way a person signs in."""

import pytest
from django.core.cache import cache
from django.test import Client

from danvan.org.models import RoleGrant
from danvan.org.tests.factories import ALWAYS, make_account, make_unit

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def account(db):
    """An officer with an address."""
    made = make_account("xu_ly", make_unit())
    made.email = f"{made.username}@example.gov.vn"
    made.save()
    return made


@pytest.fixture
def sign_in():
    """`sign_in(account)` types name and password; the browser, whatever came of it, with `.answer`."""

    def act(account, password=PASSWORD, client=None, **headers):
        client = client or Client()
        client.answer = client.post(
            "/tai-khoan/login/", {"login": account.username, "password": password}, **headers
        )
        return client

    return act


@pytest.fixture
def confirmed(sign_in, account):
    """A browser that is signed in and has just typed the password again, as changes of factors ask."""
    client = sign_in(account)
    client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def grant():
    """`grant(account, role)` gives a role from 2000 on."""

    def act(account, role):
        return RoleGrant.objects.create(person=account.person, unit=make_unit(), role=role, valid=ALWAYS)

    return act


@pytest.fixture(autouse=True)
def no_counters(request):
    """Tests that have the database begin without failures counted."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        cache.clear()
