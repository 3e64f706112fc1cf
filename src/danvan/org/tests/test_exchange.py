"""Units as a CSV file: out and in again changes nothing; what is wrong is told by line; nothing is written in part."""

import re
import threading
from datetime import date

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org import loading
from danvan.org.acts import wishes
from danvan.org.acts.tests.acts_world import TODAY, Land, commune
from danvan.org.exchange.bringing import bring
from danvan.org.exchange.columns import HEADS
from danvan.org.exchange.writing import lines, stretches
from danvan.org.models import (
    Kind,
    RemoteSpell,
    Unit,
    UnitClosure,
    UnitCode,
    UnitImport,
    UnitName,
    UnitParent,
)
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.org.tests.small_lists import write_lists
from danvan.org.tree import below

FIRST, REFORM = date(2021, 1, 1), date(2025, 7, 1)
BEFORE, AFTER, WHOLE = DateRange(FIRST, REFORM), DateRange(REFORM, None), DateRange(FIRST, None)
HEAD = ";".join(HEADS.values())


def sheet(*rows, head=HEAD, mark="\ufeff"):
    """A file of rows, as a spreadsheet here saves it."""
    return (mark + "\r\n".join([head, *rows]) + "\r\n").encode()


def faults(*rows, **more):
    return [str(fault) for fault in bring(sheet(*rows), "thu.csv", **more).faults]


def state():
    """Every dated row by what it says."""
    return {
        "names": sorted(
            UnitName.objects.values_list("unit__slug", "name", "kind", "valid", "note"), key=repr
        ),
        "codes": sorted(UnitCode.objects.values_list("unit__slug", "system", "code", "valid"), key=repr),
        "parents": sorted(UnitParent.objects.values_list("unit__slug", "parent__slug", "valid"), key=repr),
        "remote": sorted(RemoteSpell.objects.values_list("unit__slug", "valid"), key=repr),
    }


@pytest.fixture
def place(db):
    """A province with a commune that was renamed, moved, re-coded and remote for a while, and an office."""
    province = make_unit("Tỉnh Thử", Kind.PROVINCE, code="91", valid=WHOLE)
    district = make_unit("Huyện Cũ", Kind.DISTRICT, province, "911", BEFORE)
    commune = make_unit("Xã Bền", parent=district, code="91003", valid=BEFORE)
    UnitName.objects.create(unit=commune, name="Phường Bền", kind=Kind.WARD, valid=AFTER, note="NQ 1")
    UnitCode.objects.create(unit=commune, code="91009", valid=AFTER)
    UnitCode.objects.create(unit=commune, code="000.00.01.H46", system="dien_tu", valid=AFTER)
    put_under(commune, province, AFTER)
    RemoteSpell.objects.create(unit=commune, valid=DateRange(date(2022, 1, 1), date(2024, 1, 1)))
    office = make_unit("Văn phòng", Kind.OFFICE, province, valid=WHOLE)
    UnitCode.objects.create(unit=office, code="T.VP", system="noi_bo", valid=WHOLE)
    return {"tinh": province, "huyen": district, "xa": commune, "vp": office}


def row(
    slug,
    name="Xã Mới",
    kind="Xã",
    code="",
    electronic="",
    parent="",
    since="1/7/2025",
    last="",
    remote="",
    note="",
):
    return ";".join([slug, name, kind, code, electronic, parent, since, last, remote, note])


