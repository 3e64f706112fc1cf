"""The receipt by e-mail: its code alone, to an address given with consent for that; nothing of who wrote, what, or why.

The class of the letter is not known, so that the address lies sealed to the intake key until the worker sends, and goes
with the sending. The outbox holds neither address nor code.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.records import keys
from danvan.records.models import Channel, Notice, ReceiptAddress, Record
from danvan.records.notices import channels, outbox
from danvan.ui.errors import Refusal

WORD = "bien_nhan"
KEPT = timedelta(days=2)  # of one that is not to be sent any more
UNSENT = (Notice.State.WAITING, Notice.State.SENDING)


def ask(record: Record, email: str, *, link: str) -> None:
    """Lay the receipt of a new record into the outbox, in the transaction that opens it; sent once that has committed.

    `link` is the path of the page that takes the code.
    """
    known = keys.of_installation(settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION)
    key_id, ciphertext = keys.seal(email.encode(), known)
    ReceiptAddress.objects.create(record_id=record.pk, key_id=key_id, ciphertext=ciphertext)
    outbox.put(
        [
            Notice(
                key=f"{WORD}:{record.pk}",
                to=f"{WORD}:{record.pk}",
                unit_id=record.unit_id,
                channel=Channel.EMAIL,
                kind=Notice.Kind.RECEIPT,
                subject=_("Giấy biên nhận"),
                body=_(
                    "Cơ quan đã nhận hồ sơ Bà/Ông gửi. Dùng mã tra cứu tại trang dưới đây để xem kết quả."
                ),
                links=[link],
                send_after=timezone.now(),
            )
        ]
    )


def address_of(pk: int) -> channels.Address | None:
    """Where the receipt of a record goes, and its code; None once it went. Two queries."""
    row = ReceiptAddress.objects.filter(pk=pk).select_related("record").first()
    if row is None:
        return None
    known = keys.of_installation(settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION)
    try:
        email = keys.unseal(row.key_id, bytes(row.ciphertext), known).decode()
    except Refusal:
        return None
    code = row.record.public_id
    groups = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    return channels.Address(email=email, words=_("Mã tra cứu: %(code)s") % {"code": groups})


def forget(pk: int) -> None:
    """Take the address away: the letter went, or never will."""
    ReceiptAddress.objects.filter(pk=pk).delete()


def sweep(since: date, until: date) -> int:
    """Daily: addresses left behind by a letter that is not to be sent any more; how many.

    One that still waits is kept however long the mail server is down: the receipt was promised.
    """
    its_own = Concat(Value(f"{WORD}:"), Cast(OuterRef("pk"), CharField()))
    waiting = Exists(Notice.objects.filter(to=its_own, state__in=UNSENT))
    return ReceiptAddress.objects.filter(~waiting, agreed_at__lt=timezone.now() - KEPT).delete()[0]
