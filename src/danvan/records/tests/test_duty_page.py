"""The page of a duty and the matrix on screen: what is shown, what is refused, where each cell opens."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.domains.undertakings.models import Task
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import standing
from danvan.records.desk.access import Reach
from danvan.records.desk.duty_page import sheet
from danvan.records.duties import excuse
from danvan.records.models import Duty
from danvan.records.tests import duty_world
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return duty_world.province()


def duty_of(unit, period, clock="tiep_dan_tinh"):
    return Duty.objects.get(unit=unit, clock=clock, period=period)


def page(account, duty):
    return desk_of(account).get(reverse("records:duty", args=[duty.pk]))


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


class TestDutyPage:
    def test_it_tells_what_who_when_and_why_that_day(self, place):
        text = text_of(page(place.chief, duty_of(place.root, "2023-02")))
        for words in (
            "Chủ tịch UBND cấp tỉnh trực tiếp tiếp công dân",
            "Tỉnh Minh Họa",
            "tháng 2/2023",
            "28/2/2023 (thứ Ba)",
        ):
            assert words in text
        assert "Điều 12 khoản 5" in text
        assert "Vì sao hạn này?" in text
        assert "Kỳ 1/2/2023" in text or "1/2/2023" in text

    def test_its_state_is_a_shape_and_a_word(self, place):
        assert re.search(
            r'mark--late"><span class="mark__shape" aria-hidden="true">▲</span> quá hạn<',
            text_of(page(place.chief, duty_of(place.root, "2023-02"))),
        )
        assert re.search(r"●</span> đúng hạn<", text_of(page(place.chief, duty_of(place.root, "2023-01"))))

    def test_the_evidence_opens_for_whom_the_record_is_open(self, place):
        duty = duty_of(place.root, "2023-01")
        address = duty.met_by.get_absolute_url()
        assert f'href="{address}"' in text_of(page(place.chief, duty))
        overseers = text_of(page(place.overseer, duty))
        assert address not in overseers
        assert "16/1/2023 (thứ Hai) – Kỳ tiếp công dân của thủ trưởng" in overseers

    def test_what_a_deputy_held_stands_beside_and_meets_nothing(self, place):
        shown = sheet(duty_of(place.root, "2023-02"), Reach(place.chief))
        assert shown.proofs == []
        assert [proof.day for proof in shown.beside] == [date(2023, 2, 15)]
        text = text_of(page(place.chief, duty_of(place.root, "2023-02")))
        assert "Bên cạnh, không tính vào nghĩa vụ" in text
        assert "Chưa có hồ sơ nào thực hiện nghĩa vụ này" in text

    def test_one_of_two_days_is_shown_with_how_many_are_asked(self, place):
        text = text_of(page(place.chief, duty_of(place.district, "2023-01", "tiep_dan_huyen")))
        assert "Cần 2 ngày khác nhau trong kỳ." in text
        assert "5/1/2023 (thứ Năm)" in text

    def test_a_rule_from_memory_says_that_nothing_is_concluded(self, place):
        duty = duty_of(place.root, "2023-02")
        Duty.objects.filter(pk=duty.pk).update(can_be_judged=False)
        text = text_of(page(place.chief, duty))
        assert "không kết luận đúng hạn hay quá hạn" in text
        assert "▲" not in text

    def test_both_days_are_shown_where_the_generous_reading_differs(self, place):
        duty = duty_of(place.root, "2023-02")
        Duty.objects.filter(pk=duty.pk).update(own_latest_on=date(2023, 3, 1), latest_on=date(2023, 3, 1))
        text = text_of(page(place.chief, duty))
        assert "28/2/2023" in text
        assert "1/3/2023 (thứ Tư); chỉ sau ngày đó mới là quá hạn" in text

    @pytest.mark.parametrize("role", ["van_thu", "bien_tap", "quan_tri", "he_thong"])
    def test_who_may_not_read_duties_finds_no_such_page(self, place, role):
        answer = page(make_account(role, place.root, covers_below=True), duty_of(place.root, "2023-01"))
        assert answer.status_code == 404

    def test_another_unit_finds_no_such_page(self, place):
        stranger = make_account("lanh_dao", make_unit())
        assert page(stranger, duty_of(place.root, "2023-01")).status_code == 404
        assert desk_of(place.chief).get(f"/ban-lam-viec/nghia-vu/{10**30}/").status_code == 404

    def test_a_bounded_number_of_queries(self, place):
        duty = duty_of(place.district, "2023-01", "tiep_dan_huyen")
        with CaptureQueriesContext(connection) as few:
            page(place.chief, duty)
        for day in range(6, 16):
            duty_world.hold(place.district, date(2023, 1, day))
        with CaptureQueriesContext(connection) as many:
            page(place.chief, duty)
        # Each session shown is read once more for its own words; nothing else grows.
        assert len(many) <= len(few) + 1


class TestWriting:
    def test_the_button_opens_the_form_with_duty_period_and_unit_chosen(self, place):
        officer = handler(place.a)
        Duty.objects.filter(unit=place.a).exclude(clock="tiep_dan_xa_tuan").exists()
        standing.reschedule(place.a, date(2023, 7, 1), date(2023, 9, 30))
        duty = duty_of(place.a, "2023-Q3", Task.PUBLISHED_LIST)
        text = text_of(page(officer, duty))
        address = re.search(r'class="govuk-button" href="([^"]+)">Ghi bằng chứng', text)[1].replace(
            "&amp;", "&"
        )
        form = desk_of(officer).get(address)
        assert form.status_code == 200
        body = text_of(form)
        assert '<option value="danh_muc_cong_khai" selected>' in body
        assert 'value="2023-Q3"' in body

    def test_an_address_that_asks_for_nonsense_only_fills_nothing(self, place):
        officer = handler(place.a)
        form = desk_of(officer).get(
            reverse("records:open", args=["viec_dinh_ky"]), {"duty_key": "<b>", "unit": "0", "khac": "1"}
        )
        assert form.status_code == 200
        assert "<b>" not in form.content.decode()

    def test_who_may_not_open_is_led_to_the_list(self, place):
        text = text_of(page(place.overseer, duty_of(place.root, "2023-02")))
        assert reverse("records:open", args=["ky_tiep"]) not in text


class TestExcusePage:
    REASON = "Nghỉ phòng, chống bão theo công điện"

    def send(self, account, duty, reason):
        return desk_of(account).post(
            reverse("records:duty_excuse", args=[duty.pk]), {"reason": reason}, follow=True
        )

    def test_the_head_writes_the_reason_and_everybody_reads_it(self, place):
        duty = duty_of(place.root, "2023-02")
        answer = self.send(place.chief, duty, self.REASON)
        assert answer.redirect_chain == [(reverse("records:duty", args=[duty.pk]), 302)]
        assert "Đã ghi lý do miễn" in text_of(answer)
        read = text_of(page(place.overseer, duty))
        assert self.REASON in read
        assert "được miễn" in read
        assert str(place.chief) in read

    def test_a_short_reason_comes_back_with_its_sentence(self, place):
        duty = duty_of(place.root, "2023-02")
        answer = self.send(place.chief, duty, "bận họp")
        assert answer.status_code == 400
        assert "ít nhất 10 ký tự" in text_of(answer)
        assert Duty.objects.get(pk=duty.pk).excused_on is None

    def test_one_without_the_right_is_told_so(self, place):
        duty = duty_of(place.root, "2023-02")
        assert self.send(place.overseer, duty, self.REASON).status_code == 403
        assert "Ghi lý do miễn" not in text_of(page(place.overseer, duty))

    def test_what_is_done_is_refused_with_a_sentence(self, place):
        answer = self.send(place.chief, duty_of(place.root, "2023-01"), self.REASON)
        assert answer.status_code == 400
        assert "đã được thực hiện" in text_of(answer)


class TestMatrixPage:
    ADDRESS = "/ban-lam-viec/nghia-vu/"

    def get(self, account, **asked):
        return desk_of(account).get(self.ADDRESS, asked)

    def test_it_opens_on_all_units_and_duties_of_the_year(self, place):
        answer = self.get(place.overseer)
        text = text_of(answer)
        assert answer.context["shape"] == "tong_hop"
        for name in ("Tỉnh Minh Họa", "Sở Minh Họa", "Huyện Minh Họa", "Xã Ất", "Xã Bính"):
            assert name in text
        assert "quá hạn 1/3" in text  # the province: one of January to March
        assert "năm 2023" in text

    def test_one_duty_over_the_year_leads_to_each_duty(self, place):
        answer = self.get(place.overseer, nghia_vu="tiep_dan_tinh")
        assert answer.context["shape"] == "nghia_vu"
        assert reverse("records:duty", args=[duty_of(place.root, "2023-02").pk]) in text_of(answer)
        assert [line.label for line in answer.context["lines"]] == ["Tỉnh Minh Họa"]

    def test_one_unit_alone_shows_its_duties_by_month(self, place):
        answer = self.get(place.overseer, don_vi=place.a.pk)
        assert answer.context["shape"] == "don_vi"
        weekly = next(line for line in answer.context["lines"] if "tuần" in line.label)
        assert [len(marks) for marks in weekly.cells][:2] == [5, 4]
        assert [mark.words for mark in weekly.cells[0][:2]] == ["quá hạn", "đúng hạn"]
        assert [mark.hint for mark in weekly.cells[0][:2]] == ["tuần 52/2022", "tuần 1/2023"]

    @pytest.mark.parametrize(
        ("part", "months"), [("q1", 3), ("q4", 3), ("7", 1), ("h2", 6), ("", 12), ("abc", 12), ("13", 12)]
    )
    def test_a_part_of_the_year_narrows_the_columns(self, place, part, months):
        answer = self.get(place.overseer, nghia_vu="tiep_dan_tinh", ky=part)
        assert len(answer.context["heads"]) == months

    def test_a_level_narrows_the_rows(self, place):
        names = [line.label for line in self.get(place.overseer, cap="xa").context["lines"]]
        assert names == ["Xã Ất", "Xã Bính"]
        assert [line.label for line in self.get(place.overseer, cap="co_quan").context["lines"]] == [
            "Sở Minh Họa"
        ]

    def test_an_empty_year_says_what_would_stand_here(self, place):
        text = text_of(self.get(place.overseer, nam="2031"))
        assert "Không có nghĩa vụ nào" in text
        assert "lập tự động mỗi ngày" in text

    @pytest.mark.parametrize(
        ("asked", "status", "sentence"),
        [
            ({"nam": "1066"}, 400, "Năm phải từ 2014 đến 2100"),
            ({"nam": "9" * 30}, 200, "năm 2023"),
            ({"nam": "hai nghìn"}, 200, "năm 2023"),
            ({"nghia_vu": "khong_co"}, 400, "Không có nghĩa vụ định kỳ"),
            ({"don_vi": "999999999"}, 403, "chưa được giao quyền"),
            ({"don_vi": "'; DROP TABLE"}, 200, "năm 2023"),
        ],
    )
    def test_what_is_asked_wrongly_is_told(self, place, asked, status, sentence):
        answer = self.get(place.overseer, **asked)
        assert answer.status_code == status
        assert sentence in text_of(answer)

    def test_one_without_the_right_is_told_so(self, place):
        answer = self.get(make_account("van_thu", place.root))
        assert answer.status_code == 403
        assert "xem việc thực hiện nghĩa vụ" in text_of(answer)
        assert desk_of(place.overseer).get("/ban-lam-viec/").status_code == 200

    def test_nobody_else_is_let_in(self, place, client):
        for path in ("", "tai-ve.csv", f"{duty_of(place.root, '2023-01').pk}/"):
            assert client.get(self.ADDRESS + path).status_code == 302

    def test_the_number_of_queries_does_not_grow_with_the_units(self, place):
        client = desk_of(place.overseer)
        with CaptureQueriesContext(connection) as few:
            client.get(self.ADDRESS)
        for turn in range(8):
            make_unit(f"Xã thêm {turn}", "xa", place.district)
        standing.reschedule(place.root, duty_world.SINCE, duty_world.UNTIL)
        with CaptureQueriesContext(connection) as many:
            assert len(client.get(self.ADDRESS).context["lines"]) == 13
        assert len(many) == len(few) <= 12

    def test_the_file_holds_the_same_counts_and_no_formula(self, place):
        place.a.names.update(name="=1+1")
        answer = desk_of(place.overseer).get(reverse("records:matrix_file"), {"don_vi": place.root.pk})
        text = b"".join(answer.streaming_content).decode()
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[0][0] == "Đơn vị"
        assert {row[0] for row in rows[1:]} >= {"'=1+1", "Tỉnh Minh Họa"}
        assert answer["Content-Disposition"] == 'attachment; filename="nghia-vu-2023.csv"'

    def test_an_excuse_is_counted_apart(self, place):
        excuse(
            duty_of(place.root, "2023-02"),
            by=place.chief,
            reason="Nghỉ phòng, chống bão",
            on=date(2023, 3, 14),
        )
        assert "trong hạn 1/2" in text_of(self.get(place.overseer))

    def test_the_rail_leads_here_for_whom_it_is_open(self, place):
        assert f'href="{self.ADDRESS}"' in text_of(desk_of(place.chief).get("/ban-lam-viec/"))
        clerk = make_account("van_thu", place.root)
        assert f'href="{self.ADDRESS}"' not in text_of(desk_of(clerk).get("/ban-lam-viec/"))
