"""Files that pretend: two kinds in one, names that lead elsewhere, documents that carry programs."""

import io
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from danvan.records.files import accepting, apart
from danvan.records.files.accepting import (
    DOCX,
    ENDINGS,
    JPEG,
    PDF,
    PNG,
    TIFF,
    WEBP,
    accept,
    media_type_of,
    shown_name,
)
from danvan.records.files.tests import samples
from danvan.ui.errors import Refusal

WORD = samples.word("Đơn kiến nghị")
SLOW = settings(max_examples=30, suppress_health_check=list(HealthCheck))


def parts_of(package):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def with_part(name, data=b"x"):
    """The Word document with one part more."""
    return samples.package([*parts_of(WORD), (name, data)])


def picture(form, mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, form)
    return out.getvalue()


class TestKinds:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (samples.pdf(), PDF),
            (b"\n  " + samples.pdf(), PDF),
            (picture("JPEG"), JPEG),
            (picture("PNG"), PNG),
            (picture("TIFF"), TIFF),
            (picture("WEBP"), WEBP),
            (WORD, DOCX),
            (b"x" + samples.pdf(), ""),
            (b"x" * 1024 + samples.pdf(), ""),
            (picture("GIF"), ""),
            (picture("BMP"), ""),
            (b"RIFF\0\0\0\0AVI LIST", ""),
            (b"II*", ""),
            (b"{\\rtf1 x}", ""),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ""),
            (b"\x7fELF" + b"\0" * 60, ""),
            (b"#!/bin/sh\nid\n", ""),
            (b"<!doctype html><script>alert(1)</script>", ""),
            (b"<?xml version='1.0'?><svg onload='alert(1)'/>", ""),
            (b"", ""),
        ],
    )
    def test_are_told_by_the_first_bytes(self, data, kind):
        assert media_type_of(data) == kind

    @SLOW
    @given(st.binary(max_size=300))
    def test_any_bytes_are_of_a_known_kind_or_of_none(self, data):
        assert media_type_of(data) in (*ENDINGS, WEBP, "")

    @pytest.mark.parametrize("name", ["a.exe", "a.pdf", "a.docx", "a", "a.jpg.php", ".htaccess"])
    def test_never_by_the_name(self, name):
        assert accept(name, samples.pdf()).media_type == PDF
        with pytest.raises(Refusal, match="không phải PDF"):
            accept(name, b"<script>")


class TestTwoInOne:
    def test_a_picture_with_a_page_behind_it_loses_the_page(self):
        taken = accept("a.png", picture("PNG") + b"<script>zqx</script>")
        assert b"zqx" not in taken.data

    def test_a_picture_with_a_package_behind_it_loses_the_package(self):
        taken = accept("a.jpg", picture("JPEG") + samples.package([("zqx.exe", b"MZ")]))
        assert b"zqx" not in taken.data
        assert taken.media_type == JPEG

    def test_a_text_chunk_in_a_picture_is_left_out(self):
        whole = picture("PNG")
        body = b"tEXtComment\0zqx<?php"
        chunk = len(body[4:]).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
        taken = accept("a.png", whole[:33] + chunk + whole[33:])
        assert b"zqx" not in taken.data

    def test_a_pdf_that_begins_as_a_picture_is_a_picture_or_nothing(self):
        with pytest.raises(Refusal, match="hỏng"):
            accept("a.pdf", b"\xff\xd8\xff" + samples.pdf())

    def test_a_package_behind_a_pdf_is_a_pdf_that_loses_the_package(self):
        whole = samples.pdf() + samples.package([("word/document.xml", b"x"), ("zqx.exe", b"MZ")])
        taken = accept("a.pdf", whole)
        assert taken.media_type == PDF
        assert b"zqx" not in taken.data
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(taken.data))

    def test_a_package_before_a_pdf_is_neither(self):
        with pytest.raises(Refusal, match="không phải PDF"):
            accept("a.pdf", samples.package([("a.txt", b"x")]) + samples.pdf())

    @pytest.mark.parametrize(
        "data",
        [
            b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//;",
            picture("GIF") + b"/*<script>alert(1)</script>*/",
            b"BM" + picture("BMP")[2:],
        ],
    )
    def test_a_picture_that_is_a_script_too_is_not_taken(self, data):
        with pytest.raises(Refusal, match="không phải PDF"):
            accept("a.jpg", data)

    @pytest.mark.parametrize(
        "tail", [b"<html><script>zqx</script>", b"<?php zqx ?>", b"%PDF-1.7 zqx", b"zqx" * 9999]
    )
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
    def test_what_follows_a_picture_is_left_out(self, form, tail):
        assert b"zqx" not in accept("a", picture(form) + tail).data

    def test_a_webp_is_written_anew_as_jpeg(self):
        taken = accept("a.webp", picture("WEBP"))
        assert (taken.media_type, taken.name) == (JPEG, "a.jpg")
        assert taken.data.startswith(b"\xff\xd8\xff")


