"""Marks of the seal (records/seal/witness.py): rows that the program did not write as they stand."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from danvan.records.seal import witness
from danvan.records.verifying.findings import Finding
from danvan.records.verifying.scope import Scope
from danvan.ui.errors import Refusal

_BATCH = 500
FALSE = "khóa {key} của bảng niêm phong này không có dấu xác thực đúng: chương trình không ghi dòng này như nó đang có"
NO_KEY = "Không đọc được tệp khóa tiếp nhận nên chưa kiểm được dấu xác thực của phần niêm phong: {why}"


def false_marks(scope: Scope) -> Iterator[Finding]:
    """A finding for each row of the seal without a true mark; one alone where the key file cannot be read."""
    wanted = scope.values.get("chains")
    for rows in witness.covered():
        for some in batched(rows.iterator(_BATCH), _BATCH):
            try:
                false = witness.unmarked(some)
            except Refusal as refusal:
                yield Finding("dau_khoa", NO_KEY.format(why=refusal))
                return
            for row in false:
                chain = _chain(row)
                if wanted is None or chain in wanted:
                    yield Finding("dau", FALSE.format(key=row.pk), table=row._meta.db_table, chain=chain)


def _chain(row: Any) -> str:
    record = getattr(row, "case_id", None) or getattr(row, "record_id", None)
    return f"record:{record}" if record else f"{row._meta.db_table}:{row.pk}"
