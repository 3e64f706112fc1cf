"""Who holds the keys of what comes in over the network: chosen by the head, able today, told by post."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import Capacity, HistoryRow, Mode, SealMark, SealRoster
from danvan.records.seal import own_keys, roster
from danvan.records.seal.tests.seal_world import make_world, officer, posted, seals_on_network
from danvan.records.tests.desk_world import desk_of
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
SIGNED = date(2023, 2, 1)
PAGE = "/ban-lam-viec/niem-phong/truc/"


@pytest.fixture
def world():
    return make_world()


def named(world, account, capacity=Capacity.INTAKE):
    return next(
        one
        for one in roster.candidates(world.unit, today())
        if one.account.pk == account.pk and one.capacity == capacity
    )


def chosen(world, account=None, capacity=Capacity.INTAKE):
    account = account or world.clerk
    return roster.choose(world.unit, named(world, account, capacity), "5/QĐ-UBND", SIGNED, by=world.head)


def able(world):
    return {(one.row.account_id, one.row.capacity) for one in roster.on_duty(world.unit.pk, today())}


def as_app(order, *values):
    """An order as the program's own role gives it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_app")
        cursor.execute(order, values)
        cursor.execute("RESET ROLE")


class TestChoosing:
    def test_who_may_be_chosen_has_role_key_and_post(self, world):
        found = {(one.account.pk, one.capacity) for one in roster.candidates(world.unit, today())}
        assert (world.clerk.pk, Capacity.INTAKE) in found
        assert (world.settler.pk, Capacity.SETTLER) in found
        assert world.verifier.pk not in {pk for pk, _capacity in found if _capacity == Capacity.VERIFIER}

    @pytest.mark.parametrize("missing", ["key", "post", "role", "there already"])
    def test_without_one_of_them_nobody_may(self, world, missing):
        found = named(world, world.clerk)
        if missing == "key":
            own_keys.lose(world.clerk)
        elif missing == "post":
            world.clerk.person.holdings.all().delete()
        elif missing == "role":
            world.clerk.person.grants.all().delete()
        else:
            chosen(world)
        with pytest.raises(Refusal, match="Người được chọn phải có vai trò"):
            roster.choose(world.unit, found, "5/QĐ-UBND", SIGNED, by=world.head)

    @pytest.mark.parametrize("who", ["clerk", "settler", "verifier"])
    def test_only_the_units_own_head_chooses_and_ends(self, world, who):
        found, account = named(world, world.clerk), getattr(world, who)
        with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
            roster.choose(world.unit, found, "5/QĐ-UBND", SIGNED, by=account)
        row = chosen(world)
        with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
            roster.end(row, by=account)

    def test_the_head_of_another_unit_does_not(self, world):
        other = make_unit()
        with pytest.raises(Refusal, match="Chỉ người đứng đầu"):
            roster.choose(
                world.unit, named(world, world.clerk), "5/QĐ", SIGNED, by=officer("lanh_dao", other)
            )

    @pytest.mark.parametrize("number", ["", "Trần Thị Thử", "0900000000", "12/QĐ-TRANTHITHU", "x" * 61])
    def test_a_number_names_nobody(self, world, number):
        with pytest.raises(Refusal, match="Số văn bản"):
            roster.choose(world.unit, named(world, world.clerk), number, SIGNED, by=world.head)

    def test_a_document_of_a_day_to_come_is_refused(self, world):
        with pytest.raises(Refusal, match="chưa tới"):
            roster.choose(world.unit, named(world, world.clerk), "5/QĐ-UBND", date(2999, 1, 1), by=world.head)

    @pytest.mark.parametrize("mode", [Mode.OUTSIDE, Mode.APART])
    def test_a_unit_that_seals_nothing_on_the_network_chooses_nobody(self, world, mode):
        found = named(world, world.clerk)
        seals_on_network(world.unit, world.head, mode, today())
        with pytest.raises(Refusal, match="không nhận tố cáo qua mạng"):
            roster.choose(world.unit, found, "5/QĐ-UBND", SIGNED, by=world.head)


