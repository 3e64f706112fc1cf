"""Vụ việc (matters): what was accepted for settlement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.choices import (
    Coercion,
    Complexity,
    Contested,
    EndGround,
    Field,
    Kind,
    Mediator,
    Result,
    SuspensionGround,
    WithdrawalPaper,
)
from danvan.domains.petitions.models.effects import Effects
from danvan.domains.petitions.models.following import Beside, Denounced, Published
from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.personal import denunciation_without_identity
from danvan.records.models.retention import erased_row_stays


class Matter(Record, Effects, Published, Beside, Denounced):
    """Vụ việc: nội dung được thụ lý để giải quyết (Luật Khiếu nại 2011, Điều 27; Luật Tố cáo 2018, Điều 29).

    The spine's `received_on` is the day of acceptance (ngày thụ lý), from which the limit of settlement runs.
    `extended_on` is the day on which the matter was found to be complex, in writing. A second instance is a matter of
    its own (`instance` 2) that arises from the first.
    """

    kind = models.CharField(_("loại vụ việc"), max_length=24, choices=Kind)
    is_dispute = models.BooleanField(_("tranh chấp, hòa giải"), default=False)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field, default=Field.OTHER)
    instance = models.PositiveSmallIntegerField(
        _("lần giải quyết"), default=1, choices=[(1, _("Lần đầu")), (2, _("Lần hai"))]
    )
    contested = models.CharField(
        _("đối tượng khiếu nại"),
        max_length=16,
        choices=Contested,
        null=True,
        blank=True,
        default=Contested.DECISION,
    )
    is_complex = models.BooleanField(_("vụ việc phức tạp"), default=False)

    complexity = models.CharField(
        _("tiêu chí phức tạp"), max_length=16, choices=Complexity, null=True, blank=True
    )
    verifying_on = models.DateField(_("ngày giao xác minh"), null=True, blank=True)
    reported_on = models.DateField(_("ngày báo cáo kết quả xác minh"), null=True, blank=True)
    dialogue_notified_on = models.DateField(_("ngày báo đối thoại"), null=True, blank=True)
    dialogue_planned_on = models.DateField(_("ngày đối thoại theo thông báo"), null=True, blank=True)
    dialogue_on = models.DateField(_("ngày đối thoại"), null=True, blank=True)
    extended_on = models.DateField(_("ngày gia hạn"), null=True, blank=True)
    suspended_on = models.DateField(_("ngày tạm đình chỉ"), null=True, blank=True)
    suspension_ground = models.CharField(
        _("căn cứ tạm đình chỉ"), max_length=16, choices=SuspensionGround, null=True, blank=True
    )
    resumed_on = models.DateField(_("ngày tiếp tục giải quyết"), null=True, blank=True)
    discontinued_on = models.DateField(_("ngày đình chỉ"), null=True, blank=True)
    end_ground = models.CharField(
        _("căn cứ đình chỉ"), max_length=24, choices=EndGround, null=True, blank=True
    )

    withdrawal_paper = models.CharField(
        _("giấy rút đơn"), max_length=16, choices=WithdrawalPaper, null=True, blank=True
    )
    coercion = models.CharField(
        _("việc ép buộc rút đơn"), max_length=8, choices=Coercion, null=True, blank=True
    )
    interim_sent_on = models.DateField(
        _("ngày gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ"), null=True, blank=True
    )

    settled_on = models.DateField(_("ngày giải quyết"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=24, choices=Result, null=True, blank=True)
    mediator = models.CharField(_("nơi hòa giải"), max_length=8, choices=Mediator, null=True, blank=True)
    is_in_time = models.BooleanField(_("giải quyết đúng thời hạn"), null=True, blank=True)
    sent_on = models.DateField(_("ngày gửi quyết định"), null=True, blank=True)
    appealed_on = models.DateField(_("ngày khiếu nại lần hai"), null=True, blank=True)
    sued_on = models.DateField(_("ngày tòa thụ lý"), null=True, blank=True)
    binding_on = models.DateField(_("ngày có hiệu lực pháp luật"), null=True, blank=True)
    must_be_executed = models.BooleanField(_("có nội dung phải thi hành"), default=False)
    executing_on = models.DateField(_("ngày chỉ đạo thi hành"), null=True, blank=True)
    executed_on = models.DateField(_("ngày thi hành xong"), null=True, blank=True)
    finished_on = models.DateField(_("ngày kết thúc hồ sơ"), null=True, blank=True)

    class Meta:
        verbose_name = _("vụ việc")
        verbose_name_plural = _("vụ việc")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True) | models.Q(result__isnull=False),
                name="matter_settled_with_result",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True) | models.Q(discontinued_on__isnull=True),
                name="matter_settled_or_discontinued",
            ),
        ]
        indexes = [models.Index(fields=["kind", "settled_on"], name="matter_kind_settled")]
        triggers = [
            *recorded("record_ptr_id"),
            denunciation_without_identity("NEW.kind = 'to_cao'"),
            erased_row_stays(),
        ]