class TestOut:
    """The file."""

    def test_a_stretch_is_cut_wherever_anything_changed(self, place):
        told = stretches([place["xa"].pk])[place["xa"].slug]
        assert [(each.since, each.until, each.name, each.is_remote) for each in told] == [
            (FIRST, date(2022, 1, 1), "Xã Bền", False),
            (date(2022, 1, 1), date(2024, 1, 1), "Xã Bền", True),
            (date(2024, 1, 1), REFORM, "Xã Bền", False),
            (REFORM, None, "Phường Bền", False),
        ]
        assert (told[3].code, told[3].electronic) == ("91009", "000.00.01.H46")
        assert told[3].parent == place["tinh"].slug

    def test_it_is_written_in_vietnamese_with_days_as_here(self, place):
        text = "".join(lines([place["xa"].pk]))
        assert text.startswith("\ufeffMã địa chỉ,Tên,Loại,")
        assert "Phường Bền,Phường,91009,000.00.01.H46," in text
        assert ",1/1/2022,31/12/2023,có," in text

    def test_a_name_that_a_spreadsheet_would_reckon_is_disarmed(self, place):
        UnitName.objects.filter(unit=place["huyen"]).update(name="=1+1", note="@SUM(A1)")
        text = "".join(lines([place["huyen"].pk]))
        assert "'=1+1" in text
        assert "'@SUM(A1)" in text

    def test_queries_do_not_grow(self, place, django_assert_max_num_queries):
        for _turn in range(20):
            make_unit(parent=place["tinh"], valid=WHOLE)
        with django_assert_max_num_queries(7):
            assert len(list(lines())) == 4 + 2 + 1 + 20 + 1

    def test_out_and_in_again_changes_nothing(self, place):
        before = state()
        outcome = bring("".join(lines()).encode(), "tat-ca.csv", apply=True)
        assert (outcome.faults, outcome.added, outcome.changed, outcome.unchanged) == ([], [], [], 4)
        assert state() == before
        assert not UnitImport.objects.exists()

    def test_out_changed_back_in_and_out_are_the_same(self, place):
        before = "".join(lines())
        bring(before.replace("Xã Bền", "Xã Bến").encode(), "a.csv", apply=True)
        assert "Xã Bến" in "".join(lines())
        bring(before.encode(), "b.csv", apply=True)
        assert "".join(lines()) == before

    def test_the_shipped_shape_goes_round(self, db, tmp_path):
        loading.load_units(write_lists(tmp_path))
        before = state()
        assert bring("".join(lines()).encode(), "nap.csv", apply=True).unchanged == 13
        assert state() == before


class TestIn:
    """Bringing in."""

    def test_a_trial_writes_nothing(self, place):
        before = state()
        outcome = bring(sheet(row("xa-moi", parent=place["tinh"].slug)), "thu.csv")
        assert (outcome.is_sound, outcome.added) == (True, ["xa-moi"])
        assert state() == before
        assert not Unit.objects.filter(slug="xa-moi").exists()
        assert not UnitImport.objects.exists()

    def test_a_new_unit_stands_in_the_tree_and_is_found_by_its_name(self, place):
        top = place["tinh"]
        bring(sheet(row("xa-moi", "Xã Mới Đẹp", parent=top.slug, code="91777")), "thu.csv", apply=True)
        unit = Unit.objects.get(slug="xa-moi")
        assert unit.pk in below([top.pk], REFORM)
        assert unit.pk not in below([top.pk], date(2025, 6, 30))
        assert unit.names.get().folded == "xa moi dep"
        assert (unit.codes.get().system, unit.codes.get().code) == ("gso", "91777")

    def test_agencies_carry_codes_of_the_province(self, place):
        bring(
            sheet(row("so-moi", "Sở Mới", "Sở, cơ quan ngang sở", "T.SM", parent=place["tinh"].slug)),
            "thu.csv",
            apply=True,
        )
        assert UnitCode.objects.get(code="T.SM").system == "noi_bo"

    def test_a_unit_has_what_its_rows_tell_and_no_more(self, place):
        bring(
            sheet(row(place["vp"].slug, "Văn phòng Mới", "van_phong", "T.VP", parent=place["tinh"].slug)),
            "thu.csv",
            apply=True,
        )
        name = place["vp"].names.get()
        assert (name.name, name.valid) == ("Văn phòng Mới", AFTER)

    def test_rows_that_tell_the_same_are_kept_as_one(self, place):
        top = place["tinh"].slug
        bring(
            sheet(
                row("xa-moi", "Xã A", parent=top, since="1/1/2022", last="31/12/2022"),
                row("xa-moi", "Xã B", parent=top, since="1/1/2023", note="NQ 2"),
            ),
            "thu.csv",
            apply=True,
        )
        assert UnitParent.objects.get(unit__slug="xa-moi").valid == DateRange(date(2022, 1, 1), None)
        assert UnitName.objects.filter(unit__slug="xa-moi").count() == 2

    def test_it_is_written_down_who_brought_what(self, place):
        account = make_account("quan_tri", place["tinh"])
        content = sheet(row("xa-moi", parent=place["tinh"].slug))
        bring(content, "danh-muc.csv", by=account, apply=True)
        entry = UnitImport.objects.get()
        assert (entry.by, entry.file_name, entry.added, entry.changed) == (
            account,
            "danh-muc.csv",
            ["xa-moi"],
            [],
        )

    def test_units_that_came_in_belong_to_the_lists_no_longer(self, db, tmp_path):
        loading.load_units(write_lists(tmp_path))
        text = "".join(lines()).replace("Sở Rất Mới", "Sở Của Tỉnh")
        assert bring(text.encode(), "a.csv", apply=True).changed == ["so-moi-minh-hoa"]
        assert not Unit.objects.get(slug="so-moi-minh-hoa").is_listed
        changed = (tmp_path / "reforms.csv").read_text().replace("2024-12-01", "2024-11-01")
        loading.load_units(write_lists(tmp_path, reforms=changed))
        assert Unit.objects.get(slug="so-moi-minh-hoa").name_on(None) == "Sở Của Tỉnh"

    def test_a_code_of_the_province_beside_the_official_one_stays(self, place):
        UnitCode.objects.create(unit=place["huyen"], code="T.H1", system="noi_bo", valid=BEFORE)
        text = "".join(lines([place["huyen"].pk])).replace("Huyện Cũ", "Huyện Xưa")
        bring(text.encode(), "a.csv", apply=True)
        assert UnitCode.objects.filter(code="T.H1").exists()

    def test_the_application_may_bring_in(self, place, as_app):
        assert bring(sheet(row("xa-moi", parent=place["tinh"].slug)), "a.csv", apply=True).added == ["xa-moi"]

    def test_units_of_a_file_may_stand_under_one_another_in_any_order(self, place):
        rows = [row("xa-con", parent="huyen-moi"), row("huyen-moi", kind="Huyện", parent=place["tinh"].slug)]
        bring(sheet(*rows), "a.csv", apply=True)
        assert UnitClosure.objects.filter(descendant__slug="xa-con").count() == 2


