"""How pages are served: to caches, to programs that ask for the head only, and with how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.portal.tests import world
from danvan.reports.tests.factories import letters, make_place

PLAIN = ("", "don.tiep_nhan/", "TT.cuoc/", "tcd.ky.truc_tiep/", "tai-ve/csv", "tai-ve/json")


def test_public_pages_may_be_kept_and_are_the_same_for_everybody(client, address):
    for more in PLAIN:
        answer = client.get(address + more)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_an_unchanged_page_is_not_sent_twice(client, address):
    for more in PLAIN:
        first = client.get(address + more)
        again = client.get(address + more, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_changed_page_is_sent(client, address, quarter):
    before = client.get(address)["ETag"]
    letters(quarter[0].communes[0], "khieu_nai", 7)
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


def test_a_head_has_no_body(client, address):
    for more in ("", "don.tiep_nhan/", "tai-ve/pdf", "tai-ve/json"):
        answer = client.head(address + more)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["ETag"]


@pytest.mark.parametrize("path", ["/", "/tra-cuu/", "/kiem-tra-chu-ky/"])
@pytest.mark.django_db
def test_the_other_pages_answer_a_head_too(client, path):
    assert client.head(path).status_code == 200


def test_public_pages_only_answer_questions(client, address):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code == 405


MOST_QUERIES = {"": 14, "don.tiep_nhan/": 14, "don.khieu_nai/": 14, "TT.cuoc/": 3, "tcd.ky.truc_tiep/": 11}
MOST_QUERIES |= {f"tai-ve/{kind}": 3 for kind in ("pdf", "xlsx", "json", "csv")}


def test_queries_are_few(client, address):
    for more, most in MOST_QUERIES.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(address + more)
        assert len(asked) <= most, more


def test_the_home_page_takes_five_queries_at_most(client, quarter):
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 5


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 4])
def test_queries_do_not_grow_with_units(client, size):
    place = make_place(districts=size, communes=size)
    for commune in place.communes:
        letters(commune, "khieu_nai", 6)
    world.published(place)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/so-lieu/{place.province.slug}/{world.QUARTER}/")
    assert len(asked) <= 14


def test_pages_say_their_language_and_keep_the_policy(client, address):
    answer = client.get(address)
    assert answer["Content-Language"] == "vi"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_an_officer_sees_the_same_page_as_everybody(client, address, quarter):
    public = client.get(address).content
    client.force_login(quarter[0].head, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).content == public
