"""Papers at the desk, and văn thư's worklist: who sees what, what is offered, kept, downloaded and cancelled."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records import papers, writing
from danvan.records.models import OwnNumbers, Paper
from danvan.records.papers.tests.paper_world import (
    CHAIR,
    DAY,
    REASON,
    clerk_of,
    docx_words,
    issued,
    own_books,
    pdf_words,
    refused,
)
from danvan.records.tests.desk_world import NAME, classified, desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
TITLE = "Thông báo không thụ lý khiếu nại"


@pytest.fixture
def officer(settings):
    return handler()


@pytest.fixture
def clerk(officer):
    return clerk_of(officer)


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


@pytest.fixture
def at_clerk(clerk, as_app):
    return desk_of(clerk)


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def way(name, *args):
    return reverse(f"records:{name}", args=args)


def sealed_paper(officer):
    letter = classified(officer, "to_cao")
    return papers.prepare(letter, "chuyen_don", by=officer, on=DAY, noi_nhan=str(officer.at))


class TestOnTheRecord:
    def test_the_step_just_taken_asks_for_its_paper(self, client, officer):
        letter = writing.move(classified(officer, is_competent=False), "huong_dan", by=officer, on=DAY)
        text = body(client.get(letter.get_absolute_url()))
        assert "Soạn Văn bản hướng dẫn" in text
        papers.prepare(letter, "huong_dan", by=officer, on=DAY, noi_co_tham_quyen="Sở A")
        text = body(client.get(letter.get_absolute_url()))
        assert "Soạn Văn bản hướng dẫn" not in text
        assert "Chờ số" in text

    def test_cancelled_ones_stay_with_number_and_reason(self, client, officer, clerk):
        paper = issued(officer, clerk)
        papers.cancel(paper, by=clerk, on=paper.dated_on, reason="thay_the")
        text = body(client.get(paper.record.get_absolute_url()))
        assert "12/TB-UBND" in text
        assert "thay bằng văn bản khác" in text

    def test_a_sealed_record_is_offered_no_paper_with_a_name(self, client, officer):
        letter = classified(officer, "to_cao")
        text = body(client.get(way("papers", letter.public_id)))
        assert "Phiếu chuyển đơn" in text
        assert "Thông báo thụ lý khiếu nại" not in text

    def test_of_a_stranger_nothing_opens(self, officer, as_app):
        paper = issued(officer)
        other = desk_of(handler())
        code = paper.record.public_id
        for address in (
            way("papers", code),
            way("paper_prepare", code, "khong_thu_ly"),
            way("paper", paper.pk),
            way("paper_file", paper.pk, "pdf"),
            way("paper_cancel", paper.pk),
            way("paper_issue", paper.pk),
        ):
            assert other.get(address).status_code == 404, address


class TestPreparing:
    def send(self, client, letter, key="khong_thu_ly", **values):
        return client.post(way("paper_prepare", letter.public_id, key), {"on": "2/3/2023"} | values)

    def test_a_preview_is_shown_and_not_kept(self, client, officer):
        letter = classified(officer)
        text = body(self.send(client, letter, o_ly_do=REASON, xem="1"))
        assert "Xem trước, chưa lưu" in text
        assert REASON in text
        assert "Mẫu số 04 (124/2020/NĐ-CP)" in text
        assert not Paper.objects.exists()

    def test_then_it_is_kept_and_shown(self, client, officer):
        answer = self.send(client, classified(officer), o_ly_do=REASON)
        assert answer.status_code == 302
        text = body(client.get(answer["Location"]))
        assert TITLE in text
        assert REASON in text

    @pytest.mark.parametrize(
        ("values", "why"),
        [({"o_ly_do": ""}, "Lý do"), ({"o_ly_do": "x", "on": "31/2/2023"}, "không có trong lịch")],
    )
    def test_what_is_missing_is_said(self, client, officer, values, why):
        assert why in body(self.send(client, classified(officer), **values), 400)
        assert not Paper.objects.exists()

    def test_of_a_sealed_record_the_form_has_no_room_for_words(self, client, officer):
        letter = classified(officer, "to_cao")
        text = body(client.get(way("paper_prepare", letter.public_id, "tra_don")), 200)
        assert "điền tay trên bản in" in text
        assert "o_ly_do" not in text
        self.send(client, letter, "chuyen_don", o_noi_nhan="Bà Trần Thị Zqx")
        assert not Paper.objects.exists()

    def test_an_unknown_template_is_no_page(self, client, officer):
        assert self.send(client, classified(officer), "khong-co").status_code == 404

    def test_words_with_marks_of_html_are_shown_as_words(self, client, officer):
        answer = self.send(client, classified(officer), o_ly_do="<script>alert(1)</script>")
        text = body(client.get(answer["Location"]))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


class TestFiles:
    def test_both_files_hold_the_text_and_their_names_tell_nothing(self, client, officer):
        paper = issued(officer)
        for ending, read in (("pdf", pdf_words), ("docx", docx_words)):
            answer = client.get(way("paper_file", paper.pk, ending))
            assert answer.status_code == 200
            assert REASON in " ".join(read(answer.content)[0].split())
            assert NAME not in answer["Content-Disposition"]
            assert f"van-ban-12-TB-UBND.{ending}" in answer["Content-Disposition"]
            assert "no-store" in answer["Cache-Control"]

    def test_a_text_taken_away_is_said_plainly(self, client, officer):
        paper = papers.cancel(refused(officer), by=officer, on=DAY, reason="khong_ban_hanh")
        assert "không còn lưu" in body(client.get(way("paper", paper.pk)))
        assert "đã được xóa" in body(client.get(way("paper_file", paper.pk, "pdf")), 400)


class TestNumbering:
    SENT = {"number": "125/TB-UBND", "dated_on": "3/3/2023", "signer": "Người Ký", "capacity": CHAIR}

    def test_văn_thư_writes_down_what_came_back(self, at_clerk, officer):
        paper = refused(officer)
        assert TITLE in body(at_clerk.get(way("clerk")))
        assert at_clerk.post(way("paper_issue", paper.pk), self.SENT).status_code == 302
        assert "125/TB-UBND" in body(at_clerk.get(way("clerk") + "?xem=da-ban-hanh"))
        assert TITLE not in body(at_clerk.get(way("clerk")))

    def test_the_own_book_leaves_no_room_for_a_number(self, at_clerk, officer):
        own_books(officer)
        paper = refused(officer)
        text = body(at_clerk.get(way("paper_issue", paper.pk)))
        assert 'name="number"' not in text
        at_clerk.post(way("paper_issue", paper.pk), {**self.SENT, "number": "9/X"})
        paper.refresh_from_db()
        assert paper.number == "01/TB-UBND"

    def test_a_wrong_number_is_said_at_the_top(self, at_clerk, officer):
        paper = refused(officer)
        text = body(at_clerk.post(way("paper_issue", paper.pk), {**self.SENT, "number": "mười"}), 400)
        assert "Số văn bản gồm" in text

    def test_of_a_sealed_record_văn_thư_sees_only_that_a_paper_waits(self, at_clerk, officer):
        paper = sealed_paper(officer)
        text = body(at_clerk.get(way("clerk"))) + body(at_clerk.get(way("paper_issue", paper.pk)))
        assert f"mã {paper.pk}" in text
        for word in (paper.record.public_id, paper.title, "tố cáo"):
            assert word not in text, word
        for name in ("paper", "paper_cancel"):
            assert at_clerk.get(way(name, paper.pk)).status_code == 404
        assert at_clerk.get(way("paper_file", paper.pk, "pdf")).status_code == 404

    def test_of_a_sealed_record_no_signer_of_ones_own_words(self, at_clerk, officer):
        paper = sealed_paper(officer)
        sent = {**self.SENT, "signer": "Trần Thị Zqx"}
        assert "hồ sơ niêm phong" in body(at_clerk.post(way("paper_issue", paper.pk), sent), 400)

    def test_who_gives_no_numbers_has_no_worklist(self, client):
        assert client.get(way("clerk")).status_code == 403
        assert client.get(way("clerk_incoming")).status_code == 403

    def test_cancelled_ones_stay_visible(self, at_clerk, officer, clerk):
        paper = issued(officer, clerk)
        assert at_clerk.post(way("paper_cancel", paper.pk), {"reason": "sai_so"}).status_code == 302
        text = body(at_clerk.get(way("clerk") + "?xem=da-huy"))
        assert "12/TB-UBND" in text
        assert "Ghi nhầm số" in text

    def test_the_worklist_asks_the_same_however_many_wait(self, at_clerk, officer):
        letter = classified(officer)
        counts = []
        for more in (1, 6):
            for _turn in range(more):
                refused(officer, letter)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                at_clerk.get(way("clerk"))
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestIncoming:
    def test_the_number_of_arrival_stands_beside_ours(self, at_clerk, officer):
        letter = classified(officer)
        type(letter).objects.filter(pk=letter.pk).update(incoming_number="456", incoming_on=DAY)
        text = body(at_clerk.get(way("clerk_incoming")))
        assert "456" in text
        assert letter.number in text

    def test_sealed_letters_are_not_there(self, at_clerk, officer):
        letter = classified(officer, "to_cao")
        assert letter.public_id not in body(at_clerk.get(way("clerk_incoming")))


class TestSeries:
    def test_who_manages_units_switches_books_on(self, officer, as_app):
        manager = desk_of(make_account("quan_tri", officer.at))
        assert "ở phần mềm khác" in body(manager.get(way("series")))
        sent = {"is_on": "on", "suffix": "ubnd"}
        assert manager.post(way("series_of", officer.at.pk), sent).status_code == 302
        assert (OwnNumbers.objects.get().is_on, OwnNumbers.objects.get().suffix) == (True, "UBND")
        assert "trong hệ thống" in body(manager.get(way("series")))

    def test_a_wrong_sign_is_said_at_the_field(self, officer, as_app):
        manager = desk_of(make_account("quan_tri", officer.at))
        sent = {"is_on": "on", "suffix": "a b"}
        assert "Ký hiệu cơ quan" in body(manager.post(way("series_of", officer.at.pk), sent), 400)

    def test_nobody_else_and_no_other_unit(self, client, officer, as_app):
        assert client.get(way("series")).status_code == 403
        manager = desk_of(make_account("quan_tri", officer.at))
        assert manager.get(way("series_of", handler().at.pk)).status_code == 404


def test_the_rail_leads_văn_thư_there(at_clerk, officer):
    assert f'href="{way("clerk")}"' in body(at_clerk.get("/ban-lam-viec/"))


def test_a_reader_without_the_right_prepares_nothing(officer, as_app):
    letter = classified(officer)
    reader = desk_of(role_at("thanh_tra", officer))
    assert reader.get(way("paper_prepare", letter.public_id, "khong_thu_ly")).status_code == 403
