"""Officers at their desk, for the tests of the desk: logged-in clients and records of every kind."""

from datetime import date
from typing import Any

from django.test import Client

from danvan.org.models import Account
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.desk.access import Reach
from danvan.records.desk.submissions import new_key
from danvan.records.tests.factories import letter_of

DAY = date(2023, 3, 1)
NAME = "Người gửi Ẩn Danh Thử"
NAMED = {"full_name": NAME, "address": "Ngõ thử 7", "phone": "0900000000", "content": "Nội dung riêng thử"}


def desk_of(account: Account) -> Client:
    """A browser in which the account is logged in."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def reach_of(account: Account) -> Reach:
    """What the account may do today."""
    return Reach(account)


def session_of(officer: Account, on: date = DAY, **fields: Any) -> Any:
    """A head's session: a type without persons and without limits."""
    return writing.open_record("ky_tiep", by=officer, unit=officer.at, on=on, **({"planned_on": on} | fields))


def classified(officer: Account, kind: str = "khieu_nai", on: date = DAY, **fields: Any) -> Any:
    """A classified letter; a complaint or a proposal holds personal details, a denunciation none."""
    personal = NAMED if kind != "to_cao" else None
    values = {"kind": kind, "field": "dat_dai"} | fields
    return writing.move(letter_of(officer, on), "phan_loai", by=officer, on=on, personal=personal, **values)


def role_at(role: str, officer: Account) -> Account:
    """Another account with a role at the officer's unit."""
    account = make_account(role, officer.at)
    account.at = officer.at
    return account


def opening(officer: Account, **values: Any) -> dict[str, str]:
    """What a browser sends to open a letter."""
    sent = {"unit": str(officer.at.pk), "on": "1/3/2023", "channel": "buu_chinh", "signatories": "1"}
    return sent | {"key": new_key()} | values


def moving(record: Any, **values: Any) -> dict[str, str]:
    """What a browser sends to move a record."""
    return {"on": "2/3/2023", "key": new_key(), "version": str(record.version)} | values
