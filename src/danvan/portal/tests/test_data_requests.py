"""A request about personal data over the portal: one question a page, nothing told by name or class, a receipt once."""

import re
from datetime import date

import pytest
from django.db import connection

from danvan.domains.personal_data.models import DataRequest
from danvan.portal.data_requests import views
from danvan.portal.data_requests.asking import asked
from danvan.portal.data_requests.forms import STEPS
from danvan.portal.tests.filing_world import code_in
from danvan.portal.tests.test_robots import answer_of, proof_of
from danvan.portal.tests.world import words
from danvan.records import writing
from danvan.records.gates import Gate
from danvan.records.models import Envelope, Record
from danvan.records.seal import senders
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.seal.tests.sent_world import Sent
from danvan.records.tests.desk_world import classified
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
ADDRESS = "/du-lieu-ca-nhan/"
NOW = date(2026, 3, 2)
NAME, WORDS = "Người Gửi Ẩn Danh Thử", "Số nhà 12 chứ không phải 21"


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = NOW


@pytest.fixture
def officer():
    return handler()


@pytest.fixture
def letter(officer):
    return classified(officer)


def answers(record, **changed):
    """All that is answered, as the page before sending carries it."""
    told = {"code": record.public_id, "who": "toi", "right": "sua", "words": WORDS, "full_name": NAME}
    return {name: value for name, value in (told | changed).items() if value is not None}


def post(client, sent, status=200):
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def heading(answer):
    return re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)[1]


def send(client, record, status=200, **changed):
    robots = post(client, answers(record, **changed)).context["robots"]
    key = changed.pop("khoa", "k1")
    sent = answers(record, **changed) | {"gui": "1", "khoa": key, "altcha": proof_of(robots)}
    return post(client, sent, status)


