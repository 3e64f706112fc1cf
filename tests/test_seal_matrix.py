"""Who may know a denouncer, by role and step (domain law §6d): the whole table, through every way there is to ask.

Luật Tố cáo 2018: Điều 8, 29 (3), 49 (1, 2), 56. Intake and settler of the unit read all of a case, who verifies the redacted
copy, everybody else nothing: compilers, who runs or administers the system, văn thư, inspectors, deputies, the Front, the
denounced's own office, other units, units above, ended delegates, removed holders, machines, calendars, figures.
"""

import json
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from danvan.domains.petitions.models import FORWARDS_AS
from danvan.org import roles
from danvan.org.models import Delegation
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.models import Capacity, Mode, Record, SealItem, SealOpening
from danvan.records.notices import feeds
from danvan.records.seal import cases, items, own_keys
from danvan.records.seal.tests.seal_world import (
    CONTENT,
    PERSON,
    PHRASE,
    keyed,
    lend,
    make_world,
    officer,
    seals_on_network,
)
from danvan.records.tests.desk_world import desk_of
from danvan.records.today import today
from danvan.reports.models import Report
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import make_place
from tests.support.doors import doors
from tests.support.searching import folded
from tests.support.sweeping import asked, bearer

WORDS = [folded(word) for word in (*PERSON.values(), CONTENT["content"], "thuzqx")]
WRONG = tuple(role for role in roles.ROLES if role not in ("tiep_dan", "giai_quyet", "xu_ly", "lanh_dao"))
RIGHT = ("tiep_dan", "giai_quyet", "xu_ly", "lanh_dao")
STEPS = ("da_phan_loai", "thu_ly", "doi_che_do", "them_muc", "luu")
FILE = ("thuzqx.pdf", b"%PDF-1.7")
PRIVATE = {"seal:open": "xem", "seal:redact": "che", "seal:reseal": "niem_phong_lai", "seal:file": "tai_tep"}
# Asked of the unit, not of who holds a key.
OWN_QUESTION = {"seal:case", "seal:choose", "seal:take", "seal:add", "seal:end"}
MORE = [
    door.name
    for door in doors()
    if door.name.startswith("seal:")
    and door.gaps == ["public_id"]
    and door.name not in {*PRIVATE, *OWN_QUESTION}
]
LISTS = (
    "/ban-lam-viec/",
    "/ban-lam-viec/don/",
    "/ban-lam-viec/don/?words=thu",
    "/ban-lam-viec/don/?words=0900000000",
    "/ban-lam-viec/don/?kind=to_cao",
    "/ban-lam-viec/don/tai-ve.csv",
    "/ban-lam-viec/vu-viec/",
    "/ban-lam-viec/vu-viec/tai-ve.csv",
    "/ban-lam-viec/nghia-vu/?nam=2023",
    "/ban-lam-viec/nghia-vu/tai-ve.csv?nam=2023",
    "/ban-lam-viec/lich-su/",
    "/ban-lam-viec/van-thu/",
    "/ban-lam-viec/thu/",
    "/ban-lam-viec/don-da-chuyen/",
    "/ban-lam-viec/ban-giao/",
    "/ban-lam-viec/csdl-quoc-gia/",
    "/ban-lam-viec/luu-va-huy/",
    "/ban-lam-viec/niem-phong/",
    "/ban-lam-viec/niem-phong/so-mo/",
    "/ban-lam-viec/niem-phong/khoi-phuc/",
    "/ban-lam-viec/niem-phong/che-do/",
    "/bao-cao/",
)


