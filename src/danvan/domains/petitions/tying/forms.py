"""Forms by which letters and matters are tied, split, parted and found to be a tố cáo."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.domains.petitions.denunciations.reclassifying import Found
from danvan.domains.petitions.models import Field, Kind, Letter, Matter
from danvan.domains.petitions.tying.joining import Because, Parting
from danvan.domains.petitions.tying.splitting import Part, Rest
from danvan.records.declare import Move
from danvan.records.desk import submissions
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField

NOT_CHOSEN = gettext_lazy("Hãy chọn một vụ việc trong danh sách.")
NO_REASON = gettext_lazy("Hãy chọn lý do.")


class _KeyedForm(forms.Form):
    """Taken once, by its key."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.initial.setdefault("key", submissions.new_key())

    def clean_key(self) -> str:
        """A key of ours."""
        try:
            return submissions.read_key(self.cleaned_data["key"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


class MatterForm(forms.Form):
    """One of the matters offered."""

    matter = forms.ChoiceField(
        label=gettext_lazy("Vụ việc"), widget=forms.RadioSelect, error_messages={"required": NOT_CHOSEN}
    )

    def __init__(self, sent: Any, offered: Iterable[Matter], *, with_unit: bool = False) -> None:
        super().__init__(sent)
        self.offered = {matter.public_id: matter for matter in offered}
        field: Any = self.fields["matter"]
        field.error_messages["invalid_choice"] = NOT_CHOSEN
        field.choices = [(code, _said(matter, with_unit)) for code, matter in self.offered.items()]
        if len(self.offered) == 1:
            self.initial["matter"] = next(iter(self.offered))

    @property
    def chosen(self) -> Matter:
        """The matter that was chosen."""
        return self.offered[self.cleaned_data["matter"]]


class JoinForm(MatterForm):
    """The matter, and why the letter belongs to it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do"),
        choices=Because.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_REASON, "invalid_choice": NO_REASON},
    )


class PartForm(forms.Form):
    """Why a tie is taken back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do gỡ"),
        choices=Parting.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_REASON, "invalid_choice": NO_REASON},
    )


class _AreaField(forms.ChoiceField):
    """Asked of a class that is chosen, which the split itself sees to; what is not chosen sends nothing."""

    def validate(self, value: Any) -> None:
        """One of the list, or nothing."""
        if value:
            super().validate(value)


class SplitForm(_KeyedForm):
    """Classes and fields of the further contents; what stays of a named letter without its tố cáo."""

    content = forms.CharField(
        label=gettext_lazy("Nội dung còn lại của đơn này"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("Xóa mọi lời tố cáo; chỉ để lại phần khiếu nại, kiến nghị, phản ánh."),
    )
    against = forms.CharField(
        label=gettext_lazy("Cơ quan, quyết định bị khiếu nại"), required=False, max_length=200
    )
    place = forms.CharField(label=gettext_lazy("Nơi xảy ra sự việc"), required=False, max_length=200)
    agreed = forms.BooleanField(
        label=gettext_lazy("Tôi đã bỏ hết nội dung tố cáo khỏi ba ô trên"), required=False
    )

    def __init__(self, sent: Any, letter: Letter, content: str) -> None:
        super().__init__(sent, initial={"content": content, "against": letter.against, "place": letter.place})
        self.is_named = bool(letter.identity_released_on)
        for kind in Kind:
            self.fields[kind.value] = forms.BooleanField(label=kind.label, required=False)
            self.fields[f"{kind.value}_field"] = _AreaField(
                label=_("Lĩnh vực của phần %(kind)s") % {"kind": str(kind.label).lower()},
                choices=Field.choices,
                initial=letter.field,
            )
        if not self.is_named:
            for name in ("content", "against", "place", "agreed"):
                del self.fields[name]

    def rows(self) -> list[tuple[Any, Any]]:
        """(class, field) controls, as they stand beside each other."""
        return [(self[kind.value], self[f"{kind.value}_field"]) for kind in Kind]

    @property
    def parts(self) -> list[Part]:
        """The contents chosen."""
        told = self.cleaned_data
        return [Part(kind, told[f"{kind}_field"]) for kind in Kind.values if told[kind]]

    @property
    def rest(self) -> Rest | None:
        """What the first letter still says; nothing of a sealed letter, which says nothing anyhow."""
        told = self.cleaned_data
        return Rest(told["content"], told["against"], told["place"]) if self.is_named else None

    def clean(self) -> dict[str, Any]:
        """The officer says that no word of a tố cáo is left."""
        told = super().clean() or self.cleaned_data
        if self.is_named and told.get(Kind.DENUNCIATION) and not told.get("agreed"):
            self.add_error("agreed", _("Hãy bỏ hết nội dung tố cáo khỏi đơn này rồi đánh dấu."))
        return told


class DenouncedForm(_KeyedForm):
    """Day and reason, and what the step needs that ends the matter."""

    on = DayField(label=gettext_lazy("Ngày thực hiện"), help_text=gettext_lazy("Ví dụ 16/3/2023"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Vì sao là tố cáo"),
        choices=Found.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_REASON, "invalid_choice": NO_REASON},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "Tôi hiểu họ tên, nội dung, tệp, tin nhắn của đơn và vụ việc bị xóa, không lấy lại được"
        ),
        error_messages={"required": gettext_lazy("Hãy đánh dấu để xác nhận việc xóa.")},
    )

    def __init__(self, sent: Any, move: Move | None, **more: Any) -> None:
        super().__init__(sent, **more)
        self.needs = move.needs if move else ()
        for name in self.needs:
            self.fields[name] = _control(Matter._meta.get_field(name))
        self.order_fields([*self.needs, "on", "reason", "agreed"])

    @property
    def values(self) -> dict[str, Any]:
        """What the step needs, by the names of its fields."""
        return {name: self.cleaned_data[name] for name in self.needs}


def _control(column: Any) -> forms.Field:
    options = {"form_class": DayField} if isinstance(column, models.DateField) else {}
    field = column.formfield(required=True, **options)
    if isinstance(field, forms.ChoiceField):
        named: Any = field
        named.choices = [(value, words if value else _("Chưa chọn")) for value, words in named.choices]
    return field


def _said(matter: Matter, with_unit: bool) -> str:
    where = f", {matter.unit}" if with_unit else ""
    return f"{matter.number}{where}, {day(matter.received_on)}: {matter.title} ({matter.state_label})"
