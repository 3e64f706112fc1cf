"""A tố cáo about a commune's chair, recorded above: nobody at the commune sees even one more of anything."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from danvan.domains.petitions.models import Letter
from danvan.org import roles
from danvan.org.tests.factories import make_account
from danvan.portal.tests import denouncing_world
from danvan.records import writing
from danvan.records.models import Duty, Notice
from danvan.records.notices import feeds
from danvan.records.seal import roster
from danvan.records.seal.routing import HEAD, route
from danvan.records.seal.tests import seal_world
from danvan.records.tests.factories import letter_of
from danvan.records.today import today
from danvan.reports import live
from danvan.reports.form_files import forms
from tests.support.sweeping import asked, bearer, listed, make_world, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]
DAY = date(2023, 3, 1)
DRAWN = re.compile(r'(csrfmiddlewaretoken" value="|name="(?:key|ticket_key)"[^>]* value=")[^"]*')
AT_THE_DESK = (
    "/ban-lam-viec/",
    "/ban-lam-viec/don/",
    "/ban-lam-viec/don/?kind=to_cao",
    "/ban-lam-viec/don/?words=don",
    "/ban-lam-viec/don/tai-ve.csv",
    "/ban-lam-viec/don/tiep-nhan/",
    "/ban-lam-viec/vu-viec/",
    "/ban-lam-viec/luot-tiep/",
    "/ban-lam-viec/nghia-vu/?nam=2023",
    "/ban-lam-viec/nghia-vu/tai-ve.csv?nam=2023",
    "/ban-lam-viec/lich-su/",
    "/ban-lam-viec/van-thu/",
    "/ban-lam-viec/thu/",
    "/ban-lam-viec/ban-giao/",
    "/ban-lam-viec/niem-phong/che-do/",
    "/ban-lam-viec/niem-phong/chuyen-len/",
    "/bao-cao/",
)
WAYS = ("giay", "mang")
IN_PUBLIC = ("/don-vi/{slug}/", "/nghia-vu/{slug}/", "/tiep-cong-dan/{slug}/")


@pytest.fixture
def world():
    return make_world()


def above(world):
    """Who settles about the commune's head, by the law of the day."""
    way = route(world.own, HEAD, DAY)
    return next(unit for unit in world.place.districts if unit.pk == way.to.pk)


def denounced(world):
    """The way of the law, and what the settler's unit writes: number and day, "chuyển lên", then class and handling."""
    officer = make_account("xu_ly", above(world))
    officer.at = above(world)
    letter = letter_of(officer, DAY, channel="chuyen_len")
    letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="cong_chuc_cong_vu")
    return officer, writing.move(letter, "thu_ly", by=officer, on=DAY)


def sent(world):
    """The same over the network: the settler's unit seals, somebody there is on duty, and its sender sends it."""
    unit = above(world)
    sealing = seal_world.make_world(unit)
    for one in roster.candidates(unit, today()):
        if one.account in (sealing.clerk, sealing.settler):
            roster.choose(unit, one, "5/QĐ-UBND", DAY, by=sealing.head)

    def send():
        visitor = denouncing_world.Visitor(SimpleNamespace(commune=world.own))
        visitor.to_the_end()
        assert visitor.send().status_code == 200
        write_on(visitor)
        return sealing.verifier, Letter.objects.get(channel="cong_truc_tuyen", kind="to_cao")

    return send


def write_on(visitor):
    """Its sender opens it by the code, writes, and asks for protection."""
    here, page = "/gui-don/to-cao/theo-doi/", {"code": visitor.code, "second": "1968"}
    for typed in ({"text": "bổ sung"}, {"bao_ve": "1", "scope": "tinh_mang", "why": "họ dọa"}):
        shown = visitor.client.post(here, page).content.decode()
        form = {name: re.search(rf'name="{name}" value="([^"]*)"', shown).group(1) for name in ("ve", "key")}
        assert visitor.client.post(f"{here}gui/", form | typed).status_code == 200


