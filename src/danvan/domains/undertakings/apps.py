from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UndertakingsConfig(AppConfig):
    """Việc định kỳ."""

    name = "danvan.domains.undertakings"
    label = "undertakings"
    verbose_name = _("Việc định kỳ")

    def ready(self) -> None:
        """Declare the record type of this domain and the recurring duties that it meets."""
        from danvan.domains.undertakings import flow  # noqa: F401
