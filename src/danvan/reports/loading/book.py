"""A workbook as it comes from an office: what is no plain .xlsx is refused, the rest is read in a process of its own."""

import io
import json
import zipfile
from typing import Any

from danvan.records.files import apart
from danvan.reports.loading import cells
from danvan.ui.errors import Refusal

MOST_BYTES, MOST_EXPANDED, MOST_PARTS = 2_000_000, 40_000_000, 500
SECONDS = 30
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SAID = {
    "empty": "Tệp rỗng; hãy chọn lại tệp biểu mẫu.",
    "large": f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB; hãy chọn tệp biểu trống, không kèm dữ liệu.",
    "old": "Tệp ở dạng .xls cũ hoặc đặt mật khẩu; hãy mở bằng Excel, lưu lại dạng .xlsx không mật khẩu rồi nạp lại.",
    "other": "Tệp không phải là sổ Excel dạng .xlsx; hãy chọn lại tệp biểu mẫu.",
    "macros": "Tệp có macro; hãy lưu lại dạng .xlsx (không macro) rồi nạp lại.",
    "bomb": "Tệp giải nén quá lớn; hãy chọn tệp biểu trống, không kèm dữ liệu và hình ảnh.",
    "entities": "Tệp có phần XML lạ; hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại.",
    "broken": "Không đọc được tệp; hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại.",
}


def sheets(data: bytes) -> list[dict[str, Any]]:
    """The visible sheets that hold any text. Refusal for what is no plain workbook, too large, or has macros."""
    if why := _unfit(data):
        raise Refusal(SAID[why])
    try:
        found = json.loads(apart.run(f"{cells.__name__}:taken_apart", data, seconds=SECONDS))
    except Refusal:
        raise Refusal(SAID["broken"]) from None
    if "unfit" in found:
        raise Refusal(SAID[found["unfit"]])
    shown = [sheet for sheet in found["sheets"] if sheet["cells"] and not sheet["hidden"]]
    if not shown:
        raise Refusal("Sổ không có trang tính nào có chữ; hãy chọn lại tệp biểu mẫu.")
    return shown


def _unfit(data: bytes) -> str:
    if not data:
        return "empty"
    if len(data) > MOST_BYTES:
        return "large"
    if data.startswith(OLE):
        return "old"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names:
                return "other"
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_EXPANDED:
                return "bomb"
            if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in names):
                return "macros"
    except (zipfile.BadZipFile, OSError, ValueError):
        return "other"
    return ""
