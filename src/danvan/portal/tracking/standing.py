"""Where a record stands, told to whoever holds its receipt code: never a name, never content, never a sealed class."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.records.desk.places import names
from danvan.records.gates import Gate
from danvan.records.models import Duty, Link, Record
from danvan.records.today import today
from danvan.ui.errors import Refusal

DIGITS = 16
SEPARATORS = re.compile(r"[\s.\-‐‑–—_/]+")
MISSES, WINDOW_SECONDS = 20, 600
NOBODY = -1  # an id that no row has: the answer to an unknown code takes the same questions to the database

UNKNOWN = gettext_lazy("Không tìm thấy hồ sơ nào có mã này; hãy xem lại từng chữ số trên giấy biên nhận.")

MISSED = Gate("tra-cuu", MISSES, WINDOW_SECONDS)
# The limit that runs on every letter, whatever its class: it may be told of any, since it gives none away.
GENERAL = ("XLD.LIMIT",)
# Until a letter is handled, the same words are said of every class.
WAITING_FOR_SIGNATURE = "cho_ky"
# Its states, limits and words are the same whatever the class of the record it is about: told in full, they tell nothing.
SAME_FOR_ALL = ("yeu_cau_dlcn",)
BEFORE_HANDLING = (WAITING_FOR_SIGNATURE, "tiep_nhan", "da_phan_loai")


@dataclass(frozen=True, slots=True)
class Limit:
    """A day that the law sets. Of a sealed record only the day is told: label, article and steps would give it away."""

    due_on: date
    mark: str
    is_provisional: bool
    label: str = ""
    citation: str = ""
    steps: tuple[dict[str, str], ...] = ()
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tracking page says of one record."""

    number: str
    unit: str
    received_on: date
    state: str
    meaning: str
    following: str
    closed_on: date | None
    limits: list[Limit]
    is_illustrative: bool
    code: str
    on: date
    record: Record = field(repr=False)
    is_sealed: bool = True


def read_code(written: str) -> str:
    """The sixteen digits of a code as people type it, in groups, with dashes or full-width; Refusal saying what is wrong."""
    bare = SEPARATORS.sub("", unicodedata.normalize("NFKC", written[:200]))
    if not bare:
        raise Refusal(_("Chưa có mã tra cứu; hãy nhập 16 chữ số in trên giấy biên nhận."))
    if not re.fullmatch(r"[0-9]+", bare):
        raise Refusal(_("Mã tra cứu chỉ gồm chữ số; hãy nhập lại đúng 16 chữ số in trên giấy biên nhận."))
    if len(bare) != DIGITS:
        raise Refusal(
            _("Mã tra cứu có đúng 16 chữ số, Bà/Ông đã nhập %(n)s; hãy xem lại trên giấy biên nhận.")
            % {"n": len(bare)}
        )
    return bare


def standing(code: str) -> Standing | None:
    """Where the record of a code stands today; None for an unknown one. Three queries either way.

    A tố cáo that its sender handed in over the network has a code of its own, of which no table knows: `public_id` of its
    record, which officers and the database see, opens nothing here.
    """
    record = Record.objects.filter(public_id=code, seal_case__sender__isnull=True).first()
    duties = list(_open_duties(record.pk if record else NOBODY))
    on = today()
    units = names([record.unit_id if record else NOBODY], on)
    if record is None:
        return None
    sealed = record.secrecy == Record.Secrecy.SEALED
    alike = record.type not in SAME_FOR_ALL and (sealed or is_before_handling(record))
    state, meaning, following = _told_alike(record) if alike else _told(record)
    tells_day_only = sealed and record.type not in SAME_FOR_ALL
    limits = _sealed_limits(duties, on) if tells_day_only else [_limit(duty, on) for duty in duties]
    return Standing(
        number=record.number,
        unit=units.get(record.unit_id, ""),
        received_on=record.received_on,
        state=state,
        meaning=meaning,
        following=following,
        closed_on=record.closed_on,
        limits=limits,
        is_illustrative=record.is_illustrative,
        code=code,
        on=on,
        record=record,
        is_sealed=sealed,
    )


