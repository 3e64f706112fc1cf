"""Signed packages of a unit with a system of its own: taken once, under one key, and never half."""

import json
from copy import deepcopy
from datetime import date

import pytest
from nacl.signing import SigningKey

from danvan.org.tests.factories import make_account
from danvan.reports import live
from danvan.reports.apart.keys import fingerprint
from danvan.reports.canonical import canonical, root_of
from danvan.reports.edition import public_body
from danvan.reports.flow import packages, tables
from danvan.reports.flow.models import ReportKey, UnitTable
from danvan.reports.flow.tests.conftest import QUARTER
from danvan.reports.models import Report
from danvan.reports.signing import amend, envelope, prepare, sign
from danvan.reports.tests.factories import letters
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
FORM = "01-xld"
CODE = "xld01.tiep_nhan.mot_nguoi"


def sealed(body, key):
    """The envelope of a body under another system's key."""
    root = root_of(body)
    return {
        "package": body,
        "root": root,
        "signature": key.sign(bytes.fromhex(root)).signature.hex(),
        "public_key": key.verify_key.encode().hex(),
    }


@pytest.fixture
def theirs(place, settings):
    """A package that the second district's own system signed: its records are not here afterwards."""
    district = place.districts[1]
    letters(place.province, "khieu_nai", 1)
    letters(place.communes[2], "khieu_nai", 7)
    head = make_account("lanh_dao", district, covers_below=True)
    report = sign(prepare(district, QUARTER, FORM, by=head), by=head, reason="thử")
    return report, SigningKey(bytes(range(32))), head


@pytest.fixture
def told(theirs):
    report, key, _head = theirs
    return sealed(deepcopy(report.package), key)


def take(envelope_, place, by, key="", **more):
    return packages.take(
        canonical(envelope_),
        more.get("unit", place.districts[1]),
        more.get("period", QUARTER),
        more.get("form", FORM),
        by=by,
        key=key,
    )


def test_a_package_becomes_the_unit_s_table_with_its_root_and_key(told, place, compiler):
    table = take(told, place, compiler, key=fingerprint(told["public_key"]))
    assert (table.origin, table.state, table.source_hash) == ("goi", "da_nop", told["root"])
    assert table.public_key == told["public_key"]
    assert table.cells.get(code=CODE).value == 7
    assert ReportKey.objects.get().accepted_by == compiler


def test_the_same_package_again_changes_nothing(told, place, compiler):
    first = take(told, place, compiler, key=told["public_key"])
    assert take(told, place, compiler) == first
    assert UnitTable.objects.count() == ReportKey.objects.count() == 1


def test_the_first_package_needs_the_key_as_the_unit_told_it(told, place, compiler):
    with pytest.raises(Refusal, match="Chưa nhận khóa nào"):
        take(told, place, compiler)
    with pytest.raises(Refusal, match="khóa khác"):
        take(told, place, compiler, key="0" * 64)
    assert not ReportKey.objects.exists()
    assert not UnitTable.objects.exists()


def test_another_key_is_believed_by_a_paper_of_the_head_above_alone(told, theirs, place, compiler):
    take(told, place, compiler, key=told["public_key"])
    other = SigningKey(bytes(range(1, 33)))
    again = sealed(told["package"] | {"amends": told["root"], "version": 2}, other)
    with pytest.raises(Refusal, match="khóa khác với khóa đã nhận"):
        take(again, place, compiler)
    with pytest.raises(Refusal, match="ký báo cáo"):
        packages.change_key(place.districts[1], again["public_key"], "15/UBND", by=compiler)
    with pytest.raises(Refusal, match="64 chữ số"):
        packages.change_key(place.districts[1], "xyz", "15/UBND", by=place.head)
    with pytest.raises(Refusal, match="số văn bản"):
        packages.change_key(place.districts[1], again["public_key"], " ", by=place.head)
    packages.change_key(place.districts[1], again["public_key"], "15/UBND", by=place.head)
    assert take(again, place, compiler).version == 2
    with pytest.raises(Refusal, match="khóa khác với khóa đã nhận"):
        take(told, place, compiler)


def test_an_amendment_follows_and_an_older_or_second_package_does_not(told, theirs, place, compiler):
    _report, key, _head = theirs
    take(told, place, compiler, key=told["public_key"])
    rival = sealed(deepcopy(told["package"]) | {"override": "khác"}, key)
    with pytest.raises(Refusal, match="bản sửa đổi"):
        take(rival, place, compiler)
    amended = sealed(deepcopy(told["package"]) | {"version": 2, "amends": told["root"]}, key)
    second = take(amended, place, compiler)
    assert second.version == 2
    with pytest.raises(Refusal, match="bản sửa đổi"):
        take(told, place, compiler)
    assert UnitTable.objects.get(state="da_nop") == second


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda told: told["package"]["cells"][0].update(value=999), "không đứng vững"),
        (lambda told: told.update(root="0" * 64), "không đứng vững"),
        (lambda told: told.update(signature="0" * 128), "không đứng vững"),
        (lambda told: told.pop("root"), "thiếu mục"),
        (lambda told: told["package"].update(format="x"), "định dạng"),
        (lambda told: told["package"].update(cells=[]), "không đứng vững"),
        (lambda told: told["package"].update(cells="x"), "không đứng vững"),
    ],
)
def test_a_package_that_was_altered_is_not_taken(told, place, compiler, change, match):
    change(told)
    with pytest.raises(Refusal, match=match):
        take(told, place, compiler, key=told["public_key"])
    assert not UnitTable.objects.exists()
    assert not ReportKey.objects.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"package": 1.5}'])
