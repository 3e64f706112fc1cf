"""What a text leaves: the same for every way of writing marks, little changed by errors, nothing of formulas."""

import unicodedata

import numpy as np
import pytest

from danvan.domains.petitions.likeness.comparing import common_numbers, compare, shared
from danvan.domains.petitions.likeness.formulas import FORMULAS
from danvan.domains.petitions.likeness.prints import least_hashes, numbers, pieces, plain, print_of
from danvan.domains.petitions.likeness.tests import sample
from danvan.ui.vietnamese import fold

TEXT = sample.letter(2).text


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        fold,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "  \n"),
    ],
)
def test_the_way_of_writing_changes_no_key(change):
    assert print_of(change(TEXT), "Lê Thị Đào", "Xã Mẫu").keys == print_of(TEXT, "LE THI DAO", "xa mau").keys


def test_an_error_changes_few_pieces():
    wrong = TEXT.replace("đất", "đât").replace("năm", "nam")[:-1] + "x"
    one, other = print_of(TEXT).pieces, print_of(wrong.replace("gia", "giaa", 1)).pieces
    assert shared(one, other) > 0.95


def test_formulas_leave_nothing():
    assert print_of(" ".join(FORMULAS[:1])).pieces.size == 0


def test_texts_too_short_to_tell():
    assert print_of("", "").keys == []
    assert pieces("abc").size == 0
    assert shared(print_of("ngắn").pieces, print_of(TEXT).pieces) == 0.0
    assert not compare(print_of("ngắn", "A"), print_of("ngắn", "A")).is_proposed


def test_signs_that_are_no_letters_are_harmless():
    assert print_of("☃" * 500 + "\0" * 9).pieces.size == 0


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("thua 512, to ban do so 9", ["512"]),
        ("thua 512, to so 19", ["512", "19"]),
        ("dien tich 1.367,5 m2", ["13675"]),
        ("quyet dinh 12/qd-ubnd", ["12/qd"]),
        ("quyet dinh l2/qd-ubnd", ["12/qd"]),
        ("ngay 3/4/2022", ["3/4/2022"]),
        ("5oo.ooo dong", ["500000"]),
        ("khong co so nao", []),
    ],
)
def test_numbers(said, found):
    assert numbers(said) == found


def test_common_numbers_forgive_one_sign():
    assert common_numbers(["13675", "512"], ["13675", "512"]) == 1.0
    assert common_numbers(["13675", "512"], ["13673", "512"]) == 1.0
    assert common_numbers(["13675", "512"], ["13675", "513"]) == 0.5
    assert common_numbers(["13675", "512"], ["90001", "44"]) == 0.0
    assert common_numbers(["1"], ["1", "2"]) is None


def test_least_hashes_estimate_the_shared_part():
    drawn = np.random.default_rng(1).integers(0, 2**32, 1_500, dtype=np.uint32)
    one, other = drawn[:1_000], drawn[500:]
    same = float(np.mean(least_hashes(one) == least_hashes(other)))
    assert abs(same - 1 / 3) < 0.17


def test_another_person_needs_nearly_everything():
    base = print_of(TEXT, "Nguyễn Văn An", "xã A")
    assert compare(base, print_of(TEXT, "Trần Thị Bưởi", "xã B")).is_proposed
    half = "\n".join((*TEXT.split("\n")[:9], *sample.letter(3).text.split("\n")[3:]))
    assert not compare(base, print_of(half, "Trần Thị Bưởi", "xã B")).is_proposed
    assert compare(base, print_of(half, "Nguyễn Văn An", "xã A")).person == 1.0


def test_plain_is_letters_and_digits():
    assert plain("Đơn số 12/QĐ!") == "donso12qd"
