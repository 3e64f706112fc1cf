"""Unique words planted through every input of the seal, and looked for in all that is left: rows, files, logs, mail, jobs.

What is sealed stands nowhere in clear, nor does a passphrase or what was typed by mistake into a field for a number.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.records import envelopes
from danvan.records.files.tests import samples
from danvan.records.models import Capacity, SealItem, SealShare
from danvan.records.seal import cases, recovering
from danvan.records.seal.tests.seal_world import PHRASE, denunciation, make_world, officer, shown_again
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import letter_of
from tests.support.dump import rows
from tests.test_planted_strings import Garden
from tests.test_planted_strings import log as _log
from tests.test_planted_strings import temporary as _temporary

pytestmark = pytest.mark.django_db
log, temporary = _log, _temporary


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def client(world, as_app):
    client = desk_of(world.clerk)
    client.raise_request_exception = False
    return client


def at(name, record, *more):
    return reverse(f"seal:{name}", args=[record.public_id, *more])


def nothing_left(garden, log, temporary):
    assert not garden.found()
    assert not garden.in_text(log.getvalue())
    assert not garden.in_text(str([letter.message() for letter in mail.outbox]))
    told = b"".join(
        file.read_bytes() for file in Path(settings.DATA_FOLDER).rglob("*") if file.is_file()
    ).lower()
    assert not {where for token, where in garden.planted.items() if token.encode() in told}
    assert not list(temporary.iterdir())


def test_from_the_envelope_to_the_redacted_copy(client, world, garden, log, temporary):
    word = garden.word
    letter = letter_of(world.clerk, DAY)
    envelopes.seal(
        letter,
        {"full_name": word("tên"), "content": word("lời")},
        [(f"{word('tên tệp')}.pdf", samples.pdf(word("chữ")))],
    )
    sent = moving(letter, kind="to_cao", field="dat_dai", signatories="1")
    client.post(reverse("records:move", args=[letter.public_id, "phan_loai"]), sent)
    holders = [f"{world.clerk.pk}:tiep_nhan", f"{world.settler.pk}:giai_quyet"]
    assert (
        client.post(
            at("take", letter), {"holder": holders, "khong_lien_quan": "1", "chuc_vu": "khac"}
        ).status_code
        == 302
    )
    why = {"reason": "giai_quyet", "phrase": PHRASE}
    shown = client.post(at("open", letter), why).content.decode()
    assert garden.in_text(shown) >= {"tên", "lời"}, "the case tells something"
    number = SealItem.objects.get(kind="ban_quet").number
    assert client.post(at("file", letter, number), why).status_code == 200
    why |= {"words": word("che thêm")}
    page = client.post(at("redact", letter), why).content.decode()
    shown = {name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1) for name in ("digest", "ban")}
    shown["che"] = re.findall(r'name="che"[^>]*value="([^"]*)" checked', page)
    assert client.post(at("redact", letter), why | shown | {"luu": "1"}).status_code == 302
    nothing_left(garden, log, temporary)


def test_what_is_added_taken_and_refused(client, world, garden, log, temporary):
    record, word = world.case(filled=False), garden.word
    person = {name: word(f"người.{name}") for name in ("full_name", "address", "email")} | {
        "phone": "0900000000"
    }
    assert client.post(at("add", record), person | {"nguoi": "1"}).status_code == 302
    for kind in ("noi_dung", "thu_trao_doi", "ghi_chu"):
        assert client.post(at("add", record), {"kind": kind, "text": word(kind)}).status_code == 302
    file = SimpleUploadedFile(f"{word('tên tệp')}.pdf", samples.pdf(word("chữ trong tệp")))
    assert client.post(at("add", record), {"kind": "ghi_chu", "tep": file}).status_code == 302
    bad = SimpleUploadedFile(f"{word('tên tệp hỏng')}.exe", b"MZ" + word("tệp hỏng").encode())
    refused = [
        client.post(at("add", record), {"kind": "ghi_chu", "tep": bad}),
        client.post(at("add", record), {"kind": word("loại"), "text": word("lời bị từ chối")}),
        client.post(at("add", record), {"nguoi": "1", "full_name": word("tên dài") * 20}),
        client.post(at("open", record), {"reason": word("lý do"), "phrase": PHRASE}),
        client.post(at("open", record), {"reason": "giai_quyet", "document": word("số"), "phrase": PHRASE}),
        client.post(at("give", record), {"receiver": word("ai"), "why": word("vì sao"), "phrase": PHRASE}),
        client.post(at("end", record), {"holder": word("ai thôi")}),
        client.post(at("waive", record), {"number": word("biên bản"), "signed_on": word("ngày")}),
        client.post(
            at("release", record), {"number": word("văn bản"), "until": word("đến"), "phrase": PHRASE}
        ),
        client.post(at("redact", record), {"reason": "che", "che": word("ô"), "phrase": PHRASE}),
    ]
    assert {answer.status_code for answer in refused} == {400}
    assert not garden.in_text("".join(answer.content.decode() for answer in refused)), (
        "not shown again either"
    )
    nothing_left(garden, log, temporary)


def test_passphrases(world, garden, log, temporary, as_app):
    other = officer("tiep_dan", world.unit)
    client = shown_again(desk_of(other))
    phrase, second = (f"{garden.word(where)} bảy ngọn núi đỏ" for where in ("cụm", "cụm mới"))
    key = {name: reverse(f"seal:{name}") for name in ("make", "change", "unlock", "own_key")}
    told = [
        client.post(key["make"], {"phrase": phrase, "again": garden.word("gõ lệch")}),
        client.post(key["make"], {"phrase": phrase, "again": phrase}),
        client.post(key["unlock"], {"phrase": garden.word("cụm sai")}),
        client.post(key["unlock"], {"phrase": phrase}),
        client.post(key["change"], {"old": phrase, "phrase": second, "again": second}),
        client.post(key["unlock"], {"phrase": second}),
        client.get(key["own_key"]),
    ]
    assert [answer.status_code for answer in told] == [400, 302, 400, 302, 302, 302, 200]
    assert not garden.in_text("".join(answer.content.decode() for answer in told))
    nothing_left(garden, log, temporary)


def test_releases_and_recovery(client, world, garden, log, temporary):
    record, word = world.case(filled=False), garden.word
    client.post(at("add", record), {"nguoi": "1", "full_name": word("tên")})
    cases.give(record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong")
    sent = {
        "holder": str(world.verifier.pk),
        "number": "1/QĐ-UBND",
        "signed_on": "1/3/2023",
        "until": "20/3/2023",
    }
    assert client.post(at("release", record), sent | {"phrase": PHRASE}).status_code == 302
    [release] = cases.case_of(record).releases.all()
    answer = desk_of(world.verifier).post(reverse("seal:released", args=[release.pk]), {"phrase": PHRASE})
    assert garden.in_text(answer.content.decode()) == {"tên"}
    share = SealShare.objects.get(key__account=world.clerk)
    began = {
        "case": [record.public_id],
        "receiver": word("ai"),
        "reason": word("lý do"),
        "document": word("số"),
    }
    assert client.post(reverse("seal:recovery_begin", args=[share.pk]), began).status_code == 400
    began |= {"receiver": f"{world.verifier.pk}:tiep_nhan", "phrase": PHRASE}
    assert client.post(reverse("seal:recovery_begin", args=[share.pk]), began).status_code == 400
    nothing_left(garden, log, temporary)


def test_no_private_half_and_no_share_stands_in_a_row(world, as_app):
    record = world.case()
    words = recovering.print_share(
        SealShare.objects.get(key__account=world.head), unlocked=world.key(world.head)
    )
    secrets = {bytes(key.private).hex() for key in world.keys.values()}
    for part in ("day_du", "da_che"):
        secrets |= {
            one.hex() for one in cases.rings_of(cases.case_of(record), part, world.key(world.clerk)).values()
        }
    secrets |= {"".join(words.split()).lower()[4:68], words.lower()}
    for table, row in rows():
        assert not any(secret in row for secret in secrets), table


def test_an_unopened_case_says_nothing_anywhere_at_the_desk(client, world, garden):
    record = denunciation(world.clerk)
    cases.open_case(record, [(world.key(world.clerk).key, Capacity.INTAKE)], by=world.clerk)
    client.post(
        at("add", record), {"nguoi": "1", "full_name": garden.word("tên"), "address": garden.word("chỗ ở")}
    )
    shown = [
        client.get(address).getvalue().decode()
        for address in (
            record.get_absolute_url(),
            at("case", record),
            "/ban-lam-viec/don/",
            "/ban-lam-viec/don/tai-ve.csv",
            reverse("seal:own_key"),
            reverse("records:seal_modes"),
        )
    ]
    assert "Hồ sơ niêm phong" in shown[1]
    assert not garden.in_text("".join(shown))
