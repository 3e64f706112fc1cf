"""What a report is given out as, asked for as an officer and as anybody would."""

import io
import zipfile
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from danvan.reports.documents.content import of_report
from danvan.reports.documents.files import MAKERS, made
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place(1, 1)
    letters(place.communes[0], "khieu_nai", 7)
    return place


@pytest.mark.parametrize(("form", "kinds"), [("dvcq", ["pdf", "docx", "xlsx"]), ("02-xld", ["pdf", *MAKERS])])
def test_an_officer_gets_each_file_under_a_plain_name(client, place, form, kinds):
    client.force_login(place.head)
    report = prepare(place.province, QUARTER, form, by=place.head)
    page = client.get(report.get_absolute_url()).content.decode()
    for kind in kinds:
        address = reverse("reports:download", args=[report.pk, kind])
        assert address in page
        answer = client.get(address)
        assert answer.status_code == 200
        name = answer.headers["Content-Disposition"]
        assert name == f'attachment; filename="danvan-{report.unit.slug}-{QUARTER}-{form}-1.{kind}"'
        assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")
        assert ("spreadsheet" in answer.headers["Content-Type"]) == kind.endswith("xlsx")


def test_a_report_without_a_form_offers_no_form_and_refuses_one(client, place):
    client.force_login(place.head)
    report = prepare(place.province, QUARTER, by=place.head)
    address = reverse("reports:download", args=[report.pk, "bieu.xlsx"])
    assert address not in client.get(report.get_absolute_url()).content.decode()
    assert client.get(address).status_code >= 400
    with pytest.raises(Refusal, match="không theo biểu thống kê"):
        made(of_report(report), "bieu.xlsx")


def test_a_kind_that_is_none_is_told_as_such(place):
    with pytest.raises(KeyError):
        made(of_report(prepare(place.province, QUARTER, by=place.head)), "exe")


@pytest.mark.parametrize("kind", MAKERS)
def test_no_file_says_who_or_which_program_made_it(place, kind):
    content, _mime = made(of_report(prepare(place.province, QUARTER, "02-xld", by=place.head)), kind)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        about = file.read("docProps/core.xml").decode()
    assert str(place.head) not in about
    assert "openpyxl" not in about
    assert "python-docx" not in about


def test_the_public_files_of_a_district_hold_no_number_of_its_communes(place):
    letters(place.communes[0], "to_cao", 1311)
    report = prepare(place.districts[0], QUARTER, "02-xld", by=place.head)
    open_, closed = of_report(report), of_report(report, public=True)
    for kind in ("docx", "bieu.xlsx"):
        names = [
            _words(made(content, kind)[0], place.communes[0].names.get().name) for content in (open_, closed)
        ]
        assert names == [True, False], kind


def _words(content, word):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return any(
            word in unescape(file.read(name).decode(errors="replace"))
            for name in file.namelist()
            if name.endswith(".xml")
        )
