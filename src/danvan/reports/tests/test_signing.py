"""Freezing, signing, amending, publishing; and what the database refuses afterwards."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from danvan.org.models import Kind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import declare, writing
from danvan.records.declare import Identity
from danvan.records.models import HistoryRow
from danvan.reports import live
from danvan.reports.canonical import canonical, root_of
from danvan.reports.changes import changes_since
from danvan.reports.evidence import Entry
from danvan.reports.models import Manifest, Report
from danvan.reports.signing import amend, approve_public_edition, envelope, prepare, sign
from danvan.reports.tests.factories import (
    letters,
    make_place,
    matter,
    quarter_of_296,
    typed_report,
    unbalanced,
    visits,
)
from danvan.reports.verification import verify
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"
ARTICLE = {"DON.tiep_nhan": 258, "DON.khieu_nai": 38, "DON.to_cao": 94, "DON.kien_nghi_phan_anh": 164}


@pytest.fixture(autouse=True)
def last_day_of_the_quarter(settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 14)


@pytest.fixture
def place():
    place = make_place()
    quarter_of_296(place)
    visits(place.communes[0], [1, 2])
    matter(place.communes[1], date(2023, 1, 5))
    return place


def signed(place, **more):
    return sign(prepare(place.province, QUARTER, by=place.head), by=place.head, **more)


def test_a_signed_report_verifies_and_holds_what_was_counted(place):
    typed_report(place.province, ARTICLE)
    report = signed(place)
    found = verify(envelope(report))
    assert found.ok, [finding.text for finding in found.findings if not finding.ok]
    own = {cell["code"]: cell for cell in report.package["cells"] if cell["unit"] == place.province.slug}
    assert own["don.tiep_nhan"]["value"] == own["don.tiep_nhan"]["records"] == 296
    assert report.package["period"]["first"] == "2022-12-15"
    assert report.package["tree_on"] == "2023-03-14"
    assert report.package["signed"] == {"on": "2023-03-14", "by": str(place.head)}
    assert report.package["typed"][0]["shown"] == "258"
    assert any("bỏ sót 38 đơn khiếu nại" in check["text"] for check in report.package["checks"])
    assert report.is_illustrative


def test_the_package_survives_the_database_byte_for_byte(place):
    report = signed(place)
    before = canonical(report.package)
    report.refresh_from_db()
    assert canonical(report.package) == before
    assert root_of(report.package) == report.root_hash
    assert canonical(json.loads(canonical(report.package))) == before


def test_manifests_name_each_record_once_and_the_package_only_their_hash(place):
    report = signed(place)
    manifest = Manifest.objects.get(report=report, source="petitions.letter")
    entries = [Entry.read(line) for line in manifest.lines.splitlines()]
    assert len(entries) == len({entry.record_id for entry in entries}) == 296
    assert [entry.record_id for entry in entries] == sorted(entry.record_id for entry in entries)
    written = canonical(report.package).decode()
    assert manifest.digest in written
    assert manifest.salt not in written
    assert manifest.lines.splitlines()[0] not in written


def test_two_signatures_of_the_same_figures_have_different_evidence(place):
    first = signed(place)
    again = sign(amend(first, by=place.head, reason="Ký lại"), by=place.head)
    assert first.package["cells"][0]["value"] == again.package["cells"][0]["value"]
    assert first.package["cells"][0]["nonce"] != again.package["cells"][0]["nonce"]


def test_a_draft_is_made_once(place):
    assert prepare(place.province, QUARTER, by=place.head) == prepare(
        place.province, "Q1/2023", by=place.head
    )


@pytest.mark.parametrize("role", ["tong_hop", "xu_ly", ""])
def test_only_who_may_sign_signs(place, role):
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(Refusal, match="ký báo cáo"):
        sign(report, by=make_account(role, place.province))


def test_an_officer_who_may_not_compile_makes_no_draft(place):
    with pytest.raises(Refusal, match="lập báo cáo"):
        prepare(place.province, QUARTER, by=make_account("xu_ly", place.province))


def test_a_period_still_running_is_not_signed(place, settings):
    settings.DEMONSTRATION_DAY = date(2023, 3, 13)
    with pytest.raises(Refusal, match="14/3/2023"):
        signed(place)


def test_without_a_key_nothing_is_half_signed(place, settings):
    settings.SIGNING_KEY = ""
    with pytest.raises(Refusal, match="SIGNING_KEY"), transaction.atomic():
        signed(place)
    assert not Report.objects.filter(state="da_ky").exists()
    settings.SIGNING_KEY = "xyz"
    with pytest.raises(Refusal, match="64"), transaction.atomic():
        signed(place)


def test_a_failure_blocks_until_the_head_says_why(place, monkeypatch):
    unbalanced(place.communes[0])
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(Refusal, match="phải ghi lý do"):
        sign(report, by=place.head, reason="  ")
    row = sign(report, by=place.head, reason="Một đơn nhận ngày cuối kỳ chưa kịp phân loại.")
    assert row.package["override"] == "Một đơn nhận ngày cuối kỳ chưa kịp phân loại."
    assert verify(envelope(row)).ok


def test_a_signed_report_is_not_signed_again(place):
    report = signed(place)
    with pytest.raises(Refusal, match="đã ký"):
        sign(report, by=place.head)


@pytest.mark.parametrize(
    "change",
    [
        {"package": {}},
        {"root_hash": "0" * 64},
        {"signature": ""},
        {"period": "2023-Q2"},
        {"version": 9},
        {"state": "du_thao", "package": None, "root_hash": ""},
        {"reason": "khác"},
    ],
)
def test_the_database_refuses_to_alter_a_signed_report(place, change):
    report = signed(place)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)
    report.refresh_from_db()
    assert verify(envelope(report)).ok


def test_the_running_role_cannot_alter_delete_or_unfreeze(place, as_app):
    report = signed(place)
    for attempt in (
        lambda: Report.objects.filter(pk=report.pk).update(package={"cells": []}),
        lambda: Report.objects.filter(pk=report.pk).delete(),
        lambda: Manifest.objects.filter(report=report).update(lines=""),
        lambda: Manifest.objects.filter(report=report).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_draft_has_no_package_and_a_signed_one_has(place):
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="da_ky")
    with pytest.raises(Refusal, match="chưa ký"):
        envelope(report)


def test_signing_stands_in_the_history_with_who_and_why(place):
    report = signed(place)
    rows = HistoryRow.objects.filter(chain=f"reports_report:{report.pk}").order_by("id")
    assert [row.operation for row in rows] == ["INSERT", "UPDATE"]
    assert rows[1].actor == place.head.pk
    assert rows[1].reason == "Ký báo cáo"
    assert rows[1].after["root_hash"] == report.root_hash


# -- live against signed -----------------------------------------------------------------------------------
def test_nothing_changed_right_after_signing(place):
    assert changes_since(signed(place)) == []


def test_a_late_letter_shows_where_it_counts_and_leaves_the_signature_alone(place):
    report = signed(place)
    (late,) = letters(place.communes[0], "to_cao", 1, date(2023, 3, 14))
    changed = changes_since(report)
    assert {(change.code, change.unit_name) for change in changed} == {
        (code, unit)
        for code in ("don.tiep_nhan", "don.to_cao")
        for unit in ("Xã Số 1.1", "Huyện Số 1", "Tỉnh Minh Họa")
    }
    total = next(change for change in changed if change.code == "don.tiep_nhan" and change.is_total)
    assert (total.signed, total.live) == (296, 297)
    assert total.added == [late.pk]
    assert verify(envelope(report)).ok


def test_a_record_changed_without_changing_a_count_is_listed_too(place):
    report = signed(place)
    officer = make_account("xu_ly", place.communes[0])
    letter = place.communes[0].records.filter(type="don", letter__kind="khieu_nai").first()
    writing.move(letter, "huong_dan", by=officer, on=date(2023, 3, 14))
    changed = {change.code: change for change in changes_since(report) if change.is_total}
    assert changed["don.tiep_nhan"].signed == changed["don.tiep_nhan"].live == 296
    assert changed["don.tiep_nhan"].altered == [letter.pk]
    assert changed["don.da_xu_ly"].added == [letter.pk]


# -- amendments and public editions ------------------------------------------------------------------------
def test_an_amendment_keeps_both_and_says_why(place):
    first = signed(place)
    letters(place.communes[0], "to_cao", 1)
    draft = amend(first, by=place.head, reason="Bổ sung một đơn tố cáo nhận muộn.")
    first.refresh_from_db()
    assert first.state == Report.State.SIGNED, "in force until its successor is signed"
    second = sign(draft, by=place.head)
    first.refresh_from_db()
    assert first.state == Report.State.REPLACED
    assert verify(envelope(first)).ok
    assert second.package["amends"] == first.root_hash
    assert second.package["reason"] == "Bổ sung một đơn tố cáo nhận muộn."
    assert second.version == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=first.pk).update(state="da_ky")


def test_an_amendment_needs_a_reason_and_a_signed_report(place):
    with pytest.raises(Refusal, match="có hiệu lực"):
        amend(prepare(place.province, QUARTER, by=place.head), by=place.head, reason="x")
    report = signed(place)
    with pytest.raises(Refusal, match="lý do"):
        amend(report, by=place.head, reason=" ")
    assert amend(report, by=place.head, reason="x") == amend(report, by=place.head, reason="y")


def test_a_public_edition_is_approved_apart_from_the_signature(place):
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(Refusal, match="chưa ký"):
        approve_public_edition(report, by=place.head)
    report = sign(report, by=place.head)
    assert report.published_on is None
    with pytest.raises(Refusal):
        approve_public_edition(report, by=make_account("tong_hop", place.province))
    assert approve_public_edition(report, by=place.head).published_on == date(2023, 3, 14)


def test_a_replaced_report_is_not_made_public_anew_but_stays_so_once_it_was(place):
    never = signed(place)
    second = sign(amend(never, by=place.head, reason="Bổ sung."), by=place.head)
    with pytest.raises(Refusal, match="bản thay thế"):
        approve_public_edition(never, by=place.head)
    shown = approve_public_edition(second, by=place.head)
    sign(amend(shown, by=place.head, reason="Sửa."), by=place.head)
    assert approve_public_edition(second, by=place.head).published_on == date(2023, 3, 14)


def test_the_public_edition_has_the_same_root_and_closes_the_rows_below(place):
    report = signed(place)
    public = envelope(report, public=True)
    assert verify(public).ok
    open_rows = {
        cell["unit"]
        for cell in public["package"]["cells"]
        if not cell.get("closed") and not cell["code"].startswith("tcd.ky")
    }
    assert open_rows == {place.province.slug}
    assert len(public["package"]["cells"]) == len(report.package["cells"])


def test_the_public_edition_of_a_commune_closes_small_cells_and_their_neighbours(place):
    commune = make_unit("Xã Nhỏ", Kind.COMMUNE, place.province)
    for kind, count in (("khieu_nai", 9), ("to_cao", 1), ("kien_nghi_phan_anh", 7)):
        letters(commune, kind, count)
    head = make_account("lanh_dao", commune)
    report = sign(prepare(commune, QUARTER, by=head), by=head)
    body = envelope(report, public=True)["package"]
    shown = {cell["code"] for cell in body["cells"] if not cell.get("closed")}
    assert "don.to_cao" not in shown
    assert len({"don.khieu_nai", "don.kien_nghi_phan_anh", "don.tiep_nhan"} - shown) >= 1
    assert {line["code"] for line in body["lines"] if line.get("closed")} >= {"don.to_cao"}
    assert verify(envelope(report, public=True)).ok


def test_a_party_organ_issues_in_its_own_layout(place):
    organ = make_unit("Ban cán sự đảng Minh Họa", Kind.PARTY, place.province)
    report = prepare(place.province, QUARTER, by=place.head, issuer=organ)
    assert report.layout == "dang"
    assert prepare(place.communes[0], QUARTER, by=place.head).layout == "hanh_chinh"
    assert sign(report, by=place.head).package["issuer"] == "Ban cán sự đảng Minh Họa"


def test_a_record_that_moves_while_signing_stops_it(place, monkeypatch):
    report = prepare(place.province, QUARTER, by=place.head)
    counted = live.of_report(report)
    letters(place.communes[0], "to_cao", 1)
    monkeypatch.setattr(live, "of_report", lambda _, engine: counted)
    with pytest.raises(Refusal, match="ký lại"):
        sign(report, by=place.head)


def test_definitions_that_change_change_their_hash(place, monkeypatch):
    from danvan.reports.freezing import declarations_hash

    before = declarations_hash()
    monkeypatch.setattr(declare, "_identities", {"x": Identity("x", "X", ("don.luu",), ("don.luu",))})
    assert declarations_hash() != before
