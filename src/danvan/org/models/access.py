"""What a person lends to another, what a machine may ask, and the book of every change to either."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.people import Account, Person
from danvan.org.models.units import Dated, Unit, ValidQuerySet


class DelegationQuerySet(ValidQuerySet):
    """Delegations."""

    def in_force(self, day: date) -> DelegationQuerySet:
        """Those of a day: within the days of their paper, and not yet withdrawn."""
        standing = models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=day)
        return self.filter(standing, valid__contains=day)


class Delegation(Dated):
    """Ủy quyền có thời hạn, theo một văn bản: quyền của một vai trò mà người giao đang giữ, không giao tiếp được.

    `valid` holds the days that the paper names and never changes; a withdrawal is `ended_on`, the first day without
    effect. What the receiver may do on a day is what the giver himself may do by that role on that day.
    """

    giver = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="given", verbose_name=_("người ủy quyền")
    )
    receiver = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="received", verbose_name=_("người được ủy quyền")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("tại đơn vị"))
    covers_below = models.BooleanField(_("kể cả đơn vị trực thuộc"), default=False)
    role = models.CharField(_("vai trò"), max_length=24)
    permissions = ArrayField(models.CharField(max_length=40), verbose_name=_("việc được làm"))
    paper_no = models.CharField(_("số văn bản ủy quyền"), max_length=60)
    paper_on = models.DateField(_("ngày văn bản"))
    reason = models.CharField(_("lý do"), max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(_("thôi hiệu lực từ ngày"), null=True, blank=True)
    ended_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(_("lý do thôi"), max_length=300, blank=True)
    objects: ClassVar[Any] = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền")
        verbose_name_plural = _("ủy quyền")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(permissions__len__gt=0), name="delegation_of_something"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_by__isnull=True)
                | models.Q(ended_on__isnull=False, ended_by__isnull=False),
                name="delegation_ended_by_somebody",
            ),
            # A paper without end would be a second appointment.
            models.CheckConstraint(
                condition=models.Q(valid__upper_inf=False, valid__isempty=False), name="delegation_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id} {self.role}"


class ApiToken(models.Model):
    """Mã truy cập của một phần mềm, thay mặt một tài khoản, hẹp hơn tài khoản ấy. Only a hash is kept."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("tên phần mềm"), max_length=80)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("tài khoản")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("phạm vi đơn vị")
    )
    covers_below = models.BooleanField(_("kể cả đơn vị trực thuộc"), default=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("quyền"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(_("bốn ký tự cuối"), max_length=4, editable=False)
    expires_on = models.DateField(_("hết hạn sau ngày"))
    made_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(_("ngày dùng gần nhất"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("mã truy cập")
        verbose_name_plural = _("mã truy cập")
        constraints = [
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="token_for_something"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccessChange(models.Model):
    """Sổ thay đổi về người, tài khoản, vai trò, ủy quyền và mã truy cập; chỉ ghi thêm, không sửa, không xóa.

    The running program may insert rows and nothing else: the rights are taken from it in the migration.
    """

    class What(models.TextChoices):
        """Việc đã làm."""

        PERSON_ADDED = "them_nguoi", _("Thêm người và tài khoản")
        PERSON_MOVED = "chuyen_don_vi", _("Chuyển đơn vị công tác")
        ACCOUNT_DISABLED = "khoa_tai_khoan", _("Khóa tài khoản")
        ACCOUNT_ENABLED = "mo_tai_khoan", _("Mở lại tài khoản")
        LINK_MADE = "cap_lien_ket", _("Cấp liên kết đặt mật khẩu")
        POST_HELD = "giu_chuc_vu", _("Giữ chức vụ")
        POST_LEFT = "thoi_chuc_vu", _("Thôi chức vụ")
        ROLE_GIVEN = "giao_vai_tro", _("Giao vai trò")
        ROLE_ENDED = "thoi_vai_tro", _("Thôi vai trò")
        DELEGATED = "uy_quyen", _("Ủy quyền")
        DELEGATION_ENDED = "thoi_uy_quyen", _("Thôi ủy quyền")
        TOKEN_MADE = "cap_ma", _("Cấp mã truy cập")
        TOKEN_REVOKED = "thu_hoi_ma", _("Thu hồi mã truy cập")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("việc"), max_length=16, choices=What)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    why = models.CharField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("thay đổi về quyền")
        verbose_name_plural = _("thay đổi về quyền")
        indexes = [models.Index(fields=["person", "-id"], name="change_of_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.person_id}"
