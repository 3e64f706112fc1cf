"""The face of every PDF, measured: as wide as Times New Roman, so that a paper breaks its lines where the Word file does.

The widths to meet are those of Adobe's Times (its AFM files, as pdfminer carries them), which Times New Roman was drawn to.
"""

import io
import unicodedata
from datetime import date

import pdfplumber
import pytest
import typst
from pdfminer.fontmetrics import FONT_METRICS

from danvan.records.papers import pdf_file

STYLES = {
    "Times-Roman": ("regular", "normal"),
    "Times-Bold": ("bold", "normal"),
    "Times-Italic": ("regular", "italic"),
    "Times-BoldItalic": ("bold", "italic"),
}
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def written(text: str, weight: str = "regular", style: str = "normal") -> dict[str, float]:
    """Each character of a text and how wide the PDF sets it, in thousandths of the size."""
    source = (
        '#import "/records/papers/head.typ": face\n#set page(width: 3000mm, margin: 5mm)\n'
        f'#set text(font: face, size: 100pt, weight: "{weight}", style: "{style}", kerning: false, ligatures: false)\n'
        "#sys.inputs.content.clusters().intersperse([ ]).join()"
    )
    made = typst.compile(
        source.encode(), root=str(pdf_file.ROOT), font_paths=pdf_file.fonts(), sys_inputs={"content": text}
    )
    with pdfplumber.open(io.BytesIO(made)) as document:
        chars = [char for page in document.pages for char in page.chars if char["text"].strip()]
    assert {char["fontname"].split("+")[1].split("-")[0] for char in chars} == {"Tinos"}
    return {unicodedata.normalize("NFC", char["text"]): char["adv"] * 10 for char in chars}


@pytest.mark.parametrize("name", STYLES)
def test_letters_digits_and_marks_are_as_wide_as_times(name):
    asked = {char: width for char, width in FONT_METRICS[name][1].items() if "!" <= char <= "~"}
    found = written("".join(asked), *STYLES[name])
    assert len(asked) == 94
    assert found.keys() == asked.keys()
    assert {char: round(found[char]) for char in asked if abs(found[char] - asked[char]) > 1} == {}


@pytest.mark.parametrize("name", STYLES)
def test_a_letter_with_its_tone_is_as_wide_as_without(name):
    """So that nothing of the width depends on the tones: Adobe's files have no Vietnamese letter with two marks."""
    bases = [*VIETNAMESE, *VIETNAMESE.upper()]
    toned = {
        letter: base
        for base in bases
        for tone in TONES
        if len(letter := unicodedata.normalize("NFC", base + tone)) == 1 and base.lower() in "aăâeêioôơuưy"
    }
    found = written("".join([*bases, *toned]), *STYLES[name])
    assert len(toned) == 120
    assert {a: found[a] for a, base in toned.items() if abs(found[a] - found[base]) > 1} == {}


def test_a_machine_without_the_font_still_makes_papers_and_says_what_to_do(settings, tmp_path, caplog):
    settings.PAPER_FONTS = tmp_path
    pdf_file.fonts.cache_clear()
    try:
        template = pdf_file.ROOT / "records/papers/head.typ"
        assert pdf_file.typeset(template, {}, date(2023, 3, 14)).startswith(b"%PDF")
        assert "make install" in caplog.text
    finally:
        pdf_file.fonts.cache_clear()
