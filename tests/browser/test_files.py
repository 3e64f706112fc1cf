"""Files at the desk: what an officer reads of a bad one, the small pictures, and the original behind its reason."""

from datetime import date

import pytest
from playwright.sync_api import expect

from danvan.org.tests.factories import make_account, make_unit
from danvan.records import files, writing
from danvan.records.files import thumbs
from danvan.records.files.tests import samples
from tests.browser.test_desk import log_in, press, seen, shoot  # noqa: F401
from tests.support.clamd import EICAR, FakeClamd, setting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = date(2023, 3, 1)
BAD = samples.pdf("Hóa đơn minh họa") + EICAR


@pytest.fixture
def unit():
    return make_unit("Xã Minh Họa")


@pytest.fixture
def officer(unit):
    account = make_account("xu_ly", unit)
    account.at = unit
    return account


@pytest.fixture
def letter(officer):
    opened = writing.open_record("don", by=officer, unit=officer.at, on=DAY)
    return writing.move(opened, "phan_loai", by=officer, on=DAY, kind="khieu_nai", field="dat_dai")


@pytest.fixture
def scanner(settings):
    with FakeClamd() as fake:
        settings.FILE_SCANNER = setting(fake.address)
        yield fake


def send(page, live_server, letter, *sent):
    page.goto(f"{live_server.url}{letter.get_absolute_url()}#tep")
    kinds = {"pdf": "application/pdf", "docx": "application/msword", "png": "image/png"}
    expect(page.get_by_label("Chọn tệp")).to_be_visible()  # the address opens its part
    page.get_by_label("Chọn tệp").set_input_files(
        [{"name": name, "mimeType": kinds[name.split(".")[-1]], "buffer": data} for name, data in sent]
    )
    press(page, "Kèm tệp")


def test_an_officer_reads_why_each_was_not_taken(page, live_server, officer, letter, scanner, seen):  # noqa: F811
    log_in(page, live_server, officer)
    bad = [("hoa-don.pdf", BAD), ("bom.docx", samples.bomb()), ("bom.png", samples.pixel_bomb())]
    send(page, live_server, letter, *bad, ("trang.pdf", b"<html>"), ("don.pdf", samples.pdf()))
    expect(page.get_by_text("Tệp thứ 1: Tệp có mã độc (Eicar-Test-Signature) nên không nhận")).to_be_visible()
    expect(page.get_by_text("Tệp thứ 2: Tệp Word bung ra quá lớn so với một văn bản")).to_be_visible()
    expect(page.get_by_text("Tệp thứ 3: Ảnh quá lớn (trên 60 triệu điểm ảnh")).to_be_visible()
    expect(page.get_by_text("Tệp thứ 4: Tệp không phải PDF, JPG, PNG, TIFF, WebP hoặc DOCX")).to_be_visible()
    expect(page.get_by_text("Đã lưu 1 tệp")).to_be_visible()
    shoot(page, "files-refused")
    for file in files.of(letter):
        thumbs.make(file.pk)
    seen("files-one")


def test_a_file_kept_shut_opens_for_its_head_alone(
    page,
    live_server,
    unit,
    officer,
    letter,
    scanner,
    settings,
    seen,  # noqa: F811
):
    settings.FILE_SCANNER = setting(scanner.address, found="cach_ly")
    files.attach(letter, "anh-hien-truong.jpg", samples.photo(), by=officer)
    for file in files.of(letter):
        thumbs.make(file.pk)
    log_in(page, live_server, officer)
    send(page, live_server, letter, ("hoa-don.pdf", BAD))
    said = "Cách ly: máy quét thấy mã độc (Eicar-Test-Signature)."
    expect(page.get_by_text(f"Tệp thứ 1: {said}")).to_be_visible()
    expect(page.get_by_role("link", name="Bản gốc")).to_have_count(0)
    shoot(page, "files-held")
    page.context.clear_cookies()
    log_in(page, live_server, make_account("lanh_dao", unit))
    page.goto(f"{live_server.url}{letter.get_absolute_url()}#tep")
    expect(page.locator("#tep").get_by_text(said)).to_be_visible()
    seen("files-head")
    page.get_by_role("link", name="Bản gốc hoa-don.pdf").click()
    expect(page.get_by_role("heading", name="Bản gốc của tệp", exact=True)).to_be_visible()
    seen("files-original")
    press(page, "Tải bản gốc")
    expect(page.get_by_role("alert").get_by_text("Hãy chọn lý do mở bản gốc.")).to_be_visible()
    page.get_by_label("Kiểm tra tệp bị cách ly, chờ quét trên máy riêng").check()
    with page.expect_download() as waited:
        press(page, "Tải bản gốc")
    assert waited.value.suggested_filename == "ban-goc-hoa-don.pdf"
    assert waited.value.path().read_bytes() == BAD
    page.reload()
    expect(page.get_by_text("Kiểm tra tệp bị cách ly", exact=False).last).to_be_visible()
    seen("files-original-said")


def test_thirty_megabytes_are_answered_with_a_sentence(page, live_server, officer, letter):
    log_in(page, live_server, officer)
    send(page, live_server, letter, ("a.pdf", b"%PDF-1.7" + b"\0" * 30_000_000))
    expect(page.get_by_text("Tệp gửi lên lớn hơn 25 MB; hãy chia nhỏ hoặc nén rồi gửi lại.")).to_be_visible()
    shoot(page, "files-too-large")
