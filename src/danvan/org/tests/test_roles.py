"""Roles are code: each says in one sentence what it may do, and a grant reaches as far as it says."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Account, RoleGrant
from danvan.org.roles import PERMISSIONS, ROLES, unit_ids, with_permission
from danvan.org.tests.factories import change_parents, make_account, make_person, make_unit

DAY = date(2023, 3, 14)


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_role_has_a_name_a_sentence_and_known_permissions(role):
    assert ROLES[role.key] is role
    assert role.label
    assert role.sentence[0].isupper()
    assert role.sentence.endswith(".")
    assert role.permissions
    assert role.permissions <= set(PERMISSIONS)
    assert len(role.key) <= RoleGrant._meta.get_field("role").max_length


def test_every_permission_is_given_by_some_role_and_has_words():
    for permission, words in PERMISSIONS.items():
        assert words
        assert with_permission(permission), permission


def test_a_permission_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match=r"records.burn"):
        with_permission("records.burn")


@pytest.mark.parametrize("key", ["tong_hop", "giam_sat", "quan_tri"])
def test_who_counts_oversees_or_administers_opens_no_record(key):
    opening = {"records.read", "records.open", "records.sealed", "records.handle", "records.classify"}
    assert not ROLES[key].permissions & opening


def test_only_the_head_signs_and_publishes():
    assert with_permission("reports.sign") == with_permission("records.publish") == ["lanh_dao"]


def test_only_the_administrator_manages_people():
    assert with_permission("people.manage") == ["quan_tri", "he_thong"]
    assert ROLES["quan_tri"].permissions == {"people.manage", "units.manage", "notices.read"}


# Reach


@pytest.fixture
def tree(db):
    """A province, a district under it and a commune under that."""
    province = make_unit()
    district = make_unit(parent=province)
    return province, district, make_unit(parent=district)


def test_a_grant_reaches_its_own_unit(tree):
    _, district, _ = tree
    assert unit_ids(make_account("xu_ly", district), "records.read", DAY) == {district.pk}


def test_a_covering_grant_reaches_all_below(tree):
    province, district, commune = tree
    account = make_account("xu_ly", district, covers_below=True)
    assert unit_ids(account, "records.read", DAY) == {district.pk, commune.pk}
    assert province.pk not in unit_ids(account, "records.read", DAY)


def test_a_grant_gives_only_its_roles_permissions(tree):
    account = make_account("tong_hop", tree[0], covers_below=True)
    assert len(unit_ids(account, "records.count", DAY)) == 3
    assert unit_ids(account, "records.read", DAY) == set()


def test_a_grant_holds_on_its_days_only(tree):
    account = Account.objects.create_user("co-thoi-han", person=make_person())
    RoleGrant.objects.create(
        person=account.person,
        unit=tree[2],
        role="xu_ly",
        valid=DateRange(date(2023, 1, 1), date(2023, 4, 1)),
    )
    reach = {day: bool(unit_ids(account, "records.read", day)) for day in _edges()}
    assert reach == {
        date(2022, 12, 31): False,
        date(2023, 1, 1): True,
        date(2023, 3, 31): True,
        date(2023, 4, 1): False,
    }


def _edges():
    return date(2022, 12, 31), date(2023, 1, 1), date(2023, 3, 31), date(2023, 4, 1)


def test_what_lies_below_is_what_lay_below_on_the_day(tree):
    _, district, commune = tree
    change_parents(commune, valid=DateRange(date(2000, 1, 1), date(2025, 7, 1)))
    account = make_account("xu_ly", district, covers_below=True)
    assert commune.pk in unit_ids(account, "records.read", DAY)
    assert commune.pk not in unit_ids(account, "records.read", date(2025, 7, 1))


def test_two_grants_add_up(tree):
    province, _, commune = tree
    account = make_account("xu_ly", commune)
    RoleGrant.objects.create(
        person=account.person, unit=province, role="tiep_dan", valid=DateRange(date(2020, 1, 1), None)
    )
    assert unit_ids(account, "records.read", DAY) == {province.pk, commune.pk}


@pytest.mark.django_db
def test_nobody_and_an_account_without_a_person_reach_nothing():
    assert unit_ids(AnonymousUser(), "records.count", DAY) == set()
    assert unit_ids(Account.objects.create_user("khong-nguoi"), "records.count", DAY) == set()


def test_reach_takes_at_most_three_queries(tree, django_assert_num_queries):
    covering, own = make_account("xu_ly", tree[0], covers_below=True), make_account("xu_ly", tree[0])
    with django_assert_num_queries(3):
        unit_ids(covering, "records.read", DAY)
    with django_assert_num_queries(2):
        unit_ids(own, "records.read", DAY)
