"""Log-ins of the demonstration: invented people, one per role. Their password is no secret; production refuses them."""

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.config.demonstration.spread import Places
from danvan.org.models import Account, Person, Post, PostHolding, RoleGrant, Unit

PASSWORD = "minh-hoa-quy-1-2023"
SINCE = DateRange(date(2021, 7, 1), None)


@dataclass(frozen=True, slots=True)
class Login:
    """One demonstration log-in: what it is for, in words, its role and whether units below are covered."""

    username: str
    name: str
    role: str
    sentence: str
    covers_below: bool = False
    at_province: bool = True


LOGINS = (
    Login(
        "tiepdan",
        "Cán bộ tiếp công dân (minh họa)",
        "tiep_dan",
        "tiếp dân, nhận đơn tại Ban Tiếp công dân",
        at_province=False,
    ),
    Login(
        "xuly", "Cán bộ xử lý đơn (minh họa)", "xu_ly", "phân loại, xử lý đơn toàn tỉnh", covers_below=True
    ),
    Login(
        "tonghop",
        "Người tổng hợp số liệu (minh họa)",
        "tong_hop",
        "lập báo cáo, chỉ xem số liệu",
        covers_below=True,
    ),
    Login(
        "lanhdao",
        "Chủ tịch UBND tỉnh (minh họa)",
        "lanh_dao",
        "xem việc đến hạn, ký báo cáo",
        covers_below=True,
    ),
)


def open_accounts(places: Places) -> dict[str, Account]:
    """Create the log-ins that do not exist yet and return all by user name."""
    accounts = {}
    for login in LOGINS:
        account = Account.objects.filter(username=login.username).first()
        accounts[login.username] = account or _open(login, places)
    return accounts


def _open(login: Login, places: Places) -> Account:
    unit = places.province if login.at_province else places.reception[0]
    person = Person.objects.create(full_name=login.name)
    RoleGrant.objects.create(
        person=person, unit=unit, role=login.role, covers_below=login.covers_below, valid=SINCE
    )
    if login.role == "lanh_dao":
        _hold_head_post(person, unit)
    return Account.objects.create_user(login.username, PASSWORD, person=person, is_illustrative=True)


def _hold_head_post(person: Person, unit: Unit) -> None:
    post, _ = Post.objects.get_or_create(unit=unit, is_head=True, defaults={"title": "Chủ tịch UBND tỉnh"})
    PostHolding.objects.create(person=person, post=post, valid=SINCE)
