"""Papers on letters of a small unit, for the tests of this room."""

import io
from datetime import date

import docx as reader
import pypdf

from danvan.org.tests.factories import make_account
from danvan.records import papers
from danvan.records.papers.numbers import set_own
from danvan.records.tests.desk_world import classified, role_at

DAY, NEXT = date(2023, 3, 2), date(2023, 3, 3)
CHAIR = "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH"
REASON = "Vì hết thời hiệu"


def refused(officer, record=None, on=DAY, reason=REASON):
    """A notice of non-acceptance that waits for its number."""
    return papers.prepare(record or classified(officer), "khong_thu_ly", by=officer, on=on, ly_do=reason)


def clerk_of(officer):
    """The văn thư of the officer's unit."""
    return role_at("van_thu", officer)


def issued(officer, clerk=None, number="12/TB-UBND", **more):
    """The same, issued."""
    told = {"dated_on": NEXT, "signer": "Người Ký Thử", "capacity": CHAIR, "number": number} | more
    return papers.issue(refused(officer), by=clerk or clerk_of(officer), **told)


def own_books(officer, suffix="UBND"):
    """The unit's own books, switched on."""
    set_own(officer.at, is_on=True, suffix=suffix, by=make_account("quan_tri", officer.at))


def pdf_words(content):
    """All words of a PDF, and its metadata as text."""
    found = pypdf.PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(page.extract_text().split()) for page in found.pages)
    return words, " ".join(str(value) for value in (found.metadata or {}).values())


def docx_words(content):
    """All words of a DOCX in its paragraphs and cells, and its core properties as text."""
    found = reader.Document(io.BytesIO(content))
    lines = [one.text for one in found.paragraphs]
    lines += [
        one.text
        for table in found.tables
        for row in table.rows
        for cell in row.cells
        for one in cell.paragraphs
    ]
    about = found.core_properties
    names = ("title", "author", "last_modified_by", "comments", "keywords", "subject", "category")
    return "\n".join(lines), " ".join(str(getattr(about, name)) for name in names)
