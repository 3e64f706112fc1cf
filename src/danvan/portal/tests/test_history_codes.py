"""The public page of the history's codes: what it shows on the first day and after years, and files that can be checked."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from danvan.portal.history_codes import listing
from danvan.records import history
from danvan.records.models import HistoryRoot
from danvan.records.tests.factories import handler, letter_of
from danvan.records.verifying import roots

pytestmark = pytest.mark.django_db
PAGE, JSON, TEXT = "/ma-lich-su/", "/ma-lich-su/ma-lich-su.json", "/ma-lich-su/ma-lich-su.txt"
FIRST = date(2020, 1, 1)


def days(count):
    """That many days with a code each, the last first."""
    for turn in range(count):
        history.seal(FIRST + timedelta(days=turn))
    return list(HistoryRoot.objects.order_by("-id"))


def walked(client, path, read):
    """What every page shows, following the key of each to the next."""
    found, key = [], ""
    while True:
        rows, key = read(client.get(path, {"sau": key} if key else {}))
        found.append(rows)
        if not key:
            return found


def from_json(answer):
    told = answer.json()
    return [(row["ngay"], row["ma"]) for row in told["ngay"]], told["sau"]


def shown(client, address=PAGE):
    """The page with its codes whole: a narrow one may break them in the middle."""
    return client.get(address).content.decode().replace("<wbr>", "")


class TestFirstDay:
    def test_the_page_says_that_there_is_none_yet(self, client):
        answer = client.get(PAGE)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Chưa có mã ngày nào" in page
        assert "<table" not in page
        assert TEXT not in page

    def test_the_files_are_there_and_hold_none(self, client):
        assert client.get(JSON).json()["ngay"] == []
        assert "Chưa có mã ngày nào." in client.get(TEXT).content.decode()

    def test_an_empty_history_has_a_code_all_the_same(self, client):
        (root,) = days(1)
        assert root.code in shown(client)


class TestPage:
    def test_it_shows_the_newest_code_when_it_was_made_and_where_to_take_it(self, client):
        made = days(3)
        page = shown(client)
        assert "Mã mới nhất: ngày 3/1/2020" in page
        assert page.count(made[0].code) == 2
        assert page.index(made[1].code) < page.index(made[2].code)
        assert f'href="{TEXT}"' in page
        assert f'href="{JSON}"' in page

    def test_it_says_what_a_code_proves_and_what_not(self, client):
        page = client.get(PAGE).content.decode()
        for said in (
            "Mã cho biết điều gì?",
            "Kiểm tra thế nào?",
            "Mã không cho biết điều gì?",
            "danvan verify --root",
        ):
            assert said in page

    def test_it_tells_nothing_of_how_much_was_written(self, client):
        for _ in range(7):
            letter_of(handler(), date(2023, 3, 1))
        (root,) = days(1)
        assert root.rows > 9
        for path in (PAGE, JSON, TEXT):
            told = client.get(path).content.decode()
            for secret in (root.root, root.nonce, f">{root.rows}<", f" {root.rows} ", f": {root.rows},"):
                assert secret not in told, (path, secret)

    def test_older_days_are_on_further_pages_each_day_once(self, client, monkeypatch):
        monkeypatch.setattr(listing, "SIZE", 4)
        made = days(10)
        seen, address = [], PAGE
        for _ in range(3):
            page = shown(client, address)
            seen += [root.code for root in made if f'<td role="cell"><code>{root.code}' in page]
            later = page.partition('class="pager__next" href="')[2].partition('"')[0]
            address = PAGE + later
        assert seen == [root.code for root in made]
        assert "Mã mới nhất" not in page
        back = page.partition('class="pager__previous" href="')[2].partition('"')[0]
        assert made[4].code in shown(client, PAGE + back)

    @pytest.mark.parametrize("path", [PAGE, JSON, TEXT])
    @pytest.mark.parametrize("key", ["x", "2020-01-01", "2020-13-01.1", "2020-01-01.-1", "\0", "9" * 400])
    def test_a_key_that_no_page_wrote_is_a_page_that_says_so(self, client, path, key):
        days(1)
        answer = client.get(path, {"sau": key})
        assert answer.status_code == 404
        assert "hãy mở lại danh sách từ đầu" in answer.content.decode()

    @pytest.mark.parametrize("path", [PAGE, JSON, TEXT])
    def test_it_is_the_same_for_everybody_and_may_be_kept(self, client, path):
        days(2)
        answer = client.get(path)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in answer.get("Vary", "")
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert client.head(path).content == b""
        assert client.post(path).status_code == 405

    @pytest.mark.parametrize("path", [PAGE, JSON, TEXT])
    def test_it_asks_once_however_many_days_there_are(self, client, path, django_assert_max_num_queries):
        days(40)
        with django_assert_max_num_queries(6):
            assert client.get(path).status_code == 200


class TestFiles:
    def test_the_json_is_paged_by_key_each_day_once(self, client, monkeypatch):
        monkeypatch.setattr(listing, "JSON_SIZE", 3)
        made = days(8)
        pages = walked(client, JSON, from_json)
        assert [len(page) for page in pages] == [3, 3, 2]
        assert [code for page in pages for _day, code in page] == [root.code for root in made]

    def test_the_json_says_of_which_installation_it_is(self, client, settings):
        settings.SITE_ORIGIN = "https://danvan.example.gov.vn"
        assert client.get(JSON).json()["noi"] == "https://danvan.example.gov.vn"

    def test_the_text_fits_a_letter_and_a_sheet(self, client):
        days(5)
        answer = client.get(TEXT)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="ma-lich-su-2020-01-05.txt"'
        lines = answer.content.decode().splitlines()
        assert max(map(len, lines)) <= 80
        assert "danvan verify --root TỆP" in answer.content.decode()
        assert "Từ 1/1/2020 đến 5/1/2020" in answer.content.decode()

    @pytest.mark.parametrize("path", [JSON, TEXT])
    def test_what_was_taken_can_be_checked_later(self, client, path):
        days(4)
        kept = roots.kept_in(client.get(path).content)
        assert [one.day for one in kept] == [FIRST + timedelta(days=turn) for turn in range(4)]
        letter_of(handler(), date(2023, 3, 1))
        history.seal(date(2023, 3, 1))
        assert roots.compare(kept).parts_on is None
        with connection.cursor() as cursor:
            cursor.execute("UPDATE records_historyroot SET nonce = 'x' WHERE day = '2020-01-03'")
        assert roots.compare(kept).parts_on == date(2020, 1, 3)

    def test_a_text_sent_by_mail_and_quoted_can_still_be_checked(self, client):
        days(4)
        quoted = "".join(f"> {line}\r\n" for line in client.get(TEXT).content.decode().splitlines())
        assert roots.compare(roots.kept_in(quoted.encode())).parts_on is None

    def test_the_text_tells_that_there_are_older_days(self, client, monkeypatch):
        monkeypatch.setattr(listing, "TEXT_SIZE", 2)
        days(3)
        told = client.get(TEXT).content.decode()
        assert "Các ngày trước nữa" in told
        assert len(roots.kept_in(told.encode())) == 2

    def test_the_json_is_read_by_any_reader(self, client):
        days(1)
        told = json.loads(client.get(JSON).content)
        assert set(told) == {"noi", "ngay", "sau"}
        assert set(told["ngay"][0]) == {"ngay", "ma", "lap_luc"}


def test_every_public_page_leads_to_the_codes(client):
    assert f'href="{PAGE}"' in client.get("/").content.decode()
