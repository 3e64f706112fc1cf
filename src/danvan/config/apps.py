"""The Django app of this room: system checks and commands, and no table of its own but the cache."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "danvan.config"
    label = "config"
    verbose_name = _("Cấu hình")

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from django.db.models.signals import post_migrate

        from danvan.config.accounts import clearing, factors, letters, sessions_page
        from danvan.records import triggers
        from danvan.records.daily import daily
        from danvan.records.seal import own_keys

        factors.refuse_unknown_roles()
        own_keys.tell_owner_by(letters.warn)
        daily("don_phien_het_han")(clearing.clear_expired)
        # Each migration that makes a trigger puts the package's own function back.
        spine = apps.get_app_config("records")
        post_migrate.connect(triggers.keep_all, sender=spine, dispatch_uid="danvan.triggers")
        post_migrate.connect(triggers.say_what_machine, sender=spine, dispatch_uid="danvan.machine")
        user_logged_in.connect(sessions_page.remember_log_in, dispatch_uid="danvan.remember_log_in")
