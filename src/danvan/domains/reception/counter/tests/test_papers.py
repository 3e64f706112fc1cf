"""Slips, numbers of the day, records of spoken words, refusals: what is printed and what follows."""

import re
from datetime import date

import pytest

from danvan.domains.reception.counter import lawful
from danvan.domains.reception.counter.tests.counter_world import (
    COUNTER,
    NAME,
    PERSONAL,
    WORDS,
    filled,
    letters,
    send,
)
from danvan.domains.reception.models import Ground, Ticket, Visit
from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.desk.submissions import new_key
from danvan.records.models import Duty
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler
from danvan.reports.compute import compute
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
CLASSES = ("khiếu nại", "tố cáo", "kiến nghị", "phản ánh")


def slip_of(officer, record):
    return desk_of(officer).get(f"{COUNTER}phieu/{record.public_id}/")


def printed(answer):
    """Words of the slip alone, numbers and codes put aside."""
    page = answer.content.decode()
    paper = page[page.index('<article class="slip">') : page.index("</article>")]
    return re.sub(r"\d", "0", re.sub(r"<[^>]+>", " ", re.sub(r'src="[^"]+"', "", paper)))


class TestTheSlip:
    def test_it_carries_number_code_and_next_day_with_its_reason(self, officer):
        send(officer)
        page = slip_of(officer, Visit.objects.get()).content.decode()
        assert "Số 1/2023, tiếp nhận ngày 1/3/2023" in page
        assert "Hẹn chậm nhất: 15/3/2023" in page
        assert "Điều 28" in page
        assert "data:image/svg+xml" in page

    def test_nobody_is_named_on_it(self, officer):
        send(officer, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        page = slip_of(officer, Visit.objects.get()).content.decode()
        assert not [text for text in PERSONAL if text in page]

    @pytest.mark.parametrize("outcome", ["nhan_don", "ghi_nhan"])
    def test_the_words_are_the_same_whatever_was_told(self, officer, outcome):
        said = set()
        for kind in ("khieu_nai", "to_cao", "kien_nghi_phan_anh"):
            send(officer, content_kind=kind, outcome=outcome, field="khac")
            said.add(" ".join(printed(slip_of(officer, Visit.objects.latest("id"))).split()))
        (words,) = said
        assert not [name for name in CLASSES if name in words.lower()]

    def test_letters_of_the_visit_stand_on_it(self, officer):
        send(officer, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        letter = letters().get()
        page = slip_of(officer, Visit.objects.get()).content.decode().replace("\u00a0", " ")
        assert f"Đơn số {letter.number}" in page
        assert slip_of(officer, letter).status_code == 200

    def test_originals_that_are_kept_and_given_back(self, officer):
        send(officer, originals_kept="2")
        visit = Visit.objects.get()
        assert "đang giữ 2 bản gốc" in slip_of(officer, visit).content.decode()
        writing.move(visit, "tra_ban_goc", by=officer, on=date(2023, 3, 2))
        assert "bản gốc" not in printed(slip_of(officer, visit))
        with pytest.raises(Refusal, match="không giữ bản gốc"):
            writing.move(visit, "tra_ban_goc", by=officer, on=date(2023, 3, 2))

    def test_another_unit_and_a_stranger_do_not_open_it(self, officer):
        send(officer)
        visit = Visit.objects.get()
        assert slip_of(handler(), visit).status_code == 404
        assert slip_of(make_account("tong_hop", officer.at), visit).status_code == 403
        assert desk_of(officer).get(f"{COUNTER}phieu/0000000000000000/").status_code == 404

    def test_a_sealed_visit_opens_to_who_sees_sealed_ones_alone(self, officer):
        send(officer, content_kind="to_cao")
        clerk = make_account("van_thu", officer.at)
        assert slip_of(clerk, Visit.objects.get()).status_code == 404
        assert slip_of(officer, Visit.objects.get()).status_code == 200


class TestNumbersOfTheDay:
    def draw(self, officer, **told):
        values = {"key": new_key(), "unit": str(officer.at.pk)} | told
        return desk_of(officer).post(f"{COUNTER}so/", values)

    def test_they_follow_each_other_and_each_unit_has_its_own(self, officer):
        other = handler()
        for account in (officer, officer, other):
            self.draw(account)
        rows = Ticket.objects.order_by("id").values_list("unit", "number")
        assert list(rows) == [(officer.at.pk, 1), (officer.at.pk, 2), (other.at.pk, 1)]

    def test_the_same_form_twice_is_one_number(self, officer):
        key = new_key()
        first, again = self.draw(officer, key=key), self.draw(officer, key=key)
        assert first.url == again.url
        assert Ticket.objects.count() == 1

    def test_a_key_of_somebody_else_is_refused(self, officer):
        key = new_key()
        self.draw(officer, key=key)
        colleague = make_account("tiep_dan", officer.at)
        colleague.at = officer.at
        assert self.draw(colleague, key=key).status_code == 400
        assert Ticket.objects.count() == 1

    def test_the_next_day_begins_anew(self, officer):
        for on in (date(2023, 3, 1), date(2023, 3, 1), date(2023, 3, 2)):
            Ticket.draw(new_key(), officer.at, on, officer)
        assert list(Ticket.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 1]

    def test_it_is_printed_with_nothing_but_number_unit_and_day(self, officer):
        page = desk_of(officer).get(self.draw(officer).url).content.decode()
        assert '<p class="slip__number">1</p>' in page
        assert desk_of(handler()).get(f"{COUNTER}so/{Ticket.objects.get().pk}/").status_code == 404

    @pytest.mark.parametrize("told", [{"unit": "0"}, {"unit": "x"}, {"unit": ""}, {"key": "x"}])
    def test_a_form_that_is_not_ours_draws_nothing(self, officer, told):
        assert self.draw(officer, **told).status_code == 400
        assert not Ticket.objects.exists()

    def test_the_visit_may_name_it(self, officer):
        send(officer, ticket="7")
        assert "số thứ tự 7" in slip_of(officer, Visit.objects.get()).content.decode()


class TestSpokenWords:
    """TCD.NOPAPER: written down, read back, signed or fingerprinted; only then a letter."""

    TOLD = {"content_kind": "khieu_nai", "outcome": "nhan_don", "field": "dat_dai", "is_oral": "on"}

    def confirm(self, officer, visit, **told):
        values = {"key": new_key(), "on": "1/3/2023", "signed_as": "diem_chi", "field": "dat_dai"} | told
        return desk_of(officer).post(f"{COUNTER}bien-ban/{visit.public_id}/", values)

    def test_without_the_signature_there_is_no_letter_yet(self, officer):
        answer = send(officer, **self.TOLD)
        visit = Visit.objects.get()
        assert answer.url == f"{COUNTER}bien-ban/{visit.public_id}/"
        page = desk_of(officer).get(answer.url).content.decode()
        assert NAME in page
        assert WORDS in page
        assert not letters().exists()

    def test_read_back_and_signed_it_becomes_a_letter(self, officer):
        send(officer, **self.TOLD)
        visit = Visit.objects.get()
        assert self.confirm(officer, visit).url == f"{COUNTER}phieu/{visit.public_id}/"
        visit.refresh_from_db()
        assert (visit.read_back_on, visit.signed_as) == (date(2023, 3, 1), "diem_chi")
        letter = letters().get()
        assert (letter.kind, letter.personal.full_name, letter.personal.content) == ("khieu_nai", NAME, WORDS)

    def test_twice_is_once(self, officer):
        send(officer, **self.TOLD)
        visit, key = Visit.objects.get(), new_key()
        for _turn in range(2):
            self.confirm(officer, visit, key=key)
        assert letters().count() == 1
        assert "không có biên bản đang chờ" in self.confirm(officer, visit).content.decode()
        assert letters().count() == 1

    @pytest.mark.parametrize(
        "told", [{"on": "28/2/2023"}, {"on": ""}, {"signed_as": ""}, {"field": ""}, {"key": "x"}]
    )
    def test_what_is_wrong_is_said_and_opens_nothing(self, officer, told):
        send(officer, **self.TOLD)
        assert self.confirm(officer, Visit.objects.get(), **told).status_code == 400
        assert not letters().exists()

    def test_signed_on_paper_before_it_was_entered(self, officer):
        send(officer, **self.TOLD, read_back_on="1/3/2023", signed_as="ky")
        assert letters().get().personal.content == WORDS

    @pytest.mark.parametrize(("told", "at"), [
        ({"read_back_on": "1/3/2023"}, "signed_as"), ({"signed_as": "ky"}, "read_back_on"),
        ({"is_oral": "", "read_back_on": "1/3/2023", "signed_as": "ky"}, "is_oral"),
        ({"kind_2": "kien_nghi_phan_anh", "field_2": "khac"}, "read_back_on"),
    ])  # fmt: skip
    def test_half_a_record_is_sent_back(self, officer, told, at):
        answer = send(officer, **self.TOLD | told)
        assert at in answer.context["form"].errors
        assert not Visit.objects.exists()

    def test_of_a_denunciation_no_word_is_printed(self, officer):
        send(officer, **self.TOLD | {"content_kind": "to_cao"})
        visit = Visit.objects.get()
        page = desk_of(officer).get(f"{COUNTER}bien-ban/{visit.public_id}/").content.decode()
        assert "được niêm phong" in page
        self.confirm(officer, visit)
        assert (letters().get().kind, letters().get().secrecy) == ("to_cao", "niem_phong")

    def test_a_visit_without_one_has_no_such_page(self, officer):
        send(officer)
        visit = Visit.objects.get()
        assert desk_of(officer).get(f"{COUNTER}bien-ban/{visit.public_id}/").status_code == 404
        with pytest.raises(Refusal, match="không có biên bản"):
            writing.move(visit, "ky_bien_ban", by=officer, on=date(2023, 3, 1))


class TestRefusing:
    """Luật Tiếp công dân, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4."""

    def refuse(self, officer, ground, on, **told):
        values = filled(officer, outcome="tu_choi", refused_for=ground, on=on) | told
        return desk_of(officer).post(COUNTER, values)

    def test_four_grounds_before_july_2026_and_ten_more_from_then(self):
        assert len(lawful.grounds(date(2026, 6, 30))) == 4
        assert set(lawful.grounds(date(2026, 7, 1))) == set(Ground)
        assert len(Ground) == 14

    def test_a_refusal_stands_in_the_book_with_its_ground_and_owes_no_reply(self, officer):
        self.refuse(officer, "r1", "1/3/2023")
        visit = Visit.objects.get()
        assert (visit.state, visit.refused_for, visit.closed_on) == ("tu_choi", "r1", date(2023, 3, 1))
        assert visit.title.startswith("Từ chối tiếp")
        assert not Duty.objects.filter(record=visit).exists()

    @pytest.mark.parametrize("ground", ["a", "h", "k"])
    def test_a_ground_of_the_new_law_is_not_offered_before_it(self, officer, ground, play_on):
        play_on(date(2026, 7, 3))
        assert self.refuse(officer, ground, "30/6/2026").status_code == 400
        assert not Visit.objects.exists()
        self.refuse(officer, ground, "1/7/2026")
        assert Visit.objects.get().refused_for == ground

    def test_nor_written_by_another_way(self, officer):
        with pytest.raises(Refusal, match="chưa có lý do"):
            writing.open_record(
                "luot_tiep",
                by=officer,
                unit=officer.at,
                on=date(2023, 3, 1),
                refused_for="h",
                outcome="tu_choi",
            )

    @pytest.mark.parametrize(("ground", "owed"), [("r3", True), ("h", True), ("r1", False), ("i", False)])
    def test_the_written_notice_is_owed_in_three_working_days_for_two_grounds(
        self, officer, play_on, ground, owed
    ):
        play_on(date(2026, 7, 3))
        self.refuse(officer, ground, "1/7/2026")
        duties = list(Visit.objects.get().duties.values_list("rule", "due_on"))
        assert duties == ([("TCD.REF.NOTICE", date(2026, 7, 6))] if owed else [])

    def test_before_the_law_set_days_none_run_and_the_notice_can_be_noted(self, officer):
        self.refuse(officer, "r3", "1/3/2023")
        visit = Visit.objects.get()
        assert not visit.duties.exists()
        told = writing.move(visit, "thong_bao_tu_choi", by=officer, on=date(2023, 3, 3))
        assert (told.state, told.refusal_told_on) == ("da_thong_bao", date(2023, 3, 3))

    def test_the_notice_meets_its_duty(self, officer, play_on):
        play_on(date(2026, 7, 3))
        self.refuse(officer, "h", "1/7/2026")
        writing.move(Visit.objects.get(), "thong_bao_tu_choi", by=officer, on=date(2026, 7, 3))
        assert Duty.objects.get(rule="TCD.REF.NOTICE").met_on == date(2026, 7, 3)

    @pytest.mark.parametrize(("ground", "step"), [("r1", "thong_bao_tu_choi"), ("r3", "tra_loi_tu_choi")])
    def test_a_paper_that_the_law_does_not_ask_for_is_no_step(self, officer, ground, step):
        self.refuse(officer, ground, "1/3/2023")
        with pytest.raises(Refusal):
            writing.move(Visit.objects.get(), step, by=officer, on=date(2023, 3, 1))

    def test_a_judgment_needs_a_written_reply(self, officer, play_on):
        play_on(date(2026, 7, 3))
        self.refuse(officer, "i", "1/7/2026")
        told = writing.move(Visit.objects.get(), "tra_loi_tu_choi", by=officer, on=date(2026, 7, 3))
        assert told.state == "da_thong_bao"

    def test_who_was_turned_away_is_not_counted_as_received(self, officer):
        send(officer)
        self.refuse(officer, "r2", "1/3/2023")
        for code in (
            "tcd.luot",
            "tcd.nguoi",
            "tcd.luot.thuong_xuyen",
            "tcd01.vu_viec",
            "tcd01.thuong_xuyen.nguoi",
        ):
            assert compute(officer.at, "2023-Q1", [code]).cell(code).value == 1, code

    def test_a_ground_is_asked_for(self, officer):
        answer = self.refuse(officer, "", "1/3/2023")
        assert "refused_for" in answer.context["form"].errors

    def test_a_visit_that_was_received_cannot_be_refused_afterwards(self, officer):
        send(officer)
        with pytest.raises(Refusal, match="đã được tiếp"):
            writing.move(Visit.objects.get(), "tu_choi_tiep", by=officer, on=date(2023, 3, 1))

    def test_a_denouncer_who_is_refused_is_not_named(self, officer):
        self.refuse(officer, "r1", "1/3/2023", content_kind="to_cao")
        assert not Visit.objects.get().people.exists()
