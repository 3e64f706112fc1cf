"""After the receipt: code and second item open the page, a ticket carries it on, and nothing else opens anything."""

import logging
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.support.dump import rows

from danvan.domains.petitions.models import Letter
from danvan.domains.reception.models import RegularHours
from danvan.org.tests.factories import ALWAYS
from danvan.portal.following import views
from danvan.portal.tests.test_robots import proof_of
from danvan.records import papers, writing
from danvan.records.files.tests import samples
from danvan.records.models import Mode, SealItem, SealOpening, SealReply
from danvan.records.seal import attempts, cases, conversation, items, modes, senders, tickets
from danvan.records.seal.tests.seal_world import WHY, make_world, officer
from danvan.records.seal.tests.sent_world import Sent, office
from danvan.records.tests.desk_world import DAY

pytestmark = pytest.mark.django_db
HERE, SEND, PAPER = (f"/gui-don/to-cao/theo-doi/{more}" for more in ("", "gui/", "van-ban/"))
SAID, ANSWER = "tôi bổ sung: họ hẹn ở quán cà phê", "mời Bà/Ông cho biết giờ liên hệ"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sent(world):
    return Sent(world)


@pytest.fixture
def named(world):
    return Sent(world, "1968")


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def text(answer):
    return " ".join(answer.content.decode().split())


def opened(visitor, sent, **more):
    return visitor.post(HERE, {"code": sent.code, "second": sent.second} | more)


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode()).group(1)


def form_of(answer):
    return {"ve": hidden(answer, "ve"), "key": hidden(answer, "key")}


def sends(visitor, sent, **more):
    return visitor.post(SEND, form_of(opened(visitor, sent)) | more)


class TestOpening:
    def test_the_first_page_asks_for_code_and_item_alone(self, visitor):
        answer = visitor.get(HERE)
        assert answer.content.count(b"<input") == 2
        assert "csrfmiddlewaretoken" not in text(answer)

    @pytest.mark.parametrize("spaced", [True, False])
    def test_the_code_opens_it(self, visitor, sent, spaced):
        code = senders.in_groups(sent.code) if spaced else sent.code
        answer = visitor.post(HERE, {"code": code, "second": ""})
        assert answer.status_code == 200
        assert f"Hồ sơ số {sent.record.number}" in text(answer)
        assert sent.code not in text(answer).replace(" ", "")

    def test_a_named_one_needs_the_second_item(self, visitor, named):
        assert opened(visitor, named).status_code == 200
        assert visitor.post(HERE, {"code": named.code}).status_code == 404

    @pytest.mark.parametrize(
        ("code", "second"),
        [
            ("unknown", ""),
            ("unknown", "1968"),
            ("named", ""),
            ("named", "1969"),
            ("named", "968"),
            ("sent", "1968"),
        ],
    )
    def test_every_wrong_pair_gets_the_same_answer(self, visitor, sent, named, code, second):
        codes = {"sent": sent.code, "named": named.code, "unknown": senders._new_code()}
        answer = visitor.post(HERE, {"code": codes[code], "second": second})
        assert answer.status_code == 404
        assert "Mã hoặc mục thứ hai không đúng" in text(answer)
        assert "Hồ sơ số" not in text(answer)

    @pytest.mark.parametrize(
        "code",
        [
            "",
            " ",
            "1234",
            "1" * 17,
            "abcd efgh ijkl mnop",
            "'; DROP TABLE x --",
            "\x00" * 16,
            "9" * 5000,
            "<b>1</b>",
        ],
    )
    def test_what_is_no_code_gets_one_sentence_and_is_not_counted(self, visitor, code):
        answer = visitor.post(HERE, {"code": code})
        assert answer.status_code == 400
        assert "Chưa mở được" in text(answer)
        assert "<b>1</b>" not in text(answer)

    def test_a_slip_of_typing_is_told_from_a_wrong_code(self, visitor, sent):
        wrong = sent.code[:-1] + str((int(sent.code[-1]) + 1) % 10)
        answer = visitor.post(HERE, {"code": wrong})
        assert answer.status_code == 400
        assert "gõ sai" in text(answer)

    def test_the_public_id_of_the_record_opens_nothing(self, visitor, sent):
        assert visitor.post(HERE, {"code": sent.record.public_id}).status_code in (400, 404)

    def test_its_code_finds_nothing_on_the_tracking_page(self, visitor, client, sent):
        assert client.post("/tra-cuu/", {"code": sent.code}).status_code == 404

    def test_a_code_shows_its_own_case_alone(self, visitor, world, sent):
        other = Sent(world)
        conversation.from_sender(other.record, other.private, "lời của người khác")
        conversation.from_sender(sent.record, sent.private, SAID)
        page = text(opened(visitor, sent))
        assert SAID in page
        assert "lời của người khác" not in page


