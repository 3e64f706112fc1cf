"""A delegation lends what its giver holds himself, on its days, and nothing longer, wider or further."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Account, Delegation, RoleGrant
from danvan.org.people import delegating
from danvan.org.roles import ROLES, rights, unit_ids
from danvan.org.tests.factories import change_parents, make_account, make_head
from danvan.org.tests.people_world import DAY, END, LATER, WHY, give, lend, refuses

READ = "records.read"


@pytest.fixture
def head(province):
    return province.official("lanh_dao", province.top, covers_below=True)


@pytest.fixture
def deputy(province):
    return province.official("tong_hop", province.top)


def reached(account, permission=READ, on=DAY):
    return unit_ids(Account.objects.get(pk=account.pk), permission, on)


def test_the_receiver_may_what_was_lent_and_nothing_else(province, head, deputy):
    lend(head, deputy, province.top)
    assert reached(deputy) == {province.top.pk}
    assert reached(deputy, "records.decide") == {province.top.pk}
    assert reached(deputy, "reports.sign") == set()
    assert reached(deputy, "records.count") == {province.top.pk}  # by the deputy's own role


def test_the_units_below_are_lent_where_the_paper_says_so(province, head, deputy):
    lend(head, deputy, province.top, covers_below=True)
    assert reached(deputy) == {province.top.pk, province.commune.pk, province.other.pk}


def test_one_unit_below_can_be_lent_alone(province, head, deputy):
    lend(head, deputy, province.commune)
    assert reached(deputy) == {province.commune.pk}


def test_it_holds_on_the_days_of_the_paper(province, head, deputy):
    lend(head, deputy, province.top, since=LATER, until=END)
    held = {
        day: bool(reached(deputy, on=day)) for day in (DAY, date(2023, 3, 19), LATER, END, date(2023, 4, 1))
    }
    assert list(held.values()) == [False, False, True, True, False]


def test_it_ends_with_the_givers_role(province, head, deputy):
    lend(head, deputy, province.top)
    RoleGrant.objects.filter(person=head.person).update(valid=DateRange(date(2000, 1, 1), LATER))
    assert reached(deputy, on=date(2023, 3, 19))
    assert not reached(deputy, on=LATER)


def test_another_role_of_the_giver_does_not_carry_it(province, head, deputy):
    """It names a role: the head who stays on as an inspector has nothing of it left to lend."""
    lend(head, deputy, province.top, permissions={READ})
    RoleGrant.objects.filter(person=head.person).update(role="thanh_tra")
    assert READ in ROLES["thanh_tra"].permissions
    assert not reached(deputy)


def test_it_ends_with_the_givers_account(province, head, deputy):
    lend(head, deputy, province.top)
    Account.objects.filter(pk=head.pk).update(is_active=False)
    assert not reached(deputy)


def test_a_giver_who_reaches_less_by_now_lends_less(province, head, deputy):
    lend(head, deputy, province.top, covers_below=True)
    RoleGrant.objects.filter(person=head.person).update(covers_below=False)
    assert reached(deputy) == {province.top.pk}


def test_a_unit_that_left_the_giver_leaves_the_receiver(province, head, deputy):
    lend(head, deputy, province.commune)
    change_parents(province.commune, valid=DateRange(date(2000, 1, 1), LATER))
    assert reached(deputy, on=DAY) == {province.commune.pk}
    assert reached(deputy, on=LATER) == set()


def test_a_giver_over_one_unit_below_lends_that_one_of_a_wider_paper(province, deputy):
    local = province.official("lanh_dao", province.commune)
    Delegation.objects.create(
        giver=local.person,
        receiver=deputy.person,
        unit=province.top,
        covers_below=True,
        role="lanh_dao",
        permissions=[READ],
        valid=DateRange(DAY, END),
        paper_no="1",
        paper_on=DAY,
        reason=WHY,
    )
    assert reached(deputy) == {province.commune.pk}


def test_it_cannot_be_passed_on(province, head, deputy):
    third = province.official("tong_hop", province.top)
    lend(head, deputy, province.top)
    assert [held.role for held in delegating.lendable(deputy, DAY)] == ["tong_hop"]
    with refuses("chỉ ủy quyền được điều chính mình được giao"):
        lend(deputy, third, province.top)
    Delegation.objects.create(  # even written past the act, it stands on nothing
        giver=deputy.person,
        receiver=third.person,
        unit=province.top,
        role="lanh_dao",
        permissions=[READ],
        valid=DateRange(DAY, END),
        paper_no="2",
        paper_on=DAY,
        reason=WHY,
    )
    assert reached(third) == set()


def test_it_makes_nobody_the_head(province, head, deputy):
    """A head's session held by a delegate stays a delegated one: the post does not change hands."""
    make_head(province.top, head.person)
    lend(head, deputy, province.top)
    assert deputy.person.posts_on(DAY) == []
    assert [post.is_head for post in head.person.posts_on(DAY)] == [True]


