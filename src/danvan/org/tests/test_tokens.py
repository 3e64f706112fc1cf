"""A machine may ask what its token names, over the units it names, as long as its owner may."""

import re
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from danvan.org.models import Account, ApiToken, RoleGrant
from danvan.org.people import tokens
from danvan.org.roles import PERMISSIONS, unit_ids
from danvan.org.tests.factories import make_account
from danvan.org.tests.people_world import DAY, WHY, refuses

READ = "records.read"


@pytest.fixture
def owner(province):
    return province.official("xu_ly", province.top, covers_below=True)


def making(by, unit, **fields):
    wanted = {"name": "Phần mềm minh họa", "scopes": {READ}, "expires_on": date(2023, 12, 31), "why": WHY}
    return tokens.make_token(by=by, unit=unit, **(wanted | fields))


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(province, owner):
    token, secret = making(owner, province.commune)
    assert re.fullmatch(r"danvan_[0-9a-f]{40}", secret)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    assert secret not in str(owner.person.changes.values())
    assert token.ending == secret[-4:]
    assert tokens.machine(secret).token == token


def test_two_secrets_differ(province, owner):
    assert making(owner, province.commune)[1] != making(owner, province.commune)[1]


def test_a_machine_is_its_owner_narrowed(province, owner):
    machine = tokens.machine(making(owner, province.commune)[1])
    assert unit_ids(owner, READ, DAY) == {province.top.pk, province.commune.pk, province.other.pk}
    assert unit_ids(machine, READ, DAY) == {province.commune.pk}
    for permission in set(PERMISSIONS) - {READ}:
        assert unit_ids(machine, permission, DAY) == set()


def test_a_token_over_units_below_reaches_them(province, owner):
    machine = tokens.machine(making(owner, province.top, covers_below=True)[1])
    assert unit_ids(machine, READ, DAY) == {province.top.pk, province.commune.pk, province.other.pk}


def test_a_token_never_reaches_further_than_its_owner_does_by_now(province, owner):
    machine = tokens.machine(making(owner, province.top, covers_below=True)[1])
    RoleGrant.objects.filter(person=owner.person).update(covers_below=False)
    assert unit_ids(machine, READ, DAY) == {province.top.pk}
    RoleGrant.objects.filter(person=owner.person).update(role="tong_hop")
    assert unit_ids(machine, READ, DAY) == set()


def test_a_locked_owner_locks_the_token(province, owner):
    _, secret = making(owner, province.commune)
    machine = tokens.machine(secret)
    Account.objects.filter(pk=owner.pk).update(is_active=False)
    assert tokens.machine(secret) is None
    machine.account.refresh_from_db()
    assert unit_ids(machine, READ, DAY) == set()


@pytest.mark.parametrize(
    "secret", ["", "danvan_", "danvan_" + "0" * 40, "x" * 47, "DANVAN_" + "a" * 40, "danvan_é"]
)
def test_what_is_no_secret_of_ours_opens_nothing(db, secret):
    assert tokens.machine(secret) is None


def test_a_token_ends_after_its_last_day(province, owner, settings):
    _, secret = making(owner, province.commune, expires_on=DAY)
    assert tokens.machine(secret)
    settings.DEMONSTRATION_DAY = DAY + timedelta(days=1)
    assert tokens.machine(secret) is None


def test_a_revoked_token_opens_nothing_at_once(province, owner):
    token, secret = making(owner, province.commune)
    tokens.revoke_token(token, by=owner, why="Lộ mã")
    assert tokens.machine(secret) is None
    with refuses("đã bị thu hồi"):
        tokens.revoke_token(token, by=owner, why=WHY)
    assert [line.what for line in owner.person.changes.order_by("id")] == ["cap_ma", "thu_hoi_ma"]


def test_the_administrator_revokes_and_a_stranger_does_not(province, owner):
    token, secret = making(owner, province.commune)
    for stranger in (province.local, make_account("xu_ly", province.top)):
        with refuses("Chỉ chủ mã hoặc người quản trị"):
            tokens.revoke_token(token, by=stranger, why=WHY)
    tokens.revoke_token(token, by=province.admin, why=WHY)
    assert tokens.machine(secret) is None


@pytest.mark.parametrize("scope", [*sorted(set(PERMISSIONS) - set(tokens.SCOPES)), "records.burn"])
def test_no_machine_writes_signs_or_administers(province, owner, scope):
    with refuses("quyền dành cho phần mềm"):
        making(owner, province.commune, scopes={READ, scope})


def test_nobody_lends_a_machine_what_he_lacks(province):
    compiler = province.official("tong_hop", province.commune)
    with refuses("không có quyền xem hồ sơ"):
        making(compiler, province.commune, scopes={READ})
    with refuses("không có quyền xem số liệu tổng hợp"):
        making(compiler, province.other, scopes={"records.count"})
    with refuses("toàn phạm vi"):
        making(province.official("xu_ly", province.top), province.top, covers_below=True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "tên phần mềm"),
        ({"name": "x" * 81}, "tên phần mềm"),
        ({"scopes": set()}, "ít nhất một quyền"),
        ({"expires_on": date(2023, 3, 13)}, "không quá một năm"),
        ({"expires_on": date(2024, 3, 15)}, "không quá một năm"),
        ({"why": ""}, "Chưa ghi lý do"),
    ],
)
def test_a_token_that_does_not_fit_is_refused(province, owner, fields, words):
    with refuses(words):
        making(owner, province.commune, **fields)
    assert ApiToken.objects.count() == 0


def test_the_day_of_use_is_noted_once_a_day(province, owner, settings, django_assert_num_queries):
    token, secret = making(owner, province.commune)
    with django_assert_num_queries(2):
        tokens.machine(secret)
    with django_assert_num_queries(1):
        tokens.machine(secret)
    token.refresh_from_db()
    assert token.used_on == DAY
    settings.DEMONSTRATION_DAY = DAY + timedelta(days=2)
    tokens.machine(secret)
    token.refresh_from_db()
    assert token.used_on == DAY + timedelta(days=2)


def test_the_program_itself_cannot_widen_a_token(province, owner, as_app):
    token, secret = making(owner, province.commune)
    for change in (
        "UPDATE org_apitoken SET scopes = '{people.manage}'",
        "UPDATE org_apitoken SET expires_on = '2099-01-01'",
        "UPDATE org_apitoken SET digest = 'x'",
        "DELETE FROM org_apitoken",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert tokens.machine(secret)
    tokens.revoke_token(token, by=owner, why=WHY)
