"""A form between its blank workbook and its use: read, bound, put into use, verified by a second person, made anew.

The forms are those of the whole installation, so that they are kept by who makes the reports of a province.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from danvan.org import roles
from danvan.org.models import Account, Kind, UnitName
from danvan.records.declare import Indicator, Ratio, figures
from danvan.records.files import scanning
from danvan.records.today import today
from danvan.records.writing import say_who
from danvan.reports.form_equations import Equation, read_equations
from danvan.reports.form_files import files
from danvan.reports.loading import book, heads
from danvan.reports.loading.models import LoadedForm
from danvan.ui.dates import day
from danvan.ui.errors import Refusal
from danvan.ui.vietnamese import fold, nfc

RIGHT = "reports.type"
NOT_YOURS = (
    "Biểu mẫu nạp từ tệp do người lập báo cáo của cấp tỉnh quản lý; "
    "tài khoản của Bà/Ông không lập báo cáo của tỉnh, hãy liên hệ người quản trị."
)
WHYS = {
    "chua_co": "Chưa có hồ sơ nào để đếm.",
    "noi_khac": "Số do cơ quan khác cung cấp, không đếm từ hồ sơ.",
    "khac_nghia": "Có hồ sơ nhưng chưa có chỉ tiêu đếm đúng nghĩa của cột.",
}
LEAST_WHY, MOST_WHY = 10, 300
_FAMILY = re.compile(r"[a-z0-9][a-z0-9-]{1,22}")
LATE = (
    "Bản nháp này đã được lưu từ một trang khác sau khi Bà/Ông mở trang; chưa ghi gì của Bà/Ông. "
    "Hãy xem bản vừa lưu rồi bấm lại nếu vẫn muốn làm."
)
ABOUT = ("title", "subject", "cite", "note", "valid_from", "valid_to")


class Late(Refusal):
    """The draft was changed since the caller read it; nothing was written."""

    def __init__(self) -> None:
        super().__init__(LATE)


def may_keep(account: Account, on: date | None = None) -> bool:
    """Whether the account makes the reports of a province or central city. Two queries."""
    day_ = on or today()
    units = roles.rights(account, day_).units(RIGHT)
    kinds = (Kind.PROVINCE, Kind.CENTRAL_CITY)
    return UnitName.objects.on(day_).filter(unit_id__in=units, kind__in=kinds).exists()


def _require(account: Account) -> None:
    if not may_keep(account):
        raise Refusal(NOT_YOURS)


@transaction.atomic
def begin(data: bytes, *, by: Account) -> LoadedForm:
    """A draft of the form in a blank workbook. With several readable sheets none is chosen yet.

    Refusal without the right, for a file that is no plain workbook, or whose only sheet has no head that can be told.
    """
    _require(by)
    found = book.sheets(data)
    if not scanning.admitted(data).is_clean:
        raise Refusal(scanning.SHUT)
    shapes, refused = {}, None
    for sheet in found:
        try:
            shapes[sheet["name"]] = heads.read(sheet)
        except Refusal as error:
            refused = refused or error
    if not shapes:
        raise refused or Refusal("Không thấy biểu nào trong tệp; hãy chọn tệp khác.")
    say_who(by, "Nạp biểu mẫu từ tệp")
    row = LoadedForm(blank=data, sha256=hashlib.sha256(data).hexdigest(), loaded_by=by)
    if len(shapes) == 1:
        ((row.sheet, shape),) = shapes.items()
        _take(row, shape)
    else:
        row.title, row.shape = "Biểu mẫu chưa chọn trang tính", {"sheets": list(shapes)}
    row.family = family_of(row.title)
    return _numbered(row)


@transaction.atomic
def choose(row: LoadedForm, sheet: str, *, by: Account) -> LoadedForm:
    """Take one of several sheets; Refusal for one that is not there."""
    _require(by)
    draft = _draft(row)
    shapes = {one["name"]: one for one in book.sheets(bytes(draft.blank))}
    if sheet not in shapes:
        raise Refusal("Không có trang tính này trong tệp; hãy chọn lại.")
    draft.sheet = sheet
    _take(draft, heads.read(shapes[sheet]))
    draft.bindings, draft.family = {}, family_of(draft.title)
    _worked(draft, by)
    say_who(by, "Chọn trang tính của biểu mẫu")
    return _numbered(draft)


def _take(row: LoadedForm, shape: heads.Shape) -> None:
    row.shape = shape.as_json()
    row.title = (shape.title or "Biểu mẫu")[:120]
    row.subject, row.cite = shape.subject[:300], shape.cite[:300]
    row.equations = "\n".join(shape.equations)


def family_of(title: str) -> str:
    """ "01-xld" of "Biểu số 01/XLD": the same as of the version before, so that the new one takes its place."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(title).removeprefix("bieu so ")).strip("-")[:22].strip("-")
    return name if _FAMILY.fullmatch(name) else "bieu-mau"


