"""The page of changes: auditors see who changed what and when, and nothing of what it holds."""

import pytest

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.desk.access import Reach
from danvan.records.models import HistoryRow
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.tests.desk_world import DAY, NAMED, classified, desk_of
from danvan.records.tests.factories import compiler, handler, head

pytestmark = pytest.mark.django_db
PLACE = "/ban-lam-viec/lich-su/"


@pytest.fixture
def officer():
    return handler()


def page(account, asked=""):
    return desk_of(account).get(PLACE + asked)


def auditor(officer, role="kiem_toan"):
    return make_account(role, officer.at)


@pytest.mark.parametrize("role", ["kiem_toan", "thanh_tra"])
def test_it_tells_who_changed_which_record_and_why(officer, role):
    record = classified(officer)
    writing.move(record, "thu_ly", by=officer, on=DAY, reason="Đủ điều kiện thụ lý")
    text = page(auditor(officer, role)).content.decode()
    assert f"Đơn {record.number}" in text
    assert str(officer) in text
    assert "Đủ điều kiện thụ lý" in text
    assert "Sửa: " in text


def test_nothing_of_what_a_record_holds_is_there(officer):
    record = classified(officer)
    sealed = classified(officer, "to_cao")
    writing.move(sealed, "thu_ly", by=officer, on=DAY, reason="Lý do của hồ sơ niêm phong")
    text = page(auditor(officer)).content.decode()
    assert f"Đơn {sealed.number}" in text
    for held in (record.title, "tố cáo", "Lý do của hồ sơ niêm phong", *NAMED.values()):
        assert held not in text


@pytest.mark.parametrize("make", [handler, head, compiler])
def test_others_have_no_such_page(make):
    answer = page(make())
    assert answer.status_code == 403
    assert "lịch sử thay đổi" in answer.content.decode()


def test_of_another_unit_nothing_is_told(officer):
    record = classified(officer)
    text = page(make_account("kiem_toan", make_unit())).content.decode()
    assert record.number not in text
    assert "Chưa có thay đổi nào" in text


def test_pages_follow_each_other_without_a_gap(officer):
    for _turn in range(9):
        classified(officer)
    first = page(auditor(officer))
    second = page(auditor(officer), first.context["next"])
    rows = HistoryRow.objects.filter(chain__startswith="record:").count()
    assert len(first.context["changes"]) == 50
    assert 0 < len(second.context["changes"]) == min(rows - 50, 50)


@pytest.mark.parametrize("key", ["x", "-1", "²", "9" * 40])
def test_a_wrong_key_gets_a_sentence(officer, key):
    answer = page(auditor(officer), f"?sau={key}")
    assert answer.status_code == 400
    assert "mở lại danh sách" in answer.content.decode()


def test_questions_do_not_grow_with_the_changes(officer, django_assert_max_num_queries):
    for _turn in range(6):
        classified(officer)
    client = desk_of(auditor(officer))
    with django_assert_max_num_queries(15):
        client.get(PLACE)


@pytest.mark.parametrize("role", ["kiem_toan", "thanh_tra"])
def test_tables_of_the_seal_tell_no_class_to_who_may_not_know(as_app, role):
    world = make_world()
    record = world.case()
    reader = make_account(role, world.unit)
    reach = Reach(reader)
    text = page(reader).content.decode()
    told = [change.what for change in page(reader).context["changes"] if record.number in change.number]
    assert told
    if world.unit.pk in reach.units("records.sealed"):
        assert "niêm phong" in text
    else:
        assert not [what for what in told if "niêm phong" in what or "khóa" in what]
        assert "Ghi mới: hồ sơ" in told
