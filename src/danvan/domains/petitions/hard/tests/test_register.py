"""The register as it is read: who sees which matters, ages, filters, order, and nothing but days of a sealed one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.domains.petitions.hard import book, keeping, register
from danvan.domains.petitions.hard.tests.world import AHEAD, BEGAN, ENTERED, SAID, TODAY, denounced, entered
from danvan.domains.petitions.models import HardMatter, Kind
from danvan.domains.petitions.tests.factories import matter_of
from danvan.org.tests.factories import make_account, make_person, make_unit, put_under
from danvan.records.tests.desk_world import reach_of
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
READERS = ("tiep_dan", "xu_ly", "giai_quyet", "lanh_dao")
OPEN_ONLY = ("van_thu", "thanh_tra")
BLIND = ("tong_hop", "giam_sat", "chuyen_don", "bien_tap", "quan_tri", "he_thong", "kiem_toan")


def shown(account, **wanted):
    return list(register.lines(reach_of(account), wanted).rows)


def numbers(account, **wanted):
    return [line.number for line in shown(account, **wanted)]


class TestWhoSees:
    @pytest.mark.parametrize("role", READERS)
    def test_readers_of_sealed_records_see_both(self, officer, role):
        spells = [entered(officer), denounced(officer)]
        assert len(numbers(make_account(role, officer.at))) == len(spells)

    @pytest.mark.parametrize("role", OPEN_ONLY)
    def test_readers_of_open_records_see_no_denunciation(self, officer, role):
        spell = entered(officer)
        denounced(officer)
        assert numbers(make_account(role, officer.at)) == [spell.record.number]

    @pytest.mark.parametrize("role", BLIND)
    def test_others_see_nothing(self, officer, role):
        entered(officer)
        assert numbers(make_account(role, officer.at)) == []

    def test_nobody_elsewhere(self, officer):
        entered(officer)
        assert numbers(handler()) == []

    def test_above_with_the_units_below(self, officer):
        province = make_unit(kind="tinh")
        put_under(officer.at, province)
        spell = entered(officer)
        assert numbers(make_account("lanh_dao", province, covers_below=True)) == [spell.record.number]
        assert numbers(make_account("lanh_dao", province)) == []


class TestLine:
    def test_tells_everything_of_a_complaint(self, officer):
        spell = entered(officer, leader=make_person("Lê Văn Minh Họa"))
        keeping.note_contact(spell, by=officer, on=ENTERED, kind="tiep", note="Lần đầu")
        keeping.note_contact(spell, by=officer, on=TODAY, kind="doi_thoai", note="Lần sau")
        (line,) = shown(officer)
        assert (line.number, line.unit, line.began_on) == (spell.record.number, str(officer.at), BEGAN)
        assert line.age == (TODAY - BEGAN).days == 120
        assert line.leader == "Lê Văn Minh Họa, Phó Chủ tịch UBND"
        assert (line.last_on, line.last) == (TODAY, "Đối thoại: Lần sau")
        assert (line.next_step, line.next_on, line.is_past) == (f"{SAID} ba", AHEAD, False)
        assert "khiếu nại" in line.title
        assert line.state == "Đang giải quyết"

    def test_of_two_contacts_on_one_day_the_later_written_counts(self, officer):
        spell = entered(officer)
        for note in ("trước", "sau"):
            keeping.note_contact(spell, by=officer, on=TODAY, kind="tiep", note=note)
        assert shown(officer)[0].last == "Tiếp công dân: sau"
        assert [note for _on, _kind, note in register.one(spell, reach_of(officer)).contacts] == [
            "sau",
            "trước",
        ]

    def test_of_a_denunciation_number_unit_days_and_ground(self, officer):
        spell = denounced(officer)
        keeping.note_contact(spell, by=officer, on=TODAY, kind="kiem_tra")
        (line,) = shown(officer)
        assert (line.number, line.unit, line.is_sealed) == (spell.record.number, str(officer.at), True)
        assert (line.began_on, line.entered_on, line.next_on, line.last_on) == (BEGAN, ENTERED, AHEAD, TODAY)
        assert [str(label) for label, _why in line.grounds] == ["Kéo dài"]
        words = (line.title, line.state, line.leader, line.plan, line.next_step, line.last)
        assert words == (register.SEALED_TITLE, "", "", "", "", "")

    @pytest.mark.parametrize(("after", "is_past"), [(-1, False), (0, False), (1, True), (400, True)])
    def test_a_planned_day_gone_by_is_said_and_never_called_late(self, officer, settings, after, is_past):
        entered(officer)
        settings.DEMONSTRATION_DAY = AHEAD + timedelta(days=after)
        (line,) = shown(officer)
        assert line.is_past is is_past
        assert "quá hạn" not in " ".join(book.cells(line))
        assert ("quá ngày dự kiến" in " ".join(book.cells(line))) is is_past

    def test_the_age_of_one_that_left_ends_with_the_day(self, officer, settings):
        spell = entered(officer)
        keeping.leave(spell, by=officer, on=TODAY, left_for="da_on_dinh")
        settings.DEMONSTRATION_DAY = TODAY + timedelta(days=300)
        (line,) = shown(officer, left="1")
        assert (line.age, line.left_on, line.left, line.is_past) == (
            120,
            TODAY,
            "Đã giải quyết, tình hình ổn định",
            False,
        )

    def test_takes_as_many_questions_for_six_as_for_one(self, officer):
        def asked():
            with CaptureQueriesContext(connection) as questions:
                register.lines(reach_of(officer), {})
            return len(questions)

        counts = set()
        for _turn in range(6):
            spell = entered(officer, leader=make_person())
            keeping.note_contact(spell, by=officer, on=TODAY, kind="tiep")
            counts.add(asked())
        assert len(counts) == 1


class TestFilters:
    def test_by_ground(self, officer):
        crowd = entered(officer, is_crowded=True)
        plain = entered(officer)
        assert numbers(officer, ground="dong_nguoi") == [crowd.record.number]
        assert set(numbers(officer, ground="phuc_tap")) == {crowd.record.number, plain.record.number}
        assert numbers(officer, ground="keo_dai") == []

    def test_by_a_planned_day_gone_by(self, officer, settings):
        gone, ahead = entered(officer), entered(officer, next_on=AHEAD + timedelta(days=60))
        settings.DEMONSTRATION_DAY = AHEAD + timedelta(days=1)
        assert numbers(officer, past="1") == [gone.record.number]
        assert len(numbers(officer)) == 2
        assert ahead.record.number in numbers(officer)

    def test_by_unit_and_what_is_below(self, officer):
        province, other = make_unit(kind="tinh"), handler()
        for unit in (officer.at, other.at):
            put_under(unit, province)
        mine, theirs = entered(officer), entered(other)
        above = make_account("lanh_dao", province, covers_below=True)
        assert numbers(above, unit=str(other.at.pk)) == [theirs.record.number]
        assert len(numbers(above, unit=str(province.pk))) == 2
        assert mine.record.number in numbers(above)

    def test_who_left_is_shown_only_when_asked_for(self, officer):
        gone, here = entered(officer), entered(officer)
        keeping.leave(gone, by=officer, on=TODAY, left_for="noi_khac")
        assert numbers(officer) == [here.record.number]
        assert numbers(officer, left="1") == [gone.record.number]


class TestPages:
    @pytest.fixture
    def five(self, officer):
        days = [date(2023, 1, day) for day in (5, 3, 3, 9, 1)]
        return [entered(officer, matter_of(officer, day)) for day in days]

    def test_the_oldest_first_or_the_newest(self, officer, five):
        began = [line.began_on.day for line in shown(officer)]
        assert began == [1, 3, 3, 5, 9]
        assert [line.began_on.day for line in shown(officer, newest="1")] == began[::-1]

    @pytest.mark.parametrize("newest", ["", "1"])
    def test_page_by_page_each_once_and_back(self, officer, five, newest):
        reach, seen, after = reach_of(officer), [], ""
        while True:
            cut = register.lines(reach, {"newest": newest}, after=after, size=2)
            seen += [line.number for line in cut.rows]
            if not cut.after:
                break
            after = cut.after
        assert seen == numbers(officer, newest=newest)
        assert len(set(seen)) == 5
        back = register.lines(reach, {"newest": newest}, before=cut.before, size=2)
        assert [line.number for line in back.rows] == seen[2:4]

    def test_a_key_of_nobodys_is_refused(self, officer):
        with pytest.raises(Refusal, match="danh sách từ đầu"):
            register.lines(reach_of(officer), {}, after="1' OR 1=1")

    def test_the_annex_holds_all_or_says_to_narrow_it(self, officer, five, monkeypatch):
        assert len(register.whole(reach_of(officer), {})) == 5
        monkeypatch.setattr(register, "MOST_PRINTED", 4)
        with pytest.raises(Refusal, match="hơn 4 vụ việc"):
            register.whole(reach_of(officer), {})


def test_an_ended_kind_stays_out_of_no_filter(officer):
    """A closed matter is shown until a person takes it out; the register is not the list of open matters."""
    spell = entered(officer, matter_of(officer, BEGAN, kind=Kind.PROPOSAL))
    assert HardMatter.objects.filter(pk=spell.pk, record__closed_on=None).exists()
    type(spell.record).objects.filter(pk=spell.record_id).update(closed_on=TODAY)
    assert numbers(officer) == [spell.record.number]
