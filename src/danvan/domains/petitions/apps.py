from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Đơn thư khiếu nại, tố cáo, kiến nghị, phản ánh."""

    name = "danvan.domains.petitions"
    label = "petitions"
    verbose_name = _("Đơn thư")

    def ready(self) -> None:
        """Declare the record types and figures of this domain."""
        from danvan.domains.petitions import flow, indicators  # noqa: F401
        from danvan.domains.petitions.likeness import jobs, searching  # noqa: F401
        from danvan.records.desk import lists

        lists.search_texts("don", searching)
