"""A commune that seals on the network: its head, its officers with seal keys, a recovery key of three posts, a case."""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.account.internal.flows import login
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from danvan.org.models import Account, Delegation, Post, PostHolding, Unit
from danvan.org.tests.factories import ALWAYS, make_account, make_unit
from danvan.records import writing
from danvan.records.models import Capacity, Mode, SealKey, SealMode, SealRecovery
from danvan.records.seal import cases, items, own_keys, recovering, witness
from danvan.records.seal.items import Asked
from danvan.records.seal.unlocking import Unlocked
from danvan.records.tests.desk_world import DAY

PHRASE = "núi xanh bảy con thuyền giấy"
OTHER_PHRASE = "mưa chiều gõ cửa nhà kho"
WHY = Asked("giai_quyet", "12/QĐ-UBND")
PERSON = {"full_name": "Trần Thị Thử", "address": "thôn Giả Định, xã Minh Họa", "phone": "0900000000"}
CONTENT = {"content": "Bà Trần Thị Thử tố cáo ông Lê Văn Mẫu, số 0900000000."}


@dataclass
class World:
    """Who is there; `keys` are open keys by account."""

    unit: Unit
    head: Account
    clerk: Account
    settler: Account
    verifier: Account
    recovery: SealRecovery
    keys: dict[int, Unlocked] = field(default_factory=dict)

    def key(self, account: Account) -> Unlocked:
        """The account's key, open."""
        if account.pk not in self.keys:
            self.keys[account.pk] = keyed(account)
        return self.keys[account.pk]

    def case(self, *receivers: tuple[Account, str], filled: bool = True) -> Any:
        """A classified tố cáo with a case; held by clerk and settler unless said otherwise."""
        record = denunciation(self.clerk)
        chosen = receivers or ((self.clerk, Capacity.INTAKE), (self.settler, Capacity.SETTLER))
        cases.open_case(record, [(self.key(one).key, capacity) for one, capacity in chosen], by=self.clerk)
        if filled:
            items.put(record, "nguoi_to_cao", PERSON, by=self.clerk)
            items.put(record, "noi_dung", CONTENT, by=self.clerk)
        return record


def shown_again(client: Client) -> Client:
    """The browser, after the account has just shown again who it is."""
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def seals_on_network(
    unit: Unit, head: Account, mode: str = Mode.NETWORK, on: date = date(2023, 1, 2)
) -> SealMode:
    """The head's decision, as it lies in the table."""
    return SealMode.objects.create(
        unit=unit,
        mode=mode,
        starts_on=on,
        document="Văn bản minh họa",
        number="12/MH-CY",
        document_on=on,
        post="Chủ tịch",
        decided_by=head,
    )


def keyed(account: Account, phrase: str = PHRASE) -> Unlocked:
    """An account's new key, open for fifteen minutes."""
    key = own_keys.make(account, phrase, phrase)
    return opened(key, phrase)


def opened(key: SealKey, phrase: str = PHRASE) -> Unlocked:
    """A key opened by its passphrase."""
    key, private = own_keys.opened(key.account, phrase)
    return Unlocked(key.account, key, private, timezone.now() + timedelta(minutes=15))


def officer(role: str, unit: Unit) -> Account:
    """An account with a role; `.at` is the unit."""
    account = make_account(role, unit)
    account.at = unit
    return account


def lend(giver: Account, receiver: Account, role: str, *permissions: str) -> Delegation:
    """What a giver lends of a role for two years, by a paper."""
    return Delegation.objects.create(
        giver=giver.person,
        receiver=receiver.person,
        unit=giver.at,
        role=role,
        permissions=list(permissions),
        valid=DateRange(date(2022, 1, 1), date(2030, 1, 1)),
        paper_no="1/UQ",
        paper_on=date(2022, 1, 1),
        reason="minh họa",
    )


def denunciation(account: Account) -> Any:
    """A classified tố cáo received by the account."""
    letter = writing.open_record("don", by=account, unit=account.at, on=DAY)
    return writing.move(letter, "phan_loai", by=account, on=DAY, kind="to_cao", field="dat_dai")


def posted(account: Account, unit: Unit, title: str, **rank: bool) -> Post:
    """The account's person holds a new post of the unit."""
    post = Post.objects.create(unit=unit, title=title, **rank)
    PostHolding.objects.create(person=account.person, post=post, valid=ALWAYS)
    return post


def make_world(unit: Unit | None = None) -> World:
    """A commune with everything that a case needs."""
    unit = unit or make_unit()
    roles = ("lanh_dao", "tiep_dan", "giai_quyet", "xu_ly")
    head, clerk, settler, verifier = (officer(role, unit) for role in roles)
    seals_on_network(unit, head)
    world = World(unit, head, clerk, settler, verifier, recovery=None)  # type: ignore[arg-type]
    posts = [
        posted(head, unit, "Chủ tịch", is_head=True),
        posted(settler, unit, "Phó Chủ tịch", is_deputy=True),
        posted(clerk, unit, "Công chức tiếp công dân"),
    ]
    for account in (head, settler, clerk, verifier):
        world.key(account)
    world.recovery = recovering.make(unit, posts, by=head)
    return world


def mark_all() -> None:
    """Mark whatever bears no true mark, as only who has the key file can."""
    for rows in witness.covered():
        witness.sign(*witness.unmarked(rows))


def words_of(opened_items: list[items.Opened]) -> dict[str, str]:
    """All texts by name, files by theirs."""
    told: dict[str, str] = {}
    for one in opened_items:
        told |= one.values | {name: str(len(data)) for name, data in one.files}
    return told
