"""Letters tied to matters and to each other, split by content; a second instance tied to its first."""

from datetime import date

import pytest

from danvan.domains.petitions.joining import join, split, tie_second
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import NAMED, accepted, classified, matter_of, received
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.models import Link, PersonalDetails
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, LATER = date(2023, 2, 1), date(2023, 2, 8)
WHY = "Cùng người, cùng nội dung"


class TestJoining:
    def test_many_letters_are_one_matter(self, officer):
        matter = accepted(officer, IN)
        further = [classified(officer, LATER) for _ in range(3)]
        for letter in further:
            join(letter, matter, by=officer, reason=WHY)
            writing.move(letter, "thu_ly", by=officer, on=LATER)
        assert Matter.objects.count() == 1
        assert Link.objects.filter(record_id=matter.pk).count() == 4
        assert Letter.objects.filter(counts_as_matter=True).count() == 1
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        assert set(Letter.objects.values_list("state", flat=True)) == {"giai_quyet"}

    def test_one_letter_may_be_of_several_matters(self, officer):
        first, second = accepted(officer, IN), accepted(officer, IN)
        letter = classified(officer, IN)
        for matter in (first, second):
            join(letter, matter, by=officer, reason=WHY)
        writing.move(letter, "thu_ly", by=officer, on=IN)
        writing.move(first, "giai_quyet", by=officer, on=LATER, result="dung")
        assert Letter.objects.get(pk=letter.pk).state == "thu_ly"
        writing.move(second, "giai_quyet", by=officer, on=LATER, result="dung")
        assert Letter.objects.get(pk=letter.pk).state == "giai_quyet"

    def test_a_letter_joined_to_an_earlier_one_shares_its_matter(self, officer):
        first = classified(officer, IN)
        matter = Matter.objects.get(sources__source_id=writing.move(first, "thu_ly", by=officer, on=IN).pk)
        again = classified(officer, LATER)
        Link.objects.create(record_id=again.pk, source_id=first.pk, kind=Link.Kind.JOINS)
        writing.move(again, "thu_ly", by=officer, on=LATER)
        assert Matter.objects.count() == 1
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        assert set(Letter.objects.values_list("state", flat=True)) == {"giai_quyet"}

    def test_a_letter_joined_to_one_of_another_unit_has_its_own_matter(self, officer):
        elsewhere = handler()
        first = writing.move(classified(elsewhere, IN), "thu_ly", by=elsewhere, on=IN)
        again = classified(officer, LATER)
        Link.objects.create(record_id=again.pk, source_id=first.pk, kind=Link.Kind.JOINS)
        writing.move(again, "thu_ly", by=officer, on=LATER)
        assert Matter.objects.count() == 2

    def test_what_does_not_fit_is_refused(self, officer):
        matter, other = accepted(officer, IN), handler()
        done = writing.move(accepted(officer, IN), "giai_quyet", by=officer, on=IN, result="sai")
        ended = writing.move(classified(officer, IN), "luu", by=officer, on=IN)
        for letter, onto, sentence in (
            (classified(officer, IN, Kind.PROPOSAL), matter, "cùng loại"),
            (received(officer, IN), matter, "chưa phân loại"),
            (classified(officer, IN), done, "đã giải quyết"),
            (ended, matter, "đã kết thúc"),
        ):
            with pytest.raises(Refusal, match=sentence):
                join(letter, onto, by=officer, reason=WHY)
        with pytest.raises(Refusal, match="không có quyền"):
            join(classified(officer, IN), accepted(other, IN), by=officer, reason=WHY)
        with pytest.raises(Refusal, match="Còn thiếu lý do"):
            join(classified(officer, IN), matter, by=officer, reason=" ")

    def test_once(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, IN)
        join(letter, matter, by=officer, reason=WHY)
        with pytest.raises(Refusal, match="đã gắn"):
            join(letter, matter, by=officer, reason=WHY)


class TestSplitting:
    def test_each_content_is_a_letter_of_its_own_class(self, officer):
        letter = classified(officer, IN, personal=NAMED)
        denounced, proposed = split(
            letter, ["to_cao", "kien_nghi_phan_anh"], by=officer, on=LATER, reason="Hỗn hợp"
        )
        assert (denounced.kind, proposed.kind) == ("to_cao", "kien_nghi_phan_anh")
        assert {denounced.received_on, proposed.received_on} == {IN}
        assert {link.source_id for link in Link.objects.all()} == {letter.pk}
        assert (denounced.secrecy, denounced.identity_released_on) == ("niem_phong", None)
        assert PersonalDetails.objects.get().record_id == letter.pk
        assert Letter.objects.filter(counts_as_matter=True).count() == 3

    def test_only_what_waits_and_into_known_classes(self, officer):
        with pytest.raises(Refusal, match="ít nhất một loại"):
            split(classified(officer, IN), [], by=officer, on=IN, reason="Hỗn hợp")
        with pytest.raises(Refusal, match="ít nhất một loại"):
            split(classified(officer, IN), ["x"], by=officer, on=IN, reason="Hỗn hợp")
        with pytest.raises(Refusal, match="Chỉ tách đơn đã phân loại"):
            split(received(officer, IN), ["to_cao"], by=officer, on=IN, reason="Hỗn hợp")

    def test_a_clerk_without_the_right_splits_nothing(self, officer):
        clerk = make_account("tiep_dan", officer.at)
        with pytest.raises(Refusal, match="không có quyền"):
            split(classified(officer, IN), ["to_cao"], by=clerk, on=IN, reason="Hỗn hợp")


def test_a_second_instance_is_tied_to_its_first_once(officer):
    first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
    tie_second(second, first, by=officer, reason="Quyết định lần đầu")
    with pytest.raises(Refusal, match="đã gắn"):
        tie_second(second, first, by=officer, reason="Quyết định lần đầu")
    with pytest.raises(Refusal, match="Chỉ gắn"):
        tie_second(first, second, by=officer, reason="Ngược")
