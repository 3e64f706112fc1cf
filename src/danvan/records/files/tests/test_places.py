"""Where bytes lie: a folder of this machine or an S3-compatible store, spoken to by boto3's own client; never in clear."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from tests.support.s3 import FakeS3
from tests.support.watching import NoClearFile

from danvan.records import file_options
from danvan.records.files import places, store
from danvan.ui.errors import Refusal

DATA = b"zqxratbimatzqx" * 1_000
LATER = timedelta(days=3)


@pytest.fixture
def bucket(settings):
    with FakeS3(page=2) as fake:
        settings.STORAGES = settings.STORAGES | {"records": file_options.place(fake.environ)}
        yield fake


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path):
    """Each of the two, empty."""
    settings.DATA_FOLDER = tmp_path
    if request.param == "folder":
        return None
    return request.getfixturevalue("bucket")


class TestEither:
    def test_what_is_put_is_got(self, place):
        name, key = store.put(DATA)
        assert store.get(name, key) == DATA

    @pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)) * 40_000])
    def test_whatever_the_bytes(self, place, data):
        assert store.get(*store.put(data)) == data

    def test_under_a_key_that_is_given(self, place):
        name, key = store.put(DATA)
        other, same = store.put(b"x", key)
        assert (other != name, same == key) == (True, True)
        assert store.get(other, key) == b"x"

    def test_under_another_key_nothing(self, place):
        name, _key = store.put(DATA)
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get(name, b"\1" * 32)

    def test_gone_it_is_a_sentence(self, place):
        name, key = store.put(DATA)
        store.drop(name)
        store.drop(name)
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get(name, key)

    def test_names_written_before_a_moment(self, place):
        names = {store.put(DATA)[0] for _turn in range(5)}
        now = datetime.now(UTC)
        assert set(store.names_older_than(now + LATER)) == names
        assert store.names_older_than(now - LATER) == []

    @pytest.mark.parametrize(
        "name", ["", "..", "../../etc/passwd", "a" * 31, "a" * 33, "a/" + "b" * 30, "\0" * 32]
    )
    def test_a_name_that_is_none_of_ours_reaches_nothing(self, place, name):
        with pytest.raises((ValueError, Refusal)):
            store.get(name, b"x" * 32)


class TestBucket:
    def test_it_is_told_ciphertext_and_random_names_alone(self, bucket):
        name, _key = store.put(DATA)
        [(path, (kept, _at))] = bucket.objects.items()
        assert path == f"files/{name[:2]}/{name}"
        assert b"zqx" not in kept
        assert all(bucket.signed)

    def test_the_folder_stays_empty(self, bucket, settings, tmp_path):
        settings.DATA_FOLDER = tmp_path
        store.put(DATA)
        assert list(tmp_path.rglob("*")) == []

    def test_changed_there_it_is_not_opened(self, bucket):
        name, key = store.put(DATA)
        [path] = bucket.objects
        bucket.objects[path] = (b"khac" * 20, bucket.now)
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get(name, key)

    @pytest.mark.parametrize("status", [403, 500, 503])
    def test_a_store_that_refuses_is_a_sentence_without_its_words(self, bucket, status):
        name, key = store.put(DATA)
        bucket.fails = status
        with pytest.raises(store.Silent, match="không trả lời nên chưa mở được") as refused:
            store.get(name, key)
        assert "zqx" not in str(refused.value)
        assert "127.0.0.1" not in str(refused.value)
        with pytest.raises(store.Silent, match="Kho tệp không trả lời"):
            store.put(DATA)
        store.drop(name)  # leaves an orphan, which the sweeping takes later

    def test_nobody_there(self, settings):
        with FakeS3() as fake:
            environ = fake.environ
        options = file_options.place(environ)
        settings.STORAGES = settings.STORAGES | {"records": options}
        with pytest.raises(Refusal, match="Kho tệp không trả lời"):
            store.put(DATA)

    def test_nothing_is_spooled_to_a_disk(self, bucket):
        name, key = store.put(DATA)
        with NoClearFile():
            assert store.get(name, key) == DATA

    def test_what_is_there_is_never_overwritten(self, bucket):
        place = storages["records"]
        place.write("aa/x", b"eins")
        with pytest.raises(Refusal, match="trùng tên"):
            place.write("aa/x", b"zwei")
        assert [kept for kept, _at in bucket.objects.values()] == [b"eins"]

    def test_what_is_not_there_is_told_from_a_store_that_is_not(self, bucket):
        name, key = store.put(DATA)
        bucket.objects.clear()
        with pytest.raises(Refusal, match="mất hoặc hỏng") as refused:
            store.get(name, key)
        assert not isinstance(refused.value, store.Silent)


class TestFolder:
    @pytest.mark.parametrize("left", ["nothing", "empty folder"])
    def test_a_disk_that_is_away_is_no_lost_file(self, settings, tmp_path, left):
        settings.DATA_FOLDER = tmp_path
        name, key = store.put(DATA)
        (tmp_path / "files").rename(tmp_path / "away")
        if left == "empty folder":
            (tmp_path / "files").mkdir()
        with pytest.raises(store.Silent, match="Kho tệp không trả lời"):
            store.get(name, key)

    def test_a_disk_that_fails_neither(self, settings, tmp_path, monkeypatch):
        settings.DATA_FOLDER = tmp_path
        name, key = store.put(DATA)

        def fails(_place):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(Path, "read_bytes", fails)
        with pytest.raises(store.Silent):
            store.get(name, key)

    def test_readable_by_its_owner_alone(self, settings, tmp_path):
        settings.DATA_FOLDER = tmp_path
        name, _key = store.put(DATA)
        [file] = [one for one in Path(tmp_path).rglob("*") if one.name == name]
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0

    def test_a_disk_that_is_full_is_no_file(self, settings, tmp_path, monkeypatch):
        settings.DATA_FOLDER = tmp_path

        def full(_descriptor):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(places.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.put(DATA)
