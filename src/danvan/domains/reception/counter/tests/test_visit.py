"""A visit through the counter's form: what is written, what never is, and what is refused with a sentence."""

from datetime import date

import pytest
from tests.support.dump import holding

from danvan.domains.reception.counter import keys
from danvan.domains.reception.counter.tests.counter_world import (
    COUNTER,
    NAME,
    NUMBER,
    PERSONAL,
    PLACE,
    WORDS,
    filled,
    letters,
    send,
)
from danvan.domains.reception.models import Visit, VisitPerson
from danvan.domains.reception.tests.factories import held
from danvan.org.tests.factories import make_account
from danvan.records.desk.submissions import new_key
from danvan.records.models import Draft, Duty, HistoryRow, Link, PersonalDetails, Record, Submission
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db


def the_visit():
    return Visit.objects.get()


def errors(answer, name=None):
    assert answer.status_code == 400
    assert not Visit.objects.exists()
    found = answer.context["form"].errors
    return " ".join(found[name] if name else [text for rows in found.values() for text in rows])


class TestANamedVisit:
    def test_it_is_written_with_who_came_and_leads_to_its_slip(self, officer):
        answer = send(officer)
        visit = the_visit()
        assert answer.url == f"{COUNTER}phieu/{visit.public_id}/"
        assert (visit.outcome, visit.persons, visit.received_on) == ("ghi_nhan", 1, date(2023, 3, 1))
        person = visit.people.get()
        assert (person.full_name, person.identity_number, person.born_year) == (NAME, NUMBER, 1985)
        assert (visit.personal.full_name, visit.personal.address, visit.personal.content) == (
            NAME,
            PLACE,
            WORDS,
        )

    def test_the_number_is_looked_for_by_a_keyed_hash_alone(self, officer, settings):
        send(officer)
        person = VisitPerson.objects.get()
        assert person.number_hash == keys.of_number("0790 8501 2345")
        assert person.name_hash == keys.of_name("nguyen van MINH hoa", 1985)
        assert NUMBER not in person.number_hash
        settings.SECRET_KEY = "mot-khoa-khac-cua-may-chu-nay-de-thu"
        assert keys.of_number(NUMBER) != person.number_hash
        settings.SECRET_KEY_FALLBACKS = ["khoa-cu"]
        assert len(keys.every_number(NUMBER)) == 2

    def test_the_person_stands_in_two_tables_and_nowhere_else(self, officer):
        send(officer)
        for text in PERSONAL:
            assert holding(text) <= {"public.records_personaldetails", "public.reception_visitperson"}
        assert holding(NUMBER) == {"public.reception_visitperson"}
        assert not HistoryRow.objects.filter(table="reception_visitperson").exists()

    def test_the_same_form_twice_is_one_visit(self, officer):
        told = filled(officer, outcome="nhan_don", field="dat_dai")
        client = desk_of(officer)
        first, again = client.post(COUNTER, told), client.post(COUNTER, told)
        assert first.url == again.url
        assert (Visit.objects.count(), letters().count(), Submission.objects.count()) == (1, 1, 1)

    def test_the_reply_is_owed_within_ten_working_days(self, officer):
        send(officer)
        assert list(the_visit().duties.values_list("clock", "rule")) == [("tra_loi", "TCD.REPLY")]

    def test_another_unit_is_not_offered(self, officer):
        other = handler()
        assert "unit" in send(officer, unit=str(other.at.pk)).context["form"].errors

    def test_whoever_opens_nothing_is_turned_away(self, officer):
        client = desk_of(make_account("thanh_tra", officer.at))
        assert client.get(COUNTER).status_code == 403
        assert client.post(COUNTER, filled(officer)).status_code == 403

    def test_a_head_receives_in_a_session(self, officer):
        sitting = held(officer, date(2023, 3, 1))
        assert "phải thuộc một kỳ tiếp" in errors(send(officer, channel="thu_truong"))
        send(officer, channel="thu_truong", session=str(sitting.pk))
        assert the_visit().session == sitting


