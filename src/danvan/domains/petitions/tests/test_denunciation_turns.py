"""Where a tố cáo leaves its way: to investigators, to inspection, looked into again, taken up by the authority above.

Each is known to the law from 1/1/2019 on: the day before, the day itself and long after are tried. The days of limits are
counted by hand from Wednesday 1/2/2023.
"""

from datetime import date

import pytest

from danvan.domains.petitions.flow import LETTER, MATTER
from danvan.domains.petitions.models import (
    AgainGround,
    CrimeBody,
    Handling,
    Kind,
    Letter,
    Matter,
    PassedTo,
    TakenGround,
)
from danvan.domains.petitions.tests.factories import accepted, classified, clocks, duty, matter_of
from danvan.law import rulebook
from danvan.records import writing
from danvan.records.models import Record
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
BEGUN = date(2023, 2, 1)
EVE, FIRST_DAY = date(2018, 12, 31), date(2019, 1, 1)
SIDES = [(EVE, False), (FIRST_DAY, True), (BEGUN, True), (date(2026, 6, 30), True), (date(2026, 7, 1), True)]
AGAIN = {"instance": 2, "standing": "lan_dau"}
LATE = {"instance": 2, "standing": "dang_giai_quyet"}


def go(record, key, officer, on, **fields):
    return writing.move(record, key, by=officer, on=on, **fields)


def denounced(officer, on=BEGUN, **fields):
    return classified(officer, on, Kind.DENUNCIATION, **fields)


def offered(record, kind, on):
    return {move.key for move in kind.moves_for(record.own(), on)}


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


class TestCrime:
    """TC.CRIME: at once, to the investigators or the prosecution, by a step and a paper of its own."""

    @pytest.mark.parametrize(("on", "known"), SIDES)
    def test_a_letter_is_handed_on_since_the_law_knows_it(self, officer, on, known):
        letter = denounced(officer, on)
        assert ("chuyen_dieu_tra" in offered(letter, LETTER, on)) == known
        if known:
            done = go(letter, "chuyen_dieu_tra", officer, on, passed_to="vien_kiem_sat")
            assert (done.state, done.handling, done.closed_on) == ("chuyen", Handling.FORWARDED, on)
            assert not done.duties.filter(met_on=None).exists()
            return
        with pytest.raises(Refusal, match="có từ 1/1/2019"):
            go(letter, "chuyen_dieu_tra", officer, on, passed_to="vien_kiem_sat")

    @pytest.mark.parametrize(("on", "known"), SIDES)
    def test_so_is_a_matter_which_goes_on(self, officer, on, known):
        matter = matter_of(officer, on, kind=Kind.DENUNCIATION)
        assert ("chuyen_dieu_tra" in offered(matter, MATTER, on)) == known
        if not known:
            with pytest.raises(Refusal, match="có từ 1/1/2019"):
                go(matter, "chuyen_dieu_tra", officer, on, crime_body="co_quan_dieu_tra")
            return
        done = go(matter, "chuyen_dieu_tra", officer, on, crime_body="co_quan_dieu_tra")
        assert (done.state, done.crime_on, done.closed_on) == ("dang_giai_quyet", on, None)
        with pytest.raises(Refusal, match="đã chuyển ngày"):
            go(done, "chuyen_dieu_tra", officer, on, crime_body="co_quan_dieu_tra")

    def test_at_once_has_no_number_so_nothing_is_late(self, officer):
        assert rulebook().wording("TC.CRIME", BEGUN).kind == "fact"
        matter = go(
            matter_of(officer, BEGUN, kind=Kind.DENUNCIATION),
            "chuyen_dieu_tra",
            officer,
            date(2023, 2, 20),
            crime_body="co_quan_dieu_tra",
        )
        assert "TC.CRIME" not in clocks(matter).values()

    def test_not_to_inspection(self, officer):
        with pytest.raises(Refusal, match="chỉ chuyển cơ quan điều tra hoặc viện kiểm sát"):
            go(denounced(officer), "chuyen_dieu_tra", officer, BEGUN, passed_to="thanh_tra")

    def test_the_form_offers_only_those_two(self, officer):
        values = LETTER.move("chuyen_dieu_tra").offers(denounced(officer), BEGUN)["passed_to"]
        assert set(values) == {PassedTo.POLICE, PassedTo.PROSECUTION} == set(CrimeBody.values)

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    def test_no_other_class_has_the_step(self, officer, kind):
        letter, matter = classified(officer, BEGUN, kind), accepted(officer, BEGUN, kind)
        assert "chuyen_dieu_tra" not in offered(letter, LETTER, BEGUN) | offered(matter, MATTER, BEGUN)


