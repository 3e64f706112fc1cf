"""What the holder of a receipt code may do: write, send papers, rate, print what he must sign; and what he is told next."""

import types
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.domains.petitions.matters.checks import next_until, not_complained_again
from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tying.joining import Because, join, tie_second
from danvan.org.models import RemoteSpell
from danvan.portal.tests.world import words
from danvan.portal.tracking import papers, rights
from danvan.portal.tracking.page import beside
from danvan.portal.tracking.standing import standing
from danvan.records import envelopes, messages, writing
from danvan.records import papers as records_papers
from danvan.records.files.tests import samples
from danvan.records.models import Link, Message, PersonalDetails, Rating
from danvan.records.papers import signed
from danvan.records.papers.tests.paper_world import clerk_of, docx_words, issued, pdf_words
from danvan.records.tests.desk_world import role_at
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
ON, DONE = date(2023, 3, 1), date(2023, 3, 10)
CLASSES = ("tố cáo", "khiếu nại", "kiến nghị", "phân loại đơn lại", "niêm phong")


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def sealed(monkeypatch):
    """What went into envelopes."""
    kept = []
    monkeypatch.setattr(
        envelopes, "seal", lambda record, payload, files: kept.append((record.pk, payload, files))
    )
    return kept


def classified(officer, kind="kien_nghi_phan_anh"):
    return writing.move(letter_of(officer, ON), "phan_loai", by=officer, on=ON, kind=kind, field="khac")


def settled(officer, **columns):
    """A complaint with a decision of the first instance."""
    letter = writing.move(classified(officer, "khieu_nai"), "thu_ly", by=officer, on=ON)
    matter = rights.matter_of(letter)
    Matter.objects.filter(pk=matter.pk).update(settled_on=DONE, result="sai", **columns)
    return letter, Matter.objects.select_related("unit").get(pk=matter.pk)


def accepted_matter(officer):
    """A complaint accepted, and the matter it opened."""
    letter = writing.move(classified(officer, "khieu_nai"), "thu_ly", by=officer, on=ON)
    return letter, rights.matter_of(letter)


def post(client, path, letter, status=200, **sent):
    answer = client.post(f"/tra-cuu/{path}", {"code": letter.public_id, "key": str(uuid4())} | sent)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return words(answer.content.decode())


class TestSameWords:
    def test_a_letter_reads_the_same_whatever_its_class_until_it_is_handled(self, client, officer):
        """Only numbers, days and the receipt code differ between a tố cáo and a phản ánh."""
        pages = []
        for kind in ("to_cao", "kien_nghi_phan_anh"):
            letter = classified(officer, kind)
            page = post(client, "", letter).partition("Kiểm tra chữ ký ")[2]
            for told in (letter.number, " ".join(letter.public_id[n : n + 4] for n in range(0, 16, 4))):
                page = page.replace(told, "#")
            pages.append(page)
        assert pages[0] == pages[1]

    def test_before_classification_too(self, client, officer):
        page = post(client, "", letter_of(officer, ON)).partition("Kiểm tra chữ ký ")[2].lower()
        assert not [word for word in CLASSES if word in page.partition("mã tra cứu")[0]]

    def test_the_database_is_asked_the_same_of_every_sealed_one(self, officer):
        asked = []
        for letter in (letter_of(officer, ON), classified(officer, "to_cao")):
            found = standing(letter.public_id)
            with CaptureQueriesContext(connection) as queries:
                beside(found)
            asked.append([query["sql"].partition(" WHERE ")[0] for query in queries])
        assert asked[0] == asked[1]


