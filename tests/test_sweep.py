"""The sweep: every door is classified, and every way of reading gives one account the same records, and no others."""

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from danvan.config import cli
from danvan.org import roles
from danvan.records.daily import jobs
from danvan.records.declare import record_types, standing_duties
from danvan.records.duties import begun, visible_duties
from danvan.records.models import Duty, Record
from danvan.records.notices import feeds
from danvan.records.tests.desk_world import desk_of
from danvan.records.today import today
from danvan.reports.signing import prepare
from tests.support.doors import doors
from tests.support.reading import COMMANDS, DOORS, JOBS, PUBLIC, question_of
from tests.support.sweeping import (
    CODE,
    NOTHING,
    ROLES,
    WAYS,
    asked,
    bearer,
    fed,
    listed,
    make_world,
    matrix_total,
    opened,
    owed,
    pages,
    worked,
)

pytestmark = pytest.mark.django_db
KINDS = ("don", "luot_tiep", "ky_tiep")


@pytest.fixture
def world():
    return make_world()


class TestEverythingIsClassified:
    def test_every_door(self):
        unknown = [f"{door.name} (/{door.route})" for door in doors() if question_of(door) is None]
        assert not unknown, "classify in tests/support/reading.py who reads: " + ", ".join(unknown)

    def test_no_line_has_lost_its_door(self):
        assert set(DOORS) <= {door.name for door in doors()}

    def test_every_job(self):
        named = {task.name for task in app.tasks.values() if not task.name.startswith("builtin:")}
        assert named | {job.key for job in jobs()} == set(JOBS)

    def test_every_command(self):
        assert set(cli.COMMANDS) == set(COMMANDS)

    def test_every_role(self):
        assert {*ROLES} == {*roles.ROLES, ""}

    def test_the_roles_read_what_was_said_by_hand(self):
        for key, role in roles.ROLES.items():
            reads = {"records.read", "records.sealed"} & role.permissions
            assert bool(reads) == (key not in NOTHING), key


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("where", ["own", "above"])
class TestRecords:
    def test_every_way_gives_the_same_number(self, world, role, where):
        account, units = world.account(role, where)
        client = desk_of(account)
        for kind in KINDS:
            expected = len(world.expected(role, units, kind))
            found = {name: way(client, kind) for name, way in WAYS.items()}
            assert found == dict.fromkeys(WAYS, expected), kind

    def test_lists_and_pages_show_exactly_these(self, world, role, where):
        account, units = world.account(role, where)
        client = desk_of(account)
        everything = set(Record.objects.values_list("public_id", flat=True))
        expected = world.expected(role, units)
        assert opened(client, everything) == expected
        assert set().union(*(listed(client, kind.key) for kind in record_types())) == expected
        assert worked(client) <= expected

    def test_a_machine_reads_what_its_account_lent_it(self, world, role, where):
        account, units = world.account(role, where)
        above = where == "above"
        headers = bearer(account, world.place.province if above else world.own, covers_below=above)
        for kind in KINDS:
            rows = asked(headers, kind.replace("_", "-"))
            assert {row["public_id"] for row in rows} == world.expected(role, units, kind)
            assert not [row for row in rows if row["is_sealed"] and (row["title"] or row["fields"])]

    def test_behind_a_figure_stand_the_letters_that_the_account_reads(self, world, role, where):
        account, units = world.account(role, where)
        draft = prepare(world.place.province, "2023-Q1", "dvcq", by=world.place.head)
        found = set(CODE.findall(pages(desk_of(account), f"/bao-cao/{draft.pk}/o/don.tiep_nhan/")))
        reaches = (
            where == "above" and "records.count" in roles.ROLES.get(role, roles.ROLES["bien_tap"]).permissions
        )
        assert found == (world.expected(role, units, "don") if reaches else set())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("where", ["own", "above"])
class TestDuties:
    def test_every_way_gives_the_same_duties(self, world, role, where):
        account, units = world.account(role, where)
        if where == "above":
            units = world.place.units
        expected = owed(world, role, units)
        above = where == "above"
        headers = bearer(account, world.place.province if above else world.own, covers_below=above)
        assert set(visible_duties(account).values_list("pk", flat=True)) == expected
        assert {row["id"] for row in asked(headers, "nghia-vu")} == expected

    def test_pages_and_calendar_show_exactly_these(self, world, role, where):
        account, units = world.account(role, where)
        if where == "above":
            units = world.place.units
        expected = owed(world, role, units)
        client = desk_of(account)
        some = Duty.objects.order_by("pk").values_list("pk", flat=True)[::7]
        assert {
            pk for pk in some if client.get(f"/ban-lam-viec/nghia-vu/{pk}/").status_code == 200
        } == expected & {*some}
        recent = today() - feeds.BACK
        waiting = Duty.objects.open().filter(begun(today()), pk__in=expected, due_on__gte=recent)
        assert fed(account) == min(waiting.count(), feeds.MOST)

    def test_the_matrix_counts_exactly_these(self, world, role, where):
        account, units = world.account(role, where)
        if where == "above":
            units = world.place.units
        declared = standing_duties()
        standing = Duty.objects.filter(pk__in=owed(world, role, units), clock__in=declared, due_on__year=2023)
        counted = matrix_total(desk_of(account))
        assert counted == standing.count()


@pytest.mark.parametrize("role", ROLES)
def test_of_a_foreign_unit_no_way_gives_anything(world, role):
    account, _units = world.account(role, "own")
    client = desk_of(account)
    foreign = Record.objects.filter(unit=world.foreign)
    codes = set(foreign.values_list("public_id", flat=True))
    assert not opened(client, codes)
    assert not codes & set(
        CODE.findall(pages(client, "/ban-lam-viec/") + pages(client, "/ban-lam-viec/nghia-vu/"))
    )
    duties = Duty.objects.filter(unit=world.foreign)[:5]
    assert all(client.get(f"/ban-lam-viec/nghia-vu/{duty.pk}/").status_code in (403, 404) for duty in duties)


def test_a_visitor_without_account_finds_no_code_of_a_record(world):
    client, codes = Client(), set(Record.objects.values_list("public_id", flat=True))
    for door in doors():
        if question_of(door) == PUBLIC:
            for path in door.paths(
                {"slug": [world.own.slug], "period": ["2023-Q1"], "key": ["complaints", "KN.S1"]}
            ):
                assert not codes & set(CODE.findall(client.get(path).content.decode("latin-1"))), path
