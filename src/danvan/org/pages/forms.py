"""What the pages ask. Choices are those that the account may make; the acts check everything again."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.org.people import posts
from danvan.org.people.book import LONGEST_REASON
from danvan.org.people.tokens import SCOPES
from danvan.org.roles import PERMISSIONS, ROLES
from danvan.ui.forms import DayField

NONE_CHOSEN = ("", _("(chưa chọn)"))


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    why = forms.CharField(
        label=_("Lý do, số văn bản"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Được ghi vào sổ thay đổi và không sửa được."),
    )


class UnitForm(ReasonForm):
    """An act at one of the units offered."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    field_order: tuple[str, ...] | None = ("unit", "why")

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(units)
        _offer(self, "unit", offered if len(offered) == 1 else [NONE_CHOSEN, *offered])


class PersonForm(UnitForm):
    """A new person with an account."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, dấu chấm; ví dụ minhhoa.nt. Không đổi được về sau."),
    )
    email = forms.EmailField(
        label=_("Thư điện tử công vụ"), required=False, help_text=_("Để tự lấy lại mật khẩu khi quên.")
    )
    field_order = ("unit", "full_name", "username", "email", "why")


class _BelowForm(UnitForm):
    covers_below = forms.BooleanField(label=_("Kể cả các đơn vị trực thuộc"), required=False)


class GiveForm(_BelowForm):
    """A role at a unit for some days."""

    role = forms.ChoiceField(label=_("Vai trò"), widget=forms.RadioSelect)
    since = DayField(label=_("Từ ngày"), help_text=_("Hôm nay hoặc một ngày sau."))
    until = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống khi chưa có hạn."))
    field_order = ("role", "unit", "covers_below", "since", "until", "why")

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "role", [(key, f"{ROLES[key].label}: {ROLES[key].sentence}") for key in roles])


class EndForm(ReasonForm):
    """The first day without a role or post."""

    on = DayField(label=_("Thôi từ ngày"), help_text=_("Từ ngày này không còn hiệu lực."))
    field_order = ("on", "why")


class HoldForm(UnitForm):
    """A post of a unit."""

    rank = forms.ChoiceField(
        label=_("Chức vụ là"),
        widget=forms.RadioSelect,
        choices=[
            (posts.HEAD, _("Người đứng đầu đơn vị")),
            (posts.DEPUTY, _("Cấp phó của người đứng đầu")),
            (posts.OTHER, _("Chức vụ khác")),
        ],
    )
    title = forms.CharField(
        label=_("Tên chức vụ"), max_length=120, help_text=_("Ví dụ: Phó Chủ tịch UBND xã.")
    )
    since = DayField(label=_("Từ ngày"), help_text=_("Ngày ghi trong quyết định; có thể là ngày đã qua."))
    until = DayField(label=_("Đến hết ngày"), required=False)
    field_order = ("rank", "title", "unit", "since", "until", "why")


class DelegateForm(_BelowForm):
    """A paper that lends part of a role."""

    receiver = forms.ChoiceField(label=_("Người được ủy quyền"))
    permissions = forms.MultipleChoiceField(
        label=_("Được làm những việc"), widget=forms.CheckboxSelectMultiple
    )
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"), help_text=_("Ủy quyền luôn có ngày hết hạn."))
    paper_no = forms.CharField(label=_("Số văn bản ủy quyền"), max_length=60)
    paper_on = DayField(label=_("Ngày văn bản"))
    field_order = (
        *("receiver", "permissions", "unit", "covers_below", "since", "until", "paper_no", "paper_on", "why"),
    )

    def __init__(self, *args: Any, role: str, people: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lent = [key for key in PERMISSIONS if key in ROLES[role].permissions]
        _offer(self, "permissions", [(key, _first_large(PERMISSIONS[key])) for key in lent])
        _offer(self, "receiver", [NONE_CHOSEN, *people])


class TokenForm(_BelowForm):
    """A token for a machine."""

    name = forms.CharField(label=_("Tên phần mềm dùng mã"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("Phần mềm được"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, PERMISSIONS[key].capitalize()) for key in SCOPES],
    )
    expires_on = DayField(label=_("Dùng đến hết ngày"), help_text=_("Không quá một năm."))
    field_order = ("name", "scopes", "unit", "covers_below", "expires_on", "why")


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
