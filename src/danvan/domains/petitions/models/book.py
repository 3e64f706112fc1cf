"""Old registers on their way in, and the balance with which the program began."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded


class Book(models.Model):
    """Một sổ đơn cũ được nạp: what its columns mean, and how many of its rows were taken. No cell of it in the clear."""

    class State(models.TextChoices):
        """Nạp sổ qua ba bước."""

        NAMING = "gan_cot", _("Chờ gắn cột")
        MENDING = "sua_dong", _("Đang sửa dòng")
        TAKEN = "da_nap", _("Đã nạp")
        DROPPED = "da_bo", _("Đã bỏ")

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64)
    ending = models.CharField(max_length=5)
    font = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField(_("năm của sổ"))
    heads = models.JSONField(default=list)
    meanings = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.NAMING)
    rows_read = models.PositiveIntegerField(default=0)
    rows_left_out = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    matters = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sổ cũ")
        verbose_name_plural = _("sổ cũ")

    def __str__(self) -> str:
        return f"sổ năm {self.year}"


class BookRow(models.Model):
    """Một dòng của sổ cũ, niêm phong cho tới khi nạp: cells sealed to the intake key; faults hold no words of a cell."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key_id = models.CharField(max_length=16)
    ciphertext = models.BinaryField()
    faults = models.JSONField(default=dict)
    has_faults = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("dòng sổ cũ")
        verbose_name_plural = _("dòng sổ cũ")
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="book_row_once")]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.number}"


class OpeningBalance(models.Model):
    """Số dư đầu kỳ của một đơn vị: typed from the last report on paper, signed by the head."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("ngày đầu kỳ"))
    typed = models.JSONField(default=dict)
    typed_by = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(auto_now=True)
    note = models.CharField(_("giải trình chênh lệch"), max_length=500, blank=True)
    signed_by = models.ForeignKey(
        "org.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("số dư đầu kỳ")
        verbose_name_plural = _("số dư đầu kỳ")
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="balance_once")]
        triggers = recorded("spine_id")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on}"
