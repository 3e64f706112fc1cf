"""A snapshot: what enters it, what is written anew, and that a reader never finds half of one."""

import fcntl
import json
import os
import stat

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.models import Q

from danvan.domains.petitions.models import Letter
from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.declare import Indicator
from danvan.reports.compute import compute
from danvan.reports.engines import duck, snapshot
from danvan.reports.engines.shapes import HANDOVERS, shape_of
from danvan.reports.tests.factories import FIRST, LAST, letters, make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3, FIRST)
    letters(place.communes[1], "to_cao", 2, LAST)
    return place


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/**/*.parquet")}


def change(record):
    """An officer's correction, as far as a snapshot sees it."""
    Letter.objects.filter(pk=record.pk).update(handling="luu")


class TestWhatEnters:
    def test_only_what_figures_ask_for(self):
        for shape in snapshot.shapes():
            names = {column.name for column in shape.columns}
            assert names.isdisjoint(
                {"title", "public_id", "search_internal", "search_public", "holder", "created_by"}
            )
            assert {str(column.type) for column in shape.columns} <= {
                "int64",
                "bool",
                "date32[day]",
                "string",
            }

    @pytest.mark.parametrize(
        "asked", [Q(title="Đơn"), Q(search_internal="a"), Q(public_id="1") & Q(search_public="b")]
    )
    def test_no_text(self, asked):
        item = Indicator("thu", "Thử", Letter, "received_on", "đơn", where=asked)
        with pytest.raises(ValueError, match="free text"):
            shape_of(Letter, [item])

    def test_no_table_beside_the_records(self):
        from danvan.records.models import Duty

        with pytest.raises(ValueError, match="no record type"):
            shape_of(Duty, [])

    def test_a_word_is_not_an_empty_column(self, place, tmp_path):
        Letter.objects.filter(unit=place.communes[0]).update(handling="")
        rows = rows_of(snapshot.take(tmp_path), "petitions.letter")
        assert {row["handling"] for row in rows if row["unit_id"] == place.communes[0].pk} == {""}
        assert {row["withdrawn_on"] for row in rows} == {None}

    def test_folder_and_files_are_the_owner_s_alone(self, place, tmp_path):
        snapshot.take(tmp_path / "here")
        assert stat.S_IMODE(os.stat(tmp_path / "here").st_mode) == 0o700


def rows_of(taken, source):
    return [row for path in taken.paths(source) for row in pq.read_table(path).to_pylist()]


class TestTakenAgain:
    def test_nothing_new_writes_nothing(self, place, tmp_path):
        first = snapshot.take(tmp_path)
        again = snapshot.take(tmp_path)
        assert first.written > 0
        assert again.written == 0
        assert again.parts == first.parts

    def test_only_the_part_that_changed_is_written(self, place, tmp_path):
        first = snapshot.take(tmp_path)
        change(Letter.objects.filter(unit=place.communes[1]).first())
        again = snapshot.take(tmp_path)
        assert again.written == 1
        changed = {part.path for part in again.parts} - {part.path for part in first.parts}
        assert [part.quarter for part in again.parts if part.path in changed] == ["2023Q1"]

    def test_provinces_and_quarters_lie_apart(self, place, tmp_path):
        other = make_unit("Tỉnh Khác", Kind.PROVINCE)
        letters(other, "khieu_nai", 1, FIRST)
        parts = [part for part in snapshot.take(tmp_path).parts if part.source == "petitions.letter"]
        found = {(part.province, part.quarter): part.rows for part in parts}
        assert found == {
            (place.province.pk, "2022Q4"): 3,
            (place.province.pk, "2023Q1"): 2,
            (other.pk, "2022Q4"): 1,
        }

    def test_a_reader_of_the_old_one_reads_on_until_the_next_but_one(self, place, tmp_path):
        snapshot.take(tmp_path)
        ask = duck.scan_of(tmp_path)
        change(Letter.objects.filter(unit=place.communes[1]).first())
        snapshot.take(tmp_path)
        assert compute(place.province, "2023-Q1", engine=ask).cell("don.tiep_nhan").value == 5
        assert len(files(tmp_path)) == len(snapshot.read(tmp_path).parts) + 1
        snapshot.take(tmp_path)
        assert files(tmp_path) == {part.path for part in snapshot.read(tmp_path).parts}

    def test_another_shape_is_written_whole(self, place, tmp_path):
        taken = snapshot.take(tmp_path)
        manifest = json.loads((tmp_path / "manifest.json").read_text())
        manifest["columns"]["petitions.letter"] = [["id", "int64"]]
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        assert snapshot.take(tmp_path).written == len(taken.paths("petitions.letter"))


