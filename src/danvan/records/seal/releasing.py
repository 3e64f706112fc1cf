"""Who comes to know the denouncer beside intake and settler: by the denouncer's own signed word, or by a dated paper.

A waiver is minutes signed by the denouncer (Luật Tố cáo 2018, Điều 47 khoản 2). A release lets one named verifier see the
person until a day; it is sealed to that verifier's key, ends by itself and stands in the book (Điều 56 khoản 2).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from danvan.org.models import Account
from danvan.records.envelopes import packed, unpacked
from danvan.records.history import say_who
from danvan.records.models import Capacity, Part, Record, SealItem, SealKey, SealRelease, SealWaiver
from danvan.records.models.seal import document_number
from danvan.records.seal import attempts, boxes, cases, holding, items, witness
from danvan.records.seal.attempts import Act, Outcome
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.records.visibility import may
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

LONGEST_DAYS = 90  # no longer than the longest time to settle (Luật Tố cáo 2018, Điều 30 khoản 3)


def waive(record: Record, number: str, signed_on: date, *, by: Account) -> SealWaiver:
    """Write that the denouncer asked for no secrecy, by signed minutes. Refusal, recorded, for who may not read the case."""
    holding.require_kept(record)
    case = cases.allowed(record, by, Part.FULL, Act.WAIVE)
    _check(number, signed_on)
    with transaction.atomic():
        say_who(by)
        attempts.note(record, by, Act.WAIVE, Outcome.DONE, document=number)
        return SealWaiver.objects.create(
            case=case, number=number, signed_on=signed_on, by=by, at=timezone.now()
        )


def release(
    record: Record,
    verifier: Account,
    number: str,
    signed_on: date,
    until: date,
    *,
    unlocked: Unlocked,
    asked: items.Asked,
) -> SealRelease:
    """Let one verifier see who denounced, until a day. Only the person's items are sealed to the verifier's key.

    Raises Refusal for one who does not hold the redacted copy as a verifier, for a day gone by or too far off, and
    without an open key that holds the case.
    """
    _check(number, signed_on)
    if not today() <= until or (until - signed_on).days > LONGEST_DAYS:
        raise Refusal(f"Ngày kết thúc phải từ hôm nay và không quá {LONGEST_DAYS} ngày kể từ ngày văn bản.")
    key = _verifying(record, verifier)
    opened = items.read(record, asked, unlocked=unlocked, kinds=(SealItem.Kind.PERSON,), act=Act.RELEASE)
    values: dict[str, str] = {}
    for one in opened:
        values |= one.values
    if not values:
        raise Refusal("Hồ sơ chưa có mục “người tố cáo” nên không có gì để cho biết.")
    with transaction.atomic():
        witness.check(key)
        say_who(unlocked.account)
        written = SealRelease.objects.create(
            case_id=record.pk,
            key=key,
            sealed=boxes.seal(boxes.pad(packed(values, [])), key.public),
            number=number,
            signed_on=signed_on,
            until=until,
            given_by=unlocked.account,
            given_at=timezone.now(),
        )
        witness.sign(written)
        return written


def read_released(release: SealRelease, *, unlocked: Unlocked) -> dict[str, str]:
    """What a release lets its verifier see. Refusal for anybody else, after its day, and once the role is gone."""
    record = release.case.record
    holding.require_kept(record)
    unlocked.check()
    account = unlocked.account
    if release.key_id != unlocked.key.pk or not is_running(release):
        attempts.note(record, account, Act.RELEASED, Outcome.NO_KEY, document=release.number)
        raise Refusal(
            f"Văn bản cho biết không phải cho Bà/Ông, hoặc đã hết hiệu lực ngày {day(release.until)}."
        )
    if not cases.holds(release.case, account, Part.REDACTED):
        attempts.note(record, account, Act.RELEASED, Outcome.NO_RIGHT, document=release.number)
        raise Refusal(cases.NO_RIGHT)
    witness.check(release)
    values, _files = unpacked(boxes.unpad(boxes.unseal(release.sealed, unlocked.private)))
    kinds = (SealItem.Kind.PERSON.value,)
    attempts.note(record, account, Act.RELEASED, Outcome.DONE, document=release.number, kinds=kinds)
    return values


def end_early(release: SealRelease, *, by: Account) -> None:
    """Take back what let a verifier know, before its day. Whoever assigns at the unit, or may read the case, does so.

    Raises Refusal, recorded, for anybody else, and when it is over already.
    """
    record = release.case.record
    if not may(by, "records.assign", record.unit):
        cases.allowed(record, by, Part.FULL, Act.UNRELEASE, document=release.number)
    with transaction.atomic():
        say_who(by)
        running = SealRelease.objects.filter(pk=release.pk, ended_at=None)
        if not running.update(sealed=b"", ended_at=timezone.now()):
            raise Refusal("Văn bản cho biết này đã hết; hãy tải lại trang.")
        attempts.note(record, by, Act.UNRELEASE, Outcome.DONE, document=release.number)


def is_running(release: SealRelease) -> bool:
    """Whether its days are not over."""
    return release.ended_at is None and today() <= release.until


def end_over() -> int:
    """Empty the releases whose day has passed; how many. Reading refuses them already."""
    over = SealRelease.objects.filter(ended_at=None, until__lt=today())
    return over.update(sealed=b"", ended_at=timezone.now())


def _check(number: str, signed_on: date) -> None:
    try:
        document_number(number)
    except ValidationError as error:
        raise Refusal(error.messages[0]) from None
    if signed_on > today():
        raise Refusal(f"Ngày văn bản {day(signed_on)} chưa tới; hãy ghi ngày ký.")


def _verifying(record: Record, verifier: Account) -> SealKey:
    grants = cases.living(cases.case_of(record)).filter(
        key__account=verifier, key__ended_at=None, capacity=Capacity.VERIFIER
    )
    grant = grants.select_related("key").first()
    if grant is None or grant.key is None:
        raise Refusal("Chỉ cho biết được người đang giữ khóa bản đã che với tư cách thành viên tổ xác minh.")
    return grant.key
