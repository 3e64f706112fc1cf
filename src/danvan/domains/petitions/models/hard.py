"""Sổ theo dõi vụ việc phức tạp, đông người, kéo dài: who leads, what is planned, and every contact on its day."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.matter import Matter
from danvan.records.models.history import recorded

NO_WORDS = "Vụ việc tố cáo trong sổ theo dõi chỉ có số, đơn vị, ngày và căn cứ; hãy xóa tên lãnh đạo, kế hoạch và lời ghi."


class Ground(models.TextChoices):
    """Vì sao vụ việc vào sổ; a matter may have several."""

    COMPLICATED = "phuc_tap", _("Phức tạp")
    CROWDED = "dong_nguoi", _("Đông người")
    LONG = "keo_dai", _("Kéo dài")


class Leaving(models.TextChoices):
    """Vì sao vụ việc ra khỏi sổ."""

    SETTLED = "da_on_dinh", _("Đã giải quyết, tình hình ổn định")
    NO_GROUND = "het_can_cu", _("Không còn căn cứ theo dõi")
    ELSEWHERE = "noi_khac", _("Cơ quan khác theo dõi")
    MISTAKEN = "vao_nham", _("Vào sổ nhầm")


class ContactKind(models.TextChoices):
    """Một lần làm việc về vụ việc."""

    RECEIVED = "tiep", _("Tiếp công dân")
    DIALOGUE = "doi_thoai", _("Đối thoại")
    CHECK = "kiem_tra", _("Kiểm tra, rà soát")


WHY = {
    Ground.COMPLICATED: ("is_complicated", "complicated_why"),
    Ground.CROWDED: ("is_crowded", "crowded_why"),
    Ground.LONG: ("is_long", "long_why"),
}
WORDS = ("complicated_why", "crowded_why", "long_why", "leader_post", "plan", "next_step", "left_why")


def without_words(words: tuple[str, ...], further: str = "false") -> pgtrigger.Trigger:
    """No word of anybody's beside a tố cáo: the database refuses the row, whoever writes it (Luật Tố cáo 2018, Điều 8).

    A matter emptied because its letter was one keeps its class, so the spine is asked too, and locked meanwhile.
    """
    said = " OR ".join(f"NEW.{name} <> ''" for name in words)
    return pgtrigger.Trigger(
        name="denunciation_without_words",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            f"IF ({said} OR {further}) AND NOT EXISTS (SELECT 1 FROM petitions_matter m JOIN records_record r"
            " ON r.id = m.record_ptr_id WHERE r.id = NEW.record_id AND r.identity_released_on IS NOT NULL"
            " AND r.secrecy <> 'niem_phong' AND m.kind IN ('khieu_nai', 'kien_nghi_phan_anh') FOR SHARE OF r) THEN"
            f" RAISE EXCEPTION '{NO_WORDS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class HardMatter(models.Model):
    """Một lần vụ việc ở trong sổ, từ ngày vào tới ngày ra; a matter that left may come in again as another row.

    `began_on` is the matter's first day (its earliest letter, or its acceptance): the age is counted from it when
    shown. What officers wrote stands outside the history; that it was changed, by whom and when, stands in it.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(
        Matter, verbose_name=_("vụ việc"), on_delete=models.PROTECT, related_name="hard_spells"
    )
    began_on = models.DateField(_("ngày đầu của vụ việc"))
    entered_on = models.DateField(_("ngày vào sổ"))
    is_complicated = models.BooleanField(_("phức tạp"), default=False)
    complicated_why = models.CharField(_("phức tạp: vì sao"), max_length=300, blank=True)
    is_crowded = models.BooleanField(_("đông người"), default=False)
    crowded_why = models.CharField(_("đông người: vì sao"), max_length=300, blank=True)
    is_long = models.BooleanField(_("kéo dài"), default=False)
    long_why = models.CharField(_("kéo dài: vì sao"), max_length=300, blank=True)
    leader = models.ForeignKey(
        "org.Person",
        verbose_name=_("lãnh đạo phụ trách"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    leader_post = models.CharField(_("chức vụ phụ trách"), max_length=120, blank=True)
    plan = models.TextField(_("kế hoạch giải quyết"), max_length=1000, blank=True)
    next_step = models.CharField(_("bước tiếp theo"), max_length=300, blank=True)
    next_on = models.DateField(_("ngày dự kiến"), null=True, blank=True)
    left_on = models.DateField(_("ngày ra khỏi sổ"), null=True, blank=True)
    left_for = models.CharField(_("lý do ra khỏi sổ"), max_length=16, choices=Leaving, blank=True)
    left_why = models.CharField(_("ghi chú khi ra khỏi sổ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vụ việc phức tạp, đông người, kéo dài")
        verbose_name_plural = _("vụ việc phức tạp, đông người, kéo dài")
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(left_on__isnull=True), name="hard_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(is_complicated=True) | models.Q(is_crowded=True) | models.Q(is_long=True),
                name="hard_for_a_ground",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{flag: True}) | models.Q(**{why: ""}), name=f"hard_{why}_of_ground"
                )
                for flag, why in WHY.values()
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True, left_for="", left_why="")
                | models.Q(left_on__isnull=False, left_on__gte=models.F("entered_on"))
                & ~models.Q(left_for=""),
                name="hard_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(entered_on__gte=models.F("began_on")), name="hard_entered_after_beginning"
            ),
        ]
        indexes = [models.Index(fields=["began_on", "id"], name="hard_by_age")]
        triggers = [
            *recorded("record_id", without=WORDS),
            without_words(WORDS, "NEW.leader_id IS NOT NULL"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.entered_on:%Y-%m-%d}"

    @property
    def grounds(self) -> list[tuple[Any, str]]:
        """Each ground in words and what was noted of it."""
        held = ((ground, *names) for ground, names in WHY.items())
        return [(ground.label, getattr(self, why)) for ground, flag, why in held if getattr(self, flag)]


class HardContact(models.Model):
    """Một lần tiếp, đối thoại, kiểm tra; a line stays as written, a wrong one is followed by the right one."""

    id = models.BigAutoField(primary_key=True)
    spell = models.ForeignKey(HardMatter, on_delete=models.PROTECT, related_name="contacts")
    record = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("ngày"))
    kind = models.CharField(_("việc đã làm"), max_length=16, choices=ContactKind)
    note = models.CharField(_("kết quả ngắn gọn"), max_length=500, blank=True)
    by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("lần làm việc về vụ việc")
        verbose_name_plural = _("lần làm việc về vụ việc")
        indexes = [models.Index(fields=["spell", "-on", "-id"], name="hard_contact_newest")]
        triggers = [
            *recorded("record_id", without=("note",)),
            without_words(("note",)),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind} {self.on:%Y-%m-%d}"