class TestSendingMore:
    def test_words_become_a_message_once(self, client, officer):
        letter, key = classified(officer), str(uuid4())
        for _turn in range(2):
            assert "Cơ quan đã nhận phần gửi thêm" in post(
                client, "gui-them/", letter, text="Bao giờ xong?", key=key
            )
        assert [one.text for one in Message.objects.all()] == ["Bao giờ xong?"]
        assert "Bao giờ xong?" in post(client, "", letter)

    @pytest.mark.parametrize("kind", [None, "to_cao"])
    def test_of_a_sealed_letter_they_go_under_the_seal_with_the_same_sentence(
        self, client, officer, sealed, kind
    ):
        letter = classified(officer, kind) if kind else letter_of(officer, ON)
        key = str(uuid4())
        for _turn in range(2):
            page = post(client, "gui-them/", letter, text="Điều bí mật", key=key)
            assert "Cơ quan đã nhận phần gửi thêm" in page
            assert "Điều bí mật" not in page
        assert sealed == [(letter.pk, {"content": "Điều bí mật"}, [])]
        assert not Message.objects.exists()

    def test_a_file_goes_under_the_seal_too(self, client, officer, sealed):
        letter = letter_of(officer, ON)
        paper = SimpleUploadedFile("Nguyễn Văn A.pdf", samples.pdf("Bổ sung"))
        post(client, "gui-them/", letter, file=paper)
        [(name, data)] = sealed[0][2]
        assert name == "tep-1.pdf"
        assert "Bổ sung" in pdf_words(data)[0]

    @pytest.mark.parametrize("sent", [{}, {"text": "  "}, {"text": "x" * 4001}, {"text": "x", "key": "no"}])
    def test_nothing_too_much_and_no_key_are_refused(self, client, officer, sent):
        assert "Chưa ghi được" in post(client, "gui-them/", classified(officer), 400, **sent)

    def test_a_file_of_another_kind_is_refused(self, client, officer, sealed):
        letter = letter_of(officer, ON)
        page = post(client, "gui-them/", letter, 400, file=SimpleUploadedFile("x.exe", b"MZ"))
        assert "hãy chọn ảnh JPG, PNG hoặc tệp PDF" in page

    def test_a_closed_letter_takes_nothing(self, client, officer):
        letter = writing.move(classified(officer), "huong_dan", by=officer, on=ON)
        assert "không nhận thêm" in post(client, "gui-them/", letter, 400, text="x")

    def test_an_unknown_code_is_a_miss(self, client):
        answer = client.post("/tra-cuu/gui-them/", {"code": "1" * 16, "text": "x"})
        assert answer.status_code == 404

    def test_the_office_s_answer_is_read_without_its_writer_s_name(self, client, officer):
        letter = classified(officer)
        messages.say(letter, "Tuần sau có kết quả", by=officer, key=str(uuid4()))
        page = post(client, "", letter)
        assert "Tuần sau có kết quả" in page
        assert str(officer) not in page


class TestRating:
    def test_a_closed_letter_is_rated_once(self, client, officer):
        letter = writing.move(classified(officer), "huong_dan", by=officer, on=ON)
        page = post(client, "danh-gia/", letter, score="5", words="Tốt")
        assert "Bà/Ông đã đánh giá 5/5" in page
        assert "Tốt" not in page
        assert Rating.objects.get().words == "Tốt"
        assert "một lần" in post(client, "danh-gia/", letter, 400, score="1")

    @pytest.mark.parametrize("score", ["", "0", "6", "x", "²"])
    def test_only_one_to_five(self, client, officer, score):
        letter = writing.move(classified(officer), "huong_dan", by=officer, on=ON)
        assert "từ 1 đến 5" in post(client, "danh-gia/", letter, 400, score=score)

    def test_an_open_one_is_not_asked(self, client, officer):
        assert "Mức hài lòng" not in post(client, "", classified(officer))