class TestADenunciation:
    """Luật Tố cáo 2018, Điều 8: number, day and class, and nobody's name."""

    def test_what_was_scanned_is_dropped_and_said(self, officer):
        answer = send(officer, content_kind="to_cao")
        visit = the_visit()
        assert (visit.secrecy, visit.identity_released_on) == ("niem_phong", None)
        assert not VisitPerson.objects.exists()
        assert not PersonalDetails.objects.exists()
        assert not any(holding(text) for text in PERSONAL)
        assert "đã được bỏ" in desk_of(officer).get(answer.url).content.decode() or answer.status_code == 302

    def test_its_letter_is_opened_sealed_and_without_a_word(self, officer):
        send(officer, content_kind="to_cao", outcome="nhan_don", field="khac")
        letter = letters().get()
        assert (letter.kind, letter.secrecy, letter.channel) == ("to_cao", "niem_phong", "tiep_cong_dan")
        assert Link.objects.get().source_id == the_visit().pk
        assert not any(holding(text) for text in PERSONAL)

    def test_a_refused_form_does_not_show_again_what_was_typed(self, officer):
        answer = send(officer, content_kind="to_cao", outcome="nhan_don", field="")
        assert "Hãy chọn lĩnh vực" in errors(answer)
        page = answer.content.decode()
        assert "các ô đó đã được xóa" in page
        assert not [text for text in PERSONAL if text in page]

    def test_no_class_chosen_is_treated_alike(self, officer):
        answer = send(officer, content_kind="")
        assert answer.status_code == 400
        assert not [text for text in PERSONAL if text in answer.content.decode()]

    def test_the_database_refuses_a_person_whoever_asks(self, officer, as_app):
        from django.db import IntegrityError, transaction

        send(officer, content_kind="to_cao")
        with pytest.raises(IntegrityError, match="Chưa được ghi"), transaction.atomic():
            VisitPerson.objects.create(visit=the_visit(), full_name=NAME)


