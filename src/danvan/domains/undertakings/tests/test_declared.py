"""Every recurring duty stands on a rule of the book that recurs as declared."""

from datetime import date

import pytest

from danvan import law
from danvan.domains.undertakings.declared import RECURRING
from danvan.domains.undertakings.models import Task
from danvan.org.models import Kind
from danvan.records.declare import standing_duties
from danvan.records.models import Duty
from danvan.records.owing import due_in
from danvan.records.spans import PER, span_of

DECLARED = [pytest.param(duty, id=duty.key) for duty in RECURRING]


def test_no_declared_rule_is_missing_from_the_book():
    missing = sorted({duty.rule for duty in RECURRING if duty.rule not in law.rulebook()})
    assert not missing, f"rules not in the book: {', '.join(missing)}"


@pytest.mark.parametrize("duty", DECLARED)
def test_the_rule_recurs_as_the_duty_says(duty):
    for wording in law.rulebook().wordings(duty.rule):
        kinds = {"frequency": PER.get(duty.every), "deadline": PER["year"], "duration": None}
        assert wording.kind in kinds
        if wording.kind == "frequency":
            assert wording.per == PER[duty.every]
        else:
            assert duty.every == ("year" if wording.kind == "deadline" else "event")


@pytest.mark.parametrize("duty", DECLARED)
def test_it_is_owed_by_kinds_that_exist_and_fits_its_columns(duty):
    assert {*duty.unit_kinds, *duty.under_kinds} <= set(Kind.values)
    for column in (duty.placed_by, *([duty.period_by] if duty.period_by else [])):
        duty.source._meta.get_field(column)
    assert len(duty.key) <= Duty._meta.get_field("clock").max_length
    assert len(duty.rule) <= Duty._meta.get_field("rule").max_length


def test_every_task_is_a_declared_duty_of_the_same_name():
    named = {duty.key: str(duty.label) for duty in RECURRING if not duty.events}
    assert named == {task.value: str(task.label) for task in Task}


def test_what_an_event_calls_forth_is_met_by_the_event_itself():
    called = [duty for duty in standing_duties().values() if duty.every == "event"]
    assert {duty.key for duty in called} >= {"cong_khai_doi_thoai", "niem_yet_lich_tiep"}
    assert all(duty.events and duty.events.model is duty.source for duty in called)
    assert not [duty.key for duty in standing_duties().values() if duty.events and duty.every != "event"]


def test_what_is_public_tells_the_citizen_why():
    public = [duty for duty in standing_duties().values() if duty.is_public]
    assert public
    assert all(str(duty.plain).endswith(".") for duty in public)


@pytest.mark.parametrize(
    ("key", "day", "due"),
    [
        ("danh_muc_cong_khai", date(2023, 9, 1), date(2023, 9, 30)),
        ("danh_muc_cong_khai", date(2023, 6, 1), None),  # the law of 2022 begins on 1/7/2023
        ("bao_cao_pctn_cong", date(2023, 5, 1), date(2023, 3, 31)),
        ("bao_cao_pctn_cong", date(2024, 5, 1), date(2024, 3, 29)),  # 31/3/2024 is a Sunday
        ("hoi_nghi_can_bo", date(2024, 5, 1), date(2025, 3, 31)),
        ("doi_thoai_xa_2015", date(2024, 5, 1), date(2024, 12, 31)),
        ("doi_thoai_xa_2015", date(2025, 1, 1), None),
        ("doi_thoai_xa", date(2025, 1, 1), date(2025, 12, 31)),
        ("nghe_giam_sat", date(2023, 2, 1), date(2023, 6, 30)),
        ("ke_hoach_thanh_tra", date(2023, 2, 1), date(2023, 12, 20)),
        ("ke_hoach_thanh_tra", date(2025, 2, 1), None),  # the law of 2022 ended on 30/6/2025
        ("xep_loai_2020", date(2026, 2, 1), None),
        ("xep_loai", date(2026, 2, 1), date(2026, 12, 14)),
    ],
)
def test_it_is_due_by_the_wording_of_the_span(key, day, due):
    duty = standing_duties()[key]
    found = due_in(duty, span_of(duty.every, day), law.calendar())
    assert (found.due_on if found else None) == due
