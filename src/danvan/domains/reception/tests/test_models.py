"""What the database itself refuses of visits and sessions, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.domains.reception.models import Answer, Channel, Content, HeadSession, Visit
from danvan.domains.reception.tests.factories import held, loaded_visit, visit
from danvan.records.loading import Row, load
from danvan.records.models import PersonalDetails, Record
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
NAMED = {"full_name": "Người đến minh họa", "content": "Nội dung minh họa"}


@pytest.fixture(params=["owner", "app"], autouse=True)
def role(request, officer):
    """Every guard is tried with the owner's rights and with those of the running program."""
    if request.param == "app":
        request.getfixturevalue("as_app")
    return request.param


def update(model, record, **columns):
    with transaction.atomic():
        model.objects.filter(pk=record.pk).update(**columns)


def test_the_test_acts_in_the_role_it_names(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert (cursor.fetchone()[0] == "danvan_app") == (role == "app")


def test_a_visit_of_nobody(officer):
    with pytest.raises(IntegrityError, match="visit_has_somebody"):
        update(Visit, visit(officer, DAY), persons=0)


@pytest.mark.parametrize("channel", [Channel.HEAD, Channel.DELEGATED])
def test_a_visit_to_the_head_outside_a_session(officer, channel):
    with pytest.raises(IntegrityError, match="visit_of_head_in_session"):
        update(Visit, visit(officer, DAY), channel=channel)


def test_a_visit_taken_out_of_its_session(officer):
    seen = visit(officer, DAY, channel=Channel.HEAD, session=held(officer, DAY))
    with pytest.raises(IntegrityError, match="visit_of_head_in_session"):
        update(Visit, seen, session=None)


def test_a_sealed_visit_published(officer):
    seen = visit(officer, DAY, content_kind=Content.DENUNCIATION)
    with pytest.raises(IntegrityError, match="record_sealed_never_published"):
        update(Record, seen, published_on=DAY)


def test_a_name_beside_a_visit_about_a_denunciation(officer):
    seen = visit(officer, DAY, content_kind=Content.DENUNCIATION)
    with pytest.raises(IntegrityError, match="Chưa được ghi thông tin cá nhân"), transaction.atomic():
        PersonalDetails.objects.create(record_id=seen.pk, **NAMED)


def test_a_visit_with_a_name_turned_into_one_about_a_denunciation(officer):
    seen = visit(officer, DAY, personal=NAMED)
    with pytest.raises(IntegrityError, match="không được có thông tin cá nhân"):
        update(Visit, seen, content_kind=Content.DENUNCIATION)


def test_a_load_keeps_to_the_same_checks(officer):
    bad = Row(Visit(unit=officer.at, channel=Channel.HEAD), DAY)
    with pytest.raises(Refusal, match="Dòng 2: Lượt tiếp của thủ trưởng"):
        load("luot_tiep", [Row(Visit(unit=officer.at), DAY), bad], reason="Nhập sổ cũ")
    assert not Visit.objects.exists()
    assert loaded_visit(officer.at, DAY).number == "1/2023"


@pytest.mark.parametrize("choices", [Channel, Content, Answer, HeadSession.Occasion, HeadSession.Attendance])
def test_stored_values_are_unaccented_and_shown_in_vietnamese(choices):
    for member in choices:
        assert member.value.isascii()
        assert str(member.label)[0].isupper()
