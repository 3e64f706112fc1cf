"""Settled matters of like content: what was decided, told to who may see it; no duplicate, no tố cáo, nothing unsure."""

from datetime import date

import numpy as np
import pytest

from danvan.domains.petitions.likeness import frequency
from danvan.domains.petitions.likeness.frequency import Frequencies
from danvan.domains.petitions.likeness.indexing import write
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.likeness.words import hashes
from danvan.domains.petitions.models import Matter
from danvan.domains.petitions.suggesting import settled
from danvan.domains.petitions.suggesting import suggest as suggesting
from danvan.domains.petitions.suggesting.features import places
from danvan.domains.petitions.tests.factories import classified
from danvan.org.tests.factories import make_account
from danvan.records import papers, writing
from danvan.records.models import Record
from danvan.records.papers.tests.paper_world import clerk_of
from danvan.records.tests.desk_world import desk_of, reach_of, role_at
from danvan.records.tests.factories import handler

DAY, DECIDED = date(2023, 2, 1), date(2023, 2, 20)


def of_topic(base, seed, count=1):
    """Letters by other people about the same kind of thing."""
    told = (sample.letter(turn, seed) for turn in range(400))
    found = [one for one in told if (one.field_key, one.kind) == (base.field_key, base.kind)]
    return sorted(
        found, key=lambda one: -settled.cosine(*(places(print_of(each.text)) for each in (base, one)))
    )[:count]


BASE = next(one for one in sample.letters(50, seed=21) if one.kind == "khieu_nai")
NEAR = of_topic(BASE, seed=4)[0]
FAR = next(one for one in sample.letters(50, seed=4) if one.field_key != BASE.field_key)


@pytest.fixture
def officer(db):
    return handler()


def matter_about(officer, told, *, settled_on=DECIDED, result="dung"):
    letter = classified(officer, DAY, told.kind, field=told.field_key, personal={"content": told.text})
    write(letter.pk, print_of(told.text, told.name, told.address))
    letter = writing.move(letter, "thu_ly", by=officer, on=DAY)
    matter = Matter.objects.get(sources__source_id=letter.pk)
    if settled_on:
        matter = writing.move(matter, "giai_quyet", by=officer, on=settled_on, result=result)
    return matter


def found(officer, told=BASE, besides=()):
    return settled.like(print_of(told.text, told.name, told.address), reach_of(officer), besides)


class TestWhatIsFound:
    def test_a_settled_matter_of_like_content_tells_what_was_decided(self, officer):
        matter = matter_about(officer, NEAR)
        (one,) = found(officer)
        assert (one.number, one.address) == (str(matter), matter.get_absolute_url())
        assert (one.outcome, one.settled_on, one.decision) == ("Đúng", DECIDED, "")
        assert 35 <= one.percent < 100

    def test_it_tells_the_number_of_the_decision_that_was_issued(self, officer):
        matter = matter_about(officer, NEAR)
        head = role_at("lanh_dao", officer)
        blanks = ("nguoi_ra_quyet_dinh", "ket_qua_xac_minh", "ket_qua_doi_thoai", "ket_luan", "quyet_dinh")
        told = dict.fromkeys(blanks, "Lời thử")
        paper = papers.prepare(matter, "giai_quyet_lan_1", by=head, on=DECIDED, **told)
        papers.issue(
            paper, by=clerk_of(officer), number="15/QĐ-UBND", dated_on=DECIDED, signer="Người Ký Thử"
        )
        assert found(officer)[0].decision == "15/QĐ-UBND"

    def test_a_matter_that_is_still_open_is_none(self, officer):
        matter_about(officer, NEAR, settled_on=None)
        assert found(officer) == []

    def test_another_topic_is_none(self, officer):
        matter_about(officer, FAR)
        assert found(officer) == []

    def test_the_same_letter_again_belongs_to_the_duplicates(self, officer):
        matter_about(officer, sample.disguised(BASE, "viet_lai"))
        assert found(officer) == []

    def test_the_letter_itself_is_left_out(self, officer):
        matter = matter_about(officer, NEAR)
        letter = matter.sources.get().source_id
        assert found(officer, besides=[letter]) == []

    def test_the_likest_stand_first_and_no_more_than_three(self, officer):
        for one in of_topic(BASE, seed=4, count=5):
            matter_about(officer, one)
        told = found(officer)
        assert 1 < len(told) <= 3
        assert [one.percent for one in told] == sorted((one.percent for one in told), reverse=True)

    @pytest.mark.parametrize("text", ["", "ngắn", "123 456 789"])
    def test_a_text_that_tells_nothing_finds_nothing(self, officer, text):
        matter_about(officer, NEAR)
        assert settled.like(print_of(text), reach_of(officer)) == []

    def test_it_asks_few_questions(self, officer, django_assert_max_num_queries):
        for one in of_topic(BASE, seed=4, count=4):
            matter_about(officer, one)
        reach = reach_of(officer)
        assert reach.readable
        told = print_of(BASE.text)
        frequency.known()
        with django_assert_max_num_queries(5):
            settled.like(told, reach)


