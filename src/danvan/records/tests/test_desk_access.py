"""Who gets which page: no account, no role, counts only, another unit, reader, handler."""

import pytest
from django.test import Client
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.desk.access import NotAllowed, Reach
from danvan.records.desk.worklist import worklist
from danvan.records.models import Record
from danvan.records.tests.desk_world import classified, desk_of, opening, role_at, session_of
from danvan.records.tests.factories import compiler, handler, head, letter_of

pytestmark = pytest.mark.django_db
PAGES = {
    "worklist": lambda letter: reverse("records:worklist"),
    "list": lambda letter: reverse("records:list", args=["don"]),
    "export": lambda letter: reverse("records:export", args=["don"]),
    "open": lambda letter: reverse("records:open", args=["don"]),
    "page": lambda letter: letter.get_absolute_url(),
    "move": lambda letter: reverse("records:move", args=[letter.public_id, "phan_loai"]),
}


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    """A new letter: sealed, since its class is not known."""
    from danvan.records.tests.desk_world import DAY

    return letter_of(officer, DAY)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_nobody_comes_in_without_log_in(letter, page):
    answer = Client().get(PAGES[page](letter))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


MATRIX = {
    # role: worklist, list, export, open, page, move
    "xu_ly": (200, 200, 200, 200, 200, 200),
    "tiep_dan": (200, 200, 200, 200, 200, 200),
    "lanh_dao": (200, 200, 200, 403, 200, 403),
    "tong_hop": (200, 403, 403, 403, 404, 404),
    "quan_tri": (200, 403, 403, 403, 404, 404),
    "": (200, 403, 403, 403, 404, 404),
}


@pytest.mark.parametrize("role", sorted(MATRIX))
def test_each_role_gets_its_pages_and_no_other(officer, letter, role):
    client = desk_of(role_at(role, officer))
    order = ("worklist", "list", "export", "open", "page", "move")
    assert tuple(client.get(PAGES[page](letter)).status_code for page in order) == MATRIX[role]


def test_an_officer_of_another_unit_sees_nothing_of_it(letter):
    stranger = desk_of(handler(make_unit()))
    assert stranger.get(letter.get_absolute_url()).status_code == 404
    assert stranger.get(PAGES["move"](letter)).status_code == 404
    for page in ("worklist", "list", "export"):
        answer = stranger.get(PAGES[page](letter))
        text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
        assert letter.public_id not in text
        assert "chưa phân loại" not in text.lower()


