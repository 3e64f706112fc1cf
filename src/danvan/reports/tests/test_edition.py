"""The public edition, on bodies made by hand: what is closed, what stays, and that the root is the same."""

from itertools import product

import pytest

from danvan.records import declare
from danvan.records.declare import Ratio
from danvan.reports.canonical import canonical, root_of, sealed_leaf
from danvan.reports.edition import PUBLIC, public_body
from danvan.reports.verification import FORMAT

BY_KIND = {
    "key": "don_theo_loai",
    "label": "Tổng bằng ba loại",
    "whole": ["don.tiep_nhan"],
    "parts": ["don.khieu_nai", "don.to_cao", "don.kien_nghi_phan_anh"],
}


def cell(code, value, unit="xa-a", **more):
    return sealed_leaf(
        {
            "unit": unit,
            "unit_name": unit,
            "code": code,
            "label": code,
            "value": value,
            "numerator": value,
            "denominator": None,
            "records": value,
            "nonce": f"{unit}{code}",
        }
        | more
    )


def check(kind, unit, *, ok=True, parts=()):
    return sealed_leaf(
        {
            "key": "k",
            "kind": kind,
            "label": "k",
            "ok": ok,
            "unit_name": unit,
            "text": "t",
            "parts": list(parts),
        }
    )


def line(code, value):
    return sealed_leaf({"code": code, "label": code, "section": "s", "value": value, "counted": str(value)})


def body(complaints, denunciations, proposals, kind="xa"):
    values = {
        "don.tiep_nhan": complaints + denunciations + proposals,
        "don.khieu_nai": complaints,
        "don.to_cao": denunciations,
        "don.kien_nghi_phan_anh": proposals,
    }
    return {
        "format": FORMAT,
        "edition": "",
        "unit": {"slug": "xa-a", "name": "xa-a", "kind": kind},
        "cells": [cell(code, value) for code, value in values.items()],
        "checks": [],
        "lines": [line(code, value) for code, value in values.items()],
        "identities": [BY_KIND],
    }


def open_values(public):
    return {one["code"]: one["value"] for one in public["cells"] if not one.get("closed")}


def readings(public, top):
    """All (complaints, denunciations, proposals) that fit what stays open; a closed cell is no empty one."""
    shown = open_values(public)
    fits = []
    for trial in product(range(top + 1), repeat=3):
        values = dict(zip(BY_KIND["parts"], trial, strict=True)) | {"don.tiep_nhan": sum(trial)}
        if all(values[code] == value for code, value in shown.items()):
            fits.append(values)
    return fits


@pytest.mark.parametrize("counts", [(9, 1, 7), (1, 1, 1), (6, 6, 2), (0, 3, 9), (2, 0, 0), (4, 4, 12)])
def test_no_small_count_of_a_commune_can_be_worked_out(counts):
    public = public_body(body(*counts))
    for code, value in zip(BY_KIND["parts"], counts, strict=True):
        if 0 < value < 5:
            assert code not in open_values(public)
            assert len({fit[code] for fit in readings(public, 14)}) > 1, code


def test_counts_of_five_and_more_and_empty_ones_stay_open():
    assert len(open_values(public_body(body(5, 6, 0)))) == 4


def test_a_province_keeps_its_own_row_open():
    assert open_values(public_body(body(1, 2, 3, kind="tinh"))) == {
        "don.tiep_nhan": 6,
        "don.khieu_nai": 1,
        "don.to_cao": 2,
        "don.kien_nghi_phan_anh": 3,
    }


def test_rows_of_units_below_are_closed_whatever_their_size():
    full = body(9, 9, 9, kind="tinh")
    full["cells"].append(cell("don.to_cao", 40, "xa-b"))
    public = public_body(full)
    assert public["cells"][-1] == {
        "unit": "xa-b",
        "unit_name": "xa-b",
        "code": "don.to_cao",
        "label": "don.to_cao",
        "closed": True,
        "hash": full["cells"][-1]["hash"],
    }


def test_sessions_of_units_below_stay_open():
    full = body(9, 9, 9, kind="tinh")
    full["cells"].append(cell("tcd.ky.truc_tiep", 2, "xa-b"))
    assert public_body(full)["cells"][-1]["value"] == 2


def test_a_figure_no_longer_declared_stays_closed_below():
    full = body(9, 9, 9, kind="tinh")
    full["cells"].append(cell("cu.khong_con", 2, "xa-b"))
    assert public_body(full)["cells"][-1]["closed"]


@pytest.mark.parametrize("counts", [(9, 1, 7), (9, 9, 9)])
@pytest.mark.parametrize("kind", ["xa", "tinh"])
def test_the_root_is_the_same(counts, kind):
    full = body(*counts, kind=kind)
    assert root_of(public_body(full)) == root_of(full)
    assert public_body(full)["edition"] == PUBLIC


def test_lines_close_with_their_cells():
    public = public_body(body(9, 1, 7))
    closed = {one["code"] for one in public["lines"] if one.get("closed")}
    assert closed == {one["code"] for one in public["cells"] if one.get("closed")}
    assert "don.to_cao" in closed
    assert b'"counted":"1"' not in canonical(public["lines"])


def test_a_share_closes_with_what_it_is_made_of(monkeypatch):
    share = Ratio("thu.ty_le", "Tỷ lệ", "don.to_cao", "don.tiep_nhan")
    monkeypatch.setattr(declare, "_figures", {**declare._figures, share.code: share})
    full = body(9, 1, 7)
    full["cells"].append(cell("thu.ty_le", "5.882353", numerator=1, denominator=17, records=17))
    assert public_body(full)["cells"][-1]["closed"]


def test_trials_of_other_rows_and_of_closed_counts_are_closed():
    full = body(9, 1, 7)
    parts = [{"label": "a", "value": 1}]
    full["checks"] = [
        check("dang_thuc", "xa-a"),
        check("dang_thuc", "xa-a", ok=False, parts=parts),
        check("nhap_tay", "Báo cáo", ok=False, parts=parts),
    ]
    assert [bool(one.get("closed")) for one in public_body(full)["checks"]] == [False, True, False]
    province = body(9, 9, 9, kind="tinh")
    province["checks"] = [
        check("dang_thuc", "xa-b", ok=False, parts=parts),
        check("dang_thuc", "xa-a", ok=False, parts=parts),
    ]
    assert [bool(one.get("closed")) for one in public_body(province)["checks"]] == [True, False]


def test_the_full_body_is_left_as_it_was():
    full = body(9, 1, 7)
    before = canonical(full)
    public_body(full)
    assert canonical(full) == before
