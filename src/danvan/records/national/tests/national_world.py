"""Records that wait for the national database, and books as its officers bring them back."""

import io
from datetime import date

import openpyxl
import xlsxwriter

from danvan.org.tests.factories import make_account
from danvan.records import writing
from danvan.records.models import NationalUpdate
from danvan.records.national import keeping
from danvan.records.national.keeping import Entry
from danvan.records.tests.desk_world import classified

DAY, LATER = date(2023, 3, 1), date(2023, 3, 10)
TODAY = date(2023, 3, 14)


def visit_of(officer, on=DAY, **fields):
    """A visit at the officer's unit."""
    return writing.open_record("luot_tiep", by=officer, unit=officer.at, on=on, **fields)


def matter_of(officer, kind="khieu_nai", on=DAY):
    """The matter that arises from an accepted letter."""
    letter = writing.move(classified(officer, kind, on), "thu_ly", by=officer, on=on)
    return letter.outcomes.get().record


def write(record, officer, code="DT-1", on=LATER, reason=""):
    """Write one code, as of TODAY."""
    entry = Entry(record.public_id, code, on)
    return keeping.write([entry], by=officer, today=TODAY, reason=reason)


def kept(record):
    """What stands at the record: (code, day), or None."""
    row = NationalUpdate.objects.filter(pk=record.pk).first()
    return (row.code, row.on) if row else None


def reader(officer):
    """An inspector of the officer's unit: reads, writes nothing."""
    account = make_account("thanh_tra", officer.at)
    account.at = officer.at
    return account


def book(*sheets):
    """XLSX bytes of (name, rows)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


def opened(content):
    """A workbook as {sheet: rows}, formulas unread."""
    made = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [["" if cell is None else cell for cell in row] for row in sheet.values]
        for sheet in made
    }


def column(rows, head):
    """The cells below one heading."""
    at = rows[0].index(head)
    return [row[at] for row in rows[1:]]
