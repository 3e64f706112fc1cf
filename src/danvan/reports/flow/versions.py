"""Two people at one cell, note or paragraph: whoever writes onto another's words is shown both and nothing is lost."""

from typing import Any

from django.db.models import F, Model

from danvan.ui.errors import Refusal


class Conflict(Refusal):
    """Somebody wrote since the page was opened. `theirs` stands, `yours` was not written; `version` is now's."""

    def __init__(self, what: str, theirs: str, yours: str, version: int) -> None:
        super().__init__(
            f"{what} vừa được người khác sửa: họ ghi “{theirs}”, Bà/Ông ghi “{yours}”. "
            "Chưa ghi đè; hãy xem cả hai rồi ghi lại nếu vẫn cần."
        )
        self.theirs, self.yours, self.version = theirs, yours, version


def write(row: Model, version: int, name: str, value: Any, what: str, **more: Any) -> None:
    """Set one column of a row that stands at `version`, and raise its version; Conflict when it stands elsewhere.

    One statement asks and writes, so that of two transactions at once the second finds no row.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    if not rows.filter(version=version).update(**{name: value, "version": F("version") + 1}, **more):
        row.refresh_from_db()
        raise Conflict(what, shown(getattr(row, name)), shown(value), row.version)  # type: ignore[attr-defined]
    row.refresh_from_db()


def shown(value: Any) -> str:
    """A cell's value as people read it; an empty one is said to be empty."""
    return "để trống" if value is None or value == "" else str(value)
