"""Loading the lists: whole or not at all, quiet when there is nothing new, and within few queries."""

from datetime import date

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.loading import load_units, release
from danvan.org.models import LoadedLists, RemoteSpell, Succession, Unit, UnitCode, UnitName, UnitParent
from danvan.org.outside import rows_outside
from danvan.org.tests.factories import make_account, make_unit
from danvan.org.tests.small_lists import FILES, with_line, write_lists
from danvan.org.tree import Tree, below, unit_by_code, units_on
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import sort_key

MERGED, REFORM = date(2024, 12, 1), date(2025, 7, 1)


@pytest.fixture
def folder(tmp_path):
    return write_lists(tmp_path)


def rows():
    """Every row of the lists' tables, by what it says and not by its number."""
    return {
        "names": sorted(
            UnitName.objects.values_list("unit__slug", "name", "kind", "valid", "note").iterator()
        ),
        "codes": sorted(UnitCode.objects.values_list("unit__slug", "system", "code", "valid")),
        "parents": sorted(UnitParent.objects.values_list("unit__slug", "parent__slug", "valid")),
        "heirs": sorted(
            Succession.objects.values_list("predecessor__slug", "successor__slug", "on", "manner")
        ),
    }


@pytest.mark.django_db
class TestSmallLists:
    """The lists of small_lists.py."""

    def test_units_names_codes_parents_and_heirs_are_written(self, folder):
        assert load_units(folder) == Unit.objects.count() == 13
        assert UnitName.objects.count() == 15
        assert Succession.objects.filter(manner="chia_tach").count() == 2
        assert unit_by_code("91001", date(2023, 3, 14)).slug == "xa-an-91001"
        assert unit_by_code("91001", MERGED).slug == "xa-an-binh-91001"
        assert [node.code for node in units_on(REFORM, "91")] == ["91", "91009", "91003", "91001"]

    def test_names_carry_their_sort_key(self, folder):
        load_units(folder)
        for name in UnitName.objects.all():
            assert name.sort_key == sort_key(name.name)

    def test_unchanged_lists_cost_one_query(self, folder, django_assert_num_queries):
        load_units(folder)
        with django_assert_num_queries(1):
            assert load_units(folder) == 0

    def test_queries_do_not_grow_with_the_lists(self, folder, django_assert_max_num_queries):
        with django_assert_max_num_queries(24):
            load_units(folder)

    def test_a_renamed_agency_keeps_its_unit(self, folder):
        load_units(folder)
        before = Unit.objects.get(slug="so-moi-minh-hoa").pk
        changed = with_line("agencies.csv", "Sở Rất Mới", "Sở Mới Nữa")
        load_units(write_lists(folder, agencies=changed))
        unit = Unit.objects.get(slug="so-moi-minh-hoa")
        assert (unit.pk, str(unit)) == (before, "Sở Mới Nữa")

    def test_rows_of_people_stay_when_the_lists_change(self, folder):
        load_units(folder)
        unit = unit_by_code("91", MERGED)
        account = make_account("xu_ly", unit)
        RemoteSpell.objects.create(unit=unit, valid=DateRange(date(2022, 1, 1), None))
        load_units(write_lists(folder, reforms=FILES["reforms.csv"].replace("2024-12-01", "2024-11-01")))
        assert unit.is_remote_on(MERGED)
        assert account.person.roles_on(MERGED)[0].unit == unit
        assert unit_by_code("91001", date(2024, 11, 1)).slug == "xa-an-binh-91001"

    def test_a_unit_of_a_person_who_administers_stays_though_no_list_holds_it(self, folder):
        own = make_unit("Trạm minh họa")
        UnitCode.objects.create(
            unit=own, system="noi_bo", code="MH.TR", valid=DateRange(date(2022, 1, 1), None)
        )
        load_units(folder)
        load_units(write_lists(folder, reforms=FILES["reforms.csv"].replace("2024-12-01", "2024-11-01")))
        assert unit_by_code("MH.TR", MERGED) == own

    def test_a_unit_that_was_released_keeps_its_rows_and_its_heirs(self, folder):
        load_units(folder)
        unit = Unit.objects.get(slug="xa-binh-91002")
        unit.names.update(name="Xã Bình Đổi")
        Succession.objects.filter(predecessor=unit).update(source="Quyết định minh họa")
        assert release([unit.pk]) == 1
        load_units(write_lists(folder, reforms=FILES["reforms.csv"].replace("2024-12-01", "2024-11-01")))
        assert unit.name_on(None) == "Xã Bình Đổi"
        assert Succession.objects.get(predecessor=unit).source == "Quyết định minh họa"

    def test_an_electronic_identifier_given_to_a_listed_unit_stays(self, folder):
        load_units(folder)
        unit = Unit.objects.get(slug="minh-hoa")
        UnitCode.objects.create(
            unit=unit, system="dien_tu", code="H46", valid=DateRange(date(2022, 1, 1), None)
        )
        load_units(write_lists(folder, reforms=FILES["reforms.csv"].replace("2024-12-01", "2024-11-01")))
        assert unit.codes.get(system="dien_tu").code == "H46"
        assert units_on(REFORM, "91")[0].code == "91"
        assert unit_by_code("H46", REFORM) == unit

    def test_shares_of_heirs_are_told_whole_and_part(self, folder):
        load_units(folder)
        shares = Succession.objects.values_list("predecessor__slug", "share").distinct()
        assert set(shares) >= {("xa-an-91001", "toan_bo"), ("xa-an-binh-91001", "mot_phan")}

    def test_no_electronic_identifier_is_shipped(self, folder):
        load_units(folder)
        assert not UnitCode.objects.filter(system="dien_tu").exists()

    def test_a_unit_that_the_lists_no_longer_hold_goes(self, folder):
        load_units(folder)
        load_units(_with_binh_renamed(folder))
        assert not Unit.objects.filter(slug="xa-binh-91002").exists()
        assert unit_by_code("91002", date(2023, 1, 1)).slug == "xa-binh-moi-91002"

    def test_a_unit_in_use_that_the_lists_no_longer_hold_stops_the_load(self, folder):
        load_units(folder)
        make_account("xu_ly", Unit.objects.get(slug="xa-binh-91002"))
        before = rows()
        with pytest.raises(Refusal, match=r"Danh mục bỏ một đơn vị còn được dùng.*ghi ngày kết thúc"):
            load_units(_with_binh_renamed(folder))
        assert rows() == before

    def test_nothing_is_written_of_lists_with_a_broken_row(self, folder):
        broken = with_line("2025-07.csv", "91003,Phường Cát,phuong,91", "91003,Phường Cát,phuong,99")
        with pytest.raises(Refusal, match=r"2025-07.csv, dòng 4, cột parent"):
            load_units(write_lists(folder, list_2025_07=broken))
        assert not Unit.objects.exists()
        assert not LoadedLists.objects.exists()

    def test_what_the_database_refuses_leaves_the_state_before(self, folder):
        load_units(folder)
        before = rows()
        long = with_line("2023.csv", "91002,Xã Bình", "91002,Xã " + "B" * 130)
        with pytest.raises(Refusal, match=r"không nhận danh mục đơn vị: .*chưa có gì được ghi"):
            load_units(write_lists(folder, list_2023=long))
        assert rows() == before
        assert LoadedLists.objects.count() == 1

    def test_a_code_that_an_own_unit_holds_is_refused(self, folder):
        other = make_unit("Đơn vị khác")
        UnitCode.objects.create(
            unit=other, system="noi_bo", code="MH.VP", valid=DateRange(date(2022, 1, 1), None)
        )
        with pytest.raises(Refusal, match=r"code_one_unit.*MH.VP"):
            load_units(folder)
        assert not Unit.objects.filter(slug="minh-hoa").exists()


