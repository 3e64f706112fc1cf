"""Proposals of what to cover in a text before verifiers get it: a person ticks, and adds what was missed. No Django.

Names, telephone numbers, identity numbers, addresses, e-mail and bank accounts, with or without Vietnamese marks. A
proposal is an offset, never a promise: short names, nicknames and what only the village knows are found by a reader alone.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import nfc

COVER = "[đã che]"
_FAMILY_NAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan lam trinh mai dao trieu ha ta luu",
    "luong truong quach cao thai chau to vuong kieu la phung tong tang nghiem thach danh giap ninh uong lo ma vi nong be",
    "hoa mac cu bach chu giang khong kim long nghe ong quan than thieu tieu tu van vang y ksor rmah nay siu",
)
_MIDDLE_NAMES = "thi van huu duc ngoc minh thanh xuan quang kim cong dinh hong thu anh hoai nhu ba trong the"
FAMILY = frozenset(word for line in _FAMILY_NAMES for word in line.split())
MIDDLE = frozenset(word for word in _MIDDLE_NAMES.split(" "))
_BEFORE_NAME = frozenset(("toi", "ten", "la", "ong", "ba", "anh", "chi", "co", "chu", "em", "cu", "chau"))
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t\u00a0]{1,3}")
_BROKEN = re.compile(r"[ \t\u00a0]{0,3}\r?\n[ \t\u00a0]{0,3}")
_INITIALS = re.compile(
    r"(?<!\w)(?P<before>[^\W\d_]{2,7} )?(?P<short>(?:[^\W\d_]{1,2}\. ?){1,3})(?P<after>[^\W\d_]+(?: [^\W\d_]+){0,2})"
)
_NO_INITIALS = frozenset(
    ("tp", "tx", "tt", "p", "q", "h", "x", "ts", "bs", "gs", "ks", "cn", "ub", "st", "t")
)


class What(StrEnum):
    """Loại thông tin."""

    NAME = "họ tên"
    PHONE = "điện thoại"
    IDENTITY = "số định danh, CMND, hộ chiếu"
    ADDRESS = "địa chỉ"
    MAIL = "thư điện tử"
    ACCOUNT = "tài khoản ngân hàng"
    ADDED = "thêm bằng tay"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Signs `start` to `end` of the text, and why they are proposed."""

    start: int
    end: int
    what: What

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.start}-{self.end}"


_SEPARATED = r"[ .\-]?"
_PATTERNS: list[tuple[What, re.Pattern[str]]] = [
    (What.MAIL, re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]+(?:\.[\w-]+)+")),
    (
        What.ACCOUNT,
        # Up to seven words between: the bank's name, «số», «của».
        re.compile(
            r"(?<!\w)(?:so tai khoan|tai khoan|stk|so tk|tk)\W{0,4}(?:[a-z]{1,20}\W{1,4}){0,7}((?:\d[ .\-]?){6,20})"
        ),
    ),
    (What.IDENTITY, re.compile(rf"(?<!\d)(?:\d{_SEPARATED}){{11}}\d(?!\d)")),
    (
        What.PHONE,
        re.compile(rf"(?<![\d])(?:\+|00)84{_SEPARATED}(?:\(0\))?(?:\d{_SEPARATED}){{8,9}}\d?(?!\d)"),
    ),
    (What.PHONE, re.compile(rf"(?<!\d)0{_SEPARATED}(?:\d{_SEPARATED}){{8,9}}\d(?!\d)")),
    (What.PHONE, re.compile(rf"(?<!\d)84(?:{_SEPARATED}\d){{9}}(?!\d)")),
    (What.IDENTITY, re.compile(rf"(?<!\d)(?:\d{_SEPARATED}){{8}}\d(?!\d)")),
    (What.IDENTITY, re.compile(r"(?<!\w)[bcnp]\d{7}(?!\d)")),
]
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")  # 150.000.000
_PLACE_WORDS = (
    r"so nha|nha so|hem|ngo|ngach|kiet|duong|pho|thon|to dan pho|to|khu pho|khu vuc|khu|ap|ban|buon|lang|soc|xom|doi|phum"
    r"|xa|phuong|thi tran|dac khu|huyen|quan|thi xa"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:{_PLACE_WORDS})(?:\s+so)?\s+(?P<named>\d+[a-z]?(?:/\d+[a-z]?)*|[^\W\d_]+(?:\s+[^\W\d_]+){{0,3}})"
)


