"""The desk writes to who sent a case: who may, what stays unsaid on the page, what is refused, what is counted."""

import pytest
from django.urls import reverse

from danvan.records import papers
from danvan.records.models import Capacity, Mode, SealItem, SealOpening, SealReply
from danvan.records.seal import cases, conversation, modes
from danvan.records.seal.tests.seal_world import OTHER_PHRASE, PHRASE, make_world, officer
from danvan.records.seal.tests.sent_world import Sent, office
from danvan.records.tests.desk_world import DAY, desk_of

pytestmark = pytest.mark.django_db
SAID, ANSWER = "tôi bổ sung: họ hẹn ở quán cà phê", "mời Bà/Ông cho biết giờ liên hệ"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sent(world):
    return Sent(world)


@pytest.fixture
def client(world, as_app):
    return desk_of(world.clerk)


def at(name, sent):
    return reverse(f"seal:{name}", args=[sent.record.public_id])


def page(client, sent):
    return client.get(at("case", sent)).content.decode()


def text(answer):
    return answer.content.decode()


class TestWriting:
    def test_a_holder_writes_and_the_sender_reads(self, client, sent):
        answer = client.post(at("write", sent), {"text": ANSWER, "phrase": PHRASE})
        assert answer.status_code == 302
        [line] = conversation.read(sent.record, sent.private)
        assert (line.text, line.kind) == (ANSWER, "tin")

    def test_an_open_key_needs_no_passphrase(self, client, sent):
        client.post(at("write", sent), {"text": ANSWER, "phrase": PHRASE})
        assert client.post(at("write", sent), {"text": "hai"}).status_code == 302
        assert 'id="viet_phrase"' not in page(client, sent)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"text": "", "phrase": PHRASE}, "Lời viết cho người gửi"),
            ({"text": " \n", "phrase": PHRASE}, "Lời viết cho người gửi"),
            ({"text": "a" * 4001, "phrase": PHRASE}, "Lời viết cho người gửi"),
            ({"text": ANSWER, "phrase": OTHER_PHRASE}, "Cụm mật khẩu"),
            ({"text": ANSWER}, "Khóa niêm phong đang đóng"),
            ({"hoi": "1", "text": ANSWER, "phrase": PHRASE}, "Hỏi về việc gì"),
            ({"hoi": "1", "about": "khac", "text": ANSWER, "phrase": PHRASE}, "Hỏi về việc gì"),
            ({"hoi": "1", "about": "lam_ro", "text": "", "phrase": PHRASE}, "Câu hỏi"),
        ],
    )
    def test_what_is_wrong_is_said_and_not_shown_again(self, client, sent, typed, said):
        answer = client.post(at("write", sent), typed)
        assert answer.status_code == 400
        assert said in text(answer)
        assert ANSWER not in text(answer)
        assert not SealReply.objects.exists()

    @pytest.mark.parametrize(
        "role", ["tong_hop", "he_thong", "quan_tri", "van_thu", "thanh_tra", "kiem_toan", "bien_tap"]
    )
    @pytest.mark.parametrize("name", ["write", "give_paper"])
    def test_others_do_not_come_in(self, world, sent, role, name, as_app):
        answer = desk_of(officer(role, world.unit)).post(at(name, sent), {"text": ANSWER, "phrase": PHRASE})
        assert answer.status_code in (403, 404)
        assert not SealReply.objects.exists()

    def test_the_head_without_a_key_is_refused_and_stands_in_the_book(self, world, sent, as_app):
        answer = desk_of(world.head).post(at("write", sent), {"text": ANSWER, "phrase": PHRASE})
        assert answer.status_code == 400
        assert "không giữ khóa" in text(answer)
        assert SealOpening.objects.filter(account=world.head, act="viet_tin").count() == 1

    def test_a_verifier_has_the_question_alone(self, world, sent, as_app):
        cases.give(
            sent.record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        client = desk_of(world.verifier)
        shown = page(client, sent)
        assert "Hỏi người gửi để xác minh" in shown
        assert "viet_text" not in shown
        asked = {"hoi": "1", "about": "lam_ro", "text": "ở đâu?", "phrase": PHRASE}
        assert client.post(at("write", sent), asked).status_code == 302
        assert client.post(at("write", sent), {"text": ANSWER}).status_code == 400
        assert [line.text for line in conversation.read(sent.record, sent.private)] == ["ở đâu?"]

    @pytest.mark.parametrize("name", ["write", "give_paper"])
    def test_acts_are_posts(self, client, sent, name):
        assert client.get(at(name, sent)).status_code == 405


class TestTheCasesPage:
    def test_it_tells_sides_and_days_and_no_word(self, client, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent, ANSWER)
        shown = page(client, sent)
        assert "Trao đổi với người gửi" in shown
        assert SAID not in shown
        assert ANSWER not in shown
        assert shown.count("chưa</td>") == 1
        conversation.read(sent.record, sent.private)
        assert "chưa</td>" not in page(client, sent)

    def test_who_sent_is_said_by_kind_alone(self, client, world, sent):
        assert "ẩn danh" in page(client, sent)
        named = page(client, Sent(world, "1968"))
        assert "mở bằng mã và một mục thứ hai" in named
        assert "1968" not in named

    def test_a_case_that_came_on_paper_has_no_such_part(self, client, world):
        record = world.case()
        shown = client.get(reverse("seal:case", args=[record.public_id])).content.decode()
        assert "Trao đổi với người gửi" not in shown

    def test_after_the_mode_was_switched_off_it_takes_nothing(self, client, world, sent):
        modes.decide(world.unit, Mode.OUTSIDE, by=world.head)
        shown = page(client, sent)
        assert "không còn niêm phong trên mạng" in shown
        assert "viet_text" not in shown
        assert client.post(at("write", sent), {"text": ANSWER, "phrase": PHRASE}).status_code == 400

    def test_opened_it_shows_what_was_written(self, client, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent, ANSWER)
        shown = text(client.post(at("open", sent), {"reason": "trao_doi", "phrase": PHRASE}))
        assert SAID in shown
        assert ANSWER in shown


class TestPapers:
    @pytest.fixture
    def paper(self, world, sent):
        made = papers.prepare(
            sent.record, "to_cao_huong_dan", by=world.settler, on=DAY, noi_co_tham_quyen=str(world.unit)
        )
        clerk, signer = officer("van_thu", world.unit), world.head.person.full_name
        return papers.issue(made, by=clerk, dated_on=DAY, signer=signer, number="12/TB-UBND")

    def test_one_that_waits_is_named_and_given(self, client, sent, paper):
        assert "mà người gửi chưa đọc được ở đây" in page(client, sent)
        answer = client.post(at("give_paper", sent), {"van_ban": paper.pk, "phrase": PHRASE})
        assert answer.status_code == 302
        assert "mà người gửi chưa đọc được ở đây" not in page(client, sent)
        assert SealReply.objects.get().paper_id == paper.pk

    @pytest.mark.parametrize("chosen", ["", "0", "x", "999999999999999999999"])
    def test_another_is_refused(self, client, sent, paper, chosen):
        answer = client.post(at("give_paper", sent), {"van_ban": chosen, "phrase": PHRASE})
        assert answer.status_code == 400
        assert "Hãy chọn một văn bản" in text(answer)


class TestNews:
    @pytest.fixture
    def written(self, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        return sent

    @pytest.mark.parametrize("path", ["case", "own_key", "record"])
    def test_a_holder_sees_how_many_and_nothing_more(self, client, written, path):
        def shown():
            where = {"case": at("case", written), "own_key": reverse("seal:own_key")}
            return client.get(where.get(path, written.record.get_absolute_url())).content.decode()

        assert "1 mục" in shown()
        assert SAID not in shown()
        client.post(at("open", written), {"reason": "trao_doi", "phrase": PHRASE})
        assert "1 mục" not in shown()

    def test_who_holds_nothing_sees_none(self, world, written, as_app):
        client = desk_of(world.head)
        for address in (at("case", written), reverse("seal:own_key"), written.record.get_absolute_url()):
            assert "1 mục" not in client.get(address).content.decode()


def test_a_refused_message_leaves_nothing_in_the_case(client, sent, monkeypatch):
    before = SealItem.objects.count()
    monkeypatch.setattr(conversation, "MOST", 0)
    assert client.post(at("write", sent), {"text": ANSWER, "phrase": PHRASE}).status_code == 400
    assert SealItem.objects.count() == before
