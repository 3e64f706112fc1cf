"""What a sender adds to a record with a sealed case goes to the holders' keys, never to the server's."""

import pytest
from django.urls import reverse

from danvan.portal.tracking import acting
from danvan.records import envelopes, keys
from danvan.records.models import Capacity, Envelope, EnvelopeAct, SealItem
from danvan.records.seal import items, modes, sending, taking
from danvan.records.seal.tests.seal_world import (
    PHRASE,
    WHY,
    denunciation,
    keyed,
    make_world,
    officer,
    words_of,
)
from danvan.records.tests.desk_world import desk_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
SAID = "tôi là Trần Thị Thử, bổ sung"
SCAN = [("tep-1.pdf", b"%PDF-1.7 x")]


@pytest.fixture
def world():
    return make_world()


def left_beside(record):
    """An envelope as one could reach the table in the moment in which the case was made."""
    known = envelopes._keys()
    key_id, ciphertext = keys.seal(envelopes.packed({"content": SAID}, SCAN), known)
    return Envelope.objects.create(record_id=record.pk, key_id=key_id, ciphertext=ciphertext)


class TestASenderAdds:
    def test_words_and_files_go_into_the_case(self, world):
        record = world.case(filled=False)
        acting._keep(record, SAID, SCAN, "k")
        assert not envelopes.is_sealed(record)
        assert list(SealItem.objects.order_by("number").values_list("kind", "by")) == [
            ("thu_trao_doi", None),
            ("ban_quet", None),
        ]
        found = words_of(items.read(record, WHY, unlocked=world.key(world.clerk)))
        assert found == {"text": SAID, "tep-1.pdf": str(len(SCAN[0][1]))}

    @pytest.mark.parametrize(
        ("text", "files", "kinds"), [(SAID, [], ["thu_trao_doi"]), ("", SCAN, ["ban_quet"])]
    )
    def test_only_words_and_only_a_file(self, world, text, files, kinds):
        record = world.case(filled=False)
        sending.add(record, text, files)
        assert list(SealItem.objects.values_list("kind", flat=True)) == kinds

    def test_an_officer_without_a_seal_key_reads_none_of_it(self, world):
        record = world.case(filled=False)
        acting._keep(record, SAID, [], "k")
        other = officer("xu_ly", world.unit)
        with pytest.raises(Refusal, match="hồ sơ niêm phong"):
            envelopes.read(record, by=other, reason="phan_loai")
        with pytest.raises(Refusal, match="không giữ khóa"):
            items.read(record, WHY, unlocked=keyed(other))

    def test_without_a_case_it_waits_in_the_envelope(self, world):
        record = denunciation(world.clerk)
        acting._keep(record, SAID, [], "k")
        assert envelopes.is_sealed(record)
        assert not SealItem.objects.exists()

    def test_where_the_unit_seals_nothing_any_more_nothing_is_kept_for_the_server(self, world):
        record = world.case(filled=False)
        modes.decide(world.unit, modes.Mode.OUTSIDE, by=world.head)
        with pytest.raises(Refusal, match="không nhận thêm qua mạng"):
            acting._keep(record, SAID, [], "k")
        assert not Envelope.objects.exists()
        assert not SealItem.objects.exists()

    def test_nothing_more_is_sealed_to_the_servers_key(self, world):
        record = world.case(filled=False)
        with pytest.raises(Refusal, match="hồ sơ niêm phong"):
            envelopes.seal(record, {"content": SAID})
        assert not Envelope.objects.exists()


class TestWhatWasLeftBeside:
    def test_it_comes_into_the_case_when_a_holder_opens(self, world, as_app):
        record = world.case(filled=False)
        left_beside(record)
        path = reverse("seal:open", args=[record.public_id])
        answer = desk_of(world.clerk).post(path, {"reason": "giai_quyet", "phrase": PHRASE})
        assert SAID in answer.content.decode()
        assert not Envelope.objects.exists()
        assert EnvelopeAct.objects.filter(act="huy", by=world.clerk).count() == 1

    def test_who_holds_no_key_moves_nothing(self, world):
        record = world.case(filled=False)
        left_beside(record)
        assert sending.gather(record, by=officer("xu_ly", world.unit)) == 0
        assert envelopes.is_sealed(record)

    def test_a_verifier_neither(self, world):
        record = world.case((world.clerk, Capacity.INTAKE), (world.verifier, Capacity.VERIFIER), filled=False)
        left_beside(record)
        assert sending.gather(record, by=world.verifier) == 0

    def test_nobody_reads_it_as_an_envelope_meanwhile(self, world):
        record = world.case(filled=False)
        left_beside(record)
        with pytest.raises(Refusal, match="hồ sơ niêm phong"):
            envelopes.read(record, by=world.clerk, reason="phan_loai")

    def test_where_nothing_is_sealed_any_more_it_stays(self, world):
        record = world.case(filled=False)
        left_beside(record)
        modes.decide(world.unit, modes.Mode.OUTSIDE, by=world.head)
        assert sending.gather(record, by=world.clerk) == 0
        assert envelopes.is_sealed(record)

    def test_there_is_no_such_way_without_a_case(self, world):
        record = denunciation(world.clerk)
        assert sending.gather(record, by=world.clerk) == 0
        with pytest.raises(ValueError, match="no case"):
            envelopes.into_case(record, lambda values, files: None, by=world.clerk)


def test_made_into_a_case_the_envelope_is_read_once_and_gone(world):
    record = denunciation(world.clerk)
    envelopes.seal(record, {"content": SAID}, SCAN)
    taking.take_over(record, [(world.key(world.clerk).key, Capacity.INTAKE)], by=world.clerk)
    assert not envelopes.is_sealed(record)
    assert SAID in words_of(items.read(record, WHY, unlocked=world.key(world.clerk))).values()
