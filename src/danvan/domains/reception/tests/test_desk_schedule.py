"""Pages of the desk: planning with a preview, sessions, moving, conditions, conclusions, bookings of a day, the book."""

from datetime import date, time

import pytest

from danvan.domains.reception import booking, conclusions
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.models import Booking, Conclusion, HeadSession, OnlineSession, RegularHours
from danvan.domains.reception.tests.factories import visit
from danvan.domains.reception.tests.schedule_world import (
    PERSON,
    TODAY,
    held_with_visits,
    hours_of,
    offer_of,
    planner,
    posted,
    words,
)
from danvan.org.tests.factories import make_account
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
ROOT = "/ban-lam-viec/tiep-cong-dan/"


@pytest.fixture
def officer(settings, db):
    settings.DEMONSTRATION_DAY = TODAY
    return planner()


@pytest.fixture
def desk(officer):
    return desk_of(officer)


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return words(answer.content.decode())


def sent(client, address, status=302, **values):
    answer = client.post(address, values)
    assert answer.status_code == status, words(answer.content.decode())[:1500]
    return words(answer.content.decode())


def asked(officer, **changed):
    told = {"unit": str(officer.at.pk), "year": "2023", "month": "3", "weekday": "1"}
    told |= {"starts_at": "8h", "ends_at": "10:30", "place": "Phòng tiếp công dân", "attendance": "truc_tiep"}
    return (
        told | {"presided_by": "Chủ tịch", "mode": "truc_tiep", "slot_minutes": "30", "places": "1"} | changed
    )


class TestPlanning:
    def test_first_it_is_shown_then_posted(self, desk, officer):
        shown = sent(desk, ROOT + "lap-lich/", 200, **asked(officer))
        assert "21/3/2023 (thứ Ba)" in shown
        assert "tuần 9/2023: cần 1 ngày, có 0" in shown
        assert not HeadSession.objects.exists()
        sent(desk, ROOT + "lap-lich/", **asked(officer, niem_yet="1", ngay=["2023-03-21", "2023-03-28"]))
        rows = HeadSession.objects.order_by("planned_on")
        assert [(row.planned_on.day, row.starts_at, row.ends_at) for row in rows] == [
            (21, time(8), time(10, 30)),
            (28, time(8), time(10, 30)),
        ]
        assert "21/3/2023 (thứ Ba)" in read(desk, ROOT)

    def test_sent_twice_it_is_posted_once(self, desk, officer):
        values = asked(officer, niem_yet="1", ngay=["2023-03-21"])
        sent(desk, ROOT + "lap-lich/", **values)
        assert "đã có kỳ tiếp" in sent(desk, ROOT + "lap-lich/", 400, **values)
        assert HeadSession.objects.count() == 1

    def test_what_can_no_more_be_posted_in_time_is_told(self, desk, officer):
        shown = sent(desk, ROOT + "lap-lich/", 200, **asked(officer, weekday="", days="17, 30"))
        assert shown.count("đã quá hạn niêm yết") == 1

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"weekday": ""}, "các ngày trong tháng, hoặc chọn một thứ"),
            ({"days": "5"}, "không cả hai"),
            ({"weekday": "", "days": "0, 40"}, "từ 1 đến 31"),
            ({"weekday": "", "days": "ba"}, "từ 1 đến 31"),
            ({"starts_at": "sáng"}, "Không đọc được giờ"),
            ({"ends_at": "7h"}, "sau giờ bắt đầu"),
            ({"attendance": "uy_quyen"}, "văn bản ủy quyền"),
            ({"places": "-1"}, ""),
            ({"unit": "1"}, ""),
            ({"month": "13"}, ""),
            ({"niem_yet": "1"}, "Chưa chọn ngày nào"),
            ({"niem_yet": "1", "ngay": ["hôm nay"]}, "Không đọc được ngày"),
            ({"niem_yet": "1", "ngay": ["2023-03-22"]}, "không thuộc lịch"),
            ({"niem_yet": "1", "ngay": ["2023-03-21"], "mode": "truc_tuyen"}, "hiệu lực từ 1/7/2026"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_written(self, desk, officer, changed, said):
        assert said in sent(desk, ROOT + "lap-lich/", 400, **asked(officer, **changed))
        assert not HeadSession.objects.exists()

    def test_an_urgent_session(self, desk, officer):
        values = asked(officer, planned_on="14/3/2023")
        assert "Trường hợp" in sent(desk, ROOT + "dot-xuat/", 400, **values)
        sent(desk, ROOT + "dot-xuat/", **values, urgent_ground="phuc_tap")
        assert HeadSession.objects.get().occasion == "dot_xuat"


class TestHours:
    def told(self, officer, **changed):
        values = {"unit": str(officer.at.pk), "receiver": "can_bo", "weekday": "1", "since": "1/4/2023"}
        values |= {
            "starts_at": "8h",
            "ends_at": "10h",
            "place": "Một cửa",
            "slot_minutes": "20",
            "places": "1",
        }
        return values | changed

    def test_they_are_begun_and_ended(self, desk, officer):
        sent(desk, ROOT + "gio-thuong-xuyen/", **self.told(officer))
        row = RegularHours.objects.get()
        assert "Thứ Ba 08:00–10:00" in read(desk, ROOT).replace("thứ Ba 08", "Thứ Ba 08")
        sent(desk, f"{ROOT}gio-thuong-xuyen/{row.pk}/ket-thuc/", last="2/5/2023")
        assert RegularHours.objects.get().last_day == date(2023, 5, 2)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"weekday": ""}, "Hãy chọn thứ"),
            ({"since": ""}, "ngày bắt đầu"),
            ({"receiver": "dai_bieu"}, "Đại biểu tiếp vào ngày nào"),
        ],
    )
    def test_what_is_missing(self, desk, officer, changed, said):
        assert said in sent(desk, ROOT + "gio-thuong-xuyen/", 400, **self.told(officer, **changed))

    def test_a_deputy_on_one_day(self, desk, officer):
        sent(desk, ROOT + "gio-thuong-xuyen/", **self.told(officer, receiver="dai_bieu", only="23/3/2023"))
        assert RegularHours.objects.get().receiver == "dai_bieu"

    def test_those_of_others_do_not_exist(self, desk):
        row = hours_of(planner().at)
        read(desk, f"{ROOT}gio-thuong-xuyen/{row.pk}/ket-thuc/", 404)


