"""An administrator's days off and make-up days, laid over the kept calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan import law
from danvan.records.models.history import recorded


class CalendarDay(models.Model):
    """Ngày nghỉ, ngày làm bù do người quản trị ghi theo văn bản (Bộ luật Lao động 2019, Điều 112; thông báo hằng năm).

    One row a day; every change is in the history. A day of the kept calendar that proves wrong is laid over with
    `ORDINARY`, so that the day follows its weekday again.
    """

    class Kind(models.TextChoices):
        """What the day is."""

        OFF = "off", _("Ngày nghỉ")
        MAKE_UP = "make_up", _("Ngày làm bù")
        ORDINARY = "ordinary", _("Ngày thường theo thứ trong tuần")

    class Status(models.TextChoices):
        """How the day is known."""

        READ = "V", _("đã đọc văn bản")
        SECONDARY = "S", _("theo nguồn thứ cấp")
        MEMORY = "M", _("theo trí nhớ, chưa kiểm chứng")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại ngày"), max_length=8, choices=Kind)
    name = models.CharField(_("tên ngày"), max_length=120)
    source = models.CharField(_("văn bản, nguồn"), max_length=200)
    status = models.CharField(_("kiểm chứng"), max_length=1, choices=Status, default=Status.READ)
    is_confirmed = models.BooleanField(_("đã có văn bản chính thức"), default=True)

    class Meta:
        verbose_name = _("ngày trong lịch")
        verbose_name_plural = _("ngày trong lịch")
        ordering = ("day",)
        triggers = recorded("")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()}"

    def as_row(self) -> law.DayRow:
        """The row that the law's calendar reads."""
        return law.DayRow(
            self.day, self.kind, self.name, self.source, self.status, confirmed=self.is_confirmed
        )


class CalendarYear(models.Model):
    """Thông báo lịch nghỉ chính thức của một năm: từ đó các hạn trong năm không còn «tạm tính»."""

    id = models.BigAutoField(primary_key=True)
    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    source = models.CharField(_("văn bản thông báo"), max_length=200)

    class Meta:
        verbose_name = _("năm đã có lịch nghỉ")
        verbose_name_plural = _("năm đã có lịch nghỉ")
        triggers = recorded("")

    def __str__(self) -> str:
        return str(self.year)
