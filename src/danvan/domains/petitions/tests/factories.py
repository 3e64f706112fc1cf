"""Letters and matters on their way, for tests."""

from datetime import date, timedelta
from typing import Any

from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.org.models import Account
from danvan.records import writing
from danvan.records.models import Duty, Record

NAMED = {"full_name": "Người gửi minh họa", "content": "Nội dung minh họa"}


def received(officer: Account, on: date, **fields: Any) -> Letter:
    """A letter received at the officer's unit."""
    return writing.open_record("don", by=officer, unit=officer.at, on=on, **fields)


def classified(
    officer: Account,
    received_on: date,
    kind: str = Kind.COMPLAINT,
    on: date | None = None,
    personal: dict[str, str] | None = None,
    **fields: Any,
) -> Letter:
    """A letter received and classified, on the same day unless `on` says otherwise."""
    return writing.move(
        received(officer, received_on),
        "phan_loai",
        by=officer,
        on=on or received_on,
        personal=personal,
        **({"kind": kind, "field": "dat_dai"} | fields),
    )


def accepted(officer: Account, on: date, kind: str = Kind.COMPLAINT, **fields: Any) -> Matter:
    """The matter of a letter that was received, classified and accepted on one day."""
    letter = writing.move(classified(officer, on, kind, **fields), "thu_ly", by=officer, on=on)
    return Matter.objects.get(sources__source_id=letter.pk)


def matter_of(officer: Account, on: date, **fields: Any) -> Matter:
    """A matter opened without a letter, as an import or a second instance is."""
    values = {"kind": Kind.COMPLAINT, "field": "dat_dai"} | fields
    return writing.open_record("vu_viec", by=officer, unit=officer.at, on=on, **values)


def shown(on: date, form: str = "niem_yet", days: int = 20) -> dict[str, Any]:
    """What is told of a complaint's decision that is made public by a body without a portal, for so many days."""
    return {"publication": form, "on_portal": "khong_co", "publication_until": on + timedelta(days=days)}


def duty(record: Record, clock: str) -> Duty:
    """The one duty of that clock on a record."""
    return Duty.objects.get(record_id=record.pk, clock=clock)


def clocks(record: Record) -> dict[str, str]:
    """Clock → rule of every duty that runs or ran on a record."""
    return dict(Duty.objects.filter(record_id=record.pk).values_list("clock", "rule"))
