"""The desk's pages of envelopes and files: who may, what is shown once, what never stands anywhere."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.records import envelopes, files, writing
from danvan.records.files.accepting import clean
from danvan.records.files.tests import samples
from danvan.records.models import EnvelopeAct, FileText, PersonalDetails
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, head, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
WORD = "zqxtrangphongbizqx"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return letter_of(officer, DAY)


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


def at(name, record, *more):
    return reverse(f"records:{name}", args=[record.public_id, *more])


def classified(letter, officer, kind):
    letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind=kind, field="dat_dai")
    envelopes.after_classification(letter, officer, DAY)
    return letter


def upload(data=None, name="don.pdf"):
    return SimpleUploadedFile(name, samples.pdf() if data is None else data)


class TestTheEnvelope:
    def test_is_filled_and_opened_with_a_reason(self, client, letter):
        page = client.get(letter.get_absolute_url()).content.decode()
        assert "Cất thêm vào phong bì" in page
        assert "Mở phong bì</button>" not in page
        sent = client.post(at("envelope_seal", letter), {"full_name": WORD, "tep": upload()})
        assert sent.status_code == 302
        page = client.get(letter.get_absolute_url()).content.decode()
        assert WORD not in page
        assert "Mở phong bì</button>" in page
        opened = client.post(at("envelope", letter), {"reason": "phan_loai"})
        assert WORD in opened.content.decode()
        assert "don.pdf" in opened.content.decode()
        assert "no-store" in opened["Cache-Control"]
        chronicle = client.get(letter.get_absolute_url()).content.decode()
        assert "Mở phong bì niêm phong để xem để phân loại đơn" in chronicle
        assert WORD not in chronicle

    def test_its_files_are_taken_out_one_by_one(self, client, letter):
        data = samples.pdf()
        envelopes.seal(letter, {}, [("bản quét.pdf", data)])
        answer = client.post(at("envelope", letter), {"reason": "doi_chieu", "tep": "0"})
        assert answer.content == clean("bản quét.pdf", data).data
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer["Content-Security-Policy"]
        missing = client.post(at("envelope", letter), {"reason": "doi_chieu", "tep": "5"})
        assert missing.status_code == 404

    @pytest.mark.parametrize("reason", ["", "tò mò"])
    def test_not_without_a_reason(self, client, letter, reason):
        envelopes.seal(letter, {"content": WORD})
        answer = client.post(at("envelope", letter), {"reason": reason})
        assert answer.status_code == 400
        assert WORD not in answer.content.decode()

    def test_not_by_reading_alone(self, letter, officer, as_app):
        envelopes.seal(letter, {"content": WORD})
        leader = desk_of(head(officer.at))
        assert "Mở phong bì</button>" not in leader.get(letter.get_absolute_url()).content.decode()
        for name in ("envelope", "envelope_destroy", "envelope_seal"):
            assert leader.post(at(name, letter), {"reason": "phan_loai"}).status_code == 403, name
        for account in (handler(), compiler(officer.at)):
            assert desk_of(account).post(at("envelope", letter), {}).status_code == 404

    @pytest.mark.parametrize(
        ("sent", "why"),
        [
            ({}, "Chưa có gì"),
            ({"full_name": WORD * 20}, "Họ và tên"),
            ({"content": WORD, "tep": "exe"}, "không phải PDF"),
        ],
    )
    def test_a_fault_shows_nothing_that_was_typed(self, client, letter, sent, why):
        if "tep" in sent:
            sent = sent | {"tep": upload(b"MZ", "a.exe")}
        answer = client.post(at("envelope_seal", letter), sent)
        assert answer.status_code == 400
        assert why in answer.content.decode()
        assert WORD not in answer.content.decode()
        assert not envelopes.is_sealed(letter)

    def test_of_a_classified_record_none_is_filled(self, client, letter, officer):
        letter = classified(letter, officer, "khieu_nai")
        assert client.post(at("envelope_seal", letter), {"full_name": WORD}).status_code == 400
        assert "Phong bì niêm phong</h2>" not in client.get(letter.get_absolute_url()).content.decode()

    def test_a_denunciation_is_printed_once_and_destroyed(self, client, letter, officer):
        envelopes.seal(letter, {"content": WORD})
        letter = classified(letter, officer, "to_cao")
        page = client.get(letter.get_absolute_url()).content.decode()
        assert "In một lần để bỏ vào phong bì" in page
        assert "bản sao lưu" in page
        assert "Mở phong bì</button>" not in page
        assert "Cất thêm" not in page
        assert WORD in client.post(at("envelope", letter), {"in": "1"}).content.decode()
        assert client.post(at("envelope_destroy", letter)).status_code == 400, "the box is not ticked"
        assert client.post(at("envelope_destroy", letter), {"dong_y": "1"}).status_code == 302
        assert not envelopes.is_sealed(letter)
        acts = EnvelopeAct.objects.order_by("id").values_list("act", flat=True)
        assert list(acts) == ["cat", "in", "huy"]
        assert client.post(at("envelope_destroy", letter), {"dong_y": "1"}).status_code == 400
        assert "Phong bì niêm phong</h2>" not in client.get(letter.get_absolute_url()).content.decode()

    def test_a_record_that_never_held_anything_takes_no_more_room(self, client, letter, officer):
        letter = classified(letter, officer, "to_cao")
        assert "Phong bì niêm phong" not in client.get(letter.get_absolute_url()).content.decode()


class TestFiles:
    @pytest.fixture
    def complaint(self, letter, officer):
        return classified(letter, officer, "khieu_nai")

    @pytest.fixture
    def file(self, complaint, officer):
        return files.attach(complaint, f"Đơn {WORD}.pdf", samples.pdf(pages=2), by=officer)

    def test_are_attached_and_told(self, client, complaint):
        sent = {"kind": "don", "tep": [upload(), upload(b"MZ", "x.pdf"), upload(samples.scan(), "b.png")]}
        page = client.post(at("file_attach", complaint), sent, follow=True).content.decode()
        assert "Đã lưu 2 tệp" in page
        assert "Tệp thứ 2: Tệp không phải PDF" in page
        assert "don.pdf" in page
        assert "Kèm tệp: Đơn, bản quét đơn" in page

    @pytest.mark.parametrize("sent", [{}, {"kind": "don"}, {"kind": "la"}])
    def test_nothing_sent(self, client, complaint, sent):
        assert client.post(at("file_attach", complaint), sent).status_code == 400

    def test_come_back_as_they_are_and_run_nowhere(self, client, complaint, file):
        answer = client.get(at("file", complaint, file.pk))
        assert answer.content == files.open_(file)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]

    def test_are_drawn_page_by_page(self, client, complaint, file):
        for number, status in ((1, 200), (2, 200), (3, 404), (0, 404)):
            answer = client.get(at("file_page", complaint, file.pk, number))
            assert answer.status_code == status, number
        assert client.get(at("file_page", complaint, file.pk, 1)).content.startswith(b"\x89PNG")

    def test_their_text_is_corrected_beside_the_picture(self, client, complaint, file):
        FileText.objects.filter(pk=file.pk).update(text="Trang môt\fTrang hai", state="da_doc")
        address = at("file_text", complaint, file.pk)
        page = client.get(address).content.decode()
        assert "Trang môt" in page
        assert at("file_page", complaint, file.pk, 2) in page
        text = "Trang một\n──── trang ────\nTrang hai"
        assert client.post(address, {"text": text}).status_code == 302
        kept = FileText.objects.get(pk=file.pk)
        assert (kept.text, kept.state) == ("Trang một\fTrang hai", "xac_nhan")
        assert client.post(address, {"text": ""}).status_code == 400

    def test_are_removed_with_a_reason(self, client, complaint, file):
        address = at("file_remove", complaint, file.pk)
        assert "mã băm" in client.get(address).content.decode()
        for wrong in ("", "to_cao", "bịa"):
            assert client.post(address, {"removal": wrong}).status_code == 400, wrong
        page = client.post(address, {"removal": "trung"}, follow=True).content.decode()
        assert "Gỡ tệp: Trùng với tệp khác" in page
        assert WORD not in page
        assert client.get(address).status_code == 404

    def test_are_nobody_elses(self, complaint, file, officer, as_app):
        for account in (handler(), compiler(officer.at)):
            client = desk_of(account)
            for name, more in (("file", ()), ("file_page", (1,)), ("file_text", ()), ("file_remove", ())):
                assert client.get(at(name, complaint, file.pk, *more)).status_code in (403, 404), name
            assert client.post(at("file_attach", complaint)).status_code in (403, 404)

    def test_of_another_record_are_not_found_through_this_one(self, client, officer, complaint, file):
        other = classified(letter_of(officer, DAY), officer, "khieu_nai")
        assert client.get(at("file", other, file.pk)).status_code == 404

    def test_the_page_asks_no_more_for_ten_files(
        self, client, complaint, officer, django_assert_max_num_queries
    ):
        for number in range(10):
            files.attach(complaint, f"{number}.pdf", samples.pdf(), by=officer)
        with django_assert_max_num_queries(24):
            client.get(complaint.get_absolute_url())


def test_the_envelope_flows_into_person_and_files(client, letter, officer):
    client.post(at("envelope_seal", letter), {"full_name": WORD, "content": "Nội dung", "tep": upload()})
    letter = classified(letter, officer, "kien_nghi_phan_anh")
    assert PersonalDetails.objects.get(pk=letter.pk).full_name == WORD
    page = client.get(letter.get_absolute_url()).content.decode()
    assert WORD in page
    assert "don.pdf" in page
