"""What breaks the meaning of a record breaks an equation: wrong values of each family of columns, and who finds them.

Each is written past every check of the program, as a fault or a hand in the database would, and is found by the equation
that stands beside it. What no equation of one period can find is listed in `UNSEEN` and tried too, so that the list stays
true; much of it is found once one report of the unit is signed (`test_after_signature.py`).
"""

from dataclasses import dataclass

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.quarter import make_quarter

from danvan.domains.petitions.indicators.carrying_out import WHOLES
from danvan.records.declare import identities
from danvan.records.models import Link
from danvan.reports.checks import checks, identity_checks
from danvan.reports.compute import compute
from danvan.reports.scan import Tally

pytestmark = pytest.mark.django_db
LETTER, MATTER, VISIT, SESSION, SPINE = (
    *("petitions_letter", "petitions_matter", "reception_visit", "reception_headsession"),
    "records_record",
)
UNGUARDED = {
    LETTER: ("letter_kind_known", "letter_classified_before_handled"),
    MATTER: ("matter_settled_with_result", "matter_settled_or_discontinued"),
    VISIT: ("visit_of_head_in_session", "visit_has_somebody"),
    SPINE: ("record_closed_after_received",),
}
WITHIN = "BETWEEN '2022-12-15' AND '2023-03-14'"
HANDLED = f"handled_on {WITHIN} AND is_eligible AND withdrawn_on IS NULL"
SETTLED = f"settled_on {WITHIN} AND kind = 'khieu_nai'"
ENDED = f"discontinued_on {WITHIN} AND kind = 'khieu_nai'"
AS_MATTER = f"{HANDLED} AND counts_as_matter"
CONCLUDED = f"settled_on {WITHIN} AND kind = 'to_cao'"
CONCLUDED_AGAIN = f"{CONCLUDED} AND instance = 2"
ABANDONED = f"discontinued_on {WITHIN} AND kind = 'to_cao'"
UNDONE = "must_be_executed AND kind = 'to_cao' AND settled_on <= '2023-03-14' AND executed_on IS NULL"
DUE = "must_be_executed AND kind = 'khieu_nai' AND binding_on <= '2023-03-14' AND executed_on IS NULL"


@dataclass(frozen=True)
class Fault:
    """Columns of some rows set to what no step leaves, and the equation that must find it."""

    what: str
    table: str
    assignment: str
    where: str
    key: str
    count: int = 5


def of(kind):
    return f"{AS_MATTER} AND kind = '{kind}'"


