"""Words planted through every input at once, and a raw dump read as a thief would: none of a tố cáo stands anywhere.

Looked through: the whole database as pg_dump writes it (history, jobs, sessions and cache among it, bytes decoded), the
folder of files, what was logged at the lowest level, every letter that went out, every temporary folder, all files that
Python opened to write, and each page that an officer can open afterwards. Not looked through: PostgreSQL's own log of
writes (WAL) and rows that were replaced but not yet vacuumed, where what once stood in clear stays for a while.
"""

import io
import logging
import os
import subprocess
import tempfile
from asyncio import events
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test import Client
from procrastinate.contrib.django import app

from danvan.config import logs
from danvan.config.postgres import ADMIN, binaries, places
from danvan.domains.petitions.models import Letter
from danvan.records.files import reading
from danvan.records.models import Draft, File, PersonalDetails, Record, Submission
from danvan.records.notices import outbox
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.tests.desk_world import desk_of
from danvan.reports.tests.factories import make_place
from tests.support import channels, online, refused, watching  # noqa: F401
from tests.support.doors import doors
from tests.support.searching import Words
from tests.support.sowing import CHANNELS, OPEN, SECRET, Field

LEAST_WORDS = 200


@pytest.fixture
def program(transactional_db):
    """What follows is written with the rights of the running program, and committed."""
    entry = connections.settings["default"]
    before = entry["USER"]
    connections.close_all()
    entry["USER"] = "danvan_app"
    yield
    connections.close_all()
    entry["USER"] = before


@pytest.fixture
def log():
    """What would be printed if somebody set every logger to its lowest level."""
    text, root = io.StringIO(), logging.getLogger()
    listener = logging.StreamHandler(text)
    listener.setFormatter(logs.CarefulFormatter(settings.LOGGING["formatters"]["careful"]["format"]))
    listener.addFilter(logs.RouteInsteadOfPath())
    root.addHandler(listener)
    named = [one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger) and one.level]
    # "PIL" alone stays above its lowest level: the settings say why.
    levels = {one: one.level for one in [root, *named] if one.name != "PIL"}
    for one in levels:
        one.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(listener)
    for one, level in levels.items():
        one.setLevel(level)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """An empty folder that every temporary file falls into, of this process and of those it starts."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def sown(program, log, temporary, settings, tmp_path):
    """Everything planted; `.words` what was, `.log` and `.temporary` what it left, `.world` where."""
    settings.DEMONSTRATION_DAY, settings.OPEN311_WITHOUT_KEY = channels.TODAY, True
    settings.DATA_FOLDER = tmp_path / "data"
    settings.DATA_FOLDER.mkdir()
    settings.INTAKE_KEY_FILE = settings.DATA_FOLDER / "keys" / "intake"
    cache.clear()
    words, world = Words(), make_world(make_place(1, 1).communes[0])
    with watching.NoClearFile(but=settings.DATA_FOLDER):
        for name in CHANNELS:
            for is_secret in (True, False):
                if is_secret or name not in refused.REFUSED:
                    cache.clear()
                    CHANNELS[name](Field(words, world, world.verifier, name, is_secret))
        _work_off()
    return SimpleNamespace(words=words, world=world, log=log, temporary=temporary)


def _work_off():
    """What the worker does afterwards: reads files, sends letters, keeps indexes."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        standing = events._get_running_loop()  # a browser's, where one was driven in this process before
        events._set_running_loop(None)
        try:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        finally:
            events._set_running_loop(standing)
    for file in File.objects.filter(removed_at=None):
        reading.read_file(file.pk)
    while outbox.send_due():
        pass


def dumped():
    """The database as `pg_dump` writes it down, large objects too."""
    entry = connections.settings["default"]
    purpose = "test15" if os.environ.get("DANVAN_TEST_SERVER") == "debian15" else "test"
    program = binaries.find(places.find(purpose)).folder / "pg_dump"
    command = [program, "--host", entry["HOST"], "--username", ADMIN, "-b", entry["NAME"]]
    return subprocess.run(command, capture_output=True, check=True).stdout


