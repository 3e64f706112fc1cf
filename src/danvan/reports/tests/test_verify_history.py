"""`danvan verify` without a report, as a script calls it: what it prints, and its exit codes."""

import argparse
import json
from datetime import date, timedelta

import pytest
from django.db import connection

from danvan.records import history, writing
from danvan.records.models import HistoryRoot, HistoryRow, Record
from danvan.records.seal import witness
from danvan.records.tests.factories import handler, letter_of
from danvan.records.verifying.roots import broken_roots
from danvan.reports import verify_command
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)


def called(*arguments):
    parser = argparse.ArgumentParser()
    verify_command.add_arguments(parser)
    return verify_command.run(parser.parse_args(list(arguments)))


def run(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def complaint(officer):
    """A released letter, whose number may be printed."""
    letter = letter_of(officer, DAY)
    return writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="khac")


@pytest.fixture
def denounced(officer, complaint):
    """A sealed letter beside it."""
    letter = letter_of(officer, DAY)
    return writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="khac")


def last_row(record):
    return HistoryRow.objects.filter(chain=f"record:{record.pk}").order_by("-id").first()


def test_an_intact_history_says_so_and_ends_with_0(complaint, denounced, capsys):
    history.seal(DAY)
    assert called() == 0
    rows = HistoryRow.objects.count()
    assert capsys.readouterr().out == (
        f"Đã xem {rows} dòng lịch sử và 1 mã ngày.\nKết luận: lịch sử nguyên vẹn.\n"
    )


def test_the_programs_own_role_may_look(complaint, as_app):
    assert called() == 0


def test_an_empty_history_has_nothing_to_check(db):
    with pytest.raises(Refusal, match="Không có dòng lịch sử nào"):
        called()


def test_an_altered_row_is_named_with_table_number_and_id(complaint, capsys):
    row = last_row(complaint)
    run("UPDATE records_history SET reason = 'khác' WHERE id = %s", row.pk)
    assert called() == 1
    out = capsys.readouterr().out
    assert f"✗ bảng {row.table} (" in out
    assert f"số {complaint.number} (mã nội bộ {complaint.pk}), dòng lịch sử {row.pk}: nội dung" in out
    assert "Kết luận: lịch sử KHÔNG nguyên vẹn, 1 chỗ sai." in out


def test_of_a_sealed_record_neither_number_nor_type_is_printed(denounced, capsys):
    run("UPDATE records_history SET reason = 'khác' WHERE chain = %s", f"record:{denounced.pk}")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_record DISABLE TRIGGER USER")
        cursor.execute("UPDATE records_record SET title = 'Lời riêng' WHERE id = %s", [denounced.pk])
        cursor.execute("ALTER TABLE records_record ENABLE TRIGGER USER")
    assert called() == 1
    out = capsys.readouterr().out
    assert f"hồ sơ niêm phong có mã nội bộ {denounced.pk}" in out
    assert denounced.number not in out
    assert "Đơn số" not in out
    assert "Lời riêng" not in out
    assert "khác dòng lịch sử cuối ở: title" in out


def test_a_record_of_a_type_that_is_none_is_named_all_the_same(complaint, capsys):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE records_record DISABLE TRIGGER USER")
    run("UPDATE records_record SET type = 'la' WHERE id = %s", complaint.pk)
    run("ALTER TABLE records_record ENABLE TRIGGER USER")
    assert called() == 1
    assert f"hồ sơ loại la số {complaint.number}" in capsys.readouterr().out


def test_a_record_gone_with_its_rows_left_is_named_by_its_key(officer, complaint, capsys):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE petitions_letter DISABLE TRIGGER USER")
    run("DELETE FROM records_duty WHERE record_id = %s", complaint.pk)
    run("DELETE FROM petitions_letter WHERE record_ptr_id = %s", complaint.pk)
    assert called() == 1
    assert "không có dòng ghi việc xóa" in capsys.readouterr().out


