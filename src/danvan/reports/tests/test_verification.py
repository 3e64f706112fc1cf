"""A package proves itself without the database: what is changed is found and named."""

import copy
import json

import pytest
from nacl.signing import SigningKey

from danvan.reports.canonical import canonical, closed_leaf, digest, root_of, sealed_leaf
from danvan.reports.verification import FORMAT, read_envelope, verify
from danvan.ui.errors import Refusal

KEY = SigningKey(b"k" * 32)


def cell(code, value, unit="xa-a"):
    return sealed_leaf(
        {
            "unit": unit,
            "unit_name": unit.upper(),
            "code": code,
            "label": f"Chỉ tiêu {code}",
            "value": value,
            "numerator": value,
            "denominator": None,
            "nonce": digest([unit, code]),
        }
    )


def body(**more):
    return {
        "format": FORMAT,
        "edition": "",
        "form": {"title": "Báo cáo"},
        "period": {"label": "Quý I/2023"},
        "unit": {"name": "Xã A"},
        "cells": [cell("a", 3), cell("b", 2), cell("c", 1)],
        "checks": [],
        "lines": [],
        "identities": [{"key": "k", "label": "a bằng b cộng c", "whole": ["a"], "parts": ["b", "c"]}],
    } | more


def wrapped(content, key=KEY):
    root = root_of(content)
    signature = key.sign(bytes.fromhex(root)).signature.hex()
    return {
        "package": content,
        "root": root,
        "signature": signature,
        "public_key": key.verify_key.encode().hex(),
    }


def failures(envelope, *keys):
    return [finding.text for finding in verify(envelope, keys).findings if not finding.ok]


def test_an_untouched_package_holds():
    found = verify(wrapped(body()))
    assert found.ok
    assert found.title == "Báo cáo, Quý I/2023, Xã A"
    assert "3 ô số liệu nguyên vẹn." in [finding.text for finding in found.findings]


def test_the_first_changed_cell_is_named():
    envelope = wrapped(body())
    envelope["package"]["cells"][1]["value"] = 258
    found = verify(envelope)
    assert not found.ok
    assert found.changed == "“Chỉ tiêu b” của XA-A, nay ghi 258"


def test_a_cell_changed_with_its_hash_no_longer_fits_the_root():
    envelope = wrapped(body())
    envelope["package"]["cells"][1] = cell("b", 258)
    assert any("không khớp mã băm gốc" in text for text in failures(envelope))
    assert any("258" in text or "259" in text for text in failures(envelope))


def test_a_package_changed_with_its_root_no_longer_fits_the_signature():
    envelope = wrapped(body())
    envelope["package"]["unit"]["name"] = "Xã B"
    envelope["root"] = root_of(envelope["package"])
    assert failures(envelope) == ["Chữ ký không đúng với mã băm gốc và khóa công khai ghi kèm."]


def test_a_package_signed_anew_by_another_key_is_not_this_system_s():
    envelope = wrapped(body(), SigningKey(b"x" * 32))
    assert verify(envelope).ok
    ours = KEY.verify_key.encode().hex()
    assert failures(envelope, ours) == [
        "Chữ ký đúng nhưng của một khóa khác, không phải khóa của hệ thống này."
    ]
    assert verify(wrapped(body()), [ours]).ok


@pytest.mark.parametrize("key", ["root", "signature", "public_key"])
@pytest.mark.parametrize("wrong", ["", "zz", "00" * 32, "ab"])
def test_malformed_hex_is_a_finding_and_no_crash(key, wrong):
    assert failures(wrapped(body()) | {key: wrong})


def test_removed_added_and_swapped_cells_change_the_root():
    for change in (
        lambda cells: cells.pop(),
        lambda cells: cells.append(cell("d", 0)),
        lambda cells: cells.reverse(),
    ):
        envelope = wrapped(body())
        change(envelope["package"]["cells"])
        assert any("mã băm gốc" in text for text in failures(envelope))


def test_equations_that_do_not_hold_are_told_unless_the_package_admits_them():
    wrong = body(cells=[cell("a", 258), cell("b", 94), cell("c", 202)])
    assert failures(wrapped(wrong)) == ["a bằng b cộng c: 258 khác 296 ở XA-A."]
    admitted = sealed_leaf({"key": "k", "unit_name": "XA-A", "ok": False, "text": "", "label": "k"})
    assert verify(wrapped(wrong | {"checks": [admitted]})).ok


def test_a_closed_cell_keeps_the_root_and_cannot_be_guessed():
    full = wrapped(body())
    public = copy.deepcopy(full)
    public["package"]["cells"][2] = closed_leaf(public["package"]["cells"][2])
    public["package"]["edition"] = "cong_khai"
    assert verify(public).ok
    shown = canonical(public["package"]["cells"][2]).decode()
    assert "nonce" not in shown
    assert "value" not in shown


def test_a_closed_cell_s_hash_is_held_by_the_signature():
    public = wrapped(body())
    public["package"]["cells"][2] = closed_leaf(cell("c", 4))
    assert failures(public)


def test_one_text_has_one_writing():
    decomposed = {"b": "Quảng Bình", "a": 1}
    composed = {"a": 1, "b": "Quảng Bình"}
    assert canonical(decomposed) == canonical(composed) == '{"a":1,"b":"Quảng Bình"}'.encode()


@pytest.mark.parametrize("value", [1.5, {"a": 2.0}, {1: "a"}, object(), {"a": {1, 2}}])
def test_what_is_not_exact_is_not_written(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JSON"),
        (b"\xff\xfe\x00", "JSON"),
        (b"[1, 2]", "không phải gói"),
        (b'{"package": {}}', "root"),
        (b'{"package": {"format": "khac"}, "root": "", "signature": "", "public_key": ""}', "định dạng"),
        (b'{"package": {"a": 1.5}}', "thập phân"),
        (b"[" * 100_000, "JSON"),
        (b"x" * 50_000_001, "50 MB"),
    ],
)
def test_a_file_that_is_no_package_is_refused_with_a_sentence(content, said):
    with pytest.raises(Refusal, match=said):
        read_envelope(content)


@pytest.mark.parametrize("key", ["cells", "identities", "checks", "lines", "unit", "period"])
@pytest.mark.parametrize("wrong", [None, 3, "x", [3], [[]], {"a": 1}])
def test_a_hostile_body_is_found_wrong_and_never_crashes(key, wrong):
    envelope = wrapped(body())
    envelope["package"][key] = wrong
    found = verify(read_envelope(json.dumps(envelope).encode()))
    assert not found.ok


def test_an_envelope_reads_back():
    envelope = wrapped(body())
    assert read_envelope(canonical(envelope)) == envelope


def test_two_units_of_one_name_are_each_tried():
    """The first one's broken sum must not hide behind the second one's sound one."""

    def named_alike(code, value, unit):
        leaf = {key: item for key, item in cell(code, value, unit).items() if key != "hash"}
        return sealed_leaf(leaf | {"unit_name": "Xã Trùng Tên"})

    broken = [named_alike("a", 9, "xa-1"), named_alike("b", 2, "xa-1"), named_alike("c", 1, "xa-1")]
    sound = [named_alike("a", 3, "xa-2"), named_alike("b", 2, "xa-2"), named_alike("c", 1, "xa-2")]
    assert failures(wrapped(body(cells=[*broken, *sound]))) == ["a bằng b cộng c: 9 khác 3 ở Xã Trùng Tên."]
