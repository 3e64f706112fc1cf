"""The Django app of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "danvan.portal"
    label = "portal"
    verbose_name = _("Cổng công khai")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job of the day that clears forms nobody sent."""
        from danvan.portal.filing import vault
        from danvan.records.daily import daily

        daily("don_ban_nhap_cong")(lambda since, until: vault.clear_expired())