class TestWhoIsAbleToday:
    def test_who_was_chosen_and_nobody_else(self, world):
        assert able(world) == set()
        chosen(world)
        assert able(world) == {(world.clerk.pk, Capacity.INTAKE)}

    @pytest.mark.parametrize("lost", ["key", "post", "role", "account", "ended"])
    def test_not_who_lost_what_it_takes(self, world, lost):
        row = chosen(world)
        if lost == "key":
            own_keys.lose(world.clerk)
        elif lost == "post":
            world.clerk.person.holdings.all().delete()
        elif lost == "role":
            world.clerk.person.grants.all().delete()
        elif lost == "account":
            type(world.clerk).objects.filter(pk=world.clerk.pk).update(is_active=False)
        else:
            roster.end(row, by=world.head)
        assert able(world) == set()
        assert roster.offer(world.unit.pk, today()) is None

    def test_a_post_elsewhere_is_no_post_here(self, world):
        chosen(world)
        world.clerk.person.holdings.all().delete()
        posted(world.clerk, make_unit(), "Chủ tịch")
        assert able(world) == set()

    def test_a_new_key_takes_the_place_of_a_lost_one(self, world):
        chosen(world)
        own_keys.lose(world.clerk)
        key = own_keys.make(world.clerk, "sáu con cò trắng đứng sông", "sáu con cò trắng đứng sông")
        (one,) = roster.on_duty(world.unit.pk, today())
        assert one.key.pk == key.pk

    def test_a_row_that_the_program_did_not_write_gets_nobody_a_key(self, world):
        as_app(
            "INSERT INTO records_sealroster (unit_id, account_id, capacity, number, signed_on, by_id, at)"
            " VALUES (%s, %s, 'tiep_nhan', '5/QĐ', '2023-02-01', %s, now())",
            *(world.unit.pk, world.clerk.pk, world.head.pk),
        )
        assert able(world) == set()

    def test_nor_one_that_was_changed_to_another_account(self, world):
        row = chosen(world)
        SealRoster.objects.filter(pk=row.pk).update(account=world.settler)
        assert able(world) == set()


class TestTheOffer:
    def test_posts_without_names_the_head_first_each_once(self, world):
        for account, capacity in (
            (world.clerk, Capacity.INTAKE),
            (world.settler, Capacity.SETTLER),
            (world.head, Capacity.SETTLER),
        ):
            chosen(world, account, capacity)
        offer = roster.offer(world.unit.pk, today())
        assert [post.title for post in offer.posts] == ["Chủ tịch", "Phó Chủ tịch", "Công chức tiếp công dân"]
        assert [post.title for post in offer.keeping] == [
            "Chủ tịch",
            "Phó Chủ tịch",
            "Công chức tiếp công dân",
        ]

    def test_whoever_holds_a_post_that_is_ticked_gets_no_key_for_any_of_his_posts(self, world):
        chosen(world)
        chosen(world, world.settler, Capacity.SETTLER)
        second = posted(world.clerk, world.unit, "Thanh tra viên")
        offer = roster.offer(world.unit.pk, today())
        left = offer.without({second.pk})
        assert [(key.account_id, capacity) for key, capacity in left] == [
            (world.settler.pk, Capacity.SETTLER)
        ]
        assert offer.without({post.pk for post in offer.posts}) == []
        assert len(offer.without(set())) == 2

    def test_none_without_a_recovery_key(self, world):
        chosen(world)
        type(world.recovery).objects.update(ended_at=world.recovery.made_at)
        assert roster.offer(world.unit.pk, today()) is None

    def test_none_on_a_machine_apart(self, world, settings):
        chosen(world)
        settings.ISOLATED = True
        assert roster.offer(world.unit.pk, today()) is None


class TestRows:
    def test_an_end_stays_with_who_ended_it(self, world):
        row = chosen(world)
        roster.end(row, by=world.head)
        row.refresh_from_db()
        assert row.ended_at is not None
        assert row.ended_by == world.head
        with pytest.raises(Refusal, match="đã thôi"):
            roster.end(row, by=world.head)
        assert roster.ended(world.unit.pk) == [row]
        assert roster.living(world.unit.pk) == []

    def test_after_an_end_the_same_one_may_be_chosen_anew(self, world):
        roster.end(chosen(world), by=world.head)
        assert chosen(world).pk
        assert SealRoster.objects.count() == 2

    @pytest.mark.parametrize(
        "order",
        [
            "UPDATE records_sealroster SET account_id = account_id",
            "UPDATE records_sealroster SET number = '6/QĐ'",
            "DELETE FROM records_sealroster",
        ],
    )
    def test_the_program_ends_a_row_and_changes_it_in_nothing_else(self, world, order):
        chosen(world)
        with pytest.raises(DatabaseError, match="permission denied"):
            as_app(order)

    def test_nobody_wakes_one_that_has_ended(self, world):
        roster.end(chosen(world), by=world.head)
        with pytest.raises(DatabaseError), transaction.atomic():
            SealRoster.objects.update(ended_at=None, ended_by=None)

    @pytest.mark.parametrize(
        "values",
        [{"capacity": "xac_minh"}, {"number": "Trần Thị Thử"}, {"ended_at": "2023-03-01T00:00:00Z"}],
    )
    def test_the_database_takes_no_other(self, world, values):
        right = {
            "unit": world.unit,
            "account": world.clerk,
            "capacity": "tiep_nhan",
            "number": "5/QĐ",
            "signed_on": SIGNED,
            "by": world.head,
            "at": "2023-03-01T00:00:00Z",
        }
        with pytest.raises(DatabaseError), transaction.atomic():
            SealRoster.objects.create(**(right | values))

    def test_history_and_mark_are_written(self, world):
        row = chosen(world)
        roster.end(row, by=world.head)
        told = list(HistoryRow.objects.filter(table="records_sealroster").order_by("id"))
        assert [one.after.get("number") for one in told] == ["5/QĐ-UBND", None]
        assert set(told[1].after) == {"ended_at", "ended_by_id"}
        assert SealMark.objects.filter(table="records_sealroster", row=row.pk).count() == 1


