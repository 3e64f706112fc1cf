"""What officers may write into the forms of the schedule, field by field, and what nobody may write anywhere."""

from datetime import date, time

import pytest
from tests.support.hostile import NASTY

from danvan.domains.reception.desk.forms import (
    ConclusionForm,
    DoneForm,
    EndForm,
    HoursForm,
    LogForm,
    MoveForm,
    OnlineForm,
    PlanForm,
    UrgentForm,
)
from danvan.domains.reception.models import Booking, Conclusion, HeadSession, RegularHours
from danvan.domains.reception.schedule.planning import Pattern
from danvan.domains.reception.tests.schedule_world import TODAY, held_with_visits, hours_of, planner, posted
from danvan.records.tests.desk_world import desk_of

ONE = [("7", "Xã Minh Họa")]
TWO = [*ONE, ("8", "Xã Bên Cạnh")]
SESSION = {
    "unit": "7",
    "starts_at": "8h",
    "ends_at": "10h",
    "place": "Phòng tiếp",
    "slot_minutes": "30",
    "places": "1",
    "attendance": "truc_tiep",
    "presided_by": "Chủ tịch",
    "mode": "truc_tiep",
}
PLAN = SESSION | {"year": "2023", "weekday": "1"}


class TestHours:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("8h", time(8)),
            ("8h30", time(8, 30)),
            ("08:30", time(8, 30)),
            ("8 giờ 15", time(8, 15)),
            ("14g", time(14)),
            (" 7:05 ", time(7, 5)),
            ("7H", time(7)),
        ],
    )
    def test_as_people_write_them(self, written, read):
        form = MoveForm({"starts_at": written})
        form.is_valid()
        assert form.cleaned_data["starts_at"] == read

    @pytest.mark.parametrize("written", ["25h", "8h75", "sáng", "8", "h", "-1:00", "8:30:99", "٨h"])
    def test_what_is_no_hour(self, written):
        form = MoveForm({"starts_at": written})
        assert not form.is_valid()
        assert "starts_at" in form.errors or form.cleaned_data.get("starts_at") == time(8)

    def test_shown_as_it_is_read_again(self):
        form = MoveForm(initial={"starts_at": time(8, 5)})
        assert 'value="08:05"' in str(form["starts_at"])


class TestPlan:
    @pytest.mark.parametrize(
        ("changed", "pattern"),
        [
            ({}, Pattern(weekday=1)),
            ({"weeks": ["1", "5"]}, Pattern(weekday=1, weeks=(1, 5))),
            ({"weekday": "", "days": "20; 5 5"}, Pattern(days=(5, 20))),
            ({"weekday": "", "days": "31."}, Pattern(days=(31,))),
        ],
    )
    def test_patterns(self, changed, pattern):
        form = PlanForm(PLAN | changed, units=ONE)
        assert form.is_valid(), form.errors
        assert form.pattern == pattern

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"year": "2020"}, "year"),
            ({"year": "2101"}, "year"),
            ({"month": "0"}, "month"),
            ({"weekday": "5"}, "weekday"),
            ({"weeks": ["6"]}, "weeks"),
            ({"days": "32", "weekday": ""}, "days"),
            ({"days": "5"}, "days"),
            ({"unit": "9"}, "unit"),
            ({"slot_minutes": "4"}, "slot_minutes"),
            ({"slot_minutes": "241"}, "slot_minutes"),
            ({"places": "51"}, "places"),
            ({"place": ""}, "place"),
            ({"place": "x" * 201}, "place"),
            ({"presided_by": ""}, "presided_by"),
            ({"agenda": "x" * 501}, "agenda"),
            ({"participants": "x" * 501}, "participants"),
            ({"attendance": "uy_quyen"}, "delegated_by"),
            ({"attendance": "khac"}, "attendance"),
            ({"mode": "dien_thoai"}, "mode"),
            ({"starts_at": "10h"}, "ends_at"),
        ],
    )
    def test_each_field_refuses_what_it_cannot_mean(self, changed, field):
        assert field in PlanForm(PLAN | changed, units=ONE).errors

    def test_a_single_unit_is_not_asked(self):
        assert PlanForm(units=ONE).fields["unit"].widget.is_hidden
        assert not PlanForm(units=TWO).fields["unit"].widget.is_hidden

    def test_what_every_session_says(self):
        form = PlanForm(PLAN | {"agenda": "Đất đai"}, units=ONE)
        form.is_valid()
        assert set(form.told) <= {field.name for field in HeadSession._meta.get_fields()}
        assert (form.told["agenda"], form.told["starts_at"], form.unit_id) == ("Đất đai", time(8), 7)