@dataclass
class Place:
    """A district that seals, the commune whose head is denounced, and everybody who may not read the case."""

    world: object
    denounced: object
    hands: dict
    keys: dict
    report: Report
    step: int = -1

    @property
    def case(self):
        return Record.objects.select_related("unit").get(pk=self.record.pk)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """One for all tests here; each runs in a transaction of its own within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


def made():
    spots = make_place(2, 2)
    world = make_world(spots.districts[0])
    found = Place(world, spots.communes[0], {}, {}, _report(spots))
    found.record = world.case((world.clerk, Capacity.INTAKE), (world.settler, Capacity.SETTLER))
    items.put(found.record, "ban_quet", {}, [FILE], by=world.clerk)
    items.put(found.record, "ban_da_che", {"content": "Bà [đã che] tố cáo."}, by=world.clerk)
    _outsiders(found, spots)
    _former(found)
    found.keys = {name: account for name, account in found.hands.items() if account.is_active}
    for account in found.hands.values():
        if own_keys.living(account) is None:
            keyed(account)
    return found


def _report(spots):
    draft = prepare(spots.province, "2023-Q1", by=spots.head)
    return sign(draft, by=spots.head)


def _outsiders(found, spots):
    unit, hands = found.world.unit, found.hands
    for role in WRONG:
        hands[f"{role} of the unit"] = officer(role, unit)
        hands[f"{role} above it"] = make_account(role, spots.province, covers_below=True)
    for role in RIGHT:
        hands[f"{role} of the unit, no key given"] = officer(role, unit)
        hands[f"{role} of another district"] = officer(role, spots.districts[1])
        hands[f"{role} above it, no key given"] = make_account(role, spots.province, covers_below=True)
    for role in roles.ROLES:
        hands[f"{role} of the denounced office"] = make_account(role, found.denounced, covers_below=True)
    for kind in FORWARDS_AS:
        body = make_unit(f"Cơ quan {kind}", kind, unit)
        hands[f"forwarding body {kind}"] = make_account("chuyen_don", body)
    hands["no role at all"] = make_account()
    hands["the head, who holds no key"] = found.world.head


def _former(found):
    """Who held all of the case once, or holds a part of it."""
    world, record = found.world, found.record
    by = world.key(world.clerk)
    for name in (
        "left the role",
        "taken away",
        "lost the passphrase",
        "ended delegate",
        "moved to the denounced office",
    ):
        one = officer("" if name == "ended delegate" else "xu_ly", world.unit)
        if name == "ended delegate":
            paper = lend(world.verifier, one, "xu_ly", "records.classify", "records.sealed", "records.read")
        keyed(one)
        cases.give(record, one, Capacity.INTAKE, unlocked=by, why="phan_cong")
        if name == "taken away":
            cases.end(record, one, by=world.head)
        elif name == "lost the passphrase":
            own_keys.lose(one)
        elif name == "ended delegate":
            Delegation.objects.filter(pk=paper.pk).update(ended_on=today(), ended_by=world.head)
        else:
            one.person.grants.all().delete()
        if name.startswith("moved"):
            one.person.grants.create(
                unit=found.denounced, role="lanh_dao", valid=world.head.person.grants.get().valid
            )
        found.hands[name] = one
    partly = officer("xu_ly", world.unit)
    lend(world.verifier, partly, "xu_ly", "records.read")
    found.hands["delegate of reading alone"] = partly


def advance(found, step):
    """The record and its case go on in the order of STEPS; what was reached stays."""
    world = found.world
    while found.step < STEPS.index(step):
        found.step += 1
        name = STEPS[found.step]
        record = found.case.own()
        if name == "thu_ly":
            writing.move(record, "thu_ly", by=world.verifier, on=date(2023, 3, 2))
        elif name == "doi_che_do":
            seals_on_network(world.unit, world.head, Mode.OUTSIDE, on=date(2023, 3, 3))
            seals_on_network(world.unit, world.head, Mode.NETWORK, on=date(2023, 3, 4))
        elif name == "them_muc":
            items.put(record, "thu_trao_doi", {"text": CONTENT["content"]}, by=None)


def browser_of(account):
    browser = desk_of(account)
    browser.raise_request_exception = False
    return browser


def body_of(answer):
    raw = b"".join(answer) if answer.streaming else answer.content
    return folded(raw.decode("utf-8", "ignore"))


def tells(answer):
    text = body_of(answer)
    return [word for word in WORDS if word in text]


def private(name, record):
    more = [SealItem.objects.get(case_id=record.pk, kind="ban_quet").number] if name == "seal:file" else []
    return reverse(name, args=[record.public_id, *more])


SENT = {"reason": "giai_quyet", "document": "12/QĐ-UBND", "phrase": PHRASE}


@pytest.mark.parametrize("step", STEPS[:4])
def test_nobody_but_holders_opens_it_at_any_step_and_each_try_is_written_down(place, step):
    advance(place, step)
    record = place.case
    tried = 0
    for name, account in place.hands.items():
        browser = browser_of(account)
        for way, act in PRIVATE.items():
            before = SealOpening.objects.filter(account=account, act=act).exclude(outcome="mo_duoc").count()
            answer = browser.post(private(way, record), SENT)
            assert answer.status_code in (400, 403, 404), (name, way)
            assert tells(answer) == [], (name, way)
            after = SealOpening.objects.filter(account=account, act=act).exclude(outcome="mo_duoc").count()
            assert after == before + 1, (name, way)
            tried += 1
    assert tried >= 4 * 50
    assert not SealOpening.objects.filter(
        account__in=[account.pk for account in place.hands.values()],
        outcome="mo_duoc",
        act__in=PRIVATE.values(),
    ).exists()


def test_nobody_gives_releases_waives_or_writes_with_it(place):
    record = place.case
    case = cases.case_of(record)
    before = (case.grants.count(), case.items.count(), case.releases.count(), case.rings.count())
    receiver = f"{place.world.verifier.pk}:{Capacity.VERIFIER}"
    told = {"receiver": receiver, "holder": receiver, "why": "phan_cong", "text": "x", "number": "1/BB"}
    told |= {"signed_on": "1/3/2023", "until": "1/4/2023", "paper": "1"}
    for name, account in place.hands.items():
        browser = browser_of(account)
        for way in MORE:
            answer = browser.post(reverse(way, args=[record.public_id]), SENT | told)
            assert answer.status_code in (400, 403, 404), (name, way)
            assert tells(answer) == [], (name, way)
    after = (case.grants.count(), case.items.count(), case.releases.count(), case.rings.count())
    assert after == before


def test_no_list_search_export_history_or_figure_tells_a_word(place):
    """Of those too who may know that the case is there, holders themselves included until they open it."""
    record, report = place.case, place.report
    behind = [reverse("reports:behind", args=[report.pk, code]) for code in ("don.to_cao", "don.tiep_nhan")]
    own = [record.get_absolute_url(), reverse("seal:case", args=[record.public_id])]
    near = {
        name: one for name, one in place.hands.items() if "above it" not in name and "denounced" not in name
    }
    everybody = near | {"a holder": place.world.clerk, "the settler": place.world.settler}
    for name, account in everybody.items():
        browser = browser_of(account)
        for path in (*LISTS, *behind, *own):
            answer = browser.get(path)
            assert answer.status_code < 500, (name, path)
            assert [word for word in tells(answer) if word not in path] == [], (name, path)


def test_no_machine_no_calendar_and_no_tracking_page_tells_a_word(place):
    record = place.case
    for name, account in place.hands.items():
        token = bearer(account, place.world.unit, covers_below=True)
        for what in ("don", "vu-viec", "nghia-vu", "bao-ve"):
            text = folded(json.dumps(asked(token, what), ensure_ascii=False))
            assert [word for word in WORDS if word in text] == [], (name, what)
        feed = Client().get(reverse("calendar_feed", args=[feeds.make(by=account)[1]]))
        assert tells(feed) == [], name
        for way in PRIVATE:
            assert Client().post(private(way, record), SENT, headers=token).status_code in (302, 403, 404)
    assert tells(Client().post("/tra-cuu/", {"code": record.public_id})) == []


def test_at_the_denounced_office_nobody_even_finds_it(place):
    code = place.case.public_id
    for name, account in place.hands.items():
        if "denounced office" in name or "another district" in name or "forwarding" in name:
            browser = browser_of(account)
            assert browser.get(place.case.get_absolute_url()).status_code in (403, 404), name
            for path in LISTS:
                assert code not in body_of(browser.get(path)), (name, path)


def test_a_stranger_is_led_to_the_door(place):
    record = place.case
    for way in (*PRIVATE, *MORE):
        answer = Client().post(
            private(way, record) if way in PRIVATE else reverse(way, args=[record.public_id]), SENT
        )
        assert answer.status_code in (302, 403), way
        assert tells(answer) == []


def test_the_table_itself_right_hands_open_by_their_part(place):
    """So that the refusals above are known to be no broken page; the verifier's part is the redacted copy."""
    world, record = place.world, place.case
    for account in (world.clerk, world.settler):
        shown = browser_of(account).post(private("seal:open", record), SENT)
        assert shown.status_code == 200
        assert folded(PERSON["full_name"]) in body_of(shown)
    cases.give(record, world.verifier, Capacity.VERIFIER, unlocked=world.key(world.clerk), why="phan_cong")
    sent = SENT | {"reason": "xac_minh"}
    whole = browser_of(world.verifier).post(private("seal:open", record), sent)
    assert (whole.status_code, tells(whole)) == (400, [])
    shown = browser_of(world.verifier).post(private("seal:open", record), sent | {"ban_da_che": "1"})
    assert shown.status_code == 200, body_of(shown).split("<main")[1][:600]
    assert tells(shown) == []
    assert "[da che]" in body_of(shown)


def test_a_disabled_holder_is_out_at_the_next_question(place):
    with transaction.atomic():
        browser = browser_of(place.world.clerk)
        place.world.clerk.is_active = False
        place.world.clerk.save()
        answer = browser.post(private("seal:open", place.case), SENT)
        assert answer.status_code in (302, 403)
        assert tells(answer) == []
        transaction.set_rollback(True)
    place.world.clerk.refresh_from_db()
