"""The desk's page of e-mail: messages saved as files become letters, and the page tells nothing of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.domains.petitions.mailbox.tests.test_message import letter
from danvan.domains.petitions.models import Letter
from danvan.records import envelopes
from danvan.records.models import TakenMail
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler

pytestmark = pytest.mark.django_db
WORD = "zqxtepthuzqx"
PATH = "/ban-lam-viec/thu-den/"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def client(officer, as_app):
    return desk_of(officer)


def saved(text=WORD, name=f"{WORD}.eml", **headers):
    return SimpleUploadedFile(name, letter(text, **headers).as_bytes())


def sent(officer, *files, **other):
    return {"unit": str(officer.at.pk), "on": "1/3/2023", "tep": list(files)} | other


def test_the_address_is_its_own():
    assert reverse("petitions_mail:incoming") == PATH


def test_a_saved_message_becomes_a_sealed_letter(client, officer):
    page = client.post(PATH, sent(officer, saved()), follow=True).content.decode()
    [opened] = Letter.objects.all()
    assert opened.created_by == officer
    assert "Đã nhận 1 đơn" in page
    assert opened.get_absolute_url() in page
    assert WORD not in page
    assert envelopes.read(opened, by=officer, reason="phan_loai").values["content"] == WORD


def test_each_by_itself(client, officer):
    files = [
        saved("một"),
        saved("một"),
        saved("hai", Auto_Submitted="auto-replied"),
        SimpleUploadedFile("a.eml", b"%PDF-1.7 khong phai thu"),
    ]
    page = client.post(PATH, sent(officer, *files), follow=True).content.decode()
    assert "Đã nhận 1 đơn" in page
    for told in (
        "Thư thứ 2: Thư này đã được nhận",
        "Thư thứ 3: Đây là thư trả lời tự động",
        "Thư thứ 4: Tệp",
    ):
        assert told in page
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"on": "32/1/2023"}, "Ngày"),
        ({"unit": "0"}, ""),
        ({"tep": []}, "Hãy chọn tệp thư"),
        ({"tep": [SimpleUploadedFile("a.eml", b"")]}, "0 byte"),
    ],
)
def test_faults(client, officer, change, why):
    answer = client.post(PATH, sent(officer, saved()) | change)
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert WORD not in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_day_to_come_is_refused(client, officer):
    page = client.post(PATH, sent(officer, saved(), on="1/1/2031"), follow=True).content.decode()
    assert "Ngày nhận thư chưa tới" in page
    assert not Letter.objects.exists()


def test_only_who_receives_and_only_there(officer, as_app):
    assert desk_of(compiler(officer.at)).get(PATH).status_code == 403
    other = desk_of(handler())
    other.post(PATH, sent(officer, saved()))
    assert not Letter.objects.exists()


def test_an_empty_page_says_how_to_begin(client):
    page = client.get(PATH).content.decode()
    assert "Chưa có thư điện tử nào" in page
    assert 'enctype="multipart/form-data"' in page


def test_what_must_be_looked_at_is_said(client, officer):
    TakenMail.objects.create(unit=officer.at, day="2023-03-01", size=26_000_000, outcome="qua_lon")
    page = client.get(PATH).content.decode()
    assert "1 thư không nhận tự động được" in page
    assert "26.000" in page


def test_the_page_asks_as_often_for_many(client, officer, django_assert_max_num_queries):
    for number in range(20):
        TakenMail.objects.create(unit=officer.at, day="2023-03-01", size=number, outcome="tu_dong")
    with django_assert_max_num_queries(14):
        client.get(PATH)
