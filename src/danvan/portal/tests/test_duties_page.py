"""The public pages of duties: only what the law makes public, only totals, in words and numbers that agree."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danvan.org.tests.factories import make_unit
from danvan.portal import duties_page
from danvan.records.declare import standing_duties
from danvan.records.duties import excuse
from danvan.records.models import Duty
from danvan.records.standing import reschedule
from danvan.records.tests import duty_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return duty_world.province()


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def shown(client, unit, **asked):
    return client.get(reverse("portal:duties_of", args=[unit.slug]), asked)


def test_the_index_names_the_duties_and_the_top_units(client, place):
    text = text_of(client.get("/nghia-vu/"))
    assert "Tỉnh Minh Họa" in text
    assert "Huyện Minh Họa" not in text
    assert "đích thân tiếp công dân" in text


def test_before_any_duty_it_says_what_will_stand_here(client, db):
    assert "Chưa có số liệu" in text_of(client.get("/nghia-vu/"))


def test_only_duties_whose_law_makes_them_public(client, place):
    keys = set(duties_page.public_keys())
    assert keys == {key for key, standing in standing_duties().items() if standing.is_public}
    assert not {"niem_yet_lich_tiep", "nghe_giam_sat", "xep_loai_2020", "bi_thu_tinh_tiep_dan"} & keys
    labels = {duty.label for duty in duties_page.page(place.root.slug, "2023").duties}
    assert labels <= {str(standing_duties()[key].label) for key in keys}
    assert "Nghe kết quả giám sát của Mặt trận" not in text_of(shown(client, place.root))


def test_totals_by_level_agree_with_the_sentence(place):
    page = duties_page.page(place.root.slug, "2023")
    weekly = next(duty for duty in page.duties if duty.per == "tuần")
    (communes,) = weekly.totals
    assert (communes.level, len(communes.units)) == ("Cấp xã", 2)
    # Weeks 52/2022 to 11/2023 for two communes; one session was held; week 11 still runs.
    assert (communes.cell.owed, communes.cell.done, communes.missed, communes.waiting) == (24, 1, 21, 2)
    assert "2 đơn vị phải thực hiện 24 kỳ (tuần); đã thực hiện 1 kỳ." in weekly.sentence
    assert "21 kỳ đã qua mà chưa thực hiện." in weekly.sentence


def test_a_year_in_which_nothing_is_missed_says_so(place):
    Duty.objects.filter(met_on=None).update(met_on=date(2023, 1, 2))
    sentences = [duty.sentence for duty in duties_page.page(place.root.slug, "2023").duties]
    assert all("bỏ sót" in sentence or "chưa có kỳ nào" in sentence for sentence in sentences)


def test_an_excused_span_is_neither_owed_nor_missed(place):
    before = duties_page.page(place.root.slug, "2023").duties[0].totals[0]
    duty = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02")
    excuse(duty, by=place.chief, reason="Nghỉ phòng, chống bão", on=date(2023, 3, 14))
    after = duties_page.page(place.root.slug, "2023").duties[0].totals[0]
    assert (before.cell.owed, before.missed) == (3, 1)
    assert (after.cell.owed, after.missed) == (2, 0)


def test_no_session_paper_reason_or_link_to_a_record_is_shown(client, place):
    duty = Duty.objects.get(unit=place.root, clock="tiep_dan_tinh", period="2023-02")
    excuse(duty, by=place.chief, reason="Lý do không ai ngoài cơ quan đọc", on=date(2023, 3, 14))
    text = text_of(shown(client, place.root))
    assert "Lý do không ai" not in text
    assert "/ho-so/" not in text
    assert "16/1/2023" not in text
    assert str(place.chief) not in text


def test_invented_duties_are_marked(client):
    root = make_unit("Tỉnh Minh Họa", "tinh")
    reschedule(root, date(2023, 1, 1), date(2023, 2, 28), is_illustrative=True)
    assert "Số liệu minh họa" in text_of(shown(client, root))


@pytest.mark.parametrize("year", ["1900", "0000", "2101"])
def test_a_year_that_cannot_be_is_refused(client, place, year):
    answer = shown(client, place.root, nam=year)
    assert answer.status_code == 404
    assert "Năm phải từ 2014" in text_of(answer)


@pytest.mark.parametrize("year", ["", "hai", "20233", "-1", "²⁰²³"])
def test_anything_else_means_this_year(client, place, year):
    assert "năm 2023" in text_of(shown(client, place.root, nam=year))


def test_an_empty_year_says_what_would_stand_here(client, place):
    assert "Chưa có số liệu của năm này" in text_of(shown(client, place.root, nam="2019"))


def test_an_unknown_unit_is_not_found_with_a_sentence(client, db):
    answer = client.get("/nghia-vu/khong-co/")
    assert answer.status_code == 404
    assert "Không có đơn vị ở địa chỉ này" in text_of(answer)


def test_queries_do_not_grow_with_units(client, place):
    with CaptureQueriesContext(connection) as few:
        shown(client, place.root)
    for turn in range(6):
        make_unit(f"Xã thêm {turn}", "xa", place.district)
    reschedule(place.root, duty_world.SINCE, duty_world.UNTIL)
    with CaptureQueriesContext(connection) as many:
        shown(client, place.root)
    assert len(many) == len(few) <= 10


def test_it_reads_no_session_and_may_be_kept(client, place):
    answer = shown(client, place.root)
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
