"""A letter found at classification to be about the own lead, or the lead above, leaves the office with its envelope."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.org.models import Kind, UnitName
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import envelopes, writing
from danvan.records.models import (
    Duty,
    Envelope,
    EnvelopeAct,
    HandedUp,
    Link,
    PersonalDetails,
    Record,
    RegisterBook,
)
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
SAID = {"full_name": "Trần Thị Thử", "content": "tố cáo Chủ tịch xã"}
UP, PAST = "chuyen_len", "chuyen_vuot_cap"


@pytest.fixture
def province():
    return make_unit(kind=Kind.PROVINCE)


@pytest.fixture
def district(province):
    return make_unit(kind=Kind.DISTRICT, parent=province)


@pytest.fixture
def commune(district):
    return make_unit(kind=Kind.COMMUNE, parent=district)


def officer_of(unit, role="xu_ly", **more):
    account = make_account(role, unit, **more)
    account.at = unit
    return account


@pytest.fixture
def clerk(commune):
    return officer_of(commune)


@pytest.fixture
def letter(clerk):
    found = letter_of(clerk, DAY, signatories=3, incoming_number="12", is_repeated=True)
    envelopes.seal(found, SAID, [("a.pdf", b"%PDF-1.7")])
    return found


def up(letter, clerk, key=UP, on=DAY):
    return writing.move(letter, key, by=clerk, on=on)


class TestTheUnitAbove:
    def test_takes_it_in_as_an_envelope_handed_up(self, letter, clerk, district):
        moved = up(letter, clerk)
        assert (moved.unit_id, moved.state, moved.channel) == (district.pk, "tiep_nhan", "chuyen_len")
        assert (moved.signatories, moved.is_repeated, moved.incoming_number) == (1, False, "")
        assert (moved.received_on, moved.closed_on, moved.holder_id, moved.kind) == (DAY, None, None, None)
        assert moved.secrecy == Record.Secrecy.SEALED
        assert moved.number == f"1/{DAY.year}"

    def test_the_receipt_code_stays_the_senders(self, letter, clerk):
        assert up(letter, clerk).public_id == letter.public_id

    def test_the_envelope_goes_along_untouched_and_unread(self, letter, clerk):
        before = list(Envelope.objects.values_list("pk", "key_id", "ciphertext"))
        acts = EnvelopeAct.objects.count()
        up(letter, clerk)
        assert list(Envelope.objects.values_list("pk", "key_id", "ciphertext")) == before
        assert EnvelopeAct.objects.count() == acts
        assert not PersonalDetails.objects.exists()

    def test_its_officers_open_and_classify_it(self, letter, clerk, district):
        moved, above = up(letter, clerk), officer_of(district)
        assert envelopes.read(moved, by=above, reason="phan_loai").values == SAID
        found = writing.move(moved, "phan_loai", by=above, on=DAY, kind="to_cao", field="cong_chuc_cong_vu")
        assert found.state == "da_phan_loai"

    def test_its_limit_runs_from_the_day_it_came_there(self, clerk, district):
        old = letter_of(clerk, DAY)
        later = date(DAY.year, DAY.month, DAY.day + 3)
        moved = up(old, clerk, on=later)
        [duty] = Duty.objects.filter(record_id=moved.pk)
        assert (duty.unit_id, duty.begins_on, duty.met_on) == (district.pk, later, None)
        assert moved.received_on == later

    def test_it_takes_the_next_number_of_its_own_register(self, letter, clerk, district):
        RegisterBook.take(district.pk, "don", DAY.year, 4)
        assert up(letter, clerk).number == f"5/{DAY.year}"

    def test_what_hung_on_it_below_does_not_lead_there(self, letter, clerk, as_app):
        other = letter_of(clerk, DAY)
        Link.objects.create(record_id=letter.pk, source_id=other.pk)
        up(letter, clerk)
        page = desk_of(clerk).get(other.get_absolute_url()).content.decode()
        assert letter.public_id not in page


ROLES = ("xu_ly", "tiep_dan", "lanh_dao", "giai_quyet", "van_thu", "thanh_tra", "tong_hop", "quan_tri")


class TestTheOldUnit:
    @pytest.mark.parametrize("role", [*ROLES, "he_thong", "kiem_toan"])
    def test_no_role_there_finds_it_any_more(self, letter, clerk, commune, role, as_app):
        moved = up(letter, clerk)
        account = officer_of(commune, role, covers_below=True)
        browser = desk_of(account)
        assert not Record.objects.visible_to(account).filter(pk=moved.pk).exists()
        assert browser.get(moved.get_absolute_url()).status_code == 404
        for key in ("phan_loai", UP):
            path = reverse("records:move", args=[moved.public_id, key])
            assert browser.post(path, moving(moved, kind="to_cao")).status_code == 404
        with pytest.raises(Refusal):
            envelopes.read(moved, by=account, reason="phan_loai")
        with pytest.raises(Refusal):
            writing.move(moved, "phan_loai", by=account, on=DAY, kind="to_cao", field="dat_dai")

    def test_it_leaves_lists_counts_and_duties(self, letter, clerk, commune):
        up(letter, clerk)
        assert not Letter.objects.filter(unit=commune).exists()
        assert not Duty.objects.filter(unit=commune, record__isnull=False).exists()

    def test_its_number_stays_as_a_blank_line(self, letter, clerk, commune, as_app):
        up(letter, clerk)
        [line] = HandedUp.objects.all()
        assert (line.unit_id, line.number, line.on, line.record_id) == (
            commune.pk,
            f"1/{DAY.year}",
            DAY,
            None,
        )
        page = desk_of(clerk).get(reverse("records:hand_up")).content.decode()
        assert f"Số 1/{DAY.year}: đã chuyển lên cấp trên" in page
        assert letter.public_id not in page

    def test_the_number_is_given_to_no_other(self, letter, clerk):
        up(letter, clerk)
        assert letter_of(clerk, DAY).register_no == 2

    @pytest.mark.parametrize("role", ["van_thu", "thanh_tra", "quan_tri"])
    def test_the_lines_are_for_who_classifies(self, letter, clerk, commune, role, as_app):
        up(letter, clerk)
        page = desk_of(officer_of(commune, role)).get(reverse("records:hand_up")).content.decode()
        assert "đã chuyển lên cấp trên ngày" not in page

    def test_the_page_of_the_step_ends_where_the_record_is_gone(self, letter, clerk, as_app):
        browser = desk_of(clerk)
        path = reverse("records:move", args=[letter.public_id, UP])
        answer = browser.post(path, moving(letter), follow=True)
        assert answer.redirect_chain == [(reverse("records:hand_up"), 302)]
        assert Letter.objects.get().unit_id != clerk.at.pk

    def test_the_ticked_box_names_the_step(self, letter, clerk, as_app):
        path = reverse("records:move", args=[letter.public_id, "phan_loai"])
        sent = moving(letter, kind="to_cao", field="dat_dai", own_lead="on")
        page = desk_of(clerk).post(path, sent).content.decode()
        assert "Chuyển nguyên phong bì…" in page
        letter.refresh_from_db()
        assert letter.state == "tiep_nhan"


class TestNothingAboveInTheList:
    @pytest.fixture
    def alone(self):
        return officer_of(make_unit(kind=Kind.COMMUNE))

    @pytest.fixture
    def stays(self, alone):
        found = letter_of(alone, DAY)
        envelopes.seal(found, SAID)
        return up(found, alone)

    def test_number_and_day_stay_and_the_letter_is_over(self, stays, alone):
        assert (stays.unit_id, stays.state, stays.closed_on, stays.kind) == (alone.at.pk, "chuyen", DAY, None)
        assert not Duty.objects.open().filter(record_id=stays.pk).exists()
        assert HandedUp.objects.get().record_id == stays.pk

    @pytest.mark.parametrize("role", ["xu_ly", "tiep_dan"])
    def test_nobody_there_reads_or_destroys_the_envelope(self, stays, alone, role):
        account = officer_of(alone.at, role)
        for act in (
            lambda: envelopes.read(stays, by=account, reason="phan_loai"),
            lambda: envelopes.destroy(stays, by=account),
        ):
            with pytest.raises(Refusal, match="đã chuyển nguyên lên cấp trên"):
                act()
        assert Envelope.objects.exists()

    @pytest.mark.parametrize("key", ["phan_loai", "phan_loai_lai", UP, PAST, "sua_thong_tin"])
    def test_nobody_classifies_it(self, stays, alone, key):
        with pytest.raises(Refusal):
            writing.move(stays, key, by=alone, on=DAY)

    def test_past_a_level_that_is_not_there_is_refused(self, alone):
        with pytest.raises(Refusal, match="không có cơ quan cấp trên"):
            up(letter_of(alone, DAY), alone, PAST)
        assert not HandedUp.objects.exists()


class TestTheLeadAbove:
    def test_it_goes_past_the_denounced_office(self, letter, clerk, district, province):
        moved = up(letter, clerk, PAST)
        assert moved.unit_id == province.pk
        for role in ("lanh_dao", "xu_ly", "tiep_dan"):
            account = officer_of(district, role, covers_below=True)
            assert not Record.objects.visible_to(account).filter(pk=moved.pk).exists()

    @pytest.mark.parametrize("role", ["xu_ly", "tiep_dan"])
    def test_who_covers_the_office_from_above_opens_no_envelope_of_it(self, letter, district, role):
        above = officer_of(district, role, covers_below=True)
        with pytest.raises(Refusal, match="tại chính đơn vị này"):
            envelopes.read(letter, by=above, reason="phan_loai")

    def test_nor_by_giving_it_a_class_that_lets_it_out(self, letter, district):
        above = officer_of(district, covers_below=True)
        with pytest.raises(Refusal, match="tại chính đơn vị này"):
            writing.move(letter, "phan_loai", by=above, on=DAY, kind="kien_nghi_phan_anh", field="dat_dai")
        assert envelopes.is_sealed(letter)
        assert not PersonalDetails.objects.exists()

    def test_his_page_offers_no_opening(self, letter, district, as_app):
        page = desk_of(officer_of(district, covers_below=True)).get(letter.get_absolute_url())
        path = reverse("records:envelope", args=[letter.public_id])
        assert f'action="{path}"' not in page.content.decode()

    def test_while_who_works_there_is_offered_it(self, letter, clerk, as_app):
        path = reverse("records:envelope", args=[letter.public_id])
        assert f'action="{path}"' in desk_of(clerk).get(letter.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("box", ["own_lead", "lead_above"])
    def test_the_box_at_intake_writes_nothing_and_names_the_way(self, clerk, box, as_app):
        from danvan.records.desk.submissions import new_key

        path = reverse("records:open", args=["don"])
        sent = {"unit": str(clerk.at.pk), "key": new_key(), "on": f"{DAY:%d/%m/%Y}", box: "on"}
        answer = desk_of(clerk).post(path, sent)
        assert answer.status_code == 400
        assert "chuyển ngay đến" in answer.content.decode()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(("asked", "to"), [("", "district"), ("?vuot-cap=1", "province")])
    def test_the_paper_is_for_who_settles(self, clerk, asked, to, request, as_app):
        unit = request.getfixturevalue(to)
        page = desk_of(clerk).get(reverse("records:hand_up") + asked).content.decode()
        told = page.partition("Kính gửi:")[2].partition("</p>")[0]
        assert UnitName.objects.get(unit=unit).name in told

    def test_with_nothing_above_no_paper_goes_past_it(self, as_app):
        browser = desk_of(officer_of(make_unit()))
        page = browser.get(reverse("records:hand_up") + "?vuot-cap=1").content.decode()
        assert "không qua" not in page
        assert "vuot-cap" not in page


class TestWhatDoesNotGoUp:
    def test_a_classified_letter(self, letter, clerk):
        found = writing.move(letter, "phan_loai", by=clerk, on=DAY, kind="to_cao", field="dat_dai")
        with pytest.raises(Refusal, match="Không thể"):
            up(found, clerk)

    def test_a_released_one_by_the_writer_itself(self, letter, clerk, district):
        found = writing.move(
            letter, "phan_loai", by=clerk, on=DAY, kind="kien_nghi_phan_anh", field="dat_dai"
        )
        with pytest.raises(Refusal, match="chưa phân loại"):
            writing.hand_up(found, district, by=clerk, on=DAY)

    @pytest.mark.parametrize("role", ["van_thu", "giai_quyet", "lanh_dao", "quan_tri"])
    def test_by_who_may_not_classify(self, letter, commune, role):
        with pytest.raises(Refusal, match="không có quyền"):
            up(letter, officer_of(commune, role))
        assert not HandedUp.objects.exists()

    def test_the_line_is_neither_changed_nor_removed(self, letter, clerk):
        from django.db import InternalError, transaction
        from django.db.utils import DatabaseError

        up(letter, clerk)
        for act in (lambda rows: rows.update(register_no=9), lambda rows: rows.delete()):
            with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
                act(HandedUp.objects.all())
