"""The life of letters and matters: each move, what it writes, and what it refuses."""

from datetime import date

import pytest

from danvan.domains.petitions.flow import LETTER, MATTER
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import (
    NAMED,
    accepted,
    classified,
    duty,
    matter_of,
    received,
)
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.models import Duty, Link, PersonalDetails, Record
from danvan.records.tests.factories import compiler, head
from danvan.records.visibility import visible_records
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
RECEIVED, CLASSIFIED, HANDLED = date(2023, 2, 1), date(2023, 2, 3), date(2023, 2, 8)
EVERY_KIND = list(Kind.values)
HANDLING = {"huong_dan": {}, "chuyen": {"forwarded_to": "Thanh tra tỉnh"}, "luu": {}}


def handle(letter, move, officer, on=HANDLED, **fields):
    return writing.move(letter, move, by=officer, on=on, **(HANDLING.get(move, {}) | fields))


class TestReceipt:
    def test_a_letter_comes_in_without_class_name_or_text(self, officer):
        letter = received(officer, RECEIVED, channel="hop_thu", signatories=3, is_repeated=True)
        assert (letter.state, letter.kind, letter.title) == ("tiep_nhan", None, "Đơn chưa phân loại")
        assert (letter.secrecy, letter.identity_released_on) == (Record.Secrecy.SEALED, None)
        assert (letter.channel, letter.signatories, letter.is_repeated) == ("hop_thu", 3, True)

    @pytest.mark.parametrize("count", [0, -1])
    def test_nobody_signs_is_refused(self, officer, count):
        with pytest.raises(Refusal, match="Số người đứng tên"):
            received(officer, RECEIVED, signatories=count)
        assert not Letter.objects.exists()

    def test_an_unknown_channel_is_refused(self, officer):
        with pytest.raises(Refusal, match="Nguồn đơn"):
            received(officer, RECEIVED, channel="dien_thoai")

    def test_before_the_law_on_handling_there_was_no_limit_to_keep(self, officer):
        letter = received(officer, date(2021, 11, 14))
        assert not letter.duties.filter(rule="XLD.LIMIT").exists()
        assert received(officer, date(2021, 11, 15)).duties.filter(rule="XLD.LIMIT").exists()

    def test_a_compiler_receives_nothing(self):
        with pytest.raises(Refusal, match="không có quyền tiếp nhận"):
            received(compiler(), RECEIVED)


class TestClassification:
    @pytest.mark.parametrize("kind", EVERY_KIND)
    def test_each_class_gets_its_day_title_and_secrecy(self, officer, kind):
        letter = classified(officer, RECEIVED, kind, CLASSIFIED)
        known = kind != Kind.DENUNCIATION
        assert (letter.state, letter.classified_on) == ("da_phan_loai", CLASSIFIED)
        assert letter.secrecy == (Record.Secrecy.INTERNAL if known else Record.Secrecy.SEALED)
        assert letter.identity_released_on == (CLASSIFIED if known else None)
        assert letter.title == f"Đơn {Kind(kind).label.lower()}, lĩnh vực đất đai, nhà cửa"

    @pytest.mark.parametrize("left_out", ["kind", "field"])
    def test_class_and_field_are_needed(self, officer, left_out):
        with pytest.raises(Refusal, match="Còn thiếu"):
            classified(officer, RECEIVED, **{left_out: None})
        assert Letter.objects.get().state == "tiep_nhan"

    def test_a_class_outside_the_three_is_refused(self, officer):
        with pytest.raises(Refusal, match="Loại đơn"):
            classified(officer, RECEIVED, "khen_ngoi")

    def test_it_is_done_once(self, officer):
        letter = classified(officer, RECEIVED)
        with pytest.raises(Refusal, match="Không thể “Phân loại” khi hồ sơ đang ở trạng thái “Đã phân loại”"):
            writing.move(letter, "phan_loai", by=officer, on=HANDLED, kind="to_cao", field="khac")

    def test_it_is_not_done_before_the_letter_came(self, officer):
        with pytest.raises(Refusal, match="trước ngày tiếp nhận 1/2/2023"):
            classified(officer, RECEIVED, on=date(2023, 1, 31))

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    def test_a_name_may_be_kept_once_it_is_no_denunciation(self, officer, kind):
        letter = classified(officer, RECEIVED, kind, personal=NAMED)
        assert letter.personal.full_name == NAMED["full_name"]

    def test_a_denunciation_with_a_name_is_refused_whole(self, officer):
        with pytest.raises(Refusal, match="không được ghi họ tên"):
            classified(officer, RECEIVED, Kind.DENUNCIATION, personal=NAMED)
        assert Letter.objects.get().kind is None
        assert not PersonalDetails.objects.exists()


