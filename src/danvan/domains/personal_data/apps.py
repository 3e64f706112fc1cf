from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonalDataConfig(AppConfig):
    """Yêu cầu về dữ liệu cá nhân."""

    name = "danvan.domains.personal_data"
    label = "personal_data"
    verbose_name = _("Yêu cầu về dữ liệu cá nhân")

    def ready(self) -> None:
        """Declare the record type, what an open request keeps, and the parts of records' pages."""
        from danvan.domains.personal_data import asking, flow, panel, papers
        from danvan.records import envelopes
        from danvan.records.desk import panels
        from danvan.records.retention import holds

        papers.register()
        holds.by_itself(flow.REQUEST.key, asking.WAITS, asking.asked_about)
        envelopes.on_purge(asking.seal_with)
        panels.register(panel.ASKED, panel.asked, place=61)
        panels.register(panel.ABOUT, panel.about, place=12)
        panels.register(panel.SENT, panel.sent, place=11)
