"""Signing a frozen report: the file out, signed by a program elsewhere, handed in; a wrong one says why."""

import pytest
from playwright.sync_api import expect

from danvan.reports.models import SignedCopy
from danvan.reports.pades.fields import ORGANISATION, SIGNER
from danvan.reports.pades.inside import sign_inside
from danvan.reports.pades.tests import authority
from danvan.reports.pades.tests.authority import PASSWORD
from danvan.reports.pades.tests.test_signatures_page import organisation, person
from danvan.reports.signing import prepare, sign
from danvan.reports.tests.factories import letters, make_place
from tests.browser.test_desk import log_in, seen  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_out_signed_elsewhere_and_handed_in(page, live_server, seen, settings, tmp_path):  # noqa: F811
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.authority().pem())
    settings.TRUSTED_CERTIFICATES = str(roots)
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3)
    report = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head)
    log_in(page, live_server, place.head)
    page.goto(f"{live_server.url}{report.get_absolute_url()}")
    page.get_by_role("link", name="Ký số của người ký và của cơ quan").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải bản chờ ký (PDF)").click()
    waiting = coming.value.path().read_bytes()
    hand_in(page, tmp_path, waiting)
    expect(page.get_by_role("alert")).to_contain_text("không có chữ ký số nào")
    seen("signatures-refused")
    once = sign_inside(waiting, SIGNER, person(report), PASSWORD)
    hand_in(page, tmp_path, once)
    expect(page.get_by_text("Đã có chữ ký của người ký; còn thiếu chữ ký của cơ quan.")).to_be_visible()
    seen("signatures-one")
    hand_in(page, tmp_path, sign_inside(once, ORGANISATION, organisation(report), PASSWORD))
    expect(page.get_by_text("Đã có đủ chữ ký số của người ký và của cơ quan.")).to_be_visible()
    seen("signatures-whole")
    assert SignedCopy.objects.filter(is_whole=True).count() == 1
    page.get_by_text("Rút bản đang giữ").click()
    page.get_by_label("Nộp nhầm tệp").check()
    seen("signatures-withdrawing")
    page.get_by_role("button", name="Rút bản này").click()
    expect(page.get_by_text("Đã rút bản ký số; bản ấy vẫn giữ trong danh sách.")).to_be_visible()
    expect(page.get_by_text("Đã có chữ ký của người ký; còn thiếu chữ ký của cơ quan.")).to_be_visible()
    seen("signatures-withdrawn")


def hand_in(page, tmp_path, content):
    file = tmp_path / "da-ky.pdf"
    file.write_bytes(content)
    page.get_by_label("Tệp PDF đã ký số").set_input_files(file)
    page.get_by_role("button", name="Nộp bản đã ký").click()
