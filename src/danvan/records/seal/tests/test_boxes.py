"""The forms in which things lie sealed: what opens them, what does not, and that an older form says what it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.seal import boxes, sharing
from danvan.records.seal.boxes import LEAST, Place
from danvan.ui.errors import Refusal

PRIVATE, PUBLIC = boxes.new_pair()
PLACE = Place(7, "day_du/1", PUBLIC.hex(), "noi_dung", 3, boxes.START)


class TestBoxes:
    @given(st.binary(max_size=5000))
    def test_hold_what_was_put_in(self, data):
        assert boxes.unseal(boxes.seal(data, PUBLIC), PRIVATE) == data

    def test_begin_with_the_byte_of_their_form(self):
        assert boxes.seal(b"x", PUBLIC)[:1] == boxes.V1
        assert boxes.wrap(b"x", bytes(32))[:1] == boxes.V1
        assert boxes.lock(PRIVATE, "cụm", boxes.new_salt(), LEAST)[:1] == boxes.V1

    @pytest.mark.parametrize("form", [b"\x00", b"\x02", b"\xff", b""])
    def test_of_another_form_say_so(self, form):
        box = form + boxes.seal(b"x", PUBLIC)[1:] if form else b""
        with pytest.raises(Refusal, match="mới hơn phần mềm"):
            boxes.unseal(box, PRIVATE)
        with pytest.raises(Refusal, match="mới hơn phần mềm"):
            boxes.unseal_item(box, PRIVATE, PLACE)

    def test_no_other_key_opens(self):
        with pytest.raises(Refusal):
            boxes.unseal(boxes.seal(b"x", PUBLIC), boxes.new_pair()[0])

    @given(st.integers(min_value=1, max_value=80), st.integers(min_value=1, max_value=255))
    def test_one_changed_byte_is_noticed(self, at, flip):
        box = bytearray(boxes.seal(b"x" * 60, PUBLIC))
        box[at] ^= flip
        with pytest.raises(Refusal):
            boxes.unseal(bytes(box), PRIVATE)

    def test_two_of_the_same_are_not_alike(self):
        assert boxes.seal(b"x", PUBLIC) != boxes.seal(b"x", PUBLIC)

    def test_wrapped_under_another_secret_gives_nothing(self):
        sealed = boxes.wrap(b"x", bytes(32))
        assert boxes.unwrap(sealed, bytes(32)) == b"x"
        assert boxes.unwrap(sealed, b"\x01" * 32) is None
        assert boxes.unwrap(sealed, b"short") is None


class TestPassphrases:
    def test_the_right_one_opens_and_no_other(self):
        salt = boxes.new_salt()
        vault = boxes.lock(PRIVATE, "núi xanh bảy con thuyền", salt, LEAST)
        assert boxes.unlock(vault, "núi xanh bảy con thuyền", salt, LEAST) == PRIVATE
        assert boxes.unlock(vault, "núi xanh bảy con thuyền ", salt, LEAST) is None
        assert boxes.unlock(vault, "", salt, LEAST) is None
        assert boxes.unlock(vault, "núi xanh bảy con thuyền", boxes.new_salt(), LEAST) is None

    def test_another_cost_gives_another_key(self):
        salt = boxes.new_salt()
        vault = boxes.lock(PRIVATE, "cụm", salt, LEAST)
        assert boxes.unlock(vault, "cụm", salt, boxes.Cost(LEAST.passes + 1, LEAST.memory)) is None


class TestPadding:
    @given(st.binary(max_size=9000))
    def test_is_taken_away_again(self, data):
        assert boxes.unpad(boxes.pad(data)) == data

    @given(st.integers(min_value=0, max_value=200_000))
    def test_leaves_only_powers_of_two(self, length):
        size = len(boxes.pad(bytes(length)))
        assert size & (size - 1) == 0
        assert size >= boxes.SMALLEST
        assert size < 2 * max(length + 4, boxes.SMALLEST)

    def test_more_than_the_largest_is_refused(self):
        boxes.pad(bytes(boxes.LARGEST - 4))
        with pytest.raises(Refusal, match="32 MB"):
            boxes.pad(bytes(boxes.LARGEST - 3))

    @pytest.mark.parametrize("raw", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x09abc"])
    def test_of_what_is_none(self, raw):
        with pytest.raises(ValueError):
            boxes.unpad(raw)


class TestItems:
    def test_open_at_their_place_alone(self):
        box = boxes.seal_item(PLACE, "nội dung".encode())
        assert boxes.unseal_item(box, PRIVATE, PLACE).decode() == "nội dung"

    @pytest.mark.parametrize(
        "other",
        [
            {"record": 8},
            {"ring": "day_du/2"},
            {"ring": "da_che/1"},
            {"ring_key": "00" * 32},
            {"kind": "ghi_chu"},
            {"number": 2},
            {"number": 4},
            {"previous": "0" * 64},
        ],
    )
    def test_at_no_other(self, other):
        box = boxes.seal_item(PLACE, b"x")
        with pytest.raises(Refusal, match="không đúng chỗ"):
            boxes.unseal_item(box, PRIVATE, replace(PLACE, **other))

    @given(st.binary(max_size=900))
    def test_length_tells_the_class_alone(self, data):
        assert len(boxes.seal_item(PLACE, data)) in (1024 + 49, 2048 + 49)

    def test_a_plain_box_is_no_item(self):
        for inside in (b"", b"x" * 4, boxes.pad(b"\xff\xff\xff\xff"), boxes.pad(b"\x00\x00\x00\x01{")):
            with pytest.raises(Refusal):
                boxes.unseal_item(boxes.seal(inside, PUBLIC), PRIVATE, PLACE)


class TestShares:
    @given(st.binary(min_size=32, max_size=32))
    def test_any_two_of_three_give_the_secret(self, secret):
        parts = sharing.split(secret)
        for left in range(3):
            assert sharing.join(parts[:left] + parts[left + 1 :]) == secret
        assert sharing.join(parts) == secret

    @given(st.binary(min_size=32, max_size=32))
    def test_one_of_three_does_not(self, secret):
        for part in sharing.split(secret):
            with pytest.raises(Refusal, match="hai phần"):
                sharing.join([part])
            with pytest.raises(Refusal, match="hai phần"):
                sharing.join([part, part])
            assert secret not in part

    def test_parts_of_two_secrets_give_neither(self):
        first, second = bytes(32), b"\x01" * 32
        assert sharing.join([sharing.split(first)[0], sharing.split(second)[1]]) not in (first, second)

    def test_come_back_from_paper_however_they_are_typed(self):
        part = sharing.split(bytes(range(32)))[1]
        written = sharing.on_paper(part)
        assert sharing.from_paper(written) == part
        assert sharing.from_paper(written.lower().replace(" ", "")) == part
        assert max(map(len, written.split())) == 4

    @pytest.mark.parametrize("typed", ["", "zz", "00", "01 01", "0000 " * 40])
    def test_what_is_no_part_is_refused(self, typed):
        with pytest.raises(Refusal, match="gõ lại"):
            sharing.from_paper(typed)

    @given(st.integers(min_value=0, max_value=75))
    def test_one_wrong_sign_on_paper_is_noticed(self, at):
        digits = sharing.on_paper(sharing.split(bytes(32))[0]).replace(" ", "")
        wrong = digits[:at] + ("0" if digits[at] != "0" else "1") + digits[at + 1 :]
        with pytest.raises(Refusal):
            sharing.from_paper(wrong)