class TestOtherForms:
    def test_an_urgent_session_keeps_its_ground(self):
        form = UrgentForm(SESSION | {"planned_on": "14/3/2023", "urgent_ground": "hau_qua"}, units=ONE)
        assert form.is_valid(), form.errors
        assert form.told["urgent_ground"] == "hau_qua"

    @pytest.mark.parametrize(
        "changed", [{"urgent_ground": ""}, {"urgent_ground": "bận"}, {"planned_on": "31/2/2023"}]
    )
    def test_an_urgent_session_without_one(self, changed):
        told = SESSION | {"planned_on": "14/3/2023", "urgent_ground": "hau_qua"} | changed
        assert set(UrgentForm(told, units=ONE).errors) == set(changed)

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({}, set()),
            ({"weekday": ""}, {"weekday"}),
            ({"since": ""}, {"since"}),
            ({"since": "mai"}, {"since"}),
            ({"weekday": "9"}, {"weekday"}),
            ({"receiver": "dai_bieu", "only": "23/3/2023", "weekday": "", "since": ""}, set()),
            ({"receiver": "dai_bieu"}, {"only"}),
            ({"receiver": ""}, {"receiver"}),
        ],
    )
    def test_regular_hours(self, changed, errors):
        told = {"unit": "7", "receiver": "can_bo", "weekday": "1", "since": "1/4/2023", "starts_at": "8h"}
        told |= {"ends_at": "10h", "place": "Một cửa", "slot_minutes": "30", "places": "1"}
        assert set(HoursForm(told | changed, units=ONE).errors) == errors

    def test_a_day_alone_is_dropped_for_officers(self):
        told = {"unit": "7", "receiver": "can_bo", "weekday": "1", "since": "1/4/2023", "only": "23/3/2023"}
        told |= {"starts_at": "8h", "ends_at": "10h", "place": "Một cửa", "slot_minutes": "30", "places": "1"}
        form = HoursForm(told, units=ONE)
        assert form.is_valid()
        assert form.told["only"] is None

    @pytest.mark.parametrize("last", ["", "31/2/2023", "mai"])
    def test_an_end_is_a_day(self, last):
        assert "last" in EndForm({"last": last}).errors

    @pytest.mark.parametrize("reason", ["", "bận", "x" * 301])
    def test_a_move_has_a_reason_that_says_something(self, reason):
        told = {"planned_on": "30/3/2023", "starts_at": "8h", "ends_at": "10h", "place": "Phòng tiếp"}
        assert set(MoveForm(told | {"reason": reason}).errors) == {"reason"}

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({}, set()),
            ({"ground": ""}, {"ground"}),
            ({"notified_on": ""}, {"notified_on"}),
            ({"tested_on": "x"}, {"tested_on"}),
        ],
    )
    def test_conditions(self, changed, errors):
        assert set(OnlineForm({"ground": "o_xa", "notified_on": "1/8/2026"} | changed).errors) == errors

    @pytest.mark.parametrize(
        ("changed", "errors"),
        [
            ({}, set()),
            ({"answer": ""}, {"answer"}),
            ({"visit": "99"}, {"visit"}),
            ({"unit": "99"}, {"unit"}),
            ({"due_on": "0/0/0"}, {"due_on"}),
            ({"text": "x" * 2001}, {"text"}),
            ({"contact": "x" * 201}, {"contact"}),
        ],
    )
    def test_a_conclusion(self, changed, errors):
        told = {"answer": "giao_xem_xet", "text": "Đo lại", "unit": "7", "due_on": "20/3/2023", "visit": "5"}
        assert set(ConclusionForm(told | changed, visits=[("5", "Số 5")], units=ONE).errors) == errors

    def test_done_on_a_day(self):
        assert set(DoneForm({"on": "", "result": "x" * 2001}).errors) == {"on", "result"}

    @pytest.mark.parametrize(
        ("since", "until", "errors"),
        [
            ("1/1/2023", "31/12/2023", set()),
            ("1/1/2024", "31/12/2024", set()),
            ("1/1/2023", "2/1/2024", set()),
            ("1/1/2023", "3/1/2024", {"until"}),
            ("", "1/1/2023", {"since"}),
        ],
    )
    def test_at_most_a_year_of_the_book(self, since, until, errors):
        assert set(LogForm({"unit": "7", "since": since, "until": until}, units=ONE).errors) == errors


