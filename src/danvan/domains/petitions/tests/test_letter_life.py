"""The ways of a letter beside the plain ones: signed later, supplemented, refused, returned, urged, withdrawn, answered."""

from datetime import date

import pytest

from danvan.domains.petitions.flow import LETTER
from danvan.domains.petitions.models import Kind, Letter, Matter, RefusalGround
from danvan.domains.petitions.tests.factories import NAMED, accepted, classified, clocks, duty, received
from danvan.records import history, writing
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, NEXT, LATER = date(2023, 2, 1), date(2023, 2, 3), date(2023, 2, 8)


def go(letter, key, officer, on=LATER, **fields):
    return writing.move(letter, key, by=officer, on=on, **fields)


def offered(letter, on=LATER):
    return {move.key for move in LETTER.moves_for(letter, on)}


class TestRegisteredBeforehand:
    def test_no_limit_runs_before_the_signed_paper(self, officer):
        letter = received(officer, IN, channel="cong_truc_tuyen", preregistered_on=IN)
        assert (letter.state, clocks(letter)) == ("cho_ky", {})
        assert offered(letter) == {"nhan_ban_ky", "dong_dang_ky", "chuyen_len", "chuyen_vuot_cap"}

    def test_limits_run_from_the_signed_paper(self, officer):
        letter = received(officer, IN, channel="cong_truc_tuyen", preregistered_on=IN)
        letter = go(letter, "nhan_ban_ky", officer, NEXT)
        letter = go(letter, "phan_loai", officer, LATER, kind="khieu_nai", field="dat_dai")
        assert letter.signed_on == NEXT
        assert {duty(letter, clock).begins_on for clock in clocks(letter)} == {NEXT}
        # ten days from 3/2 end on Monday 13/2
        assert duty(letter, "thu_ly_khieu_nai").due_on == date(2023, 2, 13)

    def test_a_paper_signed_from_july_2026_goes_by_the_new_rule(self, officer, play_on):
        play_on(date(2026, 7, 20))
        letter = received(officer, date(2026, 6, 29), preregistered_on=date(2026, 6, 29))
        letter = go(letter, "nhan_ban_ky", officer, date(2026, 7, 1))
        letter = go(letter, "phan_loai", officer, date(2026, 7, 2), kind="khieu_nai", field="khac")
        assert clocks(letter)["thu_ly_khieu_nai"] == "KN.ACC.2"

    def test_a_denunciation_too(self, officer):
        letter = received(officer, IN, preregistered_on=IN)
        letter = go(letter, "nhan_ban_ky", officer, NEXT)
        letter = go(letter, "phan_loai", officer, NEXT, kind="to_cao", field="khac")
        assert duty(letter, "xu_ly_ban_dau_to_cao").begins_on == NEXT

    def test_without_paper_it_is_put_away(self, officer):
        letter = go(received(officer, IN, preregistered_on=IN), "dong_dang_ky", officer)
        assert (letter.state, letter.closed_on, letter.kind) == ("luu", LATER, None)

    def test_the_paper_does_not_come_before(self, officer):
        letter = received(officer, IN, preregistered_on=NEXT)
        with pytest.raises(Refusal, match="trước ngày đăng ký qua mạng 3/2/2023"):
            go(letter, "nhan_ban_ky", officer, date(2023, 2, 2))


class TestClassification:
    def test_a_dispute_is_neither_complaint_nor_denunciation(self, officer):
        with pytest.raises(Refusal, match="không phải khiếu nại"):
            classified(officer, IN, is_dispute=True)
        assert classified(officer, IN, Kind.PROPOSAL, is_dispute=True).is_dispute

    def test_a_reason_for_unfitness_with_fitness_is_refused(self, officer):
        with pytest.raises(Refusal, match="bỏ chọn"):
            classified(officer, IN, unfit="khong_chu_ky")
        assert classified(officer, IN, unfit="khong_chu_ky", is_eligible=False).unfit == "khong_chu_ky"

    def test_a_complaint_is_never_anonymous(self, officer):
        with pytest.raises(Refusal, match="nặc danh"):
            classified(officer, IN, is_anonymous=True)

    def test_an_anonymous_denunciation_is_never_accepted(self, officer):
        letter = classified(officer, IN, Kind.DENUNCIATION, is_anonymous=True)
        assert "thu_ly" not in offered(letter)
        with pytest.raises(Refusal, match=r"không được thụ lý \(Luật Tố cáo 2018, Điều 25\)"):
            go(letter, "thu_ly", officer)
        assert go(letter, "chuyen", officer, forwarded_to="Thanh tra tỉnh").closed_on


