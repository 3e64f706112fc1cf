"""Office and denouncer write to each other: each side reads both, nobody else any; order and place are held."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.domains.petitions.denunciations import protecting
from danvan.records import papers, writing
from danvan.records.envelopes import packed
from danvan.records.models import (
    Capacity,
    HistoryRow,
    Link,
    Mode,
    Part,
    SealItem,
    SealOpening,
    SealReply,
    SealShare,
)
from danvan.records.seal import boxes, cases, conversation, items, modes, recovering, tickets
from danvan.records.seal.conversation import ABOUT, PROTECTION, QUESTION, WORDS
from danvan.records.seal.tests.seal_world import (
    WHY,
    denunciation,
    keyed,
    make_world,
    mark_all,
    officer,
    words_of,
)
from danvan.records.seal.tests.sent_world import Sent
from danvan.records.seal.tests.sent_world import office as _office
from danvan.records.tests.desk_world import DAY
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

pytestmark = pytest.mark.django_db
SAID, ANSWER = "tôi bổ sung: họ hẹn ở quán cà phê", "mời Bà/Ông cho biết giờ liên hệ"
PDF = ("tep-1.pdf", b"%PDF-1.7 x")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sent(world):
    return Sent(world)


def office(world, sent, text=ANSWER, *more, **named):
    return _office(world, sent, text, *more, **named)


def texts(sent):
    return [line.text for line in conversation.read(sent.record, sent.private)]


def held(world, sent, account=None):
    """All texts of the case, as a holder reads them."""
    found = items.read(sent.record, WHY, unlocked=world.key(account or world.clerk))
    return "\n".join(one.values.get("text", "") for one in found)


class TestBothSides:
    def test_the_sender_reads_both_in_order(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent)
        lines = conversation.read(sent.record, sent.private)
        assert [(line.number, line.is_office, line.text) for line in lines] == [
            (1, False, SAID),
            (2, True, ANSWER),
        ]
        assert [line.post for line in lines] == ["", "Công chức tiếp công dân"]

    def test_holders_read_both_in_the_case(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent)
        assert SAID in held(world, sent)
        assert ANSWER in held(world, sent, world.settler)

    def test_files_go_to_the_holders_and_their_names_to_the_sender(self, world, sent):
        conversation.from_sender(sent.record, sent.private, "", [PDF, ("anh-2.jpg", b"ab")])
        [line] = conversation.read(sent.record, sent.private)
        assert line.files == (("tep-1.pdf", len(PDF[1])), ("anh-2.jpg", 2))
        assert words_of(items.read(sent.record, WHY, unlocked=world.key(world.clerk)))["anh-2.jpg"] == "2"
        assert conversation.file_of(sent.record, sent.private, 1) is None, (
            "his own files are not kept for him"
        )

    def test_no_word_says_who_of_the_office_wrote(self, world, sent):
        office(world, sent)
        [line] = conversation.read(sent.record, sent.private)
        assert str(world.clerk) not in repr(line) + line.text + line.post

    def test_protection_is_told_apart_for_both(self, world, sent):
        conversation.from_sender(sent.record, sent.private, "họ dọa", kind=PROTECTION, scope="tính mạng")
        [line] = conversation.read(sent.record, sent.private)
        assert (line.kind, line.about, line.text) == (PROTECTION, "tính mạng", "họ dọa")
        assert "[Đề nghị bảo vệ: tính mạng]\nhọ dọa" in held(world, sent)

    @pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07"])
    def test_nothing_is_no_message(self, world, sent, text):
        with pytest.raises(Refusal, match="Chưa có lời nhắn"):
            conversation.from_sender(sent.record, sent.private, text)
        with pytest.raises(Refusal, match="Chưa có lời"):
            office(world, sent, text)
        assert not SealReply.objects.exists()

    def test_a_message_too_long_is_refused_on_both_sides(self, world, sent):
        for act in (
            lambda: conversation.from_sender(sent.record, sent.private, "a" * 9000),
            lambda: office(world, sent, "a" * 9000),
        ):
            with pytest.raises(Refusal, match="dài quá"):
                act()

    def test_there_is_an_end_of_messages(self, world, sent, monkeypatch):
        monkeypatch.setattr(conversation, "MOST", 1)
        conversation.from_sender(sent.record, sent.private, SAID)
        with pytest.raises(Refusal, match="đã có 1 tin"):
            conversation.from_sender(sent.record, sent.private, SAID)
        assert SealItem.objects.filter(by=None).count() == 1, "what is refused is not in the case either"

    def test_a_case_that_came_on_paper_has_no_such_way(self, world):
        record = world.case()
        with pytest.raises(Refusal, match="không do người tố cáo gửi qua mạng"):
            conversation.to_sender(record, WORDS, ANSWER, unlocked=world.key(world.clerk))
        assert SealItem.objects.filter(kind="thu_trao_doi").count() == 0


class TestWhoMayWrite:
    @pytest.mark.parametrize("kind", [WORDS, QUESTION])
    def test_nobody_without_a_key_and_the_try_is_in_the_book(self, world, sent, kind):
        other = officer("tiep_dan", world.unit)
        with pytest.raises(Refusal, match="không giữ khóa"):
            office(world, sent, kind=kind, by=other, about="lam_ro")
        assert SealOpening.objects.filter(account=other, act="viet_tin", outcome="khong_co_khoa").count() == 1
        assert not SealReply.objects.exists()

    def test_a_verifier_asks_and_never_learns_whom(self, world, sent):
        cases.give(
            sent.record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        office(world, sent, "lúc mấy giờ?", QUESTION, world.verifier, about="thoi_gian")
        conversation.from_sender(sent.record, sent.private, "lúc chín giờ, tôi là Trần Thị Thử")
        [asked, _answer] = conversation.read(sent.record, sent.private)
        assert asked.about == ABOUT["thoi_gian"]
        assert "lúc mấy giờ?" in held(world, sent)
        with pytest.raises(Refusal, match="không giữ khóa"):
            items.read(sent.record, WHY, unlocked=world.key(world.verifier))
        assert items.read(sent.record, WHY, unlocked=world.key(world.verifier), part=Part.REDACTED) == []

    def test_a_verifier_writes_no_other_message(self, world, sent):
        cases.give(
            sent.record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        with pytest.raises(Refusal, match="không giữ khóa"):
            office(world, sent, by=world.verifier)

    @pytest.mark.parametrize(
        ("kind", "about"), [(QUESTION, ""), (QUESTION, "khac"), ("van_ban", ""), ("", ""), ("bao_ve", "")]
    )
    def test_kinds_and_subjects_are_of_a_list(self, world, sent, kind, about):
        with pytest.raises(Refusal, match="Hãy chọn loại tin"):
            office(world, sent, kind=kind, about=about)
        assert not SealReply.objects.exists()

    def test_writing_stands_in_the_book_as_no_opening(self, world, sent):
        office(world, sent)
        told = SealOpening.objects.get(act="viet_tin")
        assert (told.account, told.result) == (world.clerk, "đã làm")
        assert not [why for _at, _post, why in cases.attempts.told(sent.record) if "trao đổi" in why]


class TestKeysChange:
    def test_who_ceased_to_hold_reads_no_new_message(self, world, sent):
        office(world, sent, "tin cũ")
        gone = world.key(world.clerk)
        cases.end(sent.record, world.clerk, by=world.head)
        conversation.from_sender(sent.record, sent.private, SAID)
        with pytest.raises(Refusal, match="không giữ khóa"):
            items.read(sent.record, WHY, unlocked=gone)
        assert SAID in held(world, sent, world.settler)
        assert not conversation.news(world.clerk)
        office(world, sent, "tin mới", by=world.settler)
        assert texts(sent) == ["tin cũ", SAID, "tin mới"], "the sender's key is the same as before"

    def test_sealed_anew_the_case_still_holds_it(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        cases.end(sent.record, world.clerk, by=world.head)
        items.reseal(sent.record, WHY, unlocked=world.key(world.settler))
        assert SAID in held(world, sent, world.settler)
        assert texts(sent) == [SAID]

    def test_a_new_holder_reads_what_was_written_before(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent)
        new = officer("tiep_dan", world.unit)
        world.key(new)
        cases.give(sent.record, new, Capacity.INTAKE, unlocked=world.key(world.clerk), why="phan_cong")
        assert {SAID, ANSWER} <= set(held(world, sent, new).split("\n"))


class TestModeSwitchedOff:
    def test_he_reads_and_neither_side_writes(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        modes.decide(world.unit, Mode.OUTSIDE, by=world.head)
        assert texts(sent) == [SAID]
        with pytest.raises(Refusal, match="không nhận thêm qua mạng"):
            conversation.from_sender(sent.record, sent.private, SAID)
        with pytest.raises(Refusal, match="chế độ"):
            office(world, sent)
        assert SealReply.objects.count() == 1

    def test_the_database_refuses_it_too(self, world, sent):
        modes.decide(world.unit, Mode.OUTSIDE, by=world.head)
        with pytest.raises(IntegrityError, match="ngoài hệ thống"), transaction.atomic():
            SealReply.objects.create(
                case_id=sent.record.pk, number=1, side="nguoi_gui", sealed=b"", digest="", on=DAY
            )


class TestOrderAndPlace:
    @pytest.fixture
    def three(self, world, sent):
        for text in ("một", "hai", "ba"):
            conversation.from_sender(sent.record, sent.private, text)
        return sent

    @pytest.mark.parametrize(
        "sentence",
        [
            "DELETE FROM records_sealreply WHERE number = 2",
            "DELETE FROM records_sealreply WHERE number = 1",
            "UPDATE records_sealreply SET side = 'co_quan', by_id = (SELECT min(id) FROM org_account) WHERE number = 2",
            "UPDATE records_sealreply SET sealed = (SELECT sealed FROM records_sealreply WHERE number = 1) WHERE number = 2",
            "UPDATE records_sealreply SET digest = (SELECT digest FROM records_sealreply WHERE number = 1) WHERE number = 2",
            "UPDATE records_sealreply SET sealed = sealed || '\\x00' WHERE number = 3",
            "UPDATE records_sealreply SET number = number + 10 WHERE number = 3",
        ],
    )
    @pytest.mark.parametrize("has_key_file", [False, True])
    def test_what_was_removed_moved_or_exchanged_is_missed(self, three, sentence, has_key_file):
        connection.cursor().execute(sentence)
        if has_key_file:
            mark_all()
        with pytest.raises(Refusal, match="bị thiếu, đổi chỗ hoặc sửa"):
            conversation.read(three.record, three.private)

    def test_a_message_of_another_case_of_the_same_sender_fits_nowhere(self, world, three):
        other = Sent(world)
        conversation.from_sender(other.record, other.private, "khác")
        kept = SealReply.objects.get(case_id=other.record.pk)
        SealReply.objects.filter(case_id=three.record.pk, number=1).update(
            sealed=bytes(kept.sealed), digest=kept.digest
        )
        mark_all()
        with pytest.raises(Refusal, match="bị thiếu"):
            conversation.read(three.record, three.private)

    def test_a_foreign_code_opens_nothing(self, world, three):
        other = Sent(world)
        with pytest.raises(Refusal, match="bị thiếu"):
            conversation.read(three.record, other.private)
        assert conversation.read(other.record, other.private) == []

    @pytest.mark.parametrize("length", [1, 50, 700])
    def test_the_length_in_the_table_tells_little(self, world, sent, length):
        conversation.from_sender(sent.record, sent.private, "a")
        conversation.from_sender(sent.record, sent.private, "a" * length)
        first, second = SealReply.objects.order_by("number")
        assert len(first.sealed) == len(second.sealed) > boxes.SMALLEST


class TestWhatIsTold:
    def test_the_office_sees_the_day_of_fetching_and_the_history_does_not(self, world, sent):
        office(world, sent)
        [row] = conversation.rows(sent.record)
        assert row.fetched_on is None
        before = HistoryRow.objects.count()
        conversation.read(sent.record, sent.private)
        [row] = conversation.rows(sent.record)
        assert isinstance(row.fetched_on, date)
        assert HistoryRow.objects.count() == before, "an hour would stand there"

    def test_the_day_stays_the_first_one(self, world, sent):
        office(world, sent)
        conversation.read(sent.record, sent.private)
        first = conversation.rows(sent.record)[0].fetched_on - timedelta(days=3)
        SealReply.objects.update(fetched_on=first)
        conversation.read(sent.record, sent.private)
        assert conversation.rows(sent.record)[0].fetched_on == first

    def test_what_the_sender_wrote_is_never_fetched(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        conversation.read(sent.record, sent.private)
        assert conversation.rows(sent.record)[0].fetched_on is None

    def test_news_are_counted_until_the_holder_opens(self, world, sent):
        items.read(sent.record, WHY, unlocked=world.key(world.clerk))
        assert conversation.news(world.clerk) == {}
        conversation.from_sender(sent.record, sent.private, SAID, [PDF])
        assert conversation.news(world.clerk) == {sent.record.pk: 2}
        assert conversation.news(world.settler) == {sent.record.pk: 2}
        items.read(sent.record, WHY, unlocked=world.key(world.clerk))
        assert conversation.news(world.clerk) == {}
        assert conversation.news(world.settler) == {sent.record.pk: 2}

    def test_what_the_office_writes_is_no_news(self, world, sent):
        items.read(sent.record, WHY, unlocked=world.key(world.settler))
        office(world, sent)
        assert conversation.news(world.settler) == {}

    @pytest.mark.parametrize("role", ["tiep_dan", "lanh_dao", "tong_hop", "he_thong", "xu_ly"])
    def test_who_holds_nothing_is_told_nothing(self, world, sent, role):
        conversation.from_sender(sent.record, sent.private, SAID)
        assert conversation.news(officer(role, world.unit)) == {}
        assert conversation.news(world.head) == {}

    def test_a_verifier_is_told_nothing(self, world, sent):
        cases.give(
            sent.record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong"
        )
        conversation.from_sender(sent.record, sent.private, SAID)
        assert conversation.news(world.verifier) == {}

    def test_without_todays_role_nothing_is_told(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        world.clerk.person.grants.all().delete()
        assert conversation.news(world.clerk) == {}


class TestPapers:
    def issued(self, world, record, key="to_cao_huong_dan"):
        fields = {"noi_co_tham_quyen": str(world.unit)} if key == "to_cao_huong_dan" else {}
        paper = papers.prepare(record, key, by=world.settler, on=DAY, **fields)
        clerk = officer("van_thu", world.unit)
        return papers.issue(
            paper, by=clerk, dated_on=DAY, signer=str(world.head.person.full_name), number="12/TB-UBND"
        )

    def for_others(self, record):
        """The key of a paper for somebody else that needs nothing filled in."""
        fitting = papers.templates_for(record.own(), DAY)
        return next(
            one.key
            for one in fitting
            if one.audience != "nguoi_gui" and one.is_numbered and not any(b.is_required for b in one.blanks)
        )

    def test_an_issued_paper_to_the_sender_waits_and_is_given_once(self, world, sent):
        assert conversation.waiting_papers(sent.record) == []
        paper = self.issued(world, sent.record)
        assert conversation.waiting_papers(sent.record) == [paper]
        conversation.give_paper(sent.record, paper, unlocked=world.key(world.clerk))
        assert conversation.waiting_papers(sent.record) == []
        [line] = conversation.read(sent.record, sent.private)
        assert line.kind == conversation.PAPER
        assert "12/TB-UBND" in line.text
        name, data = conversation.file_of(sent.record, sent.private, 1)
        assert name.endswith(".pdf")
        assert data == papers.pdf(paper)
        with pytest.raises(Refusal, match="đã đưa"):
            conversation.give_paper(sent.record, paper, unlocked=world.key(world.clerk))

    def test_papers_for_others_and_those_that_wait_for_a_number_are_not_his(self, world, sent):
        where = str(world.unit)
        inner = self.issued(world, sent.record, self.for_others(sent.record))
        waiting = papers.prepare(
            sent.record, "to_cao_huong_dan", by=world.settler, on=DAY, noi_co_tham_quyen=where
        )
        for paper in (inner, waiting):
            with pytest.raises(Refusal, match="không gửi người tố cáo"):
                conversation.give_paper(sent.record, paper, unlocked=world.key(world.clerk))

    def test_a_paper_of_another_case_is_not_his(self, world, sent):
        other = Sent(world)
        paper = self.issued(world, other.record)
        with pytest.raises(Refusal, match="không gửi người tố cáo"):
            conversation.give_paper(sent.record, paper, unlocked=world.key(world.clerk))

    def test_papers_of_what_arose_from_it_are_his(self, world, sent):
        asked = writing.move(
            sent.record, "de_nghi_bao_ve", by=world.settler, on=DAY, protection_way="van_ban"
        )
        protection = Link.objects.get(source_id=asked.pk).record.own()
        writing.move(protection, "tu_choi", by=world.settler, on=DAY, refusal="khong_can_cu")
        paper = self.issued(world, protection, "to_cao_bao_ve_tu_choi")
        assert conversation.waiting_papers(sent.record) == [paper]
        assert protection.type == protecting.TYPE


def of(ticket):
    record, private = tickets.read(ticket)
    return record.pk, private


class TestTheTicket:
    def test_it_stands_for_the_code_for_half_an_hour(self, sent, monkeypatch):
        ticket = tickets.issue(sent.record, sent.private)
        assert of(ticket) == (sent.record.pk, sent.private)
        assert sent.code not in ticket
        later = tickets.time.time() + tickets.GOOD_FOR_SECONDS + 2
        monkeypatch.setattr(tickets.time, "time", lambda: later)
        with pytest.raises(Refusal, match="30 phút"):
            tickets.read(ticket)

    @pytest.mark.parametrize("ticket", ["", "x", "AQ==", "!" * 40, "é" * 10, "A" * 5000, "AgAA", "\x00"])
    def test_what_is_none_opens_nothing(self, sent, ticket):
        with pytest.raises(Refusal, match="30 phút"):
            tickets.read(ticket)

    def test_a_changed_one_opens_nothing(self, sent):
        ticket = tickets.issue(sent.record, sent.private)
        for at in (5, 40, 90):
            other = "A" if ticket[at] != "A" else "B"
            with pytest.raises(Refusal, match="30 phút"):
                tickets.read(ticket[:at] + other + ticket[at + 1 :])

    def test_it_serves_its_own_case_alone(self, world, sent):
        other = Sent(world)
        with pytest.raises(Refusal, match="30 phút"):
            tickets.read(tickets.issue(sent.record, other.private))

    def test_after_the_servers_key_was_changed(self, sent, settings):
        ticket, old = tickets.issue(sent.record, sent.private), settings.SECRET_KEY
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 60, [old]
        assert of(ticket) == (sent.record.pk, sent.private)
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(Refusal, match="30 phút"):
            tickets.read(ticket)


class TestWhatTheProgramMayWrite:
    @pytest.mark.parametrize(
        "sentence",
        [
            "DELETE FROM records_sealreply",
            "UPDATE records_sealreply SET sealed = ''",
            "UPDATE records_sealreply SET digest = ''",
            "UPDATE records_sealreply SET by_id = NULL",
            "UPDATE records_sealreply SET number = 9",
            "TRUNCATE records_sealreply",
        ],
    )
    def test_not_this(self, world, sent, as_app, sentence):
        office(world, sent)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sentence)

    def test_all_of_it_goes_with_the_programs_own_rights(self, world, sent, as_app):
        conversation.from_sender(sent.record, sent.private, SAID)
        office(world, sent)
        assert texts(sent) == [SAID, ANSWER]


def test_a_record_without_a_case_takes_nothing(world):
    record = denunciation(world.clerk)
    with pytest.raises(Refusal):
        conversation.to_sender(record, WORDS, ANSWER, unlocked=keyed(officer("xu_ly", world.unit)))
    assert conversation.rows(record) == []


class TestWhoWritesTheDatabase:
    """What bears no mark of the program's own key is neither read nor built upon."""

    def test_a_message_put_in_by_hand_is_shown_to_nobody(self, world, sent):
        conversation.from_sender(sent.record, sent.private, SAID)
        last = SealReply.objects.get()
        place = conversation._place(sent.record, boxes.public_of(sent.private), "co_quan", 2, last.digest)
        sealed = boxes.seal_item(place, packed({"kind": "tin", "text": "hãy nói tên Bà/Ông"}, []))
        SealReply.objects.create(
            case_id=sent.record.pk,
            number=2,
            side="co_quan",
            sealed=sealed,
            digest=boxes.digest(sealed),
            by=world.head,
            on=DAY,
        )
        with pytest.raises(Refusal, match="bị thiếu"):
            conversation.read(sent.record, sent.private)


