"""Whoever writes the spine's table opens no tố cáo, no letter of unknown class and no request for protection."""

import pytest
from django.db import IntegrityError, connection, transaction

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.petitions.tests.factories import accepted, classified, received
from danvan.domains.petitions.tests.test_protection import BEGUN, asked
from danvan.records.models import PersonalDetails, Record
from danvan.records.seal.tests.seal_world import make_world
from danvan.records.tests.desk_world import DAY
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
OPENING = (
    "identity_released_on = '2023-03-14'",
    "secrecy = 'noi_bo'",
    "identity_released_on = '2023-03-14', secrecy = 'noi_bo'",
    "secrecy = 'cong_khai', published_on = '2023-03-14'",
)


@pytest.fixture
def officer():
    return handler()


def as_app(*orders):
    """Orders of one transaction as the program's own role gives them, who took that over; what waits is asked at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE danvan_app")
        for order, values in orders:
            cursor.execute(order, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")


def opened(record, columns):
    return (f"UPDATE records_record SET {columns} WHERE id = %s", [record.pk])


def kept(record):
    return Record.objects.values_list("identity_released_on", "secrecy").get(pk=record.pk)


SEALED = {
    "an unclassified letter": lambda officer: received(officer, DAY),
    "a tố cáo": lambda officer: classified(officer, DAY, kind="to_cao"),
    "a matter of one": lambda officer: accepted(officer, DAY, kind="to_cao"),
    "a request for protection": lambda officer: asked(officer, accepted(officer, BEGUN, kind="to_cao")),
}


@pytest.mark.parametrize("columns", OPENING)
@pytest.mark.parametrize("what", SEALED)
def test_is_not_opened_by_an_order_of_its_own(officer, what, columns):
    record = SEALED[what](officer)
    with pytest.raises(IntegrityError, match=r"phải giữ niêm phong|không được có thông tin"):
        as_app(opened(record, columns))
    assert kept(record) == (None, "niem_phong")


@pytest.mark.parametrize("what", SEALED)
def test_nor_for_the_length_of_a_transaction_that_writes_a_person(officer, what):
    record = SEALED[what](officer)
    person = (
        "INSERT INTO records_personaldetails (record_id, full_name, address, phone, content)"
        " VALUES (%s, 'Tên Giả', '', '', '')",
        [record.pk],
    )
    with pytest.raises(IntegrityError):
        as_app(opened(record, OPENING[0]), person)
    assert not PersonalDetails.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("kind", ["khieu_nai", "kien_nghi_phan_anh"])
def test_a_letter_known_to_be_none_is_opened_as_before(officer, kind):
    letter = classified(officer, DAY, kind=kind)
    as_app()  # nothing that waits objects
    assert kept(letter) != (None, "niem_phong")


def test_an_open_one_made_a_tố_cáo_must_be_shut_in_the_same_transaction(officer):
    letter = classified(officer, DAY, kind="khieu_nai")
    with pytest.raises(IntegrityError):
        as_app(("UPDATE petitions_letter SET kind = 'to_cao' WHERE record_ptr_id = %s", [letter.pk]))


def test_with_a_sealed_case_not_even_after_its_class_was_rewritten():
    record = make_world().case()
    other_class = ("UPDATE petitions_letter SET kind = 'khieu_nai' WHERE record_ptr_id = %s", [record.pk])
    for columns in OPENING[:3]:
        with pytest.raises(IntegrityError, match="không bao giờ được mở"):
            as_app(other_class, opened(record, columns))
    assert Letter.objects.get(pk=record.pk).kind == "to_cao"


def test_other_columns_of_a_sealed_record_are_written_as_before(officer):
    record = classified(officer, DAY, kind="to_cao")
    as_app(opened(record, "version = version + 1"))
    assert Matter.objects.count() == 0
