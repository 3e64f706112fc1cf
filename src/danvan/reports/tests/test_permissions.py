"""Who may do what at the desk's report pages, and what each address makes of the wrong method."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.reports.models import Report
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import make_place, quarter_of_296, unbalanced

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
SEEN, DENIED, REFUSED, DONE = 200, 403, 400, 302


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    quarter_of_296(place)
    return place


@pytest.fixture
def draft(place):
    return prepare(place.province, QUARTER, by=place.head)


@pytest.fixture
def signed(place, draft):
    return sign(draft, by=place.head)


def account(who, place):
    """An account by its role; "… khac" is of another province, "… duoi" of a commune of this one."""
    role, _, where = who.partition(" ")
    if where == "khac":
        return make_account(role, make_unit("Tỉnh Khác", Kind.PROVINCE), covers_below=True)
    return make_account(role, place.communes[0] if where == "duoi" else place.province)


def begin(client, place, **more):
    return client.post(
        reverse("reports:begin"), {"unit": place.province.pk, "period": QUARTER, "form": "dvcq"} | more
    )


@pytest.mark.parametrize(
    ("who", "reads", "begins", "signs", "amends", "publishes"),
    [
        ("", DENIED, REFUSED, DENIED, DENIED, DENIED),
        ("quan_tri", DENIED, REFUSED, DENIED, DENIED, DENIED),
        ("tiep_dan", SEEN, REFUSED, REFUSED, REFUSED, REFUSED),
        ("xu_ly", SEEN, REFUSED, REFUSED, REFUSED, REFUSED),
        ("giam_sat", SEEN, REFUSED, REFUSED, REFUSED, REFUSED),
        ("tong_hop", SEEN, DONE, REFUSED, DONE, REFUSED),
        ("lanh_dao", SEEN, DONE, DONE, DONE, DONE),
        ("tong_hop khac", DENIED, REFUSED, DENIED, DENIED, DENIED),
        ("lanh_dao khac", DENIED, REFUSED, DENIED, DENIED, DENIED),
        ("lanh_dao duoi", DENIED, REFUSED, DENIED, DENIED, DENIED),
        ("tong_hop duoi", DENIED, REFUSED, DENIED, DENIED, DENIED),
    ],
)
def test_the_matrix_of_roles_and_acts(client, place, draft, who, reads, begins, signs, amends, publishes):
    client.force_login(account(who, place))
    pk = draft.pk
    for name, more in (("page", []), ("download", ["pdf"]), ("download", ["xlsx"])):
        assert client.get(reverse(f"reports:{name}", args=[pk, *more])).status_code == reads, (name, more)
    assert client.get(reverse("reports:list")).status_code == SEEN, "an empty list for who sees none"
    assert begin(client, place).status_code == begins
    assert begin(client, place, period="2022-Q4").status_code == begins
    assert Report.objects.filter(period="2022-Q4").exists() is (begins == DONE)
    assert client.post(reverse("reports:sign", args=[pk]), {"reason": "x"}).status_code == signs
    draft.refresh_from_db()
    assert (draft.state == Report.State.SIGNED) is (signs == DONE)
    if draft.state == Report.State.DRAFT:
        sign(draft, by=place.head)
    assert client.post(reverse("reports:publish", args=[pk])).status_code == publishes
    answer = client.post(reverse("reports:amend", args=[pk]), {"amend-reason": "Bổ sung"})
    assert answer.status_code == amends
    draft.refresh_from_db()
    assert bool(draft.published_on) is (publishes == DONE)
    assert Report.objects.filter(amends=draft).exists() is (amends == DONE)


@pytest.mark.parametrize("who", ["", "quan_tri", "lanh_dao khac", "lanh_dao duoi"])
def test_who_sees_nothing_learns_not_even_that_it_is_there(client, place, signed, who):
    client.force_login(account(who, place))
    there, nowhere = (client.get(reverse("reports:page", args=[pk])) for pk in (signed.pk, signed.pk + 999))
    assert there.status_code == nowhere.status_code == DENIED
    assert there.content == nowhere.content
    assert signed.root_hash not in client.get(reverse("reports:list")).content.decode()
    assert client.get(reverse("reports:list")).context["entries"] == []


@pytest.mark.parametrize("name", ["sign", "amend", "publish"])
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_an_act_is_done_by_post_alone(client, place, signed, name, method):
    client.force_login(place.head)
    before = Report.objects.values().get()
    assert getattr(client, method)(reverse(f"reports:{name}", args=[signed.pk])).status_code == 405
    assert Report.objects.values().get() == before


@pytest.mark.parametrize(
    ("name", "more"), [("list", 0), ("page", 1), ("behind", "don.to_cao"), ("download", "pdf")]
)
def test_a_page_that_shows_takes_no_post(client, place, draft, name, more):
    client.force_login(place.head)
    arguments = [] if more == 0 else [draft.pk] if more == 1 else [draft.pk, more]
    assert client.post(reverse(f"reports:{name}", args=arguments)).status_code == 405


def test_an_act_without_the_form_s_token_is_refused(place, draft, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.head)
    for name in ("sign", "amend", "publish"):
        assert strict.post(reverse(f"reports:{name}", args=[draft.pk])).status_code == DENIED
    draft.refresh_from_db()
    assert draft.state == Report.State.DRAFT


@pytest.mark.parametrize("name", ["sign", "amend", "publish"])
def test_a_stranger_s_act_leads_to_the_log_in(client, draft, name):
    answer = client.post(reverse(f"reports:{name}", args=[draft.pk]))
    assert answer.status_code == DONE
    assert "/tai-khoan/" in answer.url
    draft.refresh_from_db()
    assert draft.state == Report.State.DRAFT


def test_acts_out_of_their_order_change_nothing(client, place, draft):
    """A draft is neither published nor amended; a signed report is not signed again; a replaced one not amended."""
    client.force_login(place.head)
    assert client.post(reverse("reports:publish", args=[draft.pk])).status_code == REFUSED
    answer = client.post(reverse("reports:amend", args=[draft.pk]), {"amend-reason": "x"})
    assert answer.status_code == REFUSED
    assert "Chỉ sửa đổi được bản đang có hiệu lực" in answer.content.decode()
    client.post(reverse("reports:sign", args=[draft.pk]), {"reason": ""})
    draft.refresh_from_db()
    once = draft.signature
    assert client.post(reverse("reports:sign", args=[draft.pk]), {"reason": ""}).status_code == REFUSED
    draft.refresh_from_db()
    assert draft.signature == once
    for _ in range(2):
        client.post(reverse("reports:amend", args=[draft.pk]), {"amend-reason": "Bổ sung"})
    assert Report.objects.filter(amends=draft).count() == 1, "a second press makes no second version"
    client.post(reverse("reports:sign", args=[Report.objects.get(version=2).pk]), {"reason": ""})
    answer = client.post(reverse("reports:amend", args=[draft.pk]), {"amend-reason": "Bổ sung"})
    assert answer.status_code == REFUSED
    assert Report.objects.count() == 2


def test_publishing_twice_keeps_the_first_day(client, place, signed, settings):
    client.force_login(place.head)
    client.post(reverse("reports:publish", args=[signed.pk]))
    settings.DEMONSTRATION_DAY = date(2023, 3, 20)
    client.post(reverse("reports:publish", args=[signed.pk]))
    signed.refresh_from_db()
    assert signed.published_on == date(2023, 3, 14)


@pytest.mark.parametrize(
    "address",
    ["/bao-cao/99999999999999999999/", "/bao-cao/0/", "/bao-cao/999999999999999999/bao-cao.pdf"],
)
def test_a_number_beyond_every_report_is_an_answer(client, place, address):
    client.force_login(place.head)
    assert client.get(address).status_code == DENIED


@pytest.mark.parametrize("kind", ["exe", "PDF", "pdf.", "xml"])
def test_no_other_kind_of_file_is_made(client, place, draft, kind):
    client.force_login(place.head)
    assert client.get(f"/bao-cao/{draft.pk}/bao-cao.{kind}").status_code == 404


@pytest.mark.parametrize("length", [500, 501])
def test_a_reason_is_as_long_as_its_column(client, place, signed, length):
    client.force_login(place.head)
    client.post(reverse("reports:amend", args=[signed.pk]), {"amend-reason": "ố" * length})
    assert Report.objects.filter(amends=signed).exists() is (length == 500)


def test_a_form_begins_with_the_own_unit_the_quarter_and_the_report_itself(client, place):
    client.force_login(place.head)
    form = client.get(reverse("reports:begin")).context["form"]
    assert [form[name].initial for name in ("unit", "period", "form")] == [place.province.pk, QUARTER, "dvcq"]


def test_a_failure_of_a_unit_below_blocks_the_signature_above(client, place, draft):
    unbalanced(place.communes[0])
    client.force_login(place.head)
    page = client.post(reverse("reports:sign", args=[draft.pk]), {"reason": "   "})
    assert page.status_code == REFUSED
    assert "người ký phải ghi lý do vẫn ký" in page.content.decode()
