"""Suggestions on the generated set: right, honest about their certainty, silent when unsure, never from a tố cáo."""

import io
from datetime import date

import numpy as np
import pytest

from danvan.config import cli
from danvan.domains.petitions.likeness.indexing import write
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.models import Kind, Letter, LetterText, TrainedModel
from danvan.domains.petitions.suggesting import suggest as suggesting
from danvan.domains.petitions.suggesting import training
from danvan.domains.petitions.suggesting.features import places, scores, shares
from danvan.domains.petitions.suggesting.jobs import learn_on_sundays
from danvan.domains.petitions.suggesting.training import learn, train
from danvan.domains.petitions.tests.factories import classified
from danvan.records.models import PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, reach_of
from danvan.records.tests.factories import handler

DAY = date(2023, 2, 1)
TALK = "Hôm nay trời đẹp, tôi đi xem bóng đá rồi về nấu canh chua cá lóc với rau muống và ăn hai bát cơm ngon lành."


@pytest.fixture(scope="module")
def taught():
    """(places, fields, kinds) of a thousand letters, a tenth of them classed wrongly as people do."""
    told = list(sample.letters(1_000, seed=4))
    fields = [one.field_key if turn % 10 else "khac" for turn, one in enumerate(told)]
    return [places(print_of(one.text)) for one in told], fields, [one.kind for one in told]


class TestLearning:
    def test_letters_not_seen_are_sorted_rightly(self, taught):
        model = learn(taught[0], taught[2])
        fresh = list(sample.letters(200, seed=9))
        right = 0
        for one in fresh:
            given = shares(scores(places(print_of(one.text)), model.weights, model.intercepts), model.warmth)
            right += model.classes[int(given.argmax())] == one.kind
        assert right >= 190

    def test_certainty_is_the_share_of_right_answers(self, taught):
        """A tenth of the answers is noise, so a model that said 99 % would lie."""
        model = learn(taught[0], taught[1])
        assert model.gap <= 0.08
        fresh = list(sample.letters(300, seed=11))
        sure, right = [], []
        for turn, one in enumerate(fresh):
            given = shares(scores(places(print_of(one.text)), model.weights, model.intercepts), model.warmth)
            sure.append(given.max())
            right.append(model.classes[int(given.argmax())] == (one.field_key if turn % 10 else "khac"))
        assert abs(np.mean(sure) - np.mean(right)) < 0.08

    def test_too_few_examples_teach_nothing(self, taught):
        assert learn(taught[0][:150], taught[1][:150]) is None
        assert learn(taught[0], ["mot"] * 1_000) is None
        assert learn([], []) is None

    def test_a_class_with_few_examples_is_never_answered(self, taught):
        answers = ["hiem" if turn < 10 else kind for turn, kind in enumerate(taught[2])]
        assert "hiem" not in learn(taught[0], answers).classes

    def test_numbers_are_plain(self, taught):
        packed = learn(taught[0], taught[2]).packed()
        with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
            assert {*kept} == {"classes", "weights", "intercepts", "warmth"}
            assert kept["weights"].dtype == np.float32

    def test_learning_twice_gives_the_same(self, taught):
        assert learn(taught[0], taught[2]).packed() == learn(taught[0], taught[2]).packed()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def archive(officer):
    """Two hundred and fifty settled letters in the index, written as an import would leave them."""
    written = []
    for one in sample.letters(250, seed=4):
        letter = classified(officer, DAY, one.kind, field=one.field_key, personal={"content": one.text})
        write(letter.pk, print_of(one.text, one.name))
        written.append(letter.pk)
    Record.objects.filter(pk__in=written).update(state="giai_quyet")
    return written


@pytest.mark.django_db
class TestSuggestions:
    def test_from_settled_letters_to_a_page(self, officer, archive):
        learnt = train()
        assert learnt["don_vi"] is None, "one unit only: nothing to choose"
        one = sample.letter(3, seed=21)
        letter = classified(officer, DAY, one.kind, personal={"content": one.text})
        write(letter.pk, print_of(one.text, one.name))
        given = suggesting.suggest(print_of(one.text), reach_of(officer))
        assert {each.question: each.value for each in given}["loai"] == one.kind
        assert all(each.share >= suggesting.SURE for each in given)
        page = desk_of(officer).get(letter.get_absolute_url()).content.decode()
        assert '<h2 class="fold__title">Gợi ý' in page
        assert "chắc chắn" in page

    def test_silent_when_unsure(self, officer, archive, monkeypatch):
        train()
        monkeypatch.setattr(suggesting, "SURE", 1.01)
        assert suggesting.suggest(print_of(sample.letter(1).text), reach_of(officer)) == []

    def test_silent_on_nothing_and_before_anything_was_learnt(self, officer):
        assert suggesting.suggest(print_of(""), reach_of(officer)) == []
        assert suggesting.suggest(print_of(TALK), reach_of(officer)) == []

    def test_no_denunciation_teaches(self, officer, archive):
        changed = archive[0]
        PersonalDetails.objects.filter(pk=changed).delete()
        Record.objects.filter(pk=changed).update(identity_released_on=None, secrecy="niem_phong")
        Letter.objects.filter(pk=changed).update(kind=Kind.DENUNCIATION)
        rows = training.examples()
        assert len(rows) == 249
        assert {row[1] for row in rows} <= {"khieu_nai", "kien_nghi_phan_anh"}
        assert not LetterText.objects.filter(pk=changed).exists()

    def test_sealed_letters_have_no_panel(self, officer):
        letter = classified(officer, DAY, Kind.DENUNCIATION)
        assert suggesting.panel(letter, reach_of(officer)) is None

    def test_learning_anew_replaces(self, officer, archive):
        train()
        train()
        assert TrainedModel.objects.filter(question="loai").count() == 1

    def test_the_job_learns_on_sundays(self, officer):
        assert not learn_on_sundays(date(2023, 3, 13), date(2023, 3, 14))
        assert learn_on_sundays(date(2023, 3, 11), date(2023, 3, 13))

    def test_the_command_says_what_it_learnt(self, officer, capsys):
        from danvan.domains.petitions.suggesting import command

        assert cli.COMMANDS["suggestions train"] == command.__name__
        assert command.run(None) == 0
        assert capsys.readouterr().out.count("chưa đủ đơn") == 3
