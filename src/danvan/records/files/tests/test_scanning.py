"""What the scanner says decides: taken, refused, held apart or left waiting. What is not clean has no copy to be served."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.support.clamd import EICAR, NAME, FakeClamd, setting
from tests.support.watching import NoClearFile

from danvan.records import envelopes, files, writing
from danvan.records.files import accepting, originals, reading, rescanning, scanning, store
from danvan.records.files.tests import samples
from danvan.records.models import File, FileText
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)
NOBODY = ("tcp", "127.0.0.1", 1)
POLICIES = ("tu_choi", "cach_ly", "cho_quet")
BAD = samples.pdf("xấu") + EICAR


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return writing.move(
        letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai"
    )


@pytest.fixture
def scanner(settings):
    with FakeClamd() as fake:
        settings.FILE_SCANNER = setting(fake.address)
        yield fake


class TestAdmitted:
    def test_without_a_scanner_it_is_said_that_nobody_looked(self, settings):
        settings.FILE_SCANNER = None
        assert scanning.admitted(BAD) == scanning.Told("khong_quet")

    def test_clean(self, scanner):
        told = scanning.admitted(b"x")
        assert (told.state, told.threat, told.is_clean, told.at is None) == ("sach", "", True, False)

    @pytest.mark.parametrize(
        ("policy", "may_refuse", "state"),
        [
            ("tu_choi", True, None),
            ("tu_choi", False, "cach_ly"),
            ("cach_ly", True, "cach_ly"),
            ("cach_ly", False, "cach_ly"),
            ("cho_quet", True, "cho_quet"),
            ("cho_quet", False, "cho_quet"),
        ],
    )
    def test_found(self, scanner, settings, policy, may_refuse, state):
        settings.FILE_SCANNER = setting(scanner.address, found=policy)
        if state is None:
            with pytest.raises(Refusal, match=r"Tệp có mã độc \(Eicar-Test-Signature\)"):
                scanning.admitted(BAD, may_refuse=may_refuse)
            return
        told = scanning.admitted(BAD, may_refuse=may_refuse)
        assert (told.state, told.threat, told.is_clean) == (state, NAME.decode(), False)

    @pytest.mark.parametrize(
        ("policy", "how", "state"),
        [
            ("tu_choi", {}, None),
            ("tu_choi", {"may_refuse": False}, "cho_quet"),
            ("tu_choi", {"waits": True}, "cho_quet"),
            ("cach_ly", {}, "cach_ly"),
            ("cach_ly", {"may_refuse": False}, "cach_ly"),
            ("cho_quet", {}, "cho_quet"),
            ("cho_quet", {"may_refuse": False}, "cho_quet"),
        ],
    )
    def test_no_answer(self, settings, policy, how, state):
        settings.FILE_SCANNER = setting(NOBODY, no_answer=policy)
        if state is None:
            with pytest.raises(Refusal, match="máy quét không trả lời"):
                scanning.admitted(b"x", **how)
            return
        told = scanning.admitted(b"x", **how)
        assert (told.state, told.threat, told.at, told.is_clean) == (state, "", None, False)

    @pytest.mark.parametrize("manner", ["half", "closes", "garbage", "error", "endless"])
    def test_a_scanner_out_of_order_calls_nothing_clean(self, settings, manner):
        with FakeClamd(manner) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            with pytest.raises(Refusal, match="máy quét không trả lời"):
                scanning.admitted(b"x")

    def test_longer_than_it_takes_is_said_so(self, settings):
        with FakeClamd(limit=4_000_000) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            with pytest.raises(Refusal, match="lớn hơn mức mà máy quét mã độc nhận"):
                scanning.admitted(b"x" * 4_000_001)

    def test_in_memory_alone(self, scanner):
        with NoClearFile():
            scanning.admitted(samples.scan() * 20)


class TestAttaching:
    def test_clean_it_is_served(self, letter, officer, scanner):
        data = samples.pdf()
        file = files.attach(letter, "a.pdf", data, by=officer)
        assert (file.scan, file.is_served, file.shut) == ("sach", True, "")
        assert scanner.streams == [data]

    def test_refused_nothing_is_kept(self, letter, officer, scanner, settings):
        before = set(Path(settings.DATA_FOLDER).rglob("*"))
        with pytest.raises(Refusal, match="mã độc"):
            files.attach(letter, "a.pdf", BAD, by=officer)
        assert not File.objects.exists()
        assert set(Path(settings.DATA_FOLDER).rglob("*")) == before

    @pytest.mark.parametrize("policy", ["cach_ly", "cho_quet"])
    @pytest.mark.parametrize("data", [BAD, EICAR, b"MZ" + EICAR])
    def test_kept_shut_it_is_never_looked_into(
        self, letter, officer, scanner, settings, monkeypatch, policy, data
    ):
        settings.FILE_SCANNER = setting(scanner.address, found=policy)
        monkeypatch.setattr(accepting.apart, "run", lambda *_, **__: pytest.fail("taken apart"))
        file = files.attach(letter, "hóa đơn.exe", data, by=officer)
        assert (file.scan, file.threat, file.is_served) == (policy, NAME.decode(), False)
        assert (file.thumb, bytes(file.key), file.media_type) == ("", b"", "application/octet-stream")
        assert file.shut
        assert originals.unsealed(file) == data
        with pytest.raises(Refusal, match="cách ly hoặc chờ quét"):
            files.open_(file)
        reading.read_file.func(file.pk)
        assert FileText.objects.get(pk=file.pk).state == "cho"

    @pytest.mark.parametrize("policy", POLICIES)
    def test_the_signed_copy_of_a_paper_must_be_clean(self, letter, officer, settings, policy):
        from danvan.records.models import Paper

        settings.FILE_SCANNER = setting(NOBODY, no_answer=policy)
        with pytest.raises(Refusal, match="hãy thử lại"):
            files.attach(letter, "a.pdf", samples.pdf(), by=officer, paper=Paper())

    @pytest.mark.parametrize("change", [{"stored": "0" * 32}, {"key": b"x"}, {"thumb": "0" * 32}])
    def test_the_database_refuses_a_copy_of_what_is_shut(self, letter, officer, scanner, settings, change):
        settings.FILE_SCANNER = setting(scanner.address, found="cach_ly")
        file = files.attach(letter, "a.pdf", BAD, by=officer)
        with pytest.raises(IntegrityError, match="file_unclean_is_not_served"), transaction.atomic():
            File.objects.filter(pk=file.pk).update(**change)

    def test_and_a_clean_one_without(self, letter, officer, scanner):
        file = files.attach(letter, "a.pdf", samples.pdf(), by=officer)
        with pytest.raises(IntegrityError, match="file_unclean_is_not_served"), transaction.atomic():
            File.objects.filter(pk=file.pk).update(stored=None)

    def test_removed_it_leaves_nothing_to_read(self, letter, officer, scanner, settings):
        settings.FILE_SCANNER = setting(scanner.address, found="cach_ly")
        file = files.attach(letter, "a.pdf", BAD, by=officer)
        files.remove(file, by=officer, removal="khong_lien_quan")
        file.refresh_from_db()
        assert (file.name, bytes(file.original_key)) == ("", b"")
        with pytest.raises(Refusal):
            originals.unsealed(file)


class TestScannedAgain:
    @pytest.fixture
    def waiting(self, letter, officer, settings):
        settings.FILE_SCANNER = setting(NOBODY, no_answer="cho_quet")
        return files.attach(letter, "đơn.pdf", samples.pdf("Đơn", pages=2), by=officer)

    def test_clean_it_is_served_and_read(self, waiting, scanner):
        assert waiting.scan == "cho_quet"
        assert rescanning.scan_waiting() == 1
        waiting.refresh_from_db()
        assert (waiting.scan, waiting.name, waiting.pages, waiting.media_type) == (
            "sach",
            "đơn.pdf",
            2,
            accepting.PDF,
        )
        assert files.open_(waiting).startswith(b"%PDF")
        assert rescanning.scan_waiting() == 0

    def test_bad_it_is_held(self, letter, officer, settings, scanner):
        settings.FILE_SCANNER = setting(NOBODY, no_answer="cho_quet")
        file = files.attach(letter, "a.pdf", BAD, by=officer)
        settings.FILE_SCANNER = setting(scanner.address)
        assert rescanning.scan_waiting() == 1
        file.refresh_from_db()
        assert (file.scan, file.threat, file.is_served) == ("cach_ly", NAME.decode(), False)
        assert originals.unsealed(file) == BAD

    def test_bad_where_such_files_wait_it_waits_on(self, letter, officer, settings, scanner):
        settings.FILE_SCANNER = setting(scanner.address, found="cho_quet")
        file = files.attach(letter, "a.pdf", BAD, by=officer)
        assert rescanning.scan_waiting() == 0
        file.refresh_from_db()
        assert (file.scan, file.is_served) == ("cho_quet", False)
        scanner.bad.clear()  # a signature that was wrong, taken back
        assert rescanning.scan_waiting() == 1
        file.refresh_from_db()
        assert (file.scan, file.threat) == ("sach", "")

    def test_what_cannot_be_taken_apart_is_held(self, letter, officer, settings, scanner):
        settings.FILE_SCANNER = setting(NOBODY, no_answer="cho_quet")
        file = files.attach(letter, "a.pdf", b"%PDF-1.7 hong", by=officer)
        settings.FILE_SCANNER = setting(scanner.address)
        assert rescanning.scan_waiting() == 1
        file.refresh_from_db()
        assert (file.scan, file.threat) == ("cach_ly", "")
        assert "không làm sạch được" in file.shut

    def test_still_nobody_there(self, waiting):
        assert rescanning.scan_waiting() == 0
        waiting.refresh_from_db()
        assert waiting.scan == "cho_quet"

    def test_one_too_long_holds_up_no_other(self, letter, officer, waiting, settings):
        long = files.attach(letter, "b.pdf", samples.pdf() + b"\0" * 90_000, by=officer)
        with FakeClamd(limit=80_000) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            assert rescanning.scan_waiting() == 1
        long.refresh_from_db()
        assert long.scan == "cho_quet"

    @pytest.fixture
    def several(self, letter, officer, settings):
        """Four that wait, never tried; each holds its own number."""
        settings.FILE_SCANNER = setting(NOBODY, no_answer="cho_quet")
        return [files.attach(letter, f"{n}.pdf", samples.pdf() + b"zqx%d" % n, by=officer) for n in range(4)]

    def scans(self):
        return list(File.objects.order_by("id").values_list("scan", flat=True))

    def test_one_that_the_scanner_never_answers_for_holds_up_no_other(self, several, settings):
        with FakeClamd(mute=[b"zqx0"]) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            assert rescanning.scan_waiting() == 3
            assert self.scans() == ["cho_quet", "sach", "sach", "sach"]
            assert fake.commands.count(b"zPING\0") == 1
        several[0].refresh_from_db()
        assert several[0].scanned_at is not None

    def test_two_of_them_end_the_round_and_stand_last_in_the_next(self, several, settings):
        with FakeClamd(mute=[b"zqx0", b"zqx1"]) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            assert rescanning.scan_waiting() == 0
            assert len(fake.streams) == 2
            assert rescanning.scan_waiting() == 2
        assert self.scans() == ["cho_quet", "cho_quet", "sach", "sach"]

    def test_two_that_do_not_follow_each_other_do_not(self, several, settings):
        with FakeClamd(mute=[b"zqx0", b"zqx2"]) as fake:
            settings.FILE_SCANNER = setting(fake.address)
            assert rescanning.scan_waiting() == 2
        assert self.scans() == ["cho_quet", "sach", "cho_quet", "sach"]

    def test_without_a_scanner_one_is_tried(self, several):
        assert rescanning.scan_waiting() == 0
        assert [file.scanned_at is None for file in File.objects.order_by("id")] == [False, True, True, True]

    def test_found_ones_that_wait_do_not_keep_new_ones_waiting(self, several, settings, scanner, monkeypatch):
        """With a hundred of them at the head of each round no other would ever be reached."""
        monkeypatch.setattr(rescanning, "MOST_AT_ONCE", 2)
        settings.FILE_SCANNER = setting(scanner.address, found="cho_quet")
        scanner.bad += [b"zqx0", b"zqx1"]
        assert rescanning.scan_waiting() == 0
        assert rescanning.scan_waiting() == 2
        assert self.scans() == ["cho_quet", "cho_quet", "sach", "sach"]

    def test_too_long_ones_neither(self, several, letter, officer, settings, monkeypatch):
        monkeypatch.setattr(rescanning, "MOST_AT_ONCE", 4)
        whole = scanning.asked

        def too_long(data):
            if b"zqx" in data:
                raise rescanning.clamd.TooLarge
            return whole(data)

        late = files.attach(letter, "b.pdf", samples.pdf("sau"), by=officer)
        monkeypatch.setattr(rescanning.scanning, "asked", too_long)
        with FakeClamd() as fake:
            settings.FILE_SCANNER = setting(fake.address)
            assert rescanning.scan_waiting() == 0
            assert rescanning.scan_waiting() == 1
        late.refresh_from_db()
        assert late.scan == "sach"

    def test_while_the_store_is_away_nothing_is_marked(self, several, settings, scanner, tmp_path):
        kept, settings.DATA_FOLDER = settings.DATA_FOLDER, tmp_path / "away"
        assert rescanning.scan_waiting() == 0
        assert self.scans() == ["cho_quet"] * 4
        assert {file.scanned_at for file in File.objects.all()} == {None}
        settings.DATA_FOLDER = kept
        assert rescanning.scan_waiting() == 4

    def test_nor_when_it_does_not_take_the_clean_copy(self, several, scanner, monkeypatch):
        def away(*_):
            raise store.Silent(store.AWAY)

        with monkeypatch.context() as there:
            there.setattr(store, "put", away)
            assert rescanning.scan_waiting() == 0
        assert self.scans() == ["cho_quet"] * 4
        assert rescanning.scan_waiting() == 4

    def test_but_one_whose_bytes_alone_are_gone_is_held(self, several, scanner):
        store.drop(several[1].original)
        assert rescanning.scan_waiting() == 4
        assert self.scans() == ["sach", "cach_ly", "sach", "sach"]

    def test_taken_away_meanwhile_it_stays_away(self, waiting, officer, scanner, monkeypatch):
        whole = scanning.asked

        def meanwhile(data):
            files.remove(waiting, by=officer, removal="trung")
            return whole(data)

        monkeypatch.setattr(rescanning.scanning, "asked", meanwhile)
        assert rescanning.scan_waiting() == 0
        assert File.objects.get().stored is None

    def test_whose_key_is_gone_is_held(self, waiting, scanner):
        File.objects.filter(pk=waiting.pk).update(original_key_id="khong-co")
        assert rescanning.scan_waiting() == 1
        waiting.refresh_from_db()
        assert waiting.scan == "cach_ly"

    def test_the_job_does_nothing_without_a_scanner(self, waiting, settings):
        settings.FILE_SCANNER = None
        rescanning.scan_again.func(0)
        waiting.refresh_from_db()
        assert waiting.scan == "cho_quet"

    def test_with_one_it_scans(self, waiting, scanner):
        rescanning.scan_again.func(0)
        waiting.refresh_from_db()
        assert waiting.scan == "sach"


class TestUnderSeal:
    @pytest.fixture
    def sealed(self, officer):
        return letter_of(officer, DAY)

    def test_what_goes_under_seal_stays_as_it_came(self, scanner):
        photo = samples.photo()
        assert accepting.for_envelope("ảnh.jpg", photo) == ("ảnh.jpg", photo)

    def test_what_is_bad_is_refused_on_its_way_in(self, scanner):
        with pytest.raises(Refusal, match="mã độc"):
            accepting.for_envelope("a.pdf", BAD)

    @pytest.mark.parametrize("policy", ["cach_ly", "cho_quet"])
    def test_or_sealed_unread_and_never_shown(self, scanner, settings, monkeypatch, policy):
        settings.FILE_SCANNER = setting(scanner.address, found=policy)
        monkeypatch.setattr(accepting.apart, "run", lambda *_, **__: pytest.fail("taken apart"))
        name, data = accepting.for_envelope("a.exe", BAD)
        assert (name, data) == ("a.pdf", BAD)
        with pytest.raises(Refusal, match="cách ly hoặc chờ quét"):
            accepting.from_envelope(name, data)

    def test_without_an_answer_nothing_is_shown(self, settings):
        settings.FILE_SCANNER = setting(NOBODY)
        with pytest.raises(Refusal, match="cách ly hoặc chờ quét"):
            accepting.from_envelope("a.pdf", samples.pdf())

    def test_what_is_shown_tells_nothing_of_its_maker(self, scanner):
        shown = accepting.from_envelope("a.jpg", samples.photo())
        assert samples.EXIF_WORD.encode() not in shown.data

    def test_classified_a_bad_file_comes_to_the_record_held(self, sealed, officer, scanner):
        """It was not known when it came; now nobody could send it again, so that it is not thrown away."""
        envelopes.seal(sealed, {"content": "x"}, [("a.pdf", BAD), ("b.pdf", samples.pdf())])
        letter = writing.move(sealed, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
        envelopes.after_classification(letter, officer, DAY)
        assert [(file.name, file.scan) for file in files.of(letter)] == [
            ("a.pdf", "cach_ly"),
            ("b.pdf", "sach"),
        ]

    def test_classified_while_nobody_scans_it_waits(self, sealed, officer, settings):
        settings.FILE_SCANNER = setting(NOBODY)
        envelopes.seal(sealed, {"content": "x"}, [("b.pdf", samples.pdf())])
        letter = writing.move(sealed, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
        envelopes.after_classification(letter, officer, DAY)
        assert [file.scan for file in files.of(letter)] == ["cho_quet"]

    def test_nothing_of_it_is_written_in_clear(self, sealed, officer, scanner, settings):
        with NoClearFile(but=Path(settings.DATA_FOLDER)):
            name, data = accepting.for_envelope("a.pdf", samples.pdf())
            envelopes.seal(sealed, {"content": "x"}, [(name, data)])
            letter = writing.move(sealed, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
            envelopes.after_classification(letter, officer, DAY)
        for place in Path(settings.DATA_FOLDER).rglob("*"):
            assert place.is_dir() or b"%PDF" not in place.read_bytes()
