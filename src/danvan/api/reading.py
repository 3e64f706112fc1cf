"""From rows to answers."""

from collections.abc import Collection
from datetime import date
from typing import Any

from danvan import law
from danvan.api.answers import DutyOut, RecordOut, RuleOut, UnitOut
from danvan.law.printing import content, wording_json
from danvan.org.tree import Node
from danvan.records.declare import RecordType
from danvan.records.desk.lists import own_name
from danvan.records.models import Duty, Record


def unit_out(node: Node, slugs: dict[int, str]) -> UnitOut:
    """A unit of a tree."""
    above = slugs.get(node.parent_id) if node.parent_id else None
    return UnitOut(slug=node.unit.slug, code=node.code, name=node.name, kind=node.kind, parent=above)


def record_out(row: Record, kind: RecordType, own_units: Collection[int]) -> RecordOut:
    """A record; of a sealed one no title and no field, of a published one elsewhere only public fields."""
    is_sealed = row.secrecy == Record.Secrecy.SEALED
    names = kind.public if row.unit_id not in own_units else (*kind.public, *kind.internal)
    return RecordOut(
        public_id=row.public_id,
        type=row.type,
        unit=row.unit.slug,
        number=row.number,
        title=None if is_sealed else row.title,
        state=row.state,
        state_label=row.state_label,
        received_on=row.received_on,
        closed_on=row.closed_on,
        published_on=row.published_on,
        is_sealed=is_sealed,
        is_illustrative=row.is_illustrative,
        fields={} if is_sealed else _fields(getattr(row, own_name(kind)), names),
    )


def _fields(own: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Plain columns only: another row is reached by its own address."""
    plain = [name for name in names if not own._meta.get_field(name).is_relation]
    return {name: _plain(getattr(own, name)) for name in plain}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def duty_out(row: Duty, today: date) -> DutyOut:
    """A duty."""
    return DutyOut(
        id=row.pk,
        rule=row.rule,
        label=row.label,
        citation=row.citation,
        unit=row.unit.slug,
        record=row.record.public_id if row.record else None,
        period=row.period or None,
        begins_on=row.begins_on,
        due_on=row.due_on,
        latest_on=row.latest_on,
        is_provisional=row.is_provisional,
        met_on=row.met_on,
        excused_on=row.excused_on,
        standing=row.standing(today),
    )


def rule_out(key: str, on: date) -> RuleOut:
    """A rule on a day; law.NoSuchRule for a key that the book does not have."""
    standing = law.rulebook().standing(key, on)
    wording = standing.wording
    return RuleOut(
        key=key,
        on=on,
        state=standing.state,
        sentence=standing.sentence,
        content=content(wording) if wording else [],
        citation=wording.citation if wording else None,
        wording=wording_json(wording) if wording else None,
    )
