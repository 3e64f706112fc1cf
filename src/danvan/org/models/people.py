"""People, the posts they hold, the roles given to them, and their accounts."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.org.models.units import Dated, Unit, no_overlap
from danvan.ui.vietnamese import fold, nfc, sort_key


class Person(models.Model):
    """Cán bộ, công chức, viên chức hoặc đại biểu dùng hệ thống.

    `unit` is where the person works and whose administrator looks after the account; what the person may do comes from
    roles alone. Lists are ordered by given name, then family name, as registers of officials are.
    """

    id = models.BigAutoField(primary_key=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("đơn vị công tác"),
    )
    folded = models.CharField(max_length=120, editable=False, default="")
    name_key = models.CharField(max_length=500, db_collation="C", editable=False, default="")

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("người")

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store beside the name what it is sought and ordered by."""
        self.full_name = nfc(" ".join(self.full_name.split()))
        self.folded, self.name_key = fold(self.full_name), given_name_first(self.full_name)
        super().save(*args, **kwargs)

    def roles_on(self, day: date) -> list[RoleGrant]:
        """The roles held on a day, with their units; one query."""
        return list(self.grants.on(day).select_related("unit").order_by("unit_id", "role"))

    def posts_on(self, day: date) -> list[Post]:
        """The posts held on a day, the head's first; one query."""
        held = Post.objects.filter(holdings__person=self, holdings__valid__contains=day)
        return list(held.select_related("unit").order_by("-is_head", "id"))


def given_name_first(full_name: str) -> str:
    """The sort key of a name in a register: given name, then the rest from the family name on."""
    *others, given = full_name.split() or [""]
    return f"{sort_key(given)} {sort_key(' '.join(others))}"[:500]


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

    limits: ClassVar[None] = None  # a person's account is not narrowed; see danvan.org.machines
    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.username
