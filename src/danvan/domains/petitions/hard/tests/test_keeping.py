"""Into the register, in it, and out again: what is asked, what is refused, and what stays."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.hard.tests.world import (
    AHEAD,
    BEGAN,
    ENTERED,
    SAID,
    TODAY,
    WHOLE,
    denounced,
    entered,
)
from danvan.domains.petitions.models import WHY, WORDS, Ground, HardContact, HardMatter, Kind
from danvan.domains.petitions.tests.factories import accepted, classified, matter_of
from danvan.domains.petitions.tying.joining import join, tie_second
from danvan.org.tests.factories import make_account, make_head, make_person
from danvan.records import envelopes, writing
from danvan.records.history import broken_rows
from danvan.records.models import HistoryRow
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


class TestEntering:
    def test_with_grounds_leader_plan_and_next_step(self, officer):
        leader = make_person("Lê Văn Minh Họa")
        spell = entered(officer, is_crowded=True, crowded_why="12 người", leader=leader)
        kept = HardMatter.objects.get()
        assert kept == spell
        assert (kept.began_on, kept.entered_on, kept.next_on, kept.left_on) == (BEGAN, ENTERED, AHEAD, None)
        assert (kept.leader, kept.leader_post) == (leader, "Phó Chủ tịch UBND")
        assert [(str(label), why) for label, why in kept.grounds] == [
            ("Phức tạp", f"{SAID} một"),
            ("Đông người", "12 người"),
        ]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"is_complicated": False, "complicated_why": ""}, "ít nhất một căn cứ"),
            ({"crowded_why": "12 người"}, "phải chọn căn cứ ấy"),
            ({"is_complicated": False, "is_long": True}, "phải chọn căn cứ ấy"),
            ({"leader_post": " "}, "lãnh đạo phụ trách"),
            ({"plan": ""}, "“kế hoạch giải quyết”"),
            ({"next_step": "  "}, "“bước tiếp theo”"),
            ({"next_on": None}, "“ngày dự kiến”"),
            ({"next_on": TODAY - timedelta(days=1)}, "đã qua"),
        ],
    )
    def test_nothing_is_left_out(self, officer, values, sentence):
        with pytest.raises(Refusal, match=sentence):
            entered(officer, **values)
        assert not HardMatter.objects.exists()

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            (BEGAN - timedelta(days=1), r"vào sổ 31/1/2023 trước ngày 1/2/2023"),
            (TODAY + timedelta(days=1), r"2/6/2023 chưa tới"),
        ],
    )
    def test_on_a_day_that_can_be(self, officer, on, sentence):
        with pytest.raises(Refusal, match=sentence):
            entered(officer, on=on)

    def test_on_the_first_and_the_present_day(self, officer):
        assert entered(officer, on=BEGAN).entered_on == BEGAN
        assert entered(officer, on=TODAY).entered_on == TODAY

    def test_once_at_a_time(self, officer):
        spell = entered(officer)
        with pytest.raises(Refusal, match="đang ở trong sổ"):
            entered(officer, spell.record)
        keeping.leave(spell, by=officer, on=TODAY, left_for="da_on_dinh")
        again = entered(officer, spell.record, on=TODAY)
        assert keeping.current(spell.record_id) == again
        assert HardMatter.objects.filter(record=spell.record).count() == 2

    def test_only_by_who_handles_at_the_unit(self, officer):
        matter = matter_of(officer, BEGAN)
        for stranger in (
            handler(),
            make_account("tiep_dan", officer.at),
            make_account("thanh_tra", officer.at),
        ):
            with pytest.raises(Refusal, match="không có quyền xử lý hồ sơ"):
                keeping.enter(matter, by=stranger, on=ENTERED, **WHOLE)

    def test_what_the_register_does_not_keep_is_a_mistake_of_the_program(self, officer):
        with pytest.raises(TypeError, match="left_on"):
            entered(officer, left_on=TODAY)

    def test_spaces_are_put_right_but_lines_of_a_plan_stay(self, officer):
        spell = entered(officer, next_step="  Họp   dân ", plan="Một\nHai")
        assert (spell.next_step, spell.plan) == ("Họp dân", "Một\nHai")


class TestFirstDay:
    def test_is_that_of_the_earliest_letter(self, officer):
        matter = accepted(officer, BEGAN)
        late = matter_of(officer, BEGAN + timedelta(days=9))
        for letter_on in (date(2023, 1, 5), date(2023, 1, 20)):
            join(classified(officer, letter_on), late, by=officer, reason="cung_noi_dung")
        assert keeping.first_day(matter) == BEGAN
        assert keeping.first_day(late) == date(2023, 1, 5)

    def test_of_a_second_instance_is_that_of_the_first(self, officer):
        first = accepted(officer, BEGAN)
        second = matter_of(officer, ENTERED, instance=2)
        assert keeping.first_day(second) == ENTERED
        tie_second(second, first, by=officer)
        assert keeping.first_day(second) == BEGAN

    def test_of_a_matter_without_letters_is_its_acceptance(self, officer):
        assert keeping.first_day(matter_of(officer, BEGAN)) == BEGAN


class TestChanging:
    def test_writes_anew_and_history_tells_by_whom_without_a_word(self, officer):
        spell = entered(officer)
        keeping.change(spell, by=officer, **(WHOLE | {"plan": f"{SAID} mới", "next_on": TODAY}))
        assert HardMatter.objects.get().plan == f"{SAID} mới"
        rows = HistoryRow.objects.filter(chain=f"record:{spell.record_id}", table="petitions_hardmatter")
        assert [row.operation for row in rows.order_by("id")] == ["INSERT", "UPDATE"]
        assert {row.actor for row in rows} == {officer.pk}
        assert not any(SAID in str((row.before, row.after)) for row in HistoryRow.objects.all())
        assert not any(name in row.after for row in rows for name in WORDS)
        assert broken_rows() == []

    def test_a_planned_day_gone_by_may_stand_while_something_else_changes(self, officer, settings):
        spell = entered(officer)
        settings.DEMONSTRATION_DAY = AHEAD + timedelta(days=30)
        changed = keeping.change(spell, by=officer, **(WHOLE | {"leader_post": "Chủ tịch UBND"}))
        assert (changed.leader_post, changed.next_on) == ("Chủ tịch UBND", AHEAD)
        with pytest.raises(Refusal, match="đã qua"):
            keeping.change(spell, by=officer, **(WHOLE | {"next_on": AHEAD + timedelta(days=1)}))

    def test_nothing_after_it_left(self, officer):
        spell = entered(officer)
        keeping.leave(spell, by=officer, on=TODAY, left_for="het_can_cu", left_why="Đã ổn")
        for act in (
            lambda: keeping.change(spell, by=officer, **WHOLE),
            lambda: keeping.note_contact(spell, by=officer, on=TODAY, kind="tiep"),
            lambda: keeping.leave(spell, by=officer, on=TODAY, left_for="noi_khac"),
        ):
            with pytest.raises(Refusal, match="đã ra khỏi sổ ngày 1/6/2023"):
                act()
        assert HardMatter.objects.get().left_for == "het_can_cu"

    def test_strangers_change_nothing(self, officer):
        spell, stranger = entered(officer), handler()
        for act in (
            lambda: keeping.change(spell, by=stranger, **WHOLE),
            lambda: keeping.note_contact(spell, by=stranger, on=TODAY, kind="tiep"),
            lambda: keeping.leave(spell, by=stranger, on=TODAY, left_for="noi_khac"),
        ):
            with pytest.raises(Refusal, match="không có quyền"):
                act()


class TestContacts:
    def test_are_lines_of_their_days(self, officer):
        spell = entered(officer)
        line = keeping.note_contact(spell, by=officer, on=BEGAN, kind="doi_thoai", note="  Đã   gặp dân ")
        assert (line.record_id, line.on, line.kind, line.note, line.by) == (
            spell.record_id,
            BEGAN,
            "doi_thoai",
            "Đã gặp dân",
            officer,
        )

    @pytest.mark.parametrize("on", [BEGAN - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_not_before_the_matter_nor_ahead(self, officer, on):
        with pytest.raises(Refusal, match="Ngày làm việc"):
            keeping.note_contact(entered(officer), by=officer, on=on, kind="tiep")
        assert not HardContact.objects.exists()

    @pytest.mark.parametrize(
        "order", ["UPDATE petitions_hardcontact SET note = ''", "DELETE FROM petitions_hardcontact"]
    )
    def test_the_database_changes_and_removes_none(self, officer, order):
        keeping.note_contact(entered(officer), by=officer, on=TODAY, kind="tiep", note="x")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)
        assert HardContact.objects.get().note == "x"

    def test_a_time_in_the_register_is_not_removed_either(self, officer):
        spell = entered(officer)
        with pytest.raises(DatabaseError), transaction.atomic():
            HardMatter.objects.filter(pk=spell.pk).delete()


class TestLeaving:
    def test_by_a_reason_and_a_day(self, officer):
        left = keeping.leave(
            entered(officer), by=officer, on=ENTERED, left_for="vao_nham", left_why=" Nhầm  số "
        )
        assert (left.left_on, left.left_for, left.left_why) == (ENTERED, "vao_nham", "Nhầm số")
        assert keeping.current(left.record_id) is None

    @pytest.mark.parametrize("on", [ENTERED - timedelta(days=1), TODAY + timedelta(days=1)])
    def test_not_before_it_entered_nor_ahead(self, officer, on):
        with pytest.raises(Refusal, match="ra khỏi sổ"):
            keeping.leave(entered(officer), by=officer, on=on, left_for="da_on_dinh")

    def test_a_settled_matter_stays_until_somebody_takes_it_out(self, officer):
        spell = entered(officer, accepted(officer, BEGAN))
        writing.move(spell.record, "giai_quyet", by=officer, on=TODAY, result="dung")
        assert keeping.current(spell.record_id) == spell


class TestDenunciations:
    def test_enter_with_ground_and_days_alone(self, officer):
        spell = denounced(officer)
        assert (spell.is_long, spell.next_on, spell.plan, spell.leader) == (True, AHEAD, "", None)
        line = keeping.note_contact(spell, by=officer, on=TODAY, kind="kiem_tra")
        assert keeping.leave(spell, by=officer, on=TODAY, left_for="noi_khac").left_on == line.on

    @pytest.mark.parametrize("name", ["long_why", "leader_post", "plan", "next_step"])
    def test_no_word_is_taken(self, officer, name):
        with pytest.raises(Refusal, match="chỉ có số, đơn vị, ngày và căn cứ"):
            keeping.change(denounced(officer), by=officer, **{name: SAID})

    def test_nor_a_leaders_name_a_note_or_a_word_on_leaving(self, officer):
        spell, leader = denounced(officer), make_head(officer.at).person
        for act in (
            lambda: keeping.change(spell, by=officer, leader=leader),
            lambda: keeping.note_contact(spell, by=officer, on=TODAY, kind="tiep", note=SAID),
            lambda: keeping.leave(spell, by=officer, on=TODAY, left_for="noi_khac", left_why=SAID),
        ):
            with pytest.raises(Refusal, match="chỉ có số, đơn vị, ngày và căn cứ"):
                act()

    @pytest.mark.parametrize("name", WORDS)
    def test_the_database_refuses_words_whoever_writes(self, officer, name):
        spell = denounced(officer)
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardMatter.objects.filter(pk=spell.pk).update(**{name: SAID})

    def test_the_database_refuses_a_leader_and_a_note(self, officer):
        spell = denounced(officer)
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardMatter.objects.filter(pk=spell.pk).update(leader=make_person())
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardContact.objects.create(spell=spell, record=spell.record, on=TODAY, kind="tiep", note=SAID)


class TestEmptied:
    """A matter resealed because its letter was a tố cáo keeps its class: the spine alone tells it from another."""

    @pytest.fixture
    def emptied(self, officer):
        matter = matter_of(officer, BEGAN)
        spell = keeping.enter(matter, by=officer, on=ENTERED, **WHOLE)
        nothing = dict.fromkeys(WORDS, "")
        HardMatter.objects.update(**nothing)
        envelopes.reseal(matter, by=officer)
        assert type(matter).objects.get().kind == Kind.COMPLAINT
        return HardMatter.objects.get(pk=spell.pk)

    @pytest.mark.parametrize("name", [name for name in WORDS if name not in ("crowded_why", "long_why")])
    def test_the_database_refuses_words(self, emptied, name, as_app):
        left = {"left_on": TODAY, "left_for": "noi_khac"} if name == "left_why" else {}
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardMatter.objects.filter(pk=emptied.pk).update(**{name: SAID}, **left)

    def test_the_database_refuses_a_leader_and_a_note(self, emptied, as_app):
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardMatter.objects.filter(pk=emptied.pk).update(leader=make_person())
        with pytest.raises(DatabaseError, match="chỉ có số"), transaction.atomic():
            HardContact.objects.create(spell=emptied, record=emptied.record, on=TODAY, kind="tiep", note=SAID)

    def test_days_and_grounds_go_on(self, emptied, officer):
        assert keeping.leave(emptied, by=officer, on=TODAY, left_for="noi_khac").left_on == TODAY

    def test_the_spine_is_locked_before_it_is_asked(self, officer):
        spell = entered(officer)
        with CaptureQueriesContext(connection) as seen:
            keeping.note_contact(spell, by=officer, on=TODAY, kind="tiep", note=SAID)
        locked = next(one["sql"] for one in seen if "FOR UPDATE" in one["sql"])
        assert 'FROM "records_record"' in locked
        assert locked.endswith('FOR UPDATE OF "records_record"')


class TestConstraints:
    @pytest.mark.parametrize(
        "broken",
        [
            {"is_complicated": False, "complicated_why": ""},
            {"is_complicated": False, "is_long": True},
            {"left_on": TODAY},
            {"left_for": "noi_khac"},
            {"left_on": BEGAN, "left_for": "noi_khac"},
            {"entered_on": BEGAN - timedelta(days=1)},
        ],
    )
    def test_hold_without_the_program(self, officer, broken):
        spell = entered(officer)
        with pytest.raises(DatabaseError), transaction.atomic():
            HardMatter.objects.filter(pk=spell.pk).update(**broken)

    def test_two_at_a_time_are_refused(self, officer):
        spell = entered(officer)
        with pytest.raises(DatabaseError, match="hard_once_at_a_time"), transaction.atomic():
            HardMatter.objects.create(record=spell.record, began_on=BEGAN, entered_on=ENTERED, is_long=True)


@given(st.sets(st.sampled_from(list(Ground)), min_size=1))
def test_grounds_are_told_in_one_order_with_their_own_words(chosen):
    spell = HardMatter()
    for ground in chosen:
        flag, why = WHY[ground]
        setattr(spell, flag, True)
        setattr(spell, why, f"vì {ground}")
    assert spell.grounds == [(ground.label, f"vì {ground}") for ground in Ground if ground in chosen]


def test_every_kind_but_a_denunciation_takes_words(officer):
    for kind in (Kind.COMPLAINT, Kind.PROPOSAL):
        assert entered(officer, matter_of(officer, BEGAN, kind=kind)).plan == f"{SAID} hai"
