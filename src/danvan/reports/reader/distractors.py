"""Numbers that count nothing: dates, document numbers, articles, list numbers, telephone numbers, years."""

import re

from danvan.reports.reader.periods import Span

_SHAPES = (
    r"[0-9]{1,4}(?:/[0-9]{4})?/[A-ZĐ][A-ZĐa-z]*(?:[-/.&][\w]+)*",  # 02/2021/TT-TTCP, 66/TTr
    r"(?i:số|số hiệu)\s*:?\s*[0-9]+(?:/[\w./&-]+)",
    r"(?i:điều|khoản|mục|chương|mẫu|biểu|biểu số|phụ lục|bảng|thứ|khóa|khoá|mức độ|mức|lần|lần thứ|hạng|cấp độ"
    r"|phường|quận|khu vực|vùng|tổ|khu phố|ấp|thôn|xóm|đội|ngõ|số nhà|quốc lộ|km|kỳ họp thứ|quý)\s+[0-9]+(?:[./][0-9]+)*",
    r"(?i:nghị định|thông tư|quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|luật|thông báo|báo cáo|tờ trình|văn bản)"
    r"(?i:\s+số\s+[0-9]+|\s+[0-9]+[-/][0-9A-ZĐ])[\w./&-]*",
    r"[0-9]{1,2}[:][0-9]{2}(?::[0-9]{2})?",
    r"[0-9]{1,2}\s*(?i:giờ|h)(?:\s*[0-9]{1,2})?(?!\w)",
    r"0[0-9]{8,10}(?![0-9])",
    r"(?:0[0-9]{1,3}|\+84)[ .-][0-9]{3,4}[ .-][0-9]{3,4}(?![0-9])",
    r"[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}",
    r"(?i:từ|đến|ngày|sáng|chiều)\s+[0-9]{1,2}[/-][0-9]{1,2}(?![0-9/])",
    r"[0-9]{1,3}\s+(?i:tuổi)(?!\w)",
    r"(?m:^)[ \t]*[0-9]{1,2}(?:\.[0-9]{1,2})*[.)](?=\s)",
    r"(?i:khóa|khoá|quân khu|đoạn)\s+[IVX0-9]+",
)
_FINDERS = tuple(re.compile(rf"(?<!\w){shape}") for shape in _SHAPES)
YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")


class Masked:
    """The stretches of a text in which no number is a figure."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        stretches = [match.span() for finder in _FINDERS for match in finder.finditer(text)]
        stretches += [(span.start, span.end) for span in spans]
        self._covered = bytearray(len(text) + 1)
        for start, end in stretches:
            self._covered[start:end] = b"\x01" * (end - start)

    def __contains__(self, place: int) -> bool:
        return bool(self._covered[place])


def is_year(raw: str) -> bool:
    """Four digits that read as a year where no noun follows."""
    return bool(YEAR.match(raw))
