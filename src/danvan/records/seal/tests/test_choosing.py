"""Before keys are made it is asked which post the denounced holds: whom that takes out can be chosen by no form."""

import pytest
from django.db import connection
from django.urls import reverse
from tests.support import dump

from danvan.org.models import Kind
from danvan.org.tests.factories import make_unit
from danvan.records.models import SealCase
from danvan.records.seal import choosing, holding
from danvan.records.seal.tests.seal_world import denunciation, keyed, make_world, officer, posted
from danvan.records.today import today
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return make_unit("Tỉnh Minh Họa", Kind.PROVINCE)


@pytest.fixture
def world(top):
    return make_world(make_unit("Xã Minh Họa", parent=top))


@pytest.fixture
def record(world):
    return denunciation(world.clerk)


@pytest.fixture
def client(world, as_app):
    from danvan.records.tests.desk_world import desk_of

    return desk_of(world.clerk)


def post_of(account):
    return account.person.posts_on(today())[0]


def people(world):
    return holding.candidates(world.unit, today(), (holding.Capacity.INTAKE, holding.Capacity.SETTLER))


def names(found):
    return {one.account for one in found}


def at(record, name="choose"):
    return reverse(f"seal:{name}", args=[record.public_id])


class TestWhoIsLeft:
    def test_about_nobody_of_the_list_all(self, world):
        found = people(world)
        assert choosing.left(found, None, world.unit, today()) == found != []

    @pytest.mark.parametrize("who", ["head", "settler"])
    def test_about_a_lead_of_the_office_itself_nobody_and_it_is_said_where_it_goes(self, world, who):
        with pytest.raises(Refusal, match="Tỉnh Minh Họa"):
            choosing.left(people(world), post_of(getattr(world, who)), world.unit, today())

    def test_about_an_officer_of_it_all_but_who_holds_that_post(self, world):
        found = people(world)
        kept = choosing.left(found, post_of(world.clerk), world.unit, today())
        assert names(found) - names(kept) == {world.clerk}

    def test_about_a_lead_above_nobody_who_holds_a_post_there(self, world, top):
        boss = posted(officer("", top), top, "Chủ tịch tỉnh", is_head=True)
        lent = officer("tiep_dan", world.unit)
        posted(lent, top, "Chuyên viên tiếp công dân tỉnh")
        found = people(world)
        assert lent in names(found)
        assert names(found) - names(choosing.left(found, boss, world.unit, today())) == {lent}

    def test_about_another_officer_above_only_who_holds_that_post(self, world, top):
        one, other = officer("tiep_dan", world.unit), officer("tiep_dan", world.unit)
        post = posted(one, top, "Chuyên viên")
        posted(other, top, "Chuyên viên khác")
        found = people(world)
        assert names(found) - names(choosing.left(found, post, world.unit, today())) == {one}


class TestThePage:
    def test_asks_first_and_names_posts_of_the_unit_and_of_those_above(self, client, world, record, top):
        posted(officer("", top), top, "Chủ tịch tỉnh", is_head=True)
        other = make_unit("Xã Khác", parent=top)
        posted(officer("", other), other, "Chủ tịch xã khác", is_head=True)
        page = client.get(at(record, "case")).content.decode()
        assert "Người bị tố cáo giữ chức vụ nào" in page
        assert "Ai giữ khóa" not in page
        assert "Chủ tịch tỉnh" in page
        assert "Chủ tịch xã khác" not in page

    def test_then_shows_who_is_left_with_the_box(self, client, world, record):
        page = client.post(at(record), {"chuc_vu": str(post_of(world.clerk).pk)}).content.decode()
        assert f'value="{world.settler.pk}:giai_quyet"' in page
        assert f'value="{world.clerk.pk}:tiep_nhan"' not in page
        assert 'name="khong_lien_quan"' in page

    @pytest.mark.parametrize("answer", ["", "0", "abc", "999999999999999999999", "-1"])
    @pytest.mark.parametrize("name", ["choose", "take"])
    def test_goes_on_without_no_answer_of_the_list(self, client, world, record, answer, name):
        sent = {"chuc_vu": answer, "khong_lien_quan": "1", "holder": [f"{world.clerk.pk}:tiep_nhan"]}
        answer = client.post(at(record, name), sent)
        assert answer.status_code == 400
        assert "Hãy trả lời trước" in answer.content.decode()
        assert not SealCase.objects.exists()

    def test_a_form_made_by_hand_chooses_nobody_who_is_out(self, client, world, record):
        sent = {
            "chuc_vu": str(post_of(world.clerk).pk),
            "khong_lien_quan": "1",
            "holder": [f"{world.clerk.pk}:tiep_nhan", f"{world.settler.pk}:giai_quyet"],
        }
        answer = client.post(at(record, "take"), sent)
        assert answer.status_code == 400
        assert "không được giữ khóa của hồ sơ này" in answer.content.decode()
        assert not SealCase.objects.exists()

    @pytest.mark.parametrize("name", ["choose", "take"])
    def test_about_the_own_lead_it_says_where_the_envelope_goes(self, client, world, record, name):
        sent = {
            "chuc_vu": str(post_of(world.head).pk),
            "khong_lien_quan": "1",
            "holder": [f"{world.clerk.pk}:tiep_nhan"],
        }
        answer = client.post(at(record, name), sent)
        assert answer.status_code == 400
        assert "Tỉnh Minh Họa" in answer.content.decode()
        assert not SealCase.objects.exists()

    def test_the_answer_stands_in_no_row_and_no_address(self, client, world, record):
        other = officer("xu_ly", world.unit)
        keyed(other)
        post = posted(other, world.unit, "Chức vụ gieo chữ")
        before = dump.holding("Chức vụ gieo chữ")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_history")
            [rows] = cursor.fetchone()
        answer = client.post(at(record), {"chuc_vu": str(post.pk)})
        assert answer.status_code == 200
        assert dump.holding("Chức vụ gieo chữ") == before
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_history")
            assert cursor.fetchone() == (rows,)

    def test_after_there_is_a_case_it_asks_nothing_more(self, client, world):
        assert client.post(at(world.case()), {"chuc_vu": "khac"}).status_code == 400
