"""Unique words written by both sides after the receipt, with files and protection, looked for in all that is left.

They are there for who has the code and for holders' keys alone; so is the ticket that a page carries.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.portal.tests.denouncing_world import Visitor, make_place
from danvan.records.files.tests import samples
from danvan.records.models import SealReply
from danvan.records.seal import conversation, items, senders
from danvan.records.seal.tests.seal_world import PHRASE, WHY, words_of
from danvan.records.tests.desk_world import desk_of
from tests.support.dump import holding
from tests.test_planted_online import nothing_left
from tests.test_planted_strings import Garden
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]
log, temporary = _log, _temporary
HERE, SEND = "/gui-don/to-cao/theo-doi/", "/gui-don/to-cao/theo-doi/gui/"


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def visitor(place, as_app):
    """Who has sent under a name and has the code; `seen` is every answer so far."""
    visitor = Visitor(place)
    visitor.client.raise_request_exception = False
    visitor.to_the_end()
    assert visitor.send().status_code == 200
    visitor.own_code = visitor.code
    return visitor


def open_page(visitor):
    answer = visitor.client.post(HERE, {"code": visitor.own_code, "second": "1968"})
    visitor.seen.append(answer)
    return answer


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode()).group(1)


def write(visitor, **typed):
    page = open_page(visitor)
    answer = visitor.client.post(SEND, {"ve": hidden(page, "ve"), "key": hidden(page, "key")} | typed)
    visitor.seen.append(answer)
    return answer


def test_both_sides_leave_nothing_but_for_code_and_keys(visitor, place, garden, log, temporary):
    word, letter, clerk = garden.word, Letter.objects.get(), place.seal.clerk
    file = SimpleUploadedFile(f"{word('tên tệp')}.pdf", samples.pdf(word("chữ trong tệp")))
    assert write(visitor, text=word("lời"), file=file).status_code == 200
    assert write(visitor, bao_ve="1", scope="tinh_mang", why=word("vì sao")).status_code == 200
    desk = desk_of(clerk)
    for typed in (
        {"text": word("trả lời"), "phrase": PHRASE},
        {"hoi": "1", "about": "lam_ro", "text": word("câu hỏi")},
    ):
        assert desk.post(reverse("seal:write", args=[letter.public_id]), typed).status_code == 302
    page = open_page(visitor)
    shown = garden.in_text(page.content.decode())
    assert shown == {"lời", "vì sao", "trả lời", "câu hỏi"}, "what is searched for is really there"
    told = str(words_of(items.read(letter, WHY, unlocked=place.seal.key(clerk)))).lower()
    assert garden.in_text(told), "and for the holders"
    nothing_left(garden, log, temporary, visitor)
    ticket = hidden(page, "ve")
    for secret in (visitor.own_code, senders.in_groups(visitor.own_code), ticket):
        assert holding(secret) == set()
        assert secret not in log.getvalue()


@pytest.mark.parametrize("what", ["text", "why", "file", "ticket", "code", "second"])
def test_what_is_refused_leaves_nothing_either(visitor, garden, log, temporary, what):
    word = garden.word
    bad = SimpleUploadedFile(f"{word('tên hỏng')}.exe", b"MZ" + word("tệp hỏng").encode())
    acts = {
        "text": lambda: write(visitor, text=word("dài") * 3000),
        "why": lambda: write(visitor, bao_ve="1", scope=word("mục"), why=word("vì sao")),
        "file": lambda: write(visitor, text=word("lời"), file=bad),
        "ticket": lambda: visitor.client.post(SEND, {"ve": word("vé"), "text": word("lời quá hạn")}),
        "code": lambda: visitor.client.post(HERE, {"code": word("mã"), "giu": word("giữ")}),
        "second": lambda: visitor.client.post(HERE, {"code": visitor.own_code, "second": word("hai")[:9]}),
    }
    assert acts[what]().status_code in (400, 404)
    assert not SealReply.objects.exists()
    nothing_left(garden, log, temporary, visitor)


def test_a_fault_of_the_program_says_nothing_of_it(visitor, garden, log, temporary, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError(str(args) + str(kwargs))

    monkeypatch.setattr(conversation, "from_sender", fails)
    assert write(visitor, text=garden.word("lời")).status_code == 500
    nothing_left(garden, log, temporary, visitor)
    assert visitor.own_code not in log.getvalue()


def test_no_page_of_the_desk_shows_a_word_of_either_side(visitor, place, garden):
    letter, word = Letter.objects.get(), garden.word
    write(visitor, text=word("lời"))
    conversation.to_sender(
        letter, conversation.WORDS, word("trả lời"), unlocked=place.seal.key(place.seal.clerk)
    )
    for account in (place.seal.clerk, place.seal.settler, place.seal.head, place.seal.verifier):
        client = desk_of(account)
        for address in (
            letter.get_absolute_url(),
            "/ban-lam-viec/",
            "/ban-lam-viec/don/tai-ve.csv",
            "/ban-lam-viec/lich-su/",
            "/ban-lam-viec/niem-phong/",
            "/ban-lam-viec/niem-phong/so-mo/",
            f"/ban-lam-viec/niem-phong/ho-so/{letter.public_id}/",
        ):
            answer = client.get(address)
            page = (answer.getvalue() if answer.streaming else answer.content).decode()
            assert not garden.in_text(page), address
