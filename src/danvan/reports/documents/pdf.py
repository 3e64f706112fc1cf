"""The PDF of a report: PDF/A-3, its font within, the signed package attached."""

from pathlib import Path
from typing import Any

from django.conf import settings

from danvan.records.papers.pdf_file import typeset
from danvan.reports.canonical import canonical
from danvan.reports.documents.content import Content
from danvan.reports.documents.sheet import made_on, sheet_of
from danvan.ui.qr import svg as qr

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(content: Content, address: str = "") -> bytes:
    """The paper; `address` is the public page that its QR code leads to, none when empty.

    The attachment is the canonical package: `danvan verify` reads it from the PDF itself.
    """
    return typeset(TEMPLATE, sheet_of(content) | _proof(content, address), made_on(content))


def _proof(content: Content, address: str) -> dict[str, Any]:
    sealed = content.envelope or {}
    name = f"danvan-{content.body['unit']['slug']}-{content.body['period']['code']}"
    return {
        "root": sealed.get("root", ""),
        "key": sealed.get("public_key", ""),
        "demonstration-key": getattr(settings, "SIGNING_KEY_IS_DEMONSTRATION", False),
        "attachment": canonical(sealed).decode() if sealed else "",
        "file": f"{name}.pdf",
        "file-json": f"{name}.json",
        "address": address,
        "qr": qr(address) if address else "",
    }
