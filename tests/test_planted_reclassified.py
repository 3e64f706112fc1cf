"""Unique words planted in what is found out late to be a tố cáo: reclassified, split, told at a visit, booked before.

They are planted while the record may hold them, through the pages that officers and citizens use, and looked for in every
table, file, log and letter after the class is known.
"""

from datetime import date, time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.likeness import indexing
from danvan.domains.petitions.models import Letter, LikePair, Matter
from danvan.domains.reception import booking as bookings
from danvan.domains.reception.booking import Asked
from danvan.domains.reception.counter.tests.counter_world import COUNTER, filled
from danvan.domains.reception.models import Booking, BookingPerson, Visit
from danvan.domains.reception.schedule.slots import Offer
from danvan.domains.reception.tests.schedule_world import TODAY, hours_of
from danvan.records import files, messages, writing
from danvan.records.desk.submissions import new_key
from danvan.records.files.tests import samples
from danvan.records.models import Link, PersonalDetails, Record
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import handler, letter_of
from tests.test_planted_intake import nothing_left
from tests.test_planted_strings import Garden, sown
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = pytest.mark.django_db
log, temporary = _log, _temporary
NEXT = date(2023, 3, 2)
WITHDRAWN = {"khieu_nai": "rut_don", "kien_nghi_phan_anh": "rut_kien_nghi"}
ENDING = {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "khong"}


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What follows a transaction is done, as it would be outside a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def moved(client, record, move, **values):
    record = Record.objects.get(pk=record.pk)
    answer = client.post(reverse("records:move", args=[record.public_id, move]), moving(record, **values))
    assert answer.status_code == 302, answer.content.decode()


def tied(client, name, record, sent, *more, query=""):
    return client.post(reverse(f"petitions:{name}", args=[record.public_id, *more]) + query, sent)


def with_words(client, officer, garden, record, what):
    """A file with its confirmed text, a message of either side, and a paper that waits."""
    file = SimpleUploadedFile(f"{garden.word(f'{what}: tên tệp')}.png", samples.scan("Đơn"))
    client.post(reverse("records:file_attach", args=[record.public_id]), {"kind": "giay_to", "tep": file})
    record = Record.objects.get(pk=record.pk).own()
    (kept,) = files.of(record)
    text = {"text": garden.word(f"{what}: văn bản của tệp")}
    assert (
        client.post(reverse("records:file_text", args=[record.public_id, kept.pk]), text).status_code == 302
    )
    for by in (officer, None):
        messages.say(record, garden.word(f"{what}: tin nhắn"), by=by, key=str(uuid4()))


def named(client, officer, garden, kind="khieu_nai"):
    """A letter classified with words in every personal field, in the index for search and likeness."""
    letter = letter_of(officer, DAY)
    told = sown(garden, "đơn", ("full_name", "address", "content"))
    told |= {"with_personal": "1", "kind": kind, "field": "dat_dai", "signatories": "1"}
    told |= {"is_competent": "on", "is_eligible": "on"}
    told["content"] = f"{told['content']} thửa 512 tờ 9 " * 3
    moved(client, letter, "phan_loai", **told)
    free = sown(garden, "đơn", ("against", "place", "forwarder_name", "forwarder_reference"))
    moved(client, letter, "sua_thong_tin", post_number=garden.word("đơn: số bưu gửi")[-38:], **free, **told)
    with_words(client, officer, garden, letter, "đơn")
    assert indexing.keep(letter.pk)
    return Letter.objects.get(pk=letter.pk)