COMPLAINT, DENUNCIATION, PROPOSAL = of("khieu_nai"), of("to_cao"), of("kien_nghi_phan_anh")
MUCH = 900_000_000_000
FAULTS = [
    # -- 01/XLD: load, class, standing, competence, handling, replies
    Fault("the class is dropped", LETTER, "kind = NULL", HANDLED, "xld01_theo_noi_dung"),
    Fault("the class is unknown", LETTER, "kind = 'khac'", f"classified_on {WITHIN}", "don_theo_loai"),
    Fault("the class of a handled letter is dropped", LETTER, "kind = NULL", HANDLED, "xf_da_xu_ly"),
    Fault("the standing is none of the form", LETTER, "standing = ''", HANDLED, "xld01_theo_tinh_trang"),
    Fault(
        *("not competent, yet accepted", LETTER, "is_competent = false"),
        *(f"{HANDLED} AND handling = 'thu_ly'", "xld01_khong_thuoc_tham_quyen"),
    ),
    Fault(
        *("sent on without saying how", LETTER, "handling = NULL"),
        *(f"{HANDLED} AND NOT is_competent", "xld01_khong_thuoc_tham_quyen"),
    ),
    Fault(
        *("handled before it came", LETTER, "handled_on = '2022-12-01'"),
        "handled_on BETWEEN '2023-03-15' AND '2023-04-30' AND record_ptr_id IN"
        " (SELECT id FROM records_record WHERE received_on > '2022-12-20')",
        "xld01_phai_xu_ly",
    ),
    Fault(
        *("handled in the period, come after it", SPINE, "received_on = '2023-04-01'"),
        f"id IN (SELECT record_ptr_id FROM petitions_letter WHERE {HANDLED})",
        "xld01_con_lai",
    ),
    Fault(
        *("a reply to a letter of no class", LETTER, "kind = NULL"),
        *(f"handling = 'chuyen' AND replied_on {WITHIN}", "xf_phuc_dap"),
    ),
    # -- 02/XLD
    Fault("a complaint without field", LETTER, "field = NULL", COMPLAINT, "xld02_theo_linh_vuc"),
    Fault("a complaint of an unknown field", LETTER, "field = 'moi_truong'", COMPLAINT, "xld02_theo_linh_vuc"),
    Fault("a third instance", LETTER, "instance = 3", f"{COMPLAINT} AND is_competent", "xld02_theo_lan"),
    Fault("a complaint of no standing", LETTER, "standing = 'khac'", COMPLAINT, "xld02_theo_tinh_trang"),
    Fault(
        *("a complaint urged by an unknown way", LETTER, "handling = 'goi_dien'"),
        *(f"{COMPLAINT} AND NOT is_competent", "xld02_khong_thuoc_tham_quyen"),
    ),
    Fault(
        *("a complaint handled before it came", LETTER, "handled_on = '2022-12-01'"),
        "kind = 'khieu_nai' AND handled_on BETWEEN '2023-03-15' AND '2023-04-30' AND record_ptr_id IN"
        " (SELECT id FROM records_record WHERE received_on > '2022-12-20')",
        "xld02_phai_xu_ly",
    ),
    # -- 03/XLD
    Fault("a denunciation without field", LETTER, "field = NULL", DENUNCIATION, "xld03_theo_linh_vuc"),
    Fault("a denunciation of a third turn", LETTER, "instance = 3", f"{DENUNCIATION} AND is_competent", "xld03_theo_lan"),
    Fault("a denunciation of no standing", LETTER, "standing = ''", DENUNCIATION, "xld03_theo_tinh_trang"),
    Fault(
        *("a denunciation sent nowhere", LETTER, "handling = NULL"),
        *(f"{DENUNCIATION} AND NOT is_competent", "xld03_khong_thuoc_tham_quyen"),
    ),
    Fault(
        *("a denunciation handled before it came", LETTER, "handled_on = '2022-12-01'"),
        "kind = 'to_cao' AND handled_on BETWEEN '2023-03-15' AND '2023-04-30' AND record_ptr_id IN"
        " (SELECT id FROM records_record WHERE received_on > '2022-12-20')",
        "xld03_phai_xu_ly",
    ),
    # -- 04/XLD
    Fault("a proposal without field", LETTER, "field = NULL", PROPOSAL, "xld04_theo_linh_vuc"),
    Fault("a proposal of no standing", LETTER, "standing = ''", PROPOSAL, "xld04_theo_tinh_trang"),
    Fault(
        *("a proposal sent nowhere", LETTER, "handling = NULL"),
        *(f"{PROPOSAL} AND NOT is_competent", "xld04_khong_thuoc_tham_quyen"),
    ),
    # -- 02/TCD
    Fault(
        *("sorted in the period into no class", LETTER, "kind = 'khac'"),
        f"channel = 'tiep_cong_dan' AND classified_on {WITHIN}",
        "tcd02_don_theo_loai",
    ),
    Fault(
        *("of reception, sent nowhere", LETTER, "handling = NULL"),
        f"{AS_MATTER} AND channel = 'tiep_cong_dan' AND NOT is_competent AND classified_on {WITHIN}",
        "tcd02_khong_thuoc_tham_quyen",
    ),
    Fault(
        *("of reception, sorted after it was handled", LETTER, "handled_on = '2022-12-01'"),
        f"channel = 'tiep_cong_dan' AND classified_on {WITHIN}",
        *("xf_tcd02_1", 10_000),
    ),
    # -- 01/KQGQ: results, endings, time, effects
    Fault("the first instance upholds", MATTER, "result = 'cong_nhan'", f"{SETTLED} AND instance = 1", "kqgq01_ket_qua"),
    Fault("the second instance finds right", MATTER, "result = 'dung'", f"{SETTLED} AND instance = 2", "kqgq01_ket_qua"),
    Fault("a complaint answered like a proposal", MATTER, "result = 'da_tra_loi'", SETTLED, "kqgq01_ket_qua"),
    Fault("settled without result", MATTER, "result = NULL", SETTLED, "kqgq01_ket_qua"),
    Fault("settled, yet open", MATTER, "settled_on = NULL", SETTLED, "kqgq01_can_doi"),
    Fault("settled in the period, ended outside", MATTER, "settled_on = '2023-04-02'", SETTLED, "kqgq01_can_doi"),
    Fault(
        *("settled and ended without decision", MATTER, "discontinued_on = settled_on, end_ground = 'rut'"),
        *(SETTLED, "kqgq01_can_doi"),
    ),
    Fault("ended for no ground", MATTER, "end_ground = NULL", ENDED, "kqgq01_can_doi"),
    Fault("ended on no day", MATTER, "discontinued_on = NULL", f"discontinued_on {WITHIN}", "vu_viec_can_doi"),
    Fault(
        *("ended before it was accepted", SPINE, "received_on = '2023-04-01'"),
        f"id IN (SELECT record_ptr_id FROM petitions_matter WHERE {SETTLED})",
        "kqgq01_can_doi",
    ),
    Fault("more officials than persons", MATTER, "proposed_officials = 90000", SETTLED, "kqgq01_proposed_officials"),
    Fault("more officials to the police than persons", MATTER, "crime_officials = 90000", SETTLED, "kqgq01_crime_officials"),
    # -- 02/KQGQ
    Fault("more recovered than due", MATTER, f"recovered_money = {MUCH}", DUE, "kqgq02_recovered_money"),
    Fault("more land recovered than due", MATTER, f"recovered_land = {MUCH}", DUE, "kqgq02_recovered_land"),
    Fault("more returned to an office than due", MATTER, f"returned_org_money = {MUCH}", DUE, "kqgq02_returned_org_money"),
    Fault("more land returned than due", MATTER, f"returned_person_land = {MUCH}", DUE, "kqgq02_returned_person_land"),
    Fault("more officials punished than persons", MATTER, "handled_officials = 90000", DUE, "kqgq02_handled_officials"),
    Fault("more officials charged than persons", MATTER, "charged_officials = 90000", DUE, "kqgq02_charged_officials"),
    Fault(
        *("executed, never in force", MATTER, "must_be_executed = true, executed_on = '2023-02-01', binding_on = NULL"),
        *("kind = 'khieu_nai'", "kqgq02_xong", 10_000),
    ),
    # -- 03/KQGQ: days, results, turns, endings, time, effects
    Fault("a conclusion of no finding", MATTER, "result = NULL", CONCLUDED, "kqgq03_ket_qua"),
    Fault("a denunciation answered like a proposal", MATTER, "result = 'da_tra_loi'", CONCLUDED, "kqgq03_ket_qua"),
    Fault("again, with a complaint's result", MATTER, "result = 'cong_nhan'", CONCLUDED_AGAIN, "kqgq03_tiep"),
    Fault("again, of no finding", MATTER, "result = NULL", CONCLUDED_AGAIN, "kqgq03_tiep"),
    Fault("concluded for the third time", MATTER, "instance = 3", CONCLUDED, "kqgq03_da_giai_quyet"),
    Fault("concluded, yet open", MATTER, "settled_on = NULL", CONCLUDED, "kqgq03_can_doi"),
    Fault("concluded in the period, ended outside", MATTER, "settled_on = '2023-04-02'", CONCLUDED, "kqgq03_da_giai_quyet"),
    Fault("discontinued for no ground", MATTER, "ended_because = NULL", ABANDONED, "kqgq03_da_giai_quyet"),
    Fault(
        *("discontinued and concluded", MATTER, "settled_on = discontinued_on, result = 'dung'"),
        *(ABANDONED, "kqgq03_da_giai_quyet"),
    ),
    Fault("taken up on no day", MATTER, "taken_over_on = NULL", f"taken_over_on {WITHIN}", "kqgq03_can_doi"),
    Fault("taken up and concluded", MATTER, "taken_over_on = settled_on", CONCLUDED, "kqgq03_can_doi"),
    Fault("more officials than persons", MATTER, "proposed_officials = 90000", CONCLUDED, "kqgq03_proposed_officials"),
    Fault("more officials charged than persons", MATTER, "crime_officials = 90000", CONCLUDED, "kqgq03_crime_officials"),
    # -- 04/KQGQ
    *(Fault(f"{done} beyond {due}", MATTER, f"{done} = {MUCH}", UNDONE, f"kqgq04_{done}") for done, due in WHOLES.items()),
    Fault(
        *("carried out, never concluded", MATTER, "executed_on = '2023-02-01', must_be_executed = true, settled_on = NULL"),
        *("kind = 'to_cao'", "kqgq04_xong", 10_000),
    ),
    # -- 01/TCD
    Fault("a visit of no channel", VISIT, "channel = ''", "refused_for IS NULL", "luot_theo_hinh_thuc"),
    Fault("persons of no channel", VISIT, "channel = 'khac'", "refused_for IS NULL", "tcd01_nguoi"),
    Fault("a matter of no channel", VISIT, "channel = 'khac'", "counts_as_matter AND refused_for IS NULL", "tcd01_vu_viec"),
]  # fmt: skip


