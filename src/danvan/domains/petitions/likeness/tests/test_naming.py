"""Letters of a person by name: folded, whole, released, and only where the account sees them."""

from datetime import date

import pytest

from danvan.domains.petitions.likeness.indexing import keep
from danvan.domains.petitions.likeness.naming import letters_of
from danvan.domains.petitions.tests.factories import classified, received
from danvan.records.desk import people
from danvan.records.models import Record
from danvan.records.tests.desk_world import reach_of, role_at
from danvan.records.tests.factories import handler
from danvan.ui.vietnamese import fold

pytestmark = pytest.mark.django_db
DAY, NAME = date(2023, 2, 1), "Nguyễn Thị Đơn Thử"


@pytest.fixture
def officer():
    return handler()


def sent(officer, name=NAME, on=DAY):
    letter = classified(officer, on, personal={"full_name": name, "content": "Nội dung minh họa của đơn thử"})
    assert keep(letter.pk)
    return letter


def found(officer, name=NAME, most=20):
    return [one.pk for one in people.named(name, reach_of(officer), most)]


class TestTheName:
    def test_the_same_name_in_any_writing(self, officer):
        letter = sent(officer)
        for name in (NAME, NAME.upper(), "nguyen thi don thu", f"  {NAME.replace(' ', '  ')} "):
            assert found(officer, name) == [letter.pk], name

    @pytest.mark.parametrize(
        "name", ["Nguyễn Thị Đơn", "Đơn Thử", "Nguyễn Thị Đơn Thử Hai", "Thử Nguyễn Thị Đơn"]
    )
    def test_another_name_is_another_person(self, officer, name):
        sent(officer)
        assert found(officer, name) == []

    def test_words_of_the_content_are_no_name(self, officer):
        sent(officer)
        assert found(officer, "Nội dung minh họa") == []

    @pytest.mark.parametrize("name", ["", "   ", "Thử", "..."])
    def test_a_single_word_or_nothing_names_nobody(self, officer, name, django_assert_num_queries):
        sent(officer)
        reach = reach_of(officer)
        with django_assert_num_queries(0):
            assert people.named(name, reach, 20) == []

    def test_signs_without_words_find_nothing(self):
        assert letters_of("--- ---") == []

    def test_the_newest_stand_first_and_no_more_than_asked(self, officer):
        letters = [sent(officer, on=date(2023, 2, turn)).pk for turn in (1, 2, 3)]
        assert found(officer, most=2) == letters[:0:-1]


class TestWhoSees:
    def test_another_unit_finds_nothing(self, officer):
        sent(officer)
        assert found(handler()) == []

    def test_who_opens_no_record_finds_nothing(self, officer):
        sent(officer)
        assert found(role_at("tong_hop", officer)) == []

    def test_a_letter_that_became_a_denunciation_is_gone(self, officer):
        letter = sent(officer)
        Record.objects.filter(pk=letter.pk).update(secrecy=Record.Secrecy.SEALED)
        assert found(officer) == []

    def test_an_unclassified_letter_has_no_name(self, officer):
        received(officer, DAY)
        assert letters_of(fold(NAME)) == []


def test_rooms_register_once():
    before = list(people._finders)
    people.register(letters_of)
    assert people._finders == before
