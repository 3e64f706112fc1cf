"""What is wrong, said with the table, the row of the history and, where it is not sealed, the record's number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import batched

from django.apps import apps

from danvan.records.declare import record_types
from danvan.records.models import Record

_CHAIN = "record:"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. `history_id` is None where no row of the history is to blame."""

    kind: str
    what: str
    table: str = ""
    chain: str = ""
    history_id: int | None = None
    record: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        place = [f"bảng {self.table} ({_title(self.table)})"] if self.table else []
        place += [self.record] if self.record else []
        place += [f"dòng lịch sử {self.history_id}"] if self.history_id is not None else []
        return f"{', '.join(place)}: {self.what}" if place else self.what


def named(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the numbers of their records, looked up some hundred at a time."""
    for some in batched(found, _BATCH):
        keys = {key for one in some if (key := _record_key(one.chain)) is not None}
        records = Record.objects.only("type", "register_no", "register_year", "secrecy").in_bulk(keys)
        yield from (replace(one, record=_said(one.chain, records)) for one in some)


def _record_key(chain: str) -> int | None:
    kind, _colon, key = chain.partition(":")
    is_number = key.isascii() and key.isdigit() and len(key) <= 18
    return int(key) if f"{kind}:" == _CHAIN and is_number else None


def _said(chain: str, records: dict[int, Record]) -> str:
    """How the record is named: of a sealed one neither type nor number, only the key that `--record` takes."""
    key = _record_key(chain)
    if key is None:
        return f"chuỗi {chain}"
    record = records.get(key)
    if record is None:
        return f"hồ sơ có mã nội bộ {key} (không còn trong hệ thống)"
    if record.secrecy == Record.Secrecy.SEALED:
        return f"hồ sơ niêm phong có mã nội bộ {key}"
    declared = next((one for one in record_types() if one.key == record.type), None)
    label = declared.label if declared else f"loại {record.type}"
    return f"hồ sơ {label} số {record.number} (mã nội bộ {key})"


def _title(table: str) -> str:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return str(model._meta.verbose_name)
    return "không còn trong chương trình"
