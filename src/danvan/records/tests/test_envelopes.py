"""Sealed envelopes: read by who may classify with a reason, released, destroyed, purged; nothing of them in a table."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.dump import PERSONAL_TABLE, holding

from danvan.records import envelopes, files, keys, texts, writing
from danvan.records.files.tests.samples import pdf
from danvan.records.models import Envelope, EnvelopeAct, File, FileText, HistoryRow, PersonalDetails, Record
from danvan.records.tests.factories import compiler, handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
WORD = "zqxphongbizqx"
PAYLOAD = {
    "full_name": f"Nguyễn {WORD}",
    "address": f"ngõ {WORD}",
    "phone": "0912345678",
    "content": f"Nội dung {WORD}",
}


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return letter_of(officer, DAY)


@pytest.fixture
def told(monkeypatch):
    """Ids of records whose text changed."""
    heard: list[int] = []
    monkeypatch.setattr(texts, "changed", heard.append)
    return heard


def sealed(letter, **values):
    envelopes.seal(letter, PAYLOAD | values)
    return letter


def classified(letter, officer, kind):
    return writing.move(letter, "phan_loai", by=officer, on=DAY, kind=kind, field="dat_dai")


def acts(letter):
    return list(EnvelopeAct.objects.filter(record_id=letter.pk).order_by("id").values_list("act", flat=True))


class TestSealing:
    def test_nothing_of_it_stands_in_any_table(self, letter, as_app):
        envelopes.seal(letter, PAYLOAD, [(f"{WORD}.pdf", f"%PDF {WORD}".encode())])
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert Envelope.objects.count() == 1
        assert not holding(WORD)
        assert not holding("0912345678")

    def test_what_was_sealed_comes_out_as_it_went_in(self, letter, officer):
        given = [("đơn.pdf", b"\0\n\xff" * 100), ("rỗng", b""), ("x", b"cuoi")]
        envelopes.seal(letter, PAYLOAD | {"none": ""}, given)
        assert envelopes.read(letter, by=officer, reason="phan_loai") == envelopes.Contents(PAYLOAD, given)

    def test_what_is_added_later_follows(self, letter, officer):
        sealed(letter)
        envelopes.seal(letter, {"full_name": "Người khác", "content": "Bổ sung"}, [("b.pdf", b"b")])
        contents = envelopes.read(letter, by=officer, reason="phan_loai")
        assert contents.values["full_name"] == PAYLOAD["full_name"]
        assert contents.values["content"] == PAYLOAD["content"] + "\n\nBổ sung"
        assert contents.files == [("b.pdf", b"b")]

    def test_too_much_is_refused(self, letter, monkeypatch):
        with pytest.raises(Refusal, match="25 MB"):
            envelopes.seal(letter, {}, [("to", b"x" * (envelopes.LARGEST + 1))])
        monkeypatch.setattr(envelopes, "MOST", 1)
        sealed(letter)
        with pytest.raises(Refusal, match="phân loại hồ sơ trước"):
            sealed(letter)

    def test_a_released_record_has_no_envelope(self, letter, officer):
        letter = classified(letter, officer, "khieu_nai")
        with pytest.raises(Refusal, match="ghi thẳng vào hồ sơ"):
            sealed(letter)
        with pytest.raises(IntegrityError, match="không còn phong bì"), transaction.atomic():
            Envelope.objects.create(record=letter, key_id="x", ciphertext=b"x")


class TestReading:
    @pytest.mark.parametrize("who", [head, compiler])
    def test_only_who_classifies_there(self, letter, officer, who):
        sealed(letter)
        for account in (who(officer.at), handler()):
            with pytest.raises(Refusal, match="không có quyền phân loại"):
                envelopes.read(letter, by=account, reason="phan_loai")
        assert acts(letter) == ["cat"]

    @pytest.mark.parametrize("reason", ["", "Xem đơn của bà Trần Thị B", "PHAN_LOAI"])
    def test_only_with_a_reason_of_the_list(self, letter, officer, reason):
        sealed(letter)
        with pytest.raises(Refusal, match="lý do"):
            envelopes.read(letter, by=officer, reason=reason)

    def test_each_opening_is_a_line_of_the_history_without_a_word(self, letter, officer):
        sealed(letter)
        envelopes.read(letter, by=officer, reason="doi_chieu")
        row = HistoryRow.objects.filter(table="records_envelopeact").latest("id")
        assert (row.actor, row.after["act"], row.after["reason"]) == (officer.pk, "mo", "doi_chieu")
        assert WORD not in str(row.after)

    def test_a_missing_key_says_who_can_help(self, letter, officer, settings, tmp_path):
        sealed(letter)
        settings.INTAKE_KEY_FILE = tmp_path / "keys" / "other"
        with pytest.raises(Refusal, match="đặt lại khóa"):
            envelopes.read(letter, by=officer, reason="phan_loai")

    def test_a_changed_envelope_is_not_opened(self, letter, officer):
        sealed(letter)
        kept = Envelope.objects.get()
        kept.ciphertext = bytes(kept.ciphertext)[:-1] + b"?"
        kept.save()
        with pytest.raises(Refusal, match="bị sửa"):
            envelopes.read(letter, by=officer, reason="phan_loai")

    def test_a_new_key_seals_and_the_old_one_still_opens(self, letter, officer, settings, tmp_path):
        settings.INTAKE_KEY_FILE = tmp_path / "k" / "intake"
        sealed(letter)
        old = next(iter(keys.read(settings.INTAKE_KEY_FILE)))
        new = keys.make(settings.INTAKE_KEY_FILE)
        sealed(letter, full_name="")
        assert envelopes.held_by_key() == {old: (1, 0, 0), new: (1, 0, 0)}
        assert envelopes.read(letter, by=officer, reason="phan_loai").values["full_name"]


class TestReleasing:
    @pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
    def test_into_the_person_and_the_files(self, letter, officer, kind, told, as_app):
        envelopes.seal(letter, PAYLOAD, [("don.pdf", pdf("Kính gửi"))])
        letter = classified(letter, officer, kind)
        envelopes.after_classification(letter, officer, DAY)
        kept = PersonalDetails.objects.get(pk=letter.pk)
        assert (kept.full_name, kept.phone) == (PAYLOAD["full_name"], PAYLOAD["phone"])
        assert kept.content == PAYLOAD["content"]
        assert [(file.name, file.kind) for file in files.of(letter)] == [("don.pdf", "don")]
        assert not envelopes.is_sealed(letter)
        assert acts(letter)[-1] == "chuyen"
        assert told[-1] == letter.pk
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert holding(WORD) == {PERSONAL_TABLE}

    def test_what_was_typed_stays_and_what_does_not_fit_is_told(self, letter, officer):
        long_name = "Nguyễn " * 40
        envelopes.seal(letter, PAYLOAD | {"full_name": long_name}, [("virus.exe", b"MZ")])
        letter = writing.move(
            letter,
            "phan_loai",
            by=officer,
            on=DAY,
            kind="khieu_nai",
            field="dat_dai",
            personal={"address": "Ghi tay", "content": "Ghi tay"},
        )
        envelopes.after_classification(letter, officer, DAY)
        kept = PersonalDetails.objects.get(pk=letter.pk)
        assert kept.address == "Ghi tay"
        assert len(kept.full_name) == 200
        for part in ("Ghi tay", PAYLOAD["content"], long_name, "“virus.exe” gửi kèm không lưu được"):
            assert part in kept.content

    def test_other_rooms_take_their_own(self, letter, officer, monkeypatch):
        heard = []
        monkeypatch.setattr(envelopes, "_on_release", [lambda record, values: heard.append(values)])
        sealed(letter, post_number="RR123")
        envelopes.after_classification(classified(letter, officer, "khieu_nai"), officer, DAY)
        assert heard[0]["post_number"] == "RR123"

    def test_never_of_a_denunciation_or_an_unclassified_letter(self, letter, officer):
        sealed(letter)
        with pytest.raises(Refusal, match="chưa phân loại hoặc là tố cáo"):
            envelopes.release(letter, by=officer)
        letter = classified(letter, officer, "to_cao")
        envelopes.after_classification(letter, officer, DAY)
        assert envelopes.is_sealed(letter)
        with pytest.raises(Refusal):
            envelopes.release(letter, by=officer)

    def test_without_an_envelope_nothing_happens(self, letter, officer):
        envelopes.after_classification(classified(letter, officer, "khieu_nai"), officer, DAY)
        assert acts(letter) == []


class TestDestroying:
    def test_nothing_remains(self, letter, officer, as_app):
        sealed(letter)
        letter = classified(letter, officer, "to_cao")
        envelopes.destroy(letter, by=officer)
        assert not envelopes.is_sealed(letter)
        assert acts(letter)[-1] == "huy"
        with pytest.raises(Refusal, match="không có phong bì"):
            envelopes.destroy(letter, by=officer)

    def test_not_before_the_class_is_known_and_not_by_everybody(self, letter, officer):
        sealed(letter)
        with pytest.raises(Refusal, match="phân loại trước"):
            envelopes.destroy(letter, by=officer)
        with pytest.raises(Refusal, match="không có quyền"):
            envelopes.destroy(letter, by=handler())

    def test_not_while_the_signed_paper_is_waited_for(self, officer):
        letter = letter_of(officer, DAY, channel="cong_truc_tuyen", preregistered_on=DAY)
        assert letter.state == "cho_ky"
        assert envelopes.awaits_class(letter)
        sealed(letter)
        with pytest.raises(Refusal, match="phân loại trước"):
            envelopes.destroy(letter, by=officer)

    @pytest.mark.parametrize("kind", ["to_cao", "khieu_nai"])
    def test_a_class_once_fixed_is_not_awaited(self, letter, officer, kind):
        assert envelopes.awaits_class(letter)
        letter = classified(letter, officer, kind)
        assert not envelopes.awaits_class(letter)
        letter = writing.move(letter, "luu", by=officer, on=DAY)
        assert not envelopes.awaits_class(letter)

    def test_the_program_cannot_rewrite_what_was_done(self, letter, as_app):
        sealed(letter)
        for statement in ("UPDATE records_envelopeact SET act = 'x'", "DELETE FROM records_envelopeact"):
            with (
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


class TestPurging:
    @pytest.fixture
    def complaint(self, letter, officer, as_app):
        envelopes.seal(letter, PAYLOAD, [("don.pdf", pdf(f"Kính gửi {WORD}"))])
        letter = classified(letter, officer, "khieu_nai")
        envelopes.after_classification(letter, officer, DAY)
        [file] = files.of(letter)
        files.reading.confirm(file, f"Văn bản {WORD}", by=officer)
        return letter

    def test_everything_personal_goes(self, complaint, officer, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            envelopes.purge(complaint, by=officer)
        assert complaint.identity_released_on is None
        assert not PersonalDetails.objects.exists()
        assert not FileText.objects.exists()
        [file] = File.objects.all()
        assert (file.name, bytes(file.key), file.removal, len(file.sha256)) == ("", b"", "to_cao", 64)
        with pytest.raises(Refusal, match="Không mở được tệp"):
            files.open_(file)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert not holding(WORD)
        assert acts(complaint)[-1] == "xoa"

    def test_then_the_database_takes_the_class(self, complaint, officer):
        complaint.kind, complaint.secrecy = "to_cao", "niem_phong"
        with pytest.raises(IntegrityError), transaction.atomic():
            complaint.save()
        envelopes.purge(complaint, by=officer)
        complaint.save()
        assert Record.objects.get(pk=complaint.pk).identity_released_on is None

    def test_the_database_closes_nothing_over_what_is_left(self, complaint):
        with pytest.raises(IntegrityError, match="xóa các phần đó trước"), transaction.atomic():
            Record.objects.filter(pk=complaint.pk).update(identity_released_on=None)

    def test_other_rooms_are_asked_too(self, complaint, monkeypatch):
        heard = []
        monkeypatch.setattr(envelopes, "_on_purge", [heard.append])
        envelopes.purge(complaint)
        envelopes.purge(complaint)
        assert heard == [complaint], "once is enough"