class TestWhatIsOffered:
    @pytest.mark.parametrize(("competent", "eligible"), [(False, True), (True, False), (False, False)])
    def test_acceptance_only_within_competence_and_when_eligible(self, officer, competent, eligible):
        letter = classified(officer, IN, is_competent=competent, is_eligible=eligible)
        assert "thu_ly" not in offered(letter)
        assert "thu_ly" in offered(classified(officer, IN))

    def test_guided_once(self, officer):
        letter = classified(officer, IN, is_eligible=False, unfit="da_huong_dan")
        assert "huong_dan" not in offered(letter)
        with pytest.raises(Refusal, match="đã được hướng dẫn một lần"):
            go(letter, "huong_dan", officer)

    @pytest.mark.parametrize("unfit", ["gui_nhieu_noi", "da_huong_dan"])
    def test_a_denunciation_is_not_forwarded_where_it_is_already(self, officer, unfit):
        letter = classified(officer, IN, Kind.DENUNCIATION, is_eligible=False, unfit=unfit)
        with pytest.raises(Refusal, match="không chuyển nữa"):
            go(letter, "chuyen", officer, forwarded_to="Thanh tra tỉnh")

    @pytest.mark.parametrize("forwarder", ["dai_bieu", "hdnd", "mttq", "bao_chi"])
    def test_what_they_sent_to_the_wrong_place_goes_back(self, officer, forwarder):
        letter = received(officer, IN, forwarder=forwarder)
        letter = go(letter, "phan_loai", officer, NEXT, kind="khieu_nai", field="khac", is_competent=False)
        done = go(letter, "tra_lai", officer)
        assert (done.state, done.handling, done.closed_on) == ("tra_lai", "tra_lai", LATER)

    @pytest.mark.parametrize(("forwarder", "competent"), [(None, False), ("co_quan", False), ("mttq", True)])
    def test_nothing_else_does(self, officer, forwarder, competent):
        letter = received(officer, IN, forwarder=forwarder)
        fields = {"kind": "khieu_nai", "field": "khac", "is_competent": competent}
        letter = go(letter, "phan_loai", officer, NEXT, **fields)
        with pytest.raises(Refusal, match="trả lại"):
            go(letter, "tra_lai", officer)

    def test_a_lower_level_is_urged_and_not_oneself(self, officer):
        ours = classified(officer, IN)
        with pytest.raises(Refusal, match="không đôn đốc"):
            go(ours, "don_doc", officer, forwarded_to="Ủy ban")
        done = go(classified(officer, IN, is_competent=False), "don_doc", officer, forwarded_to="Ủy ban")
        assert (done.state, done.handling) == ("don_doc", "don_doc")

    @pytest.mark.parametrize("ground", RefusalGround.values)
    def test_each_of_nine_grounds_refuses_a_complaint(self, officer, ground):
        since = {"known_on": date(2022, 6, 1)} if ground == RefusalGround.LATE else {}
        done = go(classified(officer, IN), "khong_thu_ly", officer, refusal_ground=ground, **since)
        assert (done.state, done.handling, done.refusal_ground) == ("khong_thu_ly", "khong_thu_ly", ground)
        assert duty(done, "thu_ly_khieu_nai").met_on == LATER

    def test_without_a_ground_it_is_not_refused(self, officer):
        with pytest.raises(Refusal, match="chín căn cứ"):
            go(classified(officer, IN), "khong_thu_ly", officer)

    def test_a_proposal_is_never_refused_acceptance(self, officer):
        with pytest.raises(Refusal, match="không có bước"):
            go(classified(officer, IN, Kind.PROPOSAL), "khong_thu_ly", officer)

    def test_the_direction_is_written_by_the_move(self, officer):
        assert go(classified(officer, IN), "luu", officer).handling == "luu"
        assert go(classified(officer, IN), "huong_dan", officer).handling == "huong_dan"