class TestScope:
    @pytest.fixture
    def two(self, officer, complaint):
        """Another letter of the same unit, altered."""
        other = letter_of(officer, DAY)
        run("UPDATE records_history SET reason = 'khác' WHERE id = %s", last_row(other).pk)
        return complaint, other

    def test_one_record_by_number_receipt_code_or_key(self, two):
        intact, altered = two
        for record, code in ((intact, 0), (altered, 1)):
            for said in (record.number, record.public_id, str(record.pk), f" {record.number} "):
                assert called("--record", said) == code, (record, said)

    def test_all_units_records_of_one_number_are_looked_at(self, two):
        intact, _altered = two
        same = letter_of(handler(), DAY)
        assert same.number == intact.number
        run("UPDATE records_history SET reason = 'khác' WHERE chain = %s", f"record:{same.pk}")
        assert called("--record", intact.number) == 1

    @pytest.mark.parametrize(
        "said",
        ["0", "9/1990", "x", "99999999999999999999", "12/99999999999", "1/2023/4", "١٢", "-1", "0" * 16, "'"],
    )
    def test_what_is_no_record_is_refused(self, complaint, said):
        with pytest.raises(Refusal, match="Không có hồ sơ nào mang số"):
            called(f"--record={said}")

    def test_since_a_day_looks_at_what_changed_since_then(self, two):
        run("UPDATE records_history SET at = at - interval '10 days'")
        assert called("--since", f"{date.today() - timedelta(days=30):%d/%m/%Y}") == 1
        with pytest.raises(Refusal, match="trong phạm vi này"):
            called("--since", f"{date.today() - timedelta(days=2):%d/%m/%Y}")

    def test_a_day_that_is_none_is_refused(self, complaint):
        with pytest.raises(Refusal):
            called("--since", "31/2/2023")

    def test_a_row_that_moved_to_another_chain_is_not_missed(self, officer, complaint):
        duty = complaint.duties.first()
        other = letter_of(officer, DAY + timedelta(days=1))
        type(duty).objects.filter(pk=duty.pk).update(record=other)
        for record in (complaint, other):
            assert called("--record", str(record.pk)) == 0

    def test_one_question_at_a_time(self, complaint):
        with pytest.raises(Refusal, match="Mỗi lần chỉ dùng một"):
            called("--since", "1/1/2023", "--record", "1/2023")
        with pytest.raises(Refusal, match="--record dùng để kiểm tra lịch sử"):
            called("5", "--record", "1/2023")
        with pytest.raises(Refusal, match="Khóa chỉ dùng khi kiểm tra báo cáo"):
            called("--any-key")


