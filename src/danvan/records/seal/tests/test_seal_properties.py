"""Forms, shares and redaction over drawn inputs: what holds for every one, whatever it is."""

import re
import unicodedata
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.records.seal import boxes, redaction, sharing
from danvan.records.seal.boxes import Place
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

drawn = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
PRIVATE, PUBLIC = boxes.new_pair()
ANOTHER, _ = boxes.new_pair()
SECRET = sha256(b"khoa minh hoa").digest()
HERE = Place(7, "day_du/1", PUBLIC.hex(), "noi_dung", 3, boxes.START)

family = st.sampled_from(
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
)
middle = st.sampled_from(["Thị", "Văn", "Hữu", "Đức", "Minh", "Ngọc", "Xuân"])
given_name = st.sampled_from(
    ["An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Lộc", "Mỹ", "Nghĩa", "Thủy"]
)
names = st.builds("{} {} {}".format, family, middle, given_name)
phones = st.builds("09{:08d}".format, st.integers(0, 99_999_999))
identities = st.builds("079{:09d}".format, st.integers(0, 999_999_999))
sentences = st.sampled_from(
    [
        "tôi thấy việc này từ năm ngoái",
        "họ nhận tiền rồi ký giấy",
        "xin cơ quan xem xét",
        "đất đã bị lấy mất",
        "cán bộ đã lập biên bản",
    ]
)
texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
WRITTEN = {
    "together": str,
    "in groups": lambda number: f"{number[:4]} {number[4:7]} {number[7:]}",
    "with points": lambda number: f"{number[:4]}.{number[4:7]}.{number[7:]}",
    "with dashes": lambda number: f"{number[:4]}-{number[4:7]}-{number[7:]}",
}


class TestBoxes:
    @drawn
    @given(st.binary(max_size=4000))
    def test_every_form_begins_with_its_byte_and_gives_back_what_was_put_in(self, data):
        box, wrapped, item = boxes.seal(data, PUBLIC), boxes.wrap(data, SECRET), boxes.seal_item(HERE, data)
        assert {sealed[:1] for sealed in (box, wrapped, item)} == {boxes.V1}
        assert boxes.unseal(box, PRIVATE) == boxes.unwrap(wrapped, SECRET) == data
        assert boxes.unseal_item(item, PRIVATE, HERE) == data

    @drawn
    @given(st.binary(min_size=12, max_size=400))
    def test_no_box_holds_what_was_put_in_nor_twice_the_same_bytes(self, data):
        for make in (lambda: boxes.seal(data, PUBLIC), lambda: boxes.wrap(data, SECRET)):
            first, second = make(), make()
            assert first != second
            assert data not in first
            assert boxes.digest(first) != boxes.digest(second)

    @drawn
    @given(st.data())
    def test_one_changed_byte_of_an_item_is_noticed_wherever_it_is(self, data):
        item = boxes.seal_item(HERE, b"noi dung")
        at = data.draw(st.integers(1, len(item) - 1))
        changed = item[:at] + bytes([item[at] ^ data.draw(st.integers(1, 255))]) + item[at + 1 :]
        with pytest.raises(Refusal):
            boxes.unseal_item(changed, PRIVATE, HERE)

    @drawn
    @given(st.integers(0, 5000))
    def test_a_box_cut_short_opens_to_nobody(self, length):
        item = boxes.seal_item(HERE, b"x" * 600)
        with pytest.raises(Refusal):
            boxes.unseal_item(item[: min(length, len(item) - 1)], PRIVATE, HERE)

    @drawn
    @given(
        st.sampled_from(["record", "ring", "kind", "number", "previous"]),
        st.integers(8, 10**9),
        st.text(max_size=20),
    )
    def test_an_item_opens_at_its_own_place_alone(self, field, number, text):
        other = number if field in ("record", "number") else f"khac {text}"
        with pytest.raises(Refusal, match="không đúng chỗ"):
            boxes.unseal_item(boxes.seal_item(HERE, b"x"), PRIVATE, replace(HERE, **{field: other}))

    @drawn
    @given(st.binary(max_size=3000))
    def test_bytes_that_nobody_sealed_are_refused_by_every_reader(self, raw):
        for read in (boxes.unseal, lambda box, key: boxes.unseal_item(box, key, HERE)):
            with pytest.raises(Refusal):
                read(raw, PRIVATE)
            with pytest.raises(Refusal):
                read(boxes.V1 + raw, PRIVATE)
        assert boxes.unwrap(boxes.V1 + raw, SECRET) is None

    @drawn
    @given(st.binary(max_size=3000))
    def test_nobody_else_opens(self, data):
        with pytest.raises(Refusal, match="không mở được"):
            boxes.unseal(boxes.seal(data, PUBLIC), ANOTHER)
        assert boxes.unwrap(boxes.wrap(data, SECRET), sha256(SECRET).digest()) is None

    @drawn
    @given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
    def test_a_vault_opens_under_its_own_passphrase_alone(self, phrase, other):
        salt = bytes(16)
        vault = boxes.lock(PRIVATE, phrase, salt, boxes.LEAST)
        assert boxes.unlock(vault, phrase, salt, boxes.LEAST) == PRIVATE
        if other != phrase:
            assert boxes.unlock(vault, other, salt, boxes.LEAST) is None
        assert boxes.unlock(vault, phrase, b"\1" * 16, boxes.LEAST) is None

    @drawn
    @given(st.integers(0, 60_000), st.integers(0, 60_000))
    def test_lengths_of_one_class_are_told_apart_by_nobody(self, first, second):
        sizes = [len(boxes.pad(b"x" * length)) for length in (first, second)]
        assert all(size & (size - 1) == 0 and size >= boxes.SMALLEST for size in sizes)
        assert (sizes[0] <= sizes[1]) or first > second
        assert all(size >= length + 4 for size, length in zip(sizes, (first, second), strict=True))

    @drawn
    @given(st.binary(max_size=2000))
    def test_what_was_not_padded_is_refused_or_shorter(self, raw):
        length = int.from_bytes(raw[:4])
        if length > len(raw) - 4:
            with pytest.raises(ValueError, match="not padded"):
                boxes.unpad(raw)
        else:
            assert boxes.unpad(raw) == raw[4 : 4 + length]


