"""A province with its administrators and officers, for the tests of people and rights."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import AccessChange, Account, Kind, Person, RoleGrant, Unit
from danvan.org.people import delegating
from danvan.org.tests.factories import ALWAYS, make_account, make_unit
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 14)  # the day on which the demonstration, and so every test, plays
LATER, END = date(2023, 3, 20), date(2023, 3, 31)
WHY = "Theo quyết định minh họa"


class Province:
    """Two communes below a province; administrators of the system, the province and one commune."""

    def __init__(self) -> None:
        self.top = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.commune = make_unit("Xã Minh Họa Một", parent=self.top)
        self.other = make_unit("Xã Minh Họa Hai", parent=self.top)
        self.system = self.official("he_thong", self.top, covers_below=True)
        self.admin = self.official("quan_tri", self.top, covers_below=True)
        self.local = self.official("quan_tri", self.commune)

    def official(self, role: str, unit: Unit, *, covers_below: bool = False) -> Account:
        """An account with one role, of a person who works at the unit."""
        account = make_account(role, unit, covers_below=covers_below)
        Person.objects.filter(pk=account.person_id).update(unit=unit)
        account.person.refresh_from_db()
        return account


def give(account: Account, role: str, unit: Unit, valid: DateRange = ALWAYS, **fields) -> RoleGrant:
    """A further role, as a saved row."""
    return RoleGrant.objects.create(person=account.person, role=role, unit=unit, valid=valid, **fields)


def lend(giver: Account, receiver: Account, unit: Unit, **fields):
    """A delegation of the head's role from today to the end of the month."""
    wanted = {
        "role": "lanh_dao",
        "permissions": {"records.read", "records.decide"},
        "since": DAY,
        "until": END,
        "paper_no": "15/GUQ",
        "paper_on": DAY,
        "reason": WHY,
    }
    return delegating.delegate(receiver.person, by=giver, unit=unit, **(wanted | fields))


def refuses(words: str):
    """The act must be refused with a sentence that holds these words, and leave no line in the book."""
    return _Refused(words)


class _Refused:
    def __init__(self, words: str) -> None:
        self.words = words

    def __enter__(self) -> None:
        self.before = AccessChange.objects.count()

    def __exit__(self, kind, error, trace) -> bool:
        assert kind is not None, f"nothing refused: {self.words}"
        if not issubclass(kind, Refusal):
            return False
        assert self.words in str(error), str(error)
        assert str(error)[0].isupper()
        assert str(error).endswith(".")
        assert AccessChange.objects.count() == self.before
        return True
