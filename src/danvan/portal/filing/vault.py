"""Where a form begun on the portal waits: encrypted under a key that only the visitor holds.

The key is a code of twenty signs. It lies in the visitor's cookie and can be written down to go on elsewhere; the
database knows a hash of it. Whoever has the whole database, but no visitor's code, reads nothing.
"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from danvan.records.models import Filing, FilingFile
from danvan.ui.errors import Refusal

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that reads like another
LENGTH = 20  # a hundred bits
KEPT_DAYS = 7
SENT_HOURS = 24
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that goes with the form."""

    pk: int
    name: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Draft:
    """A form being filled in; `answers` is what was said so far, by the names of the questions."""

    token: str = field(repr=False)
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    record_id: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether it became a record already; then nothing of its text is kept."""
        return self.record_id is not None


def new_token() -> str:
    """Twenty signs drawn at random."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def read_token(written: str) -> str:
    """The code to go on with, as people type it; Refusal saying what is wrong."""
    bare = "".join(sign for sign in written[:100].upper() if sign not in " -.–\u00a0")
    if not bare:
        raise Refusal(_("Chưa có mã làm tiếp; hãy nhập 20 chữ và số đã ghi lại."))
    if len(bare) != LENGTH or any(sign not in SIGNS for sign in bare):
        raise Refusal(_("Mã làm tiếp có đúng 20 chữ và số, không có I, O, 0, 1; hãy xem lại mã đã ghi."))
    return bare


def begin() -> Draft:
    """An empty form with a fresh key, not yet stored."""
    return Draft(new_token())


def find(token: str) -> Draft | None:
    """The form of that key; None where there is none any more."""
    if len(token) != LENGTH or any(sign not in SIGNS for sign in token):
        return None
    row = Filing.objects.filter(pk=_name(token), expires_at__gt=timezone.now()).first()
    if row is None:
        return None
    if row.record_id:
        return Draft(token, {}, row.record_id)
    try:
        return Draft(token, json.loads(_box(token).decrypt(bytes(row.ciphertext))))
    except CryptoError:
        return None


def keep(draft: Draft) -> None:
    """Store what was said so far for seven days more. A form that was sent stays empty."""
    sealed = bytes(_box(draft.token).encrypt(json.dumps(draft.answers, ensure_ascii=False).encode()))
    until = timezone.now() + timedelta(days=KEPT_DAYS)
    name = _name(draft.token)
    if not Filing.objects.filter(pk=name, record__isnull=True).update(ciphertext=sealed, expires_at=until):
        Filing.objects.get_or_create(pk=name, defaults={"ciphertext": sealed, "expires_at": until})


def files(draft: Draft) -> list[Kept]:
    """The files that go with the form, in the order added."""
    box, found = _box(draft.token), []
    for row in FilingFile.objects.filter(filing_id=_name(draft.token)).order_by("id"):
        name, _nul, data = box.decrypt(bytes(row.ciphertext)).partition(b"\0")
        found.append(Kept(row.pk, name.decode(), data))
    return found


@transaction.atomic
def add_file(draft: Draft, name: str, data: bytes) -> None:
    """Put a file with the form; Refusal when it holds as many as it may, or was sent meanwhile."""
    row = Filing.objects.select_for_update().filter(pk=_name(draft.token), record__isnull=True).first()
    if row is None:
        raise Refusal(_("Đơn này đã gửi hoặc đã hết hạn lưu; hãy bắt đầu đơn mới."))
    if row.files.count() >= MOST_FILES:
        raise Refusal(
            _("Mỗi đơn kèm nhiều nhất %(most)s tệp; hãy bỏ bớt một tệp trước.") % {"most": MOST_FILES}
        )
    sealed = bytes(_box(draft.token).encrypt(name.encode() + b"\0" + data))
    FilingFile.objects.create(filing=row, ciphertext=sealed)


def drop_file(draft: Draft, pk: int) -> None:
    """Take a file away again."""
    FilingFile.objects.filter(pk=pk, filing_id=_name(draft.token), filing__record__isnull=True).delete()


def drop(draft: Draft) -> None:
    """Forget the form and its files."""
    Filing.objects.filter(pk=_name(draft.token), record__isnull=True).delete()


def lock(draft: Draft) -> Filing | None:
    """The stored row, held until the transaction ends; None when it is gone."""
    return Filing.objects.select_for_update().filter(pk=_name(draft.token)).first()


def empty(row: Filing, record_id: int) -> None:
    """What was sent leaves nothing behind but which record it became, for a day, for the same visitor."""
    row.files.all().delete()
    row.ciphertext, row.record_id = b"", record_id
    row.expires_at = timezone.now() + timedelta(hours=SENT_HOURS)
    row.save()


def clear_expired() -> int:
    """Remove forms whose days are over; how many."""
    gone, _each = Filing.objects.filter(expires_at__lte=timezone.now()).delete()
    return gone


def _name(token: str) -> str:
    return blake2b(token.encode(), digest_size=32, person=b"danvan-name").hexdigest()


def _box(token: str) -> SecretBox:
    return SecretBox(blake2b(token.encode(), digest_size=32, person=b"danvan-key").digest())
