"""A form that nobody compared with its circular says so wherever it is shown, and waits for the head's words."""

import io
from datetime import date

import openpyxl
import pdfplumber
import pytest

from danvan.reports import signing
from danvan.reports.documents.content import of_report
from danvan.reports.documents.pdf import pdf
from danvan.reports.documents.xlsx import xlsx
from danvan.reports.form_files import files, form
from danvan.reports.models import Report
from danvan.reports.tests.factories import letters, make_place
from danvan.reports.verification import verify
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
WHY = "Dùng tạm mẫu cũ theo hướng dẫn của Thanh tra tỉnh trong khi chờ mẫu mới."


@pytest.fixture
def report(settings):
    settings.DEMONSTRATION_DAY = date(2026, 3, 14)
    place = make_place(districts=1, communes=1)
    letters(place.communes[0], "khieu_nai", 3, date(2026, 2, 2))
    return signing.prepare(place.province, "2026-Q1", "01-xld", by=place.head)


def test_the_period_chooses_the_copy_whatever_version_was_asked_for(report):
    assert report.form == "01-xld-2025"
    assert [row.code for row in form("01-xld-2025").rows] == [row.code for row in form("01-xld-2024").rows]


def test_it_is_not_signed_without_the_heads_words_and_keeps_them_in_the_package(report):
    with pytest.raises(Refusal, match="Thông tư 06/2025"):
        signing.sign(report, by=report.prepared_by)
    assert Report.objects.get().state != Report.State.SIGNED
    signed = signing.sign(report, by=report.prepared_by, reason=WHY)
    assert signed.package["override"] == WHY
    assert signed.package["form"]["unverified"] == form("01-xld-2025").unverified
    assert verify(signing.envelope(signed)).ok


def test_each_print_says_it_in_the_same_sentence(report, client):
    sentence = form("01-xld-2025").unverified
    signed = signing.sign(report, by=report.prepared_by, reason=WHY)
    content = of_report(signed)
    with pdfplumber.open(io.BytesIO(pdf(content))) as paper:
        words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert sentence in words
    book = openpyxl.load_workbook(io.BytesIO(xlsx(content)))
    for sheet in book:
        said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert any(sentence in text for text in said), sheet.title
    client.force_login(report.prepared_by)
    assert sentence in client.get(signed.get_absolute_url()).content.decode()
    public = signing.envelope(signed, public=True)
    assert public["package"]["form"]["unverified"] == sentence
    assert any(check.get("key") == "mau_bieu" for check in public["package"]["checks"])


def test_a_verified_form_says_nothing_of_it(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)
    place = make_place(districts=1, communes=1)
    letters(place.communes[0], "khieu_nai", 1, date(2023, 2, 2))
    report = signing.prepare(place.province, "2023-Q1", "01-xld-2024", by=place.head)
    assert report.form == "01-xld"
    body = signing.sign(report, by=place.head).package
    assert body["form"]["unverified"] == ""
    assert not [check for check in body["checks"] if check["key"] == "mau_bieu"]


def test_copies_change_nothing_but_circular_days_and_mark():
    """Of a copy the columns are the very ones of what it copies, so that no figure gets another meaning."""
    for item in files().values():
        if item.is_verified:
            continue
        before = max(
            (
                one
                for one in files().values()
                if one.family == item.family and one.valid_from < item.valid_from
            ),
            key=lambda one: one.valid_from,
        )
        assert item.sections == before.sections, item.key
        assert item.equations == before.equations, item.key
        assert (item.title, item.subject) == (before.title, before.subject)
        assert item.unverified.startswith("Biểu mẫu chưa đối chiếu: ")
        assert item.unverified.endswith(".")