class TestSupplement:
    def test_asking_meets_the_limit_and_the_supplement_begins_it_anew(self, officer):
        letter = go(classified(officer, IN), "yeu_cau_bo_sung", officer, NEXT)
        assert duty(letter, "xu_ly").met_on == NEXT
        letter = go(letter, "bo_sung", officer)
        assert (letter.state, letter.supplemented_on) == ("da_phan_loai", LATER)
        begun = letter.duties.filter(clock="xu_ly", met_on=None).get()
        assert begun.begins_on == LATER

    def test_the_limit_of_acceptance_is_not_moved_by_it(self, officer):
        letter = classified(officer, IN)
        before = duty(letter, "thu_ly_khieu_nai").due_on
        letter = go(go(letter, "yeu_cau_bo_sung", officer, NEXT), "bo_sung", officer)
        assert (duty(letter, "thu_ly_khieu_nai").due_on, duty(letter, "thu_ly_khieu_nai").met_on) == (
            before,
            None,
        )

    def test_what_never_comes_is_put_away(self, officer):
        letter = go(classified(officer, IN), "yeu_cau_bo_sung", officer, NEXT)
        assert go(letter, "luu_thieu", officer).closed_on == LATER

    def test_not_before_it_was_asked(self, officer):
        letter = go(classified(officer, IN), "yeu_cau_bo_sung", officer, LATER)
        with pytest.raises(Refusal, match="trước ngày yêu cầu 8/2/2023"):
            go(letter, "bo_sung", officer, NEXT)


class TestWithdrawal:
    PAPER = {"withdrawal_paper": "don_rut", "coercion": "khong"}

    def test_by_signed_paper(self, officer):
        done = go(classified(officer, IN), "rut", officer, **self.PAPER)
        assert (done.state, done.withdrawn_on, done.closed_on) == ("rut", LATER, LATER)
        assert not done.duties.filter(met_on=None).exists()

    @pytest.mark.parametrize("left_out", PAPER)
    def test_paper_and_question_are_needed(self, officer, left_out):
        with pytest.raises(Refusal, match="Còn thiếu"):
            go(classified(officer, IN), "rut", officer, **(self.PAPER | {left_out: None}))

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION])
    def test_who_was_forced_has_not_withdrawn(self, officer, kind):
        with pytest.raises(Refusal, match="không ghi rút đơn"):
            go(classified(officer, IN, kind), "rut", officer, **(self.PAPER | {"coercion": "co"}))


class TestAnswers:
    def test_who_forwarded_a_denunciation_is_told_within_twenty_days(self, officer):
        letter = received(officer, IN, forwarder="bao_chi")
        letter = go(letter, "phan_loai", officer, IN, kind="to_cao", field="khac")
        limit = duty(letter, "bao_bao_chi")
        assert (limit.rule, limit.due_on) == ("XLD.PRESS", date(2023, 2, 21))
        assert go(letter, "bao_noi_chuyen", officer).duties.get(clock="bao_bao_chi").met_on == LATER

    def test_deputies_are_told_of_the_settlement_within_seven_working_days(self, officer):
        matter = accepted(officer, IN)
        Letter.objects.update(forwarder="dai_bieu")
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="sai")
        letter = Letter.objects.get()
        # 9, 10, 13 to 17/2
        assert (duty(letter, "bao_noi_chuyen").rule, duty(letter, "bao_noi_chuyen").due_on) == (
            "TCD.BACK",
            date(2023, 2, 17),
        )
        assert go(letter, "bao_noi_chuyen", officer).duties.get(clock="bao_noi_chuyen").met_on == LATER

    def test_a_reply_is_relayed_within_five_working_days(self, officer):
        letter = go(classified(officer, IN), "chuyen", officer, NEXT, forwarded_to="Sở")
        with pytest.raises(Refusal, match="Chưa có văn bản phúc đáp"):
            go(letter, "bao_lai", officer)
        letter = go(letter, "nhan_phuc_dap", officer, reply_reference="12/VP")
        assert duty(letter, "bao_lai").due_on == date(2023, 2, 15)
        assert go(letter, "bao_lai", officer).duties.get(clock="bao_lai").met_on == LATER

    def test_nobody_forwarded_nobody_to_tell(self, officer):
        with pytest.raises(Refusal, match="không có ai để báo"):
            go(classified(officer, IN), "bao_noi_chuyen", officer)

    def test_originals_are_given_back_once(self, officer):
        letter = received(officer, IN, has_originals=True)
        letter = go(letter, "phan_loai", officer, IN, kind="khieu_nai", field="khac")
        letter = go(letter, "tra_ban_goc", officer)
        assert letter.originals_returned_on == LATER
        with pytest.raises(Refusal, match="không có bản gốc"):
            go(letter, "tra_ban_goc", officer)