def test_it_costs_no_query_more(province, head, deputy, django_assert_num_queries):
    lend(head, deputy, province.top, covers_below=True)
    with django_assert_num_queries(3):
        assert len(unit_ids(deputy, READ, DAY)) == 3
    lone = make_account("xu_ly", province.commune)
    with django_assert_num_queries(2):
        unit_ids(lone, READ, DAY)


def test_a_giver_with_two_accounts_lends_once(province, head, deputy):
    Account.objects.create_user("tai-khoan-thu-hai", person=head.person)
    lend(head, deputy, province.top)
    assert len([held for held in rights(deputy, DAY).holdings if not held.is_own]) == 1


# Withdrawal


def test_a_withdrawal_counts_at_once_and_changes_no_day_before(province, head, deputy, settings):
    lent = lend(head, deputy, province.top)
    settings.DEMONSTRATION_DAY = LATER
    delegating.end_delegation(lent, by=head, why="Đã về cơ quan")
    assert not reached(deputy, on=LATER)
    assert reached(deputy, on=DAY)
    lent.refresh_from_db()
    assert (lent.valid.upper, lent.ended_on, lent.ended_by) == (date(2023, 4, 1), LATER, head)


def test_a_withdrawal_on_the_first_day_leaves_no_day(province, head, deputy):
    delegating.end_delegation(lend(head, deputy, province.top), by=head, why=WHY)
    assert not reached(deputy)


def test_the_units_administrator_may_stop_it_and_others_may_not(province, head, deputy):
    lent = lend(head, deputy, province.top)
    for stranger in (deputy, province.local):
        with refuses("Chỉ người ủy quyền hoặc người quản trị"):
            delegating.end_delegation(lent, by=stranger, why=WHY)
    delegating.end_delegation(lent, by=province.admin, why=WHY)
    assert not reached(deputy)


def test_a_second_click_lends_nothing_more(province, head, deputy):
    lent = lend(head, deputy, province.top)
    with refuses("đã ghi ủy quyền này"):
        lend(head, deputy, province.top)
    delegating.end_delegation(lent, by=head, why=WHY)
    assert not reached(deputy)
    assert lend(head, deputy, province.top), "once withdrawn it may be given anew"


def test_another_paper_may_lend_beside_it(province, head, deputy):
    lend(head, deputy, province.top)
    assert lend(head, deputy, province.top, paper_no="16/GUQ")


def test_it_is_withdrawn_once(province, head, deputy):
    lent = lend(head, deputy, province.top)
    delegating.end_delegation(lent, by=head, why=WHY)
    with refuses("đã hết hiệu lực"):
        delegating.end_delegation(lent, by=head, why=WHY)


# Refusals


def test_what_is_not_in_the_role_is_not_lent(province, head, deputy):
    for permissions in (set(), {"people.manage"}, {READ, "records.burn"}):
        with refuses("Hãy chọn ít nhất một việc"):
            lend(head, deputy, province.top, permissions=permissions)
    with refuses("Hãy chọn ít nhất một việc"):
        lend(head, deputy, province.top, role="vua")


