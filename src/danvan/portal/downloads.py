"""The files of a published report, each made from the public edition of its frozen package."""

import csv
import io
from collections.abc import Callable, Iterator

from danvan.portal.published import PublicReport
from danvan.reports.canonical import canonical
from danvan.reports.documents.content import CLOSED, Content
from danvan.reports.documents.files import FORM, MAKERS
from danvan.reports.documents.pdf import pdf
from danvan.ui.errors import Refusal

HEADS = (
    "phan",
    "ma",
    "chi_tieu",
    "don_vi_tinh",
    "bao_cao_ghi",
    "dem_tu_ho_so",
    "doi_chieu",
    "giai_thich",
    "tinh_chat",
)
STANDINGS = {
    "khop": "khớp",
    "khong_khop": "không khớp",
    "chi_nhap_tay": "chưa có hồ sơ để đếm",
    "chi_dem": "báo cáo không nêu",
    "trong": "chưa có số liệu",
}
ILLUSTRATIVE, REAL = "số liệu minh họa", ""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def name_of(report: PublicReport, kind: str) -> str:
    """An ASCII file name: bao-cao-tinh-quang-binh-2023-Q1-dvcq-ban-1.pdf."""
    row = report.report
    return f"bao-cao-{row.unit.slug}-{row.period}-{row.form}-ban-{row.version}.{kind}"


def make(report: PublicReport, kind: str, address: str) -> tuple[bytes, str]:
    """(bytes, content type) of a download; `address` is the full address of the report's page, for the QR code.

    Refusal for a kind that does not exist.
    """
    if kind not in (known := kinds_of(report)):
        raise Refusal(f"Không có tệp tải về dạng “{kind[:12]}”; các dạng có là: {', '.join(known)}.")
    if kind in MAKERS:
        maker, content_type = MAKERS[kind]
        return maker(Content(report.body, report.envelope)), content_type
    own, content_type = KINDS[kind]
    return own(report, address), content_type


def kinds_of(report: PublicReport) -> list[str]:
    """The kinds that this report is given out as: the workbook of a form only where it follows one."""
    first, *rest = KINDS
    return [kind for kind in (first, *MAKERS, *rest) if kind != FORM or report.body["form"]["table"]]


def _pdf(report: PublicReport, address: str) -> bytes:
    return pdf(Content(report.body, report.envelope), address)


def _json(report: PublicReport, address: str) -> bytes:
    return canonical(report.envelope)


def _csv(report: PublicReport, address: str) -> bytes:
    """The lines of the report; the byte order mark is what makes spreadsheets read Vietnamese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([_harmless(cell) for cell in row] for row in _csv_rows(report))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _csv_rows(report: PublicReport) -> Iterator[tuple[str, ...]]:
    mark = ILLUSTRATIVE if report.is_illustrative else REAL
    waiting = iter(report.body["lines"])
    for section in report.body["form"]["sections"]:
        for shape in section["rows"]:
            line = next(waiting)
            code = shape["code"] or shape["typed"]
            about = (section["title"], code, shape["label"], shape["unit"])
            if line.get("closed"):
                yield (*about, "", CLOSED, "", "", mark)
                continue
            standing = STANDINGS.get(line["standing"], "")
            yield (*about, line["typed"], line["counted"], standing, line["text"], mark)


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula, with the sign that makes it text again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


KINDS: dict[str, tuple[Callable[[PublicReport, str], bytes], str]] = {
    "pdf": (_pdf, "application/pdf"),
    "json": (_json, "application/json"),
    "csv": (_csv, "text/csv; charset=utf-8"),
}
