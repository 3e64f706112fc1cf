"""Who sent a tố cáo over the network, as far as the database may know: a keyed hash of a code, and a public key."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased
from danvan.records.models.seal import SealCase


class SealSender(models.Model):
    """Người gửi tố cáo qua mạng: found by the receipt's code alone, which is kept nowhere.

    `code_hash` is keyed and stretched, the key outside the database. `public` belongs to a private key that Argon2id makes
    of code, second item, `salt`, `passes` and `memory` each time; answers are sealed to it. Rows are only ever added.
    """

    case = models.OneToOneField(SealCase, primary_key=True, on_delete=models.PROTECT, related_name="sender")
    code_hash = models.CharField(max_length=64, unique=True)
    public = models.BinaryField()
    salt = models.BinaryField()
    passes = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    is_named = models.BooleanField()

    class Meta:
        verbose_name = _("người gửi tố cáo qua mạng")
        verbose_name_plural = _("người gửi tố cáo qua mạng")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code_hash__regex="^[0-9a-f]{64}$"), name="seal_sender_hash_alone"
            )
        ]
        triggers = [
            not_erased("NEW.case_id"),
            *recorded("case_id", without=("code_hash", "salt")),
            pgtrigger.Protect(
                name="keep", operation=pgtrigger.Update
            ),  # it goes with a destroyed record alone
        ]

    def __str__(self) -> str:
        return str(self.case_id)
