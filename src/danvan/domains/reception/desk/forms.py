"""What officers fill in on the pages of the schedule."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.domains.reception.models import (
    HeadAnswer,
    HeadSession,
    Mode,
    OnlineGround,
    Receiver,
    RegularHours,
    UrgentGround,
)
from danvan.domains.reception.schedule.planning import LAST, Pattern
from danvan.ui.dates import WEEKDAYS
from danvan.ui.forms import DayField

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|g|giờ|:)\s*(\d{2})?", re.IGNORECASE)
NO_NAMES = gettext_lazy("Công khai trên cổng: không ghi họ tên công dân, không ghi nội dung tố cáo.")
WEEKS: list[tuple[str, Any]] = [(str(n), gettext_lazy("tuần thứ %(n)d") % {"n": n}) for n in range(1, LAST)]
WEEKS.append((str(LAST), gettext_lazy("tuần cuối")))


class HourField(forms.CharField):
    """An hour as people write it: 8h, 8h30, 8:30; gives a time."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "govuk-input--width-5"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = _HOUR.fullmatch(text.strip())
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat(text.strip())
        except ValueError:
            raise forms.ValidationError(_("Không đọc được giờ; hãy viết như 8h30 hoặc 8:30.")) from None


class UnitForm(forms.Form):
    """Any form that begins with the unit; a single one is not asked."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["unit"]
        where.choices = units
        if len(units) == 1:
            where.widget = forms.HiddenInput()
            self.initial["unit"] = units[0][0]

    @property
    def unit_id(self) -> int:
        """The chosen unit."""
        return int(self.cleaned_data["unit"])


class TimesForm(UnitForm):
    """From which hour to which, where, in what slots."""

    starts_at = HourField(label=gettext_lazy("Từ giờ"), initial=time(8))
    ends_at = HourField(label=gettext_lazy("Đến giờ"), initial=time(11))
    place = forms.CharField(label=gettext_lazy("Nơi tiếp"), max_length=200)
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Số phút mỗi lượt"), min_value=5, max_value=240, initial=30
    )
    places = forms.IntegerField(
        label=gettext_lazy("Số chỗ đặt trước mỗi lượt"),
        help_text=gettext_lazy("Ghi 0 nếu không cho đặt trước. Người không đặt trước vẫn được tiếp."),
        min_value=0,
        max_value=50,
        initial=1,
    )

    def clean(self) -> dict[str, Any]:
        """Hours in their order."""
        said = super().clean() or {}
        first, last = said.get("starts_at"), said.get("ends_at")
        if first and last and first >= last:
            self.add_error("ends_at", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return said


class SessionForm(TimesForm):
    """What a session says whatever its day."""

    attendance = forms.ChoiceField(
        label=gettext_lazy("Chủ trì"), choices=HeadSession.Attendance, widget=forms.RadioSelect
    )
    presided_by = forms.CharField(
        label=gettext_lazy("Chức vụ, họ tên người chủ trì"),
        help_text=gettext_lazy("Ví dụ: Chủ tịch UBND xã."),
        max_length=200,
    )
    delegated_by = forms.CharField(
        label=gettext_lazy("Văn bản ủy quyền"),
        help_text=gettext_lazy("Chỉ khi ủy quyền. Kỳ ủy quyền ghi bên cạnh, không thay việc trực tiếp tiếp."),
        max_length=200,
        required=False,
    )
    mode = forms.ChoiceField(label=gettext_lazy("Cách tiếp"), choices=Mode, initial=Mode.IN_ROOM)
    participants = forms.CharField(
        label=gettext_lazy("Thành phần tham gia"), max_length=500, required=False, help_text=NO_NAMES
    )
    agenda = forms.CharField(
        label=gettext_lazy("Nội dung dự kiến"), max_length=500, required=False, help_text=NO_NAMES
    )

    TOLD = (
        *("starts_at", "ends_at", "place", "slot_minutes", "places", "attendance", "presided_by"),
        *("delegated_by", "mode", "participants", "agenda"),
    )

    def clean(self) -> dict[str, Any]:
        """A deputy receives by a written delegation."""
        said = super().clean()
        if said.get("attendance") == HeadSession.Attendance.DELEGATED and not said.get("delegated_by"):
            self.add_error("delegated_by", _("Ủy quyền thì phải ghi số, ngày văn bản ủy quyền."))
        return said

    @property
    def told(self) -> dict[str, Any]:
        """The columns of each session."""
        return {name: self.cleaned_data[name] for name in self.TOLD}


class PlanForm(SessionForm):
    """A pattern over a month or a year."""

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2021, max_value=2100)
    month = forms.TypedChoiceField(
        label=gettext_lazy("Tháng"),
        choices=[
            ("", gettext_lazy("Cả năm")),
            *((str(n), gettext_lazy("Tháng %(n)d") % {"n": n}) for n in range(1, 13)),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    days = forms.CharField(
        label=gettext_lazy("Các ngày trong tháng"),
        help_text=gettext_lazy("Ví dụ: 5, 20. Hoặc để trống và chọn thứ ở dưới."),
        max_length=60,
        required=False,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Hoặc vào thứ"),
        choices=[
            ("", gettext_lazy("Không theo thứ")),
            *((str(n), f"{word[0].upper()}{word[1:]}") for n, word in enumerate(WEEKDAYS[:5])),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    weeks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("của các tuần trong tháng"),
        help_text=gettext_lazy("Không chọn là mọi tuần."),
        choices=WEEKS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ("unit", "year", "month", "days", "weekday", "weeks")

    def clean_days(self) -> tuple[int, ...]:
        """Numbers between 1 and 31."""
        parts = re.split(r"[\s,;.]+", self.cleaned_data["days"].strip())
        numbers = [part for part in parts if part]
        if not all(part.isascii() and part.isdigit() and 1 <= int(part[:3]) <= 31 for part in numbers):
            raise forms.ValidationError(_("Hãy ghi số ngày từ 1 đến 31, cách nhau bằng dấu phẩy."))
        return tuple(sorted({int(part) for part in numbers}))

    def clean(self) -> dict[str, Any]:
        """Either days or a weekday."""
        said = super().clean()
        if "days" in said and bool(said["days"]) == (said.get("weekday") is not None):
            self.add_error("days", _("Hãy ghi các ngày trong tháng, hoặc chọn một thứ; không cả hai."))
        return said

    @property
    def pattern(self) -> Pattern:
        """The days as a pattern."""
        said = self.cleaned_data
        return Pattern(said["days"], said["weekday"], tuple(said["weeks"]))


class UrgentForm(SessionForm):
    """One session that is on no schedule."""

    planned_on = DayField(label=gettext_lazy("Ngày tiếp"))
    urgent_ground = forms.ChoiceField(
        label=gettext_lazy("Trường hợp"), choices=UrgentGround, widget=forms.RadioSelect
    )
    field_order = ("unit", "urgent_ground", "planned_on")

    @property
    def told(self) -> dict[str, Any]:
        """The columns of the session."""
        return super().told | {"urgent_ground": self.cleaned_data["urgent_ground"]}


class HoursForm(TimesForm):
    """Regular hours; a deputy of the people's council receives on single days."""

    receiver = forms.ChoiceField(label=gettext_lazy("Ai tiếp"), choices=Receiver, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Thứ"),
        choices=[("", "—"), *RegularHours._meta.get_field("weekday").flatchoices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    only = DayField(
        label=gettext_lazy("Ngày đại biểu tiếp"),
        required=False,
        help_text=gettext_lazy("Chỉ cho đại biểu Hội đồng nhân dân, theo lịch được phân công."),
    )
    since = DayField(label=gettext_lazy("Áp dụng từ ngày"), required=False)
    who = forms.CharField(label=gettext_lazy("Bộ phận, người tiếp"), max_length=200, required=False)
    field_order = ("unit", "receiver", "weekday", "only", "since")

    def clean(self) -> dict[str, Any]:
        """Officers by weekday, deputies by day."""
        said = super().clean()
        if said.get("receiver") == Receiver.DEPUTIES:
            if not said.get("only"):
                self.add_error("only", _("Đại biểu tiếp vào ngày nào? Hãy ghi ngày."))
        else:
            said["only"] = None
            for name in ("weekday", "since"):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Hãy chọn thứ và ghi ngày bắt đầu áp dụng."))
        return said

    TOLD = ("receiver", "weekday", "starts_at", "ends_at", "place", "who", "slot_minutes", "places", "only")

    @property
    def told(self) -> dict[str, Any]:
        """The columns."""
        return {name: self.cleaned_data[name] for name in self.TOLD}


class EndForm(forms.Form):
    """The last day of regular hours."""

    last = DayField(label=gettext_lazy("Ngày cuối cùng áp dụng"))


class MoveForm(forms.Form):
    """The new time of a session, and why."""

    planned_on = DayField(label=gettext_lazy("Ngày mới"))
    starts_at = HourField(label=gettext_lazy("Từ giờ"))
    ends_at = HourField(label=gettext_lazy("Đến giờ"))
    place = forms.CharField(label=gettext_lazy("Nơi tiếp"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Lý do dời"), min_length=5, max_length=300, help_text=NO_NAMES
    )


class OnlineForm(forms.Form):
    """The conditions of an online session."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Trường hợp tiếp trực tuyến"), choices=OnlineGround, widget=forms.RadioSelect
    )
    no_secrecy = forms.BooleanField(
        label=gettext_lazy("Người tố cáo không yêu cầu giữ bí mật (chỉ hỏi khi là tố cáo)"), required=False
    )
    notified_on = DayField(label=gettext_lazy("Ngày thông báo cho công dân và cơ quan liên quan"))
    tested_on = DayField(label=gettext_lazy("Ngày kiểm tra kết nối"), required=False)
    connected_at = HourField(label=gettext_lazy("Giờ kết nối chính thức"), required=False)
    recording_kept_at = forms.CharField(
        label=gettext_lazy("Nơi lưu dữ liệu ghi âm, ghi hình"),
        help_text=gettext_lazy("Máy chủ của Nhà nước; ghi tên máy chủ, đường dẫn hoặc số hồ sơ."),
        max_length=200,
        required=False,
    )


class ConclusionForm(forms.Form):
    """One conclusion of a head."""

    visit = forms.ChoiceField(label=gettext_lazy("Lượt tiếp"), required=False)
    answer = forms.ChoiceField(
        label=gettext_lazy("Trả lời công dân"), choices=HeadAnswer, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung kết luận"),
        help_text=gettext_lazy("Để trống khi lượt tiếp có nội dung tố cáo."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Giao đơn vị"), required=False)
    due_on = DayField(label=gettext_lazy("Hạn thực hiện, báo công dân"), required=False)
    contact = forms.CharField(label=gettext_lazy("Người liên hệ"), max_length=200, required=False)

    def __init__(
        self, *args: Any, visits: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["visit"]
        which.choices = [("", _("Kết luận chung của kỳ")), *visits]
        where: Any = self.fields["unit"]
        where.choices = [("", _("Không giao")), *units]


class DoneForm(forms.Form):
    """An order was carried out."""

    on = DayField(label=gettext_lazy("Ngày thực hiện xong"))
    result = forms.CharField(
        label=gettext_lazy("Kết quả"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class LogForm(UnitForm):
    """Which days of the book."""

    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến ngày"))
    paper = forms.ChoiceField(
        label=gettext_lazy("Khổ giấy"),
        choices=[("a4", gettext_lazy("A4 ngang")), ("a3", gettext_lazy("A3 ngang"))],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Not more than a year at a time."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if isinstance(since, date) and isinstance(until, date) and (until - since).days > 366:
            self.add_error("until", _("Mỗi lần in không quá một năm; hãy chọn khoảng ngắn hơn."))
        return said
