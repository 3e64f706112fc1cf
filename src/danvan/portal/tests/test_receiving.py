"""The public schedule and the taking of places: what is shown, what is never asked, one slip for one form."""

from datetime import date, time

import pytest
from tests.support.dump import holding

from danvan.domains.reception import booking
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, BookingPerson
from danvan.domains.reception.schedule import moving
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    commune,
    hours_of,
    offer_of,
    planner,
    posted,
)
from danvan.portal import robots
from danvan.portal.receiving import views
from danvan.portal.tests.test_robots import answer_of
from danvan.portal.tests.world import words
from danvan.records import writing
from danvan.records.gates import Gate
from danvan.records.models import Notice

pytestmark = pytest.mark.django_db
ROOT = "/tiep-cong-dan/"
CODES = "/tiep-cong-dan/cho-da-dat/"


@pytest.fixture
def officer(db):
    return planner(commune("Xã Đón Tiếp"))


@pytest.fixture
def session(officer):
    return posted(officer, agenda="Việc đất đai", participants="Công an xã")


@pytest.fixture
def page(session):
    return f"{ROOT}{session.unit.slug}/"


@pytest.fixture
def book(session):
    return f"{ROOT}{session.unit.slug}/dat-cho/{offer_of(session).key}/"


def filled(**changed):
    """What somebody sends who read the question, with a fresh answer to it."""
    asked = robots.ask()
    told = {"noi_dung": "khong", "gio": "08:30", "so_nguoi": "2", "giup": "khong", "gui": "1"}
    told |= {"ho_ten": PERSON["full_name"], "dien_thoai": PERSON["phone"]}
    return told | {"cau_hoi": asked.ticket, "cau_tra_loi": answer_of(asked)} | changed


def post(client, address, status=200, **values):
    answer = client.post(address, values)
    assert answer.status_code == status, words(answer.content.decode())[:1500]
    return words(answer.content.decode())


class TestSchedule:
    def test_who_receives_where_and_when(self, read, page):
        shown = read(page)
        for said in (
            *("Xã Đón Tiếp", "28/3/2023 (thứ Ba), 08:00–10:00", "Chủ tịch UBND xã", "Phòng tiếp công dân"),
            *("Công an xã", "Việc đất đai", "Không đặt chỗ trước vẫn được tiếp"),
        ):
            assert said in shown

    def test_a_moved_session_stays_with_its_reason(self, read, page, session, officer):
        told = {"starts_at": time(14), "ends_at": time(16), "place": "Hội trường", "reason": "Họp tỉnh"}
        moving.move_session(session, date(2023, 3, 30), **told, by=officer, on=TODAY)
        shown = read(page)
        assert "Kỳ tiếp ngày 28/3/2023 (thứ Ba) đã dời. Lý do: Họp tỉnh." in shown
        assert "Thời gian mới: 14:00 ngày 30/3/2023 (thứ Năm), tại Hội trường." in shown
        assert "Thay cho kỳ ngày 28/3/2023." in shown

    def test_regular_hours_and_their_days(self, read, page, officer):
        hours_of(officer.at, 3)
        shown = read(page)
        assert "Thứ Năm 08:00–10:00" in shown
        assert "16/3/2023 (thứ Năm), 08:00" in shown

    def test_only_what_was_published(self, read, page, officer):
        fields = {"planned_on": date(2023, 3, 22), "presided_by": "Chưa công khai"}
        writing.open_record("ky_tiep", by=officer, unit=officer.at, on=TODAY, **fields)
        assert "Chưa công khai" not in read(page)

    def test_a_unit_that_has_published_nothing_says_so(self, read):
        shown = read(f"{ROOT}{commune().slug}/")
        assert "chưa công khai lịch tiếp công dân" in shown

    def test_an_address_of_nobody(self, read, db):
        assert "hãy tìm theo tên" in read(ROOT + "khong-co/", 404)

    def test_an_illustrative_session_says_so(self, read, page, officer):
        assert "Số liệu minh họa" not in read(page)
        told = {"planned_on": date(2023, 3, 23), "published_on": TODAY, "is_illustrative": True}
        writing.open_record("ky_tiep", by=officer, unit=officer.at, on=TODAY, **told)
        assert "Số liệu minh họa" in read(page)

    def test_the_same_queries_for_one_and_for_many(
        self, client, page, officer, django_assert_max_num_queries
    ):
        client.get(page)
        for day in (20, 21, 22, 23, 24):
            posted(officer, date(2023, 3, day))
        hours_of(officer.at)
        with django_assert_max_num_queries(12):
            client.get(page)

    def test_it_is_found_by_name_and_from_the_units_own_page(self, read, client, session):
        assert f"{ROOT}{session.unit.slug}/" in client.get(ROOT, {"tim": "don tiep"}).content.decode()
        assert "Không có đơn vị nào khớp" in read(ROOT + "?tim=khongcoten")
        assert f"{ROOT}{session.unit.slug}/" in client.get(f"/don-vi/{session.unit.slug}/").content.decode()


