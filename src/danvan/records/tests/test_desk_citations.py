"""Beside each step stands the article of the law of its day: that of the desk, or the one typed into the form."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.records.desk.submissions import new_key
from danvan.records.tests.desk_world import classified, desk_of
from danvan.records.tests.factories import handler

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)
PLAIN = "Luật Khiếu nại 2011, Điều 11 và 27; Luật Tố cáo 2018, Điều 29"
AMENDED = (
    "Luật Khiếu nại 2011 (sửa đổi bởi 136/2025/QH15), Điều 11 và 27; "
    "Luật Tố cáo 2018 (sửa đổi bởi 136/2025/QH15), Điều 29"
)


@pytest.fixture
def letter():
    return classified(handler())


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


def read(letter, move="", **sent):
    client = desk_of(letter.created_by)
    where = reverse("records:move", args=[letter.public_id, move]) if move else letter.get_absolute_url()
    return text(client.post(where, sent) if sent else client.get(where))


@pytest.mark.parametrize(("on", "there", "not_there"), [(BEFORE, PLAIN, AMENDED), (AFTER, AMENDED, PLAIN)])
def test_the_records_page_and_the_form_cite_the_law_of_the_desks_day(letter, settings, on, there, not_there):
    settings.DEMONSTRATION_DAY = on
    for move in ("", "khong_thu_ly"):
        page = read(letter, move)
        assert there in page, move
        assert not_there not in page, move


@pytest.mark.parametrize(
    ("typed", "there"), [("30/6/2026", PLAIN), ("1/7/2026", AMENDED), ("hôm qua", AMENDED)]
)
def test_a_form_sent_for_another_day_is_answered_with_the_law_of_that_day(letter, settings, typed, there):
    settings.DEMONSTRATION_DAY = date(2026, 7, 2)
    page = read(letter, "khong_thu_ly", on=typed, key=new_key(), version="999")
    assert there in page
