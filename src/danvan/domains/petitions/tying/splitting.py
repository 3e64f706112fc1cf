"""A letter of several contents becomes several letters, each of its own class (TCD.SPLIT; law: TT 05/2021, mẫu 07).

What is a tố cáo in it becomes a letter that hangs on nothing: a tie would lead from the name on the first letter to who
denounces. For the same reason nothing that names the sender keeps a word of that part: content, files, read texts,
messages and papers of the first letter go, and those of the visit it came from; what is left of the content is what the
officer says. No line of the history says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from danvan.domains.petitions.models import Field, Kind, Letter, LetterIndex
from danvan.org.models import Account
from danvan.records import envelopes, writing
from danvan.records.history import say_who
from danvan.records.models import Link, Record
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

HANDLE, CLASSIFY, VISIT = "records.handle", "records.classify", "luot_tiep"
OPEN = ("da_phan_loai", "cho_bo_sung")
SEVERAL = "Đơn có nhiều nội dung"
JOINED = (
    "Đơn đang nhập chung với đơn, vụ việc khác có ghi người gửi, có thể còn lời tố cáo. Hãy gỡ việc nhập ở phần “Đơn và vụ "
    "việc” rồi tách; ở đơn kia cũng tách, hoặc dùng bước “Bổ sung, sửa thông tin người gửi” xóa nội dung tố cáo."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A further content of a letter: its class and its field."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What the first letter says without its tố cáo, in the officer's words; `against` and `place` as its own columns."""

    content: str = ""
    against: str = ""
    place: str = ""


@transaction.atomic
def split(
    letter: Letter, parts: Sequence[Part], *, by: Account, on: date, rest: Rest | None = None
) -> list[Letter]:
    """Open a letter for each further content of a mixed one; each is a matter and is classified by itself.

    The new letters take day and channel of the first and none of its words; those tied to it the forwarder as well. Where
    one is a tố cáo and the first names its sender, `rest` is needed: it takes the place of all that was said. Refusal for
    a letter that has ended or was handled, for no class, for the same twice, while a tố cáo's words may stand on a named
    record joined to it, and without the right to handle and to classify.
    """
    list(Record.objects.select_for_update(of=("self",)).filter(pk=letter.pk))
    kept = Letter.objects.get(pk=letter.pk)
    require(by, HANDLE, kept.unit)
    require(by, CLASSIFY, kept.unit)
    if kept.closed_on or kept.state not in OPEN:
        raise Refusal("Chỉ tách đơn đã phân loại mà chưa xử lý; hãy mở lại trang hồ sơ.")
    _check(parts)
    if kept.identity_released_on and any(part.kind == Kind.DENUNCIATION for part in parts):
        if rest is None:
            raise Refusal("Hãy ghi phần nội dung còn lại của đơn, đã bỏ hết nội dung tố cáo.")
        if _named_joined(kept):
            raise Refusal(JOINED)
        _take_words(kept, rest, by)
    return [_opened_from(kept, part, by, on) for part in parts]


def _check(parts: Sequence[Part]) -> None:
    if not parts or any(part.kind not in Kind.values for part in parts):
        raise Refusal("Hãy chọn ít nhất một loại cho phần đơn được tách ra.")
    if len({part.kind for part in parts}) < len(parts):
        raise Refusal("Mỗi loại chỉ tách một đơn trong một lần; hãy tách lần nữa cho nội dung khác.")
    if any(part.field not in Field.values for part in parts):
        raise Refusal("Hãy chọn lĩnh vực cho từng phần đơn được tách ra.")


def _named_joined(letter: Letter) -> bool:
    """Whether a named letter or matter was joined to it, or it to one: “gửi lại” holds the same text under the same name."""
    ties = Link.objects.filter(Q(record_id=letter.pk) | Q(source_id=letter.pk), kind=Link.Kind.JOINS)
    ends = ties.values("record_id").union(ties.values("source_id"))
    named = Record.objects.filter(
        pk__in=ends, type__in=("don", "vu_viec"), identity_released_on__isnull=False
    )
    return named.exclude(pk=letter.pk).exists()


def _take_words(letter: Letter, rest: Rest, by: Account) -> None:
    """Whatever was made of the words goes with them; the index is made anew by the job that the change calls."""
    say_who(by)
    LetterIndex.objects.filter(pk=letter.pk).delete()
    told = Link.objects.filter(record_id=letter.pk, kind=Link.Kind.ARISES).values("source_id")
    joined = Link.objects.filter(source_id=letter.pk, kind=Link.Kind.JOINS).values("record_id")
    for visit in Record.objects.filter(pk__in=told.union(joined), type=VISIT):
        envelopes.take_words(visit, by=by)
    envelopes.take_words(letter, by=by, content=rest.content)
    for name in ("against", "place"):
        column: Any = Letter._meta.get_field(name)
        setattr(letter, name, getattr(rest, name)[: column.max_length])
    letter.version += 1
    letter.save()


def _opened_from(first: Letter, part: Part, by: Account, on: date) -> Letter:
    """Tied to the first only where both are sealed or neither is, and only then with the reason in the history.

    Nor does an untied one tell who forwarded the first: forwarder and day of sending would lead from one to the other.
    """
    is_tied = (part.kind == Kind.DENUNCIATION) == (first.secrecy == Record.Secrecy.SEALED)
    values: dict[str, Any] = {
        name: getattr(first, name)
        for name in (
            *("channel", "signatories", "is_repeated", "is_illustrative"),
            *(("forwarder", "forwarder_unit", "forwarder_sent_on") if is_tied else ()),
        )
    }
    if first.signed_on:
        values |= {"preregistered_on": first.preregistered_on, "signed_on": first.signed_on}
    source = first if is_tied else None
    letter = writing.open_record(
        "don", by=by, unit=first.unit, on=first.received_on, arises_from=source, **values
    )
    reason = SEVERAL if is_tied else ""
    return writing.move(letter, "phan_loai", by=by, on=on, reason=reason, kind=part.kind, field=part.field)
