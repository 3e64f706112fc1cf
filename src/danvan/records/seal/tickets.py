"""What a page of the denouncer's carries instead of his code: his key for half an hour, under the server's own.

The pages set no cookie and keep no session, so each form has to say again who sends it. The code itself in a hidden field
would lie in whatever a browser keeps of the page, good for ever; typed again each time it would be written down to be
copied. A ticket opens nothing after half an hour, costs no second Argon2id, and leaves nothing on the server.
"""

import base64
import secrets
import time
from collections.abc import Iterator
from hashlib import blake2b

from django.conf import settings

from danvan.records.models import Record, SealSender
from danvan.records.seal import boxes
from danvan.ui.errors import Refusal

GOOD_FOR_SECONDS = 1800
LONGEST = 400  # characters
OVER = "Trang đã mở quá 30 phút nên tự đóng; hãy gõ lại mã để mở tiếp."
_NUMBER = 8  # bytes of a moment, and of a record's key


def issue(record: Record, private: bytes) -> str:
    """A ticket for the sender's key of a case, as text for a form."""
    until = int(time.time()) + GOOD_FOR_SECONDS
    told = until.to_bytes(_NUMBER) + record.pk.to_bytes(_NUMBER) + private
    return base64.urlsafe_b64encode(boxes.wrap(told, next(_keys()))).decode()


def read(ticket: str) -> tuple[Record, bytes]:
    """The record and the sender's private key; Refusal alike for a ticket that is over, changed, or none."""
    for key in _keys():
        told = boxes.unwrap(_raw(ticket), key)
        if told and int.from_bytes(told[:_NUMBER]) >= time.time():
            pk, private = int.from_bytes(told[_NUMBER : 2 * _NUMBER]), told[2 * _NUMBER :]
            sender = SealSender.objects.select_related("case__record__unit").filter(pk=pk).first()
            if sender and secrets.compare_digest(boxes.public_of(private), bytes(sender.public)):
                return sender.case.record, private
    raise Refusal(OVER)


def _raw(ticket: str) -> bytes:
    """The bytes of a ticket, of anything else bytes that no key opens."""
    try:
        raw = base64.urlsafe_b64decode(ticket.encode("ascii")) if len(ticket) <= LONGEST else b""
    except ValueError:
        raw = b""
    return raw if raw[:1] == boxes.V1 else boxes.V1


def _keys() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield blake2b(str(secret).encode(), digest_size=boxes.KEY_BYTES, person=b"danvan.ticket").digest()