def _numbered(row: LoadedForm) -> LoadedForm:
    """Saved under the next version of its family."""
    last = (
        LoadedForm.objects.filter(family=row.family).exclude(pk=row.pk).aggregate(last=Max("version"))["last"]
        or 0
    )
    row.version = last + 1
    row.key = f"{row.family}-nap-{row.version}"
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal("Người khác vừa nạp biểu này; hãy thử lại.") from None
    return row


def _draft(row: LoadedForm, *, any_edit: bool = False) -> LoadedForm:
    """The row locked, as the caller read it; Late when another kept something since, unless `any_edit`."""
    draft = LoadedForm.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not draft.is_draft:
        raise Refusal("Biểu mẫu đã đưa vào dùng; hãy lập bản mới rồi sửa bản ấy.")
    if draft.edits != row.edits and not any_edit:
        raise Late
    return draft


def _worked(draft: LoadedForm, by: Account) -> None:
    draft.edits += 1
    if by.pk not in draft.bound_by:
        draft.bound_by = [*draft.bound_by, by.pk]


@transaction.atomic
def bind(
    row: LoadedForm,
    bindings: Mapping[int, Mapping[str, str]],
    equations: str,
    about: Mapping[str, Any],
    *,
    by: Account,
    family: str = "",
) -> LoadedForm:
    """Keep what an officer said of a draft: column → {"code"} or {"why"}; equations, one a line; ABOUT.

    A column may still be open. Late when another kept something else since `row` was read. Refusal for a code that
    nothing declares, a reason too short, an equation that cannot be read, names a strange column or adds up different
    units, and for a family that is no short name.
    """
    _require(by)
    draft = _draft(row, any_edit=True)
    before = _said(draft)
    numbers = [column["no"] for column in draft.shape.get("columns", [])]
    known = {item.code for item in figures()}
    for no, bound in bindings.items():
        _refuse_binding(no, bound, numbers, known)
    draft.bindings = {str(no): dict(bound) for no, bound in bindings.items() if bound}
    read = read_equations(nfc(equations), numbers)
    _refuse_mixed(read, draft)
    draft.equations = "\n".join(map(str, read))
    for name in ABOUT:
        setattr(
            draft, name, about.get(name) if name.startswith("valid") else nfc(about.get(name) or "").strip()
        )
    wanted = family or draft.family
    if not _FAMILY.fullmatch(wanted):
        raise Refusal(
            "Mã biểu chỉ gồm chữ thường không dấu, số và gạch nối, từ 2 đến 23 ký tự; ví dụ 01-xld."
        )
    return _kept(draft, wanted, before, row.edits, by)


def _said(draft: LoadedForm) -> list[Any]:
    """All that `bind` keeps, to be compared."""
    return [draft.bindings, draft.equations, *(getattr(draft, name) for name in ABOUT)]


def _kept(draft: LoadedForm, family: str, before: list[Any], seen: int, by: Account) -> LoadedForm:
    """The draft saved where anything changed; the same words sent twice are no conflict."""
    moves = family != draft.family
    if not moves and _said(draft) == before:
        return draft
    if draft.edits != seen:
        raise Late
    say_who(by, "Ghép cột của biểu mẫu")
    _worked(draft, by)
    if moves:
        draft.family = family
        return _numbered(draft)
    draft.save()
    return draft


def _refuse_binding(no: int, bound: Mapping[str, str], numbers: list[int], known: set[str]) -> None:
    if no not in numbers:
        raise Refusal(f"Biểu không có cột ({no}); hãy mở lại trang.")
    if (code := bound.get("code")) and code not in known:
        raise Refusal(f"Cột ({no}): không có chỉ tiêu “{code[:60]}”; hãy chọn trong danh mục chỉ tiêu.")
    why = bound.get("why", "")
    if "why" in bound and not LEAST_WHY <= len(why.strip()) <= MOST_WHY:
        raise Refusal(f"Cột ({no}): hãy ghi lý do nhập tay, từ {LEAST_WHY} đến {MOST_WHY} ký tự.")


def _refuse_mixed(equations: list[Equation], row: LoadedForm) -> None:
    """Letters are never added to matters: all columns of a sum count in one unit, as far as it is known."""
    declared = {item.code: item.unit for item in figures() if isinstance(item, Indicator)}
    declared |= {item.code: "%" for item in figures() if isinstance(item, Ratio)}
    units = {column["no"]: column["unit"] for column in row.shape.get("columns", [])}
    units |= {int(no): declared[bound["code"]] for no, bound in row.bindings.items() if bound.get("code")}
    for item in equations:
        told = sorted({units[no] for no in item.columns if units.get(no)})
        if len(told) > 1 and not item.at_most:
            raise Refusal(f"Đẳng thức “{item}” cộng {told[0]} với {told[1]}; hãy xem lại các cột.")


