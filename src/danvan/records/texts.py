"""What a letter's text consists of, and who is told that it changed.

The text is the content of the personal details and every confirmed text of a file. Whoever writes one of them calls
`changed`; who keeps something made of it (an index, a likeness) registers with `on_change`. What is told is the id of
the record alone, after the transaction, through a job.
"""

from collections.abc import Callable

from procrastinate.contrib.django import app

from danvan.records.models import FileText, PersonalDetails, Record

_listeners: list[Callable[[int], object]] = []


def on_change(callback: Callable[[int], object]) -> None:
    """Register `callback(record_id)`, called by the worker after each change; a second time the same has no effect.

    The record may have been sealed or purged since: the callback reads it anew with `of`.
    """
    if callback not in _listeners:
        _listeners.append(callback)


def changed(record_id: int) -> None:
    """Say in the transaction of the change that a record's text changed; nothing to do while nobody listens."""
    if _listeners:
        text_changed.configure(lock=f"van_ban:{record_id}").defer(record_id=record_id)


def of(record_id: int) -> str:
    """The whole text of a record, empty of one that may hold none. Three queries."""
    released = Record.objects.filter(pk=record_id, identity_released_on__isnull=False)
    if not released.exclude(secrecy=Record.Secrecy.SEALED).exists():
        return ""
    told = PersonalDetails.objects.filter(pk=record_id).values_list("content", flat=True)
    confirmed = FileText.objects.filter(
        file__record_id=record_id, file__removed_at__isnull=True, state=FileText.State.CONFIRMED
    )
    read = confirmed.order_by("file_id").values_list("text", flat=True)
    return "\n\n".join(text.strip() for text in (*told, *read) if text.strip())


@app.task(name="van_ban_doi")
def text_changed(record_id: int) -> None:
    """Tell everyone who listens. One that fails makes the job fail, and all are told again when it is tried anew."""
    for tell in list(_listeners):
        tell(record_id)