class TestNextRight:
    def test_after_a_decision_the_days_left_are_told_with_reasons(self, client, officer):
        letter, _matter = settled(officer, sent_on=DONE)
        page = post(client, "", letter)
        assert "khiếu nại lần hai hoặc khởi kiện" in page
        assert "10/4/2023" in page  # thirty days, the last a Sunday
        assert "Điều 33" in page
        assert "Đúng" not in page.partition("Kết quả giải quyết")[0].partition("Kết quả nội dung")[2]
        assert "Kết quả giải quyết Sai" in page

    def test_a_remote_place_has_forty_five(self, officer):
        _letter, matter = settled(officer)
        RemoteSpell.objects.create(unit=matter.unit, valid=(date(2020, 1, 1), None))
        assert rights.right(matter, DONE).until == date(2023, 4, 24)

    def test_past_its_day_it_is_over(self, officer):
        _letter, matter = settled(officer)
        assert rights.right(matter, date(2023, 7, 1)).is_over

    def test_a_limit_that_passed_unsettled_opens_it_too(self, officer):
        letter = writing.move(classified(officer, "khieu_nai"), "thu_ly", by=officer, on=ON)
        matter = rights.matter_of(letter)
        assert rights.right(matter, ON) is None
        found = rights.right(matter, date(2023, 5, 20))
        assert "Đã hết thời hạn giải quyết" in found.sentence

    @pytest.mark.parametrize("column", ["appealed_on", "sued_on"])
    def test_who_went_on_is_told_no_more(self, officer, column):
        _letter, matter = settled(officer, **{column: DONE})
        assert rights.right(matter, DONE) is None

    def test_after_the_second_instance_only_the_court_is_left(self, officer):
        _letter, matter = settled(officer, instance=2)
        found = rights.right(matter, DONE)
        assert [key for key, _label in found.papers] == ["khoi_kien"]
        assert found.until is None

    @pytest.mark.parametrize("kind", ["to_cao", "kien_nghi_phan_anh"])
    def test_no_other_class_has_one(self, officer, kind):
        letter = writing.move(classified(officer, kind), "thu_ly", by=officer, on=ON)
        assert rights.right(rights.matter_of(letter), date(2024, 1, 1)) is None


class TestIssuedPapers:
    @pytest.fixture
    def paper(self, monkeypatch):
        """A paper as the office issues it."""
        kept = types.SimpleNamespace(pk=7, title="Thông báo", number="12/TB-UBNDĐ", dated_on=DONE)
        monkeypatch.setattr(papers.records_papers, "for_sender", lambda record: [kept])
        monkeypatch.setattr(papers.records_papers, "pdf", lambda one: b"%PDF-1.7 " + one.title.encode())
        return kept

    def test_it_is_listed_and_comes_as_pdf(self, client, officer, paper):
        letter = classified(officer)
        assert "Thông báo số 12/TB-UBNDĐ ngày 10/3/2023" in post(client, "", letter)
        answer = client.post("/tra-cuu/giay/", {"code": letter.public_id, "paper": "van-ban-7"})
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]

    def test_another_s_is_not_given(self, client, officer, paper):
        assert "Đang xử lý" in post(client, "giay/", classified(officer), paper="van-ban-8")

    def test_of_a_sealed_record_there_is_none(self, officer):
        assert papers.issued_to_sender(classified(officer, "to_cao")) == []


class TestPapersToSign:
    def test_a_second_complaint_holds_what_is_known_and_names_nobody(self, client, officer):
        letter, _matter = settled(officer)
        page = post(client, "giay/", letter, paper="khieu_nai_lan_hai")
        assert "ĐƠN KHIẾU NẠI LẦN HAI" in page
        assert "10/3/2023" in page
        assert f"số {letter.number}" in page

    def test_a_withdrawal_changes_nothing_and_asks_about_force(self, client, officer):
        letter = classified(officer)
        page = post(client, "giay/", letter, paper="rut_don")
        assert "ĐƠN RÚT ĐƠN" in page
        assert "không bị ai đe dọa" in page
        assert letter.own().state == "da_phan_loai"

    def test_the_withdrawal_of_a_sealed_letter_says_no_class(self, client, officer):
        page = post(client, "giay/", classified(officer, "to_cao"), paper="rut_don").lower()
        assert "tố cáo" not in page.partition("tra cứu hồ sơ")[2]

    @pytest.mark.parametrize("paper", ["", "khoi_kien", "../x"])
    def test_what_is_not_his_to_use_leads_back(self, client, officer, paper):
        assert "Đang xử lý" in post(client, "giay/", classified(officer), paper=paper)


