"""The original beside the copy: as it came, sealed to a key outside the database, opened with a reason that stays said."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from nacl.exceptions import CryptoError

from danvan.records import envelopes, files, keys, writing
from danvan.records.files import originals, store, thumbs
from danvan.records.files.tests import samples
from danvan.records.models import File, FileAct, HistoryRow
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, head, letter_of
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def leader(officer):
    return head(officer.at)


@pytest.fixture
def letter(officer):
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


@pytest.fixture
def photo(letter, officer):
    return files.attach(letter, "ảnh.jpg", samples.photo(), by=officer)


class TestKept:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("ảnh.jpg", samples.photo()),
            ("đơn.pdf", samples.pdf()),
            ("đơn.docx", samples.word()),
            ("ký.pdf", samples.signed_pdf()),
            ("ảnh.webp", samples.scan(form="WEBP")),
        ],
    )
    def test_byte_for_byte_beside_a_copy_that_tells_less(self, letter, officer, name, data):
        file = files.attach(letter, name, data, by=officer)
        assert originals.unsealed(file) == data
        assert files.open_(file) != data
        assert (file.original_sha256, file.original_size) == (sha256(data).hexdigest(), len(data))

    @pytest.mark.parametrize(
        ("data", "lost"),
        [
            (samples.signed_pdf(), (True, False)),
            (samples.pdf(), (False, False)),
            (samples.photo(), (False, False)),
            (samples.word(), (False, False)),
            (samples.package_of(samples.word(), **{"word/media/a.wmf": b"x"}), (False, True)),
            (samples.package_of(samples.word(), **{"_xmlsignatures/s.xml": b"<s/>"}), (True, False)),
        ],
    )
    def test_what_no_writing_anew_can_keep_is_said_of_the_copy(self, letter, officer, data, lost):
        file = files.attach(letter, "a", data, by=officer)
        file.refresh_from_db()
        assert (file.lost_signature, file.lost_drawings) == lost

    def test_the_desk_says_that_the_original_is_signed_and_who_decides_opens_it(
        self, letter, officer, leader
    ):
        file = files.attach(letter, "ký.pdf", samples.signed_pdf(), by=officer)
        way = reverse("records:file_original", args=[letter.public_id, file.pk])
        seen = desk_of(leader).get(letter.get_absolute_url()).content.decode()
        assert "Bản gốc có chữ ký số" in seen
        assert "Mở bản gốc có chữ ký số" in seen
        assert way in seen
        seen = desk_of(officer).get(letter.get_absolute_url()).content.decode()
        assert "người có quyền quyết định mở bản gốc" in seen
        assert way not in seen

    def test_of_an_unsigned_file_nothing_is_said(self, letter, officer, leader):
        files.attach(letter, "đơn.pdf", samples.pdf(), by=officer)
        assert "chữ ký số" not in desk_of(leader).get(letter.get_absolute_url()).content.decode()

    def test_two_files_two_keys(self, photo):
        assert photo.stored != photo.original
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            store.get(photo.original, bytes(photo.key))

    def test_database_and_folder_together_do_not_open_it(self, photo):
        """What is needed besides lies in the file of intake keys."""
        for key in (bytes(photo.key), bytes(photo.original_key)[:32], bytes(photo.original_key)[-32:]):
            with pytest.raises(Refusal):
                store.get(photo.original, key)
        with pytest.raises(CryptoError):
            _sealed_with_another(photo)

    def test_without_the_intake_key_it_is_a_sentence(self, photo, settings, tmp_path):
        settings.INTAKE_KEY_FILE = tmp_path / "intake"
        keys.make(settings.INTAKE_KEY_FILE)
        with pytest.raises(Refusal, match="đặt lại khóa ấy"):
            originals.unsealed(photo)
        assert files.open_(photo)  # the copy needs none

    def test_a_key_that_originals_need_is_not_forgotten(self, photo):
        [(letters, addresses, held)] = envelopes.held_by_key().values()
        assert (letters, addresses, held) == (0, 0, 1)

    def test_changed_on_the_disk_it_is_not_opened(self, photo, settings):
        [place] = [one for one in Path(settings.DATA_FOLDER).rglob("*") if one.name == photo.original]
        place.write_bytes(b"x" * 100)
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            originals.unsealed(photo)

    def test_another_original_put_in_its_place_is_seen(self, photo, letter, officer):
        other = files.attach(letter, "b.jpg", samples.photo(20, 20), by=officer)
        File.objects.filter(pk=photo.pk).update(
            original=other.original, original_key=other.original_key, original_key_id=other.original_key_id
        )
        photo.refresh_from_db()
        with pytest.raises(Refusal, match="đã bị thay đổi"):
            originals.unsealed(photo)


def _sealed_with_another(file):
    from nacl.public import PrivateKey, SealedBox

    return SealedBox(PrivateKey.generate()).decrypt(bytes(file.original_key))


class TestOpened:
    @pytest.mark.parametrize("reason", FileAct.Reason.values)
    def test_by_who_decides_with_a_reason_that_stays_said(self, photo, leader, reason, as_app):
        assert originals.read(photo, by=leader, reason=reason) == samples.photo()
        [act] = originals.acts(photo)
        assert (act.by, act.reason, act.record_id) == (leader, reason, photo.record_id)
        row = HistoryRow.objects.filter(table="records_fileact").get()
        assert (row.actor, row.after["reason"]) == (leader.pk, reason)

    @pytest.mark.parametrize("reason", ["", "tò mò", "Bà Trần Thị B hỏi", "CHU_KY_SO"])
    def test_never_without_one_of_the_list(self, photo, leader, reason):
        with pytest.raises(Refusal, match="chọn lý do"):
            originals.read(photo, by=leader, reason=reason)
        assert not FileAct.objects.exists()

    def test_not_by_who_only_handles_counts_or_sits_elsewhere(self, photo, officer):
        for account in (officer, compiler(officer.at), head()):
            with pytest.raises(Refusal, match="không có quyền"):
                originals.read(photo, by=account, reason="doi_chieu")
        assert not FileAct.objects.exists()

    def test_not_once_it_was_taken_away(self, photo, officer, leader):
        files.remove(photo, by=officer, removal="trung")
        with pytest.raises(Refusal, match="đã được gỡ"):
            originals.read(photo, by=leader, reason="doi_chieu")

    def test_of_lost_bytes_nobody_is_said_to_have_opened_them(self, photo, leader, settings):
        [place] = [one for one in Path(settings.DATA_FOLDER).rglob("*") if one.name == photo.original]
        place.unlink()
        with pytest.raises(Refusal, match="mất hoặc hỏng"):
            originals.read(photo, by=leader, reason="doi_chieu")
        assert not FileAct.objects.exists()

    @pytest.mark.parametrize("way", ["update", "delete"])
    def test_the_program_cannot_unsay_it(self, photo, leader, as_app, way):
        originals.read(photo, by=leader, reason="doi_chieu")
        acts = FileAct.objects.all()
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            acts.update(reason="giam_dinh") if way == "update" else acts._raw_delete("default")

    def test_a_file_found_to_belong_to_a_denunciation_is_gone_in_both(self, photo, letter, officer, leader):
        files.remove_all(letter, by=officer)
        photo.refresh_from_db()
        assert (bytes(photo.key), bytes(photo.original_key)) == (b"", b"")
        with pytest.raises(Refusal):
            originals.read(photo, by=leader, reason="doi_chieu")


class TestThumbs:
    @pytest.mark.parametrize("data", [samples.photo(), samples.pdf(), samples.scan(), samples.tiff(2)])
    def test_a_small_picture_kept_encrypted(self, letter, officer, settings, data):
        file = files.attach(letter, "a", data, by=officer)
        thumbs.make(file.pk)
        file.refresh_from_db()
        drawn = thumbs.open_(file)
        assert drawn.startswith(b"\x89PNG")
        assert len(drawn) < 60_000
        [place] = [one for one in Path(settings.DATA_FOLDER).rglob("*") if one.name == file.thumb]
        assert b"PNG" not in place.read_bytes()

    def test_made_once(self, photo):
        thumbs.make(photo.pk)
        first = File.objects.get(pk=photo.pk).thumb
        thumbs.make(photo.pk)
        assert File.objects.get(pk=photo.pk).thumb == first

    def test_of_words_there_is_none(self, letter, officer):
        file = files.attach(letter, "a.docx", samples.word(), by=officer)
        thumbs.make(file.pk)
        file.refresh_from_db()
        with pytest.raises(Refusal, match="chưa có hình"):
            thumbs.open_(file)

    def test_what_cannot_be_drawn_goes_without(self, photo, monkeypatch):
        def fails(*_args, **_more):
            raise Refusal("hỏng")

        monkeypatch.setattr(thumbs.apart, "run", fails)
        thumbs.make(photo.pk)
        assert File.objects.get(pk=photo.pk).thumb == ""

    def test_taken_away_meanwhile_it_gets_none(self, photo, officer):
        files.remove(photo, by=officer, removal="trung")
        thumbs.make(photo.pk)
        assert File.objects.get(pk=photo.pk).thumb == ""
