"""Văn thư put what came with a letter under seal, though they never read what is sealed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records import envelopes, writing
from danvan.records.files.tests import samples
from danvan.records.models import Envelope, Record
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import compiler, handler, letter_of

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 1)
WORD = "zqxvanthuzqx"


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def letter(officer):
    return letter_of(officer, DAY)


@pytest.fixture
def clerk(officer, as_app):
    return desk_of(make_account("van_thu", officer.at))


def address(letter):
    return reverse("records:envelope_seal", args=[letter.public_id])


def scan():
    return SimpleUploadedFile("don.pdf", samples.pdf(WORD))


def test_the_clerk_adds_a_scan_and_whoever_sorts_reads_it(clerk, letter, officer):
    assert "Cất vào phong bì" in clerk.get(address(letter)).content.decode()
    sent = clerk.post(address(letter), {"full_name": WORD, "tep": scan()}, follow=True)
    assert sent.redirect_chain == [(address(letter), 302)]
    assert WORD not in sent.content.decode()
    contents = envelopes.read(letter, by=officer, reason="phan_loai")
    assert contents.values["full_name"] == WORD
    assert [name for name, _ in contents.files] == ["don.pdf"]


def test_the_clerk_still_sees_neither_the_record_nor_its_envelope(clerk, letter):
    clerk.post(address(letter), {"content": WORD})
    assert clerk.get(letter.get_absolute_url()).status_code == 404
    opened = clerk.post(reverse("records:envelope", args=[letter.public_id]), {"reason": "phan_loai"})
    assert opened.status_code == 404
    destroyed = clerk.post(reverse("records:envelope_destroy", args=[letter.public_id]), {"dong_y": "1"})
    assert destroyed.status_code == 404
    assert Envelope.objects.count() == 1


def test_nothing_is_sealed_by_an_empty_form_or_a_wrong_file(clerk, letter):
    assert "Chưa có gì để cất" in clerk.post(address(letter), {}).content.decode()
    wrong = SimpleUploadedFile("don.pdf", b"MZ not a paper")
    assert clerk.post(address(letter), {"full_name": WORD, "tep": wrong}).status_code == 400
    assert not Envelope.objects.exists()


def test_not_after_the_class_is_fixed(clerk, letter, officer):
    writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="dat_dai")
    assert "đã phân loại" in clerk.post(address(letter), {"content": WORD}).content.decode()
    assert not Envelope.objects.exists()


def test_a_released_letter_is_no_place_for_it(clerk, letter, officer):
    writing.move(letter, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")
    assert clerk.post(address(letter), {"content": WORD}).status_code == 400
    assert not Envelope.objects.exists()


@pytest.mark.parametrize("role", ["xu_ly", "van_thu", "lanh_dao"])
def test_another_unit_learns_not_even_that_it_exists(letter, role, as_app):
    stranger = desk_of(make_account(role, handler().at))
    assert stranger.get(address(letter)).status_code == 404
    assert stranger.post(address(letter), {"content": WORD}).status_code == 404


def test_who_only_counts_or_decides_puts_nothing_in(letter, officer, as_app):
    assert desk_of(compiler(officer.at)).post(address(letter), {"content": WORD}).status_code == 404
    decides = desk_of(make_account("giai_quyet", officer.at))
    assert decides.post(address(letter), {"content": WORD}).status_code == 403
    assert not Envelope.objects.exists()


def test_after_opening_a_letter_the_clerk_comes_to_its_envelope(clerk, officer):
    form = clerk.get(reverse("records:open", args=["don"])).context["form"]
    sent = {"unit": str(officer.at.pk), "on": "1/3/2023", "channel": "buu_chinh", "signatories": "1"}
    done = clerk.post(reverse("records:open", args=["don"]), sent | {"key": form["key"].value()})
    assert done["Location"] == address(Record.objects.get())


def test_who_sorts_goes_back_to_the_record(letter, officer, as_app):
    done = desk_of(officer).post(address(letter), {"content": WORD})
    assert done["Location"] == letter.get_absolute_url()
