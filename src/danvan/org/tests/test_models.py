"""What the database itself refuses, and what people and units tell about a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ProtectedError

from danvan.org.models import (
    Account,
    Kind,
    Post,
    PostHolding,
    RemoteSpell,
    RoleGrant,
    Succession,
    UnitCode,
    UnitName,
    UnitParent,
)
from danvan.org.tests.factories import make_account, make_head, make_person, make_succession, make_unit

pytestmark = pytest.mark.django_db

BEFORE = DateRange(date(2000, 1, 1), date(2023, 1, 1))
AFTER = DateRange(date(2023, 1, 1), None)
ACROSS = DateRange(date(2022, 12, 31), date(2023, 6, 1))
LAST_DAY, FIRST_DAY = date(2022, 12, 31), date(2023, 1, 1)


def refused(constraint: str, make) -> None:
    """`make()` must be stopped by that constraint of the database."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


# Dated rows


def test_a_unit_changes_its_name_from_one_day_to_the_next():
    unit = make_unit("Xã Cũ", valid=BEFORE)
    UnitName.objects.create(unit=unit, name="Phường Mới", kind=Kind.WARD, valid=AFTER)
    assert unit.name_on(LAST_DAY) == "Xã Cũ"
    assert unit.name_on(FIRST_DAY) == "Phường Mới"


def test_outside_its_life_and_without_a_day_a_unit_shows_its_newest_name():
    unit = make_unit("Xã Cũ", valid=BEFORE)
    UnitName.objects.create(unit=unit, name="Phường Mới", kind=Kind.WARD, valid=AFTER)
    assert unit.name_on(date(1990, 1, 1)) == unit.name_on(None) == str(unit) == "Phường Mới"


def test_a_unit_has_one_name_a_day():
    unit = make_unit(valid=BEFORE)
    refused(
        "unit_one_name",
        lambda: UnitName.objects.create(unit=unit, name="Xã Khác", kind=Kind.COMMUNE, valid=ACROSS),
    )


def test_a_unit_has_one_code_a_day_in_each_system():
    unit = make_unit(code="90001", valid=BEFORE)
    refused("unit_one_code", lambda: UnitCode.objects.create(unit=unit, code="90002", valid=ACROSS))
    UnitCode.objects.create(unit=unit, code="MH.1", system="noi_bo", valid=ACROSS)
    assert unit.codes.on(LAST_DAY).count() == 2


def test_a_code_belongs_to_one_unit_a_day():
    make_unit(code="90001", valid=BEFORE)
    other = make_unit()
    refused("code_one_unit", lambda: UnitCode.objects.create(unit=other, code="90001", valid=ACROSS))


def test_a_code_may_pass_to_another_unit_the_next_day():
    make_unit(code="90001", valid=BEFORE)
    other = make_unit(code="90001", valid=AFTER)
    assert UnitCode.objects.on(FIRST_DAY).get(code="90001").unit == other


def test_a_unit_has_one_parent_a_day():
    first, second = make_unit(), make_unit()
    child = make_unit(parent=first, valid=BEFORE)
    refused("unit_one_parent", lambda: UnitParent.objects.create(unit=child, parent=second, valid=ACROSS))
    UnitParent.objects.create(unit=child, parent=second, valid=AFTER)
    assert child.parents.on(FIRST_DAY).get().parent == second


def test_a_unit_is_not_its_own_parent():
    unit = make_unit()
    refused("unit_not_own_parent", lambda: UnitParent.objects.create(unit=unit, parent=unit, valid=AFTER))


def test_being_remote_has_days():
    unit = make_unit()
    RemoteSpell.objects.create(unit=unit, valid=AFTER)
    assert unit.is_remote_on(FIRST_DAY)
    assert not unit.is_remote_on(LAST_DAY)
    refused("unit_one_remote_spell", lambda: RemoteSpell.objects.create(unit=unit, valid=ACROSS))


def test_a_name_is_stored_with_its_vietnamese_sort_key():
    names = ("Xã Ba", "Xã Bà", "Xã Bả", "Xã Đa", "Xã Dữ", "Xã 10", "Xã 2")
    for name in names:
        make_unit(name)
    ordered = UnitName.objects.filter(name__in=names).order_by("sort_key").values_list("name", flat=True)
    assert list(ordered) == ["Xã 2", "Xã 10", "Xã Ba", "Xã Bà", "Xã Bả", "Xã Dữ", "Xã Đa"]