def test_an_unknown_record_and_an_invisible_one_answer_alike(letter):
    stranger = desk_of(handler(make_unit()))
    there = stranger.get(letter.get_absolute_url())
    nowhere = stranger.get(reverse("records:page", args=["0" * 16]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


@pytest.mark.parametrize("key", ["khong_co", "don/x", "DON"])
def test_an_unknown_type_is_not_found(officer, key):
    assert desk_of(officer).get(f"/ban-lam-viec/{key}/").status_code == 404


def test_an_account_without_a_role_is_told_what_to_do():
    answer = desk_of(make_account()).get(reverse("records:worklist"))
    assert "chưa được giao vai trò" in answer.content.decode()
    assert reverse("records:list", args=["don"]) not in answer.content.decode()


def test_an_account_without_a_person_is_told_the_same():
    from danvan.org.models import Account

    account = Account.objects.create_user("khong-nguoi", "mat-khau-thu-nghiem")
    assert "chưa được giao vai trò" in desk_of(account).get(reverse("records:worklist")).content.decode()


def test_a_compiler_is_sent_to_the_reports():
    answer = desk_of(compiler()).get(reverse("records:worklist")).content.decode()
    assert "xem số liệu, không mở hồ sơ" in answer
    assert '<a class="govuk-button" href="/bao-cao/">' in answer


def test_every_answer_forbids_keeping_it(officer, letter):
    client = desk_of(officer)
    for address in PAGES.values():
        kept = client.get(address(letter))["Cache-Control"]
        assert "no-store" in kept
        assert "private" in kept
    refused = client.get(reverse("records:worklist") + "?sau=x")
    assert refused.status_code == 400
    assert "no-store" in refused["Cache-Control"]
    assert "no-store" in desk_of(compiler()).get(reverse("records:list", args=["don"]))["Cache-Control"]


def test_a_refusal_speaks_on_its_page(officer):
    answer = desk_of(compiler()).get(reverse("records:open", args=["don"]))
    assert answer.status_code == 403
    assert "không có quyền tiếp nhận" in answer.content.decode()


def test_the_rail_offers_only_what_the_account_may(officer):
    mine = desk_of(officer).get(reverse("records:worklist")).content.decode()
    heads = desk_of(role_at("lanh_dao", officer)).get(reverse("records:worklist")).content.decode()
    begin = reverse("records:open", args=["don"])
    assert f'href="{begin}"' in mine
    assert f'href="{begin}"' not in heads
    assert (
        f'href="{reverse("records:open", args=["vu_viec"])}"' not in mine
    )  # matters arise, nobody opens one
    for key in ("don", "vu_viec", "luot_tiep", "ky_tiep"):
        assert f'href="{reverse("records:list", args=[key])}"' in heads


def test_the_bar_names_account_and_unit(officer):
    from danvan.org.models import UnitName

    text = desk_of(officer).get(reverse("records:worklist")).content.decode()
    assert str(officer) in text
    assert UnitName.objects.get(unit=officer.at).name in text
    assert reverse("account_logout") in text


def test_the_demonstration_says_its_day(officer, settings):
    assert "Đang xem tại ngày 14/3/2023" in desk_of(officer).get(reverse("records:worklist")).content.decode()
    settings.DEMONSTRATION_DAY = None
    assert "Đang xem tại ngày" not in desk_of(officer).get(reverse("records:worklist")).content.decode()


def test_changing_pages_refuse_a_mere_visit(officer, letter):
    client = desk_of(officer)
    assert client.get(reverse("records:publish", args=[letter.public_id])).status_code == 405
    assert client.get(reverse("records:drop_draft", args=["don"])).status_code == 405
    assert client.post(reverse("records:list", args=["don"])).status_code == 405


def test_a_form_without_its_token_is_refused(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("records:open", args=["don"]), opening(officer))
    assert answer.status_code == 403
    assert Record.objects.count() == 0


def test_a_grant_over_the_units_below_reaches_them():
    parent = make_unit(kind="huyen")
    below = handler(make_unit(parent=parent))
    session_of(below)
    chief = make_account("lanh_dao", parent, covers_below=True)
    narrow = make_account("lanh_dao", parent)
    assert Reach(chief).readable == {parent.pk, below.at.pk}
    assert Reach(narrow).readable == {parent.pk}


def test_a_role_that_ended_gives_nothing(officer):
    from danvan.org.models import RoleGrant

    RoleGrant.objects.filter(person=officer.person).update(valid=("2020-01-01", "2023-03-14"))
    assert not Reach(officer).readable


def test_reach_asks_for_the_grants_once_and_once_for_ended_units(officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        reach = Reach(officer)
        _ = (reach.readable, reach.units("records.open"), reach.units("records.handle"), reach.only_counts)


def test_sealed_rows_need_the_right_to_see_them(officer, letter, monkeypatch):
    """A role that reads without `records.sealed` sees the complaint and not the letter still unclassified."""
    from danvan.org import roles

    reader = roles.Role("doc", "Người đọc", "Chỉ đọc.", frozenset({"records.read", "duties.read"}))
    monkeypatch.setitem(roles.ROLES, "doc", reader)
    open_one = classified(officer, "khieu_nai")
    denounced = classified(officer, "to_cao")
    account = role_at("doc", officer)
    client = desk_of(account)
    listed = client.get(reverse("records:list", args=["don"])).content.decode()
    filed = b"".join(client.get(reverse("records:export", args=["don"])).streaming_content).decode()
    assert open_one.public_id in listed
    for hidden in (letter, denounced):
        assert hidden.public_id not in listed
        assert client.get(hidden.get_absolute_url()).status_code == 404
        number = client.get(reverse("records:list", args=["don"]), {"words": hidden.number}).content.decode()
        code = client.get(reverse("records:list", args=["don"]), {"words": hidden.public_id}).content.decode()
        assert hidden.get_absolute_url() not in number + code
    assert filed.count("\n") == 2  # the head and the one complaint
    assert {task.number for task in worklist(Reach(account)).rows} == {open_one.number}


def test_a_head_reads_and_does_not_open(officer):
    chief = head(officer.at)
    answer = desk_of(chief).post(reverse("records:open", args=["don"]), opening(officer))
    assert answer.status_code == 403
    assert Record.objects.count() == 0


def test_reading_needs_some_unit():
    from django.test import RequestFactory

    from danvan.records.desk.access import reading

    request = RequestFactory().get("/")
    request.user = compiler()
    with pytest.raises(NotAllowed, match="chưa được giao quyền xem hồ sơ"):
        reading(request)


# The forms of opening and of classifying say in which mode the unit keeps tố cáo: one query more. The page of a record
# asks what keeps it, who asked about its personal data, whether it has a sealed case, and of a sealed one whether its
# sender alone has the code. The work list asks for the account's seal key, for a head for received cases without a holder.
BOUNDS = {"worklist": 10, "list": 14, "export": 12, "open": 9, "page": 23, "move": 10}


@pytest.mark.parametrize("page", sorted(BOUNDS))
def test_a_page_keeps_to_its_number_of_queries(officer, letter, page, django_assert_max_num_queries):
    """Session, account, roles, the page's own questions, the account's name and unit in the bar."""
    classified(officer)
    client, address = desk_of(officer), PAGES[page](letter)
    with django_assert_max_num_queries(BOUNDS[page]):
        answer = client.get(address)
        list(answer.streaming_content if answer.streaming else ())


def test_a_role_over_many_units_costs_one_query_more(django_assert_max_num_queries):
    parent = make_unit(kind="huyen")
    for _ in range(3):
        session_of(handler(make_unit(parent=parent)))
    client = desk_of(make_account("lanh_dao", parent, covers_below=True))
    for page, bound in (("worklist", 11), ("list", 14)):
        with django_assert_max_num_queries(bound):
            client.get(PAGES[page](None))


@pytest.mark.parametrize("role", ["xu_ly", "lanh_dao", "tong_hop", "quan_tri", ""])
def test_what_the_desk_sees_is_what_the_one_question_gives(officer, letter, role):
    """`Reach.visible` spares the roles' queries and must never differ from `visible_to`."""
    classified(officer)
    other = handler(make_unit())
    session = session_of(other)
    letter_of(other, session.received_on)
    Record.objects.filter(pk=session.pk).update(published_on=session.received_on)
    account = role_at(role, officer)
    asked = set(Record.objects.visible_to(account).values_list("pk", flat=True))
    assert set(Reach(account).visible(Record.objects.all()).values_list("pk", flat=True)) == asked
    seen = set(Reach(account).seen(Record.objects.all()).values_list("pk", flat=True))
    assert seen == asked - {session.pk}
