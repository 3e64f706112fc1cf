"""The register of complex matters and the page of a body that forwards letters, in a real browser at both widths."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import HardContact, HardMatter
from danvan.domains.petitions.tests.factories import accepted
from danvan.domains.petitions.tests.test_forwarded import DONE, TODAY, TOLD, sent_by, settled
from danvan.org.models import Kind as UnitKind
from danvan.org.tests.factories import make_account, make_head, make_unit, put_under
from danvan.records import writing
from danvan.records.tests.factories import handler
from tests.browser.test_desk import log_in, press, seen  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(settings):
    settings.DEMONSTRATION_DAY = TODAY
    officer = handler(make_unit("Xã Minh Họa"))
    put_under(officer.at, make_unit("Tỉnh Minh Họa", UnitKind.PROVINCE))
    return officer


def test_a_matter_is_suggested_entered_followed_and_taken_out(page, live_server, officer, seen):  # noqa: F811
    head = make_head(officer.at).person
    matter = accepted(officer, date(2023, 1, 5), signatories=12)
    accepted(officer, date(2023, 1, 9), kind="to_cao", signatories=30)
    log_in(page, live_server, officer)
    page.get_by_role("link", name="Vụ việc phức tạp", exact=True).click()
    expect(page.locator("main")).to_contain_text("Không có vụ việc nào")
    seen("hard-empty")

    page.get_by_role("link", name="Xem vụ việc được gợi ý").click()
    expect(page.locator("main")).to_contain_text("12 người đứng tên")
    seen("hard-proposals")
    page.get_by_role("link", name=f"Xem và đưa vào sổ {matter.number}").click()
    expect(page.get_by_label("Đông người", exact=True)).to_be_checked()
    expect(page.get_by_label("Kéo dài", exact=True)).not_to_be_checked()
    press(page, "Đưa vào sổ")
    expect(page.locator("main")).to_contain_text("Chưa ghi được")
    seen("hard-enter-wrong")
    page.get_by_label("Đông người: vì sao").fill("12 hộ cùng thôn")
    page.get_by_label("Lãnh đạo phụ trách").select_option(label=str(head))
    page.get_by_label("Kế hoạch giải quyết").fill("Rà soát bồi thường\nĐối thoại với các hộ")
    page.get_by_label("Bước tiếp theo").fill("Đối thoại tại nhà văn hóa thôn")
    page.get_by_label("Ngày dự kiến").fill("28/3/2023")
    press(page, "Đưa vào sổ")
    expect(page.locator("main")).to_contain_text("Đã đưa vụ việc vào sổ")

    page.get_by_label("Ngày làm việc").fill("15/3/2023")
    page.get_by_label("Việc đã làm").select_option(label="Đối thoại")
    page.get_by_label("Kết quả ngắn gọn").fill("Chín hộ đồng ý phương án")
    press(page, "Ghi lần làm việc")
    expect(page.locator("main")).to_contain_text("Chín hộ đồng ý phương án")
    assert HardContact.objects.get().on == date(2023, 3, 15)
    seen("hard-matter")

    page.goto(f"{live_server.url}/ban-lam-viec/vu-viec-phuc-tap/")
    expect(page.locator("tbody")).to_contain_text("74 ngày")
    seen("hard-list")
    page.get_by_role("link", name="In làm phụ lục (A4 ngang)").click()
    expect(page.locator("h1")).to_contain_text("phức tạp, đông người, kéo dài")
    seen("hard-print")

    page.goto(f"{live_server.url}{matter.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text("Sổ vụ việc phức tạp (đang theo dõi)", use_inner_text=True)
    page.goto(f"{live_server.url}/ban-lam-viec/vu-viec-phuc-tap/{matter.public_id}/")
    page.locator("summary", has_text="Đưa ra khỏi sổ").click()
    page.get_by_label("Lý do").select_option(label="Đã giải quyết, tình hình ổn định")
    press(page, "Đưa ra khỏi sổ")
    expect(page.locator("main")).to_contain_text("Những lần trước ở trong sổ")
    seen("hard-left")
    assert HardMatter.objects.get().left_on == TODAY


def test_a_council_sees_what_became_of_its_letters(page, live_server, officer, seen):  # noqa: F811
    council = make_unit("Hội đồng nhân dân xã Minh Họa", UnitKind.COUNCIL, officer.at)
    answered = settled(sent_by(council, officer), officer)
    writing.move(answered, "bao_noi_chuyen", by=officer, on=TOLD)
    settled(sent_by(council, officer), officer)
    sent_by(council, officer, on=DONE)
    sent_by(council, officer, "to_cao")
    log_in(page, live_server, make_account("chuyen_don", council))
    page.get_by_role("link", name="Đơn do cơ quan mình chuyển").first.click()
    expect(page.locator("tbody tr")).to_have_count(4)
    expect(page.locator("tbody")).to_contain_text("Báo lại người gửi trước hết ngày 3/3/2023")
    expect(page.locator("tbody")).to_contain_text("7 ngày làm việc kể từ khi có kết quả")
    seen("forwarded")


def test_the_officer_says_who_forwarded_a_letter(page, live_server, officer, seen):  # noqa: F811
    make_unit("Hội đồng nhân dân xã Minh Họa", UnitKind.COUNCIL, officer.at)
    log_in(page, live_server, officer)
    page.get_by_role("link", name="Tiếp nhận đơn", exact=False).first.click()
    page.get_by_label("Ngày tiếp nhận").fill("1/3/2023")
    page.get_by_label("Bên chuyển đơn").select_option(label="Hội đồng nhân dân, đại biểu Hội đồng nhân dân")
    page.get_by_label("Cơ quan chuyển đơn").select_option(label="Hội đồng nhân dân xã Minh Họa")
    page.get_by_label("Ngày văn bản chuyển đơn").fill("27/2/2023")
    seen("forwarder-open")
    press(page, "Ghi hồ sơ")
    expect(page.locator("main")).to_contain_text("Hội đồng nhân dân xã Minh Họa")
