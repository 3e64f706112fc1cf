"""Who wrote and what: kept apart from the spine, outside history, search, jobs and exports."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

NOT_RELEASED = (
    "Chưa được ghi thông tin cá nhân: hồ sơ chưa phân loại hoặc là tố cáo. "
    "Hãy phân loại hồ sơ trước; tố cáo không bao giờ ghi họ tên, địa chỉ, nội dung."
)

NOT_WITH_DETAILS = (
    "Hồ sơ tố cáo hoặc chưa phân loại không được có thông tin cá nhân; "
    "hãy xóa thông tin cá nhân trước khi phân loại lại."
)


def denunciation_without_identity(condition: str) -> pgtrigger.Trigger:
    """The other half of the guard, for a record type's own table: no tố cáo where details exist or may still be written.

    `condition` is SQL over NEW, true of a tố cáo or of a class not yet known.
    """
    return pgtrigger.Trigger(
        name="denunciation_without_identity",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=(
            f"IF ({condition}) AND (EXISTS (SELECT 1 FROM records_personaldetails WHERE record_id = NEW.record_ptr_id)"
            " OR EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_ptr_id"
            " AND identity_released_on IS NOT NULL)) THEN"
            f" RAISE EXCEPTION '{NOT_WITH_DETAILS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )


class PersonalDetails(models.Model):
    """Bí mật thông tin người tố cáo (Luật Tố cáo 2018, Điều 8 và 56): only a record that is known not to be one has this.

    The database refuses a row while the record's `identity_released_on` is empty, whoever asks.
    """

    record = models.OneToOneField(
        "records.Record", primary_key=True, on_delete=models.PROTECT, related_name="personal"
    )
    full_name = models.CharField(_("họ và tên"), max_length=200, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    content = models.TextField(_("nội dung"), blank=True)

    class Meta:
        verbose_name = _("thông tin cá nhân")
        verbose_name_plural = _("thông tin cá nhân")
        triggers = [
            pgtrigger.Trigger(
                name="only_released",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id"
                    " AND identity_released_on IS NOT NULL) THEN"
                    f" RAISE EXCEPTION '{NOT_RELEASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.record_id)