class TestDocuments:
    @pytest.mark.parametrize(
        "name",
        [
            "word/vbaProject.bin",
            "word/VBAPROJECT.BIN",
            "WORD/vbaproject.bin",
            "custom/vbaProjectSignature.bin",
            "a/b/vbaproject",
        ],
    )
    def test_with_a_program_is_not_taken(self, name):
        with pytest.raises(Refusal, match="chương trình hoặc tệp nhúng"):
            accept("a.docx", with_part(name))

    @pytest.mark.parametrize(
        "name", ["word/embeddings/oleObject1.bin", "word/embeddings/a.exe", "word/activeX/a.xml"]
    )
    def test_with_another_file_inside_is_not(self, name):
        with pytest.raises(Refusal, match="chương trình hoặc tệp nhúng"):
            accept("a.docx", with_part(name))

    def test_the_sheet_behind_a_chart_is_let_through(self):
        sheet = samples.package([("xl/workbook.xml", b"<x/>")])
        assert accept("a.docx", with_part("word/embeddings/Sheet1.xlsx", sheet)).media_type == DOCX

    def test_with_many_parts_is_not(self):
        many = samples.package([("word/document.xml", b"x"), *((f"p{n}", b"") for n in range(2_001))])
        with pytest.raises(Refusal, match="bung ra quá lớn"):
            accept("a.docx", many)

    def test_that_swells_is_not(self):
        assert accept("a.docx", with_part("word/media/a.bin", b"\0" * 1_000_000)).media_type == DOCX
        with pytest.raises(Refusal, match="bung ra quá lớn"):
            accept("a.docx", with_part("word/media/a.bin", b"\0" * 151_000_000))

    def test_a_sheet_or_slides_are_no_document(self):
        for part in ("xl/workbook.xml", "ppt/presentation.xml", "content.xml", "META-INF/MANIFEST.MF"):
            assert media_type_of(samples.package([(part, b"x"), ("[Content_Types].xml", b"x")])) == ""

    @pytest.mark.parametrize("cut", [10, 30, 200])
    def test_cut_short_is_not(self, cut):
        assert media_type_of(WORD[:-cut]) == ""

    def test_a_locked_part_is_not_opened(self):
        whole = bytearray(WORD)
        at = whole.find(b"PK\x01\x02")
        whole[at + 8] |= 1
        with pytest.raises(Refusal, match="Tệp Word có mật khẩu"):
            accept("a.docx", bytes(whole))

    def test_its_words_do_not_leave_the_machine_for_a_file_they_name(self, tmp_path):
        secret = tmp_path / "bi-mat"
        secret.write_text("zqxmatzqx")
        text = (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
            "&a;</w:t></w:r></w:p></w:body></w:document>"
        )
        parts = dict(parts_of(WORD)) | {"word/document.xml": text.encode()}
        try:
            told = apart.run("texts", samples.package(list(parts.items())))
        except Refusal as refusal:
            told = str(refusal).encode()
        assert b"zqxmatzqx" not in told


