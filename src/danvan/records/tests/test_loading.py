"""Loading many records obeys the same steps as moving one."""

from datetime import date

import pytest
from django.db import connection

from danvan.domains.petitions.models import Letter, Matter
from danvan.org.tests.factories import make_unit
from danvan.records import history, writing
from danvan.records.loading import BATCH, Row, load
from danvan.records.models import Duty, Link, PersonalDetails, Record
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
CLASSIFY = ("phan_loai", DAY, {"kind": "khieu_nai", "field": "dat_dai"})


def row(unit, *moves, received_on=DAY, **more):
    return Row(Letter(unit=unit), received_on, list(moves), **more)


def test_a_loaded_record_equals_one_that_was_moved():
    officer = handler()
    moved = letter_of(officer, DAY)
    moved = writing.move(moved, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
    moved = writing.move(moved, "luu", by=officer, on=date(2023, 2, 6))
    other = make_unit()
    load("don", [row(other, CLASSIFY, ("luu", date(2023, 2, 6), {}))], by=officer, reason="Nhập sổ cũ")
    loaded = Letter.objects.get(unit=other)
    same = (
        "state",
        "kind",
        "secrecy",
        "title",
        "closed_on",
        "handled_on",
        "classified_on",
        "number",
        "version",
    )
    assert {name: getattr(loaded, name) for name in same} == {name: getattr(moved, name) for name in same}
    assert loaded.search_internal == moved.search_internal
    assert duties_of(loaded) == duties_of(moved)


def duties_of(record):
    return set(
        Duty.objects.filter(record_id=record.pk).values_list("clock", "begins_on", "due_on", "met_on", "rule")
    )


def test_numbers_follow_the_days_and_go_on_from_the_book():
    officer = handler()
    letter_of(officer, DAY)
    late, early = (row(officer.at, received_on=date(2023, 2, day)) for day in (20, 10))
    load("don", [late, early], by=officer, reason="Nhập")
    assert early.record.number == "2/2023"
    assert late.record.number == "3/2023"


def test_a_move_out_of_order_names_the_row_and_loads_nothing():
    unit = make_unit()
    rows = [row(unit, CLASSIFY), row(unit, ("thu_ly", DAY, {}))]
    with pytest.raises(Refusal, match="Dòng 2: Không thể “Thụ lý”"):
        load("don", rows, reason="Nhập")
    assert not Record.objects.exists()


def test_a_later_batch_that_fails_takes_the_earlier_ones_back():
    unit = make_unit()
    rows = [row(unit) for _ in range(BATCH)] + [row(unit, ("luu", DAY, {}))]
    with pytest.raises(Refusal, match=f"Dòng {BATCH + 1}"):
        load("don", rows, reason="Nhập")
    assert not Record.objects.exists()


def test_a_persons_name_for_a_denunciation_is_refused_with_its_row():
    denounced = ("phan_loai", DAY, {"kind": "to_cao", "field": "khac"})
    with pytest.raises(Refusal, match="Dòng 1: chưa phân loại hoặc là tố cáo"):
        load("don", [row(make_unit(), denounced, personal={"full_name": "Người minh họa"})], reason="Nhập")


def test_details_of_a_complaint_are_kept():
    kept = row(make_unit(), CLASSIFY, personal={"full_name": "Người minh họa"})
    load("don", [kept], reason="Nhập")
    assert PersonalDetails.objects.get(record_id=kept.record.pk).full_name == "Người minh họa"


def test_what_arises_is_linked_and_history_names_the_reason():
    officer = handler()
    letter = row(officer.at, CLASSIFY, ("thu_ly", date(2023, 2, 6), {}))
    load("don", [letter], by=officer, reason="Nhập sổ năm 2023")
    matter = Row(Matter(unit=officer.at, kind="khieu_nai"), date(2023, 2, 6), arises_from=letter.record)
    load("vu_viec", [matter], by=officer, reason="Nhập sổ năm 2023")
    assert Link.objects.get().source_id == letter.record.pk
    rows = history.of_record(letter.record)
    assert {entry.reason for entry in rows} == {"Nhập sổ năm 2023"}
    assert {entry.actor for entry in rows} == {officer.pk}
    assert history.broken_rows() == []


def test_loading_nothing_is_nothing():
    assert load("don", [], reason="Nhập") == 0


def test_an_unknown_type_is_refused():
    with pytest.raises(Refusal, match="Không có loại hồ sơ"):
        load("thu_khen", [], reason="Nhập")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "khen"}, "Dòng 2: Loại đơn"),
        ({"field": "bien_dao"}, "Dòng 2: Lĩnh vực"),
        ({"signatories": 0}, "Dòng 2: Số người đứng tên"),
        ({"title": "Ông A"}, "Dòng 2: Bước “Phân loại” không ghi trường “title”"),
        ({"secrecy": "cong_khai"}, "không ghi trường “secrecy”"),
    ],
)
def test_a_value_or_field_that_a_move_would_refuse_is_refused_here(fields, sentence):
    unit = make_unit()
    wrong = ("phan_loai", DAY, CLASSIFY[2] | fields)
    with pytest.raises(Refusal, match=sentence):
        load("don", [row(unit, CLASSIFY), row(unit, wrong)], reason="Nhập sổ cũ")
    assert not Record.objects.exists()


def test_values_are_checked_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        writing.check_values(Letter(unit_id=1, kind="khieu_nai", field="khac"))
    with pytest.raises(Refusal, match="Nguồn đơn"):
        writing.check_values(Letter(unit_id=1, channel="dien_thoai"))


def test_a_load_never_reads_the_whole_history_for_a_row():
    load("don", [row(make_unit()) for _ in range(20)], reason="Nhập")
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'records_history'")
        assert cursor.fetchone() == (0,)