class TestMixedContents:
    """TCD.SPLIT: a letter for each content; a tố cáo among them hangs on nothing that has a name."""

    def split(self, officer, **more):
        told = {"content_kind": "khieu_nai", "outcome": "nhan_don", "field": "dat_dai"}
        told |= {"kind_2": "kien_nghi_phan_anh", "field_2": "khac", "content_2": "Ý thứ hai minh họa"}
        return send(officer, **told | more)

    def test_two_letters_in_one_go(self, officer):
        self.split(officer)
        opened = list(letters().order_by("id"))
        assert [letter.kind for letter in opened] == ["khieu_nai", "kien_nghi_phan_anh"]
        assert [letter.personal.content for letter in opened] == [WORDS, "Ý thứ hai minh họa"]
        assert {link.source_id for link in Link.objects.all()} == {the_visit().pk}
        assert the_visit().personal.content == f"{WORDS}\n\nÝ thứ hai minh họa"

    @pytest.mark.parametrize("first", ["to_cao", "khieu_nai"])
    def test_a_denunciation_among_them_is_tied_to_nothing(self, officer, first):
        second = "khieu_nai" if first == "to_cao" else "to_cao"
        answer = self.split(officer, content_kind=first, kind_2=second, content_2="Lời thứ hai minh họa")
        sealed = letters().get(kind="to_cao")
        assert not Link.objects.filter(record_id=sealed.pk).exists()
        assert not Link.objects.filter(source_id=sealed.pk).exists()
        assert not hasattr(Record.objects.get(pk=sealed.pk), "personal")
        assert the_visit().content_kind == "khieu_nai"
        lost = WORDS if first == "to_cao" else "Lời thứ hai minh họa"
        assert not holding(lost)
        page = answer.content.decode()
        assert f"{sealed.public_id[:4]} {sealed.public_id[4:8]}" in page.replace("\u00a0", " ")
        assert answer.status_code == 200

    def test_sent_again_it_writes_nothing_and_tells_no_tie(self, officer):
        told = filled(officer, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        told |= {"kind_2": "to_cao", "field_2": "khac"}
        client = desk_of(officer)
        client.post(COUNTER, told)
        again = client.post(COUNTER, told)
        assert again.status_code == 302
        assert letters().count() == 2
        page = client.get(again.url).content.decode().replace("\u00a0", " ")
        assert letters().get(kind="to_cao").public_id[:4] + " " not in page

    def test_a_second_content_needs_its_class_field_and_a_letter(self, officer):
        assert "loại của nội dung" in errors(self.split(officer, kind_2=""), "kind_2")
        assert "lĩnh vực" in errors(self.split(officer, field_2=""), "field_2")
        assert "tách đơn" in errors(self.split(officer, outcome="ghi_nhan"), "outcome")


class TestHowItEnds:
    def test_a_letter_is_classified_at_once_with_the_person(self, officer):
        send(officer, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai", persons="3")
        letter = letters().get()
        assert (letter.state, letter.kind, letter.field) == ("da_phan_loai", "khieu_nai", "dat_dai")
        assert (letter.signatories, letter.is_competent) == (3, True)
        assert (letter.personal.full_name, letter.personal.content) == (NAME, WORDS)

    def test_guidance_answers_the_visit_where_the_officer_may(self, officer):
        send(officer, outcome="huong_dan")
        assert (the_visit().state, the_visit().answer) == ("da_tra_loi", "tu_choi")

    def test_guidance_by_who_only_receives_waits_for_the_answer(self, officer):
        clerk = make_account("tiep_dan", officer.at)
        clerk.at = officer.at
        send(clerk, outcome="huong_dan")
        assert the_visit().state == "da_tiep"

    def test_whoever_may_not_classify_takes_no_letter(self, officer):
        clerk = make_account("van_thu", officer.at)
        clerk.at = officer.at
        assert "không có quyền phân loại" in errors(send(clerk, outcome="nhan_don", field="khac"))

    @pytest.mark.parametrize(("day", "content", "fits"), [
        ("30/6/2026", "khieu_nai", False), ("1/7/2026", "khieu_nai", True),
        ("30/6/2026", "to_cao", False), ("30/6/2026", "kien_nghi_phan_anh", True),
    ])  # fmt: skip
    def test_forwarding_what_is_foreign_by_the_law_of_the_day(self, officer, play_on, day, content, fits):
        play_on(date(2026, 7, 10))
        answer = send(officer, on=day, content_kind=content, outcome="nhan_de_chuyen", field="khac")
        if fits:
            assert not letters().get().is_competent
        else:
            assert "Trước 1/7/2026" in errors(answer, "outcome")

    def test_a_letter_of_other_content_is_refused(self, officer):
        assert "Đơn phải là" in errors(send(officer, content_kind="khac", outcome="nhan_don", field="khac"))

    def test_it_joins_a_letter_that_exists(self, officer):
        send(officer, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        letter = letters().get()
        code = f"{letter.public_id[:8]} {letter.public_id[8:]}"
        send(officer, content_kind="khieu_nai", outcome="nhap", joins=code)
        tie = Link.objects.get(kind="nhap_vao")
        assert (tie.source_id, tie.record_id) == (letter.pk, Visit.objects.latest("id").pk)

    def test_a_name_is_never_tied_to_a_sealed_letter(self, officer):
        send(officer, content_kind="to_cao", outcome="nhan_don", field="khac")
        answer = send(officer, content_kind="khieu_nai", outcome="nhap", joins=letters().get().public_id)
        assert "sẽ lộ người tố cáo" in str(answer.context["form"].errors)
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize("code", ["", "1234567890123456", "khong phai ma"])
    def test_a_code_that_is_nobodys(self, officer, code):
        errors(send(officer, outcome="nhap", joins=code))

    def test_a_letter_of_another_unit_cannot_be_joined(self, officer):
        other = handler()
        send(other, content_kind="khieu_nai", outcome="nhan_don", field="dat_dai")
        answer = send(officer, outcome="nhap", joins=letters().get().public_id)
        assert "Không có đơn" in str(answer.context["form"].errors)


class TestWhoCame:
    def test_before_july_2026_an_address_or_a_paper_is_enough(self, officer):
        assert "địa chỉ hoặc số giấy tờ" in errors(send(officer, address="", identity_number=""))
        assert "họ và tên" in errors(send(officer, full_name=""), "full_name")
        send(officer, identity_number="", identity_paper="")
        assert the_visit()

    def test_from_july_2026_a_number_is_asked_for_and_who_has_none_is_received(self, officer, play_on):
        play_on(date(2026, 7, 1))
        assert "“Không xuất trình”" in errors(send(officer, on="1/7/2026", identity_number=""))
        send(officer, on="1/7/2026", identity_number="", identity_paper="khong")
        assert the_visit().identity_paper == "khong"

    def test_papers_are_those_of_the_day(self, officer, play_on):
        play_on(date(2026, 7, 1))
        assert "chung_nhan" in errors(
            send(officer, on="30/6/2026", identity_paper="chung_nhan"), "identity_paper"
        )

    @pytest.mark.parametrize(
        ("persons", "representatives", "fits"),
        [(5, 1, True), (10, 2, True), (10, 3, False), (11, 5, True), (5, 3, False), (30, 5, True)],
    )
    def test_representatives_by_the_number_of_the_group(self, officer, persons, representatives, fits):
        told = {"is_group": "on", "has_delegation_paper": "on", "others": "Người Hai\n\nNgười Ba"}
        answer = send(officer, persons=persons, representatives=representatives, **told)
        if fits:
            names = list(the_visit().people.values_list("position", "full_name"))
            assert names == [(1, NAME), (2, "Người Hai"), (3, "Người Ba")]
        else:
            assert "Điều 29" in errors(answer, "representatives")

    def test_representatives_need_the_paper_signed_by_all(self, officer):
        answer = send(officer, persons="7", is_group="on", representatives="1")
        assert "chữ ký của tất cả" in errors(answer, "representatives")

    def test_a_group_starts_at_five(self, officer):
        assert "từ 5 người" in errors(send(officer, persons="4", is_group="on"))

    def test_who_is_authorised_shows_a_paper(self, officer, play_on):
        play_on(date(2026, 7, 2))
        assert "giấy ủy quyền" in errors(send(officer, capacity="uy_quyen"))
        told = {"content_kind": "khieu_nai", "capacity": "uy_quyen", "authority": "giay_tay"}
        assert "công chứng hoặc chứng thực" in errors(send(officer, on="1/7/2026", **told))
        send(officer, on="30/6/2026", **told)
        assert the_visit().authority == "giay_tay"

    def test_who_is_helped_has_agreed(self, officer):
        assert "đồng ý" in errors(send(officer, helped_by="to_cong_nghe_so"))
        send(officer, helped_by="to_cong_nghe_so", has_consent="on", has_interpreter="on", interpreter="Tày")
        assert (the_visit().has_interpreter, the_visit().people.get().interpreter) == (True, "Tày")

    @pytest.mark.parametrize("persons", ["0", "-1", "nhiều", "", "99999"])
    def test_a_number_of_persons_that_is_none(self, officer, persons):
        errors(send(officer, persons=persons), "persons")


class TestDrafts:
    def test_a_draft_keeps_no_word(self, officer):
        client = desk_of(officer)
        told = filled(officer, content_kind="khieu_nai", persons="7", viec="nhap", joins="1234567890123456")
        assert client.post(COUNTER, told | {"is_group": "on"}).status_code == 302
        kept = Draft.objects.get()
        assert kept.fields["persons"] == "7"
        assert not any(holding(text) for text in PERSONAL)
        form = client.get(COUNTER).context["form"]
        assert (form["persons"].value(), form["key"].value()) == ("7", told["key"])

    def test_it_goes_when_the_visit_is_written_or_on_request(self, officer):
        client = desk_of(officer)
        told = filled(officer, viec="nhap")
        client.post(COUNTER, told)
        client.post(COUNTER, told | {"viec": "ghi"})
        assert not Draft.objects.exists()
        client.post(COUNTER, told | {"key": new_key()})
        client.post(COUNTER, {"viec": "bo_nhap"})
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "0" * 40])
    def test_a_form_without_our_key_writes_nothing(self, officer, key):
        assert send(officer, key=key).status_code == 400
        assert not Visit.objects.exists()
        assert not Duty.objects.exists()