class TestReclassified:
    def test_a_letter_that_was_forwarded_and_answered(self, client, officer, garden, log, temporary, commits):
        letter = named(client, officer, garden)
        moved(client, letter, "chuyen", forwarded_to=garden.word("nơi nhận"))
        moved(client, letter, "nhan_phuc_dap", reply_reference=garden.word("số phúc đáp"))
        assert garden.found(), "the case tells something"
        with commits():
            moved(client, letter, "phan_loai_lai")
        nothing_left(garden, log, temporary)
        assert Letter.objects.get().kind == "to_cao"

    @pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
    def test_a_letter_with_its_matter(self, client, officer, garden, log, temporary, commits, kind):
        letter = named(client, officer, garden, kind)
        moved(client, letter, "thu_ly")
        matter = Matter.objects.get()
        with_words(client, officer, garden, matter, "vụ việc")
        spell = keeping.enter(
            matter,
            by=officer,
            on=NEXT,
            is_complicated=True,
            complicated_why=garden.word("sổ theo dõi: vì sao"),
            leader_post=garden.word("sổ theo dõi: chức vụ"),
            plan=garden.word("sổ theo dõi: kế hoạch"),
            next_step=garden.word("sổ theo dõi: bước tiếp"),
            next_on=date(2023, 4, 1),
        )
        keeping.note_contact(
            spell, by=officer, on=NEXT, kind="tiep", note=garden.word("sổ theo dõi: lời ghi")
        )
        sent = {"key": new_key(), "on": "3/3/2023", "reason": "noi_dung", "agreed": "on"} | ENDING
        with commits():
            answer = tied(client, "tie_denounced", letter, sent, query=f"?buoc={WITHDRAWN[kind]}")
        assert answer.status_code == 302, answer.content.decode()
        nothing_left(garden, log, temporary)
        assert {one.secrecy for one in Record.objects.all()} == {"niem_phong"}

    def test_nothing_that_is_typed_on_the_way_stays(self, client, officer, garden, log, temporary):
        letter = named(client, officer, garden)
        other = named(client, officer, garden)
        moved(client, other, "thu_ly")
        garden.planted.clear()
        matter = Matter.objects.get()
        link = Link.objects.get()
        for name, record, more, names in (
            ("tie_join", letter, (), ("matter", "reason")),
            ("tie_split", letter, (), ("key", "to_cao", "to_cao_field", "khac", "agreed")),
            ("tie_part", other, (link.pk,), ("reason",)),
            ("tie_denounced", other, (), ("key", "on", "reason", "agreed", "result")),
        ):
            for field in names:
                where = f"{name}.{field}"
                right = {"key": new_key(), "on": "3/3/2023", "matter": matter.public_id, "reason": "gui_them"}
                answer = tied(client, name, record, right | {field: garden.word(where)}, *more)
                assert answer.status_code < 500, where
                query = f"?so={garden.word(f'{where}: số')}&buoc=giai_quyet"
                assert tied(client, name, record, right, *more, query=query).status_code < 500
        nothing_left(garden, log, temporary)

    def test_a_reason_typed_at_a_pair_is_in_no_history(
        self, client, officer, garden, log, temporary, commits
    ):
        first, second = named(client, officer, garden), named(client, officer, garden)
        measures = {"alike": 900, "words_shared": 900, "days_apart": 0}
        pair = LikePair.objects.create(earlier_id=first.pk, later_id=second.pk, **measures)
        for act in ("nhap", "bac", "go"):
            sent = {"ly_do": garden.word(f"lý do {act}")}
            client.post(reverse("petitions:like_decide", args=[pair.pk, act]), sent)
        assert LikePair.objects.get().state == "de_xuat", "no typed reason joins"
        with commits():
            for letter in (first, second):
                moved(client, letter, "phan_loai_lai")
        nothing_left(garden, log, temporary)


class TestSplit:
    def test_of_the_first_only_what_the_officer_left(self, client, officer, garden, log, temporary, commits):
        letter = named(client, officer, garden)
        name = PersonalDetails.objects.get().full_name
        PersonalDetails.objects.update(full_name="Bà Lê Thị Minh Họa", address="Thôn Một")
        garden.planted = {
            token: where for token, where in garden.planted.items() if token not in name.lower()
        }
        kept = {
            token: where for token, where in garden.planted.items() if "forwarder" in where or "bưu" in where
        }
        address = next(token for token, where in garden.planted.items() if where == "đơn.address")
        for token in (*kept, address):
            garden.planted.pop(token)
        sent = {"key": new_key(), "to_cao": "on", "to_cao_field": "tham_nhung", "agreed": "on"}
        sent |= {"content": "Xin bồi thường", "against": "", "place": ""}
        with commits():
            assert tied(client, "tie_split", letter, sent).status_code == 302
        assert indexing.keep(letter.pk)
        nothing_left(garden, log, temporary)
        assert set(Letter.objects.values_list("kind", flat=True)) == {"khieu_nai", "to_cao"}
        assert not Link.objects.exists()
        assert PersonalDetails.objects.get().full_name == "Bà Lê Thị Minh Họa"


