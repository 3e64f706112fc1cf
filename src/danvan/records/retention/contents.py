"""What hangs on a record and goes with it: one declaration for the list that is shown and for what is taken away.

A room that keeps words of a record in tables of its own registers a `Part`; a structure test fails on a table with a key to
a record that is neither in a part nor said to stay.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import BinaryField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Length
from django.utils.translation import gettext_lazy as _

from danvan.org.models import Account
from danvan.records import files
from danvan.records.models import (
    Delivery,
    Envelope,
    File,
    FileText,
    Message,
    PaperText,
    PersonalDetails,
    Rating,
    ReceiptAddress,
    Record,
    SealGrant,
    SealItem,
    SealRelease,
    SealReply,
    SealRing,
    SealSender,
    SealWaiver,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = str

# (record, row, size, hash, words): the hash only of what has one that stays anyway. The last is a hash of the words and of
# what was said of them: it goes into the keyed digest of a list and nowhere else, since of few words it could be guessed.
Row = tuple[int, Any, int, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of content: its words, its rows for some records in one query, and how it is taken away from one."""

    key: str
    label: Words
    rows: Callable[[Collection[int]], Iterable[Row]]
    take: Callable[[Record, Account], object]


@dataclass(slots=True)
class Parts:
    """What hangs on one record."""

    rows: list[tuple[str, Any, int, str, str]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Key of a part → how many rows of it."""
        return dict(Counter(key for key, *_rest in self.rows))

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over the list: kinds, row ids, sizes, hashes of files and papers. No word: it stays for good."""
        told = [
            [key, str(row), size, digest] for key, row, size, digest, _words in sorted(self.rows, key=str)
        ]
        return sha256(json.dumps(told).encode()).hexdigest()

    @property
    def spoken(self) -> list[tuple[str, str, str]]:
        """(kind, row id, hash of its words), in order: for a keyed digest alone."""
        return sorted((key, str(row), words) for key, row, _size, _digest, words in self.rows)

    @property
    def words(self) -> list[tuple[str, int]]:
        """(what, how many) as people read it."""
        return [(str(part.label), self.counts[part.key]) for part in parts() if part.key in self.counts]


NONE = Value("")
_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Take a part at start-up; a key of another part is a programmer's error and raises ValueError."""
    if _parts.get(part.key, part) != part:
        raise ValueError(f"the part {part.key} is registered twice")
    _parts[part.key] = part


def parts() -> list[Part]:
    """All parts in the order in which they are taken away: what hangs on another part comes first."""
    return list(_parts.values())


def label(key: str) -> str:
    """A part in words; of a part that no room declares any more its key."""
    return str(_parts[key].label) if key in _parts else key


def parts_of(ids: Collection[int]) -> dict[int, Parts]:
    """Id → what hangs on that record; one query a kind."""
    found: dict[int, Parts] = defaultdict(Parts)
    for part in parts():
        for record, *row in part.rows(ids):
            found[record].rows.append((part.key, *row))
    return {pk: found[pk] for pk in ids}


def rows_of(
    rows: QuerySet, record: str, size: Any, digest: Any = NONE, words: Collection[Any] = ()
) -> Iterable[Row]:
    """Rows of a table as (record, row, size, hash, words); `words` are the columns whose change makes another list."""
    said = _hashed(words) if words else NONE
    return rows.order_by("pk").values_list(F(record), "pk", size, digest, said)


def _hashed(words: Collection[Any]) -> Func:
    """SHA-256 (hex) over columns as text, told apart; computed by the database, so that no word is fetched for it."""
    told = [Coalesce(Cast(word, TextField()), NONE) for word in words]
    joined = Func(Value("\x1f"), *told, function="concat_ws", output_field=TextField())
    text = Func(joined, Value("UTF8"), function="convert_to", output_field=BinaryField())
    return Func(text, template="encode(sha256(%(expressions)s), 'hex')", output_field=TextField())


def _beginning(name: str) -> Func:
    """The first bytes of something sealed: whatever is sealed anew begins with another key."""
    return Func(F(name), 1, 64, function="substring", output_field=BinaryField())


def _of(model: Any, ids: Collection[int], record: str = "record_id") -> QuerySet:
    return model._default_manager.filter(**{f"{record}__in": ids})


def _delete(model: Any, record: str = "record_id") -> Callable[[Record, Account], object]:
    return lambda spine, by: model._default_manager.filter(**{record: spine.pk}).delete()


def _take_files(record: Record, by: Account) -> None:
    files.remove_all(record, by=by, removal=File.Removal.EXPIRED)


def _take_postal_numbers(record: Record, by: Account) -> None:
    Delivery.objects.filter(record_id=record.pk).exclude(post_number="").update(post_number="")


def _take_personal_papers(record: Record, by: Account) -> None:
    """The others are taken by the tombstone's own trigger: until it stands nobody may take them away."""
    PaperText.objects.filter(paper__record_id=record.pk, is_personal=True).delete()


def _goes_with_the_tombstone(record: Record, by: Account) -> None:
    """The program may not remove what lies in a sealed case: the tombstone's trigger does, by the owner's function."""


_SEALED, _IN_CASE = (_beginning("ciphertext"),), (_beginning("sealed"),)
_READ = ("text", "state", "confirmed_at", "confirmed_by")
_KEPT = ("name", "media_type", "original_sha256")
_PERSON = ("full_name", "address", "phone", "content")


def _of_a_case(key: str, label: Words, model: Any, sized: str) -> Part:
    """Rows of a sealed case, by the length of one column."""
    return Part(
        key,
        label,
        lambda ids: rows_of(_of(model, ids, "case_id"), "case_id", Length(sized)),
        _goes_with_the_tombstone,
    )


_SAID = Length(Concat(*_PERSON, output_field=TextField()))
for _part in (
    Part(
        "van_ban_doc",
        _("văn bản máy đọc của tệp"),
        lambda ids: rows_of(
            _of(FileText, ids, "file__record_id"), "file__record_id", Length("text"), words=_READ
        ),
        _delete(FileText, "file__record_id"),
    ),
    Part(
        "tep",
        _("tệp"),
        lambda ids: rows_of(
            _of(File, ids).filter(removed_at=None), "record_id", "size", F("sha256"), words=_KEPT
        ),
        _take_files,
    ),
    Part(
        "tin_nhan",
        _("tin nhắn"),
        lambda ids: rows_of(_of(Message, ids), "record_id", Length("text"), words=("text",)),
        _delete(Message),
    ),
    Part(
        "nhan_xet",
        _("lời nhận xét"),
        lambda ids: rows_of(
            _of(Rating, ids).exclude(words=""), "record_id", Length("words"), words=("words", "score")
        ),
        lambda spine, by: Rating.objects.filter(record_id=spine.pk).exclude(words="").delete(),
    ),
    Part(
        "so_buu_gui",
        _("số bưu gửi"),
        lambda ids: rows_of(
            _of(Delivery, ids).exclude(post_number=""),
            "record_id",
            Length("post_number"),
            words=("post_number",),
        ),
        _take_postal_numbers,
    ),
    Part(
        "loi_van",
        _("lời văn, bản PDF của văn bản"),
        lambda ids: rows_of(
            _of(PaperText, ids, "paper__record_id"),
            "paper__record_id",
            Coalesce(Length("pdf"), 0),
            F("paper__sha256"),
            words=("blocks", _beginning("pdf")),
        ),
        _take_personal_papers,
    ),
    Part(
        "noi_nhan",
        _("nơi nhận giấy biên nhận"),
        lambda ids: rows_of(_of(ReceiptAddress, ids), "record_id", Length("ciphertext"), words=_SEALED),
        _delete(ReceiptAddress),
    ),
    Part(
        "phong_bi",
        _("phong bì niêm phong"),
        lambda ids: rows_of(_of(Envelope, ids), "record_id", Length("ciphertext"), words=_SEALED),
        _delete(Envelope),
    ),
    Part(
        "muc_niem_phong",
        _("mục của hồ sơ niêm phong"),
        lambda ids: rows_of(_of(SealItem, ids, "case_id"), "case_id", Length("sealed"), words=_IN_CASE),
        _goes_with_the_tombstone,
    ),
    Part(
        "tin_niem_phong",
        _("tin trao đổi niêm phong với người tố cáo"),
        lambda ids: rows_of(_of(SealReply, ids, "case_id"), "case_id", Length("sealed"), words=_IN_CASE),
        _goes_with_the_tombstone,
    ),
    _of_a_case("khoa_trao", _("bản khóa trao cho người giữ, khóa khôi phục"), SealGrant, "sealed"),
    _of_a_case("doi_khoa", _("đời khóa của hồ sơ niêm phong"), SealRing, "public"),
    _of_a_case("cho_biet", _("văn bản cho biết người tố cáo"), SealRelease, "sealed"),
    _of_a_case("khong_giu", _("biên bản không yêu cầu giữ bí mật"), SealWaiver, "number"),
    _of_a_case("ma_nguoi_gui", _("mã biên nhận của người tố cáo qua mạng"), SealSender, "public"),
    Part(
        "thong_tin_ca_nhan",
        _("thông tin cá nhân, nội dung"),
        lambda ids: rows_of(_of(PersonalDetails, ids), "record_id", _SAID, words=_PERSON),
        _delete(PersonalDetails),
    ),
):
    register(_part)
