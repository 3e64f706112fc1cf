"""One book open in several windows: what one has taken, dropped or left out, another cannot bring back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from danvan.domains.petitions.books import balance, staging
from danvan.domains.petitions.books.tests.ugly import book, row
from danvan.domains.petitions.models import Book, BookRow, Letter, OpeningBalance
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

DAY = date(2023, 3, 1)
GOOD = [row(n, huong="", ngay_xu_ly="") for n in (2, 3, 5, 6)]


def begun(officer, rows=GOOD):
    found = staging.begin(book(rows), "xls", unit=officer.at, year=2023, by=officer)
    staging.name_columns(found, found.meanings, by=officer)
    return found


@pytest.fixture
def officer(db):
    return handler()


class TestTwoWindows:
    """The second holds the book as it was shown to it."""

    @pytest.fixture
    def first(self, officer):
        return begun(officer)

    @pytest.fixture
    def second(self, first):
        return Book.objects.select_related("unit").get(pk=first.pk)

    @pytest.mark.parametrize("end", ["take", "drop"])
    @pytest.mark.parametrize("then", ["take", "drop", "name_columns", "mend", "leave_out"])
    def test_a_book_that_ended_is_closed_for_the_other(self, officer, first, second, end, then):
        shown = second.rows.select_related("book__unit").order_by("number").first()
        late = {
            "take": lambda: staging.take(second, by=officer),
            "drop": lambda: staging.drop(second, by=officer),
            "name_columns": lambda: staging.name_columns(second, second.meanings, by=officer),
            "mend": lambda: staging.mend(shown, {"kind": "to_cao"}, by=officer),
            "leave_out": lambda: staging.leave_out(shown, by=officer),
        }[then]
        getattr(staging, end)(first, by=officer)
        with pytest.raises(Refusal, match="đã nạp xong hoặc đã bỏ"):
            late()
        kept = Book.objects.get(pk=first.pk)
        assert kept.state == {"take": Book.State.TAKEN, "drop": Book.State.DROPPED}[end]
        assert not BookRow.objects.exists(), "no sealed cell comes back"
        assert Letter.objects.count() == (4 if end == "take" else 0)

    def test_a_row_left_out_does_not_come_back_by_mending(self, officer, first, second):
        shown = second.rows.select_related("book__unit").order_by("number").first()
        staging.leave_out(first.rows.order_by("number").first(), by=officer)
        with pytest.raises(Refusal, match="đã được bỏ khỏi sổ"):
            staging.mend(shown, {"kind": "to_cao"}, by=officer)
        assert first.rows.count() == 3

    def test_a_row_is_left_out_once(self, officer, first, second):
        shown = second.rows.select_related("book__unit").order_by("number").first()
        staging.leave_out(first.rows.order_by("number").first(), by=officer)
        with pytest.raises(Refusal, match="đã được bỏ khỏi sổ"):
            staging.leave_out(shown, by=officer)
        first.refresh_from_db()
        assert (first.rows_left_out, first.rows.count()) == (1, 3)

    def test_each_row_left_out_is_counted_however_old_the_page(self, officer, first):
        rows = list(first.rows.select_related("book__unit"))
        for at in rows:
            staging.leave_out(at, by=officer)
        first.refresh_from_db()
        assert first.rows_left_out == 4

    def test_cells_mended_in_two_windows_are_both_kept(self, officer, first, second):
        [one, other] = [
            book.rows.select_related("book__unit").order_by("number").first() for book in (first, second)
        ]
        staging.mend(one, {"signatories": "5"}, by=officer)
        staging.mend(other, {"field": "dat_dai"}, by=officer)
        [(_row, cells)] = list(staging.opened(first, first.rows.order_by("number")[:1]))
        assert (cells["signatories"], cells["field"]) == ("5", "dat_dai")

    def test_columns_named_anew_leave_mended_rows_as_they_are(self, officer, first):
        at = first.rows.select_related("book__unit").order_by("number").first()
        staging.mend(at, {"kind": "to_cao"}, by=officer)
        meanings = ["" if key == "content" else key for key in first.meanings]
        staging.name_columns(first, meanings, by=officer)
        cells = [cells for _row, cells in staging.opened(first)]
        assert cells[0]["kind"] == "to_cao"
        assert "content" in cells[0]
        assert all("content" not in other for other in cells[1:])


class TestOneFileTwice:
    def test_brought_in_twice_before_either_is_taken_it_is_taken_once(self, officer):
        one, other = begun(officer), begun(officer)
        staging.take(one, by=officer)
        with pytest.raises(Refusal, match="không nạp lần thứ hai"):
            staging.take(other, by=officer)
        assert Letter.objects.count() == 4
        other.refresh_from_db()
        assert other.state == Book.State.MENDING, "it may still be dropped"
        staging.drop(other, by=officer)

    def test_a_book_that_was_dropped_may_come_again(self, officer):
        staging.drop(begun(officer), by=officer)
        assert staging.take(begun(officer), by=officer).letters == 4

    def test_another_unit_may_take_the_same_file(self, officer):
        neighbour = handler()
        for one in (officer, neighbour):
            assert staging.take(begun(one), by=one).letters == 4

    def test_a_book_of_which_every_row_was_left_out_takes_nothing(self, officer):
        found = begun(officer)
        for at in found.rows.select_related("book__unit"):
            staging.leave_out(at, by=officer)
        taken = staging.take(found, by=officer)
        assert (taken.letters, taken.matters, Letter.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def run(self, jobs):
        """Each job in a connection of its own; what came of it, a refusal as its sentence."""

        def one(job):
            try:
                return job()
            except Refusal as refusal:
                return str(refusal)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(jobs)) as pool:
            return list(pool.map(one, jobs))

    def test_one_file_taken_twice_at_once(self):
        officer = handler()
        found = [begun(officer), begun(officer)]
        told = self.run([lambda book=book: staging.take(book, by=officer) and "nạp" for book in found])
        assert sorted(told) == [staging.TAKEN_BEFORE, "nạp"]
        assert Letter.objects.count() == 4

    def test_one_book_taken_twice_at_once(self):
        officer = handler()
        pk = begun(officer).pk
        told = self.run([lambda: staging.take(Book.objects.get(pk=pk), by=officer).letters] * 3)
        assert sorted(map(str, told)).count("4") == 1
        assert Letter.objects.count() == 4

    def test_the_first_figures_of_a_day_written_twice_at_once(self):
        officer = handler()
        typed = [dict.fromkeys(balance.LINES, number) for number in (1, 2, 3)]
        told = self.run(
            [lambda one=one: balance.write(officer.at, DAY, one, "", by=officer).typed for one in typed]
        )
        kept = OpeningBalance.objects.get()
        assert kept.typed in told
        assert all(isinstance(one, dict) or "vừa được người khác ghi" in one for one in told)
