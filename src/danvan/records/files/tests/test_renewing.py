"""Files from before get a clean copy, their original and a picture; once, and as far as the program came."""

from datetime import date
from hashlib import sha256

import pytest

from danvan.records import files, writing
from danvan.records.files import originals, renew_command, renewing, store
from danvan.records.files.tests import samples
from danvan.records.models import File
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)


@pytest.fixture
def letter(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    officer = handler()
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


def from_before(letter, data, name="đơn.pdf", media_type="application/pdf"):
    """A file as the program kept it before it cleaned any."""
    stored, key = store.put(data)
    told = {"media_type": media_type, "size": len(data), "sha256": sha256(data).hexdigest()}
    return File.objects.create(record_id=letter.pk, name=name, stored=stored, key=key, **told)


def run_all(after=0):
    counted = [told for _last, told in renewing.renew(after)]
    return counted[-1] if counted else renewing.Renewed()


class TestRenewed:
    @pytest.mark.parametrize(
        ("data", "media_type", "signed"),
        [
            (samples.photo(), "image/jpeg", False),
            (samples.signed_pdf(), "application/pdf", True),
        ],
    )
    def test_it_has_a_clean_copy_its_original_and_a_picture(self, letter, data, media_type, signed):
        file = from_before(letter, data, media_type=media_type)
        old = file.stored
        assert run_all().renewed == 1
        file.refresh_from_db()
        assert originals.unsealed(file) == data
        assert files.open_(file) != data
        assert (file.stored != old, file.lost_signature) == (True, signed)
        assert file.thumb

    def test_the_bytes_as_they_lay_are_taken_away_once_it_is_written(
        self, letter, django_capture_on_commit_callbacks
    ):
        file = from_before(letter, samples.photo(), media_type="image/jpeg")
        old, key = file.stored, bytes(file.key)
        with django_capture_on_commit_callbacks(execute=True):
            run_all()
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get(old, key)

    def test_a_second_run_changes_nothing(self, letter):
        file = from_before(letter, samples.photo(), media_type="image/jpeg")
        run_all()
        first = File.objects.values().get(pk=file.pk)
        told = run_all()
        assert (told.renewed, told.clean) == (0, 1)
        assert File.objects.values().get(pk=file.pk) == first

    def test_it_goes_on_after_a_key(self, letter):
        first, second = (from_before(letter, samples.photo(), media_type="image/jpeg") for _turn in range(2))
        assert run_all(first.pk).renewed == 1
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.original, bool(second.original)) == ("", True)


class TestLeft:
    def test_what_cannot_be_made_clean_stays_and_the_command_counts_it(self, letter, capsys):
        file = from_before(letter, b"%PDF-1.4 hong")
        assert renew_command.run(type("Args", (), {"after": 0})) == 1
        told = capsys.readouterr().out
        assert "1 không làm sạch được" in told
        assert file.name not in told
        file.refresh_from_db()
        assert files.open_(file) == b"%PDF-1.4 hong"

    def test_a_file_of_today_is_left_as_it_is(self, letter):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=None)
        before = file.stored
        assert run_all().renewed == 0
        file.refresh_from_db()
        assert file.stored == before

    def test_one_taken_away_meanwhile_is_not_brought_back(self, letter):
        file = from_before(letter, samples.photo(), media_type="image/jpeg")
        taken = renewing.accepting.clean("a.jpg", samples.photo())
        files.remove(file, by=None, removal=File.Removal.DOUBLE)
        assert not renewing._keep(file.pk, samples.photo(), taken)

    def test_a_place_that_is_away_ends_it_with_the_key_to_go_on(self, letter, monkeypatch):
        from_before(letter, samples.photo(), media_type="image/jpeg")

        def away(*_args):
            raise store.Silent("x")

        monkeypatch.setattr(renewing.files, "open_", away)
        with pytest.raises(Refusal, match="--after 0"):
            renew_command.run(type("Args", (), {"after": 0}))
