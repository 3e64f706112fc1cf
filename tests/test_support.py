"""The watch of the tests itself: it sees what it says it sees."""

import tempfile
from pathlib import Path

import pytest

from tests.support.watching import NoClearFile


@pytest.mark.parametrize("opened", [tempfile.TemporaryFile, tempfile.NamedTemporaryFile])
def test_a_temporary_file_is_seen(opened):
    with pytest.raises(AssertionError), NoClearFile(), opened() as file:
        file.write(b"x")


def test_a_spooled_one_is_seen_once_it_reaches_the_disk():
    with NoClearFile(), tempfile.SpooledTemporaryFile(max_size=100) as file:
        file.write(b"x")
    with pytest.raises(AssertionError), NoClearFile(), tempfile.SpooledTemporaryFile(max_size=100) as file:
        file.write(b"x" * 101)


def test_a_folder_can_be_let_out(tmp_path):
    with NoClearFile(but=tmp_path):
        (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(AssertionError), NoClearFile(but=tmp_path / "b"):
        (tmp_path / "a").write_bytes(b"x")


def test_reading_is_nothing():
    with NoClearFile():
        Path(__file__).read_text()
