"""The sweep: every door is classified, and every way of reading gives one account the same records, and no others."""

import pytest

from danvan.org import roles
from danvan.records.declare import record_types
from danvan.records.models import Record
from danvan.records.tests.desk_world import desk_of
from tests.support.doors import doors
from tests.support.reading import DOORS, question_of
from tests.support.sweeping import NOTHING, ROLES, WAYS, listed, make_world, opened, worked

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
