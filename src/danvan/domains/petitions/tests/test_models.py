"""What the database itself refuses of letters, matters and personal details, whoever asks."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from danvan.domains.petitions.models import Channel, Field, Kind, Letter, Matter, Result
from danvan.domains.petitions.tests.factories import NAMED, accepted, classified, received
from danvan.records.loading import Row, load
from danvan.records.models import HistoryRow, PersonalDetails, Record
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)


def update(model, record, **columns):
    with transaction.atomic():
        model.objects.filter(pk=record.pk).update(**columns)


class TestIdentity:
    """Bí mật thông tin người tố cáo: held by the database, for the owner's role and for the program's alike."""

    @pytest.fixture(params=["owner", "app"])
    def role(self, request):
        if request.param == "app":
            request.getfixturevalue("as_app")
        return request.param

    def test_the_test_acts_in_the_role_it_names(self, officer, role):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert (cursor.fetchone()[0] == "danvan_app") == (role == "app")

    def test_no_details_before_classification(self, officer, role):
        letter = received(officer, DAY)
        with pytest.raises(IntegrityError, match="Chưa được ghi thông tin cá nhân"), transaction.atomic():
            PersonalDetails.objects.create(record_id=letter.pk, **NAMED)

    def test_no_details_of_a_denunciation_or_of_its_matter(self, officer, role):
        matter = accepted(officer, DAY, Kind.DENUNCIATION)
        letter = Letter.objects.get()
        for record in (letter, matter):
            with pytest.raises(IntegrityError, match="Chưa được ghi"), transaction.atomic():
                PersonalDetails.objects.create(record_id=record.pk, **NAMED)

    def test_details_of_a_complaint_are_not_moved_to_a_denunciation(self, officer, role):
        complaint = classified(officer, DAY, personal=NAMED)
        denunciation = classified(officer, DAY, Kind.DENUNCIATION)
        with pytest.raises(IntegrityError, match="Chưa được ghi"), transaction.atomic():
            PersonalDetails.objects.filter(pk=complaint.pk).update(record_id=denunciation.pk)

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, None])
    def test_a_letter_with_details_never_turns_into_a_denunciation(self, officer, role, kind):
        letter = classified(officer, DAY, personal=NAMED)
        with pytest.raises(IntegrityError, match="không được có thông tin cá nhân"):
            update(Letter, letter, kind=kind)
        assert Letter.objects.get().kind == Kind.COMPLAINT

    @pytest.mark.parametrize("kind", [Kind.DENUNCIATION, None])
    def test_nor_does_one_that_may_still_get_them(self, officer, role, kind):
        letter = classified(officer, DAY)
        with pytest.raises(IntegrityError, match="không được có thông tin cá nhân"):
            update(Letter, letter, kind=kind)

    def test_nor_does_a_matter(self, officer, role):
        matter = accepted(officer, DAY)
        PersonalDetails.objects.create(record_id=matter.pk, **NAMED)
        with pytest.raises(IntegrityError, match="không được có thông tin cá nhân"):
            update(Matter, matter, kind=Kind.DENUNCIATION)

    def test_one_with_details_may_turn_into_a_proposal(self, officer, role):
        letter = classified(officer, DAY, personal=NAMED)
        update(Letter, letter, kind=Kind.PROPOSAL)
        assert PersonalDetails.objects.filter(pk=letter.pk).exists()

    def test_the_history_knows_no_word_of_the_details(self, officer, role):
        classified(officer, DAY, personal={"full_name": "Tên Thử Riêng", "content": "Chuyện thử riêng"})
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        told = [str(values) for values in HistoryRow.objects.values_list()]
        assert told
        assert not any("Thử Riêng" in row or "thử riêng" in row for row in told)

    def test_a_load_of_a_denunciation_with_a_name_writes_nothing(self, officer, role):
        moves = [("phan_loai", DAY, {"kind": "to_cao", "field": "khac"})]
        rows = [Row(Letter(unit=officer.at), DAY, moves, personal=NAMED)]
        with pytest.raises(Refusal, match="Dòng 1: chưa phân loại hoặc là tố cáo"):
            load("don", rows, reason="Nhập sổ cũ")
        assert not Letter.objects.exists()


class TestAppRole:
    """The running program may not take the guards away."""

    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE petitions_letter DISABLE TRIGGER ALL",
            "ALTER TABLE records_personaldetails DISABLE TRIGGER ALL",
            "ALTER TABLE petitions_letter DROP CONSTRAINT letter_kind_known",
            "TRUNCATE petitions_letter CASCADE",
            "SET session_replication_role = replica",
            "DROP TABLE petitions_matter CASCADE",
        ],
    )
    def test_it_may_not(self, officer, as_app, statement):
        received(officer, DAY)
        with (
            pytest.raises(DatabaseError, match=r"must be owner|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_it_deletes_no_record(self, officer, as_app):
        letter = received(officer, DAY)
        with pytest.raises(DatabaseError), transaction.atomic():
            Record.objects.filter(pk=letter.pk)._raw_delete("default")


class TestLetterConstraints:
    def test_a_class_outside_the_three(self, officer):
        with pytest.raises(IntegrityError, match="letter_kind_known"):
            update(Letter, received(officer, DAY), kind="khen_ngoi")

    def test_handled_without_a_class(self, officer):
        with pytest.raises(IntegrityError, match="letter_classified_before_handled"):
            update(Letter, received(officer, DAY), handled_on=DAY)

    def test_closed_before_it_came(self, officer):
        with pytest.raises(IntegrityError, match="record_closed_after_received"):
            update(Record, received(officer, DAY), closed_on=date(2023, 1, 31))

    def test_a_sealed_letter_published(self, officer):
        with pytest.raises(IntegrityError, match="record_sealed_never_published"):
            update(Record, classified(officer, DAY, Kind.DENUNCIATION), published_on=DAY)

    def test_two_letters_of_one_number(self, officer):
        received(officer, DAY)
        with pytest.raises(IntegrityError, match="record_number_once"):
            update(Record, received(officer, DAY), register_no=1)


class TestMatterConstraints:
    def test_settled_without_a_result(self, officer):
        with pytest.raises(IntegrityError, match="matter_settled_with_result"):
            update(Matter, accepted(officer, DAY), settled_on=DAY)

    def test_settled_with_one(self, officer):
        update(Matter, accepted(officer, DAY), settled_on=DAY, result=Result.WRONG)
        assert Matter.objects.get().settled_on == DAY


@pytest.mark.parametrize("choices", [Kind, Field, Channel, Result])
def test_stored_values_are_unaccented_and_shown_in_vietnamese(choices):
    for member in choices:
        assert member.value.isascii()
        assert member.value == member.value.lower()
        assert str(member.label)[0].isupper()
