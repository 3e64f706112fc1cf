"""Every file that cannot be read gets one sentence that names it and says how to mend it."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from danvan.reports.reader.intake import sniff, take_in
from danvan.reports.reader.intake.limits import MAX_BYTES, MAX_CHARACTERS
from danvan.reports.reader.tests.samples import docx_with_part, simple_docx
from danvan.ui.errors import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(source, name=""):
    with pytest.raises(Refusal) as refused:
        take_in(source, name)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_missing_file(tmp_path):
    sentence = refusal(tmp_path / "khong-co.txt")
    assert sentence == "Không thấy tệp khong-co.txt; hãy kiểm tra lại đường dẫn."


def test_a_file_below_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert "Không thấy tệp b.txt" in refusal(tmp_path / "a.txt" / "b.txt")


def test_a_folder(tmp_path):
    assert "là thư mục" in refusal(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "ong")
    assert "không phải tệp thường" in refusal(tmp_path / "ong")


def test_a_name_with_a_zero_byte():
    assert "Không mở được" in refusal(Path("a\0b.txt"))


def test_a_name_too_long_for_the_disk(tmp_path):
    assert "Không mở được" in refusal(tmp_path / ("a" * 300))


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "kin.txt"
    path.write_text("Tiếp 97 lượt")

    def refuse(*_args, **_kwargs):
        raise PermissionError

    # root may read everything, so the system's refusal is played
    monkeypatch.setattr(Path, "open", refuse)
    assert "Không có quyền đọc tệp kin.txt" in refusal(path)


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\u200b\n".encode()])
def test_an_empty_file(tmp_path, data):
    path = tmp_path / "rong.txt"
    path.write_bytes(data)
    assert "Tệp rong.txt rỗng" in refusal(path)
    assert "rỗng" in refusal(data, "rong.txt")


def test_200_megabytes_are_refused_unread_in_milliseconds(tmp_path, monkeypatch):
    path = tmp_path / "lon.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    def never(*_args, **_kwargs):
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", never)
    begin = time.process_time()
    sentence = refusal(path)
    assert time.process_time() - begin < 0.1
    assert "200 MB, vượt giới hạn 20 MB" in sentence


def test_too_many_bytes_sent_at_once():
    assert "21 MB, vượt giới hạn 20 MB" in refusal(b"x" * (MAX_BYTES + 1), "a.txt")


def test_a_file_that_grows_while_read(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 10)
    monkeypatch.setattr(Path, "open", lambda *_a, **_k: io.BytesIO(b"x" * (MAX_BYTES + 5)))
    assert "vượt giới hạn" in refusal(path)


def test_too_many_characters():
    assert "quá dài" in refusal(b"ab cd " * (MAX_CHARACTERS // 6 + 2), "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"\xff\xd8\xff\xe0" + bytes(64),
        b"\x1f\x8b\x08" + bytes(64),
        bytes(range(256)) * 20,
        b"text\x01\x02\x03\x04" * 50,
        os.urandom(4096),
    ],
)
def test_a_binary_file_under_a_text_name(data):
    assert "nhị phân" in refusal(b"\x01" + data if data[:1] > b"\x80" else data, "bao-cao.txt")


def test_an_old_word_file():
    assert ".doc); hãy mở tệp rồi lưu lại dạng .docx" in refusal(
        OLE + "WordDocument".encode("utf-16-le"), "a.docx"
    )


def test_an_old_excel_file():
    assert ".xls)" in refusal(OLE + "Workbook".encode("utf-16-le"), "a.xls")


def test_an_encrypted_word_file():
    assert "đặt mật khẩu" in refusal(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx")


def test_rich_text():
    assert "RTF" in refusal(b"{\\rtf1\\ansi Tiep 97 luot}", "a.rtf")


def packed(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def test_a_broken_workbook():
    assert "a.docx bị hỏng, không mở được" in refusal(packed(**{"xl__workbook.xml": "<x/>"}), "a.docx")


def test_a_workbook_bomb_is_refused_by_its_directory():
    bomb = packed(**{"xl__workbook.xml": "<x/>", "xl__worksheets__sheet1.xml": " " * (61 * 1024 * 1024)})
    assert "bung ra quá lớn" in refusal(bomb, "a.xlsx")


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"])
def test_a_torn_picture(head):
    assert "anh.png bị hỏng" in refusal(head + bytes(40), "anh.png")


def test_any_other_archive():
    assert "tệp nén" in refusal(packed(a="b"), "a.zip")


def test_a_torn_archive():
    assert "bị hỏng" in refusal(simple_docx("Tiếp 97 lượt")[:800], "a.docx")


def test_a_word_file_whose_text_is_no_xml():
    assert "bị hỏng, không đọc được" in refusal(docx_with_part("word/document.xml", b"<w:document"), "a.docx")


def test_a_zip_bomb_is_refused_by_its_directory():
    bomb = docx_with_part("word/media/zero.bin", bytes(61 * 1024 * 1024))
    assert len(bomb) < 200_000
    begin = time.process_time()
    assert "bung ra quá lớn" in refusal(bomb, "bom.docx")
    assert time.process_time() - begin < 0.5


def test_an_archive_of_too_many_members(monkeypatch):
    monkeypatch.setattr(sniff, "MAX_MEMBERS", 3)
    assert "bung ra quá lớn" in refusal(simple_docx("Tiếp 97 lượt"), "a.docx")


def test_the_name_is_shown_without_its_folder_or_control_characters():
    sentence = refusal(b"", "../../etc/b\x1b[31máo.txt")
    assert "Tệp b�[31máo.txt rỗng" in sentence
    assert "etc" not in sentence


def test_a_text_file_under_a_foreign_name_is_read_by_its_content():
    assert take_in("Tiếp 97 lượt".encode(), "a.pdf").text == "Tiếp 97 lượt"