@pytest.fixture(scope="module")
def quarter(django_db_setup, django_db_blocker):
    """One province for all tests here: each of them runs in a transaction of its own within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_quarter("2023-Q1")
        transaction.set_rollback(True)


def failed(made, codes=None):
    """The keys of the equations that do not hold for the province or a unit of it."""
    figures = compute(made.province, made.period, codes)
    return {check.key for check in identity_checks(figures) if not check.ok}


def change(table, assignment, where, count=5):
    """Set columns of some rows as no step could: neither triggers nor the database's own checks are asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name in UNGUARDED.get(table, ()):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        cursor.execute(
            f"UPDATE {table} SET {assignment} WHERE ctid IN (SELECT ctid FROM {table} WHERE {where} LIMIT {count})"
        )
        changed = cursor.rowcount
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert changed, where


def test_a_meaning_that_is_broken_breaks_the_equation_beside_it(quarter):
    assert failed(quarter) == set()
    known = {item.key: item for item in identities(last=quarter.period.last)}
    missed = []
    for fault in FAULTS:
        point = transaction.savepoint_create()
        change(fault.table, fault.assignment, fault.where, fault.count)
        item = known[fault.key]
        if fault.key not in failed(quarter, [*item.whole, *item.parts]):
            missed.append((fault.what, fault.key))
        transaction.savepoint_rollback(point)
    assert missed == []
    assert failed(quarter) == set()