def test_a_role_that_one_does_not_hold_is_not_lent(province, head, deputy):
    with refuses("không giữ vai trò này"):
        lend(head, deputy, province.top, role="xu_ly", permissions={"records.open"})
    local = province.official("lanh_dao", province.commune)
    for wider in ({"unit": province.other}, {"unit": province.commune, "since": DAY, "role": "thanh_tra"}):
        with refuses("không giữ vai trò này"):
            lend(local, deputy, **({"permissions": {READ}} | wider))


def test_one_unit_does_not_lend_all_below(province, deputy):
    local = province.official("lanh_dao", province.top)
    with refuses("không giữ vai trò này"):
        lend(local, deputy, province.top, covers_below=True)


def test_running_the_system_is_not_lent(province, deputy):
    with refuses("không giữ vai trò này"):
        lend(province.system, deputy, province.top, role="he_thong", permissions={"people.manage"})


def test_it_goes_to_another_person_who_can_log_in(province, head, deputy):
    with refuses("một người khác"):
        lend(head, head, province.top)
    Account.objects.filter(pk=deputy.pk).update(is_active=False)
    with refuses("chưa có tài khoản đang hoạt động"):
        lend(head, deputy, province.top)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"paper_no": " "}, "phải có số văn bản"),
        ({"paper_on": LATER}, "không sau ngày bắt đầu"),
        ({"since": date(2023, 3, 13), "paper_on": date(2023, 3, 1)}, "lùi ngày"),
        ({"since": LATER, "until": DAY}, "Ngày cuối đứng trước"),
        ({"reason": "  "}, "Chưa ghi lý do"),
    ],
)
def test_a_paper_that_does_not_fit_is_refused(province, head, deputy, fields, words):
    with refuses(words):
        lend(head, deputy, province.top, **fields)
    assert Delegation.objects.count() == 0


def test_the_book_holds_the_paper(province, head, deputy):
    lent = lend(head, deputy, province.top)
    line = deputy.person.changes.get()
    assert (line.what, line.by, line.unit, line.why) == ("uy_quyen", head, province.top, WHY)
    assert line.facts["paper_no"] == "15/GUQ"
    assert line.facts["permissions"] == ["records.decide", READ]
    assert line.facts["delegation"] == lent.pk


# What the database itself refuses


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("delegation_of_something", {"permissions": []}),
        ("delegation_ends", {"valid": DateRange(DAY, None)}),
        ("delegation_ended_by_somebody", {"ended_on": DAY}),
    ],
)
def test_the_database_refuses_what_no_paper_says(province, head, deputy, constraint, fields):
    lent = lend(head, deputy, province.top)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Delegation.objects.filter(pk=lent.pk).update(**fields)


def test_the_database_refuses_a_delegation_to_oneself(province, head, deputy):
    lent = lend(head, deputy, province.top)
    with pytest.raises(IntegrityError, match="delegation_to_another"), transaction.atomic():
        Delegation.objects.filter(pk=lent.pk).update(receiver=head.person)


def test_the_program_may_end_a_paper_and_not_rewrite_it(province, head, deputy, as_app):
    lent = lend(head, deputy, province.top)
    for change in (
        "UPDATE org_delegation SET valid = '[2023-01-01,2024-01-01)'",
        "UPDATE org_delegation SET permissions = '{people.manage}'",
        "DELETE FROM org_delegation",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    delegating.end_delegation(lent, by=head, why=WHY)
    assert not reached(deputy)


def test_a_role_given_beside_it_stands_by_itself(province, head, deputy):
    give(deputy, "xu_ly", province.commune)
    delegating.end_delegation(lend(head, deputy, province.top), by=head, why=WHY)
    assert reached(deputy) == {province.commune.pk}
