"""Who holds the keys of what comes in over the network: chosen beforehand, since nobody is there to choose at night."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.seal import DOCUMENT, Capacity, document_number
from danvan.records.models.seal_mark import ends_for_good


class SealRoster(models.Model):
    """Người giữ khóa tố cáo gửi qua mạng của một đơn vị, by a document of its head. Rows end; none is changed otherwise."""

    ON_DUTY = (Capacity.INTAKE, Capacity.SETTLER)

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="seal_roster")
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity)
    number = models.CharField(_("số văn bản"), max_length=60, validators=[document_number])
    signed_on = models.DateField(_("ngày văn bản"))
    by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("người giữ khóa tố cáo gửi qua mạng")
        verbose_name_plural = _("người giữ khóa tố cáo gửi qua mạng")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "account", "capacity"],
                condition=models.Q(ended_at__isnull=True),
                name="seal_roster_once",
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=DOCUMENT), name="seal_roster_number_names_nobody"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__in=[Capacity.INTAKE, Capacity.SETTLER]),
                name="seal_roster_holds_all",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="seal_roster_ended_by_somebody",
            ),
        ]
        triggers = [*recorded(""), ends_for_good()]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.account_id}"
