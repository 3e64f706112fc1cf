"""In the default mode no table holds a word of a tố cáo, whatever is typed where intake, routing and modes ask.

The same word planted through every input of these rooms is looked for in every row of every table, sessions opened.
"""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.urls import reverse

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.desk.submissions import new_key
from danvan.records.models import Mode
from danvan.records.seal.asking import FIELD
from danvan.records.seal.modes import mode_of
from danvan.records.tests.desk_world import DAY, desk_of, moving, opening
from danvan.records.tests.factories import handler, letter_of
from tests.support.dump import holding
from tests.test_planted_strings import Garden

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_asked_too_often")]
PERSONAL = ("full_name", "address", "phone", "content")
FREE = ("against", "place", "forwarder_name", "forwarder_reference", "post_number", "reply_reference")
TYPED_AT_COUNTER = (
    *PERSONAL,
    "identity_number",
    "papers",
    "interpreter",
    "on_behalf_of",
    "others",
    "content_2",
    "joins",
)


@pytest.fixture
def garden():
    return Garden()


@pytest.fixture
def officer():
    province = make_unit("Tỉnh Thử", Kind.PROVINCE)
    district = make_unit("Huyện Thử", Kind.DISTRICT, province)
    found = handler(make_unit("Xã Thử", Kind.COMMUNE, district))
    assert mode_of(found.at, DAY) == Mode.OUTSIDE
    return found


def sown(garden, names):
    return {name: garden.word(name) for name in names}


@pytest.mark.parametrize("ticked", [{}, {FIELD: "on"}])
def test_at_the_intake_of_a_letter(garden, officer, as_app, ticked):
    client = desk_of(officer)
    told = sown(garden, (*PERSONAL, *FREE, "title", FIELD + "_why"))
    client.post(reverse("records:open", args=["don"]), opening(officer, with_personal="1", **told, **ticked))
    client.post(reverse("records:open", args=["don"]), opening(officer, luu_nhap="1", **told, **ticked))
    assert garden.found() == {}


@pytest.mark.parametrize("ticked", [{}, {FIELD: "on"}])
def test_at_its_classification(garden, officer, as_app, ticked):
    letter, told = letter_of(officer, DAY), sown(garden, (*PERSONAL, *FREE))
    at = reverse("records:move", args=[letter.public_id, "phan_loai"])
    sent = moving(letter, kind="to_cao", field="dat_dai", with_personal="1", **told, **ticked)
    page = desk_of(officer).post(at, sent).content.decode()
    assert garden.found() == {}
    assert garden.in_text(page) <= set()


@pytest.mark.parametrize("act", ["", "nhap"])
@pytest.mark.parametrize("ticked", [{}, {FIELD: "on"}])
def test_at_the_counter(garden, officer, as_app, act, ticked):
    sent = {"unit": str(officer.at.pk), "key": new_key(), "content_kind": "to_cao", "outcome": "ghi_nhan"}
    sent |= {"channel": "thuong_xuyen", "persons": "1", "on": "1/3/2023", "viec": act}
    client = desk_of(officer)
    page = client.post(
        reverse("counter:counter"), sent | sown(garden, TYPED_AT_COUNTER) | ticked, follow=True
    )
    assert garden.found() == {}
    assert garden.in_text(page.content.decode()) <= {"joins"}


def test_where_the_public_asks_where_it_goes(garden, officer, as_app):
    told = sown(garden, ("tim", "noi", "la", "ho_ten", "noi_dung"))
    Client().post("/gui-don/to-cao/", told)
    Client().post("/gui-don/to-cao/", told | {"tim": "xa thu"})
    Client().get("/gui-don/to-cao/", told)
    assert garden.found() == {}


def test_the_head_writes_the_basis_of_a_mode_and_nothing_else_is_kept(garden, officer, as_app):
    head = make_account("lanh_dao", officer.at)
    at = reverse("records:seal_mode_decide", args=[officer.at.pk])
    sent = {
        "mode": "niem_phong_mang",
        "document_on": "1/3/2023",
        "read": "on",
        "document": "Văn bản",
        "number": "1",
    }
    desk_of(head).post(at, sent | sown(garden, (*PERSONAL, "reason", "note", "post")))
    assert mode_of(officer.at, DAY) == Mode.OUTSIDE, "a decision holds from its own day on"
    assert garden.found() == {}


# What a name could be put into beside a tố cáo by hand, around the program: the database itself refuses each.
BY_HAND = {
    "who sent it": "INSERT INTO records_personaldetails (record_id, full_name, address, phone, content)"
    " VALUES (%(id)s, %(word)s, '', '', '')",
    **{
        f"the letter's {name}": f"UPDATE petitions_letter SET {name} = left(%(word)s, 30) WHERE record_ptr_id = %(id)s"
        for name in ("against", "place", "forwarder_name", "forwarder_reference", "post_number")
    },
}


@pytest.mark.parametrize("where", list(BY_HAND))
@pytest.mark.parametrize("kind", ["to_cao", None])
def test_nor_by_hand_into_the_database(officer, where, kind):
    letter = letter_of(officer, DAY)
    if kind:
        letter = writing.move(letter, "phan_loai", by=officer, on=DAY, kind=kind, field="dat_dai")
    word = "zqxbyhandzqx"
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        connection.cursor().execute(BY_HAND[where], {"id": letter.pk, "word": word})
    assert holding(word) == set()
