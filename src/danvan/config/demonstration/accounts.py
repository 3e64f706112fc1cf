"""Log-ins of the demonstration: invented people, one per role. Their password is no secret; production refuses them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.config.demonstration.letters import sealing_commune
from danvan.config.demonstration.spread import Places
from danvan.org.models import Account, Person, Post, PostHolding, RoleGrant, Unit

PASSWORD = "minh-hoa-quy-1-2023"
PASSPHRASE = "bốn con thuyền giấy minh họa"  # of every seal key of the set: no secret either
SINCE = DateRange(date(2021, 7, 1), None)


@dataclass(frozen=True, slots=True)
class Login:
    """One demonstration log-in: what it is for, in words, its role, its unit's kind and whether units below are covered."""

    username: str
    name: str
    role: str
    sentence: str
    covers_below: bool = False
    where: str = "tinh"


def _login(username: str, name: str, role: str, sentence: str, covers_below: bool = True) -> Login:
    return Login(username, f"{name} (minh họa)", role, sentence, covers_below)


LOGINS = (
    Login(
        *("tiepdan", "Cán bộ tiếp công dân (minh họa)", "tiep_dan"),
        sentence="tiếp dân, nhận đơn tại Ban Tiếp công dân",
        where="ban_tcd",
    ),
    _login("xuly", "Cán bộ xử lý đơn", "xu_ly", "phân loại, xử lý đơn toàn tỉnh"),
    _login("giaiquyet", "Người giải quyết", "giai_quyet", "xử lý, ra quyết định giải quyết"),
    _login("lanhdao", "Chủ tịch UBND tỉnh", "lanh_dao", "xem việc đến hạn, ký báo cáo, ủy quyền"),
    _login("vanthu", "Văn thư", "van_thu", "nhận văn bản, cấp số; không thấy hồ sơ niêm phong", False),
    _login("tonghop", "Người tổng hợp số liệu", "tong_hop", "lập báo cáo, chỉ xem số liệu"),
    _login("thanhtra", "Thanh tra viên", "thanh_tra", "xem hồ sơ không niêm phong, xem nghĩa vụ"),
    _login("giamsat", "Cán bộ Mặt trận", "giam_sat", "xem số liệu và nghĩa vụ để giám sát"),
    Login(
        *("daibieu", "Đại biểu Hội đồng nhân dân tỉnh (minh họa)", "chuyen_don"),
        sentence="xem đơn do Hội đồng nhân dân tỉnh chuyển: số, ngày, tình trạng, hạn trả lời",
        where="hdnd",
    ),
    _login("bientap", "Biên tập viên", "bien_tap", "biên tập tin, bài; không mở hồ sơ", False),
    _login("quantri", "Quản trị đơn vị", "quan_tri", "thêm người, giao vai trò; không mở hồ sơ"),
    _login("hethong", "Quản trị hệ thống", "he_thong", "vận hành, lịch nghỉ, tài khoản; không mở hồ sơ"),
    _login("kiemtoan", "Kiểm toán", "kiem_toan", "xem lịch sử và số liệu; không sửa được gì"),
)


# Of one commune that keeps a tố cáo under the keys of its people, and hands another up; each with the post it holds.
AT_COMMUNE = (
    Login(
        *("xachutich", "Chủ tịch UBND xã (minh họa)", "lanh_dao"),
        sentence="xã niêm phong trên mạng: quyết định chế độ, xem sổ mở, hủy hồ sơ",
        where="xa",
    ),
    Login(
        *("xagiaiquyet", "Phó Chủ tịch UBND xã (minh họa)", "giai_quyet"),
        sentence="xã niêm phong trên mạng: giữ khóa, mở hồ sơ tố cáo",
        where="xa",
    ),
    Login(
        *("xatiepdan", "Công chức tiếp công dân xã (minh họa)", "tiep_dan"),
        sentence="xã niêm phong trên mạng: nhận, phân loại, mở phong bì",
        where="xa",
    ),
)
POSTS: dict[str, tuple[str, dict[str, Any]]] = {
    "lanhdao": ("Chủ tịch UBND tỉnh", {"is_head": True}),
    "xachutich": ("Chủ tịch UBND xã", {"is_head": True}),
    "xagiaiquyet": ("Phó Chủ tịch UBND xã", {"is_deputy": True}),
    "xatiepdan": ("Công chức tiếp công dân", {}),
}


def open_accounts(places: Places) -> dict[str, Account]:
    """Create the log-ins that do not exist yet and return all by user name."""
    logins = (*LOGINS, *AT_COMMUNE)
    names = [login.username for login in logins]
    known = {account.username: account for account in Account.objects.filter(username__in=names)}
    return {login.username: known.get(login.username) or _open(login, places) for login in logins}


def _unit(login: Login, places: Places) -> Unit:
    if login.where == "xa":
        return sealing_commune(places)
    return {"tinh": places.province, "ban_tcd": places.reception[0], "hdnd": places.councils[0]}[login.where]


def _open(login: Login, places: Places) -> Account:
    unit = _unit(login, places)
    person = Person.objects.create(full_name=login.name, unit=unit)
    RoleGrant.objects.create(
        person=person, unit=unit, role=login.role, covers_below=login.covers_below, valid=SINCE
    )
    if login.username in POSTS:
        title, rank = POSTS[login.username]
        post, _ = Post.objects.get_or_create(
            unit=unit, **(rank or {"title": title}), defaults={"title": title}
        )
        PostHolding.objects.create(person=person, post=post, valid=SINCE)
    # An address that no server has (RFC 2606), so that the letters of the demonstration can be read in their files.
    address = f"{login.username}@minh-hoa.invalid"
    return Account.objects.create_user(
        login.username, PASSWORD, person=person, email=address, is_illustrative=True
    )
