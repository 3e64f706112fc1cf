"""What the page of a loaded form shows: its columns with what each may mean, and how what was sent is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.records.declare import figures
from danvan.records.desk.access import Reach
from danvan.reports import desk
from danvan.reports.form_files import form
from danvan.reports.form_files import forms as all_forms
from danvan.reports.form_heads import Head
from danvan.reports.loading import matching, staging
from danvan.reports.loading.models import LoadedForm
from danvan.reports.loading.stored import as_form
from danvan.reports.loading.trying import Trial
from danvan.ui.dates import day
from danvan.ui.forms import DayField

OTHERS = ("family", "equations")
OTHER = "khac"  # another figure or reason than those offered: the text beside says which


class UploadForm(forms.Form):
    """The blank workbook."""

    book = forms.FileField(
        label=_("Tệp biểu mẫu trống"),
        help_text=_(
            "Tệp .xlsx không macro, không mật khẩu, nhỏ hơn 2 MB; bảng có tiêu đề như văn bản ban hành."
        ),
        widget=forms.FileInput({"accept": ".xlsx"}),
    )


class AboutForm(forms.Form):
    """What the form is called, who issued it and from when it is used."""

    title = forms.CharField(label=_("Số hiệu"), max_length=120, help_text=_("Ví dụ Biểu số 01/XLD"))
    subject = forms.CharField(label=_("Tên biểu"), max_length=300)
    cite = forms.CharField(
        label=_("Văn bản ban hành"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ Thông tư 06/2025/TT-TTCP"),
    )
    valid_from = DayField(
        label=_("Dùng cho kỳ kết thúc từ ngày"), required=False, help_text=_("Ví dụ 30/9/2025")
    )
    valid_to = DayField(label=_("Đến ngày"), required=False, help_text=_("Bỏ trống nếu còn dùng."))
    family = forms.CharField(
        label=_("Mã biểu"),
        max_length=23,
        help_text=_("Trùng mã của biểu đang có thì thay cho biểu ấy từ ngày trên, ví dụ 01-xld."),
    )
    note = forms.CharField(
        label=_("Cách ghi biểu"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    equations = forms.CharField(
        label=_("Đẳng thức giữa các cột"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
        help_text=_("Mỗi dòng một đẳng thức, ví dụ 1 = 2 + 3 hoặc 7 <= 3. Dòng có sẵn là do biểu tự in."),
    )


class TryForm(forms.Form):
    """On what the equations are tried."""

    unit = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int, required=False)
    period = forms.ChoiceField(label=_("Kỳ"), required=False)
    example = forms.FileField(
        label=_("Hoặc tệp ví dụ đã điền"), required=False, widget=forms.FileInput({"accept": ".xlsx"})
    )

    def __init__(self, reach: Reach, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields
        offered["unit"].choices = desk.writable_units(reach)
        offered["period"].choices = desk.last_periods()
        self.fields["unit"].initial = reach.home_id


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a column: its value as sent, its words, whether it is chosen."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column with its heads, its choices and the text beside them."""

    no: int
    place: str
    path: list[str]
    choices: list[Choice]
    other: str
    is_proposed: bool
    bound: str

    @property
    def heads(self) -> str:
        """The heads above the innermost."""
        return " › ".join(self.path[:-1])

    @property
    def leaf(self) -> str:
        """The innermost head."""
        return self.path[-1]


