"""Register numbers without gaps or doubles, and submissions that are taken once."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class RegisterBook(models.Model):
    """The last number given in one unit's book of one type in one year."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sổ đăng ký")
        verbose_name_plural = _("sổ đăng ký")
        constraints = [models.UniqueConstraint(fields=["unit", "type", "year"], name="book_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.type}/{self.year}"

    @classmethod
    def take(cls, unit_id: int, type_key: str, year: int, count: int = 1) -> int:
        """Reserve `count` consecutive numbers in the running transaction and return the first.

        The row stays locked until the transaction ends, so a rollback gives the numbers back and leaves no gap.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_registerbook (unit_id, type, year, last) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (unit_id, type, year)"
                " DO UPDATE SET last = records_registerbook.last + EXCLUDED.last RETURNING last",
                [unit_id, type_key, year, count],
            )
            (last,) = cursor.fetchone()
        return last - count + 1


class Submission(models.Model):
    """A form that was sent: the same key sent again (a broken line, a second press) leads to the first result."""

    key = models.CharField(max_length=36, primary_key=True)
    account = models.ForeignKey("org.Account", on_delete=models.CASCADE, related_name="+")
    record = models.ForeignKey("records.Record", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lần gửi biểu mẫu")
        verbose_name_plural = _("lần gửi biểu mẫu")

    def __str__(self) -> str:
        return self.key
