"""A book between its file and the register: rows sealed, columns named once, wrong rows mended, all taken at once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from danvan.domains.petitions.books import cells, columns, heads, taking
from danvan.domains.petitions.models import Book, BookRow
from danvan.org.models import Account, Unit
from danvan.records import keys
from danvan.records.tables import reading
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

RIGHT = "records.classify"
BATCH = 1_000
TAKEN_BEFORE = "Tệp này đã được nạp vào sổ của đơn vị; không nạp lần thứ hai."


@transaction.atomic
def begin(content: bytes, ending: str, *, unit: Unit, year: int, by: Account) -> Book:
    """Keep the rows of a file, sealed, with what its columns seem to mean; nothing is taken yet.

    Refusal for a file that cannot be read, without the right to classify at the unit, and for a file taken before.
    """
    require(by, RIGHT, unit)
    if not 1990 <= year <= today().year:
        raise Refusal(f"Năm của sổ phải từ 1990 đến {today().year}; hãy sửa lại.")
    digest = hashlib.sha256(content).hexdigest()
    if Book.objects.filter(unit=unit, digest=digest, state=Book.State.TAKEN).exists():
        raise Refusal(TAKEN_BEFORE)
    sheet = reading.read(content)
    head = heads.find(sheet.rows)
    rows = [
        (number, row) for number, row in enumerate(sheet.rows, 1) if number > head.first_row and _says(row)
    ]
    if not rows:
        raise Refusal("Dưới tiêu đề không có dòng nào; hãy xem lại tệp.")
    book = Book.objects.create(
        unit=unit,
        made_by=by,
        digest=digest,
        ending=ending[:5],
        font=sheet.font,
        year=year,
        heads=head.names,
        meanings=columns.suggested(head.names),
        rows_read=len(rows),
    )
    known = _keys()
    sealed = (BookRow(book=book, number=number, **_sealed(row, known)) for number, row in rows)
    BookRow.objects.bulk_create(sealed, batch_size=BATCH)
    return book


def _says(row: list[str]) -> bool:
    """A line of a register, not a foot with sums or signatures: something stands in at least two of its cells."""
    return sum(bool(cell) for cell in row) >= 2


@transaction.atomic
def name_columns(book: Book, meanings: list[str], *, by: Account) -> int:
    """Say what each column means and try every row; how many have faults. Refusal for a meaning given twice or lacking."""
    _require_open(book, by)
    if len(meanings) != len(book.heads) or any(key and key not in columns.BY_KEY for key in meanings):
        raise Refusal("Số cột đã đổi; hãy tải lại trang rồi gắn cột lại.")
    given = [key for key in meanings if key]
    if twice := next((key for key in given if given.count(key) > 1), ""):
        raise Refusal(f"Hai cột cùng được gắn là “{columns.BY_KEY[twice].label}”; hãy bỏ bớt một cột.")
    if "received_on" not in given:
        raise Refusal("Chưa có cột nào là ngày nhận đơn; hãy gắn cột ấy.")
    if "kind" not in given and not any(key.startswith("kind:") for key in given):
        raise Refusal("Chưa có cột nào cho biết loại đơn; hãy gắn cột ấy.")
    book.meanings, book.state = meanings, Book.State.MENDING
    book.save(update_fields=["meanings", "state"])
    tried = [_tried(book, row, row_cells) for row, row_cells in opened(book)]
    BookRow.objects.bulk_update(tried, ["faults", "has_faults"], batch_size=BATCH)
    return sum(row.has_faults for row in tried)


@transaction.atomic
def mend(row: BookRow, values: Mapping[str, str], *, by: Account) -> bool:
    """Write mended values of a row over its cells, by target key; whether it fits now."""
    book = row.book
    _require_open(book, by)
    _still_there(row)
    kept = by_meaning(book, _opened(row, _keys())) | {
        key: text.strip() for key, text in values.items() if key in columns.BY_KEY
    }
    for key, text in values.items():
        if text:  # a chosen value stands for the crosses of its columns
            kept = {name: cell for name, cell in kept.items() if not name.startswith(f"{key}:")}
    sealed = _sealed(kept, _keys())
    row.key_id, row.ciphertext = sealed["key_id"], sealed["ciphertext"]
    _tried(book, row, kept)
    row.save()
    return not row.has_faults


@transaction.atomic
def leave_out(row: BookRow, *, by: Account) -> None:
    """Take a row out of the book: a sum, a heading in the middle, a letter already in the register."""
    _require_open(row.book, by)
    _still_there(row)
    Book.objects.filter(pk=row.book_id).update(rows_left_out=F("rows_left_out") + 1)
    row.delete()


@transaction.atomic
def drop(book: Book, *, by: Account) -> None:
    """Give a book up; its rows are gone."""
    _require_open(book, by)
    book.rows.all().delete()
    book.state = Book.State.DROPPED
    book.save(update_fields=["state"])


@transaction.atomic
def take(book: Book, *, by: Account) -> Book:
    """Turn all rows into letters and matters at once, marked as entered later; the sealed rows are gone afterwards.

    Refusal while a row has faults, for the row that the register's own rules refuse, and for a file taken before.
    """
    same = _lock_same(book)
    _require_open(book, by)
    if any(other.state == Book.State.TAKEN for other in same):
        raise Refusal(TAKEN_BEFORE)
    if book.state != Book.State.MENDING or book.rows.filter(has_faults=True).exists():
        raise Refusal("Còn dòng chưa sửa xong; hãy sửa hoặc bỏ các dòng ấy rồi nạp.")
    read = ((row.number, understood(book, row_cells).values) for row, row_cells in opened(book))
    book.letters, book.matters = taking.take(book.unit, read, by=by)
    book.rows.all().delete()
    book.state, book.taken_at = Book.State.TAKEN, taking.now()
    book.save()
    return book


def opened(book: Book, rows: Iterable[BookRow] | None = None) -> Iterator[tuple[BookRow, dict[str, str]]]:
    """Rows with their cells by target key."""
    known = _keys()
    for row in book.rows.order_by("number") if rows is None else rows:
        yield row, by_meaning(book, _opened(row, known))


def samples(book: Book, count: int = 3) -> list[list[str]]:
    """For each column the first few cells that say something, for who names the columns."""
    known = _keys()
    rows = [_opened(row, known) for row in book.rows.order_by("number")[:50]]
    return [
        [cell[:60] for row in rows if index < len(row) and (cell := row[index])][:count]
        for index in range(len(book.heads))
    ]


def by_meaning(book: Book, row: list[str] | dict[str, str]) -> dict[str, str]:
    """Cells by target key; a mended row has them already."""
    if isinstance(row, dict):
        return row
    return {key: cell for key, cell in zip(book.meanings, row, strict=False) if key}


def understood(book: Book, row_cells: Mapping[str, str]) -> cells.Reading:
    """What the cells say, with the sentence of the register's own rules where the row as such fits."""
    read = cells.understand(row_cells, book.year, today())
    if not read.faults and (sentence := taking.why_not(book.unit, read.values)):
        read.faults["kind"] = sentence
    return read