class TestSession:
    def test_all_about_it(self, desk, officer):
        head, (seen, sealed) = held_with_visits(officer, date(2023, 3, 7), "khieu_nai", "to_cao")
        told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2023, 3, 13)}
        conclusions.add(head, visit=seen, **told, text="Đo lại thửa đất", by=officer, on=TODAY)
        conclusions.add(head, visit=sealed, **told, by=officer, on=TODAY)
        shown = read(desk, f"{ROOT}ky/{head.public_id}/")
        for said in (
            "Kỳ tiếp công dân 7/3/2023 (thứ Ba)",
            "Đo lại thửa đất",
            "quá hạn",
            "nội dung trong hồ sơ giấy",
        ):
            assert said in shown
        assert "Trả lời ngay, hoặc giao cơ quan xem xét và báo ngày trả lời." in shown

    def test_one_to_which_nobody_came_says_that_it_counts(self, desk, officer):
        head, _none = held_with_visits(officer, date(2023, 3, 7))
        assert "Kỳ này vẫn được tính là một kỳ" in read(desk, f"{ROOT}ky/{head.public_id}/")

    def test_names_of_those_who_booked_without_a_denunciation(self, desk, officer):
        head = posted(officer)
        booking.take(offer_of(head), Asked(time(8), is_sealed=False, person=PERSON))
        booking.take(offer_of(head), Asked(time(8)))
        shown = read(desk, f"{ROOT}ky/{head.public_id}/")
        assert ("Người Đặt Minh Họa" in shown, "không ghi tên" in shown) == (True, True)

    def test_moving_tells_the_old_and_the_new(self, desk, officer):
        head = posted(officer)
        values = {"planned_on": "30/3/2023", "starts_at": "14h", "ends_at": "16h", "place": "Hội trường"}
        assert "Lý do" in sent(desk, f"{ROOT}ky/{head.public_id}/doi-lich/", 400, **values)
        assert "phải sau hôm nay" in sent(
            desk,
            f"{ROOT}ky/{head.public_id}/doi-lich/",
            400,
            **values | {"planned_on": "14/3/2023", "reason": "Họp tỉnh"},
        )
        sent(desk, f"{ROOT}ky/{head.public_id}/doi-lich/", **values, reason="Họp tỉnh")
        assert "lý do: Họp tỉnh" in read(desk, f"{ROOT}ky/{head.public_id}/")
        assert "sang 30/3/2023" in read(desk, ROOT)
        sent(desk, f"{ROOT}ky/{head.public_id}/doi-lich/", 400, **values, reason="Họp tỉnh")

    def test_the_general_page_of_the_record_moves_none(self, desk, officer):
        head = posted(officer)
        page = desk.get(f"/ban-lam-viec/ho-so/{head.public_id}/doi-lich/")
        assert page.status_code == 200
        assert HeadSession.objects.get().state == "len_lich"

    def test_conditions_of_an_online_session(self, settings, officer):
        settings.DEMONSTRATION_DAY = date(2026, 8, 18)
        head = posted(officer, date(2026, 8, 18), date(2026, 8, 3), mode="truc_tuyen")
        client, address = desk_of(officer), f"{ROOT}ky/{head.public_id}/truc-tuyen/"
        assert "Chưa ghi điều kiện nào" in read(client, f"{ROOT}ky/{head.public_id}/")
        late = {"ground": "o_xa", "notified_on": "12/8/2026"}
        assert "muộn hơn hạn 11/8/2026" in sent(client, address, 400, **late)
        sent(client, address, **late | {"notified_on": "10/8/2026"})
        assert OnlineSession.objects.get().ground == "o_xa"
        assert "10/8/2026" in read(client, address) or "10/8/2026" in client.get(address).content.decode()

    @pytest.mark.parametrize("page", ["", "doi-lich/", "truc-tuyen/", "ket-luan/"])
    def test_a_foreign_session_does_not_exist(self, desk, page):
        head = posted(planner())
        read(desk, f"{ROOT}ky/{head.public_id}/{page}", 404)
        read(desk, f"{ROOT}ky/0000000000000000/{page}", 404)

    def test_an_inspector_reads_and_changes_nothing(self, officer):
        head = posted(officer)
        client = desk_of(make_account("thanh_tra", officer.at))
        assert "Dời lịch" not in read(client, f"{ROOT}ky/{head.public_id}/")
        for page in ("doi-lich/", "ket-luan/"):
            read(client, f"{ROOT}ky/{head.public_id}/{page}", 403)


