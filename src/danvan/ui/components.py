"""What the components say: words, shapes and tones, kept apart from their markup."""

from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.ui.numbers import signed

# A state is a shape and a word before it is a colour.
MARKS: dict[str, tuple[str, str | Promise, str]] = {
    "dung_han": ("●", gettext_lazy("đúng hạn"), "jade"),
    "dang_han": ("●", gettext_lazy("trong hạn"), "jade"),
    "sap_den_han": ("◐", gettext_lazy("sắp đến hạn"), "ochre"),
    "qua_han": ("▲", gettext_lazy("quá hạn"), "late"),
    "qua_han_theo_luat": ("▲", gettext_lazy("quá hạn theo luật"), "late"),
    "chua_xac_dinh": ("○", gettext_lazy("chưa xác định"), "muted"),
    "khong_xac_dinh": ("○", gettext_lazy("chưa xác định"), "muted"),
    "mien": ("○", gettext_lazy("được miễn"), "muted"),
}
FLAGS: dict[str, tuple[str, str | Promise, str]] = {
    "khop": ("✓", gettext_lazy("Khớp"), "jade"),
    "khong_khop": ("≠", gettext_lazy("Không khớp"), "late"),
    "tam_tinh": ("◐", gettext_lazy("Tạm tính"), "ochre"),
    "thieu_so": ("◐", gettext_lazy("Chưa đủ số"), "ochre"),
}


def mark(state: str, word: str = "") -> dict[str, str]:
    """Shape, word and tone of a state; raises KeyError for a state that has no mark."""
    shape, usual, tone = MARKS[state]
    return {"shape": shape, "word": word or str(usual), "tone": tone}


def flag(kind: str) -> dict[str, str]:
    """Shape, word and tone of a check's outcome; raises KeyError for any other kind."""
    shape, word, tone = FLAGS[kind]
    return {"shape": shape, "word": str(word), "tone": tone}


def change_words(change: Any) -> str:
    """A number becomes "+12 so với kỳ trước"; words stay as they are; None and "" say nothing."""
    if not isinstance(change, int | float | Decimal):
        return str(change or "")
    if change == 0:
        return _("bằng kỳ trước")
    return _("%(change)s so với kỳ trước") % {"change": signed(change)}


def groups_of_four(code: str) -> str:
    """ "ABCD2345" → "ABCD 2345": a long code can be read aloud and typed."""
    bare = "".join(str(code).split())
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def form_errors(form: BaseForm) -> list[tuple[str, str]]:
    """(sentence, address of the control) of every error: the form's own first, then field by field."""
    if not form.is_bound:
        return []
    found = [(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        address = "" if bound.is_hidden else f"#{control_id(bound)}"
        found += [(f"{bound.label}: {error}", address) for error in bound.errors]
    return found


def control_id(bound: Any) -> str:
    """Id of the first control that can take the focus: a group of options focuses its first option."""
    if getattr(bound.field.widget, "use_fieldset", False) and bound.subwidgets:
        return bound.subwidgets[0].id_for_label or bound.auto_id
    return bound.id_for_label or bound.auto_id


def pairs(errors: list[Any]) -> list[tuple[str, str]]:
    """Sentences and (sentence, address) pairs, all as pairs."""
    return [tuple(error) if isinstance(error, tuple | list) else (str(error), "") for error in errors or []]


def summary_row(label: str, value: Any, href: str = "", action: str = "") -> dict[str, Any]:
    """One fact of a summary list; an absent value is said, not left blank."""
    missing = value is None or value == ""
    return {"label": label, "value": _("chưa có") if missing else value, "missing": missing} | {
        "href": href,
        "action": action or _("Sửa"),
    }