class TestAsking:
    def test_the_question_comes_before_any_name(self, client, book):
        first = client.get(book).content.decode()
        assert "Bà/Ông có trình bày nội dung tố cáo không?" in first
        for name in ("ho_ten", "dien_thoai", "thu_dien_tu"):
            assert f'name="{name}"' not in first

    def test_who_does_not_answer_is_asked_again(self, client, book):
        assert "Hãy chọn một câu trả lời" in post(client, book, 400)
        assert "Hãy chọn một câu trả lời" in post(client, book, 400, **filled(noi_dung=""))
        assert not Booking.objects.exists()

    @pytest.mark.parametrize(("answer", "asks"), [("co", False), ("chua_ro", False), ("khong", True)])
    def test_a_name_only_after_a_clear_no(self, client, book, answer, asks):
        shown = client.post(book, {"noi_dung": answer}).content.decode()
        assert ('name="ho_ten"' in shown, 'name="dien_thoai"' in shown) == (asks, asks)
        assert ("không hỏi họ tên" in shown) is not asks

    def test_only_hours_with_a_place_are_offered(self, client, book, session):
        for _turn in range(2):
            booking.take(offer_of(session), Asked(time(8)))
        shown = post(client, book, noi_dung="khong")
        assert "08:30, còn 2 chỗ" in shown
        assert "08:00, còn" not in shown

    def test_a_full_morning_says_that_one_may_come_anyway(self, client, book, session):
        for at in offer_of(session).times:
            for _turn in range(2):
                booking.take(offer_of(session), Asked(at))
        shown = post(client, book, noi_dung="khong")
        assert "hết chỗ đặt trước" in shown
        assert "không đặt chỗ vẫn được tiếp" in shown


