"""Units in time: names, codes, parents, successions.

A unit is an identity. Its names, codes and parents are dated rows, since a code is not an identity: five communes of
Quảng Bình kept theirs under a new name. Merging adds rows; nothing is moved or deleted.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.ui.vietnamese import fold, sort_key


def no_overlap(name: str, *columns: str, condition: models.Q | None = None) -> ExclusionConstraint:
    """Two rows alike in `columns` may not be valid on the same day; the database refuses the second."""
    same = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(
        name=name, expressions=[*same, ("valid", RangeOperators.OVERLAPS)], condition=condition
    )


class ValidQuerySet(models.QuerySet):
    """Dated rows."""

    def on(self, day: date) -> ValidQuerySet:
        """The rows valid on a day."""
        return self.filter(valid__contains=day)


class Kind(models.TextChoices):
    """What a unit is; it may change in time (a commune becomes a ward)."""

    PROVINCE = "tinh", _("Tỉnh")
    CENTRAL_CITY = "thanh_pho_tw", _("Thành phố trực thuộc trung ương")
    DISTRICT = "huyen", _("Huyện")
    URBAN_DISTRICT = "quan", _("Quận")
    TOWN = "thi_xa", _("Thị xã")
    CITY = "thanh_pho_tinh", _("Thành phố thuộc tỉnh")
    COMMUNE = "xa", _("Xã")
    WARD = "phuong", _("Phường")
    TOWNSHIP = "thi_tran", _("Thị trấn")
    SPECIAL_ZONE = "dac_khu", _("Đặc khu")
    OFFICE = "van_phong", _("Văn phòng")
    RECEPTION_BOARD = "ban_tcd", _("Ban Tiếp công dân")
    DEPARTMENT = "so", _("Sở, cơ quan ngang sở")
    INSPECTORATE = "thanh_tra", _("Thanh tra")
    PARTY = "dang", _("Tổ chức Đảng")
    COUNCIL = "hdnd", _("Hội đồng nhân dân")
    DELEGATION = "doan_dbqh", _("Đoàn đại biểu Quốc hội")
    FRONT = "mttq", _("Mặt trận Tổ quốc Việt Nam")
    UNION = "doan_the", _("Tổ chức chính trị - xã hội")


TERRITORIAL = (
    *(Kind.PROVINCE, Kind.CENTRAL_CITY, Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY),
    *(Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE),
)


class Unit(models.Model):
    """Đơn vị hành chính, cơ quan hoặc tổ chức, một danh tính qua các lần đổi tên, đổi mã, đổi cấp trên.

    An administrative unit stands for its People's Committee too: reports and petitions of "Xã X" are those of its UBND.
    """

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(_("mã địa chỉ"), max_length=80, unique=True)
    # The kept lists own the rows of such a unit until an act or an import changes it (org.loading.release).
    is_listed = models.BooleanField(_("theo danh mục đi kèm"), default=False, editable=False)

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")

    def __str__(self) -> str:
        return self.name_on(None)

    def name_on(self, day: date | None) -> str:
        """The official name on a day, the newest one when the day is None or outside the unit's life."""
        rows = self.names.order_by("-valid")
        row = (rows.on(day).first() if day else None) or rows.first()
        return row.name if row else self.slug

    def is_remote_on(self, day: date) -> bool:
        """Whether the province has declared it vùng sâu, vùng xa on that day (no law lists them)."""
        return self.remote_spells.on(day).exists()


class Dated(models.Model):
    """A row that holds from a day, to a day or without end. `valid` is [first, day after last)."""

    id = models.BigAutoField(primary_key=True)
    valid = DateRangeField(_("hiệu lực"))
    objects: ClassVar[Any] = ValidQuerySet.as_manager()

    class Meta:
        abstract = True