class TestConclusions:
    def told(self, officer, **changed):
        values = {
            "answer": "giao_xem_xet",
            "text": "Đo lại",
            "unit": str(officer.at.pk),
            "due_on": "20/3/2023",
        }
        return values | changed

    def test_written_followed_and_done(self, desk, officer):
        head, (seen,) = held_with_visits(officer, date(2023, 3, 7), "khieu_nai")
        sent(desk, f"{ROOT}ky/{head.public_id}/ket-luan/", **self.told(officer, visit=str(seen.pk)))
        row = Conclusion.objects.get()
        assert "Đo lại" in read(desk, ROOT + "ket-luan/")
        assert "từ ngày tiếp" in sent(desk, f"{ROOT}ket-luan/{row.pk}/xong/", 400, on="1/1/2023")
        sent(desk, f"{ROOT}ket-luan/{row.pk}/xong/", on="14/3/2023", result="Đã đo")
        shown = read(desk, ROOT + "ket-luan/")
        assert ("Không còn việc nào" in shown, "Kết quả: Đã đo" in shown) == (True, True)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"unit": ""}, "đơn vị thực hiện"),
            ({"text": ""}, "Chưa có nội dung"),
            ({"answer": ""}, "Trả lời công dân"),
        ],
    )
    def test_what_is_wrong(self, desk, officer, changed, said):
        head, _none = held_with_visits(officer, date(2023, 3, 7))
        assert said in sent(
            desk, f"{ROOT}ky/{head.public_id}/ket-luan/", 400, **self.told(officer, **changed)
        )

    def test_those_of_others_do_not_exist(self, desk):
        other = planner()
        head, _none = held_with_visits(other, date(2023, 3, 7))
        row = conclusions.add(head, answer="tra_loi_ngay", text="Đã rõ", by=other, on=TODAY)
        read(desk, f"{ROOT}ket-luan/{row.pk}/xong/", 404)

    def test_queries_do_not_grow_with_the_list(self, desk, officer, django_assert_max_num_queries):
        head, _none = held_with_visits(officer, date(2023, 3, 7))
        told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2023, 3, 20), "text": "Đo lại"}
        for _turn in range(8):
            conclusions.add(head, **told, by=officer, on=TODAY)
        read(desk, ROOT + "ket-luan/")
        with django_assert_max_num_queries(14):
            read(desk, ROOT + "ket-luan/")