class TestWhoSees:
    def test_another_unit_sees_nothing(self, officer):
        matter_about(officer, NEAR)
        assert found(handler()) == []

    def test_a_sealed_matter_is_never_told(self, officer):
        matter = matter_about(officer, NEAR)
        Record.objects.filter(pk=matter.pk).update(secrecy=Record.Secrecy.SEALED)
        assert found(officer) == []

    def test_a_compiler_who_opens_no_record_sees_nothing(self, officer):
        matter_about(officer, NEAR)
        assert found(make_account("tong_hop", officer.at)) == []


class TestThePage:
    def test_an_open_matter_shows_what_was_decided_in_a_like_one(self, officer):
        before = matter_about(officer, NEAR)
        now = matter_about(officer, BASE, settled_on=None)
        page = desk_of(officer).get(now.get_absolute_url()).content.decode()
        part = page.split('id="goi-y"')[1].split("</details>")[0]
        assert before.get_absolute_url() in part
        assert "<strong>Đúng</strong>" in part
        assert "chưa ghi số quyết định" in part

    def test_a_settled_one_needs_no_suggestion(self, officer):
        matter_about(officer, NEAR)
        now = matter_about(officer, BASE)
        assert suggesting.panel(now, reach_of(officer)) is None

    def test_its_line_says_what_is_inside(self, officer):
        matter_about(officer, NEAR)
        now = matter_about(officer, BASE, settled_on=None)
        assert suggesting.panel(now, reach_of(officer)).summary == "1 vụ việc đã giải quyết gần giống"


class TestTelling:
    """Which words lead to letters of like content."""

    @pytest.fixture(autouse=True)
    def known(self, monkeypatch):
        shares = dict(
            zip(hashes({"toi"}) + hashes({"dat"}) + hashes({"ranh"}), (0.9, 0.4, 0.01), strict=True)
        )
        monkeypatch.setattr(frequency, "known", lambda: Frequencies(1_000_000, shares))

    def test_words_of_half_of_all_letters_are_not_asked_for(self):
        told = settled.telling("toi dat ranh")
        assert told == hashes({"ranh"})

    def test_rare_known_words_stand_before_unknown_ones(self):
        assert settled.telling("xyzabc ranh")[0] == hashes({"ranh"})[0]

    def test_numbers_are_not_asked_for(self):
        assert settled.telling("512 1.468,8 5") == []

    def test_never_more_than_the_index_can_bear(self):
        assert len(settled.telling(" ".join(f"tu{'abcdefghij'[n % 10] * (n + 1)}" for n in range(90)))) == 24


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [([], [1], 0.0), ([1], [], 0.0), ([1, 2], [3, 4], 0.0), ([1, 2], [1, 2], 1.0), ([1, 2, 3, 4], [1], 0.5)],
)
def test_the_cosine_of_two_sets(one, other, told):
    assert settled.cosine(np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)) == pytest.approx(
        told
    )
