"""Reports made at random: consistent ones are never accused, a planted error is found and is the only one."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from danvan.reports.reader.tests.placing import checked, failures
from danvan.ui.numbers import number

counts = st.integers(min_value=1, max_value=50_000)
KINDS = ("DON.khieu_nai", "DON.to_cao", "DON.kien_nghi_phan_anh")
WORDS = ("đơn khiếu nại", "đơn tố cáo", "đơn kiến nghị, phản ánh")
joins = st.sampled_from(["trong đó", "gồm", "bao gồm", "cụ thể:", "chia ra:"])
verbs = st.sampled_from(["Tiếp nhận", "Toàn tỉnh nhận", "Đã tiếp nhận và phân loại", "Các cấp nhận"])
DISTRICTS = ("Lệ Thủy", "Bố Trạch", "Ba Đồn", "Quảng Trạch", "Tuyên Hóa", "Minh Hóa", "Đồng Hới")


def letters(verb, total, join, parts):
    """A sentence of letters by kind, and its facts."""
    listed = ", ".join(f"{number(part)} {word}" for part, word in zip(parts, WORDS, strict=True))
    text = f"{verb} {number(total)} đơn, {join} {listed}."
    rows = [("DON.tiep_nhan", number(total), "đơn")]
    rows += [(code, number(part), "đơn") for code, part in zip(KINDS, parts, strict=True)]
    return text, rows


@given(verb=verbs, join=joins, parts=st.tuples(counts, counts, counts))
def test_a_consistent_sentence_is_right(verb, join, parts):
    text, rows = letters(verb, sum(parts), join, parts)
    assert [check.ok for check in checked(text, *rows)] == [True]


@given(verb=verbs, join=joins, parts=st.tuples(counts, counts, counts), left_out=st.integers(0, 2))
def test_a_kind_left_out_of_the_total_is_found_and_named(verb, join, parts, left_out):
    assume(len(set(parts)) == 3)
    stated = sum(parts) - parts[left_out]
    text, rows = letters(verb, stated, join, parts)
    [check] = failures(checked(text, *rows))
    assert (check.computed, check.stated) == (sum(parts), stated)
    assert f"tổng bỏ sót {number(parts[left_out])} {WORDS[left_out]}" in check.hint


@given(parts=st.tuples(counts, counts, counts), error=st.integers(-5_000, 5_000).filter(bool), join=joins)
def test_any_other_error_is_found_with_its_size(parts, error, join):
    stated = sum(parts) + error
    assume(stated > 0 and stated not in parts)
    text, rows = letters("Tiếp nhận", stated, join, parts)
    [check] = failures(checked(text, *rows))
    assert check.computed - check.stated == -error
    assert f"= {number(sum(parts))}, văn bản ghi {number(stated)} đơn" in check.hint


@given(parts=st.lists(st.tuples(counts, counts, counts), min_size=2, max_size=5))
def test_several_consistent_sentences_do_not_mix(parts):
    # A column in which one place happens to be the sum of the others reads as a list with its total.
    assume(all(2 * max(column) != sum(column) for column in zip(*[(sum(p), *p) for p in parts], strict=True)))
    texts, rows = [], []
    for place, three in enumerate(parts):
        text, found = letters("Tiếp nhận", sum(three), "gồm", three)
        texts.append(text)
        rows += [(*row, {"org": DISTRICTS[place]}) for row in found]
    assert all(check.ok for check in checked("\n".join(texts), *rows))


@given(parts=st.lists(counts, min_size=2, max_size=7))
def test_the_units_of_a_consistent_list_add_up(parts):
    names = DISTRICTS[: len(parts)]
    listed = ", ".join(f"{name} {number(part)}" for name, part in zip(names, parts, strict=True))
    text = f"Toàn tỉnh tiếp {number(sum(parts))} lượt: {listed}."
    rows = [("TCD.luot", number(sum(parts)), "lượt", {"org": "tỉnh"})]
    rows += [("TCD.luot", number(part), "lượt", {"org": n}) for n, part in zip(names, parts, strict=True)]
    assert [check.ok for check in checked(text, *rows)] == [True]


@given(parts=st.lists(counts, min_size=2, max_size=7), more=counts)
def test_a_list_of_some_units_accuses_nobody(parts, more):
    names = DISTRICTS[: len(parts)]
    listed = ", ".join(f"{name} {number(part)}" for name, part in zip(names, parts, strict=True))
    total = sum(parts) + more
    text = f"Toàn tỉnh tiếp {number(total)} lượt, nhiều nhất là {listed}."
    rows = [("TCD.luot", number(total), "lượt", {"org": "tỉnh"})]
    rows += [("TCD.luot", number(part), "lượt", {"org": n}) for n, part in zip(names, parts, strict=True)]
    assert checked(text, *rows) == []


@given(whole=counts, data=st.data(), digits=st.integers(0, 2))
def test_a_rounded_share_is_right_and_a_share_far_off_is_accused(whole, data, digits):
    part = data.draw(st.integers(0, whole))
    share = number(_percent(part, whole, digits), digits)
    rows = (("VV.tham_quyen", number(whole), "vụ việc"), ("VV.da_giai_quyet", number(part), "vụ việc"))
    text = f"Thuộc thẩm quyền {number(whole)} vụ, đã giải quyết {number(part)} vụ, đạt {{}}%."
    right = checked(text.format(share), *rows, ("VV.ty_le", share, "%"))
    assert [check.ok for check in right if check.type == "ratio"] == [True]
    wrong_share = number(_percent(part, whole, digits) + 3, digits)
    wrong = checked(text.format(wrong_share), *rows, ("VV.ty_le", wrong_share, "%"))
    assert [check.severity for check in wrong if check.ok is False and check.type == "ratio"] == ["hard"]


def _percent(part, whole, digits):
    return (Decimal(100) * part / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@given(now=counts, then=counts)
def test_a_true_difference_holds_and_a_false_one_is_accused(now, then):
    assume(now != then)
    word = "tăng" if now > then else "giảm"
    text = "Tiếp {} lượt, {} {} lượt so với cùng kỳ (cùng kỳ {} lượt)."
    for change, ok in ((abs(now - then), True), (abs(now - then) + 7, False)):
        shown = text.format(number(now), word, number(change), number(then))
        rows = (
            ("TCD.luot", number(now), "lượt", {"period": "2023-Q1"}),
            ("TCD.luot.thay_doi", number(change), "lượt", {"period": "2023-Q1", "direction": word}),
            ("TCD.luot", number(then), "lượt", {"period": "2022-Q1"}),
        )
        [check] = [check for check in checked(shown, *rows) if check.type == "difference"]
        assert (check.ok, check.severity) == (ok, "info" if ok else "hard")


@settings(max_examples=50)
@given(
    recovered=st.integers(1, 900),
    other=st.integers(1, 900),
    words=st.tuples(*[st.sampled_from(["hơn", "gần", ""])] * 3),
)
def test_money_rounded_to_millions_is_never_accused_hard(recovered, other, words):
    parts = zip(words, (recovered + other, recovered, other), strict=True)
    shown = [f"{word} {number(value)}".strip() for word, value in parts]
    text = f"Sai phạm {shown[0]} triệu đồng; thu hồi {shown[1]} triệu đồng, xử lý khác {shown[2]} triệu đồng."
    codes = ("TT.sai_pham", "TT.thu_hoi", "TT.xu_ly_khac")
    rows = [
        (code, number(value), "triệu đồng", {"qualifier": word} if word else {})
        for code, value, word in zip(codes, (recovered + other, recovered, other), words, strict=True)
    ]
    assert not failures(checked(text, *rows))
