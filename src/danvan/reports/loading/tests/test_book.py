"""Which files are taken apart at all: each bad one refused in a sentence that says what to do."""

import io
import zipfile

import openpyxl
import pytest

from danvan.reports.loading import book
from danvan.reports.loading.tests.workbooks import blank_form, leaf, saved
from danvan.ui.errors import Refusal

PLAIN = blank_form([leaf("Số đơn", 1), leaf("Số vụ việc", 2), leaf("Khác", 3)])


def repacked(changed=None, added=None):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, (changed or {}).get(part.filename, lambda same: same)(data))
        for name, data in (added or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def empty_book():
    return saved(openpyxl.Workbook())


def zipped(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr(name, b"x")
    return out.getvalue()


BAD = {
    "nothing": (b"", "Tệp rỗng"),
    "text": (b"STT;Don vi;So don", "không phải là sổ Excel"),
    "pdf": (b"%PDF-1.7 ...", "không phải là sổ Excel"),
    "old": (book.OLE + b"\0" * 600, "dạng .xls cũ hoặc đặt mật khẩu"),
    "word": (zipped("word/document.xml"), "không phải là sổ Excel"),
    "cut": (PLAIN[: len(PLAIN) // 2], "không phải là sổ Excel"),
    "large": (b"PK\x03\x04" + b"\0" * book.MOST_BYTES, "lớn hơn 2 MB"),
    "macros": (repacked(added={"xl/vbaProject.bin": b"x"}), "có macro"),
    "macros of 4": (repacked(added={"xl/macrosheets/sheet1.xml": b"<a/>"}), "có macro"),
    "macro type": (
        repacked(
            {"[Content_Types].xml": lambda text: text.replace(b"sheet.main", b"sheet.macroEnabled.main")}
        ),
        "có macro",
    ),
    "bomb": (repacked(added={"xl/media/a.bin": b"\0" * (book.MOST_EXPANDED + 1)}), "giải nén quá lớn"),
    "parts": (repacked(added={f"xl/a{n}.xml": b"<a/>" for n in range(book.MOST_PARTS)}), "giải nén quá lớn"),
    "entities": (
        repacked({"xl/workbook.xml": lambda text: text.replace(b"<workbook", b"<!DOCTYPE a><workbook", 1)}),
        "phần XML lạ",
    ),
    "broken": (repacked({"xl/worksheets/sheet1.xml": lambda text: text[:200]}), "Không đọc được tệp"),
    "empty book": (empty_book(), "không có trang tính nào có chữ"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence(name):
    data, said = BAD[name]
    with pytest.raises(Refusal, match=said) as refused:
        book.sheets(data)
    assert str(refused.value).endswith(".")


def test_a_plain_workbook_gives_its_cells_merges_and_formulas():
    (sheet,) = book.sheets(PLAIN)
    assert sheet["name"] == "Bieu"
    assert [7, 3, "Số đơn", ""] in sheet["cells"]
    assert not sheet["wide"]
    assert [4, 1, 4, 5] in sheet["merged"]


def test_links_to_other_books_are_not_followed():
    workbook = openpyxl.load_workbook(io.BytesIO(PLAIN))
    workbook.active["C20"] = "='file:///etc/[passwd]a'!A1"
    (sheet,) = book.sheets(saved(workbook))
    assert [20, 3, "", "='file:///etc/[passwd]a'!A1"] in sheet["cells"]
