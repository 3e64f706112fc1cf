from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """Tiếp công dân."""

    name = "danvan.domains.reception"
    label = "reception"
    verbose_name = _("Tiếp công dân")

    def ready(self) -> None:
        """Declare the record types and figures of this domain."""
        from danvan.domains.reception import flow, indicators  # noqa: F401
