"""One report in every format and encoding gives the same figures and the same failure; the command's exit codes."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import docx
import pytest

from danvan.reports.reader import read
from danvan.reports.reader.tests.placing import failures
from danvan.reports.reader.tests.samples import (
    REPORT,
    docx_bytes,
    pdf,
    simple_docx,
    tcvn3_characters,
    vni_characters,
    windows_1258,
)

COMMAND = Path(sys.executable).with_name("danvan")
needs_command = pytest.mark.skipif(not COMMAND.exists(), reason="the danvan command is not installed")


def old_docx() -> bytes:
    """The report typed in .VnTime, as offices did until the Unicode order of 2001 and long after."""
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    for line in REPORT.strip().split("\n"):
        document.add_paragraph(tcvn3_characters(line))
    return docx_bytes(document)


def page() -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in REPORT.strip().split("\n"))
    return (
        f"<!DOCTYPE html><html><head><title>Báo cáo</title></head><body>{paragraphs}</body></html>".encode()
    )


FORMS = {
    "utf-8": REPORT.encode,
    "utf-16": lambda: REPORT.encode("utf-16"),
    "nfd": lambda: unicodedata.normalize("NFD", REPORT).encode(),
    "tcvn3": lambda: tcvn3_characters(REPORT).encode("cp1252"),
    "vni": lambda: vni_characters(REPORT).encode("cp1252"),
    "windows-1258": lambda: windows_1258(REPORT),
    "tcvn3 pasted into utf-8": tcvn3_characters(REPORT).encode,
    "docx": lambda: simple_docx(*REPORT.strip().split("\n")),
    "docx in .VnTime": old_docx,
    "html": page,
}


def figures(reading):
    return {(fact.indicator, fact.raw, fact.unit, fact.qualifier) for fact in reading.facts}


@pytest.fixture(scope="module")
def plain():
    return read(REPORT.encode(), "bao-cao.txt")


def test_the_plain_text_holds_the_figures(plain):
    held = {(code, raw) for code, raw, _, _ in figures(plain)}
    assert held >= {
        ("TCD.luot", "97"),
        ("DON.tiep_nhan", "258"),
        ("DON.khieu_nai", "38"),
        ("DON.to_cao", "94"),
        ("DON.kien_nghi_phan_anh", "164"),
        ("TT.cuoc", "85"),
        ("TT.sai_pham", "3,1"),
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_figures_and_the_same_failure(form, plain):
    reading = read(FORMS[form](), "bao-cao")
    assert figures(reading) == figures(plain)
    [check] = failures(reading.checks)
    assert (check.parts, check.stated, check.computed) == ((38, 94, 164), 258, 296)
    assert "bỏ sót 38 đơn khiếu nại" in check.hint
    assert all(reading.text[fact.start : fact.end] == fact.raw for fact in reading.facts)


def test_a_pdf_gives_them_too(tmp_path, plain):
    markup = "\n\n".join(REPORT.strip().split("\n"))
    reading = read(pdf(tmp_path, markup), "bao-cao.pdf")
    assert figures(reading) == figures(plain)
    assert len(failures(reading.checks)) == 1


def run(*arguments):
    return subprocess.run([COMMAND, "read-report", *map(str, arguments)], capture_output=True, check=False)


@needs_command
def test_the_command_exits_1_on_a_hard_failure_where_a_script_asks(tmp_path):
    path = tmp_path / "bao-cao.txt"
    path.write_text(REPORT, encoding="utf-8")
    done = run(path, "--json")
    assert done.returncode == 0
    assert run(path, "--strict").returncode == 1
    found = json.loads(done.stdout)
    assert unicodedata.is_normalized("NFC", found["text"])
    assert [check["ok"] for check in found["checks"] if check["type"] == "sum"] == [False]


@needs_command
def test_the_command_exits_0_when_all_adds_up(tmp_path):
    path = tmp_path / "bao-cao.txt"
    path.write_text(REPORT.replace("258", "296"), encoding="utf-8")
    done = run(path, "--strict")
    assert done.returncode == 0
    assert "✓ Đơn tiếp nhận" in done.stdout.decode()


@needs_command
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(40), b"%PDF-1.7 torn", b"PK\x03\x04torn"])
def test_the_command_exits_2_with_one_sentence_and_no_output(tmp_path, data):
    path = tmp_path / "hong.txt"
    path.write_bytes(data)
    done = run(path)
    assert (done.returncode, done.stdout) == (2, b"")
    sentence = done.stderr.decode().strip()
    assert sentence.startswith("danvan: Tệp hong.txt")
    assert "\n" not in sentence