def test_recovered_by_the_recovery_key_the_conversation_is_there(world, sent):
    conversation.from_sender(sent.record, sent.private, SAID)
    office(world, sent)
    new = officer("xu_ly", world.unit)
    share = SealShare.objects.get(key__account=world.head, key__ended_at=None)
    wish = recovering.Wish(sent.record, new, Capacity.INTAKE)
    world.key(new)
    act = recovering.begin(
        share, [wish], unlocked=world.key(world.head), reason="mat_cum", document="20/QĐ-UBND"
    )
    recovering.finish(act, unlocked=world.key(world.clerk))
    assert {SAID, ANSWER} <= set(held(world, sent, new).split("\n"))
    office(world, sent, "người mới", by=new)
    assert texts(sent) == [SAID, ANSWER, "người mới"]
    assert [post for _at, post, _why in cases.attempts.told(sent.record)], (
        "and the sender reads that it was opened"
    )


class TestWhatASenderTypes:
    @given(
        said=st.lists(
            st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
                lambda text: text.strip()
            ),
            min_size=1,
            max_size=3,
        )
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_comes_back_as_it_was_in_the_usual_form(self, world, said):
        with transaction.atomic():
            sent = Sent(world)
            for text in said:
                conversation.from_sender(sent.record, sent.private, text)
            assert texts(sent) == [nfc(text).strip() for text in said]
            assert all(nfc(text).strip() in held(world, sent) for text in said)
            transaction.set_rollback(True)