class TestNames:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("Đơn.pdf", "Đơn.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\A\\đơn.docx", "đơn.pdf"),
            ("a.pdf.exe", "a.pdf.pdf"),
            ("", "tep.pdf"),
            ("...", "tep.pdf"),
            (".pdf", "pdf.pdf"),
            ("/", "tep.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
            ("a\u202egpj.exe", "agpj.pdf"),
            ("\ud800", "tep.pdf"),
            ("\0\0.pdf", "pdf.pdf"),
            ("a.pdf:chay.exe", "a.pdf-chay.pdf"),
            ('a<b>"c"|d?*.pdf', "a-b--c--d--.pdf"),
            ("CON", "tep-CON.pdf"),
            ("nul.pdf", "tep-nul.pdf"),
            ("com1.don.pdf", "tep-com1.don.pdf"),
            ("LPT9 .x", "tep-LPT9.pdf"),
            ("COM10.pdf", "COM10.pdf"),
            ("Contra.pdf", "Contra.pdf"),
            ("..\\..\\AUX.docx", "tep-AUX.pdf"),
            (("x" * 98) + ". .pdf", ("x" * 98) + ".pdf"),
        ],
    )
    def test_a_name_is_the_last_part_with_the_ending_of_its_content(self, name, shown):
        assert shown_name(name, PDF) == shown

    @given(st.text(max_size=300), st.sampled_from(list(ENDINGS)))
    def test_any_name_is_fit_to_show_and_to_save(self, name, kind):
        shown = shown_name(name, kind)
        assert shown.endswith(f".{ENDINGS[kind]}")
        assert len(shown) <= 105
        assert unicodedata.is_normalized("NFC", shown) or not unicodedata.is_normalized("NFC", name)
        assert not {"/", "\\", "\0", "\r", "\n", "\u202e", "\u200b"} & set(shown)
        shown.encode()

    def test_marks_apart_become_one(self):
        assert shown_name(unicodedata.normalize("NFD", "Đơn của bà Ễnh.pdf"), PDF) == "Đơn của bà Ễnh.pdf"


class TestApart:
    @pytest.mark.parametrize("what", ["pdf", "image", "word", "texts", "page", "shown", "thumb", "cells"])
    @pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7\n" + b"\xff" * 500, b"PK\x03\x04" + b"\0" * 500])
    def test_whatever_it_is_given_it_answers_or_says_that_it_cannot(self, what, data):
        words = {"page": ("0",), "shown": ("0",), "cells": ("10", "10")}.get(what, ())
        try:
            answer = apart.run(what, data, *words)
        except Refusal as refusal:
            answer = str(refusal).encode()
        assert answer

    def test_an_unknown_work_is_a_sentence(self):
        with pytest.raises(Refusal, match="bị hỏng"):
            apart.run("zqx", b"x")

    @pytest.mark.parametrize("number", ["-1", "99", "x"])
    def test_a_page_that_is_not_there(self, number):
        with pytest.raises(Refusal, match="bị hỏng"):
            apart.run("page", samples.pdf(), number)

    def test_a_page_as_large_as_a_house_is_drawn_within_bounds(self):
        whole = samples.pdf().replace(b"/MediaBox", b"/MediaBox[0 0 90000 90000]/Was")
        try:
            drawn = apart.run("shown", whole, "0")
        except Refusal:
            return
        with Image.open(io.BytesIO(drawn)) as found:
            assert found.width <= apart.WIDEST

    def test_it_writes_no_file(self, tmp_path, monkeypatch):
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        apart.run("texts", samples.pdf())
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("limit", [accepting.LARGEST, accepting.LARGEST + 1])
def test_just_as_large_as_may_be(limit, monkeypatch):
    data = b"x" * limit
    with pytest.raises(Refusal, match="lớn hơn 20 MB" if limit > accepting.LARGEST else "không phải PDF"):
        accept("a.pdf", data)
