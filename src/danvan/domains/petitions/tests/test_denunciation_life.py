"""The way of a tố cáo by numbers, days and words of a list: every limit of the law of 2018, and nothing that names anybody.

Days are counted by hand from Wednesday 1/2/2023, the day of acceptance, on a wall calendar.
"""

from datetime import date, timedelta

import pytest
from django.db import models

from danvan.domains.petitions.denunciations.moves import CONCLUDED, DENUNCIATION
from danvan.domains.petitions.flow import LETTER, MATTER, PROTECTION
from danvan.domains.petitions.models import (
    AfterConclusion,
    DenunciationEnd,
    DenunciationWait,
    EnvelopePlace,
    InitialCheck,
    Kind,
    Letter,
    Matter,
)
from danvan.domains.petitions.tests.factories import accepted, classified, clocks, duty, matter_of
from danvan.law import recompute, rulebook
from danvan.records import history, papers, writing
from danvan.records.models import Record
from danvan.records.papers.declare import BOUND
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
BEGUN = date(2023, 2, 1)
OF_THE_LETTER = (
    *("keo_dai_xu_ly", "de_phong_bi", "yeu_cau_bao_cao", "nhan_bao_cao", "giai_quyet_lai", "lay_len"),
    *("chuyen_dieu_tra", "chuyen_thanh_tra", "de_nghi_bao_ve"),
)
PAPER = {"withdrawal_paper": "bien_ban", "coercion": "khong", "withdrawal_finding": "khong"}


def go(record, key, officer, on, **fields):
    return writing.move(record, key, by=officer, on=on, **fields)


def offered(matter, on):
    return {move.key for move in MATTER.moves_for(matter, on)}


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


@pytest.fixture
def matter(officer):
    return accepted(officer, BEGUN, Kind.DENUNCIATION)


def concluded(officer, on=date(2023, 3, 1), result="dung", begun=BEGUN):
    return go(matter_of(officer, begun, kind=Kind.DENUNCIATION), "giai_quyet", officer, on, result=result)


class TestTheWholeWay:
    def test_from_acceptance_to_the_end_of_the_file(self, officer, matter):
        steps = (
            ("thong_bao_thu_ly", date(2023, 2, 6), "dang_giai_quyet", "notified_on", {}),
            ("lap_to_xac_minh", date(2023, 2, 7), "xac_minh", "verifying_on", {"team_size": 3}),
            ("gia_han_to_cao", date(2023, 2, 27), "xac_minh", "extended_on", {"criteria": 1}),
            ("bao_cao", date(2023, 3, 20), "da_bao_cao", "reported_on", {}),
            ("giai_quyet", date(2023, 3, 28), "giai_quyet", "settled_on", {"result": "dung_mot_phan"}),
            ("gui_ket_luan", date(2023, 3, 30), "giai_quyet", "sent_on", {}),
            ("xu_ly_ket_luan", date(2023, 4, 5), "giai_quyet", "acted_on", {"action": "kien_nghi"}),
            (
                "cong_khai_ket_luan",
                date(2023, 4, 5),
                "cong_khai",
                "publicised_on",
                {
                    "publication": "niem_yet",
                    "names_removed": True,
                    "publication_until": date(2023, 4, 25),
                },
            ),
            ("nhan_ket_qua_xu_ly", date(2023, 4, 20), "cong_khai", "action_reported_on", {}),
            (
                "thuc_hien_xong",
                date(2023, 4, 24),
                "cong_khai",
                "executed_on",
                {"recovered_money": 5_000_000, "returned_persons": 2, "handled_orgs": 1},
            ),
            ("thoi_cong_khai", date(2023, 4, 25), "cong_khai", "publication_ended_on", {}),
            ("ket_thuc_to_cao", date(2023, 4, 26), "ket_thuc", "finished_on", {}),
        )
        for key, on, state, column, fields in steps:
            matter = go(matter, key, officer, on, **fields)
            assert (matter.state, getattr(matter, column)) == (state, on), key
        assert matter.closed_on == date(2023, 3, 28)
        assert matter.is_in_time
        assert not matter.duties.filter(met_on=None).exists()
        assert {limit.standing(date(2023, 5, 1)) for limit in matter.duties.all()} == {"dung_han"}
        assert Letter.objects.get().state == "giai_quyet"

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    @pytest.mark.parametrize("key", [move.key for move in (*DENUNCIATION, *CONCLUDED)])
    def test_nobody_else_goes_it(self, officer, kind, key):
        record = accepted(officer, BEGUN, kind)
        for state in MATTER.move(key).sources:
            record.state = state
            assert key not in offered(record, BEGUN), state

    @pytest.mark.parametrize(
        "key",
        [
            *(
                "giao_xac_minh",
                "moi_doi_thoai",
                "doi_thoai",
                "gia_han",
                "tam_dinh_chi",
                "dinh_chi",
                "rut_don",
            ),
            *("yeu_cau_giai_trinh", "tam_dinh_chi_thi_hanh", "khieu_nai_lan_hai"),
        ],
    )
    def test_nor_does_it_go_the_way_of_a_complaint(self, officer, matter, key):
        assert key not in offered(matter, BEGUN)

    def test_what_is_offered_first(self, officer, matter):
        assert offered(matter, BEGUN) == {
            *("giai_quyet", "thong_bao_thu_ly", "lap_to_xac_minh", "gia_han_to_cao", "trung_cau_giam_dinh"),
            *("tam_dinh_chi_to_cao", "dinh_chi_to_cao", "rut_to_cao", "rut_mot_phan", "cap_tren_yeu_cau"),
            *("chuyen_dieu_tra", "de_nghi_bao_ve"),
        }