class TestFilesToSign:
    NAME = "Trần Thị Thử"

    @pytest.fixture
    def named(self, officer):
        """A complaint with a decision, whose sender is known."""
        letter, _matter = settled(officer)
        PersonalDetails.objects.create(
            record_id=letter.pk, full_name=self.NAME, address="Thôn 3 xã Thử", phone="0912345678"
        )
        return letter

    def get(self, client, letter, paper, ending="pdf", name=""):
        sent = {"code": letter.public_id, "paper": paper, "tai": ending, "ho_ten": name}
        return client.post("/tra-cuu/giay/", sent)

    @pytest.mark.parametrize(("ending", "read"), [("pdf", pdf_words), ("docx", docx_words)])
    @pytest.mark.parametrize(
        ("paper", "heading"),
        [("khieu_nai_lan_hai", "ĐƠN KHIẾU NẠI LẦN HAI"), ("khoi_kien", "ĐƠN KHỞI KIỆN")],
    )
    def test_who_says_the_name_gets_it_filled_in(self, client, named, ending, read, paper, heading):
        answer = self.get(client, named, paper, ending, " trần thị  THỬ ")
        assert answer.status_code == 200
        text = " ".join(read(answer.content)[0].split())
        assert heading in text
        assert self.NAME in text
        assert "Thôn 3 xã Thử" in text
        assert f'filename="don-de-ky.{ending}"' in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("name", ["", "Trần Thị", "Nguyễn Văn A", "%", "Trần Thị Thử B"])
    def test_the_code_alone_names_nobody(self, client, named, name):
        text = " ".join(
            pdf_words(self.get(client, named, "khieu_nai_lan_hai", "pdf", name).content)[0].split()
        )
        assert "ĐƠN KHIẾU NẠI LẦN HAI" in text
        for secret in (self.NAME, "Thôn 3", "0912345678"):
            assert secret not in text

    def test_against_whom_it_was_is_not_told_either(self, client, named):
        Letter.objects.filter(pk=named.pk).update(against="Quyết định Zqx của xã")
        assert "Zqx" not in pdf_words(self.get(client, named, "khoi_kien").content)[0]
        assert "Zqx" in pdf_words(self.get(client, named, "khoi_kien", name=self.NAME).content)[0]

    def test_the_withdrawal_of_an_accepted_letter(self, client, officer):
        letter = writing.move(classified(officer, "khieu_nai"), "thu_ly", by=officer, on=ON)
        assert "ĐƠN XIN RÚT ĐƠN" in pdf_words(self.get(client, letter, "rut_don").content)[0]
        assert "Tải PDF sẵn để ký" in post(client, "giay/", letter, paper="rut_don")

    @pytest.mark.parametrize("kind", [None, "to_cao", "khieu_nai", "kien_nghi_phan_anh"])
    def test_until_it_is_handled_no_class_has_a_file(self, client, officer, kind):
        """Else the file's absence would tell a tố cáo."""
        letter = classified(officer, kind) if kind else letter_of(officer, ON)
        assert "Tải PDF" not in post(client, "giay/", letter, paper="rut_don")
        assert self.get(client, letter, "rut_don")["Content-Type"].startswith("text/html")

    def test_a_denunciation_has_none_at_any_time(self, client, officer):
        letter = writing.move(classified(officer, "to_cao"), "thu_ly", by=officer, on=ON)
        for paper in ("rut_don", "khieu_nai_lan_hai", "khoi_kien"):
            assert self.get(client, letter, paper, name="x")["Content-Type"].startswith("text/html")

    @pytest.mark.parametrize(
        ("paper", "ending"), [("khieu_nai_lan_hai", "exe"), ("../x", "pdf"), ("khong_thu_ly", "pdf")]
    )
    def test_what_is_no_paper_of_his_leads_back(self, client, named, paper, ending):
        assert self.get(client, named, paper, ending)["Content-Type"].startswith("text/html")


