"""The mark of a row of the seal: a keyed hash under a key that lies outside the database. Only ever added."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded

ENDED = "Khóa hoặc bản khóa đã kết thúc thì không dùng lại được; hãy lập khóa mới."


def ends_for_good() -> pgtrigger.Trigger:
    """For what ends once: no writer of the database wakes it again, nor moves the moment in which it ended."""
    return pgtrigger.Trigger(
        name="ends_for_good",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            "IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at THEN"
            f" RAISE EXCEPTION '{ENDED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class SealMark(models.Model):
    """Dấu xác thực của một dòng: that the program wrote it, with the key file at hand (records/seal/witness.py).

    `mac` covers table, key and the columns that may not become others. The newest of a row counts: an item that is sealed
    anew gets a further one. Copies of an older mark are refused. `tag` covers the mark itself: one that somebody else added
    is told from the program's own and passed over; marks of the form before have none.
    """

    class Why(models.TextChoices):
        """Vì sao có dấu."""

        WRITTEN = "ghi", _("khi ghi dòng")
        ADOPTED = "tiep_nhan", _("người vận hành tiếp nhận dòng có từ trước")
        RENEWED = "khoa_moi", _("đánh dấu lại bằng khóa mới của hệ thống")

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    key_id = models.CharField(max_length=16)
    mac = models.CharField(max_length=64)
    tag = models.CharField(max_length=64, default="")
    why = models.CharField(max_length=12, choices=Why)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("dấu xác thực niêm phong")
        verbose_name_plural = _("dấu xác thực niêm phong")
        constraints = [
            models.UniqueConstraint(fields=["table", "row", "mac", "tag"], name="seal_mark_once"),
            models.CheckConstraint(
                condition=models.Q(
                    mac__regex="^[0-9a-f]{64}$",
                    key_id__regex="^[0-9a-f]{16}$",
                    tag__regex="^([0-9a-f]{64})?$",
                ),
                name="seal_mark_hash_alone",
            ),
        ]
        triggers = [
            *recorded(""),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
