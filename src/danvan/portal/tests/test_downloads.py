"""The files: their headers, their names, their mark, and that they are made from the frozen package."""

import csv
import io

import openpyxl
import pypdf
import pytest

from danvan.portal.downloads import _harmless, name_of
from danvan.portal.published import find
from danvan.portal.tests import world
from danvan.reports.canonical import root_of
from danvan.reports.tests.factories import letters, make_place, visits
from danvan.reports.verification import read_envelope, verify

TYPES = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    "json": ("application/json", b'{"package":'),
    "csv": ("text/csv; charset=utf-8", b"\xef\xbb\xbfphan,"),
}


@pytest.fixture
def fetch(client, address):
    def fetched(kind):
        answer = client.get(f"{address}tai-ve/{kind}")
        assert answer.status_code == 200
        return answer

    return fetched


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", TYPES)
def test_each_kind_says_what_it_is(fetch, quarter, kind):
    answer = fetch(kind)
    content_type, start = TYPES[kind]
    slug = quarter[0].province.slug
    assert answer["Content-Type"] == content_type
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"] == f'attachment; filename="bao-cao-{slug}-2023-Q1-dvcq-ban-1.{kind}"'
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", TYPES)
def test_names_are_plain_ascii(quarter, kind):
    name = name_of(find(quarter[0].province.slug, world.QUARTER), kind)
    assert name.isascii()
    assert not set(name) & set('/\\ "')


def test_the_page_offers_every_kind_but_a_form_s_workbook_where_there_is_no_form(client, address):
    page = client.get(address).content.decode()
    assert [kind for kind in TYPES if f"tai-ve/{kind}" not in page] == []
    assert "bieu.xlsx" not in page
    assert client.get(f"{address}tai-ve/bieu.xlsx").status_code == 404


@pytest.mark.parametrize("kind", ["exe", "PDF", "pdf.exe", "..", "x" * 400, "%00"])
def test_another_kind_gets_a_sentence(client, address, kind):
    answer = client.get(f"{address}tai-ve/{kind.replace('..', '%2E%2E')}")
    assert answer.status_code == 404
    assert "Không có" in answer.content.decode()


def test_the_package_verifies_by_itself(fetch, quarter):
    envelope = read_envelope(fetch("json").content)
    found = verify(envelope, [quarter[1].public_key])
    assert found.ok, [finding.text for finding in found.findings if not finding.ok]
    assert root_of(envelope["package"]) == quarter[1].root_hash
    assert envelope["package"]["edition"] == "cong_khai"


def test_the_public_package_holds_no_row_of_a_unit_below(fetch, quarter):
    body = fetch("json").json()["package"]
    below = [cell for cell in body["cells"] if cell["unit"] != quarter[0].province.slug]
    assert below
    assert all(
        cell.get("closed") for cell in below if cell["code"].startswith(("don.", "vu_viec.", "tcd.luot"))
    )


def test_the_table_holds_every_line_typed_beside_counted(fetch):
    found = {row["ma"]: row for row in rows(fetch("csv"))}
    line = found["don.tiep_nhan"]
    assert (line["bao_cao_ghi"], line["dem_tu_ho_so"], line["doi_chieu"]) == ("258", "296", "không khớp")
    assert "bỏ sót 38 đơn khiếu nại: 38 + 94 + 164 = 296" in line["giai_thich"]
    assert found["TT.sai_pham"]["bao_cao_ghi"] == "trên 3,1 tỷ đồng"
    assert found["TT.sai_pham"]["doi_chieu"] == "chưa có hồ sơ để đếm"
    assert found["tcd.nguoi"]["doi_chieu"] == "báo cáo không nêu"


def test_each_row_carries_the_illustrative_mark(fetch):
    assert {row["tinh_chat"] for row in rows(fetch("csv"))} == {"số liệu minh họa"}


def test_paper_and_workbook_carry_it_too(fetch):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(fetch("pdf").content)).pages)
    assert "Số liệu minh họa" in text
    book = openpyxl.load_workbook(io.BytesIO(fetch("xlsx").content))
    for sheet in book:
        cells = [str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value]
        assert any("minh họa" in cell for cell in cells), sheet.title


def test_the_paper_leads_back_to_the_page(fetch, quarter):
    pdf = pypdf.PdfReader(io.BytesIO(fetch("pdf").content))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert f"/so-lieu/{quarter[0].province.slug}/2023-Q1/" in text


@pytest.mark.django_db
def test_real_figures_carry_no_mark(client):
    place = make_place()
    visits(place.province, [1] * 9)
    world.published(place)
    answer = client.get(f"/so-lieu/{place.province.slug}/2023-Q1/tai-ve/csv")
    assert {row["tinh_chat"] for row in rows(answer)} == {""}


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_later_records_change_no_byte_of_what_was_signed(fetch, quarter, kind):
    before = fetch(kind).content
    letters(quarter[0].communes[0], "khieu_nai", 7)
    after = fetch(kind).content
    assert after == before or kind == "xlsx"
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("38 + 94", "38 + 94"),
    ],
)
def test_no_cell_acts_as_a_formula(cell, safe):
    assert _harmless(cell) == safe
