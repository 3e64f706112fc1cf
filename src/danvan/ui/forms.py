"""Forms that look right by themselves: the renderer behind {{ form }}, and fields read the Vietnamese way."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

from danvan.ui.dates import day, parse_day
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number, parse_money, parse_number

_WIDGETS = "django/forms/widgets/"
_OPTIONS = {f"{_WIDGETS}radio.html": "radios", f"{_WIDGETS}checkbox_select.html": "checkboxes"}
_BOXED = ("text", "number", "email", "url", "tel", "search", "password", "date", "datetime", "time", "color")
_CLASSES = {f"{_WIDGETS}{kind}.html": "govuk-input" for kind in _BOXED} | {
    f"{_WIDGETS}textarea.html": "govuk-textarea",
    f"{_WIDGETS}select.html": "govuk-select",
    f"{_WIDGETS}file.html": "govuk-file-upload",
    f"{_WIDGETS}clearable_file_input.html": "govuk-file-upload",
    f"{_WIDGETS}checkbox.html": "govuk-checkboxes__input",
}


class Renderer(TemplatesSetting):
    """Renders forms, fields and controls in the look of the house; named in FORM_RENDERER."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Give a control the class of its kind, and of its error, then render it."""
        own = _CLASSES.get(template_name)
        if own and "widget" in context:
            _add_classes(context["widget"]["attrs"], own)
        if template_name in _OPTIONS:
            context |= {"kind": _OPTIONS[template_name]}
            template_name = "ui/forms/options.html"
        elif template_name == f"{_WIDGETS}select.html":
            template_name = "ui/forms/select.html"
        return super().render(template_name, context, request)


def _add_classes(attrs: dict[str, Any], own: str) -> None:
    attrs.pop("placeholder", None)  # pale, and gone as soon as one types: a hint stands above the control
    wrong = f"{own}--error" if attrs.get("aria-invalid") == "true" else ""
    attrs["class"] = " ".join(filter(None, (own, wrong, attrs.get("class"))))


class _WrittenField(forms.Field):
    """A text read by a parser whose Refusal becomes the message at the field."""

    parse: Callable[[str], Any]
    show: Callable[[Any], str]
    mode = "text"
    characters = 20

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            "inputmode": self.mode,
            "autocomplete": "off",
            "class": f"govuk-input--width-{self.characters}",
        }

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else type(self).show(value)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            return value
        try:
            return type(self).parse(value)
        except Refusal as refusal:
            raise ValidationError(str(refusal), code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class DayField(_WrittenField):
    """A day as people write it; gives a date."""

    parse = staticmethod(parse_day)
    show = staticmethod(day)
    mode = "numeric"
    characters = 10

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return found.date() if isinstance(found, datetime) else found


class NumberField(_WrittenField):
    """A number with a decimal comma; gives a Decimal."""

    parse = staticmethod(parse_number)
    show = staticmethod(number)
    mode = "decimal"
    characters = 10

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value)


class MoneyField(_WrittenField):
    """An amount such as "3,1 tỷ đồng"; gives whole đồng."""

    parse = staticmethod(parse_money)
    show = staticmethod(number)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value)
