"""Where a record stands, told without a name, without content, and without giving away a sealed class."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import Visit
from danvan.portal.tests import world
from danvan.portal.tracking import standing as tracking
from danvan.portal.tracking.standing import read_code, standing
from danvan.records import writing
from danvan.records.loading import Row, load
from danvan.records.models import Record
from danvan.records.tests.factories import handler, letter_of
from danvan.reports.tests.factories import session, visits
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)
CLASSES = ("tố cáo", "khiếu nại", "kiến nghị", "phản ánh", "thụ lý", "niêm phong")


@pytest.fixture
def officer():
    return handler()


def ask(client, code, status=200):
    answer = client.post("/tra-cuu/", {"code": code})
    assert answer.status_code == status, answer.content.decode()[:1500]
    return world.words(answer.content.decode())


def complaint(officer, **more):
    letter = letter_of(officer, ON)
    return writing.move(letter, "phan_loai", by=officer, on=ON, kind="khieu_nai", field="dat_dai", **more)


def denunciation(officer):
    letter = letter_of(officer, ON)
    return writing.move(letter, "phan_loai", by=officer, on=ON, kind="to_cao", field="cong_chuc_cong_vu")


def main_part(page):
    """The page without bar and foot."""
    return page.partition("Kiểm tra chữ ký ")[2].partition("Trang đầu")[0]


class TestCode:
    @pytest.mark.parametrize(
        "written",
        [
            "1234567890123456",
            "1234 5678 9012 3456",
            "1234-5678-9012-3456",
            "  1234\t5678\u00a09012\u20033456 ",
            "1234–5678—9012.3456",
            "１２３４ 5678 9012 3456",
        ],
    )
    def test_it_is_read_as_people_write_it(self, written):
        assert read_code(written) == "1234567890123456"

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("", "Chưa có mã tra cứu"),
            ("   --  ", "Chưa có mã tra cứu"),
            ("123456789012345", "đã nhập 15"),
            ("1234 5678 9012 34567", "đã nhập 17"),
            ("abcd efgh", "chỉ gồm chữ số"),
            ("1234567890123456'; DROP TABLE", "chỉ gồm chữ số"),
            ("²²²²²²²²²²²²²²²²x", "chỉ gồm chữ số"),
            ("٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣", "chỉ gồm chữ số"),
            ("1" * 100_000, "đã nhập 200"),
            ("\x00" * 16, "chỉ gồm chữ số"),
        ],
    )
    def test_anything_else_gets_one_sentence(self, client, written, said):
        with pytest.raises(Refusal, match=said):
            read_code(written)
        page = ask(client, written, 400)
        assert said in page
        assert "Chưa tra cứu được" in page


class TestOpen:
    def test_a_complaint_is_told_with_unit_number_day_article_and_ledger(self, client, officer):
        letter = complaint(officer)
        page = ask(client, letter.public_id)
        for said in (
            f"Hồ sơ số {letter.number} · tiếp nhận ngày 1/3/2023 (thứ Tư)",
            "Đang xử lý",
            "đang xử lý hồ sơ này theo quy định của pháp luật",
            f"Nơi đang giữ {officer.at}",
            "Thụ lý hoặc từ chối thụ lý khiếu nại",
            "Điều 27",
            "Vì sao hạn này?",
            "Cơ quan tiếp tục xử lý và báo cho người gửi theo luật định.",
        ):
            assert said in page

    def test_the_citizen_sees_the_laws_day(self, officer):
        letter = complaint(officer)
        duty = letter.duties.get(clock="thu_ly_khieu_nai")
        shown = next(limit for limit in standing(letter.public_id).limits if limit.label == duty.label)
        assert shown.due_on == duty.due_on
        assert shown.citation == duty.citation
        assert shown.steps

    def test_an_accepted_letter_shows_the_limit_of_its_matter(self, client, officer):
        letter = writing.move(complaint(officer), "thu_ly", by=officer, on=date(2023, 3, 3))
        found = standing(letter.public_id)
        assert [limit.label for limit in found.limits] == ["Giải quyết vụ việc"]
        assert "Điều 28" in ask(client, letter.public_id)

    def test_a_closed_one_says_when(self, client, officer):
        letter = writing.move(complaint(officer), "huong_dan", by=officer, on=date(2023, 3, 3))
        page = ask(client, letter.public_id)
        assert "Đã hướng dẫn" in page
        assert "Ngày kết thúc 3/3/2023 (thứ Sáu)" in page
        assert "Không còn bước nào" in page

    def test_a_visit_is_told_too(self, client, officer):
        visits(officer.at, [1], ON)
        page = ask(client, Record.objects.get(type="luot_tiep").public_id)
        assert "Cơ quan đã tiếp và đang xem xét nội dung trình bày." in page
        assert "Tiếp theo" in page

    def test_a_session_is_found_by_its_code(self, client, officer):
        record = session(officer.at)
        assert "Đã tổ chức" in ask(client, record.public_id)

    def test_codes_in_groups_find_the_same(self, client, officer):
        code = complaint(officer).public_id
        grouped = " ".join(code[n : n + 4] for n in range(0, 16, 4))
        assert "Đang xử lý" in ask(client, grouped)


class TestSealed:
    def test_a_denunciation_gives_its_class_away_by_no_word(self, client, officer):
        letter = denunciation(officer)
        page = main_part(ask(client, letter.public_id))
        assert "Đang xử lý" in page
        assert not [word for word in CLASSES if word in page.lower()]

    def test_it_shows_the_limit_of_every_letter_and_none_of_its_class(self, client, officer):
        letter = denunciation(officer)
        page = main_part(ask(client, letter.public_id))
        general = letter.duties.get(clock="xu_ly")
        assert f"Hạn {general.due_on.day}/{general.due_on.month}/{general.due_on.year}" in page
        assert general.citation in page
        assert "Vì sao hạn này?" in page
        assert str(officer.at) in page
        for own in letter.duties.exclude(clock="xu_ly"):
            assert own.citation not in page
            assert own.label not in page

    def test_where_only_a_limit_of_its_class_runs_the_day_alone_is_told(self, officer):
        letter = writing.move(denunciation(officer), "thu_ly", by=officer, on=date(2023, 3, 3))
        (limit,) = standing(letter.public_id).limits
        assert (limit.label, limit.citation, limit.steps) == ("", "", ())

    def test_an_unclassified_letter_reads_just_the_same(self, client, officer):
        """Days, numbers and units differ; no word does."""
        unknown, sealed = letter_of(officer, ON), denunciation(officer)
        pages = [main_part(ask(client, one.public_id)) for one in (unknown, sealed)]
        bare = [
            " ".join(word for word in page.split() if not any(c.isdigit() for c in word)) for page in pages
        ]
        assert bare[0].replace("(thứ", "").split()[:12] == bare[1].replace("(thứ", "").split()[:12]
        assert "Đang xử lý" in pages[0]
        assert not [word for word in CLASSES if word in pages[0].lower()]

    def test_a_closed_one_says_only_that(self, client, officer):
        letter = writing.move(denunciation(officer), "luu", by=officer, on=date(2023, 3, 3))
        page = main_part(ask(client, letter.public_id))
        assert "Đã xử lý xong" in page
        assert "lưu" not in page.replace("lưu lại", "")
        assert not [word for word in CLASSES if word in page.lower()]

    def test_a_sealed_visit_is_told_like_a_letter(self, client, officer):
        row = Row(Visit(unit=officer.at, persons=1, content_kind="to_cao"), ON)
        load("luot_tiep", [row], reason="thử nghiệm")
        visit = row.record
        page = main_part(ask(client, visit.public_id))
        assert "tiếp công dân" not in page.lower()
        assert "Đang xử lý" in page

    def test_the_title_says_no_class(self, client, officer):
        letter = denunciation(officer)
        page = client.post("/tra-cuu/", {"code": letter.public_id}).content.decode()
        assert f"<title>Hồ sơ số {letter.number} – Danvan</title>" in page


class TestNobody:
    def test_a_name_or_content_is_never_shown(self, client, officer):
        planted = {
            "full_name": "Nguyễn Thị Lộ Tên",
            "content": "Nội dung không được lộ",
            "address": "Thôn Kín",
        }
        row = Row(
            Letter(unit=officer.at),
            ON,
            [("phan_loai", ON, {"kind": "khieu_nai", "field": "dat_dai"})],
            personal=planted,
        )
        load("don", [row], reason="thử nghiệm")
        page = client.post("/tra-cuu/", {"code": row.record.public_id}).content.decode()
        assert not [word for word in planted.values() if word in page]

    def test_an_unknown_code_gets_one_sentence(self, client):
        assert "Không tìm thấy hồ sơ nào có mã này" in ask(client, "1" * 16, 404)

    def test_found_or_not_the_database_is_asked_the_same(self, officer):
        letter = denunciation(officer)
        asked = []
        for code in (letter.public_id, complaint(officer).public_id, "1" * 16):
            with CaptureQueriesContext(connection) as queries:
                standing(code)
            asked.append([query["sql"].partition(" WHERE ")[0] for query in queries])
        assert asked[0] == asked[1] == asked[2]
        assert len(asked[0]) == 3

    def test_answers_are_never_kept(self, client, officer):
        for answer in (
            client.get("/tra-cuu/"),
            client.post("/tra-cuu/", {"code": complaint(officer).public_id}),
            client.post("/tra-cuu/", {"code": "1" * 16}),
        ):
            assert "no-store" in answer["Cache-Control"]
            assert "private" in answer["Cache-Control"]

    def test_the_code_never_stands_in_an_address(self, client, officer):
        code = complaint(officer).public_id
        assert client.get("/tra-cuu/", {"code": code}).status_code == 200
        assert code not in client.get("/tra-cuu/", {"code": code}).content.decode().replace(
            f"?code={code}", ""
        )

    def test_the_printed_page_has_no_address_to_repeat(self, client, officer):
        page = client.post("/tra-cuu/", {"code": complaint(officer).public_id}).content.decode()
        assert "http://testserver" not in page

    def test_a_form_of_another_site_is_refused(self, officer):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/tra-cuu/", {"code": complaint(officer).public_id}).status_code == 403

    def test_an_illustrative_record_is_marked(self, client, officer):
        row = Row(Letter(unit=officer.at, is_illustrative=True), ON)
        load("don", [row], reason="thử nghiệm")
        assert "Số liệu minh họa." in ask(client, row.record.public_id)
        assert "Số liệu minh họa." not in ask(client, complaint(officer).public_id)


class TestGuessing:
    def test_many_unknown_codes_are_slowed_down(self, client, officer):
        for turn in range(tracking.MISSES):
            ask(client, f"{turn:016d}", 404)
        answer = client.post("/tra-cuu/", {"code": complaint(officer).public_id})
        assert answer.status_code == 429
        assert answer["Retry-After"] == "600"

    def test_another_address_is_not_held_up(self, client, officer):
        for turn in range(tracking.MISSES):
            ask(client, f"{turn:016d}", 404)
        other = Client(REMOTE_ADDR="203.0.113.9")
        assert "Đang xử lý" in ask(other, complaint(officer).public_id)

    def test_found_codes_and_slips_of_the_hand_never_count(self, client, officer):
        code = complaint(officer).public_id
        for _turn in range(tracking.MISSES + 2):
            ask(client, code)
            ask(client, code[:-1], 400)
        assert "Đang xử lý" in ask(client, code)

    def test_no_address_is_kept(self, rf):
        request = rf.get("/tra-cuu/", REMOTE_ADDR="203.0.113.77")
        key = tracking.MISSED.key(request)
        assert "203.0.113.77" not in key
        assert key != tracking.MISSED.key(rf.get("/", REMOTE_ADDR="203.0.113.78"))
        assert key == tracking.MISSED.key(rf.post("/tra-cuu/", REMOTE_ADDR="203.0.113.77"))

    def test_behind_a_proxy_the_address_it_saw_counts_not_the_claimed_one(self, rf, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        seen = {
            tracking.MISSED.key(
                rf.get("/", HTTP_X_FORWARDED_FOR=f"{claimed}, 198.51.100.7", REMOTE_ADDR="127.0.0.1")
            )
            for claimed in ("1.1.1.1", "2.2.2.2")
        }
        assert len(seen) == 1

    def test_without_a_proxy_nobody_can_claim_an_address(self, rf, settings):
        settings.SECURE_PROXY_SSL_HEADER = None
        keys = {
            tracking.MISSED.key(rf.get("/", HTTP_X_FORWARDED_FOR=claimed))
            for claimed in ("1.1.1.1", "2.2.2.2")
        }
        assert len(keys) == 1