@pytest.mark.django_db
class TestHostile:
    """No value breaks a page, and none writes what its form does not mean."""

    ROOT = "/ban-lam-viec/tiep-cong-dan/"

    @pytest.fixture
    def desk(self, settings):
        settings.DEMONSTRATION_DAY = TODAY
        self.officer = planner()
        client = desk_of(self.officer)
        client.raise_request_exception = False
        return client

    @pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
    def test_every_question_in_an_address(self, desk, value):
        for page, names in (
            ("", ["don-vi"]),
            ("dat-cho/", ["don-vi", "ngay"]),
            ("so/", ["unit", "since", "until", "paper"]),
        ):
            for name in names:
                assert desk.get(self.ROOT + page, {name: value}).status_code < 500, (page, name)

    @pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
    def test_every_field_of_every_form(self, desk, value):
        head, _none = held_with_visits(self.officer, date(2023, 3, 7))
        coming, row = posted(self.officer), hours_of(self.officer.at)
        unit = str(self.officer.at.pk)
        pages = {
            "lap-lich/": [*PLAN, "days", "weeks", "month", "ngay", "niem_yet"],
            "dot-xuat/": [*SESSION, "planned_on", "urgent_ground"],
            "gio-thuong-xuyen/": ["receiver", "weekday", "only", "since", "place"],
            f"gio-thuong-xuyen/{row.pk}/ket-thuc/": ["last"],
            f"ky/{coming.public_id}/doi-lich/": ["planned_on", "starts_at", "place", "reason"],
            f"ky/{coming.public_id}/truc-tuyen/": ["ground", "notified_on", "connected_at"],
            f"ky/{head.public_id}/ket-luan/": ["visit", "answer", "text", "unit", "due_on"],
        }
        before = (HeadSession.objects.count(), RegularHours.objects.count(), Conclusion.objects.count())
        for page, names in pages.items():
            sent = dict.fromkeys(names, value) | {"unit": unit}
            assert desk.post(self.ROOT + page, sent).status_code < 500, page
        assert before == (
            HeadSession.objects.count(),
            RegularHours.objects.count(),
            Conclusion.objects.count(),
        )

    @pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
    def test_every_field_of_a_booking(self, client, settings, value):
        settings.DEMONSTRATION_DAY = TODAY
        client.raise_request_exception = False
        session = posted(planner())
        book = f"/tiep-cong-dan/{session.unit.slug}/dat-cho/k-{session.public_id}/"
        names = ("gio", "so_nguoi", "giup", "ho_ten", "dien_thoai", "nhac", "thu_dien_tu", "khoa", "altcha")
        for sent in ({"noi_dung": value}, {"noi_dung": "khong", "gui": "1"} | dict.fromkeys(names, value)):
            assert client.post(book, sent).status_code < 500
        for page in ("/tiep-cong-dan/cho-da-dat/", "/tiep-cong-dan/cho-da-dat/huy/"):
            assert client.post(page, {"code": value}).status_code < 500
        for name in ("tim", "sau", "truoc"):
            assert client.get("/tiep-cong-dan/", {name: value}).status_code < 500
        assert not Booking.objects.exists()
