"""Sealed envelopes: what comes in before its class is known, readable only by who classifies, with a key kept elsewhere.

    seal      when something comes in; the tables then hold bytes that nobody reads without the intake key
    read      for who may classify, with a reason of the list; the history says who, when and why, never what
    release   the class is khiếu nại or kiến nghị, phản ánh: into the personal details and files; the envelope is gone
    drop      another step ended what it was for (a request about personal data is answered)
    destroy   the class is tố cáo: gone, after the paper envelope has its print
    purge     a released record turns out to be a tố cáo: everything personal of it goes
    into_case what was left beside a sealed case: sealed to its holders, unseen; then gone
    reseal    another record that told of the same: purged, and sealed from then on
    take_words  a named record told of a tố cáo beside its own matter: all words go, the person stays

Nothing of an envelope ever stands in a log, a message of an error, a job or a temporary file.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import CharField

from danvan.org import roles
from danvan.org.models import Account
from danvan.org.rights import Rights
from danvan.records import files, keys, steps, texts
from danvan.records.history import say_who
from danvan.records.models import (
    Envelope,
    EnvelopeAct,
    File,
    FileText,
    HandedUp,
    Message,
    PersonalDetails,
    Rating,
    ReceiptAddress,
    Record,
    SealCase,
)
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

_log = logging.getLogger(__name__)
LARGEST = 26_000_000  # bytes of one envelope: a message of 25 MB with its text
MOST = 40  # envelopes of one record: the sender adds, nobody floods
PERSON = ("full_name", "address", "phone")
CLASSIFY = "records.classify"
NOT_BY_COVER = (
    "Chỉ người có vai trò tại chính đơn vị này mở phong bì và phân loại đơn có phong bì; vai trò ở cấp trên không đủ, vì "
    "đơn có thể tố cáo người ở đó."
)
WENT_UP = "Phong bì đã chuyển nguyên lên cấp trên; không ai ở đơn vị này mở, cất thêm hay hủy được nữa."
HAS_CASE = "Hồ sơ đã có hồ sơ niêm phong: chỉ người giữ khóa thêm và mở được ở đó, không qua phong bì của máy chủ nữa."

Act, Reason = EnvelopeAct.Act, EnvelopeAct.Reason
_on_release: list[Callable[[Any, dict[str, str]], None]] = []
_on_purge: list[Callable[[Any], object]] = []
_on_words_taken: list[Callable[[Any], object]] = []


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a record's envelopes: `values` by name (full_name, address, phone, content…), files as (name, bytes)."""

    values: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)


def on_release(callback: Callable[[Any, dict[str, str]], None]) -> None:
    """A room's own columns that come out of the envelope: `callback(record, values)`, in the transaction of the release."""
    if callback not in _on_release:
        _on_release.append(callback)


def on_purge(callback: Callable[[Any], object]) -> None:
    """Whoever keeps words of a record empties them when it turns out to be a tố cáo: `callback(record)`."""
    if callback not in _on_purge:
        _on_purge.append(callback)


def on_words_taken(callback: Callable[[Any], object]) -> None:
    """Whoever keeps words of a record empties them when it told of a tố cáo beside its own matter: `callback(record)`."""
    if callback not in _on_words_taken:
        _on_words_taken.append(callback)


@transaction.atomic
def seal(
    record: Record,
    payload: Mapping[str, str],
    files: Sequence[tuple[str, bytes]] = (),
    *,
    by: Account | None = None,
) -> None:
    """Put what came in with an unclassified record into an envelope of its own.

    `payload` holds texts by name, `files` (name, bytes) as they came. Raises Refusal for a record that is classified
    as not a tố cáo (its place is the record itself), for one with a sealed case (its holders' keys are the place, not
    the server's), and for more than an envelope or a record takes.
    """
    if record.identity_released_on:
        raise Refusal("Hồ sơ đã phân loại nên không cất vào phong bì nữa; hãy ghi thẳng vào hồ sơ.")
    _require_no_case(record)
    data = packed({name: text for name, text in payload.items() if text}, files)
    if len(data) > LARGEST:
        raise Refusal("Nội dung và tệp gửi kèm lớn hơn 25 MB; hãy bớt tệp hoặc gửi bản giấy.")
    if Envelope.objects.filter(record_id=record.pk).count() >= MOST:
        raise Refusal(f"Hồ sơ đã có {MOST} lần bổ sung; hãy phân loại hồ sơ trước khi bổ sung tiếp.")
    key_id, ciphertext = keys.seal(data, _keys())
    Envelope.objects.create(record_id=record.pk, key_id=key_id, ciphertext=ciphertext)
    _note(record, Act.SEALED, Reason.INTAKE, by)