class TestWay:
    def test_the_first_page_says_what_is_needed_and_asks_nothing(self, client):
        text = words(client.get(ADDRESS).content.decode())
        assert "mã tra cứu 16 chữ số" in text
        assert "2 ngày làm việc" in text

    def test_each_page_asks_one_question_and_carries_the_answers_before_it(self, client, letter):
        told = {}
        for place, (name, value) in enumerate(answers(letter).items()):
            page = post(client, told)
            assert heading(page) == str(STEPS[place].title)
            assert len(page.context["form"].fields) == 1
            assert dict(page.context["turn"].carried) == {key: told[key] for key in told if key != "cau"}
            told |= {name: value, "cau": str(place)}
        assert heading(post(client, told)) == "Xem lại trước khi gửi"

    def test_from_the_tracking_page_the_code_needs_not_to_be_typed_again(self, client, letter):
        text = client.post("/tra-cuu/", {"code": letter.public_id}).content.decode()
        assert f'action="{ADDRESS}"' in text
        assert heading(post(client, {"code": letter.public_id})) == "Ai yêu cầu?"

    @pytest.mark.parametrize("place", range(5))
    def test_an_answer_is_shown_again_to_be_changed(self, client, letter, place):
        page = post(client, answers(letter) | {"sua": str(place)})
        assert heading(page) == str(STEPS[place].title)
        assert len(page.context["turn"].carried) == 4

    @pytest.mark.parametrize("again", ["9", "-1", "x", "00", "٣"])
    def test_an_unknown_page_to_change_is_passed_over(self, client, letter, again):
        assert heading(post(client, answers(letter) | {"sua": again})) == "Xem lại trước khi gửi"

    def test_who_acts_for_another_is_led_to_the_counter_and_nothing_is_kept(self, client, letter):
        page = post(client, {"code": letter.public_id, "who": "dai_dien", "cau": "1"})
        assert "giấy ủy quyền" in page.content.decode()
        everything = answers(letter, who="dai_dien") | {"gui": "1"}
        assert "giấy ủy quyền" in post(client, everything).content.decode()
        assert not DataRequest.objects.exists()

    def test_no_answer_stands_in_an_address(self, client, letter):
        page = send(client, letter)
        assert letter.public_id not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
        assert "no-store" in page["Cache-Control"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("place", "changed", "sentence"),
        [
            (0, {"code": ""}, "Chưa có mã tra cứu"),
            (0, {"code": "12"}, "đúng 16 chữ số"),
            (0, {"code": "abc"}, "chỉ gồm chữ số"),
            (1, {"who": ""}, "Hãy chọn một mục"),
            (1, {"who": None}, "Hãy chọn một mục"),
            (1, {"who": "ai"}, "không"),
            (2, {"right": None}, "Hãy chọn một mục"),
            (2, {"right": "het"}, "không"),
            (3, {"words": ""}, "thông tin nào sai"),
            (3, {"words": "  "}, "thông tin nào sai"),
            (3, {"words": "a" * 4001}, "4000"),
            (4, {"full_name": ""}, "Chưa ghi họ và tên"),
            (4, {"full_name": "   "}, "Chưa ghi họ và tên"),
            (4, {"full_name": "A" * 201}, "200"),
        ],
    )
    def test_is_told_on_its_own_page(self, client, letter, place, changed, sentence):
        page = post(client, answers(letter, **changed) | {"cau": str(place), "gui": "1"}, 400)
        assert heading(page) == str(STEPS[place].title)
        assert sentence in words(page.content.decode())
        assert not DataRequest.objects.exists()

    def test_to_see_needs_no_words(self, client, letter):
        assert heading(post(client, answers(letter, right="xem", words=""))) == "Xem lại trước khi gửi"

    def test_an_unknown_code_is_told_and_counted(self, client, letter):
        page = post(client, {"code": "1" * 16}, 400)
        assert "Không tìm thấy hồ sơ" in page.content.decode()
        for _try in range(25):
            client.post(ADDRESS, {"code": "1" * 16})
        assert client.post(ADDRESS, {"code": letter.public_id}).status_code == 429

    def test_a_letter_not_yet_classified_is_told_so_whatever_its_class_will_be(self, client, officer):
        page = post(client, answers(letter_of(officer, NOW)), 400)
        assert "chưa phân loại" in page.content.decode()

    def test_without_a_proof_nothing_is_sent_and_all_is_kept(self, client, letter):
        page = post(client, answers(letter) | {"gui": "1", "khoa": "k0"}, 400)
        assert "câu hỏi kiểm tra" in page.content.decode()
        assert NAME in page.content.decode()
        assert not DataRequest.objects.exists()

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_refused(self, client, method):
        assert getattr(client, method)(ADDRESS).status_code == 405

    def test_markup_is_shown_as_words(self, client, letter):
        text = post(client, answers(letter, full_name="<script>1</script>")).content.decode()
        assert "<script>1" not in text


class TestSent:
    def test_it_is_a_request_with_a_code_of_its_own_and_its_limit(self, client, letter):
        page = send(client, letter)
        request = DataRequest.objects.get()
        assert code_in(page.content.decode()) == request.public_id != letter.public_id
        assert "4/3/2026 (thứ Tư)" in words(page.content.decode())
        assert Envelope.objects.filter(record_id=request.pk).count() == 1

    def test_without_script_the_plain_question_serves(self, client, letter):
        robots = post(client, answers(letter)).context["robots"]
        sent = {"gui": "1", "khoa": "k2", "cau_hoi": robots.ticket, "cau_tra_loi": answer_of(robots)}
        assert "Đã gửi yêu cầu" in post(client, answers(letter) | sent).content.decode()

    def test_pressed_twice_it_is_one_request_and_the_same_receipt(self, client, letter):
        first = code_in(send(client, letter).content.decode())
        assert code_in(post(client, answers(letter) | {"gui": "1", "khoa": "k1"}).content.decode()) == first
        assert DataRequest.objects.count() == 1

    def test_another_one_of_the_same_right_is_refused_while_the_first_is_open(self, client, letter):
        send(client, letter)
        robots = post(client, answers(letter)).context["robots"]
        sent = answers(letter) | {"gui": "1", "khoa": "k9", "altcha": proof_of(robots)}
        assert "chưa xong" in post(client, sent, 400).content.decode()

    def test_too_many_in_an_hour_from_one_place_are_put_off(self, client, letter, monkeypatch):
        monkeypatch.setattr(views, "SENT", Gate("du-lieu-ca-nhan", 1, 3600))
        send(client, letter)
        page = send(client, letter, 429, right="xem", khoa="k3")
        assert DataRequest.objects.count() == 1
        assert page["Retry-After"]


