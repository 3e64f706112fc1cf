"""People and their accounts: added, moved, locked, never deleted."""

import pytest
from django.test import Client

from danvan.org.models import Account, Person
from danvan.org.models.people import given_name_first
from danvan.org.people import delegating, persons
from danvan.org.roles import unit_ids
from danvan.org.tests.factories import make_person, make_unit
from danvan.org.tests.people_world import WHY, give, lend, refuses
from danvan.org.today import today


def adding(by, unit, **fields):
    wanted = {"full_name": "Nguyễn Thị Minh Họa", "username": "minhhoa.nt", "why": WHY}
    return persons.add_person(by=by, unit=unit, **(wanted | fields))


def test_an_administrator_adds_a_person_with_an_account(province):
    account = adding(
        province.local, province.commune, full_name="  Nguyễn  Thị Minh Họa ", username=" MinhHoa.nt "
    )
    assert (account.username, account.person.full_name) == ("minhhoa.nt", "Nguyễn Thị Minh Họa")
    assert account.person.unit == province.commune
    assert not account.has_usable_password()
    line = account.person.changes.get()
    assert (line.what, line.by, line.facts) == ("them_nguoi", province.local, {"username": "minhhoa.nt"})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"full_name": " "}, "Họ và tên"),
        ({"full_name": "x" * 121}, "Họ và tên"),
        ({"username": "ab"}, "Tên đăng nhập dài 3 đến 60"),
        ({"username": "có dấu"}, "Tên đăng nhập dài 3 đến 60"),
        ({"username": "a" * 61}, "Tên đăng nhập dài 3 đến 60"),
        ({"username": "-abc"}, "Tên đăng nhập dài 3 đến 60"),
        ({"email": "không phải thư"}, "Thư điện tử không đúng dạng"),
        ({"why": ""}, "Chưa ghi lý do"),
    ],
)
def test_a_person_that_does_not_fit_is_refused(province, fields, words):
    before = Person.objects.count()
    with refuses(words):
        adding(province.local, province.commune, **fields)
    assert Person.objects.count() == before


def test_a_user_name_is_taken_once(province):
    adding(province.local, province.commune)
    with refuses("“minhhoa.nt” đã có người dùng"):
        adding(province.local, province.commune, username="MINHHOA.NT")


def test_nobody_is_added_to_a_foreign_unit(province):
    for unit in (province.top, province.other, make_unit()):
        with refuses("không thuộc phạm vi quản trị"):
            adding(province.local, unit)


# The link that sets the first password


def test_the_link_sets_a_password_once(province):
    account = adding(province.local, province.commune)
    path = persons.setting_link(account, by=province.local, why=WHY)
    browser = Client()
    form = browser.get(path, follow=True)
    assert form.status_code == 200
    new = "mat-khau-rat-dai-9271"
    sent = browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sent.status_code == 302, sent.content.decode()
    account.refresh_from_db()
    assert account.check_password(new)
    again = Client().get(path, follow=True)
    assert "không còn dùng được" in again.content.decode()
    assert [line.what for line in account.person.changes.order_by("id")] == ["them_nguoi", "cap_lien_ket"]


def test_no_link_for_a_locked_account(province):
    account = adding(province.local, province.commune)
    persons.disable(account, by=province.local, why=WHY)
    with refuses("đang khóa"):
        persons.setting_link(account, by=province.local, why=WHY)


def test_no_link_into_rights_that_one_does_not_manage(province):
    """Whoever makes the link could log in with it."""
    above = province.official("lanh_dao", province.top)
    strangers = province.official("xu_ly", province.other)
    local = province.official("xu_ly", province.commune)
    give(local, "xu_ly", province.other)
    wide = province.official("quan_tri", province.top)
    covering = province.official("xu_ly", province.top, covers_below=True)
    for by, account in (
        (province.local, above),
        (province.local, strangers),
        (province.local, local),
        (wide, covering),
    ):
        with refuses("ngoài phạm vi quản trị"):
            persons.setting_link(account, by=by, why=WHY)
    with refuses("không tự thay đổi"):
        persons.setting_link(province.local, by=province.local, why=WHY)
    with refuses("Chỉ người quản trị hệ thống"):
        persons.setting_link(province.system, by=province.admin, why=WHY)


def test_a_role_that_is_still_to_come_counts_too(province, settings):
    from datetime import date

    from django.db.backends.postgresql.psycopg_any import DateRange

    local = province.official("xu_ly", province.commune)
    give(local, "lanh_dao", province.top, DateRange(date(2023, 6, 1), None))
    with refuses("ngoài phạm vi quản trị"):
        persons.setting_link(local, by=province.local, why=WHY)


# Locking


