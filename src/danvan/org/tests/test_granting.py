"""Who may give which role to whom: own unit and below, nothing higher, never oneself."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import AccessChange, Account, PostHolding, RoleGrant
from danvan.org.people import granting, posts
from danvan.org.roles import ROLES, unit_ids
from danvan.org.tests.factories import make_head
from danvan.org.tests.people_world import DAY, END, LATER, WHY, give, refuses


@pytest.fixture
def officer(province):
    return province.official("tong_hop", province.commune)


def giving(person, role, by, unit, **fields):
    return granting.give_role(person, role, by=by, unit=unit, **({"since": DAY, "why": WHY} | fields))


def reached(account, permission="records.read", on=DAY):
    return unit_ids(account, permission, on)


def test_an_administrator_gives_a_role_of_the_unit(province, officer):
    giving(officer.person, "xu_ly", province.local, province.commune, until=END)
    assert reached(officer) == {province.commune.pk}
    assert reached(officer, on=END)
    assert not reached(officer, on=date(2023, 4, 1))
    line = officer.person.changes.get()
    assert (line.what, line.by, line.unit, line.why) == (
        "giao_vai_tro",
        province.local,
        province.commune,
        WHY,
    )
    assert line.facts == {
        "role": "xu_ly",
        "since": "2023-03-14",
        "until": "2023-03-31",
        "covers_below": False,
    }


def test_an_administrator_above_gives_one_over_all_below(province):
    officer = province.official("tong_hop", province.top)
    giving(officer.person, "xu_ly", province.admin, province.top, covers_below=True)
    assert reached(officer) == {province.top.pk, province.commune.pk, province.other.pk}


def test_no_role_at_a_unit_that_is_not_ones_own(province, officer):
    for unit in (province.top, province.other):
        with refuses("không thuộc phạm vi quản trị"):
            giving(officer.person, "xu_ly", province.local, unit)


def test_no_role_for_a_person_of_another_unit(province):
    stranger = province.official("tong_hop", province.other)
    with refuses("không công tác ở đơn vị thuộc phạm vi"):
        giving(stranger.person, "xu_ly", province.local, province.commune)


def test_no_role_over_units_below_that_one_does_not_manage(province):
    narrow = province.official("quan_tri", province.top)
    officer = province.official("tong_hop", province.top)
    with refuses("kể cả đơn vị trực thuộc"):
        giving(officer.person, "xu_ly", narrow, province.top, covers_below=True)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_nobody_gives_a_role_to_himself(province, role):
    for admin in (province.local, province.admin, province.system):
        with refuses("không tự thay đổi quyền"):
            giving(admin.person, role, admin, province.commune)


def test_only_who_runs_the_system_gives_that_role(province):
    officer = province.official("tong_hop", province.top)
    for admin in (province.admin, province.local):
        assert "he_thong" not in granting.offered(admin, DAY)
        with refuses("Chỉ người quản trị hệ thống"):
            giving(officer.person, "he_thong", admin, province.commune)
    assert granting.offered(province.system, DAY) == list(ROLES)
    giving(officer.person, "he_thong", province.system, province.top)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"quan_tri", "he_thong"}))
def test_who_does_not_administer_gives_nothing(province, officer, role):
    giver = province.official(role, province.commune)
    with refuses("không thuộc phạm vi quản trị"):
        giving(officer.person, "tiep_dan", giver, province.commune)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": "vua"}, "Không có vai trò này"),
        ({"since": date(2023, 3, 13)}, "lùi ngày"),
        ({"since": LATER, "until": DAY}, "Ngày cuối đứng trước"),
        ({"why": "  "}, "Chưa ghi lý do"),
        ({"why": "x" * 301}, "dài quá 300 ký tự"),
    ],
)
def test_a_grant_that_does_not_fit_is_refused(province, officer, fields, words):
    role = fields.pop("role", "xu_ly")
    with refuses(words):
        giving(officer.person, role, province.local, province.commune, **fields)
    assert RoleGrant.objects.filter(person=officer.person).count() == 1


def test_a_role_is_held_once_at_a_time(province, officer):
    giving(officer.person, "xu_ly", province.local, province.commune)
    with refuses("đã giữ vai trò “Cán bộ xử lý đơn”"):
        giving(officer.person, "xu_ly", province.local, province.commune, since=LATER)


# The end of a role


def test_a_role_ends_at_the_next_request(province, officer):
    grant = give(officer, "xu_ly", province.commune)
    assert reached(officer)
    granting.end_role(grant, by=province.local, on=DAY, why=WHY)
    assert not reached(officer)
    assert reached(officer, on=date(2023, 3, 13))
    assert officer.person.changes.get().facts == {"role": "xu_ly", "on": "2023-03-14"}


def test_a_role_given_today_can_be_taken_back_today(province, officer):
    grant = giving(officer.person, "xu_ly", province.local, province.commune)
    granting.end_role(grant, by=province.local, on=DAY, why="Giao nhầm")
    assert not reached(officer)
    grant.refresh_from_db()
    assert grant.valid.isempty
    giving(officer.person, "xu_ly", province.local, province.commune)
    assert reached(officer)


def test_a_role_may_end_on_a_coming_day(province, officer):
    granting.end_role(give(officer, "xu_ly", province.commune), by=province.local, on=LATER, why=WHY)
    assert reached(officer)
    assert not reached(officer, on=LATER)


def test_a_role_does_not_end_in_the_past_or_twice(province, officer):
    grant = give(officer, "xu_ly", province.commune)
    with refuses("lùi ngày"):
        granting.end_role(grant, by=province.local, on=date(2023, 3, 1), why=WHY)
    granting.end_role(grant, by=province.local, on=LATER, why=WHY)
    with refuses("đã hết trước ngày đó"):
        granting.end_role(grant, by=province.local, on=END, why=WHY)


def test_a_role_of_another_unit_is_not_ones_to_end(province):
    stranger = province.official("xu_ly", province.other)
    grant = stranger.person.grants.get()
    with refuses("không thuộc phạm vi quản trị"):
        granting.end_role(grant, by=province.local, on=DAY, why=WHY)


def test_an_administrator_of_units_does_not_end_that_of_the_system(province):
    grant = province.system.person.grants.get()
    with refuses("Chỉ người quản trị hệ thống"):
        granting.end_role(grant, by=province.admin, on=DAY, why=WHY)


def test_the_last_who_runs_the_system_keeps_the_role(province):
    grant = province.system.person.grants.get()
    with refuses("duy nhất còn hoạt động"):
        granting.end_role(grant, by=province.system, on=LATER, why=WHY)
    second = province.official("he_thong", province.top)
    give(second, "tong_hop", province.top)
    granting.end_role(grant, by=province.system, on=LATER, why=WHY)
    assert AccessChange.objects.get().what == "thoi_vai_tro"


def test_another_who_is_locked_or_gone_by_then_does_not_count(province):
    grant = province.system.person.grants.get()
    second = province.official("he_thong", province.top)
    Account.objects.filter(pk=second.pk).update(is_active=False)
    with refuses("duy nhất còn hoạt động"):
        granting.end_role(grant, by=province.system, on=LATER, why=WHY)
    Account.objects.filter(pk=second.pk).update(is_active=True)
    second.person.grants.update(valid=DateRange(date(2020, 1, 1), LATER))
    with refuses("duy nhất còn hoạt động"):
        granting.end_role(grant, by=province.system, on=LATER, why=WHY)


# Posts


def holding(person, by, unit, **fields):
    wanted = {"title": "Chủ tịch UBND xã", "rank": posts.HEAD, "since": date(2023, 1, 9), "why": WHY}
    return posts.hold_post(person, by=by, unit=unit, **(wanted | fields))


def test_a_head_is_noted_even_for_days_gone_by(province, officer):
    holding(officer.person, province.local, province.commune)
    assert [post.title for post in officer.person.posts_on(DAY)] == ["Chủ tịch UBND xã"]
    assert officer.person.changes.get().facts["is_head"] is True
    assert reached(officer) == set()  # a post gives no right


def test_a_unit_has_one_head(province, officer):
    make_head(province.commune)
    with refuses("đang do Cán bộ minh họa"):
        holding(officer.person, province.local, province.commune)


def test_the_next_head_takes_the_same_post(province, officer):
    before = make_head(province.commune)
    posts.leave_post(before, by=province.local, on=DAY, why=WHY)
    after = holding(officer.person, province.local, province.commune, since=DAY)
    assert after.post == before.post
    before.refresh_from_db()
    assert before.valid.upper == DAY


def test_two_deputies_are_two_seats_and_a_vacant_one_is_filled(province, officer):
    second = province.official("xu_ly", province.commune)
    wanted = {"title": "Phó Chủ tịch UBND xã", "rank": posts.DEPUTY}
    one = holding(officer.person, province.local, province.commune, **wanted)
    two = holding(second.person, province.local, province.commune, **wanted)
    assert one.post != two.post
    assert one.post.is_deputy
    posts.leave_post(one, by=province.local, on=DAY, why=WHY)
    third = holding(officer.person, province.local, province.commune, since=DAY, **wanted)
    assert third.post == one.post


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "Tên chức vụ"),
        ({"title": "x" * 121}, "Tên chức vụ"),
        ({"until": date(2022, 1, 1)}, "Ngày cuối đứng trước"),
        ({"why": ""}, "Chưa ghi lý do"),
    ],
)
def test_a_post_that_does_not_fit_is_refused(province, officer, fields, words):
    with refuses(words):
        holding(officer.person, province.local, province.commune, **fields)
    assert PostHolding.objects.count() == 0


def test_posts_of_other_units_are_not_ones_own(province, officer):
    with refuses("không thuộc phạm vi quản trị"):
        holding(officer.person, province.local, province.other)
    stranger = province.official("tong_hop", province.other)
    with refuses("không công tác"):
        holding(stranger.person, province.local, province.commune)
    with refuses("không thuộc phạm vi quản trị"):
        posts.leave_post(make_head(province.other), by=province.local, on=DAY, why=WHY)


def test_a_post_is_left_after_it_was_taken_and_once(province):
    held = make_head(province.commune)
    with refuses("phải sau ngày 1/1/2000"):
        posts.leave_post(held, by=province.local, on=date(2000, 1, 1), why=WHY)
    posts.leave_post(held, by=province.local, on=DAY, why=WHY)
    with refuses("trước ngày thôi đã ghi"):
        posts.leave_post(held, by=province.local, on=LATER, why=WHY)


# The book


def test_the_program_adds_to_the_book_and_does_nothing_else_to_it(province, officer, as_app):
    giving(officer.person, "xu_ly", province.local, province.commune)
    for change in (
        "UPDATE org_accesschange SET why = 'khác'",
        "DELETE FROM org_accesschange",
        "TRUNCATE org_accesschange",
        "DELETE FROM org_rolegrant",
        "DELETE FROM org_account",
        "DELETE FROM org_person",
        "DELETE FROM org_postholding",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert AccessChange.objects.count() == 1
