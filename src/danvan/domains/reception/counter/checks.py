"""What the fields of the counter's form must say together; each sentence stands at the field that mends it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from danvan.domains.reception.counter import lawful
from danvan.domains.reception.counter.recording import OPENS
from danvan.domains.reception.models import Content, Outcome
from danvan.ui.errors import Refusal


def as_field_error[T](act: Callable[..., T], *told: Any) -> T:
    """What `act` gives; its Refusal as the error of the field being cleaned."""
    try:
        return act(*told)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from None


def whole(form: Any, told: dict[str, Any]) -> None:
    """Every check across fields, in the order in which they stand on the screen."""
    _outcome(form, told)
    if not form.forgets_person:
        _said_at(
            form,
            "full_name" if not told["full_name"] else "identity_number" if told["address"] else "address",
            lambda: lawful.check_identity(
                told["full_name"],
                told["address"],
                told["identity_number"],
                told["identity_paper"],
                told["on"],
            ),
        )
    _group(form, told)
    _minutes(form, told)
    _parts(form, told)


def _outcome(form: Any, told: dict[str, Any]) -> None:
    outcome, content = told["outcome"], told["content_kind"]
    if outcome == Outcome.REFUSED and not told["refused_for"]:
        form.add_error("refused_for", _("Hãy chọn lý do từ chối tiếp."))
    if outcome == Outcome.JOINED and not told["joins"]:
        form.add_error("joins", _("Hãy ghi mã của đơn, vụ việc để nhập lượt tiếp vào."))
    if outcome not in OPENS:
        return
    if content == Content.OTHER:
        form.add_error(
            "content_kind",
            _("Đơn phải là khiếu nại, tố cáo hoặc kiến nghị, phản ánh; hãy xét theo nội dung."),
        )
    if not told["field"]:
        form.add_error("field", _("Hãy chọn lĩnh vực của đơn."))
    if outcome == Outcome.FORWARD and not lawful.may_forward(content, told["on"]):
        form.add_error(
            "outcome",
            _(
                "Trước 1/7/2026, khiếu nại, tố cáo không thuộc thẩm quyền chỉ được hướng dẫn tại nơi tiếp (Luật Tiếp công "
                "dân, Điều 26 khoản 1); hãy chọn “Hướng dẫn, không nhận đơn”."
            ),
        )


def _group(form: Any, told: dict[str, Any]) -> None:
    if not told["is_group"] and told["representatives"]:
        form.add_error("is_group", _("Chỉ đoàn cùng một nội dung mới cử người đại diện; hãy đánh dấu đoàn."))
    if told["representatives"] and told["representatives"] > told["persons"]:
        form.add_error("representatives", _("Người đại diện phải là người trong đoàn; hãy sửa số người."))
    if told["is_group"] and told["persons"] >= lawful.least_group():
        _said_at(
            form,
            "representatives",
            lambda: lawful.check_representatives(
                told["persons"], told["representatives"] or 0, told["has_delegation_paper"], told["on"]
            ),
        )


def _minutes(form: Any, told: dict[str, Any]) -> None:
    if told["read_back_on"] and not told["signed_as"]:
        form.add_error("signed_as", _("Hãy chọn người trình bày đã ký hay điểm chỉ vào biên bản."))
    if told["signed_as"] and not told["read_back_on"]:
        form.add_error("read_back_on", _("Hãy ghi ngày đã đọc lại biên bản."))
    if told["read_back_on"] and not told["is_oral"]:
        form.add_error("is_oral", _("Chỉ lời trình bày không có đơn mới lập biên bản; hãy đánh dấu."))


def _parts(form: Any, told: dict[str, Any]) -> None:
    """Several contents are split into a letter each (TCD.SPLIT), so each has a class and a field of its own."""
    for number in ("2", "3"):
        kind = told[f"kind_{number}"]
        if not kind and (told[f"content_{number}"] or told[f"field_{number}"]):
            form.add_error(f"kind_{number}", _("Hãy chọn loại của nội dung này."))
        if kind and not told[f"field_{number}"]:
            form.add_error(f"field_{number}", _("Hãy chọn lĩnh vực của nội dung này."))
        if kind and told["outcome"] not in OPENS:
            form.add_error("outcome", _("Tách nội dung là tách đơn; hãy chọn “Nhận đơn”."))
        if kind and told["is_oral"] and not told["read_back_on"]:
            form.add_error(
                "read_back_on", _("Nhiều nội dung: hãy đọc lại và ký biên bản trước khi ghi để tách đơn.")
            )


def _said_at(form: Any, name: str, act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal as refusal:
        form.add_error(name, str(refusal))