def test_every_form_has_a_fault_that_one_of_its_equations_finds():
    prefixes = {
        "xld01",
        "xld02",
        "xld03",
        "xld04",
        "tcd02",
        "kqgq01",
        "kqgq02",
        "kqgq03",
        "kqgq04",
        "tcd01",
        "xf",
    }
    assert {fault.key.partition("_")[0] for fault in FAULTS} >= prefixes


@pytest.mark.parametrize(
    ("table", "assignment"),
    [
        (LETTER, "kind = NULL"),
        (LETTER, "kind = 'khac'"),
        (LETTER, "signatories = NULL"),
        (LETTER, "signatories = -1"),
        (LETTER, "is_competent = NULL"),
        (LETTER, "counts_as_matter = NULL"),
        (MATTER, "result = NULL"),
        (MATTER, "discontinued_on = settled_on"),
        (MATTER, "recover_money = NULL"),
        (VISIT, "persons = 0"),
        (VISIT, "channel = 'thu_truong', session_id = NULL"),
        (VISIT, "is_repeated = NULL"),
    ],
)
def test_the_database_itself_refuses_some(quarter, table, assignment):
    where = {LETTER: HANDLED, MATTER: SETTLED, VISIT: "refused_for IS NULL"}[table]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE {where}")


def test_a_link_cannot_be_doubled_and_no_count_hangs_on_one(quarter):
    assert quarter.joined
    first = quarter.joined[0]
    again = Link(record_id=first.record_id, source_id=first.source_id, kind=first.kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.bulk_create([again])


# A wrong value that the form has a column for moves a record between columns, or out of all of them, and leaves every sum
# as it was. The papers themselves must be looked at; or a report that was signed before says it.
UNSEEN = [
    ("another turn of the visit", VISIT, "is_repeated = NOT is_repeated", "true"),
    ("more persons than came", VISIT, "persons = persons + 7", "is_group"),
    ("who was refused counts", VISIT, "refused_for = NULL, outcome = NULL", "refused_for IS NOT NULL"),
    ("a delegated session as the head's own", SESSION, "attendance = 'truc_tiep'", "attendance = 'uy_quyen'"),
    ("a session on a day of another period", SESSION, "held_on = '2023-06-01'", "held_on IS NOT NULL"),
    ("in time or not", MATTER, "is_in_time = NOT is_in_time", SETTLED),
    ("wrong instead of right", MATTER, "result = 'sai'", f"{SETTLED} AND result = 'dung'"),
    ("an amount mistyped", MATTER, "recover_money = recover_money + 1000000", SETTLED),
    ("executed on another day of the period", MATTER, "executed_on = '2023-03-01'", f"executed_on {WITHIN}"),
    ("another standing of the form", LETTER, "standing = 'lan_dau'", HANDLED),
    ("another field of the form", LETTER, "field = 'dat_dai'", HANDLED),
    ("another class, accepted alike", LETTER, "kind = 'khieu_nai'", f"{HANDLED} AND handling = 'thu_ly'"),
    ("one or many signatories", LETTER, "signatories = 6", "signatories = 4"),
    ("sent on instead of guided", LETTER, "handling = 'chuyen'", f"{HANDLED} AND handling = 'huong_dan'"),
    ("a matter more or less", LETTER, "counts_as_matter = NOT counts_as_matter", HANDLED),
    ("handled a day earlier", LETTER, "handled_on = handled_on - 1", "handled_on BETWEEN '2023-01-20' AND '2023-02-20'"),
    ("replied in another period", LETTER, "replied_on = '2023-06-01'", f"replied_on {WITHIN}"),
    (
        "a letter at another unit",
        SPINE,
        "unit_id = (SELECT min(id) FROM org_unit), register_no = register_no + 1000 * unit_id",
        f"id IN (SELECT record_ptr_id FROM petitions_letter WHERE {HANDLED})",
    ),
]  # fmt: skip


def test_what_no_equation_of_one_period_can_find(quarter):
    """None of UNSEEN: a mistyped amount, another turn, field, class or standing that the form has, another unit or day.

    All of these at once still give no failure, as do a link taken away and a reply counted in another period.
    """
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_link DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM records_link WHERE kind = 'nhap_vao'")
        cursor.execute("ALTER TABLE records_link ENABLE TRIGGER USER")
    for _what, table, assignment, where in UNSEEN:
        change(table, assignment, where)
    assert failed(quarter) == set()


# -- the sums themselves -----------------------------------------------------------------------------------
def test_a_record_counted_twice_shows_in_the_total_of_the_units(quarter):
    figures = compute(quarter.province, quarter.period)
    figures.add(quarter.units[5].pk, {"xld01.da_xu_ly": Tally(1, 1)})
    figures.roll_up()
    broken = {check.key for check in checks(figures) if not check.ok}
    assert {"cong_don", "xld01_con_lai", "xld01_da_xu_ly", "xf_da_xu_ly"} <= broken


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("xld02.noi_dung.khac", "xld02_theo_linh_vuc"),
        ("xld03.tham_quyen.lan_dau", "xld03_theo_lan"),
        ("xld04.tinh_trang.chua_giai_quyet", "xld04_theo_tinh_trang"),
        ("kqgq01.lan_dau.sai", "kqgq01_ket_qua"),
        ("kqgq03.ket_qua.sai", "kqgq03_ket_qua"),
        ("kqgq03.ket_luan.lan_dau", "kqgq03_da_giai_quyet"),
        ("kqgq03.don.trong_ky", "kqgq03_don"),
        ("kqgq03.vu_viec", "xf_kqgq03_vu_viec"),
        ("tcd01.thu_truong.nguoi", "tcd01_nguoi"),
        ("xld04.phai_xu_ly", "xf_phai_xu_ly"),
    ],
)
def test_a_part_that_one_unit_loses_breaks_its_sum_there_and_above(quarter, code, key):
    item = next(item for item in identities(last=quarter.period.last) if item.key == key)
    figures = compute(quarter.province, quarter.period, [*item.whole, *item.parts])
    unit = next(unit for unit in quarter.units[9:] if figures.own(code, unit.pk))
    figures._own[code].pop(unit.pk)
    figures.roll_up()
    places = {check.unit for check in identity_checks(figures) if not check.ok and check.key == key}
    above = {figures.tree.nodes[pk].name for pk in (unit.pk, *figures.tree.ancestors(unit.pk))}
    assert places == above
    assert len(above) == 3
