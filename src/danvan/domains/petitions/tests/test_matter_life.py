"""The life of a complaint from acceptance to its execution, on both sides of 1/7/2026."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.domains.petitions.flow import MATTER
from danvan.domains.petitions.models import Kind, Matter
from danvan.domains.petitions.tests.factories import accepted, clocks, duty, matter_of, shown
from danvan.org.models import RemoteSpell
from danvan.records import writing
from danvan.records.models import Link
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
OLD, NEW = date(2023, 2, 1), date(2026, 7, 6)


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


def go(matter, key, officer, on, **fields):
    return writing.move(matter, key, by=officer, on=on, **fields)


def offered(matter, on):
    return {move.key for move in MATTER.moves_for(matter, on)}


def remote(unit):
    RemoteSpell.objects.create(unit=unit, valid=DateRange(date(2020, 1, 1), None))


def decided(officer, on=OLD, after=20, **fields):
    matter = matter_of(officer, on, **fields)
    result = "cong_nhan" if matter.instance == 2 else "dung"
    return go(matter, "giai_quyet", officer, on + timedelta(days=after), result=result)


class TestTheWayOfAComplaint:
    def test_every_step_writes_its_day_and_state(self, officer):
        matter = accepted(officer, OLD)
        for key, day, state, column in (
            ("giao_xac_minh", 3, "xac_minh", "verifying_on"),
            ("bao_cao", 10, "da_bao_cao", "reported_on"),
            ("doi_thoai", 14, "doi_thoai", "dialogue_on"),
        ):
            matter = go(matter, key, officer, OLD + timedelta(days=day))
            assert (matter.state, getattr(matter, column)) == (state, OLD + timedelta(days=day))
        matter = go(matter, "giai_quyet", officer, date(2023, 3, 1), result="dung_mot_phan")
        assert (matter.is_in_time, matter.closed_on) == (True, date(2023, 3, 1))
        matter = go(matter, "gui", officer, date(2023, 3, 3))
        matter = go(matter, "gui_cong_khai", officer, date(2023, 3, 10), **shown(date(2023, 3, 10)))
        matter = go(matter, "co_hieu_luc", officer, date(2023, 4, 1), must_be_executed=True)
        matter = go(matter, "chi_dao_thi_hanh", officer, date(2023, 4, 5))
        matter = go(matter, "thi_hanh_xong", officer, date(2023, 5, 5), returned_person_land=120)
        assert (matter.state, matter.executed_on) == ("ket_thuc", date(2023, 5, 5))
        assert matter.closed_on == date(2023, 3, 1)
        assert not matter.duties.filter(met_on=None).exists()

    def test_nothing_to_execute_ends_without_it(self, officer):
        matter = go(decided(officer), "co_hieu_luc", officer, date(2023, 3, 27))
        assert clocks(matter).get("thi_hanh") is None
        with pytest.raises(Refusal, match="không có nội dung phải thi hành"):
            go(matter, "chi_dao_thi_hanh", officer, date(2023, 3, 28))
        assert go(matter, "ket_thuc", officer, date(2023, 3, 28)).finished_on == date(2023, 3, 28)

    def test_steps_are_taken_in_the_order_of_days(self, officer):
        matter = go(accepted(officer, OLD), "giao_xac_minh", officer, date(2023, 2, 10))
        with pytest.raises(Refusal, match="trước ngày giao xác minh 10/2/2023"):
            go(matter, "bao_cao", officer, date(2023, 2, 9))

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, Kind.PROPOSAL])
    @pytest.mark.parametrize(
        "key",
        [
            *("giao_xac_minh", "gia_han", "tam_dinh_chi", "dinh_chi", "khieu_nai_lan_hai"),
            *("yeu_cau_giai_trinh", "tam_dinh_chi_thi_hanh"),
        ],
    )
    def test_only_a_complaint_goes_this_way(self, officer, kind, key):
        with pytest.raises(Refusal, match="chỉ có với"):
            go(accepted(officer, NEW, kind), key, officer, NEW)


class TestInTime:
    @pytest.mark.parametrize(("on", "in_time"), [(date(2023, 3, 3), True), (date(2023, 3, 4), False)])
    def test_by_the_day_of_the_law(self, officer, on, in_time):
        done = go(accepted(officer, OLD), "giai_quyet", officer, on, result="sai")
        assert done.is_in_time is in_time

    def test_not_said_where_no_limit_runs(self, officer):
        done = go(accepted(officer, OLD, Kind.PROPOSAL), "giai_quyet", officer, OLD, result="da_tra_loi")
        assert done.is_in_time is None


class TestExtension:
    @pytest.mark.parametrize(
        ("far", "instance", "contested", "rule", "due_on"),
        [
            # 45 days: Saturday 18/3, so Monday 20/3; 60: Sunday 2/4, so 3/4; 70: 12/4
            (False, 1, "quyet_dinh", "KN.S1", date(2023, 3, 20)),
            (True, 1, "quyet_dinh", "KN.S1.REMOTE", date(2023, 4, 3)),
            (False, 2, "quyet_dinh", "KN.S2", date(2023, 4, 3)),
            (True, 2, "quyet_dinh", "KN.S2.REMOTE", date(2023, 4, 12)),
            (False, 1, "ky_luat", "KN.SKL", date(2023, 3, 20)),
            (True, 2, "ky_luat", "KN.SKL", date(2023, 3, 20)),
        ],
    )
    def test_a_total_from_acceptance(self, officer, far, instance, contested, rule, due_on):
        if far:
            remote(officer.at)
        matter = matter_of(officer, OLD, instance=instance, contested=contested)
        matter = go(matter, "gia_han", officer, date(2023, 2, 20))
        assert (matter.is_complex, matter.extended_on) == (True, date(2023, 2, 20))
        assert (duty(matter, "giai_quyet").rule, duty(matter, "giai_quyet").due_on) == (rule, due_on)

    def test_once_and_before_the_limit_ran_out(self, officer):
        matter = go(accepted(officer, OLD), "gia_han", officer, date(2023, 3, 3))
        with pytest.raises(Refusal, match="không gia hạn thêm"):
            go(matter, "gia_han", officer, date(2023, 3, 4))
        with pytest.raises(Refusal, match="đã hết ngày 3/3/2023"):
            go(accepted(officer, OLD), "gia_han", officer, date(2023, 3, 4))

    def test_never_after_the_decision(self, officer):
        with pytest.raises(Refusal, match="Không thể"):
            go(decided(officer), "gia_han", officer, date(2023, 2, 25))

    def test_from_july_2026_a_criterion_is_named(self, officer):
        matter = accepted(officer, NEW)
        with pytest.raises(Refusal, match="một trong bảy tiêu chí"):
            go(matter, "gia_han", officer, date(2026, 7, 20))
        matter = go(matter, "gia_han", officer, date(2026, 7, 20), complexity="nhieu_nguoi")
        assert duty(matter, "giai_quyet").due_on == date(2026, 8, 20)


class TestSuspension:
    GROUND = {"suspension_ground": "cho_ket_qua"}

    @pytest.mark.parametrize("on", [date(2023, 2, 10), date(2026, 6, 30)])
    def test_it_does_not_exist_before_july_2026(self, officer, on):
        matter = accepted(officer, on - timedelta(days=5))
        assert "tam_dinh_chi" not in offered(matter, on)
        with pytest.raises(Refusal, match=r"chỉ có quy định này từ 1/7/2026 \(Điều 11a\)"):
            go(matter, "tam_dinh_chi", officer, on, **self.GROUND)

    def test_a_complaint_accepted_before_may_be_suspended_after(self, officer):
        matter = accepted(officer, date(2026, 6, 20))
        matter = go(matter, "tam_dinh_chi", officer, date(2026, 7, 6), **self.GROUND)
        assert (matter.state, duty(matter, "giai_quyet").is_suspended) == ("tam_dinh_chi", True)
        matter = go(matter, "tiep_tuc", officer, date(2026, 7, 16))
        assert (matter.state, duty(matter, "giai_quyet").due_on) == ("xac_minh", date(2026, 7, 30))

    def test_over_tet_2027_the_day_is_provisional(self, officer):
        matter = accepted(officer, date(2027, 1, 4))
        matter = go(matter, "tam_dinh_chi", officer, date(2027, 2, 1), **self.GROUND)
        matter = go(matter, "tiep_tuc", officer, date(2027, 2, 13))
        limit = duty(matter, "giai_quyet")
        assert (limit.due_on, limit.is_provisional) == (date(2027, 2, 15), True)

    def test_each_paper_is_sent_within_three_working_days(self, officer):
        matter = go(accepted(officer, NEW), "tam_dinh_chi", officer, date(2026, 7, 10), **self.GROUND)
        assert duty(matter, "gui_dinh_chi").due_on == date(2026, 7, 15)
        matter = go(matter, "gui_dinh_chi", officer, date(2026, 7, 14))
        matter = go(matter, "tiep_tuc", officer, date(2026, 7, 20))
        assert matter.duties.filter(clock="gui_dinh_chi", met_on=None).get().due_on == date(2026, 7, 23)

    def test_without_ground_not(self, officer):
        with pytest.raises(Refusal, match="Còn thiếu “căn cứ tạm đình chỉ”"):
            go(accepted(officer, NEW), "tam_dinh_chi", officer, date(2026, 7, 10))

    def test_suspended_it_is_neither_decided_nor_extended(self, officer):
        matter = go(accepted(officer, NEW), "tam_dinh_chi", officer, date(2026, 7, 10), **self.GROUND)
        assert offered(matter, date(2026, 7, 11)) == {
            *("tiep_tuc", "dinh_chi", "rut_don", "gui_dinh_chi", "rut_mot_phan"),
        }


class TestDiscontinuation:
    PAPER = {"withdrawal_paper": "don_rut", "coercion": "khong", "end_ground": "rut"}

    @pytest.mark.parametrize("ground", ["khong_nguoi_thua_ke", "khong_con_doi_tuong", "toa_thu_ly"])
    def test_grounds_beside_withdrawal_exist_from_july_2026(self, officer, ground):
        done = go(accepted(officer, NEW), "dinh_chi", officer, NEW, end_ground=ground)
        assert (done.state, done.discontinued_on, done.closed_on) == ("dinh_chi", NEW, NEW)
        with pytest.raises(
            Refusal, match="chỉ cho đình chỉ giải quyết khiếu nại khi người khiếu nại rút đơn"
        ):
            go(accepted(officer, OLD), "dinh_chi", officer, OLD, end_ground=ground)

    @pytest.mark.parametrize("on", [OLD, NEW])
    @pytest.mark.parametrize("ground", ["rut", "rut_qua_giai_thich"])
    def test_withdrawal_by_paper_always(self, officer, on, ground):
        done = go(accepted(officer, on), "rut_don", officer, on, **(self.PAPER | {"end_ground": ground}))
        assert (done.state, done.end_ground) == ("dinh_chi", ground)
        assert ("gui_dinh_chi" in clocks(done)) == (on == NEW)

    def test_who_was_forced_has_not_withdrawn(self, officer):
        with pytest.raises(Refusal, match="vụ việc tiếp tục"):
            go(accepted(officer, OLD), "rut_don", officer, OLD, **(self.PAPER | {"coercion": "co"}))

    def test_each_ground_has_its_step(self, officer):
        with pytest.raises(Refusal, match="Ghi nhận rút khiếu nại"):
            go(accepted(officer, NEW), "dinh_chi", officer, NEW, end_ground="rut")
        with pytest.raises(Refusal, match="rút toàn bộ"):
            go(accepted(officer, NEW), "rut_don", officer, NEW, **(self.PAPER | {"end_ground": "toa_thu_ly"}))


class TestDialogue:
    def test_from_july_2026_it_is_announced_five_days_before(self, officer):
        matter = go(accepted(officer, NEW), "giao_xac_minh", officer, NEW)
        with pytest.raises(Refusal, match="chậm nhất 15/7/2026"):
            go(matter, "moi_doi_thoai", officer, date(2026, 7, 16), dialogue_planned_on=date(2026, 7, 20))
        told = go(matter, "moi_doi_thoai", officer, date(2026, 7, 15), dialogue_planned_on=date(2026, 7, 20))
        assert (told.state, told.dialogue_notified_on) == ("xac_minh", date(2026, 7, 15))

    def test_before_that_the_law_named_no_days(self, officer):
        matter = go(accepted(officer, OLD), "giao_xac_minh", officer, OLD)
        assert go(matter, "moi_doi_thoai", officer, date(2023, 2, 9), dialogue_planned_on=date(2023, 2, 10))

    def test_second_instance_always_has_one(self, officer):
        matter = go(matter_of(officer, OLD, instance=2), "giao_xac_minh", officer, OLD)
        with pytest.raises(Refusal, match="phải đối thoại"):
            go(matter, "giai_quyet", officer, OLD, result="cong_nhan")
        matter = go(matter, "doi_thoai", officer, OLD)
        assert go(matter, "giai_quyet", officer, OLD, result="cong_nhan").result == "cong_nhan"

    def test_results_belong_to_their_instance(self, officer):
        with pytest.raises(Refusal, match="lần giải quyết thứ hai"):
            go(accepted(officer, OLD), "giai_quyet", officer, OLD, result="cong_nhan")

    @pytest.mark.parametrize("result", ["dung", "sai", "dung_mot_phan", "da_tra_loi"])
    def test_a_second_decision_has_no_result_that_no_column_counts(self, officer, result):
        matter = matter_of(officer, OLD, instance=2)
        with pytest.raises(Refusal, match="lần hai có kết quả công nhận hoặc hủy, sửa"):
            go(matter, "giai_quyet", officer, OLD, result=result)
        assert Matter.objects.get().settled_on is None

    @pytest.mark.parametrize("result", ["cong_nhan", "huy_sua"])
    def test_what_a_second_decision_may_say(self, officer, result):
        assert (
            go(matter_of(officer, OLD, instance=2), "giai_quyet", officer, OLD, result=result).closed_on
            == OLD
        )


class TestSendingAndPublishing:
    def test_first_decision_three_working_days_second_seven_days_beside_the_decree(self, officer):
        first = duty(decided(officer, OLD, 8), "gui")  # 9/2/2023, a Thursday
        assert (first.rule, first.due_on) == ("KN.SEND1", date(2023, 2, 14))
        second = duty(decided(officer, OLD, 8, instance=2), "gui")
        assert (second.rule, second.due_on, second.latest_on) == (
            "KN.SEND2",
            date(2023, 2, 16),
            date(2023, 2, 20),
        )
        assert second.standing(date(2023, 2, 17)) == "qua_han_theo_luat"

    def test_published_within_fifteen_days(self, officer):
        matter = decided(officer, OLD, 8)
        assert duty(matter, "cong_khai").due_on == date(2023, 2, 24)
        matter = go(
            matter, "gui_cong_khai", officer, date(2023, 2, 20), **shown(date(2023, 2, 20), "phuong_tien")
        )
        assert duty(matter, "cong_khai").met_on == date(2023, 2, 20)

    @pytest.mark.parametrize("form", ["niem_yet", "phuong_tien"])
    def test_it_stays_fifteen_days_at_least(self, officer, form):
        begun = date(2023, 2, 10)
        matter = go(decided(officer, OLD, 8), "gui_cong_khai", officer, begun, **shown(begun, form))
        with pytest.raises(Refusal, match="ít nhất đến hết ngày 25/2/2023"):
            go(matter, "thoi_cong_khai", officer, date(2023, 2, 24))
        assert go(matter, "thoi_cong_khai", officer, date(2023, 2, 25)).publication_ended_on

    def test_a_meeting_is_announced_three_days_before(self, officer):
        matter, meeting = decided(officer, OLD, 8), {"publication": "cuoc_hop", "on_portal": "khong_co"}
        for told in (None, date(2023, 2, 18)):
            with pytest.raises(Refusal, match="chậm nhất 17/2/2023"):
                go(matter, "gui_cong_khai", officer, date(2023, 2, 20), meeting_notified_on=told, **meeting)
        told = {"meeting_notified_on": date(2023, 2, 17)}
        assert go(matter, "gui_cong_khai", officer, date(2023, 2, 20), **told, **meeting).state == "cong_khai"


class TestAfterTheDecision:
    @pytest.mark.parametrize(("far", "last"), [(False, date(2023, 3, 13)), (True, date(2023, 3, 28))])
    def test_a_second_complaint_within_its_days(self, officer, far, last):
        if far:
            remote(officer.at)
        # sent on 10/2: 30 days end on Sunday 12/3, so Monday 13/3; 45 days: Monday 27/3
        matter = go(decided(officer, OLD, 8), "gui", officer, date(2023, 2, 10))
        last = date(2023, 3, 27) if far else last
        with pytest.raises(Refusal, match="Thời hạn khiếu nại lần hai hết ngày"):
            go(matter, "khieu_nai_lan_hai", officer, last + timedelta(days=1))
        done = go(matter, "khieu_nai_lan_hai", officer, last)
        assert done.appealed_on == last
        with pytest.raises(Refusal, match="không có hiệu lực"):
            go(done, "co_hieu_luc", officer, date(2023, 5, 1))

    def test_the_authority_above_opens_the_second_instance(self, db):
        from danvan.org.tests.factories import make_account, make_unit

        above = make_unit()
        below = make_unit(parent=above)
        officer = make_account("xu_ly", above, covers_below=True)
        officer.at = below
        first = go(decided(officer), "khieu_nai_lan_hai", officer, date(2023, 2, 25))
        second = Matter.objects.get(instance=2)
        assert (second.unit_id, second.received_on, second.kind) == (above.pk, date(2023, 2, 25), "khieu_nai")
        assert Link.objects.get(record_id=second.pk).source_id == first.pk
        assert clocks(second) == {"giai_quyet": "KN.S2"}

    def test_no_third_complaint(self, officer):
        with pytest.raises(Refusal, match="không khiếu nại lần ba"):
            go(decided(officer, instance=2), "khieu_nai_lan_hai", officer, date(2023, 2, 25))

    @pytest.mark.parametrize("instance", [1, 2])
    def test_it_binds_after_thirty_days_forty_five_if_remote(self, officer, instance):
        matter = decided(officer, OLD, 8, instance=instance)  # 9/2: to 11/3
        with pytest.raises(Refusal, match="có hiệu lực sau ngày 11/3/2023"):
            go(matter, "co_hieu_luc", officer, date(2023, 3, 11))
        assert go(matter, "co_hieu_luc", officer, date(2023, 3, 12)).binding_on
        remote(officer.at)
        with pytest.raises(Refusal, match="có hiệu lực sau ngày 26/3/2023"):
            go(decided(officer, OLD, 8, instance=instance), "co_hieu_luc", officer, date(2023, 3, 26))

    def test_a_directive_within_five_working_days(self, officer):
        matter = go(
            decided(officer, OLD, 8), "co_hieu_luc", officer, date(2023, 3, 13), must_be_executed=True
        )
        assert duty(matter, "thi_hanh").due_on == date(2023, 3, 20)
        with pytest.raises(Refusal, match="còn nội dung phải thi hành"):
            go(matter, "ket_thuc", officer, date(2023, 3, 14))

    def test_a_court_is_noted_not_before_the_decision(self, officer):
        matter = decided(officer, OLD, 8)
        with pytest.raises(Refusal, match="trước ngày ban hành 9/2/2023"):
            go(matter, "khoi_kien", officer, date(2023, 2, 8))
        assert go(matter, "khoi_kien", officer, date(2023, 2, 20)).sued_on
