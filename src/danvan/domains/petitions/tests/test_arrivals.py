"""Số đến: written at the intake or later, a number and never words, once for each unit and year, found by search."""

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.letters.arrivals import SHAPE, in_one_form
from danvan.domains.petitions.models import Letter
from danvan.domains.petitions.tests.factories import classified, received
from danvan.records import writing
from danvan.records.desk import lists
from danvan.records.desk.access import Reach
from danvan.records.models import HistoryRow
from danvan.records.tests.desk_world import desk_of, moving, role_at
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 2)
LATER = date(2023, 3, 9)


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2024, 6, 1))


def write(letter, officer, number="456", on=ON, day=LATER):
    return writing.move(letter, "ghi_so_den", by=officer, on=day, incoming_number=number, incoming_on=on)


class TestWriting:
    def test_at_the_intake_the_day_is_that_of_arrival(self, officer):
        letter = received(officer, ON, incoming_number=" 456/ub ")
        assert (letter.incoming_number, letter.incoming_on) == ("456/UB", ON)

    def test_without_a_number_there_is_no_day(self, officer):
        assert received(officer, ON).incoming_on is None

    @pytest.mark.parametrize("state", ["unclassified", "khieu_nai", "to_cao"])
    def test_later_on_whatever_the_class(self, officer, state):
        letter = received(officer, ON) if state == "unclassified" else classified(officer, ON, state)
        before = letter.state
        letter = write(letter, officer)
        assert (letter.incoming_number, letter.state) == ("456", before)

    def test_it_can_be_mended_and_the_history_keeps_both(self, officer):
        letter = write(write(received(officer, ON), officer), officer, "457")
        rows = HistoryRow.objects.filter(chain=f"record:{letter.pk}", table="petitions_letter").order_by("id")
        told = [(row.before["incoming_number"], row.after["incoming_number"]) for row in rows if row.before]
        assert told[-2:] == [("", "456"), ("456", "457")]

    @pytest.mark.parametrize(
        "number",
        [
            "Bà Trần Thị A",
            "TRANTHIA",
            "số 5",
            "5/Trần Văn Bình",
            "12345678",
            "5//6",
            "5 6 7 A B C D",
            "<b>1</b>",
            "1/NGUYEN-VAN-AN",
            "1/NGUYEN/VAN/AN",
            "1/NGUYEN",
            "1-AN",
            "1A/AN",
            "0912345/678",
            "0912345678",
            "0912345",
            "091234/1990",
            "0912345/1990",
            "456/6789",
            "456/2023/UB/TD",
            "٤٥٦",
        ],
    )
    def test_words_are_no_number_at_any_door(self, officer, number):
        with pytest.raises(Refusal, match="Số đến gồm chữ số"):
            received(officer, ON, incoming_number=number)
        with pytest.raises(Refusal, match="Số đến gồm chữ số"):
            write(received(officer, ON), officer, number)
        assert not Letter.objects.exclude(incoming_number="").exists()

    def test_a_day_after_the_writing_is_refused(self, officer):
        with pytest.raises(Refusal, match="sau ngày ghi"):
            write(received(officer, ON), officer, on=date(2023, 3, 10))

    @pytest.mark.parametrize("missing", [{"number": ""}, {"on": None}])
    def test_number_and_day_go_together(self, officer, missing):
        with pytest.raises(Refusal, match="Còn thiếu"):
            write(received(officer, ON), officer, **missing)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            *(("456", "456"), ("0456", "0456"), ("1234567", "1234567"), (" 12 / 2023 ", "12/2023")),
            *(("456a", "456A"), ("456Đ/2023", "456Đ/2023"), ("456/2023/ub", "456/2023/UB"), ("7/tđ", "7/TĐ")),
            *(("456/UBND", "456/UBND"), ("", ""), ("  ", "")),
        ],
    )
    def test_numbers_as_books_have_them_pass_in_one_form(self, typed, kept):
        assert in_one_form(typed) == kept

    @pytest.mark.parametrize("number", ["1/NGUYEN-VAN-AN", "0912345/678"])
    def test_nothing_of_a_refused_one_stays_with_an_unclassified_letter(self, officer, number):
        letter = received(officer, ON)
        with pytest.raises(Refusal, match="Số đến gồm chữ số"), transaction.atomic():
            write(letter, officer, number)
        rows = HistoryRow.objects.filter(chain=f"record:{letter.pk}")
        assert not [row for row in rows if number in f"{row.before}{row.after}"]


