"""One letter photocopied to three offices: proposed as pairs, shown without what is another's, joined by a person.

Every person is invented.
"""

import threading

import pytest
from django.db import connection
from playwright.sync_api import expect
from procrastinate.contrib.django import app

from danvan.domains.petitions.likeness.tests import sample
from danvan.domains.petitions.models import Letter, LikePair
from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records.models import HistoryRow, Link
from tests.browser.test_desk import log_in, press, seen  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BASE = sample.letter(1)
# The same letter as it reaches each office: typed as written; without marks and mistyped; to another addressee, scanned.
COPIES = ("chep_lai", "khong_dau_go_sai", "noi_nhan_khac_quet")
DAYS = ("1/2/2023", "6/2/2023", "14/2/2023")
STATE = LikePair.State


def work():
    """Let a worker do what waits, as it does beside the server; in a thread, since Playwright's loop runs in this one."""
    failed = []

    def run():
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as working:
                working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except Exception as error:  # told in the test's own thread
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


@pytest.fixture
def offices():
    """Three communes of a province, an officer at each, and one of the province who handles at all of them."""
    province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
    units = [make_unit(f"Xã Minh Họa {name}", Kind.COMMUNE, province) for name in ("Một", "Hai", "Ba")]
    return (
        units,
        [make_account("xu_ly", unit) for unit in units],
        make_account("xu_ly", province, covers_below=True),
    )


def change_to(page, live_server, account):
    page.context.clear_cookies()
    log_in(page, live_server, account)


def take_in(page, address, copy, on):
    """Receive and classify a letter, typing what it says."""
    page.goto(f"{address}/ban-lam-viec/don/tiep-nhan/")
    page.get_by_label("Ngày tiếp nhận").fill(on)
    press(page, "Ghi hồ sơ")
    page.get_by_role("link", name="Phân loại", exact=True).click()
    page.get_by_label("Loại đơn").select_option(label="Khiếu nại")
    page.get_by_label("Lĩnh vực").select_option(label="Đất đai, nhà cửa")
    page.get_by_label("Ngày phân loại").fill(on)
    press(page, "Ghi thêm họ tên, nội dung")
    page.locator("[name=full_name]").fill(copy.name)
    page.locator("[name=address]").fill(copy.address)
    page.locator("[name=content]").fill(copy.text)
    press(page, "Phân loại")
    expect(page.locator("h1")).to_contain_text("Đơn khiếu nại", use_inner_text=True)


@pytest.fixture
def three(page, live_server, offices):
    """The three letters, each taken in at its office by its own officer, and what the worker found of them."""
    _units, officers, _province = offices
    for how, officer, on in zip(COPIES, officers, DAYS, strict=True):
        change_to(page, live_server, officer)
        take_in(page, live_server.url, sample.disguised(BASE, how), on)
    work()
    return list(Letter.objects.order_by("received_on"))


def pair_of(earlier, later):
    return LikePair.objects.get(earlier_id=earlier.pk, later_id=later.pk)


def open_pair(page, live_server, pair, state=""):
    page.goto(f"{live_server.url}/ban-lam-viec/don-trung/?trang_thai={state or STATE.PROPOSED}")
    page.locator(f"a[href$='/don-trung/{pair.pk}/']").click()


def test_another_office_sees_unit_number_day_and_likeness_only(page, live_server, offices, three, seen):  # noqa: F811
    first, _second, third = three
    assert LikePair.objects.filter(state=STATE.PROPOSED).count() == 3
    _units, officers, _province = offices
    change_to(page, live_server, officers[2])
    page.get_by_role("link", name="Đơn trùng").first.click()
    rows = page.locator("tbody tr")
    expect(rows, "the pair of the two other offices is none of its business").to_have_count(2)
    expect(rows.filter(has_text="1/2/2023")).to_contain_text("Xã Minh Họa Một", use_inner_text=True)
    seen("like-pairs-foreign")
    open_pair(page, live_server, pair_of(first, third))
    text = page.locator("main").inner_text()
    for told in (first.number, "Xã Minh Họa Một", "Giống nhau", "Thuộc đơn vị khác"):
        assert told in text, told
    other = page.locator("section", has=page.get_by_role("heading", name="Đơn trước")).last.inner_text()
    words = [*BASE.name.split(), BASE.address, *[line for line in BASE.text.split("\n") if len(line) > 20]]
    assert not [word for word in words if word in other]
    assert first.public_id not in page.content()
    expect(page.get_by_role("button", name="Nhập đơn sau vào đơn trước")).to_have_count(0)
    seen("like-pair-foreign")
    press(page, "Xin phối hợp")
    expect(page.locator("main")).to_contain_text("Đã xin phối hợp", use_inner_text=True)
    change_to(page, live_server, officers[0])
    page.goto(f"{live_server.url}/ban-lam-viec/don-trung/")
    expect(page.locator("tbody")).to_contain_text("đã xin phối hợp", use_inner_text=True)
    page.goto(f"{live_server.url}{third.get_absolute_url()}")
    assert sample.disguised(BASE, COPIES[2]).name not in page.content()


def test_joined_undone_and_joined_again_they_are_three_letters_and_one_matter(
    page,
    live_server,
    offices,
    three,
    seen,  # noqa: F811
):
    first, second, third = three
    change_to(page, live_server, offices[2])
    for later in (second, third):
        open_pair(page, live_server, pair_of(first, later))
        expect(page.locator("main")).to_contain_text("Từ và số cùng có", use_inner_text=True)
        if later == second:
            seen("like-pair")
        page.get_by_label("Lý do nhập").select_option(label="Đơn gửi lại hoặc gửi bổ sung")
        press(page, "Nhập đơn sau vào đơn trước")
        expect(page.locator("body")).to_contain_text("Đã nhập đơn sau vào đơn trước")
    assert counted() == (3, 1)
    open_pair(page, live_server, pair_of(first, third), STATE.JOINED)
    press(page, "Gỡ quyết định này")
    assert counted() == (3, 2)
    open_pair(page, live_server, pair_of(first, third))
    press(page, "Nhập đơn sau vào đơn trước")
    assert counted() == (3, 1)
    ties = HistoryRow.objects.filter(table="records_link").order_by("id")
    assert [row.operation for row in ties] == ["INSERT", "INSERT", "DELETE", "INSERT"]
    page.goto(f"{live_server.url}{third.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text(first.number, use_inner_text=True)
    seen("like-letter")


def counted():
    """(letters, matters they count as)."""
    assert Link.objects.count() == Letter.objects.filter(counts_as_matter=False).count()
    return Letter.objects.count(), Letter.objects.filter(counts_as_matter=True).count()