class TestAnothersMatter:
    """Letters hang on one matter by many ties; nobody is told of whoever else wrote."""

    PEOPLE = {
        "Trần Thị Thử": ("Thôn 3 xã Thử", "0912345678", "Quyết định Zqx"),
        "Lê Văn Mẫu": ("Thôn 9 xã Mẫu", "0987654321", "Quyết định Wvk"),
    }
    FIRST, FURTHER = PEOPLE

    def sent_by(self, letter, name):
        address, phone, against = self.PEOPLE[name]
        told = {"full_name": name, "address": address, "phone": phone}
        PersonalDetails.objects.update_or_create(record_id=letter.pk, defaults=told)
        Letter.objects.filter(pk=letter.pk).update(against=against)
        return letter

    def joined(self, officer, *, is_earlier):
        """(letter that opened a matter, letter joined to it), the matter settled afterwards."""
        further = classified(officer, "khieu_nai") if is_earlier else None
        first, matter = accepted_matter(officer)
        further = further or classified(officer, "khieu_nai")
        join(Letter.objects.get(pk=further.pk), matter, by=officer, reason=Because.MANY)
        further = writing.move(Letter.objects.get(pk=further.pk), "thu_ly", by=officer, on=ON)
        Matter.objects.filter(pk=matter.pk).update(settled_on=DONE, sent_on=DONE, result="sai")
        return self.sent_by(first, self.FIRST), self.sent_by(further, self.FURTHER)

    def text(self, client, letter, paper, name, ending="pdf"):
        sent = {"code": letter.public_id, "paper": paper, "tai": ending, "ho_ten": name}
        answer = client.post("/tra-cuu/giay/", sent)
        assert "attachment" in answer["Content-Disposition"]
        return " ".join({"pdf": pdf_words, "docx": docx_words}[ending](answer.content)[0].split())

    def says(self, text, name):
        return [told for told in (name, *self.PEOPLE[name]) if told in text]

    @pytest.mark.parametrize("ending", ["pdf", "docx"])
    @pytest.mark.parametrize("paper", ["khieu_nai_lan_hai", "khoi_kien"])
    @pytest.mark.parametrize("is_earlier", [False, True])
    @pytest.mark.parametrize("is_settled", [True, False])
    def test_a_further_letter_gets_no_word_of_the_first(
        self, client, officer, settings, paper, ending, is_earlier, is_settled
    ):
        first, further = self.joined(officer, is_earlier=is_earlier)
        if not is_settled:
            Matter.objects.update(settled_on=None, sent_on=None, result="")
            settings.DEMONSTRATION_DAY = date(2023, 7, 1)
        assert not self.says(self.text(client, further, paper, self.FURTHER, ending), self.FIRST)
        assert not self.says(self.text(client, first, paper, self.FIRST, ending), self.FURTHER)

    @pytest.mark.parametrize("is_earlier", [False, True])
    def test_who_opened_the_matter_still_has_his_own_filled_in(self, client, officer, is_earlier):
        first, _further = self.joined(officer, is_earlier=is_earlier)
        found = self.says(self.text(client, first, "khoi_kien", self.FIRST), self.FIRST)
        assert found == [self.FIRST, *self.PEOPLE[self.FIRST]]

    def test_two_letters_that_opened_one_matter_do_not_tell_of_each_other(self, client, officer):
        first, matter = settled(officer, sent_on=DONE)
        second = writing.move(classified(officer, "khieu_nai"), "luu", by=officer, on=ON)
        Link.objects.create(record_id=matter.pk, source_id=second.pk)
        self.sent_by(first, self.FIRST), self.sent_by(second, self.FURTHER)
        text = self.text(client, second, "khoi_kien", self.FURTHER)
        assert not self.says(text, self.FIRST)

    def test_over_a_second_instance_tied_by_hand_neither(self, client, officer):
        one, first = settled(officer, sent_on=DONE)
        two, second = settled(officer, sent_on=DONE, instance=2)
        tie_second(second, first, by=officer)
        self.sent_by(one, self.FIRST), self.sent_by(two, self.FURTHER)
        assert rights.matter_of(one) == second
        assert not self.says(self.text(client, one, "khoi_kien", self.FIRST), self.FURTHER)

    def test_the_sheets_of_the_office_name_who_opened_the_matter(self, officer):
        first, _further = self.joined(officer, is_earlier=True)
        text = str(records_papers.preview(rights.matter_of(first), "khoi_kien", on=DONE))
        assert self.says(text, self.FIRST)
        assert not self.says(text, self.FURTHER)


