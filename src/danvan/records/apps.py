from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The spine of all records."""

    name = "danvan.records"
    label = "records"
    verbose_name = _("Hồ sơ")

    def ready(self) -> None:
        """The desk's own lines in its rail, and its frame for the pages about people."""
        from danvan.org.acts import previews
        from danvan.records import envelopes, handing_over, papers
        from danvan.records.desk import rail, worklist
        from danvan.records.notices import channels, receipts
        from danvan.records.seal import inheriting, jobs, panel  # noqa: F401 (some register themselves)
        from danvan.ui import frames

        frames.use("records/desk.html")
        envelopes.on_purge(papers.purge)
        envelopes.on_words_taken(papers.purge)
        channels.addressees[receipts.WORD] = receipts.address_of
        channels.forgetting[receipts.WORD] = receipts.forget
        previews.register("ho_so", _("Hồ sơ và nghĩa vụ"), handing_over.tell)
        previews.on_confirmed("ho_so", handing_over.follow)
        previews.register("niem_phong", _("Niêm phong tố cáo"), inheriting.tell)
        worklist.tell_besides(inheriting.tasks)
        rail.add(_("Bàn giao hồ sơ"), "records:handovers", rail.RECORDS, rail.permitted("records.handle"))
        rail.add(_("Chế độ giữ tố cáo"), "records:seal_modes", rail.RECORDS, rail.permitted("records.sealed"))
        rail.add(_("Lịch sử thay đổi"), "records:history", rail.RECORDS, rail.permitted("records.history"))
        rail.add(_("Văn thư"), "records:clerk", rail.RECORDS, rail.permitted("records.number"))
        rail.add(_("CSDL quốc gia"), "national:waiting", rail.RECORDS, lambda reach: bool(reach.readable))
        rail.add(
            _("Lưu và hủy"),
            "retention:list",
            rail.RECORDS,
            lambda reach: bool(reach.units("records.erase") or reach.units("records.count")),
        )
        rail.add(_("Chờ xem trước"), "records:held", rail.RECORDS, rail.permitted("records.classify"))
        rail.add(_("Nghĩa vụ"), "records:matrix", rail.DUTIES, rail.permitted("duties.read"))
        rail.add(_("Khi luật đổi"), "records:law_changes", rail.DUTIES, rail.permitted("records.decide"))
        rail.add(_("Lịch nghỉ"), "records:calendar", rail.DUTIES)
        rail.add(_("Thư và nhắc việc"), "records:letters", rail.DUTIES)
        rail.add(_("Người và quyền"), "org:people", rail.MANAGING, rail.permitted("people.manage"))
        rail.add(_("Danh mục đơn vị"), "org:units_import", rail.MANAGING, rail.permitted("units.manage"))
        rail.add(_("Thay đổi đơn vị"), "org:unit_acts", rail.MANAGING, rail.permitted("units.manage"))
        rail.add(_("Cách cấp số văn bản"), "records:series", rail.MANAGING, rail.permitted("units.manage"))
        rail.add(_("Ủy quyền"), "org:delegations", rail.MANAGING, lambda reach: bool(reach.rights.holdings))
