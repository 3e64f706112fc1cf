"""What happens to a form that was sent: shown again with sentences, shown again with the personal fields, or written."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from danvan.org.models import Account
from danvan.records import writing
from danvan.records.desk import aids, drafts, identity, submissions
from danvan.records.desk.forms import MoveForm, OpeningForm, StepForm
from danvan.records.models import Record
from danvan.ui.errors import Refusal


def send_opening(form: OpeningForm, by: Account) -> Record | None:
    """The opened record, or None when the form is to be shown again; nothing is written in that case."""
    return _send(form, by, lambda: _open(form, by))


def send_move(form: MoveForm, record: Record, by: Account) -> Record | None:
    """The moved record, or None when the form is to be shown again; nothing is written in that case."""
    return _send(form, by, lambda: _move(form, record, by))


def _send(form: StepForm, by: Account, act: Callable[[], Record]) -> Record | None:
    looks = aids.BUTTON in form.data
    valid, wants_personal = form.is_valid(), looks or "ghi_nguoi" in form.data
    if not form.is_released:
        # What was typed is not shown again either: the page would be the first place to keep it.
        form.forget_personal()
        if form.sends_personal:
            form.add_error(None, identity.refused())
        elif wants_personal and valid:
            form.add_error(
                None, _("Loại đã chọn không được ghi thông tin cá nhân; hãy ghi hồ sơ không có phần đó.")
            )
    elif looks or (valid and wants_personal):
        form.ask_personal()
        return None
    if not form.is_valid():
        return None
    try:
        return submissions.once(form.cleaned_data["key"], by, act)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _open(form: OpeningForm, by: Account) -> Record:
    drafts.drop(by, form.kind)
    return writing.open_record(
        form.kind.key,
        by=by,
        unit=form.chosen_unit,
        on=form.cleaned_data["on"],
        personal=form.personal_values,
        is_illustrative=bool(settings.DEMONSTRATION_DAY),
        **form.own_values,
    )


def _move(form: MoveForm, record: Record, by: Account) -> Record:
    assert form.step is not None
    return writing.move(
        record,
        form.step.key,
        by=by,
        on=form.cleaned_data["on"],
        version=form.cleaned_data["version"],
        personal=form.personal_values,
        **form.own_values,
    )
