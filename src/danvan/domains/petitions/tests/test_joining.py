"""Letters tied to matters and to each other, parted again; a second instance tied to its first."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import accepted, classified, duty, matter_of, received
from danvan.domains.petitions.tying.joining import (
    Because,
    Parting,
    join,
    join_letters,
    may_be_untied,
    tie_second,
    untie,
)
from danvan.org.models import Kind as UnitKind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.history import say_who
from danvan.records.models import HistoryRow, Link, Record
from danvan.records.tests.factories import handler, head
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, LATER = date(2023, 2, 1), date(2023, 2, 8)
WHY, BACK = Because.SAME, Parting.MISTAKEN
TYPED = ["", " ", "Cùng người, cùng nội dung", "Nguyễn Văn Minh Họa", "gan_nham2", "CUNG_NOI_DUNG"]


def counted(*letters):
    """Which of the letters count as a matter."""
    return [Letter.objects.get(pk=letter.pk).counts_as_matter for letter in letters]


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

    def test_sealed_letters_of_one_denunciation_are_one_matter(self, officer):
        matter, letter = (
            accepted(officer, IN, Kind.DENUNCIATION),
            classified(officer, LATER, Kind.DENUNCIATION),
        )
        join(letter, matter, by=officer, reason=Because.MANY)
        assert counted(letter) == [False]

    def test_what_does_not_fit_is_refused(self, officer):
        matter, other = accepted(officer, IN), handler()
        done = writing.move(accepted(officer, IN), "giai_quyet", by=officer, on=IN, result="sai")
        ended = writing.move(classified(officer, IN), "luu", by=officer, on=IN)
        for letter, onto, sentence in (
            (classified(officer, IN, Kind.PROPOSAL), matter, "cùng loại"),
            (classified(officer, IN, Kind.DENUNCIATION), matter, "cùng loại"),
            (received(officer, IN), matter, "chưa phân loại"),
            (classified(officer, IN), done, "đã giải quyết"),
            (ended, matter, "đã kết thúc"),
        ):
            with pytest.raises(Refusal, match=sentence):
                join(letter, onto, by=officer, reason=WHY)
            assert counted(letter) == [True]
        with pytest.raises(Refusal, match="không có quyền"):
            join(classified(officer, IN), accepted(other, IN), by=officer, reason=WHY)

    def test_a_matter_of_another_unit_is_refused_even_to_who_handles_at_both(self):
        province = make_unit("Tỉnh Thử", UnitKind.PROVINCE)
        one, other = (handler(make_unit(f"Xã Thử {n}", UnitKind.COMMUNE, province)) for n in ("Một", "Hai"))
        both = make_account("xu_ly", province, covers_below=True)
        with pytest.raises(Refusal, match="ở đơn vị khác"):
            join(classified(one, IN), accepted(other, IN), by=both, reason=WHY)

    def test_once(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, IN)
        join(letter, matter, by=officer, reason=WHY)
        with pytest.raises(Refusal, match="đã gắn"):
            join(letter, matter, by=officer, reason=WHY)

    def test_the_letter_that_opened_a_matter_is_not_joined_to_it(self, officer):
        matter = accepted(officer, IN)
        with pytest.raises(Refusal, match="đã gắn"):
            join(Letter.objects.get(), matter, by=officer, reason=WHY)
        assert counted(Letter.objects.get()) == [True]

    def test_what_was_read_before_does_not_count(self, officer):
        """The letter ended while the page stood open: the row as it is now is asked."""
        matter, letter = accepted(officer, IN), classified(officer, IN)
        writing.move(letter, "luu", by=officer, on=IN)
        with pytest.raises(Refusal, match="đã kết thúc"):
            join(letter, matter, by=officer, reason=WHY)

    @pytest.mark.parametrize("typed", TYPED)
    def test_a_reason_is_chosen_and_a_typed_one_stays_nowhere(self, officer, typed):
        matter, letter, other = accepted(officer, IN), classified(officer, IN), classified(officer, IN)
        for act in (
            lambda: join(letter, matter, by=officer, reason=typed),
            lambda: join_letters(letter, other, by=officer, reason=typed),
        ):
            with pytest.raises(Refusal, match="chọn một lý do trong danh sách"):
                act()
        assert not Link.objects.filter(kind=Link.Kind.JOINS).exists()

    def test_the_history_holds_the_words_of_the_list(self, officer):
        join(classified(officer, IN), accepted(officer, IN), by=officer, reason=Because.MANY)
        row = HistoryRow.objects.filter(table="records_link", after__kind="nhap_vao").get()
        assert (row.actor, row.reason) == (officer.pk, str(Because.MANY.label))


class TestJoiningLetters:
    def test_a_letter_joined_to_an_earlier_one_shares_its_matter(self, officer):
        first = classified(officer, IN)
        matter = Matter.objects.get(sources__source_id=writing.move(first, "thu_ly", by=officer, on=IN).pk)
        again = classified(officer, LATER)
        join_letters(again, first, by=officer, reason=Because.AGAIN)
        assert counted(first, again) == [True, False]
        writing.move(again, "thu_ly", by=officer, on=LATER)
        assert Matter.objects.count() == 1
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        assert set(Letter.objects.values_list("state", flat=True)) == {"giai_quyet"}

    def test_a_letter_joined_to_one_of_another_unit_has_its_own_matter(self, officer):
        elsewhere = handler()
        first = writing.move(classified(elsewhere, IN), "thu_ly", by=elsewhere, on=IN)
        again = classified(officer, LATER)
        join_letters(again, first, by=officer, reason=WHY)
        writing.move(again, "thu_ly", by=officer, on=LATER)
        assert Matter.objects.count() == 2

    def test_both_ways_count_alike(self, officer):
        matter, first = accepted(officer, IN), classified(officer, IN)
        by_letter, by_matter = classified(officer, LATER), classified(officer, LATER)
        join_letters(by_letter, first, by=officer, reason=WHY)
        join(by_matter, matter, by=officer, reason=WHY)
        assert counted(by_letter, by_matter) == [False, False]

    def test_what_does_not_fit_is_refused(self, officer):
        plain = classified(officer, IN)
        for later, earlier, sentence in (
            (classified(officer, IN, Kind.PROPOSAL), plain, "cùng loại"),
            (received(officer, IN), plain, "chưa phân loại"),
            (plain, received(officer, IN), "chưa phân loại"),
            (
                classified(officer, IN, Kind.DENUNCIATION),
                classified(officer, IN, Kind.DENUNCIATION),
                "Đơn tố cáo không nhập",
            ),
        ):
            with pytest.raises(Refusal, match=sentence):
                join_letters(later, earlier, by=officer, reason=WHY)

    def test_not_into_each_other(self, officer):
        one, other = classified(officer, IN), classified(officer, IN)
        join_letters(one, other, by=officer, reason=WHY)
        with pytest.raises(Refusal, match="đã nhập vào đơn này"):
            join_letters(other, one, by=officer, reason=WHY)


class TestParting:
    def tied(self, letter):
        return Link.objects.select_related("record__unit", "source__unit").get(
            source_id=letter.pk, kind=Link.Kind.JOINS
        )

    def test_a_letter_parted_counts_again(self, officer):
        letter = classified(officer, IN)
        join(letter, accepted(officer, IN), by=officer, reason=WHY)
        untie(self.tied(letter), by=officer, on=LATER, reason=BACK)
        assert counted(letter) == [True]
        assert not Link.objects.filter(source_id=letter.pk).exists()
        assert Matter.objects.count() == 1

    def test_the_program_does_it_with_its_own_rights_and_history_keeps_both(self, officer, as_app):
        letter = classified(officer, IN)
        join(letter, accepted(officer, IN), by=officer, reason=WHY)
        untie(self.tied(letter), by=officer, on=LATER, reason=Parting.DIFFERENT)
        rows = HistoryRow.objects.filter(table="records_link").order_by("id")
        told = [
            (row.operation, row.reason) for row in rows if (row.after or row.before)["kind"] == "nhap_vao"
        ]
        assert told == [("INSERT", str(WHY.label)), ("DELETE", str(Parting.DIFFERENT.label))]

    def test_accepted_meanwhile_it_gets_a_matter_from_the_day_of_its_acceptance(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        join(letter, matter, by=officer, reason=WHY)
        writing.move(letter, "thu_ly", by=officer, on=LATER)
        untie(self.tied(letter), by=officer, on=date(2023, 2, 20), reason=BACK)
        own = Matter.objects.get(sources__source_id=letter.pk)
        assert own.pk != matter.pk
        assert (own.received_on, duty(own, "giai_quyet").begins_on) == (LATER, LATER)
        assert writing.move(own, "giai_quyet", by=officer, on=date(2023, 2, 20), result="dung").closed_on
        assert Letter.objects.get(pk=letter.pk).state == "giai_quyet"

    def test_tied_to_another_matter_it_goes_on_counting_as_none(self, officer):
        letter, first, second = classified(officer, IN), accepted(officer, IN), accepted(officer, IN)
        for matter in (first, second):
            join(letter, matter, by=officer, reason=WHY)
        links = Link.objects.filter(source_id=letter.pk).select_related("record__unit", "source__unit")
        untie(links[0], by=officer, on=LATER, reason=BACK)
        assert counted(letter) == [False]
        untie(links.all()[0], by=officer, on=LATER, reason=BACK)
        assert counted(letter) == [True]

    def test_one_that_kept_its_own_matter_opens_no_second(self, officer):
        own, other = accepted(officer, IN), accepted(officer, IN)
        letter = Letter.objects.get(outcomes__record_id=own.pk)
        join(letter, other, by=officer, reason=WHY)
        untie(self.tied(letter), by=officer, on=LATER, reason=BACK)
        assert Matter.objects.count() == 2
        assert counted(letter) == [True]

    def test_not_once_the_matter_has_ended(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, IN)
        join(letter, matter, by=officer, reason=WHY)
        writing.move(letter, "thu_ly", by=officer, on=IN)
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        with pytest.raises(Refusal, match="Vụ việc đã kết thúc"):
            untie(self.tied(letter), by=officer, on=LATER, reason=BACK)
        assert counted(letter) == [False]

    def test_what_the_steps_of_the_law_made_stays(self, officer):
        accepted(officer, IN)
        link = Link.objects.select_related("record__unit", "source__unit").get()
        assert not may_be_untied(link)
        with pytest.raises(Refusal, match="do bước xử lý tạo ra"):
            untie(link, by=officer, on=LATER, reason=BACK)
        say_who(officer, str(BACK.label))
        with connection.cursor() as cursor:
            cursor.execute("SELECT petitions_untie(%s)", [link.pk])
        assert Link.objects.filter(pk=link.pk).exists(), "nor by the database's own function"

    def test_a_visit_s_tie_is_none_of_it(self, officer):
        letter = classified(officer, IN)
        visit = writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=IN, channel="thuong_xuyen", content_kind="khieu_nai"
        )
        link = Link.objects.create(record_id=visit.pk, source_id=letter.pk, kind=Link.Kind.JOINS)
        say_who(officer, str(BACK.label))
        with connection.cursor() as cursor:
            cursor.execute("SELECT petitions_untie(%s)", [link.pk])
        assert Link.objects.filter(pk=link.pk).exists()
        assert not may_be_untied(Link.objects.select_related("record", "source").get(pk=link.pk))

    @pytest.mark.parametrize(("has_actor", "reason"), [(False, BACK.label), (True, ""), (False, "")])
    def test_the_database_s_own_function_asks_who_and_why(self, officer, as_app, has_actor, reason):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        link = join(letter, matter, by=officer, reason=WHY)
        say_who(officer if has_actor else None, str(reason))
        with pytest.raises(DatabaseError, match="by somebody and for a reason"), transaction.atomic():
            connection.cursor().execute("SELECT petitions_untie(%s)", [link.pk])
        assert Link.objects.filter(pk=link.pk).exists()

    @pytest.mark.parametrize("function", ["petitions_untie(bigint)", "petitions_forget_contacts(bigint)"])
    def test_its_functions_are_the_program_s_alone(self, db, function):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_function_privilege('public', %s, 'EXECUTE'),"
                " has_function_privilege('danvan_app', %s, 'EXECUTE')",
                [function, function],
            )
            assert cursor.fetchone() == (False, True)

    @pytest.mark.parametrize("typed", [*TYPED, WHY])
    def test_a_reason_of_the_list_for_parting(self, officer, typed):
        letter = classified(officer, IN)
        join(letter, accepted(officer, IN), by=officer, reason=WHY)
        with pytest.raises(Refusal, match="chọn một lý do"):
            untie(self.tied(letter), by=officer, on=LATER, reason=typed)
        assert counted(letter) == [False]

    def test_who_only_classifies_parts_nothing(self, officer):
        letter = classified(officer, IN)
        join(letter, accepted(officer, IN), by=officer, reason=WHY)
        with pytest.raises(Refusal, match="không có quyền"):
            untie(self.tied(letter), by=make_account("tiep_dan", officer.at), on=LATER, reason=BACK)

    def test_the_version_moves_on_so_that_an_open_form_is_refused(self, officer):
        letter = classified(officer, IN)
        before = Record.objects.get(pk=letter.pk).version
        join(letter, accepted(officer, IN), by=officer, reason=WHY)
        untie(self.tied(letter), by=officer, on=LATER, reason=BACK)
        assert Record.objects.get(pk=letter.pk).version == before + 2
        with pytest.raises(Refusal, match="vừa được người khác cập nhật"):
            writing.move(letter, "luu", by=officer, on=LATER, version=before)

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(turns=st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=8))
    def test_a_letter_counts_exactly_while_nothing_holds_it(self, officer_and_matters, turns):
        """Whatever is joined and parted in whatever order."""
        officer, letter, matters = officer_and_matters
        held: set[int] = set()
        for index, joins in turns:
            matter = matters[index]
            if joins and index not in held:
                join(letter, matter, by=officer, reason=WHY)
                held.add(index)
            elif not joins and index in held:
                link = Link.objects.select_related("record__unit", "source__unit").get(
                    record_id=matter.pk, source_id=letter.pk
                )
                untie(link, by=officer, on=LATER, reason=BACK)
                held.discard(index)
            assert counted(letter) == [not held]
        for link in Link.objects.filter(source_id=letter.pk).select_related("record__unit", "source__unit"):
            untie(link, by=officer, on=LATER, reason=BACK)


@pytest.fixture
def officer_and_matters(officer):
    return officer, classified(officer, IN), [accepted(officer, IN) for _ in range(3)]


class TestSecondInstance:
    def test_it_is_tied_to_its_first_once(self, officer):
        first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
        tie_second(second, first, by=officer)
        with pytest.raises(Refusal, match="đã gắn"):
            tie_second(second, first, by=officer)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"instance": 2}, {}),
            ({}, {}),
            ({"instance": 2}, {"instance": 2}),
            ({"kind": Kind.PROPOSAL}, {"instance": 2}),
        ],
    )
    def test_only_a_second_complaint_to_a_first(self, officer, first, second):
        with pytest.raises(Refusal, match="Chỉ gắn"):
            tie_second(matter_of(officer, LATER, **second), matter_of(officer, IN, **first), by=officer)

    def test_not_to_one_accepted_later(self, officer):
        with pytest.raises(Refusal, match="sau vụ việc lần hai"):
            tie_second(matter_of(officer, IN, instance=2), matter_of(officer, LATER), by=officer)

    def test_not_to_one_that_may_not_be_read(self, officer):
        with pytest.raises(Refusal, match="không được xem"):
            tie_second(matter_of(officer, LATER, instance=2), matter_of(handler(), IN), by=officer)

    def test_not_without_the_right_over_the_second(self, officer):
        second, first = matter_of(officer, LATER, instance=2), matter_of(officer, IN)
        with pytest.raises(Refusal, match="không có quyền"):
            tie_second(second, first, by=make_account("thanh_tra", officer.at))

    def test_tied_to_the_wrong_one_it_can_be_taken_back(self, officer, as_app):
        first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
        tie_second(second, first, by=officer)
        link = Link.objects.select_related("record__unit", "source__unit").get()
        untie(link, by=officer, on=LATER, reason=BACK)
        assert not Link.objects.exists()
        tie_second(second, first, by=officer)

    def test_a_head_may_do_it_too(self, officer):
        first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
        boss = head(officer.at)
        assert tie_second(second, first, by=boss).source_id == first.pk