def proposals(text: str, known: Iterable[str] = ()) -> list[Span]:
    """What looks as if it told who wrote, in order, not overlapping. `known` are the denouncer's own name, address….

    Offsets count signs of the text in NFC (`normal`).
    """
    text = normal(text)
    folded = folded_like(text)
    patterns = [*_patterns(folded), *_addresses(text, folded), *_initials(text, folded)]
    return _merged([*patterns, *_known(text, folded, known), *_names(text, folded)])


def still_told(copy: str, known: Iterable[str]) -> list[str]:
    """What a copy still says of the denouncer's own name, address, telephone…: each as it stands there, once."""
    copy = normal(copy)
    spans = _merged(_known(copy, folded_like(copy), known))
    return list(dict.fromkeys(copy[span.start : span.end] for span in spans))


def normal(text: str) -> str:
    """The text as offsets count it."""
    return nfc(text)


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans covered. Refusal for spans outside the text."""
    text, parts, at = normal(text), [], 0
    for start, end in _joined(spans):
        if not 0 <= start < end <= len(text):
            raise Refusal("Chỗ cần che không còn khớp với văn bản; hãy mở lại để chọn.")
        parts += [text[at:start], COVER]
        at = end
    return "".join([*parts, text[at:]])


def said(text: str, words: Iterable[str]) -> list[Span]:
    """Every place where one of the words stands, with or without marks, whole words only."""
    return [Span(start, end, What.ADDED) for start, end in _places(folded_like(normal(text)), words)]


def read_span(value: str, text: str) -> tuple[int, int]:
    """A ticked box as (start, end). Refusal for what is none."""
    start, _dash, end = value.partition("-")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(normal(text))):
        raise Refusal("Chỗ cần che không còn khớp với văn bản; hãy mở lại để chọn.")
    return int(start), int(end)


def folded_like(text: str) -> str:
    """The text without marks, in small letters, sign for sign: offsets stay."""
    return "".join(map(_bare, text))


def _bare(sign: str) -> str:
    if sign in "đĐ":
        return "d"
    bare = unicodedata.normalize("NFD", sign)[:1].lower()
    return bare if len(bare) == 1 else sign


def _known(text: str, folded: str, known: Iterable[str]) -> list[Span]:
    """Where something known of the denouncer stands: whole, a part between commas, its digits, the last of its names."""
    words: list[str] = []
    spans: list[Span] = []
    for value in map(normal, known):
        words.append(value)
        words += [part for part in re.split(r"[,;\n]", value) if len(part.strip()) > 3]
        names = value.split()
        if 2 <= len(names) <= 6 and not any(sign.isdigit() or sign in ",;@" for sign in value):
            words.append(" ".join(names[-2:]))
            spans += _given_alone(text, folded, names[-1])
        spans += _digits(folded, value)
    return spans + [Span(start, end, What.NAME) for start, end in _places(folded, words)]


def _given_alone(text: str, folded: str, name: str) -> list[Span]:
    """The last name: exactly as it is written, or in any way behind «ông», «bà», «tên là»…"""
    exact = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    called = "|".join(sorted(_BEFORE_NAME))
    bare = re.finditer(rf"(?<!\w)(?:{called})\s+({re.escape(folded_like(name))})(?!\w)", folded)
    spots = {found.span() for found in exact} | {found.span(1) for found in bare}
    return [Span(start, end, What.NAME) for start, end in sorted(spots)]


def _digits(folded: str, value: str) -> list[Span]:
    """A known number, whatever stands between its figures, a telephone with 0 or with 84."""
    digits = "".join(sign for sign in value if sign.isdigit())
    if len(digits) < 8 or len(digits) * 2 < len(value.strip()):
        return []
    local = re.sub(r"^(?:00)?84(?=[35789]\d{8}$)", "0", digits)
    way = r"[ .\-]?".join(local[1:] if local.startswith("0") else local)
    before = r"(?:(?:\+|00)?84|0)[ .\-]?" if local.startswith("0") else ""
    found = re.finditer(rf"(?<!\d){before}{way}(?!\d)", folded)
    return [Span(*one.span(), What.PHONE) for one in found]


def _initials(text: str, folded: str) -> list[Span]:
    """A name of which some words are one or two letters and a point: «Tr. Thị Thử», «Trần T. Thử»."""
    spans = []
    for found in _INITIALS.finditer(text):
        short = [word for word in re.split(r"\. ?", found["short"]) if word]
        after = next(iter(re.findall(r"^(?:[^\W\d_]+ ?)+", found["after"])), "")
        length = 0
        for word in _WORD.finditer(after):
            if not word.group()[0].isupper():
                break
            length = word.end()
        bare = {folded_like(word) for word in short}
        if not length or bare <= _NO_INITIALS - {"t"} or not all(word[0].isupper() for word in short):
            continue
        family = found["before"] and folded_like(found["before"].strip()) in FAMILY
        start = found.start() if family else found.start("short")
        if not family and bare <= _NO_INITIALS:
            continue
        spans.append(Span(start, found.start("after") + length, What.NAME))
    return spans


def _places(folded: str, words: Iterable[str]) -> list[tuple[int, int]]:
    found = []
    for word in words:
        bare = r"\s+".join(map(re.escape, folded_like(normal(word)).split()))
        if bare:
            found += [match.span() for match in re.finditer(rf"(?<!\w){bare}(?!\w)", folded)]
    return found


def _patterns(folded: str) -> list[Span]:
    found = []
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span(1 if pattern.groups else 0)
            while end > start and not folded[end - 1].isalnum():
                end -= 1
            if not _MONEY.fullmatch(folded, start, end):
                found.append(Span(start, end, what))
    return found


def _names(text: str, folded: str) -> list[Span]:
    """A family name with one to four words behind it that could be a name; in small letters only with a usual middle."""
    words, found, at = list(_WORD.finditer(folded)), [], 0
    while at < len(words):
        run = _run(text, folded, words, at)
        if run:
            found.append(Span(words[at].start(), words[at + run - 1].end(), What.NAME))
        at += max(run, 1)
    return found


def _run(text: str, folded: str, words: list[re.Match[str]], at: int) -> int:
    """How many words from here on read as a name; 0 for none."""
    if words[at].group() not in FAMILY:
        return _given(text, folded, words, at)
    upright = text[words[at].start()].isupper()
    if words[at].group() in _BEFORE_NAME and text[words[at].start() : words[at].end()].isupper():
        return 0  # «LÀ» in a text of capitals
    length = 1
    while length < 5 and at + length < len(words) and _joins(folded, words, at + length, broken=length < 3):
        word = words[at + length]
        small = not text[word.start()].isupper()
        if (upright and small) or (not upright and not small):
            break
        if (not upright and length == 1 and word.group() not in MIDDLE) or (not upright and length == 3):
            break
        length += 1
    return length if length >= (2 if upright else 3) else _given(text, folded, words, at)


def _given(text: str, folded: str, words: list[re.Match[str]], at: int) -> int:
    """A given name alone behind «ông», «bà», «tên là»…, written with a capital within a sentence."""
    if at == 0 or words[at - 1].group() not in _BEFORE_NAME or not _joins(folded, words, at):
        return 0
    length = 0
    while length < 4 and at + length < len(words) and text[words[at + length].start()].isupper():
        if length and not _joins(folded, words, at + length):
            break
        word = words[at + length]
        shouted = len(word.group()) > 1 and text[word.start() : word.end()].isupper()
        if shouted and (word.group() in _BEFORE_NAME or word.group() in FAMILY):
            break  # «TÔI TÊN LÀ NGUYỄN…»: the name begins later
        length += 1
    return length


def _joins(folded: str, words: list[re.Match[str]], at: int, *, broken: bool = False) -> bool:
    """Whether nothing but a space stands before the word; with `broken` also the end of a line."""
    between = folded[words[at - 1].end() : words[at].start()]
    return bool(_GAP.fullmatch(between) or (broken and _BROKEN.fullmatch(between)))


def _addresses(text: str, folded: str) -> list[Span]:
    found = []
    for match in _ADDRESS.finditer(folded):
        end = _end_of_place(text, match)
        if end:
            found.append(Span(match.start(), end, What.ADDRESS))
    return found


def _end_of_place(text: str, match: re.Match[str]) -> int:
    """Where the named place ends: a number, or the words with a capital; one word in small letters where all are small."""
    start, end = match.span("named")
    if text[start].isdigit():
        return end
    last = 0
    for word in _WORD.finditer(text, start, end):
        if not word.group()[0].isupper():
            break
        last = word.end()
    return last


def _merged(found: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = Span(last.start, max(last.end, span.end), last.what)
        else:
            kept.append(span)
    return kept


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        else:
            kept.append((start, end))
    return kept


def pieces(text: str, spans: Iterable[Span]) -> list[tuple[str, Span | None]]:
    """The text cut into what is proposed and what stands between, for a page that marks the first."""
    text, at = normal(text), 0
    cut: list[tuple[str, Span | None]] = []
    for span in spans:
        cut += [(text[at : span.start], None), (text[span.start : span.end], span)]
        at = span.end
    return [piece for piece in [*cut, (text[at:], None)] if piece[0]]
