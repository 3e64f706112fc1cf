"""The life of an undertaking: what meets a duty, what is refused, and what a withdrawal takes back."""

from datetime import date

import pytest

from danvan.domains.undertakings.models import Task
from danvan.domains.undertakings.tests.factories import done, withdrawn, written
from danvan.records import standing, writing
from danvan.records.models import Duty, HistoryRow
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture
def owing(officer, play_on):
    """A commune with the standing duties of 2023, on 20/10/2023."""
    play_on(date(2023, 10, 20))
    standing.reschedule(officer.at, *YEAR)
    return officer


def duty(officer, task=Task.PUBLISHED_LIST, period="2023-Q3"):
    return Duty.objects.get(unit=officer.at, record=None, clock=task, period=period)


def test_a_paper_meets_the_span_that_it_names(owing):
    done(owing, date(2023, 9, 28))
    assert duty(owing).met_on == date(2023, 9, 28)
    assert duty(owing).met_by.type == "viec_dinh_ky"
    assert duty(owing, period="2023-Q4").met_on is None


def test_a_paper_of_after_the_span_meets_it_late(owing):
    done(owing, date(2023, 10, 5))
    assert duty(owing).met_on == date(2023, 10, 5)
    assert duty(owing).standing(date(2023, 10, 20)) == "qua_han"


def test_what_is_only_written_down_meets_nothing(owing):
    written(owing, date(2023, 9, 28))
    assert duty(owing).met_on is None


def test_a_paper_for_another_duty_or_unit_meets_nothing(owing):
    done(owing, date(2023, 9, 28), Task.EXCHANGE, "2023")
    assert duty(owing).met_on is None
    assert duty(owing, Task.EXCHANGE, "2023").met_on == date(2023, 9, 28)


def test_a_withdrawal_opens_the_duty_again_and_the_history_tells_why(owing):
    work = done(owing, date(2023, 9, 28))
    withdrawn(owing, work, date(2023, 10, 2))
    assert (duty(owing).met_on, duty(owing).met_by) == (None, None)
    rows = HistoryRow.objects.filter(chain=f"records_duty:{duty(owing).pk}").order_by("id")
    assert [row.after.get("met_on") for row in rows][-2:] == ["2023-09-28", None]


def test_a_second_paper_takes_the_place_of_a_withdrawn_one(owing):
    first, second = done(owing, date(2023, 9, 28)), done(owing, date(2023, 9, 29))
    assert duty(owing).met_by_id == first.pk
    withdrawn(owing, first, date(2023, 10, 2))
    assert (duty(owing).met_by_id, duty(owing).met_on) == (second.pk, date(2023, 9, 29))


def test_a_withdrawal_needs_its_reason(owing):
    work = done(owing, date(2023, 9, 28))
    with pytest.raises(Refusal, match="lý do rút"):
        writing.move(work, "rut", by=owing, on=date(2023, 10, 2))


@pytest.mark.parametrize("period", ["2023", "2023-13", "2023-W40", "quý III", "", "2023-Q5"])
def test_a_period_that_is_no_quarter_is_refused_with_one_that_is(owing, period):
    with pytest.raises(Refusal, match="2023-Q1"):
        written(owing, date(2023, 9, 28), period=period)


def test_a_paper_without_number_or_of_tomorrow_is_refused(owing):
    work = written(owing, date(2023, 9, 28))
    with pytest.raises(Refusal, match="số văn bản"):
        writing.move(work, "thuc_hien", by=owing, on=date(2023, 9, 28), paper_on=date(2023, 9, 28))
    with pytest.raises(Refusal, match="sau ngày thực hiện"):
        done(owing, date(2023, 9, 28), paper_on=date(2023, 9, 29))


def test_a_result_is_not_public_before_it_was_done(owing):
    with pytest.raises(Refusal, match="trước ngày thực hiện"):
        done(owing, date(2023, 9, 28), posted_on=date(2023, 9, 1))


@pytest.mark.parametrize("page", ["javascript:alert(1)", "ftp://tinh.example/bao-cao"])
def test_a_page_is_an_address_of_the_web(owing, page):
    with pytest.raises(Refusal):
        done(owing, date(2023, 9, 28), page=page)


class TestDialogue:
    """Luật Tổ chức chính quyền địa phương 2025, Điều 43: the result of a dialogue is public within ten days."""

    @pytest.fixture
    def held(self, officer, play_on):
        play_on(date(2025, 12, 1))
        standing.reschedule(officer.at, date(2025, 7, 1), date(2025, 12, 31))
        self.work = done(officer, date(2025, 9, 10), Task.DIALOGUE, "2025")
        return officer

    def owed(self):
        return Duty.objects.get(record_id=self.work.pk, clock="cong_khai_doi_thoai")

    def test_holding_it_calls_forth_the_duty_to_publish(self, held):
        assert self.owed().due_on == date(2025, 9, 22)  # the tenth day, 20/9/2025, is a Saturday
        assert self.owed().met_on is None

    def test_the_day_of_publication_meets_it(self, held):
        day = date(2025, 9, 15)
        writing.move(self.work, "cong_khai_ket_qua", by=held, on=day, posted_on=day)
        assert (self.owed().met_on, self.owed().met_by_id) == (day, self.work.pk)

    def test_a_withdrawal_ends_it_too(self, held):
        withdrawn(held, self.work, date(2025, 9, 12))
        assert self.owed().excused_on == date(2025, 9, 12)
        assert "rút lại" in self.owed().excuse

    def test_another_undertaking_calls_nothing_forth(self, held):
        other = done(held, date(2025, 9, 11), Task.PUBLISHED_LIST, "2025-Q3")
        assert not Duty.objects.filter(record_id=other.pk).exists()