def test_a_locked_account_is_out_at_the_next_request(province):
    officer = province.official("xu_ly", province.commune)
    browser = Client()
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/ban-lam-viec/").status_code == 200
    persons.disable(officer, by=province.local, why="Nghỉ hưu")
    answer = browser.get("/ban-lam-viec/")
    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"]
    officer.refresh_from_db()
    assert unit_ids(officer, "records.read", today()) == set()
    assert officer.person.changes.get().why == "Nghỉ hưu"


def test_a_locked_account_can_be_opened_again(province):
    officer = province.official("xu_ly", province.commune)
    persons.disable(officer, by=province.local, why=WHY)
    with refuses("đã khóa từ trước"):
        persons.disable(officer, by=province.local, why=WHY)
    persons.enable(officer, by=province.local, why=WHY)
    with refuses("đang hoạt động"):
        persons.enable(officer, by=province.local, why=WHY)
    officer.refresh_from_db()
    assert unit_ids(officer, "records.read", today()) == {province.commune.pk}


def test_the_last_who_runs_the_system_is_not_locked(province):
    second = province.official("he_thong", province.top)
    persons.disable(second, by=province.system, why=WHY)
    assert Account.objects.get(pk=second.pk).is_active is False
    with refuses("Chỉ người quản trị hệ thống"):
        persons.disable(province.system, by=province.admin, why=WHY)
    with refuses("không tự thay đổi"):
        persons.disable(province.system, by=province.system, why=WHY)


def test_two_who_run_the_system_cannot_lock_each_other_in_the_same_moment(province):
    """The second act began while the first was still running: it knows the lost account as an active one."""
    second = province.official("he_thong", province.top, covers_below=True)
    persons.disable(province.system, by=second, why=WHY)
    assert province.system.is_active  # as the second act still has it
    with refuses("duy nhất còn hoạt động"):
        persons.disable(second, by=province.system, why=WHY)


def test_an_account_without_a_person_is_not_managed_here(province):
    lone = Account.objects.create_user("khong-nguoi")
    with refuses("không gắn với người nào"):
        persons.disable(lone, by=province.system, why=WHY)


# Moving


def test_a_person_moves_between_units_of_one_administrator(province):
    officer = province.official("tong_hop", province.commune)
    persons.move_person(officer.person, by=province.admin, unit=province.other, why=WHY)
    officer.person.refresh_from_db()
    assert officer.person.unit == province.other
    assert officer.person.changes.get().facts == {"left": province.commune.pk}


def test_a_person_does_not_move_out_of_ones_reach_or_nowhere(province):
    officer = province.official("tong_hop", province.commune)
    with refuses("không thuộc phạm vi quản trị"):
        persons.move_person(officer.person, by=province.local, unit=province.other, why=WHY)
    with refuses("chính đơn vị đó"):
        persons.move_person(officer.person, by=province.local, unit=province.commune, why=WHY)


# Names


def test_people_are_ordered_by_given_name(db):
    names = ["Nguyễn Văn Bình", "Trần Thị An", "Đỗ Ánh", "Lê An", "Nguyễn Văn Ấn"]
    for name in names:
        make_person(name)
    listed = list(Person.objects.order_by("name_key").values_list("full_name", flat=True))
    assert listed == ["Lê An", "Trần Thị An", "Đỗ Ánh", "Nguyễn Văn Ấn", "Nguyễn Văn Bình"]


def test_a_name_is_kept_whole_and_sought_without_marks(db):
    person = make_person("  Đặng   Thị Ước ")
    assert (person.full_name, person.folded) == ("Đặng Thị Ước", "dang thi uoc")
    assert given_name_first("") == " "


class TestWhatOthersLent:
    """Who holds a link holds all that was lent to the person too."""

    @pytest.fixture
    def deputy(self, province):
        deputy = province.official("tiep_dan", province.commune)
        lend(province.official("lanh_dao", province.other), deputy, province.other)
        return deputy

    def test_no_link_into_rights_lent_by_a_foreign_unit(self, province, deputy):
        with refuses("người quản trị cấp trên"):
            persons.setting_link(deputy, by=province.local, why=WHY)

    def test_who_manages_both_units_gives_it(self, province, deputy):
        assert persons.setting_link(deputy, by=province.admin, why=WHY)

    def test_locking_needs_no_more_than_before(self, province, deputy):
        persons.disable(deputy, by=province.local, why=WHY)
        assert not Account.objects.get(pk=deputy.pk).is_active

    def test_once_withdrawn_it_is_no_obstacle(self, province, deputy):
        lent = deputy.person.received.get()
        delegating.end_delegation(lent, by=Account.objects.get(person=lent.giver), why=WHY)
        assert persons.setting_link(deputy, by=province.local, why=WHY)
