"""An accepted letter turns out to be a tố cáo: its matter ends by its own step, both are emptied, sealed, told of."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from tests.support.dump import holding

from danvan.domains.petitions.denunciations import reclassifying
from danvan.domains.petitions.denunciations.reclassifying import (
    Ending,
    Found,
    endings,
    reclassify,
    released_since,
    remains,
    why_not,
)
from danvan.domains.petitions.denunciations.unsealing import check_denunciation
from danvan.domains.petitions.feedback import handling as feedback
from danvan.domains.petitions.hard import keeping
from danvan.domains.petitions.models import Feedback, HardMatter, Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import NAMED, classified, clocks
from danvan.domains.petitions.tying import joining
from danvan.org.tests.factories import make_account
from danvan.records import envelopes, files, writing
from danvan.records.files.tests import samples
from danvan.records.models import (
    EnvelopeAct,
    HistoryRow,
    Link,
    Message,
    NationalList,
    NationalUpdate,
    Paper,
    PersonalDetails,
    Record,
)
from danvan.records.tests.factories import compiler, handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, LATER, LAST = date(2023, 2, 1), date(2023, 2, 8), date(2023, 2, 14)
WORD = "zqxvuviecphanloailaizqx"
WHY = Found.CONTENT
DECIDED = Ending("giai_quyet", {"result": "sai"})
WITHDRAWN = Ending("rut_don", {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "khong"})


@pytest.fixture
def accepted(officer):
    """A named complaint and its matter, with words wherever words can stand."""
    letter = classified(officer, IN, personal={**NAMED, "content": WORD, "full_name": f"Bà {WORD}"})
    letter = writing.move(letter, "thu_ly", by=officer, on=LATER)
    matter = Matter.objects.get()
    for record in (letter, matter):
        file = files.attach(record, f"{WORD}.pdf", samples.pdf(WORD), by=officer)
        files.reading.confirm(file, f"Văn bản {WORD}", by=officer)
        Message.objects.create(record_id=record.pk, key=f"k{record.pk}", text=WORD)
    PersonalDetails.objects.create(record_id=matter.pk, content=WORD)
    return letter


def fresh(record):
    return type(record).objects.get(pk=record.pk)


class TestWhatItDoes:
    @pytest.mark.parametrize("ending", [DECIDED, WITHDRAWN])
    def test_nothing_of_the_person_is_left_in_either(
        self, officer, accepted, ending, as_app, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=ending)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert not holding(WORD)
        assert not PersonalDetails.objects.exists()

    def test_the_letter_is_open_as_a_denunciation_and_the_matter_ended_and_sealed(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        matter = Matter.objects.get()
        assert (letter.kind, letter.state, letter.secrecy) == ("to_cao", "da_phan_loai", "niem_phong")
        assert letter.closed_on is None
        assert (matter.state, matter.closed_on, matter.secrecy) == ("giai_quyet", LAST, "niem_phong")
        assert matter.identity_released_on is None
        assert Record.objects.get(pk=matter.pk).secrecy == "niem_phong"

    def test_both_lines_of_the_history_say_the_one_reason(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=Found.SENDER, ending=WITHDRAWN)
        for record, table in ((letter, "petitions_letter"), (Matter.objects.get(), "petitions_matter")):
            rows = HistoryRow.objects.filter(chain=f"record:{record.pk}", table=table)
            assert str(Found.SENDER.label) in {row.reason for row in rows}

    def test_what_belongs_to_the_earlier_class_goes(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert (letter.handled_on, letter.handling) == (None, None)
        assert letter.classified_on == LAST

    def test_its_limits_are_those_of_a_denunciation(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert letter.duties.filter(clock="xu_ly_ban_dau_to_cao", met_on__isnull=True).exists()
        assert not Matter.objects.get().duties.filter(clock="giai_quyet", met_on__isnull=True).exists()

    def test_accepted_again_it_opens_a_matter_of_its_class(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        writing.move(letter, "thu_ly", by=officer, on=LAST)
        new = Matter.objects.get(kind=Kind.DENUNCIATION)
        assert new.received_on == LAST
        assert "TC.S" in clocks(new).values()

    def test_nothing_can_be_written_to_the_matter_again(self, officer, accepted):
        reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        pk = Matter.objects.get().pk
        for write in (
            lambda: PersonalDetails.objects.create(record_id=pk, content="x"),
            lambda: Message.objects.create(record_id=pk, key="n", text="x"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                write()
        with pytest.raises((Refusal, IntegrityError)), transaction.atomic():
            files.attach(Matter.objects.get(), "a.pdf", samples.pdf("x"), by=officer)

    def test_nor_to_the_register_of_hard_matters(self, officer, accepted):
        matter = Matter.objects.get()
        told = {
            "is_long": True,
            "leader_post": WORD,
            "plan": WORD,
            "next_step": WORD,
            "next_on": date(2023, 4, 1),
        }
        spell = keeping.enter(matter, by=officer, on=LATER, **told)
        keeping.note_contact(spell, by=officer, on=LATER, kind="tiep", note=WORD)
        reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert not holding(WORD)
        kept = HardMatter.objects.get()
        assert (kept.entered_on, kept.is_long, kept.contacts.get().kind) == (LATER, True, "tiep")
        with pytest.raises(Refusal, match="sổ theo dõi chỉ có số"):
            keeping.note_contact(kept, by=officer, on=LAST, kind="tiep", note=WORD)

    def test_the_database_s_own_function_forgets_nothing_of_a_named_matter(self, officer, accepted):
        told = {
            "is_long": True,
            "leader_post": "x",
            "plan": "x",
            "next_step": "x",
            "next_on": date(2023, 4, 1),
        }
        spell = keeping.enter(Matter.objects.get(), by=officer, on=LATER, **told)
        keeping.note_contact(spell, by=officer, on=LATER, kind="tiep", note="Lời ghi")
        with connection.cursor() as cursor:
            cursor.execute("SELECT petitions_forget_contacts(%s)", [spell.record_id])
        assert spell.contacts.get().note == "Lời ghi"
        with pytest.raises(DatabaseError), transaction.atomic():
            spell.contacts.update(note="")

    @pytest.mark.parametrize("before", [None, "{}", "{pgtrigger_other_12345,pgtrigger_more_12345}"])
    def test_forgetting_leaves_every_trigger_as_it_was(self, officer, accepted, before, as_app):
        reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        with connection.cursor() as cursor:
            if before:
                cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [before])
            cursor.execute("SELECT petitions_forget_contacts(%s)", [Matter.objects.get().pk])
            cursor.execute("SELECT current_setting('pgtrigger.ignore')")
            assert cursor.fetchone()[0] == (before or "{}")

    def test_a_later_step_of_the_matter_leaves_it_sealed(self, officer, accepted):
        reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert writing.move(Matter.objects.get(), "gui", by=officer, on=LAST).secrecy == "niem_phong"

    def test_what_stood_in_public_is_gone_and_does_not_stand_in_the_way(self, officer):
        letter = classified(officer, IN, Kind.PROPOSAL, personal={**NAMED, "content": WORD})
        letter = writing.move(letter, "thu_ly", by=officer, on=LATER)
        feedback.show(letter, by=officer, text=f"Ổ gà {WORD}", place="Đường Một")
        reclassify(
            letter, by=officer, on=LAST, reason=WHY, ending=Ending("giai_quyet", {"result": "da_tra_loi"})
        )
        assert not Feedback.objects.exists()
        assert not holding(WORD)

    def test_of_a_settled_matter_only_the_words_go(self, officer, accepted):
        writing.move(Matter.objects.get(), "giai_quyet", by=officer, on=LATER, result="dung")
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY)
        matter = Matter.objects.get()
        assert (matter.result, matter.closed_on, matter.secrecy) == ("dung", LATER, "niem_phong")
        assert letter.kind == Kind.DENUNCIATION
        assert not holding(WORD)

    def test_what_was_done_stands_in_the_history_of_both(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        told = EnvelopeAct.objects.filter(act=EnvelopeAct.Act.PURGED).values_list("record_id", flat=True)
        assert set(told) == {letter.pk, Matter.objects.get().pk}

    def test_a_visit_joined_to_the_matter_is_emptied_and_sealed(self, officer, accepted):
        visit = writing.open_record(
            "luot_tiep",
            by=officer,
            unit=officer.at,
            on=LATER,
            channel="thuong_xuyen",
            content_kind="khieu_nai",
            personal={"full_name": f"Ông {WORD}"},
        )
        Link.objects.create(record_id=visit.pk, source_id=Matter.objects.get().pk, kind=Link.Kind.JOINS)
        reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert not holding(WORD)
        assert Record.objects.get(pk=visit.pk).secrecy == "niem_phong"


class TestRefusals:
    def unchanged(self, letter):
        return fresh(letter).kind == Kind.COMPLAINT and Matter.objects.get().closed_on is None

    @pytest.mark.parametrize("typed", ["", "vì bà ấy tố cáo", "NOI_DUNG"])
    def test_a_reason_of_the_list(self, officer, accepted, typed):
        with pytest.raises(Refusal, match="chọn một lý do"):
            reclassify(accepted, by=officer, on=LAST, reason=typed, ending=DECIDED)
        assert self.unchanged(accepted)

    @pytest.mark.parametrize("ending", [None, Ending("x"), Ending("giao_xac_minh"), Ending("co_hieu_luc")])
    def test_a_step_that_ends_the_matter(self, officer, accepted, ending):
        with pytest.raises(Refusal, match="bước kết thúc"):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=ending)
        assert self.unchanged(accepted)

    @pytest.mark.parametrize(
        ("ending", "sentence"),
        [
            (Ending("giai_quyet"), "kết quả"),
            (
                Ending("rut_don", {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "co"}),
                "ép buộc",
            ),
            (Ending("giai_quyet", {"result": "cong_nhan"}), "lần giải quyết thứ hai"),
        ],
    )
    def test_the_matter_s_own_checks_hold(self, officer, accepted, ending, sentence):
        with pytest.raises(Refusal, match=sentence), transaction.atomic():
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=ending)
        assert self.unchanged(accepted)
        assert PersonalDetails.objects.filter(pk=accepted.pk).exists()

    def test_no_discontinuation_before_the_law_knew_it(self, officer, accepted):
        ending = Ending("dinh_chi", {"end_ground": "khong_con_doi_tuong"})
        with pytest.raises(Refusal, match="bước kết thúc"):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=ending)

    def test_not_on_a_day_before_acceptance(self, officer, accepted):
        with pytest.raises(Refusal), transaction.atomic():
            reclassify(accepted, by=officer, on=IN, reason=WHY, ending=DECIDED)
        assert self.unchanged(accepted)

    @pytest.mark.parametrize("role", ["tiep_dan", "thanh_tra", "tong_hop"])
    def test_who_may_not_do_both_steps_does_none(self, officer, accepted, role):
        account = compiler(officer.at) if role == "tong_hop" else make_account(role, officer.at)
        with pytest.raises(Refusal, match="không có quyền"), transaction.atomic():
            reclassify(accepted, by=account, on=LAST, reason=WHY, ending=DECIDED)
        assert self.unchanged(accepted)

    def test_not_while_the_matter_has_another_s_letter(self, officer, accepted):
        other = classified(officer, LATER, personal=NAMED)
        joining.join(other, Matter.objects.get(), by=officer, reason="cung_noi_dung")
        assert "đơn của người khác" in why_not(fresh(accepted))
        with pytest.raises(Refusal, match=r"đơn của người khác.*nhận một đơn mới, niêm phong"):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        with pytest.raises(Refusal, match=r"vụ việc phải kết thúc|khác"):
            reclassify(other, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert PersonalDetails.objects.filter(pk=other.pk).exists()

    def test_not_while_a_named_letter_was_joined_to_it(self, officer, accepted):
        other = classified(officer, LATER, personal=NAMED)
        joining.join_letters(other, accepted, by=officer, reason="gui_them")
        with pytest.raises(Refusal, match=r"người khác|lộ người tố cáo"):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        link = Link.objects.select_related("record__unit", "source__unit").get(record_id=other.pk)
        joining.untie(link, by=officer, on=LAST, reason="gan_nham")
        assert reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED).kind == Kind.DENUNCIATION

    def test_not_while_a_second_instance_goes_on(self, officer, accepted):
        first = Matter.objects.get()
        second = writing.open_record(
            "vu_viec", by=officer, unit=officer.at, on=LATER, kind=Kind.COMPLAINT, field="dat_dai", instance=2
        )
        joining.tie_second(second, first, by=officer)
        assert "lộ người tố cáo" in why_not(fresh(accepted))

    def test_not_twice_and_not_of_what_is_none(self, officer, accepted):
        letter = reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        with pytest.raises(Refusal, match="đã được phân loại là tố cáo"):
            reclassify(letter, by=officer, on=LAST, reason=WHY)
        plain = classified(officer, IN, personal=NAMED)
        with pytest.raises(Refusal, match="chưa thụ lý"):
            reclassify(plain, by=officer, on=LAST, reason=WHY)

    def test_a_stranger_s_letter_is_refused(self, accepted):
        with pytest.raises(Refusal, match="không có quyền"):
            reclassify(accepted, by=handler(), on=LAST, reason=WHY, ending=DECIDED)


class TestEndings:
    def test_of_a_complaint_before_july_2026_a_decision_or_a_withdrawal(self, accepted):
        assert {move.key for move in endings(Matter.objects.get(), LAST)} == {"giai_quyet", "rut_don"}

    def test_from_july_2026_a_discontinuation_too(self, accepted):
        assert "dinh_chi" in {move.key for move in endings(Matter.objects.get(), date(2026, 7, 1))}

    def test_each_closes(self, accepted):
        assert all(move.closes for move in endings(Matter.objects.get(), LAST))


class TestWhatRemains:
    def test_backups_from_the_first_day_in_clear_to_this_one(self, officer, accepted):
        (sentence,) = remains(fresh(accepted), LAST)
        assert "1/2/2023 đến 14/2/2023" in sentence
        assert "hủy hoặc niêm phong" in sentence

    def test_the_first_day_is_that_of_the_visit_where_it_came_from_one(self, officer):
        visit = writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=IN, channel="thuong_xuyen", content_kind="khieu_nai"
        )
        letter = writing.open_record("don", by=officer, unit=officer.at, on=IN, arises_from=visit)
        told = {"kind": "khieu_nai", "field": "dat_dai"}
        letter = writing.move(letter, "phan_loai", by=officer, on=LATER, **told)
        assert released_since(letter) == IN

    def test_the_code_of_the_national_database(self, officer, accepted):
        NationalUpdate.objects.create(
            record_id=accepted.pk, code="DT-1", on=LATER, by=officer, at="2023-02-08T00:00Z"
        )
        assert "DT-1" in " ".join(remains(fresh(accepted), LAST))

    def test_lists_with_persons_that_held_it_and_no_others(self, officer, accepted):
        def made(since, until, is_personal=True, unit=None):
            return NationalList.objects.create(
                by=officer, unit=unit, since=since, until=until, rows=1, is_personal=is_personal
            )

        made(LATER, LAST)
        made(IN, LAST, is_personal=False)
        made(IN, LAST, unit=handler().at)
        assert len(remains(fresh(accepted), LAST)) == 1
        made(IN, IN, unit=officer.at)
        assert "tải về ngày" in " ".join(remains(fresh(accepted), LAST))

    def test_papers_that_went_out_of_the_letter_and_of_its_matter_but_none_that_waits(
        self, officer, accepted
    ):
        def paper(record, number, state="da_ban_hanh"):
            Paper.objects.create(
                record_id=record.pk,
                unit=officer.at,
                key="thu_ly",
                title="Thông báo thụ lý",
                audience="nguoi_gui",
                state=state,
                prepared_on=LATER,
                number=number,
                book_on=LATER,
                dated_on=LATER,
                issued_at="2023-02-08T00:00Z",
                sha256="0" * 64,
            )

        paper(accepted, "7/TB")
        paper(Matter.objects.get(), "8/TB")
        paper(accepted, "", state="cho_so")
        (sentence,) = [one for one in remains(fresh(accepted), LAST) if "Văn bản đã gửi" in one]
        assert "Thông báo thụ lý 7/TB; Thông báo thụ lý 8/TB." in sentence


def test_letters_alone_are_what_it_was_made_for(officer, accepted):
    assert why_not(Letter.objects.get(pk=accepted.pk)) == ""


class TestAtTheSameTime:
    """One officer joins a neighbour's letter to the matter while another finds that it is a tố cáo."""

    @staticmethod
    def beside(act, told):
        """`act` on a connection of its own; what it refuses is told."""

        def run():
            try:
                act()
                told.append("")
            except Refusal as refusal:
                told.append(str(refusal))
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    @pytest.mark.django_db(transaction=True)
    def test_who_reclassifies_waits_for_the_tie_and_is_refused(self):
        officer, told = handler(), []
        letter = writing.move(classified(officer, IN, personal=NAMED), "thu_ly", by=officer, on=LATER)
        matter, other = Matter.objects.get(), classified(officer, LATER, personal=NAMED)
        with transaction.atomic():
            joining.join(other, matter, by=officer, reason="nhieu_nguoi")
            thread = self.beside(
                lambda: reclassify(letter, by=officer, on=LAST, reason=WHY, ending=DECIDED), told
            )
            thread.join(1.5)
            assert thread.is_alive(), "it went on before the tie was written"
        thread.join(30)
        assert told[0].startswith("Vụ việc còn đơn của người khác")
        assert (fresh(letter).kind, fresh(matter).closed_on) == (Kind.COMPLAINT, None)

    @pytest.mark.django_db(transaction=True)
    def test_who_joins_waits_for_the_seal_and_is_refused(self):
        officer, told = handler(), []
        letter = writing.move(classified(officer, IN, personal=NAMED), "thu_ly", by=officer, on=LATER)
        matter, other = Matter.objects.get(), classified(officer, LATER, personal=NAMED)
        with transaction.atomic():
            reclassify(letter, by=officer, on=LAST, reason=WHY, ending=DECIDED)
            thread = self.beside(lambda: joining.join(other, matter, by=officer, reason="nhieu_nguoi"), told)
            thread.join(1.5)
            assert thread.is_alive()
        thread.join(30)
        assert told[0]
        assert fresh(letter).kind == Kind.DENUNCIATION
        assert not Link.objects.filter(source_id=other.pk).exists()

    def test_a_matter_tied_while_it_waited_is_not_taken_unlocked(self, officer, accepted, monkeypatch):
        answers = iter([[], [Matter.objects.get().pk]])
        monkeypatch.setattr(reclassifying, "_matters_of", lambda letter: next(answers))
        with pytest.raises(Refusal, match="vừa được gắn với vụ việc khác"):
            reclassify(accepted, by=officer, on=LAST, reason=WHY, ending=DECIDED)
        assert fresh(accepted).kind == Kind.COMPLAINT


def test_the_step_itself_looks_at_letters_of_a_sealed_matter_again(officer, accepted):
    """Whatever wrote the tie: nobody's name hangs on a matter of a tố cáo."""
    matter, other = Matter.objects.get(), classified(officer, LATER, personal=NAMED)
    writing.move(matter, "giai_quyet", by=officer, on=LATER, result="sai")
    Link.objects.create(record_id=matter.pk, source_id=other.pk, kind=Link.Kind.JOINS)
    envelopes.reseal(fresh(matter), by=officer)
    with pytest.raises(Refusal, match="gắn với hồ sơ khác"):
        check_denunciation(fresh(accepted), LAST)
    assert PersonalDetails.objects.filter(pk=accepted.pk).exists()
