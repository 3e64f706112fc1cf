"""Vụ việc phức tạp, đông người, kéo dài: what a leader follows until it is settled."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.matter import Matter
from danvan.records.models.history import recorded


class HardMatter(models.Model):
    """A matter in the register of complex, crowded and long-running matters. Never a tố cáo: its register is sealed.

    `removed_on` empty means that it still stands in the register; a matter that comes back is entered again.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="hard")
    entered_on = models.DateField(_("ngày vào sổ"))
    removed_on = models.DateField(_("ngày ra khỏi sổ"), null=True, blank=True)
    is_complex = models.BooleanField(_("phức tạp"), default=False)
    is_crowded = models.BooleanField(_("đông người"), default=False)
    is_long = models.BooleanField(_("kéo dài"), default=False)
    leader = models.ForeignKey(
        "org.Account",
        verbose_name=_("lãnh đạo phụ trách"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    contacted_on = models.DateField(_("ngày tiếp xúc gần nhất"), null=True, blank=True)
    next_on = models.DateField(_("ngày của bước tiếp theo"), null=True, blank=True)

    class Meta:
        verbose_name = _("vụ việc phức tạp, đông người, kéo dài")
        verbose_name_plural = _("vụ việc phức tạp, đông người, kéo dài")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(removed_on__isnull=True), name="hard_matter_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_complex=True) | models.Q(is_crowded=True) | models.Q(is_long=True),
                name="hard_matter_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_on__isnull=True)
                | models.Q(removed_on__gte=models.F("entered_on")),
                name="hard_matter_removed_after_entered",
            ),
        ]
        triggers = recorded("matter_id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.entered_on}"


class HardMatterPlan(models.Model):
    """What is written of it in words: may tell of persons, so it is kept apart and outside history."""

    entry = models.OneToOneField(HardMatter, primary_key=True, on_delete=models.PROTECT, related_name="plan")
    plan = models.TextField(_("kế hoạch giải quyết"), blank=True, max_length=4000)
    next_step = models.CharField(_("bước tiếp theo"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kế hoạch của vụ việc")
        verbose_name_plural = _("kế hoạch của vụ việc")

    def __str__(self) -> str:
        return str(self.entry_id)
