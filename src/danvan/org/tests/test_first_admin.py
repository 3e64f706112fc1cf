"""A new installation opens its first administrator from the machine itself, once."""

import pytest
from django.test import Client

from danvan.config import cli
from danvan.org.models import AccessChange, Account
from danvan.org.people.managing import is_system
from danvan.org.roles import PERMISSIONS, unit_ids
from danvan.org.tests.factories import make_unit
from danvan.org.tests.people_world import DAY

pytestmark = pytest.mark.django_db
ASKED = ["first-admin", "--name", "Nguyễn Quản Trị", "--username", "quantri.nv", "--unit", "99"]


@pytest.fixture(autouse=True)
def no_other_database(monkeypatch):
    """The command would start the server of this installation; the tests have their own."""
    monkeypatch.setattr(cli, "prepare_django", lambda database: None)


@pytest.fixture
def top():
    return make_unit("Tỉnh Minh Họa", "tinh", code="99")


def test_the_first_administrator_gets_a_link_and_the_role(top, capsys):
    below = make_unit(parent=top)
    assert cli.main(ASKED) == 0
    told = capsys.readouterr().out
    account = Account.objects.get(username="quantri.nv")
    assert is_system(account, DAY)
    assert unit_ids(account, "people.manage", DAY) == {top.pk, below.pk}
    path = told.strip().splitlines()[-1].strip()
    assert path.startswith("/tai-khoan/")
    assert Client().get(path, follow=True).status_code == 200
    lines = AccessChange.objects.order_by("id")
    assert [(line.what, line.by) for line in lines] == [
        ("them_nguoi", None),
        ("giao_vai_tro", None),
        ("cap_lien_ket", None),
    ]


def test_there_is_no_second_first(top, capsys):
    assert cli.main(ASKED) == 0
    assert cli.main([*ASKED[:4], "khac.nv", *ASKED[5:]]) == 2
    assert "Đã có người quản trị hệ thống" in capsys.readouterr().err
    assert Account.objects.count() == 1


def test_a_locked_one_does_not_lock_the_installation(top):
    assert cli.main(ASKED) == 0
    Account.objects.update(is_active=False)
    assert cli.main([*ASKED[:4], "khac.nv", *ASKED[5:]]) == 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([*ASKED[:6], "00"], "Không có đơn vị mang mã"),
        ([*ASKED[:4], "có dấu", *ASKED[5:]], "Tên đăng nhập dài"),
    ],
)
def test_a_wrong_word_is_refused_and_nothing_written(top, capsys, asked, words):
    assert cli.main(asked) == 2
    assert words in capsys.readouterr().err
    assert Account.objects.count() == AccessChange.objects.count() == 0


def test_who_runs_the_system_sees_no_case(top):
    assert cli.main(ASKED) == 0
    account = Account.objects.get()
    about_cases = {key for key in PERMISSIONS if key.startswith("records.")} | {
        "reports.type",
        "reports.sign",
    }
    assert {key for key in about_cases if unit_ids(account, key, DAY)} == set()