class TestFaults:
    """What is wrong is told at its line and column."""

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"slug": ""}, "dòng 2, cột Mã địa chỉ: đang để trống"),
            ({"slug": "Xã Mới"}, "dòng 2, cột Mã địa chỉ: chỉ gồm chữ thường không dấu"),
            ({"slug": "a" * 81}, "dòng 2, cột Mã địa chỉ: dài quá 80"),
            ({"name": ""}, "dòng 2, cột Tên: đang để trống"),
            ({"name": "X" * 121}, "dòng 2, cột Tên: dài quá 120"),
            ({"name": "Xã \x07"}, "dòng 2, cột Tên: có ký tự không in được"),
            ({"kind": "Ấp"}, "dòng 2, cột Loại: không có loại “Ấp”; các loại: Tỉnh, "),
            ({"code": "12 3"}, "dòng 2, cột Mã: chỉ gồm chữ, số"),
            ({"electronic": "H46 9"}, "dòng 2, cột Mã định danh điện tử: chỉ gồm chữ, số"),
            ({"parent": "khong-co"}, "dòng 2, cột Cấp trên: không có đơn vị mang mã địa chỉ “khong-co”"),
            ({"parent": "xa-moi"}, "dòng 2, cột Cấp trên: đơn vị không thể là cấp trên của chính mình"),
            ({"since": ""}, "dòng 2, cột Từ ngày: đang để trống"),
            ({"since": "31/2/2025"}, "dòng 2, cột Từ ngày: .*không có trong lịch"),
            ({"since": "hôm qua"}, "dòng 2, cột Từ ngày: Không đọc được ngày"),
            ({"last": "30/6/2025"}, "dòng 2, cột Đến hết ngày: ngày kết thúc phải không trước 1/7/2025"),
            ({"remote": "chắc vậy"}, "dòng 2, cột Vùng sâu, vùng xa: chỉ ghi “có”"),
        ],
    )
    def test_of_one_row(self, place, cells, told):
        usual = {"slug": "xa-moi", "parent": place["tinh"].slug}
        (found,) = faults(row(**(usual | cells)))
        assert re.match(told, found)

    def test_every_row_is_told_not_only_the_first(self, place):
        found = faults(row("xa-moi", "", since="x", parent="gi-do"), row("Sai"), row("xa-hai", kind="Ấp"))
        assert [fault.split(":")[0] for fault in found] == [
            "dòng 2, cột Tên",
            "dòng 2, cột Từ ngày",
            "dòng 3, cột Mã địa chỉ",
            "dòng 4, cột Loại",
        ]

    def test_rows_of_one_unit_that_share_a_day(self, place):
        top = place["tinh"].slug
        found = faults(
            row("xa-moi", parent=top, since="1/1/2023"),
            row("xa-moi", "Xã Khác", parent=top, since="1/1/2022", last="1/1/2023"),
        )
        assert found == ["dòng 2, cột Từ ngày: chồng ngày với dòng 3 của cùng đơn vị; hãy sửa ngày."]

    def test_a_code_of_another_unit(self, place):
        top = place["tinh"].slug
        (found,) = faults(row("xa-moi", code="91009", parent=top))
        assert "dòng 2, cột Mã: mã “91009” đang của Phường Bền" in found

    def test_a_code_that_was_free_by_then(self, place):
        assert not faults(row("xa-moi", code="91003", parent=place["tinh"].slug))

    def test_one_code_twice_in_the_file(self, place):
        top = place["tinh"].slug
        (found,) = faults(row("xa-mot", code="5", parent=top), row("xa-hai", code="5", parent=top))
        assert found.startswith("dòng 3, cột Mã: mã “5” đã có ở dòng 2")

    def test_a_parent_that_was_not_there_all_the_time(self, place):
        (found,) = faults(row("xa-moi", parent=place["huyen"].slug, since="1/1/2025"))
        assert found == (
            "dòng 2, cột Cấp trên: Huyện Cũ không có trong suốt thời gian từ 1/1/2025 trở đi; "
            "hãy sửa ngày hoặc cấp trên."
        )

    def test_a_unit_that_would_end_before_what_stands_below_it(self, place):
        (found,) = faults(
            row(place["tinh"].slug, "Tỉnh Thử", "Tỉnh", "91", since="1/1/2021", last="31/12/2025")
        )[:1]
        assert "dòng 2, cột Đến hết ngày: " in found
        assert "hãy chuyển đơn vị ấy sang cấp trên khác trước" in found

    def test_a_circle(self, place):
        found = faults(row("xa-mot", parent="xa-hai"), row("xa-hai", parent="xa-mot"))
        assert len(found) == 1
        assert "không thể đứng dưới chính mình" in found[0]

    def test_nothing_is_written_when_the_last_row_is_wrong(self, place):
        before = state()
        rows = [row(f"xa-{n}", parent=place["tinh"].slug) for n in range(20)]
        assert faults(*rows, row("xa-cuoi", parent="khong-co"), apply=True)
        assert faults(*rows, row("xa-cuoi", parent=place["huyen"].slug), apply=True)
        assert state() == before
        assert not Unit.objects.filter(slug="xa-0").exists()