def is_sealed(record: Record) -> bool:
    """Whether anything of the record lies in an envelope. One query."""
    return Envelope.objects.filter(record_id=record.pk).exists()


def opens_at(rights: Rights, unit_id: int) -> bool:
    """Whether a role held at that very unit, or lent for it, lets envelopes be opened there."""
    keys = roles.with_permission(CLASSIFY)
    return any(
        one.span.unit_id == unit_id and one.role in keys and (one.lent is None or CLASSIFY in one.lent)
        for one in rights.holdings
    )


def awaits_class(record: Any) -> bool:
    """Whether the record's class is still to be fixed: a move that may release identity can be reached from its state.

    `record` is a row of its own table. A tố cáo awaits none: the moves of released letters do not apply to it.
    """
    if record.identity_released_on or record.secrecy != Record.Secrecy.SEALED:
        return False
    kind, on, seen, waiting = record.declared, today(), {record.state}, [record.state]
    while waiting:
        state = waiting.pop()
        for move in kind.moves_from(state):
            if not move.applies(record, on):
                continue
            if move.releases_identity:
                return True
            if (after := move.leads_to(state)) not in seen:
                seen.add(after)
                waiting.append(after)
    return False


@transaction.atomic
def read(record: Record, *, by: Account, reason: str, act: str = Act.OPENED) -> Contents:
    """What lies in the record's envelopes. The one way to see it; whoever shows it sends the answer with `no-store`.

    Needs the right to classify by a role at the record's unit itself (one that covers it from above is not enough: its
    holder may be the one denounced) and a `reason` of `EnvelopeAct.Reason`; both and the moment are kept in the history.
    Raises Refusal without them, where case or office above are the place to read, and when the key is gone.
    """
    _require_classifier(by, record)
    _require_open(record)
    if reason not in Reason.values:
        raise Refusal("Hãy chọn lý do mở phong bì.")
    contents = _opened(record)
    say_who(by)
    _note(record, act, reason, by)
    return contents


@transaction.atomic
def release(record: Any, *, by: Account | None) -> None:
    """Move what was sealed into the personal details and files of a record classified as not a tố cáo.

    What was typed meanwhile stays; what does not fit (a longer name, a file of a kind that is not taken) is told at the
    end of the content. Raises Refusal for a record that may hold no identity. Nothing to do without an envelope.
    """
    if not record.identity_released_on or record.secrecy == Record.Secrecy.SEALED:
        raise Refusal("Hồ sơ chưa phân loại hoặc là tố cáo nên không mở phong bì vào hồ sơ được.")
    if not is_sealed(record):
        return
    contents = _opened(record)
    untaken = [told for name, data in contents.files if (told := _attach(record, name, data, by))]
    _keep_person(record, contents.values, untaken)
    for callback in _on_release:
        callback(record, contents.values)
    Envelope.objects.filter(record_id=record.pk).delete()
    _note(record, Act.RELEASED, Reason.CLASSIFIED, by)
    texts.changed(record.pk)


@transaction.atomic
def destroy(record: Record, *, by: Account, reason: str = Reason.DENUNCIATION) -> None:
    """Take a record's envelopes out of the table for good; backups made before still hold them, sealed.

    Needs the right to classify. Raises Refusal when there is none, or the record is not classified yet.
    """
    _require_classifier(by, record)
    if HandedUp.objects.filter(record_id=record.pk).exists():
        raise Refusal(WENT_UP)
    if not is_sealed(record):
        raise Refusal("Hồ sơ không có phong bì niêm phong; hãy tải lại trang.")
    if awaits_class(record.own()):
        raise Refusal("Hồ sơ chưa phân loại nên chưa được hủy phong bì; hãy phân loại trước.")
    say_who(by)
    Envelope.objects.filter(record_id=record.pk).delete()
    _note(record, Act.DESTROYED, reason, by)


