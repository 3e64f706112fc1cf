"""The worklist: what is owed, oldest due first, in two queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from danvan.domains.petitions.models import Matter
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import standing, writing
from danvan.records.desk.access import Reach
from danvan.records.desk.duty_page import meeting_type
from danvan.records.desk.worklist import worklist
from danvan.records.models import Duty
from danvan.records.tests.desk_world import DAY, classified, desk_of, role_at, session_of
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return handler()


def yearly(account):
    """Duties of the year or half year that were made for later and have begun."""
    rows = Duty.objects.filter(
        unit=account.at, record=None, begins_on=date(2023, 1, 1), due_on__gt=date(2023, 3, 1)
    )
    return list(rows)


def tasks(account, **place):
    return worklist(Reach(account), **place).rows


def test_the_oldest_due_stands_first(officer):
    for back in (1, 9, 4):
        letter_of(officer, DAY - timedelta(days=back))
    due = [task.due_on for task in tasks(officer)]
    assert due == sorted(due)
    assert len(due) == 3


def test_a_task_tells_number_title_unit_next_move_and_due(officer):
    letter = letter_of(officer, DAY)
    (task,) = tasks(officer)
    duty = Duty.objects.get(record=letter.record_ptr)
    assert (task.number, task.title) == ("1/2023", "Đơn chưa phân loại")
    assert task.unit == officer.at.name_on(DAY)
    assert task.next_move == "Phân loại"
    assert task.address == letter.get_absolute_url()
    assert (task.due_on, task.mark) == (duty.due_on, duty.standing(date(2023, 3, 14)))


def test_the_next_move_is_one_that_the_account_may_take(officer):
    """After classification the most likely move is acceptance; a clerk who may not handle is told it all the same."""
    classified(officer)
    assert {task.next_move for task in tasks(officer)} == {"Thụ lý"}
    assert {task.next_move for task in tasks(role_at("tiep_dan", officer))} == {"Thụ lý"}


def test_what_is_done_is_gone(officer):
    letter = classified(officer)
    assert tasks(officer)
    writing.move(letter, "huong_dan", by=officer, on=DAY)
    assert tasks(officer) == []


def test_what_is_excused_is_gone(officer):
    letter_of(officer, DAY)
    Duty.objects.update(excused_on=DAY, excuse="lý do minh họa")
    assert tasks(officer) == []


def test_accepting_a_letter_puts_its_matter_on_the_list(officer):
    letter = classified(officer, on=DAY)
    writing.move(letter, "thu_ly", by=officer, on=DAY)
    (task,) = tasks(officer)
    assert task.address == Matter.objects.get().get_absolute_url()
    assert task.next_move == "Ban hành kết quả giải quyết"


def test_other_units_are_not_shown(officer):
    letter_of(officer, DAY)
    assert tasks(handler(make_unit())) == []


def test_a_role_over_the_units_below_shows_their_tasks():
    parent = make_unit(kind="huyen")
    below = handler(make_unit(parent=parent))
    letter_of(below, DAY)
    assert len(tasks(make_account("lanh_dao", parent, covers_below=True))) == 1
    assert tasks(make_account("lanh_dao", parent)) == []


@pytest.mark.parametrize(
    ("judged", "mark", "words"),
    [(True, "qua_han", "quá hạn đã qua"), (False, "khong_xac_dinh", "chưa xác định đã qua")],
)
def test_a_passed_day_is_called_late_only_by_its_mark(officer, judged, mark, words):
    letter = letter_of(officer, date(2023, 1, 3))
    Duty.objects.filter(record=letter).update(can_be_judged=judged)
    (task,) = tasks(officer)
    page = strip_tags(desk_of(officer).get(reverse("records:worklist")).content.decode())
    row = " ".join(page.split()).partition("Chọn")[2]
    assert task.mark == mark
    assert words in row
    assert row.count("quá hạn") == judged


def test_pages_follow_each_other_without_loss(officer):
    for back in range(7):
        letter_of(officer, DAY - timedelta(days=back // 2))
    seen, cut = [], worklist(Reach(officer), size=3)
    while True:
        seen += [task.address for task in cut.rows]
        if not cut.after:
            break
        cut = worklist(Reach(officer), size=3, after=cut.after)
    assert len(seen) == len(set(seen)) == 7


def test_the_screen_leads_to_the_next_page_and_back(officer, monkeypatch):
    from danvan.records.desk import views

    monkeypatch.setattr(
        views, "tasks_of", lambda reach, wanted, **place: worklist(reach, wanted, size=2, **place)
    )
    for back in range(3):
        letter_of(officer, DAY - timedelta(days=back))
    client = desk_of(officer)
    first = client.get(reverse("records:worklist"))
    after = first.context["cut"].after
    assert f'href="?sau={after}"' in first.content.decode()
    second = client.get(reverse("records:worklist"), {"sau": after})
    assert len(second.context["cut"].rows) == 1
    assert f'href="?truoc={second.context["cut"].before}"' in second.content.decode()


def test_two_queries_whatever_the_number_of_units_and_tasks(django_assert_num_queries):
    parent = make_unit(kind="huyen")
    for _ in range(3):
        below = handler(make_unit(parent=parent))
        for back in range(3):
            letter_of(below, DAY - timedelta(days=back))
    reach = Reach(make_account("lanh_dao", parent, covers_below=True))
    assert reach.readable  # the roles are asked for once, before
    with django_assert_num_queries(2):
        assert len(worklist(reach).rows) == 9


def test_an_empty_list_says_what_would_stand_here_and_how_to_begin(officer):
    text = desk_of(officer).get(reverse("records:worklist")).content.decode()
    assert "Không có việc nào đang chờ" in text
    assert "hạn sớm nhất trước" in text
    assert reverse("records:open", args=["luot_tiep"]) in text


def test_an_empty_list_offers_no_form_to_one_who_may_not_open(officer):
    text = desk_of(role_at("lanh_dao", officer)).get(reverse("records:worklist")).content.decode()
    assert "Không có việc nào đang chờ" in text
    assert "/tiep-nhan/" not in text


class TestStandingDuties:
    """What heads owe each week or month stands among the tasks."""

    @pytest.fixture
    def commune(self, officer):
        standing.reschedule(officer.at, date(2023, 2, 1), date(2023, 2, 28))
        return officer

    def test_they_are_listed_with_their_period(self, commune):
        titles = [task.title for task in tasks(commune)]
        assert any("tuần 6/2023" in title for title in titles)
        assert all(task.number == "" for task in tasks(commune))

    def test_they_lead_to_the_form_that_meets_them(self, commune):
        form = reverse("records:open", args=["ky_tiep"])
        assert {task.address for task in tasks(commune)} == {f"{form}?unit={commune.at.pk}"}

    def test_they_lead_to_the_list_for_one_who_may_not_open(self, commune):
        chief = role_at("lanh_dao", commune)
        assert {task.address for task in tasks(chief)} == {reverse("records:list", args=["ky_tiep"])}

    def test_a_session_held_takes_its_week_from_the_list(self, commune):
        before = len(tasks(commune))
        session = session_of(commune, date(2023, 2, 8))
        writing.move(session, "to_chuc", by=commune, on=date(2023, 2, 8))
        standing.reschedule(commune.at, date(2023, 2, 1), date(2023, 2, 28))
        assert len(tasks(commune)) == before - 1

    def test_each_tells_why_it_is_due(self, commune):
        duty = Duty.objects.filter(unit=commune.at).order_by("due_on").first()
        assert tasks(commune)[0].why == reverse("records:duty", args=[duty.pk])
        text = desk_of(commune).get(reverse("records:worklist")).content.decode()
        assert f'href="{tasks(commune)[0].why}"' in text

    def test_a_span_that_has_not_begun_does_not_stand_there(self, commune):
        before = len(tasks(commune))
        standing.reschedule(commune.at, date(2023, 3, 20), date(2023, 6, 30))
        begun = Duty.objects.filter(
            record=None, begins_on__gt=date(2023, 2, 28), begins_on__lte=date(2023, 3, 14)
        )
        assert Duty.objects.filter(begins_on__gt=date(2023, 3, 14)).exists()
        assert len(tasks(commune)) == before + begun.count() + len(yearly(commune))

    def test_those_of_units_below_stand_in_the_matrix_alone(self):
        """Two hundred communes' weeks would hide what the province itself owes."""
        top = make_unit(kind="tinh")
        below = make_unit(parent=top)
        officer = make_account("xu_ly", top, covers_below=True)
        standing.reschedule(top, date(2023, 2, 1), date(2023, 2, 28))
        assert Duty.objects.filter(unit=below).exists()
        assert {task.unit for task in tasks(officer)} == {top.name_on(None)}
        text = desk_of(officer).get(reverse("records:worklist")).content.decode()
        assert f'<a href="{reverse("records:matrix")}">Nghĩa vụ định kỳ của các đơn vị trực thuộc</a>' in text
        letter = letter_of(handler(below), DAY)
        assert letter.number in [task.number for task in tasks(officer)]

    def test_other_units_do_not_see_them(self, commune):
        assert tasks(make_account("xu_ly", make_unit(kind="so"))) == []


def test_a_clock_that_nothing_declares_has_no_meeting_type():
    assert meeting_type("tiep_dan_tinh").key == "ky_tiep"
    assert meeting_type("bo_di") is None