class TestRights:
    """Whoever manages some units changes these and adds below them."""

    def test_a_unit_below_a_managed_one_is_added(self, place):
        assert not faults(row("xa-moi", parent=place["tinh"].slug), managed={place["tinh"].pk})

    def test_a_unit_that_is_not_managed_is_refused(self, place):
        (found,) = faults(
            row(place["vp"].slug, "Của tôi", "Văn phòng", parent=place["tinh"].slug),
            managed={place["huyen"].pk},
        )
        assert "dòng 2, cột Mã địa chỉ: Bà/Ông không quản trị đơn vị này" in found

    @pytest.mark.parametrize("parent", ["tinh", ""])
    def test_a_new_unit_elsewhere_or_at_the_top_is_refused(self, place, parent):
        above = place[parent].slug if parent else ""
        found = faults(
            row("xa-moi", parent=above, since="1/1/2022", last="1/2/2022"), managed={place["huyen"].pk}
        )
        assert any("cột Cấp trên: phải là đơn vị Bà/Ông quản trị" in fault for fault in found)

    def test_a_managed_unit_is_not_moved_out(self, place):
        other = make_unit("Tỉnh Khác", Kind.PROVINCE, valid=WHOLE)
        text = "".join(lines([place["vp"].pk])).replace(place["tinh"].slug, other.slug)
        (found,) = bring(text.encode(), "a.csv", managed={place["vp"].pk}).faults
        assert found.column == "parent"

    def test_a_managed_unit_may_be_renamed_where_it_stands(self, place):
        text = "".join(lines([place["vp"].pk])).replace("Văn phòng", "Văn phòng Ủy ban", 1)
        assert bring(text.encode(), "a.csv", managed={place["vp"].pk}).is_sound

    @pytest.mark.parametrize("last", ["", "31/12/2031"])
    def test_an_end_that_was_decided_is_not_moved_by_an_older_file(self, place, last):
        gone = make_unit("Ban Tạm", Kind.OFFICE, place["tinh"], valid=DateRange(FIRST, date(2031, 1, 1)))
        mine = {place["tinh"].pk, gone.pk}
        older = row(gone.slug, "Ban Tạm", "Văn phòng", parent=place["tinh"].slug, since="1/1/2021", last=last)
        (found,) = faults(older, managed=mine)
        assert "cột Đến hết ngày: ngày kết thúc đã có quyết định" in found
        assert bring(sheet(older), "thu.csv").is_sound, "the operator of the machine may"

    def test_a_living_unit_is_not_ended_by_a_file(self, place):
        mine = {place["tinh"].pk, place["vp"].pk}
        ended = row(
            place["vp"].slug,
            "Văn phòng",
            "Văn phòng",
            "T.VP",
            "",
            place["tinh"].slug,
            "1/1/2021",
            "31/12/2025",
        )
        (found,) = faults(ended, managed=mine)
        assert found.startswith("dòng 2, cột Đến hết ngày: đơn vị đang hoạt động chỉ kết thúc bằng")
        assert not faults(ended)

    def test_a_new_unit_under_a_new_one_under_a_managed_one(self, place):
        rows = [row("xa-con", parent="huyen-moi"), row("huyen-moi", kind="Huyện", parent=place["tinh"].slug)]
        assert not faults(*rows, managed={place["tinh"].pk})


