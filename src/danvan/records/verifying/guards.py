"""Whether the database still records what it should: triggers that are gone, out of force, altered or passed over."""

from collections.abc import Iterator

from danvan.records import triggers
from danvan.records.verifying.findings import Finding


def open_guards() -> Iterator[Finding]:
    """A finding for each table whose changes would leave no history now."""
    for table in triggers.not_recorded():
        yield Finding(
            "ghi",
            "bộ ghi lịch sử của bảng này đã bị gỡ, tắt hoặc sửa; thay đổi từ lúc ấy không để lại dòng nào",
            table=table,
        )
    if triggers.can_be_passed_over():
        yield Finding(
            "bo_qua",
            "Hàm _pgtrigger_should_ignore không phải hàm của hệ thống: một phiên có thể ghi mà không để lại lịch sử; "
            "hãy chạy: danvan migrate",
        )