class TestThePage:
    def sent(self, world, **more):
        value = named(world, world.clerk).value
        return {"person": value, "number": "5/QĐ-UBND", "signed_on": "1/2/2023"} | more

    def test_the_head_chooses_and_ends(self, world):
        client = desk_of(world.head)
        page = client.get(PAGE).content.decode()
        assert "Chưa nhận tố cáo qua mạng" in page
        answer = client.post(f"{PAGE}{world.unit.pk}/them/", self.sent(world))
        assert (answer.status_code, answer.url) == (302, PAGE)
        page = client.get(PAGE).content.decode()
        assert "Đang nhận tố cáo qua mạng" in page
        assert "Công chức tiếp công dân" in page
        row = SealRoster.objects.get()
        assert (row.signed_on, row.by) == (SIGNED, world.head)
        assert client.post(f"{PAGE}{row.pk}/thoi/").status_code == 302
        assert "Chưa nhận tố cáo qua mạng" in client.get(PAGE).content.decode()

    def test_an_officer_reads_and_changes_nothing(self, world):
        row = chosen(world)
        client = desk_of(world.clerk)
        page = client.get(PAGE).content.decode()
        assert "Chỉ người đứng đầu đơn vị đổi được danh sách" in page
        assert "/them/" not in page
        assert client.post(f"{PAGE}{world.unit.pk}/them/", {"person": "1:tiep_nhan"}).status_code == 403
        assert client.post(f"{PAGE}{row.pk}/thoi/").status_code == 403
        row.refresh_from_db()
        assert row.ended_at is None

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"person": ""}, "Hãy chọn một người"),
            ({"person": "1:tiep_nhan"}, "Hãy chọn một người"),
            ({"person": "x"}, "Hãy chọn một người"),
            ({"number": ""}, "Chưa ghi số văn bản"),
            ({"number": "Trần Thị Thử"}, "Số văn bản chỉ gồm số"),
            ({"signed_on": ""}, "Ngày văn bản"),
            ({"signed_on": "31/2/2023"}, "Ngày văn bản"),
            ({"signed_on": "1/1/2999"}, "Ngày văn bản"),
        ],
    )
    def test_bad_values_are_refused_in_one_sentence(self, world, values, sentence):
        client = desk_of(world.head)
        answer = client.post(f"{PAGE}{world.unit.pk}/them/", self.sent(world) | values)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert not SealRoster.objects.exists()

    def test_a_row_of_another_unit_is_none(self, world):
        other = make_world()
        row = chosen(other)
        client = desk_of(world.head)
        assert client.post(f"{PAGE}{row.pk}/thoi/").status_code == 404
        assert client.post(f"{PAGE}{other.unit.pk}/them/", {}).status_code == 404
        assert client.post(f"{PAGE}999999999/thoi/").status_code == 404

    @pytest.mark.parametrize("role", ["tong_hop", "quan_tri_he_thong"])
    def test_it_concerns_nobody_who_may_not_know_of_sealed_ones(self, world, role):
        assert desk_of(make_account(role, world.unit)).get(PAGE).status_code == 403

    def test_nor_a_unit_that_keeps_everything_outside(self):
        unit = make_unit()
        answer = desk_of(officer("lanh_dao", unit)).get(PAGE)
        assert answer.status_code == 403
        assert "không ở chế độ" in answer.content.decode()

    def test_somebody_unable_today_is_told(self, world):
        chosen(world)
        world.clerk.person.holdings.all().delete()
        assert "hôm nay không nhận khóa được" in desk_of(world.head).get(PAGE).content.decode()

    def test_the_page_of_the_modes_leads_to_it(self, world):
        page = desk_of(world.clerk).get(reverse("records:seal_modes")).content.decode()
        assert f'href="{PAGE}"' in page
