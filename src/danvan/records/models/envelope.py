"""Phong bì niêm phong: what came in before its class was known, unreadable without a key kept outside the database."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.records.models.history import recorded
from danvan.records.models.retention import not_erased

RELEASED = "Hồ sơ đã được phân loại nên không còn phong bì niêm phong; hãy ghi thẳng vào hồ sơ."


class Envelope(models.Model):
    """Who wrote and what, sealed to the installation's intake key: a tố cáo may be in it (Luật Tố cáo 2018, Điều 8).

    A record has one for each time something came in. Neither the history nor a backup of the database can read it;
    classification empties it (`envelopes.release`) or destroys it (`envelopes.destroy`). The database refuses one of a
    record that may hold personal details in the clear.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="envelopes")
    key_id = models.CharField(max_length=16)
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("phong bì niêm phong")
        verbose_name_plural = _("phong bì niêm phong")
        indexes = [models.Index(fields=["key_id"], name="envelope_key")]
        triggers = [
            not_erased("NEW.record_id"),
            pgtrigger.Trigger(
                name="only_unreleased",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF EXISTS (SELECT 1 FROM records_record WHERE id = NEW.record_id"
                    " AND identity_released_on IS NOT NULL) THEN"
                    f" RAISE EXCEPTION '{RELEASED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.record_id)


class EnvelopeAct(models.Model):
    """What was done with a record's envelopes, by whom and why; of what lies in them it tells nothing.

    The reason is one of a list: in free words a name could be written down that must stand nowhere.
    """

    class Act(models.TextChoices):
        """Việc đã làm với phong bì."""

        SEALED = "cat", _("Cất vào phong bì niêm phong")
        OPENED = "mo", _("Mở phong bì niêm phong để xem")
        PRINTED = "in", _("In nội dung phong bì niêm phong một lần")
        RELEASED = "chuyen", _("Chuyển nội dung phong bì vào hồ sơ")
        DESTROYED = "huy", _("Hủy phong bì niêm phong")
        PURGED = "xoa", _("Xóa thông tin cá nhân, tệp và văn bản của hồ sơ")

    class Reason(models.TextChoices):
        """Vì sao."""

        CLASSIFY = "phan_loai", _("để phân loại đơn")
        VERIFY = "doi_chieu", _("để đối chiếu với bản giấy")
        PAPER = "phong_bi_giay", _("để lưu vào phong bì giấy")
        INTAKE = "tiep_nhan", _("khi tiếp nhận")
        DENUNCIATION = "to_cao", _("vì là tố cáo")
        ASKED = "yeu_cau_dlcn", _("để trả lời yêu cầu về dữ liệu cá nhân")
        ANSWERED = "da_tra_loi", _("vì yêu cầu về dữ liệu cá nhân đã kết thúc")
        CLASSIFIED = "da_phan_loai", _("vì đã phân loại, không phải tố cáo")

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="envelope_acts")
    act = models.CharField(max_length=8, choices=Act)
    reason = models.CharField(_("lý do"), max_length=16, choices=Reason)
    by = models.ForeignKey("org.Account", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lần xử lý phong bì")
        verbose_name_plural = _("lần xử lý phong bì")
        indexes = [models.Index(fields=["record", "id"], name="envelope_act_record")]
        triggers = [*recorded("record_id")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.get_reason_display()}"