class TestShares:
    @drawn
    @given(st.binary(min_size=32, max_size=32), st.permutations([0, 1, 2]))
    def test_two_in_any_order_and_all_three_give_the_secret(self, secret, order):
        three = sharing.split(secret)
        parts = [three[at] for at in order]
        assert sharing.join(parts[:2]) == sharing.join(parts) == secret

    @drawn
    @given(st.binary(min_size=32, max_size=32))
    def test_one_alone_or_twice_gives_nothing_and_tells_nothing(self, secret):
        for part in sharing.split(secret):
            for parts in ([part], [part, part], []):
                with pytest.raises(Refusal, match="hai phần"):
                    sharing.join(parts)
            assert secret[:16] not in part
            assert secret[16:] not in part

    @drawn
    @given(st.binary(min_size=32, max_size=32), st.integers(0, 2), st.data())
    def test_paper_gives_the_part_back_however_it_is_typed(self, secret, at, data):
        part = sharing.split(secret)[at]
        paper = sharing.on_paper(part)
        gap = data.draw(st.sampled_from(["", " ", "  ", "\n", "\t", " \r\n "]))
        typed = data.draw(st.sampled_from([str.upper, str.lower]))(paper.replace(" ", gap))
        assert sharing.from_paper(f"{gap}{typed}{gap}") == part

    @drawn
    @given(st.binary(min_size=32, max_size=32), st.data())
    def test_one_wrong_sign_or_two_changed_over_are_noticed(self, secret, data):
        paper = sharing.on_paper(sharing.split(secret)[0]).replace(" ", "")
        at = data.draw(st.integers(0, len(paper) - 2))
        wrong = data.draw(st.sampled_from([sign for sign in "0123456789ABCDEF" if sign != paper[at]]))
        turned = paper[:at] + paper[at + 1] + paper[at] + paper[at + 2 :]
        for typed in {paper[:at] + wrong + paper[at + 1 :], turned, paper[:-4], f"{paper}00"} - {paper}:
            with pytest.raises(Refusal, match="Phần khóa gõ từ bản giấy"):
                sharing.from_paper(typed)

    @drawn
    @given(st.text(max_size=120))
    def test_whatever_is_typed_is_answered_by_a_sentence(self, typed):
        with pytest.raises(Refusal, match="bản giấy"):
            sharing.from_paper(typed)

    @drawn
    @given(st.binary(max_size=80))
    def test_bytes_that_are_no_part_are_refused(self, raw):
        if len(raw) == 34 and raw[:1] == b"\x01" and raw[1] in (1, 2, 3):
            return
        with pytest.raises(Refusal):
            sharing.join([raw, sharing.split(SECRET)[0]])