def kept_files():
    """Name and bytes of every file of the data folder but the key."""
    files = [file for file in Path(settings.DATA_FOLDER).rglob("*") if file.is_file()]
    return [
        str(file).encode() + b"\n" + file.read_bytes() for file in files if file != settings.INTAKE_KEY_FILE
    ]


def letters_out():
    return [letter.message().as_bytes() for letter in mail.outbox]


def left_behind(sown):
    """Where each kind of trace is, with its bytes."""
    return {
        "cơ sở dữ liệu": [dumped()],
        "thư mục tệp": kept_files(),
        "nhật ký": [sown.log.getvalue().encode()],
        "thư": letters_out(),
        "thư mục tạm": [str(file).encode() for file in sown.temporary.rglob("*")],
    }


def secret(found):
    return {where for where in found if where.startswith(SECRET)}


def pages_of(world):
    """Every page and file that an account of the office can open, with what it tells."""
    values = {
        "public_id": list(
            Record.objects.filter(secrecy="niem_phong")
            .order_by("-pk")
            .values_list("public_id", flat=True)[::3]
        ),
        "slug": [world.unit.slug],
        "kind": ["don", "vu-viec", "luot-tiep"],
        "type": ["don", "vu-viec", "luot-tiep"],
    }
    seen = {}
    for account in (world.head, world.verifier):
        browser = desk_of(account)
        for door in doors():
            if door.name.startswith(
                ("records:", "petitions:", "seal:", "counter:", "reception:", "national:")
            ):
                for path in list(door.paths(values))[:20]:
                    answer = browser.get(path)
                    if answer.status_code == 200:
                        seen[f"{account.pk} {path}"] = (
                            b"".join(answer) if answer.streaming else answer.content
                        )
    return seen


def test_nothing_of_a_denunciation_is_left_and_everything_else_is(sown):
    """Once, over everything that was planted: the walk takes its time."""
    words = sown.words
    assert len([where for where in words.places.values() if where.startswith(SECRET)]) >= LEAST_WORDS
    traces = {place: words.found(*blobs) for place, blobs in left_behind(sown).items()}
    assert {place: secret(found) for place, found in traces.items() if secret(found)} == {}
    open_ones = {where.split(":")[0] for where in traces["cơ sở dữ liệu"] if where.startswith(OPEN)}
    walked = {f"{OPEN} {name}" for name in CHANNELS if name not in refused.REFUSED}
    assert open_ones == walked, "of each way in, the search finds what may be kept"
    assert not list(sown.temporary.rglob("*"))
    told = {path: secret(words.found(body)) for path, body in pages_of(sown.world).items()}
    assert {path: found for path, found in told.items() if found} == {}
    assert PersonalDetails.objects.exists()
    assert Letter.objects.filter(kind="to_cao").count() >= 10
    _what_is_left_on_purpose_is_found(sown)


def _what_is_left_on_purpose_is_found(sown):
    """The search looks into each place where a refused word could have gone."""
    words = sown.words
    _leave_words(sown, {place: words.token(f"{SECRET} cố ý: {place}") for place in LEFT})
    found = {where for blobs in left_behind(sown).values() for where in words.found(*blobs)}
    assert {where.split(": ")[1] for where in secret(found)} == set(LEFT)


LEFT = (
    "nháp",
    "phiên",
    "bộ nhớ đệm",
    "hàng việc",
    "nhật ký",
    "thư",
    "thư mục tạm",
    "tệp",
    "khóa biểu mẫu",
    "đối tượng lớn",
)


def _leave_words(sown, told):
    account = sown.world.verifier
    Draft.objects.create(account=account, type="don", fields={"x": told["nháp"]})
    browser = Client()
    session = browser.session
    session["x"] = told["phiên"]
    session.save()
    cache.set("x", told["bộ nhớ đệm"])
    app.configure_task("doc_chu").defer(file_id=0, x=told["hàng việc"])
    logging.getLogger("danvan").debug("%s", told["nhật ký"])
    EmailMessage(told["thư"], "x", to=["a@vi-du.example"]).send()
    (sown.temporary / told["thư mục tạm"]).write_text("x")
    (Path(settings.DATA_FOLDER) / "x").write_text(told["tệp"])
    Submission.objects.create(key=told["khóa biểu mẫu"], account=account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lo_from_bytea(0, %s)", [told["đối tượng lớn"].encode()])