class TestHandling:
    @pytest.mark.parametrize("move", HANDLING)
    def test_what_is_not_accepted_ends_with_its_handling(self, officer, move):
        letter = handle(classified(officer, RECEIVED), move, officer)
        assert (letter.state, letter.handled_on, letter.closed_on) == (move, HANDLED, HANDLED)
        assert LETTER.state(letter.state).is_final
        assert not Duty.objects.open().filter(record_id=letter.pk).exists()
        assert not Matter.objects.exists()

    def test_acceptance_keeps_the_letter_open_and_opens_its_matter(self, officer):
        letter = handle(classified(officer, RECEIVED, field="tu_phap"), "thu_ly", officer)
        matter = Matter.objects.get()
        assert (letter.state, letter.handled_on, letter.closed_on) == ("thu_ly", HANDLED, None)
        assert (matter.state, matter.received_on) == ("dang_giai_quyet", HANDLED)
        assert (matter.kind, matter.field, matter.instance) == (Kind.COMPLAINT, "tu_phap", 1)
        assert Link.objects.get(record_id=matter.pk).source_id == letter.pk
        assert matter.title == "Vụ việc khiếu nại, lĩnh vực tư pháp"

    @pytest.mark.parametrize("kind", EVERY_KIND)
    def test_a_matter_is_as_secret_as_its_letter(self, officer, kind):
        sealed = kind == Kind.DENUNCIATION
        matter = accepted(officer, RECEIVED, kind)
        assert matter.secrecy == (Record.Secrecy.SEALED if sealed else Record.Secrecy.INTERNAL)
        assert (matter.identity_released_on is None) == sealed

    def test_forwarding_asks_where_to(self, officer):
        with pytest.raises(Refusal, match="Còn thiếu “nơi nhận chuyển đơn”"):
            writing.move(classified(officer, RECEIVED), "chuyen", by=officer, on=HANDLED)
        letter = handle(classified(officer, RECEIVED), "chuyen", officer)
        assert letter.forwarded_to == "Thanh tra tỉnh"

    @pytest.mark.parametrize("name", ["Bà Trần Thị Thử", "Thanh tra tỉnh, ông A", "thanh tra tỉnh "])
    def test_a_denunciation_goes_only_to_an_authority_by_its_name(self, officer, name):
        letter = classified(officer, RECEIVED, Kind.DENUNCIATION)
        with pytest.raises(Refusal, match="chỉ ghi đúng tên một đơn vị trong danh mục"):
            writing.move(letter, "chuyen", by=officer, on=HANDLED, forwarded_to=name)

    def test_also_to_a_unit_of_the_lists(self, officer):
        letter = classified(officer, RECEIVED, Kind.DENUNCIATION)
        name = officer.at.names.get().name
        assert writing.move(letter, "chuyen", by=officer, on=HANDLED, forwarded_to=name).forwarded_to == name

    def test_others_may_go_wherever_the_officer_writes(self, officer):
        letter = classified(officer, RECEIVED)
        assert writing.move(letter, "chuyen", by=officer, on=HANDLED, forwarded_to="Báo Minh Họa").closed_on

    @pytest.mark.parametrize("move", ["thu_ly", *HANDLING])
    def test_nothing_is_handled_before_it_is_classified(self, officer, move):
        with pytest.raises(Refusal, match="khi hồ sơ đang ở trạng thái “Đã tiếp nhận”"):
            handle(received(officer, RECEIVED), move, officer)

    @pytest.mark.parametrize("move", ["thu_ly", *HANDLING])
    def test_nor_on_a_day_before_its_classification(self, officer, move):
        letter = classified(officer, RECEIVED, on=CLASSIFIED)
        with pytest.raises(Refusal, match="2/2/2023 trước ngày phân loại 3/2/2023"):
            handle(letter, move, officer, date(2023, 2, 2))
        assert handle(letter, move, officer, CLASSIFIED).handled_on == CLASSIFIED

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [({"is_competent": False}, "không thuộc thẩm quyền"), ({"is_eligible": False}, "không đủ điều kiện")],
    )
    @pytest.mark.parametrize("kind", EVERY_KIND)
    def test_what_is_not_ours_or_not_eligible_is_never_accepted(self, officer, kind, fields, sentence):
        letter = classified(officer, RECEIVED, kind, **fields)
        with pytest.raises(Refusal, match=sentence):
            handle(letter, "thu_ly", officer)
        assert not Matter.objects.exists()

    @pytest.mark.parametrize("end", HANDLING)
    @pytest.mark.parametrize("again", ["thu_ly", *HANDLING, "phan_loai", "giai_quyet"])
    def test_what_has_ended_moves_no_more(self, officer, end, again):
        letter = handle(classified(officer, RECEIVED), end, officer)
        with pytest.raises(Refusal, match="Không thể"):
            writing.move(letter, again, by=officer, on=HANDLED)

    def test_receiving_and_classifying_does_not_give_the_right_to_handle(self, officer):
        clerk = make_account("tiep_dan", officer.at)
        letter = writing.move(
            received(officer, RECEIVED), "phan_loai", by=clerk, on=RECEIVED, kind="khieu_nai", field="khac"
        )
        with pytest.raises(Refusal, match="không có quyền xử lý"):
            handle(letter, "thu_ly", clerk)


