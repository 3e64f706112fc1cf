"""Sealed records, other rights, files as they should not be: what the national database's pages do at their edges."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.org.tests.factories import make_account
from danvan.records.desk import rail
from danvan.records.models import NationalList, Record
from danvan.records.national import lists, pasting, waiting
from danvan.records.national.keeping import NotWritten
from danvan.records.national.lists import Wanted
from danvan.records.national.tests.national_world import (
    DAY,
    LATER,
    TODAY,
    book,
    kept,
    matter_of,
    opened,
    reader,
    visit_of,
    write,
)
from danvan.records.tests.desk_world import classified, desk_of, reach_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
WAITING = reverse("national:waiting")


@pytest.fixture
def officer(db):
    return handler()


class TestSealed:
    def test_seen_only_with_the_right_to_sealed_records(self, officer):
        matter = matter_of(officer, "to_cao")
        assert matter.secrecy == Record.Secrecy.SEALED
        mine = {line.public_id for line in waiting.worklist(reach_of(officer), {}).rows}
        theirs = {line.public_id for line in waiting.worklist(reach_of(reader(officer)), {}).rows}
        assert matter.public_id in mine
        assert matter.public_id not in theirs

    def test_marked_as_such(self, officer):
        matter_of(officer, "to_cao")
        assert "niêm phong" in desk_of(officer).get(WAITING).content.decode()

    def test_neither_by_page_nor_by_code(self, officer):
        matter = matter_of(officer, "to_cao")
        address = reverse("national:code", args=[matter.public_id])
        assert desk_of(reader(officer)).get(address).status_code in (403, 404)
        with pytest.raises(NotWritten):
            write(matter, reader(officer))

    def test_a_visit_about_one_has_no_person_in_a_list(self, officer):
        visit_of(officer, content_kind="to_cao")
        wanted = Wanted(DAY, TODAY, with_personal=True)
        rows = opened(lists.workbook(wanted, reach_of(officer)))["Tiếp công dân"]
        at = rows[0].index("Họ và tên")
        assert rows[1][at : at + 3] == ["", "", ""]


class TestRights:
    @pytest.mark.parametrize("role", ["tiep_dan", "xu_ly", "giai_quyet", "lanh_dao"])
    def test_these_write(self, officer, role):
        account = make_account(role, officer.at)
        assert write(classified(officer), account) == 1

    @pytest.mark.parametrize("role", ["van_thu", "thanh_tra"])
    def test_these_read(self, officer, role):
        account = make_account(role, officer.at)
        letter_of(officer, DAY)
        desk = desk_of(account)
        assert desk.get(WAITING).status_code == 200
        for name in ("paste", "make", "reconcile"):
            assert desk.get(reverse(f"national:{name}")).status_code == 403
        assert desk.post(reverse("national:confirm"), {"ghi": "x"}).status_code == 403

    @pytest.mark.parametrize(
        "role", ["tong_hop", "giam_sat", "bien_tap", "quan_tri", "he_thong", "kiem_toan"]
    )
    def test_these_do_not_even_see_it(self, officer, role):
        desk = desk_of(make_account(role, officer.at))
        assert desk.get(WAITING).status_code == 403
        assert desk.get(reverse("national:make")).status_code == 403

    def test_a_role_above_reaches_the_units_below_it(self, officer):
        above = make_account("xu_ly", officer.at, covers_below=True)
        assert write(classified(officer), above) == 1

    def test_the_rail_leads_who_reads(self, officer):
        def led(account):
            return "national:waiting" in {line.address_name for line in rail.lines(reach_of(account))}

        assert led(officer)
        assert led(reader(officer))
        assert not led(make_account("tong_hop", officer.at))

    def test_nobody_without_an_account(self, client):
        for name in ("waiting", "paste", "make", "reconcile"):
            assert client.get(reverse(f"national:{name}")).status_code == 302

    def test_writing_goes_by_post_alone(self, officer):
        assert desk_of(officer).get(reverse("national:confirm")).status_code == 405


class TestFilesAndDays:
    def upload(self, officer, **sent):
        told = {"unit": officer.at.pk, "group": "don"} | sent
        return desk_of(officer).post(reverse("national:reconcile"), told)

    def test_no_file(self, officer):
        assert self.upload(officer).status_code == 400

    def test_a_unit_where_one_does_not_write(self, officer):
        file = SimpleUploadedFile("ds.xlsx", book(("Đơn", [["Mã", "Số"], ["A1", "1/2023"]])))
        assert self.upload(officer, unit=handler().at.pk, table=file).status_code == 400

    def test_a_group_that_is_none(self, officer):
        file = SimpleUploadedFile("ds.xlsx", book(("Đơn", [["Mã", "Số"], ["A1", "1/2023"]])))
        assert self.upload(officer, group="ky_tiep", table=file).status_code == 400

    def test_what_is_here_and_not_there_is_listed(self, officer):
        letter = letter_of(officer, DAY)
        file = SimpleUploadedFile("ds.xlsx", book(("Đơn", [["Mã", "Số"], ["A1", "98/2023"]])))
        page = self.upload(officer, table=file).content.decode()
        assert letter.get_absolute_url() in page
        assert "Dòng 2: mã A1" in page

    def test_a_refused_confirmation_tells_why(self, officer):
        letter = letter_of(officer, DAY)
        sent = {"ghi": f"{letter.public_id}|A1|2020-01-01", "on": "10/3/2023"}
        answer = desk_of(officer).post(reverse("national:confirm"), sent)
        assert "Ngày cập nhật phải từ 1/3/2023" in answer.content.decode()
        assert kept(letter) is None

    def test_differing_days_are_written_when_a_person_says_so(self, officer):
        letter = letter_of(officer, DAY)
        write(letter, officer, "A1")
        sent = {"ghi": f"{letter.public_id}|A1|2023-03-09", "on": "10/3/2023"}
        assert desk_of(officer).post(reverse("national:confirm"), sent).status_code == 302
        assert kept(letter) == ("A1", date(2023, 3, 9))

    def test_a_key_that_no_page_wrote(self, officer):
        assert desk_of(officer).get(WAITING, {"sau": "x"}).status_code == 400

    def test_a_foreign_unit_in_the_filter(self, officer):
        assert desk_of(officer).get(WAITING, {"unit": "999999"}).status_code == 200

    def test_a_list_of_one_unit_is_noted_with_it(self, officer):
        letter_of(officer, DAY)
        sent = {"since": "1/3/2023", "until": "14/3/2023", "unit": officer.at.pk, "every": "on"}
        assert desk_of(officer).post(reverse("national:make"), sent).status_code == 200
        assert NationalList.objects.get().unit == officer.at


class TestPastedText:
    def test_windows_line_ends_and_spaces(self):
        found = pasting.read("  1/2023   A1  \r\n\r\n2 / 2023;A2".replace("2 / 2023", "2/2023"), LATER)
        assert [(number, code) for number, code, _on in found.values()] == [
            ((1, 2023), "A1"),
            ((2, 2023), "A2"),
        ]
        assert list(found) == [1, 3]

    def test_all_wrong_lines_are_told_at_once(self):
        with pytest.raises(NotWritten) as refused:
            pasting.read("x\n1/2023 A1\ny z", LATER)
        assert list(refused.value.faults) == ["1", "3"]

    def test_nothing(self):
        with pytest.raises(Refusal, match="Chưa có dòng nào"):
            pasting.read("\n \n", LATER)

    @pytest.mark.parametrize("line", ["Trần Thị Bí", "1/2023 Trần Thị Bí Mật", "1/2023 A1 Bí"])
    def test_no_sentence_repeats_a_line(self, line):
        with pytest.raises(NotWritten) as refused:
            pasting.read(line, LATER)
        assert "Bí" not in str(refused.value.faults)
