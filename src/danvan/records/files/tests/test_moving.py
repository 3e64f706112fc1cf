"""Files moved between the folder and the store: read by everybody all the while, wherever the move is stopped."""

from datetime import date

import pytest
from django.conf import settings as configured
from tests.support.s3 import FakeS3

from danvan.records import file_options, files, writing
from danvan.records.files import move_command, moving, places, store
from danvan.records.files.tests import samples
from danvan.records.models import File
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)


@pytest.fixture
def letter():
    officer = handler()
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


@pytest.fixture
def bucket(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    with FakeS3() as fake:
        yield fake


def use(settings, environ):
    """The places that these variables tell of."""
    plain = {key: told for key, told in configured.STORAGES.items() if not key.startswith("records")}
    settings.STORAGES = plain | {"records": file_options.place(environ)} | file_options.befores(environ)


def attached(letter, many=3):
    return [files.attach(letter, f"a{turn}.pdf", samples.pdf(f"Tờ {turn}"), by=None) for turn in range(many)]


def run_all(after=0):
    *_before, (last, told) = moving.move(after)
    return last, told


def in_folder(tmp_path):
    return [one for one in (tmp_path / "files").rglob("*") if one.is_file()]


class TestThere:
    def test_from_the_folder_to_the_store_and_back(self, settings, bucket, letter, tmp_path):
        use(settings, {})
        kept = {file.pk: files.open_(file) for file in attached(letter)}
        names = len(in_folder(tmp_path))
        for environ, there in ((bucket.environ, 0), (bucket.environ | {"DANVAN_FILES": "thu_muc"}, names)):
            use(settings, environ)
            assert {file.pk: files.open_(file) for file in File.objects.all()} == kept  # before it is moved
            _last, told = run_all()
            assert (told.gone_over, told.were_there, told.missing) == (names, 0, 0)
            assert (len(in_folder(tmp_path)), len(bucket.objects)) == (there, names - there)
            assert {file.pk: files.open_(file) for file in File.objects.all()} == kept

    def test_a_second_run_moves_nothing(self, settings, bucket, letter):
        use(settings, {})
        attached(letter)
        use(settings, bucket.environ)
        run_all()
        asked = set(bucket.objects)
        _last, told = run_all()
        assert (told.gone_over, told.were_there > 0, told.missing) == (0, True, 0)
        assert set(bucket.objects) == asked

    def test_what_is_new_meanwhile_lies_in_the_new_place(self, settings, bucket, letter, tmp_path):
        use(settings, {})
        attached(letter, 1)
        use(settings, bucket.environ)
        before = len(in_folder(tmp_path))
        attached(letter, 1)
        assert len(in_folder(tmp_path)) == before
        assert bucket.objects

    def test_into_a_place_of_its_own_within_a_shared_bucket(self, settings, bucket, letter):
        use(settings, bucket.environ)
        file = attached(letter, 1)[0]
        bucket.objects["files/aa/" + "a" * 32] = (b"cua ban khac", bucket.now)
        use(settings, bucket.environ | {"DANVAN_S3_PREFIX": "xa-mau"})
        run_all()
        mine = [path for path in bucket.objects if path.startswith("xa-mau/files/")]
        assert len(mine) == len(bucket.objects) - 1
        assert bucket.objects["files/aa/" + "a" * 32][0] == b"cua ban khac"
        assert files.open_(file)


class TestIntoAFreshFolder:
    def test_back_from_the_store_where_the_folder_never_was(self, settings, bucket, letter, tmp_path):
        use(settings, bucket.environ)
        kept = {file.pk: files.open_(file) for file in attached(letter)}
        assert in_folder(tmp_path) == []
        use(settings, bucket.environ | {"DANVAN_FILES": "thu_muc"})
        _last, told = run_all()
        assert (told.gone_over > 0, told.damaged, told.missing) == (True, 0, 0)
        assert bucket.objects == {}
        assert {file.pk: files.open_(file) for file in File.objects.all()} == kept

    def test_where_an_empty_one_was_made_beforehand(self, settings, bucket, letter, tmp_path):
        use(settings, bucket.environ)
        file = attached(letter, 1)[0]
        (tmp_path / "files").mkdir()
        use(settings, bucket.environ | {"DANVAN_FILES": "thu_muc"})
        assert move_command.run(type("Args", (), {"after": 0})) == 0
        assert files.open_(file)

    def test_for_readers_an_empty_folder_stays_a_disk_that_is_away(self, settings, bucket):
        use(settings, bucket.environ | {"DANVAN_FILES": "thu_muc"})
        with pytest.raises(store.Silent):
            store.get("a" * 32, b"x" * 32)


@pytest.fixture(params=["to the store", "to the folder"])
def two(request, settings, bucket, letter, tmp_path):
    """(file, put of the old place, put of the new, got of both): the file lies in the old place, whole."""
    to_folder = request.param == "to the folder"
    use(settings, bucket.environ if to_folder else {})
    file = attached(letter, 1)[0]
    use(settings, bucket.environ | ({"DANVAN_FILES": "thu_muc"} if to_folder else {}))
    return Two(file, store.befores()[0], store.place())


class Two:
    """The two places of a move."""

    def __init__(self, file, old, new):
        self.file, self.old, self.new = file, old, new

    def put(self, place, name, data):
        place.remove(store.path_of(name))
        place.write(store.path_of(name), data)

    def got(self, name):
        return [moving._read(place, store.path_of(name)) for place in (self.old, self.new)]


NAMES = ("stored", "original")


def broken(data):
    return data[:-1] + bytes([data[-1] ^ 1])


class TestDamaged:
    @pytest.mark.parametrize("which", NAMES)
    @pytest.mark.parametrize("spoil", [broken, lambda data: data[:40], lambda _data: b""])
    def test_in_the_old_place_it_takes_nothing_from_the_whole_one_in_the_new(self, two, which, spoil):
        name = getattr(two.file, which)
        whole = two.got(name)[0]
        two.put(two.new, name, whole)
        two.put(two.old, name, spoil(whole))
        assert run_all()[1].damaged == 0
        assert two.got(name) == [None, whole]

    @pytest.mark.parametrize("which", NAMES)
    @pytest.mark.parametrize("spoil", [broken, lambda data: data[:40], lambda _data: b""])
    def test_in_the_new_place_it_is_replaced_by_the_whole_one_of_the_old(self, two, which, spoil):
        name = getattr(two.file, which)
        whole = two.got(name)[0]
        two.put(two.new, name, spoil(whole))
        assert run_all()[1].damaged == 0
        assert two.got(name) == [None, whole]

    @pytest.mark.parametrize("which", NAMES)
    def test_in_both_neither_is_touched_and_the_command_says_so(self, two, which, capsys):
        name = getattr(two.file, which)
        whole = two.got(name)[0]
        two.put(two.old, name, broken(whole))
        two.put(two.new, name, whole[:50])
        assert move_command.run(type("Args", (), {"after": 0})) == 1
        assert two.got(name) == [broken(whole), whole[:50]]
        assert "1 hỏng ở mọi nơi" in capsys.readouterr().out

    def test_where_it_lies_alone_it_is_left_there(self, two):
        name = two.file.stored
        spoilt = broken(two.got(name)[0])
        two.put(two.old, name, spoilt)
        assert run_all()[1].damaged == 1
        assert two.got(name) == [spoilt, None]

    def test_lying_in_the_new_place_alone_it_is_counted(self, two):
        name = two.file.stored
        run_all()
        two.put(two.new, name, broken(two.got(name)[1]))
        assert run_all()[1].damaged == 1


class TestWithoutTheIntakeKey:
    @pytest.fixture
    def keyless(self, two, monkeypatch):
        def away(_file):
            raise Refusal("Không có khóa")

        monkeypatch.setattr(moving.originals, "key_of", away)
        return two

    def test_an_original_that_lies_in_one_place_goes_over_as_it_lies(self, keyless):
        name = keyless.file.original
        data = keyless.got(name)[0]
        assert run_all()[1].damaged == 0
        assert keyless.got(name) == [None, data]

    def test_two_that_differ_stay_both(self, keyless):
        name = keyless.file.original
        data = keyless.got(name)[0]
        keyless.put(keyless.new, name, b"khac" * 30)
        assert run_all()[1].damaged == 1
        assert keyless.got(name) == [data, b"khac" * 30]


class TestStopped:
    def test_between_copy_and_removal_a_file_lies_in_both_and_the_next_run_ends_it(
        self, settings, bucket, letter, monkeypatch
    ):
        use(settings, {})
        file = attached(letter, 1)[0]
        use(settings, bucket.environ)
        with monkeypatch.context() as patch:
            patch.setattr(places.Folder, "remove", lambda *_args: (_ for _ in ()).throw(OSError("x")))
            with pytest.raises(OSError, match="x"):
                run_all()
        assert files.open_(file)
        assert run_all()[1].missing == 0
        assert files.open_(file)

    def test_a_copy_that_broke_off_is_passed_over_in_reading_and_made_anew(self, settings, bucket, letter):
        use(settings, {})
        file = attached(letter, 1)[0]
        use(settings, bucket.environ)
        path = f"files/{store.path_of(file.stored)}"
        bucket.objects[path] = (b"nua chung", bucket.now)
        data = files.open_(file)
        run_all()
        assert len(bucket.objects[path][0]) > len(data)
        assert files.open_(file) == data

    def test_a_place_that_gives_back_something_else_takes_nothing_away(
        self, settings, bucket, letter, tmp_path, monkeypatch
    ):
        use(settings, {})
        file = attached(letter, 1)[0]
        before = in_folder(tmp_path)
        use(settings, bucket.environ)
        monkeypatch.setattr(places.Bucket, "read", lambda *_args: b"khac")
        with pytest.raises(Refusal, match="chưa xóa gì ở nơi cũ"):
            run_all()
        assert in_folder(tmp_path) == before
        assert files.open_(file)

    def test_a_store_that_is_away_is_a_sentence_with_the_key_to_go_on(
        self, settings, bucket, letter, monkeypatch
    ):
        use(settings, {})
        first, *_others = attached(letter)
        use(settings, bucket.environ)
        monkeypatch.setattr(moving, "CHUNK", 1)
        seen = moving.move()
        assert next(seen)[0] == first.pk
        bucket.fails = 503
        with pytest.raises(Refusal, match=rf"--after {first.pk}"):
            move_command.run(type("Args", (), {"after": first.pk}))
        bucket.fails = 0
        assert run_all(first.pk)[1].missing == 0
        assert all(files.open_(file) for file in File.objects.all())


class TestRefused:
    def test_where_there_is_one_place_alone(self, settings, tmp_path):
        settings.DATA_FOLDER = tmp_path
        use(settings, {})
        with pytest.raises(Refusal, match="Chỉ có một nơi lưu tệp"):
            list(moving.move())

    def test_what_is_in_no_place_is_counted_and_the_command_says_so(self, settings, bucket, letter, capsys):
        use(settings, {})
        file = attached(letter, 1)[0]
        use(settings, bucket.environ)
        store.drop(file.stored)
        assert move_command.run(type("Args", (), {"after": 0})) == 1
        told = capsys.readouterr().out
        assert "1 không thấy ở đâu" in told
        assert file.name not in told

    def test_removed_while_it_lies_in_the_old_place_it_is_gone_from_there(
        self, settings, bucket, letter, tmp_path
    ):
        use(settings, {})
        file = attached(letter, 1)[0]
        use(settings, bucket.environ)
        store.drop(file.stored)
        assert not [one for one in in_folder(tmp_path) if one.name == file.stored]

    def test_where_nothing_was_kept_before_a_lost_file_is_lost_and_no_place_is_away(self, settings, bucket):
        use(settings, bucket.environ)
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get("a" * 32, b"x" * 32)