class TestSettlement:
    @pytest.mark.parametrize(
        ("kind", "result"),
        [
            *((kind, result) for kind in EVERY_KIND for result in ("dung", "sai", "dung_mot_phan")),
            (Kind.PROPOSAL, "da_tra_loi"),
        ],
    )
    def test_the_result_closes_matter_letter_and_limit(self, officer, kind, result):
        matter = accepted(officer, RECEIVED, kind)
        done = writing.move(matter, "giai_quyet", by=officer, on=HANDLED, result=result)
        letter = Letter.objects.get()
        assert (done.state, done.settled_on, done.closed_on) == ("giai_quyet", HANDLED, HANDLED)
        assert (letter.state, letter.closed_on) == ("giai_quyet", HANDLED)
        owed = {
            Kind.COMPLAINT: {"gui", "cong_khai"},
            # the notice of acceptance is still owed when it was never noted
            Kind.DENUNCIATION: {"thong_bao_thu_ly", "gui_ket_luan", "xu_ly_ket_luan", "cong_khai_ket_luan"},
        }
        assert set(Duty.objects.open().values_list("clock", flat=True)) == owed.get(kind, set())

    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION])
    def test_only_a_proposal_is_merely_answered(self, officer, kind):
        with pytest.raises(Refusal, match="đúng, sai hoặc đúng một phần"):
            writing.move(
                accepted(officer, RECEIVED, kind), "giai_quyet", by=officer, on=HANDLED, result="da_tra_loi"
            )

    def test_without_a_result_nothing_is_settled(self, officer):
        with pytest.raises(Refusal, match="Còn thiếu “kết quả”"):
            writing.move(accepted(officer, RECEIVED), "giai_quyet", by=officer, on=HANDLED)
        assert Letter.objects.get().state == "thu_ly"

    def test_it_is_not_settled_before_it_was_accepted(self, officer):
        with pytest.raises(Refusal, match="trước ngày tiếp nhận 8/2/2023"):
            writing.move(
                accepted(officer, HANDLED), "giai_quyet", by=officer, on=date(2023, 2, 7), result="sai"
            )

    def test_it_is_settled_once(self, officer):
        matter = accepted(officer, RECEIVED)
        writing.move(matter, "giai_quyet", by=officer, on=HANDLED, result="sai")
        with pytest.raises(Refusal, match="Không thể"):
            writing.move(matter, "giai_quyet", by=officer, on=HANDLED, result="dung")

    def test_a_letter_is_not_called_settled_while_its_matter_is_open(self, officer):
        accepted(officer, RECEIVED)
        letter = Letter.objects.get()
        with pytest.raises(Refusal, match="ghi kết quả ở hồ sơ vụ việc"):
            writing.move(letter, "giai_quyet", by=officer, on=HANDLED)
        assert Letter.objects.get().state == "thu_ly"

    def test_only_the_letters_of_the_matter_are_settled_with_it(self, officer):
        first, other = accepted(officer, RECEIVED), accepted(officer, RECEIVED)
        writing.move(first, "giai_quyet", by=officer, on=HANDLED, result="sai")
        waiting = Record.objects.get(outcomes__record_id=other.pk)
        assert waiting.state == "thu_ly"
        assert Duty.objects.open().get(clock="giai_quyet").record_id == other.pk

    def test_a_letter_with_two_matters_is_settled_with_the_later_one(self, officer):
        first, second = accepted(officer, RECEIVED), accepted(officer, RECEIVED)
        joined = Letter.objects.get(outcomes__record_id=second.pk)
        Link.objects.create(record_id=first.pk, source_id=joined.pk, kind=Link.Kind.JOINS)
        writing.move(first, "giai_quyet", by=officer, on=HANDLED, result="sai")
        assert Letter.objects.get(pk=joined.pk).state == "thu_ly"
        assert Letter.objects.get(outcomes__record_id=first.pk, outcomes__kind="phat_sinh_tu").closed_on
        writing.move(second, "giai_quyet", by=officer, on=date(2023, 2, 9), result="dung")
        assert Letter.objects.get(pk=joined.pk).closed_on == date(2023, 2, 9)

    def test_the_illustrative_mark_goes_on_to_the_matter_and_its_limit(self, officer):
        letter = received(officer, RECEIVED, is_illustrative=True)
        writing.move(letter, "phan_loai", by=officer, on=RECEIVED, kind="khieu_nai", field="khac")
        writing.move(letter, "thu_ly", by=officer, on=RECEIVED)
        matter = Matter.objects.get()
        assert matter.is_illustrative
        assert duty(matter, "giai_quyet").is_illustrative


class TestReading:
    def test_a_reader_without_the_seal_sees_complaints_and_no_denunciation(self, officer):
        complaint = classified(officer, RECEIVED, Kind.COMPLAINT)
        denunciation = classified(officer, RECEIVED, Kind.DENUNCIATION)
        waiting = received(officer, RECEIVED)
        everything = {complaint.pk, denunciation.pk, waiting.pk}
        for reader, seen in (
            (officer, everything),
            (head(officer.at), everything),
            (compiler(officer.at), set()),
        ):
            found = visible_records(Letter.objects.all(), reader)
            assert set(found.values_list("pk", flat=True)) == seen

    def test_no_letter_or_matter_has_a_public_field(self):
        assert LETTER.public == MATTER.public == ()

    def test_matters_are_not_opened_by_hand(self):
        assert not MATTER.opens_by_hand
        assert LETTER.opens_by_hand

    def test_every_state_tells_a_citizen_a_sentence(self):
        for state in (*LETTER.states, *MATTER.states):
            assert str(state.meaning).endswith(".")

    def test_the_title_of_a_second_instance_says_so(self, officer):
        assert matter_of(officer, RECEIVED, instance=2).title.endswith("lần hai")
