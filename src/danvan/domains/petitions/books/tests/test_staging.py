"""From the file to the register: sealed meanwhile, mended, taken whole; and the opening balance beside it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from danvan.domains.petitions.books import balance, staging
from danvan.domains.petitions.books.tests.ugly import ELEVEN_WRONG, book, row, ugly
from danvan.domains.petitions.models import Book, BookRow, Kind, Letter, Matter
from danvan.records.models import PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import compiler, handler, head
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
MENDED = {
    3: {"received_on": "28/2"}, 7: {"received_on": "9/1"}, 12: {"kind": "khieu_nai"}, 15: {"kind": "khieu_nai"},
    18: {"handling": "luu"}, 21: {"handled_on": "28/2/2023"}, 24: {"forwarded_to": "Thanh tra tỉnh"},
    27: {"received_on": "2/2"}, 30: {"received_on": "1/2/2023"}, 33: {"handled_on": "28/2"}, 36: {"handling": "luu"},
}  # fmt: skip


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def staged(officer):
    begun = staging.begin(ugly(), "xls", unit=officer.at, year=2023, by=officer)
    staging.name_columns(begun, begun.meanings, by=officer)
    return begun


def mended(staged, officer):
    for at in staged.rows.filter(has_faults=True).order_by("number"):
        assert staging.mend(at, MENDED[at.number - 5], by=officer), at.faults
    return staged


class TestStaging:
    def test_eleven_rows_wait_to_be_mended(self, staged):
        waiting = staged.rows.filter(has_faults=True).values_list("number", flat=True)
        assert {number - 5 for number in waiting} == set(ELEVEN_WRONG)
        assert staged.rows_read == 40

    def test_no_cell_stands_in_the_tables(self, staged):
        with connection.cursor() as cursor:
            cursor.execute("SELECT ciphertext, faults::text FROM petitions_bookrow")
            kept = b"".join(bytes(cipher) + faults.encode() for cipher, faults in cursor.fetchall())
        for word in ("minh họa", "ranh giới", "thôn"):
            assert word.encode() not in kept

    def test_nothing_is_taken_before_all_fit(self, staged, officer):
        with pytest.raises(Refusal, match="Còn dòng chưa sửa xong"):
            staging.take(staged, by=officer)
        assert not Record.objects.exists()

    def test_all_rows_are_taken_at_once_and_marked(self, staged, officer):
        taken = staging.take(mended(staged, officer), by=officer)
        assert (taken.letters, Letter.objects.count()) == (40, 40)
        assert taken.matters == Matter.objects.count() > 0
        assert not Record.objects.filter(is_back_entered=False).exists()
        assert not BookRow.objects.exists()
        numbers = (
            Record.objects.filter(type="don")
            .order_by("register_no")
            .values_list("register_no", "received_on")
        )
        assert [number for number, _on in numbers] == list(range(1, 41))
        assert [on for _number, on in numbers] == sorted(on for _number, on in numbers)

    def test_of_a_denunciation_no_name_and_no_word_is_taken(self, staged, officer):
        staging.take(mended(staged, officer), by=officer)
        named = PersonalDetails.objects.values_list("record_id", flat=True)
        assert not Letter.objects.filter(pk__in=named, kind=Kind.DENUNCIATION).exists()
        assert Letter.objects.filter(kind=Kind.DENUNCIATION).count() == 14
        assert len(named) == 26

    def test_the_same_file_is_taken_once(self, staged, officer):
        staging.take(mended(staged, officer), by=officer)
        with pytest.raises(Refusal, match="đã được nạp"):
            staging.begin(ugly(), "xls", unit=officer.at, year=2023, by=officer)

    def test_a_row_may_be_left_out(self, staged, officer):
        staging.leave_out(staged.rows.first(), by=officer)
        staged.refresh_from_db()
        assert (staged.rows.count(), staged.rows_left_out) == (39, 1)

    def test_a_dropped_book_keeps_nothing(self, staged, officer):
        staging.drop(staged, by=officer)
        assert not BookRow.objects.exists()
        with pytest.raises(Refusal, match="đã nạp xong hoặc đã bỏ"):
            staging.name_columns(staged, staged.meanings, by=officer)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda keys: keys[:-1], "Số cột đã đổi"),
            (lambda keys: ["la"] * len(keys), "Số cột đã đổi"),
            (lambda keys: ["content" if key == "name_address" else key for key in keys], "Hai cột"),
            (lambda keys: ["" if key == "received_on" else key for key in keys], "ngày nhận đơn"),
            (lambda keys: ["" if key.startswith("kind") else key for key in keys], "loại đơn"),
        ],
    )
    def test_columns_that_cannot_be_so_are_refused(self, staged, officer, change, said):
        with pytest.raises(Refusal, match=said):
            staging.name_columns(staged, change(staged.meanings), by=officer)

    def test_only_who_classifies_there(self, officer):
        for other in (handler(), compiler(officer.at)):
            with pytest.raises(Refusal, match="không có quyền"):
                staging.begin(ugly(), "xls", unit=officer.at, year=2023, by=other)

    def test_what_the_register_itself_refuses_is_a_fault(self, officer):
        rows = [row(1, kn="x", tc="", knpa="", huong="Thụ lý", ngay_xu_ly="", ngay="1/3")]
        begun = staging.begin(book(rows), "xls", unit=officer.at, year=2023, by=officer)
        assert staging.name_columns(begun, begun.meanings, by=officer) == 0


class TestBalance:
    ON = date(2023, 3, 1)

    def test_counted_and_typed_agree_and_the_head_signs(self, staged, officer):
        staging.take(mended(staged, officer), by=officer)
        counted = balance.counted(officer.at, self.ON)
        assert counted["don.kien_nghi_phan_anh"] > 0
        kept = balance.write(officer.at, self.ON, counted, "", by=officer)
        assert all(line.agrees for line in balance.lines(officer.at, self.ON, kept))
        chief = role_at("lanh_dao", officer)
        assert balance.sign(kept, by=chief).signed_by == chief
        with pytest.raises(Refusal, match="đã ký"):
            balance.write(officer.at, self.ON, counted, "", by=officer)

    def test_a_difference_wants_a_reason_before_it_is_signed(self, officer):
        typed = dict.fromkeys(balance.LINES, 0) | {"don.khieu_nai": 3}
        kept = balance.write(officer.at, self.ON, typed, "", by=officer)
        chief = role_at("lanh_dao", officer)
        with pytest.raises(Refusal, match="lý do chênh lệch"):
            balance.sign(kept, by=chief)
        balance.write(
            officer.at, self.ON, typed, "Ba đơn đã chuyển cấp trên, không còn trong sổ.", by=officer
        )
        assert balance.sign(kept, by=chief).signed_at

    @pytest.mark.parametrize(
        "typed", [{}, dict.fromkeys(balance.LINES, -1), dict.fromkeys(balance.LINES, 10**9)]
    )
    def test_what_cannot_be_a_figure_is_refused(self, officer, typed):
        with pytest.raises(Refusal, match="số nguyên từ 0"):
            balance.write(officer.at, self.ON, typed, "", by=officer)

    def test_an_officer_does_not_sign(self, officer):
        kept = balance.write(officer.at, self.ON, dict.fromkeys(balance.LINES, 0), "", by=officer)
        with pytest.raises(Refusal, match="không có quyền"):
            balance.sign(kept, by=officer)


class TestPages:
    def test_from_the_file_to_the_balance(self, officer):
        client = desk_of(officer)
        sent = {"unit": officer.at.pk, "year": 2023, "book": SimpleUploadedFile("so.xls", ugly())}
        begun = client.post(reverse("books:books"), sent)
        assert begun.status_code == 302
        shown = client.get(begun.url).content.decode()
        assert "TCVN3" in shown
        assert shown.count("<select") == 10
        found = Book.objects.get()
        assert client.post(begun.url, {"cot": found.meanings}).status_code == 302
        text = client.get(begun.url).content.decode()
        assert "11 dòng cần sửa, 29 dòng đã đúng" in text
        for at in found.rows.filter(has_faults=True):
            values = {f"o-{key}": value for key, value in MENDED[at.number - 5].items()}
            client.post(reverse("books:mend", args=[found.pk, at.number]), values)
        assert "Cả 40 dòng đều đúng" in client.get(begun.url).content.decode()
        taken = client.post(reverse("books:take", args=[found.pk]))
        assert taken.url == reverse("books:balance", args=[officer.at.pk])
        assert "Đã nạp 40 đơn" in client.get(taken.url).content.decode()

    def test_a_wrong_file_is_said(self, officer):
        sent = {"unit": officer.at.pk, "year": 2023, "book": SimpleUploadedFile("so.xls", b"PK\x03\x04xx")}
        answer = desk_of(officer).post(reverse("books:books"), sent)
        assert answer.status_code == 400
        assert "Không đọc được tệp" in answer.content.decode()

    def test_the_balance_is_typed_and_signed(self, officer):
        values = dict.fromkeys(balance.LINES, "0") | {"on": "1/3/2023", "note": ""}
        address = reverse("books:balance", args=[officer.at.pk])
        assert desk_of(officer).post(address, values).status_code == 302
        chief = desk_of(role_at("lanh_dao", officer))
        assert "Ký số dư đầu kỳ" in chief.get(address).content.decode()
        assert chief.post(address, {"ky": "1"}).status_code == 302
        assert "ký lúc" in chief.get(address).content.decode()

    def test_books_of_others_do_not_exist(self, staged):
        other = desk_of(handler())
        assert other.get(reverse("books:book", args=[staged.pk])).status_code == 404
        assert other.post(reverse("books:take", args=[staged.pk])).status_code == 404
        assert desk_of(head()).get(reverse("books:balance", args=[staged.unit_id])).status_code == 404

    def test_no_browser_keeps_an_opened_row(self, staged, officer):
        answer = desk_of(officer).get(reverse("books:book", args=[staged.pk]))
        assert "no-store" in answer["Cache-Control"]
