"""Forms of the register: what to show, what is kept of a matter, a contact, and the way out."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.domains.petitions.hard.keeping import ASKED, FLAGS, KEPT
from danvan.domains.petitions.hard.proposing import LONGEST
from danvan.domains.petitions.kinds import may_hold_identity
from danvan.domains.petitions.models import WHY, ContactKind, Ground, HardMatter, Leaving, Matter
from danvan.org import roles
from danvan.org.models import Person
from danvan.records.desk import places
from danvan.records.desk.access import Reach
from danvan.records.today import today
from danvan.ui.forms import DayField

ANYTHING = ("", gettext_lazy("Tất cả"))


class FilterForm(forms.Form):
    """What of the register is shown."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị, kể cả trực thuộc"), required=False)
    ground = forms.ChoiceField(
        label=gettext_lazy("Căn cứ"), required=False, choices=[ANYTHING, *Ground.choices]
    )
    past = forms.ChoiceField(
        label=gettext_lazy("Bước tiếp theo"),
        required=False,
        choices=[ANYTHING, ("1", gettext_lazy("Quá ngày dự kiến"))],
    )
    left = forms.ChoiceField(
        label=gettext_lazy("Trong sổ"),
        required=False,
        choices=[("", gettext_lazy("Đang theo dõi")), ("1", gettext_lazy("Đã ra khỏi sổ"))],
    )
    newest = forms.ChoiceField(
        label=gettext_lazy("Thứ tự"),
        required=False,
        choices=[("", gettext_lazy("Lâu nhất trước")), ("1", gettext_lazy("Mới nhất trước"))],
    )

    def __init__(self, reach: Reach, given: Any) -> None:
        super().__init__(given, auto_id="loc_%s")
        units = places.choices(reach.readable, reach.on)
        cast(forms.ChoiceField, self.fields["unit"]).choices = [ANYTHING, *units]
        if len(units) < 2:
            del self.fields["unit"]


class DaysForm(forms.Form):
    """From how many days on a matter is suggested."""

    days = forms.IntegerField(
        label=gettext_lazy("Gợi ý vì kéo dài từ (ngày)"), min_value=1, max_value=LONGEST, required=False
    )


class KeepForm(forms.ModelForm):
    """Grounds, leader, plan and next step; of a tố cáo no field that holds a word."""

    class Meta:
        model = HardMatter
        fields = KEPT
        field_classes = {"next_on": DayField}
        widgets = {"plan": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, matter: Matter, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not may_hold_identity(matter):
            for name in set(KEPT) - {*FLAGS, "next_on"}:
                del self.fields[name]
            return
        for name in ASKED:
            self.fields[name].required = True
        leader = cast(forms.ModelChoiceField, self.fields["leader"])
        leader.queryset = leaders(matter, self.instance.leader_id)
        leader.empty_label = _("Chưa chọn")
        leader.help_text = _("Cần một trong hai: người ở ô này, hoặc chức vụ ở ô dưới.")

    def validate_constraints(self) -> None:
        """Left to the writer, whose sentences say how to mend."""

    @property
    def grounds(self) -> list[tuple[Any, Any]]:
        """Each ground with the field that says why, None of a tố cáo."""
        return [(self[flag], self[why] if why in self.fields else None) for flag, why in WHY.values()]

    @property
    def others(self) -> list[Any]:
        """The other fields, in order."""
        named = {name for pair in WHY.values() for name in pair}
        return [self[name] for name in self.fields if name not in named]


class EnterForm(KeepForm):
    """The same with the day of entering."""

    on = DayField(label=gettext_lazy("Ngày vào sổ"))


class ContactForm(forms.Form):
    """A line on a contact."""

    on = DayField(label=gettext_lazy("Ngày làm việc"))
    kind = forms.ChoiceField(label=gettext_lazy("Việc đã làm"), choices=ContactKind.choices)
    note = forms.CharField(label=gettext_lazy("Kết quả ngắn gọn"), max_length=500, required=False)


class LeaveForm(forms.Form):
    """Out of the register."""

    on = DayField(label=gettext_lazy("Ngày ra khỏi sổ"))
    left_for = forms.ChoiceField(label=gettext_lazy("Lý do"), choices=Leaving.choices)
    left_why = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


def without_words(form: forms.Form, matter: Matter) -> forms.Form:
    """The form as it stands for a tố cáo: a field of words is not there."""
    if not may_hold_identity(matter):
        for name in {"note", "left_why"} & set(form.fields):
            del form.fields[name]
    return form


def leaders(matter: Matter, present: int | None) -> Any:
    """Who holds a post, or decides, at the matter's unit today; and who leads it now."""
    on = today()
    posted = Q(holdings__post__unit_id=matter.unit_id, holdings__valid__contains=on)
    deciding = Q(
        grants__unit_id=matter.unit_id,
        grants__role__in=roles.with_permission("records.decide"),
        grants__valid__contains=on,
    )
    people = Person.objects.filter(posted | deciding | Q(pk=present)).values("pk")
    return Person.objects.filter(pk__in=people).order_by("name_key", "pk")