def drop(record: Record, *, reason: str, by: Account | None) -> None:
    """Take a record's envelopes away where another step ends what they were for: whose right it is, that step asked."""
    gone, _each = Envelope.objects.filter(record_id=record.pk).delete()
    if gone:
        _note(record, Act.DESTROYED, reason, by)


@transaction.atomic
def into_case(
    record: Record, put: Callable[[dict[str, str], list[tuple[str, bytes]]], object], *, by: Account
) -> int:
    """Give each envelope of a record with a sealed case to `put`, which seals it to the holders; how many. Then gone.

    Nothing is shown to `by`. ValueError without a case: there `read` is the way.
    """
    if not SealCase.objects.filter(record_id=record.pk).exists():
        raise ValueError("no case")
    rows, known = list(Envelope.objects.filter(record_id=record.pk).order_by("id")), _keys()
    for row in rows:
        put(*unpacked(keys.unseal(row.key_id, bytes(row.ciphertext), known)))
    say_who(by)
    Envelope.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if rows:
        _note(record, Act.DESTROYED, Reason.DENUNCIATION, by)
    return len(rows)


def after_classification(record: Any, by: Account | None, on: date) -> None:
    """What follows from a class now fixed: released when the record may hold identity; of a tố cáo a person destroys."""
    if record.identity_released_on and record.secrecy != Record.Secrecy.SEALED:
        if by is not None and is_sealed(record):
            _require_classifier(by, record)
        release(record, by=by)


@transaction.atomic
def purge(record: Any, *, by: Account | None = None) -> None:
    """Take away everything personal of a record that turns out to be a tố cáo, and close it for identity again.

    To be called before the record is saved with its new class: person, content, files with their bytes, texts, messages,
    postal numbers and words of ratings go; what other rooms hold goes through `on_purge`. `record.identity_released_on`
    is emptied in memory and in the database. What backups still hold is told in docs/threat-model.md and on the page.
    """
    if record.pk is None or not record.identity_released_on:
        return
    list(
        Record.objects.select_for_update(of=("self",)).filter(pk=record.pk)
    )  # whoever is adding a file is waited for
    _take_said(record, File.Removal.DENUNCIATION, by)
    PersonalDetails.objects.filter(record_id=record.pk).delete()
    for callback in _on_purge:
        callback(record)
    record.identity_released_on = None
    Record.objects.filter(pk=record.pk).update(identity_released_on=None)
    _note(record, Act.PURGED, Reason.DENUNCIATION, by)
    texts.changed(record.pk)


@transaction.atomic
def reseal(record: Any, *, by: Account | None = None) -> None:
    """Purge a record that tells of the same as one found to be a tố cáo, and seal it: its type says so without a name.

    `record` is a row of its own table. Its class, days and figures stay.
    """
    purge(record, by=by)
    record.published_on = None
    record.version += 1
    steps.describe(record, record.declared)
    record.save()


@transaction.atomic
def take_words(record: Record, *, by: Account | None, content: str = "") -> None:
    """Take away all that was said on a record which also told of a tố cáo, and put `content` in its place.

    Person and class stay. What is noted of it reads like any removal: nothing says that a named sender also denounced.
    """
    _take_said(record, File.Removal.IRRELEVANT, by)
    PersonalDetails.objects.filter(record_id=record.pk).update(content=content.strip())
    for callback in _on_words_taken:
        callback(record)
    texts.changed(record.pk)


def _take_said(record: Record, removal: str, by: Account | None) -> None:
    FileText.objects.filter(file__record_id=record.pk).delete()
    files.remove_all(record, by=by, removal=removal)
    Message.objects.filter(record_id=record.pk).delete()
    Rating.objects.filter(record_id=record.pk).exclude(words="").delete()


