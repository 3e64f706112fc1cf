"""Lists: words without marks, numbers, filters, visibility, bad input, time-out."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.declare import record_type
from danvan.records.desk import lists, patience
from danvan.records.desk.access import Reach
from danvan.records.desk.lists import found, lines
from danvan.records.models import Record
from danvan.records.tests.desk_world import DAY, NAME, classified, desk_of, session_of
from danvan.records.tests.factories import handler, letter_of

pytestmark = pytest.mark.django_db
LETTERS = record_type("don")


@pytest.fixture
def officer(db):
    return handler()


def numbers(officer, **wanted):
    return {row.register_no for row in found(LETTERS, Reach(officer), wanted)}


@pytest.fixture
def three(officer):
    """A complaint on land (1), a denunciation on policies (2), a proposal on land (3)."""
    classified(officer, "khieu_nai")
    classified(officer, "to_cao", field="che_do_chinh_sach")
    classified(officer, "kien_nghi_phan_anh", on=DAY + timedelta(days=1))
    return officer


@pytest.mark.parametrize(
    "words",
    [
        "khieu nai dat dai",
        "Khiếu nại đất đai",
        "ĐẤT ĐAI khiếu nại",
        unicodedata.normalize("NFD", "Khiếu nại, lĩnh vực đất đai"),
        "  khieu\tnai  ",
        "khiê nai",
    ],
)
def test_words_are_found_with_and_without_marks(three, words):
    expected = {1} if "khiê" not in words else set()
    assert numbers(three, words=words) == (expected or numbers(three, words="khie nai"))


def test_all_words_must_be_there(three):
    assert numbers(three, words="dat dai") == {1, 3}
    assert numbers(three, words="dat dai to cao") == set()


@pytest.mark.parametrize(
    ("words", "found_numbers"),
    [
        ("2/2023", {2}),
        (" 2 / 2023 ", {2}),
        ("2", {2}),
        ("2/2022", set()),
        ("999999999/2023", set()),
        ("99999999999999999999", set()),
        ("0/2023", set()),
        ("2/99999", set()),
    ],
)
def test_a_register_number_finds_its_record(three, words, found_numbers):
    assert numbers(three, words=words) == found_numbers


def test_a_receipt_code_finds_its_record_grouped_or_not(three):
    code = Record.objects.get(type="don", register_no=1).public_id
    grouped = " ".join(code[i : i + 4] for i in range(0, 16, 4))
    assert numbers(three, words=code) == numbers(three, words=grouped) == {1}


@pytest.mark.parametrize("words", ["%", "_", "\\", "dat%dai", "d_t", "' OR 1=1 --", "*", "(", "\u202e", "🙂"])
def test_signs_of_the_database_are_plain_text(three, words):
    assert numbers(three, words=words) == set()


def test_a_person_is_never_found_by_name(three):
    assert numbers(three, words=NAME) == set()
    assert numbers(three, words="Nội dung riêng thử") == set()


@pytest.mark.parametrize(
    ("wanted", "found_numbers"),
    [
        ({"kind": "to_cao"}, {2}),
        ({"field": "dat_dai"}, {1, 3}),
        ({"kind": "khieu_nai", "field": "dat_dai"}, {1}),
        ({"state": "da_phan_loai"}, {1, 2, 3}),
        ({"state": "luu"}, set()),
        ({"since": DAY + timedelta(days=1)}, {3}),
        ({"until": DAY}, {1, 2}),
        ({"since": DAY, "until": DAY, "kind": "khieu_nai"}, {1}),
        ({"kind": "", "words": "", "since": None}, {1, 2, 3}),
    ],
)
def test_filters_narrow_the_list(three, wanted, found_numbers):
    assert numbers(three, **wanted) == found_numbers


def test_a_unit_means_its_whole_tree():
    parent = make_unit(kind="huyen")
    first, second = handler(make_unit(parent=parent)), handler(make_unit(parent=parent))
    for officer in (first, second):
        letter_of(officer, DAY)
    chief = make_account("lanh_dao", parent, covers_below=True)
    rows = lambda unit: {row.unit_id for row in found(LETTERS, Reach(chief), {"unit": str(unit.pk)})}  # noqa: E731
    assert rows(parent) == {first.at.pk, second.at.pk}
    assert rows(first.at) == {first.at.pk}


def test_the_newest_comes_first(three):
    cut = lines(LETTERS, Reach(three), {})
    assert [line.number for line in cut.rows] == ["3/2023", "2/2023", "1/2023"]
    assert cut.rows[1].is_sealed
    assert cut.rows[0].cells == ["Kiến nghị, phản ánh", "Đất đai, nhà cửa"]


def test_a_list_is_two_queries_whatever_its_length(three, django_assert_max_num_queries):
    for _ in range(5):
        classified(three)
    reach = Reach(three)
    assert reach.readable
    with django_assert_max_num_queries(8) as asked:
        assert len(lines(LETTERS, reach, {}).rows) == 8
    reads = [query["sql"] for query in asked if "FROM" in query["sql"]]
    assert len(reads) == 2


def test_a_page_of_a_list_stays_within_its_bound(three, django_assert_max_num_queries):
    client = desk_of(three)
    # session, account, person, grants, names of units (filter, rail, lines), rows, and the time-out's own frame
    with django_assert_max_num_queries(16):
        client.get(reverse("records:list", args=["don"]))


def test_rows_that_point_elsewhere_cost_nothing_more(officer):
    session = session_of(officer)
    kind = record_type("luot_tiep")
    for _ in range(4):
        writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=DAY, channel="thu_truong", session=session
        )
    reach = Reach(officer)
    assert reach.readable
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines(kind, reach, {})
    assert sum("FROM" in query["sql"] for query in asked) == 2


def test_a_record_published_elsewhere_is_the_portals_business(officer):
    """Its inner columns would otherwise be read, and asked for by filter, in units where the account has no role."""
    chief_of_other = handler(make_unit())
    session = session_of(chief_of_other)
    Record.objects.filter(pk=session.pk).update(published_on=DAY)
    assert list(found(record_type("ky_tiep"), Reach(officer), {})) == []


class TestScreen:
    """What the address may carry."""

    @pytest.fixture
    def client(self, three):
        return desk_of(three)

    def ask(self, client, **values):
        return client.get(reverse("records:list", args=["don"]), values)

    def test_the_form_offers_the_declared_filters(self, client):
        form = self.ask(client).context["form"]
        own = ["kind", "is_dispute", "field", "channel", "forwarder"]
        assert list(form.fields) == ["words", "state", "since", "until", *own]

    def test_what_was_asked_stays_in_the_form_and_the_links(self, client):
        text = self.ask(client, words="dat dai", kind="khieu_nai").content.decode()
        assert 'value="dat dai"' in text
        assert "tai-ve.csv?words=dat+dai&amp;kind=khieu_nai" in text

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"since": "31/2/2023"}, "không có trong lịch"),
            ({"since": "hôm qua"}, "Không đọc được ngày"),
            ({"since": "3/3/2023", "until": "1/3/2023"}, "Ngày cuối đứng trước ngày đầu"),
            ({"kind": "khen_ngoi"}, ""),
            ({"state": "' OR 1=1"}, ""),
            ({"words": "x" * 201}, ""),
            ({"words": "a\x00b"}, ""),
        ],
    )
    def test_bad_filters_get_a_sentence_and_no_rows(self, client, values, sentence):
        answer = self.ask(client, **values)
        assert answer.status_code == 400
        assert "Chưa lọc được" in answer.content.decode()
        assert sentence in answer.content.decode()
        assert "cut" not in answer.context

    @pytest.mark.parametrize("key", ["x", "2023-03-01." + "9" * 60, "' OR 1=1"])
    def test_a_forged_place_gets_a_sentence(self, client, key):
        answer = self.ask(client, sau=key)
        assert answer.status_code == 400
        assert "mở lại danh sách từ đầu" in answer.content.decode()

    def test_a_unit_outside_the_account_is_no_choice(self, client):
        other = make_unit()
        text = self.ask(client, unit=str(other.pk)).content.decode()
        assert other.name_on(DAY) not in text

    def test_days_are_read_as_people_write_them(self, client):
        rows = self.ask(client, since="2/3/2023").context["cut"].rows
        assert [line.number for line in rows] == ["3/2023"]

    def test_nothing_found_says_how_to_go_on(self, client):
        text = self.ask(client, words="khong co gi").content.decode()
        assert "Không có hồ sơ nào khớp" in text
        assert "Bỏ lọc" in text

    def test_text_from_the_address_is_never_markup(self, client):
        text = self.ask(client, words='"><script>alert(1)</script>').content.decode()
        assert "<script>alert" not in text

    def test_a_slow_search_gets_a_sentence(self, client, monkeypatch):
        def slow(*given, **values):
            with patience.limited(20), connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(2)")

        monkeypatch.setattr(lists, "lines", slow)
        answer = self.ask(client)
        assert answer.status_code == 503
        assert "thu hẹp" in answer.content.decode()

    def test_an_empty_list_says_what_would_stand_here(self):
        text = desk_of(handler()).get(reverse("records:list", args=["don"])).content.decode()
        assert "Chưa có hồ sơ nào" in text
        assert "đơn thư của đơn vị" in text
        assert "Tiếp nhận đơn đầu tiên" in text

    def test_matters_offer_no_form(self):
        text = desk_of(handler()).get(reverse("records:list", args=["vu_viec"])).content.decode()
        assert "Tiếp nhận vụ việc" not in text


def test_the_limit_does_not_outlive_its_block():
    def setting():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            return cursor.fetchone()[0]

    before = setting()
    with patience.limited(1234):
        assert setting() == "1234ms"
    assert setting() == before


def test_other_failures_of_the_database_are_not_called_slow():
    from django.db import DatabaseError

    with pytest.raises(DatabaseError), patience.limited(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def test_pages_of_a_filtered_list_meet_without_overlap(officer):
    for back in range(5):
        classified(officer, on=date(2023, 2, 1) + timedelta(days=back // 2))
    reach, seen = Reach(officer), []
    cut = lines(LETTERS, reach, {"kind": "khieu_nai"}, size=2)
    while True:
        seen += [line.number for line in cut.rows]
        if not cut.after:
            break
        cut = lines(LETTERS, reach, {"kind": "khieu_nai"}, size=2, after=cut.after)
    assert sorted(seen) == [f"{no}/2023" for no in range(1, 6)]
