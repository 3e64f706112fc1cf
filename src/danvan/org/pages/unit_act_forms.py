"""What the pages of acts on units ask, one form a kind. `wish` is what was asked for, as the acts want it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from danvan.org.acts import wishes
from danvan.org.acts.wishes import Basis, Designation, Kind, Wish
from danvan.org.models import Kind as UnitKind
from danvan.org.pages.forms import NONE_CHOSEN
from danvan.ui.forms import DayField
from danvan.ui.vietnamese import nfc

NEW = "moi"
Options = list[tuple[str, str]]


class UnitField(forms.ChoiceField):
    """One of the units that the account manages; gives its id, None where nothing is chosen."""

    def clean(self, value: Any) -> int | None:
        chosen = super().clean(value)
        return int(chosen) if chosen else None


class ActForm(forms.Form):
    """The paper and the day of any act."""

    on = DayField(label=_("Có hiệu lực từ ngày"), help_text=_("Ngày ghi trong văn bản; ví dụ 1/7/2025."))
    paper_no = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    paper_on = DayField(label=_("Ngày văn bản"))
    paper_title = forms.CharField(
        label=_("Trích yếu văn bản"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    own: tuple[str, ...] = ()
    unit_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Options = list(units)
        for name in self.unit_fields:
            field: Any = self.fields[name]
            field.choices = (
                offered if isinstance(field, forms.MultipleChoiceField) else [NONE_CHOSEN, *offered]
            )
        self.order_fields([*self.own, "on", "paper_no", "paper_on", "paper_title", "note"])

    def basis(self) -> Basis:
        """The paper."""
        said = self.cleaned_data
        return Basis(said["paper_no"], said["paper_on"], said["paper_title"], said["note"])

    def wish(self) -> Wish:
        """What was asked for."""
        raise TypeError("the form of a kind says what it asks for")


class _NamedForm(ActForm):
    name = forms.CharField(label=_("Tên đơn vị"), max_length=120)
    unit_kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=[NONE_CHOSEN, *UnitKind.choices])
    code = forms.CharField(
        label=_("Mã đơn vị"),
        max_length=16,
        required=False,
        help_text=_("Để trống khi chưa được cấp mã, hoặc khi mã không đổi."),
    )

    def called(self, parent: int | None = None) -> Designation:
        """The name, kind and code that were written; text in another form of Unicode is put right here."""
        said = self.cleaned_data
        return Designation(_name(said["name"]), said["unit_kind"], said["code"].strip(), parent)


def _name(text: str) -> str:
    return nfc(" ".join(text.split()))


class CreateForm(_NamedForm):
    """A new unit."""

    parent = UnitField(label=_("Trực thuộc"), required=False)
    own = ("name", "unit_kind", "code", "parent")
    unit_fields = ("parent",)

    def wish(self) -> Wish:
        said = self.cleaned_data
        return wishes.create(said["on"], self.called(said["parent"]))


class RenameForm(_NamedForm):
    """Another name, kind or code."""

    unit = UnitField(label=_("Đơn vị"))
    own = ("unit", "name", "unit_kind", "code")
    unit_fields = ("unit",)

    def wish(self) -> Wish:
        said = self.cleaned_data
        return wishes.rename(said["on"], said["unit"], self.called())


class MoveForm(ActForm):
    """Another superior."""

    unit = UnitField(label=_("Đơn vị"))
    parent = UnitField(label=_("Chuyển sang trực thuộc"))
    own = ("unit", "parent")
    unit_fields = ("unit", "parent")

    def wish(self) -> Wish:
        said = self.cleaned_data
        return wishes.move(said["on"], said["unit"], said["parent"])


class MergeForm(_NamedForm):
    """Several become one."""

    units = forms.MultipleChoiceField(
        label=_("Các đơn vị được nhập"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chọn từ hai trở lên."),
    )
    into = UnitField(
        label=_("Nhập vào"),
        required=False,
        help_text=_("Để trống khi thành một đơn vị mới; nếu chọn, phải là một trong các đơn vị được nhập."),
    )
    parent = UnitField(label=_("Đơn vị mới trực thuộc"), required=False)
    own = ("units", "into", "name", "unit_kind", "code", "parent")
    unit_fields = ("units", "into", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên sau khi nhập")
        for name in ("name", "unit_kind"):
            self.fields[name].required = False
        self.fields["name"].help_text = _("Để trống khi đơn vị nhận nhập giữ nguyên tên.")

    def clean(self) -> dict[str, Any]:
        """A new unit needs its name and kind."""
        said = super().clean() or {}
        new = not said.get("into") or said.get("name")
        for name in ("name", "unit_kind"):
            if new and not said.get(name) and name not in self.errors:
                self.add_error(
                    name, ValidationError(_now("Đơn vị mới hoặc đổi tên phải có tên và loại."), "required")
                )
        return said

    def wish(self) -> Wish:
        said = self.cleaned_data
        made = self.called(None if said["into"] else said["parent"]) if said["name"] else None
        return wishes.merge(said["on"], [int(pk) for pk in said["units"]], into=said["into"], made=made)


class SplitForm(ActForm):
    """One becomes several."""

    unit = UnitField(label=_("Đơn vị bị chia, tách"))
    lives_on = forms.ChoiceField(
        label=_("Đơn vị cũ"),
        widget=forms.RadioSelect,
        choices=[("chia", _("Kết thúc (chia)")), ("tach", _("Còn lại (tách một phần)"))],
    )
    made = forms.CharField(
        label=_("Các đơn vị mới"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một đơn vị: tên; mã nếu đã có. Ví dụ: Xã Minh Họa Một; 19999"),
    )
    unit_kind = forms.ChoiceField(
        label=_("Loại của các đơn vị mới"), choices=[NONE_CHOSEN, *UnitKind.choices]
    )
    parent = UnitField(label=_("Trực thuộc"))
    own = ("unit", "lives_on", "made", "unit_kind", "parent")
    unit_fields = ("unit", "parent")

    def wish(self) -> Wish:
        said = self.cleaned_data
        lines = [line.partition(";") for line in said["made"].splitlines() if line.strip()]
        made = [
            Designation(_name(name), said["unit_kind"], code.strip(), said["parent"])
            for name, _sign, code in lines
        ]
        return wishes.split(said["on"], said["unit"], made, lives_on=said["lives_on"] == "tach")


class DissolveForm(ActForm):
    """An end."""

    unit = UnitField(label=_("Đơn vị giải thể"))
    heir = UnitField(
        label=_("Đơn vị tiếp nhận"),
        required=False,
        help_text=_("Bắt buộc khi đơn vị còn hồ sơ đang giải quyết."),
    )
    own = ("unit", "heir")
    unit_fields = ("unit", "heir")

    def wish(self) -> Wish:
        said = self.cleaned_data
        return wishes.dissolve(said["on"], said["unit"], said["heir"])


FORMS: dict[str, type[ActForm]] = {
    Kind.CREATE: CreateForm,
    Kind.RENAME: RenameForm,
    Kind.MOVE: MoveForm,
    Kind.MERGE: MergeForm,
    Kind.SPLIT: SplitForm,
    Kind.DISSOLVE: DissolveForm,
}
LEADS = {
    Kind.CREATE: _("Một đơn vị mới, không kế thừa đơn vị nào."),
    Kind.RENAME: _(
        "Vẫn đơn vị ấy, từ ngày có hiệu lực mang tên, loại hoặc mã khác; hồ sơ và quyền không đổi."
    ),
    Kind.MOVE: _("Vẫn đơn vị ấy cùng mọi đơn vị trực thuộc, sang cấp trên khác."),
    Kind.MERGE: _(
        "Nhiều đơn vị thành một; đơn vị trực thuộc đi theo, hồ sơ đã xong ở lại, hồ sơ đang mở chờ bàn giao."
    ),
    Kind.SPLIT: _("Một đơn vị thành nhiều, hoặc tách một phần thành đơn vị mới."),
    Kind.DISSOLVE: _("Đơn vị kết thúc; đơn vị tiếp nhận làm tiếp việc còn lại."),
}