class TestCutShort:
    def test_the_old_one_stays_whole(self, place, tmp_path, monkeypatch):
        old = snapshot.take(tmp_path)
        letters(place.communes[0], "to_cao", 4, LAST)

        def fails(taken):
            raise OSError("no space left")

        with monkeypatch.context() as broken:
            broken.setattr(snapshot, "_exchange", fails)
            with pytest.raises(OSError, match="no space"):
                snapshot.take(tmp_path)
        assert snapshot.read(tmp_path).parts == old.parts
        assert (
            compute(place.province, "2023-Q1", engine=duck.scan_of(tmp_path)).cell("don.tiep_nhan").value == 5
        )
        assert snapshot.take(tmp_path).written == 1
        assert (
            compute(place.province, "2023-Q1", engine=duck.scan_of(tmp_path)).cell("don.tiep_nhan").value == 9
        )

    def test_a_draft_left_behind_is_removed(self, place, tmp_path):
        taken = snapshot.take(tmp_path)
        draft = (tmp_path / taken.paths("petitions.letter")[0]).with_suffix(".draft")
        draft.write_bytes(b"half")
        snapshot.take(tmp_path)
        assert not draft.exists()

    def test_the_first_one_is_taken_again(self, place, tmp_path, monkeypatch):
        def fails(taken):
            raise OSError("no space left")

        with monkeypatch.context() as broken:
            broken.setattr(snapshot, "_exchange", fails)
            with pytest.raises(OSError, match="no space"):
                snapshot.take(tmp_path)
        assert files(tmp_path)
        taken = snapshot.take(tmp_path)
        assert files(tmp_path) == {part.path for part in taken.parts}

    def test_two_at_once_are_refused(self, place, tmp_path):
        snapshot.take(tmp_path)
        with (tmp_path / ".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(Refusal, match="đang ghi"):
                snapshot.take(tmp_path)


def strangers(folder):
    """Files of other people below a folder, by path."""
    for path in (
        "du-lieu/2023.parquet",
        "du-lieu/a/b/nhap.draft",
        "petitions.letter/cua-toi.parquet",
        "petitions.letter/province=1/quarter=2023Q1/tay.parquet",
        "petitions.letter/province=1/quarter=2023Q1/x/1-0123456789abcdef.parquet",
        "records.handover/bao-cao.draft",
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"cua nguoi khac")
        yield folder / path


class TestWhatIsNotItsOwn:
    def test_stays_beside_a_snapshot(self, place, tmp_path):
        snapshot.take(tmp_path)
        theirs = list(strangers(tmp_path))
        change(Letter.objects.filter(unit=place.communes[1]).first())
        for _turn in range(2):
            snapshot.take(tmp_path)
        assert [path.read_bytes() for path in theirs] == [b"cua nguoi khac"] * len(theirs)

    @pytest.mark.parametrize("name", ["2023.parquet", "nhap.draft", "thu muc/2023.parquet", ".an"])
    def test_makes_a_folder_without_a_snapshot_refused_and_left_as_it_was(self, place, tmp_path, name):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"cua nguoi khac")
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(Refusal, match=r"có thứ khác.*thư mục mới"):
            snapshot.take(tmp_path)
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize("text", ["[]", "{}", '{"format": 1}', '{"format": 1, "parts": [{"a": 1}]}', "1"])
    def test_is_told_by_a_manifest_of_something_else(self, place, tmp_path, text):
        theirs = list(strangers(tmp_path))
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(Refusal, match="thư mục mới"):
            snapshot.take(tmp_path)
        assert all(path.exists() for path in theirs)

    def test_a_column_that_left_the_figures_takes_its_folder_along(self, place, tmp_path):
        snapshot.take(tmp_path)
        manifest = json.loads((tmp_path / "manifest.json").read_text())
        manifest["columns"]["cu.nguon"] = [["id", "int64"]]
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        old = tmp_path / "cu.nguon/province=1/quarter=2022Q4/3-0123456789abcdef.parquet"
        old.parent.mkdir(parents=True)
        old.write_bytes(b"x")
        snapshot.take(tmp_path)
        assert not old.exists()


class TestRead:
    def test_of_an_empty_folder_is_refused(self, tmp_path):
        with pytest.raises(Refusal, match="chưa có bản chụp"):
            snapshot.read(tmp_path)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}'])
    def test_of_another_form_is_refused(self, tmp_path, text):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(Refusal):
            snapshot.read(tmp_path)


def test_days_are_copied_alike_whatever_the_session_writes(place, tmp_path):
    first = snapshot.take(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SET datestyle = 'SQL, DMY'")
    try:
        assert snapshot.take(tmp_path).parts == first.parts
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET datestyle")


def test_what_copy_sends_is_read_in_pieces_of_any_size():
    whole = bytes(range(256)) * 5
    for size in (1, 7, 256, 1000, 5000):
        stream = snapshot._Stream([whole[at : at + 100] for at in range(0, len(whole), 100)])
        pieces = iter(lambda stream=stream, size=size: stream.read(size), b"")
        assert b"".join(pieces) == whole


def test_hand_overs_come_along_even_where_there_are_none(place, tmp_path):
    assert rows_of(snapshot.take(tmp_path), HANDOVERS) == []
