"""Entering what a report has stated: the one writer of typed figures."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from danvan.org.models import Account, Unit
from danvan.records.visibility import require
from danvan.records.writing import say_who
from danvan.reports.models import TypedFigure, TypedReport
from danvan.reports.signing import layout_of
from danvan.reports.windows import period_of
from danvan.ui.errors import Refusal

KEYS = {"code", "label", "value", "unit", "raw", "qualifier", "note"}
FROM_TEXT = {"quote", "place_start", "place_end", "read_value"}  # of a figure that the reader found
NEEDED = ("code", "label", "value", "unit")


@transaction.atomic
def enter(
    unit: Unit,
    period: str,
    figures: Iterable[Mapping[str, Any]],
    *,
    by: Account,
    title: str,
    issuer: Unit | None = None,
    issued_on: date | None = None,
    source_note: str = "",
    source_hash: str = "",
    is_illustrative: bool = False,
) -> TypedReport:
    """Keep a typed report on `unit` (its figures' scope) by `issuer`; figures are mappings of KEYS, money in đồng.

    A figure read from a text brings FROM_TEXT as well; `source_hash` is then the SHA-256 of that text.
    All or nothing. Raises Refusal without the right, for a period without law, a figure stated twice or half.
    """
    require(by, "reports.type", unit)
    window = period_of(period)
    rows = [_figure(position, stated) for position, stated in enumerate(figures)]
    if not rows:
        raise Refusal("Báo cáo nhập tay chưa có số liệu nào; hãy ghi ít nhất một số liệu.")
    _refuse_doubles(rows)
    say_who(by, "Nhập báo cáo đã phát hành")
    report = TypedReport.objects.create(
        unit=issuer or unit,
        scope=unit,
        period=window.code,
        title=title,
        issued_on=issued_on,
        source_note=source_note,
        source_hash=source_hash,
        layout=layout_of(issuer or unit, window.last),
        is_illustrative=is_illustrative,
        entered_by=by,
    )
    for row in rows:
        row.report = report
    TypedFigure.objects.bulk_create(rows)
    return report


def _figure(position: int, stated: Mapping[str, Any]) -> TypedFigure:
    unknown, missing = (
        set(stated) - KEYS - FROM_TEXT,
        [key for key in NEEDED if stated.get(key) in (None, "")],
    )
    if unknown or missing:
        what = f"không có mục “{min(unknown)}”" if unknown else f"thiếu mục “{missing[0]}”"
        raise Refusal(f"Số liệu thứ {position + 1}: {what}; các mục có là {', '.join(sorted(KEYS))}.")
    value = Decimal(stated["value"])
    if stated["unit"] == "đồng" and value != int(value):
        raise Refusal(f"Số liệu thứ {position + 1}: tiền phải là số đồng nguyên; hãy sửa {value}.")
    return TypedFigure(position=position, **{**stated, "value": value})


def _refuse_doubles(rows: list[TypedFigure]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise Refusal(f"Số liệu “{row.code}” được nhập hai lần; hãy giữ một.")
        seen.add(row.code)
