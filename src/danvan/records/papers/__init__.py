"""Papers that the steps of a record issue, from the template to the number: the room's one door for others."""

from danvan.records.papers.declare import PaperTemplate, register, template, templates, templates_for
from danvan.records.papers.delivering import deliver, received_on
from danvan.records.papers.facts import person_of
from danvan.records.papers.issuing import cancel, issue
from danvan.records.papers.preparing import bare, prepare, preview, purge
from danvan.records.papers.reading import (
    docx,
    drawn,
    file_name,
    for_sealed_sender,
    for_sender,
    is_unchanged,
    of,
    pdf,
    sheet,
)
from danvan.records.papers.source import register_folder

__all__ = [
    "PaperTemplate",
    "bare",
    "cancel",
    "deliver",
    "docx",
    "drawn",
    "file_name",
    "for_sealed_sender",
    "for_sender",
    "is_unchanged",
    "issue",
    "of",
    "pdf",
    "person_of",
    "prepare",
    "preview",
    "purge",
    "received_on",
    "register",
    "register_folder",
    "sheet",
    "template",
    "templates",
    "templates_for",
]
