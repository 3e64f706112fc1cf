"""Sổ cũ on the screen: who may come, what is shown of whom, and every wrong thing that a browser may send."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.domains.petitions.books import balance, staging
from danvan.domains.petitions.books.tests.ugly import book, row, ugly
from danvan.domains.petitions.models import Book, BookRow, Letter, OpeningBalance
from danvan.domains.petitions.tests.factories import classified, received
from danvan.org.roles import ROLES
from danvan.org.tests.factories import make_account, make_unit, put_under
from danvan.records import writing
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
CLASSIFY = {"tiep_dan", "xu_ly"}
SIGN = {"lanh_dao"}
GOOD = [row(n, huong="", ngay_xu_ly="") for n in (2, 3, 5, 6)]
ON = date(2023, 3, 1)


@pytest.fixture
def officer(db):
    return handler()


@pytest.fixture
def desk(officer):
    return desk_of(officer)


@pytest.fixture
def staged(officer):
    """A book of four rows, one of which wants mending."""
    content = book([*GOOD[:3], row(6, ngay="hôm qua", huong="", ngay_xu_ly="")])
    begun = staging.begin(content, "xls", unit=officer.at, year=2023, by=officer)
    staging.name_columns(begun, begun.meanings, by=officer)
    return begun


def address(name, *given):
    return reverse(f"books:{name}", args=given)


class TestGivingUp:
    """A whole book is given up only after a page has said what is lost."""

    def test_the_button_leads_to_a_page_that_changes_nothing(self, desk, staged):
        shown = desk.get(address("book", staged.pk)).content.decode()
        assert address("drop", staged.pk) in shown
        asked = desk.get(address("drop", staged.pk)).content.decode()
        assert "Bỏ cả sổ năm 2023?" in asked
        assert "Cả 4 dòng đã đọc" in asked
        staged.refresh_from_db()
        assert staged.state == Book.State.MENDING
        assert staged.rows.count() == 4

    def test_sent_from_there_the_rows_are_gone(self, desk, staged):
        answer = desk.post(address("drop", staged.pk))
        assert answer["Location"] == address("books")
        staged.refresh_from_db()
        assert (staged.state, staged.rows.count()) == (Book.State.DROPPED, 0)

    def test_the_old_way_through_taking_drops_nothing(self, desk, staged):
        assert desk.post(address("take", staged.pk), {"bo-so": "1"}).status_code == 400
        staged.refresh_from_db()
        assert staged.state == Book.State.MENDING

    def test_a_book_given_up_is_not_asked_about_again(self, desk, staged):
        desk.post(address("drop", staged.pk))
        assert desk.get(address("drop", staged.pk))["Location"] == address("book", staged.pk)
        assert desk.post(address("drop", staged.pk)).status_code == 400

    def test_of_another_unit_it_is_not_found(self, staged):
        stranger = desk_of(handler())
        assert stranger.get(address("drop", staged.pk)).status_code == 404
        assert stranger.post(address("drop", staged.pk)).status_code == 404
        staged.refresh_from_db()
        assert staged.state == Book.State.MENDING


class TestWho:
    @pytest.mark.parametrize("role", [*ROLES, ""])
    def test_only_who_classifies_there_sees_books(self, officer, staged, role):
        client = desk_of(role_at(role, officer) if role else make_account())
        allowed = role in CLASSIFY
        assert client.get(address("books")).status_code == (200 if allowed else 403)
        assert client.get(address("book", staged.pk)).status_code == (200 if allowed else 403)
        assert client.get(address("balances")).status_code == (302 if allowed else 403)

    @pytest.mark.parametrize("role", [*ROLES, ""])
    def test_a_balance_is_for_who_types_and_who_signs(self, officer, role):
        client = desk_of(role_at(role, officer) if role else make_account())
        told = client.get(address("balance", officer.at.pk))
        assert told.status_code == (200 if role in CLASSIFY | SIGN else 404)

    @pytest.mark.parametrize("role", sorted(set(ROLES) - CLASSIFY))
    def test_nobody_else_changes_one(self, officer, staged, role):
        client = desk_of(role_at(role, officer))
        number = staged.rows.first().number
        for where in (
            address("take", staged.pk),
            address("drop", staged.pk),
            address("mend", staged.pk, number),
            address("book", staged.pk),
        ):
            assert client.post(where, {"bo-dong": "1"}).status_code == 403
        staged.refresh_from_db()
        assert (staged.state, staged.rows.count()) == (Book.State.MENDING, 4)

    def test_without_a_log_in_there_is_the_door(self, client, staged):
        for where in (address("books"), address("book", staged.pk), address("balances")):
            assert client.get(where).status_code == 302

    def test_of_a_unit_below_by_who_covers_it(self, officer):
        above = make_unit()
        put_under(officer.at, above)
        wide = make_account("xu_ly", above, covers_below=True)
        narrow = make_account("xu_ly", above)
        begun = staging.begin(book(GOOD), "xls", unit=officer.at, year=2023, by=officer)
        assert desk_of(wide).get(address("book", begun.pk)).status_code == 200
        assert desk_of(narrow).get(address("book", begun.pk)).status_code == 404
        assert desk_of(wide).get(address("balances")).status_code == 200, "two units to choose from"

    @pytest.mark.parametrize("name", ["mend", "take"])
    def test_what_changes_is_only_sent(self, desk, staged, name):
        given = [staged.pk, 6] if name == "mend" else [staged.pk]
        assert desk.get(address(name, *given)).status_code == 405

    def test_numbers_that_are_not_there(self, desk, staged):
        for where in (address("book", 10**9), address("book", 10**18)):
            assert desk.get(where).status_code == 404
        assert desk.post(address("mend", staged.pk, 10**6), {}).status_code == 404
        assert desk.get(address("balance", 10**9)).status_code == 404


class TestBringing:
    def sent(self, officer, **other):
        file = SimpleUploadedFile("so.xls", book(GOOD))
        return {"unit": officer.at.pk, "year": 2023, "book": file} | other

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            ({"year": "1989"}, "Năm của sổ phải từ 1990"),
            ({"year": "99999999999"}, "Năm của sổ phải từ 1990"),
            ({"year": "-1"}, "Năm của sổ phải từ 1990"),
            ({"year": "hai nghìn"}, ""),
            ({"year": ""}, ""),
            ({"unit": "10"}, ""),
            ({"unit": ""}, ""),
            ({"unit": "x"}, ""),
            ({"book": ""}, ""),
            ({"book": SimpleUploadedFile("so.xls", b"")}, ""),
            ({"book": SimpleUploadedFile("so.pdf", b"%PDF-1.7 x")}, "dưới tiêu đề"),
            ({"book": SimpleUploadedFile("so.xlsx", b"PK\x03\x04" + b"x" * 99)}, "Không đọc được tệp"),
            ({"book": SimpleUploadedFile("so.csv", b"STT;Ngay nhan\n;\n")}, "dòng nào"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_kept(self, officer, desk, other, said):
        answer = desk.post(address("books"), self.sent(officer, **other))
        text = answer.content.decode()
        assert answer.status_code == 400
        assert said in text
        assert "govuk-error" in text
        assert not Book.objects.exists()

    def test_another_units_register_is_not_offered_and_not_taken(self, officer, desk):
        other = make_unit("Xã Không Phải Của Tôi")
        assert "Xã Không Phải Của Tôi" not in desk.get(address("books")).content.decode()
        assert desk.post(address("books"), self.sent(officer, unit=other.pk)).status_code == 400

    @pytest.mark.parametrize(
        "name", ["so", "so.", ".xls", "../../etc/passwd", "sổ " + "x" * 300 + ".xls", "<b>.XLS"]
    )
    def test_a_name_however_it_is(self, officer, desk, name):
        file = SimpleUploadedFile("tam", book(GOOD))
        file._name = name
        assert desk.post(address("books"), self.sent(officer, book=file)).status_code == 302
        kept = Book.objects.get()
        assert len(kept.ending) <= 5
        assert "passwd" not in str(vars(kept))

    def test_brought_twice_by_a_double_click_it_stands_twice_and_is_taken_once(self, officer, desk):
        for _turn in range(2):
            desk.post(address("books"), self.sent(officer))
        for one in Book.objects.order_by("pk"):
            desk.post(address("book", one.pk), {"cot": one.meanings})
        told = [desk.post(address("take", one.pk)).status_code for one in Book.objects.order_by("pk")]
        assert told == [302, 400]
        assert Letter.objects.count() == 4


class TestNaming:
    @pytest.fixture
    def fresh(self, officer):
        return staging.begin(book(GOOD), "xls", unit=officer.at, year=2023, by=officer)

    def test_samples_help_who_names(self, desk, fresh):
        text = desk.get(address("book", fresh.pk)).content.decode()
        assert "Người minh họa số 2" in text
        assert text.count("<select") == len(fresh.heads)

    @pytest.mark.parametrize(
        "sent", [[], ["received_on"], ["la"] * 10, ["received_on"] * 10, [""] * 10, ["x"] * 999]
    )
    def test_what_is_wrong_is_said_above_the_same_page(self, desk, fresh, sent):
        answer = desk.post(address("book", fresh.pk), {"cot": sent})
        assert answer.status_code == 400
        assert "hãy" in answer.content.decode()
        fresh.refresh_from_db()
        assert fresh.state == Book.State.NAMING

    def test_columns_may_be_named_again_while_mending(self, desk, staged):
        assert "<select" in desk.get(address("book", staged.pk) + "?cot=1").content.decode()

    def test_of_a_book_that_was_taken_columns_are_not_named(self, officer, desk, fresh):
        staging.drop(fresh, by=officer)
        answer = desk.post(address("book", fresh.pk), {"cot": fresh.meanings})
        assert answer.status_code == 400
        fresh.refresh_from_db()
        assert fresh.state == Book.State.DROPPED


class TestMending:
    def test_only_wrong_rows_are_opened_on_the_page(self, desk, staged):
        text = desk.get(address("book", staged.pk)).content.decode()
        assert "1 dòng cần sửa, 3 dòng đã đúng" in text
        assert "Người minh họa số 6" in text
        assert "Người minh họa số 2" not in text

    def test_a_mended_cell_is_shown_as_text(self, desk, staged):
        at = staged.rows.get(has_faults=True)
        desk.post(address("mend", staged.pk, at.number), {"o-received_on": "<script>alert(1)</script>"})
        text = desk.get(address("book", staged.pk)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text

    @pytest.mark.parametrize(
        "sent", [{}, {"o-la": "x"}, {"o-received_on": ""}, {"received_on": "1/2"}, {"o-": "1"}]
    )
    def test_what_mends_nothing_leaves_the_fault(self, desk, staged, sent):
        at = staged.rows.get(has_faults=True)
        assert desk.post(address("mend", staged.pk, at.number), sent).status_code == 302
        assert staged.rows.get(has_faults=True) == at

    def test_a_row_may_be_left_out(self, desk, staged):
        at = staged.rows.get(has_faults=True)
        where = address("mend", staged.pk, at.number)
        assert desk.post(where, {"bo-dong": "1"}).status_code == 302
        assert desk.post(where, {"bo-dong": "1"}).status_code == 404, "the second click"
        staged.refresh_from_db()
        assert staged.rows_left_out == 1
        assert "Cả 3 dòng đều đúng" in desk.get(address("book", staged.pk)).content.decode()

    def test_the_row_of_another_book_is_not_reached_through_ones_own(self, officer, desk, staged):
        other = handler()
        foreign = staging.begin(ugly(), "xls", unit=other.at, year=2023, by=other)
        highest = foreign.rows.order_by("-number").first().number
        assert desk.post(address("mend", staged.pk, highest), {"bo-dong": "1"}).status_code == 404
        assert foreign.rows.filter(number=highest).exists()


class TestTaking:
    def test_not_while_a_row_is_wrong(self, desk, staged):
        answer = desk.post(address("take", staged.pk))
        assert answer.status_code == 400
        assert "Còn dòng chưa sửa xong" in answer.content.decode()
        assert not Letter.objects.exists()

    def test_given_up(self, desk, staged):
        assert desk.post(address("drop", staged.pk)).url == address("books")
        assert not BookRow.objects.exists()
        assert desk.get(address("book", staged.pk)).status_code == 200
        assert desk.post(address("take", staged.pk)).status_code == 400

    def test_a_second_click_takes_nothing_more(self, officer, desk):
        begun = staging.begin(book(GOOD), "xls", unit=officer.at, year=2023, by=officer)
        staging.name_columns(begun, begun.meanings, by=officer)
        told = [desk.post(address("take", begun.pk)).status_code for _turn in range(2)]
        assert told == [302, 400]
        assert Letter.objects.count() == 4


class TestBalancePage:
    def typed(self, **other):
        return dict.fromkeys(balance.LINES, "0") | {"on": "1/3/2023", "note": ""} | other

    @pytest.mark.parametrize(
        "other",
        [
            {"on": ""},
            {"on": "31/2/2023"},
            {"on": "hôm qua"},
            {"don.to_cao": ""},
            {"don.to_cao": "-1"},
            {"don.to_cao": "1.5"},
            {"don.to_cao": "10000001"},
            {"don.to_cao": "9" * 400},
            {"note": "x" * 501},
            {"note": "a\0b"},
        ],
    )
    def test_what_is_no_figure_is_said(self, officer, desk, other):
        answer = desk.post(address("balance", officer.at.pk), self.typed(**other))
        assert answer.status_code == 400
        assert not OpeningBalance.objects.exists()

    def test_the_largest_figure_is_taken(self, officer, desk):
        typed = self.typed(**{"don.to_cao": str(balance.LARGEST)})
        assert desk.post(address("balance", officer.at.pk), typed).status_code == 302
        assert OpeningBalance.objects.get().typed["don.to_cao"] == balance.LARGEST

    def test_a_head_reads_and_signs_but_does_not_type(self, officer, desk):
        chief = desk_of(role_at("lanh_dao", officer))
        where = address("balance", officer.at.pk)
        assert chief.post(where, self.typed()).status_code in (400, 403)
        assert not OpeningBalance.objects.exists()
        assert chief.post(where, {"ky": "1"}).status_code == 400, "nothing to sign yet"
        desk.post(where, self.typed())
        assert desk.post(where, {"ky": "1"}).status_code in (400, 403), "who types does not sign"
        assert OpeningBalance.objects.get().signed_at is None
        assert chief.post(where, {"ky": "1"}).status_code == 302

    def test_a_signed_one_is_typed_no_more(self, officer, desk):
        where = address("balance", officer.at.pk)
        desk.post(where, self.typed())
        desk_of(role_at("lanh_dao", officer)).post(where, {"ky": "1"})
        answer = desk.post(where, self.typed(**{"don.to_cao": "7"}))
        assert answer.status_code == 400
        assert "đã ký nên không sửa được" in answer.content.decode()
        assert OpeningBalance.objects.get().typed["don.to_cao"] == 0

    def test_a_difference_stands_beside_its_line(self, officer, desk):
        where = address("balance", officer.at.pk)
        desk.post(where, self.typed(**{"don.to_cao": "7"}))
        lines = balance.lines(officer.at, ON, OpeningBalance.objects.get())
        assert [line.key for line in lines if not line.agrees] == ["don.to_cao"]
        answer = desk_of(role_at("lanh_dao", officer)).post(where, {"ky": "1"})
        assert answer.status_code == 400
        assert "lý do chênh lệch" in answer.content.decode()

    @pytest.mark.parametrize("note", ["   ", "\t", ""])
    def test_spaces_are_no_reason(self, officer, desk, note):
        where = address("balance", officer.at.pk)
        desk.post(where, self.typed(**{"don.to_cao": "7", "note": note}))
        assert desk_of(role_at("lanh_dao", officer)).post(where, {"ky": "1"}).status_code == 400


class TestCounting:
    """What was open when the first day began, by the registers."""

    @pytest.mark.parametrize(
        ("came", "handled", "counted"),
        [
            (date(2023, 2, 28), None, 1),
            (date(2023, 3, 1), None, 0),
            (date(2023, 2, 28), date(2023, 2, 28), 0),
            (date(2023, 2, 28), date(2023, 3, 1), 1),
            (date(2023, 2, 28), date(2023, 3, 2), 1),
        ],
    )
    def test_a_letter_by_its_days(self, officer, came, handled, counted):
        letter = classified(officer, came)
        if handled:
            writing.move(letter, "luu", by=officer, on=handled)
        assert balance.counted(officer.at, ON)["don.khieu_nai"] == counted

    def test_of_a_letter_that_is_not_classified_no_line_tells(self, officer):
        received(officer, date(2023, 2, 1))
        assert set(balance.counted(officer.at, ON).values()) == {0}

    def test_of_another_unit_nothing(self, officer):
        classified(handler(), date(2023, 2, 1))
        assert set(balance.counted(officer.at, ON).values()) == {0}

    def test_two_questions_to_the_database(self, officer, django_assert_num_queries):
        with django_assert_num_queries(2):
            balance.counted(officer.at, ON)
