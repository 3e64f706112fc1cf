from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The spine of all records."""

    name = "danvan.records"
    label = "records"
    verbose_name = _("Hồ sơ")

    def ready(self) -> None:
        """The desk's own lines in its rail."""
        from danvan.records.desk import rail

        rail.add(_("Nghĩa vụ"), "records:matrix", rail.permitted("duties.read"))
        rail.add(_("Lịch nghỉ"), "records:calendar")