def either(world, how):
    """What makes it, by paper or over the network; all that is there beforehand is there when this returns."""
    return sent(world) if how == "mang" else lambda: denounced(world)


def seen(browser, paths):
    return {
        path: (answer.status_code, DRAWN.sub(r"\1", text_of(answer)))
        for path in paths
        for answer in [browser.get(path)]
    }


def figures(unit):
    """Every figure of every form of the unit, with what is counted behind it."""
    found = {}
    for key in forms():
        told = live.read(unit, "2023-Q1", key).figures
        found[key] = [
            (pk, name, sorted((code, repr(cell)) for code, cell in row.items()))
            for pk, name, row in told.rows()
        ]
    return found


@pytest.mark.parametrize("how", WAYS)
def test_no_account_of_the_commune_sees_one_more_of_anything(world, how):
    make, browsers = either(world, how), {}
    for role in roles.ROLES:
        browsers[role] = Client()
        account = make_account(role, world.own, covers_below=True)
        browsers[role].force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for browser in browsers.values():
        seen(browser, AT_THE_DESK[:1])  # what a first visit sets down is no difference afterwards
    before = {role: seen(browser, AT_THE_DESK) for role, browser in browsers.items()}
    notices = Notice.objects.count()
    _officer, letter = make()
    for role, browser in browsers.items():
        for path, told in seen(browser, AT_THE_DESK).items():
            assert told == before[role][path], (role, path)
            assert letter.public_id not in told[1]
        assert browser.get(f"/ban-lam-viec/ho-so/{letter.public_id}/").status_code == 404
    assert Notice.objects.count() == notices
    assert not Duty.objects.filter(record=letter, unit=world.own).exists()


@pytest.mark.parametrize("how", WAYS)
def test_no_machine_no_calendar_and_no_public_page_of_the_commune_does(world, how):
    make = either(world, how)
    account = make_account("lanh_dao", world.own, covers_below=True)
    token = bearer(account, world.own, covers_below=True)
    calendar = reverse("calendar_feed", args=[feeds.make(by=account)[1]])
    public = [path.format(slug=world.own.slug) for path in IN_PUBLIC]

    def all_of_it():
        machine = json.dumps([asked(token, what) for what in ("don", "vu-viec", "nghia-vu")], sort_keys=True)
        feed = re.sub(r"DTSTAMP:\S+", "", text_of(Client().get(calendar)))
        return machine, feed, seen(Client(), public)

    before = all_of_it()
    make()
    assert all_of_it() == before


@pytest.mark.parametrize("how", WAYS)
def test_no_form_of_the_commune_counts_it_and_those_above_do(world, how, settings):
    settings.DEMONSTRATION_DAY = DAY  # what a sender sends is received today
    make = either(world, how)
    commune, district = figures(world.own), figures(world.place.districts[0])
    officer, letter = make()
    assert figures(world.own) == commune
    after = figures(world.place.districts[0])
    assert {key for key in after if after[key] != district[key]} >= {"01-xld", "03-xld"}
    browser = Client()
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert letter.public_id in listed(browser, "don")


def test_the_way_leads_past_the_commune(world):
    way = route(world.own, HEAD, DAY)
    assert way.to.pk == world.place.districts[0].pk
    assert route(world.foreign, HEAD, DAY).to.pk == world.place.districts[-1].pk


@pytest.mark.parametrize("role", ["xu_ly", "tong_hop", "kiem_toan"])
def test_a_letter_of_the_commune_itself_would_have_been_seen(world, role):
    """So that the comparison above is known to notice one more."""
    browser = Client()
    account = make_account(role, world.own, covers_below=True)
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    before, counted = seen(browser, AT_THE_DESK), figures(world.own)
    officer = make_account("xu_ly", world.own)
    officer.at = world.own
    letter = letter_of(officer, DAY)
    writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="cong_chuc_cong_vu")
    assert figures(world.own) != counted
    if role != "tong_hop":
        assert seen(browser, AT_THE_DESK) != before
