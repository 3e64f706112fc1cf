"""From the intake envelope into a case: opened by who classified, sealed to the holders, the envelope destroyed, in one act.

Until its class is known a letter lies sealed to the installation's own key (records/envelopes.py). Classified as a tố cáo
of a unit that seals here it comes to the people who may know, and the installation's key opens nothing of it any more.
"""

from collections.abc import Iterable

from django.db import transaction

from danvan.org.models import Account
from danvan.records import envelopes
from danvan.records.models import EnvelopeAct, Record, SealCase, SealItem, SealKey
from danvan.records.seal import cases, holding, items
from danvan.records.today import today
from danvan.records.visibility import require
from danvan.ui.errors import Refusal

PERSON = (*envelopes.PERSON, "email", "forwarder_name", "forwarder_reference", "post_number")
Kind = SealItem.Kind


def may_take_over(record: Record) -> bool:
    """Whether the record is a classified tố cáo without a case yet, of a unit that seals here."""
    return (
        not record.identity_released_on
        and record.secrecy == Record.Secrecy.SEALED
        and not envelopes.awaits_class(record.own())
        and holding.modes.seals_here(record.unit_id, today())
        and not SealCase.objects.filter(record_id=record.pk).exists()
    )


@transaction.atomic
def take_over(record: Record, receivers: Iterable[tuple[SealKey, str]], *, by: Account) -> SealCase:
    """Make the case, put in what the envelopes hold, destroy them. `by` must be allowed to classify and hold a key.

    Raises Refusal where nothing is sealed here or the class is not fixed, and without a living key of `by` among the
    receivers; then nothing has changed. A record without an envelope gets an empty case.
    """
    holding.require_here(record)
    require(by, "records.classify", record.unit)
    if not may_take_over(record):
        raise Refusal(
            "Chỉ tố cáo đã phân loại, chưa có hồ sơ niêm phong, mới chuyển vào hồ sơ niêm phong được."
        )
    given = list(receivers)
    if not any(key.account_id == by.pk for key, _capacity in given):
        raise Refusal(
            "Người phân loại phải giữ một khóa của hồ sơ; hãy đặt cụm mật khẩu niêm phong và chọn chính mình."
        )
    cases.lock_case(record)  # a sender who adds waits, and finds the case
    has = envelopes.is_sealed(record)
    reason = EnvelopeAct.Reason.DENUNCIATION
    contents = envelopes.read(record, by=by, reason=reason) if has else envelopes.Contents()
    case = cases.open_case(record, given, by=by)
    _fill(record, contents, by)
    if has:
        envelopes.destroy(record, by=by)
    return case


def _fill(record: Record, contents: envelopes.Contents, by: Account) -> None:
    person = {name: text for name, text in contents.values.items() if name in PERSON and text.strip()}
    rest = {name: text for name, text in contents.values.items() if name not in PERSON and text.strip()}
    if person:
        items.put(record, Kind.PERSON, person, by=by)
    if rest:
        items.put(record, Kind.CONTENT, rest, by=by)
    for name, data in contents.files:
        items.put(record, Kind.SCAN, {}, [(name, data)], by=by)