# Successions


def test_a_succession_is_told_once():
    old, new = make_unit(), make_unit()
    make_succession(old, new, FIRST_DAY)
    refused("succession_once", lambda: make_succession(old, new, FIRST_DAY))
    assert Succession.objects.get().manner == "nhap"


def test_a_unit_that_something_refers_to_cannot_be_deleted():
    old, new = make_unit(), make_unit()
    make_succession(old, new, FIRST_DAY)
    with pytest.raises(ProtectedError):
        old.delete()


# People


def test_a_post_has_one_holder_a_day():
    holding = make_head(make_unit(), valid=BEFORE)
    refused(
        "post_one_holder",
        lambda: PostHolding.objects.create(person=make_person(), post=holding.post, valid=ACROSS),
    )


def test_a_unit_has_one_head_post_and_any_number_of_deputies():
    unit = make_unit()
    Post.objects.create(unit=unit, title="Chủ tịch", is_head=True)
    for _ in range(2):
        Post.objects.create(unit=unit, title="Phó Chủ tịch", is_deputy=True)
    refused("unit_one_head_post", lambda: Post.objects.create(unit=unit, title="Chủ tịch", is_head=True))
    assert unit.posts.filter(is_deputy=True).count() == 2


def test_a_post_is_not_the_heads_and_a_deputys_at_once():
    unit = make_unit()
    refused(
        "post_head_or_deputy",
        lambda: Post.objects.create(unit=unit, title="Chủ tịch", is_head=True, is_deputy=True),
    )


def test_a_person_tells_posts_of_a_day_the_heads_first(django_assert_num_queries):
    unit, person = make_unit(), make_person()
    seat = Post.objects.create(unit=make_unit(), title="Ủy viên")
    PostHolding.objects.create(person=person, post=seat, valid=AFTER)
    head = make_head(unit, person, AFTER)
    with django_assert_num_queries(1):
        assert [post.title for post in person.posts_on(FIRST_DAY)] == ["Chủ tịch", "Ủy viên"]
    assert head.post.unit == unit
    assert person.posts_on(LAST_DAY) == []


def test_a_person_tells_roles_of_a_day_with_their_units(django_assert_num_queries):
    unit, person = make_unit(), make_person()
    RoleGrant.objects.create(person=person, unit=unit, role="xu_ly", valid=BEFORE)
    RoleGrant.objects.create(person=person, unit=unit, role="tong_hop", valid=AFTER)
    with django_assert_num_queries(1):
        found = [(grant.role, grant.unit.slug) for grant in person.roles_on(FIRST_DAY)]
    assert found == [("tong_hop", unit.slug)]
    assert [grant.role for grant in person.roles_on(LAST_DAY)] == ["xu_ly"]


def test_the_same_role_is_not_granted_twice_for_a_day():
    unit, person = make_unit(), make_person()
    RoleGrant.objects.create(person=person, unit=unit, role="xu_ly", valid=BEFORE)
    refused(
        "grant_once",
        lambda: RoleGrant.objects.create(person=person, unit=unit, role="xu_ly", valid=ACROSS),
    )


# Accounts


def test_an_account_shows_its_person_and_keeps_no_readable_password():
    account = make_account()
    assert str(account) == account.person.full_name
    assert "mat-khau-thu-nghiem" not in account.password
    assert account.check_password("mat-khau-thu-nghiem")


def test_an_account_without_password_cannot_log_in_by_password():
    account = Account.objects.create_user("khong-mat-khau")
    assert not account.has_usable_password()
    assert str(account) == "khong-mat-khau"


def test_a_user_name_is_taken_once():
    Account.objects.create_user("trung-ten")
    refused("username", lambda: Account.objects.create_user("trung-ten"))


def test_an_account_is_illustrative_only_when_said_so():
    assert not make_account().is_illustrative
    assert Account.objects.create_user("minh-hoa", is_illustrative=True).is_illustrative


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (lambda: UnitCode.objects.create(unit=make_unit(), code="90009", valid=AFTER), "90009"),
        (lambda: Post.objects.create(unit=make_unit(), title="Giám đốc"), "Giám đốc"),
        (lambda: make_unit("Xã Tên").names.get(), "Xã Tên"),
        (lambda: make_person("Người minh họa"), "Người minh họa"),
    ],
)
def test_rows_show_what_a_reader_would_call_them(make, shown):
    assert str(make()) == shown
