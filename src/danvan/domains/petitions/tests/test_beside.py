"""What is asked and ordered while a complaint is being settled: explanation, a stay, dialogue, withdrawal by its paper.

A stay of execution (KN.STAY, since 2012) is another thing than the suspension of settlement (KN.SUSP, from 1/7/2026).
"""

from datetime import date, timedelta

import pytest

from danvan.domains.petitions.flow import MATTER
from danvan.domains.petitions.models import Kind
from danvan.domains.petitions.tests.factories import accepted, classified, clocks, duty, matter_of
from danvan.records import writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
OLD, NEW = date(2023, 2, 1), date(2026, 7, 6)
BEFORE, BREAK = date(2026, 6, 30), date(2026, 7, 1)
PAPER = {"withdrawal_paper": "don_rut", "coercion": "khong"}


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


def go(matter, key, officer, on, **fields):
    return writing.move(matter, key, by=officer, on=on, **fields)


def offered(matter, on):
    return {move.key for move in MATTER.moves_for(matter, on)}


class TestExplanation:
    """Luật Khiếu nại 2011, Điều 13: seven days from the request."""

    @pytest.mark.parametrize(
        ("asked_on", "due_on"),
        [
            (date(2023, 2, 1), date(2023, 2, 8)),
            # the seventh day is Saturday 11/2: Monday 13/2
            (date(2023, 2, 4), date(2023, 2, 13)),
            # the seventh day, 20/1, begins Tết: Friday 27/1
            (date(2023, 1, 13), date(2023, 1, 27)),
            # the same before and after 1/7/2026
            (date(2026, 6, 30), date(2026, 7, 7)),
            (date(2026, 7, 1), date(2026, 7, 8)),
        ],
    )
    def test_seven_days_from_the_request(self, officer, asked_on, due_on):
        matter = go(accepted(officer, asked_on), "yeu_cau_giai_trinh", officer, asked_on)
        limit = duty(matter, "giai_trinh")
        assert (limit.rule, limit.due_on, limit.met_on) == ("KN.EXPL", due_on, None)
        assert "Điều 13" in limit.citation

    def test_it_stops_nothing_and_moves_nothing(self, officer):
        matter = go(accepted(officer, OLD), "giao_xac_minh", officer, OLD)
        before = duty(matter, "giai_quyet").due_on
        matter = go(matter, "yeu_cau_giai_trinh", officer, date(2023, 2, 3))
        assert (matter.state, duty(matter, "giai_quyet").due_on) == ("xac_minh", before)

    def test_what_came_in_time_is_in_time_and_a_day_later_late(self, officer):
        for on, standing in ((date(2023, 2, 8), "dung_han"), (date(2023, 2, 9), "qua_han")):
            matter = go(accepted(officer, OLD), "yeu_cau_giai_trinh", officer, OLD)
            matter = go(matter, "nhan_giai_trinh", officer, on)
            assert (matter.explained_on, duty(matter, "giai_trinh").standing(date(2023, 3, 1))) == (
                on,
                standing,
            )

    def test_asked_again_only_after_an_answer_or_its_day(self, officer):
        matter = go(accepted(officer, OLD), "yeu_cau_giai_trinh", officer, OLD)
        with pytest.raises(Refusal, match="còn hạn đến 8/2/2023"):
            go(matter, "yeu_cau_giai_trinh", officer, date(2023, 2, 8))
        matter = go(matter, "yeu_cau_giai_trinh", officer, date(2023, 2, 9))
        assert sorted(matter.duties.filter(clock="giai_trinh").values_list("due_on", flat=True)) == [
            date(2023, 2, 8),
            date(2023, 2, 16),
        ]

    def test_an_answer_follows_a_request(self, officer):
        matter = accepted(officer, OLD)
        with pytest.raises(Refusal, match="Không có yêu cầu giải trình"):
            go(matter, "nhan_giai_trinh", officer, OLD)
        matter = go(matter, "yeu_cau_giai_trinh", officer, date(2023, 2, 3))
        with pytest.raises(Refusal, match="trước ngày yêu cầu 3/2/2023"):
            go(matter, "nhan_giai_trinh", officer, date(2023, 2, 2))
        matter = go(matter, "nhan_giai_trinh", officer, date(2023, 2, 3))
        assert "nhan_giai_trinh" not in offered(matter, date(2023, 2, 4))

    def test_nothing_is_owed_for_a_complaint_that_was_withdrawn(self, officer):
        matter = go(accepted(officer, OLD), "yeu_cau_giai_trinh", officer, OLD)
        matter = go(matter, "rut_don", officer, date(2023, 2, 3), end_ground="rut", **PAPER)
        assert duty(matter, "giai_trinh").met_on == date(2023, 2, 3)


