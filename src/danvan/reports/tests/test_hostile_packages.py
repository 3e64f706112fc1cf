"""Packages that somebody has tampered with: which place is named, and that no bytes make the check fall over."""

import copy
import json

import pytest

from danvan.reports.canonical import LEAVES, closed_leaf, root_of, sealed_leaf
from danvan.reports.tests.test_verification import KEY, body, cell, failures, wrapped
from danvan.reports.verification import FORMAT, LIMIT_BYTES, read_envelope, verify
from danvan.ui.errors import Refusal


def full():
    """A body with a check and a line beside its cells."""
    check = {
        "key": "k",
        "kind": "dang_thuc",
        "label": "Kiểm tra",
        "ok": True,
        "unit_name": "XA-A",
        "text": "Đúng.",
    }
    line = {"section": "s", "label": "Dòng", "code": "a", "value": 3, "counted": "3", "unit_name": "XA-A"}
    return body(checks=[sealed_leaf(check)], lines=[sealed_leaf(line)])


def raw(envelope, **inserted):
    """The envelope as a file, with pieces of JSON that Python would not write set into the body."""
    text = json.dumps(envelope, ensure_ascii=False)
    for name, piece in inserted.items():
        text = text.replace('"edition": ""', f'"edition": "", "{name}": {piece}', 1)
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("part", "key", "wrong", "named"),
    [
        ("cells", "value", 30, "“Chỉ tiêu a” của XA-A, nay ghi 30"),
        ("cells", "value", 1_234_567, "nay ghi 1.234.567"),
        ("cells", "value", "x", "nay ghi x"),
        ("cells", "numerator", 4, "“Chỉ tiêu a” của XA-A"),
        ("cells", "denominator", 7, "“Chỉ tiêu a” của XA-A"),
        ("cells", "label", "Chỉ tiêu khác", "“Chỉ tiêu khác” của XA-A"),
        ("cells", "unit", "xa-b", "“Chỉ tiêu a” của XA-A"),
        ("cells", "unit_name", "XA-B", "“Chỉ tiêu a” của XA-B"),
        ("cells", "code", "z", "“Chỉ tiêu a” của XA-A"),
        ("cells", "nonce", "0", "“Chỉ tiêu a” của XA-A"),
        ("cells", "hash", "0" * 64, "“Chỉ tiêu a” của XA-A"),
        ("checks", "ok", False, "“Kiểm tra” của XA-A, nay ghi Đúng."),
        ("checks", "text", "Sai.", "nay ghi Sai."),
        ("lines", "counted", "258", "“Dòng” của XA-A, nay ghi 3"),
        ("lines", "value", 258, "“Dòng” của XA-A, nay ghi 258"),
    ],
)
def test_each_tampered_field_of_a_leaf_is_named(part, key, wrong, named):
    envelope = wrapped(full())
    envelope["package"][part][0][key] = wrong
    found = verify(envelope)
    assert named in found.changed
    assert f"Ô bị sửa: {found.changed}." in [finding.text for finding in found.findings if not finding.ok]


@pytest.mark.parametrize("key", ["value", "numerator", "nonce", "hash", "code", "unit"])
def test_a_leaf_that_lost_a_field_is_named(key):
    envelope = wrapped(full())
    del envelope["package"]["cells"][2][key]
    assert "“Chỉ tiêu c”" in verify(envelope).changed


def test_a_leaf_with_a_field_more_is_named():
    envelope = wrapped(full())
    envelope["package"]["lines"][0]["note"] = "thêm"
    assert "“Dòng”" in verify(envelope).changed


@pytest.mark.parametrize("key", ["form", "period", "unit", "edition", "identities"])
def test_what_is_no_leaf_is_held_by_the_root_or_is_the_edition(key):
    envelope = wrapped(full())
    changed = {"form": {"title": "Khác"}, "period": {}, "unit": {"name": "Xã B"}, "edition": "cong_khai"}
    envelope["package"][key] = changed.get(key, [])
    assert verify(envelope).ok is (key == "edition"), "only the edition may be said anew"


@pytest.mark.parametrize("key", ["form", "period", "unit", *LEAVES, "identities"])
def test_a_missing_part_is_named_and_nothing_else_is_claimed(key):
    envelope = wrapped(full())
    del envelope["package"][key]
    found = verify(envelope)
    assert [finding.text for finding in found.findings] == [f"Gói số liệu sai cấu trúc ở mục “{key}”."]
    assert not found.ok


@pytest.mark.parametrize("side", ["whole", "parts"])
@pytest.mark.parametrize("wrong", [None, "a", 3, {"a": 1}, [1], [["a"]], [None]])
def test_a_misshapen_equation_is_named(side, wrong):
    envelope = wrapped(full())
    envelope["package"]["identities"][0][side] = wrong
    assert failures(envelope) == ["Gói số liệu sai cấu trúc ở mục “identities”."]


def test_a_closed_leaf_that_shows_something_besides_proves_nothing_of_it():
    """Opening a closed cell with another value, and keeping the old hash, is found."""
    envelope = wrapped(full())
    envelope["package"]["cells"][1] = closed_leaf(envelope["package"]["cells"][1])
    assert verify(envelope).ok
    envelope["package"]["cells"][1] |= {"closed": False, "value": 2}
    assert "nay ghi 2" in verify(envelope).changed


@pytest.mark.parametrize("wrong", [None, 3, [], {}])
def test_a_closed_leaf_s_hash_is_text(wrong):
    envelope = wrapped(full())
    envelope["package"]["cells"][1] = closed_leaf(envelope["package"]["cells"][1]) | {"hash": wrong}
    assert not verify(envelope).ok


