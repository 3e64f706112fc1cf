"""Unique words planted through every field and file about the national database, and looked for in what is left."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.records.national.tests.national_world import book, opened
from danvan.records.tests.desk_world import NAMED, classified, desk_of
from danvan.records.tests.factories import handler, letter_of
from tests.test_planted_strings import Garden
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = pytest.mark.django_db
log, temporary = _log, _temporary


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


@pytest.fixture(params=["to_cao", None])
def sealed(request, officer):
    """A tố cáo, and a letter whose class is not known yet."""
    on = classified(officer, "to_cao").received_on
    return classified(officer, "to_cao") if request.param else letter_of(officer, on)


def test_no_word_stays_of_codes_lines_reasons_and_ticks(garden, client, officer, sealed, log, temporary):
    word, one = garden.word, reverse("national:code", args=[sealed.public_id])
    client.post(one, {"code": word("code"), "on": "2/3/2023"})
    client.post(one, {"code": "A1", "on": word("day")})
    client.post(one, {"code": "A1", "on": "2/3/2023"})
    client.post(one, {"code": "A2", "on": "2/3/2023", "reason": word("reason")})
    client.post(reverse("national:waiting"), {f"ma-{sealed.public_id}": word("row"), "on": "2/3/2023"})
    lines = f"{sealed.register_no}/2023 {word('line')}"
    sent = {"unit": officer.at.pk, "group": "don", "on": "2/3/2023", "lines": lines}
    client.post(reverse("national:paste"), sent)
    ticked = f"{sealed.public_id}|{word('tick')}|2023-03-02"
    client.post(reverse("national:confirm"), {"ghi": ticked, "on": "2/3/2023"})
    assert not garden.found()
    assert not garden.in_text(log.getvalue())
    assert not list(temporary.iterdir())


def test_no_word_of_a_list_brought_back_stays_or_is_shown(garden, client, officer, sealed, log, temporary):
    rows = [
        ["Mã", "Số", "Họ tên", "Nội dung"],
        ["A1", sealed.number, garden.word("name"), garden.word("text")],
    ]
    rows.append([garden.word("code"), "9/2023", "", ""])
    file = SimpleUploadedFile("ds.xlsx", book(("Đơn", rows)))
    sent = {"unit": officer.at.pk, "group": "don", "table": file}
    answer = client.post(reverse("national:reconcile"), sent)
    assert answer.status_code == 200
    assert not garden.in_text(answer.content.decode())
    assert not garden.found()
    assert not garden.in_text(log.getvalue())
    assert not list(temporary.iterdir())


def test_a_list_made_with_persons_leaves_none_of_them_behind(garden, client, officer, log, temporary):
    token = garden.word("name")
    letter = classified(officer)
    type(letter).objects.get(pk=letter.pk).personal.__class__.objects.filter(pk=letter.pk).update(
        full_name=token
    )
    sent = {"since": "1/3/2023", "until": "14/3/2023", "personal": "on"}
    answer = client.post(reverse("national:make"), sent)
    told = str(opened(answer.content))
    assert garden.in_text(told) == {"name"}
    assert NAMED["content"] in told
    assert not garden.found(("public.records_personaldetails",))
    assert not garden.in_text(log.getvalue())
    assert not list(temporary.iterdir())