class TestHeaders:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nothing_of_the_visit_goes_on(self, visitor, sent, method):
        answer = visitor.get(HERE) if method == "get" else opened(visitor, sent)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert not visitor.cookies

    def test_every_page_has_the_way_out(self, visitor, sent):
        for answer in (visitor.get(HERE), opened(visitor, sent), sends(visitor, sent, text=SAID)):
            assert reverse("portal:filing_leave") in text(answer)

    @pytest.mark.parametrize("path", [SEND, PAPER])
    def test_acts_are_posts_alone(self, visitor, path):
        assert visitor.get(path).status_code == 405

    def test_the_code_in_an_address_does_nothing(self, visitor, sent):
        assert "Hồ sơ số" not in text(visitor.get(HERE, {"code": sent.code}))


class TestLimits:
    def test_after_three_wrong_ones_a_program_has_to_prove_work(self, visitor, sent):
        for _time in range(3):
            visitor.post(HERE, {"code": senders._new_code()})
        answer = opened(visitor, sent)
        assert answer.status_code == 400
        assert "câu hỏi kiểm tra" in text(answer)
        assert opened(visitor, sent, altcha=proof_of(answer.context["robots"])).status_code == 200

    def test_after_twenty_nobody_of_that_address_tries_on(self, visitor, sent, monkeypatch):
        monkeypatch.setattr(views.robots, "judge", lambda request: None)
        for _time in range(20):
            visitor.post(HERE, {"code": senders._new_code()})
        assert opened(visitor, sent).status_code == 429

    def test_five_wrong_items_shut_one_case_whatever_the_address(self, visitor, named, monkeypatch):
        monkeypatch.setattr(views.robots, "judge", lambda request: None)
        for at in range(5):
            visitor.post(HERE, {"code": named.code, "second": f"19{at}0"}, REMOTE_ADDR=f"10.0.0.{at}")
        answer = visitor.post(HERE, {"code": named.code, "second": "1968"}, REMOTE_ADDR="10.0.0.9")
        assert answer.status_code == 404
        assert "gõ sai quá nhiều lần" in text(answer)

    def test_openings_have_an_end_too(self, visitor, sent, monkeypatch):
        monkeypatch.setattr(views, "OPENED", views.Gate("theo-doi", 2, 3600))
        assert [opened(visitor, sent).status_code for _time in range(3)] == [200, 200, 429]

    @pytest.mark.parametrize("gate", ["WROTE", "OF_CASE"])
    def test_messages_have_an_end_of_address_and_of_case(self, visitor, sent, monkeypatch, gate):
        monkeypatch.setattr(views, gate, views.Gate(f"x-{gate}", 1, 3600))
        assert sends(visitor, sent, text=SAID).status_code == 200
        answer = sends(visitor, sent, text="và nữa")
        assert answer.status_code == 400
        assert "quá nhiều tin" in text(answer)
        assert "và nữa" in text(answer), "what was typed stays in the page"
        assert SealReply.objects.count() == 1


