"""Every way in which words about a tố cáo reach the program, each walked with planted words.

A channel is walked twice: in secret (what it brings becomes a tố cáo, or is refused) and in the open (the same input of a
letter that may be kept), so that the search is known to look where the channel leads.
"""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from danvan.domains.petitions.models import Letter
from danvan.org.models import Account
from danvan.records.desk.submissions import new_key
from danvan.records.files.tests import samples
from danvan.records.models import Record
from danvan.records.seal.tests.seal_world import World
from danvan.records.tests.desk_world import DAY, desk_of, moving
from danvan.records.tests.factories import letter_of
from tests.support.searching import Words

CHANNELS: dict[str, Callable[["Field"], Any]] = {}
SECRET, OPEN = "kín", "rõ"
DENUNCIATION, COMPLAINT, PROPOSAL = "to_cao", "khieu_nai", "kien_nghi_phan_anh"
TODAY = date(2023, 3, 14)


def channel(walk: Callable[["Field"], Any]) -> Callable[["Field"], Any]:
    """Register a way in under its name."""
    CHANNELS[walk.__name__] = walk
    return walk


@dataclass
class Field:
    """One walk of one channel: its words bear its name, its officers stand at one desk."""

    words: Words
    world: World
    officer: Account
    name: str
    is_secret: bool
    clock: Any = None

    def at(self, where: str) -> str:
        """The label of a word."""
        return f"{SECRET if self.is_secret else OPEN} {self.name}: {where}"

    def stays(self, *places: str) -> None:
        """Words of this walk that may stay after all, for the record that they belong to is none of a tố cáo."""
        kept = {self.at(where) for where in places}
        for number, where in self.words.places.items():
            if where in kept:
                self.words.places[number] = where.replace(SECRET, "giữ", 1)

    def person(self) -> dict[str, str]:
        """Who somebody is, as forms ask for it."""
        return {
            "full_name": self.words.name(self.at("họ tên")),
            "address": self.words.address(self.at("địa chỉ")),
            "phone": self.words.phone(self.at("điện thoại")),
            "content": f"{self.phrase('nội dung')} Số căn cước {self.words.identity(self.at('số căn cước'))}.",
        }

    def phrase(self, where: str) -> str:
        return self.words.phrase(self.at(where))

    def token(self, where: str) -> str:
        return self.words.token(self.at(where))

    def pdf(self, where: str) -> SimpleUploadedFile:
        """A PDF with a word in its name, in its text and in a picture of handwriting."""
        told = samples.pdf(self.phrase(f"{where}: chữ"))
        return SimpleUploadedFile(f"{self.token(f'{where}: tên tệp')}.pdf", told)

    def scan(self, where: str) -> SimpleUploadedFile:
        """A photograph of written words that tells who made it, and where."""
        drawn = self.words.phone(self.at(f"{where}: chữ trong ảnh"))
        signs = self.token(f"{where}: tác giả"), self.token(f"{where}: mô tả")
        data = _photographed(drawn, *signs)
        return SimpleUploadedFile(f"{self.token(f'{where}: tên ảnh')}.jpg", data)

    @property
    def desk(self) -> Client:
        """The officer's browser; a fault in a page is answered, not raised."""
        browser = desk_of(self.officer)
        browser.raise_request_exception = False
        return browser

    @property
    def unit(self) -> Any:
        return self.world.unit

    def letter(self, **fields: Any) -> Letter:
        """A letter on paper, not classified."""
        return letter_of(self.officer, DAY, **fields)

    def move(self, record: Any, step: str, **sent: Any) -> Any:
        """A step at the desk that is let through; the record as it is then."""
        record = Record.objects.get(pk=record.pk)
        answer = self.desk.post(
            reverse("records:move", args=[record.public_id, step]), moving(record, key=new_key(), **sent)
        )
        assert answer.status_code == 302, (self.name, step, answer.content.decode()[:3000])
        return Record.objects.get(pk=record.pk).own()

    def classify(self, record: Any, open_kind: str = COMPLAINT, **sent: Any) -> Any:
        """Its class: tố cáo in secret, something that may be kept in the open."""
        kind = DENUNCIATION if self.is_secret else open_kind
        more = {"kind": kind, "field": "dat_dai", "signatories": "1", "on": "14/3/2023"}
        return self.move(record, "phan_loai", **more | sent)

    def named(self, **fields: Any) -> Any:
        """A complaint with words in every field that a released letter has, whatever becomes of it."""
        letter = self.letter(**fields)
        told = {
            "with_personal": "1",
            "kind": COMPLAINT,
            "field": "dat_dai",
            "signatories": "1",
        } | self.person()
        told |= {"is_competent": "on", "is_eligible": "on"}
        self.move(letter, "phan_loai", **told)
        free = {
            name: self.token(name) for name in ("against", "place", "forwarder_name", "forwarder_reference")
        }
        self.move(letter, "sua_thong_tin", **free, **told)
        files = {"kind": "giay_to", "tep": self.pdf("tệp kèm")}
        self.send("records:file_attach", letter, files)
        self.send("records:say", letter, {"text": self.phrase("tin nhắn"), "key": str(uuid4())}, status=None)
        return Letter.objects.get(pk=letter.pk)

    def send(self, name: str, record: Any, sent: dict, *more: Any, status: int | None = 302) -> Any:
        """Send a form of a record's page."""
        answer = self.desk.post(reverse(name, args=[record.public_id, *more]), sent)
        assert status is None or answer.status_code == status, (name, answer.content.decode()[:3000])
        return answer


def _photographed(drawn: str, author: str, description: str) -> bytes:
    """A JPEG of written words. Nothing is logged meanwhile: the test's own drawing is no input of the program."""
    logging.disable(logging.CRITICAL)
    try:
        exif = Image.Exif()
        exif[0x013B], exif[0x010E] = author, description
        out = io.BytesIO()
        image = Image.open(io.BytesIO(samples.scan(drawn)))
        image.convert("RGB").save(out, "JPEG", exif=exif, quality=95)
        return out.getvalue()
    finally:
        logging.disable(logging.NOTSET)


def newest_letter() -> Letter:
    """The letter that came last."""
    return Letter.objects.latest("pk")


def walked(field: Field) -> None:
    """Walk the field's channel."""
    CHANNELS[field.name](field)