@transaction.atomic
def use(row: LoadedForm, *, by: Account) -> LoadedForm:
    """Put a draft into use, not verified yet. Refusal while a column is open, or a day or a name is missing.

    A form whose family was read and verified is not replaced for periods that the verified version covers.
    """
    _require(by)
    draft = _draft(row)
    columns = [column["no"] for column in draft.shape.get("columns", [])]
    if not columns:
        raise Refusal("Chưa chọn trang tính của biểu; hãy chọn trước.")
    if waiting := [no for no in columns if str(no) not in draft.bindings]:
        raise Refusal(
            f"Còn {len(waiting)} cột chưa chọn cách lấy số (cột {', '.join(map(str, waiting[:10]))}); hãy chọn cho đủ."
        )
    if not (draft.title and draft.subject and draft.cite and draft.valid_from):
        raise Refusal("Hãy ghi đủ số hiệu, tên biểu, văn bản ban hành và ngày bắt đầu dùng.")
    if draft.valid_to and draft.valid_to < draft.valid_from:
        raise Refusal("Ngày thôi dùng biểu phải sau ngày bắt đầu dùng.")
    for item in files().values():
        if item.family == draft.family and item.is_verified and draft.valid_from <= item.valid_to:
            raise Refusal(
                f"{item.title} đến hết ngày {day(item.valid_to)} đã có bản đã đối chiếu; "
                "hãy ghi ngày bắt đầu dùng sau ngày ấy, hoặc đổi mã biểu."
            )
    say_who(by, "Đưa biểu mẫu vào dùng")
    draft.state = LoadedForm.State.USED
    draft.save(update_fields=["state"])
    return draft


@transaction.atomic
def verify(row: LoadedForm, against: str, *, by: Account) -> LoadedForm:
    """A second person says that the form agrees with the paper named. Refusal for who loaded or bound it, or no paper."""
    _require(by)
    used = LoadedForm.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if used.state != LoadedForm.State.USED:
        raise Refusal("Chỉ đối chiếu được biểu mẫu đang dùng.")
    if used.verified_by_id:
        raise Refusal("Biểu mẫu này đã được đối chiếu.")
    if used.loaded_by_id == by.pk:
        raise Refusal("Người nạp biểu không tự đối chiếu; hãy nhờ người thứ hai.")
    if by.pk in used.bound_by:
        raise Refusal(
            "Bà/Ông đã ghép cột hoặc ghi đẳng thức của biểu này nên không tự đối chiếu; hãy nhờ người khác."
        )
    against = nfc(against).strip()
    if len(against) < LEAST_WHY or len(against) > MOST_WHY:
        raise Refusal(
            "Hãy ghi văn bản đã dùng để đối chiếu, ví dụ “Phụ lục kèm Thông tư 06/2025/TT-TTCP, trang 12”."
        )
    say_who(by, "Đối chiếu biểu mẫu")
    used.verified_by, used.verified_on, used.verified_with = by, today(), against
    used.save(update_fields=["verified_by", "verified_on", "verified_with"])
    return used


@transaction.atomic
def renew(row: LoadedForm, *, by: Account) -> LoadedForm:
    """A draft of the next version with all that this one says; the old one stays as it is. Refusal for a draft."""
    _require(by)
    old = LoadedForm.objects.get(pk=row.pk)
    if old.is_draft:
        raise Refusal("Bản này còn là bản nháp; hãy sửa ngay bản này.")
    if open_ := LoadedForm.objects.filter(replaces=old, state=LoadedForm.State.DRAFT).first():
        return open_
    say_who(by, "Lập bản mới của biểu mẫu")
    same = {
        name: getattr(old, name)
        for name in (*ABOUT, "family", "sheet", "shape", "bindings", "equations", "sha256")
    }
    # What nobody verified is still the work of who did it; what a second person verified is no one's own any more.
    workers = [] if old.verified_by_id else sorted({*old.bound_by, old.loaded_by_id})
    return _numbered(LoadedForm(**same, blank=bytes(old.blank), replaces=old, loaded_by=by, bound_by=workers))


@transaction.atomic
def end(row: LoadedForm, *, by: Account) -> LoadedForm:
    """No report is begun on it any more; those that are there keep it. Refusal for a draft."""
    _require(by)
    used = LoadedForm.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if used.state != LoadedForm.State.USED:
        raise Refusal("Chỉ thôi dùng được biểu mẫu đang dùng.")
    say_who(by, "Thôi dùng biểu mẫu")
    used.state = LoadedForm.State.ENDED
    used.save(update_fields=["state"])
    return used


@transaction.atomic
def drop(row: LoadedForm, *, by: Account) -> None:
    """Remove a draft; Refusal for a form that is or was in use."""
    _require(by)
    draft = _draft(row)
    say_who(by, "Bỏ bản nháp biểu mẫu")
    draft.delete()
