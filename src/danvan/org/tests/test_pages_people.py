"""The pages about people: who comes in, what they show, and the acts they make."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danvan.org.models import AccessChange, Account, Delegation, Person, RoleGrant
from danvan.org.roles import ROLES, unit_ids
from danvan.org.tests.factories import make_account, make_head, make_person
from danvan.org.tests.people_world import DAY, WHY, give, lend

PEOPLE = reverse("org:people")


def desk(account):
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def text(answer):
    return answer.content.decode()


@pytest.fixture
def admin(province):
    return desk(province.local)


@pytest.fixture
def officer(province):
    account = province.official("tong_hop", province.commune)
    Person.objects.filter(pk=account.person_id).update(full_name="Đặng Thị Ước", folded="dang thi uoc")
    return account


def act(name, account, *further):
    return reverse(f"org:{name}", args=[account.person_id, *further])


# Who comes in


ADMINISTRATORS = {"quan_tri", "he_thong"}


@pytest.mark.parametrize("role", [*sorted(ROLES), ""])
def test_only_administrators_see_people(province, officer, role):
    visitor = desk(make_account(role, province.commune))
    expected = 200 if role in ADMINISTRATORS else 403
    assert visitor.get(PEOPLE).status_code == expected
    for name in ("person", "link", "lock", "unlock", "move", "give", "hold"):
        assert visitor.get(act(name, officer)).status_code == expected, name
    assert visitor.get(reverse("org:add")).status_code == expected
    for name in ("roles", "delegations", "tokens"):
        assert visitor.get(reverse(f"org:{name}")).status_code == 200


def test_nobody_comes_in_without_log_in(province, officer):
    for address in (PEOPLE, act("person", officer), reverse("org:roles"), reverse("org:tokens")):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "/tai-khoan/" in answer["Location"]


def test_a_person_of_another_unit_is_not_there(province, admin):
    stranger = province.official("xu_ly", province.other)
    grant = stranger.person.grants.get()
    held = make_head(province.other, stranger.person)
    for name in ("person", "link", "lock", "unlock", "move", "give", "hold"):
        assert admin.get(act(name, stranger)).status_code == 404, name
        assert admin.post(act(name, stranger), {"why": WHY}).status_code in (404, 405), name
    assert admin.post(act("end", stranger, grant.pk), {"why": WHY, "on": "14/3/2023"}).status_code == 404
    assert admin.post(act("leave", stranger, held.pk), {"why": WHY, "on": "14/3/2023"}).status_code == 404
    assert admin.get(reverse("org:person", args=[10**9])).status_code == 404
    assert act("person", stranger) not in text(admin.get(PEOPLE))


def test_the_role_of_another_person_is_not_reached_through_ones_own(province, admin, officer):
    other = province.official("xu_ly", province.commune).person.grants.get()
    assert admin.get(act("end", officer, other.pk)).status_code == 404


def test_no_page_is_kept_on_the_way(admin, officer):
    for address in (PEOPLE, act("person", officer), act("link", officer)):
        assert "no-store" in admin.get(address)["Cache-Control"]


# The list and the person's page


def test_the_list_shows_people_with_their_roles(admin, officer):
    shown = text(admin.get(PEOPLE))
    assert "Đặng Thị Ước" in shown
    assert officer.username in shown
    assert "Cán bộ tổng hợp" in shown


@pytest.mark.parametrize("said", ["uoc", "Đặng ước", "DANG THI", "thị đặng", "ước  đặng"])
def test_people_are_sought_without_marks(admin, officer, said):
    shown = text(admin.get(PEOPLE, {"tu": said}))
    assert "Đặng Thị Ước" in shown
    assert "Không có ai khớp" in text(admin.get(PEOPLE, {"tu": "không có tên này"}))


def test_people_are_sought_by_user_name_and_unit(province, officer):
    browser = desk(province.admin)
    assert "Đặng Thị Ước" in text(browser.get(PEOPLE, {"tu": officer.username}))
    assert "Đặng Thị Ước" in text(browser.get(PEOPLE, {"don_vi": province.commune.pk}))
    assert "Đặng Thị Ước" not in text(browser.get(PEOPLE, {"don_vi": province.other.pk}))


@pytest.mark.parametrize("nasty", ["\x00", "x" * 500, "%", "9" * 40, "-1", "٣", "<script>"])
def test_odd_questions_are_answered(admin, officer, nasty):
    for name in ("tu", "don_vi", "sau"):
        assert admin.get(PEOPLE, {name: nasty}).status_code in (200, 400)


def test_a_long_list_goes_on_after_the_last_name(province, admin, django_assert_max_num_queries):
    for turn in range(120):
        make_person(f"Nguyễn Văn Số {turn}")
    Person.objects.filter(full_name__startswith="Nguyễn Văn Số").update(unit=province.commune)
    seen, address = [], PEOPLE
    while address:
        with django_assert_max_num_queries(14):
            shown = text(admin.get(address))
        seen += re.findall(r"Số (\d+)</a>", shown)
        found = re.search(r'class="pager__next" href="(\?[^"]+)"', shown)
        address = PEOPLE + found[1].replace("&amp;", "&") if found else ""
    assert [int(turn) for turn in seen] == list(range(120))


def test_the_page_of_a_person_tells_all(province, admin, officer):
    make_head(province.commune, officer.person)
    give(officer, "xu_ly", province.commune)
    AccessChange.objects.create(
        what="khoa_tai_khoan", by=province.local, person=officer.person, why="Quyết định 7"
    )
    shown = text(admin.get(act("person", officer)))
    for words in (
        "Đặng Thị Ước",
        "Cán bộ xử lý đơn",
        "Chủ tịch",
        "đang hoạt động",
        "Khóa tài khoản",
        "Quyết định 7",
    ):
        assert words in shown, words


def test_my_own_page_offers_no_change_of_my_rights(province, admin):
    shown = text(admin.get(act("person", province.local)))
    assert "không ai tự thay đổi quyền" in shown
    for name in ("give", "lock", "link", "move"):
        assert act(name, province.local) not in shown
    sent = {"role": "lanh_dao", "unit": province.commune.pk, "since": "14/3/2023", "why": WHY}
    answer = admin.post(act("give", province.local), sent)
    assert answer.status_code == 400
    assert "không tự thay đổi quyền" in text(answer)


# The acts


def test_a_person_is_added_and_the_link_shown_once(province, admin):
    sent = {"unit": province.commune.pk, "full_name": "Lê Thị Mới", "username": "moi.lt", "why": WHY}
    answer = admin.post(reverse("org:add"), sent)
    assert answer.status_code == 200
    link = re.search(r"<code>(http://testserver/[^<]+)</code>", text(answer))[1]
    account = Account.objects.get(username="moi.lt")
    assert Client().get(link, follow=True).status_code == 200
    assert link not in text(admin.get(act("person", account)))
    assert [line.what for line in AccessChange.objects.order_by("id")] == ["them_nguoi", "cap_lien_ket"]


def test_a_wrong_form_says_why_and_writes_nothing(province, admin):
    before = Person.objects.count()
    for sent, words in (
        ({}, "Chưa ghi được"),
        ({"unit": province.other.pk, "full_name": "A", "username": "abc", "why": WHY}, "Chưa ghi được"),
        ({"unit": province.commune.pk, "full_name": "A", "username": "Ế", "why": WHY}, "Tên đăng nhập dài"),
    ):
        answer = admin.post(reverse("org:add"), sent)
        assert answer.status_code == 400
        assert words in text(answer)
    assert Person.objects.count() == before


def test_a_role_is_given_and_ended(province, admin, officer):
    sent = {
        "role": "xu_ly",
        "unit": province.commune.pk,
        "since": "14/3/2023",
        "until": "31/3/2023",
        "why": WHY,
    }
    answer = admin.post(act("give", officer), sent)
    assert answer.status_code == 302
    assert answer["Location"] == act("person", officer)
    grant = RoleGrant.objects.get(person=officer.person, role="xu_ly")
    assert unit_ids(officer, "records.read", DAY) == {province.commune.pk}
    assert admin.get(act("end", officer, grant.pk)).status_code == 200
    answer = admin.post(act("end", officer, grant.pk), {"on": "14/3/2023", "why": WHY})
    assert answer.status_code == 302
    assert unit_ids(officer, "records.read", DAY) == set()


def test_the_role_above_ones_own_is_not_even_offered(province, admin, officer):
    assert "Quản trị hệ thống" not in text(admin.get(act("give", officer)))
    assert "Quản trị hệ thống" in text(desk(province.system).get(act("give", officer)))
    sent = {"role": "he_thong", "unit": province.commune.pk, "since": "14/3/2023", "why": WHY}
    assert admin.post(act("give", officer), sent).status_code == 400
    assert RoleGrant.objects.filter(person=officer.person).count() == 1


def test_an_account_is_locked_and_opened(province, admin, officer):
    assert admin.post(act("lock", officer), {"why": "Nghỉ việc"}).status_code == 302
    assert not Account.objects.get(pk=officer.pk).is_active
    assert "đã khóa" in text(admin.get(act("person", officer)))
    answer = admin.post(act("link", officer), {"why": WHY})
    assert answer.status_code == 400
    assert "đang khóa" in text(answer)
    assert admin.post(act("unlock", officer), {"why": WHY}).status_code == 302
    assert Account.objects.get(pk=officer.pk).is_active


def test_an_act_needs_its_reason(admin, officer):
    for name in ("lock", "link"):
        assert admin.post(act(name, officer), {"why": " "}).status_code == 400
    assert AccessChange.objects.count() == 0


def test_a_post_is_noted_and_left(province, admin, officer):
    sent = {
        "rank": "dung_dau",
        "title": "Chủ tịch UBND xã",
        "unit": province.commune.pk,
        "since": "2/1/2023",
        "why": WHY,
    }
    assert admin.post(act("hold", officer), sent).status_code == 302
    held = officer.person.holdings.get()
    assert admin.get(act("leave", officer, held.pk)).status_code == 200
    assert admin.post(act("leave", officer, held.pk), {"on": "1/3/2023", "why": WHY}).status_code == 302
    held.refresh_from_db()
    assert held.valid.upper == date(2023, 3, 1)


def test_a_person_is_moved(province, officer):
    browser = desk(province.admin)
    assert browser.post(act("move", officer), {"unit": province.other.pk, "why": WHY}).status_code == 302
    officer.person.refresh_from_db()
    assert officer.person.unit == province.other


def test_the_roles_are_told_in_words(province, admin):
    shown = text(admin.get(reverse("org:roles")))
    for role in ROLES.values():
        assert role.label in shown
        assert role.sentence in shown


# Delegations


@pytest.fixture
def head(province):
    return province.official("lanh_dao", province.commune)


def test_a_delegation_is_made_shown_to_both_and_withdrawn(province, head, officer):
    giver, receiver = desk(head), desk(officer)
    answer = giver.get(reverse("org:delegate"))
    assert answer["Location"] == reverse("org:delegate_role", args=["lanh_dao"])
    assert "Đặng Thị Ước" in text(giver.get(answer["Location"]))
    sent = {
        "receiver": officer.person_id,
        "permissions": ["records.read", "records.decide"],
        "unit": province.commune.pk,
        "since": "14/3/2023",
        "until": "20/3/2023",
        "paper_no": "9/GUQ-UBND",
        "paper_on": "13/3/2023",
        "why": "Đi công tác",
    }
    assert giver.post(answer["Location"], sent).status_code == 302
    lent = Delegation.objects.get()
    for browser in (giver, receiver):
        assert "9/GUQ-UBND" in text(browser.get(reverse("org:delegations")))
    assert "do được ủy quyền" in text(receiver.get(reverse("org:delegations")))
    ending = reverse("org:end_delegation", args=[lent.pk])
    assert ending not in text(receiver.get(reverse("org:delegations")))
    assert receiver.post(ending, {"why": WHY}).status_code == 404
    assert desk(province.local).get(ending).status_code == 200
    assert giver.post(ending, {"why": "Đã về"}).status_code == 302
    assert unit_ids(officer, "records.read", DAY) == set()
    assert "đã thôi từ 14/3/2023" in text(receiver.get(reverse("org:delegations")))


def test_a_delegation_of_strangers_is_nobodys_business(province, head, officer):
    lent = lend(head, officer, province.commune)
    stranger = desk(province.official("lanh_dao", province.other))
    assert stranger.get(reverse("org:end_delegation", args=[lent.pk])).status_code == 404
    assert "15/GUQ" not in text(stranger.get(reverse("org:delegations")))


def test_what_was_lent_cannot_be_lent_further_from_the_page(province, head, officer):
    lend(head, officer, province.commune)
    assert desk(officer).get(reverse("org:delegate_role", args=["lanh_dao"])).status_code == 404
    assert desk(officer).get(reverse("org:delegate_role", args=["vua"])).status_code == 404


def test_who_has_two_roles_chooses_one_and_who_has_none_is_told(province, head):
    give(head, "xu_ly", province.commune)
    shown = text(desk(head).get(reverse("org:delegate")))
    assert reverse("org:delegate_role", args=["xu_ly"]) in shown
    assert "chưa giữ vai trò nào" in text(desk(make_account()).get(reverse("org:delegate")))


# Tokens


def test_a_token_is_made_shown_once_and_revoked(province):
    owner = province.official("xu_ly", province.commune)
    browser = desk(owner)
    sent = {
        "name": "Trục liên thông",
        "scopes": ["records.read"],
        "unit": province.commune.pk,
        "expires_on": "31/12/2023",
        "why": WHY,
    }
    answer = browser.post(reverse("org:make_token"), sent)
    secret = re.search(r"<code>(danvan_[0-9a-f]{40})</code>", text(answer))[1]
    listed = text(browser.get(reverse("org:tokens")))
    assert "Trục liên thông" in listed
    assert secret not in listed
    assert "Trục liên thông" in text(desk(province.local).get(reverse("org:tokens")))
    stranger = desk(province.official("xu_ly", province.other))
    token = owner.tokens.get()
    ending = reverse("org:revoke_token", args=[token.pk])
    assert "Trục liên thông" not in text(stranger.get(reverse("org:tokens")))
    assert stranger.post(ending, {"why": WHY}).status_code == 404
    assert browser.post(ending, {"why": WHY}).status_code == 302
    assert "đã thu hồi" in text(browser.get(reverse("org:tokens")))
    assert browser.get(ending).status_code == 404


def test_a_token_that_does_not_fit_says_why(province):
    browser = desk(province.official("tong_hop", province.commune))
    sent = {
        "name": "X",
        "scopes": ["records.read"],
        "unit": province.commune.pk,
        "expires_on": "1/6/2023",
        "why": WHY,
    }
    answer = browser.post(reverse("org:make_token"), sent)
    assert answer.status_code == 400
    assert "không có quyền xem hồ sơ" in text(answer)
