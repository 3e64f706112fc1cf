"""Complaints and tố cáo that came over a wire: sorted at once, but no limit of the law runs before the signed paper."""

from datetime import date

import pytest

from danvan.domains.petitions.flow import LETTER
from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tests.factories import clocks, duty, received
from danvan.records import writing
from danvan.records.loading import Row, load
from danvan.records.models import Duty
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, SORTED, SIGNED = date(2023, 2, 1), date(2023, 2, 3), date(2023, 2, 20)
WIRES = ("thu_dien_tu", "cong_truc_tuyen")


def sorted_as(officer, kind, channel="thu_dien_tu", on=SORTED, **fields):
    letter = received(officer, IN, channel=channel)
    return writing.move(letter, "phan_loai", by=officer, on=on, kind=kind, field="dat_dai", **fields)


def offered(letter, on=SIGNED):
    return {move.key for move in LETTER.moves_for(letter, on)}


@pytest.mark.parametrize("channel", WIRES)
@pytest.mark.parametrize(
    ("kind", "absent"), [("khieu_nai", "thu_ly_khieu_nai"), ("to_cao", "xu_ly_ban_dau_to_cao")]
)
def test_no_limit_of_the_law_begins_without_signature(officer, channel, kind, absent):
    letter = sorted_as(officer, kind, channel)
    assert absent not in clocks(letter)
    assert duty(letter, "xu_ly").met_on == SORTED
    assert (letter.preregistered_on, letter.signed_on, letter.state) == (IN, None, "da_phan_loai")


@pytest.mark.parametrize(
    ("kind", "clock", "competent"),
    [
        ("khieu_nai", "thu_ly_khieu_nai", True),
        ("to_cao", "xu_ly_ban_dau_to_cao", True),
        ("to_cao", "chuyen_to_cao", False),
    ],
)
def test_the_limit_runs_from_the_signed_paper(officer, kind, clock, competent):
    letter = sorted_as(officer, kind, is_competent=competent)
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=SIGNED)
    assert letter.signed_on == SIGNED
    assert duty(letter, clock).begins_on == SIGNED
    assert Duty.objects.get(record_id=letter.pk, clock="xu_ly", met_on=None).begins_on == SIGNED


def test_signed_on_the_day_of_sorting_the_work_goes_on(officer):
    letter = sorted_as(officer, "khieu_nai", on=IN)
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=IN)
    [handling] = Duty.objects.filter(record_id=letter.pk, clock="xu_ly")
    assert (handling.begins_on, handling.met_on) == (IN, None)


def test_a_paper_signed_under_the_new_law_goes_by_it(officer, play_on):
    play_on(date(2026, 7, 20))
    letter = received(officer, date(2026, 6, 29), channel="thu_dien_tu")
    letter = writing.move(
        letter, "phan_loai", by=officer, on=date(2026, 6, 30), kind="khieu_nai", field="khac"
    )
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=date(2026, 7, 1))
    assert clocks(letter)["thu_ly_khieu_nai"] == "KN.ACC.2"


def test_it_is_not_accepted_before(officer):
    letter = sorted_as(officer, "khieu_nai")
    assert "thu_ly" not in offered(letter)
    with pytest.raises(Refusal, match="chưa có bản ký nên chưa thụ lý"):
        writing.move(letter, "thu_ly", by=officer, on=SIGNED)
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=SIGNED)
    writing.move(letter, "thu_ly", by=officer, on=SIGNED)
    assert Matter.objects.filter(sources__source_id=letter.pk).exists()


def test_the_sender_is_asked_to_sign_and_brings_the_paper(officer):
    letter = writing.move(sorted_as(officer, "khieu_nai"), "yeu_cau_bo_sung", by=officer, on=SORTED)
    assert "nhan_ky_sau" in offered(letter)
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=SIGNED)
    assert (letter.state, duty(letter, "thu_ly_khieu_nai").begins_on) == ("da_phan_loai", SIGNED)


def test_without_paper_it_may_be_guided_forwarded_or_filed(officer):
    assert {"huong_dan", "chuyen", "luu"} <= offered(sorted_as(officer, "khieu_nai", is_competent=False))


def test_the_paper_does_not_come_before_the_letter(officer):
    letter = sorted_as(officer, "khieu_nai", on=IN)
    with pytest.raises(Refusal):
        writing.move(letter, "nhan_ky_sau", by=officer, on=date(2023, 1, 31))


def test_a_proposal_needs_no_signature(officer):
    letter = sorted_as(officer, "kien_nghi_phan_anh")
    assert (letter.preregistered_on, duty(letter, "xu_ly").met_on) == (None, None)
    assert "thu_ly" in offered(letter)
    assert "nhan_ky_sau" not in offered(letter)


@pytest.mark.parametrize("channel", ["buu_chinh", "truc_tiep"])
def test_a_letter_on_paper_runs_at_once(officer, channel):
    letter = sorted_as(officer, "khieu_nai", channel)
    assert duty(letter, "thu_ly_khieu_nai").begins_on == IN
    with pytest.raises(Refusal, match="không chờ bản có chữ ký"):
        writing.move(letter, "nhan_ky_sau", by=officer, on=SIGNED)


def test_a_second_signed_paper_moves_no_limit(officer):
    letter = writing.move(sorted_as(officer, "khieu_nai"), "nhan_ky_sau", by=officer, on=SIGNED)
    with pytest.raises(Refusal, match="không chờ bản có chữ ký"):
        writing.move(letter, "nhan_ky_sau", by=officer, on=date(2023, 2, 27))
    assert duty(letter, "thu_ly_khieu_nai").begins_on == SIGNED


def test_a_proposal_found_to_be_a_denunciation_waits_for_the_paper(officer):
    letter = sorted_as(officer, "kien_nghi_phan_anh")
    letter = writing.move(letter, "phan_loai_lai", by=officer, on=SORTED)
    assert "xu_ly_ban_dau_to_cao" not in clocks(letter)
    letter = writing.move(letter, "nhan_ky_sau", by=officer, on=SIGNED)
    assert duty(letter, "xu_ly_ban_dau_to_cao").begins_on == SIGNED


def test_old_registers_stay_as_they_were_kept(officer):
    letter = Letter(unit=officer.at, channel="thu_dien_tu", is_back_entered=True)
    moves = [("phan_loai", SORTED, {"kind": "khieu_nai", "field": "dat_dai"}), ("thu_ly", SIGNED, {})]
    load("don", [Row(letter, IN, moves)], by=officer, reason="nhập bù từ sổ cũ")
    kept = Letter.objects.get()
    assert (kept.state, kept.preregistered_on) == ("thu_ly", None)
