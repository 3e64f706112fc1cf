"""What is suggested: counted facts at their edges, for whom, and nothing that enters by itself."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from danvan import law
from danvan.domains.petitions.hard import keeping, proposing
from danvan.domains.petitions.hard.tests.world import BEGAN, TODAY, entered
from danvan.domains.petitions.models import HardMatter, Kind, Matter
from danvan.domains.petitions.tests.factories import accepted, classified, matter_of
from danvan.domains.petitions.tying.joining import join
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.tests.desk_world import reach_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
NEVER = 30_000


def suggested(account, days=NEVER, **page):
    return list(proposing.candidates(reach_of(account), days, **page).rows)


class TestPeople:
    def test_from_the_number_of_the_rule_book_on(self, officer):
        crowd = proposing.crowd_from(TODAY)
        below, at = (accepted(officer, TODAY, signatories=crowd + more) for more in (-1, 0))
        found = suggested(officer)
        assert [one.number for one in found] == [at.number]
        assert below.number not in found[0].reasons[0]
        assert found[0].reasons == [f"{crowd} người đứng tên trong 1 đơn (từ {crowd} người)"]

    def test_all_letters_of_a_matter_count_together(self, officer):
        crowd = proposing.crowd_from(TODAY)
        matter = accepted(officer, TODAY)
        assert suggested(officer) == []
        join(classified(officer, TODAY, signatories=crowd), matter, by=officer, reason="cung_noi_dung")
        (one,) = suggested(officer)
        assert one.reasons == [f"{crowd + 1} người đứng tên trong 2 đơn (từ {crowd} người)"]

    def test_the_number_stands_in_the_law_data_and_is_from_memory_or_better(self):
        wording = law.rulebook().wording(proposing.CROWD, TODAY)
        assert wording.kind == "count"
        assert proposing.crowd_from(TODAY) == wording.value


class TestAge:
    @pytest.mark.parametrize(("days", "is_found"), [(119, True), (120, True), (121, False)])
    def test_counts_from_the_first_day(self, officer, days, is_found):
        matter_of(officer, BEGAN)  # 120 days before today
        assert bool(suggested(officer, days)) is is_found

    def test_counts_from_the_earliest_letter(self, officer):
        matter = matter_of(officer, TODAY)
        join(classified(officer, date(2023, 1, 1)), matter, by=officer, reason="cung_noi_dung")
        (one,) = suggested(officer, 100)
        assert (one.began_on, one.age) == (date(2023, 1, 1), 151)
        assert one.reasons == ["đã 151 ngày (từ 100 ngày)"]

    def test_the_usual_age_is_of_the_rule_book_and_judges_nobody(self):
        wording = law.rulebook().wording(proposing.LONG, TODAY)
        assert (wording.kind, wording.value) == ("count", proposing.long_from(TODAY))
        assert wording.checked.status == "M"
        assert not wording.checked.allows_verdict


class TestComplexity:
    def test_found_complex_by_the_law(self, officer):
        matter = accepted(officer, BEGAN)
        writing.move(matter, "gia_han", by=officer, on=date(2023, 2, 10))
        (one,) = suggested(officer)
        assert one.reasons == ["đã xác định là phức tạp ngày 10/2/2023"]

    def test_without_a_day_where_none_was_kept(self, officer):
        matter = accepted(officer, BEGAN)
        Matter.objects.filter(pk=matter.pk).update(is_complex=True)
        assert suggested(officer)[0].reasons == ["đã xác định là phức tạp"]


class TestWhoAndWhat:
    def test_nothing_enters_by_itself(self, officer):
        matter_of(officer, BEGAN)
        assert suggested(officer, 10)
        assert not HardMatter.objects.exists()

    def test_not_what_is_in_the_register_but_again_what_left_it(self, officer):
        spell = entered(officer)
        assert suggested(officer, 10) == []
        keeping.leave(spell, by=officer, on=TODAY, left_for="het_can_cu")
        assert [one.number for one in suggested(officer, 10)] == [spell.record.number]

    def test_not_what_has_ended(self, officer):
        writing.move(accepted(officer, BEGAN), "giai_quyet", by=officer, on=TODAY, result="dung")
        assert suggested(officer, 10) == []

    def test_only_to_who_reads_the_matter(self, officer):
        matter_of(officer, BEGAN)
        matter_of(officer, BEGAN, kind=Kind.DENUNCIATION)
        assert len(suggested(officer, 10)) == 2
        assert len(suggested(make_account("thanh_tra", officer.at), 10)) == 1
        assert suggested(make_account("tong_hop", officer.at), 10) == []
        assert suggested(handler(), 10) == []

    def test_of_a_denunciation_no_title(self, officer):
        matter_of(officer, BEGAN, kind=Kind.DENUNCIATION)
        (one,) = suggested(officer, 10)
        assert (one.title, one.is_sealed) == ("Vụ việc niêm phong", True)

    def test_the_way_in_carries_the_grounds_found(self, officer):
        matter = accepted(officer, BEGAN, signatories=40)
        writing.move(matter, "gia_han", by=officer, on=BEGAN)
        (one,) = suggested(officer, 100)
        asked = parse_qs(urlsplit(one.fills).query)
        assert asked == {"can-cu": ["phuc_tap", "dong_nguoi", "keo_dai"]}
        assert matter.public_id in one.address

    def test_page_by_page_the_longest_accepted_first(self, officer):
        days = [BEGAN + timedelta(days=shift) for shift in (3, 1, 2)]
        matters = [matter_of(officer, day) for day in days]
        cut = proposing.candidates(reach_of(officer), 10, size=2)
        assert [one.number for one in cut.rows] == [matters[1].number, matters[2].number]
        rest = suggested(officer, 10, after=cut.after)
        assert [one.number for one in rest] == [matters[0].number]
