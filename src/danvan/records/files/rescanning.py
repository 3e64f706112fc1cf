"""Files that wait for the virus scanner are scanned again every ten minutes, and served once they were found clean."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from danvan.records import files
from danvan.records.files import accepting, clamd, originals, reading, scanning, store
from danvan.records.models import File, Record
from danvan.ui.errors import Refusal

MOST_AT_ONCE, MOST_SILENT = 100, 2


@app.periodic(cron="*/10 * * * *")
@app.task(name="quet_lai", queueing_lock="quet_lai", lock="quet_lai")
def scan_again(timestamp: int) -> None:
    """Scan what waits, oldest first; `timestamp` is the worker's own."""
    if settings.FILE_SCANNER is not None:
        scan_waiting()


def scan_waiting() -> int:
    """How many files wait no longer. Those never tried come first, then those tried longest ago.

    A file that the scanner does not answer for holds up no other: it is tried last next time. The round ends when the
    scanner is not there, or was silent twice in a row, and, with nothing marked, when the store does not answer.
    """
    done = silent = 0
    waiting = File.objects.filter(scan=File.Scan.WAITING, removed_at=None)
    for file in waiting.order_by(F("scanned_at").asc(nulls_first=True), "id")[:MOST_AT_ONCE]:
        try:
            done += scan(file)
            silent = 0
        except store.Silent:
            break
        except clamd.TooLarge:
            _tried(file.pk)
            silent = 0
        except clamd.NoAnswer:
            _tried(file.pk)
            silent += 1
            if silent == MOST_SILENT or not _is_scanner_there():
                break
    return done


def _tried(file_id: int) -> None:
    File.objects.filter(pk=file_id, scan=File.Scan.WAITING, removed_at=None).update(scanned_at=timezone.now())


def _is_scanner_there() -> bool:
    scanner = settings.FILE_SCANNER
    return scanner is not None and clamd.is_there(scanner["address"], scanner["seconds"])


def scan(file: File) -> bool:
    """Whether the file waits no longer. Clean, it gets its copy; bad, or such as nobody can take apart, it is held.

    NoAnswer from the scanner, Silent from the store. What was found before and is let wait is held only by the policy of
    the installation.
    """
    try:
        data = originals.unsealed(file)
    except store.Silent:
        raise
    except Refusal:  # its key or bytes are gone: nobody can look at it
        return _keep(file.pk, scanning.Told(File.Scan.HELD), None)
    told = scanning.asked(data)
    if not told.is_clean:
        waits = scanning.found_waits()
        state = File.Scan.WAITING if waits else File.Scan.HELD
        return _keep(file.pk, scanning.Told(state, told.threat, told.at), None) and not waits
    try:
        taken = accepting.clean(file.name, data)
    except Refusal:
        return _keep(file.pk, scanning.Told(File.Scan.HELD, at=told.at), None)
    return _keep(file.pk, told, taken)


@transaction.atomic
def _keep(file_id: int, told: scanning.Told, taken: accepting.Taken | None) -> bool:
    """Unless the file was taken away meanwhile. The record is locked first, as the other writers do."""
    list(Record.objects.select_for_update(of=("self",)).filter(files__pk=file_id))
    file = (
        File.objects.select_for_update().filter(pk=file_id, removed_at=None, scan=File.Scan.WAITING).first()
    )
    if file is None:
        return False
    file.scan, file.threat, file.scanned_at = told.state, told.threat, told.at or timezone.now()
    if taken is not None:
        files.copied(file, taken)
    file.save()
    if taken is not None:
        reading.ask(file)
    return True