class TestStay:
    """Luật Khiếu nại 2011, Điều 35: no longer than what is left of the time to settle, which runs on."""

    @pytest.mark.parametrize("on", [date(2023, 2, 10), BEFORE, BREAK, date(2026, 11, 2)])
    def test_it_exists_on_both_sides_of_2026_and_stops_no_limit(self, officer, on):
        matter = accepted(officer, on)
        before = duty(matter, "giai_quyet").due_on
        stayed = go(matter, "tam_dinh_chi_thi_hanh", officer, on, stayed_until=before)
        assert (stayed.state, stayed.stayed_on, stayed.suspended_on) == ("dang_giai_quyet", on, None)
        limit = duty(stayed, "giai_quyet")
        assert (limit.due_on, limit.is_suspended) == (before, False)

    @pytest.mark.parametrize(
        ("instance", "contested", "last"),
        [
            (1, "quyet_dinh", date(2023, 3, 3)),
            (2, "quyet_dinh", date(2023, 3, 20)),
            (1, "ky_luat", date(2023, 3, 3)),
        ],
    )
    def test_to_the_last_day_of_settling_and_no_further(self, officer, instance, contested, last):
        matter = matter_of(officer, OLD, instance=instance, contested=contested)
        with pytest.raises(Refusal, match=f"hết ngày {last.day}/{last.month}/2023"):
            go(
                matter,
                "tam_dinh_chi_thi_hanh",
                officer,
                date(2023, 2, 10),
                stayed_until=last + timedelta(days=1),
            )
        assert go(matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 2, 10), stayed_until=last).stayed_on

    def test_a_longer_time_to_settle_lets_another_stay_run_longer(self, officer):
        matter = go(
            accepted(officer, OLD), "tam_dinh_chi_thi_hanh", officer, OLD, stayed_until=date(2023, 3, 3)
        )
        matter = go(matter, "gia_han", officer, date(2023, 2, 20))
        # 45 days from 1/2 end on Saturday 18/3, so Monday 20/3
        with pytest.raises(Refusal, match="hết ngày 20/3/2023"):
            go(matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 3, 3), stayed_until=date(2023, 3, 21))
        matter = go(
            matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 3, 3), stayed_until=date(2023, 3, 20)
        )
        assert matter.stayed_until == date(2023, 3, 20)

    def test_not_into_the_past_and_not_without_an_end(self, officer):
        matter = accepted(officer, OLD)
        with pytest.raises(Refusal, match="trước ngày ra quyết định"):
            go(matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 2, 10), stayed_until=date(2023, 2, 9))
        with pytest.raises(Refusal, match="Còn thiếu “tạm đình chỉ thi hành đến hết ngày”"):
            go(matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 2, 10))

    def test_it_is_lifted_once_its_reason_is_gone(self, officer):
        matter = accepted(officer, OLD)
        with pytest.raises(Refusal, match="không bị tạm đình chỉ thi hành"):
            go(matter, "huy_tam_dinh_chi_thi_hanh", officer, OLD)
        matter = go(
            matter, "tam_dinh_chi_thi_hanh", officer, date(2023, 2, 10), stayed_until=date(2023, 3, 1)
        )
        with pytest.raises(Refusal, match="trước ngày tạm đình chỉ thi hành 10/2/2023"):
            go(matter, "huy_tam_dinh_chi_thi_hanh", officer, date(2023, 2, 9))
        matter = go(matter, "huy_tam_dinh_chi_thi_hanh", officer, date(2023, 2, 15))
        assert matter.stay_ended_on == date(2023, 2, 15)
        assert "tam_dinh_chi_thi_hanh" in offered(matter, date(2023, 2, 16))

    def test_a_stay_that_ran_out_is_not_lifted(self, officer):
        matter = go(
            accepted(officer, OLD), "tam_dinh_chi_thi_hanh", officer, OLD, stayed_until=date(2023, 2, 10)
        )
        assert "huy_tam_dinh_chi_thi_hanh" in offered(matter, date(2023, 2, 10))
        assert "huy_tam_dinh_chi_thi_hanh" not in offered(matter, date(2023, 2, 11))

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, Kind.PROPOSAL])
    def test_only_a_complaint_has_it(self, officer, kind):
        with pytest.raises(Refusal, match="chỉ có với khiếu nại"):
            go(accepted(officer, OLD, kind), "tam_dinh_chi_thi_hanh", officer, OLD, stayed_until=OLD)

    def test_of_a_complaint_of_2023_execution_can_be_stayed_and_settlement_not_suspended(self, officer):
        matter = accepted(officer, OLD)
        assert "tam_dinh_chi_thi_hanh" in offered(matter, date(2023, 2, 10))
        assert "tam_dinh_chi" not in offered(matter, date(2023, 2, 10))


class TestDialogueAtFirstInstance:
    """Luật Khiếu nại 2011, Điều 30: where what is asked for and what was found still differ."""

    @pytest.mark.parametrize("on", [OLD, NEW])
    @pytest.mark.parametrize(("findings", "asked"), [("khac", True), ("khop", False), (None, False)])
    def test_only_where_both_still_differ(self, officer, on, findings, asked):
        matter = go(accepted(officer, on), "giao_xac_minh", officer, on)
        matter = go(matter, "bao_cao", officer, on, findings=findings)
        if asked:
            with pytest.raises(Refusal, match=r"còn khác nhau nên phải đối thoại .*Điều 30"):
                go(matter, "giai_quyet", officer, on, result="sai")
            matter = go(matter, "doi_thoai", officer, on)
        assert go(matter, "giai_quyet", officer, on, result="sai").state == "giai_quyet"

    def test_a_denunciation_has_no_dialogue(self, officer):
        matter = go(accepted(officer, OLD, Kind.DENUNCIATION), "lap_to_xac_minh", officer, OLD, team_size=2)
        with pytest.raises(Refusal, match="đối thoại chỉ có với khiếu nại"):
            go(matter, "bao_cao", officer, OLD, findings="khac")
        assert go(matter, "bao_cao", officer, OLD).state == "da_bao_cao"


