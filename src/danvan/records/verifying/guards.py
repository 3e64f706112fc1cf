"""Whether the database still records what it should: triggers that are gone, out of force, altered or passed over."""

from collections.abc import Iterator

from danvan.records import triggers
from danvan.records.verifying import functions
from danvan.records.verifying.findings import Finding


def open_guards() -> Iterator[Finding]:
    """A finding for each table whose changes would leave no history now."""
    for table in triggers.not_recorded():
        yield Finding(
            "ghi",
            "bộ ghi lịch sử của bảng này đã bị gỡ, tắt hoặc sửa; thay đổi từ lúc ấy không để lại dòng nào",
            table=table,
        )
    yield from _false_functions()
    if triggers.can_be_passed_over():
        yield Finding(
            "bo_qua",
            "Hàm _pgtrigger_should_ignore không phải hàm của hệ thống: một phiên có thể ghi mà không để lại lịch sử; "
            "hãy chạy: danvan migrate",
        )


def _false_functions() -> Iterator[Finding]:
    """A finding for whatever could make false hashes look right, or swallow what is written."""
    for name in functions.altered():
        yield Finding(
            "ham",
            f"Hàm {name} trong cơ sở dữ liệu không phải hàm của hệ thống: kết quả kiểm tra không còn đáng tin; "
            "hãy kiểm tra trên một bản khôi phục từ sao lưu.",
        )
    for hook in functions.hooks():
        yield Finding("moc", f"Bảng lịch sử có bộ kích hoạt hoặc quy tắc không phải của hệ thống ({hook}).")
    if functions.is_shadowed():
        yield Finding(
            "luoc_do",
            "Đường tìm lược đồ (search_path) của cơ sở dữ liệu đã bị đổi: hàm khác có thể chạy thay hàm của hệ thống.",
        )
