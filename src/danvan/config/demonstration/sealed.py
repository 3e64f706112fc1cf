"""A commune that keeps tố cáo under the keys of its people: the decision, the keys, one case with what lies in it."""

from datetime import timedelta

from django.utils import timezone

from danvan.config.demonstration.accounts import PASSPHRASE
from danvan.config.demonstration.spread import LAST
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.org.models import Account, Post, Unit
from danvan.records import writing
from danvan.records.models import Capacity, Mode, SealItem
from danvan.records.seal import cases, items, modes, own_keys, recovering, roster
from danvan.records.seal.unlocking import Unlocked

PERSON = {"full_name": "Người tố cáo minh họa", "address": "Địa chỉ minh họa", "phone": "0900000000"}
CONTENT = "Nội dung minh họa, không phải tố cáo có thật: Người tố cáo minh họa, số 0900000000, báo một việc giả định."
REDACTED = "Nội dung minh họa, không phải tố cáo có thật: [đã che], số [đã che], báo một việc giả định."


def load(unit: Unit, people: dict[str, Account]) -> None:
    """All of it on the last day of the quarter; the passphrase is the same for every key and printed at the start."""
    head, settler, clerk = (people[name] for name in ("xachutich", "xagiaiquyet", "xatiepdan"))
    modes.decide(
        unit,
        Mode.NETWORK,
        by=head,
        document="Văn bản minh họa cho phép dùng mật mã",
        number="01/MH-CY",
        document_on=LAST,
    )
    keys = {account: own_keys.make(account, PASSPHRASE, PASSPHRASE) for account in (head, settler, clerk)}
    posts = Post.objects.filter(unit=unit, holdings__person__in=[one.person_id for one in keys]).order_by(
        "pk"
    )
    recovering.make(unit, list(posts), by=head)
    for one in roster.candidates(unit, LAST):
        if one.account in (settler, clerk):
            roster.choose(unit, one, "02/QĐ-UBND", LAST, by=head)
    letter = Letter.objects.filter(unit=unit, kind=Kind.DENUNCIATION, state="thu_ly").earliest(
        "received_on", "pk"
    )
    cases.open_case(letter, [(keys[clerk], Capacity.INTAKE), (keys[settler], Capacity.SETTLER)], by=clerk)
    items.put(letter, SealItem.Kind.PERSON, PERSON, by=clerk)
    items.put(letter, SealItem.Kind.CONTENT, {"content": CONTENT}, by=clerk)
    items.put(letter, SealItem.Kind.REDACTED, {"text": REDACTED}, by=settler)
    _opened_once(letter, settler)
    matter = Matter.objects.get(sources__source_id=letter.pk)
    writing.move(matter, "de_nghi_bao_ve", by=settler, on=LAST, protection_way="van_ban")


def _opened_once(letter: Letter, settler: Account) -> None:
    """One line of the book of openings; what was read is dropped."""
    key, private = own_keys.opened(settler, PASSPHRASE)
    unlocked = Unlocked(settler, key, private, timezone.now() + timedelta(minutes=1))
    items.read(letter, items.Asked("giai_quyet", "01/QĐ-UBND"), unlocked=unlocked)