class TestOnceAYear:
    def test_the_same_number_twice_names_the_first(self, officer):
        first = write(received(officer, ON), officer)
        with pytest.raises(Refusal, match=f"năm 2023 đã ghi cho đơn số {first.number}"):
            write(received(officer, ON), officer)
        with pytest.raises(Refusal, match="đã ghi cho đơn"):
            received(officer, ON, incoming_number="456")

    def test_the_next_year_and_another_unit_begin_anew(self, officer):
        write(received(officer, ON), officer)
        write(received(officer, ON), officer, on=date(2024, 1, 3), day=date(2024, 1, 3))
        other = handler()
        assert write(received(other, ON), other).incoming_number == "456"

    def test_writing_the_same_again_is_no_double(self, officer):
        letter = write(received(officer, ON), officer)
        assert write(letter, officer).incoming_number == "456"


@given(st.text(alphabet="ÀÁĂÂĐÊÔƠƯBCXYZ ", min_size=2, max_size=20))
def test_no_word_of_letters_alone_passes(words):
    assert not SHAPE.fullmatch("".join(words.split()).upper())


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.sets(st.integers(1, 9)))
def test_no_telephone_number_passes_however_it_is_parted(figures, cuts):
    said = "".join(("/" if place in cuts else "") + sign for place, sign in enumerate(figures))
    assert not SHAPE.fullmatch(said)


@given(st.from_regex(SHAPE, fullmatch=True))
def test_what_passes_has_at_most_four_letters_in_one_group(number):
    assert len(re.findall(r"[^\d/]+", number)) <= 1
    assert sum(sign.isalpha() for sign in number) <= 4
    assert number[0].isdigit()


class TestSearch:
    def found(self, officer, words):
        from danvan.domains.petitions.flow import LETTER

        rows = lists.found(LETTER, Reach(officer), {"words": words})
        return {row.pk for row in rows}

    def test_a_number_finds_ours_and_that_of_arrival(self, officer):
        ours = received(officer, ON)
        arrived = write(received(officer, ON), officer, str(ours.register_no))
        assert self.found(officer, str(ours.register_no)) == {ours.pk, arrived.pk}

    @pytest.mark.parametrize(
        ("words", "is_found"),
        [
            ("456", True),
            ("456/2023", True),
            ("456/2024", False),
            ("đến 456", True),
            ("số đến 456", True),
            ("Số Đến  456", True),
            ("đến 45", False),
            ("45", False),
        ],
    )
    def test_as_people_write_it(self, officer, words, is_found):
        letter = write(received(officer, ON), officer)
        assert (letter.pk in self.found(officer, words)) is is_found

    def test_said_so_ours_is_left_out(self, officer):
        ours = received(officer, ON)
        assert self.found(officer, f"đến {ours.register_no}") == set()

    def test_another_units_is_not_found(self, officer):
        write(received(officer, ON), officer)
        assert self.found(handler(), "456") == set()


class TestAtTheClerks:
    def page(self, client, **asked):
        answer = client.get(reverse("records:clerk_incoming"), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_each_line_leads_to_the_step_that_writes_it(self, officer, as_app):
        letter = classified(officer, ON)
        client = desk_of(role_at("van_thu", officer))
        address = reverse("records:move", args=[letter.public_id, "ghi_so_den"])
        assert address in self.page(client)
        sent = moving(letter, incoming_number="456", incoming_on="2/3/2023", on="9/3/2023")
        answer = client.post(address, sent)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        text = self.page(client)
        assert ">456<" in text
        assert "Sửa" in text

    def test_a_number_is_looked_up(self, officer, as_app):
        kept, other = write(classified(officer, ON), officer), classified(officer, ON)
        client = desk_of(role_at("van_thu", officer))
        text = self.page(client, so=" 456 ")
        assert kept.public_id in text
        assert other.public_id not in text
        assert "Không có đơn nào mang số đến này" in self.page(client, so="999")

    def test_sealed_letters_are_not_shown_to_who_may_not_see_them(self, officer, as_app):
        letter = write(classified(officer, ON, "to_cao"), officer)
        client = desk_of(role_at("van_thu", officer))
        assert letter.public_id not in self.page(client, so="456")

    def test_a_wrong_number_is_said_on_the_form(self, officer, as_app):
        letter = classified(officer, ON)
        client = desk_of(role_at("van_thu", officer))
        address = reverse("records:move", args=[letter.public_id, "ghi_so_den"])
        sent = moving(letter, incoming_number="Bà A", incoming_on="2/3/2023", on="9/3/2023")
        answer = client.post(address, sent)
        assert answer.status_code == 400
        assert "Số đến gồm chữ số" in answer.content.decode()
