"""The way through the form: which page follows which, and what the page of all answers says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.portal.filing import forms as asked
from danvan.portal.filing.forms import COMPLAINT, FEEDBACK, FILERS, PROPOSAL

type Answers = Mapping[str, Any]


def _always(answers: Answers) -> bool:
    return True


def _of(*kinds: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("kind") in kinds


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its address, its question as the heading, the form, and when it is asked.

    `rows` names the answers that the page of all answers shows. `takes_files` pages may be passed without any.
    """

    key: str
    question: str | Promise
    form: type[forms.Form]
    rows: tuple[str, ...]
    applies: Callable[[Answers], bool] = _always
    lead: Mapping[str, str | Promise] = field(default_factory=dict)
    takes_files: bool = False

    def is_answered(self, answers: Answers) -> bool:
        """Whether the page has been sent once."""
        return self.key in answers.get("done", ())

    def told(self, answers: Answers) -> str | Promise:
        """The sentence below the heading, which may differ by kind."""
        return self.lead.get(str(answers.get("kind")), self.lead.get("", ""))


STEPS = (
    Step(
        "loai",
        _("Bà/Ông muốn gửi gì?"),
        asked.KindForm,
        ("kind",),
        lead={"": _("Nếu chưa rõ, hãy chọn loại gần nhất; cơ quan xét theo nội dung, không theo tên gọi.")},
    ),
    Step(
        "noi-nhan",
        _("Gửi đến cơ quan nào?"),
        asked.UnitForm,
        ("unit",),
        lead={
            "": _("Gõ tên xã, phường, sở hoặc tỉnh; tên cũ trước sáp nhập cũng tìm được."),
            COMPLAINT: _(
                "Khiếu nại lần đầu gửi đến chính cơ quan có quyết định hoặc việc làm bị khiếu nại"
                " (Luật Khiếu nại, Điều 7)."
            ),
        },
    ),
    Step("noi-xay-ra", _("Việc xảy ra ở đâu?"), asked.PlaceForm, ("place", "point"), _of(FEEDBACK)),
    Step(
        "bi-khieu-nai",
        _("Bà/Ông khiếu nại ai, về quyết định nào?"),
        asked.DecisionForm,
        ("body", "decision"),
        _of(COMPLAINT),
    ),
    Step(
        "noi-dung",
        _("Sự việc thế nào?"),
        asked.ContentForm,
        ("content",),
        lead={
            COMPLAINT: _("Nội dung, lý do khiếu nại; quyền, lợi ích nào của Bà/Ông bị xâm phạm."),
            PROPOSAL: _("Đề xuất điều gì, vì sao."),
        },
    ),
    Step("yeu-cau", _("Bà/Ông yêu cầu giải quyết thế nào?"), asked.RequestForm, ("request",), _of(COMPLAINT)),
    Step(
        "anh",
        _("Có ảnh không?"),
        asked.PhotoForm,
        (),
        _of(FEEDBACK),
        lead={
            "": _(
                "Ảnh giúp cơ quan tìm đúng chỗ. Tránh chụp rõ mặt người khác. Không có ảnh thì bấm Tiếp tục."
            )
        },
        takes_files=True,
    ),
    Step(
        "tep",
        _("Có giấy tờ gửi kèm không?"),
        asked.FileForm,
        (),
        _of(PROPOSAL, COMPLAINT),
        lead={
            "": _("Không có thì bấm Tiếp tục."),
            COMPLAINT: _(
                "Nếu đã có đơn ký tên, hãy chụp hoặc quét đơn đó gửi kèm. Không có thì bấm Tiếp tục;"
                " gửi xong sẽ có đơn để in ra ký."
            ),
        },
        takes_files=True,
    ),
    Step("nguoi-go", _("Ai đang gõ đơn này?"), asked.FilerForm, ("filer",)),
    Step(
        "nguoi-gui",
        _("Người gửi đơn là ai?"),
        asked.PersonForm,
        ("full_name", "address", "phone", "email"),
        lead={
            "": _("Ghi người đứng tên trong đơn, không phải người gõ giúp. Chỉ cán bộ xử lý đơn đọc được.")
        },
    ),
)
LABELS: dict[str, str | Promise] = {
    name: item.label or name for step in STEPS for name, item in step.form.base_fields.items()
}
SHORT: dict[str, str | Promise] = {
    FEEDBACK: _("Phản ánh"),
    PROPOSAL: _("Kiến nghị"),
    COMPLAINT: _("Khiếu nại"),
}


def way(answers: Answers) -> list[Step]:
    """The pages that are asked with these answers, in order."""
    return [step for step in STEPS if step.applies(answers)]


def step_of(key: str, answers: Answers) -> Step | None:
    """The page of an address, if it is asked."""
    return next((step for step in way(answers) if step.key == key), None)


def missing(answers: Answers) -> Step | None:
    """The first page that has not been answered; None when all are."""
    return next((step for step in way(answers) if not step.is_answered(answers)), None)


def before(step: Step, answers: Answers) -> Step | None:
    """The page before this one."""
    asked_here = way(answers)
    place = asked_here.index(step)
    return asked_here[place - 1] if place else None


def said(name: str, answers: Answers) -> str:
    """One answer in words."""
    value = str(answers.get(name, ""))
    if name == "kind":
        return str(SHORT.get(value, ""))
    if name == "unit":
        return str(answers.get("unit_name", ""))
    return str(dict(FILERS).get(value, "")) if name == "filer" else value
