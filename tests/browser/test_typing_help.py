"""Help while an officer types: beside the words, by itself or by a button, never filled in; giving up a book."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.books import staging
from danvan.domains.petitions.books.tests.ugly import book, row
from danvan.domains.petitions.likeness.indexing import write
from danvan.domains.petitions.likeness.prints import print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.models import Book, Letter
from danvan.domains.petitions.suggesting import typing
from danvan.domains.petitions.suggesting.suggest import Suggestion
from danvan.domains.petitions.tests.factories import classified
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from tests.browser.test_desk import log_in, press, seen, shoot  # noqa: F401
from tests.support.browser import fits_across

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = date(2023, 3, 1)
BASE = next(one for one in sample.letters(20, seed=21) if one.kind == "khieu_nai")
ASKED = "/don-trung/khi-nhap/"
PLACE = "one => one.getBoundingClientRect().top + scrollY"  # on the page, wherever it is scrolled to


@pytest.fixture
def officer(monkeypatch):
    sure = Suggestion("linh_vuc", "moi_truong", "Môi trường", 0.82)
    monkeypatch.setattr(typing, "suggest", lambda told, reach: [sure] if told.body.strip() else [])
    unit = make_unit("Xã Minh Họa")
    account = make_account("xu_ly", unit)
    account.at = unit
    return account


@pytest.fixture
def foreign():
    """The same words, written to another unit."""
    unit = make_unit("Xã Bên Cạnh")
    other = make_account("xu_ly", unit)
    other.at = unit
    letter = classified(other, DAY, BASE.kind, personal={"content": BASE.text, "full_name": BASE.name})
    write(letter.pk, print_of(BASE.text, BASE.name, BASE.address))
    return letter


def classifying(page, live_server, officer):
    """The form of a letter's classification, with the fields of the person, as an officer comes to it."""
    letter = writing.open_record("don", by=officer, unit=officer.at, on=DAY)
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}{letter.get_absolute_url()}phan-loai/")
    page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    page.get_by_label("Lĩnh vực").select_option(label="Đất đai, nhà cửa")
    page.get_by_label("Ngày phân loại").fill("2/3/2023")
    press(page, "Ghi thêm họ tên, nội dung")
    expect(page.locator("[name=content]")).to_be_visible()
    return letter


def test_what_is_typed_brings_help_beside_it_and_moves_nothing(page, live_server, officer, foreign):
    classifying(page, live_server, officer)
    button = page.get_by_role("button", name="Phân loại", exact=True)
    before = button.evaluate(PLACE)
    page.locator("[name=content]").fill(BASE.text)
    aside = page.locator("#goi-y")
    expect(aside).to_contain_text("Môi trường", use_inner_text=True)
    expect(aside).to_contain_text("chắc chắn 82%", use_inner_text=True)
    expect(aside).to_contain_text("Xã Bên Cạnh", use_inner_text=True)
    expect(aside).to_contain_text("(đơn vị khác)", use_inner_text=True)
    assert foreign.public_id not in page.content()
    assert BASE.name not in aside.inner_text()
    assert button.evaluate(PLACE) == before
    expect(page.locator("[name=field]")).to_have_value("dat_dai")
    shoot(page, "typing-help")
    assert fits_across(page)


def test_of_a_denunciation_nothing_leaves_the_page(page, live_server, officer, foreign):
    classifying(page, live_server, officer)
    page.locator("[name=content]").fill(BASE.text)
    expect(page.locator("#goi-y")).to_contain_text("Môi trường", use_inner_text=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if ASKED in request.url else None)
    page.get_by_label("Loại đơn").select_option(label="Tố cáo")
    expect(page.locator("#goi-y [data-found]")).to_be_empty()
    page.locator("[name=content]").fill(f"{BASE.text} thêm lời")
    page.wait_for_timeout(1_500)
    assert asked == []


def test_without_a_script_a_button_brings_the_same_and_loses_nothing(chromium, live_server, officer, foreign):
    context = chromium.new_context(
        java_script_enabled=False, locale="vi-VN", viewport={"width": 375, "height": 812}
    )
    try:
        tab = context.new_page()
        letter = classifying(tab, live_server, officer)
        tab.locator("[name=full_name]").fill("Người Gửi Minh Họa")
        tab.locator("[name=content]").fill(BASE.text)
        press(tab, "Xem gợi ý")
        expect(tab.locator("#goi-y")).to_contain_text("chắc chắn 82%", use_inner_text=True)
        expect(tab.locator("#goi-y")).to_contain_text("Xã Bên Cạnh", use_inner_text=True)
        expect(tab.locator("[name=full_name]")).to_have_value("Người Gửi Minh Họa")
        expect(tab.locator("[name=content]")).to_have_value(BASE.text)
        expect(tab.locator("[name=field]")).to_have_value("dat_dai")
        shoot(tab, "typing-help-phone")
        assert Letter.objects.get(pk=letter.pk).state == "tiep_nhan"
        press(tab, "Phân loại")
        expect(tab.locator("h1")).to_contain_text("Đơn khiếu nại", use_inner_text=True)
    finally:
        context.close()
    assert Letter.objects.get(pk=letter.pk).personal.full_name == "Người Gửi Minh Họa"


def test_the_counter_has_the_same_help_beside_its_words(page, live_server, officer, foreign):
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/quay/")
    page.locator("[name=content_kind][value=khieu_nai]").check()
    page.locator("[name=content]").fill(BASE.text)
    expect(page.locator("#goi-y")).to_contain_text("Xã Bên Cạnh", use_inner_text=True)
    shoot(page, "counter-help")
    assert fits_across(page)


def test_a_whole_book_is_given_up_only_after_a_page_has_asked(page, live_server, officer, seen):  # noqa: F811
    content = book(
        [row(n, huong="", ngay_xu_ly="") for n in (2, 3)] + [row(6, ngay="hôm qua", huong="", ngay_xu_ly="")]
    )
    begun = staging.begin(content, "xls", unit=officer.at, year=2023, by=officer)
    staging.name_columns(begun, begun.meanings, by=officer)
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ban-lam-viec/so-cu/{begun.pk}/")
    seen("book-mending")
    page.get_by_role("link", name="Bỏ cả sổ").click()
    expect(page.locator("h1")).to_have_text("Bỏ cả sổ năm 2023?", use_inner_text=True)
    seen("book-drop")
    page.get_by_role("link", name="Giữ lại, quay về sổ").click()
    expect(page.locator("h1")).to_have_text("Sổ năm 2023", use_inner_text=True)
    page.get_by_role("link", name="Bỏ cả sổ").click()
    press(page, "Bỏ cả sổ")
    expect(page.locator("body")).to_contain_text("Đã bỏ sổ; không dòng nào được nạp.", use_inner_text=True)
    assert Book.objects.get().state == Book.State.DROPPED
    seen("books")
