"""Đơn (letters): what came in, and how it was sorted and handled."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.domains.petitions.models.choices import (
    FORWARDS_AS,
    Acceptance,
    Channel,
    Coercion,
    Field,
    Forwarder,
    Handling,
    Kind,
    RefusalGround,
    Standing,
    Unfit,
    WithdrawalPaper,
)
from danvan.domains.petitions.models.following import Contesting, Kept
from danvan.records.models import Record
from danvan.records.models.history import recorded
from danvan.records.models.personal import denunciation_without_identity
from danvan.records.models.retention import erased_row_stays

FREE_TEXTS = ("against", "place", "forwarder_name", "forwarder_reference", "post_number")
# Typed of a letter that is no tố cáo; taken away when it turns out to be one, so the history never learns them either.
TYPED_OUTCOMES = ("forwarded_to", "reply_reference")


class Letter(Record, Contesting, Kept):
    """Đơn khiếu nại, tố cáo, kiến nghị, phản ánh gửi tới cơ quan (Luật Tiếp công dân 2013, Điều 2, khoản 2).

    Until `kind` is set a letter is treated as a tố cáo: no name and no text of it exists anywhere here, nor in the free
    texts (FREE_TEXTS), which the database keeps empty until then. `counts_as_matter` is false of a further letter on a
    matter that is already counted, so that vụ việc can be counted beside đơn.
    """

    kind = models.CharField(_("loại đơn"), max_length=24, choices=Kind, null=True, blank=True)
    is_dispute = models.BooleanField(_("tranh chấp, đề nghị hòa giải"), default=False)
    channel = models.CharField(_("nguồn đơn"), max_length=16, choices=Channel, default=Channel.POST)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field, null=True, blank=True)
    signatories = models.PositiveSmallIntegerField(
        _("số người đứng tên"), default=1, validators=[MinValueValidator(1)]
    )
    is_anonymous = models.BooleanField(_("nặc danh, mạo danh"), default=False)
    is_repeated = models.BooleanField(_("đơn gửi nhiều lần"), default=False)
    counts_as_matter = models.BooleanField(_("tính là một vụ việc"), default=True)
    instance = models.PositiveSmallIntegerField(
        _("lần khiếu nại, tố cáo"), default=1, choices=[(1, _("Lần đầu")), (2, _("Lần hai, tố cáo tiếp"))]
    )
    standing = models.CharField(
        _("tình trạng giải quyết"), max_length=16, choices=Standing, default=Standing.UNSETTLED
    )
    is_eligible = models.BooleanField(_("đủ điều kiện xử lý"), default=True)
    unfit = models.CharField(
        _("lý do không đủ điều kiện"), max_length=24, choices=Unfit, null=True, blank=True
    )
    is_competent = models.BooleanField(_("thuộc thẩm quyền"), default=True)
    against = models.CharField(_("cơ quan, quyết định bị khiếu nại"), max_length=200, blank=True)
    place = models.CharField(_("nơi xảy ra sự việc"), max_length=200, blank=True)

    written_on = models.DateField(_("ngày ghi trên đơn"), null=True, blank=True)
    postmarked_on = models.DateField(_("ngày dấu bưu điện"), null=True, blank=True)
    post_number = models.CharField(_("số bưu gửi"), max_length=40, blank=True)
    incoming_number = models.CharField(_("số đến"), max_length=40, blank=True)
    incoming_on = models.DateField(_("ngày đến"), null=True, blank=True)
    has_originals = models.BooleanField(_("có bản gốc giấy tờ kèm theo"), default=False)
    originals_returned_on = models.DateField(_("ngày trả bản gốc"), null=True, blank=True)
    preregistered_on = models.DateField(_("ngày đăng ký trước qua mạng"), null=True, blank=True)
    signed_on = models.DateField(_("ngày nhận đơn có chữ ký"), null=True, blank=True)

    forwarder = models.CharField(_("bên chuyển đơn"), max_length=16, choices=Forwarder, null=True, blank=True)
    forwarder_unit = models.ForeignKey(
        "org.Unit",
        verbose_name=_("cơ quan chuyển đơn"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"names__kind__in": list(FORWARDS_AS)},
    )
    forwarder_sent_on = models.DateField(_("ngày văn bản chuyển đơn"), null=True, blank=True)
    forwarder_name = models.CharField(_("tên cơ quan chuyển đơn"), max_length=200, blank=True)
    forwarder_reference = models.CharField(_("số văn bản chuyển đơn"), max_length=60, blank=True)

    classified_on = models.DateField(_("ngày phân loại"), null=True, blank=True)
    handled_on = models.DateField(_("ngày xử lý"), null=True, blank=True)
    handling = models.CharField(_("hướng xử lý"), max_length=16, choices=Handling, null=True, blank=True)
    acceptance = models.CharField(
        _("hạn thụ lý"), max_length=20, choices=Acceptance, null=True, blank=True, editable=False
    )
    forwarded_to = models.CharField(_("nơi nhận chuyển đơn"), max_length=200, blank=True)
    replied_on = models.DateField(_("ngày nhận văn bản phúc đáp"), null=True, blank=True)
    reply_reference = models.CharField(_("số văn bản phúc đáp"), max_length=60, blank=True)
    refusal_ground = models.CharField(
        _("căn cứ không thụ lý"), max_length=24, choices=RefusalGround, null=True, blank=True
    )
    supplement_asked_on = models.DateField(_("ngày yêu cầu bổ sung"), null=True, blank=True)
    supplemented_on = models.DateField(_("ngày nhận bổ sung"), null=True, blank=True)
    withdrawn_on = models.DateField(_("ngày rút đơn"), null=True, blank=True)
    withdrawal_paper = models.CharField(
        _("giấy rút đơn"), max_length=16, choices=WithdrawalPaper, null=True, blank=True
    )
    coercion = models.CharField(
        _("việc ép buộc rút đơn"), max_length=8, choices=Coercion, null=True, blank=True
    )
    forwarder_told_on = models.DateField(_("ngày báo kết quả cho nơi chuyển đơn"), null=True, blank=True)
    relayed_on = models.DateField(_("ngày báo lại người gửi"), null=True, blank=True)
    details_changed_on = models.DateField(_("ngày bổ sung, sửa thông tin người gửi"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn")
        verbose_name_plural = _("đơn")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True) | models.Q(kind__in=Kind.values),
                name="letter_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__isnull=False) | models.Q(handled_on__isnull=True),
                name="letter_classified_before_handled",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[Kind.COMPLAINT, Kind.PROPOSAL], kind__isnull=False)
                | models.Q(**dict.fromkeys(FREE_TEXTS, "")),
                name="letter_text_only_when_released",
            ),
        ]
        indexes = [
            models.Index(fields=["kind"], name="letter_kind"),
            models.Index(fields=["field"], name="letter_field"),
            models.Index(fields=["channel"], name="letter_channel"),
            models.Index(
                fields=["incoming_number"], condition=~models.Q(incoming_number=""), name="letter_incoming"
            ),
            models.Index(
                fields=["forwarder"], condition=models.Q(forwarder__isnull=False), name="letter_forwarder"
            ),
        ]
        triggers = [
            *recorded("record_ptr_id", without=(*FREE_TEXTS, *TYPED_OUTCOMES)),
            denunciation_without_identity("NEW.kind IS NULL OR NEW.kind = 'to_cao'"),
            erased_row_stays(),
        ]