class TestDetailsAddedLater:
    def test_by_whom_and_when_and_not_what(self, officer):
        letter = classified(officer, IN, personal=NAMED)
        changed = go(letter, "sua_thong_tin", officer, personal={"full_name": "Tên sửa minh họa"})
        assert changed.personal.full_name == "Tên sửa minh họa"
        assert (changed.state, changed.details_changed_on) == ("da_phan_loai", LATER)
        rows = list(history.of_record(letter))
        assert any((row.after or {}).get("details_changed_on") for row in rows)
        assert not any("minh họa" in str(row.after) + str(row.before) for row in rows)

    def test_also_when_the_letter_has_ended(self, officer):
        letter = go(classified(officer, IN), "luu", officer)
        changed = go(letter, "sua_thong_tin", officer, place="Thôn Thử")
        assert (changed.place, changed.closed_on) == ("Thôn Thử", LATER)

    def test_never_of_a_denunciation(self, officer):
        letter = classified(officer, IN, Kind.DENUNCIATION)
        assert "sua_thong_tin" not in offered(letter)
        with pytest.raises(Refusal, match="không bao giờ ghi"):
            go(letter, "sua_thong_tin", officer, personal=NAMED)


class TestDisputes:
    def test_reconciled_or_not_ends_the_matter_and_its_letter(self, officer):
        for key in ("hoa_giai_thanh", "hoa_giai_khong_thanh"):
            matter = accepted(officer, IN, Kind.PROPOSAL, is_dispute=True)
            # 45 days from 1/2 end on Saturday 18/3, so Monday 20/3
            assert (duty(matter, "giai_quyet").rule, duty(matter, "giai_quyet").due_on) == (
                "HG.LAND",
                date(2023, 3, 20),
            )
            done = writing.move(matter, key, by=officer, on=LATER, mediator="xa")
            assert (done.state, done.result, done.settled_on, done.closed_on) == (key, key, LATER, LATER)
            assert done.is_in_time is None  # known from memory alone
        assert set(Letter.objects.values_list("state", flat=True)) == {"giai_quyet"}

    def test_a_dispute_has_no_decision_and_a_complaint_no_reconciliation(self, officer):
        matter = accepted(officer, IN, Kind.PROPOSAL, is_dispute=True)
        with pytest.raises(Refusal, match="hòa giải thành hoặc không thành"):
            writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        with pytest.raises(Refusal, match="chỉ có với tranh chấp"):
            writing.move(accepted(officer, IN), "hoa_giai_thanh", by=officer, on=LATER)


class TestReopening:
    def test_a_proposal_is_taken_up_again_with_its_letter(self, officer):
        matter = accepted(officer, IN, Kind.PROPOSAL)
        matter = writing.move(matter, "giai_quyet", by=officer, on=NEXT, result="da_tra_loi")
        matter = writing.move(matter, "mo_lai", by=officer, on=LATER)
        assert (matter.state, matter.closed_on, matter.settled_on, matter.result) == (
            "dang_giai_quyet",
            None,
            None,
            None,
        )
        assert Letter.objects.get().state == "thu_ly"
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="da_tra_loi")
        assert (Matter.objects.get().closed_on, Letter.objects.get().closed_on) == (LATER, LATER)

    def test_a_complaint_is_not(self, officer):
        matter = writing.move(accepted(officer, IN), "giai_quyet", by=officer, on=NEXT, result="sai")
        with pytest.raises(Refusal, match="khiếu nại lần hai hoặc khởi kiện"):
            writing.move(matter, "mo_lai", by=officer, on=LATER)