def _with_binh_renamed(folder):
    return write_lists(folder, list_2023=with_line("2023.csv", "91002,Xã Bình", "91002,Xã Bình Mới"))


@pytest.mark.django_db
def test_the_application_may_load_units(as_app, tmp_path):
    assert load_units(write_lists(tmp_path)) == 13


# The kept lists, loaded once for the tests below


@pytest.fixture(scope="module")
def nation(django_db_setup, django_db_blocker):
    """The nation in the database while this module's last tests run; rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_units()
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestNation:
    """The kept lists."""

    def test_all_units_are_loaded(self, nation):
        assert nation == Unit.objects.count() == 14_843

    def test_no_unit_stands_under_another_outside_its_life(self, nation):
        assert rows_outside() == []

    def test_the_written_out_tree_is_the_walk_over_parents(self, nation):
        for code in ("01", "38", "44"):
            for day in (date(2023, 3, 14), date(2025, 1, 1), date(2025, 7, 1)):
                top = unit_by_code(code, day)
                assert below([top.pk], day) == Tree(day).descendants(top)

    def test_a_second_load_has_nothing_to_do(self, nation, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert load_units() == 0

    @pytest.mark.parametrize(
        ("day", "count"), [(date(2023, 3, 14), 160), (date(2025, 1, 1), 154), (date(2025, 7, 1), 79)]
    )
    def test_units_under_code_44(self, nation, day, count, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            assert len(units_on(day, "44")) == count

    def test_agencies_of_quang_binh(self, nation):
        with_agencies = units_on(date(2023, 3, 14), "44", agencies=True)
        assert len(with_agencies) - 160 == 31

    def test_agencies_of_the_new_quang_tri(self, nation):
        with_agencies = units_on(REFORM, "44", agencies=True)
        assert len(with_agencies) - 79 == 25

    def test_the_whole_tree_takes_as_few_queries_as_a_part(self, nation, django_assert_num_queries):
        with django_assert_num_queries(3):
            tree = Tree(date(2023, 3, 14))
        assert len(tree.nodes) == 63 + 705 + 10_599 + 31

    def test_provinces_are_in_vietnamese_order(self, nation):
        names = [node.name for node in units_on(REFORM) if node.parent_id is None]
        assert names == sorted(names, key=sort_key)
        assert len(names) == 34

    def test_an_old_code_names_its_heir(self, nation):
        with pytest.raises(Refusal, match=r"18853.*Phường Hải Thành.*Đơn vị kế thừa: Phường Đồng Hới"):
            unit_by_code("18853", date(2025, 8, 1))

    def test_the_code_that_quan_hau_gave_up_names_its_new_one(self, nation):
        with pytest.raises(Refusal, match=r"19201.*Thị trấn Quán Hàu.*Mã mới của đơn vị: 19207"):
            unit_by_code("19201", date(2025, 1, 1))