def test_what_is_no_package_is_refused(place, compiler, content):
    with pytest.raises(Refusal):
        packages.take(content, place.districts[1], QUARTER, FORM, by=compiler, key="0" * 64)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"period": "2023-Q2"}, "kỳ khác"),
        ({"form": "02-xld"}, "biểu khác"),
    ],
)
def test_a_package_in_the_wrong_place_is_refused(told, place, compiler, more, match):
    with pytest.raises(Refusal, match=match):
        take(told, place, compiler, key=told["public_key"], **more)


def test_a_package_of_another_unit_is_refused_and_pins_no_key(told, place, compiler):
    with pytest.raises(Refusal, match="đơn vị khác"):
        take(told, place, compiler, key=told["public_key"], unit=place.districts[0])
    assert not ReportKey.objects.exists()


def test_a_public_edition_is_refused(theirs, place, compiler):
    report, _key, _head = theirs
    public = envelope(report, public=True)
    with pytest.raises(Refusal, match="bản công khai"):
        take(public, place, compiler, key=public["public_key"])


def test_only_whole_counts_of_the_unit_s_own_row_are_taken(told, place, compiler):
    table = take(told, place, compiler, key=told["public_key"])
    own = {
        cell["code"]: cell["value"]
        for cell in told["package"]["cells"]
        if cell["unit"] == place.districts[1].slug
    }
    for code, value in table.cells.values_list("code", "value"):
        assert own[code] == value


def test_values_of_leaves_out_shares_words_and_other_units():
    cell = {"unit": "a", "code": "x", "value": 3, "denominator": None}
    body = {
        "unit": {"slug": "a"},
        "cells": [
            cell,
            cell | {"code": "y", "unit": "b"},
            cell | {"code": "z", "denominator": 4},
            cell | {"code": "w", "value": "3.5"},
            cell | {"code": "v", "value": True},
            cell | {"code": "u", "closed": True, "value": None},
            cell | {"code": "nowhere"},
        ],
    }
    assert packages.values_of(body, set("xyzwvu")) == {"x": 3}


def test_who_may_not_speak_for_the_unit_hands_in_nothing(told, place):
    with pytest.raises(Refusal, match="không nộp bảng"):
        take(told, place, make_account("tong_hop", place.communes[0]), key=told["public_key"])


def test_the_district_s_package_stands_in_the_province_s_total(told, theirs, place, compiler, settings):
    """Where its records are not kept here; here they are, so it stands beside them and nothing is counted twice."""
    take(told, place, compiler, key=told["public_key"])
    figures = live.read(place.province, QUARTER, FORM).figures
    assert figures.cell(CODE).value == 8
    assert Report.objects.count() == 1


def test_the_package_of_this_very_system_survives_json(told):
    assert json.loads(canonical(told)) == json.loads(json.dumps(told))


def test_an_amendment_made_here_names_what_it_amends(theirs):
    report, _key, head = theirs
    again = sign(amend(report, by=head, reason="Bổ sung"), by=head, reason="thử")
    assert envelope(again)["package"]["amends"] == envelope(report)["root"]


def test_a_public_edition_that_hides_its_name_is_known_by_its_closed_cells(told, place, compiler):
    letters(place.communes[2], "to_cao", 2)
    public = told | {"package": public_body(deepcopy(told["package"])) | {"edition": ""}}
    assert any(cell.get("closed") for cell in public["package"]["cells"])
    with pytest.raises(Refusal, match="ô đã đóng"):
        take(public, place, compiler, key=told["public_key"])
    assert not UnitTable.objects.exists()
    assert not ReportKey.objects.exists()


@pytest.mark.parametrize(("day", "is_taken"), [(date(2023, 3, 14), True), (None, False)])
def test_invented_numbers_are_taken_by_a_demonstration_alone(
    told, theirs, place, compiler, settings, day, is_taken
):
    invented = sealed(deepcopy(told["package"]) | {"illustrative": True}, theirs[1])
    settings.DEMONSTRATION_DAY = day
    if is_taken:
        assert take(invented, place, compiler, key=told["public_key"]).state == "da_nop"
        return
    with pytest.raises(Refusal, match="minh họa"):
        take(invented, place, compiler, key=told["public_key"])


def test_a_package_taken_once_does_not_push_a_newer_table_away(told, place, compiler):
    take(told, place, compiler, key=told["public_key"])
    newer = tables.take(place.districts[1], QUARTER, FORM, {CODE: 9}, UnitTable.Origin.XLSX, by=compiler)
    with pytest.raises(Refusal, match="đã có bảng mới hơn"):
        take(told, place, compiler)
    assert tables.current(place.districts[1], FORM, QUARTER) == newer


def test_a_returned_package_is_not_taken_again_uncorrected(told, theirs, place, compiler):
    table = take(told, place, compiler, key=told["public_key"])
    tables.give_back(table, {"": "Sai"}, by=compiler)
    with pytest.raises(Refusal, match="bị trả lại"):
        take(told, place, compiler)
    amended = sealed(deepcopy(told["package"]) | {"version": 2, "amends": told["root"]}, theirs[1])
    assert take(amended, place, compiler).state == "da_nop"