class TestLimits:
    """rule, step that begins it, its day, what is told, step that meets it, last day on which it is in time."""

    @pytest.mark.parametrize(
        ("rule", "clock", "begin", "meet", "due_on"),
        [
            # 2, 3, 6, 7, 8/2
            ("TC.NOTIFY", "thong_bao_thu_ly", None, ("thong_bao_thu_ly", {}), date(2023, 2, 8)),
            # suspended on Friday 10/2: 13 to 17/2
            (
                "TC.SUSP.SEND",
                "gui_dinh_chi_to_cao",
                ("tam_dinh_chi_to_cao", date(2023, 2, 10), {"waiting_for": "cho_ket_qua"}),
                ("gui_dinh_chi", {}),
                date(2023, 2, 17),
            ),
            (
                "TC.SUSP.SEND",
                "gui_dinh_chi_to_cao",
                ("dinh_chi_to_cao", date(2023, 2, 10), {"ended_because": "chet"}),
                ("gui_dinh_chi", {}),
                date(2023, 2, 17),
            ),
            (
                "TC.SUSP.SEND",
                "gui_dinh_chi_to_cao",
                ("rut_to_cao", date(2023, 2, 10), PAPER),
                ("gui_dinh_chi", {}),
                date(2023, 2, 17),
            ),
            # asked on Monday 20/2: 21 to 24/2, 27/2
            (
                "TC.LATE.REP",
                "bao_cao_cap_tren",
                ("cap_tren_yeu_cau", date(2023, 2, 20), {}),
                ("bao_cao_cap_tren", {}),
                date(2023, 2, 27),
            ),
            # concluded on Wednesday 1/3: 2, 3, 6, 7, 8/3
            (
                "TC.KL.SEND",
                "gui_ket_luan",
                ("giai_quyet", date(2023, 3, 1), {"result": "dung"}),
                ("gui_ket_luan", {}),
                date(2023, 3, 8),
            ),
            # and 9, 10/3
            (
                "TC.ACT",
                "xu_ly_ket_luan",
                ("giai_quyet", date(2023, 3, 1), {"result": "dung"}),
                ("xu_ly_ket_luan", {"action": "tu_xu_ly"}),
                date(2023, 3, 10),
            ),
            (
                "TC.PUB",
                "cong_khai_ket_luan",
                ("giai_quyet", date(2023, 3, 1), {"result": "dung"}),
                ("cong_khai_ket_luan", {"publication": "cuoc_hop", "names_removed": True}),
                date(2023, 3, 10),
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_each_runs_from_its_event_and_is_late_the_day_after(
        self, officer, rule, clock, begin, meet, due_on
    ):
        for late in (False, True):
            record = matter_of(officer, BEGUN, kind=Kind.DENUNCIATION)
            if begin:
                record = go(record, begin[0], officer, begin[1], **begin[2])
            limit = duty(record, clock)
            assert (limit.rule, limit.due_on, limit.met_on) == (rule, due_on, None)
            assert limit.can_be_judged
            done = due_on + timedelta(days=late)
            record = go(record, meet[0], officer, done, **meet[1])
            assert duty(record, clock).standing(done) == ("qua_han" if late else "dung_han")

    def test_what_ended_needs_no_notice_of_its_acceptance_any_more(self, officer, matter):
        done = go(matter, "dinh_chi_to_cao", officer, date(2023, 2, 10), ended_because="da_co_ban_an")
        assert duty(done, "thong_bao_thu_ly").met_on == date(2023, 2, 10)

    def test_every_ledger_adds_up(self, officer, matter):
        matter = go(matter, "tam_dinh_chi_to_cao", officer, date(2023, 2, 10), waiting_for="cho_ket_qua")
        matter = go(matter, "tiep_tuc", officer, date(2023, 2, 20))
        matter = go(matter, "gia_han_to_cao", officer, date(2023, 3, 1), criteria=2)
        for limit in matter.duties.all():
            assert recompute(limit.ledger) == limit.due_on


class TestExtension:
    """Luật Tố cáo 2018, Điều 30; Nghị định 31/2019/NĐ-CP, Điều 3: an addition to the running day, once or twice."""

    @pytest.mark.parametrize(
        ("criteria", "days"),
        [
            # 30 days end on Friday 3/3; 60 on Sunday 2/4, so Monday 3/4
            ([1], [date(2023, 4, 3)]),
            # 90 days end on 2/5, off until 3/5
            ([2, 2], [date(2023, 4, 3), date(2023, 5, 4)]),
            # found complex first and specially complex later
            ([1, 3], [date(2023, 4, 3), date(2023, 5, 4)]),
        ],
    )
    def test_by_thirty_days(self, officer, matter, criteria, days):
        on = date(2023, 2, 27)
        for count, due_on in zip(criteria, days, strict=True):
            matter = go(matter, "gia_han_to_cao", officer, on, criteria=count)
            assert duty(matter, "giai_quyet").due_on == due_on
            on = due_on
        assert matter.is_complex

    @pytest.mark.parametrize(("criteria", "times"), [(1, 1), (2, 2), (7, 2)])
    def test_no_oftener_than_its_criteria_allow(self, officer, matter, criteria, times):
        for _ in range(times):
            matter = go(matter, "gia_han_to_cao", officer, date(2023, 2, 27), criteria=criteria)
        with pytest.raises(Refusal, match=f"chỉ được gia hạn {times} lần"):
            go(matter, "gia_han_to_cao", officer, date(2023, 2, 27), criteria=criteria)

    @pytest.mark.parametrize("criteria", [0, 8])
    def test_between_one_criterion_and_seven(self, officer, matter, criteria):
        with pytest.raises(Refusal, match="Số tiêu chí phức tạp"):
            go(matter, "gia_han_to_cao", officer, date(2023, 2, 27), criteria=criteria)

    def test_without_criteria_not(self, officer, matter):
        with pytest.raises(Refusal, match="Còn thiếu “số tiêu chí phức tạp”"):
            go(matter, "gia_han_to_cao", officer, date(2023, 2, 27))

    def test_never_a_limit_that_has_run_out(self, officer, matter):
        with pytest.raises(Refusal, match="đã hết ngày 3/3/2023"):
            go(matter, "gia_han_to_cao", officer, date(2023, 3, 4), criteria=1)

    def test_the_criteria_offered_are_as_many_as_the_law_lists(self):
        assert len(rulebook().wording("TC.COMPLEX", BEGUN).items) == 7


class TestStandingStill:
    """Time that does not count: Luật Tố cáo 2018, Điều 34 khoản 2; Nghị định 31/2019/NĐ-CP, Điều 15 khoản 4."""

    @pytest.mark.parametrize("ground", DenunciationWait.values)
    def test_ten_days_of_waiting_move_the_day_by_ten(self, officer, matter, ground):
        matter = go(matter, "tam_dinh_chi_to_cao", officer, date(2023, 2, 10), waiting_for=ground)
        assert (matter.state, duty(matter, "giai_quyet").is_suspended) == ("tam_dinh_chi", True)
        matter = go(matter, "tiep_tuc", officer, date(2023, 2, 20))
        assert (matter.state, duty(matter, "giai_quyet").due_on) == ("xac_minh", date(2023, 3, 13))

    def test_ten_days_with_an_expert_move_it_too_and_the_verifying_goes_on(self, officer, matter):
        matter = go(matter, "lap_to_xac_minh", officer, date(2023, 2, 7), team_size=2)
        matter = go(matter, "trung_cau_giam_dinh", officer, date(2023, 2, 10))
        assert (matter.state, duty(matter, "giai_quyet").is_suspended) == ("xac_minh", True)
        with pytest.raises(Refusal, match="Đang chờ kết quả giám định"):
            go(matter, "giai_quyet", officer, date(2023, 2, 15), result="sai")
        with pytest.raises(Refusal, match="Đang chờ kết quả giám định"):
            go(matter, "tam_dinh_chi_to_cao", officer, date(2023, 2, 15), waiting_for="cho_ket_qua")
        matter = go(matter, "co_ket_qua_giam_dinh", officer, date(2023, 2, 20))
        assert duty(matter, "giai_quyet").due_on == date(2023, 3, 13)
        with pytest.raises(Refusal, match="Không có giám định"):
            go(matter, "co_ket_qua_giam_dinh", officer, date(2023, 2, 21))

    @pytest.mark.parametrize(
        ("key", "before", "since", "fields"),
        [
            ("trung_cau_giam_dinh", date(2019, 5, 27), date(2019, 5, 28), {}),
            (
                "tam_dinh_chi_to_cao",
                date(2018, 12, 31),
                date(2019, 1, 1),
                {"waiting_for": "cho_ket_qua"},
            ),
            ("dinh_chi_to_cao", date(2018, 12, 31), date(2019, 1, 1), {"ended_because": "chet"}),
        ],
    )
    def test_each_from_the_day_of_its_law(self, officer, key, before, since, fields):
        for on in (before, since):
            record = matter_of(officer, on - timedelta(days=3), kind=Kind.DENUNCIATION)
            assert (key in offered(record, on)) is (on == since)
        with pytest.raises(Refusal, match="chưa có quy định"):
            go(matter_of(officer, before, kind=Kind.DENUNCIATION), key, officer, before, **fields)

    def test_the_suspension_of_a_denunciation_does_not_wait_for_2026(self, officer):
        """A complaint's does (KN.SUSP); a tố cáo's exists since 2019 on both sides of 1/7/2026 (TC.SUSP)."""
        for on in (date(2023, 2, 10), date(2026, 6, 30), date(2026, 7, 1)):
            assert "tam_dinh_chi_to_cao" in offered(matter_of(officer, on, kind=Kind.DENUNCIATION), on)

    def test_without_a_ground_not(self, officer, matter):
        with pytest.raises(Refusal, match="Còn thiếu “căn cứ tạm đình chỉ giải quyết tố cáo”"):
            go(matter, "tam_dinh_chi_to_cao", officer, date(2023, 2, 10))


class TestEndingWithoutConclusion:
    @pytest.mark.parametrize("ground", [one for one in DenunciationEnd.values if one != "rut"])
    def test_on_a_ground_of_the_law(self, officer, matter, ground):
        done = go(matter, "dinh_chi_to_cao", officer, date(2023, 2, 10), ended_because=ground)
        assert (done.state, done.closed_on, done.discontinued_on) == ("dinh_chi", *[date(2023, 2, 10)] * 2)
        assert duty(done, "giai_quyet").met_on == date(2023, 2, 10)
        assert Letter.objects.get().state == "giai_quyet"

    def test_withdrawal_has_its_own_step(self, officer, matter):
        with pytest.raises(Refusal, match="Ghi nhận rút tố cáo"):
            go(matter, "dinh_chi_to_cao", officer, date(2023, 2, 10), ended_because="rut")

    @pytest.mark.parametrize("paper", ["don_rut", "bien_ban"])
    def test_withdrawn_by_letter_or_minutes(self, officer, matter, paper):
        done = go(matter, "rut_to_cao", officer, date(2023, 2, 10), **(PAPER | {"withdrawal_paper": paper}))
        assert (done.state, done.ended_because) == ("dinh_chi", "rut")

    @pytest.mark.parametrize("sign", ["coercion", "withdrawal_finding"])
    def test_force_slander_or_a_violation_keep_it_going(self, officer, matter, sign):
        with pytest.raises(Refusal, match="Điều 33 khoản 3"):
            go(matter, "rut_to_cao", officer, date(2023, 2, 10), **(PAPER | {sign: "co"}))
        assert Matter.objects.get(pk=matter.pk).closed_on is None

    @pytest.mark.parametrize("left_out", PAPER)
    def test_each_question_is_asked(self, officer, matter, left_out):
        with pytest.raises(Refusal, match="Còn thiếu"):
            go(matter, "rut_to_cao", officer, date(2023, 2, 10), **(PAPER | {left_out: None}))

    def test_not_after_the_conclusion(self, officer):
        with pytest.raises(Refusal, match="Không thể"):
            go(concluded(officer), "rut_to_cao", officer, date(2023, 3, 2), **PAPER)


class TestTeam:
    @pytest.mark.parametrize(("size", "allowed"), [(1, False), (2, True), (5, True)])
    def test_two_members_at_least(self, officer, matter, size, allowed):
        if allowed:
            assert go(matter, "lap_to_xac_minh", officer, BEGUN, team_size=size).team_size == size
            return
        with pytest.raises(Refusal, match="ít nhất 2 người"):
            go(matter, "lap_to_xac_minh", officer, BEGUN, team_size=size)

    def test_before_the_decree_one_sufficed(self, officer):
        on = date(2019, 5, 27)
        record = matter_of(officer, on, kind=Kind.DENUNCIATION)
        assert go(record, "lap_to_xac_minh", officer, on, team_size=1).state == "xac_minh"


class TestAfterTheConclusion:
    @pytest.mark.parametrize("result", ["dung", "sai", "dung_mot_phan"])
    @pytest.mark.parametrize("action", AfterConclusion.values)
    def test_what_is_done_fits_what_was_found(self, officer, result, action):
        record, on = concluded(officer, result=result), date(2023, 3, 3)
        if (action == "khong_vi_pham") == (result == "sai"):
            assert go(record, "xu_ly_ket_luan", officer, on, action=action).action == action
            return
        with pytest.raises(Refusal, match="Điều 36"):
            go(record, "xu_ly_ket_luan", officer, on, action=action)

    @pytest.mark.parametrize(
        ("key", "fields"),
        [
            ("gui_ket_luan", {}),
            ("xu_ly_ket_luan", {"action": "tu_xu_ly"}),
            ("cong_khai_ket_luan", {"publication": "cuoc_hop", "names_removed": True}),
        ],
    )
    def test_nothing_of_it_before_the_conclusion(self, officer, key, fields):
        with pytest.raises(Refusal, match="trước ngày ban hành 1/3/2023"):
            go(concluded(officer), key, officer, date(2023, 2, 28), **fields)

    @pytest.mark.parametrize("key", ["gui_ket_luan", "xu_ly_ket_luan"])
    def test_once(self, officer, key):
        fields = {"action": "tu_xu_ly"} if key == "xu_ly_ket_luan" else {}
        record = go(concluded(officer), key, officer, date(2023, 3, 2), **fields)
        with pytest.raises(Refusal, match=r"chưa gửi|chưa xử lý"):
            go(record, key, officer, date(2023, 3, 3), **fields)

    def test_the_file_ends_when_all_was_done(self, officer):
        record = concluded(officer)
        with pytest.raises(Refusal, match="gửi kết luận, xử lý kết luận, công khai kết luận"):
            go(record, "ket_thuc_to_cao", officer, date(2023, 3, 2))
        record = go(record, "gui_ket_luan", officer, date(2023, 3, 2))
        with pytest.raises(Refusal, match="việc chưa làm: xử lý kết luận, công khai kết luận"):
            go(record, "ket_thuc_to_cao", officer, date(2023, 3, 2))

    def test_what_others_did_is_reported_after_it_was_asked(self, officer):
        record = concluded(officer)
        with pytest.raises(Refusal, match="chưa được xử lý"):
            go(record, "nhan_ket_qua_xu_ly", officer, date(2023, 3, 2))
        record = go(record, "xu_ly_ket_luan", officer, date(2023, 3, 6), action="kien_nghi")
        with pytest.raises(Refusal, match="trước ngày xử lý kết luận 6/3/2023"):
            go(record, "nhan_ket_qua_xu_ly", officer, date(2023, 3, 5))


class TestReportingAbove:
    def test_asked_and_told(self, officer, matter):
        with pytest.raises(Refusal, match="chưa yêu cầu báo cáo"):
            go(matter, "bao_cao_cap_tren", officer, date(2023, 2, 20))
        matter = go(matter, "cap_tren_yeu_cau", officer, date(2023, 2, 20))
        with pytest.raises(Refusal, match="trước ngày cấp trên yêu cầu 20/2/2023"):
            go(matter, "bao_cao_cap_tren", officer, date(2023, 2, 19))
        assert go(matter, "bao_cao_cap_tren", officer, date(2023, 2, 24)).superior_told_on


class TestTheLetter:
    """Its first check, a tố cáo that comes again, and where the envelope lies (Luật Tố cáo 2018, Điều 24, 37, 38)."""

    @pytest.mark.parametrize("case", InitialCheck.values)
    def test_ten_working_days_in_all_where_many_places_or_others_are_asked(self, officer, case):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        assert duty(letter, "xu_ly_ban_dau_to_cao").due_on == date(2023, 2, 10)
        letter = go(letter, "keo_dai_xu_ly", officer, date(2023, 2, 9), initial_case=case)
        # 2, 3, 6 to 10, 13, 14, 15/2
        limit = duty(letter, "xu_ly_ban_dau_to_cao")
        assert (limit.due_on, letter.initial_extended_on) == (date(2023, 2, 15), date(2023, 2, 9))
        assert recompute(limit.ledger) == limit.due_on
        with pytest.raises(Refusal, match="chưa kéo dài lần nào"):
            go(letter, "keo_dai_xu_ly", officer, date(2023, 2, 9), initial_case=case)

    def test_not_a_check_whose_limit_ran_out_nor_of_what_is_another_bodys(self, officer):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        with pytest.raises(Refusal, match="đã hết ngày 10/2/2023"):
            go(letter, "keo_dai_xu_ly", officer, date(2023, 2, 13), initial_case="nhieu_noi")
        for other in (
            classified(officer, BEGUN, Kind.DENUNCIATION, is_competent=False),
            classified(officer, BEGUN, Kind.COMPLAINT),
        ):
            with pytest.raises(Refusal, match="Chỉ tố cáo thuộc thẩm quyền"):
                go(other, "keo_dai_xu_ly", officer, BEGUN, initial_case="nhieu_noi")

    @pytest.mark.parametrize(
        ("standing", "competent", "found"),
        [
            # twenty days from 1/2 end on 21/2; five working days on 8/2; seven on 10/2
            ("lan_dau", True, {"to_cao_tiep": ("TC.AGAIN", date(2023, 2, 21))}),
            ("nhieu_lan", True, {"to_cao_tiep": ("TC.AGAIN", date(2023, 2, 21))}),
            ("dang_giai_quyet", True, {"to_cao_tiep": ("TC.LATE.ASK", date(2023, 2, 8))}),
            ("chua_giai_quyet", True, {"to_cao_tiep": ("TC.LATE.ASK", date(2023, 2, 8))}),
            ("ban_an", True, {"xu_ly_ban_dau_to_cao": ("TC.INIT", date(2023, 2, 10))}),
            ("lan_dau", False, {"chuyen_to_cao": ("TC.FWD", date(2023, 2, 8))}),
        ],
    )
    def test_what_comes_again_is_looked_into_by_what_came_of_it(self, officer, standing, competent, found):
        letter = classified(
            officer, BEGUN, Kind.DENUNCIATION, instance=2, standing=standing, is_competent=competent
        )
        rows = letter.duties.exclude(clock="xu_ly").values_list("clock", "rule", "due_on")
        assert {clock: (rule, due_on) for clock, rule, due_on in rows} == found

    def test_a_first_denunciation_asks_for_no_report(self, officer):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        assert "to_cao_tiep" not in clocks(letter)
        with pytest.raises(Refusal, match="tố cáo tiếp vì cấp dưới quá hạn"):
            go(letter, "yeu_cau_bao_cao", officer, BEGUN)

    def test_asking_below_meets_the_limit_and_the_report_follows(self, officer):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION, instance=2, standing="dang_giai_quyet")
        letter = go(letter, "yeu_cau_bao_cao", officer, date(2023, 2, 8))
        assert duty(letter, "to_cao_tiep").standing(date(2023, 2, 8)) == "dung_han"
        with pytest.raises(Refusal, match="trước ngày yêu cầu 8/2/2023"):
            go(letter, "nhan_bao_cao", officer, date(2023, 2, 7))
        assert go(letter, "nhan_bao_cao", officer, date(2023, 2, 15)).report_came_on == date(2023, 2, 15)

    @pytest.mark.parametrize("place", EnvelopePlace.values)
    def test_the_envelope_lies_somewhere_that_names_nobody(self, officer, place):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        kept = go(letter, "de_phong_bi", officer, BEGUN, envelope_at=place)
        assert (kept.envelope_at, kept.envelope_moved_on, kept.state) == (place, BEGUN, "da_phan_loai")

    def test_a_place_in_words_of_ones_own_is_refused(self, officer):
        letter = classified(officer, BEGUN, Kind.DENUNCIATION)
        with pytest.raises(Refusal, match="Nơi để phong bì"):
            go(letter, "de_phong_bi", officer, BEGUN, envelope_at="bàn của ông A")

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    def test_only_a_denunciation_has_an_envelope(self, officer, kind):
        with pytest.raises(Refusal, match="chỉ có với tố cáo"):
            go(classified(officer, BEGUN, kind), "de_phong_bi", officer, BEGUN, envelope_at="tu_mat")

    def test_it_moves_on_after_the_letter_was_handled(self, officer, matter):
        letter = Letter.objects.get()
        kept = go(letter, "de_phong_bi", officer, BEGUN, envelope_at="to_xac_minh")
        assert (kept.state, kept.envelope_at) == ("thu_ly", "to_xac_minh")


class TestNothingNamesAnybody:
    """Numbers, days, yes or no, and words of a list: no step of a tố cáo asks for anything in words of one's own."""

    STEPS = [
        *((MATTER, move) for move in (*DENUNCIATION, *CONCLUDED)),
        *((LETTER, move) for move in LETTER.moves if move.key in OF_THE_LETTER),
        *((PROTECTION, move) for move in PROTECTION.moves),
    ]

    @pytest.mark.parametrize(("kind", "move"), STEPS, ids=lambda one: one.key)
    def test_no_step_takes_words(self, kind, move):
        for name in (*move.needs, *move.takes):
            field = kind.model._meta.get_field(name)
            bound = (models.DateField, models.IntegerField, models.BooleanField)
            assert isinstance(field, bound) or field.choices, name
        for paper in map(papers.template, move.papers):
            assert not paper.needs_identity, paper.key
            assert {blank.kind for blank in paper.blanks} <= BOUND, paper.key
        assert not move.releases_identity

    def test_a_whole_life_leaves_only_such_values_in_the_history(self, officer, matter):
        matter = go(matter, "thong_bao_thu_ly", officer, BEGUN)
        matter = go(matter, "lap_to_xac_minh", officer, BEGUN, team_size=2)
        matter = go(matter, "giai_quyet", officer, BEGUN, result="sai")
        matter = go(matter, "xu_ly_ket_luan", officer, BEGUN, action="khong_vi_pham")
        assert (matter.secrecy, matter.identity_released_on) == (Record.Secrecy.SEALED, None)
        assert matter.title == "Vụ việc tố cáo, lĩnh vực đất đai, nhà cửa"
        words = [
            value
            for row in history.of_record(matter)
            for value in (row.after or {}).values()
            if isinstance(value, str) and len(value) > 60
        ]
        assert words == []
