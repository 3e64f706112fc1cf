"""Search in the words of released letters: with or without marks, numbers of papers, phrases, page by page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from danvan.domains.petitions.likeness import frequency, searching, words
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.likeness.words import read, words_of
from danvan.records.desk.keyset import Order
from danvan.records.desk.patience import TooSlow
from danvan.records.models import Record
from danvan.records.tests.desk_world import desk_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
DAY = date(2023, 2, 1)
ORDER = Order("received_on", newest_first=True)


def told(text, name="Người Minh Họa"):
    return sample.Sample(0, name, "xã Mẫu", text, DAY)


@pytest.fixture
def shelf(officer, written):
    """Seven letters on seven days; every one says `mương`, the third also `cống hộp`."""
    texts = [f"Tuyến mương số {n} hư hỏng theo Tờ trình {n}/TTr-UBND" for n in range(10, 17)]
    texts[2] += " và cống hộp bị sập"
    texts[4] += " cống cũ, thùng hộp"
    return [
        written(officer, told(text), "kien_nghi_phan_anh", DAY + timedelta(days=n))
        for n, text in enumerate(texts)
    ]


def found(officer, said, **asked):
    page = desk_of(officer).get("/ban-lam-viec/don/", {"words": said} | asked)
    return page.content.decode()


def numbers(officer, said):
    page = found(officer, said)
    return [row.number for row in Record.objects.filter(type="don") if f">{row.number}</th>" in page]


class TestSearch:
    @pytest.mark.parametrize("said", ["mương", "muong", "MƯƠNG hư hỏng", "tuyến hỏng mương"])
    def test_words_in_any_order_with_or_without_marks(self, officer, shelf, said):
        assert len(numbers(officer, said)) == 7

    def test_all_words_must_stand_in_the_letter(self, officer, shelf):
        assert numbers(officer, "mương sập") == [shelf[2].number]
        assert numbers(officer, "mương vắng") == []

    def test_numbers_of_papers(self, officer, shelf):
        assert numbers(officer, "12/TTr-UBND") == [shelf[2].number]
        assert numbers(officer, "ttr 12") == [shelf[2].number]

    def test_a_phrase_stands_together(self, officer, shelf):
        assert {*numbers(officer, "cống hộp")} == {shelf[2].number, shelf[4].number}
        assert numbers(officer, '"cống hộp"') == [shelf[2].number]
        assert numbers(officer, "“CONG HOP” mương") == [shelf[2].number]

    def test_the_sender_s_name(self, officer, written):
        letter = written(officer, told("Nội dung khác", "Bùi Thị Xoan"))
        assert numbers(officer, "bui xoan") == [letter.number]

    def test_class_words_go_on_finding_the_class(self, officer, shelf):
        assert len(numbers(officer, "kiến nghị")) == 7
        assert searching.by_words("đơn khiếu nại đất đai") is None
        assert searching.by_words('"đất đai"') is not None

    def test_of_other_units_nothing(self, shelf):
        assert "Không có hồ sơ nào khớp" in found(handler(), "mương")

    def test_filters_hold_beside_it(self, officer, shelf):
        page = found(officer, "mương", since="3/2/2023", until="4/2/2023")
        assert page.count("data-table") >= 1
        assert f">{shelf[2].number}</th>" in page
        assert f">{shelf[0].number}</th>" not in page

    def test_the_file_holds_the_same(self, officer, shelf):
        answer = desk_of(officer).get("/ban-lam-viec/don/tai-ve.csv", {"words": '"cống hộp"'})
        lines = b"".join(answer.streaming_content).decode().strip().split("\n")
        assert len(lines) == 2


class TestPages:
    @pytest.fixture(params=[2_000, 2])
    def walk(self, request, monkeypatch):
        """A walk that sees everything, and one so short that the index must be asked."""
        monkeypatch.setattr(searching, "WALKED", request.param)

    def all_pages(self, rows, said, size=2):
        asked, seen, after = read(said), [], ""
        while True:
            cut = searching.page(rows, asked, ORDER, after=after, before="", size=size)
            seen += [row.pk for row in cut.rows]
            if not cut.after:
                return seen
            after = cut.after

    def test_every_letter_once_newest_first(self, shelf, walk):
        rows = Record.objects.filter(type="don")
        assert self.all_pages(rows, "muong") == [letter.pk for letter in reversed(shelf)]
        assert self.all_pages(rows, "cong hop") == [shelf[4].pk, shelf[2].pk]

    def test_backwards(self, shelf, walk):
        rows = Record.objects.filter(type="don")
        asked = read("muong")
        second = searching.page(
            rows,
            asked,
            ORDER,
            after=searching.page(rows, asked, ORDER, after="", before="", size=2).after,
            before="",
            size=2,
        )
        first = searching.page(rows, asked, ORDER, after="", before=second.before, size=2)
        assert [row.pk for row in first.rows] == [shelf[6].pk, shelf[5].pk]
        assert first.before == ""

    def test_a_phrase_beyond_the_cap_says_so(self, shelf, monkeypatch):
        monkeypatch.setattr(searching, "MOST_FOR_PHRASE", 2)
        rows = Record.objects.filter(type="don")
        with pytest.raises(TooSlow, match="2 đơn gần nhất"):
            searching.page(rows, read('"hong muong"'), ORDER, after="", before="", size=2)

    def test_nothing_found(self, shelf, walk):
        rows = Record.objects.filter(type="don")
        assert self.all_pages(rows, "vắng") == []


class TestWords:
    def test_words_of_a_paper(self):
        assert words_of("so 12/qd-ubnd, (dat)") == {"so", "12/qd-ubnd", "12", "qd", "ubnd", "dat"}

    def test_read(self):
        asked = read('thửa 12 "Quyết định" “thu hồi, đất”')
        assert asked.words == ("thua", "12")
        assert asked.phrases == ("quyet dinh", "thu hoi dat")
        assert len(asked.hashes) == 7

    def test_too_many_words_are_cut(self):
        assert len(read(" ".join(f"w{n}" for n in range(50))).words) == words.MOST_WORDS
        assert read('“” "" !!!').hashes == []


def test_the_search_box_of_an_empty_question(officer):
    assert desk_of(officer).get(reverse("records:list", args=["don"]), {"words": "!!!"}).status_code == 200


class TestFrequencies:
    """Where the statistics call every word frequent, the list is walked; where the walk ends short, the page says so."""

    @pytest.fixture(autouse=True)
    def unknown(self, monkeypatch):
        monkeypatch.setattr(frequency, "_read", {})

    @pytest.fixture
    def frequent(self, monkeypatch):
        kept = frequency.Frequencies(1e6, dict.fromkeys(read("muong cong hop sap thung").hashes, 0.5))
        monkeypatch.setattr(frequency, "known", lambda: kept)
        monkeypatch.setattr(searching, "WALKED", 3)

    def test_a_word_not_known_is_rare(self):
        kept = frequency.Frequencies(1_000_000, {1: 0.5, 2: 0.001})
        assert kept.are_all_frequent([1], 3_000)
        assert not kept.are_all_frequent([1, 2], 3_000)
        assert not kept.are_all_frequent([1, 3], 3_000)
        assert not kept.are_all_frequent([], 3_000)

    def test_what_the_database_keeps(self, officer, written):
        for _turn in range(12):
            written(officer, told("Tuyến mương hư hỏng"))
        assert frequency.known().shares == {}
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE petitions_letterindex")
        assert frequency.known().shares == {}  # for some minutes what was read
        frequency._read.clear()
        kept = frequency.known()
        assert kept.letters == 12
        assert kept.are_all_frequent(read("mương hỏng").hashes, 11)
        assert not kept.are_all_frequent(read("mương").hashes, 12)

    def test_a_short_page_says_how_far_was_looked_and_goes_on(self, shelf, frequent):
        rows = Record.objects.filter(type="don")
        first = searching.page(rows, read("hop"), ORDER, after="", before="", size=5)
        assert [row.pk for row in first.rows] == [shelf[4].pk]
        assert "3 đơn gần nhất" in first.note
        second = searching.page(rows, read("hop"), ORDER, after=first.after, before="", size=5)
        assert [row.pk for row in second.rows] == [shelf[2].pk]

    def test_the_page_shows_the_sentence(self, officer, shelf, frequent):
        page = found(officer, "hộp")
        assert "Mới tìm trong 3 đơn gần nhất" in page
        assert "sau=" in page
        assert "Mới tìm" not in found(officer, "vắng")

    def test_frequent_words_that_meet_seldom_are_asked_of_the_index(self, shelf, frequent):
        rows = Record.objects.filter(type="don")
        cut = searching.page(rows, read("sap muong"), ORDER, after="", before="", size=5)
        assert ([row.pk for row in cut.rows], cut.note) == ([shelf[2].pk], "")

    def test_more_than_the_index_may_give(self, shelf, monkeypatch):
        """Rare by what is known and frequent in truth: the walk takes over."""
        monkeypatch.setattr(searching, "MOST_BY_INDEX", 1)
        rows = Record.objects.filter(type="don")
        cut = searching.page(rows, read("muong"), ORDER, after="", before="", size=2)
        assert [row.pk for row in cut.rows] == [shelf[6].pk, shelf[5].pk]

    def test_none_near_and_more_than_the_index_may_give(self, shelf, frequent, monkeypatch):
        monkeypatch.setattr(searching, "MOST_BY_INDEX", 1)
        monkeypatch.setattr(searching, "WALKED", 2)
        rows = Record.objects.filter(type="don")
        with pytest.raises(TooSlow, match="2 đơn gần nhất chưa thấy"):
            searching.page(rows, read("hop"), ORDER, after="", before="", size=2)