class TestDay:
    def test_who_comes_today_and_whether(self, desk, officer, settings):
        made = booking.take(offer_of(posted(officer)), Asked(time(8), is_sealed=False, person=PERSON))
        assert "Không có chỗ nào" in read(desk, ROOT + "dat-cho/")
        assert "Người Đặt Minh Họa" in read(desk, ROOT + "dat-cho/?ngay=28/3/2023")
        assert "Chưa đến ngày hẹn" in sent(desk, f"{ROOT}dat-cho/{made.pk}/den/", 400)
        settings.DEMONSTRATION_DAY = made.on
        sent(desk, f"{ROOT}dat-cho/{made.pk}/den/")
        assert Booking.objects.get().state == "da_den"
        assert "Đã đến" in read(desk, ROOT + "dat-cho/")

    def test_a_foreign_one_does_not_exist(self, desk, officer):
        made = booking.take(offer_of(posted(planner())), Asked(time(8)))
        sent(desk, f"{ROOT}dat-cho/{made.pk}/den/", 404)
        sent(desk, f"{ROOT}dat-cho/{made.pk}/la/", 404)
        read(desk, f"{ROOT}dat-cho/?don-vi={made.unit_id}", 404)

    def test_a_day_that_cannot_be_read(self, desk):
        assert "Không đọc được ngày" in read(desk, ROOT + "dat-cho/?ngay=mai", 400)


class TestLog:
    ASKED = "?since=1/3/2023&until=31/3/2023&paper=a3"

    def test_before_it_is_shown_the_law_of_its_days_is_told(self, desk, officer):
        visit(officer, date(2023, 3, 1), personal={"full_name": "Người Đến Minh Họa"})
        shown = read(desk, f"{ROOT}so/{self.ASKED}&unit={officer.at.pk}")
        for said in ("phải có bản giấy", "Người Đến Minh Họa", "Khóa sổ ngày 14/3/2023: 1 lượt tiếp", "(12)"):
            assert said in shown
        assert "log--a3" in desk.get(f"{ROOT}so/{self.ASKED}&unit={officer.at.pk}").content.decode()

    def test_wrong_days_are_said(self, desk, officer):
        for asked_, said in (
            ("?since=31/3/2023&until=1/3/2023", "không sau"),
            ("?since=1/1/2020&until=31/12/2022", "một năm"),
            ("?since=mai&until=1/3/2023", "Không đọc được ngày"),
        ):
            assert said in read(desk, f"{ROOT}so/{asked_}&unit={officer.at.pk}", 400)

    def test_a_foreign_book_cannot_be_chosen(self, desk):
        read(desk, f"{ROOT}so/{self.ASKED}&unit={planner().at.pk}", 400)

    def test_first_only_the_question(self, desk):
        assert "Từ ngày" in read(desk, ROOT + "so/")


class TestDoors:
    PAGES = ("", "lap-lich/", "dot-xuat/", "gio-thuong-xuyen/", "ket-luan/", "dat-cho/", "so/")

    def test_nobody_without_a_log_in(self, client):
        for page in self.PAGES:
            assert client.get(ROOT + page).status_code == 302

    @pytest.mark.parametrize("role", ["tong_hop", "quan_tri", "giam_sat", "bien_tap"])
    def test_no_role_without_records(self, officer, role):
        client = desk_of(make_account(role, officer.at))
        for page in self.PAGES:
            assert client.get(ROOT + page).status_code == 403, page

    def test_every_page_opens_empty(self, desk):
        for page in self.PAGES:
            read(desk, ROOT + page)
