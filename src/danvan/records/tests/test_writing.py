"""The writers of one record: numbers, rights, order of days, identity, clocks and effects."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from danvan.domains.petitions.models import Letter, Matter
from danvan.org.tests.factories import make_unit
from danvan.records import writing
from danvan.records.models import Duty, PersonalDetails, Record
from danvan.records.tests.factories import compiler, handler, head, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
NAMED = {"full_name": "Người gửi minh họa", "content": "Nội dung minh họa"}


def classified(officer, kind="khieu_nai", on=DAY, **fields):
    letter = letter_of(officer, DAY)
    return writing.move(letter, "phan_loai", by=officer, on=on, kind=kind, field="dat_dai", **fields)


def test_numbers_run_per_unit_and_year():
    officer = handler()
    numbers = [letter_of(officer, day).number for day in (DAY, DAY, date(2022, 12, 20))]
    assert numbers == ["1/2023", "2/2023", "1/2022"]
    other = handler(unit=make_unit())
    assert letter_of(other, DAY).number == "1/2023"


def test_a_refused_opening_gives_its_number_back():
    officer = handler()
    with pytest.raises(Refusal, match="Số người đứng tên"):
        writing.open_record("don", by=officer, unit=officer.at, on=DAY, signatories=0)
    assert letter_of(officer, DAY).number == "1/2023"
    assert Record.objects.count() == 1


def test_a_day_in_the_future_is_refused():
    officer = handler()
    with pytest.raises(Refusal, match="chưa tới"):
        letter_of(officer, date(2023, 3, 15))


def test_a_move_before_the_record_is_refused():
    officer = handler()
    with pytest.raises(Refusal, match="trước ngày tiếp nhận 1/2/2023"):
        writing.move(
            letter_of(officer, DAY),
            "phan_loai",
            by=officer,
            on=date(2023, 1, 31),
            kind="to_cao",
            field="khac",
        )


def test_nobody_without_the_right_opens_or_moves():
    counting = compiler()
    with pytest.raises(Refusal, match="không có quyền"):
        letter_of(counting, DAY)
    letter = letter_of(handler(), DAY)
    with pytest.raises(Refusal, match="không có quyền"):
        writing.move(letter, "phan_loai", by=handler(unit=make_unit()), on=DAY, kind="to_cao", field="khac")


def test_a_move_that_the_state_does_not_allow_is_refused():
    officer = handler()
    with pytest.raises(Refusal, match="Không thể “Thụ lý” khi hồ sơ đang ở trạng thái “Đã tiếp nhận”"):
        writing.move(letter_of(officer, DAY), "thu_ly", by=officer, on=DAY)


def test_unknown_moves_and_fields_are_refused():
    officer = handler()
    letter = letter_of(officer, DAY)
    with pytest.raises(Refusal, match="không có bước"):
        writing.move(letter, "xoa", by=officer, on=DAY)
    with pytest.raises(Refusal, match="không ghi trường “state”"):
        writing.move(letter, "phan_loai", by=officer, on=DAY, kind="to_cao", field="khac", state="thu_ly")


def test_a_needed_field_is_asked_for_by_name():
    officer = handler()
    with pytest.raises(Refusal, match="Còn thiếu “loại đơn”"):
        writing.move(letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, field="khac")


def test_a_value_outside_the_list_is_refused():
    officer = handler()
    with pytest.raises(Refusal, match="Loại đơn"):
        writing.move(letter_of(officer, DAY), "phan_loai", by=officer, on=DAY, kind="khen", field="khac")


def test_a_stale_version_is_refused():
    officer = handler()
    letter = classified(officer)
    with pytest.raises(Refusal, match="người khác cập nhật"):
        writing.move(letter, "luu", by=officer, on=DAY, version=letter.version - 1)
    assert writing.move(letter, "luu", by=officer, on=DAY, version=letter.version).state == "luu"


def test_an_unclassified_letter_is_sealed_and_holds_no_person():
    officer = handler()
    letter = letter_of(officer, DAY)
    assert letter.secrecy == Record.Secrecy.SEALED
    with pytest.raises(Refusal, match="không được ghi họ tên"):
        writing.open_record("don", by=officer, unit=officer.at, on=DAY, personal=NAMED)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonalDetails.objects.create(record_id=letter.pk, **NAMED)


def test_a_denunciation_never_holds_a_person():
    officer = handler()
    with pytest.raises(Refusal, match="không được ghi họ tên"):
        classified(officer, "to_cao", personal=NAMED)
    letter = classified(officer, "to_cao")
    assert letter.secrecy == Record.Secrecy.SEALED
    assert letter.identity_released_on is None
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonalDetails.objects.create(record_id=letter.pk, **NAMED)


def test_a_complaint_may_hold_a_person_and_then_never_turn_into_a_denunciation():
    officer = handler()
    letter = classified(officer, "khieu_nai", personal=NAMED)
    assert letter.secrecy == Record.Secrecy.INTERNAL
    assert letter.personal.full_name == NAMED["full_name"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(kind="to_cao")


def test_no_word_of_a_person_reaches_title_or_search():
    letter = classified(handler(), "khieu_nai", personal=NAMED)
    assert "minh hoa" not in letter.search_internal
    assert letter.search_internal.startswith("don khieu nai")
    assert letter.search_public == ""


def test_acceptance_opens_the_matter_with_its_limit():
    officer = handler()
    letter = writing.move(classified(officer), "thu_ly", by=officer, on=date(2023, 2, 8))
    matter = Matter.objects.get()
    assert matter.kind == "khieu_nai"
    assert matter.received_on == date(2023, 2, 8)
    assert list(Record.objects.filter(outcomes__record_id=matter.pk)) == [letter.record_ptr]
    duty = Duty.objects.get(record_id=matter.pk)
    # thirty days from 8/2 end on 10/3/2023, a Friday
    assert (duty.rule, duty.due_on) == ("KN.S1", date(2023, 3, 10))


def test_settling_the_matter_settles_its_letter_and_meets_the_duty():
    officer = handler()
    letter = writing.move(classified(officer), "thu_ly", by=officer, on=date(2023, 2, 8))
    matter = writing.move(Matter.objects.get(), "giai_quyet", by=officer, on=date(2023, 3, 9), result="dung")
    assert matter.closed_on == date(2023, 3, 9)
    assert Record.objects.get(pk=letter.pk).state == "giai_quyet"
    assert Duty.objects.get(record_id=matter.pk, clock="giai_quyet").met_on == date(2023, 3, 9)
    assert set(Duty.objects.open().values_list("rule", flat=True)) <= {"KN.SEND1", "KN.PUB"}


def test_the_limit_of_a_complaint_runs_from_receipt_not_from_classification():
    officer = handler()
    letter = classified(officer, "khieu_nai", on=date(2023, 2, 3))
    duty = Duty.objects.get(record_id=letter.pk, rule="KN.ACC")
    # ten days from 1/2 end on Saturday 11/2, so on Monday 13/2
    assert duty.begins_on == DAY
    assert duty.latest_on >= date(2023, 2, 13)


def test_a_denunciation_outside_competence_runs_by_the_rule_of_forwarding():
    letter = classified(handler(), "to_cao", is_competent=False)
    rules = set(Duty.objects.filter(record_id=letter.pk).values_list("rule", flat=True))
    assert rules == {"XLD.LIMIT", "TC.FWD"}


def test_what_is_sealed_is_never_published():
    officer = handler()
    letter = classified(officer, "to_cao")
    with pytest.raises(Refusal, match="không bao giờ được công khai"):
        writing.publish(letter, by=head(officer.at), on=DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=letter.pk).update(published_on=DAY)


def test_a_letter_of_a_time_without_a_rule_is_entered_without_that_limit():
    officer = handler()
    letter = letter_of(officer, date(2021, 11, 12))
    assert not Duty.objects.filter(record_id=letter.pk, rule="XLD.LIMIT").exists()
    assert letter.number == "1/2021"