class TestSignedCopy:
    @pytest.fixture
    def paper(self, officer):
        """A notice to the sender, issued, with its signed copy that nobody has compared yet."""
        clerk = clerk_of(officer)
        paper = issued(officer, clerk)
        signed.attach(paper, "Trần Thị Thử ký.pdf", records_papers.pdf(paper), by=clerk)
        paper.clerk = clerk
        return paper

    def copy(self, client, paper):
        sent = {"code": paper.record.public_id, "paper": f"ban-ky-{paper.pk}"}
        return client.post("/tra-cuu/giay/", sent)

    def test_it_is_there_once_a_person_has_compared_it(self, client, paper):
        assert "Tải bản đã ký" not in post(client, "", paper.record)
        assert self.copy(client, paper)["Content-Type"].startswith("text/html")
        signed.agree(paper, signed.copy_of(paper).pk, by=paper.clerk)
        assert "Tải bản đã ký" in post(client, "", paper.record)
        answer = self.copy(client, paper)
        assert pdf_words(answer.content)[0] == pdf_words(records_papers.pdf(paper))[0]
        assert answer["Content-Disposition"] == 'attachment; filename="van-ban-12-TB-UBND.ban-ky.pdf"'

    def test_of_a_cancelled_paper_it_goes_with_it(self, client, paper):
        signed.agree(paper, signed.copy_of(paper).pk, by=paper.clerk)
        records_papers.cancel(paper, by=paper.clerk, on=paper.dated_on, reason="sai_noi_dung")
        assert "12/TB-UBND" not in post(client, "", paper.record)
        assert self.copy(client, paper)["Content-Type"].startswith("text/html")

    def test_one_to_somebody_else_is_never_there(self, client, officer, paper):
        """A slip that forwards the letter to another office has its signed copy too."""
        sent = records_papers.prepare(
            paper.record, "chuyen_don", by=officer, on=paper.dated_on, noi_nhan="Sở Thử"
        )
        sent = records_papers.issue(
            sent, by=paper.clerk, dated_on=paper.dated_on, signer="Người Ký", number="5/PC-UBND"
        )
        signed.attach(sent, "x.pdf", records_papers.pdf(sent), by=paper.clerk)
        signed.agree(sent, signed.copy_of(sent).pk, by=paper.clerk)
        assert "5/PC-UBND" not in post(client, "", paper.record)
        assert self.copy(client, sent)["Content-Type"].startswith("text/html")

    def test_another_code_does_not_open_it(self, client, officer, paper):
        signed.agree(paper, signed.copy_of(paper).pk, by=paper.clerk)
        answer = client.post(
            "/tra-cuu/giay/", {"code": classified(officer).public_id, "paper": f"ban-ky-{paper.pk}"}
        )
        assert answer["Content-Type"].startswith("text/html")


