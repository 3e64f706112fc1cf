"""Steps say what they do, and are skipped while nothing they read has changed."""

import pytest

from danvan.config.steps import Stamps, StepFailed, fingerprint, seconds, step
from danvan.ui.errors import Refusal


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "tinh.csv").write_text("44,Quảng Bình\n")
    return folder


def test_a_step_tells_its_time(capsys):
    with step("Luật", "sửa luật"):
        pass
    assert capsys.readouterr().out == "  · Luật … xong (0,0 giây)\n"


@pytest.mark.parametrize("fault", [Refusal("Dòng 3 thiếu mã."), ValueError("Dòng 3 thiếu mã.")])
def test_a_failed_step_says_what_and_how_to_mend_it(capsys, fault):
    with pytest.raises(StepFailed), step("Đơn vị", "sửa bảng rồi chạy lại"):
        raise fault
    told = capsys.readouterr()
    assert told.out.endswith("không được\n")
    assert "bước «Đơn vị» không xong" in told.err
    assert "Dòng 3 thiếu mã." in told.err
    assert "Cách xử lý: sửa bảng rồi chạy lại" in told.err


def run(tmp_path, source, work, database="1/2"):
    stamps = Stamps(tmp_path / "loaded.json", database)
    return stamps.run("units", [source], "Đơn vị", "sửa bảng", work)


def test_unchanged_inputs_are_loaded_once(tmp_path, source, capsys):
    done = []
    assert run(tmp_path, source, lambda: done.append(1)) is True
    assert run(tmp_path, source, lambda: done.append(2)) is False
    assert done == [1]
    assert "Đơn vị … đã có" in capsys.readouterr().out


def test_a_changed_input_is_loaded_again(tmp_path, source):
    done = []
    run(tmp_path, source, lambda: done.append(1))
    (source / "tinh.csv").write_text("44,Quảng Trị\n")
    run(tmp_path, source, lambda: done.append(2))
    assert done == [1, 2]


def test_another_database_has_seen_nothing(tmp_path, source):
    done = []
    run(tmp_path, source, lambda: done.append(1))
    run(tmp_path, source, lambda: done.append(2), database="1/3")
    assert done == [1, 2]


def test_a_failed_load_leaves_no_stamp(tmp_path, source):
    with pytest.raises(StepFailed):
        run(tmp_path, source, lambda: 1 // 0)
    done = []
    run(tmp_path, source, lambda: done.append(1))
    assert done == [1]


def test_a_broken_stamp_file_is_no_obstacle(tmp_path, source):
    (tmp_path / "loaded.json").write_text("{")
    assert run(tmp_path, source, lambda: None) is True


def test_fingerprints_see_names_and_contents_but_not_compiled_files(source):
    before = fingerprint([source])
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert fingerprint([source]) == before
    (source / "tinh.csv").rename(source / "huyen.csv")
    assert fingerprint([source]) != before


def test_seconds_are_written_the_vietnamese_way():
    assert seconds(12.34) == "12,3 giây"