class TestBesideActs:
    """A file taken out before an act does not undo it."""

    def test_an_older_file_undoes_no_renaming(self, db):
        land = Land()
        older, mine = "".join(lines([land.cat.pk])).encode(), {land.top.pk, land.east.pk, land.cat.pk}
        land.do(wishes.rename(TODAY, land.cat.pk, commune("Xã Cát Mới")))
        (found,) = bring(older, "a.csv", managed=mine, apply=True).faults
        assert "tệp không có thay đổi từ ngày 14/3/2023 theo 12/NQ-MH" in str(found)
        assert UnitName.objects.filter(unit=land.cat, name="Xã Cát Mới").exists()
        assert bring(older, "a.csv").is_sound, "the operator of the machine may"
        newer = "".join(lines([land.cat.pk])).replace("Xã Cát,", "Xã Cát Xưa,").encode()
        assert bring(newer, "a.csv", managed=mine).is_sound, "what was before may be put right"

    @pytest.mark.django_db(transaction=True)
    def test_an_act_in_the_same_moment_is_waited_for(self):
        land, done = Land(), threading.Event()
        older, mine = "".join(lines([land.cat.pk])), {land.top.pk, land.east.pk, land.cat.pk}

        def acting():
            try:
                with transaction.atomic():
                    land.do(wishes.rename(TODAY, land.cat.pk, commune("Xã Cát Mới")))
                    done.set()
                    threading.Event().wait(0.7)
            finally:
                done.set()
                connections.close_all()

        thread = threading.Thread(target=acting)
        thread.start()
        assert done.wait(20)
        file = older.replace("Xã Cát", "Xã Cát Hai").encode()
        outcome = bring(file, "a.csv", by=land.admin, managed=mine, apply=True)
        thread.join(20)
        assert "tệp không có thay đổi" in str(outcome.faults[0])
        assert UnitName.objects.on(TODAY).get(unit=land.cat).name == "Xã Cát Mới"
