"""The one form of the counter. What is asked depends on the law of the day; what may be kept, on the class."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from danvan.domains.reception.counter import checks, lawful
from danvan.domains.reception.counter.card import Card
from danvan.domains.reception.counter.recording import Entry, Part
from danvan.domains.reception.models import (
    AuthorityPaper,
    Capacity,
    Channel,
    Content,
    HeadSession,
    Helper,
    IdentityPaper,
    Outcome,
    SignedAs,
)
from danvan.org.models import Unit
from danvan.records.declare import record_type
from danvan.records.desk import places, submissions
from danvan.records.desk.access import Reach
from danvan.records.desk.forms import RECENT, RecordChoice
from danvan.records.models import Record
from danvan.ui.forms import DayField

NOTHING = [("", gettext_lazy("Chưa chọn"))]
CONTENTS = [(one.value, one.label) for one in Content]
LETTER_CONTENTS = [(one.value, one.label) for one in Content if one != Content.OTHER]
PERSON = ("full_name", "identity_number", "born_year", "papers", "interpreter", "on_behalf_of")
BESIDE = ("address", "phone")
TEXTS = (*PERSON, *BESIDE, "content", "others", "content_2", "content_3")
WORDS = (("content_kind", "content"), ("kind_2", "content_2"), ("kind_3", "content_3"))
# Columns of Visit that the form fills as they stand.
COLUMNS = (
    *("channel", "session", "persons", "is_group", "is_repeated", "outcome", "ticket", "representatives"),
    *("has_delegation_paper", "capacity", "authority", "identity_paper", "has_interpreter", "helped_by"),
    *("has_consent", "originals_kept", "is_oral", "read_back_on", "signed_as", "refused_for"),
)
FOLDS = (
    (gettext_lazy("Từ chối tiếp, nhập vào hồ sơ đã có"), ("refused_for", "joins")),
    (
        gettext_lazy("Đoàn nhiều người, người đại diện"),
        ("is_group", "representatives", "has_delegation_paper", "others"),
    ),
    (gettext_lazy("Kỳ tiếp của thủ trưởng, ủy quyền tiếp; số thứ tự"), ("channel", "session", "ticket")),
    (
        gettext_lazy("Trình bày bằng lời: biên bản"),
        ("is_oral", "read_back_on", "signed_as"),
    ),
    (
        gettext_lazy("Nhiều nội dung: tách thành từng đơn"),
        ("kind_2", "field_2", "content_2", "kind_3", "field_3", "content_3"),
    ),
    (
        gettext_lazy("Đại diện, ủy quyền, phiên dịch, người giúp"),
        (
            *("capacity", "authority", "on_behalf_of", "has_interpreter", "interpreter", "helped_by"),
            "has_consent",
        ),
    ),
    (gettext_lazy("Giấy tờ mang theo, bản gốc"), ("papers", "originals_kept")),
)
FIRST = ("content_kind", "outcome", "field")
WHO = ("full_name", "address", "identity_paper", "identity_number", "born_year", "phone", "content")
COUNTS = ("persons", "is_repeated", "on")


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*NOTHING, *choices], required=False, **more)


def _text(label: Any, most: int, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, **more)


def _number(label: Any, least: int = 0, most: int = 9999, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=widget,
        error_messages={
            "min_value": gettext_lazy("Hãy nhập số từ %(limit_value)s trở lên."),
            "max_value": gettext_lazy("Hãy nhập số từ %(limit_value)s trở xuống."),
            "invalid": gettext_lazy("Hãy nhập một số nguyên."),
        },
        **more,
    )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class VisitForm(forms.Form):
    """A visit on one screen. The class comes first: of a tố cáo what was typed about a person is forgotten unread."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    booking = forms.CharField(widget=forms.HiddenInput, max_length=18, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị tiếp"))
    content_kind = forms.ChoiceField(
        label=gettext_lazy("Nội dung"), choices=CONTENTS, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết thúc lượt tiếp"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        initial=Outcome.NOTED,
    )
    field = _choice(gettext_lazy("Lĩnh vực của đơn"), [])
    full_name = _text(gettext_lazy("Họ và tên"), 200)
    address = _text(gettext_lazy("Địa chỉ"), 300)
    identity_paper = _choice(gettext_lazy("Giấy tờ xuất trình"), IdentityPaper.choices)
    identity_number = _text(gettext_lazy("Số giấy tờ"), 20)
    born_year = _number(gettext_lazy("Năm sinh"), 1900, 2100, required=False)
    phone = _text(gettext_lazy("Điện thoại"), 20)
    content = _text(gettext_lazy("Tóm tắt nội dung trình bày"), 5000, rows=4)
    persons = _number(gettext_lazy("Số người"), 1, initial=1)
    is_repeated = _tick(gettext_lazy("Tiếp nhiều lần (đã đến trước đây về việc này)"))
    on = DayField(label=gettext_lazy("Ngày tiếp"), help_text=gettext_lazy("Ví dụ 16/3/2023"))

    refused_for = _choice(gettext_lazy("Lý do từ chối tiếp"), [])
    joins = _text(
        gettext_lazy("Mã 16 số của đơn, vụ việc đã có"),
        24,
        help_text=gettext_lazy("Có trong phần “Đã biết” ở trên hoặc trên phiếu người đến mang theo."),
    )
    is_group = _tick(gettext_lazy("Đoàn từ 5 người trở lên cùng một nội dung"))
    representatives = _number(gettext_lazy("Số người đại diện"), 0, 5, required=False)
    has_delegation_paper = _tick(gettext_lazy("Có văn bản cử người đại diện, đủ chữ ký của mọi người"))
    others = _text(gettext_lazy("Họ tên người đại diện khác, mỗi người một dòng"), 1000, rows=2)
    channel = forms.ChoiceField(
        label=gettext_lazy("Hình thức tiếp"), choices=Channel.choices, initial=Channel.REGULAR
    )
    session = RecordChoice(
        HeadSession.objects.none(), label=gettext_lazy("Kỳ tiếp"), required=False, empty_label="Chưa chọn"
    )
    ticket = _number(gettext_lazy("Số thứ tự trong ngày"), 1, required=False)
    is_oral = _tick(gettext_lazy("Trình bày bằng lời, không có đơn: lập biên bản"))
    read_back_on = DayField(
        label=gettext_lazy("Ngày đã đọc lại cho người trình bày nghe"),
        required=False,
        help_text=gettext_lazy("Để trống nếu sẽ in biên bản ra đọc và ký sau khi ghi."),
    )
    signed_as = _choice(gettext_lazy("Xác nhận bằng"), SignedAs.choices)
    kind_2 = _choice(gettext_lazy("Nội dung thứ hai"), LETTER_CONTENTS)
    field_2 = _choice(gettext_lazy("Lĩnh vực thứ hai"), [])
    content_2 = _text(gettext_lazy("Tóm tắt nội dung thứ hai"), 5000, rows=2)
    kind_3 = _choice(gettext_lazy("Nội dung thứ ba"), LETTER_CONTENTS)
    field_3 = _choice(gettext_lazy("Lĩnh vực thứ ba"), [])
    content_3 = _text(gettext_lazy("Tóm tắt nội dung thứ ba"), 5000, rows=2)
    capacity = forms.ChoiceField(
        label=gettext_lazy("Tư cách"), choices=Capacity.choices, initial=Capacity.SELF
    )
    authority = _choice(gettext_lazy("Giấy ủy quyền"), AuthorityPaper.choices)
    on_behalf_of = _text(gettext_lazy("Thay mặt cho ai"), 200)
    has_interpreter = _tick(gettext_lazy("Có người phiên dịch"))
    interpreter = _text(gettext_lazy("Tên người phiên dịch, ngôn ngữ"), 200)
    helped_by = _choice(gettext_lazy("Người giúp ghi"), Helper.choices)
    has_consent = _tick(gettext_lazy("Người trình bày đồng ý để người này giúp"))
    papers = _text(gettext_lazy("Giấy tờ mang theo"), 500, rows=2)
    originals_kept = _number(gettext_lazy("Số bản gốc giữ lại"), 0, required=False)

    def clean_key(self) -> str:
        """A key of ours."""
        return checks.as_field_error(submissions.read_key, self.cleaned_data["key"])

    def clean(self) -> dict[str, Any]:
        """Whatever the class forbids is forgotten before anything else is read."""
        told = self.cleaned_data
        if self.forgets_person:
            self._forget(TEXTS)
        self._forget([text for kind, text in WORDS if self.data.get(kind) == Content.DENUNCIATION])
        if not self.errors:
            checks.whole(self, dict(told))
        return told

    @property
    def kinds(self) -> list[str]:
        """The classes told, the first first; empty while none is chosen."""
        named = ("content_kind", "kind_2", "kind_3")
        return [self.data.get(name, "") for name in named if self.data.get(name)]

    @property
    def forgets_person(self) -> bool:
        """Whether everything told is a tố cáo, or no class is told at all: then nobody's name may be kept or shown."""
        return all(kind == Content.DENUNCIATION for kind in self.kinds)

    @property
    def told_of_person(self) -> bool:
        """Whether the request carries anything about a person."""
        return any(str(self.data.get(name) or "").strip() for name in TEXTS)

    def _forget(self, names: Iterable[str]) -> None:
        """Drop what was typed there: neither kept nor shown again, with what was wrong about it."""
        names = list(names)
        kept = {name: value for name, value in self.data.items() if name not in names}
        self.data = kept | dict.fromkeys(names, "")
        for name in names:
            self.cleaned_data[name] = None if name == "born_year" else ""
            self.errors.pop(name, None)

    @property
    def folds(self) -> list[tuple[Any, list[Any], bool]]:
        """(heading, fields, stands open) of what is folded away until needed."""
        return [(said, [self[name] for name in names], self._is_needed(names)) for said, names in FOLDS]

    def _is_needed(self, names: tuple[str, ...]) -> bool:
        return any(name in self.errors or (self.is_bound and self._told(name)) for name in names)

    def _told(self, name: str) -> bool:
        """Whether a field says more than it does by itself."""
        value = self.data.get(name) or ""
        return bool(value) and value != str(self.fields[name].initial or "") and value != "0"

    @property
    def first(self) -> list[Any]:
        """What is always asked first."""
        return [self[name] for name in FIRST]

    @property
    def who(self) -> list[Any]:
        """Who speaks and of what."""
        return [self[name] for name in WHO]

    @property
    def counts(self) -> list[Any]:
        """How many, whether again, when."""
        return [self[name] for name in COUNTS]

    def entry(self, joins: Record | None) -> Entry:
        """What was filled in, ready to write."""
        told = self.cleaned_data
        return Entry(
            key=told["key"],
            unit=Unit.objects.get(pk=int(told["unit"])),
            on=told["on"],
            parts=self._parts(),
            columns={name: self._column(name) for name in COLUMNS},
            person={name: told[name] or None if name == "born_year" else told[name] for name in PERSON}
            | {name: told[name] for name in BESIDE},
            others=tuple(line.strip()[:200] for line in told["others"].splitlines() if line.strip())[:4],
            joins=joins,
        )

    def _parts(self) -> tuple[Part, ...]:
        told = self.cleaned_data
        rows = (
            ("content_kind", "field", "content"),
            ("kind_2", "field_2", "content_2"),
            ("kind_3", "field_3", "content_3"),
        )
        return tuple(
            Part(told[kind], told[field], "" if told[kind] == Content.DENUNCIATION else told[text])
            for kind, field, text in rows
            if told[kind]
        )

    def _column(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if name in ("representatives", "originals_kept"):
            return value or 0
        if name == "refused_for" and self.cleaned_data["outcome"] != Outcome.REFUSED:
            return None
        return None if value == "" else value


def visit_form(
    reach: Reach,
    sent: Any = None,
    *,
    card: Card | None = None,
    again: bool = False,
    draft: dict[str, str] | None = None,
) -> VisitForm:
    """The form for an account: bound when something was sent, else filled from the draft and the card. Two queries."""
    begun = {"on": reach.on, "key": submissions.new_key(), "unit": str(reach.home_id), "is_repeated": again}
    form = VisitForm(sent, initial=begun | (draft or {}) | (_of_card(card, reach.on) if card else {}))
    _offer(form, reach, _day_of(form, reach.on))
    for bound in ("full_name", "address", "phone", "content", "born_year"):
        form.fields[bound].widget.attrs["autocomplete"] = "off"
    if card is not None:
        form.fields["content_kind"].widget.attrs["autofocus"] = True
    return form


def _day_of(form: VisitForm, today: date) -> date:
    try:
        return form.fields["on"].clean(form.data.get("on")) if form.is_bound else today
    except forms.ValidationError:
        return today


def _offer(form: VisitForm, reach: Reach, on: date) -> None:
    """Choices of this account and of that day."""
    units = places.choices(reach.units("records.open"), reach.on)
    form.fields["unit"].choices = units  # type: ignore[attr-defined]
    if len(units) == 1:
        form.fields["unit"].widget = forms.HiddenInput()
        form.initial["unit"] = units[0][0]
    offered = [(one.value, one.label) for one in lawful.grounds(on)]
    form.fields["refused_for"].choices = [*NOTHING, *offered]  # type: ignore[attr-defined]
    shown = [(one.value, one.label) for one in lawful.identity_papers(on)]
    form.fields["identity_paper"].choices = [*NOTHING, *shown]  # type: ignore[attr-defined]
    kinds = record_type("don").model._meta.get_field("field").flatchoices  # type: ignore[union-attr]
    for name in ("field", "field_2", "field_3"):
        form.fields[name].choices = [*NOTHING, *kinds]  # type: ignore[attr-defined]
    mine = reach.units("records.open")
    rows = reach.seen(HeadSession.objects.filter(unit_id__in=mine, planned_on__gte=on - RECENT))
    form.fields["session"].queryset = rows.order_by("-planned_on", "-id")  # type: ignore[attr-defined]


def _of_card(card: Card, on: date) -> dict[str, Any]:
    told: dict[str, Any] = {
        "full_name": card.full_name,
        "address": card.address,
        "identity_number": card.number,
        "born_year": card.born_year,
    }
    if card.number:
        told["identity_paper"] = IdentityPaper.PASSPORT if not card.number.isdigit() else IdentityPaper.CARD
    return {name: value for name, value in told.items() if value}
