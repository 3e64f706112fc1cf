"""Which recovery key a new case hangs on, against who writes the database without the key file."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from danvan.org.tests.factories import make_unit, put_under
from danvan.records.models import Capacity, SealCover, SealGrant, SealRecovery
from danvan.records.seal import boxes, cases, covering, recovering, roster, witness
from danvan.records.seal.tests.seal_world import denunciation, keyed, make_world, officer, seals_on_network
from danvan.records.seal.tests.test_witness import as_app
from danvan.records.tests.desk_world import desk_of
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
CLOSURE = "INSERT INTO org_unitclosure (ancestor_id, descendant_id, depth, valid) VALUES (%s, %s, 1, '[2000-01-01,)')"
COVER = "INSERT INTO records_sealcover (unit_id, above_id, made_by_id, made_at) VALUES (%s, %s, %s, now())"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def other():
    """Another unit with a lawful recovery key, whose keepers are the intruder's friends."""
    return make_world(make_unit())


@pytest.fixture
def commune(world):
    """A unit below the world's that seals on the network and has no recovery key of its own."""
    unit = make_unit()
    put_under(unit, world.unit)
    unit.head, unit.clerk = officer("lanh_dao", unit), officer("tiep_dan", unit)
    seals_on_network(unit, unit.head)
    unit.receivers = [(keyed(unit.clerk).key, Capacity.INTAKE)]
    return unit


def case_at(commune):
    record = denunciation(commune.clerk)
    cases.open_case(record, commune.receivers, by=commune.clerk)
    return record


def hang_on(record):
    found = SealGrant.objects.filter(case_id=record.pk, recovery__isnull=False, ended_at=None)
    return set(found.values_list("recovery_id", flat=True))


class TestAUnitWithAKeyOfItsOwn:
    def test_is_not_led_to_another_units_by_an_end_and_a_planted_superior(self, world, other):
        as_app("UPDATE records_sealrecovery SET ended_at = now() WHERE id = %s", world.recovery.pk)
        as_app(CLOSURE, other.unit.pk, world.unit.pk)
        with pytest.raises(witness.Forged, match="bị cho kết thúc"):
            world.case()
        assert not SealGrant.objects.filter(recovery=other.recovery).exists()

    def test_nor_when_a_case_is_renewed(self, world, other):
        record = world.case()
        as_app("UPDATE records_sealrecovery SET ended_at = now() WHERE id = %s", world.recovery.pk)
        as_app(CLOSURE, other.unit.pk, world.unit.pk)
        with pytest.raises(witness.Forged):
            cases.end(record, world.clerk, by=world.head)
        assert hang_on(record) == {world.recovery.pk}

    def test_nor_by_a_planted_naming(self, world, other):
        as_app(COVER, world.unit.pk, other.unit.pk, world.head.pk)
        assert hang_on(world.case()) == {world.recovery.pk}

    def test_goes_on_with_a_further_key_of_the_head(self, world):
        as_app("UPDATE records_sealrecovery SET ended_at = now() WHERE id = %s", world.recovery.pk)
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        new = recovering.make(world.unit, posts, by=world.head)
        assert hang_on(world.case()) == {new.pk}

    def test_whose_end_was_written_by_hand_takes_nothing_over_the_network(self, world):
        SealRecovery.objects.update(ended_at=timezone.now())
        assert roster.offer(world.unit.pk, today()) is None


