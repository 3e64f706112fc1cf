"""Where a form may ask for a person's name, address and content, and where it must say why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from danvan.records.declare import Move, RecordType
from danvan.records.desk.facts import field_of

PERSONAL = ("full_name", "address", "phone", "content")


def opening_may_release(kind: RecordType) -> bool:
    """Whether some opening of the type may hold personal details, by trying its class on blank records."""
    return any(kind.releases_identity_at_opening(blank) for blank in _blanks(kind))


def _blanks(kind: RecordType) -> Iterator[Any]:
    yield kind.model()
    for name in kind.opening:
        for value, _label in field_of(kind.model, name).flatchoices:
            yield kind.model(**{name: value})


def is_released(kind: RecordType, move: Move | None, record: Any) -> bool:
    """Whether the record, filled in as the form says, may hold personal details after the opening or the move."""
    if move is None:
        return kind.releases_identity_at_opening(record)
    return bool(move.releases_identity and move.releases_identity(record))


def may_release(kind: RecordType, move: Move | None) -> bool:
    """Whether the form may ever ask for personal details."""
    return opening_may_release(kind) if move is None else move.releases_identity is not None


def why_not(kind: RecordType, move: Move | None) -> str:
    """What the form says before its first field about personal details; nothing for types without persons."""
    if may_release(kind, move):
        return _(
            "Họ tên, địa chỉ, nội dung chỉ được ghi sau khi chọn loại, và không bao giờ được ghi đối với tố cáo "
            "(Luật Tố cáo 2018, Điều 8)."
        )
    if move is None and any(step.releases_identity for step in kind.moves):
        return _(
            "%(kind)s chưa phân loại được giữ như tố cáo: ở bước này không ghi họ tên, địa chỉ, nội dung. Khi phân loại "
            "là khiếu nại hoặc kiến nghị, phản ánh, Bà/Ông sẽ được ghi."
        ) % {"kind": kind.label}
    return ""


def on_form(kind: RecordType, move: Move | None) -> dict[str, Any]:
    """What a form's page needs to know: `why` before the first field, `may_ask` for the button."""
    return {"why": why_not(kind, move), "may_ask": may_release(kind, move)}


def refused() -> str:
    """What is said when personal details come with a record that may not hold them."""
    return _(
        "Hồ sơ chưa phân loại hoặc là tố cáo không được ghi họ tên, địa chỉ, điện thoại, nội dung; "
        "các ô đó đã được xóa và chưa ghi gì."
    )