class UnitName(Dated):
    """Tên và loại của đơn vị (Luật Tổ chức chính quyền địa phương 2015, Điều 2) trong một khoảng thời gian."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("tên"), max_length=120)
    kind = models.CharField(_("loại đơn vị"), max_length=16, choices=Kind)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    folded = models.CharField(max_length=120, default="", editable=False)
    note = models.CharField(_("nguồn, ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tên đơn vị")
        verbose_name_plural = _("tên đơn vị")
        constraints = [no_overlap("unit_one_name", "unit")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store sort key and mark-less text beside the name: the database has no Vietnamese collation."""
        self.sort_key, self.folded = sort_key(self.name), fold(self.name)
        super().save(*args, **kwargs)


class UnitCode(Dated):
    """Mã đơn vị: mã của Tổng cục Thống kê (gso), mã nội bộ của tỉnh, hoặc mã định danh điện tử.

    The electronic identifier (Quyết định 20/2020/QĐ-TTg) is given by an official decision, so none is shipped.
    """

    class System(models.TextChoices):
        """Hệ thống mã."""

        STATISTICS = "gso", _("Mã đơn vị hành chính")
        INTERNAL = "noi_bo", _("Mã nội bộ")
        ELECTRONIC = "dien_tu", _("Mã định danh điện tử")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="codes")
    system = models.CharField(max_length=8, choices=System, default=System.STATISTICS)
    code = models.CharField(_("mã"), max_length=35)

    class Meta:
        verbose_name = _("mã đơn vị")
        verbose_name_plural = _("mã đơn vị")
        constraints = [
            no_overlap("unit_one_code", "unit", "system"),
            no_overlap("code_one_unit", "system", "code"),
        ]

    def __str__(self) -> str:
        return self.code


def code_system(kind: str) -> str:
    """Which codes a unit of a kind carries: those of the statistics office, or the province's own."""
    return UnitCode.System.STATISTICS if kind in TERRITORIAL else UnitCode.System.INTERNAL


class UnitParent(Dated):
    """Cấp trên trực tiếp của đơn vị trong một khoảng thời gian."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")

    class Meta:
        verbose_name = _("cấp trên")
        verbose_name_plural = _("cấp trên")
        constraints = [
            no_overlap("unit_one_parent", "unit"),
            models.CheckConstraint(condition=~models.Q(unit=models.F("parent")), name="unit_not_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class RemoteSpell(Dated):
    """Vùng sâu, vùng xa, đi lại khó khăn (Luật Khiếu nại 2011, Điều 28): luật không có danh sách, tỉnh xác định."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remote_spells")

    class Meta:
        verbose_name = _("thời gian là vùng sâu, vùng xa")
        verbose_name_plural = _("thời gian là vùng sâu, vùng xa")
        constraints = [no_overlap("unit_one_remote_spell", "unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.valid}"


class Succession(models.Model):
    """Việc một đơn vị kế thừa đơn vị khác khi nhập, chia, tách (Luật Tổ chức chính quyền địa phương 2015, Điều 128).

    Records stay where they were made. A renamed unit is no heir: it is the same unit with a new name row.
    """

    class Manner(models.TextChoices):
        """Cách kế thừa."""

        MERGE = "nhap", _("Nhập")
        SPLIT = "chia_tach", _("Chia, tách")
        LEVEL = "chuyen_cap", _("Chuyển cấp")

    class Share(models.TextChoices):
        """Phần được kế thừa."""

        WHOLE = "toan_bo", _("Toàn bộ")
        PART = "mot_phan", _("Một phần")

    id = models.BigAutoField(primary_key=True)
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inherits")
    on = models.DateField(_("từ ngày"))
    manner = models.CharField(_("cách"), max_length=12, choices=Manner, default=Manner.MERGE)
    share = models.CharField(_("phần kế thừa"), max_length=8, choices=Share, default=Share.WHOLE)
    source = models.CharField(_("văn bản"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class LoadedLists(models.Model):
    """Which state of the kept lists the database holds, so that a second start has nothing to load."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("danh mục đã nạp")
        verbose_name_plural = _("danh mục đã nạp")

    def __str__(self) -> str:
        return self.digest[:12]
