"""Statistical forms in a real browser at both widths and on paper: heads above their columns, the mappings said."""

import io
from datetime import date

import pypdf
import pytest
from playwright.sync_api import expect

from danvan.reports.signing import prepare
from danvan.reports.tests.factories import FIRST, handled, letters, make_place, matter
from tests.browser.test_reports import downloaded, log_in, seen, shoot
from tests.support.browser import fits_across

__all__ = ["seen"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORMS = ("02-xld", "01-kqgq", "03-xld", "01-tcd", "02-tcd")


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    """A province with complaints handled in three ways, a denunciation, and a matter settled."""
    place = make_place()
    handled(place.communes[0], 1234, "thu_ly", field="dat_dai")
    handled(place.communes[1], 3, "chuyen", is_competent=False)
    handled(place.communes[1], 2, "thu_ly", kind="to_cao", signatories=6, field="tham_nhung")
    letters(place.communes[2], "khieu_nai", 4, FIRST, signatories=3)
    matter(place.communes[0], FIRST, date(2023, 2, 1))
    return place


def words(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_form_shows_its_heads_its_numbers_and_how_it_is_filled_in(page, live_server, place, seen):
    log_in(page, live_server, place.head)
    for form in FORMS:
        report = prepare(place.province, "2023-Q1", form, by=place.head)
        page.goto(f"{live_server.url}{report.get_absolute_url()}")
        expect(page.locator(".form-note")).to_contain_text("Cách ghi biểu:")
        seen(form)
    page.goto(f"{live_server.url}/bao-cao/")
    page.get_by_role("link", name="Biểu số 02/XLD").click()
    expect(page.get_by_role("columnheader", name="Theo báo cáo")).to_have_count(0)
    heads = page.locator("tr.head th")
    expect(heads).to_have_text(
        [
            "Lĩnh vực hành chính",
            "Đã giải quyết",
            "Vụ việc thuộc thẩm quyền",
            "Vụ việc không thuộc thẩm quyền",
        ],
        use_inner_text=True,
    )
    land = page.get_by_role("row").filter(has_text="(13) Đất đai, nhà cửa")
    expect(land.get_by_role("link")).to_have_text("1.234", use_inner_text=True)
    expect(page.locator(".form-note")).to_contain_text("2 đến 4 người")
    paper, _ = downloaded(page, "Báo cáo nội bộ (PDF)")
    told = words(paper)
    for said in (
        "Cách ghi biểu:",
        "Đơn của 2 đến 4 người",
        "Lĩnh vực hành chính",
        "Đất đai, nhà cửa",
        "1.234",
    ):
        assert said in told, said


def test_two_signed_forms_that_differ_say_so_on_the_page_of_the_third(page, live_server, place):
    from danvan.reports.signing import sign

    sign(prepare(place.province, "2023-Q1", "01-xld", by=place.head), by=place.head)
    handled(place.communes[0], 2, "thu_ly", date(2023, 3, 1))
    log_in(page, live_server, place.head)
    report = prepare(place.province, "2023-Q1", "02-xld", by=place.head)
    page.goto(f"{live_server.url}{report.get_absolute_url()}")
    said = page.locator("main")
    expect(said).to_contain_text("Số của Biểu số 01/XLD, Quý I/2023 (ký ngày 14/3/2023) là số đã ký")
    expect(said).to_contain_text("Đếm lại hôm nay thì khớp")
    assert fits_across(page)
    shoot(page, "02-xld-differs-desk")
