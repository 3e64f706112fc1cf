"""Requests about personal data: limits by the law of the day, what is done, and refusals with their ground."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from danvan.domains.personal_data import asking
from danvan.domains.personal_data.checks import GROUND_OF, why_not_deleted
from danvan.domains.personal_data.flow import REQUEST
from danvan.domains.personal_data.models import DataRequest, Ground, Right
from danvan.law import rulebook
from danvan.records import writing
from danvan.records.models import PersonalDetails, Record
from danvan.records.retention import erasing, holds, planning, schedule
from danvan.records.retention.tests import world
from danvan.records.retention.tests.world import filed
from danvan.records.tests.desk_world import classified, desk_of, role_at
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
D = date
NOW = D(2026, 3, 2)  # a Monday
PAPER = {"paper_no": "12/UBND-VP", "paper_on": NOW}


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = NOW


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def chief(officer):
    return head(officer.at)


@pytest.fixture
def letter(officer):
    return classified(officer, on=D(2023, 3, 1))


def ask(officer, about, right="xem", on=NOW):
    return asking.ask(about, right, "chinh_chu", by=officer, on=on)


def duties(request):
    return {duty.clock: duty for duty in request.duties.all()}


class TestLimits:
    def test_the_first_answer_is_owed_within_two_working_days(self, officer, letter):
        duty = duties(ask(officer, letter))["tra_loi_dlcn"]
        assert (duty.rule, duty.due_on, duty.can_be_judged) == ("PD25.REQ", D(2026, 3, 4), True)

    @pytest.mark.parametrize(
        ("right", "rule", "due"),
        [
            ("xem", "PD25.SEE", D(2026, 3, 12)),
            ("sua", "PD25.SEE", D(2026, 3, 12)),
            ("xoa", "PD25.DELETE", D(2026, 3, 23)),
        ],
    )
    def test_carrying_out_has_a_day_from_memory_that_calls_nobody_late(
        self, officer, letter, right, rule, due
    ):
        duty = duties(ask(officer, letter, right))["thuc_hien_dlcn"]
        assert (duty.rule, duty.due_on, duty.can_be_judged) == (rule, due, False)
        assert duty.standing(D(2030, 1, 1)) == "khong_xac_dinh"

    @pytest.mark.parametrize(("on", "runs"), [(D(2025, 12, 31), False), (D(2026, 1, 1), True)])
    def test_the_law_of_the_day_on_which_it_came_in(self, officer, letter, on, runs):
        assert bool(duties(ask(officer, letter, on=on))) is runs

    @pytest.mark.parametrize("move", ["tra_loi", "thuc_hien", "rut"])
    def test_what_ends_a_limit(self, officer, letter, move):
        fields = PAPER if move == "thuc_hien" else {}
        request = writing.move(ask(officer, letter), move, by=officer, on=NOW, **fields)
        met = {clock for clock, duty in duties(request).items() if duty.met_on}
        assert met == ({"tra_loi_dlcn"} if move == "tra_loi" else {"tra_loi_dlcn", "thuc_hien_dlcn"})

    @pytest.mark.parametrize("rule", sorted(set(GROUND_OF.values())))
    def test_the_lists_of_grounds_have_a_source(self, rule):
        assert all(wording.checked.status == "S" for wording in rulebook().wordings(rule))


class TestOpening:
    def test_it_names_nobody_and_takes_the_record_it_is_about(self, officer, letter):
        request = ask(officer, letter)
        assert request.about_id == letter.pk
        assert request.title == "Xem, được cung cấp dữ liệu"
        assert request.identity_released_on is None
        assert not PersonalDetails.objects.filter(pk=request.pk).exists()

    def test_about_a_tố_cáo_it_is_sealed_as_well(self, officer):
        sealed = classified(officer, "to_cao", on=D(2023, 3, 1))
        assert ask(officer, sealed).secrecy == Record.Secrecy.SEALED

    def test_when_its_record_turns_out_to_be_a_tố_cáo_it_is_sealed_too(self, officer, letter):
        request = ask(officer, letter)
        assert request.secrecy == Record.Secrecy.INTERNAL
        writing.move(letter, "phan_loai_lai", by=officer, on=NOW)
        request.refresh_from_db()
        assert request.secrecy == Record.Secrecy.SEALED

    def test_a_second_open_one_of_the_same_right_is_refused_and_another_right_is_not(self, officer, letter):
        ask(officer, letter)
        with pytest.raises(Refusal, match="chưa xong"):
            ask(officer, letter)
        assert ask(officer, letter, "sua").pk

    def test_after_the_first_has_ended_there_may_be_another(self, officer, letter):
        writing.move(ask(officer, letter), "rut", by=officer, on=NOW)
        assert ask(officer, letter).pk

    def test_a_request_about_a_request_is_refused(self, officer, letter):
        with pytest.raises(Refusal, match="không ghi tên ai"):
            ask(officer, ask(officer, letter))

    @pytest.mark.parametrize("on", [D(2023, 2, 28), D(2026, 3, 3)])
    def test_a_day_before_the_record_or_to_come_is_refused(self, officer, letter, on):
        with pytest.raises(Refusal):
            ask(officer, letter, on=on)

    def test_who_may_not_open_records_of_the_unit_is_refused(self, letter):
        with pytest.raises(Refusal, match="không có quyền"):
            ask(handler(), letter)

    @pytest.mark.parametrize("right", ["", "het", "XEM"])
    def test_a_right_outside_the_list_is_refused(self, officer, letter, right):
        with pytest.raises(Refusal):
            ask(officer, letter, right)


class TestEnding:
    @pytest.mark.parametrize("right", ["xem", "sua"])
    def test_done_by_a_numbered_paper(self, officer, letter, right):
        request = writing.move(ask(officer, letter, right), "thuc_hien", by=officer, on=NOW, **PAPER)
        assert (request.state, request.done_on, request.closed_on) == ("da_thuc_hien", NOW, NOW)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"paper_no": "bà Lan"}, "không có tên người"),
            ({"paper_no": ""}, "ố văn bản"),
            ({"paper_on": D(2026, 3, 1)}, "từ ngày nhận yêu cầu"),
            ({"paper_on": D(2026, 3, 3)}, "từ ngày nhận yêu cầu"),
        ],
    )
    def test_a_paper_that_is_none_is_refused(self, officer, letter, changes, sentence):
        with pytest.raises(Refusal, match=sentence):
            writing.move(ask(officer, letter), "thuc_hien", by=officer, on=NOW, **(PAPER | changes))

    def test_deleting_what_the_law_keeps_is_refused_with_the_reason(self, officer, letter):
        request = ask(officer, letter, "xoa")
        with pytest.raises(Refusal, match="Hồ sơ chưa kết thúc"):
            writing.move(request, "thuc_hien", by=officer, on=NOW, **PAPER)

    @pytest.mark.parametrize("left", ["file", "message", "person", "words"])
    def test_what_hangs_on_a_record_still_stands_though_its_sender_is_gone(self, officer, left):
        letter = filed(officer)
        if left != "person":
            PersonalDetails.objects.filter(pk=letter.pk).delete()
        if left in ("file", "message"):
            world.change(left, letter, officer, None, None)
        elif left == "words":
            type(letter).objects.filter(pk=letter.pk).update(against="Ủy ban Gieo Chữ")
        request = ask(officer, letter, "xoa")
        with pytest.raises(Refusal, match="Chưa xóa được"):
            writing.move(request, "thuc_hien", by=officer, on=NOW, **PAPER)

    def test_a_tố_cáo_that_waits_in_its_envelope_still_stands(self, officer, chief):
        request = ask(officer, world.sealed_with_envelope(officer), "xoa")
        with pytest.raises(Refusal, match="Chưa xóa được"):
            writing.move(request, "thuc_hien", by=officer, on=NOW, **PAPER)
        assert refuse(request, chief, Ground.KEPT).state == "tu_choi"

    def test_of_a_record_that_no_rule_destroys_nobody_says_that_it_is_deleted(self, officer):
        visit = writing.open_record("luot_tiep", by=officer, unit=officer.at, on=D(2023, 3, 1))
        PersonalDetails.objects.filter(pk=visit.pk).delete()
        assert why_not_deleted(ask(officer, visit, "xoa"), NOW)

    def test_so_is_a_settled_one_that_archive_law_keeps(self, officer):
        guided = classified(officer, on=D(2023, 3, 1), is_competent=False)
        guided = writing.move(guided, "huong_dan", by=officer, on=D(2023, 3, 2))
        request = ask(officer, guided, "xoa")
        assert why_not_deleted(request, NOW) == [schedule.why_kept("don")]

    def test_of_one_whose_time_is_over_the_head_is_waited_for(self, officer, settings):
        settings.RETENTION_GRACE_DAYS = -100_000
        request = ask(officer, filed(officer), "xoa")
        assert "chờ người đứng đầu" in why_not_deleted(request, NOW)[0]

    def test_a_request_to_delete_does_not_keep_what_is_to_be_deleted_and_is_done_afterwards(
        self, officer, chief, settings
    ):
        on = settings.DEMONSTRATION_DAY = world.TODAY
        world.stand_on(on)
        request = ask(officer, filed(officer), "xoa", on=on)
        digest = planning.plan({officer.at.pk}, on).digest
        erasing.erase(officer.at, by=chief, on=on, digest=digest, decision="1/QĐ", decision_on=on)
        done = writing.move(request, "thuc_hien", by=officer, on=on, paper_no="12/UBND-VP", paper_on=on)
        assert done.state == "da_thuc_hien"

    @pytest.mark.parametrize("right", ["xem", "sua"])
    def test_an_open_request_to_see_or_correct_keeps_its_record(self, officer, settings, right):
        settings.RETENTION_GRACE_DAYS = -100_000
        letter = filed(officer)
        request = ask(officer, letter, right)
        assert [h.why for h in holds.holdings([letter.pk], NOW)[letter.pk]] == [asking.WAITS]
        writing.move(request, "rut", by=officer, on=NOW)
        assert holds.holdings([letter.pk], NOW) == {}


def refuse(request, chief, ground, **more):
    return writing.move(request, "tu_choi", by=chief, on=NOW, ground=ground, **(PAPER | more))


class TestRefusing:
    def test_only_who_decides_refuses(self, officer, letter):
        with pytest.raises(Refusal, match="không có quyền"):
            refuse(ask(officer, letter), officer, Ground.NOT_THE_PERSON)

    def test_without_a_ground_it_is_none(self, officer, letter, chief):
        with pytest.raises(Refusal):
            writing.move(ask(officer, letter), "tu_choi", by=chief, on=NOW, **PAPER)

    @pytest.mark.parametrize(
        ("ground", "on", "right", "is_good"),
        [
            (Ground.NOT_THE_PERSON, NOW, "xem", True),
            (Ground.NOT_THE_PERSON, NOW, "xoa", True),
            (Ground.KEPT, NOW, "xoa", True),
            (Ground.KEPT, NOW, "xem", False),
            (Ground.KEPT, NOW, "sua", False),
            (Ground.OFFICE, D(2025, 12, 31), "xoa", True),
            (Ground.OFFICE, D(2026, 1, 1), "xoa", False),
            (Ground.OFFICE, D(2025, 12, 31), "xem", False),
            (Ground.PUBLIC, D(2023, 7, 1), "xoa", True),
            (Ground.PUBLIC, D(2023, 6, 30), "xoa", False),
            (Ground.STATISTICS, D(2025, 12, 31), "xoa", True),
            (Ground.STATISTICS, NOW, "xoa", False),
            (Ground.HINDERS, D(2026, 1, 1), "xem", True),
            (Ground.HINDERS, D(2025, 12, 31), "xem", False),
            (Ground.OTHERS, NOW, "sua", True),
            (Ground.OTHERS, D(2025, 12, 31), "sua", False),
        ],
    )
    def test_a_ground_stands_by_the_law_of_the_day_and_for_what_was_asked(
        self, officer, letter, chief, ground, on, right, is_good
    ):
        request = ask(officer, letter, right, on=on)
        if is_good:
            ended = refuse(request, chief, ground)
            assert (ended.state, ended.ground, ended.refused_on) == ("tu_choi", ground, NOW)
        else:
            with pytest.raises(Refusal):
                refuse(request, chief, ground)

    def test_what_is_gone_is_not_refused_as_kept(self, officer, chief):
        letter = letter_of(officer, D(2023, 3, 1))
        with pytest.raises(Refusal, match="không còn thông tin cá nhân"):
            refuse(ask(officer, letter, "xoa"), chief, Ground.KEPT)

    @pytest.mark.parametrize(
        "values",
        [
            {"refused_on": NOW},
            {"ground": "con_luu"},
            {"done_on": NOW},
            {"refused_on": NOW, "ground": "con_luu", "paper_no": "của bà A", "paper_on": NOW},
        ],
    )
    def test_the_database_refuses_an_end_without_ground_or_paper(self, officer, letter, values):
        request = ask(officer, letter)
        with pytest.raises(IntegrityError), transaction.atomic():
            DataRequest.objects.filter(pk=request.pk).update(**values)


class TestPages:
    def address(self, record):
        return reverse("personal_data:ask", args=[record.public_id])

    def test_it_is_written_down_from_the_records_page(self, officer, letter):
        desk = desk_of(officer)
        assert self.address(letter) in desk.get(letter.get_absolute_url()).content.decode()
        sent = {"right": "xoa", "capacity": "chinh_chu", "on": "2/3/2026"}
        answer = desk.post(self.address(letter), sent)
        request = DataRequest.objects.get()
        assert answer["Location"] == request.get_absolute_url()
        text = desk.get(request.get_absolute_url()).content.decode()
        assert "Chưa xóa được vì:" in text
        assert "Hồ sơ chưa kết thúc." in text
        assert "Người gửi Ẩn Danh Thử" not in text
        assert "1 chưa xong" in desk.get(letter.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(
        "changes", [{"right": "x"}, {"capacity": ""}, {"on": "3/3/2026"}, {"on": "mai"}, {"on": ""}]
    )
    def test_a_form_that_does_not_fit_is_shown_again(self, officer, letter, changes):
        sent = {"right": "xoa", "capacity": "chinh_chu", "on": "2/3/2026"} | changes
        assert desk_of(officer).post(self.address(letter), sent).status_code == 400
        assert not DataRequest.objects.exists()

    def test_of_another_unit_there_is_no_such_page(self, letter):
        assert desk_of(handler()).get(self.address(letter)).status_code == 404

    @pytest.mark.parametrize("role", ["thanh_tra", "giai_quyet"])
    def test_who_opens_no_records_is_told_so(self, officer, letter, role):
        desk = desk_of(role_at(role, officer))
        assert desk.get(self.address(letter)).status_code == 403
        assert self.address(letter) not in desk.get(letter.get_absolute_url()).content.decode()

    def test_it_stands_in_a_list_of_its_own(self, officer, letter):
        request = ask(officer, letter)
        text = desk_of(officer).get(reverse("records:list", args=["yeu_cau_dlcn"])).content.decode()
        assert request.number in text


def test_every_right_has_a_limit_and_every_ground_a_day():
    assert {REQUEST.clocks[1].rule_for(DataRequest(right=right)) for right in Right.values} == {
        "PD25.SEE",
        "PD25.DELETE",
    }
    assert set(GROUND_OF) | {Ground.NOT_THE_PERSON, Ground.KEPT} == set(Ground)
