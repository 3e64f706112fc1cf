"""The Django app of this room: system checks and commands, and no table of its own but the cache."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "danvan.config"
    label = "config"
    verbose_name = _("Cấu hình")

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        from danvan.config.accounts import clearing, factors, sessions_page
        from danvan.records.daily import daily

        factors.refuse_unknown_roles()
        daily("don_phien_het_han")(clearing.clear_expired)
        user_logged_in.connect(sessions_page.remember_log_in, dispatch_uid="danvan.remember_log_in")
