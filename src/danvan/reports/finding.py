"""The unit that a person names: by its code, its address word or its name."""

from datetime import date

from danvan.org.models import Unit, UnitName
from danvan.org.tree import unit_by_code
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold


def find_unit(named: str, on: date) -> Unit:
    """The unit of that code, slug or name on a day; marks may be left out of a name.

    Raises Refusal for an unknown unit, and for a name that several units have, with their codes.
    """
    text = named.strip()
    if not text:
        raise Refusal("Chưa nêu đơn vị; hãy ghi mã, ví dụ 44, hoặc tên, ví dụ “Quảng Bình”.")
    try:
        return unit_by_code(text, on)
    except Refusal as refusal:
        if text.isdigit():
            raise
        return _by_name(text, on, refusal)


def _by_name(text: str, on: date, unknown: Refusal) -> Unit:
    word = fold(text)
    rows = UnitName.objects.on(on).select_related("unit")
    exact = [row for row in rows if fold(row.name) == word]
    found = exact or [row for row in rows if fold(row.name).endswith(f" {word}")]
    if not found:
        raise unknown
    if len(found) > 1:
        names = ", ".join(f"{row.name} ({row.unit.slug})" for row in found[:5])
        raise Refusal(
            f"Ngày {day(on)} có {len(found)} đơn vị tên “{text}”: {names}; hãy ghi mã hoặc mã địa chỉ trong ngoặc."
        )
    return found[0].unit
