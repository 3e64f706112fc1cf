"""Whatever legal sequence of steps is taken: state, days and duties fit together, and loading it gives the same."""

from datetime import date, timedelta
from random import Random

import pytest

from danvan.domains.petitions.flow import MATTER
from danvan.domains.petitions.models import Matter
from danvan.domains.petitions.tests.factories import matter_of
from danvan.law import recompute
from danvan.records import writing
from danvan.records.loading import Row, load
from danvan.records.models import Duty
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
SHOWN = {"publication": "bao_in", "on_portal": "khong_co", "publication_times": 2}
FIELDS = {
    "giai_quyet": {"result": "dung"},
    "gia_han": {"complexity": "nhieu_noi"},
    "tam_dinh_chi": {"suspension_ground": "cho_ket_qua"},
    "dinh_chi": {"end_ground": "toa_thu_ly"},
    "rut_don": {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "khong"},
    "gui_cong_khai": SHOWN,
    "cong_khai_muon": SHOWN,
    "co_hieu_luc": {"must_be_executed": True},
    "rut_mot_phan": {"withdrawal_paper": "don_rut", "coercion": "khong"},
}
KEPT = [field.name for field in Matter._meta.local_fields if field.name != "record_ptr"]


def walk(matter, officer, chance):
    """Moves taken at random among those offered, with their days; what is refused changes nothing."""
    on, taken = matter.received_on, []
    for _ in range(14):
        on += timedelta(days=chance.randrange(1, 12))
        choices = [move for move in MATTER.moves_for(matter, on) if move.key != "khieu_nai_lan_hai"]
        if not choices:
            break
        move = chance.choice(choices)
        fields = dict(FIELDS.get(move.key, {}))
        if move.key == "moi_doi_thoai":
            fields = {"dialogue_planned_on": on + timedelta(days=10)}
        if move.key == "tam_dinh_chi_thi_hanh":
            fields = {"stayed_until": on + timedelta(days=5)}
        before = (matter.state, matter.version)
        try:
            matter = writing.move(matter, move.key, by=officer, on=on, **fields)
        except Refusal:
            matter = Matter.objects.get(pk=matter.pk)
            assert (matter.state, matter.version) == before
            continue
        taken.append((move.key, on, fields))
    return matter, taken


def told(matter):
    duties = Duty.objects.filter(record_id=matter.pk).order_by("clock", "begins_on")
    columns = (
        "clock",
        "rule",
        "begins_on",
        "due_on",
        "own_latest_on",
        "latest_on",
        "met_on",
        "terms",
        "ledger",
    )
    own = {name: getattr(matter, name) for name in KEPT}
    spine = (
        matter.state,
        matter.closed_on,
        matter.secrecy,
        matter.title,
        matter.identity_released_on,
        matter.version,
    )
    return own, spine, list(duties.values_list(*columns))


@pytest.mark.parametrize("seed", range(24))
def test_moved_or_loaded_it_is_the_same(officer, play_on, seed):
    play_on(date(2027, 12, 1))
    chance = Random(seed)
    begun = date(2023, 2, 1) if seed % 3 == 0 else date(2026, 6, 1) + timedelta(days=chance.randrange(200))
    matter, taken = walk(matter_of(officer, begun, instance=1 + seed % 2), officer, chance)
    fits_together(matter)
    copy = Matter(unit=officer.at, kind="khieu_nai", field="dat_dai", instance=1 + seed % 2)
    load("vu_viec", [Row(copy, begun, taken)], by=officer, reason="Nhập sổ cũ")
    assert told(Matter.objects.get(pk=copy.pk)) == told(Matter.objects.get(pk=matter.pk))


def fits_together(matter):
    state = MATTER.state(matter.state)
    assert bool(matter.closed_on) == state.is_final
    assert matter.closed_on == (matter.settled_on or matter.discontinued_on)
    assert not (matter.settled_on and matter.discontinued_on)
    running = Duty.objects.filter(record_id=matter.pk, clock="giai_quyet").get()
    assert bool(running.met_on) == bool(matter.closed_on)
    assert running.is_suspended == (matter.state == "tam_dinh_chi") or running.met_on
    if matter.settled_on and running.can_be_judged:
        assert matter.is_in_time == (matter.settled_on <= running.own_latest_on)
    for duty in Duty.objects.filter(record_id=matter.pk):
        if not duty.is_suspended:
            assert recompute(duty.ledger) == duty.due_on