class TestTaking:
    def test_a_slip_with_a_code_and_without_a_name(self, client, book):
        shown = post(client, book, **filled())
        made = Booking.objects.get()
        assert " ".join(made.code[n : n + 4] for n in (0, 4, 8, 12)) in " ".join(shown.split())
        assert ("08:30, 28/3/2023 (thứ Ba)" in shown, PERSON["full_name"] in shown) == (True, False)
        assert (made.persons, made.is_sealed, made.person.full_name) == (2, False, PERSON["full_name"])

    @pytest.mark.parametrize("answer", ["co", "chua_ro"])
    def test_a_name_that_is_sent_anyway_is_dropped(self, client, book, answer):
        sent = filled(
            noi_dung=answer, ho_ten="Trần Xê-Ro", dien_thoai="0911222333", thu_dien_tu="xe@vi-du.example"
        )
        post(client, book, **sent)
        assert Booking.objects.get().is_sealed
        for token in ("Xê-Ro", "0911222333", "xe@vi-du"):
            assert holding(token) == set()
        assert not BookingPerson.objects.exists()

    def test_the_same_form_twice_is_one_place(self, client, book):
        sent = filled(khoa="mot-khoa")
        first, again = post(client, book, **sent), post(client, book, **sent)
        code = Booking.objects.get().code
        assert code[:4] in first
        assert code[:4] in again

    def test_consent_lays_a_reminder(self, client, book):
        post(client, book, **filled(nhac="on", thu_dien_tu="dat@vi-du.example"))
        assert Notice.objects.get().kind == "lich_hen"
        assert BookingPerson.objects.get().reminder_agreed_at

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"gio": ""}, "Hãy chọn giờ hẹn"),
            ({"gio": "07:00"}, "không còn chỗ"),
            ({"so_nguoi": "0"}, "Có bao nhiêu người"),
            ({"so_nguoi": "nhiều"}, "Có bao nhiêu người"),
            ({"giup": "la"}, "Cần giúp gì"),
            ({"ho_ten": ""}, "Họ và tên"),
            ({"dien_thoai": "12"}, "số điện thoại"),
            ({"thu_dien_tu": "dat@vi-du.example"}, "đánh dấu đồng ý"),
            ({"nhac": "on"}, "hãy ghi địa chỉ thư"),
            ({"nhac": "on", "thu_dien_tu": "x"}, "Địa chỉ thư chưa đúng"),
            ({"cau_tra_loi": ""}, "câu hỏi kiểm tra"),
            ({"cau_tra_loi": "99"}, "chưa đúng"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_taken(self, client, book, changed, said):
        assert said in post(client, book, 400, **filled(**changed))
        assert not Booking.objects.exists()

    def test_a_slot_filled_meanwhile_is_said(self, client, book, session):
        sent = filled()
        for _turn in range(2):
            booking.take(offer_of(session), Asked(time(8, 30)))
        assert "không còn chỗ" in post(client, book, 400, **sent)
        assert Booking.objects.count() == 2

    @pytest.mark.parametrize("key", ["k-0000000000000000", "g-1-20230321", "x"])
    def test_what_cannot_be_booked_does_not_exist(self, client, session, key):
        answer = client.get(f"{ROOT}{session.unit.slug}/dat-cho/{key}/")
        assert answer.status_code == 404
        assert "không còn hoặc đã dời" in words(answer.content.decode())

    def test_too_many_from_one_place_wait(self, client, book, monkeypatch):
        monkeypatch.setattr(views, "TAKEN", Gate("thu-dat", 1, 3600))
        post(client, book, **filled())
        post(client, book, 429, **filled(gio="09:00"))
        assert Booking.objects.count() == 1

    def test_no_page_is_kept_on_the_way(self, client, book):
        for answer in (client.get(book), client.post(book, filled()), client.get(CODES)):
            assert "no-store" in answer["Cache-Control"]


class TestGivingBack:
    def test_looked_up_and_cancelled_by_code(self, client, session):
        made = booking.take(offer_of(session), Asked(time(8), is_sealed=False, person=PERSON))
        shown = post(client, CODES, code=made.code)
        assert ("Hủy chỗ này" in shown, PERSON["full_name"] in shown) == (True, False)
        assert "Đã hủy chỗ này." in post(client, CODES + "huy/", code=made.code)
        assert Booking.objects.get().state == "huy"
        again = post(client, CODES + "huy/", code=made.code)
        assert "không còn hủy được" in again

    @pytest.mark.parametrize(
        ("code", "status", "said"),
        [("", 400, "Chưa có mã"), ("12", 400, "16 chữ số"), ("0" * 16, 404, "Không có chỗ đặt nào")],
    )
    def test_a_code_that_is_wrong(self, client, db, code, status, said):
        assert said in post(client, CODES, status, code=code)
        assert said in post(client, CODES + "huy/", status, code=code)

    def test_guessing_is_stopped(self, client, db, monkeypatch):
        monkeypatch.setattr(views, "MISSED", Gate("thu-ma", 2, 600))
        for status in (404, 404, 429):
            post(client, CODES, status, code="0" * 16)

    def test_nobody_cancels_by_an_address(self, client, db):
        assert client.get(CODES + "huy/").status_code == 405
