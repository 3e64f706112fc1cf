"""The Django app of this room."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "danvan.reports"
    label = "reports"
    verbose_name = _("Báo cáo")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take a line in the desk's rail; try every declared figure: one that engines would count differently is refused."""
        from danvan.org.acts import previews
        from danvan.records.desk import rail
        from danvan.records.notices import morning
        from danvan.reports import touched
        from danvan.reports.flow import reminding
        from danvan.reports.structure import check_declarations

        register(check_declarations)
        previews.register("bao_cao", _("Báo cáo"), touched.tell)
        rail.add(_("Báo cáo"), "reports:list", rail.FIRST)
        makes = rail.permitted("reports.type")
        rail.add(_("Báo cáo phải nộp"), "reports:owed", rail.DUTIES, makes)
        rail.add(_("Tổng hợp của cấp dưới"), "reports:below", rail.DUTIES, makes)
        morning.tell_also(reminding.tell)
