"""The Django app of this room: system checks and commands, no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "danvan.config"
    label = "config"
    verbose_name = _("Cấu hình")