class Screen:
    """One loaded form at the desk. `sent` is what was sent and refused, so that nothing typed is lost.

    With `is_late` another kept the draft since: what was kept stands beside what was sent.
    """

    def __init__(
        self, reach: Reach, row: LoadedForm, sent: Mapping[str, str] | None = None, *, is_late: bool = False
    ) -> None:
        self.reach, self.row, self.sent, self.is_late = reach, row, sent, is_late
        self.proposes = bool(sent and sent.get("act") == "goi_y")
        self.trial: Trial | None = None

    @cached_property
    def labels(self) -> dict[str, str]:
        """Code → label of all declared figures, for the list of suggestions."""
        return {item.code: str(item.label) for item in figures()}

    @property
    def heads(self) -> list[list[tuple[Head, int, int]]]:
        """The head as rows of (head, rows, columns), as the form prints it."""
        tree = as_form(self.row).columns
        depth = max((head.depth for head in tree), default=0)
        rows: list[list[tuple[Head, int, int]]] = [[] for _level in range(depth)]

        def lay(level: list[Head], at: int) -> None:
            for head in level:
                rows[at].append((head, depth - at if head.row is not None else 1, head.span))
                lay(head.below, at + 1)

        lay(tree, 0)
        return rows

    @cached_property
    def columns(self) -> list[ColumnShown]:
        """Every column in its order."""
        return [self._column(column) for column in self.row.shape.get("columns", [])]

    @property
    def edits(self) -> str:
        """What the page says of the draft that it knows: once told of another's, that one; else what it knew."""
        return str(self.row.edits) if self.is_late or self.sent is None else self.sent.get("edits", "")

    @property
    def kept_words(self) -> list[tuple[str, str]]:
        """(label, what another kept) of each name, day and equation that differs from what was sent."""
        if not (self.is_late and self.sent):
            return []
        fields = AboutForm(initial={name: getattr(self.row, name) for name in (*staging.ABOUT, *OTHERS)})
        shown = [(field.label, field.name, _written(field.value())) for field in fields]
        return [
            (str(label), kept or str(_("bỏ trống")))
            for label, name, kept in shown
            if kept.split() != self.sent.get(name, "").split()
        ]

    @property
    def trial_rows(self) -> list[tuple[str, list[str]]]:
        """(place, its values in the order of the columns) of what was tried."""
        rows = self.trial.rows if self.trial else []
        return [(place, [values.get(column.no, "") for column in self.columns]) for place, values in rows]

    @property
    def waiting(self) -> int:
        """How many columns nobody has decided about."""
        return sum(str(column.no) not in self.row.bindings for column in self.columns)

    @property
    def twice(self) -> list[str]:
        """Figures that fill more than one column: most often a slip."""
        codes = [bound["code"] for bound in self.row.bindings.values() if bound.get("code")]
        return sorted({self.labels.get(code, code) for code in codes if codes.count(code) > 1})

    @property
    def stands_in_for(self) -> str:
        """The form that this one takes the place of from its day; "" for a form of a new family."""
        same = [
            item
            for item in all_forms().values()
            if item.family == self.row.family and item.workbook != self.row.pk
        ]
        return same[-1].title if same else ""

    @property
    def may_verify(self) -> bool:
        """It waits for a second person, and this account is one."""
        row = self.row
        return (
            row.state == row.State.USED
            and not row.verified_by_id
            and self.reach.account.pk not in (row.loaded_by_id, *row.bound_by)
        )

    @property
    def unverified(self) -> str:
        """The sentence of a form in use that nobody verified."""
        return "" if self.row.is_draft else form(self.row.key).unverified

    @property
    def about(self) -> AboutForm:
        """Its names, paper and days, as sent or as kept."""
        if self.sent is not None:
            return AboutForm(self.sent)
        names = (*staging.ABOUT, *OTHERS)
        return AboutForm(initial={name: getattr(self.row, name) for name in names})

    def _column(self, column: Mapping[str, Any]) -> ColumnShown:
        no, path = column["no"], column["path"]
        offered = matching.likely(path, self.row.title)
        chosen, other = self._chosen(no)
        is_proposed = not chosen and self.proposes and bool(offered)
        if is_proposed:
            chosen = f"code:{offered[0].code}"
        values = {f"code:{one.code}": one.label for one in offered}
        values |= {
            f"why:{key}": f"Nhập tay: {text[:1].lower()}{text[1:]}" for key, text in staging.WHYS.items()
        }
        values[OTHER] = str(_("Chỉ tiêu hoặc lý do khác, ghi bên cạnh"))
        if chosen and chosen not in values:
            chosen = OTHER
        choices = [Choice(value, words, value == chosen) for value, words in values.items()]
        return ColumnShown(no, column["place"], path, choices, other, is_proposed, self._bound(no))

    def _chosen(self, no: int) -> tuple[str, str]:
        """(value, text beside) as sent, else as kept."""
        if self.sent is not None:
            return self.sent.get(f"cot-{no}", ""), self.sent.get(f"khac-{no}", "")
        bound = self.row.bindings.get(str(no), {})
        if code := bound.get("code"):
            near = any(one.code == code for one in matching.likely(self._path(no), self.row.title))
            return (f"code:{code}", "") if near else (OTHER, code)
        why = bound.get("why", "")
        key = next((key for key, text in staging.WHYS.items() if text == why), "")
        return (f"why:{key}", "") if key else (OTHER, why) if why else ("", "")

    def _path(self, no: int) -> list[str]:
        return next(column["path"] for column in self.row.shape["columns"] if column["no"] == no)

    def _bound(self, no: int) -> str:
        bound = self.row.bindings.get(str(no), {})
        if code := bound.get("code"):
            return f"{self.labels.get(code, code)} ({code})"
        return str(_("Nhập tay: ")) + bound["why"] if bound.get("why") else ""


def _written(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value or "")


def bindings_sent(row: LoadedForm, sent: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Column → {"code"} or {"why"} of what was sent; a column left open is {}."""
    known = {item.code for item in figures()}
    found: dict[int, dict[str, str]] = {}
    for column in row.shape.get("columns", []):
        no = column["no"]
        kind, _colon, value = sent.get(f"cot-{no}", "").partition(":")
        beside = " ".join(sent.get(f"khac-{no}", "").split())
        if kind == "code":
            found[no] = {"code": value}
        elif kind == "why":
            found[no] = {"why": staging.WHYS.get(value, "")}
        elif kind == OTHER:
            looks_like_code = beside in known or (beside and " " not in beside)
            found[no] = {"code": beside} if looks_like_code else {"why": beside}
        else:
            found[no] = {}
    return found