class TestAnonymous:
    """TC.ANON: without a name never "thụ lý"; with person, evidence and basis a lead for inspection."""

    @pytest.mark.parametrize(("on", "known"), SIDES)
    def test_it_becomes_a_lead_since_the_law_knows_it(self, officer, on, known):
        letter = _nameless(officer, on)
        if not known:
            with pytest.raises(Refusal, match="có từ 1/1/2019"):
                go(letter, "chuyen_thanh_tra", officer, on)
            return
        done = go(letter, "chuyen_thanh_tra", officer, on)
        assert (done.state, done.passed_to, done.handling) == ("chuyen", "thanh_tra", "chuyen")
        assert not Matter.objects.exists()

    @pytest.mark.parametrize("further", [{}, AGAIN, LATE])
    def test_no_step_accepts_it(self, officer, further):
        letter = _nameless(officer, BEGUN, **further)
        leading = {move.key for move in LETTER.moves_for(letter, BEGUN) if move.target == "thu_ly"}
        assert leading == set()
        with pytest.raises(Refusal, match="nặc danh, mạo danh không được thụ lý"):
            go(letter, "thu_ly", officer, BEGUN)

    def test_without_evidence_it_is_filed(self, officer):
        letter = _nameless(officer, BEGUN, is_eligible=False)
        with pytest.raises(Refusal, match="xếp lưu"):
            go(letter, "chuyen_thanh_tra", officer, BEGUN)
        assert go(letter, "luu", officer, BEGUN).handling == Handling.FILED

    def test_who_gave_his_name_is_not_handed_to_inspection(self, officer):
        with pytest.raises(Refusal, match="chỉ có với tố cáo nặc danh"):
            go(denounced(officer), "chuyen_thanh_tra", officer, BEGUN)


def _nameless(officer, on, **fields):
    return denounced(officer, on, is_anonymous=True, **fields)


class TestAgain:
    """TC.AGAIN: twenty days to look into the file and decide; settled again only on a ground of Điều 37."""

    @pytest.mark.parametrize("ground", AgainGround.values)
    def test_settled_again_on_a_ground(self, officer, ground):
        letter = denounced(officer, **AGAIN)
        done = go(letter, "giai_quyet_lai", officer, date(2023, 2, 21), again_ground=ground)
        assert (done.state, done.handling) == ("thu_ly", Handling.ACCEPTED)
        matter = Matter.objects.get(sources__source_id=letter.pk)
        assert (matter.instance, matter.kind, matter.received_on) == (2, "to_cao", date(2023, 2, 21))
        assert "tố cáo tiếp" in matter.title

    @pytest.mark.parametrize(
        ("on", "mark"),
        [(date(2023, 2, 20), "dung_han"), (date(2023, 2, 21), "dung_han"), (date(2023, 2, 22), "qua_han")],
    )
    def test_in_time_up_to_the_twentieth_day(self, officer, on, mark):
        done = go(denounced(officer, **AGAIN), "khong_thu_ly", officer, on)
        assert duty(done, "to_cao_tiep").standing(on) == mark

    def test_without_a_ground_not(self, officer):
        with pytest.raises(Refusal, match="Còn thiếu “căn cứ giải quyết lại tố cáo”"):
            go(denounced(officer, **AGAIN), "giai_quyet_lai", officer, BEGUN)

    def test_not_by_the_step_of_a_first_one(self, officer):
        with pytest.raises(Refusal, match="Giải quyết lại tố cáo"):
            go(denounced(officer, **AGAIN), "thu_ly", officer, BEGUN)

    @pytest.mark.parametrize("fields", [{}, LATE])
    def test_only_what_was_concluded(self, officer, fields):
        with pytest.raises(Refusal, match="sau khi đã có kết luận"):
            go(denounced(officer, **fields), "giai_quyet_lai", officer, BEGUN, again_ground="bo_sot")

    def test_before_the_law_of_2018_not(self, officer):
        with pytest.raises(Refusal, match="Điều 37, có từ 1/1/2019"):
            go(denounced(officer, EVE, **AGAIN), "giai_quyet_lai", officer, EVE, again_ground="bo_sot")


