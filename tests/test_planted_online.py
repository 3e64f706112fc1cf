"""Unique words typed into every question of a tố cáo sent over the network, looked for after each page and after sending.

Before the last press nothing at all may have changed; afterwards words are there for the holders' keys alone.
"""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from danvan.domains.petitions.models import Letter
from danvan.portal.tests.denouncing_world import Visitor, make_place
from danvan.records.files.tests import samples
from danvan.records.models import SealItem
from danvan.records.seal import items, senders
from danvan.records.seal.tests.seal_world import WHY, words_of
from danvan.records.tests.desk_world import desk_of
from tests.support.dump import holding, tables
from tests.test_planted_strings import Garden
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]
log, temporary = _log, _temporary
FIELDS = ("ai", "viec", "ho_ten", "dia_chi", "dien_thoai")


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def visitor(place, as_app):
    visitor = Visitor(place)
    visitor.client.raise_request_exception = False
    return visitor


def counted():
    """How many rows stand in every table."""
    found = {}
    with connection.cursor() as cursor:
        for schema, name in tables():
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{name}"')
            found[name] = cursor.fetchone()[0]
    return found


def sown(garden):
    """A word of its own in every answer."""
    words = {name: garden.word(name) for name in FIELDS}
    return {"ai": words["ai"], "viec": words["viec"]}, {
        "ho_ten": words["ho_ten"],
        "dia_chi": words["dia_chi"],
        "dien_thoai": words["dien_thoai"],
        "muc_hai": "417",
    }


def nothing_left(garden, log, temporary, visitor):
    assert not garden.found()
    assert not garden.in_text(log.getvalue())
    assert not garden.in_text(str([letter.message() for letter in mail.outbox]))
    told = b"".join(
        file.read_bytes() for file in Path(settings.DATA_FOLDER).rglob("*") if file.is_file()
    ).lower()
    assert not {where for token, where in garden.planted.items() if token.encode() in told}
    assert not list(temporary.iterdir())
    for answer in visitor.seen:
        assert not answer.cookies
        assert not garden.in_text(str(answer.headers))
        assert not garden.in_text(answer.request["PATH_INFO"] + answer.request["QUERY_STRING"])
        if answer.status_code != 500:
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
    assert not visitor.client.cookies


def test_before_the_last_press_no_row_anywhere_is_another(visitor, garden, log, temporary):
    words, person = sown(garden)
    before = counted()
    visitor.to_the_end(words=words, person=person)
    visitor.back("noi_dung", ho_ten=garden.word("tên gõ dở"))
    visitor.answer(viec="", ai=garden.word("lời bị từ chối"))
    visitor.answer(ai=garden.word("dài") * 2000)
    visitor.post(
        visitor.start | {"noi": garden.word("nơi"), "trang": garden.word("trang"), "ve": garden.word("về")}
    )
    assert counted() == before
    nothing_left(garden, log, temporary, visitor)


@pytest.mark.parametrize("named", [True, False])
def test_after_sending_words_are_there_for_the_holders_alone(visitor, place, garden, log, temporary, named):
    words, person = sown(garden)
    visitor.to_the_end(named=named, words=words, person=person)
    file = SimpleUploadedFile(f"{garden.word('tên tệp')}.pdf", samples.pdf(garden.word("chữ trong tệp")))
    assert visitor.send(tep=[file]).status_code == 200, visitor.text()
    code = visitor.code
    nothing_left(garden, log, temporary, visitor)
    for spelled in (code, senders.in_groups(code)):
        assert holding(spelled) == set()
        assert spelled not in log.getvalue()
    letter = Letter.objects.get()
    told = str(words_of(items.read(letter, WHY, unlocked=place.seal.key(place.seal.clerk)))).lower()
    wanted = {"ai", "viec"} | ({"ho_ten", "dia_chi", "dien_thoai"} if named else set())
    assert garden.in_text(told) == wanted, "what is searched for is really there, and no name of a file"
    nothing_left(garden, log, temporary, visitor)


def test_what_is_refused_leaves_nothing_either(visitor, garden, log, temporary):
    words, person = sown(garden)
    visitor.to_the_end(words=words, person=person)
    bad = SimpleUploadedFile(f"{garden.word('tên hỏng')}.exe", b"MZ" + garden.word("tệp hỏng").encode())
    visitor.send(tep=[bad])
    visitor.send(cau_tra_loi=garden.word("câu trả lời"))
    visitor.send(muc_hai=garden.word("mục hai"))
    assert [answer.status_code for answer in visitor.seen[-3:]] == [400, 400, 400]
    assert not SealItem.objects.exists()
    nothing_left(garden, log, temporary, visitor)


def test_a_fault_of_the_program_says_nothing_of_it(visitor, garden, log, temporary, monkeypatch):
    words, person = sown(garden)
    visitor.to_the_end(words=words, person=person)

    def fails(*args, **kwargs):
        raise RuntimeError(str(args) + str(kwargs))

    monkeypatch.setattr(items, "put", fails)
    assert visitor.send().status_code == 500
    assert not Letter.objects.exists()
    nothing_left(garden, log, temporary, visitor)


def test_at_the_lowest_level_of_the_programs_own_loggers_nothing_is_said(visitor, garden, caplog):
    caplog.set_level(logging.DEBUG)
    words, person = sown(garden)
    visitor.to_the_end(words=words, person=person)
    visitor.send()
    own = [line.getMessage() for line in caplog.records if line.name.startswith("danvan")]
    assert not garden.in_text("\n".join(own))
    assert visitor.code not in caplog.text


def test_no_page_of_the_desk_shows_a_word_or_the_code(visitor, place, garden):
    words, person = sown(garden)
    visitor.to_the_end(words=words, person=person)
    visitor.send()
    code, letter = senders.in_groups(visitor.code), Letter.objects.get()
    for account in (place.seal.clerk, place.seal.head, place.seal.verifier):
        client = desk_of(account)
        for address in (
            letter.get_absolute_url(),
            "/ban-lam-viec/",
            "/ban-lam-viec/don/",
            "/ban-lam-viec/don/tai-ve.csv",
            "/ban-lam-viec/lich-su/",
            f"/ban-lam-viec/niem-phong/ho-so/{letter.public_id}/",
        ):
            answer = client.get(address)
            page = (answer.getvalue() if answer.streaming else answer.content).decode()
            assert not garden.in_text(page), address
            assert code not in page
            assert visitor.code not in page