def is_before_handling(record: Record) -> bool:
    """While the same words are said of every class."""
    return record.type == "don" and record.state in BEFORE_HANDLING


def told(record: Record) -> tuple[str, str, str]:
    """State, what it means and what follows, of the record's own class: for who may know it. No query."""
    return _told(record)


def limits(record: Record, on: date) -> list[Limit]:
    """Every limit that runs on the record and on what arose from it, with its reasons: for who may know the class."""
    return [_limit(duty, on) for duty in _open_duties(record.pk)]


def _sealed_limits(duties: list[Duty], on: date) -> list[Limit]:
    """The general limit with its reasons; where none runs, the earliest day and nothing else."""
    general = [duty for duty in duties if duty.rule in GENERAL]
    return [_limit(general[0], on)] if general else [_day_only(duty, on) for duty in duties[:1]]


def _open_duties(pk: int) -> Any:
    """What is still owed on a record, on what arose from it, and on its second instance; the earliest day first."""
    own, again = Q(source_id=pk), Q(source__type="vu_viec", source__sources__source_id=pk)
    arisen = Link.objects.filter(own | again, kind=Link.Kind.ARISES).values("record_id")
    return Duty.objects.open().filter(Q(record_id=pk) | Q(record_id__in=arisen)).order_by("due_on", "id")


def _told(record: Record) -> tuple[str, str, str]:
    kind = record.declared
    state = kind.state(record.state)
    # What an office may still note on a record that has ended is no step for who waits.
    moves = [] if state.is_final else kind.moves_from(record.state)
    onward = dict.fromkeys(move.target for move in moves if move.target)
    results = [str(kind.state(key).label).lower() for key in onward]
    if not results:
        following = _("Không còn bước nào; kết quả được báo cho người gửi theo quy định.")
    elif len(results) == 1:
        following = _("Tiếp theo: %(result)s.") % {"result": results[0]}
    else:
        listed = ", ".join(results[:-1]) + _(" hoặc ") + results[-1]
        following = _("Tiếp theo là một trong các kết quả: %(results)s.") % {"results": listed}
    return str(state.label), str(state.meaning), following


def _told_alike(record: Record) -> tuple[str, str, str]:
    """The same few words for every sealed record, and for every letter until it is handled, whatever its class."""
    if record.closed_on:
        return (
            _("Đã xử lý xong"),
            _("Cơ quan đã xử lý xong hồ sơ này."),
            _("Kết quả được báo cho người gửi theo luật định."),
        )
    if record.state == WAITING_FOR_SIGNATURE:
        return (
            _("Chờ đơn có chữ ký"),
            _("Cơ quan đã ghi nhận đăng ký qua mạng và chờ đơn có chữ ký của Bà/Ông."),
            _("Bà/Ông ký đơn rồi nộp hoặc gửi bưu điện; thời hạn tính từ ngày cơ quan nhận đơn có chữ ký."),
        )
    return (
        _("Đang xử lý"),
        _("Cơ quan đã tiếp nhận và đang xử lý hồ sơ này theo quy định của pháp luật."),
        _("Cơ quan tiếp tục xử lý và báo cho người gửi theo luật định."),
    )


def _limit(duty: Duty, on: date) -> Limit:
    return Limit(
        due_on=duty.due_on,
        mark=duty.standing(on),
        is_provisional=duty.is_provisional,
        label=duty.label,
        citation=duty.citation,
        steps=tuple({"text": step["text"]} for step in duty.ledger),
        is_suspended=duty.is_suspended,
    )


def _day_only(duty: Duty, on: date) -> Limit:
    return Limit(duty.due_on, duty.standing(on), duty.is_provisional)