def held_by_key() -> dict[str, tuple[int, int, int]]:
    """Key id → how many envelopes, addresses of waiting receipts, and originals of files are sealed to it.

    A key may be forgotten only when it is not here.
    """
    letters = Counter(Envelope.objects.values_list("key_id", flat=True))
    addresses = Counter(ReceiptAddress.objects.values_list("key_id", flat=True))
    originals = Counter(File.objects.exclude(original_key=b"").values_list("original_key_id", flat=True))
    held = letters | addresses | originals
    return {key_id: (letters[key_id], addresses[key_id], originals[key_id]) for key_id in held}


def _require_no_case(record: Record) -> None:
    if SealCase.objects.filter(record_id=record.pk).exists():
        raise Refusal(HAS_CASE)


def _require_open(record: Record) -> None:
    """Refusal where the envelope's place is elsewhere: in a sealed case, or with the office above."""
    _require_no_case(record)
    if HandedUp.objects.filter(record_id=record.pk).exists():
        raise Refusal(WENT_UP)


def _require_classifier(by: Account, record: Record) -> None:
    require(by, CLASSIFY, record.unit)
    if not opens_at(roles.rights(by, today()), record.unit_id):
        raise Refusal(NOT_BY_COVER)


def _keys() -> Mapping[str, Any]:
    return keys.of_installation(settings.INTAKE_KEY_FILE, may_make=not settings.IS_PRODUCTION)


def _opened(record: Record) -> Contents:
    """All envelopes as one, the first telling who wrote; what was added later follows in the content."""
    values: dict[str, str] = {}
    found: list[tuple[str, bytes]] = []
    known = _keys()
    for envelope in Envelope.objects.filter(record_id=record.pk).order_by("id"):
        more, attached = unpacked(keys.unseal(envelope.key_id, bytes(envelope.ciphertext), known))
        for name, text in more.items():
            earlier = values.get(name, "")
            values[name] = (
                "\n\n".join(filter(None, [earlier, text])) if name == "content" else earlier or text
            )
        found.extend(attached)
    return Contents(values, found)


def packed(values: Mapping[str, str], attached: Sequence[tuple[str, bytes]]) -> bytes:
    """A line of JSON that names texts and the lengths of the files, then the files' bytes."""
    head = {"values": dict(values), "files": [[name, len(data)] for name, data in attached]}
    return b"\n".join([json.dumps(head, ensure_ascii=False).encode(), b"".join(data for _, data in attached)])


def unpacked(data: bytes) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    """Texts by name and files as (name, bytes), as `packed` put them together."""
    line, rest = data.split(b"\n", 1)
    head = json.loads(line)
    found, at = [], 0
    for name, length in head["files"]:
        found.append((name, rest[at : at + length]))
        at += length
    return head["values"], found


def _attach(record: Record, name: str, data: bytes, by: Account | None) -> str:
    """Empty when the file was attached, else the sentence that says why not."""
    try:
        files.attach(record, name, data, by=by, kind=files.kind_of_intake(data), may_refuse=False)
    except Refusal as refusal:
        return f"[Tệp “{name}” gửi kèm không lưu được: {refusal}]"
    return ""


def _keep_person(record: Record, values: dict[str, str], untaken: list[str]) -> None:
    kept = PersonalDetails.objects.filter(record_id=record.pk).first() or PersonalDetails(record_id=record.pk)
    told = [kept.content, values.get("content", "")]
    for name in PERSON:
        said, longest = values.get(name, ""), _longest(name)
        if said and not getattr(kept, name):
            setattr(kept, name, said[:longest])
            told.append(said if len(said) > longest else "")
    kept.content = "\n\n".join(text for text in dict.fromkeys([*told, *untaken]) if text)
    kept.save()


def _longest(name: str) -> int:
    return cast(CharField, PersonalDetails._meta.get_field(name)).max_length or 0


def _note(record: Record, act: str, reason: str, by: Account | None) -> None:
    EnvelopeAct.objects.create(record_id=record.pk, act=act, reason=reason, by=by)