class TestTakenUp:
    """TC.LATE.*: report asked in five working days, told in five, then urged or taken up."""

    # asked on Wednesday 8/2: 9, 10, 13, 14, 15/2
    ASKED, LAST, AFTER = date(2023, 2, 8), date(2023, 2, 15), date(2023, 2, 16)

    def asked(self, officer):
        return go(denounced(officer, **LATE), "yeu_cau_bao_cao", officer, self.ASKED)

    @pytest.mark.parametrize("ground", TakenGround.values)
    def test_after_the_report(self, officer, ground):
        letter = go(self.asked(officer), "nhan_bao_cao", officer, date(2023, 2, 10))
        done = go(letter, "lay_len", officer, date(2023, 2, 10), taken_ground=ground)
        assert done.state == "thu_ly"
        assert Matter.objects.get(sources__source_id=letter.pk).instance == 2

    @pytest.mark.parametrize(("day", "allowed"), [("LAST", False), ("AFTER", True)])
    def test_without_a_report_once_its_days_are_over(self, officer, day, allowed):
        on, letter = getattr(self, day), self.asked(officer)
        if allowed:
            assert go(letter, "lay_len", officer, on, taken_ground="nghiem_trong").state == "thu_ly"
            return
        with pytest.raises(Refusal, match="còn hạn báo cáo đến hết ngày 15/2/2023"):
            go(letter, "lay_len", officer, on, taken_ground="nghiem_trong")

    def test_not_before_anybody_was_asked(self, officer):
        with pytest.raises(Refusal, match="Chưa yêu cầu cấp dưới báo cáo"):
            go(denounced(officer, **LATE), "lay_len", officer, BEGUN, taken_ground="nghiem_trong")

    def test_or_the_body_below_is_urged(self, officer):
        letter = self.asked(officer)
        assert go(letter, "don_doc", officer, self.AFTER, forwarded_to=str(officer.at)).state == "don_doc"

    @pytest.mark.parametrize("fields", [{}, AGAIN])
    def test_only_what_ran_out(self, officer, fields):
        with pytest.raises(Refusal, match="cấp dưới quá hạn chưa giải quyết"):
            go(denounced(officer, **fields), "lay_len", officer, BEGUN, taken_ground="nghiem_trong")

    def test_below_the_file_ends_with_it(self, officer):
        matter = accepted(officer, BEGUN, Kind.DENUNCIATION)
        with pytest.raises(Refusal, match="khi cấp trên đã yêu cầu báo cáo"):
            go(matter, "cap_tren_lay_len", officer, date(2023, 3, 20))
        matter = go(matter, "cap_tren_yeu_cau", officer, date(2023, 3, 10))
        with pytest.raises(Refusal, match="trước ngày cấp trên yêu cầu"):
            go(matter, "cap_tren_lay_len", officer, date(2023, 3, 9))
        done = go(matter, "cap_tren_lay_len", officer, date(2023, 3, 20))
        assert (done.state, done.closed_on, done.settled_on) == (
            "cap_tren_giai_quyet",
            date(2023, 3, 20),
            None,
        )
        assert not done.duties.filter(met_on=None).exists()
        assert Letter.objects.get().state == "giai_quyet"


