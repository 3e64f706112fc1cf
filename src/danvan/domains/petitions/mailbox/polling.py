"""New messages of a mailbox, fetched one by one: first written and committed here, only then marked and moved there.

Dying between the two leaves a message where it was; its row is found the next time and only the marking is made up for.
Nothing of a message, and no word of the server, reaches a log.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from hashlib import blake2b

from django.conf import settings

from danvan.domains.petitions.mailbox import taking
from danvan.domains.petitions.mailbox.message import LARGEST
from danvan.domains.petitions.mailbox.options import Mailbox
from danvan.domains.petitions.mailbox.taking import Source
from danvan.org.models import Unit
from danvan.records.models import TakenMail
from danvan.records.today import today
from danvan.ui.dates import HANOI

_log = logging.getLogger(__name__)
SECONDS = 30
AT_ONCE = 50
Outcome = TakenMail.Outcome
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def poll(box: Mailbox) -> dict[str, int]:
    """Take what is new in a mailbox, fifty at most; outcome → how many. Faults of the line are for the next time."""
    unit = Unit.objects.filter(slug=box.unit).first()
    if unit is None:
        _log.error("Hộp thư đến: không có đơn vị «%s».", box.unit)
        return {}
    done: dict[str, int] = {}
    try:
        with _opened(box) as server:
            validity = _validity(server)
            for uid in _waiting(server, key_of(box), validity):
                source = Source(key_of(box), validity, uid)
                if outcome := _one(server, source, unit, box):
                    done[outcome] = done.get(outcome, 0) + 1
    except (imaplib.IMAP4.error, OSError, ssl.SSLError) as fault:
        _log.error("Hộp thư đến: %s, sẽ thử lại.", type(fault).__name__)
    return done


def key_of(box: Mailbox) -> str:
    """The keyed hash that stands for a mailbox in the table."""
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    return blake2b(box.label.encode(), digest_size=16, key=key).hexdigest()


def _one(server: imaplib.IMAP4, source: Source, unit: Unit, box: Mailbox) -> str:
    """Take one message and mark it; empty when something failed, which the next turn makes up for."""
    try:
        row = taking.already(source) or _take(server, source, unit)
    except (imaplib.IMAP4.error, OSError):
        raise
    except (
        Exception
    ) as fault:  # one bad message must not hold up the others; its words must not reach the log
        _log.error("Hộp thư đến: một thư không nhận được (%s).", type(fault).__name__)
        return ""
    if row is None:
        return ""
    _mark(server, row, box)
    return str(row.outcome)


def _take(server: imaplib.IMAP4, source: Source, unit: Unit) -> TakenMail | None:
    told = _fetched(server, source.uid, "(RFC822.SIZE INTERNALDATE)")
    line = b" ".join(piece if isinstance(piece, bytes) else piece[0] for piece in told)
    found = _SIZE.search(line)
    if found is None:
        return None  # gone since the search
    day, size = _day(line), int(found[1])
    if size > LARGEST:
        return taking.note_too_large(size, unit, on=day, source=source)
    body = _fetched(server, source.uid, "(BODY.PEEK[])")
    raw = next((piece[1] for piece in body if isinstance(piece, tuple)), None)
    return None if raw is None else taking.take(raw, unit, on=day, source=source)


def _mark(server: imaplib.IMAP4, row: TakenMail, box: Mailbox) -> None:
    """A letter goes to the folder of what is done; what a person must look at stays, with a flag."""
    uid = str(row.uid)
    if row.outcome in (Outcome.TOO_LARGE, Outcome.BROKEN):
        server.uid("STORE", uid, "+FLAGS", r"(\Flagged)")
        return
    server.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    if "MOVE" in server.capabilities and box.done:
        with suppress(imaplib.IMAP4.error):
            server.create(_quoted(box.done))
        server.uid("MOVE", uid, _quoted(box.done))


@contextmanager
def _opened(box: Mailbox) -> Iterator[imaplib.IMAP4]:
    if box.is_encrypted:
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            box.host, box.port, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
    else:
        server = imaplib.IMAP4(box.host, box.port, timeout=SECONDS)
    try:
        server.login(box.user, box.password)
        answer, _words = server.select(_quoted(box.folder))
        if answer != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _validity(server: imaplib.IMAP4) -> int:
    _name, told = server.response("UIDVALIDITY")
    return int(told[0]) if told and told[0] else 0


def _waiting(server: imaplib.IMAP4, mailbox: str, validity: int) -> list[int]:
    """UIDs not looked at yet, oldest first, then those whose marking is to be made up for. One query."""
    _answer, told = server.uid("SEARCH", "UNDELETED")
    uids = sorted(int(word) for word in (told[0] or b"").split())
    known = TakenMail.objects.filter(mailbox=mailbox, validity=validity, uid__in=uids)
    outcomes = dict(known.values_list("uid", "outcome"))
    new = [uid for uid in uids if uid not in outcomes]
    # Without MOVE a message stays for ever: then a row alone says that it is done.
    unmoved = [
        uid
        for uid in uids
        if "MOVE" in server.capabilities and outcomes.get(uid) in (Outcome.LETTER, Outcome.TWICE)
    ]
    return [*new, *unmoved][:AT_ONCE]


def _fetched(server: imaplib.IMAP4, uid: int, what: str) -> list:
    _answer, told = server.uid("FETCH", str(uid), what)
    return [piece for piece in told or [] if piece is not None]


def _day(line: bytes) -> date:
    """The day in Việt Nam on which the message reached the mailbox."""
    moment = imaplib.Internaldate2tuple(line)
    if moment is None:
        return today()
    return datetime(*moment[:6]).astimezone().astimezone(HANOI).date()


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "").replace('"', "") + '"'
