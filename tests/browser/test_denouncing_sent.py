"""A tố cáo sent over the network in a real browser: from where the denounced works to the receipt; with script or not."""

import re

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import Letter
from danvan.portal.robots import NUMBERS
from danvan.portal.tests.denouncing_world import PERSON, WORDS, make_place
from danvan.records.files.tests import samples
from danvan.records.seal import items, senders
from danvan.records.seal.tests.seal_world import WHY, words_of
from tests.browser.test_desk import log_in, shoot
from tests.support import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
START, SEND = "/gui-don/to-cao/", "/gui-don/to-cao/gui/"


@pytest.fixture
def place():
    return make_place()


def begin(page, address):
    """To the first page of sending."""
    page.goto(f"{address}{START}")
    page.get_by_label("Tên cơ quan, xã, phường").fill("xa so 1.1")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("radio", name=re.compile("Xã Số 1.1")).check()
    page.get_by_role("radio", name="Người đứng đầu", exact=True).check()
    page.get_by_role("button", name="Xem nơi nhận").click()
    page.get_by_role("button", name="Xem rồi gửi qua mạng").click()
    question(page, "Được bảo vệ gì, ai mở được?")


def question(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def onward(page):
    page.get_by_role("button", name="Tiếp tục").click()


def to_the_end(page, address, look=lambda name: None, *, named=True):
    """All pages up to the last."""
    begin(page, address)
    look("bao-ve")
    onward(page)
    question(page, "Gửi có họ tên hay không?")
    onward(page)
    expect(page.get_by_text("Chưa chọn cách gửi").first).to_be_visible()
    look("ten")
    page.get_by_role("radio", name=re.compile("^Có họ tên" if named else "^Không họ tên")).check()
    onward(page)
    question(page, "Chuyện gì đã xảy ra?")
    page.get_by_label("Người bị tố cáo").fill(WORDS["ai"])
    page.get_by_label("Việc đã xảy ra").fill(WORDS["viec"])
    look("noi-dung")
    onward(page)
    if named:
        question(page, "Bà/Ông là ai?")
        page.get_by_label("Họ và tên").fill(PERSON["ho_ten"])
        page.get_by_label("Địa chỉ").fill(PERSON["dia_chi"])
        page.get_by_label("Năm sinh hoặc 3 số cuối").fill(PERSON["muc_hai"])
        look("nguoi")
        onward(page)
    question(page, "Xem lại và gửi")


def answer_the_question(page):
    """What who has no script types."""
    asked = page.locator("label[for=cau_tra_loi]").inner_text()
    first, second = re.match(r"(\w+) cộng (\w+) bằng mấy", asked).groups()
    total = NUMBERS.index(first.lower()) + NUMBERS.index(second)
    page.locator("#cau_tra_loi").fill(str(total))


def code_on(page):
    expect(page.locator(".receipt__code")).to_be_visible()
    return "".join(page.locator(".receipt__group").all_inner_texts())


@pytest.mark.parametrize("script", [True, False])
def test_from_the_question_where_to_the_receipt(live_server, place, visit, script):
    page = visit(script=script)
    to_the_end(page, live_server.url)
    page.locator("#id_tep").set_input_files(
        [
            {"name": "bien lai.pdf", "mimeType": "application/pdf", "buffer": samples.pdf("Biên lai")},
            {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": samples.photo()},
        ]
    )
    if not script:
        answer_the_question(page)
    page.get_by_role("button", name="Gửi", exact=True).click()
    question(page, "Đã gửi. Hãy chép mã này ngay")
    code = code_on(page)
    page.emulate_media(media="print")
    expect(page.locator(".receipt__code")).to_be_hidden()  # the paper goes to the office, the code never
    expect(page.get_by_role("article", name="Đơn tố cáo để in và ký")).to_be_visible()
    page.emulate_media(media="screen")
    letter = Letter.objects.get()
    found = senders.find(senders.read_code(code), PERSON["muc_hai"])
    assert found is not None
    assert found[0].pk == letter.pk
    told = words_of(items.read(letter, WHY, unlocked=place.seal.key(place.seal.clerk)))
    assert WORDS["viec"] in told["content"]
    assert {"tep-1.pdf", "anh-2.jpg"} <= set(told)
    asked = [request.url for request in page.seen]
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert [url for url in asked if "?" in url or place.commune.slug in url] == []
    assert page.url == f"{live_server.url}{SEND}"
    assert page.context.cookies() == []
    assert [
        request.url for request in page.seen if request.is_navigation_request() and referrer(request)
    ] == []
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
        if script
        else True
    )


def referrer(request):
    return request.all_headers().get("referer")


def test_reloading_the_receipt_shows_the_same_code_and_sends_nothing_more(live_server, place, visit):
    page = visit()
    to_the_end(page, live_server.url, named=False)
    page.get_by_role("button", name="Gửi", exact=True).click()
    question(page, "Đã gửi. Hãy chép mã này ngay")
    code = code_on(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    question(page, "Đơn này đã gửi rồi. Đây là mã của nó")
    assert code_on(page) == code
    assert Letter.objects.count() == 1


def test_a_lead_that_is_ticked_stops_it_and_the_way_back_keeps_what_was_typed(live_server, place, visit):
    page = visit()
    begin(page, live_server.url)
    page.get_by_role("checkbox", name="Phó Chủ tịch").check()
    onward(page)
    expect(page.get_by_text("hãy chọn lại nơi làm việc").first).to_be_visible()
    page.get_by_role("checkbox", name="Phó Chủ tịch").uncheck()
    onward(page)
    page.get_by_role("radio", name=re.compile("^Không họ tên")).check()
    onward(page)
    page.get_by_label("Người bị tố cáo").fill(WORDS["ai"])
    page.get_by_role("button", name="Quay lại câu trước").click()
    expect(page.get_by_role("radio", name=re.compile("^Không họ tên"))).to_be_checked()
    onward(page)
    expect(page.get_by_label("Người bị tố cáo")).to_have_value(WORDS["ai"])


def test_enter_leads_on_and_never_back(live_server, place, visit):
    page = visit()
    begin(page, live_server.url)
    onward(page)
    page.get_by_role("radio", name=re.compile("^Có họ tên")).check()
    page.keyboard.press("Enter")
    question(page, "Chuyện gì đã xảy ra?")
    page.get_by_label("Người bị tố cáo").fill(WORDS["ai"])
    page.get_by_label("Việc đã xảy ra").fill(WORDS["viec"])
    onward(page)
    page.get_by_label("Họ và tên").fill(PERSON["ho_ten"])
    page.get_by_label("Địa chỉ").fill(PERSON["dia_chi"])
    page.get_by_label("Năm sinh hoặc 3 số cuối").fill(PERSON["muc_hai"])
    page.get_by_label("Họ và tên").press("Enter")
    question(page, "Xem lại và gửi")


@pytest.mark.parametrize("named", [True, False])
def test_every_page_reads_well_at_both_widths(live_server, place, visit, named):
    page = visit(axe=True)

    def look(name):
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, f"to-cao-{name}-{'ten' if named else 'vo-danh'}-{width}")
            browser.is_sound(page)

    to_the_end(page, live_server.url, look, named=named)
    look("gui")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".receipt__code")).to_be_visible()
    look("bien-nhan")


def test_the_roster_is_kept_by_the_head(live_server, place, chromium):
    context = chromium.new_context(locale="vi-VN", bypass_csp=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    log_in(page, live_server, place.seal.head)
    page.goto(f"{live_server.url}/ban-lam-viec/niem-phong/truc/")
    expect(page.get_by_text("Đang nhận tố cáo qua mạng.")).to_be_visible()
    page.get_by_label("Người giữ khóa").select_option(index=0)
    page.get_by_label("Số văn bản phân công").fill("6/QĐ-UBND")
    page.get_by_label("Ngày văn bản").fill("2/2/2023")
    page.get_by_role("button", name="Thêm vào danh sách").click()
    expect(page.get_by_text("Đã ghi vào danh sách")).to_be_visible()
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        shoot(page, f"truc-to-cao-{width}")
        browser.is_sound(page)
    context.close()
