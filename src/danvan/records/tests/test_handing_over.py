"""Open records of units that end: told in totals, proposed, decided by a person, moved by one writer."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import InternalError, ProgrammingError, transaction

from danvan.org.acts import deciding, wishes
from danvan.org.acts.previews import Touched
from danvan.org.acts.tests.acts_world import BASIS, refuses
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import handing_over, history, papers, writing
from danvan.records.models import Duty, Handover, HistoryRow, PaperText, Record, RegisterBook
from danvan.records.papers.numbers import book_begins, set_own
from danvan.records.tests.desk_world import classified, reach_of
from danvan.records.tests.factories import handler, letter_of
from danvan.records.tests.handover_world import ON, TODAY, WHY, Merged
from danvan.records.visibility import may
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Merged()


def hand(record, to, by, on=TODAY, reason=WHY):
    return writing.hand_over(record, to, by=by, on=on, reason=reason)


def standing(unit, due, **fields):
    return Duty.objects.create(
        unit=unit,
        clock="tcd",
        label="Tiếp công dân",
        rule="TCD",
        wording_from=date(2014, 7, 1),
        citation="Luật",
        period=f"{due:%Y-%m}",
        begins_on=due.replace(day=1),
        due_on=due,
        own_latest_on=due,
        latest_on=due,
        **fields,
    )


class TestTelling:
    def told(self, *units):
        return [
            (line.text, line.count, line.needs_heir)
            for line in handing_over.tell(Touched(ended=frozenset(unit.pk for unit in units)), ON)
        ]

    def test_open_records_are_told_by_type_with_their_limits(self, place):
        (records, limits) = self.told(place.an)
        assert records == ("Hồ sơ đang giải quyết phải bàn giao (đơn 2)", 2, True)
        assert limits[1] == Duty.objects.open().filter(record__isnull=False).count()

    def test_class_and_secrecy_are_never_told(self, place):
        text = str(self.told(place.an)).lower()
        for word in ("tố cáo", "khiếu nại", "niêm phong", "mật"):
            assert word not in text

    def test_closed_records_and_other_units_are_not_counted(self, place):
        Record.objects.update(closed_on=TODAY)
        letter_of(handler(place.binh), date(2023, 3, 1))
        assert self.told(place.an) == []
        assert self.told(place.binh)[0][1] == 1

    def test_standing_duties_from_the_day_on(self, place):
        standing(place.an, date(2023, 2, 28))
        standing(place.an, date(2023, 3, 31))
        standing(place.an, date(2023, 4, 30), met_on=date(2023, 4, 2))
        assert self.told(place.an)[-1] == (
            "Nghĩa vụ định kỳ từ ngày 10/3/2023 không còn phải làm",
            1,
            False,
        )

    def test_nothing_ends_nothing_is_told(self, place):
        assert list(handing_over.tell(Touched(changed=frozenset({place.an.pk})), ON)) == []

    def test_a_unit_with_open_records_is_not_dissolved_without_an_heir(self, place):
        with refuses("chọn đơn vị tiếp nhận"):
            deciding.propose(wishes.dissolve(ON, place.an.pk), BASIS, by=place.admin)
        act = deciding.propose(wishes.dissolve(ON, place.an.pk, place.binh.pk), BASIS, by=place.admin)
        assert act.pk

    def test_a_record_that_came_meanwhile_must_be_looked_at_again(self, place):
        act = deciding.propose(place.wish, BASIS, by=place.admin)
        shown = deciding.show(act, place.admin).digest
        letter_of(place.officer, date(2023, 3, 5))
        with refuses("vừa thay đổi"):
            deciding.confirm(act, shown, by=place.admin)


class TestProposing:
    def test_each_open_record_waits_and_none_is_moved(self, place):
        closed = classified(place.officer)
        Record.objects.filter(pk=closed.pk).update(closed_on=TODAY)
        place.confirm()
        waiting = Handover.objects.all()
        assert {row.record_id for row in waiting} == {place.complaint.pk, place.denunciation.pk}
        assert {(row.proposed, row.from_unit, row.unit) for row in waiting} == {(place.made, place.an, None)}
        assert set(Record.objects.values_list("unit_id", flat=True)) == {place.an.pk}

    def test_of_several_heirs_none_is_proposed(self, place):
        place.divided()
        assert place.waiting(place.complaint).proposed is None

    def test_what_the_unit_no_longer_owes_is_excused_with_the_paper(self, place):
        before, after = standing(place.an, date(2023, 2, 28)), standing(place.an, date(2023, 3, 31))
        other = standing(place.top, date(2023, 3, 31))
        place.confirm()
        rows = {duty.pk: duty for duty in Duty.objects.filter(record__isnull=True)}
        assert rows[after.pk].excused_by == place.admin
        assert "12/NQ-MH" in rows[after.pk].excuse
        assert rows[before.pk].excused_on is None
        assert rows[other.pk].excused_on is None

    def test_records_taken_in_until_the_end_are_proposed_by_the_job_of_the_day(self, place):
        day = date(2023, 4, 1)
        place.wish = replace(place.wish, on=day)
        place.confirm()
        late = letter_of(place.officer, TODAY)
        assert handing_over.propose_late_ones(TODAY, TODAY) == 0
        assert handing_over.propose_late_ones(day, day) == 1
        assert place.waiting(late).proposed == place.made
        assert handing_over.propose_late_ones(day, day) == 0

    def test_the_history_names_who_and_the_paper(self, place):
        place.confirm()
        row = HistoryRow.objects.filter(table="records_handover").order_by("id").first()
        assert row.actor == place.admin.pk
        assert row.reason.startswith("12/NQ-MH")
        assert (
            row.chain == f"record:{place.waiting_record(row)}" if hasattr(place, "waiting_record") else True
        )
        assert not history.broken_rows()


class TestHandingOver:
    def test_the_record_is_the_heirs_under_a_number_of_its_register(self, place):
        place.confirm()
        own = hand(place.complaint, place.made, place.heir)
        row = place.waiting(place.complaint)
        assert (own.unit, own.number) == (place.made, "1/2023")
        assert (row.unit, row.on, row.decided_by, row.old_number) == (
            place.made,
            TODAY,
            place.heir,
            place.complaint.number,
        )
        assert RegisterBook.objects.get(unit=place.made).last == 1
        assert own.version == place.complaint.version + 1

    def test_running_limits_go_along_and_keep_their_days(self, place):
        place.confirm()
        before = {duty.pk: (duty.due_on, duty.met_on) for duty in place.complaint.duties.all()}
        met = place.complaint.duties.filter(met_on__isnull=False)
        hand(place.complaint, place.made, place.heir)
        after = {duty.pk: (duty.due_on, duty.met_on) for duty in place.complaint.duties.all()}
        assert before == after
        assert {duty.unit for duty in Duty.objects.open().filter(record_id=place.complaint.pk)} == {
            place.made
        }
        assert all(duty.unit == place.an for duty in met.all())

    def test_sight_follows_the_unit(self, place):
        old = handler(place.an)
        place.confirm()
        seen = lambda account: Record.objects.visible_to(account, TODAY).filter(pk=place.complaint.pk)  # noqa: E731
        # Who carries the ended unit on reads its files at once; to change them a person must hand them over.
        assert seen(place.heir).exists()
        assert not may(place.heir, "records.handle", place.an, TODAY)
        hand(place.complaint, place.made, place.heir)
        assert seen(place.heir).exists()
        assert not seen(old).exists()
        assert reach_of(place.heir).visible(Record.objects.filter(pk=place.complaint.pk)).exists()

    def test_history_tells_it_with_the_reason(self, place):
        place.confirm()
        hand(place.complaint, place.made, place.heir)
        last = history.of_record(place.complaint)[-1]
        assert (last.actor, last.reason) == (place.heir.pk, WHY)
        assert not history.broken_rows()

    def test_a_sealed_record_needs_the_right_to_sealed_ones(self, place):
        place.confirm()
        with refuses("không thuộc phạm vi"):
            hand(place.denunciation, place.made, make_account("thanh_tra", place.made))
        assert hand(place.denunciation, place.made, place.heir).secrecy == "niem_phong"

    def test_of_several_heirs_a_person_chooses(self, place):
        place.divided()
        chosen = place.parts[1]
        assert hand(place.complaint, chosen, handler(chosen)).unit == chosen

    def test_what_stood_above_may_take_it(self, place):
        place.confirm()
        assert hand(place.complaint, place.top, place.heir).unit == place.top

    def test_once_only(self, place):
        place.confirm()
        hand(place.complaint, place.made, place.heir)
        with refuses("không chờ bàn giao"):
            hand(place.complaint, place.top, place.heir)

    @pytest.mark.parametrize(
        ("on", "reason", "words"),
        [
            (date(2023, 3, 9), WHY, "trước ngày 10/3/2023"),
            (date(2023, 3, 15), WHY, "chưa tới"),
            (TODAY, "", "lý do"),
            (TODAY, "   ", "lý do"),
            (TODAY, "x" * 301, "lý do"),
        ],
    )
    def test_a_day_or_reason_that_cannot_be(self, place, on, reason, words):
        place.confirm()
        with refuses(words):
            hand(place.complaint, place.made, place.heir, on, reason)
        assert Record.objects.get(pk=place.complaint.pk).unit == place.an

    def test_a_unit_that_has_nothing_to_do_with_it(self, place):
        place.confirm()
        for unit in (make_unit("Xã Xa", parent=place.top), place.an, place.binh):
            with refuses("đơn vị kế thừa"):
                hand(place.complaint, unit, place.heir)

    @pytest.mark.parametrize(
        "role", ["tiep_dan", "tong_hop", "giam_sat", "quan_tri", "he_thong", "kiem_toan", ""]
    )
    def test_who_does_not_handle_records_hands_none_over(self, place, role):
        place.confirm()
        with refuses("không thuộc phạm vi"):
            hand(place.complaint, place.made, make_account(role, place.made))

    def test_an_officer_of_another_unit_neither(self, place):
        place.confirm()
        with refuses("không thuộc phạm vi"):
            hand(place.complaint, place.made, handler(make_unit("Xã Khác")))

    def test_a_record_of_a_unit_that_goes_on(self, place):
        other = letter_of(handler(place.top), date(2023, 3, 1))
        with refuses("không chờ bàn giao"):
            hand(other, place.an, handler(place.an))

    def test_a_record_closed_meanwhile_stays(self, place):
        place.confirm()
        Record.objects.filter(pk=place.complaint.pk).update(closed_on=TODAY)
        with refuses("không chờ bàn giao"):
            hand(place.complaint, place.made, place.heir)

    def test_former_children_may_take_what_a_district_had(self, place):
        district = make_unit("Huyện Đông", Kind.DISTRICT, place.top)
        ward = make_unit("Xã Yên", parent=district)
        record = letter_of(handler(district), date(2023, 3, 1))
        for wish in (wishes.move(ON, ward.pk, place.top.pk), wishes.dissolve(ON, district.pk, place.top.pk)):
            act = deciding.propose(wish, BASIS, by=place.admin)
            deciding.confirm(act, deciding.show(act, place.admin).digest, by=place.admin)
        assert hand(record, ward, handler(place.top)).unit == ward


class TestGuards:
    def test_the_running_program_proposes_and_decides(self, place, as_app):
        place.confirm()
        assert hand(place.complaint, place.made, place.heir).unit == place.made

    def test_it_neither_deletes_nor_rewrites(self, place, as_app):
        place.confirm()
        for spoil in (
            lambda: Handover.objects.all()._raw_delete("default"),
            lambda: Handover.objects.update(old_no=99),
            lambda: Handover.objects.update(proposed=place.top),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                spoil()

    def test_a_decision_stands_even_for_the_owner(self, place):
        place.confirm()
        hand(place.complaint, place.made, place.heir)
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            Handover.objects.filter(record_id=place.complaint.pk).update(reason="khác")


class TestPapersThatWait:
    def prepared(self, place):
        return papers.prepare(
            place.complaint, "khong_thu_ly", by=place.officer, on=date(2023, 3, 2), ly_do="Vì hết thời hiệu"
        )

    def test_they_end_with_the_unit_that_was_to_number_them(self, place):
        waiting, issued = self.prepared(place), self.prepared(place)
        clerk = make_account("van_thu", place.an)
        papers.issue(issued, by=clerk, dated_on=date(2023, 3, 3), signer="Người Ký", number="5/TB-UBND")
        place.confirm()
        hand(place.complaint, place.made, place.heir)
        waiting.refresh_from_db()
        issued.refresh_from_db()
        assert (waiting.state, waiting.cancellation) == ("da_huy", "khong_ban_hanh")
        assert (waiting.cancelled_on, waiting.cancelled_by) == (TODAY, place.heir)
        assert not PaperText.objects.filter(pk=waiting.pk).exists()
        assert (issued.state, issued.unit) == ("da_ban_hanh", place.an)
        assert PaperText.objects.filter(pk=issued.pk).exists()

    def test_the_heir_begins_its_book_with_01_and_the_old_one_is_closed(self, place):
        own = {"is_on": True, "suffix": "UBND"}
        set_own(place.an, by=make_account("quan_tri", place.an), **own)
        old = make_account("van_thu", place.an)
        last = papers.issue(self.prepared(place), by=old, dated_on=date(2023, 3, 3), signer="Người Ký")
        papers.cancel(last, by=old, on=date(2023, 3, 3), reason="sai_so")
        place.confirm()
        hand(place.complaint, place.made, place.heir)
        set_own(place.made, by=make_account("quan_tri", place.made), **own)
        fresh = papers.prepare(
            Record.objects.get(pk=place.complaint.pk),
            "khong_thu_ly",
            by=place.heir,
            on=ON,
            ly_do="Vì hết thời hiệu",
        )
        clerk = make_account("van_thu", place.made)
        told = papers.issue(fresh, by=clerk, dated_on=ON, signer="Người Ký")
        assert (told.number, told.book_on, told.unit) == ("01/TB-UBND", ON, place.made)
        with pytest.raises(Refusal, match="sổ văn bản đã khóa"):
            book_begins(place.an.pk, ON)
        kept = [(one.number, one.state) for one in papers.of(place.complaint)]
        assert kept == [("01/TB-UBND", "da_huy"), ("01/TB-UBND", "da_ban_hanh")]
