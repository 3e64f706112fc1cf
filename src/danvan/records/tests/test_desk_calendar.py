"""The page of days off: everyone at the desk reads it, the system's administrator changes it and sees no record."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.models import CalendarDay
from danvan.records.tests.desk_world import classified, desk_of
from danvan.records.tests.factories import compiler, handler, head

pytestmark = pytest.mark.django_db
SENT = {
    "viec": "ngay",
    "day": "13/3/2023",
    "kind": "off",
    "name": "Ngày nghỉ thử",
    "source": "Thông báo thử số 1",
    "status": "V",
    "is_confirmed": "on",
}


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def administrator(officer):
    return desk_of(make_account("he_thong", officer.at))


def digest_of(answer):
    return answer.context["shown"].digest


def change(browser, **values):
    return browser.post(reverse("records:calendar_change"), SENT | values)


class TestReading:
    @pytest.mark.parametrize("make", [handler, head, compiler])
    def test_any_officer_reads_the_year(self, make):
        answer = desk_of(make()).get(reverse("records:calendar"), {"nam": "2023"})
        page = answer.content.decode()
        assert "Lịch nghỉ năm 2023" in page
        assert "Tết Nguyên đán" in page
        assert "Xem trước thay đổi" not in page

    def test_a_computed_year_is_provisional(self, officer):
        page = desk_of(officer).get(reverse("records:calendar"), {"nam": "2027"}).content.decode()
        assert "chưa có thông báo chính thức" in page
        assert "tạm tính" in page

    def test_the_swap_of_2026_names_both_days(self, officer):
        page = desk_of(officer).get(reverse("records:calendar"), {"nam": "2026"}).content.decode()
        assert "hoán đổi với 10/1/2026" in page
        assert "hoán đổi với 2/1/2026" in page

    @pytest.mark.parametrize("year", ["", "x", "1999", "99999999999999999999", "²", "9" * 5000])
    def test_a_year_that_is_not_there_gives_the_present_one(self, officer, year):
        assert (
            "Lịch nghỉ năm 2023"
            in desk_of(officer).get(reverse("records:calendar"), {"nam": year}).content.decode()
        )


class TestChanging:
    def test_nobody_else_may(self, officer):
        for account in (officer, head(), compiler()):
            answer = change(desk_of(account))
            assert answer.status_code == 403
            assert "người quản trị hệ thống" in answer.content.decode()

    def test_it_shows_first_and_changes_nothing(self, officer, administrator):
        record = classified(officer)
        answer = change(administrator)
        page = answer.content.decode()
        assert "2 nghĩa vụ đang chạy sẽ dời hạn" in page
        assert "13/3/2023" in page
        assert "14/3/2023" in page
        assert record.number not in page
        assert record.title not in page
        assert not CalendarDay.objects.exists()

    def test_confirmed_it_moves_and_says_how_many(self, officer, administrator):
        record = classified(officer)
        seen = digest_of(change(administrator))
        answer = change(administrator, da_xem=seen, ly_do="Thông báo thử")
        assert answer.status_code == 302
        assert "dời hạn 2 nghĩa vụ" in administrator.get(answer["Location"]).content.decode()
        assert record.duties.get(rule="KN.ACC").due_on == date(2023, 3, 14)

    def test_without_a_reason_it_is_refused_with_a_sentence(self, administrator):
        answer = change(administrator, da_xem=digest_of(change(administrator)), ly_do="")
        assert answer.status_code == 400
        assert "Còn thiếu lý do" in answer.content.decode()

    def test_a_reason_that_no_database_keeps_is_refused_with_a_sentence(self, administrator):
        answer = change(administrator, da_xem=digest_of(change(administrator)), ly_do="Thông báo\0 thử")
        assert answer.status_code == 400
        assert "ký tự không đọc được" in answer.content.decode()
        assert not CalendarDay.objects.exists()

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"day": "31/2/2023"}, "31/2/2023"),
            ({"day": ""}, "Ngày"),
            ({"kind": "bay"}, "Loại ngày"),
            ({"name": ""}, "Tên ngày"),
            ({"viec": "bo", "day": "1/1/2023"}, "không có gì để bỏ"),
            ({"viec": "nam", "year": "20000"}, "Năm"),
            ({"viec": "khac", "day": ""}, "Ngày"),
        ],
    )
    def test_bad_input_gets_its_sentence(self, administrator, values, sentence):
        answer = change(administrator, **values)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()

    def test_a_day_is_taken_back(self, administrator):
        change(administrator, da_xem=digest_of(change(administrator)), ly_do="Thử")
        page = administrator.get(reverse("records:calendar"), {"nam": "2023"}).content.decode()
        assert "do người quản trị ghi" in page
        seen = digest_of(change(administrator, viec="bo"))
        change(administrator, viec="bo", da_xem=seen, ly_do="Ghi nhầm")
        assert not CalendarDay.objects.exists()

    def test_the_notice_of_a_year(self, administrator):
        values = {"viec": "nam", "year": "2027", "source": "Thông báo thử 2027"}
        answer = change(
            administrator, **values, da_xem=digest_of(change(administrator, **values)), ly_do="Thử"
        )
        page = administrator.get(answer["Location"]).content.decode()
        assert "Theo Thông báo thử 2027" in page
