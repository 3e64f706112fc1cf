"""The look: base templates, components, Vietnamese dates, numbers and sort keys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Templates, template tags and static files; no tables."""

    name = "danvan.ui"
    label = "ui"
    verbose_name = _("Giao diện")
