"""The signed copy and the way of a paper at the desk: who attaches, what is offered and warned of, what is refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.records import papers
from danvan.records.files.tests.samples import pdf as pdf_of
from danvan.records.models import Delivery, File
from danvan.records.papers import signed
from danvan.records.papers.tests.paper_world import CHAIR, DAY, NEXT, clerk_of, issued, own_books, refused
from danvan.records.tests.desk_world import classified, desk_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def clerk(officer):
    return clerk_of(officer)


@pytest.fixture
def at_clerk(clerk, as_app):
    return desk_of(clerk)


def way(name, *args):
    return reverse(f"records:{name}", args=args)


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client, paper, data=None, name="Thông báo đã ký.pdf"):
    file = SimpleUploadedFile(name, data or papers.pdf(paper), "application/pdf")
    return client.post(way("paper_signed", paper.pk), {"tep": file})


class TestTheSignedCopy:
    def test_it_is_kept_compared_and_agreed_on_the_papers_page(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        assert "Kèm bản ký" in body(at_clerk.get(way("paper", paper.pk)))
        assert send(at_clerk, paper)["Location"].endswith("#ban-ky")
        text = body(at_clerk.get(way("paper", paper.pk)))
        assert "Đọc được trong tệp" in text
        assert "<strong>12/TB-UBND</strong>" in text
        assert "Có thể nhầm tệp" not in text
        seen = str(signed.copy_of(paper).pk)
        assert f'name="ban_ky" value="{seen}"' in text
        assert at_clerk.post(way("paper_agree", paper.pk), {"ban_ky": seen}).status_code == 302
        assert "Đã so với lời văn lúc" in body(at_clerk.get(way("paper", paper.pk)))

    @pytest.mark.parametrize("sent", [{}, {"ban_ky": ""}, {"ban_ky": "x"}, {"ban_ky": "0"}, {"ban_ky": "²"}])
    def test_what_was_not_seen_is_not_agreed(self, at_clerk, officer, clerk, sent):
        paper = issued(officer, clerk)
        send(at_clerk, paper)
        answer = at_clerk.post(way("paper_agree", paper.pk), sent)
        assert "không phải bản Bà/Ông đã xem" in body(answer, 400)
        assert signed.agreed([paper]) == {}

    def test_another_copy_put_in_its_place_meanwhile_is_not_agreed(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        send(at_clerk, paper)
        seen = signed.copy_of(paper)
        at_clerk.post(way("file_remove", paper.record.public_id, seen.pk), {"removal": "nham_ho_so"})
        send(at_clerk, paper, pdf_of("Giấy mời họp thôn"))
        answer = at_clerk.post(way("paper_agree", paper.pk), {"ban_ky": str(seen.pk)})
        assert "không phải bản Bà/Ông đã xem" in body(answer, 400)
        assert signed.agreed([paper]) == {}

    def test_it_is_read_only_for_who_may_agree_and_until_it_is_agreed(
        self, at_clerk, officer, clerk, monkeypatch
    ):
        read = []
        own = signed.read
        monkeypatch.setattr(signed, "read", lambda copy: read.append(copy.pk) or own(copy))
        paper = issued(officer, clerk)
        send(at_clerk, paper)
        text = body(desk_of(officer).get(way("paper", paper.pk)))
        assert "Chờ văn thư so bản ký" in text
        assert "Không đọc được số" not in text
        assert "ảnh quét, không có chữ" not in text
        assert read == []
        body(desk_of(clerk).get(way("paper", paper.pk)))
        assert len(read) == 1
        signed.agree(paper, signed.copy_of(paper).pk, by=clerk)
        body(at_clerk.get(way("paper", paper.pk)))
        assert len(read) == 1

    def test_sending_the_number_reads_nothing_again(self, at_clerk, officer, monkeypatch):
        paper = refused(officer)
        send(at_clerk, paper, pdf_of("Số: 47/TB-UBND"))
        monkeypatch.setattr(signed, "read", lambda copy: 1 / 0)
        sent = {"number": "", "dated_on": "3/3/2023", "signer": "Người Ký", "capacity": CHAIR}
        body(at_clerk.post(way("paper_issue", paper.pk), sent), 400)
        answer = at_clerk.post(way("paper_issue", paper.pk), sent | {"number": "47/TB-UBND"})
        assert answer["Location"] == way("paper", paper.pk)

    def test_a_wrong_file_is_warned_of_and_can_be_taken_away(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        send(at_clerk, paper, pdf_of("Số: 99/TB-UBND ngày 1 tháng 2 năm 2023 về việc khác"))
        text = body(at_clerk.get(way("paper", paper.pk)))
        assert "Có thể nhầm tệp" in text
        assert "ghi số 99/TB-UBND, còn văn bản này mang số 12/TB-UBND" in text
        copy = signed.copy_of(paper)
        removal = way("file_remove", paper.record.public_id, copy.pk)
        assert removal in text
        assert at_clerk.post(removal, {"removal": "nham_ho_so"}).status_code == 302
        assert "Kèm bản ký" in body(at_clerk.get(way("paper", paper.pk)))

    def test_number_and_day_of_the_file_are_offered_and_nothing_is_issued_by_itself(
        self, at_clerk, officer, clerk
    ):
        paper = refused(officer)
        came_back = issued(officer, clerk, number="47/TB-UBND", dated_on=date(2023, 3, 2))
        send(at_clerk, paper, papers.pdf(came_back))
        text = body(at_clerk.get(way("paper_issue", paper.pk)))
        assert 'value="47/TB-UBND"' in text
        assert "2/3/2023" in text
        assert "đọc từ bản ký" in text
        paper.refresh_from_db()
        assert (paper.state, paper.number) == ("cho_so", "")

    def test_a_person_may_write_another_number_than_was_read(self, at_clerk, officer):
        paper = refused(officer)
        send(at_clerk, paper, pdf_of("Số: 47/TB-UBND"))
        sent = {"number": "48/TB-UBND", "dated_on": "3/3/2023", "signer": "Người Ký", "capacity": CHAIR}
        answer = at_clerk.post(way("paper_issue", paper.pk), sent)
        assert answer["Location"] == way("paper", paper.pk)
        paper.refresh_from_db()
        assert paper.number == "48/TB-UBND"
        assert "ghi số 47/TB-UBND, còn văn bản này mang số 48/TB-UBND" in body(
            at_clerk.get(answer["Location"])
        )

    def test_where_the_unit_keeps_its_books_here_no_number_is_offered(self, at_clerk, officer):
        own_books(officer)
        paper = refused(officer)
        send(at_clerk, paper, pdf_of("Số: 47/TB-UBND"))
        assert "47/TB-UBND" not in body(at_clerk.get(way("paper_issue", paper.pk)))

    @pytest.mark.parametrize(
        ("data", "why"),
        [(b"", "Tệp rỗng"), (b"khong phai", "không phải PDF"), (b"%PDF-1.7 hong", "hỏng")],
    )
    def test_what_is_no_file_is_said_and_not_kept(self, at_clerk, officer, clerk, data, why):
        paper = issued(officer, clerk)
        file = SimpleUploadedFile("x.pdf", data, "application/pdf")
        answer = at_clerk.post(way("paper_signed", paper.pk), {"tep": file})
        text = body(answer, 400)
        assert why in text or "chưa chọn tệp" in text.lower()
        assert not File.objects.exists()

    def test_without_a_file_it_says_what_to_do(self, at_clerk, officer, clerk):
        assert "Chưa chọn tệp" in body(at_clerk.post(way("paper_signed", issued(officer, clerk).pk)), 400)

    def test_an_officer_without_numbers_is_shown_no_form_and_refused(self, officer, clerk, as_app):
        paper, client = issued(officer, clerk), desk_of(officer)
        assert "Kèm bản ký" not in body(client.get(way("paper", paper.pk)))
        assert "không có quyền" in body(send(client, paper), 400)
        assert not File.objects.exists()

    def test_strangers_find_nothing(self, officer, clerk, as_app):
        paper, other = issued(officer, clerk), desk_of(clerk_of(handler()))
        assert send(other, paper).status_code == 404
        assert other.post(way("paper_agree", paper.pk)).status_code == 404
        assert other.get(way("paper_delivery", paper.pk)).status_code == 404

    def test_of_a_sealed_record_there_is_no_room_for_a_file(self, officer, as_app):
        letter = classified(officer, "to_cao")
        paper = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan=str(officer.at))
        client = desk_of(officer)
        assert "Bản đã ký" not in body(client.get(way("paper", paper.pk)))
        assert send(client, paper, pdf_of("x")).status_code == 400
        assert not File.objects.exists()

    def test_it_cannot_be_sent_in_by_the_way_of_other_files(self, officer, as_app):
        letter, client = classified(officer), desk_of(officer)
        sent = {"kind": "ban_ky", "tep": SimpleUploadedFile("x.pdf", pdf_of("x"))}
        assert client.post(way("file_attach", letter.public_id), sent).status_code == 400
        assert "Bản đã ký của văn bản" not in body(client.get(letter.get_absolute_url()))

    def test_the_list_of_files_leads_to_the_paper(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        send(at_clerk, paper)
        text = body(at_clerk.get(paper.record.get_absolute_url()))
        copy = signed.copy_of(paper)
        assert f'href="{way("paper", paper.pk)}"' in text
        assert way("file_text", paper.record.public_id, copy.pk) not in text
        assert at_clerk.get(way("file_text", paper.record.public_id, copy.pk)).status_code == 404


class TestTheWay:
    SENT = {"way": "buu_dien", "sent_on": "3/3/2023", "post_number": "rb 123456789 vn", "received_on": ""}

    def test_sent_first_received_later(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        assert "Ghi việc gửi" in body(at_clerk.get(way("paper", paper.pk)))
        assert at_clerk.post(way("paper_delivery", paper.pk), self.SENT).status_code == 302
        assert "chưa biết" in body(at_clerk.get(way("paper", paper.pk)))
        assert 'value="RB123456789VN"' in body(at_clerk.get(way("paper_delivery", paper.pk)))
        at_clerk.post(way("paper_delivery", paper.pk), self.SENT | {"received_on": "6/3/2023"})
        kept = Delivery.objects.get()
        assert (kept.sent_on, kept.received_on) == (NEXT, date(2023, 3, 6))
        assert "6/3/2023" in body(at_clerk.get(way("paper", paper.pk)))

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"sent_on": "2/3/2023"}, "trước ngày văn bản"),
            ({"received_on": "2/3/2023"}, "trước ngày gửi"),
            ({"received_on": "31/2/2023"}, "không có trong lịch"),
            ({"post_number": "Bà Trần Thị A"}, "Số bưu gửi gồm 2 chữ cái"),
            ({"post_number": "TRANTHIA1970"}, "Số bưu gửi gồm 2 chữ cái"),
            ({"post_number": "0912345678"}, "Số bưu gửi gồm 2 chữ cái"),
            ({"way": "bo_cau"}, "bo_cau"),
        ],
    )
    def test_what_cannot_be_is_said(self, at_clerk, officer, clerk, change, why):
        paper = issued(officer, clerk)
        assert why in body(at_clerk.post(way("paper_delivery", paper.pk), self.SENT | change), 400)
        assert not Delivery.objects.exists()

    def test_of_a_sealed_record_no_number_is_asked_for_or_kept(self, officer, clerk, as_app):
        letter = classified(officer, "to_cao")
        paper = papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan=str(officer.at))
        signer = clerk.person.full_name
        paper = papers.issue(paper, by=clerk, dated_on=NEXT, signer=signer, number="3/PC-UBND")
        desk = desk_of(officer)
        text = body(desk.get(way("paper_delivery", paper.pk)))
        assert "Ngày gửi" in text
        assert "Số bưu gửi" not in text
        assert desk.post(way("paper_delivery", paper.pk), self.SENT).status_code == 302
        assert (Delivery.objects.get().sent_on, Delivery.objects.get().post_number) == (NEXT, "")

    def test_who_prepares_such_papers_may_too_and_nobody_else(self, officer, clerk, as_app):
        from danvan.records.tests.desk_world import role_at

        paper = issued(officer, clerk)
        assert desk_of(officer).post(way("paper_delivery", paper.pk), self.SENT).status_code == 302
        reader = desk_of(role_at("thanh_tra", officer))
        assert reader.get(way("paper_delivery", paper.pk)).status_code == 403

    def test_a_paper_without_number_went_nowhere(self, at_clerk, officer):
        paper = refused(officer)
        assert "Ghi việc gửi" not in body(at_clerk.get(way("paper", paper.pk)))
        assert "đã ban hành" in body(at_clerk.post(way("paper_delivery", paper.pk), self.SENT), 400)
