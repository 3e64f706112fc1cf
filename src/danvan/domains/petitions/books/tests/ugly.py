"""An old register as a commune kept it: TCVN3, merged two-row headings, days as text, a name and address in one cell."""

import io

import xlwt

from danvan.records.tables.tests.old_typing import to_tcvn3

HEADS = (
    ("STT", ""), ("Ngày nhận", ""), ("Họ tên, địa chỉ", ""), ("Nội dung", ""),
    ("Loại đơn", "KN"), ("", "TC"), ("", "KNPA"),
    ("Hướng xử lý", ""), ("Ngày xử lý", ""), ("Cơ quan chuyển đến", ""),
)  # fmt: skip
PERSON = "Người minh họa số {n}, thôn Minh Họa {n}"


def row(n: int, **other: str) -> list[str]:
    """A row that fits; `other` by heading, in lower case without marks."""
    cells = {
        "ngay": f"{n % 27 + 1}/{n % 2 + 1}",
        "nguoi": PERSON.format(n=n),
        "noi_dung": "Đề nghị xem xét ranh giới thửa đất",
        "kn": "x" if n % 3 == 0 else "",
        "tc": "x" if n % 3 == 1 else "",
        "knpa": "x" if n % 3 == 2 else "",
        "huong": ("Thụ lý", "Lưu đơn", "")[n % 3],
        "ngay_xu_ly": ("28.2.23", "28-2-2023", "")[n % 3],
        "noi": "",
    } | other
    return [str(n), *cells.values()]


def book(rows: list[list[str]], encode=to_tcvn3) -> bytes:
    """The .xls bytes, with a title, a line of numbers under the headings and a foot with signatures."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("So don")
    sheet.write(0, 0, encode("SỔ THEO DÕI ĐƠN THƯ NĂM 2023"))
    column = 0
    for index, (above, below) in enumerate(HEADS):
        if above and below:
            sheet.write_merge(2, 2, index, index + 2, encode(above))
        elif above:
            sheet.write_merge(2, 3, index, index, encode(above))
        if below:
            sheet.write(3, index, encode(below))
        sheet.write(4, index, f"({index + 1})")
        column = index
    for at, cells in enumerate(rows, 5):
        for index, cell in enumerate(cells):
            sheet.write(at, index, encode(cell))
    sheet.write(len(rows) + 7, column, encode("Người lập sổ"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ELEVEN_WRONG = {
    3: {"ngay": "31/2"}, 7: {"ngay": ""}, 12: {"kn": "", "tc": "", "knpa": ""}, 15: {"kn": "x", "tc": "x"},
    18: {"huong": "chờ xem"}, 21: {"ngay_xu_ly": "1/1/2020"}, 24: {"huong": "Chuyển đơn", "noi": ""},
    27: {"ngay": "hôm qua"}, 30: {"ngay": "1/2/2099"}, 33: {"ngay_xu_ly": "sắp"},
    36: {"huong": "", "ngay_xu_ly": "1/3/2023"},
}  # fmt: skip


def ugly(count: int = 40) -> bytes:
    """A book in which eleven rows want mending."""
    return book([row(n, **ELEVEN_WRONG.get(n, {})) for n in range(1, count + 1)])
