"""Words planted in letters that are indexed for search and likeness, and in texts that are compared while being typed.

Of a released letter they stand in its personal details and its folded text alone; of a tố cáo, of an unclassified letter
and of what was only typed nowhere.
"""

import pytest
from django.urls import reverse

from danvan.domains.petitions.likeness import indexing
from danvan.domains.petitions.models import LetterIndex
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import handler, letter_of
from tests.support.dump import PERSONAL_TABLE, holding
from tests.test_planted_strings import PERSONAL, Garden, address, classified, sown
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = pytest.mark.django_db
log, temporary = _log, _temporary
LETTER_TEXT = "public.petitions_lettertext"


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    client = desk_of(officer)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
def test_of_a_released_letter_words_stand_in_its_folded_text_alone(client, officer, garden, log, kind):
    letter = letter_of(officer, DAY)
    names = sown(garden, f"chỉ mục {kind}", PERSONAL[:2])
    names["content"] = f"{garden.word('lời đơn')} và thửa 512 tờ 9. " * 3
    sent = moving(letter, kind=kind, field="dat_dai", signatories="1", with_personal="1", **names)
    assert client.post(address(letter, "phan_loai"), sent).status_code == 302
    assert indexing.keep(letter.pk)
    assert indexing.keep(letter.pk), "once more, as after a change of the text"
    assert not garden.found(allowed=(PERSONAL_TABLE, LETTER_TEXT))
    assert LETTER_TEXT in set().union(*map(holding, garden.planted)), "the case tells something"
    assert not garden.in_text(log.getvalue())


@pytest.mark.parametrize("kind", [None, "to_cao"])
def test_no_sealed_letter_enters(client, officer, garden, kind):
    letter = letter_of(officer, DAY) if kind is None else classified(officer, kind)
    client.post(address(letter, "phan_loai"), moving(letter, kind="to_cao", **sown(garden, "x", PERSONAL)))
    assert not indexing.keep(letter.pk)
    assert not LetterIndex.objects.exists()
    assert not garden.found()


@pytest.mark.parametrize("kind", ["to_cao", "", "khieu_nai"])
def test_what_is_compared_while_typing_is_kept_nowhere(client, garden, log, temporary, kind):
    sent = sown(garden, f"đang nhập {kind}", PERSONAL) | {"kind": kind}
    answer = client.post(reverse("petitions:like_typing"), sent)
    assert answer.status_code == (200 if kind == "khieu_nai" else 400)
    assert not garden.found()
    assert not garden.in_text(log.getvalue() + answer.content.decode())
    assert not list(temporary.iterdir())
