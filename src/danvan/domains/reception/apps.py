from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """Tiếp công dân."""

    name = "danvan.domains.reception"
    label = "reception"
    verbose_name = _("Tiếp công dân")

    def ready(self) -> None:
        """Declare the record types and figures of this domain, its lines of the rail, and who a reminder goes to."""
        from danvan.domains.reception import flow, indicators, papers, reminders  # noqa: F401
        from danvan.domains.reception.counter import booked, purging
        from danvan.records import envelopes
        from danvan.records.desk import panels, rail
        from danvan.records.notices import channels

        papers.register()
        envelopes.on_purge(purging.purge)
        envelopes.on_words_taken(purging.take_words)
        panels.register(booked.TEMPLATE, booked.panel, place=10)
        channels.addressees[reminders.WORD] = reminders.address_of
        rail.add(
            _("Lịch tiếp công dân"),
            "reception:schedule",
            rail.RECORDS,
            lambda reach: bool(reach.readable),
        )
        rail.add(_("Quầy tiếp công dân"), "counter:counter", rail.FIRST, rail.permitted("records.open"))
