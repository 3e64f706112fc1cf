"""Pages by row value: every row once, in both directions, and nothing believed of an address."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.records.desk.keyset import Order, page, read_key
from danvan.records.models import Record
from danvan.records.tests.desk_world import DAY, session_of
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

NEWEST = Order("received_on", newest_first=True)
OLDEST = Order("received_on")
ORDERS = {"newest": NEWEST, "oldest": OLDEST}


def sessions(days):
    officer = handler()
    return [session_of(officer, DAY - timedelta(days=back)).pk for back in days]


def walk(order, size):
    """All pages from the first on."""
    cut = page(Record.objects.filter(type="ky_tiep"), order, size=size)
    pages = [cut]
    while cut.after:
        cut = page(Record.objects.filter(type="ky_tiep"), order, after=cut.after, size=size)
        pages.append(cut)
    return pages


def shown_on(pages):
    return [row.pk for cut in pages for row in cut.rows]


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 4), max_size=14),
    size=st.integers(1, 5),
    order=st.sampled_from(sorted(ORDERS)),
)
def test_every_row_stands_on_exactly_one_page(db, days, size, order):
    before = set(Record.objects.values_list("pk", flat=True))
    made = sessions(days)
    expected = [row.pk for row in ORDERS[order].sorted(Record.objects.filter(type="ky_tiep"))]
    shown = shown_on(walk(ORDERS[order], size))
    assert shown == expected
    assert set(shown) == before | set(made)


@pytest.mark.django_db
@pytest.mark.parametrize("order", sorted(ORDERS))
def test_the_way_back_shows_the_same_pages(order):
    sessions([0, 0, 1, 2, 2, 2, 3])
    forward = walk(ORDERS[order], 3)
    cut, back = forward[-1], [forward[-1]]
    while cut.before:
        cut = page(Record.objects.filter(type="ky_tiep"), ORDERS[order], before=cut.before, size=3)
        back.append(cut)
    assert set(shown_on(back)) == set(shown_on(forward))
    assert len(shown_on(back)) == len(shown_on(forward))
    assert [len(cut.rows) for cut in back] == [1, 3, 3]


@pytest.mark.django_db
def test_the_first_page_has_nothing_before_and_the_last_nothing_after():
    sessions([0, 1, 2])
    first, last = walk(NEWEST, 2)
    assert (first.before, bool(first.after)) == ("", True)
    assert (bool(last.before), last.after) == (True, "")


@pytest.mark.django_db
def test_a_page_is_one_query_however_deep(django_assert_num_queries):
    sessions([0, 1, 2, 3])
    deep = walk(NEWEST, 1)[2].after
    with django_assert_num_queries(1) as asked:
        page(Record.objects.filter(type="ky_tiep"), NEWEST, after=deep, size=1)
    # one comparison of rows, not a chain of ORs that the planner cannot turn into one walk of the index
    assert '("records_record"."received_on", "records_record"."id") <' in asked[0]["sql"]


@pytest.mark.django_db
def test_the_list_of_a_type_walks_its_index_when_there_are_many():
    """The plan of a deep page, with sequential scans priced out since a test's table is small."""
    from django.db import connection

    sessions([0, 1, 2])
    rows = Record.objects.filter(type="ky_tiep")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cut = NEWEST.sorted(NEWEST.beyond(rows, "2023-02-28.1"))[:3]
        plan = cut.explain()
    assert "record_list" in plan or "record_oldest" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "2023-03-14",
        "2023-13-40.1",
        "2023-03-14.-1",
        "2023-03-14.1' OR 1=1",
        "2023-03-14." + "9" * 40,
        "9999999999-01-01.1",
        "٢٠٢٣-٠٣-١٤.١",
        "\x00",
        "2023-03-14.1\n",
    ],
)
def test_a_forged_key_is_refused_with_a_sentence(key):
    with pytest.raises(Refusal, match="mở lại danh sách từ đầu"):
        read_key(key)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["0001-01-01.1", "9999-12-31.999999999999999999"])
def test_a_key_beyond_all_rows_is_an_empty_or_whole_page(key):
    made = sessions([0, 1])
    shown = {row.pk for row in page(Record.objects.filter(type="ky_tiep"), NEWEST, after=key).rows}
    assert shown in (set(), set(made))


def test_a_key_names_the_day_and_the_row():
    assert NEWEST.key(Record(pk=7, received_on=date(2023, 3, 4))) == "2023-03-04.7"
