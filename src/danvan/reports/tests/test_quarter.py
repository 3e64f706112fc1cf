"""A whole province's period: every equation of the forms holds at every unit, under each circular."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from tests.support.quarter import make_quarter

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import Visit
from danvan.records.declare import identities, indicators
from danvan.reports.checks import checks
from danvan.reports.compute import compute
from danvan.reports.form_files import form, forms, version_on
from danvan.reports.live import read
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
PERIODS = ("2023-Q1", "2024-Q1", "2025-Q1")  # the forms change within the second, on 5/3/2024
FAMILIES = ("01-tcd", "02-tcd", "01-xld", "02-xld", "03-xld", "04-xld", "01-kqgq", "02-kqgq")
FAMILIES += ("03-kqgq", "04-kqgq")
SAME_IN_BOTH = ("01-tcd", "02-tcd", "01-kqgq", "02-kqgq", "03-kqgq", "04-kqgq")
UNREAD_2024 = ("02-tcd", "03-kqgq", "04-kqgq")


@pytest.fixture
def quarter():
    return make_quarter("2023-Q1")


@pytest.mark.parametrize("period", PERIODS)
def test_every_equation_holds_at_every_unit_and_is_about_something(period):
    made = make_quarter(period)
    assert len(made.units) >= 150
    figures = compute(made.province, made.period)
    broken = [check for check in checks(figures) if not check.ok]
    assert [(check.key, check.unit, check.text) for check in broken] == []
    for item in identities(last=made.period.last):
        assert sum(figures.cell(code).value for code in item.whole) > 0, item.key
    empty = {item.code for item in indicators() if not figures.cell(item.code).value}
    # Every complaint since 1998 has a limit that the law knows, to be accepted and to be settled.
    allowed = {"kqgq01.khong_xac_dinh", "kqgq01.xet_thu_ly.khong_xac_dinh", "kqgq03.khong_xac_dinh"}
    own = {code for code in empty if code.startswith(("tcd", "xld", "kqgq", "don", "vu_viec"))}
    assert own <= allowed


@pytest.mark.parametrize("period", PERIODS)
def test_each_form_is_computed_in_the_version_of_its_period(period):
    made = make_quarter(period)
    for family in FAMILIES:
        version = version_on(family, made.period.last)
        assert version.is_verified == (period < "2024" or family not in UNREAD_2024), family
        own = version.key.endswith("-2024") and version.is_verified
        assert own == (period > "2024" and family not in SAME_IN_BOTH), family
        content = read(made.province, made.period, version.key)
        assert [check.key for check in content.blocking] == ["mau_bieu"] * (not version.is_verified), family
        printed = [line for line in content.lines if line.row.column]
        assert [line.row.column for line in printed] == list(range(1, len(printed) + 1)), family
        assert all(line.cell.value is not None for line in printed if line.row.code), family


def test_windows_part_the_year_without_gap(quarter):
    assert (quarter.period.first, quarter.period.last) == (date(2022, 12, 15), date(2023, 3, 14))
    assert version_on("01-xld", date(2024, 3, 4)).key == "01-xld"
    assert version_on("01-xld", date(2024, 3, 5)).key == "01-xld-2024"


def test_a_form_without_a_version_for_the_period_is_refused(monkeypatch):
    with pytest.raises(Refusal, match="khong-co"):
        version_on("khong-co", date(2023, 3, 14))
    early = replace(form("01-xld"), valid_from=date(2021, 1, 1))
    monkeypatch.setattr("danvan.reports.form_files.forms", lambda: {early.key: early})
    with pytest.raises(Refusal, match="không có mẫu áp dụng cho kỳ kết thúc ngày 14/12/2020"):
        version_on("01-xld", date(2020, 12, 14))


def test_a_withdrawn_letter_is_carried_over_no_more_and_an_unsigned_registration_is_no_letter(quarter):
    withdrawn = Letter.objects.filter(withdrawn_on__isnull=False)
    assert withdrawn.count() == withdrawn.filter(handling="luu", handled_on=F("withdrawn_on")).count() > 0
    unsigned = Letter.objects.filter(preregistered_on__range=(quarter.period.first, quarter.period.last))
    came = Letter.objects.filter(received_on__range=(quarter.period.first, quarter.period.last))
    codes = ["don.cho_ky", "don.tiep_nhan", "xld01.tiep_nhan"]
    figures = compute(quarter.province, quarter.period, codes)
    counted = {code: figures.cell(code).value for code in codes}
    assert counted["don.cho_ky"] == unsigned.count() > 0
    assert counted["don.tiep_nhan"] == counted["xld01.tiep_nhan"] == came.count() - unsigned.count()


def test_what_is_left_is_carried_over(quarter):
    left = compute(quarter.province, "2023-Q1", ["xld01.chua_xu_ly"]).cell("xld01.chua_xu_ly").value
    carried = compute(quarter.province, "2023-Q2", ["xld01.ky_truoc"]).cell("xld01.ky_truoc").value
    assert left == carried > 0


def rows(sql, period):
    with connection.cursor() as cursor:
        cursor.execute(sql, {"first": period.first, "last": period.last})
        return cursor.fetchone()[0]


LETTER = "FROM petitions_letter l JOIN records_record r ON r.id = l.record_ptr_id WHERE"
LETTER += " (l.preregistered_on IS NULL OR l.signed_on IS NOT NULL) AND "
MATTER = (
    "FROM petitions_matter m JOIN records_record r ON r.id = m.record_ptr_id WHERE m.kind = 'khieu_nai' AND "
)
OF_DENUNCIATIONS = MATTER.replace("khieu_nai", "to_cao")
TO_BE_DONE = "m.must_be_executed AND m.settled_on <= %(last)s AND (m.executed_on IS NULL OR m.executed_on >= %(first)s)"
WITHIN = "BETWEEN %(first)s AND %(last)s"
OPEN_LETTER = "(l.handled_on IS NULL OR l.handled_on >= %(first)s)"
NAMELESS = "(l.is_anonymous AND l.kind IS DISTINCT FROM 'khieu_nai')"
HANDLED_IN = f"SELECT count(*) {LETTER} l.handled_on {WITHIN} AND "
OPEN_MATTER = "(r.closed_on IS NULL OR r.closed_on >= %(first)s)"
BY_HAND = {
    "xld01.phai_xu_ly": f"SELECT count(*) {LETTER} r.received_on <= %(last)s AND {OPEN_LETTER}",
    "xld01.ky_truoc.nhieu_nguoi": f"SELECT count(*) {LETTER} r.received_on < %(first)s AND {OPEN_LETTER}"
    f" AND l.signatories >= 5 AND NOT {NAMELESS}",
    "xld01.tiep_nhan.khac": f"SELECT count(*) {LETTER} r.received_on {WITHIN} AND {NAMELESS}",
    "xld01.tinh_trang.da_giai_quyet_nhieu_lan": f"{HANDLED_IN} l.is_eligible AND l.withdrawn_on IS NULL"
    " AND l.standing IN ('nhieu_lan', 'ban_an')",
    "xld02.da_xu_ly.ky_truoc": f"{HANDLED_IN} r.received_on < %(first)s AND l.kind = 'khieu_nai'",
    "xld02.khong_tham_quyen.don_doc": f"{HANDLED_IN} l.kind = 'khieu_nai' AND l.is_eligible AND l.withdrawn_on IS NULL"
    " AND NOT l.is_competent AND l.counts_as_matter AND l.handling = 'don_doc'",
    "xld04.noi_dung.khac": f"{HANDLED_IN} l.kind = 'kien_nghi_phan_anh' AND l.is_eligible AND l.withdrawn_on IS NULL"
    " AND l.counts_as_matter AND l.field NOT IN ('dat_dai', 'che_do_chinh_sach', 'tu_phap')",
    "tcd02.khong_tham_quyen.vu_viec.chua_xu_ly": f"SELECT count(*) {LETTER} l.classified_on {WITHIN}"
    " AND l.channel = 'tiep_cong_dan' AND NOT l.is_competent AND l.counts_as_matter"
    " AND (l.handled_on IS NULL OR l.handled_on > %(last)s)",
    "kqgq01.don.ky_truoc": f"{HANDLED_IN} r.received_on < %(first)s AND l.kind = 'khieu_nai' AND l.is_eligible"
    " AND l.withdrawn_on IS NULL AND l.is_competent",
    "xld03.tinh_trang.tiep_qua_han": f"{HANDLED_IN} l.kind = 'to_cao' AND l.is_eligible AND l.withdrawn_on IS NULL"
    " AND l.counts_as_matter AND l.instance = 2 AND l.standing IN ('dang_giai_quyet', 'chua_giai_quyet')",
    "xld01.chua_phan_loai.phai_xu_ly": f"SELECT count(*) {LETTER} r.received_on <= %(last)s AND l.kind IS NULL",
    "kqgq01.phai_giai_quyet": f"SELECT count(*) {MATTER} r.received_on <= %(last)s AND {OPEN_MATTER}",
    "kqgq01.recover_money": f"SELECT coalesce(sum(m.recover_money), 0) {MATTER} m.settled_on {WITHIN}",
    "kqgq02.recovered_land": f"SELECT coalesce(sum(m.recovered_land), 0) {MATTER} m.must_be_executed"
    " AND m.binding_on <= %(last)s AND (m.executed_on IS NULL OR m.executed_on >= %(first)s)",
    "kqgq03.da_giai_quyet": f"SELECT count(*) {OF_DENUNCIATIONS} (m.settled_on {WITHIN} OR m.discontinued_on {WITHIN})",
    "kqgq03.ket_qua.sai.to_cao_tiep": f"SELECT count(*) {OF_DENUNCIATIONS} m.settled_on {WITHIN}"
    " AND m.result = 'sai' AND m.instance = 2",
    "kqgq03.dinh_chi_khac": f"SELECT count(*) {OF_DENUNCIATIONS} m.discontinued_on {WITHIN}"
    " AND m.ended_because IN ('chet', 'da_co_ban_an')",
    "kqgq03.cap_tren": f"SELECT count(*) {OF_DENUNCIATIONS} m.taken_over_on {WITHIN}",
    "kqgq03.khong_dung_han": f"SELECT count(*) {OF_DENUNCIATIONS} NOT m.is_in_time"
    f" AND (m.settled_on {WITHIN} OR m.discontinued_on {WITHIN})",
    "kqgq03.crime_persons": f"SELECT coalesce(sum(m.crime_persons), 0) {OF_DENUNCIATIONS} m.settled_on {WITHIN}",
    "kqgq04.phai_thuc_hien": f"SELECT count(*) {OF_DENUNCIATIONS} {TO_BE_DONE}",
    "kqgq04.returned_orgs": f"SELECT coalesce(sum(m.returned_orgs), 0) {OF_DENUNCIATIONS} {TO_BE_DONE}",
    "kqgq04.handled_orgs": f"SELECT coalesce(sum(m.handled_orgs), 0) {OF_DENUNCIATIONS} {TO_BE_DONE}",
    "tcd01.uy_quyen.doan.nguoi": "SELECT sum(v.persons) FROM reception_visit v"
    " JOIN records_record r ON r.id = v.record_ptr_id"
    f" WHERE r.received_on {WITHIN} AND v.channel = 'uy_quyen' AND v.is_group AND v.refused_for IS NULL",
    "tcd.ky.truc_tiep": "SELECT count(*) FROM reception_headsession s"
    f" WHERE s.held_on {WITHIN} AND s.attendance = 'truc_tiep'",
}


def test_cells_are_what_a_query_written_by_hand_counts(quarter):
    figures = compute(quarter.province, quarter.period, BY_HAND)
    counted = {code: figures.cell(code).value for code in BY_HAND}
    assert counted == {code: rows(sql, quarter.period) for code, sql in BY_HAND.items()}
    assert all(counted.values())


def test_every_form_binds_each_printed_column():
    for item in forms().values():
        if item.is_table:
            assert all(row.code or row.note for row in item.rows), item.key


def test_sources_are_scanned_once_each(quarter, django_assert_max_num_queries):
    codes = [item.code for item in indicators() if item.source in (Letter, Matter, Visit)]
    with django_assert_max_num_queries(9):
        compute(quarter.province, quarter.period, codes)