def test_shares_and_closed_cells_stand_in_no_equation():
    wrong = body(cells=[cell("a", 9), cell("b", 2), cell("c", 1)])
    assert failures(wrapped(wrong)) == ["a bằng b cộng c: 9 khác 3 ở XA-A."]
    share = sealed_leaf(cell("a", 9) | {"denominator": 10})
    assert verify(wrapped(wrong | {"cells": [share, *wrong["cells"][1:]]})).ok
    closed = wrapped(wrong)
    closed["package"]["cells"][2] = closed_leaf(wrong["cells"][2])
    assert verify(closed).ok


def test_an_equation_is_tried_on_the_row_of_every_unit():
    rows = [
        cell(code, value, unit) for unit in ("xa-a", "xa-b") for code, value in (("a", 3), ("b", 2), ("c", 1))
    ]
    found = verify(wrapped(body(cells=rows)))
    assert "Đã thử lại 2 đẳng thức trong gói." in [finding.text for finding in found.findings]
    rows[3] = cell("a", 4, "xa-b")
    assert failures(wrapped(body(cells=rows))) == ["a bằng b cộng c: 4 khác 3 ở XA-B."]


def test_a_failure_admitted_for_one_unit_excuses_no_other_and_a_passed_check_excuses_none():
    wrong = body(cells=[cell("a", 9), cell("b", 2), cell("c", 1)])
    for said in ({"unit_name": "XA-B", "ok": False}, {"unit_name": "XA-A", "ok": True}):
        check = sealed_leaf({"key": "k", "label": "k", "text": ""} | said)
        assert failures(wrapped(wrong | {"checks": [check]})) == ["a bằng b cộng c: 9 khác 3 ở XA-A."]


def test_one_key_of_several_is_enough_and_none_of_several_is_not():
    ours = KEY.verify_key.encode().hex()
    assert verify(wrapped(full()), ["00" * 32, ours]).ok
    assert not verify(wrapped(full()), ["00" * 32, "11" * 32]).ok


def test_whose_key_it_was_is_not_asked_of_a_broken_signature():
    envelope = wrapped(full()) | {"signature": "00" * 64}
    assert failures(envelope, "00" * 32) == ["Chữ ký không đúng với mã băm gốc và khóa công khai ghi kèm."]


# -- bytes that are no package -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "version", ["danvan-report/2", "danvan-report/", "DANVAN-REPORT/1", "", None, 1, ["x"]]
)
def test_another_version_of_the_package_is_refused_by_name(version):
    with pytest.raises(Refusal, match="bản mới hơn"):
        read_envelope(raw(wrapped(full() | {"format": version})))
    assert FORMAT == "danvan-report/1", "a new number needs a reader of the old one"


@pytest.mark.parametrize("key", ["package", "root", "signature", "public_key"])
@pytest.mark.parametrize("wrong", [None, 3, [], True])
def test_a_part_of_the_envelope_of_another_kind_is_named(key, wrong):
    with pytest.raises(Refusal, match=f"“{key}”"):
        read_envelope(raw(wrapped(full()) | {key: wrong}))


@pytest.mark.parametrize("piece", ["NaN", "Infinity", "-Infinity", "1.0", "1e3", "-0.5"])
def test_a_number_that_is_not_whole_is_refused(piece):
    with pytest.raises(Refusal, match="số thập phân"):
        read_envelope(raw(wrapped(full()), more=piece))


@pytest.mark.parametrize("digits", [4299, 5_000, 100_000])
def test_a_number_of_thousands_of_digits_is_no_package(digits):
    content = raw(wrapped(full()), more="9" * digits)
    if digits < 4300:
        assert not verify(read_envelope(content)).ok
    else:
        with pytest.raises(Refusal, match="JSON"):
            read_envelope(content)


def test_half_a_character_is_refused_wherever_it_stands():
    for content in (
        raw(wrapped(full()), more='"\\ud800"'),
        json.dumps(wrapped(full())).replace('"unit": {"name"', '"unit": {"\\udfff": 1, "name"').encode(),
    ):
        with pytest.raises(Refusal, match="ký tự"):
            read_envelope(content)


@pytest.mark.parametrize("depth", [100, 1_500, 5_000])
def test_a_body_nested_beyond_reading_is_refused_or_found_wrong(depth):
    """How deep is too deep to read differs between Pythons; in no case does it pass."""
    try:
        envelope = read_envelope(raw(wrapped(full()), more="[" * depth + "]" * depth))
    except Refusal:
        return
    assert not verify(envelope).ok


def test_a_root_that_cannot_be_computed_never_fits_an_empty_one():
    """Signed over no bytes at all: without the guard the emptiness of both would count as agreement."""
    envelope = wrapped(full())
    envelope["package"]["more"] = 1.5
    envelope |= {"root": "", "signature": KEY.sign(b"").signature.hex()}
    texts = failures(envelope)
    assert len(texts) == 1
    assert "không được" in texts[0]


def test_a_file_of_the_largest_size_is_still_read():
    content = raw(wrapped(full()))
    assert read_envelope(content + b" " * (LIMIT_BYTES - len(content)))["root"]


def test_checking_leaves_the_package_as_it_was():
    envelope = wrapped(full())
    before = copy.deepcopy(envelope)
    verify(envelope)
    assert envelope == before
    assert root_of(envelope["package"]) == envelope["root"]