class TestWriting:
    def test_words_reach_holders_and_stay_readable_to_him(self, visitor, world, sent):
        answer = sends(visitor, sent, text=SAID)
        assert "Đã niêm phong" in text(answer)
        assert SAID in text(answer)
        told = items.read(sent.record, WHY, unlocked=world.key(world.settler))
        assert SAID in [one.values.get("text") for one in told]

    def test_a_file_goes_along(self, visitor, world, sent):
        file = SimpleUploadedFile("tên tôi.pdf", samples.pdf())
        answer = sends(visitor, sent, text="", file=file)
        assert "Đã gửi tệp tep-1.pdf" in text(answer)
        assert "tên tôi" not in text(answer)
        assert SealItem.objects.filter(kind="ban_quet", by=None).count() == 1

    @pytest.mark.parametrize("who", ["sent", "named"])
    def test_who_gave_no_name_gives_none_by_a_later_pdf(self, visitor, world, who, request):
        sent = request.getfixturevalue(who)
        sends(visitor, sent, text="", file=SimpleUploadedFile("a.pdf", samples.authored_pdf("Tran Thi Thu")))
        told = items.read(sent.record, WHY, unlocked=world.key(world.settler))
        ((_name, kept),) = [file for one in told for file in one.files]
        assert (b"Tran Thi Thu" in kept) is (who == "named")

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("x.exe", b"MZ\x90", ""),
            ("x.pdf", b"", "Tệp rỗng"),
            ("x.jpg", b"\xff\xd8\xff no", ""),
            ("a.html", b"<script>", ""),
        ],
    )
    def test_a_bad_file_is_refused_and_the_words_stay_in_the_page(self, visitor, sent, name, data, said):
        answer = sends(visitor, sent, text=SAID, file=SimpleUploadedFile(name, data))
        assert answer.status_code == 400
        assert said in text(answer)
        assert SAID in text(answer)
        assert not SealReply.objects.exists()
        assert not SealItem.objects.filter(by=None).exists()

    @pytest.mark.parametrize("typed", ["", "   ", "\n\n"])
    def test_nothing_is_refused(self, visitor, sent, typed):
        answer = sends(visitor, sent, text=typed)
        assert answer.status_code == 400
        assert "Chưa có lời nhắn hay tệp" in text(answer)

    def test_too_long_is_refused(self, visitor, sent):
        answer = sends(visitor, sent, text="a" * 4001)
        assert answer.status_code == 400
        assert "quá 4.000 ký tự" in text(answer)

    def test_pressed_twice_it_is_there_once(self, visitor, sent):
        form = form_of(opened(visitor, sent)) | {"text": SAID}
        for _time in range(2):
            assert visitor.post(SEND, form).status_code == 200
        assert SealReply.objects.count() == 1

    def test_what_failed_can_be_pressed_again(self, visitor, sent, monkeypatch):
        form = form_of(opened(visitor, sent)) | {"text": SAID}
        with monkeypatch.context() as broken:
            broken.setattr(conversation, "MOST", 0)
            assert visitor.post(SEND, form).status_code == 400
        assert visitor.post(SEND, form).status_code == 200
        assert SealReply.objects.count() == 1

    def test_other_words_under_the_same_forms_key_are_another_message(self, visitor, sent):
        form = form_of(opened(visitor, sent))
        for more in (
            {"text": SAID},
            {"text": "lời hai"},
            {"bao_ve": "1", "scope": "tinh_mang", "why": "lời hai"},
        ):
            answer = visitor.post(SEND, form | more)
            assert "Đã niêm phong" in text(answer)
            assert next(iter(reversed(more.values()))) in text(answer)
        assert SealReply.objects.count() == 3

    def test_while_the_first_press_is_still_being_written_no_second_is_told_that_it_was_kept(
        self, visitor, sent, monkeypatch
    ):
        form, told, write = form_of(opened(visitor, sent)) | {"text": SAID}, [], views._write

        def pressed_meanwhile(*given):
            if not told:
                told.append(visitor.post(SEND, form))
            write(*given)

        monkeypatch.setattr(views, "_write", pressed_meanwhile)
        assert "Đã niêm phong" in text(visitor.post(SEND, form))
        assert told[0].status_code == 400
        assert "Lần bấm trước" in text(told[0])
        assert SAID in text(told[0])
        assert "Đã niêm phong" in text(visitor.post(SEND, form))
        assert SealReply.objects.count() == 1

    @pytest.mark.parametrize("gate", ["WROTE", "OF_CASE"])
    def test_what_was_kept_is_told_so_though_the_gate_is_shut_meanwhile(
        self, visitor, sent, monkeypatch, gate
    ):
        form = form_of(opened(visitor, sent)) | {"text": SAID}
        visitor.post(SEND, form)
        monkeypatch.setattr(views, gate, views.Gate("shut", 0, 3600))
        assert "Đã niêm phong" in text(visitor.post(SEND, form))
        assert visitor.post(SEND, form | {"text": "lời hai"}).status_code == 400

    @pytest.mark.parametrize("gate", ["WROTE", "OF_CASE"])
    def test_bad_files_are_counted_and_beyond_the_limit_none_is_looked_into(
        self, visitor, sent, monkeypatch, gate
    ):
        form, looked, read = form_of(opened(visitor, sent)), [], views.uploads.read
        monkeypatch.setattr(views, gate, views.Gate("few", 3, 3600))
        monkeypatch.setattr(
            views.uploads, "read", lambda *given, **more: looked.append(1) or read(*given, **more)
        )
        for _time in range(5):
            answer = visitor.post(
                SEND, form | {"text": SAID, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")}
            )
            assert answer.status_code == 400
        assert len(looked) == 3
        assert "quá nhiều tin" in text(answer)

    @pytest.mark.parametrize("key", ["", "x", "1" * 32 + "z"])
    def test_a_form_without_its_key_keeps_nothing(self, visitor, sent, key):
        form = form_of(opened(visitor, sent)) | {"text": SAID, "key": key}
        assert visitor.post(SEND, form).status_code == 400
        assert not SealReply.objects.exists()

    @pytest.mark.parametrize("ticket", ["", "x", "A" * 96, "é"])
    def test_without_a_true_ticket_nothing_is_kept_and_the_words_travel_on(self, visitor, sent, ticket):
        form = form_of(opened(visitor, sent)) | {"text": SAID, "ve": ticket}
        answer = visitor.post(SEND, form)
        assert answer.status_code == 400
        assert "30 phút" in text(answer)
        assert hidden(answer, "giu") == SAID
        assert not SealReply.objects.exists()
        again = opened(visitor, sent, giu=SAID)
        assert f">{SAID}</textarea>" in text(again).replace("> ", ">")

    def test_after_half_an_hour_the_page_opens_nothing(self, visitor, sent, monkeypatch):
        form = form_of(opened(visitor, sent)) | {"text": SAID}
        later = tickets.time.time() + tickets.GOOD_FOR_SECONDS + 1
        monkeypatch.setattr(tickets.time, "time", lambda: later)
        for path in (HERE, SEND, PAPER):
            assert visitor.post(path, form).status_code == 400
        assert not SealReply.objects.exists()

    def test_a_closed_matter_still_takes_words(self, visitor, world, sent):
        writing.move(sent.record, "luu", by=world.settler, on=DAY)
        assert sends(visitor, sent, text=SAID).status_code == 200


class TestProtection:
    def test_it_is_asked_for_under_seal(self, visitor, world, sent):
        answer = sends(visitor, sent, bao_ve="1", scope="tinh_mang", why="họ dọa đánh")
        assert "đề nghị bảo vệ: tính mạng, sức khỏe" in text(answer)
        told = items.read(sent.record, WHY, unlocked=world.key(world.clerk))
        assert any("[Đề nghị bảo vệ: Tính mạng, sức khỏe]" in one.values.get("text", "") for one in told)

    def test_when_the_page_ran_out_it_stays_a_request_for_protection(self, visitor, sent):
        form = form_of(opened(visitor, sent)) | {"bao_ve": "1", "scope": "tinh_mang", "why": "họ dọa đánh"}
        answer = visitor.post(SEND, form | {"ve": "x"})
        kept = {name: hidden(answer, name) for name in ("giu", "la", "pham_vi")}
        wrong = visitor.post(HERE, kept | {"code": "1"})
        assert {name: hidden(wrong, name) for name in kept} == kept, "lost by a slip of typing"
        page = opened(visitor, sent, **kept)
        assert page.context["protection"]["why"].value() == "họ dọa đánh"
        assert page.context["protection"]["scope"].value() == "tinh_mang"
        assert not page.context["writing"]["text"].value()
        assert '<details class="govuk-details" open>' in text(page)

    @pytest.mark.parametrize(
        ("scope", "why", "said"),
        [
            ("", "vì", "Chưa chọn điều cần bảo vệ"),
            ("khac", "vì", "Chưa chọn"),
            ("tinh_mang", " ", "Chưa ghi vì sao"),
        ],
    )
    def test_what_is_missing_is_said(self, visitor, sent, scope, why, said):
        answer = sends(visitor, sent, bao_ve="1", scope=scope, why=why)
        assert answer.status_code == 400
        assert said in text(answer)
        assert not SealReply.objects.exists()

    def test_the_file_that_the_desk_opened_is_told_by_its_step(self, visitor, world, sent):
        writing.move(sent.record, "de_nghi_bao_ve", by=world.settler, on=DAY, protection_way="van_ban")
        page = text(opened(visitor, sent))
        assert "Bảo vệ người tố cáo: Đã nhận đề nghị" in page
        assert "Luật không ấn định số ngày" in page


class TestWhatIsTold:
    def test_each_opening_with_post_time_and_reason_and_no_name(self, visitor, world, sent):
        items.read(sent.record, WHY, unlocked=world.key(world.settler))
        page = text(opened(visitor, sent))
        assert "Phó Chủ tịch" in page
        assert "Giải quyết tố cáo" in page
        at = SealOpening.objects.get(act="xem").at
        assert attempts.told(sent.record)[0][0] == at
        for account in (world.settler, world.clerk, world.head):
            assert str(account) not in page
            assert account.person.full_name not in page

    def test_who_can_open_today_by_post(self, visitor, world, sent):
        page = text(opened(visitor, sent))
        assert "<li>Công chức tiếp công dân <span" in page
        assert "<li>Chủ tịch <span" not in page, "the head holds no key of this case"
        world.clerk.person.grants.all().delete()
        assert "Công chức tiếp công dân" not in text(opened(visitor, sent))

    def test_wrong_second_items_are_told_to_who_opens_it_rightly(self, visitor, named):
        assert "lần gõ sai mục thứ hai" not in text(opened(visitor, named))
        for _time in range(2):  # after three a program has to prove work
            visitor.post(HERE, {"code": named.code, "second": "1999"})
        assert "Có 2 lần gõ sai mục thứ hai của mã này" in text(opened(visitor, named))

    def test_before_anybody_opened_it_says_so(self, visitor, sent):
        assert "Chưa ai mở." in text(opened(visitor, sent))

    def test_what_the_office_wrote_comes_with_its_post(self, visitor, world, sent):
        office(world, sent, ANSWER)
        page = text(opened(visitor, sent))
        assert ANSWER in page
        assert "Cơ quan, Công chức tiếp công dân" in page

    def test_a_question_says_about_what(self, visitor, world, sent):
        office(world, sent, "mấy giờ?", conversation.QUESTION, about="thoi_gian")
        assert "câu hỏi để xác minh: thời gian, địa điểm" in text(opened(visitor, sent))

    def test_the_step_and_the_days_by_law(self, visitor, world, sent):
        page = text(opened(visitor, sent))
        assert "Xử lý ban đầu thông tin tố cáo" in page
        assert "Luật Tố cáo 2018" in page
        accepted = writing.move(sent.record, "thu_ly", by=world.settler, on=date(2023, 3, 3))
        page = text(opened(visitor, sent))
        assert str(accepted.declared.state("thu_ly").label) in page
        assert "Giải quyết vụ việc" in page

    def test_withdrawing_needs_a_signed_paper(self, visitor, sent):
        assert "Rút qua trang này không có giá trị" in text(opened(visitor, sent))

    def test_a_named_one_is_told_how_to_bring_the_signed_paper_until_it_is_there(self, visitor, named, sent):
        asked = "Chưa có bản có chữ ký"
        assert asked in text(opened(visitor, named))
        assert asked not in text(opened(visitor, sent)), "who gave no name has nothing to sign"
        Letter.objects.filter(pk=named.record.pk).update(signed_on=DAY)
        assert asked not in text(opened(visitor, named))

    @pytest.mark.parametrize(("second", "said"), [("", True), ("1968", False)])
    def test_who_gave_no_name_is_told_what_that_means(self, visitor, world, second, said):
        assert ("không thụ lý như tố cáo" in text(opened(visitor, Sent(world, second)))) is said

    def test_the_office_hears_on_which_day_it_was_read(self, visitor, world, sent):
        office(world, sent, ANSWER)
        opened(visitor, sent)
        assert conversation.rows(sent.record)[0].fetched_on is not None

    def test_a_chain_that_was_touched_shows_nothing(self, visitor, world, sent):
        office(world, sent, ANSWER)
        office(world, sent, "hai")
        SealReply.objects.filter(number=1).delete()
        answer = opened(visitor, sent)
        assert answer.status_code == 400
        assert "bị thiếu" in text(answer)
        assert "hai" not in text(answer).split()


class TestPapers:
    @pytest.fixture
    def paper(self, world, sent):
        made = papers.prepare(
            sent.record, "to_cao_huong_dan", by=world.settler, on=DAY, noi_co_tham_quyen=str(world.unit)
        )
        clerk, signer = officer("van_thu", world.unit), world.head.person.full_name
        issued = papers.issue(made, by=clerk, dated_on=DAY, signer=signer, number="12/TB-UBND")
        conversation.give_paper(sent.record, issued, unlocked=world.key(world.clerk))
        return issued

    def test_it_is_named_and_downloaded_by_a_form(self, visitor, sent, paper):
        page = opened(visitor, sent)
        assert "12/TB-UBND" in text(page)
        answer = visitor.post(PAPER, {"ve": hidden(page, "ve"), "so": "1"})
        assert answer.content == papers.pdf(paper)
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize("number", ["", "2", "0", "-1", "x", "9" * 9, "²"])
    def test_another_number_is_no_paper(self, visitor, sent, paper, number):
        page = opened(visitor, sent)
        answer = visitor.post(PAPER, {"ve": hidden(page, "ve"), "so": number})
        assert answer.status_code == 404
        assert "Hồ sơ số" in text(answer)

    def test_a_foreign_ticket_brings_no_paper(self, visitor, world, sent, paper):
        other = opened(visitor, Sent(world))
        assert visitor.post(PAPER, {"ve": hidden(other, "ve"), "so": "1"}).status_code == 404


class TestModeSwitchedOff:
    @pytest.fixture
    def off(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        RegularHours.objects.create(
            unit=world.unit, weekday=2, starts_at="07:30", ends_at="11:30", place="Phòng Một", valid=ALWAYS
        )
        modes.decide(world.unit, Mode.OUTSIDE, by=world.head)

    def test_he_still_reads_and_is_told_where_to_go(self, visitor, sent, off):
        page = text(opened(visitor, sent))
        assert SAID in page
        assert "chỉ để đọc" in page
        assert "Phòng Một" in page
        assert "<textarea" not in page

    def test_a_form_from_before_is_refused(self, visitor, world, sent):
        form = form_of(opened(visitor, sent)) | {"text": SAID}
        modes.decide(world.unit, Mode.OUTSIDE, by=world.head)
        answer = visitor.post(SEND, form)
        assert answer.status_code == 400
        assert "không nhận thêm qua mạng" in text(answer)


class TestNothingIsLeft:
    def test_no_row_log_or_address_holds_a_word_code_or_item(self, visitor, world, named, caplog, as_app):
        caplog.set_level(logging.DEBUG)
        words = ["bổsungđầutiên", "vìsaobảovệ", "trảlờicủacơquan", "lờisaihạn"]
        sends(visitor, named, text=words[0])
        sends(visitor, named, bao_ve="1", scope="tinh_mang", why=words[1])
        office(world, named, words[2])
        visitor.post(SEND, {"ve": "x", "text": words[3]})
        page = opened(visitor, named)
        assert all(word in text(page) for word in words[:3])
        hidden_words = [*words, named.code, senders.in_groups(named.code), hidden(page, "ve")]
        hidden_words += [named.private.hex()]
        told = "\n".join(f"{table} {row}" for table, row in rows()) + caplog.text
        assert not [word for word in hidden_words if word.lower() in told.lower()]


def test_who_ceased_to_hold_reads_nothing_new(visitor, world, sent):
    cases.end(sent.record, world.clerk, by=world.head)
    sends(visitor, sent, text=SAID)
    with pytest.raises(items.Refusal, match="không giữ khóa"):
        items.read(sent.record, WHY, unlocked=world.key(world.clerk))
