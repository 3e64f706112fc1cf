"""Where a tố cáo goes: never to the denounced, to the settler of the law of the day, else one level up, and said so."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.records.models import HistoryRow, Mode, SealMode
from danvan.records.seal import routing
from danvan.records.seal.routing import DEPUTY, HEAD, LEADS, OFFICIAL, WHOLE, route

pytestmark = pytest.mark.django_db
OLD, TWO_LEVEL, NEW = date(2023, 3, 14), date(2025, 7, 1), date(2026, 7, 1)
DAYS = [date(2018, 12, 31), OLD, date(2025, 6, 30), TWO_LEVEL, date(2026, 6, 30), NEW, date(2030, 1, 1)]
POSTS = [HEAD, DEPUTY, OFFICIAL, WHOLE]


@pytest.fixture
def place():
    """A province, its department and office, a district until 30/6/2025, and a commune with an office of its own."""
    until, since = DateRange(date(2000, 1, 1), TWO_LEVEL), DateRange(TWO_LEVEL, None)
    province = make_unit("Tỉnh Thử", Kind.PROVINCE)
    district = make_unit("Huyện Thử", Kind.DISTRICT, province, valid=until)
    commune = make_unit("Xã Thử", Kind.COMMUNE)
    put_under(commune, district, until)
    put_under(commune, province, since)
    department = make_unit("Sở Thử", Kind.DEPARTMENT, province)
    return {
        "tinh": province,
        "huyen": district,
        "xa": commune,
        "van_phong_xa": make_unit("Văn phòng Xã Thử", Kind.OFFICE, commune),
        "so": department,
        "chi_cuc": make_unit("Chi cục Thử", Kind.OFFICE, department),
        "thanh_tra": make_unit("Thanh tra Tỉnh Thử", Kind.INSPECTORATE, province),
        "van_phong": make_unit("Văn phòng Tỉnh Thử", Kind.OFFICE, province),
    }


# (unit, post, day) → (to, sure)
TABLE = [
    ("xa", HEAD, date(2018, 12, 31), "huyen", False),
    ("xa", HEAD, OLD, "huyen", True),
    ("xa", HEAD, date(2025, 6, 30), "huyen", True),
    ("xa", HEAD, TWO_LEVEL, "tinh", False),
    ("xa", HEAD, NEW, "tinh", True),
    ("xa", DEPUTY, OLD, "huyen", True),
    ("xa", DEPUTY, TWO_LEVEL, "tinh", False),
    ("xa", DEPUTY, NEW, "tinh", True),
    ("xa", OFFICIAL, OLD, "xa", True),
    ("xa", OFFICIAL, NEW, "xa", True),
    ("xa", WHOLE, OLD, "huyen", False),
    ("xa", WHOLE, NEW, "tinh", False),
    ("van_phong_xa", HEAD, OLD, "xa", False),
    ("van_phong_xa", HEAD, NEW, "xa", True),
    ("van_phong_xa", DEPUTY, NEW, "xa", True),
    ("van_phong_xa", OFFICIAL, NEW, "xa", True),
    ("van_phong_xa", WHOLE, NEW, "xa", True),
    ("so", HEAD, OLD, "tinh", False),
    ("so", HEAD, NEW, "tinh", True),
    ("so", DEPUTY, NEW, "tinh", False),
    ("so", OFFICIAL, OLD, "so", True),
    ("so", OFFICIAL, NEW, "so", True),
    ("so", WHOLE, NEW, "tinh", False),
    ("thanh_tra", HEAD, NEW, "tinh", True),
    ("thanh_tra", OFFICIAL, NEW, "thanh_tra", True),
    *[("chi_cuc", post, NEW, "so", True) for post in POSTS],
    *[("van_phong", post, NEW, "tinh", False) for post in POSTS],
    *[("huyen", post, OLD, "tinh", False) for post in POSTS],
    *[("tinh", post, NEW, None, False) for post in POSTS],
]


@pytest.mark.parametrize(("at", "post", "on", "to", "sure"), TABLE)
def test_the_table_of_the_law(place, at, post, on, to, sure):
    way = route(place[at], post, on)
    assert (way.to and way.to.pk) == (place[to].pk if to else None)
    assert way.is_sure is sure


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("post", LEADS)
@pytest.mark.parametrize("at", ["xa", "van_phong_xa", "so", "chi_cuc", "thanh_tra", "van_phong", "tinh"])
def test_an_office_never_settles_about_its_own_lead(place, at, post, on):
    way = route(place[at], post, on)
    assert way.to is None or way.to.pk != place[at].pk
    assert way.at.head not in way.settler


@pytest.mark.parametrize("at", ["xa", "van_phong_xa", "so", "chi_cuc", "van_phong"])
@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("on", DAYS)
def test_it_says_why_and_what_it_is_not_sure_of(place, at, post, on):
    way = route(place[at], post, on)
    if way.is_sure:
        assert "Điều" in way.why
        assert "cấp trên trực tiếp" not in way.why
    else:
        assert "cấp trên trực tiếp" in way.why or "chưa kiểm chứng" in way.why


@pytest.mark.parametrize("post", LEADS)
def test_of_a_lead_the_deputies_and_the_intake_of_the_office_are_kept_out_by_name(place, post):
    told = " ".join(route(place["xa"], post, NEW).may_not_open)
    assert "Bộ phận tiếp công dân, văn thư, xử lý đơn của Xã Thử" in told
    assert "Cấp phó" in told
    assert "quản trị hệ thống" in told


def test_of_an_official_only_the_person_is_kept_out_of_the_own_office(place):
    way = route(place["xa"], OFFICIAL, NEW)
    assert "Bộ phận tiếp công dân" not in " ".join(way.may_not_open)
    assert way.may_not_open[0].startswith("Người bị tố cáo: cán bộ")


@pytest.mark.parametrize(("at", "post"), [(at, post) for at in ("xa", "so", "tinh") for post in LEADS])
def test_nobody_stands_in_both_lists(place, at, post):
    way = route(place[at], post, NEW)
    assert not set(way.may_open) & set(way.may_not_open)
    assert not [one for one in way.may_open if f" {way.at.name}" in one and way.to]


def test_the_settler_is_told_by_post(place):
    assert route(place["xa"], HEAD, NEW).settler == "Chủ tịch Ủy ban nhân dân Tỉnh Thử"
    assert route(place["xa"], HEAD, OLD).settler == "Chủ tịch Ủy ban nhân dân Huyện Thử"
    assert route(place["so"], OFFICIAL, NEW).settler == "người đứng đầu Sở Thử"
    assert route(place["tinh"], HEAD, NEW).settler == "người đứng đầu cơ quan cấp trên trực tiếp của Tỉnh Thử"


def test_a_unit_that_did_not_live_then_has_no_way(place):
    assert route(place["huyen"], HEAD, NEW) is None


@pytest.mark.parametrize("post", ["", "lanh_dao", "xa.can_bo"])
def test_another_post_is_a_slip_of_the_caller(place, post):
    with pytest.raises(ValueError, match="no post"):
        route(place["xa"], post, NEW)


@pytest.mark.parametrize("mode", [*Mode])
def test_the_mode_is_that_of_who_receives(place, mode):
    account = make_account("lanh_dao", place["tinh"])
    SealMode.objects.create(
        unit=place["tinh"],
        mode=mode,
        starts_on=NEW,
        document="Văn bản",
        number="1",
        document_on=NEW,
        post="Chủ tịch",
        decided_by=account,
    )
    assert route(place["xa"], HEAD, NEW).mode == mode
    assert route(place["xa"], HEAD, date(2026, 6, 30)).mode == Mode.OUTSIDE
    assert route(place["xa"], OFFICIAL, NEW).mode == Mode.OUTSIDE, "the commune has decided nothing"
    assert route(place["tinh"], HEAD, NEW).mode == Mode.OUTSIDE, "who stands above is no unit here"


@pytest.mark.parametrize("post", POSTS)
def test_asking_writes_nothing(place, post, django_assert_max_num_queries):
    before = HistoryRow.objects.count()
    with django_assert_max_num_queries(8):
        route(place["xa"], post, OLD)
    assert HistoryRow.objects.count() == before


@pytest.mark.parametrize(
    ("at", "on", "to"),
    [
        ("xa", OLD, "Chủ tịch Ủy ban nhân dân Huyện Thử"),
        ("xa", NEW, "Chủ tịch Ủy ban nhân dân Tỉnh Thử"),
        ("so", NEW, "Chủ tịch Ủy ban nhân dân Tỉnh Thử"),
        ("huyen", NEW, "người đứng đầu cơ quan cấp trên trực tiếp"),
    ],
)
def test_the_office_itself_is_told_to_hand_the_envelope_up_unopened(place, at, on, to):
    sentence = routing.handing_up(place[at], on)
    assert to in sentence
    assert "để nguyên phong bì" in sentence