class TestAUnitWithoutOne:
    def test_has_none_by_standing_below_another(self, commune):
        with pytest.raises(Refusal, match="Chưa có khóa khôi phục"):
            case_at(commune)

    def test_has_the_one_that_its_head_named_and_its_newer_ones(self, world, commune):
        covering.name(commune, world.unit, by=commune.head)
        assert hang_on(case_at(commune)) == {world.recovery.pk}
        posts = [post for post, _key in recovering.posts_for(world.unit)]
        new = recovering.make(world.unit, posts, by=world.head)
        assert hang_on(case_at(commune)) == {new.pk}

    def test_is_not_led_to_another_by_a_planted_superior(self, world, other, commune):
        covering.name(commune, world.unit, by=commune.head)
        as_app(CLOSURE, other.unit.pk, commune.pk)
        assert hang_on(case_at(commune)) == {world.recovery.pk}

    def test_nor_by_a_planted_naming(self, world, other, commune):
        covering.name(commune, world.unit, by=commune.head)
        as_app(COVER, commune.pk, other.unit.pk, commune.head.pk)
        with pytest.raises(witness.Forged):
            case_at(commune)

    def test_nor_by_an_end_of_the_key_above(self, world, commune):
        covering.name(commune, world.unit, by=commune.head)
        as_app("UPDATE records_sealrecovery SET ended_at = now() WHERE id = %s", world.recovery.pk)
        with pytest.raises(witness.Forged):
            case_at(commune)

    def test_nor_by_a_planted_key_of_its_own(self, world, commune):
        covering.name(commune, world.unit, by=commune.head)
        as_app(
            "INSERT INTO records_sealrecovery (unit_id, public, made_by_id, made_at) VALUES (%s, %s, %s, now())",
            *(commune.pk, boxes.new_pair()[1], commune.head.pk),
        )
        with pytest.raises(witness.Forged):
            case_at(commune)

    @pytest.mark.parametrize(
        "order", ["UPDATE records_sealcover SET above_id = 1", "DELETE FROM records_sealcover"]
    )
    def test_keeps_what_its_head_said(self, world, commune, order):
        covering.name(commune, world.unit, by=commune.head)
        with pytest.raises(DatabaseError):
            as_app(order)

    def test_of_before_has_its_cases_renewed_on_the_key_that_they_hang_on(self, world, commune):
        """The naming came later than the case: until it is made nothing new begins, and nothing old loses its key."""
        covering.name(commune, world.unit, by=commune.head)
        record, second = case_at(commune), officer("tiep_dan", commune)
        unlocked = keyed(second)
        with_key = [(unlocked.key, Capacity.INTAKE), *commune.receivers]
        later = denunciation(commune.clerk)
        cases.open_case(later, with_key, by=commune.clerk)
        forget_namings()
        assert covering.over(commune.pk) is None
        [ring] = [one for one in cases.end(later, second, by=commune.head) if one.part == "day_du"]
        assert ring.grants.get(recovery__isnull=False).recovery == world.recovery
        assert hang_on(record) == {world.recovery.pk}


def forget_namings():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_sealcover DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM records_sealcover")
        cursor.execute("ALTER TABLE records_sealcover ENABLE TRIGGER USER")


class TestNaming:
    def test_by_the_units_own_head_alone(self, world, commune):
        for account in (commune.clerk, world.head):
            with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
                covering.name(commune, world.unit, by=account)
        assert not SealCover.objects.exists()

    def test_not_of_a_unit_that_is_not_above_or_has_no_key(self, other, commune):
        for unit in (other.unit, make_unit(), commune):
            with pytest.raises(Refusal, match="cấp trên đang có khóa"):
                covering.name(commune, unit, by=commune.head)

    def test_not_where_there_is_a_key_of_its_own(self, world, other):
        put_under(world.unit, other.unit)
        with pytest.raises(Refusal, match="khóa khôi phục riêng"):
            covering.name(world.unit, other.unit, by=world.head)

    def test_not_where_nothing_is_sealed(self, world):
        unit = make_unit()
        put_under(unit, world.unit)
        with pytest.raises(Refusal, match="không niêm phong"):
            covering.name(unit, world.unit, by=officer("lanh_dao", unit))

    def test_on_the_page(self, world, commune):
        browser = desk_of(commune.head)
        page = browser.get(reverse("seal:recovery")).content.decode()
        assert "Dùng khóa khôi phục của cấp trên" in page
        there = reverse("seal:recovery_lean", args=[commune.pk])
        assert browser.post(there, {"above": "x"}).status_code == 400
        assert browser.post(there, {"above": commune.pk}).status_code == 400
        assert browser.post(there, {"above": world.unit.pk}).status_code == 302
        assert str(world.unit) in browser.get(reverse("seal:recovery")).content.decode()
        assert covering.over(commune.pk) == world.recovery

    def test_is_no_page_for_another_unit(self, world, commune):
        there = reverse("seal:recovery_lean", args=[commune.pk])
        assert desk_of(world.head).post(there, {"above": world.unit.pk}).status_code == 404
