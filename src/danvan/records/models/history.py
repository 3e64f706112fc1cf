"""The append-only history, written by triggers alone and chained per record."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


def recorded(chain_column: str, without: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """The trigger that writes every insert, update and delete of a table into the history.

    `chain_column` names the column that holds the spine's id; a row without one chains under its own table and id.
    Columns in `without` hold words or secrets that must be removable for good: the history never learns them.
    """
    less = f" - ARRAY[{', '.join(repr(name) for name in without)}]" if without else ""
    return [
        pgtrigger.Trigger(
            name="history",
            level=pgtrigger.Row,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=(
                "PERFORM records_write_history(TG_TABLE_NAME::text, TG_OP,"
                f" '{chain_column}', to_jsonb(OLD){less}, to_jsonb(NEW){less}); RETURN NULL;"
            ),
        )
    ]


class HistoryRow(models.Model):
    """One change of one row: who, when, why, from what to what. `hash` covers the row and the hash before it.

    `row_key` is the key of the row that changed. It is empty in rows written before it was kept: their hash covers
    neither it nor their own id.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=80)
    table = models.CharField(max_length=63)
    row_key = models.CharField(max_length=32, null=True)
    operation = models.CharField(max_length=6)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "records_history"
        verbose_name = _("dòng lịch sử")
        verbose_name_plural = _("lịch sử")
        indexes = [models.Index(fields=["chain", "id"], name="history_chain")]
        constraints = [models.UniqueConstraint(fields=["chain", "previous_hash"], name="history_no_fork")]

    def __str__(self) -> str:
        return f"{self.chain} {self.operation} {self.at:%Y-%m-%d %H:%M}"


class HistoryRoot(models.Model):
    """The history's root of one day: a Merkle root over the rows after `since` up to `upto`, and a code over all days.

    `root` is empty for a day without rows. `code` covers the day, its root and the code of the day before (`previous`),
    so that one kept code vouches for everything up to its day. The code is public: the nonce keeps whoever reads it from
    guessing how much was written on the day. Written by the database alone (`records_seal_history`).
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(unique=True)
    since = models.BigIntegerField()
    upto = models.BigIntegerField()
    rows = models.BigIntegerField()
    root = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gốc Merkle của lịch sử")
        verbose_name_plural = _("gốc Merkle của lịch sử")

    def __str__(self) -> str:
        return f"{self.day} {self.code[:12]}"


class HistoryTip(models.Model):
    """The last row of each chain, written with it by the database alone: a row removed at the end of a chain is missed.

    It lies as open to the owner of the database as the history does. What binds him is a root kept elsewhere.
    """

    chain = models.CharField(max_length=80, primary_key=True)
    last = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "records_historytip"
        verbose_name = _("dòng cuối của chuỗi lịch sử")
        verbose_name_plural = _("dòng cuối của các chuỗi lịch sử")

    def __str__(self) -> str:
        return f"{self.chain} {self.last}"