class TestRedaction:
    @drawn
    @given(names, sentences, sentences)
    def test_a_name_is_proposed_wherever_it_stands(self, name, before, after):
        text = redaction.normal(f"{before}, {name} nói: {after}.")
        assert name not in covered(text)

    @drawn
    @given(names, sentences, st.sampled_from([str, fold, str.upper]))
    def test_who_is_known_is_proposed_however_it_is_typed(self, name, before, typed):
        text = redaction.normal(f"{before} {typed(name)} {before}")
        told = covered(text, known=[name])
        assert typed(name) not in told
        assert redaction.still_told(told, [name]) == []

    @drawn
    @given(phones, st.sampled_from(list(WRITTEN)), sentences)
    def test_a_telephone_number_is_proposed_as_people_write_it(self, phone, way, before):
        text = redaction.normal(f"{before}, gọi {WRITTEN[way](phone)} nhé")
        assert not re.search(r"\d", covered(text))

    @drawn
    @given(identities, sentences)
    def test_an_identity_number_is_proposed(self, number, before):
        assert number not in covered(redaction.normal(f"{before}, căn cước {number}."))

    @drawn
    @given(texts)
    def test_spans_lie_within_the_text_in_order_and_apart(self, text):
        text = redaction.normal(text)
        spans = redaction.proposals(text, ["Trần Thị Thử", "0900000000"])
        assert all(0 <= one.start < one.end <= len(text) for one in spans)
        assert all(first.end <= second.start for first, second in pairwise(spans))

    @drawn
    @given(texts)
    def test_pieces_give_the_whole_text_back(self, text):
        spans = redaction.proposals(text)
        assert "".join(words for words, _span in redaction.pieces(text, spans)) == redaction.normal(text)

    @drawn
    @given(st.text(alphabet="aăbc dđê\nZ0.", max_size=80), st.data())
    def test_covering_takes_every_sign_that_was_ticked_and_no_other(self, text, data):
        text = redaction.normal(text)
        points = st.integers(0, len(text))
        drawn_spans = data.draw(st.lists(st.tuples(points, points).map(sorted).map(tuple), max_size=4))
        spans = [(start, end) for start, end in drawn_spans if start < end]
        hidden = {at for start, end in spans for at in range(start, end)}
        kept = "".join(sign for at, sign in enumerate(text) if at not in hidden)
        assert redaction.covered(text, spans).replace(redaction.COVER, "") == kept

    @drawn
    @given(names, phones, sentences)
    def test_decomposed_letters_change_nothing(self, name, phone, before):
        text = f"{before} {name} {phone}"
        apart = unicodedata.normalize("NFD", text)
        assert redaction.proposals(apart) == redaction.proposals(text)
        assert redaction.normal(apart) == nfc(text)

    @drawn
    @given(st.text(max_size=30))
    def test_a_span_as_a_browser_sends_it_is_taken_or_refused(self, value):
        try:
            start, end = redaction.read_span(value, "abcdef")
        except Refusal:
            return
        assert 0 <= start < end <= 6


def covered(text, known=()):
    spans = redaction.proposals(text, known)
    return redaction.covered(text, [(one.start, one.end) for one in spans])
