"""What each act writes, and what it leaves as it was."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from danvan.org.acts import deciding, previews, wishes
from danvan.org.acts.tests.acts_world import BASIS, EVE, ON, TODAY, Land, commune, names_under, refuses
from danvan.org.models import (
    AccessChange,
    ActUnit,
    Kind,
    PostHolding,
    RemoteSpell,
    RoleGrant,
    Succession,
    Unit,
    UnitAct,
    UnitCode,
    UnitName,
)
from danvan.org.tests.factories import ALWAYS, make_account, make_head, make_unit
from danvan.org.tree import Tree, below, unit_by_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return Land()


class TestWhatIsWritten:
    def test_a_new_unit_begins_on_the_day(self, land):
        land.do(wishes.create(ON, commune("Xã Mới", land.west, "91009")))
        assert names_under(land.west, EVE) == ["Xã Yên"]
        assert names_under(land.west, ON) == ["Xã Mới", "Xã Yên"]
        made = unit_by_code("91009", ON)
        assert made.slug == "xa-moi"
        assert made.pk in below([land.top.pk], ON) - below([land.top.pk], EVE)
        assert made.names.get().note.startswith("12/NQ-MH, 1/3/2023")

    def test_a_renamed_unit_is_the_same_with_its_code(self, land):
        land.do(wishes.rename(ON, land.an.pk, commune("Phường An", kind=Kind.WARD)))
        assert (land.an.name_on(EVE), land.an.name_on(ON)) == ("Xã An", "Phường An")
        assert Tree(ON).nodes[land.an.pk].kind == Kind.WARD
        assert unit_by_code("91001", EVE) == unit_by_code("91001", ON) == land.an
        assert not Succession.objects.exists()

    def test_a_code_alone_may_change(self, land):
        land.do(wishes.rename(ON, land.an.pk, commune("Xã An", code="91077")))
        assert unit_by_code("91077", ON) == unit_by_code("91001", EVE) == land.an
        assert land.an.names.count() == 1

    def test_a_moved_unit_stands_under_another_with_all_below_it(self, land):
        hamlet = make_unit("Trạm Y tế", Kind.OFFICE, land.an)
        land.do(wishes.move(ON, land.an.pk, land.west.pk))
        assert {land.an.pk, hamlet.pk} <= below([land.east.pk], EVE)
        assert below([land.west.pk], ON) == {land.west.pk, land.yen.pk, land.an.pk, hamlet.pk}

    def test_a_merger_into_a_new_unit(self, land):
        made = land.merged()
        assert names_under(land.east, EVE) == ["Xã An", "Xã Bình", "Xã Cát"]
        assert names_under(land.east, ON) == ["Xã An Bình", "Xã Cát"]
        assert unit_by_code("91001", ON) == made
        assert not UnitCode.objects.on(ON).filter(code="91002").exists()
        heirs = Succession.objects.values_list("predecessor_id", "successor_id", "share", "on")
        assert set(heirs) == {(land.an.pk, made.pk, "toan_bo", ON), (land.binh.pk, made.pk, "toan_bo", ON)}

    def test_a_merger_into_one_of_them_that_may_get_a_new_name(self, land):
        land.do(
            wishes.merge(
                ON, [land.an.pk, land.binh.pk], into=land.an.pk, made=commune("Xã An Bình", code="91001")
            )
        )
        assert names_under(land.east, ON) == ["Xã An Bình", "Xã Cát"]
        assert land.an.name_on(ON) == "Xã An Bình"
        assert Succession.objects.get().successor == land.an
        assert Unit.objects.filter(slug__startswith="xa-an").count() == 0

    def test_what_stood_below_merged_units_stands_below_the_new_one(self, land):
        land.do(
            wishes.merge(
                ON,
                [land.east.pk, land.west.pk],
                made=commune("Huyện Đông Tây", land.top, "913", Kind.DISTRICT),
            )
        )
        made = unit_by_code("913", ON)
        assert names_under(made, ON) == ["Xã An", "Xã Bình", "Xã Cát", "Xã Yên"]
        assert land.yen.pk in below([land.west.pk], EVE)
        assert land.yen.pk not in below([land.west.pk], ON)

    def test_a_division_ends_the_old_unit(self, land):
        parts = [commune("Xã Cát Thượng", land.east, "91003"), commune("Xã Cát Hạ", land.east)]
        land.do(wishes.split(ON, land.cat.pk, parts))
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát Hạ", "Xã Cát Thượng"]
        assert {row.share for row in Succession.objects.all()} == {"mot_phan"}
        assert not land.cat.names.on(ON).exists()

    def test_a_unit_that_gives_a_part_away_lives_on(self, land):
        land.do(wishes.split(ON, land.cat.pk, [commune("Xã Cát Hạ", land.east)], lives_on=True))
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát", "Xã Cát Hạ"]
        assert Succession.objects.get().predecessor == land.cat

    def test_a_dissolved_unit_is_gone_and_its_heir_known(self, land):
        land.do(wishes.dissolve(ON, land.cat.pk, land.binh.pk))
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình"]
        assert Succession.objects.get().successor == land.binh
        assert land.cat.names.on(EVE).exists()

    def test_a_remote_area_ends_with_its_unit(self, land):
        RemoteSpell.objects.create(unit=land.an, valid=ALWAYS)
        made = land.merged()
        assert land.an.is_remote_on(EVE)
        assert not land.an.is_remote_on(ON)
        assert not made.is_remote_on(ON)

    def test_an_end_known_before_holds_for_what_comes_of_it(self, land):
        end = date(2025, 7, 1)
        later = make_unit("Xã Sau", parent=land.top)
        for unit in (land.an, land.binh):
            for rows in (unit.names, unit.codes, unit.parents):
                rows.update(valid=(date(2000, 1, 1), end))
            Succession.objects.create(predecessor=unit, successor=later, on=end)
        made = land.merged()
        assert [row.upper for row in made.names.values_list("valid", flat=True)] == [end]
        assert Succession.objects.get(predecessor=made).successor == later

    def test_units_of_an_act_leave_the_keeping_of_the_lists(self, land):
        Unit.objects.update(is_listed=True)
        made = land.merged()
        ours = set(Unit.objects.filter(is_listed=False))
        assert ours == {land.an, land.binh, made}

    def test_addresses_are_unlike(self, land):
        make_unit("Xã Khác")
        Unit.objects.filter(pk=land.yen.pk).update(slug="xa-moi")
        land.do(wishes.create(ON, commune("Xã Mới", land.west)))
        land.do(wishes.create(ON, commune("Xã Mới", land.east)))
        assert {"xa-moi-2023", "xa-moi-2023-2"} <= set(Unit.objects.values_list("slug", flat=True))


class TestProposing:
    def test_nothing_changes_before_confirmation(self, land):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        assert act.state == UnitAct.State.PROPOSED
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát"]
        assert list(act.lines.values_list("unit_id", "part")) == [(land.cat.pk, "ket_thuc")]

    def test_the_lines_of_a_confirmed_act_name_its_new_units(self, land):
        made = land.merged()
        parts = dict(ActUnit.objects.values_list("unit_id", "part"))
        assert parts == {
            land.an.pk: "ket_thuc",
            land.binh.pk: "ket_thuc",
            made.pk: "bat_dau",
            land.east.pk: "cap_tren",
        }

    def test_what_was_shown_must_still_hold(self, land):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        shown = deciding.show(act, land.admin).digest
        make_head(land.cat)
        with refuses("vừa thay đổi"):
            deciding.confirm(act, shown, by=land.admin)
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát"]

    @pytest.mark.parametrize("digest", ["", "x", "0" * 64, "💥"])
    def test_a_made_up_digest_confirms_nothing(self, land, digest):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        with refuses("xem lại"):
            deciding.confirm(act, digest, by=land.admin)

    def test_an_act_is_decided_once(self, land):
        land.merged()
        act = UnitAct.objects.get()
        with refuses("đã xác nhận rồi"):
            deciding.confirm(act, act.shown, by=land.admin)
        with refuses("đã xác nhận rồi"):
            deciding.withdraw(act, by=land.admin, why="Nhầm")

    def test_a_withdrawn_proposal_leaves_the_units_free(self, land):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        with refuses("lý do"):
            deciding.withdraw(act, by=land.admin, why="  ")
        deciding.withdraw(act, by=land.admin, why="Ghi nhầm đơn vị")
        land.do(wishes.dissolve(ON, land.cat.pk))
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình"]

    def test_a_refusal_of_another_room_undoes_everything(self, land, monkeypatch):
        def stops(act, touched, by):
            raise ValueError("no")

        monkeypatch.setattr(previews, "_followers", {"thu": stops})
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            land.merged()
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát"]
        assert not UnitAct.objects.filter(state="da_xac_nhan").exists()

    def test_other_rooms_are_told_the_units_as_they_are_then(self, land, monkeypatch):
        told = []
        monkeypatch.setattr(
            previews, "_followers", {"thu": lambda act, touched, by: told.append((act, touched, by))}
        )
        made = land.merged()
        ((act, touched, by),) = told
        assert (act, by) == (UnitAct.objects.get(), land.admin)
        assert touched.ended == {land.an.pk, land.binh.pk}
        assert touched.heirs == {land.an.pk: [made.pk], land.binh.pk: [made.pk]}

    def test_the_preview_says_what_changes(self, land):
        make_head(land.an)
        make_account("xu_ly", land.an)
        wish = wishes.merge(ON, [land.an.pk, land.binh.pk], made=commune("Xã An Bình", land.east, "91001"))
        shown = deciding.show(deciding.propose(wish, BASIS, by=land.admin), land.admin)
        text = "\n".join(f"{line.text} {line.count or ''}" for group in shown.groups for line in group.lines)
        for said in (
            "Xã An kết thúc từ ngày 1/4/2023: mã 91001 hết dùng",
            "Xã An Bình thành lập từ ngày 1/4/2023: tên Xã An Bình, loại xã; mã 91001; trực thuộc Huyện Đông",
            "Xã An Bình kế thừa Xã Bình",
            "Chức vụ thôi giữ từ ngày 1/4/2023 1",
            "Vai trò hết hiệu lực từ ngày 1/4/2023 1",
        ):
            assert said in text

    def test_a_room_without_lines_is_not_shown(self, land, monkeypatch):
        monkeypatch.setattr(previews, "_tellers", {"a": ("Phòng trống", lambda touched, on: [])})
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        assert [group.key for group in deciding.show(act, land.admin).groups] == ["don_vi"]

    def test_what_needs_an_heir_stops_a_dissolution_without_one(self, land, monkeypatch):
        line = previews.Line("Hồ sơ", 1, needs_heir=True)
        monkeypatch.setattr(previews, "_tellers", {"a": ("Hồ sơ", lambda touched, on: [line])})
        with refuses("chọn đơn vị tiếp nhận"):
            deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        assert land.do(wishes.dissolve(ON, land.cat.pk, land.an.pk)).state == "da_xac_nhan"


class TestPostsAndRoles:
    def test_they_end_on_the_day_with_a_line_in_the_book(self, land):
        holding, officer = make_head(land.an), make_account("xu_ly", land.an)
        land.merged()
        assert PostHolding.objects.get(pk=holding.pk).valid.upper == ON
        assert RoleGrant.objects.get(person=officer.person).valid.upper == ON
        kinds = {row.what: row.why for row in AccessChange.objects.all()}
        assert set(kinds) == {"thoi_chuc_vu", "thoi_vai_tro"}
        assert all("12/NQ-MH" in why for why in kinds.values())

    def test_others_keep_theirs(self, land):
        officer = make_account("xu_ly", land.cat)
        land.merged()
        assert RoleGrant.objects.get(person=officer.person).valid.upper is None

    def test_no_right_of_a_day_gone_by_is_taken_back(self, land):
        officer = make_account("xu_ly", land.an)
        land.merged(on=date(2023, 2, 1))
        assert RoleGrant.objects.get(person=officer.person).valid.upper == TODAY

    def test_a_role_that_would_begin_later_must_be_mended_first(self, land):
        officer = make_account("xu_ly", land.an)
        RoleGrant.objects.filter(person=officer.person).update(valid=(date(2023, 5, 1), None))
        with refuses("được ghi bắt đầu từ 1/5/2023"):
            land.merged()
        assert names_under(land.east, ON) == ["Xã An", "Xã Bình", "Xã Cát"]

    def test_who_does_not_run_the_system_ends_nobodys_running_it(self, land):
        make_account("he_thong", land.cat)
        manager = make_account("quan_tri", land.top, covers_below=True)
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk, land.an.pk), BASIS, by=manager)
        shown = deciding.show(act, manager).digest
        with refuses("Chỉ người quản trị hệ thống"):
            deciding.confirm(act, shown, by=manager)
        assert deciding.confirm(act, shown, by=land.admin).state == "da_xac_nhan"

    def test_somebody_must_be_left_to_run_the_system(self, land):
        RoleGrant.objects.update(unit=land.cat)
        admin = make_account("quan_tri", land.top, covers_below=True)
        with refuses("Người quản trị hệ thống duy nhất"):
            land.do(wishes.dissolve(ON, land.cat.pk), by=admin)


class TestWhoMay:
    @pytest.mark.parametrize(
        "role", ["tiep_dan", "xu_ly", "lanh_dao", "tong_hop", "kiem_toan", "giam_sat", ""]
    )
    def test_others_may_not(self, land, role):
        by = make_account(role, land.top, covers_below=True)
        with refuses("không thuộc phạm vi quản trị"):
            deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=by)

    def test_every_unit_named_must_be_ones_own(self, land):
        by = make_account("quan_tri", land.east, covers_below=True)
        land.do(wishes.rename(ON, land.an.pk, commune("Xã Ân")), by=by)
        for wish in (
            wishes.move(ON, land.binh.pk, land.west.pk),
            wishes.merge(ON, [land.cat.pk, land.yen.pk], into=land.cat.pk),
            wishes.dissolve(ON, land.cat.pk, land.yen.pk),
            wishes.create(ON, commune("Xã Mới", land.west)),
        ):
            with refuses("không thuộc phạm vi quản trị"):
                deciding.propose(wish, BASIS, by=by)

    def test_confirming_and_withdrawing_ask_again(self, land):
        act = deciding.propose(wishes.dissolve(ON, land.yen.pk), BASIS, by=land.admin)
        stranger = make_account("quan_tri", land.east, covers_below=True)
        for step in (
            lambda: deciding.confirm(act, deciding.show(act, land.admin).digest, by=stranger),
            lambda: deciding.withdraw(act, by=stranger, why="Không"),
            lambda: deciding.show(act, stranger),
        ):
            with refuses("không thuộc phạm vi quản trị"):
                step()

    def test_a_unit_that_is_only_to_come_is_managed_by_who_will(self, land):
        by = make_account("quan_tri", land.top, covers_below=True)
        land.merged()
        made = unit_by_code("91001", ON)
        land.do(wishes.rename(date(2023, 6, 1), made.pk, commune("Phường An Bình", kind=Kind.WARD)), by=by)
        assert made.name_on(date(2023, 6, 1)) == "Phường An Bình"

    def test_a_unit_without_a_superior_is_made_by_the_system_alone(self, land):
        wish = wishes.create(ON, commune("Tỉnh Mới", kind=Kind.PROVINCE))
        by = make_account("quan_tri", land.top, covers_below=True)
        with refuses("Chỉ người quản trị hệ thống"):
            deciding.propose(wish, BASIS, by=by)
        land.do(wish)
        assert UnitName.objects.filter(name="Tỉnh Mới").exists()


class TestWhatTheProgramMayNot:
    """The rights of the running program."""

    def test_the_running_program_makes_acts(self, land, as_app):
        assert land.merged().name_on(ON) == "Xã An Bình"

    @pytest.mark.parametrize("what", ["paper_no", "wish", "on", "kind"])
    def test_what_was_decided_is_not_rewritten(self, land, as_app, what):
        act = deciding.propose(wishes.dissolve(ON, land.cat.pk), BASIS, by=land.admin)
        setattr(act, what, {"wish": {}, "on": EVE}.get(what, "khac"))
        with pytest.raises(ProgrammingError), transaction.atomic():
            act.save()

    def test_a_decided_act_is_settled_even_for_the_owner(self, land):
        land.merged()
        with pytest.raises(ProgrammingError), transaction.atomic():
            UnitAct.objects.update(state="de_xuat")

    def test_acts_and_their_lines_are_never_deleted(self, land):
        land.merged()
        for model in (UnitAct, ActUnit):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.all()._raw_delete("default")
