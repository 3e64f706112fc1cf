"""The roots of the days: computed anew from the rows, linked day to day, and compared with what was kept elsewhere.

For the comparison every hash is computed outside the database, from what each row holds.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.records.history import Merkle, code_of
from danvan.records.models import DailyRun, HistoryRoot
from danvan.records.verifying.findings import Finding
from danvan.records.verifying.reading import stream
from danvan.records.verifying.recomputing import rows_after
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

ROWS = "SELECT id, hash FROM records_history WHERE id > %s ORDER BY id"
LIMIT_BYTES = 20_000_000
_CODE = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})[ \t]+([0-9a-f]{64})\b", re.ASCII)


def broken_roots(first: date | None = None) -> Iterator[Finding]:
    """A finding for each day (from `first` on) whose root the rows of now do not give, or that does not follow."""
    for root, reasons in _checked(first, written_rows):
        if reasons:
            yield Finding("goc", f"Mã ngày {day(root.day)} không đúng: {'; '.join(reasons)}.")
    done = DailyRun.objects.filter(pk="goc_lich_su").values_list("done_through", flat=True).first()
    last = HistoryRoot.objects.order_by("-id").values_list("day", flat=True).first()
    if done and (last is None or last < done):
        yield Finding("goc", f"Mã ngày {day(done)} đã được lập nhưng không còn trong hệ thống.")


def written_rows(after: int) -> Iterator[tuple[int, str]]:
    """(id, hash) of each row with a higher id, the hash as it stands in the row."""
    return stream(ROWS, [after])


def _checked(
    first: date | None, rows_after: Callable[[int], Iterator[tuple[int, str]]]
) -> Iterator[tuple[HistoryRoot, list[str]]]:
    """Every root from a day on with what is wrong about it, in one pass over the rows."""
    roots = HistoryRoot.objects.order_by("id")
    before = roots.filter(day__lt=first).last() if first else None
    rows = rows_after(before.upto if before else 0)
    held: tuple[int, str] | None = next(rows, None)
    for root in roots.filter(pk__gt=before.pk if before else 0).iterator():
        tree = Merkle()
        while held and held[0] <= root.upto:
            tree.add(held[1])
            held = next(rows, None)
        yield root, _reasons(root, before, tree)
        before = root


def _reasons(root: HistoryRoot, before: HistoryRoot | None, tree: Merkle) -> list[str]:
    reasons = []
    span = f"các dòng {root.since + 1}–{root.upto}"
    if root.rows != tree.count:
        reasons.append(f"{span} nay còn {tree.count} dòng, lúc lập mã là {root.rows}")
    elif root.root != tree.root():
        reasons.append(f"trong {span} có dòng bị sửa, thay hoặc đổi chỗ")
    if (root.since, root.previous) != ((before.upto, before.code) if before else (0, "")):
        reasons.append("không nối với mã của ngày trước")
    if root.code != code_of(root):
        reasons.append("mã đã bị sửa")
    return reasons


@dataclass(frozen=True, slots=True)
class Kept:
    """A day's code as it was kept elsewhere."""

    day: date
    code: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How far kept codes and the database go together: the last day on which they agree, the first on which not."""

    count: int
    agreed_to: date | None
    parts_on: date | None
    why: str = ""


def kept_in(content: bytes) -> list[Kept]:
    """The codes in a file that was published here: the JSON, or the text for e-mail and print, however it was wrapped.

    Raises Refusal for a file that holds none, and for one that gives two codes to one day.
    """
    if len(content) > LIMIT_BYTES:
        raise Refusal("Tệp mã lịch sử lớn quá 20 MB; hãy dùng tệp tải từ trang Mã lịch sử.")
    text = content.decode("utf-8", "replace")
    found: dict[date, str] = {}
    for said, code in _pairs(text):
        on = _day(said)
        if found.setdefault(on, code) != code:
            raise Refusal(
                f"Tệp ghi hai mã khác nhau cho ngày {day(on)}; hãy dùng tệp tải từ trang Mã lịch sử."
            )
    if not found:
        raise Refusal("Tệp không có mã ngày nào của lịch sử; hãy dùng tệp tải từ trang Mã lịch sử.")
    return [Kept(on, found[on]) for on in sorted(found)]


def is_code(said: str) -> bool:
    """Whether a text can be a code of the history."""
    return _CODE.fullmatch(said) is not None


def kept_as(code: str) -> list[Kept]:
    """One code without its day, as it stands on a slip of paper; none where the database has no day of that code."""
    return [Kept(day, code) for day in HistoryRoot.objects.filter(code=code).values_list("day", flat=True)]


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        try:
            days: Any = json.loads(text.lstrip("\ufeff"))["ngay"]
            return [(str(row["ngay"]), str(row["ma"])) for row in days]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Refusal("Tệp JSON không phải tệp mã lịch sử; hãy tải lại từ trang Mã lịch sử.") from None
    return _LINE.findall(text)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refusal(f"Tệp ghi ngày “{said[:20]}” không có trong lịch; hãy tải lại tệp.") from None


def compare(kept: list[Kept]) -> Compared:
    """Whether the rows of now still give the kept codes, each row's hash computed here. Within `verifying.snapshot()`."""
    agreed: date | None = None
    wanted = {one.day: one.code for one in kept}
    for root, reasons in _checked(None, rows_after):
        code = wanted.pop(root.day, None)
        missing = min(wanted, default=None)
        if missing and missing < root.day:
            return Compared(len(kept), agreed, missing, "hệ thống không còn mã của ngày ấy")
        if reasons:
            return Compared(len(kept), agreed, root.day, "; ".join(reasons))
        if code is not None and code != root.code:
            return Compared(len(kept), agreed, root.day, "mã trong hệ thống khác mã đã lưu")
        agreed = root.day if code is not None else agreed
    if wanted:
        return Compared(len(kept), agreed, min(wanted), "hệ thống không có mã của ngày ấy")
    return Compared(len(kept), agreed, None)
