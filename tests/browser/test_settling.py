"""After a decision: what publishing asks for, what it refuses, what broke off; and a tố cáo that takes no words."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import Kind, Matter
from danvan.domains.petitions.tests.factories import accepted
from danvan.org.models import RoleGrant
from danvan.records import writing
from tests.browser.test_desk import log_in, officer, press, seen  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACCEPTED, SETTLED = date(2023, 2, 1), date(2023, 2, 9)


@pytest.fixture
def handler(officer):  # noqa: F811
    """The officer of the desk, with the unit where records are opened."""
    officer.at = RoleGrant.objects.get(person=officer.person).unit
    return officer


@pytest.fixture
def at_desk(page, live_server, officer):  # noqa: F811
    log_in(page, live_server, officer)
    return lambda record: page.goto(live_server.url + record.get_absolute_url())


def take(page, label):
    """Open the form of a step on the record's page, wherever it stands folded."""
    link = page.get_by_role("link", name=label, exact=True)
    if not link.first.is_visible():
        page.locator("summary").filter(has_text="Bước").first.click()
    link.first.click()


def test_a_decision_is_published_only_as_the_law_asks(page, handler, at_desk, seen):  # noqa: F811
    matter = accepted(handler, ACCEPTED)
    matter = writing.move(matter, "giai_quyet", by=handler, on=SETTLED, result="dung")
    at_desk(matter)
    take(page, "Công khai quyết định")
    seen("publishing")
    page.locator("[name=publication]").select_option("niem_yet")
    page.get_by_label("Ngày công khai quyết định").fill("20/2/2023")
    press(page, "Công khai quyết định")
    errors = page.locator(".govuk-error-summary")
    expect(errors).to_contain_text("phải đăng cả trên cổng", use_inner_text=True)
    page.locator("[name=on_portal]").select_option("khong_co")
    page.locator("[name=publication_until]").fill("6/3/2023")
    press(page, "Công khai quyết định")
    expect(errors).to_contain_text("ít nhất đến hết ngày 7/3/2023", use_inner_text=True)
    seen("publishing-refused")
    page.locator("[name=publication_until]").fill("7/3/2023")
    press(page, "Công khai quyết định")
    expect(page.locator("body")).to_contain_text("Đã công khai quyết định", use_inner_text=True)
    assert Matter.objects.get().duties.get(clock="cong_khai").met_on == date(2023, 2, 20)
    seen("published")
    take(page, "Ghi nhận bị gỡ sớm")
    page.get_by_label("Ngày bị gỡ khi chưa đủ ngày").fill("1/3/2023")
    press(page, "Ghi nhận bị gỡ sớm")
    expect(page.locator("body")).to_contain_text("Đã giải quyết", use_inner_text=True)
    assert Matter.objects.get().duties.get(clock="cong_khai").met_on is None


def test_a_denunciation_asks_for_days_and_choices_alone(page, handler, at_desk, seen):  # noqa: F811
    matter = accepted(handler, ACCEPTED, Kind.DENUNCIATION)
    at_desk(matter)
    expect(page.locator("h1")).to_contain_text("Vụ việc tố cáo", use_inner_text=True)
    seen("denunciation")
    take(page, "Lập tổ xác minh")
    expect(page.locator("main textarea")).to_have_count(0)
    page.locator("[name=team_size]").fill("1")
    page.get_by_label("Ngày giao xác minh").fill("3/2/2023")
    press(page, "Lập tổ xác minh")
    expect(page.locator(".govuk-error-summary")).to_contain_text("ít nhất 2 người", use_inner_text=True)
    page.locator("[name=team_size]").fill("2")
    press(page, "Lập tổ xác minh")
    expect(page.locator("body")).to_contain_text("Đang xác minh", use_inner_text=True)
    seen("denunciation-verifying")