class TestVisit:
    LETTER = {"content_kind": "khieu_nai", "outcome": "nhan_don", "field": "dat_dai"}
    WORDS = ("full_name", "address", "content", "papers", "interpreter")

    def told(self, garden):
        values = sown(garden, "quầy", self.WORDS)
        number = garden.word("quầy: số giấy tờ")[-20:]
        return values | {"identity_number": number if number.isascii() else "079085012345"}

    def test_a_letter_told_at_the_counter(self, client, officer, garden, log, temporary, commits):
        answer = client.post(COUNTER, filled(officer, **self.LETTER, **self.told(garden)))
        assert answer.status_code == 302, answer.content.decode()
        letter, visit = Letter.objects.get(), Visit.objects.get()
        with_words(client, officer, garden, letter, "đơn")
        with commits():
            moved(client, letter, "phan_loai_lai")
        nothing_left(garden, log, temporary)
        visit.refresh_from_db()
        assert (visit.secrecy, visit.identity_released_on) == ("niem_phong", None)

    def test_one_that_was_accepted_and_came_again(self, client, officer, garden, log, temporary, commits):
        client.post(COUNTER, filled(officer, **self.LETTER, **self.told(garden)))
        letter = Letter.objects.get()
        moved(client, letter, "thu_ly")
        again = {"content_kind": "khieu_nai", "outcome": "nhap", "joins": Matter.objects.get().public_id}
        answer = client.post(COUNTER, filled(officer, **again, **self.told(garden)))
        assert answer.status_code == 302, answer.content.decode()
        assert Visit.objects.count() == 2
        sent = {"key": new_key(), "on": "3/3/2023", "reason": "nguoi_gui", "agreed": "on"} | ENDING
        with commits():
            assert tied(client, "tie_denounced", letter, sent, query="?buoc=rut_don").status_code == 302
        nothing_left(garden, log, temporary)
        assert {one.secrecy for one in Record.objects.all()} == {"niem_phong"}

    def test_one_that_is_split_keeps_who_came_and_no_word(
        self, client, officer, garden, log, temporary, commits
    ):
        values = self.told(garden) | {"full_name": "Bà Lê", "address": "Thôn Một"}
        values |= {"papers": "", "interpreter": "", "identity_number": "079085012345"}
        content = values["content"]
        client.post(COUNTER, filled(officer, **self.LETTER, **values))
        garden.planted = {token: where for token, where in garden.planted.items() if token in content.lower()}
        assert set(garden.found()) == {"quầy.content"}
        sent = {
            "key": new_key(),
            "to_cao": "on",
            "to_cao_field": "khac",
            "agreed": "on",
            "content": "Còn lại",
        }
        with commits():
            assert tied(client, "tie_split", Letter.objects.get(), sent).status_code == 302
        nothing_left(garden, log, temporary)
        assert PersonalDetails.objects.filter(full_name="Bà Lê").count() == 2


class TestBooking:
    @pytest.fixture(autouse=True)
    def on_its_day(self, settings):
        settings.DEMONSTRATION_DAY = TODAY

    def booked(self, officer, garden):
        hours = officer.at.reception_hours.first() or hours_of(officer.at, places=5)
        person = {"full_name": garden.word("đặt chỗ: họ tên"), "phone": "0912345678", "email": ""}
        asked = Asked(time(8), is_sealed=False, person=person)
        return bookings.take(Offer(hours, TODAY), asked)

    def test_who_had_booked_is_forgotten_with_the_visit(
        self, client, officer, garden, log, temporary, commits
    ):
        booking = self.booked(officer, garden)
        told = filled(officer, on="14/3/2023", booking=str(booking.pk), **TestVisit.LETTER)
        answer = client.post(COUNTER, told | {"full_name": garden.word("quầy: họ tên")})
        assert answer.status_code == 302, answer.content.decode()
        assert Booking.objects.get().state == Booking.State.CAME
        letter = Letter.objects.get()
        with commits():
            writing.move(letter, "phan_loai_lai", by=officer, on=TODAY)
        nothing_left(garden, log, temporary)
        kept = BookingPerson.objects.get()
        assert (kept.full_name, kept.phone, kept.email) == ("", "", "")

    def test_others_who_booked_keep_their_names(self, client, officer, garden):
        other = self.booked(officer, garden)
        told = filled(officer, on="14/3/2023", **TestVisit.LETTER)
        assert client.post(COUNTER, told).status_code == 302
        writing.move(Letter.objects.get(), "phan_loai_lai", by=officer, on=TODAY)
        assert BookingPerson.objects.get(booking_id=other.pk).full_name
