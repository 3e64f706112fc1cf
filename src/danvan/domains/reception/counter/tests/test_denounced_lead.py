"""At the counter of the denounced office nothing is taken down: no visit, no letter, no draft, whoever sits there."""

import pytest
from django.urls import reverse

from danvan.domains.reception.models import Visit
from danvan.org import roles
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.desk.submissions import new_key
from danvan.records.models import Draft, HistoryRow, Record
from danvan.records.seal.asking import ABOVE, FIELD, SENTENCES
from danvan.records.tests.desk_world import desk_of

pytestmark = pytest.mark.django_db
COUNTER = reverse("counter:counter")
OPENERS = [key for key, role in roles.ROLES.items() if "records.open" in role.permissions]
NAME, WORDS = "Người Kể Ở Quầy Thử", "Lời kể không được lộ"


@pytest.fixture
def commune():
    district = make_unit("Huyện Trên Thử", Kind.DISTRICT, make_unit("Tỉnh Thử", Kind.PROVINCE))
    return make_unit("Xã Dưới Thử", Kind.COMMUNE, district)


def sent(unit, **more):
    told = {
        "unit": str(unit.pk),
        "key": new_key(),
        "content_kind": "to_cao",
        "outcome": "ghi_nhan",
        "channel": "thuong_xuyen",
        "persons": "1",
        "on": "14/3/2023",
        FIELD: "on",
    }
    return told | more


@pytest.mark.parametrize("role", OPENERS)
@pytest.mark.parametrize("kind", ["to_cao", "khieu_nai", "khac"])
def test_the_visit_is_not_written(commune, role, kind):
    browser, before = desk_of(make_account(role, commune)), HistoryRow.objects.count()
    answer = browser.post(COUNTER, sent(commune, content_kind=kind, full_name=NAME, content=WORDS))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chủ tịch Ủy ban nhân dân Huyện Trên Thử" in page
    assert not Visit.objects.exists()
    assert not Record.objects.exists()
    assert HistoryRow.objects.count() == before
    assert NAME not in page
    assert WORDS not in page


@pytest.mark.parametrize("role", OPENERS)
def test_nor_where_the_lead_above_is_denounced_it_goes_past_that_office(commune, role):
    browser, before = desk_of(make_account(role, commune)), HistoryRow.objects.count()
    told = sent(commune, full_name=NAME, content=WORDS, **{ABOVE: "on"})
    del told[FIELD]
    answer = browser.post(COUNTER, told)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chủ tịch Ủy ban nhân dân Tỉnh Thử, không qua Huyện Trên Thử" in page
    assert not Visit.objects.exists()
    assert HistoryRow.objects.count() == before
    assert NAME not in page
    assert WORDS not in page


def test_a_draft_keeps_neither_the_box_nor_a_word(commune):
    browser = desk_of(make_account("tiep_dan", commune))
    browser.post(COUNTER, sent(commune, viec="nhap", full_name=NAME, content=WORDS, **{ABOVE: "on"}))
    kept = Draft.objects.get().fields
    assert not set(SENTENCES) & set(kept)
    assert NAME not in str(kept)
    assert WORDS not in str(kept)


def test_the_screen_says_which_mode_is_on_and_leads_to_the_paper(commune):
    page = desk_of(make_account("tiep_dan", commune)).get(COUNTER).content.decode()
    assert "Chế độ giữ tố cáo: Ngoài hệ thống." in page
    assert reverse("records:hand_up") in page
