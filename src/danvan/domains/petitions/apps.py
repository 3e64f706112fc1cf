from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Đơn thư khiếu nại, tố cáo, kiến nghị, phản ánh."""

    name = "danvan.domains.petitions"
    label = "petitions"
    verbose_name = _("Đơn thư")

    def ready(self) -> None:
        """Declare the record types and figures of this domain."""
        from danvan.domains.petitions import (
            flow,  # noqa: F401
            indicators,  # noqa: F401
            keeping,
            papers,
        )
        from danvan.domains.petitions.denunciations import protection_file
        from danvan.domains.petitions.hard import desk as hard
        from danvan.domains.petitions.likeness import jobs, naming, searching, showing  # noqa: F401
        from danvan.domains.petitions.suggesting import jobs as learning  # noqa: F401
        from danvan.domains.petitions.suggesting import suggest, typing
        from danvan.domains.petitions.tying import panel as tying
        from danvan.records.desk import aids, lists, panels, people, rail

        lists.search_texts("don", searching)
        papers.register()
        keeping.register()
        panels.register(showing.TEMPLATE, showing.panel, place=10)
        panels.register(suggest.TEMPLATE, suggest.panel, place=15)
        aids.register(typing.AID)
        people.register(naming.letters_of)
        panels.register(tying.TEMPLATE, tying.panel, place=12)
        panels.register(hard.TEMPLATE, hard.panel)
        panels.register(protection_file.TEMPLATE, protection_file.panel, place=11)
        rail.add(_("Vụ việc phức tạp"), "petitions:hard", rail.RECORDS, lambda reach: bool(reach.readable))
        rail.add(
            _("Đơn do cơ quan mình chuyển"),
            "petitions:forwarded",
            rail.RECORDS,
            rail.permitted("letters.forwarded"),
        )
        rail.add(
            _("Thư điện tử đến"), "petitions_mail:incoming", rail.RECORDS, rail.permitted("records.open")
        )
        rail.add(_("Đơn trùng"), "petitions:like_pairs", rail.RECORDS, rail.permitted("records.handle"))
        rail.add(_("Nạp sổ cũ"), "books:books", rail.RECORDS, rail.permitted("records.classify"))
