"""Who reads the files of a unit that has ended: its heir, and who answers for all heirs; never a neighbour."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import roles
from danvan.org.models import Kind, Succession
from danvan.org.people.tokens import machine, make_token
from danvan.org.tests.factories import make_account, make_succession, make_unit
from danvan.org.today import today

pytestmark = pytest.mark.django_db
END = date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), date(2026, 1, 5)


@pytest.fixture(autouse=True)
def day_of_work(settings):
    settings.DEMONSTRATION_DAY = AFTER


OLD, NEW = DateRange(date(2000, 1, 1), END), DateRange(END, None)


@pytest.fixture
def province():
    return make_unit("Tỉnh", Kind.PROVINCE)


def ended(parent, **fields):
    return make_unit(parent=parent, valid=OLD, **fields)


def new(parent):
    return make_unit(parent=parent, valid=NEW)


def reads(account, unit, on=AFTER, permission="records.read"):
    return unit.pk in roles.unit_ids(account, permission, on)


class TestMerged:
    def test_the_heir_reads_and_a_neighbour_does_not(self, province):
        old, heir, neighbour = ended(province), new(province), new(province)
        make_succession(old, heir, END)
        assert reads(make_account("xu_ly", heir), old)
        assert not reads(make_account("xu_ly", neighbour), old)

    def test_who_stands_above_reads(self, province):
        old, heir = ended(province), new(province)
        make_succession(old, heir, END)
        assert reads(make_account("lanh_dao", province, covers_below=True), old)
        assert not reads(make_account("lanh_dao", province), old)

    @pytest.mark.parametrize("permission", ["records.handle", "records.open", "records.classify"])
    def test_to_read_is_not_to_change(self, province, permission):
        old, heir = ended(province), new(province)
        make_succession(old, heir, END)
        account = make_account("xu_ly", heir)
        assert reads(account, heir, permission=permission)
        assert not reads(account, old, permission=permission)

    def test_before_the_day_nothing_is_inherited(self, province):
        old, heir = ended(province), make_unit(parent=province)
        make_succession(old, heir, END)
        account = make_account("xu_ly", heir)
        assert not reads(account, old, on=BEFORE)
        assert reads(account, old)

    def test_through_generations(self, province):
        oldest = make_unit(parent=province, valid=DateRange(date(2000, 1, 1), date(2020, 1, 1)))
        old, heir = make_unit(parent=province, valid=DateRange(date(2020, 1, 1), END)), new(province)
        make_succession(oldest, old, date(2020, 1, 1))
        make_succession(old, heir, END)
        assert reads(make_account("xu_ly", heir), oldest)

    def test_a_unit_that_lives_on_keeps_its_own_files(self, province):
        giver, taker = make_unit(parent=province), new(province)
        make_succession(giver, taker, END)
        assert not reads(make_account("xu_ly", taker), giver)


class TestDivided:
    def test_only_who_answers_for_all_heirs_reads(self, province):
        old, one, two = ended(province), new(province), new(province)
        for heir in (one, two):
            Succession.objects.create(predecessor=old, successor=heir, on=END, share=Succession.Share.PART)
        assert not reads(make_account("xu_ly", one), old)
        assert not reads(make_account("xu_ly", two), old)
        assert reads(make_account("xu_ly", province, covers_below=True), old)

    def test_who_took_a_part_while_it_lived_on_took_no_files(self, province):
        old, early, heir = ended(province), make_unit(parent=province), new(province)
        part = Succession.Share.PART
        Succession.objects.create(predecessor=old, successor=early, on=date(2015, 1, 1), share=part)
        make_succession(old, heir, END)
        assert reads(make_account("xu_ly", heir), old)
        assert not reads(make_account("xu_ly", early), old)


class TestWithoutHeir:
    def test_a_districts_files_are_with_who_stood_above_it(self, province):
        district = ended(province, kind=Kind.DISTRICT)
        assert reads(make_account("xu_ly", province, covers_below=True), district)
        assert not reads(make_account("xu_ly", province), district)

    def test_also_where_the_province_itself_was_merged(self):
        old_province, new_province = (
            make_unit(kind=Kind.PROVINCE, valid=OLD),
            make_unit(kind=Kind.PROVINCE, valid=NEW),
        )
        district = ended(old_province, kind=Kind.DISTRICT)
        make_succession(old_province, new_province, END)
        assert reads(make_account("xu_ly", new_province, covers_below=True), district)

    def test_one_that_moved_is_with_the_last(self, province):
        other = make_unit("Tỉnh khác", Kind.PROVINCE)
        moved = make_unit(
            parent=other, valid=DateRange(date(2000, 1, 1), date(2010, 1, 1)), kind=Kind.DISTRICT
        )
        moved.names.update(valid=OLD)
        moved.parents.create(parent=province, valid=DateRange(date(2010, 1, 1), END))
        assert reads(make_account("xu_ly", province, covers_below=True), moved)
        assert not reads(make_account("xu_ly", other, covers_below=True), moved)


def test_units_that_were_one_anothers_heirs_are_kept_by_the_last(province):
    """A part was split off and taken back, then the whole was merged."""
    whole, part, heir, stranger = ended(province), ended(province), new(province), new(province)
    Succession.objects.create(
        predecessor=whole, successor=part, on=date(2020, 1, 1), share=Succession.Share.PART
    )
    make_succession(part, whole, date(2022, 1, 1))
    make_succession(whole, heir, END)
    for unit in (whole, part):
        assert reads(make_account("xu_ly", heir), unit)
        assert not reads(make_account("xu_ly", stranger), unit)


class TestNarrowed:
    """A machine, and one to whom a right was lent, read no more of what has ended than was given to them."""

    def machine(self, account, unit, **options):
        made = {"name": "Máy", "scopes": ["records.read"], "expires_on": today(), "why": "thử"}
        return machine(make_token(by=account, unit=unit, **made, **options)[1])

    def test_a_token_over_the_heir_alone_reads_its_files_and_no_others(self, province):
        old, heir, other, further = ended(province), new(province), ended(province), new(province)
        make_succession(old, heir, END)
        make_succession(other, further, END)
        owner = make_account("xu_ly", province, covers_below=True)
        asker = self.machine(owner, heir)
        assert reads(asker, old)
        assert not reads(asker, other)

    def test_a_token_over_the_province_alone_reads_nothing_that_ended_below_it(self, province):
        district = ended(province, kind=Kind.DISTRICT)
        owner = make_account("xu_ly", province, covers_below=True)
        assert not reads(self.machine(owner, province), district)
        assert reads(self.machine(owner, province, covers_below=True), district)


def test_one_question_for_all_permissions(province, django_assert_num_queries):
    for _turn in range(20):
        make_succession(ended(province), new(province), END)
    account = make_account("xu_ly", province, covers_below=True)
    rights = roles.rights(account, AFTER)
    with django_assert_num_queries(3):
        for permission in ("records.read", "records.sealed", "records.count", "records.handle"):
            rights.units(permission)