class TestFromTheDayOfReceipt:
    @pytest.fixture(autouse=True)
    def a_later_day(self, settings):
        settings.DEMONSTRATION_DAY = date(2023, 3, 31)

    def decided(self, officer, received=None):
        """A complaint whose decision is a paper of 10/3/2023, sent the day after."""
        letter, matter = settled(officer, sent_on=DONE)
        clerk, head = clerk_of(officer), role_at("giai_quyet", officer)
        paper = records_papers.prepare(matter, "giai_quyet_lan_1", by=head, on=DONE, **self.values())
        paper = records_papers.issue(paper, by=clerk, dated_on=DONE, signer="Người Ký", number="9/QĐ-UBND")
        if received:
            records_papers.deliver(
                paper, by=clerk, way="buu_dien", sent_on=date(2023, 3, 11), received_on=received
            )
        return letter, matter, paper, clerk

    def values(self):
        kind = records_papers.template("giai_quyet_lan_1")
        return {
            blank.name: {"ngay": "9/3/2023", "so": "1"}.get(blank.kind, (*blank.options, "điền")[0])
            for blank in kind.blanks
        }

    def test_the_days_run_from_the_receipt(self, client, officer):
        letter, matter, _paper, _clerk = self.decided(officer, date(2023, 3, 20))
        found = rights.right(matter, DONE, letter)
        assert found.until == date(2023, 4, 19)
        assert "đã nhận quyết định giải quyết ngày 20/3/2023" in post(client, "", letter)
        assert next_until(matter) == date(2023, 4, 19)

    def test_until_it_is_known_they_run_from_the_sending(self, officer):
        letter, matter, _paper, _clerk = self.decided(officer)
        assert rights.right(matter, DONE, letter).until == date(2023, 4, 10)
        assert next_until(matter) == date(2023, 4, 10)

    def test_the_receipt_of_a_cancelled_decision_begins_nothing(self, officer):
        letter, matter, paper, clerk = self.decided(officer, date(2023, 3, 20))
        records_papers.cancel(paper, by=clerk, on=DONE, reason="sai_so")
        assert rights.right(matter, DONE, letter).until == date(2023, 4, 10)

    def test_a_further_letter_is_not_told_the_receipt_of_another(self, client, officer, settings):
        """Of its own receipt nothing is written: the day of sending is said to be what is counted from."""
        further = classified(officer, "khieu_nai")
        _letter, matter, _paper, _clerk = self.decided(officer, date(2023, 3, 20))
        Link.objects.create(record_id=matter.pk, source_id=further.pk, kind=Link.Kind.JOINS)
        further = writing.move(Letter.objects.get(pk=further.pk), "luu", by=officer, on=ON)
        page = post(client, "", further)
        assert "20/3/2023" not in page
        assert "đã nhận quyết định" not in page
        assert "tính như nhận được ngay ngày đó" in page
        assert "10/4/2023" in page

    def test_over_a_second_instance_tied_by_hand_neither(self, client, officer):
        one, first = settled(officer, sent_on=DONE)
        _letter, matter, _paper, _clerk = self.decided(officer, date(2023, 3, 20))
        Matter.objects.filter(pk=matter.pk).update(instance=2)
        matter.refresh_from_db()
        tie_second(matter, first, by=officer)
        page = post(client, "", one)
        assert "Lần giải quyết" in page
        assert "20/3/2023" not in page

    def test_a_second_complaint_is_taken_on_the_last_of_them_and_not_after(self, officer):
        _letter, matter, _paper, _clerk = self.decided(officer, date(2023, 3, 20))
        assert not_complained_again(matter, date(2023, 4, 19)) == ""
        assert "hết ngày 19/4/2023" in not_complained_again(matter, date(2023, 4, 20))


def test_the_whole_page_takes_a_bounded_number_of_questions(client, officer):
    letter, _matter = settled(officer)
    for number in range(8):
        messages.say(letter, f"Lời {number}", by=None, key=str(uuid4()))
    with CaptureQueriesContext(connection) as asked:
        post(client, "", letter)
    assert len(asked) <= 14
