"""Why a report was signed in spite of a failed trial is printed wherever the report is: page, PDF, XLSX, package, portal."""

import io
import re
from datetime import date
from html import unescape

import pdfplumber
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.documents.xlsx import xlsx
from danvan.reports.signing import approve_public_edition, envelope, prepare, sign
from danvan.reports.tests.factories import letters, make_place, unbalanced
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
WHY = "Một vụ việc ghi thiếu ngày kết thúc, sẽ bổ sung quý sau."

LARGEST_LETTER = 20  # of the words of a paper, in points; what stands across the page is larger


@pytest.fixture
def place(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    found = make_place(1, 1)
    letters(found.province, "khieu_nai", 7)
    unbalanced(found.province)
    return found


@pytest.fixture
def signed(place):
    report = sign(prepare(place.province, "2023-Q1", by=place.head), by=place.head, reason=WHY)
    return approve_public_edition(report, by=place.head)


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_without_a_reason_nothing_is_signed(place, reason):
    report = prepare(place.province, "2023-Q1", by=place.head)
    with pytest.raises(Refusal, match="người ký phải ghi lý do vẫn ký"):
        sign(report, by=place.head, reason=reason)
    report.refresh_from_db()
    assert report.package is None


def test_the_reason_and_the_failure_stand_in_the_package_and_in_its_public_edition(signed):
    for public in (False, True):
        package = envelope(signed, public=public)["package"]
        assert package["override"] == WHY
        assert any(not check.get("closed") and not check["ok"] for check in package["checks"])


def test_the_reason_is_printed_in_both_editions_of_the_pdf(signed):
    for public in (False, True):
        assert f"Ý kiến của người ký về các kiểm tra không đạt: {WHY}" in printed(
            pdf(of_report(signed, public=public))
        )


def printed(paper):
    """The words of a PDF in one line, without those that stand across the page."""
    with pdfplumber.open(io.BytesIO(paper)) as found:
        upright = [
            page.filter(lambda thing: abs(thing.get("matrix", (1, 0))[1]) < 0.01) for page in found.pages
        ]
        return " ".join(" ".join(page.extract_text() for page in upright).split())


def test_the_reason_stands_in_the_workbook(signed):
    book = load_workbook(io.BytesIO(xlsx(of_report(signed))))
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any(row[:2] == ("Ý kiến của người ký về kiểm tra không đạt", WHY) for row in rows)


def test_the_reason_stands_on_the_desk_and_in_public(signed, place, client):
    address = reverse("portal:report", args=[place.province.slug, "2023-Q1"])
    assert f"Lý do ký khi còn điều không khớp: {WHY}" in words(client.get(address))
    client.force_login(place.head)
    said = f"Ý kiến của người ký về kiểm tra không đạt: {WHY}"
    for page in (signed.get_absolute_url(), reverse("reports:checks", args=[signed.pk])):
        assert said in words(client.get(page))