class TestTracking:
    def told(self, client, request):
        text = client.post("/tra-cuu/", {"code": request.public_id}).content.decode()
        return words(re.sub(r"\b\d{4} \d{4} \d{4} \d{4}\b|receipt__group.>\d{4}", "", text))

    def test_state_and_limit_are_told_and_no_name(self, client, letter):
        send(client, letter)
        text = self.told(client, DataRequest.objects.get())
        assert "Đã nhận" in text
        assert "Trả lời đầu tiên" in text
        assert NAME not in text

    def test_of_a_tố_cáo_the_same_is_told_as_of_any_letter(self, client, officer, letter):
        pages = []
        for about in (letter, classified(officer, "to_cao")):
            request = writing.open_record(
                "yeu_cau_dlcn",
                by=None,
                unit=about.unit,
                on=NOW,
                about_id=about.pk,
                right="xem",
                capacity="chinh_chu",
            )
            text = self.told(client, request)
            pages.append(text.replace(f"Hồ sơ số {request.number} ", "Hồ sơ "))
        sealed = DataRequest.objects.filter(secrecy=Record.Secrecy.SEALED).count()
        assert sealed == 1
        assert pages[0] == pages[1]


@pytest.mark.parametrize("sent", [{}, {"cau": "9"}, {"x": "1"}])
def test_nothing_known_asks_the_first_question(sent, rf):
    turn = asked(rf.post(ADDRESS, sent).POST)
    assert (turn.place, turn.carried, turn.is_last) == (0, [], False)


class TestOneRequestOfOneForm:
    def pressed(self, client, letter, key, **more):
        robots = post(client, answers(letter)).context["robots"]
        return client.post(
            ADDRESS, answers(letter) | {"gui": "1", "khoa": key, "altcha": proof_of(robots)} | more
        )

    def test_without_the_forms_key_nothing_is_sent(self, client, letter):
        answer = self.pressed(client, letter, "")
        assert answer.status_code == 400
        assert "thiếu mã gửi" in answer.content.decode()
        assert NAME in answer.content.decode()
        assert not DataRequest.objects.exists()

    def test_the_key_of_one_record_shows_no_receipt_about_another(self, client, officer, letter):
        other = classified(officer)
        first = self.pressed(client, letter, "k1")
        second = self.pressed(client, other, "k1")
        assert code_in(first.content.decode()) != code_in(second.content.decode())
        assert DataRequest.objects.count() == 2

    def test_a_second_press_in_the_same_moment_waits_for_the_first(self, client, letter, monkeypatch):
        held, file = [], views.filing.file

        def filed(about, *given, **more):
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1")
                held.append(cursor.fetchone()[0])
            return file(about, *given, **more)

        turns, alone = [], senders.alone_with
        monkeypatch.setattr(views.filing, "file", filed)
        monkeypatch.setattr(senders, "alone_with", lambda word: turns.append(word) or alone(word))
        self.pressed(client, letter, "k1")
        self.pressed(client, letter, "k1")
        assert held[0] >= 1
        assert len(held) == 1
        assert len(set(turns)) == 1

    def test_the_number_of_a_record_that_has_a_code_of_its_own_is_no_code_here(self, client):
        sent = Sent(make_world())
        answer = post(client, {"code": sent.record.public_id, "cau": "0"}, 400)
        assert sent.record.number not in answer.content.decode()
        unknown = post(client, {"code": "1" * 16, "cau": "0"}, 400)
        told = [
            re.findall(r"error-message[^>]*>(.*?)</p>", one.content.decode(), re.S)
            for one in (answer, unknown)
        ]
        assert told[0] == told[1]
