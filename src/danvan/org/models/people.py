"""People, the posts they hold, the roles given to them, and their accounts."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.units import Dated, Unit, no_overlap


class Person(models.Model):
    """Cán bộ, công chức, viên chức hoặc đại biểu dùng hệ thống."""

    id = models.BigAutoField(primary_key=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("người")

    def __str__(self) -> str:
        return self.full_name

    def roles_on(self, day: date) -> list[RoleGrant]:
        """The roles held on a day, with their units; one query."""
        return list(self.grants.on(day).select_related("unit").order_by("unit_id", "role"))

    def posts_on(self, day: date) -> list[Post]:
        """The posts held on a day, the head's first; one query."""
        held = Post.objects.filter(holdings__person=self, holdings__valid__contains=day)
        return list(held.select_related("unit").order_by("-is_head", "id"))


class Post(models.Model):
    """Chức vụ tại một đơn vị; người đứng đầu phải trực tiếp tiếp công dân (Luật Tiếp công dân 2013, Điều 18).

    One seat: several deputies are several posts. A unit has one head's post, and a post one holder at a time.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("chức vụ"), max_length=120)
    is_head = models.BooleanField(_("người đứng đầu"), default=False)
    is_deputy = models.BooleanField(_("cấp phó của người đứng đầu"), default=False)

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(is_head=True), name="unit_one_head_post"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_head=True, is_deputy=True), name="post_head_or_deputy"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostHolding(Dated):
    """Người giữ một chức vụ trong một khoảng thời gian."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")

    class Meta:
        verbose_name = _("thời gian giữ chức vụ")
        verbose_name_plural = _("thời gian giữ chức vụ")
        constraints = [no_overlap("post_one_holder", "post")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id} {self.valid}"


class RoleGrant(Dated):
    """Vai trò được giao cho một người tại một đơn vị; `covers_below` kể cả các đơn vị trực thuộc."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("vai trò"), max_length=24)
    covers_below = models.BooleanField(_("kể cả đơn vị trực thuộc"), default=False)

    class Meta:
        verbose_name = _("vai trò được giao")
        verbose_name_plural = _("vai trò được giao")
        constraints = [no_overlap("grant_once", "person", "unit", "role")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """A saved account with its password hashed; without a password it can log in by other ways only."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """Tài khoản đăng nhập. What it may do comes from the roles of its person, never from Django's permissions."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
        verbose_name=_("người"),
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(default=False)
    is_illustrative = models.BooleanField(_("tài khoản minh họa"), default=False)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.username
