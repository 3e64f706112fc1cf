"""The shapes of answers, as the OpenAPI document tells them. Days are ISO 8601; words are Vietnamese."""

from datetime import date
from typing import Any

from ninja import Field, Schema


class Fault(Schema):
    """What is wrong, in one sentence."""

    loi: str


class UnitOut(Schema):
    """A unit as it stood on the day asked."""

    slug: str
    code: str = Field(description="Mã theo hệ thống của đơn vị; rỗng khi không có.")
    name: str
    kind: str
    parent: str | None = Field(description="slug của cấp trên trực tiếp ngày ấy")


class UnitsOut(Schema):
    """A page of units of a day, in Vietnamese order; ask again with `after` while it is not empty."""

    on: date
    units: list[UnitOut]
    after: str


class RecordOut(Schema):
    """A record. Of a sealed one only number, days, state and kind of record are told."""

    public_id: str
    type: str
    unit: str = Field(description="slug của đơn vị")
    number: str
    title: str | None
    state: str
    state_label: str
    received_on: date
    closed_on: date | None
    published_on: date | None
    is_sealed: bool
    is_illustrative: bool
    fields: dict[str, Any]


class RecordsOut(Schema):
    """A page of records, newest first; ask again with `after` while it is not empty."""

    records: list[RecordOut]
    after: str


class DutyOut(Schema):
    """A duty with its day and how it stands today."""

    id: int
    rule: str
    label: str
    citation: str
    unit: str
    record: str | None = Field(description="public_id của hồ sơ, khi nghĩa vụ phát sinh từ hồ sơ")
    period: str | None
    begins_on: date
    due_on: date
    latest_on: date
    is_provisional: bool
    met_on: date | None
    excused_on: date | None
    standing: str


class DutiesOut(Schema):
    """A page of duties, earliest day first; ask again with `after` while it is not empty."""

    duties: list[DutyOut]
    after: str


class RuleOut(Schema):
    """How a rule stands on a day, and its wording where it is in force."""

    key: str
    on: date
    state: str = Field(description="in_force, not_yet, ended hoặc gap")
    sentence: str
    content: list[str]
    citation: str | None
    wording: dict[str, Any] | None
