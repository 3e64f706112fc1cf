"""What no longer fits in a paragraph: numbers bound to no cell, words of direction that the figures deny. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.reports.narrative.rendering import Sides
from danvan.reports.narrative.syntax import LAST_YEAR, NOW, PREVIOUS, Bound, Plain, pieces
from danvan.reports.narrative.words import DOWN, SAME, UP, Value, direction
from danvan.ui.errors import Refusal
from danvan.ui.numbers import parse_number, rounded

# Numbers that state nothing counted: days, years, signs of papers, articles, ordinals, places in a list.
_NO_FIGURE = re.compile(
    r"\d{1,4}(?:/\d{4})?/[A-ZĐ][\w\-–]*"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!\d)|\d{1,2}/\d{4}(?!\d)"
    r"|(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}"
    r"|\b(?:ngày|tháng|năm|quý|khóa|điều|khoản|điểm|phụ lục|chương|mục|biểu|biểu số|mẫu số|thứ|lần thứ|cấp|bước)"
    r"\s+\d+(?:\s*[-–,và]+\s*\d+)*(?![\d.,]*\d)"
    r"|\b\d{1,2}\s+tháng\s+(?:đầu|cuối)"
    r"|^\s*\d{1,2}[.)]\s"
    r"|\b[^\W\d_]{1,20}[-.]?\d+\b",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FIGURE = "\ue000"  # stands for a bound figure while sentences are read
_SENTENCE = re.compile(r"[;\n]|\.(?=\s|$)")
_WAY = re.compile(
    r"\b(?<!không )(?<!chưa )(tăng|giảm|không đổi|không thay đổi|giữ nguyên)\b"
    rf"(?=\s*(?:so với|mạnh|nhẹ|dần|đáng kể|không đáng kể|hơn|thêm|nhiều|[\d{_FIGURE},)]|$))",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"cùng kỳ|năm trước|năm ngoái", re.IGNORECASE)
_WAYS = {"tăng": UP, "giảm": DOWN}
_SAID = {UP: "tăng", DOWN: "giảm", SAME: "không đổi"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """A paragraph with a sign in place of each figure; `bound` are those figures in order."""

    text: str
    bound: list[Bound]


def flags(text: str, sides: Sides, titles: Mapping[str, str]) -> list[str]:
    """One Vietnamese sentence for each thing that does not fit; [] when all does. `titles` is code → title."""
    return list(
        dict.fromkeys([*_unknown(text, sides, titles), *_unbound(text, sides), *_denied(text, sides, titles)])
    )


def _unknown(text: str, sides: Sides, titles: Mapping[str, str]) -> Iterator[str]:
    for piece in pieces(text):
        if isinstance(piece, Plain):
            continue
        if piece.code and piece.code not in titles:
            yield f"“{piece.written}” không phải chỉ tiêu của biểu này; hãy chọn chỉ tiêu trong danh sách."
        elif not piece.form:
            yield f"“{piece.written}”: sau dấu | chỉ ghi kỳ trước, cùng kỳ, so sánh hoặc so cùng kỳ."
        elif piece.code and sides.of(NOW, piece.code) is None:
            yield f"“{titles[piece.code]}” chưa có số của kỳ này; hãy bổ sung số liệu hoặc bỏ khỏi câu."
        elif piece.code and sides.now[piece.code].lacks:
            yield f"“{titles[piece.code]}” chưa đủ số của kỳ này: có bảng để trống chỉ tiêu ấy; hãy bổ sung bảng."
        elif piece.form in (PREVIOUS, LAST_YEAR) and piece.code and sides.of(piece.form, piece.code) is None:
            yield f"“{titles[piece.code]}” chưa có số của {sides.named(piece.form)}; hãy bỏ khỏi câu."


def typed_numbers(text: str) -> list[str]:
    """The numbers that stand in the words themselves as figures: 258, 1.280,04; of days and papers none."""
    words = " \ue001 ".join(piece.text for piece in pieces(text) if isinstance(piece, Plain))
    return _NUMBER.findall(_NO_FIGURE.sub(" ", words))


def _unbound(text: str, sides: Sides) -> Iterator[str]:
    known = _known(text, sides)
    for written in typed_numbers(text):
        try:
            value = parse_number(written)
        except Refusal:
            yield f"Số {written} viết không rõ; hãy viết ví dụ 1.234,5."
            continue
        if value not in known:
            yield f"Số {written} trong đoạn này không gắn với ô nào; hãy chọn chỉ tiêu hoặc sửa số."


def _known(text: str, sides: Sides) -> set[Decimal]:
    """Every figure of the period; of those in the text also the other periods and what they changed by."""
    found = {value.printed for value in sides.now.values()}
    for piece in pieces(text):
        if isinstance(piece, Plain) or not piece.code:
            continue
        now = sides.of(NOW, piece.code)
        for when in (PREVIOUS, LAST_YEAR):
            found |= _compared(now, sides.of(when, piece.code))
    return {value for value in found if value is not None}


def _compared(now: Value | None, before: Value | None) -> set[Decimal | None]:
    if now is None or before is None or now.printed is None or before.printed is None:
        return {before.printed} if before else set()
    gap = abs(now.printed - before.printed)
    in_per_cent = {rounded(gap * 100 / before.printed, 1)} if before.printed else set()
    return {before.printed, gap, *in_per_cent}


def _denied(text: str, sides: Sides, titles: Mapping[str, str]) -> Iterator[str]:
    read = _read(text)
    at = 0
    for sentence in _SENTENCE.split(read.text):
        own = read.bound[at : at + sentence.count(_FIGURE)]
        at += len(own)
        for match in _WAY.finditer(sentence):
            near = _nearest(sentence, match, own)
            if near is not None and near.code in titles:
                yield from _against(match, sentence, near, sides, titles)


def _read(text: str) -> _Reading:
    written, found = [], []
    for piece in pieces(text):
        if isinstance(piece, Plain):
            written.append(piece.text)
        elif piece.code:
            written.append(_FIGURE)
            found.append(piece)
    return _Reading("".join(written), found)


def _nearest(sentence: str, match: re.Match[str], own: list[Bound]) -> Bound | None:
    """The figure last named before the word; else the first after it."""
    before = sentence.count(_FIGURE, 0, match.start())
    return own[before - 1] if before else own[0] if own else None


def _against(
    match: re.Match[str], sentence: str, near: Bound, sides: Sides, titles: Mapping[str, str]
) -> Iterator[str]:
    following = _WAY.search(sentence, match.end())
    rest = sentence[match.end() : following.start() if following else None]
    when = LAST_YEAR if _LAST_YEAR.search(rest) else PREVIOUS
    now, before = sides.of(NOW, near.code), sides.of(when, near.code)
    way = direction(now, before) if now else ""
    said = match.group(1).lower()
    if way and now and before and way != _WAYS.get(said, SAME):
        yield (
            f"Câu viết “{said}” nhưng “{titles[near.code]}” {_SAID[way]} so với {sides.named(when)}: "
            f"{before.shown} → {now.shown}."
        )
