"""What the holder of a receipt code asks over the portal: sealed where it belongs, compared by nobody but an officer."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.personal_data import filing
from danvan.domains.personal_data.models import DataRequest
from danvan.records import envelopes, papers, writing
from danvan.records.models import (
    Envelope,
    EnvelopeAct,
    HandedUp,
    HistoryRow,
    PersonalDetails,
    Record,
    SealItem,
)
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.tests.desk_world import classified, desk_of, role_at, session_of
from danvan.records.tests.factories import handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
NOW = date(2026, 3, 2)
NAME, WORDS = "Người Gửi Ẩn Danh Thử", "Zqxsai: số nhà 12 chứ không phải 21"
PAPER = {"paper_no": "12/UBND-VP", "paper_on": NOW}


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = NOW


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def letter(officer):
    return classified(officer)


def sent(about, right="sua", name=NAME, text=WORDS):
    return filing.file(about, right, name, text, on=NOW)


def lying(record):
    return Envelope.objects.filter(record_id=record.pk)


class TestWhereItLies:
    def test_about_a_released_letter_in_an_envelope_of_the_request(self, letter):
        request = sent(letter)
        assert (lying(request).count(), lying(letter).count()) == (1, 0)
        assert (request.checked_on, request.created_by, request.secrecy) == (None, None, "noi_bo")
        assert not PersonalDetails.objects.filter(pk=request.pk).exists()

    def test_nothing_of_it_stands_in_the_clear(self, letter):
        request = sent(letter)
        told = str([*Record.objects.filter(pk=request.pk).values(), *DataRequest.objects.values()])
        told += str(list(HistoryRow.objects.values())) + str(
            [bytes(one.ciphertext) for one in lying(request)]
        )
        assert "Zqxsai" not in told
        assert NAME not in told

    def test_about_a_tố_cáo_it_goes_into_the_letters_own_envelope(self, officer):
        denounced = classified(officer, "to_cao")
        request = sent(denounced)
        assert (lying(request).count(), lying(denounced).count()) == (0, 1)
        assert request.secrecy == Record.Secrecy.SEALED

    def test_about_a_sealed_case_it_goes_to_the_holders_keys_and_into_no_envelope(self):
        case = make_world().case()
        before = SealItem.objects.count()
        sent(case)
        assert SealItem.objects.count() == before + 1
        assert not Envelope.objects.exists()

    def test_when_the_letter_turns_out_to_be_a_tố_cáo_what_was_written_is_gone(self, officer, letter):
        request = sent(letter)
        writing.move(letter, "phan_loai_lai", by=officer, on=NOW)
        request.refresh_from_db()
        assert not lying(request).exists()
        assert request.secrecy == Record.Secrecy.SEALED

    def test_the_name_is_not_compared_so_that_no_answer_tells_who_wrote(self, letter):
        assert sent(letter, "xem", "Ai Đó Khác Hẳn", "").pk


class TestRefusals:
    @pytest.mark.parametrize("text", ["", "  ", "\n\x07"])
    def test_a_correction_that_says_nothing(self, letter, text):
        with pytest.raises(Refusal, match="thông tin nào sai"):
            sent(letter, "sua", text=text)

    @pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
    def test_without_a_name(self, letter, name):
        with pytest.raises(Refusal, match="Chưa ghi họ và tên"):
            sent(letter, name=name)

    def test_a_text_that_is_too_long(self, letter):
        with pytest.raises(Refusal, match="dài quá"):
            sent(letter, text="a" * 4001)

    @pytest.mark.parametrize("right", ["", "het", "XEM"])
    def test_a_right_of_no_list_leaves_nothing_behind(self, letter, right):
        with pytest.raises(Refusal):
            sent(letter, right)
        assert not DataRequest.objects.exists()
        assert not Envelope.objects.exists()

    def test_a_letter_not_yet_classified_since_its_envelope_may_go_to_the_office_above(self, officer):
        with pytest.raises(Refusal, match="chưa phân loại"):
            sent(letter_of(officer, NOW))

    def test_one_that_was_handed_up(self, officer, letter):
        HandedUp.objects.create(
            unit=letter.unit, register_year=2026, register_no=9, on=NOW, by=officer, record=letter
        )
        with pytest.raises(Refusal, match="chưa phân loại"):
            sent(letter)

    def test_a_request_about_a_request(self, letter):
        with pytest.raises(Refusal, match="Tra cứu"):
            sent(sent(letter))

    def test_a_record_that_is_no_letter_and_no_visit(self, officer):
        with pytest.raises(Refusal, match="không phải của một đơn"):
            sent(session_of(officer, NOW))

    def test_a_second_open_one_of_the_same_right(self, letter):
        sent(letter)
        with pytest.raises(Refusal, match="chưa xong"):
            sent(letter)
        assert lying(DataRequest.objects.get()).count() == 1


class TestAnswering:
    def test_nothing_is_carried_out_for_somebody_whose_papers_nobody_saw(self, officer, letter):
        request = sent(letter)
        with pytest.raises(Refusal, match="Chưa đối chiếu giấy tờ"):
            writing.move(request, "thuc_hien", by=officer, on=NOW, **PAPER)
        request = writing.move(request, "doi_chieu", by=officer, on=NOW)
        assert (request.checked_on, request.state) == (NOW, "tiep_nhan")
        assert writing.move(request, "thuc_hien", by=officer, on=NOW, **PAPER).state == "da_thuc_hien"

    def test_papers_are_seen_once(self, officer, letter):
        request = writing.move(sent(letter), "doi_chieu", by=officer, on=NOW)
        with pytest.raises(Refusal, match="không cần ghi lại"):
            writing.move(request, "doi_chieu", by=officer, on=NOW)

    @pytest.mark.parametrize("end", ["thuc_hien", "tu_choi", "rut"])
    def test_with_its_end_what_was_written_is_destroyed_and_it_is_said(self, officer, letter, end):
        request = writing.move(sent(letter), "doi_chieu", by=officer, on=NOW)
        chief = head(officer.at)
        fields = {} if end == "rut" else PAPER | ({"ground": "khong_phai"} if end == "tu_choi" else {})
        writing.move(request, end, by=chief if end == "tu_choi" else officer, on=NOW, **fields)
        assert not lying(request).exists()
        act = EnvelopeAct.objects.filter(record_id=request.pk).latest("pk")
        assert (act.act, act.reason) == (EnvelopeAct.Act.DESTROYED, EnvelopeAct.Reason.ANSWERED)

    def test_a_paper_answers_without_a_name(self, officer, letter):
        request = sent(letter)
        sheet = papers.preview(request, "dlcn_tu_choi", on=NOW, can_cu_tu_choi=GROUND)
        text = str(sheet)
        assert letter.number in text
        assert GROUND in text
        assert NAME not in text
        assert NAME.lower() not in text.lower()

    @pytest.mark.parametrize("key", ["dlcn_dong_y", "dlcn_mot_phan", "dlcn_tu_choi"])
    def test_a_paper_whose_necessary_blank_is_empty_is_refused(self, letter, key):
        with pytest.raises(Refusal, match="Còn thiếu"):
            papers.preview(sent(letter), key, on=NOW)


GROUND = "người yêu cầu không phải là người gửi hồ sơ, cũng không được ủy quyền"


class TestDesk:
    def opened(self, request):
        return reverse("personal_data:opened", args=[request.public_id])

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [(NAME, "Họ tên khớp"), ("nguoi gui an danh thu", "Họ tên khớp"), ("Khác", "KHÔNG khớp")],
    )
    def test_who_classifies_opens_it_and_reads_whether_the_name_fits(self, officer, letter, name, sentence):
        request = sent(letter, name=name)
        desk = desk_of(officer)
        assert self.opened(request) in desk.get(request.get_absolute_url()).content.decode()
        answer = desk.post(self.opened(request))
        assert sentence in answer.content.decode()
        assert WORDS in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert EnvelopeAct.objects.filter(reason="yeu_cau_dlcn", by=officer).count() == 1

    @pytest.mark.parametrize("role", ["giai_quyet", "van_thu"])
    def test_who_does_not_classify_opens_nothing(self, officer, letter, role):
        request = sent(letter)
        answer = desk_of(role_at(role, officer)).post(self.opened(request))
        assert answer.status_code in (400, 403, 404)
        assert WORDS not in answer.content.decode()

    def test_another_unit_finds_nothing(self, letter):
        assert desk_of(handler()).post(self.opened(sent(letter))).status_code == 404

    def test_after_its_end_there_is_nothing_to_open(self, officer, letter):
        request = sent(letter)
        writing.move(request, "rut", by=officer, on=NOW)
        assert desk_of(officer).post(self.opened(request)).status_code == 400

    def test_the_page_of_a_sealed_one_says_where_it_lies(self, officer):
        request = sent(classified(officer, "to_cao"))
        text = desk_of(officer).get(request.get_absolute_url()).content.decode()
        assert "nằm cùng những gì người gửi đã gửi thêm" in text
        assert self.opened(request) not in text

    def test_a_letters_page_is_no_door_to_it(self, officer, letter):
        assert desk_of(officer).post(self.opened(letter)).status_code == 400


def test_an_envelope_is_dropped_without_a_word_where_there_is_none(letter):
    envelopes.drop(letter, reason=EnvelopeAct.Reason.ANSWERED, by=None)
    assert not EnvelopeAct.objects.filter(record_id=letter.pk, act=EnvelopeAct.Act.DESTROYED).exists()
