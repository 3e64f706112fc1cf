"""One question decides what is seen: every role, sealed and published records, and units below."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.models import Record
from danvan.records.tests.factories import handler, head, letter_of
from danvan.records.visibility import may, require
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)


@pytest.fixture
def province():
    return make_unit("Tỉnh Minh Họa", Kind.PROVINCE)


@pytest.fixture
def commune(province):
    return make_unit("Xã Minh Họa", Kind.COMMUNE, province)


@pytest.fixture
def complaint(commune):
    officer = handler(commune)
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="khac"
    )


@pytest.fixture
def sealed(commune):
    return letter_of(handler(commune), DAY)


def seen(account):
    return set(Record.objects.visible_to(account).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("role", "sees_complaint", "sees_sealed"),
    [
        ("tiep_dan", True, True),
        ("xu_ly", True, True),
        ("lanh_dao", True, True),
        ("tong_hop", False, False),
        ("quan_tri", False, False),
        ("", False, False),
    ],
)
def test_each_role_sees_what_it_should(commune, complaint, sealed, role, sees_complaint, sees_sealed):
    found = seen(make_account(role, commune))
    assert (complaint.pk in found, sealed.pk in found) == (sees_complaint, sees_sealed)


def test_a_reader_without_the_right_to_the_seal_sees_only_what_is_open(
    commune, complaint, sealed, monkeypatch
):
    from danvan.org import roles

    reader = roles.Role("doc", "Người đọc", "Chỉ đọc.", frozenset({"records.read"}))
    monkeypatch.setitem(roles.ROLES, "doc", reader)
    assert seen(make_account("doc", commune)) == {complaint.pk}


def test_another_unit_sees_nothing(complaint, sealed):
    assert seen(handler(make_unit())) == set()


def test_the_unit_above_sees_below_only_where_the_grant_covers_it(province, complaint):
    assert seen(make_account("xu_ly", province)) == set()
    assert seen(make_account("xu_ly", province, covers_below=True)) == {complaint.pk}


def test_the_public_sees_what_is_published_and_nothing_else(commune, complaint, sealed):
    assert seen(AnonymousUser()) == set()
    writing.publish(complaint, by=head(commune), on=DAY)
    assert seen(AnonymousUser()) == {complaint.pk}


def test_a_grant_that_has_ended_gives_nothing(commune, complaint):
    account = make_account("xu_ly", commune)
    account.person.grants.update(valid="[2000-01-01,2023-01-01)")
    assert seen(account) == set()


def test_the_same_question_stands_behind_the_types_own_tables(commune, complaint, sealed):
    model = type(complaint)
    assert set(model.objects.visible_to(make_account("tong_hop", commune))) == set()
    assert {letter.pk for letter in model.objects.visible_to(handler(commune))} == {complaint.pk, sealed.pk}


def test_one_query_for_the_list_and_two_for_the_rights(commune, complaint, django_assert_max_num_queries):
    account = make_account("xu_ly", commune, covers_below=True)
    with django_assert_max_num_queries(5):
        seen(account)


def test_a_right_is_asked_per_unit(commune):
    officer = handler(commune)
    assert may(officer, "records.open", commune)
    assert not may(officer, "records.open", make_unit())
    assert not may(AnonymousUser(), "records.open", commune)
    with pytest.raises(Refusal, match="không có quyền ký báo cáo"):
        require(officer, "reports.sign", commune)


def test_a_right_that_does_not_exist_is_a_programmers_error(commune):
    with pytest.raises(ValueError, match="unknown permission"):
        may(handler(commune), "records.everything", commune)
