"""Writes a saved database to test upgrades with: `python -m tests.saved.make FOLDER`, from a clone as it was released.

    DANVAN_TEST_SERVER=debian15 python -m tests.saved.make tests/saved/v2026_11

FOLDER gets `database.sql.gz` (plain SQL with inserts: both PostgreSQL 15 and later ones take what 15 wrote), `files.zip`
(the folder of files, ciphertext), and `told.json` (keys made for this test alone, passphrases, and what must come out).
A folder is written once and never again; a release that changes a sealed form gets a folder of its own.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

DAY = date(2023, 3, 1)
LAST_DAY = date(2023, 3, 14)
LATER = {"text": "Lời thêm sau khi đổi khóa."}
REDACTED = {"content": "Bà [đã che] tố cáo ông Lê Văn Mẫu."}
ENVELOPE = {"full_name": "Đỗ Văn Phong Bì", "content": "Lời còn trong phong bì."}


def main(folder: Path) -> None:
    """Fill a fresh database of this clone's migrations and write it down."""
    data = Path(tempfile.mkdtemp(prefix="danvan-saved-"))
    _set_up(data)
    from django.db import connections

    from tests.support import database

    with database.session_database() as name:
        connections.settings["default"]["USER"] = "danvan_app"
        told = _filled()
        connections.close_all()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "database.sql.gz").write_bytes(_dumped(connections.settings["default"]["HOST"], name))
        connections.settings["default"]["USER"] = "danvan_owner"
    told["intake_key"] = (data / "keys" / "intake").read_text()
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    with zipfile.ZipFile(folder / "files.zip", "w", zipfile.ZIP_DEFLATED) as kept:
        for file in sorted((data / "files").rglob("*")):
            if file.is_file():
                kept.write(file, file.relative_to(data))


def _set_up(data: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    import django
    from django.conf import settings

    django.setup()
    from danvan.records.seal.boxes import LEAST

    settings.DATA_FOLDER, settings.INTAKE_KEY_FILE = data, data / "keys" / "intake"
    settings.SEAL_COST = LEAST


def _filled() -> dict[str, Any]:
    """What a commune has after a while; the program writes with its own rights, in the order of a year."""
    from danvan.records import history
    from danvan.reports.tests.factories import make_place

    place = make_place(1, 2)
    told = _case(place.communes[0])
    told |= _files(place.communes[1])
    told["first_code"] = history.seal().code
    return told | _report(place)


def _case(unit: Any) -> dict[str, Any]:
    from django.db import transaction
    from django.test import override_settings

    from danvan.records.files.tests import samples
    from danvan.records.models import Capacity, SealShare
    from danvan.records.seal import boxes, cases, items, own_keys, recovering
    from danvan.records.seal.tests import seal_world as made

    with transaction.atomic():
        world = made.make_world(unit)
        second = made.officer("tiep_dan", unit)
        record = world.case(
            (world.clerk, Capacity.INTAKE), (second, Capacity.INTAKE), (world.settler, Capacity.SETTLER)
        )
        scan = samples.pdf("chữ trong bản quét")
        items.put(record, "ban_quet", {}, [("don.pdf", scan)], by=world.clerk)
        items.put(record, "ban_da_che", REDACTED, by=world.clerk)
        by = world.key(world.clerk)
        cases.give(record, world.verifier, Capacity.VERIFIER, unlocked=by, why="phan_cong")
        items.read(record, made.WHY, unlocked=by)
        cases.end(record, second, by=world.head)
        items.put(record, "thu_trao_doi", LATER, by=None)
        words = {}
        for name in ("head", "settler", "clerk"):
            keeper = getattr(world, name)
            share = SealShare.objects.get(key__account=keeper)
            words[name] = recovering.print_share(share, unlocked=world.key(keeper))
        with override_settings(SEAL_COST=boxes.MODERATE):
            own_keys.change(world.clerk, made.PHRASE, made.OTHER_PHRASE, made.OTHER_PHRASE)
    names = ("head", "clerk", "settler", "verifier")
    return {
        "case": record.public_id,
        "accounts": {name: getattr(world, name).username for name in names} | {"removed": second.username},
        "phrases": dict.fromkeys((*names, "removed"), made.PHRASE) | {"clerk": made.OTHER_PHRASE},
        "paper": words,
        "told": made.PERSON | made.CONTENT | LATER,
        "redacted": REDACTED,
        "scan": sha256(scan).hexdigest(),
    }


def _files(unit: Any) -> dict[str, Any]:
    """A named letter with a cleaned photograph and its original under seal; an unclassified one with an envelope."""
    from django.db import transaction

    from danvan.records import envelopes, files
    from danvan.records.files.tests import samples
    from danvan.records.tests.desk_world import NAMED, classified
    from danvan.records.tests.factories import handler, letter_of

    with transaction.atomic():
        officer = handler(unit)
        named = classified(officer, on=DAY)
        photo, scan = samples.photo(), samples.pdf("trong phong bì")
        files.attach(named, "ảnh.jpg", photo, by=officer)
        waiting = letter_of(officer, DAY)
        envelopes.seal(waiting, ENVELOPE, [("đơn.pdf", scan)], by=officer)
    return {
        "named": named.public_id,
        "person": NAMED,
        "photo": sha256(photo).hexdigest(),
        "waiting": waiting.public_id,
        "envelope": ENVELOPE,
        "envelope_file": sha256(scan).hexdigest(),
        "officer": officer.username,
    }


def _report(place: Any) -> dict[str, Any]:
    from django.test import override_settings

    from danvan.reports.keys import public_key
    from danvan.reports.signing import envelope, prepare, sign
    from danvan.reports.tests.factories import letters

    with override_settings(DEMONSTRATION_DAY=LAST_DAY):
        letters(place.communes[1], "khieu_nai", 3)
        report = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)
    return {"report": report.pk, "report_key": public_key(), "report_root": envelope(report)["root"]}


def _dumped(host: str, name: str) -> bytes:
    """The database as SQL, without the lines that only psql reads; the same bytes for the same database."""
    program = Path(os.environ.get("DANVAN_POSTGRES_BIN", "/usr/lib/postgresql/15/bin")) / "pg_dump"
    command = [program, "--host", host, "--username", "danvan_admin", "--rows-per-insert=200", name]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return gzip.compress(re.sub(r"^\\(un)?restrict .*\n", "", text, flags=re.MULTILINE).encode(), 9, mtime=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