def _tried(book: Book, row: BookRow, row_cells: Mapping[str, str]) -> BookRow:
    row.faults = understood(book, row_cells).faults
    row.has_faults = bool(row.faults)
    return row


def _require_open(book: Book, by: Account) -> None:
    """The book as it stands now, locked: another window may have taken or dropped it since it was shown."""
    require(by, RIGHT, book.unit)
    book.refresh_from_db(from_queryset=Book.objects.select_for_update())
    if book.state in (Book.State.TAKEN, Book.State.DROPPED):
        raise Refusal("Sổ này đã nạp xong hoặc đã bỏ; không sửa được nữa.")


def _still_there(row: BookRow) -> None:
    """The row as it stands now: a row left out meanwhile must not come back by being saved."""
    try:
        row.refresh_from_db(from_queryset=BookRow.objects.select_for_update())
    except BookRow.DoesNotExist:
        raise Refusal("Dòng này đã được bỏ khỏi sổ; hãy tải lại trang.") from None


def _lock_same(book: Book) -> list[Book]:
    """One file brought in twice is two books; all of them are locked in one order, so that one alone is taken."""
    same = Book.objects.select_for_update().filter(unit_id=book.unit_id, digest=book.digest)
    return list(same.order_by("pk"))


def _keys() -> Mapping[str, Any]:
    return keys.of_installation(settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION)


def _sealed(row: list[str] | dict[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    key_id, ciphertext = keys.seal(json.dumps(row, ensure_ascii=False).encode(), known)
    return {"key_id": key_id, "ciphertext": ciphertext}


def _opened(row: BookRow, known: Mapping[str, Any]) -> Any:
    return json.loads(keys.unseal(row.key_id, bytes(row.ciphertext), known))