class TestWithdrawal:
    """Luật 02/2011, Điều 10: by a signed letter, whole; from 1/7/2026 also by minutes, and in part."""

    @pytest.mark.parametrize(
        ("on", "paper", "allowed"),
        [
            (OLD, "don_rut", True),
            (OLD, "bien_ban", False),
            (BEFORE, "bien_ban", False),
            (BREAK, "bien_ban", True),
            (BREAK, "don_rut", True),
        ],
    )
    def test_a_matter(self, officer, on, paper, allowed):
        matter = accepted(officer, on - timedelta(days=1))
        told = {"end_ground": "rut", "coercion": "khong", "withdrawal_paper": paper}
        if allowed:
            assert go(matter, "rut_don", officer, on, **told).state == "dinh_chi"
            return
        with pytest.raises(Refusal, match=r"bằng đơn có chữ ký hoặc điểm chỉ .*từ 1/7/2026"):
            go(matter, "rut_don", officer, on, **told)

    @pytest.mark.parametrize(
        ("kind", "on", "allowed"),
        [
            (Kind.COMPLAINT, BEFORE, False),
            (Kind.COMPLAINT, BREAK, True),
            # a tố cáo by minutes since the law of 2018, a proposal as it comes
            (Kind.DENUNCIATION, BEFORE, True),
            (Kind.PROPOSAL, BEFORE, True),
        ],
    )
    def test_a_letter_by_minutes(self, officer, kind, on, allowed):
        letter = classified(officer, on, kind)
        told = {"withdrawal_paper": "bien_ban", "coercion": "khong"}
        if allowed:
            assert go(letter, "rut", officer, on, **told).state == "rut"
            return
        with pytest.raises(Refusal, match="từ 1/7/2026"):
            go(letter, "rut", officer, on, **told)

    @pytest.mark.parametrize(
        ("kind", "on", "allowed"),
        [
            (Kind.COMPLAINT, OLD, False),
            (Kind.COMPLAINT, BEFORE, False),
            (Kind.COMPLAINT, BREAK, True),
            (Kind.DENUNCIATION, OLD, True),
            (Kind.DENUNCIATION, BREAK, True),
            (Kind.PROPOSAL, BREAK, False),
        ],
    )
    def test_in_part(self, officer, kind, on, allowed):
        matter = accepted(officer, on, kind)
        assert ("rut_mot_phan" in offered(matter, on)) is allowed
        if not allowed:
            with pytest.raises(Refusal, match=r"chưa có việc rút một phần|chỉ có với khiếu nại, tố cáo"):
                go(matter, "rut_mot_phan", officer, on, **PAPER)
            return
        done = go(matter, "rut_mot_phan", officer, on, **PAPER)
        assert (done.state, done.partly_withdrawn_on, done.closed_on) == ("dang_giai_quyet", on, None)
        assert duty(done, "giai_quyet").met_on is None

    def test_a_complaint_accepted_before_may_be_withdrawn_in_part_after(self, officer):
        """TR.KN: withdrawal follows the new decree for what was accepted before and is not decided."""
        matter = accepted(officer, date(2026, 6, 20))
        with pytest.raises(Refusal, match="chưa có việc rút một phần"):
            go(matter, "rut_mot_phan", officer, BEFORE, **PAPER)
        assert go(matter, "rut_mot_phan", officer, BREAK, **PAPER).partly_withdrawn_on == BREAK

    @pytest.mark.parametrize("left_out", PAPER)
    def test_in_part_too_paper_and_question_are_needed(self, officer, left_out):
        with pytest.raises(Refusal, match="Còn thiếu"):
            go(accepted(officer, NEW), "rut_mot_phan", officer, NEW, **(PAPER | {left_out: None}))

    def test_who_was_forced_has_withdrawn_nothing(self, officer):
        with pytest.raises(Refusal, match="vẫn được giải quyết"):
            go(accepted(officer, NEW), "rut_mot_phan", officer, NEW, **(PAPER | {"coercion": "co"}))

    def test_no_paper_of_discontinuation_had_a_limit_before_2026(self, officer):
        done = go(accepted(officer, BEFORE), "rut_don", officer, BEFORE, end_ground="rut", **PAPER)
        assert "gui_dinh_chi" not in clocks(done)
        done = go(accepted(officer, BEFORE), "rut_don", officer, BREAK, end_ground="rut", **PAPER)
        assert (clocks(done)["gui_dinh_chi"], duty(done, "gui_dinh_chi").due_on) == (
            "KN.SUSP.SEND",
            date(2026, 7, 6),
        )
