"""A tố cáo handed in over the network: its line in the register, its class, its signed paper, its way to inspection."""

from datetime import date

import pytest

from danvan.domains.petitions.denunciations import online
from danvan.domains.petitions.models import Channel, Kind, Letter
from danvan.records import writing
from danvan.records.models import PersonalDetails, SealItem
from danvan.records.seal import cases, items, senders
from danvan.records.seal.tests.seal_world import WHY, denunciation, make_world
from danvan.records.tests.desk_world import DAY
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
NEXT = date(2023, 3, 3)


@pytest.fixture
def world():
    return make_world()


def sent(world, *, is_named=True):
    """The letter as it is after its sender sent it."""
    letter = online.open_online(world.unit, DAY, is_named=is_named)
    holders = [(world.key(world.clerk).key, "tiep_nhan"), (world.key(world.settler).key, "giai_quyet")]
    cases.open_case(letter, holders, by=None)
    items.put(letter, "noi_dung", {"content": "Việc thử"}, by=None)
    senders.make(letter, "1980" if is_named else "")
    return letter


def sorted_out(letter, world, **more):
    values = {"kind": Kind.DENUNCIATION, "field": "dat_dai", "is_anonymous": letter.is_anonymous} | more
    return writing.move(letter, "phan_loai", by=world.clerk, on=DAY, **values)


def offered(letter, on=NEXT):
    return {move.key for move in letter.declared.moves_from(letter.state) if move.applies(letter, on)}


class TestTheLine:
    @pytest.mark.parametrize("is_named", [True, False])
    def test_it_holds_number_day_way_and_class_alone(self, world, is_named):
        letter = sent(world, is_named=is_named)
        kept = Letter.objects.get(pk=letter.pk)
        assert (kept.kind, kept.channel, kept.field) == (Kind.DENUNCIATION, Channel.PORTAL, None)
        assert (kept.received_on, kept.register_no, kept.signatories) == (DAY, 1, 1)
        assert (kept.secrecy, kept.identity_released_on, kept.created_by) == ("niem_phong", None, None)
        assert kept.is_anonymous is not is_named
        assert kept.title == "Đơn tố cáo"
        assert not PersonalDetails.objects.filter(record_id=kept.pk).exists()

    @pytest.mark.parametrize("is_named", [True, False])
    def test_the_days_of_sorting_run_from_the_day_it_came(self, world, is_named):
        letter = sent(world, is_named=is_named)
        assert [(duty.clock, duty.begins_on) for duty in letter.duties.all()] == [("xu_ly", DAY)]


class TestItsClass:
    @pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
    def test_it_becomes_nothing_else_since_its_words_would_come_out(self, world, kind):
        letter = sent(world)
        with pytest.raises(Refusal, match="gửi qua mạng là tố cáo"):
            sorted_out(letter, world, kind=kind, is_anonymous=False)
        letter.refresh_from_db()
        assert (letter.state, letter.secrecy) == ("tiep_nhan", "niem_phong")

    def test_another_letter_without_a_case_may(self, world):
        letter = writing.open_record("don", by=world.clerk, unit=world.unit, on=DAY)
        assert sorted_out(letter, world, kind=Kind.COMPLAINT, is_anonymous=False).kind == Kind.COMPLAINT

    @pytest.mark.parametrize("way", ["chuyen_len", "chuyen_vuot_cap"])
    def test_there_is_no_envelope_that_could_go_up(self, world, way):
        letter = sent(world)
        with pytest.raises(Refusal, match=r"không còn phong bì nào|không có cơ quan cấp trên trực tiếp"):
            writing.move(letter, way, by=world.clerk, on=DAY)
        letter.refresh_from_db()
        assert letter.unit_id == world.unit.pk


class TestTheSignedPaper:
    def test_a_named_one_is_not_accepted_before_it(self, world):
        letter = sorted_out(sent(world), world)
        assert letter.preregistered_on == DAY
        assert "thu_ly" not in offered(letter)
        assert {"nhan_ky_sau", "chuyen_thanh_tra", "luu"} <= offered(letter)

    def test_its_limit_begins_with_it(self, world):
        letter = sorted_out(sent(world), world)
        assert not letter.duties.filter(clock="xu_ly_ban_dau_to_cao").exists()
        letter = writing.move(letter, "nhan_ky_sau", by=world.clerk, on=NEXT)
        assert letter.duties.get(clock="xu_ly_ban_dau_to_cao").begins_on == NEXT
        assert "thu_ly" in offered(letter)
        assert "chuyen_thanh_tra" not in offered(letter)

    def test_the_case_tells_its_holders_that_it_came(self, world):
        letter = sorted_out(sent(world), world)
        writing.move(letter, "nhan_ky_sau", by=world.clerk, on=NEXT)
        *_others, last = items.read(letter, WHY, unlocked=world.key(world.settler))
        assert (last.item.kind, last.values) == ("ghi_chu", {"text": "Nhận bản có chữ ký ngày 3/3/2023."})
        assert last.item.by == world.clerk

    def test_a_case_that_came_otherwise_is_told_nothing(self, world):
        letter = denunciation(world.clerk)
        cases.open_case(letter, [(world.key(world.clerk).key, "tiep_nhan")], by=world.clerk)
        online.note_signed(letter, world.clerk, NEXT)
        assert not SealItem.objects.exists()

    def test_a_unit_that_seals_no_more_takes_the_step_all_the_same(self, world, monkeypatch):
        letter = sorted_out(sent(world), world)
        monkeypatch.setattr(online.modes, "seals_here", lambda *_asked: False)
        assert writing.move(letter, "nhan_ky_sau", by=world.clerk, on=NEXT).signed_on == NEXT
        assert not SealItem.objects.filter(kind="ghi_chu").exists()


class TestWithoutAName:
    def test_it_waits_for_no_paper_and_is_never_accepted(self, world):
        letter = sorted_out(sent(world, is_named=False), world)
        assert letter.preregistered_on is None
        assert not {"thu_ly", "nhan_ky_sau"} & offered(letter)
        assert {"chuyen_thanh_tra", "luu"} <= offered(letter)

    def test_with_evidence_it_goes_to_inspection(self, world):
        letter = sorted_out(sent(world, is_named=False), world)
        letter = writing.move(letter, "chuyen_thanh_tra", by=world.verifier, on=NEXT)
        assert (letter.state, letter.passed_to) == ("chuyen", "thanh_tra")

    def test_without_it_it_is_filed(self, world):
        letter = sorted_out(sent(world, is_named=False), world, is_eligible=False, unfit="khong_ro_noi_dung")
        assert "chuyen_thanh_tra" not in offered(letter)
        assert writing.move(letter, "luu", by=world.verifier, on=NEXT).state == "luu"