class TestTransition:
    """TR.TC: what was accepted before 1/7/2026 and is still open follows the wordings of the day of each step."""

    ACCEPTED = date(2026, 6, 15)

    def protected(self, officer):
        matter = accepted(officer, self.ACCEPTED, Kind.DENUNCIATION)
        go(matter, "de_nghi_bao_ve", officer, self.ACCEPTED, protection_way="dien_thoai")
        protection = Record.objects.get(type="bao_ve").own()
        return go(
            protection,
            "ap_dung",
            officer,
            self.ACCEPTED,
            scope="bi_mat",
            authority="nguoi_giai_quyet",
            starts_on=self.ACCEPTED,
        )

    @pytest.mark.parametrize(
        ("on", "known"),
        [(date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2026, 7, 2), True)],
    )
    def test_the_new_ground_to_end_protection_holds_also_for_what_began_before(self, officer, on, known):
        protection = self.protected(officer)
        if known:
            assert go(protection, "cham_dut", officer, on, ended_because="vi_pham").state == "cham_dut"
            return
        with pytest.raises(Refusal, match="có từ 1/7/2026"):
            go(protection, "cham_dut", officer, on, ended_because="vi_pham")

    @pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)])
    @pytest.mark.parametrize("paper", ["don_rut", "bien_ban"])
    def test_withdrawal_is_minuted_on_both_sides_since_the_decree_of_2026_states_what_the_law_had(
        self, officer, on, paper
    ):
        done = go(
            accepted(officer, self.ACCEPTED, Kind.DENUNCIATION),
            "rut_to_cao",
            officer,
            on,
            withdrawal_paper=paper,
            coercion="khong",
            withdrawal_finding="khong",
        )
        assert done.state == "dinh_chi"

    def test_its_limit_of_settlement_stays_as_it_was_begun(self, officer):
        matter = accepted(officer, self.ACCEPTED, Kind.DENUNCIATION)
        assert duty(matter, "giai_quyet").due_on == date(2026, 7, 15)
        assert rulebook().in_force("TR.TC", date(2026, 6, 30)) is None
        assert rulebook().in_force("TR.TC", date(2026, 7, 1)) is not None


class TestCarriedOut:
    """What a conclusion asks must be done before the file ends: 04/KQGQ counts it."""

    def concluded(self, officer, result="dung"):
        matter = matter_of(officer, BEGUN, kind=Kind.DENUNCIATION)
        return go(matter, "giai_quyet", officer, date(2023, 3, 1), result=result)

    @pytest.mark.parametrize(
        ("result", "action", "owed"),
        [
            ("dung", "tu_xu_ly", True),
            ("dung_mot_phan", "kien_nghi", True),
            ("dung", "co_quan_dieu_tra", True),
            ("sai", "khong_vi_pham", False),
        ],
    )
    def test_what_asks_something_of_somebody_must_be_carried_out(self, officer, result, action, owed):
        record = go(
            self.concluded(officer, result), "xu_ly_ket_luan", officer, date(2023, 3, 3), action=action
        )
        assert record.must_be_executed == owed
        assert ("thuc_hien_xong" in offered(record, MATTER, date(2023, 3, 3))) == owed

    def test_the_file_waits_for_it(self, officer):
        record = self.concluded(officer)
        record = go(record, "gui_ket_luan", officer, date(2023, 3, 2))
        record = go(record, "xu_ly_ket_luan", officer, date(2023, 3, 3), action="tu_xu_ly")
        told = {"publication": "cuoc_hop", "names_removed": True}
        record = go(record, "cong_khai_ket_luan", officer, date(2023, 3, 3), **told)
        with pytest.raises(Refusal, match="việc chưa làm: thực hiện xong kết luận;"):
            go(record, "ket_thuc_to_cao", officer, date(2023, 3, 6))
        with pytest.raises(Refusal, match="trước ngày xử lý kết luận 3/3/2023"):
            go(record, "thuc_hien_xong", officer, date(2023, 3, 2))
        record = go(record, "thuc_hien_xong", officer, date(2023, 3, 6), returned_orgs=1)
        assert go(record, "ket_thuc_to_cao", officer, date(2023, 3, 6)).state == "ket_thuc"

    @pytest.mark.parametrize(
        ("result", "actions"),
        [
            ("sai", {"khong_vi_pham"}),
            ("dung", {"tu_xu_ly", "kien_nghi", "co_quan_dieu_tra"}),
            ("dung_mot_phan", {"tu_xu_ly", "kien_nghi", "co_quan_dieu_tra"}),
        ],
    )
    def test_the_form_offers_what_fits_the_conclusion(self, officer, result, actions):
        found = MATTER.move("xu_ly_ket_luan").offers(self.concluded(officer, result), BEGUN)
        assert set(found["action"]) == actions

    def test_a_discontinued_one_is_judged_by_its_limit_too(self, officer):
        """03/KQGQ prints columns 30 and 31 of all that were settled, the discontinued among them."""
        for on, in_time in ((date(2023, 3, 3), True), (date(2023, 3, 6), False)):
            matter = matter_of(officer, BEGUN, kind=Kind.DENUNCIATION)
            done = go(matter, "dinh_chi_to_cao", officer, on, ended_because="chet")
            assert done.is_in_time is in_time