class TestKeptRoots:
    @pytest.fixture
    def kept(self, officer, tmp_path):
        """Three days with roots, and the file that was kept of them."""
        for turn in range(3):
            letter_of(officer, DAY)
            history.seal(DAY + timedelta(days=turn))
        path = tmp_path / "ma-lich-su.json"
        days = [
            {"ngay": f"{root.day:%Y-%m-%d}", "ma": root.code} for root in HistoryRoot.objects.order_by("id")
        ]
        path.write_text(json.dumps({"ngay": days}))
        return path

    def test_a_history_as_it_was_ends_with_0(self, kept, capsys):
        assert called("--root", str(kept)) == 0
        assert capsys.readouterr().out == (
            "Tệp có 3 mã ngày, từ 1/3/2023 đến 3/3/2023.\n  ✓ Khớp với hệ thống đến hết mã ngày 3/3/2023.\n"
            "Kết luận: lịch sử còn như mã đã lưu.\n"
        )

    def test_the_day_from_which_they_part_is_said(self, kept, capsys):
        second = HistoryRoot.objects.order_by("id")[1]
        HistoryRow.objects.filter(pk=second.upto).delete()
        assert called("--root", str(kept)) == 1
        out = capsys.readouterr().out
        assert "✓ Khớp với hệ thống đến hết mã ngày 1/3/2023." in out
        assert "✗ Từ mã ngày 2/3/2023 thì không khớp: các dòng" in out
        assert "Kết luận: lịch sử KHÔNG còn như mã đã lưu." in out

    def test_a_database_without_roots_parts_on_the_first_day(self, kept, capsys):
        HistoryRoot.objects.all().delete()
        assert called("--root", str(kept)) == 1
        assert "✗ Từ mã ngày 1/3/2023" in capsys.readouterr().out

    def test_one_code_of_a_slip_of_paper_is_enough(self, kept, capsys):
        code = HistoryRoot.objects.get(day=DAY + timedelta(days=1)).code
        for said in (code, code.upper(), f" {code}\n"):
            assert called("--root", said) == 0
            assert capsys.readouterr().out == (
                "Mã là mã ngày 2/3/2023.\n  ✓ Khớp với hệ thống đến hết mã ngày 2/3/2023.\n"
                "Kết luận: lịch sử còn như mã đã lưu.\n"
            )

    def test_a_code_of_no_day_is_said_to_be_none(self, kept, capsys):
        assert called("--root", "ab" * 32) == 1
        out = capsys.readouterr().out
        assert "✗ Hệ thống không có ngày nào mang mã này." in out
        assert "KHÔNG còn như mã đã lưu, hoặc mã ghi sai" in out

    @pytest.mark.parametrize("said", ["ab" * 31, "ab" * 32 + "0", "xy" * 32, "１" * 64])
    def test_what_is_neither_code_nor_file_is_refused(self, kept, said):
        with pytest.raises(Refusal, match="Không có tệp"):
            called("--root", said)

    def test_a_function_of_the_database_that_lies_is_not_believed(self, kept, capsys):
        """It says of every row that its hash is right; the stored hashes, and so the roots over them, stay as they were."""
        run(
            "CREATE OR REPLACE FUNCTION records_history_hash(p_previous text, p_chain text, p_table text, p_operation text,"
            " p_at timestamptz, p_actor bigint, p_reason text, p_before jsonb, p_after jsonb, p_id bigint, p_key text)"
            " RETURNS text LANGUAGE sql STABLE AS 'SELECT hash FROM records_history WHERE id = p_id'"
        )
        assert called("--root", str(kept)) == 0
        second = HistoryRoot.objects.order_by("id")[1]
        run("UPDATE records_history SET reason = 'khác' WHERE id = %s", second.upto)
        assert history.broken_rows() == []
        assert list(broken_roots()) == []
        capsys.readouterr()
        assert called("--root", str(kept)) == 1
        out = capsys.readouterr().out
        assert "✓ Khớp với hệ thống đến hết mã ngày 1/3/2023." in out
        assert "✗ Từ mã ngày 2/3/2023 thì không khớp" in out

    @pytest.mark.parametrize("name", ["khong-co.json", "x" * 5000, "."])
    def test_a_file_that_is_not_there_is_refused(self, db, tmp_path, name):
        with pytest.raises(Refusal, match="Không có tệp"):
            called("--root", str(tmp_path / name))


def test_many_faults_are_counted_and_not_all_printed(officer, monkeypatch, capsys):
    monkeypatch.setattr("danvan.reports.verify_history.MOST_SHOWN", 2)
    letter_of(officer, DAY)
    run("UPDATE records_history SET reason = 'khác'")
    assert called() == 1
    out = capsys.readouterr().out
    assert out.count("✗") == 2
    wrong = HistoryRow.objects.count()
    assert f"… và {wrong - 2} chỗ nữa." in out
    assert f"{wrong} chỗ sai" in out


@pytest.mark.parametrize("records", [1, 12])
def test_it_asks_as_often_for_many_records_as_for_one(officer, records, django_assert_max_num_queries):
    for _ in range(records):
        letter_of(officer, DAY)
    history.seal(DAY)
    assert Record.objects.count() == records
    with django_assert_max_num_queries(21 + len(witness.COVERED)):  # of each kind that bears marks one
        assert called() == 0
