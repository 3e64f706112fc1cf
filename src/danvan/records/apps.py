from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The spine of all records."""

    name = "danvan.records"
    label = "records"
    verbose_name = _("Hồ sơ")
